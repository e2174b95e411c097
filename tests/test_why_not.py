"""`cs why` of an account that has no line: what will bring it onto the list next, and when."""

from datetime import date, timedelta

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


def foreseen(cs: Program, account: str = "ACME", day: str = MONDAY) -> list[str]:
    """The lines between `Nothing is due here this week.` and `Health`, without doubled spaces."""
    lines = cs.as_of(day, "why", account).text.splitlines()
    assert lines[1] == "Nothing is due here this week."
    return [" ".join(line.split()) for line in lines[2 : lines.index("Health")]]


def is_listed(cs: Program, day: str) -> bool:
    return cs.as_of(day, "why", "ACME", "--json").rows != []


@pytest.mark.parametrize(
    ("table", "facts", "line", "on"),
    [
        ("task", {"title": "call", "due_on": "2026-12-04"}, "from Fri 27 Nov t1 call, due Fri 4 Dec", "2026-11-27"),
        ("commitment", {"side": "us", "promise": "fix SSO", "due_on": "2026-12-04"},
         "from Fri 27 Nov c1 fix SSO, due Fri 4 Dec", "2026-11-27"),
        ("commitment", {"side": "them", "promise": "name a sponsor", "due_on": "2026-12-04"},
         "from Sat 5 Dec c1 name a sponsor, theirs, due Fri 4 Dec", "2026-12-05"),
        ("milestone", {"side": "both", "title": "EU go-live", "due_on": "2027-01-15"},
         "from Fri 8 Jan 2027 m1 EU go-live, due Fri 15 Jan 2027", "2027-01-08"),
        ("activity", {"kind": "qbr", "happened_on": "2026-12-10"}, "from Thu 3 Dec QBR Thu 10 Dec", "2026-12-03"),
        ("activity", {"kind": "call", "happened_on": "2026-11-20"},
         "from Wed 3 Feb 2027 no two-way contact since Fri 20 Nov, if nobody speaks with them by then", "2027-02-03"),
    ],
)  # fmt: skip
def test_the_day_that_is_named_is_the_first_one_with_a_line(  # noqa: PLR0913, PLR0917  # a row of the table
    cs: Program, enter: Entries, table: str, facts: dict[str, str], line: str, on: str
) -> None:
    enter.account("ACME")
    if table == "task":
        enter.task(facts["title"], facts["due_on"], "ACME")
    elif table == "activity":
        enter.activity("ACME", facts["happened_on"], facts["kind"])
    else:
        enter.of_plan(table, "ACME", **facts)
    assert foreseen(cs) == [line]
    assert not is_listed(cs, str(date.fromisoformat(on) - timedelta(1)))
    assert is_listed(cs, on)


@pytest.mark.parametrize(
    ("contract", "line"),
    [
        ({"renews": "2027-06-01"}, "the annual contract: T-"),
        ({"renews": "2027-06-01", "auto": True, "notice": 60, "contract": "Platform"}, "Platform (annual): T-"),
        ({"renews": "2026-12-31", "auto": True, "notice_received_on": "2026-11-01"},
         "from Fri 1 Jan 2027 the annual contract: ends Thu 31 Dec by a notice"),
        ({"renews": "2026-12-20", "months": 1}, "from Sun 6 Dec the monthly contract: sign by Sun 20 Dec"),
    ],
)  # fmt: skip
def test_a_contract_comes_with_its_clock_or_its_decision(
    cs: Program, enter: Entries, contract: dict[str, object], line: str
) -> None:
    enter.contract("ACME", **contract)  # type: ignore[arg-type]
    found = foreseen(cs)
    assert any(line in each for each in found), found
    assert 0 < len(found) <= 3


def test_three_are_named_the_nearest_first(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("ACME")
        for day in ("2026-12-20", "2026-12-10", "2026-12-30", "2026-12-15"):
            enter.task("call", day, "ACME")
    assert [each.split(" t")[0] for each in foreseen(cs)] == ["from Thu 3 Dec", "from Tue 8 Dec", "from Sun 13 Dec"]


def test_an_account_of_which_nothing_is_known_has_nothing_to_come(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    enter.task("think", None, "ACME")
    assert foreseen(cs) == []


def test_who_stands_there_is_told_what_there_is_and_not_what_comes(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    enter.task("call", "2026-11-25", "ACME")
    enter.task("write", "2026-12-25", "ACME")
    said = cs.as_of(MONDAY, "why", "ACME").text
    assert "t1 call" in said
    assert "t2 write" not in said
