"""Killed at any moment, a command has happened or it has not; the next one reads and writes as if nothing were."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from portfolios import add_accounts, cell, contents

from cs_cli.store import backup

ROOT = Path(__file__).parent.parent
ROWS = 6000
PROGRAM = "import sys; from cs_cli.main import main; sys.exit(main())"
DIES_BEFORE_THE_COMMIT = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, "tests")
from portfolios import insert_accounts, one_step
with one_step(Path(sys.argv[1])) as writer:
    insert_accounts(writer, 30_000)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def book(cs: Any) -> Any:
    """A portfolio with two accounts, and a file to import that does not fit into SQLite's cache."""
    add_accounts(cs.db, "ACME", "HARBOR")
    lines = "".join(f"K{n},{f'Name {n} ' * 30}\n" for n in range(ROWS))
    (cs.home / "accounts.csv").write_text("account,name\n" + lines)
    return cs


def killed(cs: Any, words: list[str], after: float) -> bool:
    """Run the words in a process and kill it after so many seconds; whether it was still running."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(cs.home), "CS_DB": str(cs.db), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=cs.home, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            assert process.wait(timeout=after) == 0
        except subprocess.TimeoutExpired:
            process.kill()
    return process.returncode == -signal.SIGKILL


IMPORT = ["import", "accounts.csv", "--as", "accounts"]
COMMANDS = {
    "import": ([], IMPORT),
    "undo": ([IMPORT], ["undo"]),
    "redo": ([IMPORT, ["undo"]], ["redo"]),
}


def kill_at_random_moments(cs: Any, before: list[list[str]], words: list[str], kills: int) -> None:
    """Kill `words` again and again on copies of the same portfolio: each is as it was, or as it should become."""
    for earlier in before:
        assert cs.process(*earlier).code == 0
    start = shutil.copy(cs.db, cs.home / "start.db")
    began = time.monotonic()
    assert cs.process(*words).code == 0
    lasts = time.monotonic() - began
    outcomes = {"not at all": accounts_in(Path(start)), "whole": accounts_in(cs.db)}
    moments, seen = random.Random(kills), []  # noqa: S311  moments, no secrets
    for _ in range(kills):
        put_start_back(cs.db, Path(start))
        was_killed = killed(cs, words, moments.uniform(0.2, 1.1) * lasts)
        assert cs("accounts", "--json").code == 0
        seen.append((was_killed, sound(cs.db)))
    assert {found for _killed, found in seen} <= set(outcomes.values()), (seen, outcomes)
    assert any(was_killed for was_killed, _found in seen)
    add_accounts(cs.db, "NEXT")


def put_start_back(path: Path, start: Path) -> None:
    path.with_name(path.name + "-journal").unlink(missing_ok=True)
    shutil.copy(start, path)


def accounts_in(path: Path) -> int:
    return len(contents(path)["account"])


def sound(path: Path) -> int:
    """How many accounts there are in a portfolio that is whole."""
    with closing(sqlite3.connect(path)) as connection:
        backup.check(connection)
        assert backup.orphans(connection) == 0
        assert connection.execute("SELECT count(*) FROM meta WHERE key = 'writing'").fetchone() == (0,)
    return accounts_in(path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_killed_at_a_random_moment_is_whole_or_never_was(book: Any, command: str):
    kill_at_random_moments(book, *COMMANDS[command], kills=4)


@pytest.mark.real
@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_killed_at_fifty_random_moments_is_whole_or_never_was(book: Any, command: str):
    kill_at_random_moments(book, *COMMANDS[command], kills=50)


@pytest.fixture
def crashed(book: Any) -> Any:
    """A portfolio whose writer died after it had begun to change the file: only its journal knows what was there."""
    done = subprocess.run([sys.executable, "-c", DIES_BEFORE_THE_COMMIT, book.db], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    with closing(sqlite3.connect(f"file:{book.db}?mode=ro", uri=True)) as connection:
        with pytest.raises(sqlite3.OperationalError) as error:
            connection.execute("SELECT count(*) FROM account").fetchone()
        assert error.value.sqlite_errorname == "SQLITE_READONLY_ROLLBACK"
    return book


READS: list[Callable[[Any], Any]] = [
    lambda cs: cs("accounts", "--json"),
    lambda cs: cs.process("accounts", "--json"),
    lambda cs: cs("sql", "SELECT account FROM accounts", "--json"),
]


@pytest.mark.parametrize("read", READS, ids=["accounts", "in a process of its own", "sql"])
def test_the_first_read_after_a_crash_rolls_back_and_answers(crashed: Any, read: Callable[[Any], Any]):
    answer = read(crashed)
    assert [row["account"] for row in answer.rows] == ["ACME", "HARBOR"], answer.talk
    assert sound(crashed.db) == 2


def test_the_first_write_after_a_crash_goes_through(crashed: Any):
    assert crashed("account", "add", "SPRUCE", "--name", "Spruce").code == 0
    assert sound(crashed.db) == 3


def test_the_doctor_a_backup_and_a_restore_after_a_crash_see_what_was_committed(crashed: Any):
    made = crashed("backup").text.strip()
    assert cell(Path(made), "SELECT count(*) FROM account") == 2
    assert crashed("doctor").code in (0, 1)
    assert crashed("restore", made, "--yes").code == 0
    assert sound(crashed.db) == 2


def test_a_portfolio_whose_creation_was_killed_is_begun_anew(cs: Any):
    cs.db.write_bytes(b"")
    with closing(sqlite3.connect(cs.db)) as connection:
        connection.execute("PRAGMA user_version = 1")  # a database without any table, as a rolled back one is
    assert cs("today").code == 0
    assert cs("account", "add", "ACME", "--name", "Acme").code == 0
    assert sound(cs.db) == 1
