"""XLSX: checked before it is opened, read by a child process of limited memory, each sheet a table of records."""

import json
import subprocess
import sys
import tempfile
import weakref
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cs_cli.intake import sheets
from cs_cli.intake.csvfile import Record
from cs_cli.intake.limits import COLUMN_LIMIT, RATIO_LIMIT, ROW_LIMIT, UNPACKED_LIMIT
from cs_cli.intake.refusals import FileRefusedError


class Number(str):  # noqa: SLOT000  its currency is kept beside it
    """The text of a cell that is a number in the workbook, so that nothing has to be guessed about it.

    `currency` is the sign or code that the cell's format shows.
    """

    currency: str | None = None


class Broken(str):
    """The reason why a cell of the workbook has no value that can be relied on."""

    __slots__ = ()


class Spool:
    """What the child printed, on the disk without a name; closed when its last sheet is forgotten."""

    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as its sheets
        weakref.finalize(self, self.file.close)


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, read from the child's output again and again."""

    path: Path
    name: str
    first_column: int
    spool: Spool
    begins: int

    def records(self) -> Iterator[Record]:
        """(row number, cells) of each row; a blank row is a record of blanks.

        Raises FileRefusedError for a sheet over the limits.
        """
        self.spool.file.seek(self.begins)
        while (line := self.spool.file.readline()).startswith(b"["):
            row, cells = json.loads(line, parse_int=Number, parse_float=Number, object_hook=_marked)
            if int(row) > ROW_LIMIT or len(cells) > COLUMN_LIMIT:  # pragma: no cover  Excel's own limits
                raise FileRefusedError(self.path.name, f'the sheet "{self.name}" is larger than Excel allows')
            yield int(row), cells


def _marked(cell: dict[str, Any]) -> Broken | Number:
    if "broken" in cell:
        return Broken(cell["broken"])
    number = Number(cell["number"])
    number.currency = cell["in"]
    return number


def open_workbook(path: Path) -> list[Sheet]:
    """The visible sheets of the workbook at `path`. Raises FileRefusedError for a hostile or broken one."""
    _check_archive(path)
    spool = Spool()
    child = subprocess.run(  # noqa: S603  our own module, by the same interpreter
        [sys.executable, "-P", str(sheets.__file__), str(path)],
        stdout=spool.file, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    if child.returncode != 0:
        raise FileRefusedError(
            path.name, _reason(child.returncode, child.stderr), "Save the sheet as CSV and import that."
        )
    return list(_sheets(path, spool))


def _reason(code: int, stderr: bytes) -> str:
    last = stderr.decode(errors="replace").strip().rpartition("\n")[2]
    if "PasswordError" in last:
        return "the workbook is locked with a password"
    if code < 0 or "MemoryError" in last:
        return "it needs more than 1 GB of memory to be read"
    return "it is no workbook that can be read"


def _sheets(path: Path, spool: Spool) -> Iterator[Sheet]:
    spool.file.seek(0)
    while line := spool.file.readline():
        if line.startswith(b"{"):
            head = json.loads(line)
            yield Sheet(path, head["sheet"], head["columns"], spool, spool.file.tell())


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise FileRefusedError(path.name, "it is no workbook that can be read", "Save it as .xlsx or .csv") from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > UNPACKED_LIMIT or unpacked > RATIO_LIMIT * max(packed, 1):
        raise FileRefusedError(
            path.name,
            f"it unpacks to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB, too much to be a table",
            "Save the sheet as CSV and import that.",
        )
