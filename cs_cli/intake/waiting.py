"""Rows of another system whose account has not come yet: kept, counted, joined by the import that brings it."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from cs_cli.intake.amounts import Amount
from cs_cli.intake.bulk import Bulk
from cs_cli.intake.identity import Accounts, external_ids
from cs_cli.intake.kinds import KINDS, Kind
from cs_cli.intake.mapping import Match
from cs_cli.intake.rows import Row
from cs_cli.intake.tally import Outcome
from cs_cli.store.write import Writer

_AMOUNT = "amount"
_CURRENCY = "currency"


def keep(writer: Writer, match: Match, rows: Sequence[Row], outcome: Outcome) -> None:
    """Keep `rows` until their accounts come; one that waits already is only brought up to date."""
    table = Bulk(writer, "waiting")
    entries = {}
    for row in rows:
        text = _written(row, match)
        [(source, external_id), *_] = external_ids(row.values, match.system) or [(match.system, _digest(text))]
        entries[match.kind.name, source, external_id] = (account_ref(row), text)
    known = {
        (row["kind"], row["source"], row["external_id"]): row
        for row in table.like(("kind", "source", "external_id"), entries)
    }
    for (kind, source, external_id), (ref, text) in entries.items():
        values = {"kind": kind, "source": source, "external_id": external_id, "account_ref": ref, "row": text}
        before = known.get((kind, source, external_id))
        changes = {name: value for name, value in values.items() if before is None or before[name] != value}
        outcome.wrote = outcome.wrote or bool(changes)
        if before is None:
            table.insert(values)
        else:
            table.update(before["id"], changes)
        outcome.waiting_for[ref] = None
    outcome.waiting += len(entries)
    table.flush()


def account_ref(row: Row) -> str:
    """How a row calls its account: by the other system's id, or by name."""
    return str(row.values.get("account_id") or row.values.get("account", ""))


def located(row: Row, accounts: Accounts, system: str) -> int | None:
    """The account that a row belongs to, by the other system's id, else by key, alias or name."""
    if "account_id" in row.values:
        return accounts.by_ref(system, row.values["account_id"])
    return accounts.find(row.values["account"]) if "account" in row.values else None


def joining(writer: Writer, accounts: Accounts) -> Iterator[tuple[Match, list[tuple[Row, int]]]]:
    """For each kind and source: the rows whose account has come, with its id; a row's line is its id in the table."""
    table = Bulk(writer, "waiting")
    for kind in KINDS:
        stored = table.fetch("kind = ?", kind.name)
        for source in dict.fromkeys(row["source"] for row in stored):
            match = Match(kind, {}, system=source, title=source)
            found = []
            for entry in (entry for entry in stored if entry["source"] == source):
                row = _read(entry, kind)
                if (account_id := located(row, accounts, source)) is not None:
                    found.append((row, accounts.home_of(account_id)))
            if found:
                yield match, found


def take_out(writer: Writer, rows: Iterable[Row]) -> None:
    """Rows that wait no longer."""
    Bulk(writer, "waiting").delete(row.line for row in rows)


def _written(row: Row, match: Match) -> str:
    values: dict[str, Any] = dict(row.values)
    for name, value in values.items():
        if isinstance(value, Amount):
            values[name] = {_AMOUNT: str(value.value), _CURRENCY: value.currency}
    if values.get("closed") is None and match.position("closed") is not None:
        values["closed"] = False
    return json.dumps({"values": values, "custom": row.custom}, ensure_ascii=False)


def _read(entry: Mapping[str, Any], kind: Kind) -> Row:
    content = json.loads(entry["row"])
    values = content["values"]
    for column in kind.columns:
        value = values.get(column.name)
        if isinstance(value, dict):
            values[column.name] = Amount(Decimal(value[_AMOUNT]), value[_CURRENCY])
    return Row(entry["id"], values, content["custom"], ())


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=12).hexdigest()
