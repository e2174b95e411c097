"""How the portfolio is opened for writing: one transaction that starts at once, durable, for its owner's eyes only."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from cs_cli.errors import CannotWriteError
from cs_cli.store import versions


class Held(sqlite3.Connection):
    """A connection whose transaction only `transaction` ends: SQLAlchemy rolls back when it first meets a database."""

    def commit(self) -> None:
        """Leave it open."""

    def rollback(self) -> None:
        """Leave it open."""


@contextmanager
def transaction(path: Path, *, foreign_keys: bool = True) -> Iterator[sqlite3.Connection]:
    """A BEGIN IMMEDIATE on the file at `path`, made 0600 if new; committed at the end unless rolled back before.

    `foreign_keys` off is for migrations, which rebuild tables (SQLite cannot switch it inside a transaction).
    Raises CannotWriteError where the file or its folder cannot be made, and what SQLite says.
    """
    make_private(path)
    with closing(_connect(path, foreign_keys=foreign_keys)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            if connection.in_transaction:
                connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _connect(path: Path, *, foreign_keys: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, factory=Held)  # the driver's own BEGIN comes too late
    try:
        for pragma in (
            f"busy_timeout={versions.BUSY_TIMEOUT_MS}",
            f"foreign_keys={int(foreign_keys)}",
            "synchronous=FULL",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        _leave_wal(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _leave_wal(connection: sqlite3.Connection) -> None:
    """Back to the rollback journal where another program switched to WAL, whose files a synced folder tears apart.

    Not while that program has the file open: then the next command does it.
    """
    if connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
        with suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA journal_mode = DELETE")


def make_private(path: Path) -> None:
    """Make `path` and its folder if they are missing: file 0600, new folders 0700. Raises CannotWriteError."""
    try:
        for folder in reversed([path.parent, *path.parent.parents]):
            if not folder.exists():
                folder.mkdir(mode=0o700, exist_ok=True)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise CannotWriteError(f"cannot make {path}: {error.strerror}", "Another place: --db PATH, or CS_DB") from error
