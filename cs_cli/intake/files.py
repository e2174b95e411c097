"""The files of an import as tables: a CSV file is one, each visible sheet of a workbook is one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, dropwhile, islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from cs_cli.domain.formulas import unguard
from cs_cli.intake.csvfile import Record, open_csv
from cs_cli.intake.limits import COLUMN_LIMIT, FILE_LIMIT, MB, ROW_LIMIT
from cs_cli.intake.refusals import FileRefusedError, NoSuchFileError
from cs_cli.intake.workbook import open_workbook

CUSTOM = "custom:"
"""What stands before the name of a custom field in a header that cannot be anything else."""
Fits = Callable[[Sequence[str]], bool]
_HEADER_WITHIN = 30
_FOOTER_RECORDS = 20
_ONE_BY_ONE = 500
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class Records(Protocol):
    """Something that gives its records again and again."""

    def records(self) -> Iterator[Record]:
        """(line or row number, cells) of each record."""
        ...


class Told(Protocol):
    """What a file of mail or of a calendar has to say of itself, once it has been read."""

    noun: str

    @property
    def count(self) -> int:
        """How many messages or events are in it."""
        ...

    def remarks(self) -> list[str]:
        """What was left out and why, a line each."""
        ...

    def as_json(self) -> dict[str, Any]:
        """The same as data."""
        ...


@dataclass
class Table:
    """A header and its rows. `footer` is what rows() left out at the end, once it has run; `told` is of mail alone."""

    path: Path
    sheet: str | None
    header: list[str]
    header_line: int
    source: Records
    comma_is_thousands: bool
    first_column: int = 0
    footer: str | None = field(default=None, compare=False)
    told: Told | None = None

    @property
    def name(self) -> str:
        """The file, with the sheet where it is one: `book.xlsx "Book"`."""
        return f'{self.path.name} "{self.sheet}"' if self.sheet is not None else self.path.name

    def place(self, line: int, column: int | None = None) -> str:
        """Where a cell (or a row) is: the line of a CSV file, the address in a sheet (`Book!E12`)."""
        if self.sheet is None:
            return str(line)
        letters = _letters(self.first_column + column) if column is not None else ""
        return f"{self.sheet}!{letters}{line}"

    def batches(self, size: int) -> Iterator[list[Record]]:
        """Up to `size` (line, cells) at a time of the rows that are not blank; a report's footer is left out.

        Raises FileRefusedError for more rows than a sheet can hold.
        """
        self.footer = None
        records = dropwhile(lambda record: record[0] <= self.header_line, self.source.records())
        count = 0
        while batch := list(islice(records, size)):
            count += len(batch)
            if count > ROW_LIMIT:
                raise FileRefusedError(self.path.name, f"it has more than {ROW_LIMIT:,} rows", "Import it in parts.")
            if all([cells and cells[0] for _, cells in batch]):  # noqa: C419  a list is twice as fast
                yield batch
            else:
                filled = self._filled(chain(batch, records))
                while some := list(islice(filled, size)):
                    yield some

    def rows(self) -> Iterator[Record]:
        """The rows of batches(), one by one."""
        return chain.from_iterable(self.batches(_ONE_BY_ONE))

    def _filled(self, records: Iterator[Record]) -> Iterator[Record]:
        waiting: list[Record] | None = None
        for count, record in enumerate(records):
            if count > ROW_LIMIT:
                raise FileRefusedError(self.path.name, f"it has more than {ROW_LIMIT:,} rows", "Import it in parts.")
            if not any(record[1]):
                waiting = waiting or []
            elif waiting is None:
                yield record
            else:
                waiting.append(record)
                if len(waiting) > _FOOTER_RECORDS or self._is_row(record[1]):
                    yield from waiting
                    waiting = None
        if waiting:
            self.footer = " ".join(waiting[0][1]).strip()

    def _is_row(self, cells: list[str]) -> bool:
        filled = sum(1 for cell in cells if cell.strip())
        return len(cells) == len(self.header) and filled >= min(2, len(self.header))


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def open_tables(path: Path, encoding: str | None, fits: Fits) -> list[Table]:
    """The tables in the file at `path`; their header is the first row that `fits`, else the first row.

    Raises NoSuchFileError, and FileRefusedError for what is over the limits or cannot be read.
    """
    if not path.is_file():
        raise NoSuchFileError(str(path))
    if path.stat().st_size > FILE_LIMIT:
        raise FileRefusedError(path.name, f"it is larger than {FILE_LIMIT // MB} MB", "Import it in parts.")
    with path.open("rb") as raw:
        start = raw.read(4)
    if start == _OLD_EXCEL:
        raise FileRefusedError(path.name, "it is an old Excel workbook (.xls)", "Save it as .xlsx, or as CSV UTF-8.")
    if start == _ZIP:
        origins = [_Origin(sheet, sheet.name, sheet.first_column) for sheet in open_workbook(path)]
    else:
        file = open_csv(path, encoding)
        origins = [_Origin(file, comma_is_thousands=file.delimiter != ";")]
    found = [_table(path, origin, fits) for origin in origins]
    tables = [table for table in found if table is not None]
    if not tables:
        raise FileRefusedError(path.name, "it is empty", "The columns of every kind: cs help formats")
    return tables


class _Origin(NamedTuple):
    """Where the records of a table come from."""

    source: Records
    sheet: str | None = None
    first_column: int = 0
    comma_is_thousands: bool = True


def _table(path: Path, origin: _Origin, fits: Fits) -> Table | None:
    read = islice(origin.source.records(), _HEADER_WITHIN)
    filled = [record for record in read if any(cell.strip() for cell in record[1])]
    if not filled:
        return None
    line, cells = next((record for record in filled if fits(record[1])), filled[0])
    header = [unguard(cell.strip()) for cell in cells]
    _check(path, header)
    return Table(path, origin.sheet, header, line, origin.source, origin.comma_is_thousands, origin.first_column)


def _check(path: Path, header: list[str]) -> None:
    if len(header) > COLUMN_LIMIT:
        raise FileRefusedError(path.name, f"it has more than {COLUMN_LIMIT:,} columns")
    first: dict[str, int] = {}
    for number, name in enumerate(header, 1):
        called = name if name.startswith(CUSTOM) else name.casefold()
        if name and (before := first.setdefault(called, number)) != number:
            raise FileRefusedError(
                path.name, f'columns {before} and {number} are both called "{name}"', "Rename or remove one of them."
            )
