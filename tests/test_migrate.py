"""Migrations: nothing is lost, a failure leaves the file as it was, a newer file is refused, models cannot drift."""

import re
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from portfolios import add_accounts, by_another_program, cell, contents, one_row_in_every_table
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from cs_cli.errors import BusyError, ConfigError
from cs_cli.store import alchemy, backup, migrate, tables, views, write
from cs_cli.store.migrate import MigrationFailedError, bring_up_to_date
from cs_cli.store.read import Reader

SCHEMAS = Path(__file__).parent / "data" / "schema"
HEAD = "from alembic import op\nimport sqlalchemy as sa\nrevision = '{new:04}'\ndown_revision = '{old:04}'\n"
CURRENCIES = "SELECT group_concat(code || exponent || unit) FROM (SELECT * FROM currency ORDER BY code)"
REBUILD = """
def upgrade():
    with op.batch_alter_table("account", recreate="always") as batch:
        batch.add_column(sa.Column("health_goal", sa.Float()))
"""
FAILS_HALF_WAY = """
def upgrade():
    op.add_column("account", sa.Column("half", sa.Integer()))
    op.execute("UPDATE account SET name = 'half'")
    op.execute("UPDATE no_such_table SET x = 1")
"""
COMMITS_AND_FAILS = FAILS_HALF_WAY.replace(
    '    op.execute("UPDATE no', '    op.execute("COMMIT")\n    op.execute("UPDATE no'
)
LOSES_ROWS = """
def upgrade():
    op.execute("DELETE FROM note")
"""
LEAVES_ORPHANS = """
def upgrade():
    op.execute("UPDATE note SET account_id = 99")
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A portfolio of the first data version, as its program left it."""
    path = tmp_path / "book % ?#" / "p.db"
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((SCHEMAS / "0001.sql").read_text(encoding="utf-8"))
    return path


@pytest.fixture
def migrations(tmp_path: Path) -> Callable[..., Path]:
    """`migrations(text)` is a folder with our migrations and one more."""

    def folder_with(*more: str) -> Path:
        folder = tmp_path / "migrations"
        shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        for number, text in enumerate(more, views.SCHEMA + 1):
            head = HEAD.format(new=number, old=number - 1)
            (folder / "versions" / f"{number:04}_test.py").write_text(head + text, encoding="utf-8")
        return folder

    return folder_with


NEXT = views.SCHEMA + 1


@pytest.mark.parametrize("dump", sorted(SCHEMAS.glob("*.sql")), ids=lambda dump: dump.stem)
def test_every_schema_there_ever_was_comes_to_this_one_with_all_its_rows(tmp_path: Path, dump: Path):
    path = tmp_path / "p.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        empty = [t for t in sorted(tables) if not connection.execute(f"SELECT 1 FROM {t}").fetchone()]  # noqa: S608
        before = backup.row_counts(connection)
        before.pop("search", None)  # an index over the others, made anew
    assert empty == []
    assert Reader(path).value("SELECT count(*) FROM accounts") == 2
    with closing(sqlite3.connect(path)) as connection:
        assert backup.row_counts(connection).items() >= before.items()
        assert backup.orphans(connection) == 0
        backup.check(connection)
    assert cell(path, "SELECT value FROM meta WHERE key = 'schema'") == str(views.SCHEMA)
    assert write.undo(path, 2, "2026-11-24T07:00:00Z").command == "cs account edit ACME --owner lee"
    assert cell(path, "SELECT owner FROM account WHERE id = 1") is None


def test_the_first_migration_still_makes_the_schema_that_was_released(path: Path, tmp_path: Path):
    fresh, first = tmp_path / "fresh.db", tmp_path / "first"
    ignored = shutil.ignore_patterns("__pycache__", "000[2-9]*")
    shutil.copytree(migrate.MIGRATIONS, first, ignore=ignored)
    with closing(sqlite3.connect(fresh)) as connection:
        migrate.upgrade(connection, first)
    assert tables_of(fresh) == tables_of(path)


def test_the_ids_of_contracts_that_are_gone_are_not_used_again_after_a_migration(path: Path):
    by_another_program(path, "UPDATE sqlite_sequence SET seq = 41 WHERE name = 'contract'")
    bring_up_to_date(path)
    assert cell(path, "SELECT seq FROM sqlite_sequence WHERE name = 'contract'") == 41
    assert cell(path, "SELECT count(*) FROM sqlite_sequence WHERE name = 'contract'") == 1


def tables_of(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(
            connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
            )
        )


def test_a_new_portfolio_is_what_the_migrations_make(tmp_path: Path):
    new, migrated = tmp_path / "new.db", tmp_path / "migrated.db"
    add_accounts(new, "ACME")
    with closing(sqlite3.connect(migrated)) as connection:
        migrate.upgrade(connection)
    assert tables_of(new) == tables_of(migrated)
    assert cell(new, CURRENCIES) == cell(migrated, CURRENCIES) != ""
    assert cell(new, "SELECT version_num FROM alembic_version") == f"{views.SCHEMA:04}"


def test_models_and_migrations_describe_the_same_tables(tmp_path: Path):
    path = tmp_path / "p.db"
    add_accounts(path, "ACME")
    with closing(sqlite3.connect(path)) as driver, alchemy.over(driver) as connection:
        engine = connection.engine
        opts = {"include_object": lambda _object, name, *_: not is_of_the_index(name)}
        assert compare_metadata(MigrationContext.configure(connection, opts=opts), SQLModel.metadata) == []
    migrated = {
        name: parts_of(sql)
        for name, sql in tables_of(path).items()
        if not name.startswith(("sqlite_", "alem")) and not is_of_the_index(name)
    }
    declared: dict[str, Any] = {}
    for table in SQLModel.metadata.tables.values():
        declared[table.name] = parts_of(str(CreateTable(table).compile(engine)))
        declared |= {str(index.name): parts_of(str(CreateIndex(index).compile(engine))) for index in table.indexes}
    assert migrated == declared


def is_of_the_index(name: str) -> bool:
    """Whether SQLite's full-text index has this table for itself: no model describes it."""
    return name == "search" or name.startswith("search_")


def parts_of(sql: str) -> list[str]:
    """The lines of a CREATE statement, one a column or constraint, without layout and in any order."""
    return sorted(line.strip(" ,\t") for line in sql.splitlines() if line.strip())


def test_a_table_is_rebuilt_without_emptying_the_tables_that_refer_to_it(
    path: Path, migrations: Callable[..., Path], capsys: pytest.CaptureFixture[str]
):
    bring_up_to_date(path)
    capsys.readouterr()
    before = contents(path)
    bring_up_to_date(path, migrations(REBUILD), NEXT)
    after = contents(path)
    after["account"] = [row[:-1] for row in after["account"]]
    assert after == before
    assert cell(path, "SELECT health_goal FROM account") is None
    said = capsys.readouterr()
    assert said.out == ""
    assert re.fullmatch(
        rf"cs: bringing .*p\.db from data version {views.SCHEMA} to {NEXT}; as it was: .*-migrate(-2)?\.db\n", said.err
    )


def test_after_a_rebuild_the_views_answer_and_other_programs_are_still_noticed(
    path: Path, migrations: Callable[..., Path]
):
    bring_up_to_date(path, migrations(REBUILD), NEXT)
    assert cell(path, "SELECT name FROM accounts WHERE account = 'ACME'") == "Acme"
    by_another_program(path, "UPDATE account SET name = 'Hand' WHERE id = 2")
    assert cell(path, "SELECT count(*) FROM changed_elsewhere WHERE table_name = 'account'") == 1


def test_views_and_triggers_of_other_programs_survive(path: Path, migrations: Callable[..., Path]):
    by_another_program(path, "CREATE VIEW mine AS SELECT key FROM account")
    by_another_program(path, "CREATE TABLE log (x)")
    by_another_program(path, "CREATE TRIGGER mine_too AFTER UPDATE ON account BEGIN INSERT INTO log VALUES (1); END")
    bring_up_to_date(path, migrations(REBUILD), NEXT)
    by_another_program(path, "UPDATE account SET name = 'Hand' WHERE id = 2")
    assert cell(path, "SELECT count(*) FROM mine") == 2
    assert cell(path, "SELECT count(*) FROM log") == 1


def test_a_view_that_this_program_no_longer_has_goes(path: Path):
    by_another_program(path, "CREATE VIEW of_old AS SELECT 1 AS x")
    by_another_program(path, "UPDATE meta SET value = value || ' of_old' WHERE key = 'ours'")
    by_another_program(path, "UPDATE meta SET value = 'other' WHERE key = 'views'")
    assert Reader(path).value("SELECT count(*) FROM sqlite_master WHERE name = 'of_old'") == 0


def test_views_that_another_program_dropped_or_an_older_one_wrote_are_made_again(path: Path):
    bring_up_to_date(path)
    made = backup.all_of(path)
    by_another_program(path, "DROP VIEW accounts")
    by_another_program(path, "UPDATE meta SET value = 'other' WHERE key = 'views'")
    assert Reader(path).value("SELECT count(*) FROM accounts") == 2
    assert backup.all_of(path) == made  # no row was in danger


@pytest.mark.parametrize(
    ("migration", "why"),
    [
        (FAILS_HALF_WAY, "no such table: no_such_table"),
        (COMMITS_AND_FAILS, "no such table: no_such_table"),
        (LOSES_ROWS, r"rows would be lost \(note 1 to 0\)"),
        (LEAVES_ORPHANS, "rows of note would be left without their account"),
    ],
    ids=["fails half way", "commits and fails", "loses rows", "leaves orphans"],
)
def test_a_migration_that_fails_leaves_the_portfolio_as_it_was(
    path: Path, migrations: Callable[..., Path], migration: str, why: str
):
    before, schema = contents(path), tables_of(path)
    with pytest.raises(MigrationFailedError, match=why):
        bring_up_to_date(path, migrations(REBUILD, migration), NEXT + 1)
    assert contents(path) == before
    assert tables_of(path) == schema
    assert [b.reason for b in backup.all_of(path)] == ["migrate"]
    assert Reader(path).value("SELECT count(*) FROM accounts") == 2


def test_a_migration_may_declare_that_it_changes_how_many_rows_a_table_has(path: Path, migrations: Callable[..., Path]):
    bring_up_to_date(path, migrations("may_change_rows_of = ('note',)\n" + LOSES_ROWS), NEXT)
    assert contents(path)["note"] == []


def test_should_a_failure_damage_the_file_the_backup_is_put_back(
    path: Path, migrations: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
):
    before = contents(path)

    def break_it(*_arguments: object) -> None:
        with path.open("rb+") as file:
            file.seek(4096)
            file.write(b"\xff" * 8192)
        raise OSError("the disk is failing")

    monkeypatch.setattr(migrate, "upgrade", break_it)
    with pytest.raises(MigrationFailedError, match="the disk is failing"):
        bring_up_to_date(path, migrations(REBUILD), NEXT)
    assert contents(path) == before


def test_a_newer_portfolio_is_neither_read_nor_written(path: Path):
    by_another_program(path, "UPDATE meta SET value = '9' WHERE key = 'schema'")
    before = path.read_bytes()
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: Reader(path).value("SELECT 1"),
        lambda: add_accounts(path, "NEW"),
        lambda: bring_up_to_date(path),
    )
    for attempt in attempts:
        with pytest.raises(ConfigError) as refusal:
            attempt()
        assert refusal.value.exit_code == 78
        assert f"(data version 9; this one knows {views.SCHEMA})" in refusal.value.sentence
        assert "pipx upgrade cs-cli" in refusal.value.hints[-1]
    assert path.read_bytes() == before


def test_a_program_that_was_quicker_and_newer_is_noticed_under_the_lock(
    path: Path, migrations: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(migrate, "schema_of", lambda _path: 1)  # what was seen before the lock
    by_another_program(path, "UPDATE meta SET value = '9' WHERE key = 'schema'")
    with pytest.raises(ConfigError, match="newer cs"):
        bring_up_to_date(path, migrations(REBUILD), NEXT)
    assert cell(path, "SELECT value FROM meta WHERE key = 'schema'") == "9"


def test_two_commands_that_migrate_at_once_do_it_once(path: Path, migrations: Callable[..., Path]):
    folder, failures = migrations(REBUILD), []

    def bring() -> None:
        try:
            bring_up_to_date(path, folder, NEXT)
        except Exception as error:  # noqa: BLE001  whatever it is, the test must tell
            failures.append(error)

    threads = [threading.Thread(target=bring) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(backup.all_of(path)) == 1


def test_a_migration_waits_for_a_writer_and_then_says_so(
    path: Path, migrations: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("cs_cli.store.versions.BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError):
            bring_up_to_date(path, migrations(REBUILD), NEXT)
    assert backup.all_of(path) == []


def test_an_empty_file_becomes_a_portfolio_and_a_file_of_others_does_not(tmp_path: Path):
    empty = tmp_path / "empty.db"
    empty.touch()
    add_accounts(empty, "ACME")
    assert cell(empty, "SELECT count(*) FROM account") == 1
    foreign = tmp_path / "foreign.db"
    by_another_program(foreign, "CREATE TABLE invoices (x)")
    before = foreign.read_bytes()
    with pytest.raises(ConfigError, match="is not a portfolio of cs"):
        add_accounts(foreign, "ACME")
    assert foreign.read_bytes() == before


def test_every_journalled_table_has_its_two_triggers_and_every_view_its_definition(tmp_path: Path):
    path = tmp_path / "p.db"
    one_row_in_every_table(path)
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('view', 'trigger')").fetchall()
    assert {name for name, _kind in found} == set(views.definitions())
    assert sum(kind == "trigger" for _name, kind in found) == 2 * len(tables.JOURNALLED)
