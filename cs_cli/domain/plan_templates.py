"""A plan as its TOML describes it: objectives to fill, milestones with days counted from an anchor."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain.plans import MILESTONES, SIDES
from cs_cli.domain.settings_table import Table

KIND = "plan template"
ANCHORS = ("kickoff", "decision", "today")
"""From which day a template counts: the kick-off, the day the next renewal is decided, or today."""
_MOST_DAYS = 1100


class PlannedObjective(NamedTuple):
    """An objective to be filled; internal until it is, unless `shared`."""

    quote: str
    measure: str | None
    cadence: str | None
    shared: bool


class PlannedMilestone(NamedTuple):
    """A milestone `day` days after the anchor, or `before_decision` days before the renewal is decided."""

    id: str
    title: str
    side: str
    kind: str | None
    day: int | None
    before_decision: int | None
    after: tuple[str, ...]
    shared: bool


class PlanTemplate(NamedTuple):
    """A plan to start from: its name, what it is for, its anchor and rows."""

    name: str
    meaning: str
    anchor: str
    objectives: Sequence[PlannedObjective]
    milestones: Sequence[PlannedMilestone]


def plan_template_from(values: Mapping[str, object], name: str, where: str) -> PlanTemplate:
    """The template `name` that parsed TOML describes. Raises ConfigError with the file and the key that is wrong."""
    file = Table(values, where, KIND)
    meaning, anchor = file.text("meaning"), file.word("anchor", ANCHORS)
    objectives = [_objective(table) for table in file.tables("objective")]
    tables = file.tables("milestone", at_least=1)
    milestones: list[PlannedMilestone] = []
    for table in tables:
        milestones.append(_milestone(table, [each.id for each in milestones]))
    file.close()
    return PlanTemplate(name, meaning, anchor, objectives, milestones)


def _objective(table: Table) -> PlannedObjective:
    found = PlannedObjective(
        quote=table.text("quote"), measure=table.text("measure") if table.has("measure") else None,
        cadence=table.text("cadence") if table.has("cadence") else None, shared=table.flag("shared", default=False),
    )  # fmt: skip
    table.close()
    return found


def _milestone(table: Table, known: Sequence[str]) -> PlannedMilestone:
    own = table.text("id")
    if own in known:
        raise table.wrong("id", f'"{own}" stands twice')
    after = table.texts("after")
    if unknown := [each for each in after if each not in known]:
        raise table.wrong("after", f'names "{unknown[0]}", which is no id of a milestone above it')
    found = PlannedMilestone(
        id=own, title=table.text("title"), side=table.word("side", SIDES),
        kind=table.word("kind", MILESTONES) if table.has("kind") else None,
        day=table.whole("day", -_MOST_DAYS, _MOST_DAYS) if table.has("day") else None,
        before_decision=table.whole("before_decision", 0, _MOST_DAYS) if table.has("before_decision") else None,
        after=after, shared=table.flag("shared", default=True),
    )  # fmt: skip
    if found.day is not None and found.before_decision is not None:
        raise table.wrong("before_decision", "and day are two days for one milestone: say one of them")
    table.close()
    return found


def dated(milestone: PlannedMilestone, anchor: date, decision: date | None) -> date | None:
    """The day of a milestone, a weekend's moved to the Monday after; None where no decision is known to count from."""
    if milestone.before_decision is not None:
        if decision is None:
            return None
        day = decision - timedelta(milestone.before_decision)
        return day - timedelta(max(day.weekday() - 4, 0))
    if milestone.day is None:
        return None
    day = anchor + timedelta(milestone.day)
    return day + timedelta((7 - day.weekday()) % 7 if day.weekday() > 4 else 0)  # noqa: PLR2004  Friday
