"""Rows as the undo journal keeps them: whole, as JSON, floats to their last bit."""

import json
from functools import cache
from sqlite3 import Connection
from typing import Any

from cs_cli.store import tables

Image = dict[str, Any]
DERIVED = {"contract": frozenset({"renewed_by_id", "renewed_by_guess"})}
"""What follows from other rows (cs_cli/store/contracts.py): recomputed after an undo, never compared or put back."""


def columns(table: str) -> tuple[str, ...]:
    """The names of the columns of `table`."""
    return tables.table(table).columns


@cache
def account_column(table: str) -> str | None:
    """The column of `table` that holds the id of a row's account; None where rows belong to no account."""
    return "id" if table == "account" else "account_id" if "account_id" in columns(table) else None


@cache
def as_json(table: str, row: str = "") -> str:
    """The SQL that makes one row of `table` (`OLD`, `NEW` or its own) an image; needs `teach` first."""
    return _json(table, row, columns(table))


@cache
def facts_as_json(table: str, row: str) -> str:
    """As `as_json`, without what is derived: two rows that differ in nothing else have changed in nothing."""
    return _json(table, row, tuple(c for c in columns(table) if c not in DERIVED.get(table, ())))


def _json(table: str, row: str, names: tuple[str, ...]) -> str:
    parts, floats = [], tables.table(table).floats
    for column in names:
        cell = f'{row}."{column}"' if row else f'"{column}"'
        parts.append(f"'{column}', {f'exact_text({cell})' if column in floats else cell}")
    return f"json_object({', '.join(parts)})"


def teach(connection: Connection) -> None:
    """Give `connection` the SQL function that the images need: SQLite's own JSON rounds floats to 15 digits."""
    connection.create_function("exact_text", 1, _exact_text, deterministic=True)


def _exact_text(cell: Any) -> Any:  # noqa: ANN401  any cell
    return repr(cell) if isinstance(cell, float) else cell


def read(table: str, text: str) -> Image:
    """The image that `text` holds, with the columns that `table` still has."""
    kept = json.loads(text)
    exact = tables.table(table).floats
    return {
        column: float(kept[column]) if column in exact and kept[column] is not None else kept[column]
        for column in columns(table)
        if column in kept
    }


def current(connection: Connection, table: str, row_id: int) -> Image | None:
    """The row as it is now, or None."""
    names = columns(table)
    row = connection.execute(f"SELECT {_quoted(names)} FROM {table} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608
    return dict(zip(names, row, strict=True)) if row else None


def same(table: str, one: Image | None, other: Image | None) -> bool:
    """Whether two images agree in every fact that both know."""
    if one is None or other is None:
        return one is other
    return all(one[c] == other[c] for c in one.keys() & other.keys() - DERIVED.get(table, frozenset()))


def insert(connection: Connection, table: str, image: Image) -> None:
    """Insert the row. Raises sqlite3.IntegrityError where another one has taken its place."""
    marks = ", ".join("?" * len(image))
    connection.execute(f"INSERT INTO {table} ({_quoted(image)}) VALUES ({marks})", tuple(image.values()))  # noqa: S608


def update(connection: Connection, table: str, image: Image) -> None:
    """Make the row with the image's id what the image says, but for what is derived."""
    facts = {c: value for c, value in image.items() if c not in DERIVED.get(table, ())}
    changes = ", ".join(f'"{c}" = ?' for c in facts)
    connection.execute(f"UPDATE {table} SET {changes} WHERE id = ?", (*facts.values(), image["id"]))  # noqa: S608


def delete(connection: Connection, table: str, row_id: int) -> None:
    """Delete the row."""
    connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))  # noqa: S608


def _quoted(names: Any) -> str:  # noqa: ANN401  an iterable of names
    return ", ".join(f'"{name}"' for name in names)
