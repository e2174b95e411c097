"""Statements: tables of amounts that add up, so that none of them may be missing on a narrow screen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.cells import cell_len

from cs_cli.output.fitting import fit
from cs_cli.output.sheet import GAP, Cell, Column, Entry, Line, Sheet

LABEL = 14
"""How wide, in cells, a row's name may make its column where the table is turned."""


class Table(NamedTuple):
    """A heading, if any, and rows with an entry for each column."""

    heading: str
    rows: Sequence[Sequence[Cell]]


@dataclass(slots=True)
class Statement:
    """Tables over the same columns, the first `labels` of which name the row.

    Columns whose title is among `spared` are left out of a table in which they are empty. On a screen too narrow for
    the columns that are never dropped every table is turned: a line for each figure, a column for each row.
    """

    columns: Sequence[Column]
    labels: int = 1
    spared: Collection[str] = ()
    tables: list[Table] = field(default_factory=list)

    def table(self, heading: str, rows: Sequence[Sequence[Entry]]) -> "Statement":
        """Add a table."""
        cells = [[entry if isinstance(entry, Cell) else Cell(entry) for entry in row] for row in rows]
        self.tables.append(Table(heading, cells))
        return self

    def laid_out(self, width: int | None) -> list[Line]:
        """The lines, each a list of cells to print side by side, fitted to `width` cells (None: as wide as it is)."""
        sheets = [self._straight(table) for table in self.tables]
        if width is not None and any(sheet.least_width() > width for sheet in sheets):
            sheets = [self._turned(width)]
        return [line for sheet in sheets for line in sheet.laid_out(width)]

    def _shown(self, rows: Sequence[Sequence[Cell]]) -> list[int]:
        return [
            i
            for i, column in enumerate(self.columns)
            if column.title not in self.spared or any(row[i].text for row in rows)
        ]

    def _straight(self, table: Table) -> Sheet:
        shown = self._shown(table.rows)
        sheet = Sheet([self.columns[i] for i in shown], indent=0)
        if table.heading:
            sheet.heading(table.heading, style="bold")
        sheet.titles()
        for row in table.rows:
            sheet.row(*(row[i] for i in shown))
        return sheet

    def _turned(self, width: int) -> Sheet:
        cells = [(row, i) for table in self.tables for row in table.rows for i in range(len(row))]
        wide = max((self._wide(row, i) for row, i in cells), default=0)
        beside = max(1, (width - max(cell_len(column.title) for column in self.columns)) // (wide + GAP))
        most = max(1, *(len(table.rows) for table in self.tables))
        bands = -(-most // beside)
        beside = -(-most // bands)
        sheet = Sheet([Column(), *([Column(right=True)] * beside)], indent=0)
        for table in self.tables:
            if table.heading:
                sheet.heading(table.heading, style="bold")
            for first in range(0, len(table.rows), beside):
                rows = table.rows[first : first + beside]
                for i in self._shown(rows):
                    sheet.row(*self._line(i, rows, wide), *[""] * (beside - len(rows)))
        return sheet

    def _wide(self, row: Sequence[Cell], i: int) -> int:
        return min(cell_len(row[i].text), LABEL) if i < self.labels else cell_len(row[i].text)

    def _line(self, i: int, rows: Sequence[Sequence[Cell]], wide: int) -> list[Cell]:
        title = self.columns[i].title
        if i < self.labels:
            return [Cell(title, "dim"), *(Cell(fit(row[i].text, wide), "dim") for row in rows)]
        return [Cell(title, rows[0][i].style), *(row[i] for row in rows)]
