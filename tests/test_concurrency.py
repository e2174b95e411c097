"""Several processes write at once: no change is lost, nobody is told off, and who waits too long is told so."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from portfolios import add_accounts, add_task, cell, contents

from cs_cli.store import backup, versions

PROCESSES = 3
MANY_TIMES = """
import sys
from cs_cli.main import main
first, step, times, *words = sys.argv[1:]
numbers = range(int(first), int(first) + int(step) * int(times), int(step))
codes = {main([word.replace("NUMBER", str(number)) for word in words]) for number in numbers}
sys.exit(max(codes))
"""


def in_processes(cs: Any, times: int, words: Sequence[str]) -> list[tuple[int, str]]:
    """The words, `times` times in each of three processes at once; their exit codes and what they said.

    NUMBER in a word is another number each time.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CS_")}
    environment |= {"HOME": str(cs.home), "CS_DB": str(cs.db), "CS_CONFIG_DIR": str(cs.home / "config")}
    environment |= {"PYTHONPATH": str(Path(__file__).parent.parent)}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MANY_TIMES, str(first), str(PROCESSES), str(times), *words],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for first in range(1, PROCESSES + 1)
    ]  # fmt: skip
    said = [process.communicate()[1] for process in started]
    return [(process.returncode, text) for process, text in zip(started, said, strict=True)]


@pytest.fixture
def book(cs: Any) -> Any:
    """A portfolio with one account and the task t1."""
    add_accounts(cs.db, "ACME")
    add_task(cs.db, "call")
    return cs


def snoozes(cs: Any) -> int:
    return cell(cs.db, "SELECT snoozes FROM task")


def test_three_processes_that_each_read_and_write_150_times_lose_no_change(book: Any):
    ended = in_processes(book, 150, ["snooze", "t1", "NUMBERd", "--because", "busy"])
    assert [code for code, _said in ended] == [0, 0, 0], ended
    assert snoozes(book) == 450
    with closing(sqlite3.connect(book.db)) as connection:
        backup.check(connection)
        changes = connection.execute(
            "SELECT json_extract(before, '$.snoozes'), json_extract(after, '$.snoozes') FROM journal_change ORDER BY id"
        ).fetchall()
    assert changes == [(n, n + 1) for n in range(450)]
    assert len([b for b in backup.all_of(book.db) if b.reason == "daily"]) == 1


def test_ten_commands_in_each_of_three_shells_lose_no_change(book: Any):
    codes: list[int] = []

    def type_ten_times(first: int) -> None:
        codes.extend(book.process("snooze", "t1", f"{first + n}d", "--because", "busy").code for n in range(10))

    shells = [Thread(target=type_ten_times, args=(10 * shell + 1,)) for shell in range(PROCESSES)]
    for shell in shells:
        shell.start()
    for shell in shells:
        shell.join()
    assert codes == [0] * 30
    assert snoozes(book) == 30


def test_the_first_commands_of_all_at_once_make_one_portfolio(cs: Any):
    ended = in_processes(cs, 1, ["task", "nobody", "call"])
    assert [code for code, _said in ended] == [66, 66, 66], ended
    ended = in_processes(cs, 1, ["account", "add", "ACME", "--name", "Acme"])
    assert sorted(code for code, _said in ended) == [0, 65, 65], ended
    assert cell(cs.db, "SELECT count(*) FROM account") == 1


def test_who_waits_too_long_for_a_writer_is_told_in_one_sentence(book: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(versions, "BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(book.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = book("snooze", "t1", "1d")
    assert answer.code == 75
    assert answer.talk == (
        "cs: the portfolio is busy: another command is writing to it; nothing was changed\n  Try again in a moment.\n"
    )
    assert snoozes(book) == 0


def test_reading_goes_on_while_another_command_writes(book: Any):
    with closing(sqlite3.connect(book.db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE task SET snoozes = 99")
        assert [row["snoozes"] for row in book("tasks", "--json").rows] == [0]
        other.execute("ROLLBACK")


def test_reading_waits_while_another_command_puts_its_changes_in_place(book: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(versions, "BUSY_TIMEOUT_MS", 50)
    with closing(sqlite3.connect(book.db, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        answer = book("tasks")
    assert (answer.code, answer.out) == (75, b"")
    assert answer.talk.startswith("cs: the portfolio is busy: ")


def test_a_digest_and_an_import_at_the_same_time_both_finish(book: Any, tmp_path: Path):
    book_csv = tmp_path / "accounts.csv"
    book_csv.write_text("account,name\n" + "".join(f"K{n},Name {n}\n" for n in range(3000)))
    imported: list[Any] = []
    importing = Thread(target=lambda: imported.append(book.process("import", str(book_csv), "--as", "accounts")))
    importing.start()
    digests = []
    while importing.is_alive():
        digests.append(book.process("digest").code)
    importing.join()
    assert imported[0].code == 0, imported[0].talk
    assert set(digests) == {0}
    assert len(contents(book.db)["account"]) == 3001
