"""A plot of scores in plain characters: a band is a glyph, too little data a row of its own, a gap stays a gap."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.calendar import add_months
from cs_cli.domain.health import Band, Score

STEP = 5
"""How many points a line stands for."""
_LABEL = 6
_LEAST, _WIDEST = 8, 4
"""The fewest columns of a plot; the most that a week takes."""
_WEEK = 7
SAID = "×"
_LINE, _EMPTY = "┄", " "


class Point(NamedTuple):
    """A score on a day, and what was said of it, where that was something else."""

    on: date
    now: Score
    said: Score | None = None


class _Grid:
    """The columns of a plot: a week takes one or more of them, or shares one where there are too many weeks."""

    def __init__(self, first: date, last: date, width: int) -> None:
        self.first = first
        self.weeks = (last - first).days // _WEEK + 1
        room = max(_LEAST, width - _LABEL)
        self.step = 1 if self.weeks == 1 else max(1, min(room // self.weeks, _WIDEST))
        self.columns = min(self.weeks * self.step, max(room, _LEAST))

    def column(self, on: date) -> int:
        """The first column of a day's week."""
        week = (on - self.first).days // _WEEK
        return min(week * self.step, week * self.columns // self.weeks)


def plot(points: Sequence[Point], width: int, green_from: int, yellow_from: int) -> list[str]:
    """The lines of the plot of at least one point, in order of days, at most `width` cells wide."""
    grid = _Grid(points[0].on, points[-1].on, width)
    marked = {_row(bound): str(bound) for bound in (100, green_from, yellow_from, 0)}
    cells = {row: [_LINE if row in marked else _EMPTY] * grid.columns for row in range(_row(100), -1, -1)}
    grey = [_EMPTY] * grid.columns
    columns: dict[int, list[Point]] = {}
    for point in points:
        columns.setdefault(grid.column(point.on), []).append(point)
    for at, group in columns.items():
        _draw(cells, grey, at, min(grid.step, grid.columns - at), group)
    lines = [f"{marked.get(row, ''):>4} {'┤' if row in marked else '│'}{''.join(line)}" for row, line in cells.items()]
    lines += [f"grey │{''.join(grey)}"] if any(cell != _EMPTY for cell in grey) else []
    lines += [f"     └{'─' * grid.columns}", f"      {_days(points, grid, width - _LABEL)}"]
    return [line.rstrip() for line in lines]


def legend(points: Iterable[Point], green_from: int, yellow_from: int) -> str:
    """What the glyphs mean."""
    said = [each.said for each in points if each.said is not None]
    return "   ".join(
        [
            f"{Band.GREEN.glyph} green from {green_from}",
            f"{Band.YELLOW.glyph} yellow from {yellow_from}",
            f"{Band.RED.glyph} red below",
            f"{Band.GREY.glyph} grey: too little data",
            *([f"{SAID} as it was said then"] if said else []),
        ]
    )


def _draw(cells: dict[int, list[str]], grey: list[str], at: int, step: int, group: Sequence[Point]) -> None:
    """A week, or several that share a column: the lowest score, so that no fall is lost."""
    known = [point.now for point in group if point.now.band is not Band.GREY]
    if known:
        lowest = min(known, key=lambda score: score.score or 0.0)
        cells[_row(lowest.score or 0.0)][at : at + step] = [lowest.band.glyph] * step
    else:
        grey[at : at + step] = [Band.GREY.glyph] * step
    for said in (point.said for point in group if point.said is not None):
        line = grey if said.band is Band.GREY or said.score is None else cells[_row(said.score)]
        line[at] = SAID


def _row(score: float) -> int:
    """The line that holds a score: its own points and those up to the next one, so that no band crosses its bound."""
    return int(score // STEP)


def _days(points: Sequence[Point], grid: _Grid, room: int) -> str:
    """The first and the last day, and the months between them, as far as there is room."""
    first, last = points[0].on, points[-1].on
    labels = [(0, words.short(first) if first.year == last.year else words.near(first, last))]
    ends = words.short(last)
    until = grid.columns - len(ends) - 2
    month = add_months(first.replace(day=1), 1)
    while month <= last:
        at, name = grid.column(month), words.month(month)
        start, before = labels[-1]
        if start + len(before) + 2 <= at <= until - len(name):
            labels.append((at, name))
        month = add_months(month, 1)
    line = ""
    for at, name in labels:
        line = f"{line:<{at}}{name}"
    if last == first:
        return line
    both = f"{line:<{max(grid.columns - len(ends), len(line) + 1)}}{ends}"
    return both if len(both) <= room else f"{ends:>{grid.columns}}"
