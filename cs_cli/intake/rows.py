"""The rows of a table as checked values: scanned once for how dates and decimals are written, then read in batches."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from operator import itemgetter
from types import GenericAlias
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator, StringConstraints, TypeAdapter, ValidationError

from cs_cli.domain.formulas import unguard
from cs_cli.intake.amounts import AmountColumn
from cs_cli.intake.csvfile import Record
from cs_cli.intake.days import DayColumn, Order, order_of
from cs_cli.intake.files import Table
from cs_cli.intake.limits import CELL_LIMIT
from cs_cli.intake.mapping import Match
from cs_cli.intake.refusals import AmbiguousDaysError, Fault
from cs_cli.intake.values import Parser, Reads, Style, parse_flag, parser_of, quick
from cs_cli.intake.workbook import Broken

BATCH = 5_000
_DAYS = (Reads.DAY, Reads.INSTANT)
_NUMBERS = (Reads.AMOUNT, Reads.SIGNED_AMOUNT, Reads.NUMBER, Reads.COUNT, Reads.PERCENT, Reads.RATE)
_IDS = ("external_id", "account_id", "parent_id")
_SHORT_ID = 15
_CHECK_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


class Row(NamedTuple):
    """One row: its line, the filled columns, its custom fields, and its cells as they came."""

    line: int
    values: dict[str, Any]
    custom: dict[str, str]
    cells: Sequence[str]


class CannotPlanError(ValueError):
    """A row that reads well but does not fit the portfolio: the column, its value, the reason."""

    def __init__(self, column: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.value = value
        self.reason = reason


Refuse = Callable[[Row, CannotPlanError], None]
"""What hears of a row that does not fit."""


class Rejected(NamedTuple):
    """A row that cannot be imported, with every reason."""

    line: int
    cells: Sequence[str]
    faults: list[Fault]


@dataclass(frozen=True)
class Said:
    """What the command line says about the files: order of day and month, decimal mark, the user's zone."""

    order: Order | None = None
    decimal: str | None = None
    zone: tzinfo = UTC


@dataclass
class RowReader:
    """Reads one table as its match says."""

    table: Table
    match: Match
    said: Said
    count: int = 0
    deleted: int = 0
    styles: dict[int, Style] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)
    filled_custom: dict[str, None] = field(default_factory=dict)
    orders: list[tuple[str, Order, str]] = field(default_factory=list)
    left_out: list[Rejected] = field(default_factory=list)

    def scan(self) -> None:
        """Look at the whole table: how many rows, how its dates and decimals are written, which names repeat.

        Raises AmbiguousDaysError for a column of dates that fit both orders, and what reading the file raises.
        """
        days = {place: DayColumn(self.table.header[place]) for place in self._places(_DAYS)}
        numbers = {place: AmountColumn() for place in self._places(_NUMBERS)}
        name = self.match.position("name") if self.match.system else None
        for records in self.table.batches(BATCH):
            batch = [cells for _, cells in records]
            self.count += len(batch)
            for place, column in days.items():
                column.observe(_distinct(batch, place))
            for place, amounts in numbers.items():
                amounts.observe(_distinct(batch, place))
            if name is not None:
                self.names.update(cells[name].strip() for cells in batch if len(cells) > name)
        base = Style(
            mark_is_sure=self.said.decimal is not None,
            comma_is_thousands=self.table.comma_is_thousands,
            zone=self.said.zone,
        )
        self.styles = {place: replace(base, order=self._order(column)) for place, column in days.items()}
        self.orders = [
            (column.column, self.styles[place].order, column.evidence)
            for place, column in days.items()
            if column.evidence and not self.said.order
        ]
        self.styles |= {p: replace(base, mark=amounts.mark(self.said.decimal)) for p, amounts in numbers.items()}

    def leave_out(self, rejected: list[Rejected]) -> None:
        """Read the table as if it did not have these rows."""
        self.left_out += rejected
        self.deleted, self.filled_custom = 0, {}

    def _order(self, column: DayColumn) -> Order:
        if self.said.order:
            return self.said.order
        try:
            return column.order()
        except ValueError as error:
            raise AmbiguousDaysError(self.table.name, column.column, str(error)) from error

    def _places(self, reads: Sequence[Reads]) -> list[int]:
        return [p for p, name in self.match.columns.items() if (c := self.match.kind.column(name)) and c.reads in reads]

    def fault(self, row: Row, error: CannotPlanError) -> Fault:
        """The fault of a row that does not fit the portfolio, at the cell of its column."""
        place = self.match.position(error.column)
        header = self.table.header[place] if place is not None else error.column
        return Fault(row.line, self.table.place(row.line, place), header, str(error.value), error.reason)

    def batches(self) -> Iterator[tuple[list[Row], list[Rejected]]]:
        """Up to 5,000 rows at a time: those that can be read, and those that cannot."""
        cells, skipped = _Cells(self), {row.line for row in self.left_out}
        for records in self.table.batches(BATCH):
            rows, rejected = cells.read([r for r in records if r[0] not in skipped] if skipped else records)
            yield rows, rejected


class _Cells:
    """Turns records into rows: one Pydantic validation a batch, on the columns that are used."""

    def __init__(self, reader: RowReader) -> None:
        self.reader = reader
        match = reader.match
        nameless = [place for place, name in enumerate(reader.table.header) if not name]
        self.places = [*match.columns, *match.custom, *nameless]
        self.columns = list(match.columns.values())
        self.custom = list(match.custom.values())
        self.deletes = match.deleted
        self.width = len(reader.table.header)
        self.in_sheet = reader.table.sheet is not None
        types = tuple(self._type(place) for place in self.places)
        of_columns: Any = GenericAlias(list, (GenericAlias(tuple, types),))
        self.adapter: TypeAdapter[list[tuple[Any, ...]]] = TypeAdapter(of_columns)
        first, *rest = self.places
        self.pick = itemgetter(first, *rest) if rest else lambda cells: (cells[first],)

    def _type(self, place: int) -> Any:  # noqa: ANN401  a type made for this column
        match = self.reader.match
        if place not in match.columns:
            return Annotated[
                str, StringConstraints(strip_whitespace=True, max_length=CELL_LIMIT if place in match.custom else 0)
            ]
        column = match.kind.column(match.columns[place])
        assert column is not None  # noqa: S101  a match names columns of its kind
        parser = parser_of(column.reads, self.reader.styles.get(place, Style()), column.choices)
        if column.name in _IDS and match.long_ids:
            parser = long_id
        if column.name in match.words and parser:
            parser = _translated(parser, match.words[column.name])
        if parser and not self.in_sheet:
            parser = quick(column.reads, parser)
        if parser is None:
            strip = column.reads is Reads.TEXT
            return Annotated[str, StringConstraints(strip_whitespace=strip, max_length=CELL_LIMIT)]
        return Annotated[Any, PlainValidator(parser)]

    def read(self, records: list[Record]) -> tuple[list[Row], list[Rejected]]:
        kept, rejected = [], []
        for line, cells in records:
            faults = self._shape(line, cells) if self.in_sheet or len(cells) != self.width else None
            if faults:
                rejected.append(Rejected(line, cells, faults))
            elif self.deletes is None or not self._is_deleted(cells):
                guarded = "\x1f'" in "\x1f".join(cells) or cells[0][:1] == "'"
                kept.append((line, _free(cells) if guarded else cells))
        rows, wrong = self._validated(kept)
        return rows, sorted(rejected + wrong)

    def _shape(self, line: int, cells: list[str]) -> list[Fault]:
        if len(cells) != self.width:
            reason = f"has {len(cells)} cells, the header has {self.width}"
            return [Fault(line, self.reader.table.place(line), "", "", reason)]
        if not self.in_sheet or Broken not in set(map(type, cells)):
            return []
        broken = [place for place in self.places if type(cells[place]) is Broken]
        return [self._fault(line, place, "", str(cells[place])) for place in broken]

    def _fault(self, line: int, place: int, value: str, reason: str) -> Fault:
        header = self.reader.table.header[place] or f"column {place + 1}"
        return Fault(line, self.reader.table.place(line, place), header, value, reason)

    def _is_deleted(self, cells: list[str]) -> bool:
        try:
            gone = self.deletes is not None and bool(parse_flag(cells[self.deletes]))
        except ValueError:
            gone = False
        self.reader.deleted += gone
        return gone

    def _validated(self, kept: list[Record]) -> tuple[list[Row], list[Rejected]]:
        try:
            read = self.adapter.validate_python([self.pick(cells) for _, cells in kept])
        except ValidationError as error:
            rejected = self._rejected(kept, error)
            wrong = {row.line for row in rejected}
            rows, _ = self._validated([record for record in kept if record[0] not in wrong])
            return rows, rejected
        return self._rows(kept, read), []

    def _rejected(self, kept: list[Record], error: ValidationError) -> list[Rejected]:
        found: dict[int, Rejected] = {}
        for problem in error.errors(include_url=False):
            row, column = int(problem["loc"][0]), int(problem["loc"][1])
            line, cells = kept[row]
            place = self.places[column]
            fault = self._fault(line, place, cells[place], _reason(problem))
            found.setdefault(line, Rejected(line, cells, [])).faults.append(fault)
        return list(found.values())

    def _rows(self, kept: list[Record], read: list[tuple[Any, ...]]) -> list[Row]:
        """The rows with what is filled of each; a false or a zero is filled, a blank text is not."""
        columns = self.columns
        rows = [
            Row(line, {name: v for name, v in zip(columns, values, strict=False) if v or v == 0}, {}, cells)
            for (line, cells), values in zip(kept, read, strict=True)
        ]
        if not self.custom:
            return rows
        return [row._replace(custom=self._custom(values)) for row, values in zip(rows, read, strict=True)]

    def _custom(self, values: tuple[Any, ...]) -> dict[str, str]:
        extra = values[len(self.columns) : len(self.columns) + len(self.custom)]
        custom = {name: text for name, text in zip(self.custom, extra, strict=True) if text}
        self.reader.filled_custom.update(dict.fromkeys(custom))
        return custom


def _distinct(batch: list[list[str]], place: int) -> set[str]:
    return {cells[place] for cells in batch if len(cells) > place}


def _reason(problem: Any) -> str:  # noqa: ANN401  Pydantic's description of an error
    if "error" in problem.get("ctx", {}):
        return str(problem["ctx"]["error"])
    limit = problem.get("ctx", {}).get("max_length")
    return "stands under no header" if limit == 0 else f"is longer than {limit:,} characters"


def _free(cells: list[str]) -> list[str]:
    return [unguard(cell) if cell.startswith("'") else cell for cell in cells]


def _translated(parser: Parser, words: Any) -> Parser:  # noqa: ANN401  a table of words
    def parse(text: str) -> Any:  # noqa: ANN401  what the column's own parser gives
        word = text.strip().casefold()
        return parser(words.get(word, words.get("*", text)))

    return parse


def long_id(text: str) -> str | None:
    """A Salesforce id with its three check letters (reports leave them out); None for a blank.

    Each letter says which of five characters are upper case, the first character the lowest bit.
    """
    word = text.strip()
    if len(word) != _SHORT_ID or not (word.isascii() and word.isalnum()):
        return word or None
    checks = (sum(word[five + i].isupper() << i for i in range(5)) for five in (0, 5, 10))
    return word + "".join(_CHECK_LETTERS[check] for check in checks)


def said_of(date_format: str | None, decimal: str | None, zone: tzinfo) -> Said:
    """What the options say. Raises UsageError for a date format that is none."""
    return Said(order_of(date_format) if date_format else None, decimal, zone)
