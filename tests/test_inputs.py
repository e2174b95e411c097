"""Every input and every cap of a scorecard, read from a portfolio by the program itself."""

from datetime import date

import pytest

MONDAY = "2026-11-23"
LINEAR = 'rule = "linear"\nzero_at = 0\nfull_at = 100\n'


def put(cs, name, text):
    folder = cs.home / "config" / "scorecards"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def measure(reads, rule=LINEAR, more=""):
    return f'[[measure]]\ninput = "{reads}"\nweight = 10\n{rule}{more}'


def words(**points):
    return f'rule = "words"\npoints = {{ {", ".join(f"{word} = {each}" for word, each in points.items())} }}\n'


MOODS = words(green=100, yellow=50, red=0)


@pytest.fixture
def scored(cs, enter):
    """`scored(measures…)` is ACME, explained by a scorecard of these, on that Monday or another day."""
    with enter:
        enter.account("ACME", customer_since="2025-01-01")
        enter.contract("ACME", "2027-01-31", seats=100, product="Flow")

    def run(*tables, day=MONDAY, head="coverage_from = 1"):
        put(cs, "it", f'name = "default"\n{head}\n{"".join(tables)}')
        answer = cs.as_of(day, "health", "ACME", "--explain", "--json")
        assert answer.code == 0, answer.talk
        return answer.rows[0]

    return run


def first(row):
    line = row["measures"][0]
    return line["value"], line["points"], line["told"]


def test_breadth_is_the_share_of_the_features_that_are_used(scored, enter):
    enter.usage("ACME", "features_used", {"2026-11-01": 3, "2026-11-20": 6})
    assert first(scored(measure("breadth"))) == (None, None, "not measured")
    enter.usage("ACME", "features_available", {"2026-11-20": 24})
    assert first(scored(measure("breadth"))) == (25.0, 25.0, "6 of 24 = 25%")
    assert first(scored(measure("breadth"), day="2026-11-19"))[0] is None


def test_any_metric_can_be_measured_by_its_latest_number(scored, enter):
    enter.usage("ACME", "api_calls", {"2026-11-01": 90, "2026-11-20": 40})
    calls = measure("metric", more='metric = "api_calls"\nexpires_after_days = 10\nname = "calls"\n')
    row = scored(calls)
    assert first(row) == (40.0, 40.0, "40")
    assert row["measures"][0]["measure"] == "calls"
    assert first(scored(calls, day="2026-11-05"))[0] == 90.0
    assert first(scored(calls, day="2026-12-01"))[2] == "last measured 20 Nov"


def test_the_trend_of_a_metric_by_name(scored, enter):
    weeks = [f"2026-{month:02}-{day:02}" for month, day in [(8, 31), (9, 7), (9, 14), (9, 21), (9, 28), (10, 5),
             (10, 12), (10, 19), (10, 26), (11, 2), (11, 9), (11, 16)]]  # fmt: skip
    enter.usage("ACME", "api_calls", dict(zip(weeks, [40] * 8 + [24, 25, 24, 25], strict=True)))
    trend = measure("usage_trend", 'rule = "trend"\n', 'metric = "api_calls"\n')
    assert first(scored(trend)) == (-38.75, 25.0, "40 → 24.5: -38.8%")
    assert first(scored(measure("usage_trend", 'rule = "trend"\n')))[0] is None


def test_an_invoice_status_gives_the_points_of_its_word(scored, enter):
    enter.word("ACME", "invoice_status", "2026-10-01", "paid")
    enter.word("ACME", "invoice_status", "2026-11-20", "Overdue")
    invoices = measure("invoice_status", words(paid=100, overdue=0), "expires_after_days = 60\n")
    assert first(scored(invoices)) == ("overdue", 0.0, "overdue")
    assert first(scored(invoices, day="2026-11-19")) == ("paid", 100.0, "paid")
    enter.word("ACME", "invoice_status", "2026-11-21", "disputed")
    assert first(scored(invoices)) == (None, None, "disputed 21 Nov: no points for that word")


def test_the_age_of_the_oldest_open_sev_1(scored, enter):
    age = measure("severe_age", 'rule = "points"\npoints = [[0, 100], [10, 50], [20, 0]]\n')
    assert first(scored(age)) == (None, None, "no tickets known")
    enter.ticket("ACME", "1", "2026-11-13T08:00:00Z", priority="Sev-1", resolved_at_utc="2026-11-22T08:00:00Z")
    enter.ticket("ACME", "2", "2026-11-18T08:00:00Z", priority="low")
    assert first(scored(age, day="2026-11-21")) == (8, 60.0, "1 ticket, oldest 8d")
    assert first(scored(age)) == (0, 100.0, "none open")


@pytest.mark.parametrize(
    ("given", "value", "told"),
    [
        ([("nps", "2026-10-01", 9)], 100.0, "NPS +100 of 1 answer = 100"),
        ([("nps", "2026-10-01", 7)], 50.0, "NPS 0 of 1 answer = 50"),
        ([("nps", "2026-10-01", 9), ("csat", "2026-10-02", 3)], 0.0, "CSAT 0% of 1 answer"),
        ([("csat", "2026-10-01", 4), ("ces", "2026-10-02", 4)], 50.0, "CES 4 of 7, 1 answer = 50"),
        ([("csat", "2026-10-02", 5), ("ces", "2026-10-02", 1)], 0.0, "CES 1 of 7, 1 answer = 0"),
        ([("ces", "2026-10-02", 7), ("nps", "2026-09-02", 0)], 100.0, "CES 7 of 7, 1 answer = 100"),
        ([("nps", "2026-11-24", 0)], None, "no answer"),
    ],
)
def test_the_survey_that_came_last_counts_and_of_one_day_the_worst(scored, enter, given, value, told):
    for kind, on, score in given:
        enter.answer("ACME", kind, score, on, contact="Jo Park")
    assert first(scored(measure("survey"))) == (value, value, told)


def test_nps_csat_and_ces_by_their_names(scored, enter):
    for number, score in enumerate([10, 10, 9, 9, 9, 8, 7, 4, 2, 1]):
        enter.answer("ACME", "nps", score, contact=f"Person {number}")
    for number, score in enumerate([5, 4, 3, 2]):
        enter.answer("ACME", "csat", score, contact=f"Person {number}")
    for number, score in enumerate([7, 4]):
        enter.answer("ACME", "ces", score, contact=f"Person {number}")
    few = "min_answers = 2\n"
    row = scored(
        measure("nps", 'rule = "linear"\nzero_at = -100\nfull_at = 100\n', few),
        measure("csat", more=few),
        measure("ces", 'rule = "linear"\nzero_at = 1\nfull_at = 7\n', few),
    )
    assert [(line["value"], line["points"]) for line in row["measures"]] == [(20.0, 60.0), (50.0, 50.0), (5.5, 75.0)]
    one = measure("ces", more="min_answers = 3\n")
    assert first(scored(one))[2] == "2 answers, 3 needed"


def test_whether_a_sponsor_is_in_place_and_since_when_not(scored, enter):
    seat = measure("sponsor_present", 'rule = "points"\npoints = [[0, 100], [40, 0]]\n')
    assert first(scored(seat)) == (None, None, "no sponsor recorded")
    enter.contact("ACME", "Jo Park", roles='["sponsor"]', left_on=date(2026, 11, 13))
    assert first(scored(seat)) == (10, 75.0, "Jo Park left 13 Nov, no successor")
    assert first(scored(seat, day="2026-11-12")) == (0, 100.0, "Jo Park")
    enter.contact("ACME", "Sam Ito", roles='["sponsor"]')
    assert first(scored(seat)) == (0, 100.0, "Sam Ito")


def test_the_sentiment_is_the_last_mood_and_ages(scored, cs):
    assert cs.as_of("2026-09-01", "sentiment", "ACME", "green", "because", "all well").code == 0
    assert cs.as_of("2026-10-01", "sentiment", "ACME", "yellow", "because", "less so").code == 0
    mood = measure("sentiment", MOODS, "stale_after_days = 30\nexpires_after_days = 90\n")
    row = scored(mood)
    assert first(row) == ("yellow", 50.0, "yellow")
    assert (row["measures"][0]["stale"], row["measures"][0]["source"]) == (True, "said 1 Oct, stale, 53d")
    assert "stale, 53d" in cs.as_of(MONDAY, "health", "ACME", "--explain").text
    assert first(scored(mood, day="2026-09-30")) == ("green", 100.0, "green")
    assert first(scored(mood, day="2026-12-31")) == (None, None, "last one 1 Oct")


def test_the_plan_is_the_share_of_the_due_milestones_that_are_done(scored, enter):
    for due, facts in (
        ("2026-11-05", {"done_on": "2026-11-04"}),
        ("2026-11-10", {"done_on": "2026-11-22"}),
        ("2026-11-15", {}),
        ("2026-11-16", {"dropped_on": "2026-11-17"}),
        ("2026-12-15", {}),
    ):
        enter.of_plan("milestone", "ACME", title=f"Step {due}", side="us", due_on=due, **facts)
    row = scored(measure("plan"))
    assert first(row) == (pytest.approx(66.67, abs=0.01), 66.7, "2 of 3 due milestones done")
    assert first(scored(measure("plan"), day="2026-11-12")) == (50.0, 50.0, "1 of 2 due milestones done")
    assert first(scored(measure("plan"), day="2026-11-04"))[2] == "no milestone due yet"
    aged = measure("plan", more="expires_after_days = 5\n")
    assert first(scored(aged))[2] == "last milestone due 15 Nov"


SEATS = measure("seats_used")
CAP = '[[cap]]\nat_most = "red"\n'


@pytest.fixture
def full(scored, enter):
    """ACME uses 90 of its 100 seats."""
    enter.usage("ACME", "seats_used", {f"2026-11-{day:02}": 90 for day in range(1, 24)})
    return scored


def cap_of(row):
    return [(cap["cap"], cap["at_most"], cap["until"], cap["applied"]) for cap in row["caps"]]


def test_a_sponsor_who_left_caps_until_there_is_another(full, enter):
    enter.contact("ACME", "Jo Park", roles='["sponsor"]', left_on=date(2026, 11, 1))
    gone = f'{CAP}when = "sponsor_gone"\nafter_days = 20\n'
    assert cap_of(full(SEATS, gone, day="2026-11-21")) == []
    assert cap_of(full(SEATS, gone)) == [
        ("sponsor Jo Park left 1 Nov, 22d > 20d without a successor", 49, "until there is one", True)
    ]
    enter.contact("ACME", "Sam Ito", roles='["sponsor"]')
    assert cap_of(full(SEATS, gone)) == []


def test_a_red_sentiment_caps_until_it_is_better(full, cs):
    assert cs.as_of("2026-11-20", "sentiment", "ACME", "red", "because", "no answer").code == 0
    red = f'{CAP}when = "sentiment_red"\nafter_days = 3\n'
    assert cap_of(full(SEATS, red, day="2026-11-22")) == []
    assert cap_of(full(SEATS, red)) == [("sentiment red since 20 Nov", 49, "until it is better", True)]


@pytest.mark.parametrize(
    ("bound", "told", "until"),
    [
        ("below = 91", "seats used 90% < 91%", "until it is at least 91%"),
        ("above = 89", "seats used 90% > 89%", "until it is at most 89%"),
        ("below = 90", None, None),
        ("above = 90", None, None),
        ("below = 10\nabove = 80", "seats used 90% > 80%", "until it is at most 80%"),
    ],
)
def test_a_measure_below_or_above_a_number_caps(full, bound, told, until):
    found = cap_of(full(SEATS, f'{CAP}when = "measure"\nmeasure = "seats_used"\n{bound}\n'))
    assert found == ([] if told is None else [(told, 49, until, True)])


def test_a_measure_that_is_a_word_caps_and_a_missing_one_does_not(full, enter):
    overdue = '[[cap]]\nat_most = 20\nwhen = "measure"\nmeasure = "invoice_status"\nis = ["Overdue", "disputed"]\n'
    invoices = measure("invoice_status", words(paid=100, overdue=0))
    told = ("invoices overdue", 20, "until it is not overdue or disputed", True)
    assert told not in cap_of(full(SEATS, invoices, overdue))
    enter.word("ACME", "invoice_status", "2026-11-20", "paid")
    assert cap_of(full(SEATS, invoices, overdue)) == []
    enter.word("ACME", "invoice_status", "2026-11-21", "overdue")
    assert cap_of(full(SEATS, invoices, overdue)) == [told]


def test_a_cap_says_why_whose_it_is_and_how_long_at_most(full):
    cap = f'{CAP}when = "measure"\nmeasure = "seats_used"\nabove = 1\nwhy = "audit"\nowner = "Sam Ito"\n'
    cap += "until = 2026-11-22\n"
    assert cap_of(full(SEATS, cap, day="2026-11-22")) == [
        ("seats used 90% > 1% (audit; owner Sam Ito)", 49, "until it is at most 1%, to 22 Nov at the latest", True)
    ]
    assert cap_of(full(SEATS, cap)) == []


def test_every_cap_that_holds_is_told_and_the_lowest_applies(full, cs):
    assert cs.as_of("2026-11-20", "sentiment", "ACME", "red", "because", "no answer").code == 0
    caps = '[[cap]]\nwhen = "sentiment_red"\nat_most = 60\n[[cap]]\nwhen = "measure"\nmeasure = "seats_used"\n'
    row = full(SEATS, f"{caps}above = 1\nat_most = 20\n")
    assert [(at_most, applied) for _, at_most, _, applied in cap_of(row)] == [(20, True), (60, False)]
    assert (row["health"], row["band"], row["raw"]) == (20.0, "red", 90.0)


def test_a_scorecard_serves_a_product_before_a_stage_before_a_segment(cs, enter):
    with enter:
        enter.account("ACME", segment="big", stage="live")
        enter.contract("ACME", "2027-01-31", starts="2026-06-01", product="Flow")
        enter.account("BETA", segment="Big", stage="LIVE")
        enter.contract("BETA", "2027-01-31", product="Other")
        enter.account("COLD", segment="BÌG")
        enter.account("DULL")
    served = {"product": 'products = ["flow"]', "stage": 'stages = ["Live"]', "segment": 'segments = ["big"]'}
    for name, said in served.items():
        put(cs, name, f'name = "{name}"\n{said}\n{SEATS}')

    def by(day):
        rows = cs.as_of(day, "health", "--explain", "--json").rows
        return {row["account"]: row["scorecard"] for row in rows}

    assert by(MONDAY) == {"ACME": "product", "BETA": "stage", "COLD": "segment", "DULL": "default"}
    assert by("2026-05-31")["ACME"] == "stage"


def test_the_worst_of_them_and_a_customers_first_days_are_said(full, cs, enter):
    both = (SEATS, measure("two_way", 'rule = "recency"\nhalf_life_days = 30\n'))
    enter.activity("ACME", "2026-10-24", two_way=True)
    assert full(*both, head='combine = "worst"')["raw"] == 50.0
    assert "the worst of them = 50.0, shown as 50 ▲ yellow" in cs.as_of(MONDAY, "health", "ACME", "--explain").text
    young = full(*both, head="grey_first_days = 900")
    assert (young["band"], young["main_reason"]) == ("grey", "in its first 900 days")
    assert "grey: no band in the first 900 days" in cs.as_of(MONDAY, "health", "ACME", "--explain").text


def test_a_grouped_scorecard_prints_its_groups_after_their_measures(full, cs, enter):
    enter.usage("ACME", "features_used", {"2026-11-20": 6})
    enter.usage("ACME", "features_available", {"2026-11-20": 24})
    groups = '[[group]]\nname = "use"\nweight = 60\n[[group]]\nname = "voice"\nweight = 40\n'
    tables = [SEATS + 'group = "use"\n', measure("breadth") + 'group = "use"\n', measure("nps") + 'group = "voice"\n']
    row = full(groups, *tables)
    # use: (90 × 10 + 25 × 10) ÷ 20 = 57.5; nothing of voice: 57.5 × 60 ÷ 60
    assert row["groups"] == [
        {"name": "use", "told": "1,150 ÷ 20 = 57.5", "points": 57.5, "weight": 60, "product": 3450},
        {"name": "voice", "told": "nothing measured", "points": None, "weight": 40, "product": None},
    ]
    assert (row["raw"], row["points"], row["weight"], row["coverage"]) == (57.5, 3450, 60, 60.0)
    told = [line.split() for line in cs.as_of(MONDAY, "health", "ACME", "--explain").text.splitlines()]
    assert ["use", "1,150", "÷", "20", "=", "57.5", "57.5", "×", "60", "3,450"] in told
    assert "3,450 ÷ 60 = 57.5" in cs.as_of(MONDAY, "health", "ACME", "--explain").text


def test_replies_and_solutions_count_in_business_hours_of_ninety_days(scored, enter, cs):
    """Three tickets opened at 09:00 in London, where the desk is staffed from 9 to 17: after 1, 2 and 9 hours."""
    slow = measure("response", 'rule = "points"\npoints = [[0, 100], [4, 0]]\n')
    solved = measure("resolution", 'rule = "points"\npoints = [[0, 100], [40, 0]]\n')
    assert [line["told"] for line in scored(slow, solved)["measures"]] == ["no ticket with these times in 90d"] * 2
    assert cs("config", "set", "timezone", "Europe/London").code == 0
    enter.ticket("ACME", "0", "2026-07-20T08:00:00Z", first_reply_at_utc="2026-07-25T08:00:00Z")  # too long ago
    enter.ticket(
        "ACME", "1", "2026-11-02T09:00:00Z", first_reply_at_utc="2026-11-02T10:00:00Z",
        resolved_at_utc="2026-11-03T09:00:00Z",
    )  # fmt: skip
    enter.ticket("ACME", "2", "2026-11-06T09:00:00Z", first_reply_at_utc="2026-11-06T11:00:00Z")
    enter.ticket("ACME", "3", "2026-11-06T09:00:00Z", first_reply_at_utc="2026-11-09T10:00:00Z")
    row = scored(slow, solved)
    assert [(line["value"], line["points"], line["told"]) for line in row["measures"]] == [
        (2.0, 50.0, "median 2h of 3 tickets"),
        (8.0, 80.0, "median 8h of 1 ticket"),
    ]
    assert first(scored(slow, day="2026-11-06"))[2] == "median 1.5h of 2 tickets"
