"""What every command understands: which portfolio, which day, which format; and the filters that lists share."""

import re
import sqlite3
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.errors import DoneUnansweredError, StoppedLateError, UsageError
from cs_cli.output.render import TERMINAL_ROWS, Format, is_terminal
from cs_cli.store.troubles import in_our_words

_RUN = ("db", "as_of", "debug", "no_input")
_SAID_BEFORE = "cs.said_before"
_NEGATED = re.compile(r"-[^\W\d_][^:]+|-[^\W\d_]\w*:.*|-@.+", re.DOTALL)
"""What a minus stands before, where it is no option: a word of two letters or more, a pair, a view."""
_FORMAT = {"fmt": "--format", "as_json": "--json", "as_csv": "--csv", "limit": "--limit", "everything": "--all"}


def run_options() -> list[Any]:
    """The options of every command."""
    return [
        TyperOption(param_decls=["db", "--db"], type=str, metavar="PATH", help="The portfolio file (or CS_DB)."),
        TyperOption(param_decls=["as_of", "--as-of"], type=str, metavar="DATE", help="Answer as of that day."),
        TyperOption(param_decls=["no_input", "--no-input"], is_flag=True, default=False, help="Never ask."),
        TyperOption(param_decls=["debug", "--debug"], is_flag=True, default=False, hidden=True),
    ]


def _format_options() -> list[Any]:
    return [
        TyperOption(param_decls=["fmt", "--format"], type=str, metavar="FORMAT", help="table, json, jsonl, csv or md."),
        TyperOption(param_decls=["as_json", "--json"], is_flag=True, default=False, help="Short for --format json."),
        TyperOption(param_decls=["as_csv", "--csv"], is_flag=True, default=False, help="Short for --format csv."),
        TyperOption(param_decls=["limit", "--limit"], type=int, metavar="N", help="At most so many rows."),
        TyperOption(param_decls=["everything", "--all"], is_flag=True, default=False, help="Every row."),
    ]


@contextmanager
def _done_is_done(cs: Cs) -> Iterator[None]:
    """Nobody types a command again that has done its work: what goes wrong after that says so."""
    try:
        yield
        if cs.done:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if cs.done and not error.filename:
            raise DoneUnansweredError(cs.done.what, error.strerror, cs.done.look) from error
        raise
    except KeyboardInterrupt as stopped:
        if cs.done:
            raise StoppedLateError(*cs.done) from stopped
        raise


class CsCommand(TyperCommand):
    """A command that knows the portfolio and the day: its function finds a `Cs` in `ctx.obj`."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **kwargs: Any) -> None:  # noqa: ANN401  Typer's own
        super().__init__(*args, params=[*(params or []), *self.extra_options(), *run_options()], **kwargs)

    def extra_options(self) -> list[Any]:
        """Options beyond those of every command."""
        return []

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  Typer's own types
        """Make the `Cs` of this run, then run the command; of a day that has passed, say what has no date."""
        _refuse_blank(ctx, self.params, self.cleared_by_a_blank())
        ctx.obj = self.context_of(ctx)
        try:
            with _done_is_done(ctx.obj), _dateless_told(ctx.obj):
                return super().invoke(ctx)
        except sqlite3.Error as error:
            with in_our_words(ctx.obj.path):
                raise error from None
        finally:
            ctx.obj.close()

    def cleared_by_a_blank(self) -> Collection[str]:
        """The options, by their parameter, of which a blank is a value: it clears what is recorded."""
        return ()

    def context_of(self, ctx: Any) -> Cs:  # noqa: ANN401  Typer's own types
        """The `Cs` that the shared options ask for; what stands before the command's word counts too."""
        before = ctx.meta.get(_SAID_BEFORE, {})
        said = {name: ctx.params.pop(name) or before.get(name) for name in _RUN}
        self.refuse(before, ctx.command_path)
        return Cs(ctx.find_root().obj or [], db=said["db"], as_of=said["as_of"], no_input=bool(said["no_input"]))

    def refuse(self, before: dict[str, Any], path: str) -> None:
        """Raises UsageError where the options before the word ask for a list, and this is none."""
        asked = next((_FORMAT[name] for name in _FORMAT if _is_said(before.get(name))), None)
        if asked:
            raise UsageError(f"{path} answers with no list, so it has no {asked}")


def _refuse_blank(ctx: Any, options: Iterable[Any], but: Collection[str] = ()) -> None:  # noqa: ANN401  Typer's own
    """Raises UsageError for an option that was typed with nothing but spaces, whatever it is about."""
    for option in options:
        values = ctx.params.get(option.name)
        if not isinstance(option, TyperOption) or option.name in but:
            continue
        for value in values if isinstance(values, tuple | list) else (values,):
            if isinstance(value, str) and not value.strip() and _is_typed(ctx, option.name):
                said = max(option.opts, key=len)
                raise UsageError(f'{said} "{value}" is blank; nothing was written', "Leave it out, or say a value")


def _is_typed(ctx: Any, name: str | None) -> bool:  # noqa: ANN401  Typer's own types
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"


def _is_said(value: object) -> bool:
    """Whether an option was typed; `--limit 0` is."""
    return value is not None and value is not False


@contextmanager
def _dateless_told(cs: Cs) -> Iterator[None]:
    """After an answer, a line on what a filter left out, and its day: if it has passed, what has no date."""
    try:
        yield
    except typer.Exit:
        _tell_dateless(cs)
        raise
    _tell_dateless(cs)


def _tell_dateless(cs: Cs) -> None:
    for line in cs.left_out:
        say(line)
    if cs.answered_for_the_past:
        say(f"As of {words.full(cs.today)}: owner, segment and stage have no date and are as they are now.")
    elif cs.day_in_words:
        say(f"As of {words.full(cs.today)}.")


class CsGroup(TyperGroup):
    """The tree's root: takes the shared options before the command's word, too; without a word it is `today`."""

    def __init__(self, *args: Any, params: list[Any] | None = None, **kwargs: Any) -> None:  # noqa: ANN401  Typer's own
        of_lists = _format_options()
        for option in of_lists:
            option.hidden = True
        super().__init__(*args, params=[*(params or []), *of_lists, *run_options()], **kwargs)

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401  Typer's own types
        """Keep the shared options for the command, then run it."""
        _refuse_blank(ctx, self.params)
        ctx.meta[_SAID_BEFORE] = {name: ctx.params.pop(name) for name in (*_RUN, *_FORMAT)}
        return super().invoke(ctx)


class Listing(CsCommand):
    """A command that answers with rows, in the format asked for."""

    def extra_options(self) -> list[Any]:
        """The formats and limits."""
        return _format_options()

    def refuse(self, before: dict[str, Any], path: str) -> None:
        """A list takes every option before its word."""

    def context_of(self, ctx: Any) -> Cs:  # noqa: ANN401  Typer's own types
        """The `Cs`, with the format and the limit settled."""
        before = ctx.meta.get(_SAID_BEFORE, {})
        behind = {name: ctx.params.pop(name) for name in _FORMAT}
        said = {name: value if _is_said(value) else before.get(name) for name, value in behind.items()}
        cs = super().context_of(ctx)
        cs.format = _format(said["fmt"], as_json=said["as_json"], as_csv=said["as_csv"])
        cs.limit = _limit(said["limit"], everything=said["everything"], fmt=cs.format)
        return cs


class OfWords(CsCommand):
    """A command that takes the words of a filter: `-tag:pilot` among them is one of these and no option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  Typer's own types
        """Write `-word` as `!word`, up to a `--`, but for what an option takes as its value."""
        takes_value = {name for option in self.params if _has_value(option) for name in option.opts}
        known = {name.lstrip("-") for option in self.params for name in option.opts}
        written: list[str] = []
        for place, word in enumerate(args):
            if word == "--":
                return super().parse_args(ctx, [*written, *args[place:]])
            is_value = place > 0 and args[place - 1] in takes_value
            is_word = _NEGATED.fullmatch(word) and word[1:] not in known and not is_value
            written.append(f"!{word[1:]}" if is_word else word)
        return super().parse_args(ctx, written)


def as_typed(words: Iterable[str]) -> list[str]:
    """The words of a filter with `-tag:pilot` for `!tag:pilot`, which is what OfWords makes of it."""
    return [f"-{word[1:]}" if word.startswith("!") else word for word in words]


def _has_value(option: Any) -> bool:  # noqa: ANN401  Typer's own types
    return isinstance(option, TyperOption) and not option.is_flag


class Filtered(OfWords, Listing):
    """A list that takes the words of a filter."""


class AlsoJson(CsCommand):
    """A command that answers with text and has a `--json` of its own, which may stand before its word, too."""

    def refuse(self, before: dict[str, Any], path: str) -> None:
        """Of the options of lists it takes this one."""
        super().refuse(before | {"as_json": False}, path)

    def context_of(self, ctx: Any) -> Cs:  # noqa: ANN401  Typer's own types
        """The `Cs`; `as_json` is settled."""
        ctx.params["as_json"] = ctx.params["as_json"] or bool(ctx.meta.get(_SAID_BEFORE, {}).get("as_json"))
        return super().context_of(ctx)


def _limit(said: int | None, *, everything: bool | None, fmt: Format) -> int | None:
    """How many rows to show: --limit, else 50 of a table on a terminal, else all."""
    if said is not None and said < 0:
        raise UsageError(f"--limit {said} is no number of rows", "Like --limit 20")
    if said is not None or everything:
        return said
    return TERMINAL_ROWS if fmt is Format.TABLE and is_terminal() else None


def _format(said: str | None, *, as_json: bool | None, as_csv: bool | None) -> Format:
    chosen = {Format.JSON} if as_json else set()
    chosen |= {Format.CSV} if as_csv else set()
    if said is not None:
        if said not in {f.value for f in Format}:
            raise UsageError(f'no format "{said}"', "One of table, json, jsonl, csv, md")
        chosen.add(Format(said))
    if len(chosen) > 1:
        raise UsageError("two formats at once", "One of --json, --csv, --format FORMAT")
    return chosen.pop() if chosen else Format.TABLE


def refuse_format(cs: Cs, what: str, instead: str) -> None:
    """Raises UsageError where a format was asked for, and `what` answers with a line of text."""
    if cs.format is not Format.TABLE:
        raise UsageError(f"{what} answers with one line and has no --format {cs.format}", instead)


OwnerOption = Annotated[str | None, typer.Option("--owner", help="Only this owner's accounts (me: yours).")]
SegmentOption = Annotated[str | None, typer.Option("--segment", help="Only this segment.")]
BandOption = Annotated[str | None, typer.Option("--band", help="Only red, yellow, green or grey.")]
TagOption = Annotated[str | None, typer.Option("--tag", help="Only accounts with this tag.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def checked_band(said: str | None) -> str | None:
    """`said` if it is a band. Raises UsageError."""
    if said is None:
        return None
    from cs_cli.domain.health import Band  # noqa: PLC0415  lists without health do without it

    if said not in set(Band):
        raise UsageError(f'no band "{said}"', f"One of {', '.join(Band)}")
    return said
