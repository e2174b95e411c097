"""What SQLite says, in our words."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from cs_cli.errors import BadDataError, BusyError, CannotWriteError, ConfigError, CsError, DeniedError


class NotAPortfolioError(ConfigError):
    """The file is something else than a portfolio of ours."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is not a portfolio of cs",
            "Another one: --db PATH, or CS_DB. If it was one, back to a copy: cs backup --list",
        )


class DamagedError(BadDataError):
    """The portfolio's file is damaged; SQLite cannot read it."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(
            f"{path} is damaged: {why}",
            "What is wrong: cs doctor",
            "Back to a copy: cs backup --list, then cs restore FILE",
        )


@contextmanager
def in_our_words(path: Path) -> Iterator[None]:
    """Within this block, what SQLite says of the portfolio at `path` is raised as a CsError that people understand.

    What only a mistake of ours can cause stays as it is.
    """
    try:
        yield
    except Exception as error:
        said = getattr(error, "orig", error)  # SQLAlchemy wraps what the driver raised
        meant = meaning(path, said) if isinstance(said, sqlite3.Error) else None
        if meant is None:
            raise
        raise meant from error


def meaning(path: Path, error: sqlite3.Error) -> CsError | None:
    """What `error` on the portfolio at `path` means for somebody; None where it is a mistake of ours."""
    if path.is_dir():
        return NotAPortfolioError(path)
    if isinstance(error, sqlite3.IntegrityError):
        return BadDataError(f"the portfolio refuses this: {error}", "Nothing was written.")
    name = getattr(error, "sqlite_errorname", None) or ""
    found = next((means for codes, means in _MEANINGS if name.startswith(codes)), None)
    return found(path, error) if found else None


def _denied(path: Path, error: object) -> CsError:
    return DeniedError(f"cannot open or change {path}: {error}", "Whose are the file and its folder?")


def _failed(path: Path, error: object) -> CsError:
    return CannotWriteError(f"cannot read or write {path}: {error}", "Nothing was changed.")


_MEANINGS: tuple[tuple[tuple[str, ...], Callable[[Path, object], CsError]], ...] = (
    (("SQLITE_BUSY", "SQLITE_LOCKED"), lambda _path, _error: BusyError()),
    (("SQLITE_CORRUPT",), DamagedError),
    (("SQLITE_NOTADB",), lambda path, _error: NotAPortfolioError(path)),
    (("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH", "SQLITE_CANTOPEN"), _denied),
    (("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_TOOBIG"), _failed),
)
