"""Milestones on a line that is true to their dates, their labels in lanes that never touch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from cs_cli.documents import theme
from cs_cli.documents.deck import Block, Run, Runs, plain
from cs_cli.documents.measure import REGULAR, SEMIBOLD, shortened, width
from cs_cli.documents.moments import day_said

HEIGHT = (400.0, 480.0)
_MOST = 10
_BOX, _GAP, _NEAR, _FAR = 196.0, 14.0, 40.0, 176.0
_NAME, _SMALL = 18.0, 15.0


@dataclass(frozen=True, slots=True)
class Milestone:
    """What is or was due on a day; `status` is a word with a tone."""

    on: date
    name: str
    owner: str
    status: str


@dataclass(frozen=True, slots=True)
class _Spot:
    """A milestone with its place: the x of its day, the left edge of its label, side (-1 over the line) and lane."""

    what: Milestone
    x: float
    left: float
    side: int
    lane: int


def milestones(block: Block) -> tuple[Milestone, ...]:
    """The rows of a `timeline` block in the order of their dates; rows without an ISO date are not milestones."""
    found = []
    for row in block.rows:
        on, name, owner, status = ((*(plain(cell) for cell in row), "", "", "", ""))[:4]
        day = _day(on)
        if day:
            found.append(Milestone(day, name, owner, status))
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


def _placed(block: Block, wide: float) -> list[_Spot]:
    """A place for every milestone, or an empty list when some label would touch another."""
    spots: list[_Spot] = []
    span = _span(block)
    for milestone in milestones(block):
        x = _x(milestone.on, span, wide)
        left = min(max(x - 10, 0), wide - _BOX)
        lanes = [(-1, 0), (1, 0), (-1, 1), (1, 1)]
        turn = len(spots) % 2
        order = [lanes[turn], lanes[1 - turn], lanes[2 + turn], lanes[3 - turn]]
        free = next((lane for lane in order if _is_free(spots, x, left, lane)), None)
        if free is None:
            return []
        spots.append(_Spot(milestone, x, left, *free))
    return spots


def _is_free(spots: list[_Spot], x: float, left: float, lane: tuple[int, int]) -> bool:
    side, level = lane
    for other in (spot for spot in spots if spot.side == side):
        if other.lane == level and abs(other.left - left) < _BOX + _GAP:
            return False
        if other.lane < level and other.left - 6 <= x <= other.left + _BOX:
            return False
        if other.lane > level and left - 6 <= other.x <= left + _BOX:
            return False
    return True


def svg(block: Block, wide: float, high: float) -> str:
    """The milestones as one decorative `<svg>`; the table beside it says the same in words."""
    spots = _placed(block, wide)
    middle = high / 2
    today = _day(block.option("today"))
    drawn = [*_rail(block, wide, middle), *(part for spot in spots for part in _drawn(spot, middle))]
    if today:
        drawn += _today(_x(today, _span(block), wide), middle, spots)
    return f'<svg viewBox="0 0 {wide:g} {high:g}" aria-hidden="true" class="timeline">{"".join(drawn)}</svg>'


def _rail(block: Block, wide: float, middle: float) -> Iterator[str]:
    yield f'<rect x="0" y="{middle - 3:g}" width="{wide:g}" height="6" rx="3" class="f-line"/>'
    today = _day(block.option("today"))
    if today:
        past = _x(today, _span(block), wide)
        yield f'<rect x="0" y="{middle - 3:g}" width="{past:.2f}" height="6" rx="3" class="f-c1"/>'


def _today(x: float, middle: float, spots: list[_Spot]) -> Iterator[str]:
    """The marker of the day: on the side of the line where the nearest label is farther away."""
    near = min(spots, key=lambda spot: abs(spot.x - x), default=None)
    below = near is None or near.side < 0 or abs(near.x - x) > 60  # noqa: PLR2004  half the marker and a stem's room
    y = middle + 17 if below else middle - 43
    yield f'<line x1="{x:.2f}" x2="{x:.2f}" y1="{middle - 17:g}" y2="{middle + 17:g}" class="now"/>'
    yield f'<rect x="{x - 32:.2f}" y="{y:g}" width="64" height="26" rx="13" class="f-c1"/>'
    yield f'<text x="{x:.2f}" y="{y + 18:g}" class="on-dark" text-anchor="middle">Today</text>'


def _drawn(spot: _Spot, middle: float) -> Iterator[str]:
    names = _two_lines(spot.what.name)
    tone = theme.tone_of(spot.what.status) or "neutral"
    lines = [("when", day_said(spot.what.on.isoformat())), *(("what", name) for name in names)]
    lines += [("who", shortened(spot.what.owner, _SMALL, _BOX, REGULAR))] if spot.what.owner else []
    lines += [(f"state t-{tone}", spot.what.status)] if spot.what.status else []
    tall = sum(_line(kind) for kind, _ in lines)
    start = _NEAR + spot.lane * _FAR * 0.78
    top = middle - start - tall if spot.side < 0 else middle + start
    edge = top + tall + 6 if spot.side < 0 else top - 6
    yield f'<line x1="{spot.x:.2f}" x2="{spot.x:.2f}" y1="{middle:g}" y2="{edge:g}" class="stem"/>'
    hollow = " hollow" if tone == "neutral" else ""
    yield f'<circle cx="{spot.x:.2f}" cy="{middle:g}" r="8" class="f-{tone}{hollow}"/>'
    y = top
    for kind, said in lines:
        y += _line(kind)
        glyph = _glyph(spot.left, y - 13, tone) if kind.startswith("state") else ""
        yield f'{glyph}<text x="{spot.left + (18 if glyph else 0):.2f}" y="{y - 4:.2f}" class="{kind}">{escape(said, quote=False)}</text>'


def _glyph(x: float, y: float, tone: str) -> str:
    return f'<svg x="{x:.2f}" y="{y - 1:.2f}" width="13" height="13" viewBox="0 0 12 12" class="t-{tone}">{GLYPHS[tone]}</svg>'


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
