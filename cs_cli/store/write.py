"""Writing: one command is one transaction and one undo step."""

import getpass
import socket
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy import exc as alchemy
from sqlmodel import Session, select

from cs_cli import __version__
from cs_cli.store import backup, consistency, contracts, elsewhere, journal, versions
from cs_cli.store.engine import open_engine
from cs_cli.store.models import Row
from cs_cli.store.steps import StepReport
from cs_cli.store.troubles import in_our_words

AnyRow = TypeVar("AnyRow", bound=Row)
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

    def __init__(self, connection: Connection, command: str, now_utc: str, path: Path) -> None:
        self._path = path
        self.session = Session(bind=connection, autoflush=False)
        self.sqlite = _driver(connection)
        self._inserted = False
        begun = self.sqlite.execute(_STEP, (now_utc, command, _user(), socket.gethostname(), __version__))
        self.step = int(begun.lastrowid or 0)
        journal.start(self.sqlite, self.step)

    def add(self, row: AnyRow) -> AnyRow:
        """Insert `row` as part of this step; its id is known afterwards."""
        row.step = self.step
        self.session.add(row)
        self.session.flush()
        self._inserted = True
        return row

    def get(self, model: type[AnyRow], row_id: int) -> AnyRow:
        """The row of `model` with that id, to be changed in place."""
        return self.session.exec(select(model).where(model.id == row_id)).one()

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

    def finish(self) -> bool:
        """Write what is pending and what follows from it; whether anything changed."""
        self.session.flush()
        touched = [row[0] for row in self.sqlite.execute(_TOUCHED, {"step": self.step})]
        if touched:
            contracts.relink(self.sqlite, touched)
        changed = self.sqlite.execute("SELECT 1 FROM journal_change WHERE step = ? LIMIT 1", (self.step,)).fetchone()
        return self._inserted or changed is not None


@contextmanager
def writing(path: Path, command: str, now_utc: str) -> Iterator[Writer]:
    """The transaction of `command` on the portfolio at `path`, which is made or migrated first.

    Leaving the block commits it as one undo step, or nothing at all where nothing changed; an error rolls back.
    Raises BusyError when another command writes for more than ten seconds, CannotWriteError, BadDataError.
    """
    with _transaction(path) as connection:
        writer = Writer(connection, command, now_utc, path)
        yield writer
        if not writer.finish():
            connection.rollback()


def undo(path: Path, step: int | None, now_utc: str, *, dry_run: bool = False) -> StepReport:
    """Take back `step`, or the newest one; a dry run only says what that would do.

    Raises NothingToUndoError or ChangedSinceError.
    """
    with _transaction(path) as connection:
        sqlite = _driver(connection)
        report = journal.undo(sqlite, journal.last_done(sqlite) if step is None else step, now_utc)
        if dry_run:
            connection.rollback()
        return report


def redo(path: Path, *, dry_run: bool = False) -> StepReport:
    """Bring the step that was undone last again; a dry run only says what that would do. Raises as `undo` does."""
    with _transaction(path) as connection:
        sqlite = _driver(connection)
        report = journal.redo(sqlite, journal.last_undone(sqlite))
        if dry_run:
            connection.rollback()
        return report


def repair(path: Path) -> None:
    """Compute every derived column again; nothing that somebody entered changes, so it is no undo step."""
    with _transaction(path) as connection:
        consistency.repair(_driver(connection))


@contextmanager
def _transaction(path: Path) -> Iterator[Connection]:
    if not versions.is_current(path):
        from cs_cli.store import migrate  # noqa: PLC0415  Alembic costs a third of a second and is hardly ever needed

        migrate.bring_up_to_date(path)
    engine = open_engine(path)
    try:
        with in_our_words(path), engine.connect() as connection, connection.begin():
            if connection.exec_driver_sql("SELECT 1 FROM journal_step LIMIT 1").first():
                backup.daily(path)
            connection.exec_driver_sql(elsewhere.HOLD)
            yield connection
            if connection.in_transaction():
                connection.exec_driver_sql(elsewhere.RELEASE)
    except alchemy.DBAPIError as error:
        with in_our_words(path):
            raise cast("sqlite3.Error", error.orig) from error
    finally:
        engine.dispose()


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
