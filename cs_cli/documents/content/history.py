"""What happened in a plan and when, from its shared rows; and how often both sides met."""

from collections.abc import Iterator
from datetime import date, timedelta

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import Facts, text
from cs_cli.documents.content.people import KINDS
from cs_cli.documents.content.success import number_said
from cs_cli.domain.plan_progress import Plan
from cs_cli.domain.value import ValueItem

SHOWN = 12
YEAR_DAYS = 365


def history_of(plan: Plan, as_of: date) -> list[Section]:
    """The last changes of what is shared, the latest first: goals named and reached, readings, steps done, value."""
    found = {(on, what) for on, what in _events(plan) if on and on <= as_of.isoformat()}
    return [{"on": on, "what": what} for on, what in sorted(found, key=lambda each: (_later_first(each[0]), each[1]))][
        :SHOWN
    ]


def _later_first(on: str) -> int:
    return -date.fromisoformat(on).toordinal()


def _events(plan: Plan) -> Iterator[tuple[str, str]]:
    for each in plan.objectives:
        if each.shared:
            goal = f"“{text(each.quote)}”"
            yield _iso(each.said_on), f"Goal named: {goal}"
            yield _iso(each.done_on), f"Goal reached: {goal}"
            measure = text(each.measure) or goal
            yield from ((_iso(read.on), f"Measured: {measure}, {number_said(read.value, each.unit)}")
                        for read in each.readings)  # fmt: skip
    for step in (step for step in plan.milestones if step.shared):
        yield _iso(step.done_on), f"Done: {text(step.title)}"
    for step in (step for step in plan.commitments if step.shared):
        yield _iso(step.done_on), f"Kept: {text(step.title)}"
    for item in plan.values:
        if isinstance(item, ValueItem) and item.shared and item.agreed_by:
            yield text(item.agreed_on), f"Value agreed with {text(item.agreed_by)}: {text(item.title)}"


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def rhythm_of(facts: Facts, as_of: date) -> list[Section]:
    """How often both sides met in the last year and when last, by the kind of meeting, reviews first."""
    since = as_of - timedelta(YEAR_DAYS)
    found = []
    for kind in ("qbr", "meeting", "call"):
        days = [meeting.on for meeting in facts.meetings if meeting.kind == kind and meeting.on > since]
        if days:
            found.append({"kind": KINDS[kind], "count": len(days), "last_on": max(days).isoformat()})
    return found
