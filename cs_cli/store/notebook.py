"""What happened to a portfolio without changing it: a deck that was made, an import that brought no change.

Kept in the state folder, outside the portfolio, by the day and for this machine; it holds names of feeds and row ids.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from zlib import crc32

from cs_cli import disk
from cs_cli.errors import CannotWriteError

DECKS, FEEDS = "decks", "feeds"
_FOLDER = "notes"


def noted(database: Path, state: Path, kind: str) -> dict[str, date]:
    """The last day on which each thing of a kind happened; `state` is the state folder."""
    found = _read(_path(database, state)).get(kind)
    days: dict[str, date] = {}
    for name, on in found.items() if isinstance(found, dict) else ():
        with suppress(ValueError, TypeError):
            days[name] = date.fromisoformat(on)
    return days


def note(database: Path, state: Path, kind: str, names: Iterable[str], on: date) -> None:
    """Note that something happened on a day; what cannot be kept is not."""
    path = _path(database, state)
    kept = _read(path)
    kept[kind] = {name: str(day) for name, day in (noted(database, state, kind) | dict.fromkeys(names, on)).items()}
    with suppress(OSError, CannotWriteError):  # without the note the day's list says so once more
        state.mkdir(mode=0o700, parents=True, exist_ok=True)  # the mode is that of the last folder only
        path.parent.mkdir(mode=0o700, exist_ok=True)
        disk.write_private(path, json.dumps(kept).encode())


def _path(database: Path, state: Path) -> Path:
    return state / _FOLDER / f"{crc32(os.fsencode(database)):08x}.json"


def _read(path: Path) -> dict[str, object]:
    try:
        kept = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
