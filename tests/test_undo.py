"""`cs undo`, `redo`, `history`, `backup` and `restore` as they are typed."""

import json
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from portfolios import NOW, TODAY, account, add_accounts, by_another_program, cell, contents, contract, one_step

from cs_cli.screens.safety import when
from cs_cli.store import backup
from cs_cli.store.models import Account, Contract, HealthSnapshot, Note

PROGRAM = "import sys; from cs_cli.main import main; sys.exit(main())"


@pytest.fixture
def book(cs: Any) -> Any:
    """Two accounts with a contract each, as one import."""
    with one_step(cs.db, "cs import book.xlsx") as writer:
        for key in ("ACME", "HARBOR"):
            row_id = writer.add(account(key, owner="lee")).id
            writer.add(contract(row_id, "2026-01-01", "2027-01-01", seats=400, auto_renew=True))
    return cs


def reimport(cs: Any) -> None:
    """One step that adds, changes and leaves alone."""
    with one_step(cs.db, "cs import book.xlsx --as book") as writer:
        new = writer.add(account("SPRUCE")).id
        writer.add(contract(new, "2026-01-01", "2027-01-01"))
        term = writer.get(Contract, 1)
        term.seats, term.price_minor, term.auto_renew, term.custom = 380, 1_300_050, False, '{"Mood": "fine"}'
        writer.get(Account, 2).owner = None


def without_time(text: str) -> str:
    return re.sub(r"\d\d:\d\d (today|yesterday|on \d+ \w+( \d+)?)", "07:02 today", text)


def test_undo_says_what_it_removed_and_put_back_and_what_to_type_next(book: Any):
    before = contents(book.db)
    reimport(book)
    answer = book("undo")
    assert answer.code == 0
    assert without_time(answer.text) == (
        "Undone: cs import book.xlsx --as book, 07:02 today. 1 account and 1 contract removed, 5 fields put back:\n"
        "  ACME price $13,000.50→$12,000, seats 380→400, auto_renew no→yes, Mood fine→(none)\n"
        "  HARBOR owner (none)→lee\n"
        "Forward again: cs redo. One step further back: cs undo. All steps: cs history\n"
    )
    assert contents(book.db) == before


def test_redo_says_the_same_the_other_way_round(book: Any):
    reimport(book)
    after = contents(book.db)
    book("undo")
    answer = book("redo")
    assert without_time(answer.text) == (
        "Redone: cs import book.xlsx --as book, 07:02 today. "
        "1 account and 1 contract brought back, 5 fields put forward:\n"
        "  HARBOR owner lee→(none)\n"
        "  ACME price $12,000→$13,000.50, seats 400→380, auto_renew yes→no, Mood (none)→fine\n"
        "Back again: cs undo. All steps: cs history\n"
    )
    assert contents(book.db) == after


def test_a_dry_run_shows_the_same_and_changes_nothing(book: Any):
    reimport(book)
    before = book.db.read_bytes()
    answer = book("undo", "--dry-run")
    assert answer.text.startswith("Would be undone: cs import book.xlsx --as book, ")
    assert answer.text.endswith("Do it: the same without --dry-run\n")
    assert book.db.read_bytes() == before
    book("undo")
    before = book.db.read_bytes()
    assert "put forward" in book("redo", "--dry-run").text
    assert book.db.read_bytes() == before


def test_undo_of_an_older_step_by_its_number(book: Any):
    add_accounts(book.db, "KESTREL")
    add_accounts(book.db, "SPRUCE")
    assert "1 account removed." in book("undo", "2").text
    assert [row[2] for row in contents(book.db)["account"]] == ["ACME", "HARBOR", "SPRUCE"]


def test_a_refusal_names_the_rows_and_exits_65(book: Any):
    reimport(book)
    by_another_program(book.db, "UPDATE contract SET seats = 1 WHERE id = 1")
    answer = book("undo")
    assert (answer.code, answer.out) == (65, b"")
    assert answer.talk == (
        "cs: step 2 (cs import book.xlsx --as book) stays: 1 row changed since\n"
        "  ACME, by another program\n"
        "  Take the later steps back first: cs history\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["undo", "99"], 66, "cs: there is no step 99\n"),
        (["redo"], 66, "cs: nothing to redo\n"),
        (["undo", "newest"], 2, "cs: "),
        (["history", "NOBODY"], 66, 'cs: no account "NOBODY"'),
        (["restore", "none.db", "--yes"], 66, 'cs: no backup "none.db"\n  The backups: cs backup --list\n'),
        (["backup", "-o", "/dev/null/x"], 73, "cs: no backup of "),
    ],
)
def test_what_cannot_be_done_is_said(book: Any, words: list[str], code: int, sentence: str):
    answer = book(*words)
    assert (answer.code, answer.out) == (code, b"")
    assert answer.talk.startswith(sentence)


@pytest.mark.parametrize("word", ["undo", "redo", "history", "backup", "doctor"])
def test_without_a_portfolio_nothing_is_made(cs: Any, word: str):
    answer = cs(word)
    assert answer.code == 66
    assert "no portfolio at " in answer.talk
    assert not cs.db.exists()


def test_many_fields_are_cut_and_many_rows_counted(book: Any):
    with one_step(book.db, "cs import " + "long " * 30) as writer:
        writer.sqlite.execute("DELETE FROM contract")
        for n in range(40):
            writer.add(Note(account_id=1, noted_on=TODAY, text=f"{n}"))
        snapshot = {"score": 81.25, "band": "green", "coverage": 90.0, "scorecard": "default"}
        writer.add(HealthSnapshot(account_id=1, computed_on=TODAY, **snapshot))
        names = {f"f{n:02}": "x" * 60 for n in range(30)}
        writer.get(Account, 1).custom = json.dumps(names)
    text = book("undo").text
    assert "…, " in text.splitlines()[0]
    assert "40 notes and 1 health snapshot removed, 2 contracts brought back, 30 fields put back:" in text
    assert "f00 " + "x" * 39 + "…→(none)" in text
    assert "and 6 more" in text


def test_a_full_step_names_three_kinds_of_rows_and_counts_the_rest(demo: Any):
    before = demo("accounts", "--json").out
    text = demo("undo").text
    assert re.search(r"60 accounts, \d+ contracts, \d+ contacts and [\d,]+ other rows removed\.\n", text)
    assert demo("accounts", "--json").rows == []
    assert "60 accounts, " in demo("redo").text
    assert demo("accounts", "--json").out == before


def test_history_lists_the_newest_first_with_stable_keys(book: Any):
    reimport(book)
    book("undo")
    rows = book("history", "--json").rows
    assert [list(row) for row in rows] == [["step", "at", "command", "user", "host", "version", "undone_at"]] * 2
    assert [(row["step"], row["at"], row["command"], bool(row["undone_at"])) for row in rows] == [
        (2, NOW, "cs import book.xlsx --as book", True),
        (1, NOW, "cs import book.xlsx", False),
    ]
    assert [row["step"] for row in book("history", "--json", "--limit", "1").rows] == [2]


def test_history_on_a_screen_marks_what_is_undone_and_says_what_is_left(book: Any):
    reimport(book)
    book("undo")
    assert without_time(book("history", "--limit", "1").text) == (
        "  2  07:02 today  cs import book.xlsx --as book  undone\n"
        "  1 older step: cs history --all\n"
        "Take the newest back: cs undo. Another one: cs undo N\n"
    )


def test_history_of_an_account_lists_the_steps_that_touched_it(book: Any):
    with one_step(book.db, "cs account edit HARBOR --owner me") as writer:
        writer.get(Account, 2).owner = "me"
    with one_step(book.db, "cs note ACME") as writer:
        writer.add(Note(account_id=1, noted_on=TODAY, text="likes short decks"))
    with one_step(book.db, "cs forget") as writer:
        writer.sqlite.execute("DELETE FROM note")
    assert [row["step"] for row in book("history", "ACME", "--json").rows] == [4, 3, 1]
    assert [row["step"] for row in book("history", "harbor", "--json").rows] == [2, 1]


def test_backup_prints_the_path_of_a_private_copy_and_lists_it(book: Any):
    answer = book("backup")
    made = Path(answer.text.strip())
    assert contents(made) == contents(book.db)
    [row] = book("backup", "--list", "--json").rows
    assert list(row) == ["file", "made_at", "reason", "size"]
    assert (row["file"], row["reason"], row["size"]) == (made.name, "by-hand", made.stat().st_size)
    assert without_time(book("backup", "--list").text) == (
        f"In {made.parent}:\n  {made.name}  07:02 today  {row['size'] / 1e6:.1f} MB\nGo back to one: cs restore FILE\n"
    )


def test_without_backups_the_list_says_so(book: Any):
    assert book("backup", "--list").text == f"No backup in {backup.folder_of(book.db)} yet.\n"
    assert book("backup", "--list", "--json").rows == []


def test_a_backup_elsewhere_is_ones_own_to_keep(book: Any):
    target = book.home / "mine.db"
    assert book("backup", "-o", str(target)).text == f"{target}\n"
    assert contents(target) == contents(book.db)
    assert backup.all_of(book.db) == []
    assert book("backup", "-o", str(target)).code == 73


def test_restore_by_a_name_of_the_list_and_back_again(book: Any):
    made = Path(book("backup").text.strip())
    then = contents(book.db)
    reimport(book)
    now = contents(book.db)
    answer = book("restore", made.name, "--yes")
    assert (answer.code, answer.out) == (0, b"")
    assert contents(book.db) == then
    back = re.fullmatch(rf"Restored {book.db} from {made.name}\. What was there: cs restore (\S+)\n", answer.talk)
    assert back
    assert book("restore", back[1], "--yes").code == 0
    assert contents(book.db) == now


def test_restore_where_nothing_was_says_no_way_back(book: Any):
    made = Path(book("backup", "-o", str(book.home / "mine.db")).text.strip())
    book.db.unlink()
    assert book("restore", str(made), "--yes").talk == f"Restored {book.db} from mine.db.\n"
    assert len(contents(book.db)["account"]) == 2


def test_nobody_there_to_ask_means_a_usage_error_that_names_the_option(book: Any):
    made = book("backup").text.strip()
    before = book.db.read_bytes()
    answer = book("restore", made)
    assert answer.code == 2
    assert answer.talk.endswith("  Say --yes\n")
    assert book.db.read_bytes() == before


@pytest.mark.parametrize(("typed", "code", "accounts"), [("restore\n", 0, 2), ("no\n", 130, 3)])
def test_on_a_terminal_restore_wants_its_name_typed(book: Any, typed: str, code: int, accounts: int):
    made = book("backup").text.strip()
    add_accounts(book.db, "SPRUCE")
    reader, terminal = os.openpty()
    os.write(reader, typed.encode())
    environment = {**os.environ, "HOME": str(book.home), "CS_DB": str(book.db), "CS_CONFIG_DIR": str(book.home)}
    environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "restore", made],
        stdin=terminal, stderr=terminal, capture_output=False, env=environment, check=False,
    )  # fmt: skip
    said = os.read(reader, 4096).decode()
    os.close(terminal)
    os.close(reader)
    assert done.returncode == code, said
    assert "Type restore to do it" in said
    assert cell(book.db, "SELECT count(*) FROM account") == accounts


def test_when_is_told_by_the_day_in_the_users_zone():
    zone = timezone(timedelta(hours=13))
    now = datetime(2026, 11, 23, 7, 30, tzinfo=zone)
    cases = {
        "2026-11-22T18:02:00Z": "07:02 today",
        "2026-11-22T08:00:00Z": "21:00 yesterday",
        "2026-11-20T00:00:00Z": "13:00 on 20 Nov",
        "2025-11-20T00:00:00Z": "13:00 on 20 Nov 2025",
    }
    assert {at: when(datetime.fromisoformat(at), now) for at in cases} == cases


def test_the_history_of_a_past_day_ends_there(cs, enter):
    enter.account("ACME")
    assert cs("account", "edit", "ACME", "--owner", "zoe").code == 0
    assert [row["step"] for row in cs("history", "--json").rows] == [2, 1]
    assert cs("history", "--json", "--as-of", "2026-11-22").rows == []
    assert cs("history", "--as-of", "2026-11-22").text == "Nothing was changed yet.\n"
    assert [row["step"] for row in cs("history", "ACME", "--json", "--as-of", "1w").rows] == [2, 1]
