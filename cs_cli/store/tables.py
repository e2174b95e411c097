"""The tables as the newest migration leaves them, for everything that does without their models.

A new portfolio is made from schema.sql, which is written from the migrations (`make docs`); a test and a gate compare
the two. It saves importing Alembic and SQLModel, which take longer than most commands.
"""

import re
import sqlite3
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

JOURNALLED = (
    "account", "alias", "external_ref", "waiting", "contact", "contract", "opportunity", "forecast_call",
    "rate", "measurement", "ticket", "survey", "activity", "task", "note",
    "sentiment", "objective", "progress", "milestone", "commitment", "risk", "value_item", "health_override",
    "health_snapshot",
)  # fmt: skip
"""What undo takes back, parents before children: the order in which rows can be inserted; the reverse deletes."""
_STATEMENT = re.compile(r"^(?:CREATE|INSERT) .*?;$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, those that hold floats, and what a new row has where nothing is said."""

    columns: tuple[str, ...]
    floats: frozenset[str]
    defaults: dict[str, Any]


@cache
def statements() -> tuple[str, ...]:
    """The statements that make an empty portfolio, without its views and triggers."""
    text = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
    return tuple(_STATEMENT.findall(text))


@cache
def table(name: str) -> Table:
    """What the table `name` is made of."""
    found = _empty().execute("SELECT name, type, dflt_value FROM pragma_table_info(?)", (name,)).fetchall()
    said = {column: default for column, _, default in found if default is not None}
    values = _empty().execute(f"SELECT {', '.join(said.values()) or 'NULL'}").fetchone()
    return Table(
        tuple(column for column, _, _ in found),
        frozenset(column for column, kind, _ in found if kind == "FLOAT"),
        dict(zip(said, values, strict=False)),
    )


@cache
def _empty() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    for statement in statements():
        connection.execute(statement)
    return connection
