"""What two screens tell of one account is the same: seats, open tickets and fees, over the whole demo book."""

import re
from datetime import date

import pytest
from conftest import Program

from cs_cli.domain.tickets import is_severe

TODAY, QUARTERS_END = "2026-11-23", "2026-09-30"
SEVERE_DAYS = 14


def seats_in_health(demo: Program, day: str) -> dict[str, str]:
    """By account, the seats that health divides by."""
    found = {}
    for row in demo.as_of(day, "health", "--explain", "--json").rows:
        told = next(line["told"] for line in row["measures"] if line["measure"] == "seats_used")
        if said := re.match(r"\S+ of (\S+) = ", told):
            found[row["account"]] = said[1]
    return found


@pytest.fixture
def decks(demo: Program, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The Markdown of every account's review."""
    monkeypatch.chdir(demo.home)
    keys = [row["account"] for row in demo.as_of(TODAY, "accounts", "--json").rows]
    for key in keys:
        assert demo.as_of(TODAY, "qbr", key, "-o", f"{key}.md").code == 0
    return {key: (demo.home / f"{key}.md").read_text("utf-8") for key in keys}


def said_in(deck: str, *patterns: str) -> str | None:
    """What the first of the patterns that occurs in the deck finds there."""
    for pattern in patterns:
        if found := re.search(pattern, deck, re.MULTILINE):
            return found[1]
    return None


def test_a_deck_has_the_seats_of_health_and_the_fee_of_show(demo: Program, decks: dict[str, str]) -> None:
    now, then = seats_in_health(demo, TODAY), seats_in_health(demo, QUARTERS_END)
    compared = {"seats": 0, "seats then": 0, "fee": 0}
    for key, deck in decks.items():
        if (seats := said_in(deck, r"^\| Seats \| (\S+) \|", r"a year\. (\S+) seats")) and key in now:
            assert (key, seats) == (key, now[key])
            compared["seats"] += 1
        if (taken := said_in(deck, r"^\| Seats taken \| \d+% \| \S+ of (\S+) seats")) and key in then:
            assert (key, taken) == (key, then[key])
            compared["seats then"] += 1
        fee = said_in(deck, r"^Together (.+) a year", r"^\| Annual fee \| (\S+) \| [^|]* +\| +\|$")
        assert (key, fee) == (key, said_in(demo.as_of(TODAY, "show", key).text, r"   (\S.*) in \d+ contracts?\b"))
        compared["fee"] += bool(fee)
    assert min(compared.values()) > 40, compared


def test_a_severe_ticket_caps_health_exactly_where_show_brief_and_deck_have_it_open(
    demo: Program, decks: dict[str, str]
) -> None:
    capped = set()
    for row in demo.as_of(TODAY, "health", "--explain", "--json").rows:
        key = row["account"]
        [shown] = demo.as_of(TODAY, "show", key, "--json").rows
        late = {
            ticket["ticket"]
            for ticket in shown["tickets"]
            if is_severe(ticket["priority"])
            and (date.fromisoformat(TODAY) - date.fromisoformat(ticket["opened_on"])).days > SEVERE_DAYS
        }
        said = {found[1] for cap in row["caps"] if (found := re.search(r"#(\S+) open since", cap["cap"]))}
        assert said <= late, key
        assert bool(said) is bool(late), key
        for number in said:
            assert f"#{number} " in demo.as_of(TODAY, "brief", key).text
            assert f"| **{number}** " in decks[key].partition('title="Open on')[2]
        capped |= said
    assert capped
