"""What the undo journal holds of people: contacts that were taken back, and what a contact was called before."""

import json
from collections.abc import Iterator, Sequence
from sqlite3 import Connection
from typing import Any, NamedTuple

from cs_cli.domain.subject import Contact
from cs_cli.domain.text import fold

_IMAGES = """
SELECT c.id, c.row_id, s.undone_at_utc IS NOT NULL, c.before, c.after
FROM journal_change c JOIN journal_step s ON s.id = c.step WHERE c.table_name = 'contact' ORDER BY c.id
"""
RowId = tuple[int, int]
"""A row by its id and the step that inserted it: the id of a row that was taken back goes to another one."""


class Earlier(NamedTuple):
    """A contact as the journal has it; `undone`: only as a step has it that was taken back."""

    change_id: int
    row: RowId
    undone: bool
    contact: Contact


def earlier_contacts(connection: Connection) -> list[Earlier]:
    """Every image of a contact in the journal, before and after, the oldest first."""
    accounts = {row[0]: row[1:] for row in connection.execute("SELECT id, key, name FROM account")}
    return list(_read(connection.execute(_IMAGES).fetchall(), accounts))


def _read(rows: Sequence[Any], accounts: dict[int, tuple[str, str]]) -> Iterator[Earlier]:
    for change_id, row_id, is_undone, *texts in rows:
        for text, is_after in zip(texts, (False, True), strict=True):
            image = image_of(text or "")
            if image is not None and isinstance(name := image.get("name"), str):
                of = image.get("account_id", 0)
                email, phone = image.get("email"), image.get("phone")
                contact = Contact(row_id, of, *accounts.get(of, ("", "")), name, fold(name), email, phone)
                yield Earlier(change_id, (row_id, image.get("step", 0)), bool(is_undone and is_after), contact)


def image_of(text: str) -> dict[str, Any] | None:
    """The row that an image of the journal holds; None for what is no image: another program may have put it there."""
    try:
        row = json.loads(text)
    except ValueError:
        return None
    return row if isinstance(row, dict) else None
