"""Scores remembered between runs: a large book is scored once a day and after each change, not at every look.

A score is a function of the file, the scorecards, the program and the day. Those are the key; where any differs,
nothing is remembered. The portfolio itself is never written by a reader: the memo is a file of its own in the state
folder, and holds row ids and scores, no names.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

from cs_cli import __version__, disk
from cs_cli.domain.health import Band, Score
from cs_cli.errors import CannotWriteError

WORTH_IT = 500
"""How many accounts must be asked for before a memo is looked at or kept."""
KEPT = 12
"""How many days' scores are kept, of all portfolios together."""
_PACKAGE = Path(__file__).parent.parent
_CODE = ("domain", "store")
"""The folders of the package that scores are computed in."""
_LETTERS = {band: band.value[:1] if band is not Band.GREY else "x" for band in Band}
_BANDS = {letter: band for band, letter in _LETTERS.items()}


class Memo:
    """The remembered scores of one portfolio; `folder` is made when something is kept."""

    def __init__(self, folder: Path, database: Path, scorecards: str) -> None:
        self.folder = folder
        self.database = database
        self.scorecards = scorecards

    def scores(
        self, account_ids: Sequence[int], day: date, compute: Callable[[Sequence[int]], dict[int, Score]]
    ) -> dict[int, Score]:
        """The scores of the accounts on `day`: the remembered ones, and what `compute` says of the others."""
        path = self.folder / f"{crc32(os.fsencode(self.database)):08x}-{day}.json"
        key = self._key()
        known = _read(path, key)
        missing = [account_id for account_id in account_ids if account_id not in known]
        if missing:
            known |= compute(missing)
            self._keep(path, key, known)
        return {account_id: known[account_id] for account_id in account_ids}

    def _key(self) -> str:
        """What the scores depend on: the file as it lies there, the scorecards, the program.

        Not for a process that is writing: closing the file gives up every lock that the process holds on it (POSIX).
        """
        with self.database.open("rb") as file:
            counter = file.read(28)[24:28].hex()  # SQLite counts the file's changes here
            stat = os.fstat(file.fileno())
        return f"{stat.st_ino}.{stat.st_size}.{stat.st_mtime_ns}.{counter}.{_stamp()}.{self.scorecards}"

    def _keep(self, path: Path, key: str, known: dict[int, Score]) -> None:
        kept = {
            "key": key,
            "ids": list(known),
            "scores": [score.score for score in known.values()],
            "bands": "".join(_LETTERS[score.band] for score in known.values()),
        }
        with suppress(OSError, CannotWriteError):  # a full or read-only disk costs time, not the answer
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            disk.write_private(path, json.dumps(kept).encode())
            _thin_out(self.folder.glob("*.json"))


@cache
def _stamp() -> str:
    return stamp_of(_PACKAGE)


def stamp_of(package: Path) -> str:
    """What tells one state of the program from another: its version, and the newest time and whole size of its code."""
    files = [entry.stat() for folder in _CODE for entry in os.scandir(package / folder) if entry.is_file()]
    return f"{__version__}.{max(file.st_mtime_ns for file in files)}.{sum(file.st_size for file in files)}"


def _read(path: Path, key: str) -> dict[int, Score]:
    try:
        kept = json.loads(path.read_bytes())
        if kept["key"] != key:
            return {}
        bands = [_BANDS[letter] for letter in kept["bands"]]
        return dict(zip(kept["ids"], map(Score, kept["scores"], bands), strict=True))
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _thin_out(files: Iterable[Path]) -> None:
    for old in sorted(files, key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
        old.unlink(missing_ok=True)
