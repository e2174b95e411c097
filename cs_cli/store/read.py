"""Reading: the documented views through stdlib sqlite3, opened read-only."""

import sqlite3
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from cs_cli.errors import NotFoundError
from cs_cli.store import versions
from cs_cli.store.naming import teach_folding

Made = TypeVar("Made")
NO_PARAMETERS: Mapping[str, Any] = {}


class NoPortfolioError(NotFoundError):
    """There is no portfolio at the path."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"no portfolio at {path} yet",
            "Start with your own sheet: cs import FILE. Or look around first: cs demo",
        )


class Reader:
    """The portfolio at `path`, for reading only. Raises NoPortfolioError, or ConfigError for a newer file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def connection(self) -> sqlite3.Connection:
        """The open connection; a file of an older version is brought up to date first."""
        if not self.path.exists() or self.path.stat().st_size == 0:
            raise NoPortfolioError(self.path)
        connection = open_read_only(self.path)
        held = versions.meta(connection, self.path)
        if not versions.are_current(held, self.path):
            connection.close()
            from cs_cli.store import migrate  # noqa: PLC0415  Alembic; hardly ever needed

            migrate.bring_up_to_date(self.path)
            connection = open_read_only(self.path)
        return connection

    def close(self) -> None:
        """Close the connection, if there is one."""
        if "connection" in self.__dict__:
            self.connection.close()
            del self.connection

    def rows(self, sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS) -> list[dict[str, Any]]:
        """The rows of a query over the views, each a dict by column."""
        cursor = self.connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def tuples(self, sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS) -> list[tuple[Any, ...]]:
        """The rows of a query over the views, as they come: for the thousands that a list is made of."""
        return self.made(tuple, sql, parameters)

    def made(
        self, make: Callable[[tuple[Any, ...]], Made], sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS
    ) -> list[Made]:
        """What `make` makes of each row of a query, a row at a time: for the hundred thousand of a long history.

        The driver itself decodes the text, in a third less time; our own way is for text that is no UTF-8.
        """
        forgiving, self.connection.text_factory = self.connection.text_factory, str
        try:
            return list(map(make, self.connection.execute(sql, parameters)))
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
        finally:
            self.connection.text_factory = forgiving
        return list(map(make, self.connection.execute(sql, parameters)))

    def value(self, sql: str, parameters: Mapping[str, Any] = NO_PARAMETERS) -> Any:  # noqa: ANN401  any cell
        """The first cell of a query's first row, or None."""
        row = self.connection.execute(sql, parameters).fetchone()
        return row[0] if row else None


def open_read_only(path: Path) -> sqlite3.Connection:
    """The file at `path` as it is, of whatever version, opened read-only.

    After a crash SQLite is let roll back first, which a read-only connection may not.
    """
    connection = _connect(path, "ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorname != "SQLITE_READONLY_ROLLBACK":
            raise
        connection = _connect(path, "rw")
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    escaped = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(f"file:{escaped}?mode={mode}", uri=True, timeout=versions.BUSY_TIMEOUT_MS / 1000)
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    teach_folding(connection)
    return connection
