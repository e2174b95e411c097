"""What stands in success plans, on a screen."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from cs_cli.domain import money, words
from cs_cli.domain.plan_progress import AHEAD, DONE, LATE, MISSED, WHOSE, Progress, percent
from cs_cli.domain.quantity import shown
from cs_cli.output.sheet import Cell, Column, Sheet

Row = dict[str, Any]
_GLYPHS = {DONE: "✓ done", AHEAD: "○ ahead", LATE: "■ late", MISSED: "■ missed"}
_STYLES = {DONE: "green", LATE: "bold red", MISSED: "bold red"}
_STEPS = (
    Column(title="no"), Column(title="account"), Column(title="what", wrap=True), Column(title="whose"),
    Column(title="due"), Column(title="state"), Column(title="kind", drop=2), Column(title="after", drop=1),
    Column(title="owner", drop=3),
)  # fmt: skip
_OBJECTIVES = (
    Column(title="no"), Column(title="account"), Column(title="in their words", wrap=True),
    Column(title="measure", drop=2), Column(title="baseline", right=True, drop=3), Column(title="now", right=True),
    Column(title="target", right=True), Column(title="way", right=True), Column(title="due", drop=4),
    Column(title="state"),
)  # fmt: skip
_RISKS = (
    Column(title="no"), Column(title="account"), Column(title="risk", wrap=True), Column(title="likely"),
    Column(title="impact"), Column(title="mitigation", flex=True, drop=3), Column(title="owner", drop=2),
    Column(title="due"), Column(title="seen by", drop=1),
)  # fmt: skip
_VALUES = (
    Column(title="no"), Column(title="account"), Column(title="what", wrap=True),
    Column(title="how it is reckoned", drop=1), Column(title="worth", right=True),
    Column(title="a year", right=True), Column(title="agreed"),
)  # fmt: skip


def milestones(rows: Sequence[Row], found: Sequence[Row], today: date) -> list[Sheet | str]:
    """The milestones `rows` of all that were `found`."""
    kind = "milestone"
    if not found:
        return ['No milestone. Add one: cs milestone add ACME "EU go-live" --due "11 dec", or cs plan --templates']
    return [_steps(rows, kind, today), _count(rows, found, kind), *_next(rows, kind)]


def commitments(rows: Sequence[Row], found: Sequence[Row], today: date) -> list[Sheet | str]:
    """The promises `rows` of all that were `found`."""
    kind = "commitment"
    if not found:
        return ['No promise. Add one: cs commitment add ACME "us: fix SSO by 12 dec"']
    return [_steps(rows, kind, today), _count(rows, found, kind), *_next(rows, kind)]


def _steps(rows: Sequence[Row], kind: str, today: date) -> Sheet:
    sheet = Sheet(_STEPS, indent=0).titles()
    for row in rows:
        state = row["state"]
        sheet.row(
            row[kind], Cell(row["account"], "bold"), row["title"], WHOSE[row["side"]], _day(row["due_on"], today),
            Cell(_GLYPHS[state] + _by(row), _STYLES.get(state, "")), row["kind"] or "", ", ".join(row["after"]),
            row["owner"] or "",
        )  # fmt: skip
    return sheet


def _by(row: Row) -> str:
    return f" {-row['days_left']}d" if row["state"] == LATE else ""


def _count(rows: Sequence[Row], found: Sequence[Row], noun: str) -> str:
    states = [row["state"] for row in found]
    said = [f"{states.count(state)} {state}" for state in (DONE, AHEAD, LATE, MISSED) if state in states]
    return f"{words.counted(len(found), noun)}: {', '.join(said)}.{_more(rows, found, f'{noun}s')}"


def _more(rows: Sequence[Row], found: Sequence[Row], word: str) -> str:
    return f" {len(found) - len(rows):,} more: cs {word} --all." if len(found) > len(rows) else ""


def _next(rows: Sequence[Row], kind: str) -> list[str]:
    late = next((row[kind] for row in rows if row["state"] == LATE), None)
    if late:
        return [f"Late ones: cs {kind} done {late} · or say why: cs {kind} miss {late} --because … --change …"]
    ahead = next((row[kind] for row in rows if row["state"] == AHEAD), None)
    return [f"When it is done: cs {kind} done {ahead}"] if ahead else []


def objectives(rows: Sequence[Row], found: Sequence[Row], today: date) -> list[Sheet | str]:
    """The objectives `rows` of all that were `found`."""
    if not found:
        return ['No objective. Add one: cs objective add ACME "Plan a week in a day" --baseline 8h --target "<2h"']
    sheet = Sheet(_OBJECTIVES, indent=0).titles()
    for row in rows:
        state, unit = row["state"], row["unit"]
        sheet.row(
            row["objective"], Cell(row["account"], "bold"), row["quote"], row["measure"] or "",
            shown(row["baseline"], unit), shown(row["current"], unit), shown(row["target"], unit),
            percent(row["_way"]), _day(row["due_on"], today), Cell(_GLYPHS[state], _STYLES.get(state, "")),
        )  # fmt: skip
    return [sheet, _count(rows, found, "objective")]


def risks(rows: Sequence[Row], found: Sequence[Row], today: date) -> list[Sheet | str]:
    """The open risks `rows` of all that were `found`."""
    if not found:
        return ['No open risk. Add one: cs risk add ACME "the sponsor leaves" --likelihood high']
    sheet = Sheet(_RISKS, indent=0).titles()
    for row in rows:
        sheet.row(
            row["risk"], Cell(row["account"], "bold"), row["title"], row["likelihood"] or "–", row["impact"] or "–",
            row["mitigation"] or "–", row["owner"] or "",
            Cell(_day(row["due_on"], today) + (" late" if row["late"] else ""), "bold red" if row["late"] else ""),
            "customer" if row["shared"] else "us only",
        )  # fmt: skip
    return [sheet, f"{words.counted(len(found), 'open risk')}.{_more(rows, found, 'risks')}"]


def values(rows: Sequence[Row], found: Sequence[Row], today: date) -> list[Sheet | str]:
    """The value items `rows` of all that were `found`, with a total a year for each currency of what is agreed."""
    if not found:
        return ['No value item. Add one: cs value add ACME "planning hours saved" --baseline 40h --current 12h']
    sheet = Sheet(_VALUES, indent=0).titles()
    for row in rows:
        agreed = f"{row['agreed_by']}, {_day(row['agreed_on'], today)}" if row["agreed_by"] else "not yet"
        sheet.row(
            row["value"], Cell(row["account"], "bold"), row["title"], row["formula"] or "not reckoned",
            _amount(row, "_amount_minor"), _amount(row, "_yearly_minor"), agreed,
        )  # fmt: skip
    return [sheet, _together(found) + _more(rows, found, "values")]


def _amount(row: Row, key: str) -> str:
    return "" if row[key] is None else money.shown(row[key], row["currency"])


def _together(found: Sequence[Row]) -> str:
    totals: dict[str, int] = {}
    for row in found:
        if row["agreed_by"] and row["_yearly_minor"] is not None:
            totals[row["currency"]] = totals.get(row["currency"], 0) + row["_yearly_minor"]
    agreed = sum(bool(row["agreed_by"]) for row in found)
    said = f", together {money.totals_shown(totals)} a year" if totals else ""
    return f"{words.counted(len(found), 'value item')}, {agreed} agreed{said}."


def progress_line(progress: Progress, today: date) -> str:
    """`3 of 5 milestones done; next "EU go-live" 11 Dec, ours`."""
    said = [f"{progress.done} of {words.counted(progress.milestones, 'milestone')} done"] if progress.milestones else []
    if progress.share is not None:
        objectives_ = words.counted(progress.objectives, "objective")
        said += [] if said else [f"{objectives_}, {percent(Decimal(str(progress.share)))} of the way"]
    said = said or [words.counted(progress.objectives, "objective") if progress.objectives else "begun"]
    if (step := progress.next) is not None:
        due = f" {words.near(step.due_on, today)}" if step.due_on else ""
        late = ", late" if step.state(today) == LATE else ""
        said.append(f'next "{step.title}"{due}{late}, {WHOSE[step.side]}')
    return "; ".join(said)


def _day(text: str | None, today: date) -> str:
    return words.near(date.fromisoformat(text), today) if text else ""
