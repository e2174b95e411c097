"""What the CSM records, in words: contact, the sponsor, the mood, the plan."""

from collections.abc import Callable
from datetime import date

from cs_cli.domain.health_facts import HealthFacts, Touch
from cs_cli.domain.scorecard import Measure
from cs_cli.domain.signals import is_expired
from cs_cli.domain.telling import Told, missing
from cs_cli.domain.words import near


def _two_way(facts: HealthFacts, measure: Measure, today: date) -> Told:
    touch = facts.two_way
    if touch is None:
        return missing("no two-way contact recorded")
    return _contact(touch, measure, today, touch.kind, "no two-way contact for {}d")


def _sponsor(facts: HealthFacts, measure: Measure, today: date) -> Told:
    touch = facts.sponsor
    if touch is None:
        return missing("no contact with a sponsor")
    told = _contact(touch, measure, today, touch.who, "no contact with the sponsor for {}d")
    if touch.left_on is None or not told.reason:
        return told
    left = f"left {near(touch.left_on, today)}"
    return Told(f"{touch.who} {near(touch.on, today)}, {left}", reason=f"sponsor {left}, no successor")


def _contact(touch: Touch, measure: Measure, today: date, what: str, silence: str) -> Told:
    if is_expired(measure, touch.on, today):
        return missing(f"last one {near(touch.on, today)}")
    days = (today - touch.on).days
    return Told(f"{what} {near(touch.on, today)}, {days}d ago", reason=silence.format(days))


def _sponsor_present(facts: HealthFacts, _measure: Measure, today: date) -> Told:
    seat = facts.sponsor_seat
    if seat is None:
        return missing("no sponsor recorded")
    if seat.gone_on is None:
        return Told(seat.who, "", f"sponsor {seat.who} in place")
    left = f"left {near(seat.gone_on, today)}"
    return Told(f"{seat.who} {left}, no successor", "", f"sponsor {left}, no successor")


def _sentiment(facts: HealthFacts, measure: Measure, today: date) -> Told:
    if facts.sentiment is None:
        return missing("nothing recorded")
    mood, on = facts.sentiment
    if is_expired(measure, on, today):
        return missing(f"last one {near(on, today)}")
    return Told(mood, f"said {near(on, today)}", f"sentiment {mood} since {near(on, today)}")


def _plan(facts: HealthFacts, measure: Measure, today: date) -> Told:
    due = facts.milestones
    if due is None:
        return missing("no milestone due yet")
    if is_expired(measure, due.on, today):
        return missing(f"last milestone due {near(due.on, today)}")
    told = f"{due.done} of {due.due} due milestones done"
    return Told(told, f"due to {near(due.on, today)}", told)


RECORD_TELLERS: dict[str, Callable[[HealthFacts, Measure, date], Told]] = {
    "two_way": _two_way,
    "sponsor": _sponsor,
    "sponsor_present": _sponsor_present,
    "sentiment": _sentiment,
    "plan": _plan,
}
