"""The doctor exits 0 with one line where all is well, and names each thing that may cost money or data with one fix."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from portfolios import (
    add_accounts,
    by_another_program,
    cell,
    contract,
    import_accounts,
    one_row_in_every_table,
    one_step,
    spoil_an_index,
)

from cs_cli.store import backup
from cs_cli.store.folders import conflict_copies, sync_service
from cs_cli.store.models import Waiting


@pytest.fixture
def book(cs: Any) -> Any:
    """A sound portfolio with a contract."""
    cs.home.chmod(0o700)
    add_accounts(cs.db, "ACME", "HARBOR")
    with one_step(cs.db) as writer:
        term = {"product": "Core", "auto_renew": True, "notice_days": 60, "opt_out_on": datetime(2026, 11, 2).date()}  # noqa: DTZ001
        writer.add(contract(1, "2026-01-01", "2027-01-01", **term))
    return cs


def serious(cs: Any) -> list[tuple[str, str, str]]:
    """What the doctor finds, by its exit code too."""
    answer = cs("doctor", "--json")
    found = [(row["check"], row["what"], row["fix"]) for row in answer.rows if row["serious"]]
    assert answer.code == bool(found), answer.talk
    return found


def notes(cs: Any) -> dict[str, str]:
    return {row["check"]: row["what"] for row in cs("doctor", "--json").rows if not row["serious"]}


def test_all_is_well_in_one_line(book: Any):
    answer = book("doctor")
    assert answer.code == 0
    assert answer.text == (
        f"All is well: 2 accounts, data version 7, SQLite {sqlite3.sqlite_version} with the journal delete, "
        f"last backup {datetime.now(UTC):%-d %b}, which restores.\n"
    )
    assert serious(book) == []


def test_without_a_portfolio_there_is_nothing_to_examine(cs: Any):
    assert cs("doctor").code == 66


def test_findings_are_numbered_each_with_its_fix(book: Any):
    book.db.chmod(0o644)
    folder = backup.folder_of(book.db)
    folder.chmod(0o755)
    answer = book("doctor")
    assert answer.code == 1
    assert answer.text.splitlines()[:4] == [
        "1. others on this machine can read portfolio.db",
        f"   chmod 600 {book.db}",
        "2. others on this machine can read portfolio-backups",
        f"   chmod 700 {folder}",
    ]


def test_files_that_others_can_read_are_named_with_the_line_that_closes_them(book: Any):
    copies = [backup.make(book.db, "by-hand") for _ in range(4)]
    for path in (book.db, *copies):
        path.chmod(0o640)
    [(_check, what, fix)] = serious(book)
    assert what.startswith("others on this machine can read portfolio.db, ")
    assert what.endswith(", …")
    os.system(fix)  # noqa: S605  it must do what it promises
    assert serious(book) == []


def test_a_folder_that_others_may_write_to(book: Any):
    book.home.chmod(0o777)
    assert serious(book) == [
        ("modes", f"others on this machine may replace files in {book.home}", f"chmod go-w {book.home}")
    ]


def test_private_files_outside_the_portfolio_are_looked_at_too(book: Any):
    config = book.home / "config"
    config.mkdir()
    (config / "config.toml").write_text('currency = "EUR"\n')
    (config / "config.toml").chmod(0o644)
    assert [what for _check, what, _fix in serious(book)] == ["others on this machine can read config.toml"]


def test_wal_left_by_another_program_is_found_and_repaired(book: Any):
    by_another_program(book.db, "PRAGMA journal_mode = WAL")
    assert [(check, fix) for check, _what, fix in serious(book)] == [
        ("journal", "Close that program, then: cs doctor --repair")
    ]
    assert book("doctor", "--repair").code == 0


def test_derived_columns_are_recomputed_compared_and_repaired(book: Any):
    with one_step(book.db) as writer:
        writer.add(contract(1, "2027-01-01", "2028-01-01", product="Core"))
    by_another_program(book.db, "UPDATE contract SET renews_on = '2027-01-15' WHERE id = 1")
    by_another_program(book.db, "UPDATE contract SET renewed_by_id = NULL")
    assert serious(book) == [
        ("derived", "1 opt-out dates are not what follows: ACME 2026-11-16", "cs doctor --repair"),
        ("derived", "1 terms name the wrong renewal", "cs doctor --repair"),
    ]
    assert book("doctor", "--repair").code == 0
    assert cell(book.db, "SELECT opt_out_on || ' ' || renewed_by_id FROM contract WHERE id = 1") == "2026-11-16 2"


def test_values_that_cs_cannot_read_are_found(book: Any):
    with closing(sqlite3.connect(book.db)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE contract SET live_on = '31 Jan'")
    [(check, what, _fix)] = serious(book)
    assert (check, what) == (
        "checks",
        "another program stored what cs cannot read (CHECK constraint failed in contract)",
    )


def test_rows_whose_parent_is_gone_are_counted(book: Any):
    by_another_program(book.db, "DELETE FROM account WHERE id = 1")
    [(check, what, fix)] = serious(book)
    assert (check, fix) == ("references", "cs backup --list, then cs restore FILE")
    assert what == "1 rows of contract refer to a row of account that another program removed"


def test_a_damaged_file_is_a_finding_not_a_crash(book: Any):
    import_accounts(book.db, 2000)
    with book.db.open("rb+") as file:
        file.seek(book.db.stat().st_size // 2)
        file.write(b"\xff" * 40_000)
    assert "integrity" in [check for check, _what, _fix in serious(book)]
    with book.db.open("rb+") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)
    answer = book("doctor")
    assert answer.code == 1
    assert f"1. {book.db} is damaged: database disk image is malformed" in answer.text
    assert book("accounts").code == 65


def test_damage_that_no_query_notices_is_found(book: Any):
    spoil_an_index(book.db)
    assert serious(book) == [
        (
            "integrity",
            "the file is damaged: row 1 missing from index account_name",
            "cs backup --list, then cs restore FILE",
        )
    ]


def test_a_portfolio_written_long_after_its_last_backup(book: Any):
    for copy in backup.all_of(book.db):
        copy.path.unlink()
    assert serious(book) == []  # it is of today
    two_days_ago = f"{datetime.now(UTC) - timedelta(2):%Y-%m-%dT%H%M%SZ}"
    made = backup.make(book.db, "daily")
    made.rename(made.with_name(f"{two_days_ago}-daily.db"))
    by_another_program(book.db, "UPDATE journal_step SET at_utc = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')")
    [(check, what, fix)] = serious(book)
    assert (check, fix) == ("backup", "cs backup")
    assert what.startswith(f"no backup since {two_days_ago[:10]}, though the portfolio was written ")


def test_the_newest_backup_is_restored_for_rehearsal(book: Any):
    made = backup.make(book.db, "by-hand")
    made = made.rename(made.with_name(f"{datetime.now(UTC) + timedelta(minutes=1):%Y-%m-%dT%H%M%SZ}-daily.db"))
    made.write_bytes(made.read_bytes()[:8192])
    [(check, what, fix)] = serious(book)
    assert (check, fix) == ("rehearsal", "cs backup")
    assert what.startswith(f"{made.name} cannot be restored: ")


def test_rows_that_wait_are_serious_only_where_they_are_contracts(book: Any):
    with one_step(book.db) as writer:
        for kind in ("contacts", "contracts"):
            for n in range(2):
                row = Waiting(kind=kind, source="crm", account_ref=f"00{n}", external_id=f"x{n}", row="{}")
                writer.add(row)
    [(check, what, fix)] = serious(book)
    assert (check, fix) == ("waiting", "cs import FILE with these accounts")
    assert what == "2 contracts of crm wait for accounts that were not imported yet, 000 first"
    assert notes(book)["waiting"].startswith("2 contacts of crm wait")


def test_assumptions_guesses_and_other_programs_are_good_to_know_but_no_finding(book: Any):
    with one_step(book.db) as writer:
        for n in range(2, 9):
            writer.add(contract(2, f"202{n}-01-01", f"202{n}-12-01", contract=f"C{n}", assumed='["term", "starts_on"]'))
        writer.add(contract(2, "2029-12-01", "2030-12-01", contract="C9"))
        writer.add(contract(1, "2020-01-01", "2021-01-01", contract="OLD"))
        writer.add(contract(1, "2021-01-01", "2022-01-01", contract="NEW"))
    by_another_program(book.db, "UPDATE account SET owner = 'lee'")
    answer = book("doctor")
    assert answer.code == 0
    assert answer.text.splitlines()[1] == "Good to know:"
    said = notes(book)
    assert said["assumed"] == (
        "7 contracts stand on assumptions (starts_on, term): "
        "HARBOR/C2, HARBOR/C3, HARBOR/C4, HARBOR/C5, HARBOR/C6 and 2 more"
    )
    assert said["guessed"] == "ACME/OLD counts as renewed by the term from 2021-01-01: a guess from the dates"
    assert said["elsewhere"] == "2 rows were changed by another program; cs undo leaves them alone"


def test_the_doctor_reads_a_portfolio_that_holds_everything(cs: Any):
    cs.home.chmod(0o700)
    one_row_in_every_table(cs.db)
    assert serious(cs) == []


def test_a_synced_folder_is_warned_of_once_a_day_and_only_by_commands_that_write(cs: Any):
    path = cs.home / "Dropbox" / "p.db"
    add_accounts(path, "ACME")
    warning = f"cs: {path.parent} is copied by Dropbox while cs writes; what to do: cs doctor\n"
    log = ("log", "ACME", "a call", "--db", str(path))
    assert cs("accounts", "--db", str(path)).talk == ""
    assert cs(*log).talk.startswith(warning)
    assert warning not in cs(*log).talk
    [note] = next(cs.home.rglob("warned")).iterdir()
    note.write_text("2026-11-22")
    assert cs(*log).talk.startswith(warning)


SYNCED = [
    ("Dropbox/cs/p.db", {}, "Dropbox"),
    ("Dropbox (Personal)/p.db", {}, "Dropbox"),
    ("OneDrive - Contoso/Documents/p.db", {}, "OneDrive"),
    ("Google Drive/p.db", {}, "Google Drive"),
    ("Library/Mobile Documents/com~apple~CloudDocs/p.db", {}, "iCloud"),
    ("Library/CloudStorage/Box-Box/p.db", {}, "iCloud, OneDrive or Google Drive"),
    ("nextcloud/p.db", {}, "a sync client"),
    ("work/sub/p.db", {"OneDriveCommercial": "work"}, "OneDrive"),
    (".local/share/cs-cli/portfolio.db", {"ONEDRIVE": ""}, None),
    ("Dropbox-exit-interview/p.db", {}, None),
]


@pytest.mark.parametrize(("place", "environment", "service"), SYNCED, ids=[case[0] for case in SYNCED])
def test_folders_that_are_copied_elsewhere_are_known(
    tmp_path: Path, place: str, environment: dict[str, str], service: str | None
):
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    absolute = {name: str(tmp_path / value) if value else "" for name, value in environment.items()}
    assert sync_service(path, absolute, mounts="") == service


def test_syncthing_is_known_by_its_mark_and_a_link_by_where_it_leads(tmp_path: Path):
    real = tmp_path / "shared" / "book"
    real.mkdir(parents=True)
    (tmp_path / "shared" / ".stfolder").mkdir()
    link = tmp_path / "link"
    link.symlink_to(real)
    assert sync_service(link / "p.db", {}, mounts="") == "Syncthing"


@pytest.mark.parametrize(
    ("kind", "service"), [("nfs4", "a network mount"), ("fuse.sshfs", "a network mount"), ("ext4", None), ("9p", None)]
)
def test_a_network_mount_is_known_by_the_innermost_mount(tmp_path: Path, kind: str, service: str | None):
    inner = tmp_path / "two words"
    inner.mkdir()
    mounts = f"/dev/vda / ext4 rw 0 0\nsrv:/home {str(inner).replace(' ', chr(92) + '040')} {kind} rw 0 0\nshort line\n"
    assert sync_service(inner / "p.db", {}, mounts) == service
    assert sync_service(inner / "deeper" / "p.db", {}, mounts) == service
    assert sync_service(tmp_path / "p.db", {}, mounts) is None


def test_conflict_copies_of_the_portfolio_are_found_and_other_files_are_not(tmp_path: Path):
    names = ("p (Sam's conflicted copy 2026-11-23).db", "p.sync-conflict-20261123-070211-ABC.db", "p_conflict-1.db")
    for name in (*names, "p.db", "p-backups", "q (conflicted copy).db", "p notes.txt"):
        (tmp_path / name).touch()
    assert [copy.name for copy in conflict_copies(tmp_path / "p.db")] == sorted(names)


def test_a_synced_folder_and_its_conflict_copies_are_findings(book: Any):
    home = book.home / "Dropbox"
    home.mkdir(mode=0o700)
    path = home / "book [1].db"
    add_accounts(path, "ACME")
    (home / "book [1] (conflicted copy).db").write_text("")
    answer = book("doctor", "--db", str(path), "--json")
    assert answer.code == 1
    assert [row["what"].removeprefix(str(home)) for row in answer.rows] == [
        " is copied by Dropbox while cs writes: such a copy can be torn or put back",
        "book [1] (conflicted copy).db is a second portfolio that a sync client made; what it holds is missing here",
    ]
