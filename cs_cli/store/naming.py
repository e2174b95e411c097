"""Whom a recorded name means: a contact's name or e-mail, folded."""

import sqlite3

from cs_cli.domain.erasure import FORGOTTEN
from cs_cli.domain.text import fold

MEANS_CONTACT = f"fold({{0}}) IN (c.name_folded, fold(c.email)) AND {{0}} <> '{FORGOTTEN}'"
"""Whether a text means the contact `c`: to be formatted with the text's column, on a connection that can fold.

Who was forgotten is nobody: several of them are not one person.
"""


def teach_folding(connection: sqlite3.Connection) -> None:
    """Let `connection` compare texts as `cs_cli.domain.text.fold` does, by its function `fold`."""
    connection.create_function("fold", 1, _folded, deterministic=True)


def _folded(value: object) -> str | None:
    return None if value is None else fold(str(value))
