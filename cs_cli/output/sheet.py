"""Sheets: the grouped, aligned answers on a screen, as plain data.

One sheet is headings and rows over shared columns. On a terminal the columns named `drop` go first when it is narrow,
then those that `wrap` or are `flex` get narrower; in a pipe nothing is dropped, wrapped, shortened or coloured.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rich.cells import cell_len

from cs_cli.output.clean import one_line
from cs_cli.output.fitting import fit, fit_before, wrapped

GAP = 2
LEAST, LEAST_PROSE = 8, 16
"""How narrow, in cells, a column may get that is shortened or wrapped."""
EXTRA = 3
"""Columns with a `drop` up to this are dropped before text gets uncomfortably narrow; later ones when they must."""
HANGING = 2
"""By how much a line that goes on below is indented."""

_COMMAND = re.compile(r"(?<=: )cs .+?(?=\. |$)")
_GLUE = "\ufdd0"
"""Stands for a space that no line ends at: Unicode keeps it out of texts, and like a space it is one cell wide."""


class Cell(NamedTuple):
    """A piece of text and its style (a Rich style such as `red` or `bold`); `marks` (from, to) are bold as well."""

    text: str
    style: str = ""
    marks: tuple[tuple[int, int], ...] = ()


class Column(NamedTuple):
    """How a column is set: `right` aligned, `drop` order on narrow screens (1 first, 0 never).

    Where it is too narrow, `flex` text may be shortened and `wrap` text goes on in the next line; where it would have
    fewer than `keep` cells, columns that can be spared (`drop` 1 to 3) go first. What stands behind a `tail` is kept.
    What is dropped goes `below` its row, or is told by one line `instead` behind the last one, or is gone.
    """

    right: bool = False
    drop: int = 0
    flex: bool = False
    title: str = ""
    wrap: bool = False
    keep: int = 1_000
    tail: str = ""
    below: bool = False
    instead: str = ""


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
        widths = self._widths()
        shown = [i for i, wide in enumerate(widths) if wide]
        spared: list[int] = []
        if width is not None:
            fitting = self._dropped(shown, widths, width)
            spared = [i for i in shown if i not in fitting]
            shown = fitting
            self._shorten(shown, widths, width)
        total = self._total(shown, widths)
        fitted: list[Line] = []
        for line in self.lines:
            if isinstance(line, list):
                fitted += self._set(line, shown, widths) + self._set_below(line, spared, width)
            else:
                fitted += _set_heading(line, total, width)
        fitted += [[Cell(text)] for i in spared for text in paragraph(self.columns[i].instead, width) if text]
        return fitted if width is None else [_cropped(line, width) for line in fitted]

    def least_width(self) -> int:
        """How many cells it needs for all that is never dropped."""
        widths = self._widths()
        kept = [i for i, wide in enumerate(widths) if wide and not self.columns[i].drop]
        return self._total(kept, [self._least(i, wide) for i, wide in enumerate(widths)])

    def _widths(self) -> list[int]:
        rows = [line for line in self.lines if isinstance(line, list)]
        return [max((cell_len(row[i].text) for row in rows), default=0) for i in range(len(self.columns))]

    def _total(self, shown: list[int], widths: list[int]) -> int:
        return self.indent + sum(widths[i] for i in shown) + GAP * max(0, len(shown) - 1)

    def _dropped(self, shown: list[int], widths: list[int], width: int) -> list[int]:
        for i in sorted((i for i in shown if self.columns[i].drop), key=lambda i: self.columns[i].drop):
            if self._total(shown, self._floors(widths, self.columns[i].drop)) > width:
                shown = [other for other in shown if other != i]
        return shown

    def _floors(self, widths: list[int], drop: int) -> list[int]:
        """How narrow each column may get before one that is to be dropped as number `drop` goes."""
        keeps = [column.keep if drop <= EXTRA else self._least(i, column.keep) for i, column in enumerate(self.columns)]
        return [min(keep, wide) for keep, wide in zip(keeps, widths, strict=True)]

    def _shorten(self, shown: list[int], widths: list[int], width: int) -> None:
        pliable = [i for i in shown if self.columns[i].wrap or self.columns[i].flex]
        for i in sorted(pliable, key=lambda i: (not self.columns[i].wrap, -widths[i])):
            too_much = self._total(shown, widths) - width
            if too_much > 0:
                widths[i] = max(self._least(i, widths[i]), widths[i] - too_much)

    def _least(self, i: int, wide: int) -> int:
        column = self.columns[i]
        return min(wide, LEAST_PROSE if column.wrap else LEAST if column.flex else wide)

    def _set(self, row: list[Cell], shown: list[int], widths: list[int]) -> list[Line]:
        texts = {i: self._lines_of(i, row[i].text, widths[i]) for i in shown}
        height = max(map(len, texts.values()), default=1)
        return [self._set_line(row, texts, number, widths) for number in range(height)]

    def _set_below(self, row: list[Cell], spared: list[int], width: int | None) -> list[Line]:
        margin = " " * (self.indent + HANGING)
        cells = [row[i] for i in spared if self.columns[i].below and row[i].text]
        return [[Cell(line, cell.style)] for cell in cells for line in paragraph(margin + cell.text, width)]

    def _lines_of(self, i: int, text: str, wide: int) -> list[str]:
        column = self.columns[i]
        if column.wrap:
            return wrapped(text, wide)
        return [fit_before(text, wide, column.tail) if column.tail else fit(text, wide)]

    def _set_line(self, row: list[Cell], texts: dict[int, list[str]], number: int, widths: list[int]) -> Line:
        line = [Cell(" " * self.indent)] if self.indent else []
        for n, (i, lines) in enumerate(texts.items()):
            gap = " " * GAP if n else ""
            text = lines[number] if number < len(lines) else ""
            pad = " " * (widths[i] - cell_len(text))
            if self.columns[i].right:
                line += [Cell(gap + pad), *_marked(text, row[i])]
            else:
                line += [Cell(gap), *_marked(text, row[i]), Cell(pad)]
        return line


def _marked(text: str, cell: Cell) -> Line:
    """`text`, what is shown of `cell`, in pieces: its marks in bold."""
    left = len(text) - (text != cell.text)
    pieces, at = [], 0
    for start, end in cell.marks:
        if start < left:
            bold = f"{cell.style} bold".lstrip()
            pieces += [Cell(text[at:start], cell.style), Cell(text[start : min(end, left)], bold)]
            at = min(end, left)
    return [*pieces, Cell(text[at:], cell.style)]


def paragraph(text: str, width: int | None) -> list[str]:
    """A line of prose, going on below where it is wider than `width` cells (None: never).

    A command to copy (`54 more: cs accounts --all`) goes below whole, unless it is wider than a line by itself.
    """
    if width is None or cell_len(text) <= width:
        return [text]
    margin = len(text) - len(text.lstrip(" "))
    room = max(LEAST, width - margin - HANGING)

    def whole(found: re.Match[str]) -> str:
        return found[0].replace(" ", _GLUE) if cell_len(found[0]) < room else found[0]

    first, *more = (line.replace(_GLUE, " ") for line in wrapped(_COMMAND.sub(whole, text.lstrip(" ")), room))
    return [" " * margin + first, *(" " * (margin + HANGING) + line for line in more)]


def _cell(entry: Entry, style: str = "") -> Cell:
    cell = entry if isinstance(entry, Cell) else Cell(entry, style)
    return Cell(one_line(cell.text), cell.style, cell.marks)


def _cropped(line: Line, width: int) -> Line:
    if cell_len("".join(cell.text for cell in line).rstrip()) <= width:
        return line
    cut: Line = []
    left = width
    for cell in line:
        if cell_len(cell.text) >= left:
            return [*cut, Cell(fit(f"{cell.text}…", left), cell.style)]
        cut.append(cell)
        left -= cell_len(cell.text)
    return cut


def _set_heading(heading: Heading, total: int, width: int | None) -> list[Line]:
    left = heading.left
    if not heading.right.text:
        return [[Cell(line, left.style)] for line in paragraph(left.text, width)]
    edge = total if width is None else min(total, width)
    gap = max(GAP, edge - cell_len(left.text) - cell_len(heading.right.text))
    return [[left, Cell(" " * gap), heading.right]]
