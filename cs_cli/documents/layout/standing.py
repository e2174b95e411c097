"""Where people stand: how much each decides by how they feel about it, with the names in the field."""

from collections.abc import Iterator
from typing import NamedTuple

from cs_cli.documents.layout.charts import number
from cs_cli.documents.layout.frame import Box, Face
from cs_cli.documents.layout.measure import SEMIBOLD
from cs_cli.documents.layout.scene import Ellipse, Item, Line, Rect, Style, Text, Words
from cs_cli.documents.look.labels import fill, heads, labels_in
from cs_cli.documents.source.deck import Block, Run, Runs, plain

LEAST, WISH = 300.0, 420.0
_ENOUGH, _MOST = 2, 14
_RADIUS, _SIZE, _HIGH = 15.0, 15.0, 22.0
_SCALE = 4.0
_INFLUENCE = {"high": 5.0, "medium": 3.0, "low": 1.0}
_FEELING = {
    "advocate": 5.0, "supporter": 4.5, "champion": 5.0, "positive": 4.0, "warm": 4.0, "good": 4.0, "neutral": 3.0,
    "sceptical": 2.0, "cool": 2.0, "negative": 1.0, "critic": 1.0, "detractor": 1.0,
}  # fmt: skip


class Person(NamedTuple):
    """Somebody with a place: `feels` and `decides` from 1 to 5."""

    name: str
    feels: float
    decides: float


def people(block: Block) -> tuple[Person, ...]:
    """Those rows of a `stakeholders` block that say both influence and stance (or sentiment)."""
    found = []
    for row in block.rows:
        decides = next((value for said in _under(block, row, "influence") if (value := _value(said, _INFLUENCE))), None)
        feels = next((value for said in _under(block, row, "stance") if (value := _value(said, _FEELING))), None)
        if decides and feels:
            found.append(Person(plain(row[0]), feels, decides))
    return tuple(found)


def _under(block: Block, row: tuple[Runs, ...], role: str) -> Iterator[str]:
    """The cells of a row under a head with this role, in the order of the columns."""
    known = {name.casefold() for name in heads(role)}
    cells = zip(block.header, row, strict=True)
    return (plain(cell) for head, cell in cells if plain(head).casefold() in known)


def _value(said: str, words: dict[str, float]) -> float | None:
    value = number(said)
    if value is not None:
        return min(max(value, 1.0), 5.0)
    return next((value for word, value in words.items() if word in said.casefold()), None)


def is_drawable(block: Block) -> bool:
    """Whether enough people have a place, and not too many for one field."""
    return _ENOUGH <= len(people(block)) <= _MOST


def said(block: Block) -> str:
    """The drawing in words."""
    words = labels_in(block).person_stands
    rows = (fill(words, name=each.name, decides=f"{each.decides:g}", feels=f"{each.feels:g}") for each in people(block))
    return "; ".join(rows)


def items(block: Block, box: Box, face: Face) -> tuple[Item, ...]:
    """The field in `box`: influence upwards, stance to the right."""
    return tuple(_items(block, box, face))


def _items(block: Block, box: Box, face: Face) -> Iterator[Item]:
    words = labels_in(block)
    field = Box(box.x, box.y + 26, box.wide, box.high - 54)
    yield _words(Box(box.x, box.y, box.wide, 22), f"↑ {words.influence}", Style(15, "muted"))
    yield Rect(field, "surface")
    middle, half = field.x + field.wide / 2, field.y + field.high / 2
    yield Rect(Box(middle, field.y, field.wide / 2, field.high / 2), "info-bg")
    yield Line(middle, field.y, middle, field.y + field.high, "line")
    yield Line(field.x, half, field.x + field.wide, half, "line")
    for name, x, y in ((words.win_over, field.x, field.y), (words.make_visible, middle, field.y),
                       (words.monitor, field.x, half), (words.keep_informed, middle, half)):  # fmt: skip
        corner = Box(x + 12, y + 6 if y < half else field.y + field.high - 28, field.wide / 2 - 24, 22)
        yield _words(corner, face.shortened(name, 14, corner.wide), Style(14, "muted"))
    yield _words(
        Box(box.x, box.y + box.high - 24, box.wide, 22), f"{words.critic_to_supporter} →", Style(15, "muted"), "right"
    )
    yield from _people(block, field, face)


def _words(box: Box, said: str, style: Style, align: str = "left") -> Text:
    return Text(box, (Words((Run(said),), style, align),), "middle")


def _people(block: Block, field: Box, face: Face) -> Iterator[Item]:
    taken: list[Box] = []
    inner = Box(field.x + _RADIUS + 8, field.y + 44, field.wide - 2 * _RADIUS - 16, field.high - 88)
    for each in sorted(people(block), key=lambda person: (-person.decides, -person.feels, person.name)):
        x = inner.x + inner.wide * (each.feels - 1) / _SCALE
        said = face.shortened(each.name, _SIZE, field.wide * 0.42, SEMIBOLD)
        wide = face.width(said, _SIZE, SEMIBOLD)
        is_left = x + _RADIUS + 8 + wide > field.x + field.wide - 6
        left = x - _RADIUS - 8 - wide if is_left else x - _RADIUS
        y = _free(taken, left, wide + 2 * _RADIUS + 8, inner.y + inner.high * (5 - each.decides) / _SCALE, inner)
        taken.append(Box(left, y - _RADIUS, wide + 2 * _RADIUS + 8, 2 * _RADIUS))
        yield from _dot(each, x, y)
        at = x - _RADIUS - 6 - wide if is_left else x + _RADIUS + 6
        yield _words(Box(at, y - _HIGH / 2, wide + 4, _HIGH), said, Style(_SIZE, "ink", SEMIBOLD))


def _dot(each: Person, x: float, y: float) -> Iterator[Item]:
    tone = "good" if each.feels > 3 else "risk" if each.feels < 2 else "watch" if each.feels < 3 else "neutral"  # noqa: PLR2004  the middle of five
    dot = Box(x - _RADIUS, y - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
    yield Ellipse(dot, tone)
    initials = "".join(part[0] for part in each.name.split()[:2]).upper()
    yield _words(dot, initials, Style(11, "white", SEMIBOLD), "center")


def _free(taken: list[Box], left: float, wide: float, y: float, inner: Box) -> float:
    """The place nearest to `y`, up or down, where a name touches no other; `y` itself where there is none."""
    for step in range(40):
        for way in (1, -1):
            at = y + way * step * 8
            if inner.y - 20 <= at <= inner.y + inner.high + 20 and not any(
                _touch(at, left, wide, box) for box in taken
            ):
                return at
    return y


def _touch(y: float, left: float, wide: float, box: Box) -> bool:
    beside = left + wide + 6 < box.x or box.x + box.wide + 6 < left
    return not beside and abs(y - (box.y + _RADIUS)) < 2 * _RADIUS + 2
