"""The explanation of a score: what `cs health ACME --explain` prints."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cs_cli.domain.account_health import shown_exactly
from cs_cli.domain.curves import Bands, Linear, Recency, Step
from cs_cli.domain.explanation import explain
from cs_cli.domain.health import Band
from cs_cli.domain.health_facts import (
    NOTHING_KNOWN,
    Answer,
    HealthFacts,
    Reading,
    SevereTicket,
    TicketLoad,
    Touch,
    Usage,
)
from cs_cli.domain.scorecard import Measure, Scorecard
from cs_cli.domain.telling import span
from cs_cli.store.scorecards import EXAMPLES, read_scorecard

TODAY = date(2026, 11, 23)
SUNDAY = date(2026, 11, 22)
CARD = read_scorecard(EXAMPLES / "enterprise.toml")
TICKETS = next(m for m in CARD.measures if m.input == "tickets")
ENTERPRISE = Scorecard(
    "enterprise",
    (
        Measure("seats_used", 30, Linear(20, 80)),
        Measure("usage_trend", 20, Linear(-50, 0)),
        TICKETS,
        Measure("two_way", 10, Recency(45)),
        Measure("sponsor", 10, Recency(90)),
        Measure("nps", 10, Linear(-50, 50), expires_after_days=365),
    ),
    CARD.caps,
)
ACME = HealthFacts(
    seats=400,
    seats_used=Reading(248, SUNDAY, "seats_used"),
    usage=Usage("key_events", 1000, 1250, SUNDAY),
    tickets=TicketLoad(22, SUNDAY),
    severe=(SevereTicket("4417", "Sev-1", date(2026, 11, 6)),),
    two_way=Touch("call", date(2026, 10, 9), "Sam Ito"),
    sponsor=Touch("meeting", date(2026, 5, 27), "Jo Park"),
)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days)


def test_every_line_gives_value_source_rule_points_weight_and_product():
    lines = [
        (x.title, x.told, x.source, x.rule, x.points, x.weight, x.product)
        for x in explain(ACME, ENTERPRISE, TODAY).lines
    ]
    assert lines == [
        ("seats used", "248 of 400 = 62%", "usage 22 Nov", "20%→0 … 80%→100", 70.0, 30, 2100.0),
        ("usage trend", "1,250 → 1,000: -20%", "key events 22 Nov", "-50%→0 … 0%→100", 60.0, 20, 1200.0),
        ("tickets", "22 in 90d, 5.5/100 seats", "", "4 to 6 → 50", 50.0, 20, 1000.0),
        ("two-way", "call 9 Oct, 45d ago", "", "halves every 45d", 50.0, 10, 500.0),
        ("sponsor", "Jo Park 27 May, 180d ago", "", "halves every 90d", 25.0, 10, 250.0),
        ("NPS", "no answer in 12 months", "", "missing: left out", None, 10, None),
    ]


def test_the_sum_the_cap_and_what_is_to_gain():
    told = explain(ACME, ENTERPRISE, TODAY)
    assert (told.score, told.band, told.whole, told.tenths) == (40.0, Band.RED, 40, 40.0)
    assert (told.points, told.weight, told.coverage) == (5050.0, 90, 90.0)
    assert told.quotient == "5,050 ÷ 90 = 56.1, shown as 56 ▲ yellow"
    assert [str(cap) for cap in told.caps] == [
        "Sev-1 #4417 open since 6 Nov, 17d > 14d → at most 40 ■ red, until it closes",
    ]
    assert " · ".join(map(str, told.gains)) == "close #4417 +16 · meet Jo Park +8.3 · call Sam Ito +5.6"
    assert told.main_reason == "Sev-1 #4417 open 17d, caps 56 at 40"
    [sponsor] = [line for line in told.lines if line.measure == "sponsor"]
    assert (sponsor.title, sponsor.points, sponsor.value) == ("sponsor", 25.0, 180)


def test_nothing_known_is_said_so():
    told = explain(NOTHING_KNOWN, CARD, TODAY)
    assert told.quotient == "nothing measured: no score ○ grey"
    assert (told.score, told.tenths, told.main_reason) == (None, None, "nothing measured yet")
    assert [line.told for line in told.lines] == [
        "not measured",
        "fewer than 12 weeks measured",
        "no tickets known",
        "no two-way contact recorded",
        "no contact with a sponsor",
        "no answer in 9 months",
    ]


def test_grey_names_what_is_missing_the_heaviest_first():
    told = explain(HealthFacts(tickets=TicketLoad(3, SUNDAY)), CARD, TODAY)
    assert told.main_reason == "20% known, missing seats used, usage trend and 3 more"
    assert told.quotient == "1,500 ÷ 20 = 75.0, shown as ○ grey"


ALL_MEASURES = replace(
    CARD,
    measures=(
        *CARD.measures,
        Measure("breadth", 10, Linear(0, 100), expires_after_days=60),
        Measure("csat", 10, Linear(50, 100), expires_after_days=45, min_answers=2),
    ),
)
OLD = date(2025, 3, 3)


@pytest.mark.parametrize(
    ("measure", "facts", "told"),
    [
        ("seats_used", HealthFacts(seats_used=Reading(3, SUNDAY)), "no seats in a contract"),
        ("seats_used", HealthFacts(seats=9, seats_used=Reading(3, OLD)), "last measured 3 Mar 2025"),
        ("usage_trend", HealthFacts(usage=Usage("logins", 4, 19, SUNDAY)), "under 20 a week to compare with"),
        ("usage_trend", HealthFacts(usage=Usage("logins", 40, 90, OLD)), "last measured 3 Mar 2025"),
        (
            "breadth",
            HealthFacts(features_used=Reading(3, OLD), features_available=Reading(9, OLD)),
            "last measured 3 Mar 2025",
        ),
        ("breadth", NOTHING_KNOWN, "not measured"),
        ("tickets", HealthFacts(tickets=TicketLoad(0, OLD)), "known to 3 Mar 2025"),
        ("nps", HealthFacts(nps=(Answer("Jo", 9, SUNDAY),)), "1 answer, 3 needed"),
        ("csat", NOTHING_KNOWN, "no answer in 45d"),
    ],
)
def test_a_missing_measure_says_why(measure, facts, told):
    line = next(x for x in explain(facts, ALL_MEASURES, TODAY).lines if x.measure == measure)
    assert (line.told, line.points, line.rule, line.source) == (told, None, "missing: left out", "")


def test_contact_too_old_for_a_scorecard_that_lets_it_expire_is_missing():
    card = replace(CARD, measures=(Measure("two_way", 1, Recency(45), expires_after_days=90),))
    line = explain(HealthFacts(two_way=Touch("call", days_ago(91))), card, TODAY).lines[0]
    assert (line.told, line.points) == ("last one 24 Aug", None)


def test_without_an_expiry_no_answer_is_just_no_answer():
    card = replace(CARD, measures=(Measure("nps", 1, Linear(-50, 50)),))
    assert explain(NOTHING_KNOWN, card, TODAY).lines[0].told == "no answer"


ON = {
    "tickets": TicketLoad(4, SUNDAY),
    "two_way": Touch("call", SUNDAY),
    "sponsor": Touch("call", SUNDAY, "Jo"),
}


@pytest.mark.parametrize(
    ("measure", "facts", "reason", "told", "source"),
    [
        (
            "seats_used",
            HealthFacts(seats=100, seats_used=Reading(31, SUNDAY, "active_users"), customer_since=date(2026, 5, 20)),
            "31% of seats used in month 7",
            "31 of 100 = 31%",
            "active users 22 Nov",
        ),
        (
            "seats_used",
            HealthFacts(seats=90, seats_used=Reading(31, SUNDAY, "seats_used"), customer_since=date(2020, 5, 20)),
            "34% of seats used",
            "31 of 90 = 34.4%",
            "usage 22 Nov",
        ),
        (
            "usage_trend",
            HealthFacts(usage=Usage("key_events", 720, 1000, SUNDAY)),
            "usage -28% on its own base",
            "1,000 → 720: -28%",
            "key events 22 Nov",
        ),
        (
            "usage_trend",
            HealthFacts(usage=Usage("logins", 95, 100, SUNDAY)),
            "usage -5% on its own base",
            "100 → 95: -5%",
            "logins 22 Nov",
        ),
        (
            "usage_trend",
            HealthFacts(usage=Usage("logins", 100, 100, SUNDAY)),
            "usage flat on its own base",
            "100 → 100: 0%",
            "logins 22 Nov",
        ),
        (
            "breadth",
            HealthFacts(features_used=Reading(3, SUNDAY), features_available=Reading(12, SUNDAY)),
            "3 of 12 features used",
            "3 of 12 = 25%",
            "usage 22 Nov",
        ),
        ("tickets", HealthFacts(tickets=TicketLoad(0, SUNDAY)), "no ticket in 90d", "none in 90d", ""),
        (
            "tickets",
            HealthFacts(tickets=TicketLoad(7, days_ago(20))),
            "7 tickets in 90d",
            "7 in 90d",
            "known to 3 Nov",
        ),
        (
            "tickets",
            HealthFacts(seats=400, tickets=TicketLoad(30, SUNDAY)),
            "30 tickets in 90d, 7.5/100 seats",
            "30 in 90d, 7.5/100 seats",
            "",
        ),
        (
            "two_way",
            HealthFacts(two_way=Touch("reply", days_ago(71))),
            "no two-way contact for 71d",
            "reply 13 Sep, 71d ago",
            "",
        ),
        (
            "sponsor",
            HealthFacts(sponsor=Touch("call", days_ago(200), "Jo Park")),
            "no contact with the sponsor for 200d",
            "Jo Park 7 May, 200d ago",
            "",
        ),
        (
            "sponsor",
            HealthFacts(sponsor=Touch("call", days_ago(200), "Jo Park", date(2026, 10, 4))),
            "sponsor left 4 Oct, no successor",
            "Jo Park 7 May, left 4 Oct",
            "",
        ),
        (
            "nps",
            HealthFacts(nps=tuple(Answer(f"p{n}", s, SUNDAY) for n, s in enumerate([2, 9, 8, 7]))),
            "NPS 0",
            "0 of 4 answers",
            "survey 22 Nov",
        ),
        (
            "nps",
            HealthFacts(nps=(Answer("Jo Park", 4, SUNDAY, decides=True),)),
            "NPS 4 from Jo Park, who decides",
            "4 from Jo Park = -100",
            "survey 22 Nov",
        ),
        (
            "csat",
            HealthFacts(csat=(Answer("Jo", 4, SUNDAY), Answer("Al", 2, days_ago(40)))),
            "CSAT 50%",
            "50% of 2 answers",
            "survey 22 Nov",
        ),
    ],
)
def test_the_main_reason_is_the_measure_that_costs_most(measure, facts, reason, told, source):
    only = replace(ALL_MEASURES, measures=tuple(m for m in ALL_MEASURES.measures if m.input == measure), caps=())
    found = explain(facts, only, TODAY)
    assert (found.main_reason, found.lines[0].told, found.lines[0].source) == (reason, told, source)


def test_the_reason_weighs_what_is_lost():
    facts = HealthFacts(seats=100, seats_used=Reading(60, SUNDAY), sponsor=Touch("call", days_ago(120)))
    heavy, light = Measure("seats_used", 30, Linear(0, 100)), Measure("sponsor", 10, Recency(60))
    told = explain(facts, Scorecard("x", (heavy, light)), TODAY)
    fewest_points = min(told.lines, key=lambda line: line.points)
    assert (told.main_reason, fewest_points.measure) == ("60% of seats used", "sponsor")


def test_what_is_near_full_points_is_the_reason_only_where_everything_is_and_says_so():
    heavy, light = Measure("seats_used", 60, Linear(0, 100)), Measure("sponsor", 10, Recency(100))
    facts = HealthFacts(seats=100, seats_used=Reading(90, SUNDAY), sponsor=Touch("call", days_ago(50)))
    card = Scorecard("x", (heavy, light))
    assert (
        explain(facts, card, TODAY).main_reason == "no contact with the sponsor for 50d"
    )  # 29 of 70 lost, not 6 of 600
    told = explain(replace(facts, sponsor=Touch("call", TODAY)), card, TODAY)
    assert told.main_reason == "near full points, least: 90% of seats used"


@pytest.mark.parametrize(
    ("facts", "wanting"),
    [
        (NOTHING_KNOWN, ["seats used", "usage trend", "tickets"]),
        (HealthFacts(tickets=TicketLoad(3, SUNDAY)), ["seats used", "usage trend"]),
        (replace(ACME, seats_used=None, severe=()), ["seats used"]),
        (ACME, []),
    ],
)
def test_without_a_band_what_is_wanting_stands_where_the_gains_would(facts, wanting):
    told = explain(facts, CARD, TODAY)
    assert [line.title for line in told.wanting] == wanting
    assert bool(told.gains) is not bool(wanting)
    assert (told.band is Band.GREY) is bool(wanting)


def test_full_points_have_no_other_reason():
    only = Scorecard("x", (Measure("seats_used", 30, Linear(0, 50)),))
    assert explain(HealthFacts(seats=9, seats_used=Reading(9, SUNDAY)), only, TODAY).main_reason == "full points"


def test_all_caps_are_told_and_the_lowest_applies():
    facts = replace(
        ACME,
        severe=(SevereTicket("CS-9", "Urgent", days_ago(30)), SevereTicket("4417", "1", days_ago(17))),
        auto_renew_off_on=days_ago(20),
    )
    told = explain(facts, ENTERPRISE, TODAY)
    assert [(str(cap), cap.applied) for cap in told.caps] == [
        ("Urgent CS-9 open since 24 Oct, 30d > 14d (also #4417) → at most 40 ■ red, until they close", True),
        ("auto-renew switched off 3 Nov → at most 74 ▲ yellow, until it is on again", False),
    ]
    assert str(told.gains[0]) == "close CS-9, #4417 +16"
    assert told.main_reason == "Urgent CS-9 open 30d, caps 56 at 40"


def test_a_numbered_priority_is_said_as_sev_1():
    told = explain(replace(ACME, severe=(SevereTicket("4417", "1", days_ago(17)),)), ENTERPRISE, TODAY)
    assert told.main_reason == "Sev-1 #4417 open 17d, caps 56 at 40"


def test_a_cap_above_the_score_is_told_but_is_not_the_reason():
    facts = replace(ACME, severe=(), auto_renew_off_on=days_ago(20))
    told = explain(facts, ENTERPRISE, TODAY)
    assert ([cap.applied for cap in told.caps], told.band, told.whole) == ([False], Band.YELLOW, 56)
    assert told.main_reason == "22 tickets in 90d, 5.5/100 seats"


def test_a_cap_is_the_reason_even_where_too_little_is_known():
    told = explain(replace(NOTHING_KNOWN, severe=ACME.severe), CARD, TODAY)
    assert (told.band, told.score, told.main_reason) == (Band.GREY, None, "Sev-1 #4417 open 17d")


def test_an_account_that_is_not_in_use_says_since_when():
    facts = HealthFacts(seats=100, seats_used=Reading(5, SUNDAY), go_live_on=days_ago(75), first_term=True)
    told = explain(facts, replace(CARD, coverage_from=1, measures=(Measure("seats_used", 1, Linear(-100, 0)),)), TODAY)
    assert str(told.caps[0]) == "unused, go-live 9 Sep, 75d > 60d → at most 49 ■ red, until it is activated"
    assert told.main_reason == "unused 75d past go-live, caps 100 at 49"
    assert str(told.gains[0]) == "get it into use +51"


def test_green_withheld_for_missing_measures_prints_its_own_division():
    facts = HealthFacts(seats=100, seats_used=Reading(78, SUNDAY))
    card = Scorecard("x", (Measure("seats_used", 80, Linear(0, 100)), Measure("nps", 20, Linear(-50, 50))))
    told = explain(facts, card, TODAY)
    assert [str(cap) for cap in told.caps] == [
        "with the missing at 50 points: 7,240 ÷ 100 = 72.4 → at most 74 ▲ yellow, until measured: NPS",
    ]
    assert told.main_reason == "too little known for green: NPS"
    assert told.quotient == "6,240 ÷ 80 = 78.0, shown as 78 ● green"


def test_green_by_contact_prints_its_own_division_and_is_not_to_gain():
    facts = HealthFacts(seats=100, seats_used=Reading(74, SUNDAY), two_way=Touch("call", days_ago(10)))
    card = Scorecard("x", (Measure("seats_used", 70, Linear(0, 100)), Measure("two_way", 30, Recency(45))))
    told = explain(facts, card, TODAY)
    assert [str(cap) for cap in told.caps] == [
        "without contact: 5,180 ÷ 70 = 74.0 → at most 74 ▲ yellow, contact alone earns no green",
    ]
    assert (told.main_reason, told.gains) == ("green by contact alone", ())


def test_nothing_but_contact_earns_no_green():
    card = Scorecard("x", (Measure("two_way", 30, Recency(45)),))
    told = explain(HealthFacts(two_way=Touch("call", TODAY)), card, TODAY)
    assert told.caps[0].told == "nothing but contact measured"


def test_contact_never_recorded_is_named_without_a_name():
    told = explain(replace(ACME, severe=(), two_way=None, sponsor=None), CARD, TODAY)
    assert [gain.move for gain in told.gains] == ["call somebody", "meet the sponsor"]


def test_nobody_is_told_to_call_a_sponsor_who_left():
    left = Touch("call", date(2026, 5, 27), "Jo Park", date(2026, 10, 4))
    told = explain(replace(ACME, severe=(), two_way=Touch("call", left.on, "Jo Park"), sponsor=left), CARD, TODAY)
    assert [gain.move for gain in told.gains] == ["call somebody", "meet a new sponsor"]


def test_meeting_the_sponsor_is_two_way_contact_too():
    same = replace(ACME, severe=(), two_way=Touch("call", date(2026, 10, 9), "Jo Park"))
    assert [str(gain) for gain in explain(same, ENTERPRISE, TODAY).gains] == ["meet Jo Park +13.9"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(56.111, "56.1"), (74.96, "74.96"), (49.9996, "50.000"), (74.46, "74.46"), (75.0, "75.0")],
)
def test_a_quotient_has_as_many_decimals_as_its_rounding_needs(value, shown):
    assert shown_exactly(value, CARD) == shown


@pytest.mark.parametrize(
    ("days", "shown"),
    [(45, "45d"), (60, "60d"), (90, "3 months"), (270, "9 months"), (365, "12 months"), (730, "24 months")],
)
def test_a_span_is_in_months_where_it_is_whole_ones(days, shown):
    assert span(days) == shown


STEPS = Bands(
    (
        Step(0, inclusive=True, points=60),
        Step(4, inclusive=False, points=75),
        Step(None, inclusive=False, points=0),
    )
)


@pytest.mark.parametrize(
    ("rule", "value", "shown"),
    [
        (STEPS, 0, "up to 0% → 60"),
        (STEPS, 3, "0% to <4% → 75"),
        (STEPS, 4, "from 4% → 0"),
        (TICKETS.rule, 11, "over 10% → 0"),
        (Bands((Step(None, inclusive=False, points=50),)), 3, "any → 50"),
        (Linear(80, 20.5), 3, "80%→0 … 20.5%→100"),
        (Recency(45), 3, "halves every 45d"),
    ],
)
def test_a_rule_prints_what_it_did(rule, value, shown):
    assert rule.told(value, "%") == shown


def test_what_is_missing_and_counts_as_50_is_printed_so_and_contact_is_left_out_of_the_limit():
    """Seats 90 × 60, contact 100 × 20, NPS missing at 50 × 20: (5,400 + 2,000 + 1,000) ÷ 100; without contact 80."""
    measures = (
        Measure("seats_used", 60, Linear(0, 100)), Measure("two_way", 20, Recency(45)),
        Measure("nps", 20, Linear(-50, 50)),
    )  # fmt: skip
    card = Scorecard("neutral", measures, missing="neutral")
    facts = HealthFacts(seats=100, seats_used=Reading(90, SUNDAY), two_way=Touch("call", TODAY, "Jo"))
    told = explain(facts, card, TODAY)
    assert told.quotient == "8,400 ÷ 100 = 84.0, shown as 84 ● green"
    assert (told.band, told.caps) == (Band.GREEN, ())
    low = explain(replace(facts, seats_used=Reading(80, SUNDAY)), card, TODAY)
    assert [str(cap) for cap in low.caps] == [
        "without contact: 5,800 ÷ 80 = 72.5 → at most 74 ▲ yellow, contact alone earns no green"
    ]
