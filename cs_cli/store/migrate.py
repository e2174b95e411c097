"""Bringing a portfolio to this program's schema, or refusing one that is newer.

The recipe is the measured one: foreign keys off before the transaction, one BEGIN IMMEDIATE, a verified backup while
the lock is held, no view or trigger in the way, row counts equal before and after, foreign_key_check, views again,
commit. A migration that fails is rolled back; should the file differ all the same, the backup is put back.
"""

import sqlite3
import sys
from pathlib import Path
from typing import cast

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy import exc as alchemy

from cs_cli import __version__
from cs_cli.errors import BusyError, CsError
from cs_cli.store import backup, views
from cs_cli.store.engine import open_engine
from cs_cli.store.versions import newer_than_we_know, schema_of

MIGRATIONS = Path(__file__).with_name("migrations")


class MigrationFailedError(CsError):
    """A migration broke off; the portfolio is as it was."""

    def __init__(self, path: Path, why: object) -> None:
        reason = str(why).splitlines()[0] if str(why) else type(why).__name__
        super().__init__(
            f"{path} could not be brought to this version: {reason}",
            "It is unchanged, and a copy lies beside it: cs backup --list",
        )


class RowsWouldBeLostError(Exception):
    """A migration changed how many rows a table has, or left rows without their parents."""


def bring_up_to_date(path: Path, migrations: Path = MIGRATIONS, target: int = views.SCHEMA) -> None:
    """Create or migrate the portfolio at `path` to schema `target`, under the lock, after a backup if it has data.

    Raises ConfigError for a newer file, BusyError, MigrationFailedError (nothing changed) where a migration fails.
    """
    if schema_of(path) > target:
        raise newer_than_we_know(path, schema_of(path))
    engine = open_engine(path, foreign_keys=False)
    copy: Path | None = None
    try:
        with engine.begin() as connection:
            held = _schema(connection)
            if 0 < held < target:
                copy = backup.make(path, reason="migrate")
                _say(f"bringing {path} from data version {held} to {target}; as it was: {copy}")
            _bring(connection, path, held, target, migrations)
    except CsError:
        raise
    except Exception as error:
        if copy is not None and not backup.is_same(path, copy):
            backup.put_back(copy, path)
        if isinstance(error, sqlite3.OperationalError | alchemy.OperationalError) and "locked" in str(error):
            raise BusyError from error
        raise MigrationFailedError(path, getattr(error, "orig", None) or error) from error
    finally:
        engine.dispose()


def _bring(connection: Connection, path: Path, held: int, target: int, migrations: Path) -> None:
    if held > target:  # another process was quicker, with a newer program
        raise newer_than_we_know(path, held)
    others = _drop_views_and_triggers(connection)
    if held < target:
        _upgrade(connection, migrations)
    for statement in (*views.definitions().values(), *others):
        connection.exec_driver_sql(statement)
    facts = {
        "schema": target,
        "views": views.stamp(),
        "program": __version__,
        "ours": " ".join(views.definitions()),
    }
    for key, value in facts.items():
        connection.execute(
            text(
                "INSERT INTO meta (key, value) VALUES (:k, :v) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            ),
            {"k": key, "v": str(value)},
        )


def _say(line: str) -> None:
    sys.stderr.write(f"cs: {line}\n")


def _schema(connection: Connection) -> int:
    return int(_meta(connection, "schema") or 0)


def _meta(connection: Connection, key: str) -> str | None:
    if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'meta'")).first():
        return None
    return connection.execute(text("SELECT value FROM meta WHERE key = :key"), {"key": key}).scalar()


def _drop_views_and_triggers(connection: Connection) -> list[str]:
    """Drop what stands in the way of a rebuild, and return the statements that bring back what other programs made."""
    found = connection.execute(
        text("SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY rowid")
    ).fetchall()
    ours = {*(_meta(connection, "ours") or "").split(), *views.definitions()}
    for kind, name, _sql in found:
        connection.exec_driver_sql(f'DROP {kind} IF EXISTS "{name}"')
    return [sql for _kind, name, sql in found if name not in ours]


def _upgrade(connection: Connection, migrations: Path) -> None:
    """Run the migrations that are missing; `may_change_rows_of` in one names the tables that it fills or empties."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    free = {name for script in scripts for name in getattr(script.module, "may_change_rows_of", ())}
    before = _row_counts(connection)
    command.upgrade(config, "head")
    after = _row_counts(connection)
    changed = [
        f"{name} {count} to {after.get(name, 0)}" for name, count in before.items() if after.get(name, 0) != count
    ]
    changed = [change for change in changed if change.split()[0] not in free]
    if changed:
        raise RowsWouldBeLostError(f"rows would be lost ({', '.join(changed)})")
    broken = connection.execute(text("PRAGMA foreign_key_check")).first()
    if broken:
        raise RowsWouldBeLostError(f"rows of {broken[0]} would be left without their {broken[2]}")


def _row_counts(connection: Connection) -> dict[str, int]:
    return backup.row_counts(cast("sqlite3.Connection", connection.connection.driver_connection))
