"""Completion of account keys, tasks and people: reads only, and stays silent where there is nothing to read."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from cs_cli import settings
from cs_cli.errors import CsError

_KEYS = "SELECT key, name FROM account WHERE archived_on IS NULL AND key_folded LIKE ? || '%' ORDER BY key LIMIT 200"


def complete_account(incomplete: str) -> Iterator[tuple[str, str]]:
    """The account keys that begin with what is typed, with their names."""
    yield from _rows(_KEYS, incomplete.lower())


def _rows(sql: str, *parameters: str) -> list[tuple[str, str]]:
    try:
        said = os.environ.get("CS_DB")
        path = Path(said).expanduser() if said else settings.load().database()
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, parameters).fetchall()
    except (CsError, sqlite3.Error, OSError):
        return []
