"""The agreement in `cs qbr` and `cs plan`: the terms in force on the day, and what is to be decided about them."""

from pathlib import Path

import pytest
from conftest import Program
from entries import Entries


@pytest.fixture(autouse=True)
def in_the_home_folder(cs: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(cs.home)
    return cs.home


def deck_of(cs: Program, word: str = "qbr", *options: str, day: str = "2026-11-23") -> str:
    answer = cs.as_of(day, word, "ACME", "-o", "deck.md", "--force", *options)
    assert answer.code == 0, answer.talk
    return (cs.home / "deck.md").read_text("utf-8")


def test_a_renewal_signed_early_leaves_the_running_term_in_force(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2027-01-01", product="Core", arr=10_000, currency="EUR", seats=40)
        enter.contract(
            "ACME", "2028-01-01", product="Core", arr=20_000, seats=90, auto=True, notice=60, decided_on="2026-11-02"
        )
    deck = deck_of(cs)
    assert "# Core is renewed from 1 Jan 2027" in deck
    for row in (
        "| Annual fee | €10,000 | Annual term |",
        "| Seats | 40 |",
        "| Renewed from | 1 Jan 2027 | term began 1 Jan 2026 |",
    ):
        assert row in deck
    assert "**Agreed from 1 Jan 2027:** Core, $20,000 a year, 90 seats" in deck
    assert "| Decide whether Core goes on as it is | Acme | 2 Nov 2027 |" in deck
    after = deck_of(cs, day="2027-01-01")
    assert "| Annual fee | $20,000 |" in after
    assert "€10,000" not in after


def test_a_term_agreed_for_later_is_a_date_and_no_fee(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", "2028-01-01", product="Core", arr=20_000, auto=True, decided_on="2026-11-02")
    deck = deck_of(cs, "plan")
    assert "| 2027-01-01 | Core: term begins | Planned |" in deck
    assert "Annual fee" not in deck + deck_of(cs)
    assert "cs contract add" not in deck_of(cs, "qbr", "--internal")


@pytest.mark.parametrize("word", ["qbr", "plan"])
def test_an_evergreen_contract_is_an_agreement_without_a_date(cs: Program, enter: Entries, word: str) -> None:
    enter.contract("ACME", product="Core", arr=7_200, currency="EUR", seats=20, auto=True, starts="2025-02-21")
    deck = deck_of(cs, word)
    if word == "qbr":
        assert "# Core runs without an end date" in deck
        assert "| Annual fee | €7,200 | Open-ended term |" in deck
        assert "| Seats | 20 |" in deck
    assert "None" not in deck
    assert "Decisions" not in deck


def test_an_internal_deck_has_the_health_of_an_evergreen_account(cs: Program, enter: Entries) -> None:
    enter.contract("ACME", product="Core", seats=20, starts="2025-02-21")
    enter.usage("ACME", "seats_used", {"2026-11-20": 20})
    enter.ticket("ACME", "1", "2026-11-01T09:00:00Z", resolved_at_utc="2026-11-02T09:00:00Z")
    enter.contact("ACME", "Jo Park", roles='["sponsor"]')
    enter.activity("ACME", "2026-11-20", contacts='["Jo Park"]')
    [known] = cs.as_of("2026-11-23", "health", "ACME", "--json").rows
    deck = deck_of(cs, "qbr", "--internal")
    assert known["band"] == "green"
    assert f"# Acme: health {known['health']:.0f}, green" in deck
    assert "| **Core** | evergreen |  |  | $12,000 |" in deck


def test_seats_of_products_that_the_same_people_use_count_once(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2027-03-01", product="Core", seats=200)
        enter.contract("ACME", "2027-03-01", product="Extra", seats=80)
    assert "200 seats, those who use several products counted once." in deck_of(cs)
