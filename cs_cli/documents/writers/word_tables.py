"""Tables as Word writes them: columns as wide as their words need, a head on every page, status words with a sign."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from cs_cli.documents.layout import sizes
from cs_cli.documents.layout.frame import ARIAL, SHEET
from cs_cli.documents.layout.prepare import Tile, tiles
from cs_cli.documents.layout.sizes import Look
from cs_cli.documents.look import theme
from cs_cli.documents.source.deck import Block, Run, Runs, plain
from cs_cli.documents.writers.drawingml import quoted
from cs_cli.documents.writers.wordml import PLAIN, At, Gathered, Marks, paragraph, run, runs, said, words_of

SIGNS = {"good": "✓", "track": "●", "watch": "▲", "risk": "■", "info": "◆", "neutral": "○"}
STEP = theme.Step(17.8, 17.8, 16, 30)
LOOK = Look(STEP, 0, SHEET._replace(face=ARIAL))
TWIPS = 11.25
"""Twentieths of a point in a pixel of the sheet that columns are measured on: there a table's words are 16 high."""
KEPT_ROWS, KEPT_HIGH = 6, 300.0
NO_BREAK = "\N{NO-BREAK SPACE}"
_DATE = re.compile(r"\b(\d{1,2}\.?) (\w{3,9}) (\d{4})\b")
LARGE = 34
"""The half points of a tile's value where there is room for it."""
_SIGNING = 850
_APART = 80
END = '<w:p><w:pPr><w:pStyle w:val="TableEnd"/></w:pPr></w:p>'


class Room(NamedTuple):
    """How wide the text of a page is, in twentieths of a point."""

    twips: int

    @property
    def pixels(self) -> float:
        """The same as the sheet's measures."""
        return self.twips / TWIPS

    def shared(self, parts: Sequence[float]) -> list[int]:
        """Whole widths in these proportions, which fill the room."""
        edges = [round(self.twips * sum(parts[:n]) / sum(parts)) for n in range(len(parts) + 1)]
        return [end - start for start, end in pairwise(edges)]


class Cell(NamedTuple):
    """Paragraphs in a cell, and what it has of its own (`w:tcBorders`, `w:tcMar`)."""

    xml: str
    own: str = ""


def marked(word: str) -> tuple[str, Marks]:
    """A status word with its sign and in the style of its tone; any other text as it is."""
    tone = theme.tone_of(word.replace(NO_BREAK, " "))
    return (f"{SIGNS[tone]}{NO_BREAK}{word}", toned(tone)) if tone else (word, PLAIN)


def toned(tone: str) -> Marks:
    """The character style of a tone."""
    return Marks(f"Status{'Good' if tone == 'track' else tone.title()}")


def table(block: Block, room: Room, gathered: Gathered) -> str:
    """A table with its caption; short ones stay on one page, of long ones no row stands alone on a page."""
    title = block.option("title")
    rows = tuple(tuple(_kept_together(block, n, cell) for n, cell in enumerate(row)) for row in block.rows)
    block = replace(block, rows=rows, opts=tuple(opt for opt in block.opts if opt[0] != "bars"))
    caption = said("Caption", title) if title else ""
    wides = room.shared(sizes.column_widths(block, room.pixels, LOOK))
    head = [_head(block, n, gathered) for n in range(len(block.header))]
    last = len(block.rows) - 1
    is_short = last < KEPT_ROWS and sum(sizes.row_heights(block, room.pixels, LOOK)) <= KEPT_HIGH
    kept = set(range(last)) if is_short else {0, last - 1}
    body = [[_cell(block, n, cell, gathered, keep=at in kept) for n, cell in enumerate(row)]
            for at, row in enumerate(block.rows)]  # fmt: skip
    return f"{caption}{framed(Grid(wides, title), body, head)}{END}"


def _kept_together(block: Block, n: int, cell: Runs) -> Runs:
    """The words of a cell, neither a date nor a status in it broken over two lines."""
    if sizes.is_pill(block, n) and theme.tone_of(plain(cell)):
        return (Run(plain(cell).replace(" ", NO_BREAK)),)
    return tuple(replace(each, text=_DATE.sub(rf"\1{NO_BREAK}\2{NO_BREAK}\3", each.text)) for each in cell)


def _aligned(block: Block, n: int) -> str:
    return "" if block.align[n] == "left" else block.align[n]


def _apart(block: Block, n: int) -> str:
    """Room before a column that begins where the one before it ends."""
    is_near = n > 0 and block.align[n - 1] == "right" and block.align[n] != "right"
    return f'<w:tcMar><w:left w:w="{_APART}" w:type="dxa"/></w:tcMar>' if is_near else ""


def _head(block: Block, n: int, gathered: Gathered) -> Cell:
    cell = block.header[n]
    written = paragraph("TableHeading", runs(cell, gathered), words_of(cell), At(_aligned(block, n)))
    return Cell(written, _apart(block, n))


def _cell(block: Block, n: int, cell: Runs, gathered: Gathered, *, keep: bool) -> Cell:
    before = "<w:keepNext/>" if keep else ""
    if sizes.is_pill(block, n):
        word, marks = marked(plain(cell))
        written = paragraph("TableText", run(word, marks), word, At(_aligned(block, n), before))
        return Cell(written, _apart(block, n))
    inner = "".join(runs((each,), gathered, "StrongCell" if each.bold else "") for each in cell)
    written = paragraph("TableText", inner, words_of(cell), At(_aligned(block, n), before))
    return Cell(written, _apart(block, n))


class Grid(NamedTuple):
    """The columns of a table and what it is called; `is_plain` has no lines, `high` is the least height of a row."""

    wides: Sequence[int]
    alt: str = ""
    is_plain: bool = False
    high: int = 0


def framed(grid: Grid, rows: Sequence[Sequence[Cell]], head: Sequence[Cell] = ()) -> str:
    """Rows of cells; `head` is repeated on every page."""
    style = "TableNormal" if grid.is_plain else "DocumentTable"
    is_headed = int(bool(head))
    look = (
        f'<w:tblLook w:val="06{is_headed * 2}0" w:firstRow="{is_headed}" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    caption = f'<w:tblCaption w:val="{quoted(grid.alt)}"/>' if grid.alt else ""
    columns = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in grid.wides)
    heading = _row(head, grid.wides, "<w:cantSplit/><w:tblHeader/>") if head else ""
    each = "<w:cantSplit/>" + (f'<w:trHeight w:val="{grid.high}" w:hRule="atLeast"/>' if grid.high else "")
    body = "".join(_row(row, grid.wides, each) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(grid.wides)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{look}{caption}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{heading}{body}</w:tbl>'
    )


def _row(cells: Sequence[Cell], wides: Sequence[int], properties: str) -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{cell.own}</w:tcPr>{cell.xml}</w:tc>'
        for cell, wide in zip(cells, wides, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def metrics(block: Block, room: Room) -> str:
    """Tiles side by side, each under a line of its own; no other lines."""
    rows, _ = sizes.tile_room(block, room.pixels)
    found = tiles(block)
    _, across = sizes.in_rows(len(found), -(-len(found) // rows))
    size = round(sizes.value_size(block, room.pixels, LOOK) * TWIPS / 10)
    cells = [_tile(tile, size) for tile in found]
    cells += [Cell("<w:p/>")] * (-len(cells) % across)
    dealt = [cells[n : n + across] for n in range(0, len(cells), across)]
    return framed(Grid(room.shared([1.0] * across), block.option("title"), is_plain=True), dealt) + END


_TILE_EDGE = (
    f'<w:tcBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="{theme.COLOURS["ink"][1:]}"/></w:tcBorders>'
)


def _tile(tile: Tile, size: int) -> Cell:
    tone, change = theme.tone_of(tile.status), tile.change
    is_told = bool(change) and tone not in {"", "neutral"}
    lines = (
        said("MetricName", tile.name),
        paragraph("MetricValue", run(tile.value, Marks(size=size if size < LARGE else 0)), tile.value),
        said("MetricChange", f"{SIGNS[tone]} {change}" if is_told else change, toned(tone) if is_told else PLAIN),
    )
    return Cell("".join(lines), _TILE_EDGE)


def facts(block: Block, room: Room, gathered: Gathered) -> str:
    """A label and what it says, a line each."""
    rows = [
        [Cell(paragraph("TableText", runs(cell, gathered), words_of(cell))) for cell in (*row, ())[:2]]
        for row in block.rows
    ]
    return framed(Grid(room.shared((32, 68))), rows) + END


def signoff(block: Block, room: Room, gathered: Gathered, blanks: tuple[str, str]) -> str:
    """A row for each who signs, with room for what `blanks` names: a signature and a day."""
    said_ = [(paragraph("TableHeading", runs(cell, gathered), words_of(cell))) for cell in block.header]
    head = [*map(Cell, (*said_, *(said("TableHeading", name) for name in blanks)))]
    rows = [
        [Cell(paragraph("TableText", runs(cell, gathered), words_of(cell))) for cell in row] + [Cell("<w:p/>")] * 2
        for row in block.rows
    ]
    parts = [22.0] * len(block.header) + [26.0, 14.0]
    return framed(Grid(room.shared(parts), high=_SIGNING), rows, head) + END
