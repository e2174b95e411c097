"""A feed that breaks does not cry wolf: its alerts are held, and one line says so."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seats import TODAY, by_seats, seated

from cs_cli.domain.curves import Linear
from cs_cli.domain.feed_breaks import Broken, breaks_of, effect, is_break
from cs_cli.domain.inputs import FEEDS
from cs_cli.domain.scorecard import Measure, Scorecard

SUNDAY = "2026-11-22"
TOLD = "usage of 6 of 20 accounts moved more than 5 points on Sat 21 Nov"
CARD = (
    'name = "default"\n[[measure]]\ninput = "seats_used"\nweight = 80\nrule = "linear"\nzero_at = 0\nfull_at = 100\n'
    '[[measure]]\ninput = "tickets"\nweight = 20\nrule = "linear"\nzero_at = 20\nfull_at = 0\n'
)


@pytest.mark.parametrize(
    ("moved", "scored", "broken"),
    [
        (15, 100, False),
        (16, 100, True),
        (6, 40, False),
        (7, 40, True),
        (4, 4, False),
        (5, 5, True),
        (5, 33, True),
        (5, 34, False),
        (0, 0, False),
    ],
)
def test_more_than_15_percent_and_at_least_five(moved, scored, broken):
    assert is_break(moved, scored) is broken


WEIGHTS = {"seats_used": 30, "usage_trend": 20, "tickets": 20, "nps": 10, "two_way": 10}
POINTS = st.dictionaries(st.sampled_from(list(WEIGHTS)), st.integers(0, 1000).map(lambda tenths: tenths / 10))


def card_of(weights: dict[str, int]) -> Scorecard:
    return Scorecard("test", tuple(Measure(name, weight, Linear(0, 100)) for name, weight in weights.items()))


@given(POINTS, POINTS)
def test_an_effect_is_at_most_the_whole_scale_and_none_where_the_source_did_not_move(before, now):
    card = card_of(WEIGHTS)
    for source in FEEDS:
        assert abs(effect(before, now, card, source)) <= 100 + 1e-9
        kept = {name: points for name, points in before.items() if card.measure(name).of.source == source}
        rest = {name: points for name, points in now.items() if card.measure(name).of.source != source}
        assert effect(before, kept | rest, card, source) == pytest.approx(0)


def test_the_effect_of_a_source_is_that_of_its_measures_alone():
    card = card_of({"seats_used": 80, "tickets": 20})
    before, now = {"seats_used": 90.0, "tickets": 100.0}, {"seats_used": 40.0, "tickets": 0.0}
    assert effect(before, now, card, "usage") == pytest.approx(-40)
    assert effect(before, now, card, "tickets") == pytest.approx(-20)
    assert effect(before, now, card, "surveys") == 0
    assert effect({"tickets": 100.0}, {"tickets": 50.0}, card, "usage") == 0
    assert effect({}, {"seats_used": 50.0}, card, "usage") == 0, "nothing to compare with"


def test_each_source_is_counted_for_itself():
    on = date(2026, 11, 22)
    effects = [{"usage": -6.0, "tickets": 5.0}] * 5 + [{"usage": 2.0, "tickets": -9.0}] * 4
    assert breaks_of(on, effects, 20) == [Broken("usage", on, 5, 20)]


@pytest.fixture
def book(cs, enter):
    """`book(6, "2026-11-21", 40)`: of 20 green accounts the usage of six fell to 40 % on that day."""

    def made(fallen, day, to=40, *, accounts=20, until=None):
        by_seats(cs, CARD)
        with enter:
            for number in range(accounts):
                used = {"2026-11-01": 90.0}
                used |= {day: float(to)} if number < fallen else {}
                used |= {until: 90.0} if until and number < fallen else {}
                seated(enter, f"A{number:02}", used)
            enter.ticket("A00", "1", "2026-11-10T09:00:00Z")
        return cs

    return made


def alerts(cs, *words):
    """The lines of the day's list about bands and feeds."""
    rows = cs.as_of(TODAY, "today", *words, "--json").rows
    return [(row["kind"], row["account"], row["what"]) for row in rows if row["kind"] in ("band", "feed")]


def feeds(cs):
    return [what for kind, _account, what in alerts(cs) if kind == "feed" and "moved" in what]


def test_the_alerts_of_a_feed_that_broke_are_one_line(book):
    cs = book(6, "2026-11-21")
    assert [each for each in alerts(cs) if each[0] == "band"] == []
    assert feeds(cs) == [f"feed: {TOLD}; held until looked at"]
    [row] = [row for row in cs.as_of(TODAY, "today", "--json").rows if row["what"].startswith("feed: usage of")]
    assert (row["when"], row["command"], row["on"]) == ("today", "cs health --changed 7d", "2026-11-21")
    assert row["rule"].startswith("more than 15 % of the scored accounts, and at least 5, moved more than 5 points")
    assert f"  feed: {TOLD}; held until looked at: cs health --changed 7d\n" in cs.as_of(TODAY, "today").text


def test_health_says_it_before_the_accounts_and_still_shows_them(book):
    cs = book(6, "2026-11-21")
    lines = cs.as_of(TODAY, "health").text.splitlines()
    assert lines[1] == f"feed: {TOLD}: look at the feed before the accounts"
    assert sum(line.startswith("  A0") and " -40 " in line for line in lines) == 6
    assert "feed: " not in cs.as_of(TODAY, "health", "A00").text
    assert len(cs.as_of(TODAY, "health", "--json").rows) == 20


@pytest.mark.parametrize(
    ("fallen", "accounts"), [(3, 20), (4, 4), (4, 20)], ids=["exactly 15 %", "four accounts", "fewer than five"]
)
def test_fewer_are_told_one_by_one(book, fallen, accounts):
    cs = book(fallen, "2026-11-21", accounts=accounts)
    assert [account for kind, account, _what in alerts(cs) if kind == "band"] == [f"A{n:02}" for n in range(fallen)]
    assert feeds(cs) == []
    assert "feed: " not in cs.as_of(TODAY, "health").text


def test_as_many_on_different_days_are_no_break(book, enter):
    cs = book(3, "2026-11-21")
    with enter:
        for number in range(3, 6):
            enter.usage(f"A{number:02}", "seats_used", {"2026-11-19": 40.0})
    assert len([each for each in alerts(cs) if each[0] == "band"]) == 6
    assert feeds(cs) == []


def test_five_points_are_no_move(book):
    assert feeds(book(6, "2026-11-21", to=83.75)) == [], "80 % of 6.25 is 5"


def test_a_day_without_data_is_nothing_and_an_old_break_is_over(book):
    cs = book(6, "2026-11-10")
    assert feeds(cs) == []
    assert not [each for each in alerts(cs) if each[0] == "band"]
    assert "feed: " not in cs.as_of(TODAY, "health").text


def test_a_feed_that_was_mended_holds_nothing(book):
    cs = book(6, "2026-11-19", until="2026-11-21")
    assert "feed: " not in cs.as_of(TODAY, "health").text
    assert feeds(cs) == []


def test_alerts_of_another_cause_are_told_beside_it(book, enter):
    cs = book(6, "2026-11-20")
    with enter:
        seated(enter, "LOUD", {"2026-11-01": 80.0})
        for number in range(200, 215):
            enter.ticket("LOUD", str(number), "2026-11-20T09:00:00Z")
    assert [each[1] for each in alerts(cs) if each[0] == "band"] == ["LOUD"]
    assert len(feeds(cs)) == 1


def test_why_names_the_feed(book):
    cs = book(6, "2026-11-21")
    assert "held until looked at" in cs.as_of(TODAY, "why", "A00").text


def test_the_digest_holds_the_moves_and_says_feed(book):
    cs = book(6, "2026-11-21")
    rows = cs.as_of(TODAY, "digest", "--json").rows
    moved = [(row["kind"], row["account"], row["what"]) for row in rows if row["kind"] in ("band", "feed")]
    assert ("feed", None, f"FEED: {TOLD}; held until looked at") in moved
    assert not [each for each in moved if each[0] == "band"]
    text = cs.as_of(TODAY, "digest").text
    assert f"FEED: {TOLD}" in text
    fewer = cs.as_of("2026-11-20", "digest", "--json").rows
    assert not [row for row in fewer if row["what"].startswith("FEED")]


def test_a_digest_without_a_break_tells_the_moves(book):
    cs = book(3, "2026-11-21")
    rows = cs.as_of(TODAY, "digest", "--json").rows
    assert {row["account"] for row in rows if row["kind"] == "band"} == {"A00", "A01", "A02"}


def test_the_demo_has_no_broken_feed(demo):
    assert "moved more than 5 points on" not in demo.as_of(TODAY, "health").text
    assert "moved more than 5 points on" not in demo.as_of(TODAY, "today").text
