"""One table of the portfolio, written in bulk: new rows gathered and inserted together, changed ones updated."""

import json
from collections.abc import Container, Iterable, Mapping
from operator import itemgetter
from typing import Any

from cs_cli.store.tables import table as made_of
from cs_cli.store.write import Writer

JSON_LISTS = frozenset({"tags", "roles", "contacts", "assumed"})


class RowIds:
    """Ids of rows, kept in one byte each up to the largest."""

    def __init__(self) -> None:
        self._marks = bytearray()

    def add(self, row_id: int) -> None:
        """One more."""
        if row_id >= len(self._marks):
            self._marks.extend(bytes(row_id + 1 - len(self._marks)))
        self._marks[row_id] = 1

    def __contains__(self, row_id: object) -> bool:
        return isinstance(row_id, int) and row_id < len(self._marks) and self._marks[row_id] == 1


class Bulk:
    """The rows of one table that this import inserts and changes."""

    def __init__(self, writer: Writer, table: str, only: Container[str] | None = None) -> None:
        """`only` are the columns that new rows may fill, beside those that are never null."""
        self.writer = writer
        self.table = table
        made = made_of(table)
        self.columns = tuple(name for name in made.columns if name != "step")
        self._defaults = dict.fromkeys(self.columns) | made.defaults
        self._filled = [
            n for n in self.columns if only is None or n in only or self._defaults[n] is not None or n == "id"
        ]
        self._picked = itemgetter(*self._filled)
        self._next = writer.next_id(table)
        self._new: list[tuple[Any, ...]] = []

    def follow(self) -> None:
        """Number new rows after those that were inserted in another way."""
        self._next = self.writer.next_id(self.table)

    def insert(self, values: dict[str, Any], row_id: int | None = None) -> int:
        """Gather a new row and say which id it gets."""
        if row_id is not None and row_id >= self._next:
            self._next = row_id
        return self.insert_whole(self._defaults | values, row_id)

    def blank(self) -> dict[str, Any]:
        """A row with the values of every column that nobody gives, to be filled for insert_whole()."""
        return self._defaults.copy()

    def insert_whole(self, row: dict[str, Any], row_id: int | None = None) -> int:
        """Gather a blank row that was filled and say which id it gets; what is no column is left out."""
        if row_id is None or row_id == self._next:
            row_id = self._next
            self._next += 1
        row["id"] = row_id
        self._new.append(self._picked(row))
        return row_id

    def append(self, row: tuple[Any, ...]) -> None:
        """Gather a new row that is complete: its values in the order of `columns`, without the id that it gets."""
        self._new.append((self._next, *row))
        self._next += 1

    def flush(self) -> None:
        """Insert what was gathered."""
        if self._new:
            self.writer.insert_many(self.table, self._filled, self._new)
            self._new = []

    def update(self, row_id: int, changes: Mapping[str, Any]) -> None:
        """Change the row with that id."""
        if changes:
            names = ", ".join(f'"{name}" = ?' for name in changes)
            self.writer.sqlite.execute(f"UPDATE {self.table} SET {names} WHERE id = ?", (*changes.values(), row_id))  # noqa: S608  our own names

    def delete(self, row_ids: Iterable[int]) -> None:
        """Delete the rows with those ids."""
        self.writer.sqlite.executemany(f"DELETE FROM {self.table} WHERE id = ?", [(row_id,) for row_id in row_ids])  # noqa: S608  our own name

    def by_id(self, row_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
        """The rows with those ids, by id."""
        rows = self.fetch("id IN (SELECT value FROM json_each(?))", json.dumps(list(row_ids)))
        return {row["id"]: row for row in rows}

    def like(self, columns: tuple[str, ...], wanted: Iterable[tuple[Any, ...]]) -> list[dict[str, Any]]:
        """The rows whose `columns` have the values of one of `wanted`."""
        names = ", ".join(columns)
        parts = ", ".join(f"value ->> {place}" for place in range(len(columns)))
        probe = json.dumps([list(values) for values in wanted])
        return self.fetch(f"({names}) IN (SELECT {parts} FROM json_each(?))", probe)  # noqa: S608  our own names

    def fetch(self, where: str, *parameters: object) -> list[dict[str, Any]]:
        """The rows that `where` picks, each a dict with its `step`, in the order of their ids."""
        names = (*self.columns, "step")
        listed = ", ".join(f'"{name}"' for name in names)
        found = self.writer.sqlite.execute(f"SELECT {listed} FROM {self.table} WHERE {where} ORDER BY id", parameters)  # noqa: S608  our own names
        return [dict(zip(names, row, strict=True)) for row in found]


def differing(existing: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that differ from the existing row; lists are compared as lists."""
    return {
        column: value
        for column, value in facts.items()
        if existing[column] != value
        and not (column in JSON_LISTS and json.loads(existing[column]) == json.loads(value))
    }


def merged_custom(existing: str, custom: Mapping[str, str]) -> str:
    """The JSON of the custom fields with `custom` over them; the same text where nothing differs."""
    before = json.loads(existing)
    after = {**before, **custom}
    return existing if after == before else json.dumps(after, ensure_ascii=False)


def custom_changes(before: str, after: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(values before, values after) of the custom fields that differ between two JSON texts."""
    if before == after:
        return {}, {}
    old, new = json.loads(before), json.loads(after)
    changed = {name: value for name, value in new.items() if old.get(name) != value}
    return {name: old.get(name) for name in changed}, changed
