"""Scoring: points, weights, what is missing, caps and bands."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.caps import CAP_READERS
from cs_cli.domain.curves import Linear, Recency
from cs_cli.domain.explanation import explain
from cs_cli.domain.health import Band, Score, score, verdicts
from cs_cli.domain.health_facts import (
    NOTHING_KNOWN,
    Answer,
    HealthFacts,
    Reading,
    SevereTicket,
    TicketLoad,
    Touch,
    Usage,
    median,
    usage_of,
)
from cs_cli.domain.health_words import TELLERS
from cs_cli.domain.inputs import INPUTS, MEASURES
from cs_cli.domain.scorecard import CAPS, Cap, Measure, Scorecard, half_up
from cs_cli.domain.signals import READERS
from cs_cli.store.scorecards import EXAMPLES, read_scorecard

TODAY = date(2026, 11, 23)
YESTERDAY = date(2026, 11, 22)
CARD = read_scorecard(EXAMPLES / "enterprise.toml")

ALL_WELL = HealthFacts(
    seats=400,
    seats_used=Reading(380, YESTERDAY, "seats_used"),
    usage=Usage("key_events", 1100, 1000, YESTERDAY),
    tickets=TicketLoad(4, YESTERDAY),
    nps=tuple(Answer(f"p{n}", 9, date(2026, 10, 1)) for n in range(3)),
    two_way=Touch("call", YESTERDAY, "Sam Ito"),
    sponsor=Touch("meeting", YESTERDAY, "Jo Park"),
)
URGENT = SevereTicket("4417", "Sev-1", date(2026, 11, 6))


def card(*measures: Measure, **settings: Any) -> Scorecard:
    return Scorecard("test", measures, **settings)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days)


def seats_at(pct: float) -> HealthFacts:
    return HealthFacts(seats=1000, seats_used=Reading(pct * 10, YESTERDAY))


PLAIN = Measure("seats_used", 100, Linear(0, 100))


def test_an_account_in_use_and_in_touch_is_green():
    assert score(ALL_WELL, CARD, TODAY).band is Band.GREEN


def test_nothing_known_has_no_score_and_is_grey():
    assert score(NOTHING_KNOWN, CARD, TODAY) == Score(None, Band.GREY)
    assert Score(None, Band.GREY).tenths is Score(None, Band.GREY).whole is None


@pytest.mark.parametrize(
    ("pct", "band", "shown", "in_json"),
    [
        (75, "green", 75, 75.0),
        (74.9, "yellow", 75, 74.9),
        (50, "yellow", 50, 50.0),
        (49.9, "red", 50, 49.9),
        (49.5, "red", 50, 49.5),
        (49.4, "red", 49, 49.4),
        (0, "red", 0, 0.0),
        (100, "green", 100, 100.0),
        (120, "green", 100, 100.0),
    ],
)
def test_the_band_goes_by_the_unrounded_score(pct, band, shown, in_json):
    found = score(seats_at(pct), card(PLAIN), TODAY)
    assert (found.band, found.whole, found.tenths) == (band, shown, in_json)


def test_a_missing_measure_is_left_out_and_never_counts_as_zero():
    both = card(Measure("seats_used", 80, Linear(0, 100)), Measure("nps", 20, Linear(-100, 100)))
    assert score(seats_at(60), both, TODAY) == Score(60.0, Band.YELLOW)


@pytest.mark.parametrize(
    ("pct", "expected"),
    [(79, Score(74.0, Band.YELLOW)), (82, Score(82.0, Band.GREEN))],
    ids=["79x80+50x20 = 73.2", "82x80+50x20 = 75.6"],
)
def test_green_must_stay_green_with_the_missing_at_50(pct, expected):
    both = card(Measure("seats_used", 80, Linear(0, 100)), Measure("nps", 20, Linear(-100, 100)))
    assert score(seats_at(pct), both, TODAY) == expected


@pytest.mark.parametrize(("weight", "band"), [(70, Band.YELLOW), (69, Band.GREY)])
def test_below_70_percent_coverage_an_account_is_grey(weight, band):
    measures = [Measure("seats_used", weight, Linear(0, 100)), Measure("nps", 100 - weight, Linear(-50, 50))]
    assert score(seats_at(60), card(*measures), TODAY) == Score(60.0, band)


@pytest.mark.parametrize(("pct", "expected"), [(74, Score(74.0, Band.YELLOW)), (75, Score(82.5, Band.GREEN))])
def test_contact_cannot_earn_green(pct, expected):
    measures = [Measure("seats_used", 70, Linear(0, 100)), Measure("two_way", 30, Recency(45))]
    facts = replace(seats_at(pct), two_way=Touch("call", TODAY))
    assert score(facts, card(*measures), TODAY) == expected


def test_contact_alone_is_no_green():
    facts = HealthFacts(two_way=Touch("call", TODAY))
    assert score(facts, card(Measure("two_way", 1, Recency(45))), TODAY) == Score(74.0, Band.YELLOW)


def test_silence_costs_points():
    silent = replace(ALL_WELL, two_way=Touch("call", days_ago(300)), sponsor=Touch("call", days_ago(600)))
    assert (score(ALL_WELL, CARD, TODAY).whole, score(silent, CARD, TODAY).whole) == (100, 80)


@pytest.mark.parametrize(("age", "pct"), [(60, 100.0), (61, None)], ids=["on its last day", "a day too old"])
def test_an_expired_measure_is_missing(age, pct):
    only = card(replace(PLAIN, expires_after_days=60))
    facts = HealthFacts(seats=10, seats_used=Reading(10, days_ago(age)))
    assert score(facts, only, TODAY).score == pct


@pytest.mark.parametrize(
    ("change", "points"),
    [(-51, 0), (-50, 0), (-49, 25), (-25, 25), (-24, 50), (-10, 50), (-9, 75), (9, 75), (10, 100), (80, 100)],
)
def test_the_usage_trend_curve(change, points):
    trend = next(m for m in CARD.measures if m.input == "usage_trend")
    facts = HealthFacts(usage=Usage("logins", 100 + change, 100, YESTERDAY))
    assert explain(facts, card(trend), TODAY).lines[0].points == points


def test_a_trend_of_fewer_than_20_events_is_missing():
    trend = card(Measure("usage_trend", 1, Linear(-50, 0)))
    assert score(HealthFacts(usage=Usage("logins", 19, 19.9, YESTERDAY)), trend, TODAY).score is None
    assert score(HealthFacts(usage=Usage("logins", 20, 20, YESTERDAY)), trend, TODAY).score == 100


def weekly(values: list[float], *, up_to: date = YESTERDAY, without: int | None = None) -> Usage | None:
    """The trend of weekly `values`, the last one on `up_to`, the week counted `without` from it left out."""
    days = [up_to.toordinal() - 7 * week for week in range(len(values) - 1, -1, -1)]
    kept = [(d, v) for d, v in zip(days, values, strict=True) if d != up_to.toordinal() - 7 * (without or -1)]
    return usage_of("logins", [d for d, _ in kept], [v for _, v in kept])


def test_the_trend_is_median_against_median_counted_back_from_the_last_week():
    usage = weekly([41, 38, 44, 40, 12, 39, 43, 40, 24, 25, 23, 26], up_to=days_ago(97))
    assert usage == Usage("logins", 24.5, 40.0, days_ago(97))
    assert 100 * (usage.recent - usage.base) / usage.base == -38.75


@pytest.mark.parametrize("weeks", [0, 1, 11])
def test_a_trend_needs_twelve_weeks(weeks):
    assert weekly([50.0] * weeks) is None


def test_a_gap_in_the_last_four_weeks_hides_the_trend_an_earlier_one_does_not():
    assert weekly([50.0] * 16, without=2) is None
    assert weekly([60.0] * 8 + [90.0] * 4 + [30.0] * 4, without=9) == Usage("logins", 30, 60, YESTERDAY)


def test_five_gaps_before_the_last_four_weeks_hide_the_trend():
    ages = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    days = sorted({TODAY.toordinal() - 7 * age - extra for age in ages for extra in (0, 1)})
    assert usage_of("logins", days, [5.0] * len(days)) is None


def test_a_trend_looks_at_sixteen_weeks_and_takes_the_mean_of_a_week():
    days = [TODAY.toordinal() - n for n in range(199, -1, -1)]
    values = [9999.0 if n >= 112 else 10.0 + n % 7 for n in range(199, -1, -1)]
    assert usage_of("logins", days, values) == Usage("logins", 13.0, 13.0, TODAY)


def test_the_median_of_an_even_number_is_the_mean_of_the_middle_two():
    assert (median([3, 1, 2]), median([4, 1, 3, 2])) == (2, 2.5)


@pytest.mark.parametrize(("days", "points"), [(0, 100.0), (60, 50.0), (97, 32.6), (120, 25.0)])
def test_recency_halves_with_every_half_life(days, points):
    only = card(Measure("sponsor", 10, Recency(60)))
    line = explain(HealthFacts(sponsor=Touch("call", days_ago(days))), only, TODAY).lines[0]
    assert line.points == points


@pytest.mark.parametrize(
    ("opened", "seats", "points"),
    [
        (0, 400, 75),
        (8, 400, 100),
        (9, 400, 75),
        (22, 400, 50),
        (40, 400, 25),
        (41, 400, 0),
        (5, 8, 50),
        (5, None, 50),
    ],
)
def test_tickets_count_per_100_seats_and_a_small_account_counts_as_100(opened, seats, points):
    tickets = card(next(m for m in CARD.measures if m.input == "tickets"))
    facts = HealthFacts(seats=seats, tickets=TicketLoad(opened, YESTERDAY))
    assert explain(facts, tickets, TODAY).lines[0].points == points


def answers(*given_scores: int, decides: bool = False, on: date = YESTERDAY) -> tuple[Answer, ...]:
    return tuple(Answer(f"p{n}", s, on, decides) for n, s in enumerate(given_scores))


NPS = Measure("nps", 10, Linear(-100, 100), expires_after_days=270, min_answers=3)


@pytest.mark.parametrize(
    ("nps", "points"),
    [
        (answers(10, 10, 9, 9, 9, 8, 7, 4, 2, 1), 60.0),
        (answers(0, 6, 7), 16.7),
        (answers(9, 9, 9, decides=True), 100.0),
        (answers(9, 9), None),
        ((*answers(9, 10, 10), Answer("Jo", 6, YESTERDAY, decides=True)), 0.0),
        ((*answers(9, 10, 10), Answer("Jo", 7, YESTERDAY, decides=True)), 87.5),
        ((Answer("Jo", 3, YESTERDAY, decides=True),), 0.0),
        ((*answers(9, 9), *answers(9, on=days_ago(271))), None),
        ((*answers(9, 9), *answers(9, on=days_ago(270))), 100.0),
        ((*answers(9, 9, 9), Answer("Jo", 0, days_ago(271), decides=True)), 100.0),
        ((), None),
    ],
)
def test_one_unhappy_decision_maker_outweighs_the_mean_and_few_answers_say_nothing(nps, points):
    assert explain(HealthFacts(nps=nps), card(NPS), TODAY).lines[0].points == points


@pytest.mark.parametrize(("users", "points"), [(10, 100.0), (11, None), (0, None)])
def test_an_answer_of_every_fifth_user_is_enough(users, points):
    facts = HealthFacts(nps=answers(9, 9), seats_used=Reading(users, YESTERDAY))
    assert explain(facts, card(NPS), TODAY).lines[0].points == points


def test_csat_is_the_share_of_4_and_5():
    csat = Measure("csat", 10, Linear(50, 100), min_answers=1)
    assert explain(HealthFacts(csat=answers(5, 4, 4, 3)), card(csat), TODAY).lines[0].points == 50.0


def test_features_are_a_share_of_those_available():
    features = card(Measure("breadth", 10, Linear(0, 100)))
    facts = HealthFacts(features_used=Reading(3, YESTERDAY), features_available=Reading(12, YESTERDAY))
    assert score(facts, features, TODAY).score == 25.0
    assert score(replace(facts, features_available=Reading(0, YESTERDAY)), features, TODAY).score is None


@pytest.mark.parametrize(("age", "expected"), [(14, 100.0), (15, 40.0)])
def test_an_open_sev_1_caps_the_score_once_it_is_older_than_14_days(age, expected):
    facts = replace(ALL_WELL, severe=(URGENT._replace(opened_on=days_ago(age)),))
    assert half_up(score(facts, CARD, TODAY).score) == expected


def test_a_cap_lowers_never_raises():
    assert score(replace(seats_at(30), severe=(URGENT,)), card(PLAIN, caps=CARD.caps), TODAY).score == 30.0


def test_of_several_caps_the_lowest_counts():
    facts = replace(ALL_WELL, severe=(URGENT,), auto_renew_off_on=days_ago(3))
    assert score(facts, CARD, TODAY) == Score(40.0, Band.RED)
    assert score(replace(facts, severe=()), CARD, TODAY) == Score(74.0, Band.YELLOW)


@pytest.mark.parametrize(
    ("changed", "capped"),
    [
        ({}, True),
        ({"go_live_on": days_ago(60)}, False),
        ({"go_live_on": None}, False),
        ({"activated_on": days_ago(1)}, False),
        ({"first_term": False}, False),
        ({"seats_used": None}, False),
        ({"seats_used": Reading(40, YESTERDAY)}, False),
        ({"seats": None}, False),
        ({"seats": None, "seats_used": Reading(0, YESTERDAY)}, True),
    ],
)
def test_a_first_term_without_use_60_days_after_go_live_is_red(changed, capped):
    unused = {
        "seats": 400,
        "seats_used": Reading(39, YESTERDAY),
        "go_live_on": days_ago(61),
        "first_term": True,
    }
    other = tuple(m for m in CARD.measures if m.input != "seats_used")
    found = score(replace(ALL_WELL, **(unused | changed)), card(*other, caps=CARD.caps), TODAY)
    assert (found == Score(49.0, Band.RED)) is capped


def test_many_accounts_are_scored_each_by_its_own_scorecard():
    strict = card(Measure("seats_used", 1, Linear(0, 200)))
    facts = {1: seats_at(100), 2: seats_at(100), 3: NOTHING_KNOWN}
    cards = {1: card(PLAIN), 2: strict, 3: strict}
    found = verdicts(facts, cards.__getitem__, TODAY)
    assert {key: value.score for key, value in found.items()} == {1: 100.0, 2: 50.0, 3: None}


def test_every_measure_and_cap_has_a_reader_and_a_title():
    assert set(MEASURES) == set(READERS) == set(TELLERS) == set(INPUTS)
    assert set(CAPS) == {*CAP_READERS, "measure"}


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [(56.05, 1, 56.1), (0.5, 0, 1), (2.5, 0, 3), (74.4999, 0, 74), (32.606, 1, 32.6)],
)
def test_halves_are_rounded_up(value, decimals, rounded):
    assert half_up(value, decimals) == rounded


days = st.integers(0, 900).map(days_ago)
counts = st.integers(0, 5000)
readings = st.none() | st.builds(Reading, counts.map(float), days)
touches = st.none() | st.builds(Touch, st.just("call"), days, st.sampled_from(["", "Jo Park"]))
surveys = st.lists(st.builds(Answer, st.text(max_size=3), st.integers(0, 10), days, st.booleans()), max_size=5)
ANY_FACTS = st.builds(
    HealthFacts,
    seats=st.none() | counts,
    seats_used=readings,
    usage=st.none() | st.builds(Usage, st.just("logins"), counts.map(float), counts.map(float), days),
    features_used=readings,
    features_available=readings,
    tickets=st.none() | st.builds(TicketLoad, counts, days),
    severe=st.lists(st.builds(SevereTicket, st.just("7"), st.just("P1"), days), max_size=2).map(tuple),
    nps=surveys.map(tuple),
    csat=surveys.map(tuple),
    two_way=touches,
    sponsor=touches,
    auto_renew_off_on=st.none() | days,
    customer_since=st.none() | days,
    go_live_on=st.none() | days,
    activated_on=st.none() | days,
    first_term=st.booleans(),
)
WIDE = replace(
    CARD,
    name="wide",
    measures=(
        *CARD.measures,
        Measure("breadth", 7, Linear(0, 100), expires_after_days=90),
        Measure("csat", 3, Linear(50, 100)),
    ),
)
CARDS = st.sampled_from([CARD, WIDE, replace(WIDE, caps=(Cap("severe_ticket", 90, 1), *CARD.caps))])


@given(ANY_FACTS, CARDS)
def test_the_explanation_and_the_score_are_one_arithmetic(facts, scorecard):
    told = explain(facts, scorecard, TODAY)
    assert Score(told.score, told.band) == score(facts, scorecard, TODAY)
    known = [line for line in told.lines if line.points is not None]
    assert round(sum(line.product for line in known), 1) == told.points
    assert sum(line.weight for line in known) == told.weight
    assert all(round(line.points * line.weight, 1) == line.product for line in known)
    assert told.raw is None or abs(told.points / told.weight - told.raw) < 1e-9
    assert told.score is None or told.score == min([told.raw, *(cap.at_most for cap in told.caps)])
    assert all(line.told for line in told.lines)
    assert told.main_reason


@given(ANY_FACTS, CARDS)
def test_green_is_known_used_and_uncapped(facts, scorecard):
    told = explain(facts, scorecard, TODAY)
    if told.band is Band.GREEN:
        missing = told.card.total_weight - told.weight
        assert (told.points + 50 * missing) / told.card.total_weight >= 75
        assert told.coverage >= 70
        assert not told.caps or min(cap.at_most for cap in told.caps) >= 75
