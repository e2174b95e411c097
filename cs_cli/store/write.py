"""Writing: one command is one transaction and one undo step."""

import getpass
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as Sqlite
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, select

from cs_cli import __version__
from cs_cli.errors import BadDataError, BusyError, CannotWriteError
from cs_cli.store import backup, contracts, journal, migrate
from cs_cli.store.engine import open_engine
from cs_cli.store.models import JournalStep, Row

AnyRow = TypeVar("AnyRow", bound=Row)
_TOUCHED = """
SELECT account_id FROM contract WHERE step = :step
UNION SELECT account_id FROM journal_change WHERE step = :step AND table_name = 'contract'
"""


class Writer:
    """The open transaction of one command: ORM rows through `add`, bulk rows through `insert_many` and `sqlite`."""

    def __init__(self, connection: Connection, step: int) -> None:
        self.step = step
        self.session = Session(bind=connection, autoflush=False)
        self.sqlite = cast("Sqlite", connection.connection.driver_connection)
        self._inserted = False

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

    def _finish(self) -> bool:
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
    migrate.bring_up_to_date(path)
    backup.daily(path)
    with _transaction(path) as connection:
        savepoint = connection.begin_nested()
        step = JournalStep(
            at_utc=now_utc, command=command, user=_user(), host=socket.gethostname(), version=__version__
        )
        with Session(bind=connection) as session:
            session.add(step)
            session.flush()
            writer = Writer(connection, int(step.id or 0))
        journal.start(writer.sqlite, writer.step)
        yield writer
        if writer._finish():  # noqa: SLF001  the writer's other half
            savepoint.commit()
        else:
            savepoint.rollback()


def undo(path: Path, step: int | None, now_utc: str) -> journal.StepReport:
    """Take back `step`, or the newest one. Raises NothingToUndoError or ChangedSinceError."""
    migrate.bring_up_to_date(path)
    with _transaction(path) as connection:
        sqlite = cast("Sqlite", connection.connection.driver_connection)
        return journal.undo(sqlite, step or journal.last_done(sqlite), now_utc)


def redo(path: Path) -> journal.StepReport:
    """Bring the step that was undone last again. Raises NothingToUndoError or ChangedSinceError."""
    migrate.bring_up_to_date(path)
    with _transaction(path) as connection:
        sqlite = cast("Sqlite", connection.connection.driver_connection)
        return journal.redo(sqlite, journal.last_undone(sqlite))


@contextmanager
def _transaction(path: Path) -> Iterator[Connection]:
    engine = open_engine(path)
    try:
        with engine.begin() as connection:
            yield connection
    except OperationalError as error:
        raise _in_our_words(path, error) from error
    except IntegrityError as error:
        raise BadDataError(f"the portfolio refuses this: {error.orig}", "Nothing was written.") from error
    finally:
        engine.dispose()


def _in_our_words(path: Path, error: OperationalError) -> Exception:
    said = str(error.orig)
    if "locked" in said or "busy" in said:
        return BusyError()
    return CannotWriteError(f"cannot write to {path}: {said}", "Nothing was changed. Is the disk full, the file read-only?")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
