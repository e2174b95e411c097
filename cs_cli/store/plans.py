"""Success plans as they stood on a day: objectives with their readings, milestones, promises, risks, value items."""

import json
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from cs_cli.domain.plan_progress import Objective, Plan, Progress, Reading, Step, progress_of
from cs_cli.domain.value import ValueItem
from cs_cli.store.read import Reader

_OF = "(:account IS NULL OR {0}account_id = :account)"
_HERE = """
FROM {view} v JOIN accounts a ON a.account_id = v.account_id
WHERE (:account IS NULL AND a.archived_on IS NULL OR v.account_id = :account)
"""
_IS_KEPT = "AND (v.dropped_on IS NULL OR v.dropped_on > :today)"


def _touched(*days: str) -> str:
    """The last of a row's days up to `:today`."""
    listed = ", ".join(f"v.{day}" for day in ("created_on", "changed_on", *days))
    return f"(SELECT max(value) FROM json_each(json_array({listed})) WHERE value <= :today)"  # noqa: S608  our own words


_OBJECTIVES = f"""
SELECT v.objective_id, v.number, v.account_id, v.account, v.name, v.quote, v.said_by, v.said_on, v.measure, v.unit,
  v.baseline, v.target, v.due_on, v.evidence, v.cadence, iif(v.done_on <= :today, v.done_on, NULL) AS done_on, v.shared,
  {_touched("said_on", "done_on")} AS touched_on
{_HERE.format(view="objectives")} {_IS_KEPT} AND min(v.created_on, coalesce(v.said_on, v.created_on)) <= :today
ORDER BY v.account, v.objective_id
"""
_READINGS = f"""
SELECT objective_id, "on", value, evidence FROM progress_readings
WHERE {_OF.format("")} AND "on" <= :today ORDER BY objective_id, "on"
"""  # noqa: S608  as above
_STEPS = """
SELECT v.number, v.account_id, v.account, v.name, v.{title}, v.side, v.owner, {own}, v.due_on, v.done_on,
  {confirmed} AS confirmed_by, v.missed_on, v.because, v.change, v.shared, v.created_on, {touched} AS touched_on
{here} {kept} AND min(v.created_on, coalesce(v.done_on, v.created_on), coalesce(v.missed_on, v.created_on)) <= :today
ORDER BY v.account, v.due_on IS NULL, v.due_on, v.{row_id}
"""
_MILESTONES = _STEPS.format(
    title="title", own="v.kind, v.objective, v.depends_on, v.planned_on", confirmed="v.confirmed_by",
    touched=_touched("done_on", "missed_on"), here=_HERE.format(view="milestones"), kept=_IS_KEPT,
    row_id="milestone_id",
)  # fmt: skip
_COMMITMENTS = _STEPS.format(
    title="promise", own="NULL, NULL, '[]', NULL", confirmed="NULL", touched=_touched("done_on", "missed_on"),
    here=_HERE.format(view="commitments"), kept=_IS_KEPT, row_id="commitment_id",
)  # fmt: skip
_RISKS = f"""
SELECT v.number, v.account_id, v.account, v.name, v.title, v.cause, v.likelihood, v.impact, v.mitigation, v.owner,
  v.due_on, v.shared, v.created_on, {_touched()} AS touched_on
{_HERE.format(view="risks")} AND v.created_on <= :today AND (v.closed_on IS NULL OR v.closed_on > :today)
ORDER BY v.account, v.risk_id
"""
_VALUES = f"""
SELECT v.number, v.account_id, v.account, v.name, v.title, v.objective, v.unit, v.baseline, v.current, v.measured_on,
  v.unit_value_minor, v.currency, v.per, v.evidence, iif(v.agreed_on <= :today, v.agreed_by, NULL),
  iif(v.agreed_on <= :today, v.agreed_on, NULL), v.shared, {_touched("measured_on", "agreed_on")}
{_HERE.format(view="value_items")} {_IS_KEPT} AND coalesce(v.measured_on, v.created_on) <= :today
ORDER BY v.account, v.value_id
"""


class Plans:
    """Reads the success plans of one portfolio as they stood on `today`; what was dropped by then is not there."""

    def __init__(self, reader: Reader, today: date) -> None:
        self.reader = reader
        self.today = today

    def objectives(self, account_id: int | None = None) -> list[Objective]:
        """The objectives of one account, or of all that are not archived, each with its readings."""
        readings: defaultdict[int, list[Reading]] = defaultdict(list)
        for objective, on, value, evidence in self._tuples(_READINGS, account_id):
            readings[objective].append(Reading(date.fromisoformat(on), value, evidence))
        return [_objective(row, readings[row["objective_id"]]) for row in self._rows(_OBJECTIVES, account_id)]

    def milestones(self, account_id: int | None = None) -> list[Step]:
        """The milestones, the earliest due first."""
        return [self._step(row) for row in self._tuples(_MILESTONES, account_id)]

    def commitments(self, account_id: int | None = None) -> list[Step]:
        """What was promised, the earliest due first."""
        return [self._step(row) for row in self._tuples(_COMMITMENTS, account_id)]

    def risks(self, account_id: int | None = None) -> list[dict[str, Any]]:
        """The open risks."""
        return [{**row, "shared": bool(row["shared"])} for row in self._rows(_RISKS, account_id)]

    def values(self, account_id: int | None = None) -> list[ValueItem]:
        """The value items that were measured or noted by then."""
        return [ValueItem(*row)._replace(shared=bool(row[-2])) for row in self._tuples(_VALUES, account_id)]

    def plan(self, account_id: int) -> Plan:
        """The whole plan of one account."""
        objectives, milestones = self.objectives(account_id), self.milestones(account_id)
        commitments, risks, values = self.commitments(account_id), self.risks(account_id), self.values(account_id)
        touched = [
            *(each.readings[-1].on for each in objectives if each.readings),
            *(each.touched_on for each in objectives),
            *(each.touched_on for each in (*milestones, *commitments)),
            *(date.fromisoformat(str(row["touched_on"])) for row in risks),
            *(date.fromisoformat(item.touched_on) for item in values),
        ]
        return Plan(objectives, milestones, commitments, risks, values, max(touched, default=None))

    def progress(self, account_id: int) -> Progress | None:
        """How far the plan of one account is; None where there is none."""
        return progress_of(self.plan(account_id), self.today)

    def _rows(self, sql: str, account_id: int | None) -> list[dict[str, Any]]:
        return self.reader.rows(sql, {"account": account_id, "today": self.today.isoformat()})

    def _tuples(self, sql: str, account_id: int | None) -> list[tuple[Any, ...]]:
        return self.reader.tuples(sql, {"account": account_id, "today": self.today.isoformat()})

    def _step(self, row: tuple[Any, ...]) -> Step:
        (
            number, of, key, name, title, side, owner, kind, objective, after, planned, due, done, confirmed, missed,
            because, change, shared, created, touched,
        ) = row  # fmt: skip
        is_missed = missed is not None and missed <= self.today.isoformat()
        why = (because, change) if is_missed or missed is None else (None, None)
        return Step(
            number, of, key, name, title, side, owner, kind, objective, tuple(f"m{each}" for each in json.loads(after)),
            _day(planned), _day(due), self._been(done), confirmed, _day(missed) if is_missed else None,
            why[0], why[1], bool(shared), date.fromisoformat(created),
            date.fromisoformat(touched),
        )  # fmt: skip

    def _been(self, text: str | None) -> date | None:
        """A day, where it has come."""
        return _day(text) if text is not None and text <= self.today.isoformat() else None


def _objective(row: Mapping[str, Any], readings: list[Reading]) -> Objective:
    facts = {name: value for name, value in row.items() if name != "objective_id"}
    days = {name: _day(row[name]) for name in ("said_on", "due_on", "done_on", "touched_on")}
    return Objective(**{**facts, **days, "shared": bool(row["shared"]), "readings": tuple(readings)})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
