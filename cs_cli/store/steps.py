"""What undo and redo report: rows removed and brought back, fields put back, each by the name people know."""

import json
from dataclasses import dataclass, field
from sqlite3 import Connection
from typing import Any

from cs_cli.store.images import Image

_NAMED_BY = {
    "contact": "name",
    "opportunity": "opportunity",
    "ticket": "ticket",
    "alias": "name",
    "external_ref": "external_id",
    "waiting": "external_id",
    "measurement": "metric",
}
_HIDDEN = {
    "id", "step", "account_id", "contract_id", "row_id", "key_folded", "name_folded", "folded",
    "anchor_on", "opt_out_on", "renewed_by_id", "renewed_by_guess",
}  # fmt: skip
"""Columns that are only the machine's, or follow from others."""
_LISTS = {"tags", "roles", "contacts", "assumed"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field put back or changed: the row as people call it, the field, its values, the row's currency."""

    row: str
    field: str
    old: Any
    new: Any
    currency: str | None


@dataclass(frozen=True, slots=True)
class StepReport:
    """What undo or redo did: the step's command and instant, rows removed and brought by table, fields."""

    step: int
    command: str
    at_utc: str
    removed: dict[str, int] = field(default_factory=dict)
    brought: dict[str, int] = field(default_factory=dict)
    fields: list[FieldChange] = field(default_factory=list)

    def count(self, into: dict[str, int], table: str, rows: int = 1) -> None:
        """Add `rows` of `table` to what was removed or brought."""
        into[table] = into.get(table, 0) + rows

    def note(self, connection: Connection, table: str, old: Image | None, new: Image | None) -> None:
        """Take up one row that went from `old` to `new` (None: not there)."""
        if old is None:
            self.count(self.brought, table)
        elif new is None:
            self.count(self.removed, table)
        else:
            self.fields.extend(_differences(label(connection, table, new), old, new))


def _differences(row: str, old: Image, new: Image) -> list[FieldChange]:
    was, now = _fields(old), _fields(new)
    return [
        FieldChange(row, name, was.get(name), now.get(name), new.get("currency"))
        for name in dict.fromkeys((*was, *now))
        if was.get(name) != now.get(name)
    ]


def _fields(image: Image) -> Image:
    """What people know as the row's fields: lists as lists, custom fields beside the others."""
    known = {name: value for name, value in image.items() if name not in _HIDDEN}
    lists = {name: json.loads(known[name]) for name in known.keys() & _LISTS}
    custom = json.loads(known.pop("custom", None) or "{}")
    return {**known, **lists, **custom}


def label(connection: Connection, table: str, image: Image) -> str:
    """How people call the row: the account's key, with the contract, task or name where it is one."""
    if table == "account":
        return str(image.get("key", f"account {image['id']}"))
    if table == "task":
        return f"t{image['id']}"
    if table == "rate":
        return f"{image['currency']} in {image['in_currency']} of {image['rated_on']}"
    key = _key_of(connection, image.get("account_id"))
    if table == "contract" and key:
        return f"{key}/{image['contract']}" if image["contract"] else key
    name = image.get(_NAMED_BY.get(table, ""))
    return " ".join(str(part) for part in (key, table.replace("_", " "), name) if part)


def _key_of(connection: Connection, account_id: int | None) -> str | None:
    row = connection.execute("SELECT key FROM account WHERE id = ?", (account_id,)).fetchone()
    return str(row[0]) if row else None
