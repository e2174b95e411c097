"""What SQLite says, in our words."""

import sqlite3
from pathlib import Path

from cs_cli.errors import BadDataError, BusyError, CannotWriteError, ConfigError, CsError, DeniedError


class NotAPortfolioError(ConfigError):
    """The file is something else than a portfolio of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not a portfolio of cs", "Another one: --db PATH, or CS_DB")


class DamagedError(BadDataError):
    """The portfolio's file is damaged; SQLite cannot read it."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(
            f"{path} is damaged: {why}",
            "What is wrong: cs doctor",
            "Back to a copy: cs backup --list, then cs restore FILE",
        )


def in_our_words(path: Path, error: sqlite3.Error) -> CsError:
    """The error that tells somebody what `error` on the portfolio at `path` means for them."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if isinstance(error, sqlite3.IntegrityError):
        return BadDataError(f"the portfolio refuses this: {error}", "Nothing was written.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError()
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return DamagedError(path, error)
    if name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return DeniedError(f"cannot write to {path}: {error}", "Nothing was changed. Whose are file and folder?")
    return CannotWriteError(f"cannot write to {path}: {error}", "Nothing was changed. Is the disk full?")
