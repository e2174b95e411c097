"""The portfolio as CSV files in its own formats: importing them into an empty portfolio gives the same portfolio."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from sqlite3 import Connection
from typing import Any

from cs_cli.domain.formulas import guard
from cs_cli.domain.money import annual, decimal_text
from cs_cli.intake.files import CUSTOM
from cs_cli.intake.kinds import ACCOUNTS, BOOK, KINDS, RATES, Column, Kind
from cs_cli.intake.values import Reads

_TERMS = {None: "evergreen", 1: "monthly", 3: "quarterly", 12: "annual"}
_PERIODS = {0: "once", 1: "month", 3: "quarter", 6: "half-year", 12: "year"}
_AMBIGUOUS = re.compile(r"\.\d{3}$")
_STORED = {
    "measurements": {"on": "measured_on"},
    "surveys": {"on": "answered_on"},
    "activities": {"on": "happened_on"},
    "notes": {"on": "noted_on"},
    "forecast_calls": {"on": "called_on", "decision_on": "renews_on"},
    "rates": {"on": "rated_on"},
    "accounts": {"account": "key"},
    "contracts": {
        "renewal_term": "renewal_months", "billing_period": "billing_period_months",
        "opt_out_every": "opt_out_every_months", "price_period": "price_period_months", "term": "term_months",
    },
}  # fmt: skip
_TERMS_NAMED = """
SELECT id, coalesce(nullif(contract, ''), product), starts_on FROM contract
WHERE id IN (SELECT contract_id FROM task UNION SELECT contract_id FROM forecast_call)
"""
Stored = Mapping[str, Any]


def files_of(connection: Connection) -> Iterator[tuple[str, str, int]]:
    """(file name, its CSV text, number of rows) of every kind but `book`, which accounts and contracts make up."""
    for kind in KINDS:
        if kind is not BOOK:
            text, count = _csv_of(connection, kind)
            yield f"{kind.name}.csv", text, count


def _csv_of(connection: Connection, kind: Kind) -> tuple[str, int]:
    columns = [column for column in kind.columns if column.exported]
    custom = _custom_names(connection, kind)
    refs = _refs(connection, kind)
    names = {column.name for column in columns}
    belongs = kind not in (ACCOUNTS, RATES)
    of_account = "a.key AS account_key" if belongs else "NULL AS account_key"
    join = "LEFT JOIN account a ON a.id = t.account_id" if belongs else ""
    cursor = connection.execute(f"SELECT t.*, {of_account} FROM {kind.table} t {join} ORDER BY t.id")  # noqa: S608  our own names
    stored = [column[0] for column in cursor.description]
    more = _more_of(connection, kind)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*(column.name for column in columns), *(CUSTOM + name for name in custom)])
    count = 0
    for values in cursor:
        row = dict(zip(stored, values, strict=True))
        facts = {**row, **more(row)}
        if "external_id" in names:
            facts |= refs.get(row["id"], {})
        if kind.name == "contracts":
            facts |= _of_contract(row)
        own = json.loads(row["custom"]) if custom else {}
        writer.writerow(
            [*(_cell(kind, column, facts) for column in columns), *(_text(own.get(name)) for name in custom)]
        )
        count += 1
    return out.getvalue(), count


def _custom_names(connection: Connection, kind: Kind) -> list[str]:
    if not kind.custom:
        return []
    rows = connection.execute(f"SELECT DISTINCT c.key FROM {kind.table} t, json_each(t.custom) c ORDER BY c.key")  # noqa: S608  our own name
    return [name for (name,) in rows]


def _refs(connection: Connection, kind: Kind) -> dict[int, dict[str, str]]:
    """The ids that other systems gave each row; several are written `a;b` in both columns."""
    found: dict[int, dict[str, str]] = {}
    rows = connection.execute(
        "SELECT row_id, source, external_id FROM external_ref WHERE kind = ? ORDER BY row_id, id", (kind.name,)
    )
    for row_id, source, external_id in rows:
        before = found.get(row_id)
        found[row_id] = {
            "source": f"{before['source']};{source}" if before else source,
            "external_id": f"{before['external_id']};{external_id}" if before else external_id,
        }
    return found


def _more_of(connection: Connection, kind: Kind) -> Callable[[Stored], dict[str, Any]]:
    """What stands in a kind's columns and not in its own table."""
    if kind.name == "accounts":
        return _of_accounts(connection)
    if kind.name in ("tasks", "forecast_calls"):
        terms = {row_id: facts for row_id, *facts in connection.execute(_TERMS_NAMED)}
        none = (None, None)

        def of_term(row: Stored) -> dict[str, Any]:
            contract, starts_on = terms.get(row["contract_id"], none)
            called = {"called": decimal_text(row["arr_minor"], row["currency"])} if "arr_minor" in row else {}
            return {"account": row["account_key"], "contract": contract, "contract_starts_on": starts_on, **called}

        return of_term
    return lambda row: {"account": row["account_key"]}


def _of_accounts(connection: Connection) -> Callable[[Stored], dict[str, Any]]:
    keys = dict(connection.execute("SELECT id, key FROM account").fetchall())
    aliases: dict[int, list[str]] = {}
    for account_id, name in connection.execute("SELECT account_id, name FROM alias ORDER BY id"):
        aliases.setdefault(account_id, []).append(name)

    def more(row: Stored) -> dict[str, Any]:
        links = {"parent": keys.get(row["parent_id"]), "merged_into": keys.get(row["merged_into_id"])}
        return {**links, "aliases": json.dumps(aliases.get(row["id"], []))}

    return more


def _of_contract(row: Stored) -> dict[str, Any]:
    yearly = annual(row["price_minor"], row["price_period_months"])
    last = date.fromisoformat(row["renews_on"]) - timedelta(1) if row["renews_on"] else None
    return {
        "price": decimal_text(row["price_minor"], row["currency"]),
        "arr": decimal_text(yearly, row["currency"]),
        "ends_on": last.isoformat() if last else None,
    }


def _cell(kind: Kind, column: Column, facts: Stored) -> str:
    name = _STORED.get(kind.name, {}).get(column.name, column.name)
    if column.reads is Reads.INSTANT:
        name += "_utc"
    if column.name == "task":
        return f"t{facts['id']}"
    if kind.name == "opportunities" and column.name == "amount":
        minor = facts["amount_minor"]
        return "" if minor is None else _definite(decimal_text(minor, facts["currency"]))
    value = facts.get(name)
    if column.reads is Reads.READING and value is None:
        return _text(facts["word"])
    if column.name == "term":
        return _TERMS.get(value) or f"{value}m"
    return "" if value is None else _written(column.reads, value)


def _written(reads: Reads, value: Any) -> str:  # noqa: ANN401  any stored value
    return _WRITTEN.get(reads, _text)(value)


def _definite(number: str) -> str:
    """A number that cannot be taken for thousands: three decimals become four (`359.888` → `359.8880`)."""
    return f"{number}0" if _AMBIGUOUS.search(number) else number


def _text(value: Any) -> str:  # noqa: ANN401  any stored value
    return "" if value is None else str(guard(str(value)))


def _months(words: Mapping[Any, str]) -> Callable[[Any], str]:
    return lambda months: words.get(months) or f"{months}m"


def _number(value: float) -> str:
    return _definite(f"{Decimal(repr(value)):f}")


_WRITTEN: Mapping[Reads, Callable[[Any], str]] = {
    Reads.FLAG: lambda value: "true" if value else "false",
    Reads.TERM: _months(_TERMS),
    Reads.PERIOD: _months(_PERIODS),
    Reads.WORDS: lambda value: _text(";".join(map(str, json.loads(value)))),
    Reads.NUMBER: _number,
    Reads.READING: _number,
    Reads.COUNT: _number,
    Reads.AMOUNT: _definite,
    Reads.SIGNED_AMOUNT: _definite,
    Reads.PERCENT: _definite,
}
