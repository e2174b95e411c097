"""`cs hindsight` on a screen: what was lost, how early it could be seen, and the days from then on."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.health import Band, Score
from cs_cli.domain.hindsight import MONTHS_BACK, Sign, Turn
from cs_cli.domain.losses import CHURN, DOWNGRADE, Loss
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands

_COLUMNS = (
    Column(title="before", right=True),
    Column(title="on"),
    Column(title="what could be seen", wrap=True),
    Column(title="reckoned now"),
    Column(title="said then", drop=1),
)


class Scene(NamedTuple):
    """A sign so many days before the decision, the health of that day, and what was said last within the week."""

    sign: Sign
    days_before: int
    now: Score
    said: Score | None = None
    said_on: date | None = None


class Told(NamedTuple):
    """The scenes; the first sign and the health of its day; since when it was red."""

    scenes: Sequence[Scene]
    first: Sign | None
    then: Score | None
    red: Turn | None


def screen(key: str, name: str, loss: Loss, told: Told, earlier: Sequence[Loss]) -> list[Sheet | str]:
    """The loss in a line, the first sign in another, then the days."""
    head = f"{key}  {name}   {_lost(loss)}"
    sheet = Sheet(_COLUMNS)
    sheet.titles()
    for scene in told.scenes:
        said = bands.band(scene.said) if scene.said else Cell("")
        day = words.full(scene.sign.on)
        sheet.row(f"{scene.days_before}d", day, scene.sign.what, bands.band(scene.now), said)
    by_week = f"By week: cs health {key} --history --as-of {loss.decided_on}"
    return [
        Sheet((), indent=0).heading(Cell(head, "bold")),
        _first(loss, told),
        sheet,
        by_week,
        *_earlier(key, earlier),
    ]


def decided(loss: Loss) -> str:
    """`decided to leave`, `gave notice`, `took less`."""
    return {CHURN: "decided to leave", DOWNGRADE: "decided to take less"}.get(loss.kind, "gave notice")


def _lost(loss: Loss) -> str:
    """`lost Platform, $42,000 a year: decided Mon 3 Aug 2026, without it from Fri 4 Sep 2026 (price)`."""
    what = ", ".join(name for name in loss.contracts if name) or "the contract"
    verb = {CHURN: "lost", DOWNGRADE: "took less of"}.get(loss.kind, "gave notice of")
    leaves = (
        f", {'less' if loss.kind == DOWNGRADE else 'without it'} from {words.full(loss.leaves_on)}"
        if loss.leaves_on
        else ""
    )
    reason = f" ({loss.reason})" if loss.reason else ""
    return (
        f"{verb} {what}, {money.totals_shown(loss.arr)} a year: decided {words.full(loss.decided_on)}{leaves}{reason}"
    )


def _first(loss: Loss, told: Told) -> str:
    if told.first is None or told.then is None:
        return f"No sign of it in the {MONTHS_BACK} months before."
    days = (loss.decided_on - told.first.on).days
    said = f"the score said {bands.band(told.then).text} that day"
    if told.then.band is not Band.RED:
        red = told.red
        before = (loss.decided_on - red.on).days if red else 0
        said += (
            f", {bands.band_word(red.now).text} from {words.full(red.on)} ({before}d before)"
            if red
            else ", and never red"
        )
    return f"First sign {days}d before: {told.first.what} ({words.full(told.first.on)}); {said}."


def _earlier(key: str, losses: Sequence[Loss]) -> list[str]:
    if not losses:
        return []
    last = losses[-1]
    count = words.counted(len(losses), "earlier loss", "earlier losses")
    return [f"{count}, the last decided {words.full(last.decided_on)}: cs hindsight {key} --as-of {last.decided_on}"]
