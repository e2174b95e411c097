"""The columns of a portfolio that hold what people wrote, told by the file's own tables, whatever version made it."""

import re
from functools import cache
from sqlite3 import Connection
from typing import NamedTuple

_CLOSED = re.compile(r"(\w+) IN \('|CONSTRAINT \w+ CHECK \(strftime\([^,]*, (\w+)\)")
_TABLES = r"""
SELECT name, sql FROM sqlite_master
WHERE type = 'table' AND name <> 'search'
  AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'search\_%' ESCAPE '\'
ORDER BY name
"""
_NEVER_A_NAME = frozenset({"[]", "{}"})
_MACHINES = frozenset(
    {"content_hash", "uplift_pct", "version", "table_name", "rate", "salt", "hash", "currency", "in_currency"}
)
"""Columns of signs that only programs read: what looks like a telephone number there is none."""

OURS = frozenset(
    {("account", "owner"), ("task", "owner"), ("forecast_call", "owner"), ("account", "key"), ("account", "key_folded")}
)
"""The names of our own people and of accounts: a single word there is nobody's first name."""
LISTED = frozenset({
    "roles", "segment", "stage", "status", "type", "priority", "metric", "unit", "cadence", "every", "clock_step",
    "source", "kind", "assumed", "country", "timezone", "industry", "region", "topic", "depends_on", "inputs",
})  # fmt: skip
"""Columns of words out of a list: a single word there is nobody's first name either."""


class Texts(NamedTuple):
    """The text columns of a table, and the column with the id of a row's account, if there is one."""

    table: str
    columns: tuple[str, ...]
    account: str | None


def texts_of(connection: Connection) -> dict[str, Texts]:
    """Each table of the portfolio that has text columns: all but those whose words a CHECK lists, keys and instants."""
    found = {}
    for table, sql in connection.execute(_TABLES).fetchall():
        rows = connection.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()
        closed = _closed(sql)
        columns = tuple(
            c for c, kind, key in rows if kind.startswith("VARCHAR") and not key and c not in closed | _MACHINES
        )
        names = {name for name, _, _ in rows}
        account = "id" if table == "account" else "account_id" if "account_id" in names else None
        if columns:
            found[table] = Texts(table, columns, account)
    return found


@cache
def _closed(sql: str) -> frozenset[str]:
    """The columns that hold a word of a list or an instant, by the CHECKs of a table."""
    lists = {
        listed or instant
        for check in re.split(r"CONSTRAINT ", sql)[1:]
        for listed, instant in _CLOSED.findall(f"CONSTRAINT {check}")
        if not any(f"'{empty}'" in check for empty in _NEVER_A_NAME)
    }
    return frozenset(lists)
