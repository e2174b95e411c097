"""`cs activities`: what was said and done."""

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """A call, a mail and a planned QBR at ACME; a note at LUMEN."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("LUMEN", "Lumen SA")
        enter.activity("ACME", "2026-11-20", "call", summary="price", contacts='["Jo Park"]', topic="renewal")
        enter.activity("ACME", "2026-10-01", "email", summary="usage")
        enter.activity("ACME", "2026-11-26", "qbr")
        enter.activity("LUMEN", "2026-11-21", "note", summary="moved\nhouse")
    return cs


def days(cs: Program, *words: str, on: str = MONDAY) -> list[str]:
    return [row["on"] for row in cs.as_of(on, "activities", *words, "--json").rows]


def test_the_newest_stands_first_with_the_keys_that_scripts_rely_on(acme: Program) -> None:
    rows = acme("activities", "--json").rows
    assert [row["on"] for row in rows] == ["2026-11-26", "2026-11-21", "2026-11-20", "2026-10-01"]
    assert rows[2] == {
        "account": "ACME",
        "name": "Acme Corporation",
        "on": "2026-11-20",
        "kind": "call",
        "summary": "price",
        "direction": None,
        "two_way": True,
        "topic": "renewal",
        "contacts": ["Jo Park"],
        "number": "a1",
        "shared": False,
    }


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["ACME"], ["2026-11-26", "2026-11-20", "2026-10-01"]),
        (["--kind", "email"], ["2026-10-01"]),
        (["--since", "fri"], ["2026-11-26", "2026-11-21", "2026-11-20"]),
        (["--since", "2d"], ["2026-11-26", "2026-11-21"]),
        (["--since", "1 oct", "--kind", "email"], ["2026-10-01"]),
        (["--since", "2026-11-22", "ACME"], ["2026-11-26"]),
    ],
)
def test_a_list_is_narrowed_by_account_kind_and_first_day(acme: Program, words: list[str], found: list[str]) -> None:
    assert days(acme, *words, on=MONDAY) == found


def test_a_day_in_the_past_knows_nothing_later(acme: Program) -> None:
    assert days(acme, on="2026-11-20") == ["2026-11-20", "2026-10-01"]


def test_a_span_cannot_begin_ahead(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "activities", "--since", "tomorrow")
    assert (answer.code, answer.talk.splitlines()[0]) == (2, 'cs: "tomorrow" is 2026-11-24, after 2026-11-23')


def test_the_screen_has_a_line_for_each(acme: Program) -> None:
    lines = acme.as_of(MONDAY, "activities", "--limit", "3").text.splitlines()
    assert lines[2].split() == ["a4", "2026-11-21", "2d", "ago", "LUMEN", "note", "moved", "house"]
    assert lines[3].split() == ["a1", "2026-11-20", "3d", "ago", "ACME", "call", "Jo", "Park", "price"]
    assert lines[4] == "4 activities. 1 more: cs activities --all"
    nothing = acme.as_of("2026-01-01", "activities").text
    assert nothing == 'Nothing logged. Log something: cs log ACCOUNT "…"\n'
