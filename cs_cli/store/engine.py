"""How the portfolio is opened for writing: one transaction that starts at once, durable, for its owner's eyes only."""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from cs_cli.errors import CannotWriteError
from cs_cli.store import versions


def open_engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine on the file at `path`, whose every transaction is BEGIN IMMEDIATE; the file is made 0600 if new.

    `foreign_keys` off is for migrations, which rebuild tables (SQLite cannot switch it inside a transaction).
    Raises CannotWriteError where the file or its folder cannot be made.
    """
    make_private(path)
    engine = create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own connection
        connection.isolation_level = None  # stops the driver's own, late BEGIN
        for pragma in (
            f"busy_timeout={versions.BUSY_TIMEOUT_MS}",
            f"foreign_keys={int(foreign_keys)}",
            "synchronous=FULL",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        _leave_wal(connection)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _leave_wal(connection: Any) -> None:  # noqa: ANN401  the driver's own connection
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
