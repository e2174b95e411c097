"""What comes next: the goals of the next months, and what each side asks of the other."""

from collections.abc import Iterable, Sequence
from datetime import date

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import text
from cs_cli.documents.content.success import is_reached, number_said, owner_said
from cs_cli.documents.moments import day_said, iso_said
from cs_cli.documents.numbers import capital
from cs_cli.domain.plan_progress import AHEAD, LATE, Objective, Plan, Step, open_steps

GOALS = ASKS = 3
GIVES = 2


def goals_of(plan: Plan, as_of: date, us: str) -> list[Section]:
    """At most three goals, the earliest first: shared objectives that have a measure, a target and a day to come.

    Where there is none, the next shared milestones that have a day. `ours` and `theirs` are the owners on both sides.
    """
    wanted = [each for each in plan.objectives if each.shared and each.target is not None and _is_ahead(each, as_of)]
    if wanted:
        return [_goal(each, plan, as_of, us) for each in sorted(wanted, key=_day)[:GOALS]]
    steps = [step for step in plan.milestones if step.shared and step.due_on and step.state(as_of) == AHEAD]
    return [_step(step, us) for step in sorted(steps, key=lambda step: step.due_on or date.max)[:GOALS]]


def _is_ahead(each: Objective, as_of: date) -> bool:
    return each.due_on is not None and each.due_on >= as_of and each.done_on is None and not is_reached(each)


def _day(each: Objective) -> date:
    return each.due_on or date.max


def _goal(each: Objective, plan: Plan, as_of: date, us: str) -> Section:
    now, target = each.current, number_said(each.target, each.unit)
    measure = text(each.measure) or "Measured"
    begin = number_said(now.value, each.unit) if now else ""
    start = f"{measure}: from {begin} to {target}" if begin else f"{measure}: {target}"
    first = next((step for step in open_steps(plan.milestones, as_of) if step.objective == each.number and step.shared),
        None)  # fmt: skip
    return {
        "what": text(each.quote), "said": True, "measure": start, "by": iso_said(each.due_on), "ours": us,
        "theirs": text(each.said_by), "first": text(first.title) if first else "",
        "first_on": iso_said(first.due_on) if first else None,
    }  # fmt: skip


def _step(step: Step, us: str) -> Section:
    owner = owner_said(step.owner, us)
    return {
        "what": text(step.title), "said": False, "measure": "", "by": iso_said(step.due_on),
        "ours": us if step.side == "both" else owner if step.side == "us" else "",
        "theirs": owner if step.side != "us" and owner != us else "", "first": "", "first_on": None,
    }  # fmt: skip


def asks_of(decisions: Sequence[Section], plan: Plan, as_of: date, us: str, next_on: date | None) -> Section | None:
    """What we ask of them and what they may ask of us, each with an owner and a day, and the next date agreed."""
    yours = [
        *({"what": row["what"], "who": row["who"], "by": row["by"]} for row in decisions),
        *_promised(plan, ("them", "both"), as_of, us),
    ]
    ours = list(_promised(plan, ("us",), as_of, us))
    if not (yours or ours):
        return None
    return {
        "yours": yours[:ASKS], "ours": ours[: GIVES if len(yours) < ASKS else 1], "more": max(len(yours) - ASKS, 0),
        "next_on": next_on.isoformat() if next_on else None,
    }  # fmt: skip


def _promised(plan: Plan, sides: Sequence[str], as_of: date, us: str) -> Iterable[Section]:
    """The shared promises of these sides that are still to be kept, the earliest first."""
    for step in plan.commitments:
        if step.shared and step.side in sides and step.state(as_of) in (AHEAD, LATE):
            what = text(step.title)
            yield {
                "what": capital(what),
                "who": owner_said(step.owner, us) or "",
                "by": iso_said(step.due_on),
            }


def decision_said(decisions: Sequence[Section]) -> str | None:
    """The one decision that this review asks for, with its day."""
    if not decisions:
        return None
    first = decisions[0]
    return f"{first['what']}, by {day_said(first['by'])}" if first["by"] else str(first["what"])
