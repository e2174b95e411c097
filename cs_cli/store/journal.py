"""The undo journal: what each writing command changed, and how to take it back and bring it again.

Every row carries the step that inserted it; changed and deleted rows are kept as images before and after by temporary
triggers, so that no way of writing can forget it. Undo takes a step back as a whole, or says what stands against it.
"""

import sqlite3
from collections.abc import Iterator
from sqlite3 import Connection
from typing import NamedTuple

from cs_cli.errors import NotFoundError
from cs_cli.store import contracts, images
from cs_cli.store.conflicts import Conflicts, dependants, elsewhere, later
from cs_cli.store.images import Image
from cs_cli.store.steps import StepReport
from cs_cli.store.tables import JOURNALLED

_KEEP = "INSERT INTO journal_change (step, table_name, row_id, account_id, kind, before, after)"


class NothingToUndoError(NotFoundError):
    """There is no step to take back, or to bring again."""

    def __init__(self, sentence: str, hint: str = "All steps: cs history") -> None:
        super().__init__(sentence, hint)


class Change(NamedTuple):
    """One journalled row: its images before and after (None: it was not there)."""

    table: str
    row_id: int
    before: Image | None
    after: Image | None


def start(connection: Connection, step: int) -> None:
    """Begin to journal what this transaction changes, as `step`."""
    images.teach(connection)
    connection.execute("CREATE TEMP TABLE current_step (id INTEGER NOT NULL)")
    connection.execute("INSERT INTO current_step VALUES (?)", (step,))
    for table in JOURNALLED:
        of_another_step = "OLD.step <> (SELECT id FROM temp.current_step)"
        old, new = images.as_json(table, "OLD"), images.as_json(table, "NEW")
        column = images.account_column(table)
        account = f"OLD.{column}" if column else "NULL"
        row = f"VALUES ((SELECT id FROM current_step), '{table}', OLD.id, {account}"  # noqa: S608  our own names
        connection.execute(
            f"CREATE TEMP TRIGGER {table}_changed AFTER UPDATE ON main.{table} WHEN {of_another_step} "
            f"AND {images.facts_as_json(table, 'OLD')} <> {images.facts_as_json(table, 'NEW')} "
            f"BEGIN {_KEEP} {row}, 'update', {old}, {new}); END"
        )
        connection.execute(
            f"CREATE TEMP TRIGGER {table}_deleted AFTER DELETE ON main.{table} WHEN {of_another_step} "
            f"BEGIN {_KEEP} {row}, 'delete', {old}, NULL); END"
        )


def last_done(connection: Connection) -> int:
    """The newest step that is not undone. Raises NothingToUndoError."""
    row = connection.execute("SELECT max(id) FROM journal_step WHERE undone_at_utc IS NULL").fetchone()
    if row[0] is None:
        raise NothingToUndoError("nothing to undo")
    return int(row[0])


def last_undone(connection: Connection) -> int:
    """The step that was undone last. Raises NothingToUndoError."""
    row = connection.execute(
        "SELECT id FROM journal_step WHERE undone_no IS NOT NULL ORDER BY undone_no DESC LIMIT 1"
    ).fetchone()
    if row is None:
        raise NothingToUndoError("nothing to redo")
    return int(row[0])


def undo(connection: Connection, step: int, now_utc: str) -> StepReport:
    """Take `step` back as a whole.

    Raises NothingToUndoError, or ChangedSinceError with the rows that stand against it; then the transaction must be
    rolled back.
    """
    report = _report(connection, step, undone=False)
    conflicts = Conflicts(connection, step, report.command)
    for looking in (later, elsewhere, dependants):
        looking(conflicts)
    conflicts.refuse()
    connection.execute("PRAGMA defer_foreign_keys = ON")
    changes = list(_changes(connection, step))
    for table in reversed(JOURNALLED):
        _remove_inserted(connection, table, step, report)
    for table, row_id, before, after in reversed(changes):
        _put(conflicts, Change(table, row_id, after, before))
        report.note(connection, table, after, before)
    conflicts.refuse()
    _relink(connection, step)
    connection.execute(
        "UPDATE journal_step SET undone_at_utc = ?, undone_no = (SELECT coalesce(max(undone_no), 0) + 1 "
        "FROM journal_step) WHERE id = ?",
        (now_utc, step),
    )
    return report


def redo(connection: Connection, step: int) -> StepReport:
    """Bring `step`, which was undone, again. Raises as `undo` does."""
    report = _report(connection, step, undone=True)
    conflicts = Conflicts(connection, step, report.command)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for change in _changes(connection, step):
        _put(conflicts, change)
        report.note(connection, change.table, change.before, change.after)
    for change in _changes(connection, step, kind="= 'insert'"):
        if _is_said_since(connection, change):
            continue
        _put(conflicts, change)
        report.count(report.brought, change.table)
    conflicts.refuse()
    _relink(connection, step)
    connection.execute("DELETE FROM journal_change WHERE step = ? AND kind = 'insert'", (step,))
    connection.execute("UPDATE journal_step SET undone_at_utc = NULL, undone_no = NULL WHERE id = ?", (step,))
    return report


def _is_said_since(connection: Connection, change: Change) -> bool:
    """Whether it is a recorded health of a day on which a digest has said one since the step was undone."""
    if change.table != "health_snapshot" or change.after is None:
        return False
    day = "SELECT 1 FROM health_snapshot WHERE step IS NULL AND account_id = ? AND computed_on = ?"
    said = connection.execute(day, (change.after["account_id"], change.after["computed_on"]))
    return said.fetchone() is not None


def _report(connection: Connection, step: int, *, undone: bool) -> StepReport:
    found = connection.execute(
        "SELECT command, at_utc, undone_at_utc FROM journal_step WHERE id = ?", (step,)
    ).fetchone()
    if found is None:
        raise NothingToUndoError(f"there is no step {step}")
    command, at_utc, undone_at_utc = found
    if undone_at_utc is not None and not undone:
        raise NothingToUndoError(f"step {step} ({command}) is undone already", "Bring it again: cs redo")
    return StepReport(step, command, at_utc)


def _changes(connection: Connection, step: int, kind: str = "<> 'insert'") -> Iterator[Change]:
    rows = connection.execute(
        f"SELECT table_name, row_id, before, after FROM journal_change WHERE step = ? AND kind {kind} ORDER BY id",  # noqa: S608
        (step,),
    ).fetchall()
    for table, row_id, before, after in rows:
        yield Change(
            table,
            row_id,
            images.read(table, before) if before else None,
            images.read(table, after) if after else None,
        )


def _put(conflicts: Conflicts, change: Change) -> None:
    """Make the row what the change says it was after, if it is what it was before; else note the conflict."""
    connection, (table, row_id, before, after) = conflicts.connection, change
    if not images.same(table, images.current(connection, table, row_id), before):
        conflicts.add(table, row_id, before or after)
    elif after is None:
        images.delete(connection, table, row_id)
    elif before is not None:
        images.update(connection, table, after)
    else:
        try:
            images.insert(connection, table, after)
        except sqlite3.IntegrityError:
            conflicts.add(table, row_id, after)


def _remove_inserted(connection: Connection, table: str, step: int, report: StepReport) -> None:
    """Delete what `step` inserted into `table`, keeping its images in the journal for redo."""
    images.teach(connection)
    account = images.account_column(table) or "NULL"
    kept = connection.execute(
        f"{_KEEP} SELECT step, '{table}', id, {account}, 'insert', NULL, {images.as_json(table)} "  # noqa: S608
        f"FROM {table} WHERE step = ? ORDER BY id",
        (step,),
    ).rowcount
    if kept:
        connection.execute(f"DELETE FROM {table} WHERE step = ?", (step,))  # noqa: S608
        report.count(report.removed, table, kept)


def _relink(connection: Connection, step: int) -> None:
    """Which term renews which, again, for the accounts whose contracts the step had touched."""
    accounts = connection.execute(
        "SELECT account_id FROM journal_change WHERE step = :step AND table_name = 'contract' "
        "UNION SELECT account_id FROM contract WHERE step = :step OR id IN "
        "(SELECT row_id FROM journal_change WHERE step = :step AND table_name = 'contract')",
        {"step": step},
    )
    contracts.relink(connection, [account_id for (account_id,) in accounts])
