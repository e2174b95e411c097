"""Verified copies of the portfolio, kept in a folder beside it."""

import os
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from cs_cli.errors import CannotWriteError


def folder_of(path: Path) -> Path:
    """Where the backups of the portfolio at `path` lie."""
    return path.parent / f"{path.stem}-backups"


def make(path: Path, reason: str, target: Path | None = None) -> Path:
    """Copy the portfolio at `path` by SQLite's backup API, check the copy, and name it by time and `reason`.

    Raises CannotWriteError where the copy cannot be written or is not sound.
    """
    target = target or folder_of(path) / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}-{reason}.db"
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
    try:
        _copy(path, part)
        os.replace(part, target)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        raise CannotWriteError(f"no backup of {path} could be made: {error}", "Nothing was changed.") from error
    return target


def _copy(path: Path, part: Path) -> None:
    source, copy = sqlite3.connect(path, timeout=10), sqlite3.connect(part)
    try:
        source.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("the copy is damaged")
    finally:
        source.close()
        copy.close()
    with part.open("rb") as file:
        os.fsync(file.fileno())


def daily(path: Path) -> None:
    """The backup of the day, before its first write, where there is something to keep."""
    if not path.exists() or path.stat().st_size == 0:
        return
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    if not any(folder_of(path).glob(f"{today}T*.db")):
        make(path, "daily")
