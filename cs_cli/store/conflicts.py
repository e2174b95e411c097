"""What stands against taking a step back: rows of it that changed since, and rows that hang on its rows."""

from sqlite3 import Connection

from cs_cli.errors import BadDataError
from cs_cli.store import images
from cs_cli.store.images import Image
from cs_cli.store.steps import label
from cs_cli.store.tables import JOURNALLED

_SHOWN = 5
_LATER = """
SELECT c.table_name, c.row_id, c.before, c.step FROM journal_change c JOIN journal_step s ON s.id = c.step
WHERE c.step > :step AND s.undone_at_utc IS NULL AND (json_extract(c.before, '$.step') = :step OR EXISTS (
  SELECT 1 FROM journal_change own
  WHERE own.step = :step AND own.table_name = c.table_name AND own.row_id = c.row_id
)) ORDER BY c.id
"""
_REFERENCES = {
    "accounts": "account",
    "contracts": "contract",
    "contacts": "contact",
    "tickets": "ticket",
    "opportunities": "opportunity",
    "activities": "activity",
    "surveys": "survey",
    "measurements": "measurement",
}
"""The table of the rows that an external reference of each kind belongs to."""


class ChangedSinceError(BadDataError):
    """Rows of the step have been changed by something later; nothing was undone."""

    def __init__(self, step: int, command: str, rows: list[str], count: int) -> None:
        shown = "; ".join(rows) + (f"; and {count - len(rows)} more" if count > len(rows) else "")
        super().__init__(
            f"step {step} ({command}) stays: {count} {'row' if count == 1 else 'rows'} changed since",
            shown,
            "Take the later steps back first: cs history",
        )


class Conflicts:
    """What stands against undoing or redoing one step: the rows found so far, each once, the first few in words."""

    def __init__(self, connection: Connection, step: int, command: str) -> None:
        self.connection = connection
        self.step = step
        self._command = command
        self._rows: dict[tuple[str, int], str] = {}

    def add(self, table: str, row_id: int, image: Image | None, by: int | None = None) -> None:
        """Note a row, by the image known of it, and the step that changed it (None: found out here)."""
        if (table, row_id) not in self._rows:
            short = len(self._rows) < _SHOWN
            self._rows[table, row_id] = self._words(table, row_id, image, by) if short else ""

    def refuse(self) -> None:
        """Raise ChangedSinceError if there is any."""
        if self._rows:
            raise ChangedSinceError(self.step, self._command, list(self._rows.values())[:_SHOWN], len(self._rows))

    def _words(self, table: str, row_id: int, image: Image | None, by: int | None) -> str:
        found = self.connection.execute(
            "SELECT s.id, s.command FROM journal_step s WHERE s.id = coalesce(?, "
            "(SELECT max(c.step) FROM journal_change c JOIN journal_step d ON d.id = c.step "
            "WHERE c.step > ? AND c.table_name = ? AND c.row_id = ? AND d.undone_at_utc IS NULL))",
            (by, self.step, table, row_id),
        ).fetchone()
        name = label(self.connection, table, image or {"id": row_id})
        return f"{name}, by step {found[0]} ({found[1]})" if found else f"{name}, by another program"


def later(conflicts: Conflicts) -> None:
    """Rows that the step changed or inserted, and that a later step, not undone, changed or deleted."""
    for table, row_id, before, by in conflicts.connection.execute(_LATER, {"step": conflicts.step}).fetchall():
        conflicts.add(table, row_id, images.read(table, before), by)


def elsewhere(conflicts: Conflicts) -> None:
    """Rows that the step inserted and that another program changed or deleted."""
    connection = conflicts.connection
    rows = connection.execute("SELECT table_name, row_id FROM changed_elsewhere WHERE step = ?", (conflicts.step,))
    for table, row_id in rows.fetchall():
        conflicts.add(table, row_id, images.current(connection, table, row_id))


def dependants(conflicts: Conflicts) -> None:
    """Rows of other steps that belong to rows which the step inserted, but for those that it made belong there."""
    for table in JOURNALLED:
        for key in conflicts.connection.execute(f"PRAGMA foreign_key_list({table})").fetchall():
            parent, column = key[2], key[3]
            if parent in JOURNALLED and column not in images.DERIVED.get(table, ()):
                _hanging(conflicts, table, f't."{column}"', parent)
    for kind, parent in _REFERENCES.items():
        _hanging(conflicts, "external_ref", f"CASE t.kind WHEN '{kind}' THEN t.row_id END", parent)


def _hanging(conflicts: Conflicts, table: str, reference: str, parent: str) -> None:
    rows = conflicts.connection.execute(
        f"SELECT t.id, t.step FROM {table} t JOIN {parent} p ON p.id = {reference} "  # noqa: S608  our own names
        "WHERE p.step = :step AND t.step <> :step AND t.id NOT IN (SELECT own.row_id FROM journal_change own "
        "WHERE own.step = :step AND own.kind = 'update' AND own.table_name = :table) "
        "ORDER BY t.id",
        {"step": conflicts.step, "table": table},
    )
    for row_id, by in rows.fetchall():
        conflicts.add(table, row_id, images.current(conflicts.connection, table, row_id), by)
