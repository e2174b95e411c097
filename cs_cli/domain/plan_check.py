"""What a success plan lacks, each finding with its rule and the line to type."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.plan_progress import LATE, Objective, Plan, Step
from cs_cli.domain.renewals import Renewal
from cs_cli.domain.value import ValueItem

RULES = {
    "no-plan": "there is a plan",
    "no-objective": "there is at least one objective",
    "no-number": "every objective has a measure and a target: without a number it is not validated",
    "no-baseline": "every objective has a baseline",
    "one-sided": "milestones and promises are on both sides",
    "no-first-value": "one milestone is first value",
    "no-renewal-ready": "a renewal-ready milestone stands at least 60 days before the decision",
    "no-sponsor": "the account has a sponsor",
    "sponsor-is-champion": "sponsor and champion are two people",
    "untouched": "the plan was touched within 90 days",
    "no-day": "every open milestone and promise has a day",
    "late": "what is late is done, or missed with a reason",
    "not-agreed": "somebody of the customer agreed to every value",
}
"""The rules, each as what it asks for."""
READY_DAYS, UNTOUCHED_DAYS, SHORTEST_MONTHS = 60, 90, 4


class Finding(NamedTuple):
    """A rule that is not kept: of which row (or None), what is found, what to type."""

    rule: str
    number: str | None
    finding: str
    command: str


class Held(NamedTuple):
    """Somebody who is still with the customer, and their roles."""

    name: str
    roles: Sequence[str]


class Checked(NamedTuple):
    """What is looked at: whose plan it is, the plan, the people who are there, the renewals, the day."""

    account: str
    plan: Plan
    people: Sequence[Held]
    renewals: Sequence[Renewal]
    today: date


def findings(of: Checked) -> list[Finding]:
    """What the plan lacks, in the order of RULES; of an account without a plan, only that."""
    if of.plan.is_empty:
        line = f"cs plan {of.account} --template onboarding"
        return [Finding("no-plan", None, "no plan is recorded", line)]
    found = [
        *_objectives(of), *_sides(of), *_first_value(of), *_ready(of), *_people(of), *_untouched(of), *_dated(of),
        *(_not_agreed(item) for item in of.plan.values if isinstance(item, ValueItem) and not item.agreed_by),
    ]  # fmt: skip
    order = list(RULES)
    return sorted(found, key=lambda finding: order.index(finding.rule))


def _objectives(of: Checked) -> Iterator[Finding]:
    if not of.plan.objectives:
        line = f'cs objective add {of.account} "…" --by "…" --measure "…" --baseline 8h --target "<2h"'
        yield Finding("no-objective", None, "no objective in the customer's words", line)
    for objective in of.plan.objectives:
        if objective.done_on is None:
            yield from _numbers(objective)


def _numbers(objective: Objective) -> Iterator[Finding]:
    said, number = _quoted(objective.quote), objective.number
    if objective.target is None or not objective.measure:
        line = f'cs objective edit {number} --measure "…" --baseline … --target …'
        lacking = "target" if objective.measure else "measure" if objective.target is not None else "number"
        yield Finding("no-number", number, f"{said} has no {lacking}", line)
    if objective.baseline is None:
        yield Finding("no-baseline", number, f"{said} has no baseline", f"cs objective edit {number} --baseline …")


def _quoted(text: str) -> str:
    return f'"{words.clipped(text, 40)}"'


def _sides(of: Checked) -> Iterator[Finding]:
    for noun, steps in (("milestone", of.plan.milestones), ("commitment", of.plan.commitments)):
        sides = {step.side for step in steps}
        if len(sides) == 1 and sides != {"both"}:
            whose, other = ("ours", "them") if sides == {"us"} else ("theirs", "us")
            line = (
                f'cs milestone add {of.account} "…" --side {other} --due …' if noun == "milestone"
                else f'cs commitment add {of.account} "{other}: … by …"'
            )  # fmt: skip
            what = "promises" if noun == "commitment" else "milestones"
            yield Finding("one-sided", None, f"all {what} are {whose}", line)


def _first_value(of: Checked) -> Iterator[Finding]:
    if not any(step.kind == "first-value" for step in of.plan.milestones):
        line = f'cs milestone add {of.account} "…" --kind first-value --due …'
        yield Finding("no-first-value", None, "no milestone is first value", line)


def decision(renewals: Iterable[Renewal]) -> Renewal | None:
    """The next renewal that a plan prepares: of a term of more than three months, still to be decided."""
    open_ones = [
        each
        for each in renewals
        if each.state == "open"
        and (each.months or 0) >= SHORTEST_MONTHS
        and (each.opt_out_on is None or each.decide_on == each.opt_out_on)
    ]
    return min(open_ones, key=lambda each: each.decide_on, default=None)


def ready_by(renewal: Renewal) -> date:
    """The last day for a renewal-ready milestone: 60 days before the opt-out date, else the renewal date."""
    return renewal.decide_on - timedelta(READY_DAYS)


def _ready(of: Checked) -> Iterator[Finding]:
    if (renewal := decision(of.renewals)) is None:
        return
    deadline = ready_by(renewal)
    ready = [step for step in of.plan.milestones if step.kind == "renewal-ready"]
    if any(renewal.starts_on <= on <= deadline for step in ready if (on := step.done_on or step.due_on) is not None):
        return
    kind = "opt-out" if renewal.opt_out_on else "renewal"
    passed = ", which has passed" if deadline < of.today else ""
    what = (
        f"no renewal-ready milestone by {words.near(deadline, of.today)}{passed}: {READY_DAYS} days before the "
        f"{kind} on {words.near(renewal.decide_on, of.today)}"
    )
    due = max(deadline, of.today)
    late = next((step for step in ready if step.done_on is None), None)
    line = (
        f"cs milestone edit {late.number} --due {due}" if late
        else f'cs milestone add {of.account} "Renewal ready" --kind renewal-ready --side both --due {due}'
    )  # fmt: skip
    yield Finding("no-renewal-ready", late.number if late else None, what, line)


def _people(of: Checked) -> Iterator[Finding]:
    sponsors = [person for person in of.people if "sponsor" in person.roles]
    if not sponsors:
        line = f'cs contact add {of.account} --name "…" --role sponsor'
        yield Finding("no-sponsor", None, "nobody is the sponsor", line)
    elif all("champion" in person.roles for person in sponsors):
        line = f'cs contact edit {of.account} "{sponsors[0].name}" --no-role champion'
        yield Finding("sponsor-is-champion", None, f"{sponsors[0].name} is sponsor and champion at once", line)


def _untouched(of: Checked) -> Iterator[Finding]:
    touched = of.plan.touched_on
    if touched is not None and (days := (of.today - touched).days) > UNTOUCHED_DAYS:
        line = f"cs objectives {of.account}"
        yield Finding("untouched", None, f"nobody touched it for {days} days, since {touched}", line)


def _dated(of: Checked) -> Iterator[Finding]:
    for noun, steps in (("milestone", of.plan.milestones), ("commitment", of.plan.commitments)):
        for step in steps:
            if step.due_on is None and step.done_on is None and step.missed_on is None:
                line = f"cs {noun} edit {step.number} --due …"
                yield Finding("no-day", step.number, f"{_quoted(step.title)} has no day", line)
            if step.state(of.today) == LATE and step.due_on is not None:
                yield _late_one(noun, step, (of.today - step.due_on).days)


def _late_one(noun: str, step: Step, days: int) -> Finding:
    line = f'cs {noun} miss {step.number} --because "…" --change "…" --due …'
    return Finding("late", step.number, f"{_quoted(step.title)} is {days}d late, without a reason", line)


def _not_agreed(item: ValueItem) -> Finding:
    line = f'cs value edit {item.number} --agreed-by "…"'
    return Finding("not-agreed", item.number, f"nobody agreed to {_quoted(item.title)}", line)
