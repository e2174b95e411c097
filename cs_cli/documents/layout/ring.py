"""A score of 100 as a ring, with its band and what changed under it."""

from collections.abc import Iterator

from cs_cli.documents.layout.charts import number
from cs_cli.documents.layout.frame import Box, Face
from cs_cli.documents.layout.measure import DISPLAY, SEMIBOLD
from cs_cli.documents.layout.scene import Arc, Ellipse, Item, Sign, Style, Text, Words
from cs_cli.documents.look import theme
from cs_cli.documents.look.labels import fill, labels_in
from cs_cli.documents.source.deck import Block, Run

LEAST, WISH = 230.0, 340.0
_BANDS = {"green": "good", "healthy": "good", "yellow": "watch", "red": "risk"}
_MOST = 100
_UNDER, _THICK = 70.0, 20.0


def of(block: Block) -> Block:
    """The ring of a `health` block."""
    return Block("ring", opts=block.opts)


def is_drawable(block: Block) -> bool:
    """Whether the block says its score."""
    return _score(block) is not None


def tone_of(band: str) -> str:
    """The tone of a band's word."""
    return _BANDS.get(band.casefold()) or theme.tone_of(band) or "neutral"


def _score(block: Block) -> float | None:
    return number(block.option("score"))


def said(block: Block) -> str:
    """The drawing in words."""
    score = fill(labels_in(block).score, score=block.option("score"), most=_MOST)
    parts = (score, block.option("band"), block.option("change"))
    return "; ".join(part for part in parts if part)


def items(block: Block, box: Box, face: Face) -> tuple[Item, ...]:
    """The drawing, in the middle of `box`."""
    return tuple(_items(block, box, face))


def _items(block: Block, box: Box, face: Face) -> Iterator[Item]:
    score = min(max(_score(block) or 0.0, 0.0), float(_MOST))
    band = block.option("band")
    tone = tone_of(band)
    side = min(box.wide, box.high - _UNDER, 250.0)
    top = box.y + max((box.high - side - _UNDER) / 2, 0)
    left = box.x + (box.wide - side) / 2
    ring = Box(left + _THICK / 2, top + _THICK / 2, side - _THICK, side - _THICK)
    yield Ellipse(ring, edge="line", thick=_THICK)
    if score:
        yield Arc(ring, -90, score * 360 / _MOST, tone, _THICK)
    middle = top + side / 2
    value = (
        Words((Run(block.option("score")),), Style(side * 0.26, "ink", DISPLAY, 1.2, theme.TRACK_VALUE), "center"),
    )
    yield Text(Box(box.x, middle - side * 0.21, box.wide, side * 0.32), value, "middle")
    of_all = (Words((Run(fill(labels_in(block).of_all, most=_MOST)),), Style(15, "muted"), "center"),)
    yield Text(Box(box.x, middle + side * 0.1, box.wide, 22), of_all, "middle")
    yield from _band(band, tone, Box(box.x, top + side + 14, box.wide, 26), face)
    change = face.shortened(block.option("change"), 15, box.wide)
    if change:
        yield Text(Box(box.x, top + side + 42, box.wide, 22), (Words((Run(change),), Style(15, "muted"), "center"),))


def _band(band: str, tone: str, box: Box, face: Face) -> Iterator[Item]:
    if not band:
        return
    said = face.shortened(band, 18, box.wide - 22, SEMIBOLD)
    before = (box.wide - face.width(said, 18, SEMIBOLD)) / 2 - 11
    yield Sign(Box(box.x + before, box.y + 6, 14, 14), tone)
    words = Words((Run(said),), Style(18, tone, SEMIBOLD))
    yield Text(Box(box.x + before + 22, box.y, box.wide - before - 22, box.high), (words,), "middle")
