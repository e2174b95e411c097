"""The blocks of a page as things of a scene, each in the place that layout gave it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from cs_cli.documents.layout import charts, ring, sizes, standing, timeline
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.measure import DISPLAY, SEMIBOLD
from cs_cli.documents.layout.pages import Place
from cs_cli.documents.layout.prepare import Card, Tile, cards, shares, tiles
from cs_cli.documents.layout.scene import Drawn, Group, Item, Line, Rect, Sign, Style, Text, Words
from cs_cli.documents.layout.setting import Ground, flowing, one, quoted
from cs_cli.documents.layout.sizes import Look
from cs_cli.documents.layout.table import table_of
from cs_cli.documents.look import theme
from cs_cli.documents.look.labels import labels_in
from cs_cli.documents.source.deck import Run, Runs, plain

_TONES = {"good", "watch", "risk", "info", "neutral"}
_PINNED = "source"


class Put(NamedTuple):
    """A place with its upper left corner, the look of its page and its ground."""

    place: Place
    x: float
    y: float
    look: Look
    ground: Ground

    @property
    def box(self) -> Box:
        """Where it stands."""
        return Box(self.x, self.y, self.place.wide, self.place.high)


def stacked(places: tuple[Place, ...], area: Box, look: Look, ground: Ground) -> Iterator[Item]:
    """Places under each other from the top of `area`; a last source line stands at its bottom."""
    y = area.y
    for n, place in enumerate(places):
        if place.block.kind == _PINNED and n == len(places) - 1:
            y = max(y, area.y + area.high - place.high)
        yield from items_of(Put(place, area.x, y, look, ground))
        y += place.high + theme.BLOCK_GAP


def items_of(put: Put) -> Iterator[Item]:
    """What stands at one place."""
    yield from _DRAWN[put.place.block.kind](put)


def _columns(put: Put) -> Iterator[Item]:
    x = put.x
    for held, wide in zip(put.place.columns, shares(put.place.block, put.place.wide), strict=True):
        yield from stacked(held, Box(x, put.y, wide, put.place.high), put.look, put.ground)
        x += wide + theme.COLUMN_GAP


def _text(put: Put) -> Iterator[Item]:
    yield flowing(put.box, put.place.block.paras, put.look.step.body, put.ground)


def _quote(put: Put) -> Iterator[Item]:
    yield quoted(put.box, put.place.block.paras, put.look.step.body, put.ground)


def _code(put: Put) -> Iterator[Item]:
    yield Rect(put.box, put.ground.surface, 8)
    style = Style(put.look.step.table * 0.9, put.ground.ink, leading=1.5)
    lines = (tuple(replace(run, code=True) for run in para.runs) for para in put.place.block.paras)
    words = tuple(Words(runs, style, strong="") for runs in lines)
    yield Text(_within(put.box, 20, 18), words)


def _within(box: Box, side: float, edge: float) -> Box:
    return Box(box.x + side, box.y + edge, box.wide - 2 * side, box.high - 2 * edge)


def _callout(put: Put) -> Iterator[Item]:
    tone = next((word for word in put.place.block.args if word in _TONES), "info")
    yield Rect(put.box, put.ground.shade(tone), 8)
    yield flowing(_within(put.box, 24, 18), put.place.block.paras, put.look.step.card, put.ground)


def _source(put: Put) -> Iterator[Item]:
    style = Style(theme.CAPTION, put.ground.muted)
    yield Text(put.box, tuple(Words(para.runs, style, strong="") for para in put.place.block.paras))


def _metrics(put: Put) -> Iterator[Item]:
    block, look = put.place.block, put.look
    rows, wide = sizes.tile_room(block, put.place.wide)
    found = tiles(block)
    across = -(-len(found) // rows)
    high = (put.place.high - (rows - 1) * theme.TILE_GAP) / rows
    value = sizes.value_size(block, put.place.wide, look)
    label = max(min(look.face.lines(tile.name, sizes.LABEL, wide * sizes.SAFETY), 2) for tile in found)
    for n, tile in enumerate(found):
        row, column = divmod(n, across)
        corner = put.x + column * (wide + theme.TILE_GAP), put.y + row * (high + theme.TILE_GAP)
        yield from _tile(tile, Box(*corner, wide, high), value, label, put)


def _tile(tile: Tile, box: Box, size: float, label: int, put: Put) -> Iterator[Item]:
    face, ground = put.look.face, put.ground
    yield Line(box.x, box.y + 1, box.x + box.wide, box.y + 1, ground.rule, 2)
    small = Style(sizes.LABEL, ground.muted, leading=1.35)
    y = box.y + 12
    name = face.in_lines(tile.name, sizes.LABEL, box.wide * sizes.SAFETY, 2)
    yield one(Box(box.x, y, box.wide, label * sizes.LABEL * 1.35), name, small)
    y += label * sizes.LABEL * 1.35
    number = face.shortened(tile.value, size, box.wide, DISPLAY, theme.TRACK_VALUE)
    yield one(Box(box.x, y, box.wide, size * 1.22), number, Style(size, ground.ink, DISPLAY, 1.22, theme.TRACK_VALUE))
    y += size * 1.22
    if not tile.change:
        return
    tone = theme.tone_of(tile.status)
    is_told = bool(tone) and tone != "neutral"
    before = 18.0 if is_told else 0.0
    if is_told:
        yield Sign(Box(box.x, y + 4, 12, 12), tone, ground.tone(tone))
    change = face.in_lines(tile.change, sizes.CHANGE, (box.wide - 20) * sizes.SAFETY, 2, SEMIBOLD)
    style = Style(sizes.CHANGE, ground.tone(tone) if is_told else ground.muted, SEMIBOLD, 1.35)
    yield one(Box(box.x + before, y, box.wide - before, box.y + box.high - y), change, style)


def _cards(put: Put) -> Iterator[Item]:
    found = cards(put.place.block)
    rows, room = sizes.card_room(put.place.block, put.place.wide)
    across = -(-len(found) // rows)
    wide = room + 2 * theme.CARD_PAD
    high = (put.place.high - (rows - 1) * theme.CARD_GAP) / rows
    is_numbered = "numbered" in put.place.block.args
    for n, card in enumerate(found):
        row, column = divmod(n, across)
        corner = put.x + column * (wide + theme.CARD_GAP), put.y + row * (high + theme.CARD_GAP)
        yield from _card(card, Box(*corner, wide, high), n + 1 if is_numbered else 0, put)


def _card(card: Card, box: Box, n: int, put: Put) -> Iterator[Item]:
    size, ground, face = put.look.step.card, put.ground, put.look.face
    yield Rect(box, ground.surface, 10)
    inner = _within(box, theme.CARD_PAD, theme.CARD_PAD)
    y = inner.y
    if n:
        yield one(Box(inner.x, y, inner.wide, size * 1.43), str(n), Style(size * 1.1, ground.accent, DISPLAY, 1.3))
        y += size * 1.43 + 8
    if card.head:
        count = face.lines(plain(card.head), size * 1.1, inner.wide * sizes.SAFETY, SEMIBOLD)
        high = count * size * 1.1 * 1.3
        style = Style(size * 1.1, ground.ink, SEMIBOLD, 1.3)
        yield Text(Box(inner.x, y, inner.wide, high), (Words(card.head, style, head=3, strong=""),))
        y += high + 12
    if card.paras:
        yield flowing(Box(inner.x, y, inner.wide, inner.y + inner.high - y), card.paras, size, ground)


def _facts(put: Put) -> Iterator[Item]:
    block, look = put.place.block, put.look
    rows, across = sizes.in_rows(len(block.rows), sizes.FACTS_A_ROW)
    wide = (put.place.wide - theme.TILE_GAP * (max(across, 3) - 1)) / max(across, 3)
    high = (sizes.height(block, put.place.wide, look).least + 18) / rows
    for n, row in enumerate(block.rows):
        down, column = divmod(n, across)
        x, y = put.x + column * (wide + theme.TILE_GAP), put.y + down * high
        label = look.face.shortened(plain(row[0]), 13.33, wide)
        yield one(Box(x, y, wide, 22), label, Style(13.33, put.ground.muted))
        value = row[1] if row[1:] else ()
        yield one(Box(x, y + 22, wide, high - 40), value, Style(sizes.FACT, put.ground.ink, SEMIBOLD, 1.35))


def _asks(put: Put) -> Iterator[Item]:
    ground, wide = put.ground, put.place.wide
    y = put.y
    yield Line(put.x, y, put.x + wide, y, ground.line)
    heights = sizes.row_heights(put.place.block, wide, put.look)
    for n, (row, high) in enumerate(zip(put.place.block.rows, heights, strict=True), 1):
        number = Style(32, "soft" if ground.is_dark else "c1", DISPLAY, 1.0)
        yield one(Box(put.x, y, 44, high), str(n), number, anchor="middle")
        what = Box(put.x + 76, y, wide - 76 - 32 - sizes.ASK_WHO, high)
        yield one(what, row[0], Style(sizes.ASK, ground.ink, SEMIBOLD, 1.3, -0.012), anchor="middle")
        yield _who(
            row, Box(put.x + wide - sizes.ASK_WHO, y, sizes.ASK_WHO, high), ground, labels_in(put.place.block).by
        )
        y += high
        yield Line(put.x, y, put.x + wide, y, ground.line)


def _who(row: tuple[Runs, ...], box: Box, ground: Ground, word: str) -> Text:
    _, who, by = (*row, (), ())[:3]
    lines = [Words(who, Style(17, ground.ink, SEMIBOLD, 24 / 17), strong="")] if who else []
    when = (Run(f"{word} "), *by)
    lines += [Words(when, Style(17, ground.muted, leading=24 / 17), strong="")] if by else []
    return Text(box, tuple(lines), "middle")


def _signoff(put: Put) -> Iterator[Item]:
    block = put.place.block
    rows, _ = sizes.in_rows(len(block.rows), sizes.SIGNERS_A_ROW)
    wide = (put.place.wide - sizes.SIGN_GAP) / sizes.SIGNERS_A_ROW
    each = (sizes.height(block, put.place.wide, put.look).least - (rows - 1) * theme.BLOCK_GAP) / rows
    for n, row in enumerate(block.rows):
        down, column = divmod(n, sizes.SIGNERS_A_ROW)
        corner = put.x + column * (wide + sizes.SIGN_GAP), put.y + down * (each + theme.BLOCK_GAP)
        yield from _signer(row, Box(*corner, wide, each), put)


def _signer(row: tuple[Runs, ...], box: Box, put: Put) -> Iterator[Item]:
    ground, face = put.ground, put.look.face
    name, *rest = row
    large, small = Style(22, ground.ink, SEMIBOLD, 1.3), Style(16, ground.muted)
    words = [Words(_two_lines(name, 22, box, put), large, strong="")]
    words += [Words(_two_lines(cell, 16, box, put), small, strong="") for cell in rest if plain(cell)]
    yield Text(box, tuple(words))
    y = box.y + box.high - 28
    signed = (box.wide - 20) * 2 / 3
    own = labels_in(put.place.block)
    parts = ((box.x, signed, own.signature), (box.x + signed + 20, box.wide - signed - 20, own.date))
    for x, wide, said in parts:
        yield Line(x, y, x + wide, y, ground.muted)
        yield one(Box(x, y + 6, wide, 20), face.shortened(said, 13.33, wide), Style(13.33, ground.muted))


def _two_lines(cell: Runs, size: float, box: Box, put: Put) -> Runs:
    said = plain(cell)
    short = put.look.face.in_lines(said, size, box.wide * sizes.SAFETY, 2, SEMIBOLD)
    return cell if short == said else (Run(short),)


def _title(put: Put, title: str) -> Iterator[Item]:
    if title:
        said = put.look.face.shortened(title, sizes.LABEL, put.place.wide, SEMIBOLD)
        yield one(Box(put.x, put.y, put.place.wide, 20), said, Style(sizes.LABEL, put.ground.ink, SEMIBOLD, 1.3))


def _chart(put: Put) -> Iterator[Item]:
    chart = charts.chart_of(put.place.block)
    yield from _title(put, chart.title)
    over = sizes.title_height(put.place.block)
    high = put.place.high - over
    wished = charts.height_of(chart)[1]
    drawn = min(high, wished) if chart.kind == "hbar" else high
    yield Drawn(Box(put.x, put.y + over, put.place.wide, drawn), chart, put.ground.is_dark)


def _timeline(put: Put) -> Iterator[Item]:
    block = put.place.block
    rows = ("; ".join(plain(cell) for cell in row if plain(cell)) for row in timeline.rows_said(block))
    items = timeline.items(block, put.box, put.look.face)
    yield Group(put.box, items, ". ".join(rows))


def _ring(put: Put) -> Iterator[Item]:
    yield Group(put.box, ring.items(put.place.block, put.box, put.look.face), ring.said(put.place.block))


def _standing(put: Put) -> Iterator[Item]:
    yield Group(put.box, standing.items(put.place.block, put.box, put.look.face), standing.said(put.place.block))


def _table(put: Put) -> Iterator[Item]:
    block = put.place.block
    yield from _title(put, block.option("title"))
    over = sizes.title_height(block)
    yield table_of(block, Box(put.x, put.y + over, put.place.wide, put.place.high - over), put.look, put.ground)


_DRAWN: dict[str, Callable[[Put], Iterator[Item]]] = {
    "columns": _columns, "text": _text, "quote": _quote, "code": _code, "callout": _callout, "source": _source,
    "metrics": _metrics, "cards": _cards, "facts": _facts, "asks": _asks, "signoff": _signoff, "chart": _chart,
    "timeline": _timeline, "ring": _ring, "standing": _standing, "table": _table,
}  # fmt: skip
