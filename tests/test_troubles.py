"""What SQLite says is told in words that lead on; a mistake of ours is not dressed up."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from portfolios import add_accounts

from cs_cli.errors import BadDataError, BusyError, CannotWriteError, DeniedError
from cs_cli.store.troubles import DamagedError, NotAPortfolioError, in_our_words


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "p.db"
    add_accounts(path, "ACME")
    return path


def busy(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as one, closing(sqlite3.connect(path, timeout=0)) as two:
        one.execute("BEGIN EXCLUSIVE")
        two.execute("SELECT 1 FROM account")


def read_only(path: Path) -> None:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.execute("DELETE FROM account")


def missing(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        connection.execute("SELECT 1 FROM account")


def full(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE more AS SELECT zeroblob(100000)")


def refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE account SET name = ''")


def damaged(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(100)
        file.write(b"\xff" * 4000)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT 1 FROM account")


def no_database(path: Path) -> None:
    path.write_text("a shopping list, longer than the header of a database\n" * 20)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("SELECT 1 FROM account")


CASES: list[tuple[Any, type[Exception], int, str]] = [
    (busy, BusyError, 75, "the portfolio is busy"),
    (read_only, DeniedError, 77, "attempt to write a readonly database"),
    (missing, DeniedError, 77, "unable to open database file"),
    (full, CannotWriteError, 73, "database or disk is full"),
    (refused, BadDataError, 65, "CHECK constraint failed"),
    (no_database, NotAPortfolioError, 78, "is not a portfolio of cs"),
    (damaged, DamagedError, 65, "is damaged: database disk image is malformed"),
]


@pytest.mark.parametrize(("trouble", "error", "code", "said"), CASES, ids=[case[0].__name__ for case in CASES])
def test_each_trouble_has_its_sentence_and_exit_code(path: Path, trouble: Any, error: type[Any], code: int, said: str):
    with pytest.raises(error, match=said) as raised, in_our_words(path):
        trouble(path)
    assert raised.value.exit_code == code
    assert raised.value.hints


def test_a_mistake_of_ours_stays_what_it_is(path: Path):
    with (
        pytest.raises(sqlite3.OperationalError, match="no such column"),
        in_our_words(path),
        closing(sqlite3.connect(path)) as connection,
    ):
        connection.execute("SELECT no_such FROM account")


def test_a_command_on_a_folder_says_what_is_wrong(cs: Any):
    for words in (["accounts"], ["task", "ACME", "call"], ["account", "add", "ACME", "--name", "Acme"]):
        answer = cs(*words, "--db", str(cs.home))
        assert (answer.code, answer.out) == (78, b"")
        assert answer.talk.startswith(f"cs: {cs.home} is not a portfolio of cs\n")


def test_a_file_of_something_else_is_the_same_mistake_for_reading_and_writing(cs: Any):
    junk = cs.home / "list.txt"
    junk.write_text("milk, bread and butter\n" * 50)
    for words in (["accounts"], ["doctor"], ["account", "add", "ACME", "--name", "Acme"], ["history"], ["undo"]):
        answer = cs(*words, "--db", str(junk))
        assert (answer.code, answer.out) == (78, b""), words
        assert answer.talk.startswith(f"cs: {junk} is not a portfolio of cs\n")
    assert junk.read_text().startswith("milk")
