"""What each section rests on: the system, the field, the days, the rows and the rule, as plain data.

The rows hold what a customer may see of the account and nothing else.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cs_cli.documents.content.adoption import WINDOW_MONTHS, Section
from cs_cli.documents.content.enablement import METRICS as TRAINING
from cs_cli.documents.content.facts import Facts
from cs_cli.documents.content.support import LONG_DAYS, URGENT_HOURS
from cs_cli.documents.content.support import WINDOW_MONTHS as SUPPORT_MONTHS
from cs_cli.documents.moments import Period, month_start, span_said
from cs_cli.documents.numbers import plural

TYPED = "our records"
USAGE = "product usage"
STALE_DAYS = {"usage": 3, "support": 7}
_ADOPTION = ("active_users", "seats_used", "features_used", "features_available")
_ROWS = dict[str, Any]


class _Window(NamedTuple):
    first: date
    last: date

    @property
    def said(self) -> str:
        return span_said(self.first, self.last)


def evidence_of(review: Section, facts: Facts, period: Period, as_of: date) -> Section:
    """What every section of the review rests on, by the section's name; one without rows is not there."""
    since = bool(review["adoption"] and review["adoption"]["since"])
    found = {
        "adoption": _adoption(facts, period, since=since), "support": _support(facts, period, as_of),
        "shortfalls": _shortfalls(review, facts, period, as_of), "voice": _voice(facts, period),
        "people": _people(review, facts, period, as_of), "enablement": _enablement(facts, period, as_of),
        "agreement": _agreement(review, as_of), **_plan(review, period, as_of),
    }  # fmt: skip
    return {name: each for name, each in found.items() if each["rows"]}


def _evidence(  # noqa: PLR0913  the columns of one row
    system: str, field: str, window: str, rule: str, rows: Sequence[_ROWS], *, read_on: date | None = None,
    stale: str = "",
) -> Section:  # fmt: skip
    return {
        "system": system, "field": field, "said": fields_said(field), "window": window, "rule": rule,
        "rows": list(rows), "stale": stale,
        "read_on": read_on.isoformat() if read_on else None,
    }  # fmt: skip


_UNSAID = {"measurements", "progress_readings"}
"""Views whose columns speak for themselves."""
_IN_WORDS = {
    "arr": "fee", "baseline": "before", "current": "now", "done_on": "done", "due_on": "due", "name": "names",
    "on": "days", "opened_at": "opened", "opt_out_on": "notice", "quote": "your words", "reopened_at": "opened again",
    "resolved_at": "resolved", "first_reply_at": "first reply", "unit_value": "worth of one", "value": "readings",
}  # fmt: skip


def fields_said(field: str) -> str:
    """Columns of views in words: `tickets.opened_at, resolved_at` as `tickets: opened, resolved`."""
    parts = []
    for part in field.split("; "):
        view, _, columns = part.partition(".")
        named = ", ".join(_IN_WORDS.get(name, name.replace("_", " ")) for name in columns.split(", "))
        parts.append(named if view in _UNSAID else f"{view.replace('_', ' ')}: {named}")
    return "; ".join(parts)


def stale_said(kind: str, read_on: date | None, until: date) -> str:
    """`usage 12 days old`, where what is to tell of `until` was read too long before; else nothing."""
    age = (until - read_on).days if read_on else 0
    return f"{kind} {plural(age, 'day')} old" if age > STALE_DAYS[kind] else ""


def _measured(facts: Facts, metrics: Iterable[str], window: _Window) -> list[_ROWS]:
    names = set(metrics)
    return [
        {"metric": m.metric, "on": m.on.isoformat(), "value": m.value}
        for m in facts.measurements
        if m.metric in names and window.first <= m.on <= window.last
    ]


def _adoption(facts: Facts, period: Period, *, since: bool) -> Section:
    told = [m.on for m in facts.measurements if since and m.metric == "active_users"]
    window = _Window(month_start(period.last, 1 - WINDOW_MONTHS), max([period.last, *told]))
    rows = _measured(facts, _ADOPTION, window)
    read_on = _newest(rows)
    used = [name for name in _ADOPTION if any(row["metric"] == name for row in rows)]
    return _evidence(
        USAGE, f"measurements.{', '.join(used)}", window.said,
        "The last reading of each month; the change compares the ends of two quarters; shares are of the seats or "
        "features there were", rows, read_on=read_on, stale=stale_said("usage", read_on, window.last),
    )  # fmt: skip


def _newest(rows: Iterable[_ROWS], key: str = "on") -> date | None:
    days = [str(row[key]) for row in rows if row[key]]
    return date.fromisoformat(max(days)) if days else None


def _support(facts: Facts, period: Period, as_of: date) -> Section:
    window = _Window(month_start(period.last, 1 - SUPPORT_MONTHS), as_of)
    shown = [t for t in facts.tickets if t.is_open or window.first <= t.opened_on <= period.last]
    rows = [
        {
            "ticket": t.ticket, "priority": t.priority, "on": t.opened_on.isoformat(),
            "resolved_on": t.resolved_at.date().isoformat() if t.resolved_at else None,
        }
        for t in shown
    ]  # fmt: skip
    known = facts.tickets_known_to
    return _evidence(
        _systems(t.source for t in shown), "tickets.opened_at, first_reply_at, resolved_at", window.said,
        f"Counted in the month they were opened; medians of clock time over those opened in {period.name}", rows,
        read_on=known, stale=stale_said("support", known, as_of),
    )  # fmt: skip


def _systems(sources: Iterable[str]) -> str:
    return ", ".join(sorted({source or TYPED for source in sources})) or TYPED


def _shortfalls(review: Section, facts: Facts, period: Period, as_of: date) -> Section:
    rows = review["fell_short"]
    kinds = [name for name in ("milestone", "commitment", "ticket") if any(row["kind"] == name for row in rows)]
    fields = {
        "milestone": "milestones.due_on, done_on", "commitment": "commitments.due_on, done_on",
        "ticket": "tickets.opened_at, resolved_at, reopened_at",
    }  # fmt: skip
    numbers = {row["ticket"] for row in review["shortfalls"]}
    sources = [t.source for t in facts.tickets if t.ticket in numbers]
    sources += [TYPED] if set(kinds) - {"ticket"} else []
    kept = ("what", "whose", "due_on", "done_on", "cost", "because", "change")
    return _evidence(
        _systems(sources), "; ".join(fields[kind] for kind in kinds), _Window(period.first, as_of).said,
        f"Steps after their day; urgent tickets over {URGENT_HOURS} hours, any over {LONG_DAYS} days, reopened ones",
        [{name: row[name] for name in kept} for row in rows],
    )  # fmt: skip


def _voice(facts: Facts, period: Period) -> Section:
    window = _Window(month_start(period.last, -11), period.last)
    counts: dict[str, int] = {}
    for answer in facts.answers:
        if window.first <= answer.on <= window.last:
            counts[answer.kind] = counts.get(answer.kind, 0) + 1
    return _evidence(
        "surveys", "surveys.score", window.said,
        "The latest answer of each person; NPS is the share of 9 and 10 less the share of 0 to 6",
        [{"kind": kind, "answers": count} for kind, count in sorted(counts.items())],
    )  # fmt: skip


def _people(review: Section, facts: Facts, period: Period, as_of: date) -> Section:
    rows = [*review["meetings"]["rows"], *review["people"]]
    system = ", ".join(facts.meetings_from) or TYPED
    return _evidence(system, "activities.on; contacts.name", _Window(period.first, as_of).said,
        "Calls, meetings and business reviews, and who of you was there", rows)  # fmt: skip


def _enablement(facts: Facts, period: Period, as_of: date) -> Section:
    window = _Window(period.first, as_of)
    held = [each for each in facts.trainings if each.on >= period.first]
    numbers = _measured(facts, TRAINING, _Window(period.first, period.last))
    fields = [*(["activities.topic"] if held else []), *(f"measurements.{row['metric']}" for row in numbers[-1:])]
    rows = [{"kind": each.kind, "on": each.on.isoformat(), "with": ", ".join(each.contacts)} for each in held]
    return _evidence(
        ", ".join(facts.meetings_from) or TYPED, "; ".join(fields), window.said,
        "Calls, meetings and reviews about training; the last reading of what is measured", [*rows, *numbers],
        read_on=_newest([*rows, *numbers]),
    )  # fmt: skip


def _agreement(review: Section, as_of: date) -> Section:
    agreement = review["agreement"]
    kept = ("name", "term", "starts_on", "renews_on", "notice_by", "seats", "fee")
    rows = [{name: row[name] for name in kept} for row in agreement["contracts"]] if agreement else []
    return _evidence("contract record", "contracts.opt_out_on, seats, arr", f"on {_on(as_of)}",
        "The terms in force on the day, each price a year", rows)  # fmt: skip


def _on(day: date) -> str:
    return span_said(day, day)


def _plan(review: Section, period: Period, as_of: date) -> dict[str, Section]:
    """The parts of the success plan, each of its own shared rows."""
    plan = review["plan"]
    if not plan:
        return {}
    window, today = _Window(period.first, as_of).said, f"on {_on(as_of)}"
    objectives, value = plan["objectives"], plan["value"]
    items = value["items"] if value else []
    read = [row for row in objectives if row["now_on"]]
    return {
        "objectives": _evidence(_shown_by(objectives), "objectives.quote; progress_readings.value", today,
            "How far the measure is from its baseline to its target; over 100% where it went beyond", objectives,
            read_on=_newest(read, "now_on")),
        "value": _evidence(_shown_by(items), "value_items.baseline, current, unit_value", today,
            "The gain in units times what one unit is worth; the sum holds what was agreed and nothing else", items,
            read_on=_newest(items, "now_on")),
        "plan": _evidence(TYPED, "milestones.due_on, done_on", today, "Dated steps that both sides can see",
            plan["milestones"]),
        "commitments": _evidence(TYPED, "commitments.due_on, done_on", window, "Kept is what was done",
            plan["commitments"]),
        "risks": _evidence(TYPED, "risks.title", today, "Risks that we share with you", plan["risks"]),
    }  # fmt: skip


def _shown_by(rows: Iterable[Section]) -> str:
    """What shows the values, in the words that were recorded."""
    found = list(dict.fromkeys(row["evidence"] for row in rows if row["evidence"]))
    return "; ".join(found) or TYPED
