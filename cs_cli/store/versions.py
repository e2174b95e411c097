"""Which schema a file has, read through stdlib sqlite3 so that reading commands need nothing else."""

import sqlite3
from contextlib import closing
from pathlib import Path

from cs_cli.errors import ConfigError
from cs_cli.store import views
from cs_cli.store.troubles import NotAPortfolioError, in_our_words

BUSY_TIMEOUT_MS = 10_000
"""How long a command waits for another one that is writing."""


def newer_than_we_know(path: Path, schema: int) -> ConfigError:
    """The refusal to touch a portfolio that a newer program wrote."""
    return ConfigError(
        f"{path} was written by a newer cs (data version {schema}; this one knows {views.SCHEMA})",
        "Bring cs up to date: pipx upgrade cs-cli, or uv tool upgrade cs-cli, or pip install -U cs-cli",
    )


def is_current(path: Path) -> bool:
    """Whether the file at `path` has this program's schema and views. Raises ConfigError for a newer one."""
    return are_current(facts(path), path)


def are_current(held: dict[str, str], path: Path) -> bool:
    """`is_current` for a file that says `held` of itself."""
    schema = int(held.get("schema", 0))
    if schema > views.SCHEMA:
        raise newer_than_we_know(path, schema)
    return schema == views.SCHEMA and held.get("views") == views.stamp()


def schema_of(path: Path) -> int:
    """The schema number of the file at `path`; 0 where there is no file yet, or an empty one."""
    return int(facts(path).get("schema", 0))


def facts(path: Path) -> dict[str, str]:
    """What the file at `path` says of itself; nothing where there is no file yet, or an empty one."""
    if not path.exists() or path.stat().st_size == 0:
        return {}
    with closing(sqlite3.connect(path, timeout=BUSY_TIMEOUT_MS / 1000)) as connection:
        return meta(connection, path)


def meta(connection: sqlite3.Connection, path: Path) -> dict[str, str]:
    """The facts that the file holds about itself; nothing where it has no table at all.

    Raises NotAPortfolioError for another program's file, DamagedError, BusyError.
    """
    with in_our_words(path):
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if tables and not {"meta", "journal_step"} <= tables:
            raise NotAPortfolioError(path)
        return dict(connection.execute("SELECT key, value FROM meta").fetchall()) if tables else {}
