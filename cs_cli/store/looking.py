"""Finding rows by their words: the full-text index says which, the tables say what they are."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cs_cli.domain.looking import Phrase
from cs_cli.store.read import Reader
from cs_cli.store.search import TEXTS, row_of


class _Shown(NamedTuple):
    """What a row of a table is called, its day, its number and whether customers may see it, in SQL."""

    kind: str
    on: str
    number: str = "NULL"
    shared: str = "0"


_SHOWN: Mapping[str, _Shown] = {
    "activity": _Shown("v.kind", "v.happened_on", "'a' || v.id", "v.shared"),
    "note": _Shown("'note'", "v.noted_on"),
    "ticket": _Shown("'ticket'", "date(v.opened_at_utc)", shared="NULL"),
    "contact": _Shown("'contact'", "NULL", shared="NULL"),
    "task": _Shown("'task'", "v.created_on", "'t' || v.id"),
    "objective": _Shown("'objective'", "coalesce(v.said_on, v.created_on)", "'o' || v.id", "v.shared"),
    "milestone": _Shown("'milestone'", "v.created_on", "'m' || v.id", "v.shared"),
    "commitment": _Shown("'commitment'", "v.created_on", "'c' || v.id", "v.shared"),
    "risk": _Shown("'risk'", "v.created_on", "'r' || v.id", "v.shared"),
    "value_item": _Shown("'value'", "v.created_on", "'v' || v.id", "v.shared"),
    "sentiment": _Shown("'sentiment'", "v.felt_on"),
    "survey": _Shown("'survey'", "v.answered_on", shared="NULL"),
    "forecast_call": _Shown("'forecast'", "v.called_on"),
    "health_override": _Shown("'override'", "v.set_on"),
}
KINDS = ("activity", *(shown.kind.strip("'") for table, shown in _SHOWN.items() if table != "activity"))
"""What can be looked for, beside each kind of activity."""
_MATCHES = "SELECT rowid FROM search WHERE search MATCH :query"


class Found(NamedTuple):
    """A row that has the words: whose, its day, what it is, its number, who may see it, its texts.

    `shared` is None where the customer wrote it.
    """

    account: str | None
    name: str | None
    archived_on: str | None
    on: str | None
    kind: str
    number: str | None
    shared: bool | None
    texts: tuple[str, ...]


class Within(NamedTuple):
    """Where to look: an account (row id), a kind, days from `since` until `known` (ISO)."""

    account: int | None
    kind: str | None
    since: str | None
    known: str


def look_for(reader: Reader, phrases: Sequence[Phrase], within: Within) -> list[Found]:
    """The rows that have all the `phrases`, the newest first, those without a day last."""
    if not phrases:
        return []
    rows: dict[str, list[int]] = {}
    for (text,) in reader.tuples(_MATCHES, {"query": " AND ".join(map(_as_fts, phrases))}):
        table, row_id = row_of(text)
        rows.setdefault(table, []).append(row_id)
    found = [each for table in TEXTS if table in rows for each in _rows_of(reader, table, rows[table], within)]
    return sorted(found, key=lambda each: each.on or "", reverse=True)


def _as_fts(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{"*" if phrase.is_begun else ""}'


def _rows_of(reader: Reader, table: str, ids: Sequence[int], within: Within) -> list[Found]:
    shown, columns = _SHOWN[table], TEXTS[table]
    kind = within.kind if within.kind != table else None
    sql = (
        f"SELECT a.key, a.name, a.archived_on, {shown.on}, {shown.kind}, {shown.number}, {shown.shared}, "  # noqa: S608  ours
        f"{', '.join(f'v.{column}' for column in columns)} FROM {table} v LEFT JOIN account a ON a.id = v.account_id "
        "WHERE v.id IN (SELECT value FROM json_each(:ids)) AND (:account IS NULL OR v.account_id = :account) "
        f"AND (:kind IS NULL OR {shown.kind} = :kind) AND ({shown.on} IS NULL OR {shown.on} <= :known) "
        f"AND (:since IS NULL OR {shown.on} >= :since) ORDER BY v.id DESC"
    )
    asked = {"ids": str(list(ids)), **within._asdict(), "kind": kind}
    return [
        Found(
            key, name, archived, on, what, number, None if seen is None else bool(seen), tuple(_texts(columns, cells))
        )
        for key, name, archived, on, what, number, seen, *cells in reader.tuples(sql, asked)
    ]


def _texts(columns: Sequence[str], cells: Sequence[Any]) -> list[str]:
    said = {column: str(cell) for column, cell in zip(columns, cells, strict=True) if cell}
    if "contacts" in said:
        said["contacts"] = ", ".join(map(str, json.loads(said["contacts"])))
    return [text for text in said.values() if text]
