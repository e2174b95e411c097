"""Milestones on a line that is true to their dates, their labels in lanes that never touch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape

from cs_cli.documents import theme
from cs_cli.documents.deck import Block, Run, Runs, plain
from cs_cli.documents.measure import REGULAR, SEMIBOLD, shortened, width
from cs_cli.documents.moments import day_said

_MOST = 10
_TRIES = 4000
_BOX, _GAP, _NEAR, _EDGE = 196.0, 14.0, 52.0, 10.0
_NAME, _SMALL = 18.0, 15.0
_TALLEST = 109.0
_LANES = ((-1, 0), (1, 0), (-1, 1), (1, 1))


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is or was due on a day; `status` is a word with a tone."""

    on: date
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
            what = cells.get("Milestone") or plain(row[1] if row[1:] else ())
            found.append(Milestone(day, what, cells.get("Owner", ""), cells.get("Status", "")))
    return tuple(sorted(found, key=lambda milestone: milestone.on))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def is_drawable(block: Block) -> bool:
    """Whether the milestones are few, dated and far enough apart to be drawn; otherwise a table shows them."""
    found = milestones(block)
    return len(found) == len(block.rows) <= _MOST and bool(_placed(block, theme.ROOM))


def rows_said(block: Block) -> tuple[tuple[Runs, ...], ...]:
    """The rows with their ISO dates as people write them."""
    return tuple(((Run(day_said(plain(row[0]))),), *row[1:]) for row in block.rows)


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


def height_of(block: Block, wide: float) -> tuple[float, float]:
    """The least and the preferred height of the drawing; both give every label its lane."""
    least = sum(_reach(block, wide))
    return least, least + 60


def _reach(block: Block, wide: float) -> tuple[float, float]:
    """How far the labels reach over and under the line."""
    spots = _placed(block, wide)
    up, down = (max((_start(s) + _tall(s) + _EDGE for s in spots if s.side == side), default=60.0) for side in (-1, 1))
    return up, down


def _start(spot: _Spot) -> float:
    return _NEAR + spot.lane * (_TALLEST + 8)


def _tall(spot: _Spot) -> float:
    return sum(_line(kind) for kind, _ in _lines(spot))


def svg(block: Block, wide: float, high: float) -> str:
    """The milestones as one decorative `<svg>`; the table beside it says the same in words."""
    spots = _placed(block, wide)
    up, down = _reach(block, wide)
    middle = up + (high - up - down) / 2
    today = _day(block.option("today"))
    drawn = [*_rail(block, wide, middle), *(part for spot in spots for part in _drawn(spot, middle))]
    if today:
        drawn += _today(min(max(_x(today, _span(block), wide), 32), wide - 32), middle)
    return f'<svg viewBox="0 0 {wide:g} {high:g}" aria-hidden="true" class="timeline">{"".join(drawn)}</svg>'


def _rail(block: Block, wide: float, middle: float) -> Iterator[str]:
    yield f'<rect x="0" y="{middle - 3:g}" width="{wide:g}" height="6" rx="3" class="f-line"/>'
    today = _day(block.option("today"))
    if today:
        past = _x(today, _span(block), wide)
        yield f'<rect x="0" y="{middle - 3:g}" width="{past:.2f}" height="6" rx="3" class="f-c1"/>'


def _today(x: float, middle: float) -> Iterator[str]:
    """The marker of the day, in the room that every label leaves to the line."""
    yield f'<line x1="{x:.2f}" x2="{x:.2f}" y1="{middle - 15:.2f}" y2="{middle + 15:.2f}" class="now"/>'
    yield f'<rect x="{x - 32:.2f}" y="{middle + 15:.2f}" width="64" height="26" rx="13" class="f-c1"/>'
    yield f'<text x="{x:.2f}" y="{middle + 33:.2f}" class="on-dark" text-anchor="middle">Today</text>'


def _lines(spot: _Spot) -> list[tuple[str, str]]:
    """The lines of a label, each with its style."""
    tone = theme.tone_of(spot.what.status) or "neutral"
    lines = [("when", day_said(spot.what.on.isoformat())), *(("what", name) for name in _two_lines(spot.what.name))]
    lines += [("who", shortened(spot.what.owner, _SMALL, _BOX, REGULAR))] if spot.what.owner else []
    return lines + ([(f"state t-{tone}", spot.what.status)] if spot.what.status else [])


def _drawn(spot: _Spot, middle: float) -> Iterator[str]:
    tone = theme.tone_of(spot.what.status) or "neutral"
    start = _start(spot)
    top = middle - start - _tall(spot) if spot.side < 0 else middle + start
    edge = middle - start + 4 if spot.side < 0 else top - 4
    yield f'<line x1="{spot.x:.2f}" x2="{spot.x:.2f}" y1="{middle:.2f}" y2="{edge:.2f}" class="stem"/>'
    hollow = " hollow" if tone == "neutral" else ""
    yield f'<circle cx="{spot.x:.2f}" cy="{middle:.2f}" r="8" class="f-{tone}{hollow}"/>'
    y = top
    for kind, said in _lines(spot):
        y += _line(kind)
        yield _said(spot, y, kind, said, tone)


def _said(spot: _Spot, y: float, kind: str, said: str, tone: str) -> str:
    """One line of a label; a status word with its sign before it."""
    is_state = kind.startswith("state")
    x = spot.left + (18 if is_state else 0)
    if spot.is_before:
        x = spot.left + _BOX - width(said, _NAME if kind == "what" else _SMALL, REGULAR if kind == "who" else SEMIBOLD)
    sign = _glyph(x - 18, y - 13, tone) if is_state else ""
    return f'{sign}<text x="{x:.2f}" y="{y - 4:.2f}" class="{kind}">{escape(said, quote=False)}</text>'


def _glyph(x: float, y: float, tone: str) -> str:
    place = f'x="{x:.2f}" y="{y - 1:.2f}" width="13" height="13"'
    return f'<svg {place} viewBox="0 0 12 12" class="t-{tone}">{GLYPHS[tone]}</svg>'


def _line(kind: str) -> float:
    return 23.0 if kind == "what" else 21.0


def _two_lines(name: str) -> list[str]:
    words = name.split()
    first = ""
    while words and width(f"{first} {words[0]}", _NAME, SEMIBOLD) <= _BOX:
        first = f"{first} {words.pop(0)}".strip()
    if not first and words:
        return [shortened(name, _NAME, _BOX, SEMIBOLD)]
    return [first, shortened(" ".join(words), _NAME, _BOX, SEMIBOLD)] if words else [first]


GLYPHS = {
    "good": '<path d="M1.5 6.5 4.5 9.5 10.5 2.5" fill="none" stroke="currentColor" stroke-width="2"/>',
    "track": '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    "watch": '<path d="M6 1 11.5 11H.5z" fill="currentColor"/>',
    "risk": '<path d="M1.5 1.5h9v9h-9z" fill="currentColor"/>',
    "info": '<path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor"/>',
    "neutral": '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.8"/>',
}
