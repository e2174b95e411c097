"""How high each block will be in a given room, worked out from the widths of its words; all lengths in pixels."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import ceil
from typing import NamedTuple

from cs_cli.documents.layout import charts, ring, standing, timeline
from cs_cli.documents.layout.frame import INTER, SHEET, Face, Frame
from cs_cli.documents.layout.measure import DISPLAY, REGULAR, SEMIBOLD
from cs_cli.documents.layout.prepare import Card, Tile, cards, shares, tiles
from cs_cli.documents.look import theme
from cs_cli.documents.look.labels import heads
from cs_cli.documents.source.deck import Block, Para, Runs, plain

SAFETY = 0.985
LABEL, CHANGE, FACT = 15.0, 15.0, 19.0
TILES_A_ROW, CARDS_A_ROW, FACTS_A_ROW, SIGNERS_A_ROW = 4, 4, 4, 2
BULLET = 26.0
ASK = 24.0
ASK_WHO = 250.0
SIGN_HEIGHT, SIGN_GAP = 100.0, 64.0
QUOTE = 1.18
CARD_STRETCH = 1.35
TABULAR = 1.09
BAR_WIDTH = 150.0
PILL = 22.0
_SPACE = re.compile(r"[ \n]+")
_TALLEST_WORD = 190.0
_WIDEST_CELL = 560.0


class Look(NamedTuple):
    """How dense a slide is set: type sizes, and the padding over and under each table cell; and on what sheet."""

    step: theme.Step
    pad: float
    frame: Frame = SHEET

    @property
    def face(self) -> Face:
        """The typeface whose widths count."""
        return self.frame.face


class Size(NamedTuple):
    """The height a block cannot do without, and the height it would fill well."""

    least: float
    wish: float


def height(block: Block, room: float, look: Look) -> Size:
    """The height of a prepared block in `room`."""
    return _SIZES[block.kind](block, room, look)


def stack(blocks: Iterable[Block], room: float, look: Look) -> Size:
    """The height of blocks under each other, the gaps between them included."""
    sizes = [height(block, room, look) for block in blocks]
    gaps = theme.BLOCK_GAP * max(len(sizes) - 1, 0)
    return Size(sum(size.least for size in sizes) + gaps, sum(size.wish for size in sizes) + gaps)


@lru_cache(maxsize=4096)
def text_height(runs: Runs, size: float, room: float, leading: float = theme.TEXT_LINE, face: Face = INTER) -> float:
    """The height of one paragraph; bold anywhere counts as bold throughout."""
    style = SEMIBOLD if any(run.bold for run in runs) else REGULAR
    return face.lines(plain(runs), size, room * SAFETY, style, theme.TRACK_TEXT) * size * leading


def paras_height(paras: Iterable[Para], size: float, room: float, face: Face) -> float:
    """The height of paragraphs, headings and list items under each other."""
    heights = [para_height(para, size, room, face) for para in paras]
    return sum(heights) + theme.PARA_GAP * max(len(heights) - 1, 0)


def para_height(para: Para, size: float, room: float, face: Face) -> float:
    """The height of one paragraph, heading or list item."""
    if para.head:
        return face.lines(para.text, size * 1.1, room * SAFETY, SEMIBOLD) * size * 1.1 * 1.3 + 4
    return text_height(para.runs, size, room - BULLET * (para.level + bool(para.bullet)), face=face)


def _fixed(value: float) -> Size:
    return Size(value, value)


def _text(block: Block, room: float, look: Look) -> Size:
    return _fixed(paras_height(block.paras, look.step.body, room, look.face))


def _quote(block: Block, room: float, look: Look) -> Size:
    *said, last = block.paras
    if not said:
        return _fixed(text_height(last.runs, look.step.body * QUOTE, room, 1.3, look.face))
    high = sum(
        look.face.lines(para.text, look.step.body * QUOTE, room * SAFETY, SEMIBOLD) * look.step.body * QUOTE * 1.3
        for para in said
    )
    return _fixed(high + theme.PARA_GAP * len(said) + text_height(last.runs, theme.CAPTION, room, face=look.face))


def _code(block: Block, room: float, look: Look) -> Size:
    size = look.step.table * 0.9
    rows = sum(max(1, ceil(len(line) * size * 0.62 / (room - 40))) for line in block.paras[0].text.split("\n"))
    return _fixed(rows * size * 1.5 + 36)


def _callout(block: Block, room: float, look: Look) -> Size:
    return _fixed(paras_height(block.paras, look.step.card, room - 48, look.face) + 36)


def _source(block: Block, room: float, look: Look) -> Size:
    return _fixed(sum(text_height(para.runs, theme.CAPTION, room, face=look.face) for para in block.paras))


def in_rows(count: int, most: int) -> tuple[int, int]:
    """Rows and items a row for `count` items, `most` in a row, evenly filled."""
    rows = max(1, ceil(count / most))
    return rows, max(1, ceil(count / rows))


def tile_grid(block: Block, room: float) -> tuple[int, int]:
    """Rows of tiles, and places a row; a lone tile has half a slide, so that its line does not cross it all."""
    is_wide = room > theme.ROOM * 0.7
    rows, across = in_rows(len(block.rows), TILES_A_ROW if is_wide else TILES_A_ROW - 1)
    return rows, max(across, 2) if is_wide else across


def tile_room(block: Block, room: float) -> tuple[int, float]:
    """Rows of tiles, and the width of each."""
    rows, across = tile_grid(block, room)
    return rows, (room - theme.TILE_GAP * (across - 1)) / across


def value_size(block: Block, room: float, look: Look) -> float:
    """The largest size at which every value of the tiles fits on one line."""
    _, wide = tile_room(block, room)
    largest = min(look.step.value, theme.SMALL_VALUE) if "small" in block.args else look.step.value
    fits = (size for size in theme.VALUE_SIZES if size <= largest and _values_fit(tiles(block), size, wide, look.face))
    return next(fits, theme.VALUE_SIZES[-1])


def _values_fit(found: Iterable[Tile], size: float, wide: float, face: Face) -> bool:
    return all(face.width(tile.value, size, DISPLAY, theme.TRACK_VALUE) <= wide * SAFETY for tile in found)


def _metrics(block: Block, room: float, look: Look) -> Size:
    rows, wide = tile_room(block, room)
    found = tiles(block)
    label = max(min(look.face.lines(tile.name, LABEL, wide * SAFETY), 2) for tile in found) * LABEL * 1.35
    changes = (look.face.lines(tile.change, CHANGE, (wide - 20) * SAFETY, SEMIBOLD) for tile in found)
    change = min(max(changes), 2) * CHANGE * 1.35
    each = 12 + label + value_size(block, room, look) * 1.22 + change + 4
    return _fixed(rows * each + (rows - 1) * theme.TILE_GAP)


def card_room(block: Block, room: float) -> tuple[int, float]:
    """Rows of cards, and the width of each card's text."""
    rows, across = in_rows(len(cards(block)), CARDS_A_ROW if room > theme.ROOM * 0.7 else 2)
    return rows, (room - theme.CARD_GAP * (across - 1)) / across - 2 * theme.CARD_PAD


def _cards(block: Block, room: float, look: Look) -> Size:
    rows, wide = card_room(block, room)
    high = max(_card_height(card, wide, look) for card in cards(block))
    high += (look.step.card + 22) if "numbered" in block.args else 0
    total = rows * high + (rows - 1) * theme.CARD_GAP
    return Size(total, total * CARD_STRETCH)


def _card_height(card: Card, wide: float, look: Look) -> float:
    size, face = look.step.card, look.face
    head = face.lines(plain(card.head), size * 1.1, wide * SAFETY, SEMIBOLD) * size * 1.1 * 1.3
    return 2 * theme.CARD_PAD + head + 12 + paras_height(card.paras, size, wide, face)


def title_height(block: Block) -> float:
    """The height of the caption over a chart."""
    return 30.0 if block.option("title") else 0.0


def _chart(block: Block, room: float, look: Look) -> Size:  # noqa: ARG001  every block is sized by the same call
    least, wish = charts.height_of(charts.chart_of(block))
    return Size(least + title_height(block), wish + title_height(block))


def _timeline(block: Block, room: float, look: Look) -> Size:
    return Size(*timeline.height_of(block, room, look.face))


def _ring(_block: Block, _room: float, _look: Look) -> Size:
    return Size(ring.LEAST, ring.WISH)


def _standing(_block: Block, _room: float, _look: Look) -> Size:
    return Size(standing.LEAST, standing.WISH)


def _asks(block: Block, room: float, look: Look) -> Size:
    return _fixed(sum(row_heights(block, room, look)) + 1)


def _ask_height(row: tuple[Runs, ...], room: float, face: Face) -> float:
    who = sum(face.lines(plain(cell), 17, ASK_WHO * SAFETY) * 24 for cell in row[1:])
    said = face.lines(plain(row[0]), ASK, (room - ASK_WHO - 110) * SAFETY, SEMIBOLD) * ASK * 1.3
    return max(said, who) + 46


def _signoff(block: Block, room: float, look: Look) -> Size:
    rows, _ = in_rows(len(block.rows), SIGNERS_A_ROW)
    wide = (room - SIGN_GAP) / SIGNERS_A_ROW * SAFETY
    each = max(_signer_height(row, wide, look.face) for row in block.rows)
    return _fixed(rows * each + (rows - 1) * theme.BLOCK_GAP)


def _signer_height(row: tuple[Runs, ...], wide: float, face: Face) -> float:
    name, *rest = row
    said = sum(min(face.lines(plain(cell), 16, wide), 2) * 22.4 for cell in rest)
    return SIGN_HEIGHT + min(face.lines(plain(name), 22, wide, SEMIBOLD), 2) * 28.6 + said


def _facts(block: Block, room: float, look: Look) -> Size:
    rows, across = in_rows(len(block.rows), FACTS_A_ROW)
    wide = (room - theme.TILE_GAP * (across - 1)) / across
    values = max(look.face.lines(plain(row[1] if row[1:] else ()), FACT, wide * SAFETY, SEMIBOLD) for row in block.rows)
    return _fixed(rows * (24 + values * FACT * 1.35) + (rows - 1) * 18)


def _columns(block: Block, room: float, look: Look) -> Size:
    sizes = [
        stack(column.children, wide, look) for column, wide in zip(block.children, shares(block, room), strict=True)
    ]
    return Size(max(size.least for size in sizes), max(size.wish for size in sizes))


def is_pill(block: Block, n: int) -> bool:
    """Whether the words of column `n` are set with a glyph: Status, State (in any language), those in `pills=`."""
    return plain(block.header[n]) in heads("status") | _listed(block, "pills")


def is_bar(block: Block, n: int) -> bool:
    """Whether the percentages of column `n` are drawn as bars: those in `bars="…"`."""
    return plain(block.header[n]) in _listed(block, "bars")


def _listed(block: Block, option: str) -> set[str]:
    return {name.strip() for name in block.option(option).split(",") if name.strip()}


def column_widths(block: Block, room: float, look: Look) -> tuple[float, ...]:
    """The width of each column of a table: as `widths=` says, else by what stands in it."""
    return _column_widths(block, room, look.step.table, look.face)


@lru_cache(maxsize=512)
def _column_widths(block: Block, room: float, size: float, face: Face) -> tuple[float, ...]:
    said = [charts.number(part) or 0.0 for part in block.option("widths").split(",")]
    if len(said) == len(block.header) and min(said) > 0:
        return tuple(room * part / sum(said) for part in said)
    wants = [_want(block, n, size, face) for n in range(len(block.header))]
    wide = sum(want for want, _ in wants)
    if wide <= room:
        return tuple(want * room / wide for want, _ in wants)
    least = sum(short for _, short in wants)
    if least >= room:
        return tuple(room * short / least for _, short in wants)
    return tuple(short + (room - least) * (want - short) / (wide - least) for want, short in wants)


def _want(block: Block, n: int, size: float, face: Face) -> tuple[float, float]:
    """What a column needs for one line a cell, and for its longest word."""
    cells = [plain(row[n]) for row in block.rows]
    head = face.width(plain(block.header[n]), theme.CAPTION, SEMIBOLD) * 1.03
    extra = theme.CELL_GAP + (PILL if is_pill(block, n) else 0.0)
    if is_bar(block, n):
        return BAR_WIDTH + 70 + extra, BAR_WIDTH + extra
    bold = is_pill(block, n) or any(run.bold for row in block.rows for run in row[n])
    style = SEMIBOLD if bold else REGULAR
    size *= TABULAR if block.align[n] == "right" else 1.0
    one = max((face.width(part, size, style) for cell in cells for part in cell.split("\n")), default=0.0)
    word = max((face.width(part, size, style) for cell in cells for part in _SPACE.split(cell)), default=0.0)
    return max(min(one * 1.03, _WIDEST_CELL), head) + extra, max(
        min(word * 1.03, _TALLEST_WORD), min(head, 110)
    ) + extra


def cell_lines(runs: Runs, wide: float, look: Look, *, pill: bool = False) -> int:
    """How many lines a cell takes in a column `wide`."""
    style = SEMIBOLD if pill or any(run.bold for run in runs) else REGULAR
    room = (wide - theme.CELL_GAP - (PILL if pill else 0.0)) * SAFETY
    return look.face.lines(plain(runs), look.step.table, max(room, 8.0), style, theme.TRACK_TEXT)


def head_height(block: Block, room: float, look: Look) -> float:
    """The height of a table's head."""
    wides = column_widths(block, room, look)
    most = max(look.face.lines(plain(c), theme.CAPTION, max(w - theme.CELL_GAP, 8) * SAFETY, SEMIBOLD)
               for c, w in zip(block.header, wides, strict=True))  # fmt: skip
    return theme.HEAD_HEIGHT + (most - 1) * theme.CAPTION * 1.3


def row_heights(block: Block, room: float, look: Look) -> list[float]:
    """The height of each row of a table or of `asks`."""
    if block.kind == "asks":
        return [_ask_height(row, room, look.face) for row in block.rows]
    line = look.step.table * theme.CELL_LINE
    return [count * line + 2 * look.pad + 1 for count in _row_lines(block, room, Look(look.step, 0, look.frame))]


@lru_cache(maxsize=512)
def _row_lines(block: Block, room: float, look: Look) -> tuple[int, ...]:
    """How many lines each row of a table takes."""
    wides = column_widths(block, room, look)
    return tuple(_tallest(block, row, wides, look) for row in block.rows)


def _tallest(block: Block, row: tuple[Runs, ...], wides: tuple[float, ...], look: Look) -> int:
    each = (cell_lines(cell, wides[n], look, pill=is_pill(block, n)) for n, cell in enumerate(row))
    return min(max(each), theme.CELL_LINES)


def _table(block: Block, room: float, look: Look) -> Size:
    caption = title_height(block)
    return _fixed(caption + head_height(block, room, look) + sum(row_heights(block, room, look)))


_SIZES: dict[str, Callable[[Block, float, Look], Size]] = {
    "text": _text, "quote": _quote, "code": _code, "callout": _callout, "source": _source, "metrics": _metrics,
    "cards": _cards, "chart": _chart, "timeline": _timeline, "asks": _asks, "signoff": _signoff, "facts": _facts,
    "columns": _columns, "table": _table, "ring": _ring, "standing": _standing,
}  # fmt: skip
