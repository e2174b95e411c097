"""Why an account is in another band than a week ago: what moved, not what is weak."""

from dataclasses import replace
from datetime import date, timedelta

from cs_cli.domain.explanation import explain
from cs_cli.domain.health_facts import NOTHING_KNOWN, HealthFacts, Reading, SevereTicket, TicketLoad, Touch, Usage
from cs_cli.domain.movement import cause_of, moved_by
from cs_cli.store.scorecards import EXAMPLES, read_scorecard

TODAY = date(2026, 11, 23)
CARD = read_scorecard(EXAMPLES / "enterprise.toml")
WEEK_AGO = TODAY - timedelta(7)
FACTS = HealthFacts(
    seats=100,
    seats_used=Reading(71, WEEK_AGO),
    usage=Usage("logins", 102, 100, WEEK_AGO),
    tickets=TicketLoad(1, WEEK_AGO),
    two_way=Touch("call", WEEK_AGO - timedelta(3), "Jo Park"),
    sponsor=Touch("call", WEEK_AGO - timedelta(3), "Jo Park"),
)


def cause(before: HealthFacts, now: HealthFacts) -> tuple[str, str]:
    """The cause between the health of a week ago and that of today."""
    return cause_of(explain(before, CARD, WEEK_AGO), explain(now, CARD, TODAY))


def test_a_fall_is_put_down_to_what_lost_most_and_not_to_what_is_weakest() -> None:
    assert explain(FACTS, CARD, TODAY).main_reason == "usage +2% on its own base"
    assert cause(FACTS, FACTS) == ("no two-way contact for 10d", "two-way 95.5 → 85.7 points")
    assert cause(FACTS, replace(FACTS, tickets=TicketLoad(9, TODAY))) == (
        "9 tickets in 90d, 9/100 seats",
        "tickets 100.0 → 25.0 points",
    )


def test_a_rise_is_put_down_to_what_gained_most() -> None:
    now = replace(FACTS, seats_used=Reading(80, TODAY), two_way=Touch("call", TODAY))
    assert cause(replace(FACTS, tickets=TicketLoad(9, WEEK_AGO)), now) == (
        "1 ticket in 90d, 1/100 seats",
        "tickets 25.0 → 100.0 points",
    )


def test_what_is_no_longer_known_or_newly_measured_may_be_the_cause() -> None:
    reason, points = cause(
        FACTS, replace(FACTS, tickets=None, sponsor=Touch("call", TODAY), two_way=Touch("call", TODAY))
    )
    assert (reason, points) == ("tickets no longer known: no tickets known", "")
    low = replace(FACTS, usage=None, sponsor=Touch("call", TODAY), two_way=Touch("call", TODAY))
    assert cause(low, replace(low, usage=Usage("logins", 40, 100, TODAY))) == (
        "usage -60% on its own base",
        "usage trend missing → 0.0 points",
    )


def test_a_cap_that_came_is_the_cause_and_so_is_one_that_went() -> None:
    severe = replace(FACTS, severe=(SevereTicket("7", "Sev-1", date(2026, 10, 1)),))
    assert cause(FACTS, severe)[0].startswith("Sev-1 #7 open 53d, caps ")
    assert cause(severe, FACTS) == (
        "no longer held at 40: Sev-1 #7 open since 1 Oct, 46d > 14d",
        "",
    )


def test_without_a_band_the_reason_is_what_is_missing() -> None:
    assert cause(FACTS, NOTHING_KNOWN) == ("nothing measured yet", "")
    assert explain(FACTS, CARD, TODAY).band == "green"
    assert cause(NOTHING_KNOWN, FACTS) == ("", ""), "what is weakest explains no rise to green"


def test_a_fall_is_not_put_down_to_usage_above_its_base_nor_a_rise_to_usage_below_it() -> None:
    calm = replace(FACTS, two_way=Touch("call", TODAY), sponsor=Touch("call", TODAY))
    more, less = (
        replace(calm, usage=Usage("logins", 105, 100, TODAY)),
        replace(calm, usage=Usage("logins", 130, 100, TODAY)),
    )
    reason, points = cause(less, more)
    assert (reason, points.split()[:2]) == ("", ["usage", "trend"])
    low, lower = (
        replace(calm, tickets=TicketLoad(9, TODAY), usage=Usage("logins", recent, 100, TODAY)) for recent in (90, 75)
    )
    assert cause(lower, low)[0] == ""
    assert cause(low, lower)[0] == "usage -25% on its own base"


def test_where_nothing_moved_that_way_the_main_reason_stands() -> None:
    assert cause_of(explain(FACTS, CARD, TODAY), explain(FACTS, CARD, TODAY)).reason == "usage +2% on its own base"


def both(before: HealthFacts, now: HealthFacts) -> str:
    """The measure that moved the score within the week."""
    return moved_by(explain(before, CARD, WEEK_AGO), explain(now, CARD, TODAY))


def test_a_rise_is_never_put_down_to_a_silence() -> None:
    silent = replace(FACTS, two_way=Touch("call", WEEK_AGO - timedelta(80), "Jo Park"))
    reason, points = cause(silent, replace(silent, two_way=Touch("call", TODAY, "Jo Park")))
    assert reason == "two-way: call 23 Nov, 0d ago"
    assert points == "two-way 29.2 → 100.0 points"


def test_a_rise_under_a_cap_is_put_down_to_what_rose_and_not_to_the_cap() -> None:
    low = replace(FACTS, seats_used=Reading(10, WEEK_AGO), tickets=TicketLoad(50, WEEK_AGO))
    now = replace(FACTS, severe=(SevereTicket("7", "Sev-1", date(2026, 11, 1)),))
    before, after = explain(low, CARD, WEEK_AGO), explain(now, CARD, TODAY)
    assert (before.score or 0) < (after.score or 0) == 40
    assert cause_of(before, after).reason == "71% of seats used"


def test_what_moved_a_score_is_named_by_its_measure_and_a_cap_by_none() -> None:
    severe = replace(FACTS, severe=(SevereTicket("7", "Sev-1", date(2026, 10, 1)),))
    assert both(FACTS, replace(FACTS, tickets=TicketLoad(9, TODAY))) == "tickets"
    assert both(FACTS, FACTS) == "contact"
    assert both(FACTS, severe) == both(severe, FACTS) == ""
    assert both(FACTS, replace(FACTS, seats_used=None, usage=None)) == "usage", "grey for what it lost most of"
    assert both(NOTHING_KNOWN, NOTHING_KNOWN) == ""
