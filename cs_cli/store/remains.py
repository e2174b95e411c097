"""Where somebody who was erased may still be: backups, until rotation drops them, and files beside the portfolio."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from cs_cli import disk
from cs_cli.domain.erasure import Traces
from cs_cli.domain.subject import Kept, Subject
from cs_cli.store import backup
from cs_cli.store.erasure import mentions

_YEARS = 800
"""For so many days the rotation is looked ahead: more than twelve months."""


def backups_with(path: Path, subject: Subject, today: date) -> list[Kept]:
    """The files in the backup folder that hold the subject, the newest first."""
    drops = drop_days(path, today)
    folder = backup.folder_of(path)
    files = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
    return [Kept(str(file), drops.get(file)) for file in files if file.is_file() and _holds(file, subject)]


def drop_days(path: Path, today: date) -> dict[Path, date]:
    """By file, the day on which each backup goes at the latest, where there is a write, so a new backup, every day."""
    present = backup.all_of(path)
    left = {each.path for each in present}
    kept, found = present, {}
    for days in range(1, _YEARS):
        if not left:
            break
        at = datetime.combine(today + timedelta(days), time(12), UTC)
        kept = [backup.Backup(Path(f"{at:%Y%m%d}"), at, "daily", 0), *kept]
        stay = backup.kept_of(kept)
        kept = [each for each in kept if each.path in stay]
        for gone in left - stay:
            found[gone] = at.date()
        left &= stay
    return found


def _holds(file: Path, subject: Subject) -> bool:
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return _is_in(connection, subject)
    except sqlite3.Error:
        return _text_holds(file, subject.everywhere)


def _is_in(connection: sqlite3.Connection, subject: Subject) -> bool:
    own = subject._replace(contacts=())
    return next(mentions(connection, own), None) is not None


def _text_holds(file: Path, traces: Traces) -> bool:
    text = _read(file)
    return traces.erase(text) != text


def files_with(folder: Path, traces: Traces) -> list[Path]:
    """The files below `folder` that hold somebody."""
    return [file for file in _files(folder) if _text_holds(file, traces)]


def clean_files(folder: Path, traces: Traces) -> list[Path]:
    """Take somebody out of the files below `folder`, which are all the program's own; returns those that held them."""
    held = files_with(folder, traces)
    for file in held:
        disk.write_private(file, traces.erase(_read(file)).encode("utf-8", "surrogateescape"))
    return held


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())


def _read(file: Path) -> str:
    with suppress(OSError):
        return file.read_bytes().decode("utf-8", "surrogateescape")
    return ""
