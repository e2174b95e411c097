"""Sheets: the grouped, aligned answers on a screen, as plain data.

One sheet is headings and rows over shared columns. On a terminal the columns named `drop` go first when it is narrow,
then flexible ones are shortened; in a pipe nothing is dropped, shortened or coloured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from cs_cli.output.clean import one_line

GAP = 2


class Cell(NamedTuple):
    """A piece of text and its style (a Rich style such as `red` or `bold`)."""

    text: str
    style: str = ""


class Column(NamedTuple):
    """How a column is set: `right` aligned, `drop` order on narrow screens (1 first, 0 never), `flex` may shorten."""

    right: bool = False
    drop: int = 0
    flex: bool = False
    title: str = ""


class Heading(NamedTuple):
    """A line over the whole width; `right` stands at the right edge of the columns."""

    left: Cell
    right: Cell = Cell("")


Entry = Cell | str
Line = list[Cell]


@dataclass(slots=True)
class Sheet:
    """Headings and rows over shared columns; `indent` spaces before each row."""

    columns: Sequence[Column]
    indent: int = 2
    lines: list[Heading | list[Cell]] = field(default_factory=list)

    def heading(self, left: Entry, right: Entry = "", style: str = "") -> "Sheet":
        """Add a heading."""
        self.lines.append(Heading(_cell(left, style), _cell(right)))
        return self

    def row(self, *entries: Entry) -> "Sheet":
        """Add a row, an entry a column."""
        self.lines.append([_cell(entry) for entry in entries])
        return self

    def titles(self) -> "Sheet":
        """Add the columns' titles as a row."""
        self.lines.append([Cell(column.title, "dim") for column in self.columns])
        return self

    def laid_out(self, width: int | None) -> list[Line]:
        """The lines, each a list of cells to print side by side, fitted to `width` cells (None: as wide as it is)."""
        rows = [line for line in self.lines if isinstance(line, list)]
        widths = [max((cell_len(row[i].text) for row in rows), default=0) for i in range(len(self.columns))]
        shown = [i for i, wide in enumerate(widths) if wide]
        if width is not None:
            shown = self._dropped(shown, widths, width)
            self._shorten(shown, widths, width)
        total = self._total(shown, widths)
        return [
            self._set(line, shown, widths) if isinstance(line, list) else _set_heading(line, total, width)
            for line in self.lines
        ]

    def _total(self, shown: list[int], widths: list[int]) -> int:
        return self.indent + sum(widths[i] for i in shown) + GAP * max(0, len(shown) - 1)

    def _dropped(self, shown: list[int], widths: list[int], width: int) -> list[int]:
        while self._total(shown, widths) > width:
            candidates = [i for i in shown if self.columns[i].drop]
            if not candidates:
                break
            first = min(candidates, key=lambda i: self.columns[i].drop)
            shown = [i for i in shown if i != first]
        return shown

    def _shorten(self, shown: list[int], widths: list[int], width: int) -> None:
        for i in sorted((i for i in shown if self.columns[i].flex), key=lambda i: -widths[i]):
            too_much = self._total(shown, widths) - width
            if too_much > 0:
                widths[i] = max(8, widths[i] - too_much)

    def _set(self, row: list[Cell], shown: list[int], widths: list[int]) -> Line:
        line = [Cell(" " * self.indent)] if self.indent else []
        for n, i in enumerate(shown):
            gap = " " * GAP if n else ""
            text = _fit(row[i].text, widths[i])
            pad = " " * (widths[i] - cell_len(text))
            if self.columns[i].right:
                line += [Cell(gap + pad), Cell(text, row[i].style)]
            else:
                line += [Cell(gap), Cell(text, row[i].style), Cell(pad)]
        return line


def _cell(entry: Entry, style: str = "") -> Cell:
    cell = entry if isinstance(entry, Cell) else Cell(entry, style)
    return Cell(one_line(cell.text), cell.style)


def _fit(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, max(0, width - 1)).rstrip() + "…"


def _set_heading(heading: Heading, total: int, width: int | None) -> Line:
    left = heading.left
    if not heading.right.text:
        return [left]
    edge = total if width is None else min(total, width)
    gap = max(GAP, edge - cell_len(left.text) - cell_len(heading.right.text))
    return [left, Cell(" " * gap), heading.right]
