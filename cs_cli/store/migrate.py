"""Bringing a portfolio to this program's schema, or refusing one that is newer.

The recipe is the measured one: foreign keys off before the transaction, one BEGIN IMMEDIATE, a verified backup while
the lock is held, no view or trigger in the way, row counts equal before and after, foreign_key_check, views again,
commit. A migration that fails is rolled back; should the file differ all the same, the backup is put back.
"""

import sqlite3
import sys
from pathlib import Path

from cs_cli import __version__
from cs_cli.errors import BusyError, CsError
from cs_cli.store import backup, search, tables, views
from cs_cli.store.connect import transaction
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
    copy: Path | None = None
    try:
        with transaction(path, foreign_keys=False) as connection:
            held = int(_meta(connection, "schema") or 0)
            if 0 < held < target:
                copy = backup.make(path, reason="migrate")
                _say(f"bringing {path} from data version {held} to {target}; as it was: {copy}")
            _bring(connection, path, held, target, migrations)
    except CsError:
        raise
    except Exception as error:
        if copy is not None and not backup.is_same(path, copy):
            backup.put_back(copy, path)
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise BusyError from error
        raise MigrationFailedError(path, getattr(error, "orig", error)) from error


def _bring(connection: sqlite3.Connection, path: Path, held: int, target: int, migrations: Path) -> None:
    if held > target:  # another process was quicker, with a newer program
        raise newer_than_we_know(path, held)
    others = _drop_views_and_triggers(connection)
    if not held:
        for statement in tables.statements():
            connection.execute(statement)
        held = views.SCHEMA
    if held < target:
        upgrade(connection, migrations)
    search.rebuild(connection)
    for statement in (*views.definitions().values(), *others):
        connection.execute(statement)
    facts = {
        "schema": target,
        "views": views.stamp(),
        "program": __version__,
        "ours": " ".join(views.definitions()),
    }
    connection.executemany(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        [(key, str(value)) for key, value in facts.items()],
    )


def _say(line: str) -> None:
    sys.stderr.write(f"cs: {line}\n")


def _meta(connection: sqlite3.Connection, key: str) -> str | None:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return None
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def _drop_views_and_triggers(connection: sqlite3.Connection) -> list[str]:
    """Drop what stands in the way of a rebuild, and return the statements that bring back what other programs made."""
    found = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('view', 'trigger') ORDER BY rowid"
    ).fetchall()
    ours = {*(_meta(connection, "ours") or "").split(), *views.definitions()}
    for kind, name, _sql in found:
        connection.execute(f'DROP {kind} IF EXISTS "{name}"')
    return [sql for _kind, name, sql in found if name not in ours]


def upgrade(connection: sqlite3.Connection, migrations: Path = MIGRATIONS) -> None:
    """Run the migrations that are missing; `may_change_rows_of` in one names the tables that it fills or empties.

    Raises RowsWouldBeLostError, and what a migration raises.
    """
    from alembic import command  # noqa: PLC0415  a third of a second, hardly ever needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    from cs_cli.store import alchemy  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = alchemy.over(connection)
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    free = {name for script in scripts for name in getattr(script.module, "may_change_rows_of", ())}
    before = backup.row_counts(connection)
    command.upgrade(config, "head")
    after = backup.row_counts(connection)
    changed = [
        f"{name} {count} to {after.get(name, 0)}" for name, count in before.items() if after.get(name, 0) != count
    ]
    changed = [change for change in changed if change.split()[0] not in free]
    if changed:
        raise RowsWouldBeLostError(f"rows would be lost ({', '.join(changed)})")
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        raise RowsWouldBeLostError(f"rows of {broken[0]} would be left without their {broken[2]}")
