"""Completion: account keys and open tasks, read only, silent where there is nothing."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from conftest import Program
from entries import Entries


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """Three accounts, two tasks and two promises, one of each done."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("ACORN", "Acorn Ltd")
        enter.account("ÖRESUND", "Öresund")
        enter.task("send ROI", "2026-11-27", "ACME")
        enter.task("think")
        enter.contact("ACME", "Jo")
        enter.contact("ACORN", "Jon")
        enter.contact("ACORN", "Kim")
        enter.of_plan("commitment", "ACME", side="us", promise="fix SSO")
        enter.of_plan("commitment", "ACME", side="us", promise="train admins")
        enter.ticket("ACME", "4402", "2026-11-01T09:00:00Z")
        enter.ticket("ACME", "4417", "2026-11-06T09:00:00Z")
        for number in range(12):
            enter.activity("ACME", "2026-11-20", summary=f"call_{number}")
    cs("done", "t2", "c2")
    cs("milestone", "add", "ACME", "Go-live")
    cs("value", "add", "ACORN", "Hours")
    return cs


def offered(cs: Program, typed: str, **env: str) -> list[str]:
    words = typed.split(" ")
    variables = {"_CS_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(words) - 1)}
    answer = cs.process(env=variables | env)
    assert answer.talk == ""
    return answer.text.split()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("cs show AC", ["ACME", "ACORN"]),
        ("cs log acm", ["acme"]),
        ("cs contract edit ör", ["öresund"]),
        ("cs contacts ", ["ACME", "ACORN", "ÖRESUND"]),
        ("cs log ZZ", []),
        ("cs history ac", ["acme", "acorn"]),
        ("cs done t", ["t1"]),
        ("cs done ", ["t1", "c1"]),
        ("cs drop c", ["c1"]),
        ("cs snooze ", ["t1"]),
        ("cs snooze t9", []),
        ("cs contact edit ACORN J", ["Jon"]),
        ("cs contact forget j", ["jo", "jon"]),
        ("cs contact export --account acorn ", ["Jon", "Kim"]),
        ("cs edit a1", ["a12", "a11", "a10", "a1"]),
        ("cs edit a12", ["a12"]),
        ("cs edit t", ["t1"]),
        ("cs sentiment ACME r", ["red"]),
        ("cs override ACME y", ["yellow"]),
        ("cs measure ACME seats", ["seats_used"]),
        ("cs measure ACME inv", ["invoice_status"]),
        ("cs milestone done m", ["m1"]),
        ("cs ticket ACME 44", ["4417", "4402"]),
        ("cs ticket acme 4417", ["4417"]),
        ("cs ticket ACORN 44", []),
        ("cs value edit ", ["v1", "ACME", "ACORN", "ÖRESUND"]),
        ("cs commitment miss ac", ["acme", "acorn"]),
        ("cs account arch", ["archive"]),
        ("cs config set me.", ["me.name", "me.email", "me.company"]),
    ],
)
def test_what_begins_as_typed_is_offered(acme: Program, typed: str, found: list[str]) -> None:
    assert offered(acme, typed) == found


def test_the_portfolio_that_is_named_on_the_line_is_the_one_read(acme: Program) -> None:
    assert offered(acme, f"cs show --db {acme.db} AC", CS_DB="/nowhere/at.all") == ["ACME", "ACORN"]
    assert offered(acme, f"cs --db {acme.db} show AC", CS_DB="/nowhere/at.all") == ["ACME", "ACORN"]


def test_without_a_portfolio_nothing_is_offered_and_none_is_made(cs: Program) -> None:
    assert offered(cs, "cs show AC") == []
    assert offered(cs, "cs show AC", CS_DB="") == []
    assert not cs.db.exists()


def test_what_a_crash_left_behind_is_rolled_back_and_the_keys_are_offered(acme: Program) -> None:
    killed = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('pragma cache_size = 1'); c.execute('begin immediate'); "
        'c.execute("update account set name = hex(randomblob(20000))"); os.kill(os.getpid(), 9)'
    )
    subprocess.run([sys.executable, "-c", killed, str(acme.db)], check=False)
    assert acme.db.with_name(acme.db.name + "-journal").exists()
    assert offered(acme, "cs show AC") == ["ACME", "ACORN"]


def test_a_portfolio_of_another_version_is_left_as_it_is(acme: Program) -> None:
    with closing(sqlite3.connect(acme.db)) as connection, connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'schema'")
    before = acme.db.read_bytes()
    assert offered(acme, "cs show AC") == ["ACME", "ACORN"]
    assert acme.db.read_bytes() == before
