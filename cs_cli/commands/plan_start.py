"""`cs plan ACME --template onboarding`: objectives to fill and dated milestones, one undo step."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cs_cli.commands.plan_rows import MILESTONE, OBJECTIVE, new_row
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_day
from cs_cli.domain.plan_check import decision
from cs_cli.domain.plan_progress import WHOSE
from cs_cli.domain.plan_templates import PlannedMilestone, PlanTemplate, dated
from cs_cli.domain.text import fold
from cs_cli.errors import BadDataError, UsageError
from cs_cli.output import render
from cs_cli.output.sheet import Column, Sheet
from cs_cli.store.accounts import AccountRef
from cs_cli.store.plan_templates import load_plan_template, plan_template_names
from cs_cli.store.plans import Plans

_COLUMNS = (Column(), Column(flex=True), Column(), Column(), Column(drop=1))
_HOW = {
    "kickoff": 'the kick-off, and none is recorded: cs account edit {key} --kickoff "…", or say --on DATE',
    "decision": "the day of the next decision, and none lies ahead: say --on DATE",
}


class Asked(NamedTuple):
    """What was typed: the template, the day it counts from, whether it may come a second time or is only shown."""

    template: str
    on: str | None
    again: bool
    dry_run: bool


def templates_shown(cs: Cs) -> list[Sheet | str]:
    """The templates that there are, the user's own among them."""
    sheet = Sheet((Column(), Column(wrap=True), Column()), indent=0)
    for name in plan_template_names(cs.settings.folder):
        template = load_plan_template(name, cs.settings.folder)
        count = words.counted(len(template.milestones), "milestone")
        sheet.row(name, template.meaning, f"{count}, counted from {template.anchor}")
    return [sheet, f"Your own: {cs.settings.folder / 'plans'}/NAME.toml. Begin one: cs plan ACME --template onboarding"]


def start(cs: Cs, said: str, asked: Asked) -> None:
    """Add the rows of a template to the plan of an account, or only show them."""
    template = load_plan_template(asked.template, cs.settings.folder)
    ref = account_to_change(cs, said, "no plan begun")
    due = _days(cs, ref, template, asked.on)
    if not asked.again:
        _refuse_again(cs, ref, template)
    if asked.dry_run:
        render.sheets([_shown(template, due, {}, cs.today)])
        say(f"{ref.name} ({ref.key}): nothing written. Add it: cs plan {ref.key} --template {template.name}")
        return
    with recording(cs) as entries:
        for objective in template.objectives:
            facts = {OBJECTIVE.title: objective.quote, "measure": objective.measure, "cadence": objective.cadence}
            entries.insert("objective", new_row(cs.today, ref, {**facts, "shared": objective.shared}))
        ids: dict[str, int] = {}
        for step in template.milestones:
            ids[step.id] = entries.insert("milestone", new_row(cs.today, ref, _columns(step, due[step.id], ids)))
    render.sheets([_shown(template, due, ids, cs.today)])
    objectives = f", {words.counted(len(template.objectives), 'objective')} to fill" if template.objectives else ""
    told(ref, f"plan begun from {template.name}: {words.counted(len(ids), 'milestone')}{objectives}")
    say(f"What it lacks: cs plan {ref.key} --check")


def _columns(step: PlannedMilestone, due: date | None, ids: Mapping[str, int]) -> dict[str, Any]:
    return {
        MILESTONE.title: step.title, "side": step.side, "kind": step.kind, "shared": step.shared, "due_on": due,
        "planned_on": due, "depends_on": json.dumps([ids[each] for each in step.after]),
    }  # fmt: skip


def _days(cs: Cs, ref: AccountRef, template: PlanTemplate, on: str | None) -> dict[str, date | None]:
    """The day of each milestone by its id. Raises UsageError where the template counts from a day nobody recorded,
    or from one so long ago that milestones would lie before today, unless `on` says so.
    """
    renewal = decision(cs.portfolio.worth_of(ref).renewals)
    decide_on = renewal.decide_on if renewal else None
    kickoff = cs.reader.value("SELECT kickoff_on FROM accounts WHERE account_id = :of", {"of": ref.account_id})
    known = {
        "kickoff": date.fromisoformat(kickoff) if kickoff else None, "decision": decide_on, "today": cs.today,
    }[template.anchor]  # fmt: skip
    anchor = parse_day(on, cs.today, cs.settings.fiscal_start) if on else known
    if anchor is None:
        how = _HOW[template.anchor].format(key=ref.key)
        raise UsageError(
            f"{ref.name} ({ref.key}): {template.name} counts from {how}",
            f"Like cs plan {ref.key} --template {template.name} --on 2026-12-01",
        )
    due = {step.id: dated(step, anchor, decide_on) for step in template.milestones}
    first = min((day for day in due.values() if day), default=cs.today)
    if first < cs.today and not on:
        like = f"cs plan {ref.key} --template {template.name} --on"
        raise UsageError(
            f"{ref.name} ({ref.key}): {template.name} counted from {anchor} begins on {first}, before {cs.today}; "
            "no plan begun",
            f"Say from when: {like} today, or all the same {like} {anchor}",
        )
    return due


def _refuse_again(cs: Cs, ref: AccountRef, template: PlanTemplate) -> None:
    """Raises BadDataError where milestones of the template stand in the plan already."""
    titles = {fold(step.title) for step in template.milestones}
    there = [
        step.number for step in Plans(cs.reader, date.max).milestones(ref.account_id) if fold(step.title) in titles
    ]
    if there:
        raise BadDataError(
            f"{ref.name} ({ref.key}) has milestones of {template.name} already: {', '.join(there)}; no plan begun",
            f"What there is: cs milestones {ref.key}",
            f"A second time all the same: cs plan {ref.key} --template {template.name} --again",
        )


def _shown(template: PlanTemplate, due: Mapping[str, date | None], ids: Mapping[str, int], today: date) -> Sheet:
    sheet = Sheet(_COLUMNS, indent=0)
    for step in template.milestones:
        day = due[step.id]
        sheet.row(
            f"m{ids[step.id]}" if ids else step.id, step.title, words.dated(day, today) if day else "no day yet",
            WHOSE[step.side], _after(step.after, ids),
        )  # fmt: skip
    return sheet


def _after(after: Iterable[str], ids: Mapping[str, int]) -> str:
    names: Sequence[str] = [f"m{ids[each]}" if ids else each for each in after]
    return f"after {', '.join(names)}" if names else ""
