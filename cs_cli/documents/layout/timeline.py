"""Milestones on a line that is true to their dates, their labels in lanes that never touch."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from cs_cli.documents.layout.frame import Box, Face
from cs_cli.documents.layout.measure import SEMIBOLD
from cs_cli.documents.layout.scene import Ellipse, Item, Line, Rect, Sign, Style, Text, Words
from cs_cli.documents.look import theme
from cs_cli.documents.look.labels import heads, labels_in
from cs_cli.documents.source.deck import Block, Run, Runs, plain

_MOST = 10
_TRIES = 4000
_BOX, _GAP, _NEAR, _EDGE = 196.0, 14.0, 52.0, 10.0
_NAME, _SMALL = 18.0, 15.0
_TALLEST = 109.0
_LANES = ((-1, 0), (1, 0), (-1, 1), (1, 1))


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is or was due on a day, `day` in words; `status` is a word with a tone."""

    on: date
    day: str
    name: str
    owner: str
    status: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """A milestone with its place: the x of its day, the left edge of its label, side (-1 over the line) and lane.

    The label stands to the right of its stem, or (`is_before`) to the left.
    """

    what: Milestone
    x: float
    left: float
    side: int
    lane: int
    is_before: bool


def milestones(block: Block) -> tuple[Milestone, ...]:
    """The rows of a `timeline` block in the order of their dates; rows without an ISO date are not milestones."""
    names = [plain(cell) for cell in block.header]
    found = []
    for row in block.rows:
        cells = dict(zip(names, map(plain, row), strict=True))
        day = _day(plain(row[0]))
        if day:
            what = _cell(cells, "milestone") or plain(row[1] if row[1:] else ())
            found.append(
                Milestone(
                    day, labels_in(block).day_said(day.isoformat()), what, _cell(cells, "owner"), _cell(cells, "status")
                )
            )
    return tuple(sorted(found, key=lambda milestone: milestone.on))


def _cell(cells: Mapping[str, str], role: str) -> str:
    return next((said for head, said in cells.items() if head in heads(role)), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def is_drawable(block: Block, wide: float) -> bool:
    """Whether the milestones are few, dated and far enough apart to be drawn; otherwise a table shows them."""
    found = milestones(block)
    return len(found) == len(block.rows) <= _MOST and bool(_placed(block, wide))


def rows_said(block: Block) -> tuple[tuple[Runs, ...], ...]:
    """The rows with their ISO dates as people write them."""
    return tuple(((Run(labels_in(block).day_said(plain(row[0]))),), *row[1:]) for row in block.rows)


def _span(block: Block) -> tuple[date, date]:
    days = [milestone.on for milestone in milestones(block)]
    today = _day(block.option("today"))
    days += [today] if today else []
    return min(days), max(days)


def _x(on: date, span: tuple[date, date], wide: float) -> float:
    first, last = span
    whole = (last - first).days
    return wide / 2 if not whole else wide * (0.05 + 0.9 * (on - first).days / whole)


@cache
def _placed(block: Block, wide: float) -> tuple[_Spot, ...]:
    """A place for every milestone, near lanes first; an empty tuple when some label would touch another."""
    span = _span(block)
    waiting = [(milestone, _x(milestone.on, span, wide)) for milestone in milestones(block)]
    for lanes in (_LANES[:2], _LANES):
        spots = _search(waiting, lanes, wide)
        if spots:
            return tuple(spots)
    return ()


def _search(waiting: list[tuple[Milestone, float]], lanes: tuple[tuple[int, int], ...], wide: float) -> list[_Spot]:
    """The first arrangement without a collision, found by trying lanes and sides in turn and stepping back."""
    spots: list[_Spot] = []
    choices = [_choices(*waiting[0], 0, lanes, wide)]
    for _ in range(_TRIES):
        spot = next((choice for choice in choices[-1] if _is_free(spots, choice)), None)
        if spot is None:
            choices.pop()
            if not choices:
                return []
            spots.pop()
            continue
        spots.append(spot)
        if len(spots) == len(waiting):
            return spots
        choices.append(_choices(*waiting[len(spots)], len(spots), lanes, wide))
    return []


def _choices(
    milestone: Milestone, x: float, turn: int, lanes: tuple[tuple[int, int], ...], wide: float
) -> Iterator[_Spot]:
    """The places a label may take, the sides of the line in alternation."""
    order = [lane for n in range(0, len(lanes), 2) for lane in (lanes[n + turn % 2], lanes[n + 1 - turn % 2])]
    for is_before in (False, True):
        left = x + 10 - _BOX if is_before else x - 10
        if 0 <= left <= wide - _BOX:
            yield from (_Spot(milestone, x, left, side, lane, is_before) for side, lane in order)


def _is_free(spots: list[_Spot], new: _Spot) -> bool:
    return not any(_touch(new, other) for other in spots if other.side == new.side)


def _touch(one: _Spot, other: _Spot) -> bool:
    if one.lane == other.lane:
        return abs(one.left - other.left) < _BOX + _GAP
    near, far = sorted((one, other), key=lambda spot: spot.lane)
    return near.left - 6 <= far.x <= near.left + _BOX + 6


def height_of(block: Block, wide: float, face: Face) -> tuple[float, float]:
    """The least and the preferred height of the drawing; both give every label its lane."""
    least = sum(_reach(block, wide, face))
    return least, least + 60


def _reach(block: Block, wide: float, face: Face) -> tuple[float, float]:
    """How far the labels reach over and under the line."""
    spots = _placed(block, wide)

    def reach(side: int) -> float:
        return max((_start(s) + _tall(s, face) + _EDGE for s in spots if s.side == side), default=60.0)

    return reach(-1), reach(1)


def _start(spot: _Spot) -> float:
    return _NEAR + spot.lane * (_TALLEST + 8)


def _tall(spot: _Spot, face: Face) -> float:
    return sum(_line(style) for style, _ in _lines(spot, face))


def items(block: Block, box: Box, face: Face) -> tuple[Item, ...]:
    """The drawing within `box`: a rail, the day of today, and a dot and a label for every milestone."""
    up, down = _reach(block, box.wide, face)
    middle = box.y + up + (box.high - up - down) / 2
    spots = _placed(block, box.wide)
    drawn = [*_rail(block, box, middle)]
    drawn += [part for spot in spots for part in _drawn(spot, box.x, middle, face)]
    day = _day(block.option("today"))
    if day:
        x = min(max(_x(day, _span(block), box.wide), 32), box.wide - 32)
        drawn += _today(box.x + x, middle, labels_in(block).today)
    return tuple(drawn)


def _rail(block: Block, box: Box, middle: float) -> Iterator[Item]:
    yield Rect(Box(box.x, middle - 3, box.wide, 6), "line", 3)
    day = _day(block.option("today"))
    if day:
        yield Rect(Box(box.x, middle - 3, _x(day, _span(block), box.wide), 6), "c1", 3)


def _today(x: float, middle: float, said: str) -> Iterator[Item]:
    """The marker of the day, in the room that every label leaves to the line."""
    yield Line(x, middle - 15, x, middle + 15, "c1", 2)
    pill = Box(x - 32, middle + 15, 64, 26)
    yield Rect(pill, "c1", 13)
    yield Text(pill, (Words((Run(said),), Style(_SMALL, "white", leading=1.2), "center"),), "middle")


def _lines(spot: _Spot, face: Face) -> list[tuple[Style, str]]:
    """The lines of a label, each with its style."""
    what = spot.what
    lines = [(Style(_SMALL, "muted", SEMIBOLD), what.day)]
    lines += [(Style(_NAME, "ink", SEMIBOLD), name) for name in _two_lines(what.name, face)]
    lines += [(Style(_SMALL, "muted"), face.shortened(what.owner, _SMALL, _BOX))] if what.owner else []
    return lines + ([(Style(_SMALL, _tone(spot), SEMIBOLD), what.status)] if what.status else [])


def _tone(spot: _Spot) -> str:
    return theme.tone_of(spot.what.status) or "neutral"


def _drawn(spot: _Spot, left: float, middle: float, face: Face) -> Iterator[Item]:
    tone, start = _tone(spot), _start(spot)
    top = middle - start - _tall(spot, face) if spot.side < 0 else middle + start
    edge = middle - start + 4 if spot.side < 0 else top - 4
    x = left + spot.x
    yield Line(x, middle, x, edge, "muted")
    hollow = tone == "neutral"
    dot = Box(x - 8, middle - 8, 16, 16)
    yield Ellipse(dot, "white", "neutral", 2) if hollow else Ellipse(dot, tone)
    y = top
    for style, said in _lines(spot, face):
        yield from _said(spot, Box(left + spot.left, y, _BOX, _line(style)), style, said, face)
        y += _line(style)


def _said(spot: _Spot, box: Box, style: Style, said: str, face: Face) -> Iterator[Item]:
    """One line of a label; a status word with its sign before it."""
    if style.colour in theme.TONES and style.weight == SEMIBOLD:
        before = box.wide - face.width(said, _SMALL, SEMIBOLD) - 18 if spot.is_before else 0
        yield Sign(Box(box.x + before, box.y + 3, 13, 13), style.colour)
        box = box if spot.is_before else Box(box.x + 18, box.y, box.wide - 18, box.high)
    words = Words((Run(said),), style, "right" if spot.is_before else "left")
    yield Text(box, (words,), "middle")


def _line(style: Style) -> float:
    return 23.0 if style.size == _NAME else 21.0


def _two_lines(name: str, face: Face) -> list[str]:
    words = name.split()
    first = ""
    while words and face.width(f"{first} {words[0]}", _NAME, SEMIBOLD) <= _BOX:
        first = f"{first} {words.pop(0)}".strip()
    if not first and words:
        return [face.shortened(name, _NAME, _BOX, SEMIBOLD)]
    return [first, face.shortened(" ".join(words), _NAME, _BOX, SEMIBOLD)] if words else [first]
