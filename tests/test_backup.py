"""Backups are sound copies, private, made before what is large, thinned out; restoring one is whole or nothing."""

import os
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from portfolios import (
    NOW,
    account,
    add_accounts,
    by_another_program,
    cell,
    contents,
    contract,
    import_accounts,
    insert_accounts,
    one_step,
    spoil_an_index,
)

from cs_cli.errors import BusyError, CannotWriteError, ConfigError, NotFoundError
from cs_cli.store import backup, versions, write
from cs_cli.store.troubles import DamagedError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "book" / "p.db"
    add_accounts(path, "ACME", "HARBOR")
    return path


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def reasons(path: Path) -> list[str]:
    return [b.reason for b in backup.all_of(path)]


def test_a_backup_holds_what_the_portfolio_holds_and_only_its_owner_reads_it(path: Path):
    made = backup.make(path, "by-hand")
    assert contents(made) == contents(path)
    assert (mode(made), mode(made.parent), mode(path), mode(path.parent)) == ("0o600", "0o700", "0o600", "0o700")
    assert [b.path for b in backup.all_of(path)] == [made]
    assert backup.examine(made)["account"] == 2


def test_backups_of_one_second_do_not_overwrite_each_other(path: Path):
    made = {backup.make(path, "by-hand") for _ in range(3)}
    assert len(made) == 3
    assert len(backup.all_of(path)) == 3


def test_a_backup_of_a_file_that_another_program_left_in_wal_is_one_file(path: Path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("UPDATE account SET owner = 'lee'")
        other.commit()
        made = backup.make(path, "by-hand")
    assert cell(made, "SELECT owner FROM account") == "lee"
    assert cell(made, "PRAGMA journal_mode") == "delete"
    assert [file.name for file in made.parent.iterdir()] == [made.name]


def test_a_target_that_exists_is_not_overwritten(path: Path, tmp_path: Path):
    target = tmp_path / "mine.db"
    target.write_text("mine")
    with pytest.raises(CannotWriteError, match="exists already"):
        backup.make(path, "by-hand", target)
    assert target.read_text() == "mine"


def test_a_damaged_portfolio_is_not_backed_up_as_if_it_were_whole(path: Path):
    import_accounts(path, 2000)
    damage(path)
    before = sorted(backup.folder_of(path).iterdir())
    with pytest.raises(CannotWriteError, match="no backup of"):
        backup.make(path, "by-hand")
    assert sorted(backup.folder_of(path).iterdir()) == before


def test_damage_that_only_a_check_sees_makes_no_backup(path: Path):
    spoil_an_index(path)
    with pytest.raises(CannotWriteError, match=r"it is damaged \(row 1 missing from index account_name\)"):
        backup.make(path, "by-hand")


def damage(path: Path) -> None:
    """Overwrite the middle of the file."""
    with path.open("rb+") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 40_000)


def test_values_that_another_program_stored_do_not_stop_backups(path: Path):
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("PRAGMA ignore_check_constraints = ON")
        other.execute("UPDATE account SET live_on = '31 Jan'")
    assert contents(backup.make(path, "by-hand")) == contents(path)


def test_a_copy_that_differs_is_no_backup(path: Path, monkeypatch: pytest.MonkeyPatch):
    counts = iter([{"account": 2}, {"account": 1}])
    monkeypatch.setattr(backup, "row_counts", lambda _connection: next(counts))
    with pytest.raises(CannotWriteError, match="the copy differs from the portfolio"):
        backup.make(path, "by-hand")
    assert list(backup.folder_of(path).iterdir()) == []


def test_orphans_that_another_program_made_do_not_stop_backups(path: Path):
    by_another_program(path, "INSERT INTO note (step, account_id, noted_on, text) VALUES (1, 99, '2026-11-23', 'x')")
    with closing(sqlite3.connect(backup.make(path, "by-hand"))) as copy:
        assert backup.orphans(copy) == 1


def test_the_first_write_of_a_day_makes_one_backup_of_what_was_there_before(path: Path):
    assert reasons(path) == []  # there was nothing to keep before the first command
    add_accounts(path, "KESTREL")
    add_accounts(path, "SPRUCE")
    assert reasons(path) == ["daily"]
    assert cell(backup.all_of(path)[0].path, "SELECT count(*) FROM account") == 2


def test_a_day_later_there_is_another_one(path: Path):
    add_accounts(path, "KESTREL")
    yesterday = datetime.now(UTC) - timedelta(1)
    first = backup.all_of(path)[0].path
    first.rename(first.with_name(f"{yesterday:%Y-%m-%dT%H%M%SZ}-daily.db"))
    add_accounts(path, "SPRUCE")
    assert reasons(path) == ["daily", "daily"]


def test_only_a_large_command_makes_a_backup_of_its_own_before_its_first_change(path: Path):
    for rows, expected in ((1000, []), (1001, ["import"])):
        with one_step(path, "cs import accounts.csv") as writer:
            writer.expect(rows)
            insert_accounts(writer, rows, first=rows * rows)
        assert [r for r in reasons(path) if r == "import"] == expected
    newest = next(b for b in backup.all_of(path) if b.reason == "import")
    assert cell(newest.path, "SELECT count(*) FROM account") == 2 + 1000


def test_an_import_of_many_rows_is_such_a_command(cs: Any):
    add_accounts(cs.db, "ACME")
    rows = "".join(f"K{n},Name {n}\n" for n in range(1001))
    (cs.home / "accounts.csv").write_text(f"account,name\n{rows}")
    words = ("import", str(cs.home / "accounts.csv"), "--as", "accounts")
    assert cs(*words, "--dry-run").code == 0
    assert "import" not in reasons(cs.db)
    assert cs(*words).code == 0
    newest = next(b for b in backup.all_of(cs.db) if b.reason == "import")
    assert cell(newest.path, "SELECT count(*) FROM account") == 1


def test_the_first_import_of_all_needs_no_backup(tmp_path: Path):
    path = tmp_path / "new.db"
    with one_step(path, "cs import accounts.csv") as writer:
        writer.expect(5000)
        insert_accounts(writer, 5000)
    assert backup.all_of(path) == []


def test_a_backup_waits_for_a_writer_and_then_gives_up(path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(backup, "BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BusyError):
            backup.make(path, "by-hand")
        with pytest.raises(BusyError):
            backup.put_back(copy_of(path), path)
    assert not list(backup.folder_of(path).glob("*"))


def copy_of(path: Path) -> Path:
    return Path(shutil.copy(path, path.with_name("copy.db")))


def named(path: Path, made_at: datetime, size: int = 10, reason: str = "daily") -> Path:
    file = backup.folder_of(path) / f"{made_at:%Y-%m-%dT%H%M%SZ}-{reason}.db"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"x" * size)
    return file


NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_seven_days_four_weeks_and_twelve_months_are_kept(path: Path):
    for days in range(800):
        named(path, NOON - timedelta(days))
    backup.thin_out(path)
    kept = [f"{b.made_at:%m-%d}" for b in backup.all_of(path)]
    assert kept == [
        "11-23", "11-22", "11-21", "11-20", "11-19", "11-18", "11-17",  # seven days
        "11-15", "11-08",  # with the 23rd and the 22nd the last days of four weeks
        "10-31", "09-30", "08-31", "07-31", "06-30", "05-31", "04-30", "03-31", "02-28", "01-31", "12-31",
    ]  # fmt: skip


def test_of_one_day_the_three_newest_are_kept_and_the_days_last_one(path: Path):
    for minutes in range(10):
        named(path, NOON + timedelta(minutes=minutes), reason="import")
    backup.thin_out(path)
    assert [f"{b.made_at:%M}" for b in backup.all_of(path)] == ["09", "08", "07"]


def test_weekly_and_monthly_backups_together_weigh_at_most_five_times_the_portfolio(path: Path):
    size = path.stat().st_size
    for days in range(0, 800, 10):
        named(path, NOON - timedelta(days), size=size)
    backup.thin_out(path)
    assert len(backup.all_of(path)) == backup.DAYS + 5


def test_files_that_are_no_backups_are_left_alone_and_unfinished_ones_go_after_a_day(path: Path):
    folder = named(path, NOON).parent
    (folder / "notes.db").write_text("mine")
    fresh, stale = folder / ".new.1.part", folder / ".old.2.part"
    for part in (fresh, stale):
        part.write_text("half")
    os.utime(stale, (0, 0))
    backup.thin_out(path)
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        [".new.1.part", "notes.db", f"{NOON:%Y-%m-%dT%H%M%SZ}-daily.db"]
    )


def test_restoring_brings_back_the_backup_and_keeps_what_was_there(path: Path):
    made = backup.make(path, "by-hand")
    then = contents(path)
    add_accounts(path, "KESTREL")
    now = contents(path)
    kept = backup.restore(made, path)
    assert contents(path) == then
    assert kept is not None
    assert contents(kept) == now
    backup.restore(kept, path)
    assert contents(path) == now
    assert mode(path) == "0o600"


def test_restoring_where_no_portfolio_is_makes_one(path: Path, tmp_path: Path):
    made = backup.make(path, "by-hand")
    elsewhere = tmp_path / "new.db"
    assert backup.restore(made, elsewhere) is None
    assert contents(elsewhere) == contents(path)
    assert mode(elsewhere) == "0o600"


@pytest.mark.parametrize("garbage", [b"not a database at all, but longer than a header" * 400, None])
def test_a_damaged_portfolio_is_moved_aside_and_replaced(path: Path, garbage: bytes | None):
    import_accounts(path, 2000)
    made, then = backup.make(path, "by-hand"), contents(path)
    if garbage is None:
        damage(path)
    else:
        path.write_bytes(garbage)
    broken = path.read_bytes()
    kept = backup.restore(made, path)
    assert contents(path) == then
    assert kept is not None
    assert kept.name.endswith("-damaged.db")
    assert kept.read_bytes() == broken


def test_what_is_no_backup_is_refused_and_nothing_changes(path: Path, tmp_path: Path):
    before = path.read_bytes()
    text = tmp_path / "text.db"
    text.write_text("no database")
    torn = backup.make(path, "by-hand", tmp_path / "torn.db")
    torn.write_bytes(torn.read_bytes()[:-20_000])
    foreign = tmp_path / "foreign.db"
    with closing(sqlite3.connect(foreign)) as other:
        other.execute("CREATE TABLE meta (x)")
    newer = backup.make(path, "by-hand", tmp_path / "newer.db")
    by_another_program(newer, "UPDATE meta SET value = '99' WHERE key = 'schema'")
    cases: tuple[tuple[Path, Any, str], ...] = (
        (tmp_path / "none.db", NotFoundError, "no file"),
        (text, ConfigError, "is not a portfolio"),
        (torn, (backup.NotABackupError, DamagedError), "malformed|damaged"),
        (foreign, ConfigError, "is not a portfolio"),
        (newer, ConfigError, "newer cs .data version 99; this one knows"),
        (path, backup.NotABackupError, "the portfolio itself"),
    )
    for file, error, said in cases:
        with pytest.raises(error, match=said):
            backup.restore(file, path)
    assert path.read_bytes() == before


def test_readers_and_writers_go_on_while_a_backup_is_made(path: Path):
    stop, failures = threading.Event(), []

    def keep_writing() -> None:
        n = 0
        while not stop.is_set():
            try:
                add_accounts(path, f"N{n}")
            except Exception as error:  # noqa: BLE001  whatever it is, the test must tell
                failures.append(error)
            n += 1

    thread = threading.Thread(target=keep_writing)
    thread.start()
    made = [backup.make(path, "by-hand") for _ in range(5)]
    stop.set()
    thread.join()
    assert failures == []
    assert all(backup.examine(copy)["account"] >= 2 for copy in made)


def test_a_repair_computes_derived_columns_and_leaves_wal(path: Path):
    with one_step(path) as writer:
        first = contract(1, "2025-01-01", "2026-01-01", product="Core", auto_renew=True, notice_days=60)
        writer.add(first)
        writer.add(contract(1, "2026-01-01", "2027-01-01", product="Core"))
    by_another_program(path, "UPDATE contract SET opt_out_on = '2025-12-31', renewed_by_id = NULL")
    by_another_program(path, "PRAGMA journal_mode = WAL")
    write.repair(path)
    derived = "SELECT opt_out_on || ' ' || renewed_by_id || ' ' || renewed_by_guess FROM contract WHERE id = 1"
    assert cell(path, derived) == "2025-11-02 2 0"
    assert cell(path, "PRAGMA journal_mode") == "delete"


def test_a_wal_file_that_another_program_holds_open_is_written_all_the_same(path: Path):
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        add_accounts(path, "KESTREL")
        assert other.execute("SELECT count(*) FROM account").fetchone() == (3,)


def test_a_portfolio_without_backup_folder_has_no_backups(tmp_path: Path):
    assert backup.all_of(tmp_path / "none.db") == []


def test_no_write_without_its_backup(path: Path):
    backup.folder_of(path).write_text("a file where the folder should be")
    with pytest.raises(CannotWriteError, match="no backup of"):
        add_accounts(path, "KESTREL")
    assert cell(path, "SELECT count(*) FROM account") == 2


def test_a_backup_is_of_this_instant_whatever_day_the_command_is_for(path: Path):
    with write.writing(path, "cs test", NOW) as writer:
        writer.add(account("KESTREL"))
    assert abs(backup.all_of(path)[0].made_at - datetime.now(UTC)) < timedelta(minutes=5)


def test_a_file_and_folders_that_cannot_be_made_are_said_to_be(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWriteError, match=r"cannot make .*: Not a directory"):
        add_accounts(tmp_path / "file" / "p.db", "ACME")


def test_a_file_of_another_program_is_refused(tmp_path: Path):
    path = tmp_path / "p.db"
    path.write_text("something else, longer than the hundred bytes of a header" * 4)
    with pytest.raises(ConfigError, match="is not a portfolio of cs"):
        versions.is_current(path)
