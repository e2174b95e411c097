"""A contact of another name: what is recorded of them at their account follows."""

from collections.abc import Mapping
from sqlite3 import Connection

from cs_cli.domain.text import fold
from cs_cli.store.naming import teach_folding

_NAMED: Mapping[str, tuple[str, ...]] = {
    "contact": ("reports_to",),
    "survey": ("contact",),
    "sentiment": ("contact",),
    "objective": ("said_by",),
    "milestone": ("owner", "confirmed_by"),
    "commitment": ("owner",),
    "risk": ("owner",),
    "value_item": ("agreed_by",),
}
"""The columns that hold one person's name, by table."""
_NAMESAKE = "SELECT 1 FROM contact WHERE account_id = :account AND name_folded = :folded"
_TOUCHES = """
UPDATE activity SET contacts =
  (SELECT json_group_array(CASE WHEN fold(value) = :folded THEN :name ELSE value END) || '' FROM json_each(contacts))
WHERE account_id = :account AND EXISTS (SELECT 1 FROM json_each(contacts) WHERE fold(value) = :folded)
"""
"""Added to a text, what `json_group_array` gives is a text to the journal's triggers too, and no list."""


def follow(connection: Connection, account_id: int, was: str, name: str) -> None:
    """Let all that names a contact of the account by the name they had name them by their new one.

    To be called once the contact itself is changed. Where another contact there has the old name, it stays theirs.
    """
    teach_folding(connection)
    of = {"account": account_id, "folded": fold(was), "name": name}
    if fold(was) != fold(name) and connection.execute(_NAMESAKE, of).fetchone():
        return
    connection.execute(_TOUCHES, of)
    for table, columns in _NAMED.items():
        for column in columns:
            connection.execute(
                f"UPDATE {table} SET {column} = :name WHERE account_id = :account AND fold({column}) = :folded",  # noqa: S608  ours
                of,
            )
