"""How urgent a ticket is and whether it is open: one rule for health, `cs show`, `cs brief` and the decks."""

from datetime import date

import pytest
from conftest import Program
from entries import Entries

from cs_cli.domain.tickets import course_of, is_severe, rank

SEVERE = (
    "P0", " p1 ", "Sev-0", "sev_1", "Sev1", "SEV  1", "S0", "S1", "Severity 1", "severity-0", "URGENT", "critical",
    "Blocker", "Highest", "Emergency", "Émergency", "1",
)  # fmt: skip


@pytest.mark.parametrize("priority", SEVERE)
def test_the_highest_severity_in_the_words_of_ticket_systems(priority):
    assert is_severe(priority)


@pytest.mark.parametrize(
    ("priority", "place"),
    [("Sev 1", 1), ("sev_2", 2), ("HIGH", 2), ("normal", 3), ("low", 4), ("trivial", 5), ("whatever", 6), (None, 6)],
)
def test_priorities_are_ranked_by_their_words(priority, place):
    assert rank(priority) == place


def test_a_ticket_that_was_reopened_is_resolved_by_what_came_after():
    last = date(2026, 11, 23)
    moments = [f"2026-11-0{day}T10:00:00Z" for day in range(1, 5)]
    assert course_of(last, None, moments[0], moments[2], moments[1]).resolved_at.day == 3
    assert course_of(last, None, moments[0], moments[1], None).resolved_at.day == 1
    assert course_of(last, None, moments[2], None, moments[1]).resolved_at.day == 3
    assert course_of(last, "Closed", moments[0], None, moments[1])[:2] == (True, None)
    assert course_of(last, " Résolved ", None, None, None)[:2] == (False, None)


TICKETS = {
    "nothing": ({}, True),
    "reopened": (
        {"resolved_at_utc": "2026-10-05T09:00:00Z", "reopened_at_utc": "2026-10-20T09:00:00Z", "status": "Open"},
        True,
    ),
    "ended": ({"closed_at_utc": "2026-10-05T09:00:00Z"}, False),
    "ended-later": ({"resolved_at_utc": "2026-11-24T00:00:00Z"}, True),
    "undated": ({"status": "Closed"}, False),
}


@pytest.mark.parametrize("name", TICKETS)
def test_every_screen_has_the_same_open_tickets(cs: Program, enter: Entries, name: str, monkeypatch):
    facts, is_open = TICKETS[name]
    enter.contract("ACME", "2027-03-01", seats=100)
    enter.ticket("ACME", "7", "2026-10-01T09:00:00Z", priority="Emergency", subject="All is down", **facts)
    monkeypatch.chdir(cs.home)
    day = ("--as-of", "2026-11-23")
    [shown] = cs("show", "ACME", "--json", *day).rows
    [health] = cs("health", "ACME", "--explain", "--json", *day).rows
    brief = cs("brief", "ACME", *day).text
    assert cs("qbr", "ACME", "-o", "deck.md", *day).code == 0
    deck = (cs.home / "deck.md").read_text()
    assert [ticket["ticket"] for ticket in shown["tickets"]] == (["7"] if is_open else [])
    assert any("Emergency" in cap["cap"] for cap in health["caps"]) is is_open
    assert ("All is down, open 53d" in brief) is is_open
    assert ("Open on 23 Nov 2026" in deck) is is_open
    assert ("1 ticket is still open" in deck) is is_open
    assert ("opened 1 Oct 2026, open" in deck) is is_open
