"""What the account record puts on the day's list: promises, milestones, silence, QBRs without a deck, stale data."""

import shlex
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


def rows(cs: Program, *words: str, day: str = MONDAY) -> list[dict[str, Any]]:
    answer = cs.as_of(day, *(words or ("today",)), "--json")
    assert answer.code == 0, answer.talk
    found: list[dict[str, Any]] = answer.rows
    return found


def said(cs: Program, day: str = MONDAY) -> list[tuple[str, str, str]]:
    return [(row["when"], row["what"], row["command"]) for row in rows(cs, day=day)]


@pytest.mark.parametrize(
    ("side", "due", "expected"),
    [
        ("us", "2026-11-20", ("today", "c1 late: fix SSO, due Fri", "cs done c1")),
        ("us", "2026-11-23", ("today", "c1 fix SSO, due today", "cs done c1")),
        ("us", "2026-11-30", ("week", "c1 fix SSO, due 30 Nov", "cs done c1")),
        ("us", "2026-12-01", None),
        ("us", None, None),
        ("both", "2026-11-20", ("today", "c1 late: fix SSO, both of us, due Fri", "cs done c1")),
        ("them", "2026-11-22", ("today", "c1 theirs, late: fix SSO, due Sun", "cs log ACME --call")),
        ("them", "2026-11-23", None),  # it is still their day
    ],
)
def test_a_promise_is_on_the_list(
    cs: Program, enter: Entries, side: str, due: str | None, expected: tuple[str, str, str] | None
) -> None:
    enter.account("ACME")
    enter.of_plan("commitment", "ACME", side=side, promise="fix SSO", **({"due_on": due} if due else {}))
    assert said(cs) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("side", "due", "expected"),
    [
        ("us", "2026-11-20", ("today", "m1 late: EU go-live, due Fri", "cs milestone done m1")),
        ("both", "2026-11-27", ("week", "m1 EU go-live, both of us, due Fri", "cs milestone done m1")),
        ("them", "2026-11-20", None),
        ("us", "2026-12-01", None),
    ],
)
def test_a_milestone_of_ours_is_on_the_list(
    cs: Program, enter: Entries, side: str, due: str, expected: tuple[str, str, str] | None
) -> None:
    enter.account("ACME")
    enter.of_plan("milestone", "ACME", side=side, title="EU go-live", due_on=due)
    assert said(cs) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("facts", "is_there"),
    [
        ({}, True),
        ({"created_on": "2026-11-24"}, False),  # promised tomorrow
        ({"done_on": "2026-11-22"}, False),
        ({"done_on": "2026-11-24"}, True),  # not yet, on Monday
        ({"dropped_on": "2026-11-23"}, False),
        ({"dropped_on": "2026-11-24"}, True),
        ({"missed_on": "2026-11-21", "because": "no staff", "change": "later"}, False),  # said, and no new day
        ({"missed_on": "2026-11-19", "because": "no staff"}, True),  # a new day was agreed, and it has passed
    ],
)
def test_only_what_is_open_on_the_day_counts(
    cs: Program, enter: Entries, facts: dict[str, str], *, is_there: bool
) -> None:
    enter.account("ACME")
    enter.account("GONE", archived_on="2026-01-01")
    enter.of_plan("commitment", "ACME", side="us", promise="fix SSO", due_on="2026-11-20", **facts)
    enter.of_plan("commitment", "GONE", side="us", promise="farewell", due_on="2026-11-20")
    assert bool(said(cs)) is is_there


def test_why_of_a_promise_names_its_day(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    enter.of_plan("commitment", "ACME", side="them", promise="name a sponsor", due_on="2026-11-20")
    enter.of_plan("milestone", "ACME", side="both", title="EU go-live", due_on="2026-11-25")
    assert [row["rule"] for row in rows(cs, "why", "ACME")] == [
        "promise c1 of the customer was due on 2026-11-20, and is not kept; kept: cs done c1",
        "milestone m1 of both sides is due on 2026-11-25, and not done",
    ]


def silent(cs: Program, day: str = MONDAY) -> list[tuple[str, str]]:
    return [(row["account"], row["what"]) for row in rows(cs, day=day) if row["kind"] == "silent"]


@pytest.mark.parametrize(
    ("segment", "last", "is_silent"),
    [
        (None, "2026-09-10", False),  # 74 days
        (None, "2026-09-09", True),  # 75
        ("Enterprise", "2026-10-10", False),  # 44
        ("enterprise", "2026-10-09", True),  # 45
        ("tech-touch", "2026-08-01", False),
    ],
)
def test_an_account_is_silent_by_the_limit_of_its_segment(
    cs: Program, enter: Entries, segment: str | None, last: str, *, is_silent: bool
) -> None:
    enter.account("ACME", segment=segment)
    enter.activity("ACME", last)
    assert bool(silent(cs)) is is_silent


def test_silence_has_its_rule_and_what_to_type(cs: Program, enter: Entries) -> None:
    enter.account("ACME", segment="Enterprise")
    enter.activity("ACME", "2026-10-01")
    enter.activity("ACME", "2026-11-20", "email")  # nobody answered
    enter.activity("ACME", "2026-11-24")  # tomorrow has not been
    [row] = rows(cs)
    assert (row["when"], row["what"], row["command"], row["on"]) == (
        "week",
        "no two-way contact since 1 Oct, 53d",
        "cs log ACME --call",
        "2026-10-01",
    )
    assert row["rule"] == "the last was on 2026-10-01; the segment Enterprise is silent after 45 days"
    assert row["urgency"] == 1
    assert rows(cs, day="2026-10-31") == []


def test_a_silence_of_twice_the_limit_is_more_urgent(cs: Program, enter: Entries) -> None:
    enter.account("LONG")
    enter.account("LONGER")
    enter.activity("LONG", "2026-06-27")  # 149 days
    enter.activity("LONGER", "2026-06-26")
    assert {row["account"]: row["urgency"] for row in rows(cs)} == {"LONG": 1, "LONGER": 2}


def test_ones_own_limits_win(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    enter.activity("ACME", "2026-11-01")
    assert silent(cs) == []
    folder = cs.home / "config"
    folder.mkdir(exist_ok=True)
    (folder / "segments.toml").write_text("[default]\nsilent_after_days = 20\n[segment]\n")
    assert silent(cs) == [("ACME", "no two-way contact since 1 Nov, 22d")]


def test_an_account_that_nobody_ever_spoke_with_counts_from_its_first_day(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("SPOKEN")
        enter.activity("SPOKEN", "2026-11-20")
        enter.account("SINCE", customer_since="2026-03-01")
        enter.contract("SINCE", "2027-06-01", starts="2025-06-01")
        enter.contract("FIRST", "2027-06-01", starts="2026-06-01")
        enter.account("NEW", customer_since="2026-11-01")
        enter.account("UNKNOWN")
        enter.contract("LEFT", "2026-01-01", starts="2025-01-01", outcome="churned", outcome_on="2026-01-01",
                       ended_on="2026-01-01", reason="price")  # fmt: skip
        enter.account("GONE", customer_since="2020-01-01", archived_on="2026-01-01")
    assert silent(cs) == [
        ("SINCE", "no two-way contact ever, customer since 1 Mar"),
        ("FIRST", "no two-way contact ever, customer since 1 Jun"),
    ]
    [row] = [row for row in rows(cs) if row["account"] == "SINCE"]
    assert row["rule"] == "none is recorded since 2026-03-01; every account is silent after 75 days"


def test_where_no_contact_is_recorded_nobody_is_silent(cs: Program, enter: Entries) -> None:
    enter.account("ACME", customer_since="2020-01-01")
    enter.activity("ACME", "2026-01-01", "email")
    assert silent(cs) == []


def test_what_has_them_spoken_with_anyway_stands_alone(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("DECIDE", "2026-12-01")
        enter.contract("ENDED", "2026-11-01")
        enter.account("MEET")
        enter.account("LATER")
        for account in ("DECIDE", "ENDED", "MEET", "LATER"):
            enter.activity(account, "2026-01-01")
        enter.activity("MEET", "2026-11-26", "qbr")
        enter.activity("LATER", "2026-12-26", "qbr")
    assert [account for account, _what in silent(cs)] == ["LATER"]


def test_a_call_ends_the_silence(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    enter.activity("ACME", "2026-01-01")
    assert len(silent(cs)) == 1
    assert cs.as_of(MONDAY, "log", "ACME", "spoke", "--kind", "call").code == 0
    assert silent(cs) == []
    cs("undo")
    assert len(silent(cs)) == 1


@pytest.fixture
def planned(cs: Program, enter: Entries) -> Program:
    """A QBR on Thursday."""
    enter.contract("ACME", "2027-06-01", seats=10)
    enter.activity("ACME", "2026-11-26", "qbr")
    return cs


@pytest.mark.parametrize("output", ["deck.html", "deck.md", "-"])
def test_a_qbr_has_its_line_until_its_deck_is_made(planned: Program, output: str) -> None:
    assert said(planned) == [("week", "QBR Thu 26 Nov, no deck yet", "cs qbr ACME")]
    where = output if output == "-" else str(planned.home / output)
    assert planned.as_of(MONDAY, "qbr", "ACME", "-o", where).code == 0
    assert said(planned) == []
    assert said(planned, "2026-11-20") != []  # on Friday there was none
    assert [row["command"] for row in planned("history", "--json").rows].count("cs qbr ACME") == 0


def test_a_deck_of_a_past_quarter_is_made_on_the_day_it_is_written(planned: Program) -> None:
    assert planned.as_of("2026-09-30", "qbr", "ACME", "-o", "-").code == 0
    assert said(planned) == []


@pytest.mark.parametrize(("held", "has_deck"), [("2026-12-14", True), ("2026-12-15", False)])
def test_a_deck_is_for_the_qbr_of_the_next_three_weeks(
    planned: Program, enter: Entries, held: str, *, has_deck: bool
) -> None:
    enter.activity("ACME", held, "qbr")
    assert planned.as_of(MONDAY, "qbr", "ACME", "-o", "-").code == 0
    found = [row for row in rows(planned, day="2026-12-10") if row["kind"] == "qbr"]
    assert (found == []) is has_deck


def test_a_note_that_cannot_be_read_is_none(planned: Program) -> None:
    planned.as_of(MONDAY, "qbr", "ACME", "-o", "-")
    [note] = (planned.home / "state" / "notes").glob("*.json")
    modes = [path.stat().st_mode & 0o777 for path in (note, note.parent, note.parent.parent)]
    assert modes == [0o600, 0o700, 0o700]
    for text in ("{", "[]", '{"decks": []}', '{"decks": {"1": "soon", "2": 3}}'):
        note.write_text(text)
        assert len(said(planned)) == 1
    note.unlink()
    note.parent.rmdir()
    note.parent.write_text("in the way")
    assert planned.as_of(MONDAY, "qbr", "ACME", "-o", "-").code == 0


def feeds(cs: Program, day: str) -> list[str]:
    return [row["what"] for row in rows(cs, day=day) if row["kind"] == "feed"]


def test_accounts_and_contracts_that_came_by_import_grow_stale(cs: Program) -> None:
    sheet = cs.home / "book.csv"
    sheet.write_text("Customer,ARR,Renewal date\nAcme,12000,2030-03-01\n")
    assert cs("import", str(sheet)).code == 0
    assert feeds(cs, "2026-11-30") == []
    assert feeds(cs, "2026-12-01") == ["accounts and contracts: the newest is 8d old, from 23 Nov"]
    [row] = [row for row in rows(cs, day="2026-12-01") if row["kind"] == "feed"]
    assert (row["when"], row["account"], row["command"]) == ("week", "", "cs import FILE")
    assert feeds(cs, "2026-11-22") == []
    owned = cs.as_of("2026-12-01", "today", "--owner", "me", "--json").rows
    assert [row for row in owned if row["kind"] == "feed"] == []


def test_an_import_that_changes_nothing_is_news_enough(cs: Program) -> None:
    sheet = cs.home / "book.csv"
    sheet.write_text("Customer,ARR,Renewal date\nAcme,12000,2030-03-01\n")
    assert cs("import", str(sheet)).code == 0
    [note] = (cs.home / "state" / "notes").iterdir()
    note.unlink()
    with closing(sqlite3.connect(cs.db)) as connection, connection:
        connection.execute("UPDATE journal_step SET at_utc = '2026-11-10T07:00:00Z'")
    assert cs("import", str(sheet), "--dry-run").code == 0
    assert feeds(cs, MONDAY) == ["accounts and contracts: the newest is 13d old, from 10 Nov"]
    assert "Nothing has changed." in cs("import", str(sheet)).text
    assert feeds(cs, MONDAY) == []
    assert len(feeds(cs, "2026-11-22")) == 1  # on Sunday it had not been
    assert cs("undo").code == 0
    assert feeds(cs, "2026-12-20") == []  # nothing there came by import any more


def test_what_was_typed_by_hand_is_no_feed(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2030-06-01")
    sheet = cs.home / "contacts.csv"
    sheet.write_text("account,name\nACME,Jo Park\n")
    assert cs("import", str(sheet), "--as", "contacts").code == 0
    assert feeds(cs, "2027-01-01") == []


def test_usage_is_as_old_as_its_newest_value(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    enter.usage("ACME", "active_users", {"2026-11-19": 10, "2026-11-24": 10})
    assert feeds(cs, "2026-11-22") == []
    assert feeds(cs, MONDAY) == ["usage: the newest is 4d old, from 19 Nov"]
    assert "  usage: the newest is 4d old, from 19 Nov: cs import FILE\n" in cs.as_of(MONDAY, "today").text


def test_the_digest_names_promises_and_milestones_once(cs: Program, enter: Entries) -> None:
    with enter:
        enter.account("ACME")
        enter.of_plan("commitment", "ACME", side="us", promise="fix SSO", due_on="2026-11-20")
        enter.of_plan("commitment", "ACME", side="them", promise="name a sponsor", due_on="2026-11-20")
        enter.of_plan("milestone", "ACME", side="us", title="EU go-live", due_on="2026-11-30")
    lines = cs.as_of(MONDAY, "digest", "--json").rows
    assert [(line["section"], line["what"], line["command"]) for line in lines] == [
        ("LATE", "c1 late: fix SSO, due Fri 20 Nov", "cs done c1"),
        ("LATE", "c2 theirs, late: name a sponsor, due Fri 20 Nov", "cs log ACME --call"),
        ("THIS WEEK", "m1 EU go-live, due 30 Nov", "cs milestone done m1"),
    ]
    enter.sent(MONDAY, *[line["id"] for line in lines])
    again = cs.as_of("2026-11-24", "digest", "--json").rows
    assert [line["id"] for line in again] == [  # what is late is in every digest
        "promise:ACME:c1:2026-11-20:late",
        "awaited:ACME:c2:2026-11-20:late",
    ]
    nearer = [line["id"] for line in cs.as_of("2026-11-27", "digest", "--json").rows]
    assert nearer[2:] == ["milestone:ACME:m1:2026-11-30:3"]


def test_every_line_says_what_can_be_typed(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    enter.of_plan("commitment", "ACME", side="us", promise="fix SSO", due_on="2026-11-20")
    [(_when, _what, command)] = said(cs)
    assert cs.as_of(MONDAY, *shlex.split(command)[1:]).code == 0
    assert said(cs) == []
