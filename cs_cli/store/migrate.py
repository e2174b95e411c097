"""Bringing a portfolio to this program's schema, or refusing one that is newer.

The recipe is the measured one: foreign keys off before the transaction, one BEGIN IMMEDIATE, no view in the way,
row counts equal before and after, foreign_key_check, views again, commit; a verified backup lies beside it first.
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from cs_cli import __version__
from cs_cli.errors import CsError
from cs_cli.store import backup, views
from cs_cli.store.engine import open_engine
from cs_cli.store.versions import newer_than_we_know, schema_of

MIGRATIONS = Path(__file__).with_name("migrations")


class MigrationFailedError(CsError):
    """A migration broke off; the portfolio is as it was."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(
            f"the portfolio {path} could not be brought to the new version: {why}",
            "It is unchanged. A copy lies beside it: cs backup --list",
        )


def bring_up_to_date(path: Path, migrations: Path = MIGRATIONS, target: int = views.SCHEMA) -> None:
    """Create or migrate the portfolio at `path` to schema `target`, under the lock, after a backup if it has data.

    Raises ConfigError for a newer file, MigrationFailedError (nothing changed) where a step fails.
    """
    before = schema_of(path)
    if before > target:
        raise newer_than_we_know(path, before)
    if 0 < before < target:
        copy = backup.make(path, reason="migrate")
        print(f"cs: portfolio from version {before} to {target}; the old one is kept as {copy}", file=sys.stderr)
    engine = open_engine(path, foreign_keys=False)
    try:
        with engine.begin() as connection:
            if _schema(connection) < target:  # another process may have been quicker
                _upgrade(connection, migrations)
            _replace_views(connection, target)
    except CsError:
        raise
    except Exception as error:
        raise MigrationFailedError(path, error) from error
    finally:
        engine.dispose()


def _schema(connection: Connection) -> int:
    if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'meta'")).first():
        return 0
    return int(connection.execute(text("SELECT value FROM meta WHERE key = 'schema'")).scalar_one())


def _upgrade(connection: Connection, migrations: Path) -> None:
    for name in _names(connection, "view"):
        connection.exec_driver_sql(f'DROP VIEW "{name}"')
    before = _row_counts(connection)
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    after = _row_counts(connection)
    lost = {name: count for name, count in before.items() if after.get(name, 0) < count}
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if lost or broken:
        raise RuntimeError(f"rows would be lost or orphaned: {lost or broken}")


def _replace_views(connection: Connection, target: int) -> None:
    for statement in views.drop_and_create(_names(connection, "view")):
        connection.exec_driver_sql(statement)
    for key, value in (("schema", target), ("views", views.stamp()), ("program", __version__)):
        connection.execute(
            text("INSERT INTO meta (key, value) VALUES (:k, :v) ON CONFLICT (key) DO UPDATE SET value = excluded.value"),
            {"k": key, "v": str(value)},
        )


def _names(connection: Connection, kind: str) -> list[str]:
    found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = :kind ORDER BY name"), {"kind": kind})
    return [name for (name,) in found]


def _row_counts(connection: Connection) -> dict[str, int]:
    tables = [name for name in _names(connection, "table") if not name.startswith(("sqlite_", "alembic_"))]
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608  our own names
        for name in tables
    }
