"""How the portfolio is opened for writing: one transaction that starts at once, durable, for its owner's eyes only."""

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from cs_cli.store.versions import BUSY_TIMEOUT_MS


def open_engine(path: Path, *, foreign_keys: bool = True) -> Engine:
    """An engine on the file at `path`, whose every transaction is BEGIN IMMEDIATE; the file is made 0600 if new.

    `foreign_keys` off is for migrations, which rebuild tables (SQLite cannot switch it inside a transaction).
    """
    make_private(path)
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's own connection
        connection.isolation_level = None  # stops the driver's own, late BEGIN
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"foreign_keys={int(foreign_keys)}",
            "synchronous=FULL",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def make_private(path: Path) -> None:
    """Make `path` and its folder if they are missing: file 0600, new folders 0700."""
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
