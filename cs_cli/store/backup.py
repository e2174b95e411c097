"""Verified copies of the portfolio, kept in a folder beside it, and putting one back."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count, zip_longest
from pathlib import Path

from cs_cli.disk import sync_folder
from cs_cli.errors import BadDataError, BusyError, CannotWriteError, NotFoundError
from cs_cli.store import views
from cs_cli.store.troubles import in_our_words
from cs_cli.store.versions import BUSY_TIMEOUT_MS, meta, newer_than_we_know

NEWEST, DAYS, WEEKS, MONTHS = 3, 7, 4, 12
"""How many backups are kept in any case, and how many days, weeks and months keep their last one."""
OTHERS_MAY_WEIGH = 5
"""What lies beyond the newest and the daily backups weighs at most so many times the portfolio."""
VALUES = ("CHECK constraint", "NULL value")
"""How SQLite's integrity check begins what is no damage but a value that another program stored."""
_STAMP = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """One copy in the backup folder: when (UTC) and why it was made, and its size in bytes."""

    path: Path
    made_at: datetime
    reason: str
    size: int


def folder_of(path: Path) -> Path:
    """Where the backups of the portfolio at `path` lie."""
    return path.parent / f"{path.stem}-backups"


def all_of(path: Path) -> list[Backup]:
    """The backups of the portfolio at `path`, the newest first."""
    found = [_named(file) for file in folder_of(path).glob("*.db")]
    return sorted((b for b in found if b), key=lambda b: (b.made_at, b.path.name), reverse=True)


def _named(file: Path) -> Backup | None:
    stamp, _, reason = file.stem.partition("Z-")
    try:
        made_at = datetime.strptime(f"{stamp}Z", _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(file, made_at, reason, file.stat().st_size)


def make(path: Path, reason: str, target: Path | None = None) -> Path:
    """Copy the portfolio at `path` and check the copy, named by the time and `reason`, or lying at `target`.

    Raises CannotWriteError where the copy cannot be written or is not sound, or where `target` exists.
    """
    if target is not None and target.exists():
        raise CannotWriteError(f"{target} exists already", "Another name: cs backup -o FILE")
    target = target or _free_name(folder_of(path), reason)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        _copy(path, part)
        _settle(part, target)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorname.startswith("SQLITE_BUSY"):
            raise BusyError from error
        raise CannotWriteError(f"no backup of {path}: {error}", "Nothing was changed.") from error
    return target


def _free_name(folder: Path, reason: str) -> Path:
    """A name that is not taken: a second backup in the same second and for the same reason gets a number."""
    stem = f"{datetime.now(UTC):{_STAMP}}-{reason}"
    names = (folder / f"{stem}{f'-{n}' if n > 1 else ''}.db" for n in count(1))
    return next(name for name in names if not name.exists())


def _settle(part: Path, target: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    sync_folder(target.parent)


def _copy(path: Path, part: Path) -> None:
    with _snapshot(path) as source, closing(sqlite3.connect(part, isolation_level=None)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        check(copy)
        if row_counts(copy) != row_counts(source) or orphans(copy) != orphans(source):
            raise sqlite3.DatabaseError("the copy differs from the portfolio")


@contextmanager
def _snapshot(path: Path) -> Iterator[sqlite3.Connection]:
    """The portfolio as it stood at one moment, whatever others write meanwhile."""
    with closing(open_existing(path)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        yield connection


def open_existing(path: Path) -> sqlite3.Connection:
    """The file at `path`, which must exist."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_MS / 1000, isolation_level=None)


def check(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError where the file behind `connection` is damaged."""
    said = [line for (line,) in connection.execute("PRAGMA integrity_check(1000)")]
    damage = [line for line in said if line != "ok" and not line.startswith(VALUES)]
    if damage:
        raise sqlite3.DatabaseError(f"it is damaged ({damage[0]})")


def orphans(connection: sqlite3.Connection) -> int:
    """How many rows refer to a row that is not there."""
    return len(connection.execute("PRAGMA foreign_key_check").fetchall())


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many rows each table has; how SQLite keeps its full-text index (in search_…) is its own affair."""
    names = connection.execute(
        r"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' "
        r"AND name NOT LIKE 'alembic\_%' ESCAPE '\' AND name NOT LIKE 'search\_%' ESCAPE '\'"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}  # noqa: S608


def is_same(path: Path, copy: Path) -> bool:
    """Whether the portfolio at `path` is sound and says what `copy` says, table by table and row by row."""
    try:
        with closing(open_existing(path)) as one, closing(open_existing(copy)) as other:
            check(one)
            return all(mine == its for mine, its in zip_longest(one.iterdump(), other.iterdump()))
    except sqlite3.Error:
        return False


def daily(path: Path) -> None:
    """The backup of the day, before its first write; old ones go."""
    today = datetime.now(UTC).date()
    if not any(backup.made_at.date() == today for backup in all_of(path)):
        make(path, "daily")
        thin_out(path)


def before(path: Path, reason: str) -> None:
    """A backup before something large (`reason`: a word); old ones go."""
    make(path, reason)
    thin_out(path)


def thin_out(path: Path) -> list[Path]:
    """Delete the backups that are too old or, beyond the daily ones, too heavy; returns what went."""
    backups = all_of(path)
    kept = _kept(backups, path.stat().st_size * OTHERS_MAY_WEIGH)
    gone = [backup.path for backup in backups if backup.path not in kept]
    for file in gone:
        file.unlink(missing_ok=True)
    for part in folder_of(path).glob(".*.part"):
        if time.time() - part.stat().st_mtime > 24 * 3600:  # of a command that was killed
            part.unlink(missing_ok=True)
    return gone


def kept_of(backups: list[Backup]) -> set[Path]:
    """The files among `backups`, the newest first, that rotation keeps where their weight does not matter."""
    return _kept(backups, sum(each.size for each in backups))


def _kept(backups: list[Backup], others_may_weigh: int) -> set[Path]:
    """The newest and the last of seven days; the last of four weeks and twelve months as far as the weight goes."""
    kept = {b.path for b in backups[:NEWEST]}
    kept |= {b.path for b in _last_of_each(backups, lambda day: day.isoformat())[:DAYS]}
    weeks = _last_of_each(backups, lambda day: f"{day.isocalendar()[:2]}")[:WEEKS]
    months = _last_of_each(backups, lambda day: f"{day:%Y-%m}")[:MONTHS]
    for backup in dict.fromkeys((*weeks, *months)):
        if backup.path not in kept and backup.size <= others_may_weigh:
            others_may_weigh -= backup.size
            kept.add(backup.path)
    return kept


def _last_of_each(backups: list[Backup], span: Callable[[date], str]) -> list[Backup]:
    last: dict[str, Backup] = {}
    for backup in backups:
        last.setdefault(span(backup.made_at.date()), backup)
    return list(last.values())


class NotABackupError(BadDataError):
    """The file is no sound portfolio; nothing was restored."""

    def __init__(self, file: Path, why: object) -> None:
        super().__init__(f"{file} cannot be restored: {why}", "Nothing was changed. Others: cs backup --list")


def examine(file: Path) -> dict[str, int]:
    """The row counts of a sound portfolio or backup at `file`.

    Raises NotFoundError, NotABackupError, or ConfigError for one of a newer program.
    """
    if not file.is_file():
        raise NotFoundError(f"no file {file}", "The backups: cs backup --list")
    try:
        with closing(open_existing(file)) as connection:
            schema = int(meta(connection, file).get("schema", 0))
            check(connection)
            counts = row_counts(connection)
    except sqlite3.Error as error:
        raise NotABackupError(file, error) from error
    if schema > views.SCHEMA:
        raise newer_than_we_know(file, schema)
    return counts


def restore(file: Path, path: Path) -> Path | None:
    """Put the backup `file` in the place of the portfolio at `path`; returns where the present one is kept.

    A present file that is too damaged to be copied by SQLite is moved aside as it is.
    """
    examine(file)
    if path.exists() and file.samefile(path):
        raise NotABackupError(file, "it is the portfolio itself")
    if not path.exists() or path.stat().st_size == 0:
        put_back(file, path)
        return None
    try:
        kept = make(path, "restore")
    except CannotWriteError:
        kept = _move_aside(path)
    put_back(file, path)
    return kept


def _move_aside(path: Path) -> Path:
    kept = _free_name(folder_of(path), "damaged")
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for suffix in ("", "-journal", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            shutil.move(part, kept.with_name(kept.name + suffix))
    return kept


def put_back(copy: Path, path: Path) -> None:
    """Make the file at `path` what `copy` is, in one transaction of SQLite's own: whole, or not at all."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    gives_up_at = time.monotonic() + BUSY_TIMEOUT_MS / 1000

    def look_at_the_clock(status: int, _left: int, _all: int) -> None:
        if status == sqlite3.SQLITE_BUSY and time.monotonic() > gives_up_at:
            raise BusyError

    with in_our_words(path), closing(open_existing(copy)) as source, closing(open_existing(path)) as target:
        target.execute("PRAGMA synchronous = FULL")
        source.backup(target, progress=look_at_the_clock)
