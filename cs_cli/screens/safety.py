"""`cs undo`, `redo`, `history`, `backup --list` and `doctor` on a screen."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from cs_cli.domain import money, words
from cs_cli.errors import sentence_of
from cs_cli.output.sheet import Column, Sheet

_WIDTH = 100
_FIELDS = 24
_LONGEST, _COMMAND = 40, 60
_MEGA = 1_000_000
_NOUNS = {
    "alias": ("alias", "aliases"),
    "activity": ("activity", "activities"),
    "opportunity": ("opportunity", "opportunities"),
    "survey": ("survey response", ""),
    "waiting": ("waiting row", ""),
    "external_ref": ("external id", ""),
    "health_override": ("band set by hand", "bands set by hand"),
    "health_snapshot": ("health snapshot", ""),
    "forecast_call": ("forecast call", ""),
}
_FIRST = {"account": 0, "contract": 1, "contact": 2}
_TABLES = 3
_YES_OR_NO = {"auto_renew", "won"}


def when(instant: datetime, now: datetime) -> str:
    """`07:02 today`, `07:02 yesterday` or `07:02 on 20 Nov`, in the time zone of `now`."""
    local = instant.astimezone(now.tzinfo)
    days = (now.date() - local.date()).days
    day = {0: "today", 1: "yesterday"}.get(days) or f"on {words.near(local.date(), now.date())}"
    return f"{local:%H:%M} {day}"


def report(done: str, step: Any, now: datetime, hint: str, width: int | None) -> Iterable[str]:  # noqa: ANN401  a StepReport
    """What an undo or redo (`done`: its word) did: counts, then the fields with both values, then what to type next."""
    parts = []
    if step.removed:
        parts.append(f"{_counts(step.removed)} removed")
    if step.brought:
        parts.append(f"{_counts(step.brought)} brought back")
    if step.fields:
        parts.append(f"{words.counted(len(step.fields), 'field')} put {'forward' if 'edo' in done else 'back'}")
    what = ", ".join(parts) or "nothing was left to change"
    colon = ":" if step.fields else "."
    yield f"{done}: {_short(step.command, _COMMAND)}, {when(datetime.fromisoformat(step.at_utc), now)}. {what}{colon}"
    yield from _packed(_by_row(step.fields), width or _WIDTH)
    yield hint


def _counts(tables: Mapping[str, int]) -> str:
    """`60 accounts, 143 contracts, 179 contacts and 26,127 other rows`."""
    order = sorted(tables, key=lambda table: (table not in _FIRST, _FIRST.get(table, -tables[table])))
    named = order[:_TABLES] if len(order) > _TABLES + 1 else order
    counts = [words.counted(tables[table], *_NOUNS.get(table, (table, ""))) for table in named]
    rest = sum(tables[table] for table in order[len(named) :])
    return sentence_of([*counts, words.counted(rest, "other row")] if rest else counts, "and")


def _by_row(fields: Sequence[Any]) -> list[str]:
    """`ACME seats 400→380, owner me→lee`, one text a row; the last says how many fields are not shown."""
    rows: dict[str, list[str]] = {}
    for change in fields[:_FIELDS]:
        name = change.field.removesuffix("_minor").removesuffix("_months")
        old, new = (_value(change.field, value, change.currency) for value in (change.old, change.new))
        rows.setdefault(change.row, []).append(f"{name} {old}→{new}")
    texts = [f"{row} {', '.join(changes)}" for row, changes in rows.items()]
    return [*texts, f"and {len(fields) - _FIELDS} more"] if len(fields) > _FIELDS else texts


def _value(field: str, value: Any, currency: str | None) -> str:  # noqa: ANN401  any cell
    if value is None or value in ([], ""):
        return "(none)"
    if field.endswith("_minor") and currency:
        return money.shown(value, currency)
    if field in _YES_OR_NO:
        return "yes" if value else "no"
    if field.endswith("_months"):
        return f"{value}m"
    text = (
        "; ".join(map(str, value))
        if isinstance(value, list)
        else f"{value:g}"
        if isinstance(value, float)
        else str(value)
    )
    return _short(text, _LONGEST)


def _short(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _packed(texts: Iterable[str], width: int) -> Iterable[str]:
    """The texts side by side with ` · ` between, as many on a line as fit."""
    line = ""
    for text in texts:
        if line and len(line) + len(text) + 5 > width:
            yield f"  {line}"
            line = text
        else:
            line = f"{line} · {text}" if line else text
    if line:
        yield f"  {line}"


def history(steps: Sequence[Mapping[str, Any]], now: datetime, left: int) -> Iterable[Sheet | str]:
    """The steps, the newest first."""
    sheet = Sheet((Column(right=True), Column(), Column(flex=True), Column()))
    for step in steps:
        at = when(datetime.fromisoformat(step["at"]), now)
        sheet.row(str(step["step"]), at, step["command"], "undone" if step["undone_at"] else "")
    yield sheet
    if left > 0:
        yield f"  {words.counted(left, 'older step')}: cs history --all"
    yield "Take the newest back: cs undo. Another one: cs undo N"


def backups(found: Sequence[Mapping[str, Any]], now: datetime, folder: str) -> Iterable[Sheet | str]:
    """The backups, the newest first."""
    sheet = Sheet((Column(), Column(), Column(right=True)))
    for backup in found:
        sheet.row(
            backup["file"],
            when(datetime.fromisoformat(backup["made_at"]), now),
            f"{backup['size'] / _MEGA:,.1f} MB",
        )
    yield f"In {folder}:"
    yield sheet
    yield "Go back to one: cs restore FILE"


def diagnosis(found: Any, today: date) -> Iterable[str]:  # noqa: ANN401  a Diagnosis
    """One line if all is well, else each finding with its fix; then what is good to know."""
    if not found.serious:
        yield f"All is well: {_facts(found.facts, today)}."
    for number, finding in enumerate(found.serious, 1):
        yield f"{number}. {finding.what}"
        yield f"   {finding.fix}"
    if found.serious:
        yield (
            f"Else: {_facts(found.facts, today)}." if found.facts.get("schema") else "Nothing else could be looked at."
        )
    notes = [finding for finding in found.findings if not finding.serious]
    if notes:
        yield "Good to know:"
    for note in notes:
        yield f"   {note.what}"
        yield f"     {note.fix}"


def _facts(facts: Mapping[str, str], today: date) -> str:
    parts = [
        words.counted(int(facts["accounts"]), "account"),
        f"data version {facts['schema']}",
        f"SQLite {facts['sqlite']} with the journal {facts['journal']}",
    ]
    if made := facts.get("backup"):
        restores = ", which restores" if facts.get("rehearsal") else ""
        parts.append(f"last backup {words.near(date.fromisoformat(made[:10]), today)}{restores}")
    return ", ".join(parts)
