"""How far a success plan is on a day: pure, over dated rows, so that any day can be asked for."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from cs_cli.domain.quantity import exact

AHEAD, DONE, LATE, MISSED = "ahead", "done", "late", "missed"
STATES = (DONE, AHEAD, LATE, MISSED)
WHOSE = {"us": "ours", "them": "theirs", "both": "joint"}
"""Whose a row is, by its side."""


class Reading(NamedTuple):
    """Where a measure stood on a day, and what shows it."""

    on: date
    value: float
    evidence: str | None


class Objective(NamedTuple):
    """What a customer wants, in their words; `readings` in the order of their days."""

    number: str
    account_id: int
    account: str
    name: str
    quote: str
    said_by: str | None
    said_on: date | None
    measure: str | None
    unit: str | None
    baseline: float | None
    target: float | None
    due_on: date | None
    evidence: str | None
    cadence: str | None
    done_on: date | None
    shared: bool
    touched_on: date
    readings: tuple[Reading, ...]

    @property
    def current(self) -> Reading | None:
        """The last reading."""
        return self.readings[-1] if self.readings else None

    @property
    def travelled(self) -> Decimal | None:
        """The share of the way from baseline to target, below 0 where it went backwards; None where unmeasured."""
        now = self.current
        if now is None or self.baseline is None or self.target is None or self.baseline == self.target:
            return None
        return (exact(now.value) - exact(self.baseline)) / (exact(self.target) - exact(self.baseline))

    @property
    def share(self) -> float | None:
        """The same between 0 and 1; an unmeasured objective that is done counts as 1."""
        way = self.travelled
        if way is None:
            return 1.0 if self.done_on else None
        return float(min(max(way, Decimal(0)), Decimal(1)))

    def state(self, today: date) -> str:
        """Done, late or ahead."""
        return DONE if self.done_on else LATE if self.due_on and self.due_on < today else AHEAD


class Step(NamedTuple):
    """A milestone (`kind`, `after`) or a commitment: what one side does by a day. `planned_on` was agreed first."""

    number: str
    account_id: int
    account: str
    name: str
    title: str
    side: str
    owner: str | None
    kind: str | None
    objective: str | None
    after: tuple[str, ...]
    planned_on: date | None
    due_on: date | None
    done_on: date | None
    confirmed_by: str | None
    missed_on: date | None
    because: str | None
    change: str | None
    shared: bool
    created_on: date
    touched_on: date

    def state(self, today: date) -> str:
        """Done, missed (and no new day is agreed), late or ahead."""
        if self.done_on is not None:
            return DONE
        if self.missed_on is not None and (self.due_on is None or self.due_on <= self.missed_on):
            return MISSED
        return LATE if self.due_on is not None and self.due_on < today else AHEAD


class Progress(NamedTuple):
    """How far one account's plan is: milestones, objectives and promises."""

    milestones: int
    done: int
    due: int
    done_of_due: int
    overdue: int
    objectives: int
    share: float | None
    touched_on: date | None
    next: Step | None


class Plan(NamedTuple):
    """The plan of one account on a day; rows dropped by then are not in it."""

    objectives: Sequence[Objective] = ()
    milestones: Sequence[Step] = ()
    commitments: Sequence[Step] = ()
    risks: Sequence[Mapping[str, object]] = ()
    values: Sequence[object] = ()
    touched_on: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is recorded."""
        return self.touched_on is None


def progress_of(plan: Plan, today: date) -> Progress | None:
    """How far a plan is on `today`; None where there is none.

    `due` counts the milestones whose day has come, `overdue` milestones and promises past their day and not done;
    `share` is the mean of the objectives that can be measured, each between 0 and 1.
    """
    if plan.is_empty:
        return None
    steps = plan.milestones
    due = [step for step in steps if step.due_on is not None and step.due_on <= today]
    shares = [share for objective in plan.objectives if (share := objective.share) is not None]
    return Progress(
        milestones=len(steps),
        done=sum(step.state(today) == DONE for step in steps),
        due=len(due),
        done_of_due=sum(step.state(today) == DONE for step in due),
        overdue=sum(step.state(today) in (LATE, MISSED) for step in (*steps, *plan.commitments)),
        objectives=len(plan.objectives),
        share=sum(shares) / len(shares) if shares else None,
        touched_on=plan.touched_on,
        next=next_step(steps, today),
    )


def percent(way: Decimal | None) -> str:
    """A share as whole percent, half up and only here: `67%`, `113%` for 9 of 8, `-8%`; `–` for none."""
    return "–" if way is None else f"{int((way * 100).quantize(Decimal(1), ROUND_HALF_UP))}%"


def next_step(steps: Sequence[Step], today: date) -> Step | None:
    """The open milestone that is due first, a late one before all others; one without a day comes last."""
    return min(open_steps(steps, today), key=lambda step: (step.due_on or date.max, int(step.number[1:])), default=None)


def open_steps(steps: Sequence[Step], today: date) -> list[Step]:
    """Those that are neither done nor missed without a new day."""
    return [step for step in steps if step.state(today) in (AHEAD, LATE)]


def looped(after: Mapping[int, Sequence[int]], start: int) -> bool:
    """Whether what `start` depends on depends on `start` in the end; `after` is by row id."""
    waiting, seen = list(after.get(start, ())), set[int]()
    while waiting:
        step = waiting.pop()
        if step == start:
            return True
        if step not in seen:
            seen.add(step)
            waiting.extend(after.get(step, ()))
    return False
