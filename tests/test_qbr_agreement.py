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
    assert "| Confirm how Core goes on | Acme | 2 Nov 2027 |" in deck
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
    [known] = cs.scored_by("enterprise", "default").as_of("2026-11-23", "health", "ACME", "--json").rows
    deck = deck_of(cs, "qbr", "--internal")
    assert known["band"] == "green"
    assert f"# Acme: health {known['health']:.0f}, green" in deck
    assert "| **Core** | evergreen |  |  | $12,000 |" in deck


def test_seats_of_products_that_the_same_people_use_count_once(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2027-03-01", product="Core", seats=200)
        enter.contract("ACME", "2027-03-01", product="Extra", seats=80)
    assert "200 seats, those who use several products counted once." in deck_of(cs)


SHEET = "Customer,ARR,Renewal date,CSM\nAcme,160000,2026-12-20,me\n"


@pytest.fixture
def sheet(cs: Program) -> Program:
    """The portfolio of a sheet with four columns: name, ARR, renewal date, owner."""
    (cs.home / "book.csv").write_text(SHEET)
    assert cs("import", "book.csv").code == 0
    return cs


@pytest.mark.parametrize("word", ["qbr", "plan"])
def test_what_is_only_assumed_is_told_to_no_customer(sheet: Program, word: str) -> None:
    answer = sheet.as_of("2026-11-23", word, "ACME", "-o", "deck.md")
    deck = (sheet.home / "deck.md").read_text("utf-8")
    for guess in ("Annual", "term began", "2025", "Unsigned", "Sign", " ends", "$", "USD", "renews"):
        assert guess not in deck
    assert "enewal date" in deck
    assert "20 Dec 2026" in deck
    assert answer.talk == (
        "Left out, as it is only assumed: term, start, currency and auto-renewal of the contract. Settle it: "
        "cs contract edit ACME --auto-renew/--no-auto-renew --term … --starts … --currency …\n"
    )


def test_what_is_settled_is_told(sheet: Program) -> None:
    settled = ("--no-auto-renew", "--term", "annual", "--starts", "2025-12-20", "--currency", "USD")
    assert sheet.as_of("2026-11-23", "contract", "edit", "ACME", *settled).code == 0
    answer = sheet.as_of("2026-11-23", "qbr", "ACME", "-o", "deck.md")
    assert answer.talk == ""
    deck = (sheet.home / "deck.md").read_text("utf-8")
    assert "| Annual fee | $160,000 | Annual term |" in deck
    assert "Unsigned, the agreement ends on 20 Dec 2026." in deck


def test_a_brief_and_an_internal_deck_mark_what_is_assumed(sheet: Program) -> None:
    said = "term, start, currency, auto-renewal"
    assert f"Assumed\n  {said} of the contract\n" in sheet.as_of("2026-11-23", "brief", "ACME").text
    deck = deck_of(sheet, "qbr", "--internal")
    assert f"| **Agreement** | open | sign-by | 20 Dec 2026 | $160,000 | {said} |" in deck


def test_several_contracts_leave_out_what_is_assumed_of_one(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("ACME", "2027-03-01", product="Core", auto=True)
        enter.contract("ACME", "2027-02-01", product="Old", assumed='["term", "starts_on", "auto_renew", "currency"]')
    deck = deck_of(cs)
    assert "# Old: renewal date 1 Feb 2027" in deck
    assert "| **Old** | – | – | renewal date 1 Feb 2027 | – | – | – |" in deck
    assert "| **Core** | Annual | 1 Mar 2026 | renews 1 Mar 2027 | – | – | $12,000 |" in deck
    assert "Together" not in deck


@pytest.mark.parametrize("word", ["qbr", "plan"])
def test_a_deck_of_nothing_says_how_to_record_something(cs: Program, enter: Entries, word: str) -> None:
    enter.account("ACME", "Acme Corporation")
    for where in ("deck.html", "-"):
        answer = cs.as_of("2026-11-23", word, "ACME", "-o", where)
        assert answer.code == 0
        assert answer.talk == (
            f"Only the title: nothing that a {word} shows is recorded of Acme Corporation up to 2026-11-23. "
            'Record it: cs import FILE, cs contract add ACME …, cs contact add ACME …, cs log ACME "…"\n'
        )
    assert "Only the title" not in cs.as_of("2026-11-23", word, "ACME", "--internal", "-o", "in.md").talk
