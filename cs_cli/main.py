"""The error boundary: every outcome becomes an exit code, every error one short message on stderr."""

import contextlib
import gc
import os
import shlex
import sys
from collections.abc import Sequence
from typing import TextIO

import typer

from cs_cli.errors import AccountNotFoundError, CannotWriteError, CsError, DoneUnansweredError, UsageError
from cs_cli.output.clean import one_line

INTERRUPTED = 130
INTERNAL = 70
CLOSED_PIPE = 141
UNHEARD = {"digest", "schedule"}
"""Words that work where nobody listens: what they are for goes elsewhere than to standard output."""
GARBAGE = 1_000_000
"""How many more objects there must be before the collector looks: more than a long list makes."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run `cs` with the words `argv` (the process's own by default) and return the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        _tolerate_any_text(words)
        code = _run(words)
        sys.stdout.flush()
    except CsError as error:
        if isinstance(error, DoneUnansweredError):
            _silence(sys.stdout)
        return _tell(error.sentence, *_hints(error, words), code=error.exit_code)
    except typer.TyperException as error:
        return _tell_usage(error, words)
    except (KeyboardInterrupt, typer.Abort):
        return _tell("stopped; nothing was changed", code=INTERRUPTED)
    except OSError as error:
        return _tell_unexpected(error, words) if error.filename else _tell_unwritten(error)
    except Exception as error:  # noqa: BLE001  the last line of defence; it logs and says where
        return _tell_unexpected(error, words)
    return code


def entry() -> None:
    """The console script. A run is short: nothing is gained by looking for garbage at its start and at its end."""
    gc.set_threshold(GARBAGE)
    _fill_closed_descriptors()
    code = main()
    _end_talk()
    gc.freeze()
    sys.exit(code)


def _fill_closed_descriptors() -> None:
    """A closed standard stream leads nowhere: else the next file or connection would take its number."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def _run(words: list[str]) -> int:
    from cs_cli.app import command_tree  # noqa: PLC0415  inside the boundary, so that a broken import is one line too

    try:
        outcome = command_tree().main(args=words, prog_name="cs", standalone_mode=False, obj=words)
    except SystemExit as left:  # how Typer leaves after completing a word, and when nobody reads on
        outcome = left.code if "_CS_COMPLETE" in os.environ else CLOSED_PIPE
    if outcome == INTERRUPTED:  # Typer's own answer to Ctrl-C
        raise KeyboardInterrupt
    return outcome if isinstance(outcome, int) else 0


def _tolerate_any_text(words: list[str]) -> None:
    """No character can crash the output: what the stream's encoding lacks is escaped."""
    if sys.stdout is None and UNHEARD.isdisjoint(words):
        raise CannotWriteError("standard output is closed, so there is nowhere to answer", "Into a file: cs … > FILE")
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  a stream, until the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _tell(sentence: str, *hints: str, code: int) -> int:
    with contextlib.suppress(AttributeError, OSError, ValueError):  # nobody listens
        lines = [f"cs: {sentence}", *(f"  {hint}" for hint in hints[:4])]
        sys.stderr.write("".join(f"{one_line(line)}\n" for line in lines))
    return code


def _hints(error: CsError, words: list[str]) -> list[str]:
    """What to type next; where the error does not say, the command's help."""
    hints = [*error.hints, *_again(error, words)]
    return hints or ([f"How to say it: {_path(words)} --help"] if isinstance(error, UsageError) else [])


def _path(words: list[str]) -> str:
    """The command that `words` name: `cs account add`."""
    from cs_cli.app import WORDS, command_of  # noqa: PLC0415  as in _run

    found = next((word for word in words if word in WORDS), "")
    below = getattr(command_of(found), "commands", {}) if found else {}
    return " ".join(["cs", *filter(None, [found, next((word for word in words if word in below), "")])])


def _again(error: CsError, words: list[str]) -> list[str]:
    """The same command with the account that was probably meant, to copy."""
    if not isinstance(error, AccountNotFoundError) or error.several or not error.close_to or error.said not in words:
        return []
    return [f"cs {shlex.join(error.close_to[0] if word == error.said else word for word in words)}"]


def _tell_usage(error: typer.TyperException, words: list[str]) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else _path(words)
    code = getattr(error, "exit_code", 2)
    said = getattr(error, "format_message", lambda: str(error))()
    if (option := str(getattr(error, "option_name", "")))[1:2].isdecimal():
        said = f"{option} is no option: what stands there begins with no minus"
    return _tell(said.rstrip("."), f"How to say it: {path} --help", code=code)


def _tell_unwritten(error: OSError) -> int:
    """What stdout leads to is full or broken, or whoever read it has gone."""
    _silence(sys.stdout)
    if isinstance(error, BrokenPipeError):
        return CLOSED_PIPE
    code = CannotWriteError.exit_code
    return _tell(f"cannot write the answer: {error.strerror}", "Into a file: cs … > FILE", code=code)


def _tell_unexpected(error: Exception, words: list[str]) -> int:
    import traceback  # noqa: PLC0415  hardly ever needed

    from cs_cli.faults import log_fault  # noqa: PLC0415  hardly ever needed

    if "--debug" in words:
        traceback.print_exception(error)
        return INTERNAL
    number, where = log_fault(error, words)
    return _tell(
        f"something went wrong inside cs: {type(error).__name__} ({number})",
        f"Details: {where}",
        code=INTERNAL,
    )


def _end_talk() -> None:
    """What was told must not fail the command at its very end, when the interpreter flushes."""
    with contextlib.suppress(AttributeError, ValueError):  # stderr is closed
        try:
            sys.stderr.flush()
        except OSError:
            _silence(sys.stderr)


def _silence(stream: TextIO) -> None:
    """Nobody takes what is written to `stream` any more: let the interpreter flush into nothing."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
