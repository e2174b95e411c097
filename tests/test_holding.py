"""A band holds until another has stood on two days running; caps and grey act at once; asking changes nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.health import Band
from cs_cli.domain.holding import FURTHEST_DAYS, held_band

R, Y, G, X = Band.RED, Band.YELLOW, Band.GREEN, Band.GREY
CARD = """name = "default"
[[measure]]
input = "seats_used"
weight = 1
rule = "linear"
zero_at = 0
full_at = 100
expires_after_days = 3
[[cap]]
when = "severe_ticket"
after_days = 1
at_most = 30
"""


@pytest.mark.parametrize(
    ("newest_first", "held"),
    [
        ([G], G),
        ([R, R], R),
        ([R, G, G], G),
        ([R, G, R, R], R),
        ([G, R, G, Y, Y], Y),
        ([X, G, G], X),
        ([R, X, G], R),
        ([R, G, X], G),
        ([R, Y, R, Y] * 4, R),
    ],
)
def test_the_band_that_holds(newest_first, held):
    assert held_band(newest_first) is held


def test_without_a_day_there_is_no_band():
    assert held_band([]) is X


@given(st.lists(st.sampled_from(list(Band)), min_size=2, max_size=FURTHEST_DAYS))
def test_two_days_that_agree_decide_whatever_was_before(days):
    assert held_band([days[0], days[0], *days]) is days[0]


def day(number: int) -> str:
    return (date(2026, 11, 1) + timedelta(number - 1)).isoformat()


@pytest.fixture
def book(cs, enter):
    """ACME with a value a day from the 1st of November on; the cap is for a ticket of more than a day."""
    (cs.home / "config" / "scorecards").mkdir(parents=True)
    (cs.home / "config" / "scorecards" / "it.toml").write_text(CARD)
    enter.account("ACME")
    enter.contract("ACME", "2027-01-31", seats=100)

    def measure(*values):
        enter.usage("ACME", "seats_used", {day(n): value for n, value in enumerate(values, start=1) if value})
        return cs

    return measure


def bands(cs, last, first=1):
    return [cs.as_of(day(n), "health", "ACME", "--json").rows[0]["band"] for n in range(first, last + 1)]


def test_a_band_changes_on_its_second_day(book):
    """By themselves the days are green, green, red, green, red, red, yellow, red, yellow, yellow."""
    cs = book(90, 90, 20, 90, 20, 20, 60, 20, 60, 60)
    expected = ["green"] * 5 + ["red"] * 4 + ["yellow"]
    assert bands(cs, 10) == expected
    rows = [cs.as_of(day(n), "health", "ACME", "--json").rows[0] for n in range(10, 0, -1)]
    assert [row["band"] for row in reversed(rows)] == expected
    assert [row["health"] for row in reversed(rows)] == [90, 90, 20, 90, 20, 20, 60, 20, 60, 60]


def test_a_held_band_is_told_with_the_one_to_come(book):
    cs = book(90, 90, 20)
    told = cs.as_of(day(3), "health", "ACME", "--explain").text
    assert "held at ● green: today would be ■ red, which counts from the second day on" in told
    row = cs.as_of(day(3), "health", "ACME", "--explain", "--json").rows[0]
    assert (row["band"], row["free_band"], row["health"]) == ("green", "red", 20.0)
    assert "held at" not in cs.as_of(day(2), "health", "ACME", "--explain").text


def test_what_comes_later_changes_no_day_before(book, enter):
    cs = book(90, 90, 20)
    before = bands(cs, 3)
    enter.usage("ACME", "seats_used", {day(4): 20, day(5): 20})
    assert bands(cs, 3) == before == ["green"] * 3
    assert bands(cs, 5, 4) == ["red", "red"]


def test_grey_comes_and_goes_at_once(book):
    """The last value counts for three days; then nothing is known until the 8th, which is red at once."""
    cs = book(90, 90, None, None, None, None, None, 20)
    assert bands(cs, 8) == ["green"] * 5 + ["grey", "grey", "red"]


def test_a_cap_holds_from_its_first_day_and_no_longer_than_its_last(book, enter):
    cs = book(*[90] * 8)
    enter.ticket("ACME", "7", f"{day(3)}T08:00:00Z", priority="P1", resolved_at_utc=f"{day(7)}T08:00:00Z")
    assert bands(cs, 8) == ["green"] * 4 + ["red"] * 2 + ["green"] * 2
    row = cs.as_of(day(5), "health", "ACME", "--json").rows[0]
    assert (row["health"], row["band"]) == (30.0, "red")
