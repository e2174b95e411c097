"""The documented views: where their text lies, and the stamp that tells whether a file has these."""

from functools import cache
from pathlib import Path
from zlib import crc32

SCHEMA = 1
"""The schema number that this program writes; the newest migration has it."""


@cache
def views_sql() -> str:
    """The text of views.sql."""
    return Path(__file__).with_name("views.sql").read_text(encoding="utf-8")


def stamp() -> str:
    """What a file's meta row `views` holds when its views are those of this program."""
    return f"{crc32(views_sql().encode()):08x}"


def drop_and_create(existing: list[str]) -> list[str]:
    """The statements that replace the views named in `existing` by those of views.sql."""
    created = [f"CREATE VIEW {part.strip()}" for part in views_sql().split("CREATE VIEW ")[1:]]
    return [f'DROP VIEW "{name}"' for name in existing] + [statement.rstrip().rstrip(";") for statement in created]
