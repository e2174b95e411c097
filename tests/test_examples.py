"""The example scorecards give what their makers publish: Gainsight, ChurnZero, Totango, GitLab."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from conftest import ROOT

from cs_cli.domain.curve_settings import RULES
from cs_cli.domain.curves import Words
from cs_cli.domain.explanation import explain
from cs_cli.domain.health import Band, banded, score, weigh
from cs_cli.domain.health_facts import (
    HealthFacts,
    Milestones,
    Reading,
    SevereTicket,
    TicketLoad,
    Touch,
    Usage,
)
from cs_cli.domain.inputs import INPUTS
from cs_cli.domain.scorecard import CAPS, MISSING, Measure, Scorecard
from cs_cli.store.scorecards import EXAMPLES, example_names, read_scorecard

TODAY = date(2026, 11, 23)
GAINSIGHT, CHURNZERO, TOTANGO, WORST, GITLAB = (
    read_scorecard(EXAMPLES / f"{name}.toml")
    for name in ("gainsight", "churnzero", "totango", "totango-worst", "gitlab")
)


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def line(facts: HealthFacts, card: Scorecard, name: str) -> float | None:
    return next(each.points for each in explain(facts, card, TODAY).lines if each.measure == name)


def seats_at(pct: float, days: int = 0) -> HealthFacts:
    return HealthFacts(seats=100, seats_used=Reading(pct, ago(days)))


def test_gainsights_group_is_the_mean_by_weight_rounded():
    """(20 × 47 + 15 × 59 + 22 × 21) ÷ 57 = 2,287 ÷ 57 = 40.12, so 40."""
    facts = replace(
        seats_at(47),
        features_used=Reading(59, TODAY),
        features_available=Reading(100, TODAY),
        usage=Usage("logins", 71, 100, TODAY),
    )
    told = explain(facts, GAINSIGHT, TODAY)
    assert [(each.measure, each.points, each.weight) for each in told.lines[:3]] == [
        ("seats_used", 47.0, 20),
        ("breadth", 59.0, 15),
        ("usage_trend", 21.0, 22),
    ]
    adoption = told.groups[0]
    assert (adoption.told, adoption.points, adoption.product) == ("2,287 ÷ 57 = 40.12, rounded 40", 40.0, 2400)
    assert told.raw == 40.0


@pytest.mark.parametrize(("points", "band"), [(50.0, "red"), (50.4, "red"), (50.5, "yellow"), (51.0, "yellow")])
def test_gainsights_50_is_red_and_51_yellow(points, band):
    tenths = [round(points * 10) if m.group == "support" else None for m in GAINSIGHT.measures]
    found = weigh(tenths, (), replace(GAINSIGHT, coverage_from=1))
    assert (found.free, found.score) == (band, int(points + 0.5))


@pytest.mark.parametrize(("points", "band"), [(75, "yellow"), (76, "green")])
def test_gainsights_75_is_yellow_and_76_green(points, band):
    assert weigh([points * 10] * 6, (), GAINSIGHT).free == band


def test_the_points_of_all_churnzeros_factors_total_100():
    assert CHURNZERO.total_weight == sum(measure.weight for measure in CHURNZERO.measures) == 100


@pytest.mark.parametrize(
    ("logins", "points"), [(0, 0), (0.5, 25), (1, 25), (3, 25), (3.5, 50), (4, 50), (9, 50), (9.5, 100), (10, 100)]
)
def test_a_tier_of_churnzero_has_its_top_and_not_its_bottom(logins, points):
    assert line(HealthFacts(readings={"logins": Reading(logins, TODAY)}), CHURNZERO, "logins") == points


def test_churnzeros_factors_add_up_to_the_score():
    """3 logins: 25 % of 40 = 10; 75 % of seats: 80 % of 30 = 24; 2 tickets: all 20; 31 days: half of 10 = 5; 59."""
    facts = replace(
        seats_at(75),
        readings={"logins": Reading(3, TODAY)},
        tickets=TicketLoad(2, TODAY),
        two_way=Touch("call", ago(31)),
    )
    told = explain(facts, CHURNZERO, TODAY)
    assert [each.product for each in told.lines] == [1000, 2400, 2000, 500]
    assert (told.score, told.band) == (59.0, Band.YELLOW)
    assert score(replace(facts, two_way=None), CHURNZERO, TODAY).band is Band.GREY


def totango(seats, severe, invoices):
    open_since = (SevereTicket("1", "P1", ago(severe)),) if severe else ()
    return replace(
        seats_at(seats), severe=open_since, tickets=TicketLoad(1, TODAY), words={"invoice_status": (invoices, TODAY)}
    )


@pytest.mark.parametrize(
    ("facts", "points", "expected", "worst"),
    [
        (totango(70, 0, "paid"), [100, 100, 100], 100.0, 100.0),
        (totango(69, 0, "paid"), [60, 100, 100], 80.0, 60.0),
        (totango(69, 7, "due"), [60, 60, 60], 60.0, 60.0),
        (totango(70, 8, "due"), [100, 0, 60], 62.0, 0.0),
        (totango(39, 0, "overdue"), [0, 100, 0], 30.0, 0.0),
    ],
    ids=["all good", "60×50+100×50", "all average", "100×50+0×30+60×20", "0×50+100×30+0×20"],
)
def test_totangos_100_60_0_by_weight_and_the_worst_of_them(facts, points, expected, worst):
    told = explain(facts, TOTANGO, TODAY)
    assert [each.points for each in told.lines] == points
    assert told.score == expected
    assert explain(facts, WORST, TODAY).score == worst


def test_totangos_score_is_rounded():
    """(60 × 50 + 100 × 30) ÷ 80 = 75, (100 × 50 + 60 × 20) ÷ 70 = 88.57 → 89."""
    assert weigh([600, 1000, None], (), TOTANGO).score == 74.0  # green is not for what is missing
    assert explain(replace(totango(70, 0, "due"), tickets=None), TOTANGO, TODAY).raw == 89.0


def test_5_good_3_average_2_poor_are_76():
    words = Words((("good", 100), ("average", 60), ("poor", 40)))
    names = [f"part_{n}_status" for n in range(10)]
    moods = ["good"] * 5 + ["average"] * 3 + ["poor"] * 2
    card = Scorecard("portfolio", tuple(Measure("metric", 1, words, metric=name) for name in names))
    facts = HealthFacts(words={name: (mood, TODAY) for name, mood in zip(names, moods, strict=True)})
    assert explain(facts, card, TODAY).raw == 76.0


COLOURS = {"Red": 0, "Yellow": 50, "Green": 100}


@pytest.mark.parametrize(
    ("shares", "by_age"),
    [
        ((0, 5, 9), ("Red", "Red", "Red")),
        ((10, 30, 50), ("Yellow", "Red", "Red")),
        ((51, 60, 75), ("Green", "Yellow", "Red")),
        ((76, 90, 100), ("Green", "Green", "Green")),
    ],
)
def test_gitlabs_licences_are_judged_by_the_months_of_the_customer(shares, by_age):
    starts = {"2 to 6": ["2026-09-23", "2026-05-24"], "6 to 9": ["2026-05-23", "2026-02-24"], "9 on": ["2026-02-23"]}
    for pct in shares:
        for days, colour in zip(starts.values(), by_age, strict=True):
            for since in days:
                facts = replace(seats_at(pct), customer_since=date.fromisoformat(since))
                assert line(facts, GITLAB, "seats_used") == COLOURS[colour]


@pytest.mark.parametrize("since", ["2026-09-24", "2026-11-01", None])
def test_before_the_second_month_gitlab_judges_no_licences(since):
    facts = replace(seats_at(5), customer_since=date.fromisoformat(since) if since else None)
    assert line(facts, GITLAB, "seats_used") is None


WELL = replace(
    seats_at(90),
    readings={"user_engagement": Reading(85, TODAY)},
    sentiment=("green", TODAY),
    tickets=TicketLoad(0, TODAY),
    milestones=Milestones(9, 10, TODAY),
    two_way=Touch("call", TODAY),
    customer_since=date(2025, 1, 1),
)


def test_gitlabs_groups_weigh_50_25_10_10_5():
    assert {group.name: group.weight for group in GITLAB.groups} == {
        "product": 50,
        "risk": 25,
        "outcomes": 10,
        "engagement": 10,
        "voice": 5,
    }
    assert (GITLAB.green_from, GITLAB.yellow_from) == (75, 50)
    mixed = replace(WELL, seats_used=Reading(60, TODAY), sentiment=("yellow", TODAY))
    told = explain(mixed, GITLAB, TODAY)
    # product (0 × 30 + 100 × 20) ÷ 50 = 40, risk (50 × 15 + 100 × 10) ÷ 25 = 70, outcomes and engagement 100, no NPS
    assert [group.points for group in told.groups] == [40.0, 70.0, 100.0, 100.0, None]
    assert told.raw == pytest.approx((40 * 50 + 70 * 25 + 100 * 10 + 100 * 10) / 95)


@pytest.mark.parametrize(("days", "band"), [(29, Band.GREY), (30, Band.GREEN)])
def test_gitlab_gives_no_band_in_the_first_30_days(days, band):
    facts = replace(WELL, customer_since=ago(days), readings={"user_engagement": Reading(85, TODAY)})
    assert score(facts, GITLAB, TODAY).band is band


def test_a_red_sentiment_makes_gitlabs_account_red():
    assert score(WELL, GITLAB, TODAY).band is Band.GREEN
    red = score(replace(WELL, sentiment=("red", TODAY)), GITLAB, TODAY)
    assert (red.band, red.score) == (Band.RED, 49.0)


@pytest.mark.parametrize(
    ("name", "days", "points", "is_stale"),
    [
        ("seats_used", 60, 100, False),
        ("seats_used", 61, None, False),
        ("user_engagement", 60, 100, False),
        ("user_engagement", 61, None, False),
        ("severe_age", 30, 100, False),
        ("severe_age", 31, None, False),
        ("sentiment", 90, 100, False),
        ("sentiment", 91, 100, True),
        ("sentiment", 120, 100, True),
        ("sentiment", 121, None, False),
        ("two_way", 35, 100, False),
        ("two_way", 36, 50, False),
        ("two_way", 60, 50, False),
        ("two_way", 61, 0, False),
    ],
)
def test_what_gitlab_counts_for_how_long(name, days, points, is_stale):
    then = ago(days)
    aged = replace(
        WELL,
        seats_used=Reading(90, then),
        readings={"user_engagement": Reading(85, then)},
        tickets=TicketLoad(0, then),
        sentiment=("green", then),
        two_way=Touch("call", then),
    )
    [found] = [each for each in explain(aged, GITLAB, TODAY).lines if each.measure == name]
    assert (found.points, found.is_stale) == (points, is_stale)


def test_every_example_can_reach_each_band():
    for path in EXAMPLES.glob("*.toml"):
        card = read_scorecard(path)
        size = len(card.measures)
        found = [banded(weigh([tenths] * size, (), card), card).band for tenths in (0, 600, 1000)]
        assert found == [Band.RED, Band.YELLOW, Band.GREEN], card.name


def test_the_worked_example_of_the_page_is_what_the_program_prints(demo):
    page = (ROOT / "docs" / "health.md").read_text("utf-8")
    [printed] = re.findall(r"```text\n(ACME.*?)```", page, re.DOTALL)
    assert demo.as_of("2026-11-23", "health", "ACME", "--explain").text == printed


def test_the_page_names_every_input_rule_and_cap():
    page = (ROOT / "docs" / "health.md").read_text("utf-8")
    for name in (*INPUTS, *RULES, *CAPS, *MISSING, *example_names()):
        assert f"\n| `{name}`" in page, name
