"""Hindsight: what could be seen before a loss was decided, each sign with its first day.

What happens on a day (a ticket, an answer, somebody who left) counts from its first time within the year before. What
lasts (a band, a fall in usage, a silence) counts from the first day of the stretch that was not over by then.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from cs_cli.domain.health import Band, Score

MONTHS_BACK = 12
"""How far before a decision the signs are looked for."""
DROP_PCT = -20
"""From which change of usage on its own base on it counts as a fall."""
SILENT_AFTER_DAYS = 45
"""After how many days without two-way contact it is silent, where the scorecard has no half-life."""
BAND, TICKET, SPONSOR, SILENCE, USAGE = "band", "ticket", "sponsor", "silence", "usage"
MOOD, DETRACTOR, NOTICE, OPT_OUT, DECISION = "sentiment", "detractor", "notice", "opt-out", "decision"
Seen = TypeVar("Seen")


class Sign(NamedTuple):
    """What could be seen, from that day on."""

    on: date
    kind: str
    what: str


class Turn(NamedTuple):
    """A change of band on a day, and why."""

    on: date
    before: Score
    now: Score
    cause: str


def first_of_last_run(seen: Sequence[Seen], holds: Callable[[Seen], bool]) -> Seen | None:
    """The first of those that hold without a break up to the last one; None where the last does not hold."""
    first = None
    for each in seen:
        first = (first or each) if holds(each) else None
    return first


def silence(touches: Iterable[date], decided_on: date, after_days: int) -> Sign | None:
    """The silence that lasted up to the decision, from its first day over the limit; None where they had spoken."""
    last = max((day for day in touches if day <= decided_on), default=None)
    if last is None or (decided_on - last).days <= after_days:
        return None
    on = last + timedelta(after_days + 1)
    return Sign(on, SILENCE, f"no two-way contact for {after_days + 1}d, and none up to the decision")


def left_green(turns: Iterable[Turn]) -> Turn | None:
    """When it left green for good; None where it never was green, or was so again."""
    last = None
    for turn in turns:
        if turn.before.band is Band.GREEN:
            last = turn
        elif turn.now.band is Band.GREEN:
            last = None
    return last


def turned_red(turns: Iterable[Turn]) -> Turn | None:
    """When it turned red and stayed so."""
    last = None
    for turn in turns:
        if turn.now.band is Band.RED:
            last = turn
        elif turn.before.band is Band.RED:
            last = None
    return last
