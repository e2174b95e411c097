"""The documented views, the triggers beside them, and the stamp that tells whether a file has these."""

import re
from functools import cache
from pathlib import Path
from zlib import crc32

from cs_cli.store import elsewhere

SCHEMA = 7
"""The schema number that this program writes; the newest migration has it."""

_NAME = re.compile(r"CREATE (?:VIEW|TRIGGER) (\w+)")


@cache
def views_sql() -> str:
    """The text of views.sql."""
    return Path(__file__).with_name("views.sql").read_text(encoding="utf-8")


@cache
def stamp() -> str:
    """What a file's meta row `views` holds when its views and triggers are those of this program."""
    return f"{crc32(views_sql().encode(), crc32(''.join(elsewhere.triggers()).encode())):08x}"


def definitions() -> dict[str, str]:
    """The statement that creates each view and trigger of ours, by its name."""
    views = [f"CREATE VIEW {part.strip()}" for part in views_sql().split("CREATE VIEW ")[1:]]
    return {_name(statement): statement for statement in (*views, *elsewhere.triggers())}


def _name(statement: str) -> str:
    found = _NAME.match(statement)
    assert found  # noqa: S101  the statements are our own
    return found[1]
