"""One account merged into another: what is recorded of it becomes the other one's."""

from collections.abc import Iterator
from datetime import date
from sqlite3 import Connection

from cs_cli.domain.text import fold
from cs_cli.store.accounts import AccountRef

_MOVED = (
    "alias", "contact", "opportunity", "forecast_call", "survey", "activity", "task", "note",
    "sentiment", "objective", "progress", "milestone", "commitment", "risk", "value_item", "health_override",
)  # fmt: skip
_SAME_PERSON = """
DELETE FROM contact WHERE account_id = :gone
  AND EXISTS (SELECT 1 FROM contact c WHERE c.account_id = :into AND lower(c.email) = lower(contact.email))
"""
_TICKETS = """
UPDATE ticket SET account_id = :into, ticket = CASE WHEN EXISTS
  (SELECT 1 FROM ticket t WHERE t.account_id = :into AND t.ticket = ticket.ticket) THEN :key || '-' || ticket
  ELSE ticket END
WHERE account_id = :gone
"""
_PARENTS = """
UPDATE account SET parent_id = CASE WHEN id = :into THEN NULL ELSE :into END WHERE parent_id = :gone
"""


def merge(connection: Connection, gone: AccountRef, into: AccountRef, on: date) -> None:
    """Give what is recorded of `gone` to `into`, and archive `gone` on that day.

    Contracts that are called alike, or not at all, are named after their old account, so that they stay two. Whoever is
    known there by the same e-mail is one person. What is counted by day (usage, recorded health) stays where it was.
    """
    of = {"gone": gone.account_id, "into": into.account_id, "key": gone.key, "on": on.isoformat()}
    for contract_id, name in _renamed(connection, gone, into):
        connection.execute("UPDATE contract SET contract = ? WHERE id = ?", (name, contract_id))
    connection.execute(_SAME_PERSON, of)
    for table in ("contract", *_MOVED):
        connection.execute(f"UPDATE {table} SET account_id = :into WHERE account_id = :gone", of)  # noqa: S608  ours
    for statement in (_TICKETS, _PARENTS):
        connection.execute(statement, of)
    connection.execute("UPDATE account SET merged_into_id = :into WHERE merged_into_id = :gone", of)
    connection.execute("UPDATE account SET merged_into_id = :into, archived_on = :on WHERE id = :gone", of)


def _renamed(connection: Connection, gone: AccountRef, into: AccountRef) -> Iterator[tuple[int, str]]:
    """The contracts of `gone` (row ids) that need another name beside those of `into`, and that name."""
    sql = "SELECT id, contract, coalesce(product, '') FROM contract WHERE account_id = ?"
    taken = {fold(contract or product) for _id, contract, product in connection.execute(sql, (into.account_id,))}
    for row_id, contract, product in connection.execute(sql, (gone.account_id,)).fetchall():
        name = contract or product
        if not name or fold(name) in taken:
            yield row_id, f"{name} {gone.key}".strip()
