"""The rows of a table as checked values: scanned once for how dates and decimals are written, then read in batches."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any, NamedTuple

from cs_cli.intake.amounts import AmountColumn, parse_number
from cs_cli.intake.csvfile import Record
from cs_cli.intake.days import DayColumn, Order, order_of
from cs_cli.intake.files import Table
from cs_cli.intake.mapping import Match
from cs_cli.intake.refusals import AmbiguousDaysError, Fault
from cs_cli.intake.usage import USAGE
from cs_cli.intake.values import Reads, Style

BATCH = 5_000
_DAYS = (Reads.DAY, Reads.INSTANT)
_NUMBERS = (
    Reads.AMOUNT, Reads.SIGNED_AMOUNT, Reads.NUMBER, Reads.READING, Reads.COUNT, Reads.PERCENT, Reads.RATE,
)  # fmt: skip


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
    """What the command line says about the files: order of day and month, decimal mark, the user's zone.

    `day` is that of a usage table without days, `metrics` are the columns of one that are metrics, too.
    """

    order: Order | None = None
    decimal: str | None = None
    zone: tzinfo = UTC
    day: str = ""
    metrics: tuple[str, ...] = ()


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
    numeric: list[str] = field(default_factory=list)
    """The columns of a usage table that are not kept, though they hold numbers."""

    def scan(self) -> None:
        """Look at the whole table: how many rows, how its dates and decimals are written, which names repeat.

        Raises AmbiguousDaysError for a column of dates that fit both orders, and what reading the file raises.
        """
        days = {place: DayColumn(self.table.header[place]) for place in self._places(_DAYS)}
        numbers = {place: AmountColumn() for place in self._places(_NUMBERS)}
        name = self.match.position("name") if self.match.system else None
        for records in self.table.batches(BATCH):
            batch = [cells for _, cells in records]
            if self.match.kind is USAGE and not self.count:
                self.numeric = [
                    n for n in self.match.ignored if _is_numeric(_distinct(batch, self.table.header.index(n)))
                ]
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

    def records(self) -> Iterator[list[Record]]:
        """Up to 5,000 records at a time, but for those that were left out."""
        skipped = {row.line for row in self.left_out}
        for records in self.table.batches(BATCH):
            yield [record for record in records if record[0] not in skipped] if skipped else records


def _is_numeric(cells: set[str]) -> bool:
    """Whether what is filled is all numbers."""
    try:
        numbers = [parse_number(cell, ".") for cell in cells]
    except ValueError:
        return False
    return any(number is not None for number in numbers)


def _distinct(batch: list[list[str]], place: int) -> set[str]:
    return {cells[place] for cells in batch if len(cells) > place}


def said_of(
    date_format: str | None, decimal: str | None, zone: tzinfo, day: str, metrics: Sequence[str] | None
) -> Said:
    """What the options say. Raises UsageError for a date format that is none."""
    return Said(order_of(date_format) if date_format else None, decimal, zone, day, tuple(metrics or ()))
