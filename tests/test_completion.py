"""Completion: account keys and open tasks, read only, silent where there is nothing."""

import pytest
from conftest import Program
from entries import Entries


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """Three accounts and two tasks, one of them done."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("ACORN", "Acorn Ltd")
        enter.account("ÖRESUND", "Öresund")
        enter.task("send ROI", "2026-11-27", "ACME")
        enter.task("think")
    cs("done", "t2")
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
        ("cs done t", ["t1"]),
        ("cs snooze t9", []),
        ("cs account arch", ["archive"]),
        ("cs config set me.", ["me.name", "me.company"]),
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
