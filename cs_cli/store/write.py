"""Writing: one command is one transaction and one undo step."""

import getpass
import socket
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as Sqlite
from sqlite3 import IntegrityError, OperationalError
from typing import Any, TypeVar, cast

from sqlalchemy import Connection
from sqlalchemy import exc as alchemy
from sqlmodel import Session, select

from cs_cli import __version__
from cs_cli.errors import BadDataError, BusyError, CannotWriteError
from cs_cli.store import backup, contracts, journal, versions
from cs_cli.store.engine import open_engine
from cs_cli.store.models import Row

AnyRow = TypeVar("AnyRow", bound=Row)
_STEP = "INSERT INTO journal_step (at_utc, command, user, host, version) VALUES (?, ?, ?, ?, ?)"
_TOUCHED = """
SELECT account_id FROM contract WHERE step = :step
UNION SELECT account_id FROM journal_change WHERE step = :step AND table_name = 'contract'
"""


class Writer:
    """The open transaction of one command: ORM rows through `add`, bulk rows through `insert_many` and `sqlite`."""

    def __init__(self, connection: Connection, command: str, now_utc: str) -> None:
        self.session = Session(bind=connection, autoflush=False)
        self.sqlite = cast("Sqlite", connection.connection.driver_connection)
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
    backup.daily(path)
    with _transaction(path) as connection:
        writer = Writer(connection, command, now_utc)
        yield writer
        if not writer.finish():
            connection.get_transaction().rollback()  # type: ignore[union-attr]  _transaction has begun one


def undo(path: Path, step: int | None, now_utc: str) -> journal.StepReport:
    """Take back `step`, or the newest one. Raises NothingToUndoError or ChangedSinceError."""
    with _transaction(path) as connection:
        sqlite = cast("Sqlite", connection.connection.driver_connection)
        return journal.undo(sqlite, step or journal.last_done(sqlite), now_utc)


def redo(path: Path) -> journal.StepReport:
    """Bring the step that was undone last again. Raises NothingToUndoError or ChangedSinceError."""
    with _transaction(path) as connection:
        sqlite = cast("Sqlite", connection.connection.driver_connection)
        return journal.redo(sqlite, journal.last_undone(sqlite))


@contextmanager
def _transaction(path: Path) -> Iterator[Connection]:
    if not versions.is_current(path):
        from cs_cli.store import migrate  # noqa: PLC0415  Alembic costs a third of a second and is hardly ever needed

        migrate.bring_up_to_date(path)
    engine = open_engine(path)
    try:
        with engine.begin() as connection:
            yield connection
    except (alchemy.OperationalError, alchemy.IntegrityError) as error:
        raise _in_our_words(path, error.orig) from error
    except (OperationalError, IntegrityError) as error:
        raise _in_our_words(path, error) from error
    finally:
        engine.dispose()


def _in_our_words(path: Path, error: BaseException | None) -> Exception:
    if isinstance(error, IntegrityError):
        return BadDataError(f"the portfolio refuses this: {error}", "Nothing was written.")
    if "locked" in str(error) or "busy" in str(error):
        return BusyError()
    return CannotWriteError(f"cannot write to {path}: {error}", "Nothing was changed. Is the disk full, the file read-only?")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
