"""`cs objectives`, `milestones`, `commitments`, `risks`, `values`: what stands in the success plans."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from cs_cli.commands.filtering import AccountOrFilterArgument, account_or_filter
from cs_cli.commands.options import refuse_format
from cs_cli.commands.tasks import LateOption
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.plan_progress import DONE, LATE, MISSED, Objective, Step
from cs_cli.domain.value import ValueItem
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import gantt as bars
from cs_cli.screens import plans as screens
from cs_cli.store.plans import Plans

_OF = ["account", "name"]
OBJECTIVE_KEYS = [
    "objective", *_OF, "quote", "said_by", "said_on", "measure", "unit", "baseline", "current", "current_on", "target",
    "progress", "due_on", "state", "done_on", "evidence", "cadence", "readings", "shared", "touched_on",
]  # fmt: skip
_STEP_KEYS = [
    "side", "owner", "due_on", "state", "late", "days_left", "done_on", "missed_on", "because", "change", "shared",
    "created_on", "touched_on",
]  # fmt: skip
MILESTONE_KEYS = [
    "milestone", *_OF, "title", "kind", "objective", "after", "planned_on", "confirmed_by", *_STEP_KEYS,
]  # fmt: skip
COMMITMENT_KEYS = ["commitment", *_OF, "promise", *_STEP_KEYS]
RISK_KEYS = [
    "risk", *_OF, "title", "cause", "likelihood", "impact", "mitigation", "owner", "due_on", "late", "shared",
    "created_on", "touched_on",
]  # fmt: skip
VALUE_KEYS = [
    "value", *_OF, "title", "objective", "unit", "baseline", "current", "measured_on", "less_is_better", "unit_value",
    "currency", "per", "amount", "yearly", "formula", "evidence", "agreed_by", "agreed_on", "shared", "touched_on",
]  # fmt: skip
GanttOption = Annotated[bool, typer.Option("--gantt", help="As bars over the weeks.")]


def objectives(ctx: typer.Context, words: AccountOrFilterArgument = None, *, late: LateOption = False) -> None:
    """List what customers want, and how far it is."""
    cs: Cs = ctx.obj
    only, taken = _meant(cs, words)
    found = [_objective(each, cs.today) for each in Plans(cs.reader, cs.today).objectives(only) if taken(each)]
    _list(cs, [row for row in found if row["state"] == LATE or not late], OBJECTIVE_KEYS, screens.objectives)


def milestones(
    ctx: typer.Context, words: AccountOrFilterArgument = None, *, late: LateOption = False, gantt: GanttOption = False
) -> None:
    """List the dated steps of the plans, the earliest due first; --gantt draws those of one account."""
    cs: Cs = ctx.obj
    only, taken = _meant(cs, words)
    steps = [step for step in Plans(cs.reader, cs.today).milestones(only) if taken(step)]
    if gantt:
        if only is None:
            raise UsageError("--gantt draws the plan of one account", "Like cs milestones ACME --gantt")
        show_gantt(cs, steps)
        return
    found = [_milestone(step, cs.today) for step in steps]
    _list(cs, [row for row in found if row["late"] or not late], MILESTONE_KEYS, screens.milestones)


def show_gantt(cs: Cs, steps: Sequence[Step]) -> None:
    """Print the milestones as bars: block characters on a screen, ASCII in a pipe. Raises UsageError for a format."""
    refuse_format(cs, "--gantt", "As data: cs milestones --json")
    width = render.screen_width()
    render.sheets(bars.gantt(steps, cs.today, width or render.UNKNOWN_WIDTH, plain=width is None))


def commitments(ctx: typer.Context, words: AccountOrFilterArgument = None, *, late: LateOption = False) -> None:
    """List what was promised on either side, the earliest due first."""
    cs: Cs = ctx.obj
    only, taken = _meant(cs, words)
    found = [_commitment(step, cs.today) for step in Plans(cs.reader, cs.today).commitments(only) if taken(step)]
    _list(cs, [row for row in found if row["late"] or not late], COMMITMENT_KEYS, screens.commitments)


def risks(ctx: typer.Context, words: AccountOrFilterArgument = None, *, late: LateOption = False) -> None:
    """List what may go wrong with the plans; closed ones are left out."""
    cs: Cs = ctx.obj
    only, taken = _meant(cs, words)
    found = [_risk(each, cs.today) for each in Plans(cs.reader, cs.today).risks(only) if taken(each)]
    _list(cs, [row for row in found if row["late"] or not late], RISK_KEYS, screens.risks)


def values(ctx: typer.Context, words: AccountOrFilterArgument = None) -> None:
    """List what customers gained, and what it is worth."""
    cs: Cs = ctx.obj
    only, taken = _meant(cs, words)
    found = [_value(item) for item in Plans(cs.reader, cs.today).values(only) if taken(item)]
    _list(cs, found, VALUE_KEYS, screens.values)


def _meant(cs: Cs, words: Sequence[str] | None) -> tuple[int | None, Callable[[Any], bool]]:
    """The one account that is meant (its row id), and whether something is of an account that is."""
    account, chosen = account_or_filter(cs, words)
    if chosen is None:
        return account and account.account_id, lambda _each: True
    return None, lambda each: (each["account_id"] if isinstance(each, dict) else each.account_id) in chosen


def _list(cs: Cs, found: Sequence[dict[str, Any]], keys: Sequence[str], screen: Callable[..., list[Any]]) -> None:
    shown = found[: cs.limit]
    render.rows(shown, keys, cs.format, lambda: screen(shown, found, cs.today))


def _objective(each: Objective, today: date) -> dict[str, Any]:
    now, way = each.current, each.travelled
    return {
        **_days(each._asdict()),
        "objective": each.number,
        "current": now.value if now else None,
        "current_on": now.on.isoformat() if now else None,
        "progress": None if way is None else round(float(way), 4),
        "_way": way,
        "state": each.state(today),
        "readings": [{"on": r.on.isoformat(), "value": r.value, "evidence": r.evidence} for r in each.readings],
    }


def _risk(row: dict[str, Any], today: date) -> dict[str, Any]:
    late = bool(row["due_on"] and row["due_on"] < today.isoformat())
    return {**row, "risk": row["number"], "late": late}


def _milestone(step: Step, today: date) -> dict[str, Any]:
    return {**_step(step, today), "milestone": step.number, "after": list(step.after)}


def _commitment(step: Step, today: date) -> dict[str, Any]:
    return {**_step(step, today), "commitment": step.number, "promise": step.title}


def _step(step: Step, today: date) -> dict[str, Any]:
    state = step.state(today)
    return {
        **_days(step._asdict()),
        "state": state,
        "late": state in (LATE, MISSED),
        "days_left": (step.due_on - today).days if step.due_on and state != DONE else None,
    }


def _value(item: ValueItem) -> dict[str, Any]:
    def major(minor: int | None) -> int | float | None:
        return None if minor is None or item.currency is None else money.major(minor, item.currency)

    return {
        **item._asdict(),
        "value": item.number,
        "less_is_better": item.less_is_better,
        "unit_value": major(None if item.unit_value_minor is None else abs(item.unit_value_minor)),
        "amount": major(item.amount_minor),
        "yearly": major(item.yearly_minor),
        "formula": item.formula,
        "_amount_minor": item.amount_minor,
        "_yearly_minor": item.yearly_minor,
    }


def _days(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
