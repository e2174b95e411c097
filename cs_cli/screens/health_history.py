"""`cs health ACME --history` on a screen: the plot, then each change of band with its cause."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.health import Score
from cs_cli.domain.scorecard import Scorecard
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands
from cs_cli.screens.health_plot import Point, legend, plot

_CHANGES = (Column(), Column(), Column(), Column(flex=True, title="why"))


class Told(NamedTuple):
    """Whose history it is, by which scorecard; `said` are what was said of the days, `changes` those of the band."""

    account: str
    name: str
    card: Scorecard
    said: Sequence[tuple[date, Score, Score]]
    changes: Sequence[tuple[date, Score, Score, str]]


def screen(points: Sequence[Point], told: Told, width: int) -> list[Sheet | str]:
    """The plot of the points, `width` cells wide, and below it what changed."""
    card, first, last = told.card, points[0].on, points[-1]
    now = bands.band(last.now)
    head = f"{told.account}  {now.text}   {words.full(last.on)}   scorecard {card.name} ({card.fingerprint})"
    since = f"by week since {words.full(first)}"
    sheet = Sheet((), indent=0).heading(Cell(f"{head}   {since}", now.style))
    lines = plot(points, width, card.green_from, card.yellow_from)
    return [sheet, *lines, legend(points, card.green_from, card.yellow_from), *_changed(told), *_said(told)]


def _changed(told: Told) -> list[Sheet | str]:
    if not told.changes:
        return ["The band was the same all the time."]
    sheet = Sheet(_CHANGES)
    sheet.heading(Cell("Changes of band", "bold"))
    for on, before, now, cause in reversed(told.changes):
        sheet.row(words.full(on), bands.band(before), _after(now), cause)
    return [sheet]


def _after(now: Score) -> Cell:
    cell = bands.band(now)
    return cell._replace(text=f"→ {cell.text}")


def _said(told: Told) -> list[str]:
    """Where something else was said on the day, and how to look at it."""
    other = [(on, said, now) for on, said, now in told.said if (said.tenths, said.band) != (now.tenths, now.band)]
    if not other:
        return [f"On record: {words.counted(len(told.said), 'day')}, all as reckoned now."] if told.said else []
    on, said, now = other[-1]
    days = f"On record: {words.counted(len(told.said), 'day')}, {len(other)} of them said otherwise"
    last = f"last {words.full(on)}: said {bands.band(said).text}, reckoned now {bands.band(now).text}"
    return [f"{days}, {last}: cs health {told.account} --said --as-of {on}"]
