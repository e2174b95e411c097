"""What can go wrong: each error writes its own sentence, names what to type next and knows its exit code."""


class CsError(Exception):
    """Something the user can put right; printed as at most five lines on stderr."""

    exit_code = 70

    def __init__(self, sentence: str, *hints: str) -> None:
        """`sentence` says what and where; each of `hints` is one further line, the last what to type next."""
        super().__init__(sentence)
        self.sentence = sentence
        self.hints = hints


class UsageError(CsError):
    """A word, an option or its value on the command line does not fit."""

    exit_code = 2


class BadDataError(CsError):
    """What was given cannot be stored; nothing was written."""

    exit_code = 65


class NotFoundError(CsError):
    """There is no such account, contract, task or file."""

    exit_code = 66


class CannotWriteError(CsError):
    """A file or folder cannot be written."""

    exit_code = 73


class DoneUnansweredError(CannotWriteError):
    """The command has done its work, and only its answer cannot be written."""

    def __init__(self, done: str, why: str | None, look: str) -> None:
        super().__init__(f"{done}, and only the answer cannot be written: {why}", look)


class StoppedLateError(CsError):
    """Ctrl-C came after the command had done its work."""

    exit_code = 130

    def __init__(self, done: str, look: str) -> None:
        super().__init__(f"stopped, but {done} already", look)


class TryAgainError(CsError):
    """Another process holds the portfolio; the same command works later."""

    exit_code = 75


class DeniedError(CsError):
    """The file system or a login says no."""

    exit_code = 77


class ConfigError(CsError):
    """The settings, the portfolio's version or its emptiness do not allow this command."""

    exit_code = 78


def sentence_of(names: list[str], last: str = "or") -> str:
    """`["a", "b", "c"]` as `a, b or c`."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {last} {names[-1]}"


class AccountNotFoundError(NotFoundError):
    """No account answers to that name, or several do."""

    def __init__(self, said: str, close_to: list[str] | None = None, *, several: bool = False) -> None:
        """`close_to` are keys or `KEY (name, domain)` to offer instead."""
        self.said = said
        self.close_to = close_to or []
        self.several = several
        offer = sentence_of(close_to) if close_to else ""
        if several:
            super().__init__(f'"{said}" fits several accounts', f"Which one: {offer}?")
        else:
            hint = f"Did you mean {offer}?" if offer else "All accounts: cs accounts"
            super().__init__(f'no account "{said}"', hint)


class BusyError(TryAgainError):
    """Another command has been writing for longer than we wait."""

    def __init__(self) -> None:
        super().__init__(
            "the portfolio is busy: another command is writing to it; nothing was changed",
            "Try again in a moment.",
        )
