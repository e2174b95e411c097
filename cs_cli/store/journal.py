"""The undo journal: what each writing command changed, and how to take it back and bring it again.

Every row carries the step that inserted it; changed and deleted rows are kept as JSON before and after by temporary
triggers, so that no way of writing can forget it. Undo takes a step back as a whole, or says what stands against it.
"""

import json
from dataclasses import dataclass
from functools import cache
from sqlite3 import Connection
from typing import Any

from sqlalchemy import Float

from cs_cli.errors import BadDataError, NotFoundError
from cs_cli.store.models import JOURNALLED, Row

_TABLES: dict[str, type[Row]] = {str(model.__tablename__): model for model in JOURNALLED}


@cache
def _columns(table: str) -> tuple[str, ...]:
    return tuple(column.name for column in _TABLES[table].__table__.columns)  # type: ignore[attr-defined]


@cache
def _image(table: str, row: str = "") -> str:
    """The SQL that makes one row of `table` (`OLD`, `NEW` or its own) JSON, floats to their last bit."""
    prefix = f"{row}." if row else ""
    parts = []
    for column in _TABLES[table].__table__.columns:  # type: ignore[attr-defined]
        name = f'{prefix}"{column.name}"'
        exact = f"CASE WHEN {name} IS NOT NULL THEN printf('%!.17g', {name}) END"
        parts.append(f"'{column.name}', {exact if isinstance(column.type, Float) else name}")
    return f"json_object({', '.join(parts)})"


def start(connection: Connection, step: int) -> None:
    """Begin to journal what this transaction changes, as `step`."""
    connection.execute("CREATE TEMP TABLE current_step (id INTEGER NOT NULL)")
    connection.execute("INSERT INTO current_step VALUES (?)", (step,))
    for table in _TABLES:
        account = "OLD.id" if table == "account" else "OLD.account_id" if "account_id" in _columns(table) else "NULL"
        head = (
            "INSERT INTO journal_change (step, table_name, row_id, account_id, kind, before, after) "
            f"VALUES ((SELECT id FROM current_step), '{table}', OLD.id, {account}"
        )
        not_of_this_step = "OLD.step <> (SELECT id FROM temp.current_step)"
        connection.execute(
            f"CREATE TEMP TRIGGER {table}_changed AFTER UPDATE ON main.{table} "
            f"WHEN {not_of_this_step} AND {_image(table, 'OLD')} <> {_image(table, 'NEW')} "
            f"BEGIN {head}, 'update', {_image(table, 'OLD')}, {_image(table, 'NEW')}); END"
        )
        connection.execute(
            f"CREATE TEMP TRIGGER {table}_deleted AFTER DELETE ON main.{table} WHEN {not_of_this_step} "
            f"BEGIN {head}, 'delete', {_image(table, 'OLD')}, NULL); END"
        )


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field put back or changed: the account's key, what kind of row, the field, its values."""

    account: str
    table: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class StepReport:
    """What undo or redo did: the step's command, rows removed and brought (by table), fields changed."""

    step: int
    command: str
    at_utc: str
    removed: dict[str, int]
    brought: dict[str, int]
    fields: list[FieldChange]


class NothingToUndoError(NotFoundError):
    """There is no step to take back, or to bring again."""


class ChangedSinceError(BadDataError):
    """Rows of the step have been changed by something later; nothing was undone."""

    def __init__(self, step: int, command: str, rows: list[str]) -> None:
        shown = "; ".join(rows[:5]) + (f"; and {len(rows) - 5} more" if len(rows) > 5 else "")  # noqa: PLR2004
        super().__init__(
            f"step {step} ({command}) stays as it is: {len(rows)} of its rows changed since",
            shown,
            "Take the later steps back first: cs history",
        )


def last_done(connection: Connection) -> int:
    """The newest step that is not undone. Raises NothingToUndoError."""
    row = connection.execute("SELECT max(id) FROM journal_step WHERE undone_at_utc IS NULL").fetchone()
    if row[0] is None:
        raise NothingToUndoError("nothing to undo", "All steps: cs history")
    return int(row[0])


def last_undone(connection: Connection) -> int:
    """The step that was undone last. Raises NothingToUndoError where there is none or something was done since."""
    row = connection.execute(
        "SELECT id, undone_at_utc FROM journal_step WHERE undone_at_utc IS NOT NULL ORDER BY undone_at_utc DESC, id LIMIT 1"
    ).fetchone()
    newest = connection.execute("SELECT max(at_utc) FROM journal_step WHERE undone_at_utc IS NULL").fetchone()[0]
    if row is None:
        raise NothingToUndoError("nothing to redo", "All steps: cs history")
    if newest is not None and newest > row[1]:
        raise NothingToUndoError("nothing to redo: other commands have written since", "All steps: cs history")
    return int(row[0])


def undo(connection: Connection, step: int, now_utc: str) -> StepReport:
    """Take `step` back as a whole. Raises ChangedSinceError with the rows that stand against it, nothing changed."""
    command, at_utc = _step(connection, step, undone=False)
    report = StepReport(step, command, at_utc, {}, {}, [])
    connection.execute("PRAGMA defer_foreign_keys = ON")
    against = _later_changes(connection, step) + _dependants(connection, step)
    changes = _changes(connection, step)
    for _id, table, row_id, kind, before, after in reversed(changes):
        _put(connection, table, row_id, expected=after, wanted=before, against=against)
        _note(connection, report, table, kind, before=after, after=before)
    if against:
        raise ChangedSinceError(step, command, against)
    for table in reversed(_TABLES):
        _remove_inserted(connection, table, step, report)
    connection.execute("UPDATE journal_step SET undone_at_utc = ? WHERE id = ?", (now_utc, step))
    return report


def redo(connection: Connection, step: int) -> StepReport:
    """Bring `step`, which was undone, again. Raises ChangedSinceError where its rows changed meanwhile."""
    command, at_utc = _step(connection, step, undone=True)
    report = StepReport(step, command, at_utc, {}, {}, [])
    against: list[str] = []
    connection.execute("PRAGMA defer_foreign_keys = ON")
    changes = _changes(connection, step)
    inserts = [change for change in changes if change[3] == "insert"]
    for table in _TABLES:
        images = [after for _id, name, _row, _kind, _before, after in inserts if name == table]
        if images:
            _insert(connection, table, images)
            report.brought[table] = len(images)
    for _id, table, row_id, kind, before, after in changes:
        if kind != "insert":
            _put(connection, table, row_id, expected=before, wanted=after, against=against)
            _note(connection, report, table, kind, before=before, after=after)
    if against:
        raise ChangedSinceError(step, command, against)
    connection.execute("DELETE FROM journal_change WHERE step = ? AND kind = 'insert'", (step,))
    connection.execute("UPDATE journal_step SET undone_at_utc = NULL WHERE id = ?", (step,))
    return report


def _step(connection: Connection, step: int, *, undone: bool) -> tuple[str, str]:
    row = connection.execute("SELECT command, at_utc, undone_at_utc FROM journal_step WHERE id = ?", (step,)).fetchone()
    if row is None:
        raise NothingToUndoError(f"there is no step {step}", "All steps: cs history")
    if (row[2] is not None) is not undone:
        raise NothingToUndoError(f"step {step} ({row[0]}) is undone already", "Bring it again: cs redo")
    return row[0], row[1]


def _changes(connection: Connection, step: int) -> list[tuple[int, str, int, str, str | None, str | None]]:
    return connection.execute(
        "SELECT id, table_name, row_id, kind, before, after FROM journal_change WHERE step = ? ORDER BY id", (step,)
    ).fetchall()


def _later_changes(connection: Connection, step: int) -> list[str]:
    """Rows of `step` that a later step, not undone, changed or deleted."""
    rows = connection.execute(
        "SELECT DISTINCT c.table_name, c.row_id, s.id, s.command FROM journal_change c JOIN journal_step s ON s.id = c.step "
        "WHERE s.id > ? AND s.undone_at_utc IS NULL",
        (step,),
    ).fetchall()
    touched = {(t, r) for _i, t, r, *_rest in _changes(connection, step)}
    return [
        f"{_label(connection, table, row_id)}, by step {later} ({command})"
        for table, row_id, later, command in rows
        if (table, row_id) in touched or _inserted_by(connection, table, row_id) == step
    ]


def _inserted_by(connection: Connection, table: str, row_id: int) -> int | None:
    row = connection.execute(f"SELECT step FROM {table} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608
    return row[0] if row else None


def _put(
    connection: Connection, table: str, row_id: int, *, expected: str | None, wanted: str | None, against: list[str]
) -> None:
    """Make the row what `wanted` says (None: gone), if it is what `expected` says; else note it in `against`."""
    row = connection.execute(f"SELECT {_image(table)} FROM {table} WHERE id = ?", (row_id,)).fetchone()  # noqa: S608
    if (row[0] if row else None) != expected:
        against.append(f"{_label(connection, table, row_id)}, by another program")
    elif wanted is None:
        connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))  # noqa: S608
    elif expected is None:
        _insert(connection, table, [wanted])
    else:
        names = ", ".join(f'"{c}" = ?' for c in _columns(table))
        connection.execute(f"UPDATE {table} SET {names} WHERE id = ?", (*_values(table, wanted), row_id))  # noqa: S608


def _insert(connection: Connection, table: str, images: list[str | None]) -> None:
    names, marks = ", ".join(f'"{c}"' for c in _columns(table)), ", ".join("?" for _ in _columns(table))
    connection.executemany(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
        (_values(table, image) for image in images if image),
    )


def _values(table: str, image: str) -> list[Any]:
    row = json.loads(image)
    return [row[column] for column in _columns(table)]


def _remove_inserted(connection: Connection, table: str, step: int, report: StepReport) -> None:
    """Delete what `step` inserted into `table`, keeping its images in the journal for redo."""
    account = "id" if table == "account" else "account_id" if "account_id" in _columns(table) else "NULL"
    kept = connection.execute(
        "INSERT INTO journal_change (step, table_name, row_id, account_id, kind, after) "
        f"SELECT step, '{table}', id, {account}, 'insert', {_image(table)} FROM {table} WHERE step = ? ORDER BY id",  # noqa: S608
        (step,),
    )
    if kept.rowcount == 0:
        return
    connection.execute(f"DELETE FROM {table} WHERE step = ?", (step,))  # noqa: S608
    report.removed[table] = kept.rowcount


def _dependants(connection: Connection, step: int) -> list[str]:
    """Rows of other steps that belong to rows `step` inserted."""
    found: list[str] = []
    for table in _TABLES:
        for key in connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            _number, _part, parent, column, *_rest = key
            if parent in _TABLES:
                rows = connection.execute(
                    f"SELECT id, step FROM {table} WHERE step <> ? AND {column} IN (SELECT id FROM {parent} WHERE step = ?)",  # noqa: S608
                    (step, step),
                )
                found += [f"{_label(connection, table, row_id)}: {table}, by step {other}" for row_id, other in rows]
    return found


_HIDDEN = frozenset(
    "id step key_folded name_folded folded account_id renewed_by_id renewed_by_guess anchor_on row_id".split()
)


def _note(
    connection: Connection, report: StepReport, table: str, kind: str, *, before: str | None, after: str | None
) -> None:
    if kind == "update" and before and after:
        old, new = json.loads(before), json.loads(after)
        label = _label(connection, table, old["id"])
        report.fields.extend(
            FieldChange(label, table, field, old[field], new[field])
            for field in old
            if field not in _HIDDEN and old[field] != new[field]
        )
    elif before is None:
        report.brought[table] = report.brought.get(table, 0) + 1
    elif after is None:
        report.removed[table] = report.removed.get(table, 0) + 1


def _label(connection: Connection, table: str, row_id: int) -> str:
    """How people call the row: the account's key, with the contract or task where it is one."""
    if table == "account":
        row = connection.execute("SELECT key FROM account WHERE id = ?", (row_id,)).fetchone()
        return row[0] if row else f"account {row_id}"
    if table == "task":
        return f"t{row_id}"
    if "account_id" not in _columns(table):
        return f"{table} {row_id}"
    name = "t.contract" if table == "contract" else "''"
    row = connection.execute(
        f"SELECT a.key, {name} FROM {table} t JOIN account a ON a.id = t.account_id WHERE t.id = ?",  # noqa: S608
        (row_id,),
    ).fetchone()
    if row is None:
        return f"{table} {row_id}"
    return f"{row[0]}/{row[1]}" if row[1] else row[0]
