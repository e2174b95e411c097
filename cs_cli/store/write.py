"""Writing: one command is one transaction and one undo step."""

import getpass
import socket
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from cs_cli import __version__
from cs_cli.store import backup, clock_tasks, consistency, contracts, elsewhere, journal, search, versions
from cs_cli.store.connect import transaction
from cs_cli.store.steps import StepReport
from cs_cli.store.troubles import in_our_words

if TYPE_CHECKING:
    from sqlmodel import Session

    from cs_cli.store.models import Row

AnyRow = TypeVar("AnyRow", bound="Row")
_STEP = "INSERT INTO journal_step (at_utc, command, user, host, version) VALUES (?, ?, ?, ?, ?)"
_TOUCHED = """
SELECT account_id FROM contract WHERE step = :step
UNION SELECT account_id FROM journal_change WHERE step = :step AND table_name = 'contract'
UNION SELECT account_id FROM contract WHERE id IN
  (SELECT row_id FROM journal_change WHERE step = :step AND table_name = 'contract')
"""
BULK_ROWS = 1000
"""From how many rows on a command is worth a backup of its own."""


class Writer:
    """The open transaction of one command: ORM rows through `add`, bulk rows through `insert_many` and `sqlite`."""

    def __init__(self, connection: sqlite3.Connection, command: str, now_utc: str, path: Path) -> None:
        self._path = path
        self.sqlite = connection
        self._inserted = False
        self.is_kept = False
        """Whether the block was left with a change to commit."""
        self.today = date.fromisoformat(now_utc[:10])
        """The day on which the command counts, for what it brings about."""
        self.settled = clock_tasks.NOTHING
        """What became of the tasks of renewal clocks."""
        begun = self.sqlite.execute(_STEP, (now_utc, command, _user(), socket.gethostname(), __version__))
        self.step = int(begun.lastrowid or 0)
        self._heights = search.heights(self.sqlite)
        journal.start(self.sqlite, self.step)

    @cached_property
    def session(self) -> "Session":
        """The session for ORM rows, opened by the first: SQLModel is slow to load, and an import does without."""
        from sqlmodel import Session  # noqa: PLC0415

        from cs_cli.store import alchemy  # noqa: PLC0415

        return Session(bind=alchemy.over(self.sqlite), autoflush=False)

    def add(self, row: AnyRow) -> AnyRow:
        """Insert `row` as part of this step; its id is known afterwards."""
        row.step = self.step
        self.session.add(row)
        self.session.flush()
        self._inserted = True
        return row

    def get(self, model: type[AnyRow], row_id: int) -> AnyRow:
        """The row of `model` with that id, to be changed in place."""
        return self.session.get_one(model, row_id)

    def expect(self, rows: int) -> None:
        """Say, before the first change, how many rows are to come: before more than 1,000 a backup is made."""
        if rows > BULK_ROWS and self.step > 1:
            backup.before(self._path, "import")

    def next_id(self, table: str) -> int:
        """The id that the next row of `table` would get; ids are never used twice."""
        row = self.sqlite.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        return int(row[0]) + 1 if row else 1

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert many rows at once; `columns` are theirs without `step`, which is added."""
        names = ", ".join(f'"{name}"' for name in (*columns, "step"))
        marks = ", ".join(["?"] * len(columns) + [str(self.step)])
        self.sqlite.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  our own names
        self._inserted = True

    def insert_new(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
        """Insert those of many rows that no unique key of `table` forbids, as `insert_many` does; how many."""
        names, marks = ", ".join((*columns, "step")), ", ".join(["?"] * len(columns) + [str(self.step)])
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608  our own names
        inserted = self.sqlite.executemany(sql, rows).rowcount if rows else 0
        self._inserted = self._inserted or inserted > 0
        return inserted

    def finish(self) -> bool:
        """Write what is pending and what follows from it; whether anything changed."""
        if "session" in self.__dict__:
            self.session.flush()
        touched = [row[0] for row in self.sqlite.execute(_TOUCHED, {"step": self.step})]
        if touched:
            contracts.relink(self.sqlite, touched)
        contracts.count_business_days(self.sqlite, self.step)
        if touched:
            self.settled = clock_tasks.settle(self.sqlite, touched, self.today)
        search.refresh(self.sqlite, self.step, self._heights)
        changed = self.sqlite.execute("SELECT 1 FROM journal_change WHERE step = ? LIMIT 1", (self.step,)).fetchone()
        return self._inserted or changed is not None


@contextmanager
def writing(path: Path, command: str, now_utc: str) -> Iterator[Writer]:
    """The transaction of `command` on the portfolio at `path`, which is made or migrated first.

    Leaving the block commits it as one undo step, or nothing at all where nothing changed; an error rolls back.
    Raises BusyError when another command writes for more than ten seconds, CannotWriteError, BadDataError.
    """
    with _writing(path) as connection:
        writer = Writer(connection, command, now_utc, path)
        yield writer
        writer.is_kept = writer.finish()
        if not writer.is_kept:
            connection.execute("ROLLBACK")


def undo(path: Path, step: int | None, now_utc: str, *, dry_run: bool = False) -> StepReport:
    """Take back `step`, or the newest one; a dry run only says what that would do.

    Raises NothingToUndoError or ChangedSinceError.
    """
    with _writing(path) as connection:
        report = journal.undo(connection, journal.last_done(connection) if step is None else step, now_utc)
        search.refresh(connection, report.step)
        if dry_run:
            connection.execute("ROLLBACK")
        return report


def redo(path: Path, *, dry_run: bool = False) -> StepReport:
    """Bring the step that was undone last again; a dry run only says what that would do. Raises as `undo` does."""
    with _writing(path) as connection:
        report = journal.redo(connection, journal.last_undone(connection))
        search.refresh(connection, report.step)
        if dry_run:
            connection.execute("ROLLBACK")
        return report


def repair(path: Path) -> None:
    """Compute every derived column again; nothing that somebody entered changes, so it is no undo step."""
    with _writing(path) as connection:
        consistency.repair(connection)


@contextmanager
def _writing(path: Path) -> Iterator[sqlite3.Connection]:
    if not versions.is_current(path):
        from cs_cli.store import migrate  # noqa: PLC0415  hardly ever needed

        migrate.bring_up_to_date(path)
    with in_our_words(path), transaction(path) as connection:
        if connection.execute("SELECT 1 FROM journal_step LIMIT 1").fetchone():
            backup.daily(path)
        connection.execute(elsewhere.HOLD)
        yield connection
        if connection.in_transaction:
            connection.execute(elsewhere.RELEASE)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
