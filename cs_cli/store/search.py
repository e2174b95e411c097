"""The full-text index: a folded copy of what people wrote, kept by every writing command in its own transaction.

FTS5's own folding knows neither Ø, Ł nor ß and finds no word of a text without spaces, so what is indexed is
`cs_cli.domain.text.searchable` of it. A row of the index has the number of its text: see `text_id`.
"""

from collections.abc import Mapping
from sqlite3 import Connection
from typing import NamedTuple

from cs_cli.domain.text import searchable

TEXTS: Mapping[str, tuple[str, ...]] = {
    "activity": ("summary", "topic", "contacts"),
    "note": ("text",),
    "ticket": ("ticket", "subject"),
    "contact": ("name", "email", "title"),
    "task": ("title", "because"),
    "objective": ("quote", "said_by", "measure", "evidence", "because"),
    "milestone": ("title", "owner", "because", "change"),
    "commitment": ("promise", "owner", "because", "change"),
    "risk": ("title", "cause", "mitigation", "owner", "because"),
    "value_item": ("title", "evidence", "agreed_by"),
    "sentiment": ("why",),
    "survey": ("contact", "comment"),
    "forecast_call": ("evidence", "reason"),
    "health_override": ("why",),
}
"""The columns that are searched, by table; the place of a table here is in the index, so new ones stand last."""
PLACES = 32
"""How many tables there can be: row `id` of the table in place `p` is text `id * PLACES + p`."""


def text_id(table: str, row_id: int) -> int:
    """The number of a row's text in the index."""
    return row_id * PLACES + list(TEXTS).index(table)


def row_of(text: int) -> tuple[str, int]:
    """The table and the id of the row that a number in the index stands for."""
    row_id, place = divmod(text, PLACES)
    return list(TEXTS)[place], row_id


def heights(connection: Connection) -> dict[str, int]:
    """The highest id that each table has used."""
    return dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))


def refresh(connection: Connection, step: int, since: Mapping[str, int] | None = None) -> None:
    """Bring the index to what `step` left behind.

    `since` are the `heights` before it, by which new rows are found without reading every row.
    """
    _teach(connection)
    for place, table in enumerate(TEXTS):
        of = {"step": step, "table": table, "place": place, "since": (since or {}).get(table, 0)}
        changed = "SELECT row_id FROM journal_change WHERE step = :step AND table_name = :table"
        connection.execute(
            f"DELETE FROM search WHERE rowid IN (SELECT row_id * {PLACES} + :place FROM ({changed}))",  # noqa: S608  ours
            of,
        )
        new = "step = :step" if since is None else "id > :since"
        connection.execute(f"{_put(table)} WHERE {new} OR id IN ({changed})", of)


def rebuild(connection: Connection) -> None:
    """Make the index anew from every row."""
    _teach(connection)
    connection.execute("DELETE FROM search")
    for place, table in enumerate(TEXTS):
        connection.execute(_put(table), {"place": place})


class Faults(NamedTuple):
    """Rows that the index lacks, rows it has that are gone, and rows whose words are others by now."""

    missing: int
    surplus: int
    stale: int


def faults(connection: Connection) -> Faults:
    """Where the index is not what the tables hold, because another program wrote into them."""
    _teach(connection)
    missing = stale = known = 0
    for place, table in enumerate(TEXTS):
        lacking, other, here = connection.execute(
            f"SELECT count(*) FILTER (WHERE s.rowid IS NULL), count(*) FILTER (WHERE s.folded <> searchable({_text(table)})), "  # noqa: S608, E501  ours
            f"count(s.rowid) FROM {table} t LEFT JOIN search s ON s.rowid = t.id * {PLACES} + :place",
            {"place": place},
        ).fetchone()
        missing, stale, known = missing + lacking, stale + other, known + here
    every = connection.execute("SELECT count(*) FROM search").fetchone()[0]
    return Faults(missing, every - known, stale)


def _put(table: str) -> str:
    put = f"INSERT OR REPLACE INTO search (rowid, folded) SELECT id * {PLACES} + :place"
    return f"{put}, searchable({_text(table)}) FROM {table}"


def _text(table: str) -> str:
    return " || ' ' || ".join(f"coalesce({column}, '')" for column in TEXTS[table])


def _teach(connection: Connection) -> None:
    connection.create_function("searchable", 1, searchable, deterministic=True)
