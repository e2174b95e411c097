"""The success plan as a document shows it: what is shared with the customer, on the day, and never what was dropped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import text
from cs_cli.documents.moments import iso_said
from cs_cli.domain.money import shown as money_shown
from cs_cli.domain.money import totals_shown
from cs_cli.domain.plan_progress import AHEAD, DONE, LATE, MISSED, Objective, Plan, Step, next_step, percent
from cs_cli.domain.quantity import exact, shown
from cs_cli.domain.text import fold
from cs_cli.domain.value import ValueItem

_STATUS = {DONE: "Done", AHEAD: "Planned", LATE: "Late", MISSED: "Missed"}
_NO_BREAK = "\N{NO-BREAK SPACE}"
_SIDES = {"us": "we", "them": "you", "both": "together"}


def success_of(plan: Plan, since: date, as_of: date, us: str) -> Section | None:
    """The shared part of a plan, as ready-made texts; None where nothing is shared. `missed` is from `since` on.

    Where the owner of a row is "me", that is `us`, the name of whoever writes the document.
    """
    objectives = [each for each in plan.objectives if each.shared]
    milestones = [step for step in plan.milestones if step.shared]
    commitments = [step for step in plan.commitments if step.shared]
    risks = [row for row in plan.risks if row["shared"]]
    values = [item for item in plan.values if isinstance(item, ValueItem) and item.shared]
    if not (objectives or milestones or commitments or risks or values):
        return None
    following = next_step(milestones, as_of)
    return {
        "objectives": [_objective(each, as_of) for each in objectives],
        "backwards": [text(each.measure) or text(each.quote) for each in objectives if is_backwards(each)],
        "milestones": [_step(step, as_of, us) for step in milestones],
        "done": sum(step.done_on is not None for step in milestones),
        "next": _step(following, as_of, us) if following else None,
        "commitments": [_promise(step, as_of, us) for step in commitments],
        "promises": _kept(commitments, as_of),
        "risks": [_risk(row, us) for row in risks],
        "value": _value(values) if values else None,
        "missed": [_missed(step) for step in (*milestones, *commitments) if _is_missed(step, since)],
    }


def _objective(each: Objective, as_of: date) -> Section:
    now, way = each.current, each.travelled
    return {
        "quote": text(each.quote), "said_by": text(each.said_by), "said_on": iso_said(each.said_on),
        "measure": text(each.measure), "baseline": number_said(each.baseline, each.unit),
        "now": number_said(now.value if now else None, each.unit), "now_on": iso_said(now.on) if now else None,
        "target": number_said(each.target, each.unit),
        "progress": percent(way).replace("-", "−") if way is not None else "",
        "by": iso_said(each.due_on), "cadence": text(each.cadence),
        "evidence": text(now.evidence if now and now.evidence else each.evidence), "status": _status(each, as_of),
        "backwards": is_backwards(each), "target_value": each.target,
        "readings": [{"on": iso_said(reading.on), "value": reading.value} for reading in each.readings],
    }  # fmt: skip


def is_backwards(each: Objective) -> bool:
    """Whether the last reading is a step back from the one before it or from where it began, the target not reached."""
    values = [exact(reading.value) for reading in each.readings]
    start = values[0] if each.baseline is None and values else exact(each.baseline or 0)
    if not values or each.target is None or each.done_on:
        return False
    way = exact(each.target) - start
    before = [start, *values[-2:-1]]
    is_reached = (exact(each.target) - values[-1]) * way <= 0
    return not is_reached and any((values[-1] - value) * way < 0 for value in before)


def number_said(value: float | None, unit: str | None) -> str:
    """A measured value, its unit on the same line."""
    return "" if value is None else text(shown(value, unit)).replace(" ", _NO_BREAK)


def is_reached(each: Objective) -> bool:
    """Whether the measure is at its target or beyond, whatever was ticked."""
    return each.travelled is not None and each.travelled >= 1


def _status(each: Objective, as_of: date) -> str:
    """Nothing is called on track without a by-when: what is not done is late, or open."""
    state = each.state(as_of)
    if state in (AHEAD, LATE) and is_reached(each):
        return _STATUS[DONE]
    if state == AHEAD and is_backwards(each):
        return "Slipping"
    if state == AHEAD:
        return "In progress" if each.readings else "Open"
    return _STATUS[state]


def _step(step: Step, as_of: date, us: str) -> Section:
    state = step.state(as_of)
    on = step.done_on if state == DONE else step.due_on
    return {
        "what": text(step.title), "on": iso_said(on), "due_on": iso_said(step.due_on), "whose": _SIDES[step.side],
        "owner": owner_said(step.owner, us), "status": _STATUS[state],
    }  # fmt: skip


def _promise(step: Step, as_of: date, us: str) -> Section:
    return {**_step(step, as_of, us), "by": iso_said(step.due_on)}


def _kept(commitments: Sequence[Step], as_of: date) -> Section:
    """How many promises are kept, how many are still to come, and those whose day has passed."""
    states = [(step.state(as_of), text(step.title)) for step in commitments]
    return {
        "kept": sum(state == DONE for state, _title in states),
        "to_come": sum(state == AHEAD for state, _title in states),
        "missed": [title for state, title in states if state in (LATE, MISSED)],
    }


def owner_said(said: object, us: str) -> str:
    """The name of an owner; "me" is `us`, the name of whoever writes the document."""
    name = text(said)
    return us if fold(name) == "me" else name


def _risk(found: Mapping[str, object], us: str) -> Section:
    names = ("cause", "likelihood", "impact", "mitigation")
    said = {name: text(found[name]) for name in names}
    return {
        "risk": text(found["title"]),
        **said,
        "owner": owner_said(found["owner"], us),
        "by": text(found["due_on"]) or None,
    }


def _value(items: Sequence[ValueItem]) -> Section:
    """The items, and a year's total for each currency of what somebody agreed to."""
    totals: dict[str, int] = {}
    for item in items:
        if _is_summed(item) and item.yearly_minor is not None and item.currency:
            totals[item.currency] = totals.get(item.currency, 0) + item.yearly_minor
    return {
        "items": [_item(item) for item in items],
        "together": totals_shown(totals) if totals else None,
        "agreed_by": _names(item.agreed_by for item in items if _is_summed(item)),
        "agreed_on": max((str(item.agreed_on) for item in items if _is_summed(item) and item.agreed_on), default=None),
        "minor": totals,
        "count": sum(map(_is_summed, items)),
    }


def _is_summed(item: ValueItem) -> bool:
    """Whether an item counts: somebody of the customer's agreed to it, and it is worth something every year."""
    return bool(item.agreed_by) and item.yearly_minor is not None and bool(item.currency)


def _names(found: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(filter(None, map(text, found))))


def _item(item: ValueItem) -> Section:
    return {
        "what": text(item.title), "baseline": number_said(item.baseline, item.unit),
        "now": number_said(item.current, item.unit), "now_on": item.measured_on, "formula": _formula(item),
        "amount": _amount(item.amount_minor, item), "per": text(item.per), "yearly": _amount(item.yearly_minor, item),
        "evidence": text(item.evidence), "agreed_by": text(item.agreed_by), "agreed_on": item.agreed_on,
    }  # fmt: skip


def _formula(item: ValueItem) -> str:
    said = text(item.formula)
    for value in (item.baseline, item.current):
        said = said.replace(text(shown(value, item.unit)), number_said(value, item.unit))
    return said


def _amount(minor: int | None, item: ValueItem) -> str:
    return "" if minor is None or item.currency is None else money_shown(minor, item.currency)


def _is_missed(step: Step, since: date) -> bool:
    return step.missed_on is not None and step.missed_on >= since


def _missed(step: Step) -> Section:
    """What was missed: the day that was agreed first, why, what changes, and the day that is agreed now."""
    due = step.planned_on or step.due_on
    moved = step.due_on if step.missed_on and step.due_on and step.due_on > step.missed_on else None
    done = step.done_on
    return {
        "what": text(step.title), "whose": _SIDES[step.side], "due_on": iso_said(None if due == moved else due),
        "because": text(step.because), "change": text(step.change),
        "now_due": iso_said(moved), "done_on": iso_said(done),
        "days_late": (done - due).days if done and due and done > due else None,
    }  # fmt: skip


def unshared_of(plan: Plan) -> Section:
    """What of a plan is ours alone: the open risks, and the other rows by number and title."""
    titled = [
        *((each.number, each.quote) for each in plan.objectives if not each.shared),
        *((step.number, step.title) for step in (*plan.milestones, *plan.commitments) if not step.shared),
        *((item.number, item.title) for item in plan.values if isinstance(item, ValueItem) and not item.shared),
    ]
    return {
        "risks": [_risk(row, "me") for row in plan.risks if not row["shared"]],
        "unshared": [{"number": number, "what": text(title)} for number, title in titled],
    }
