"""How a value gives points: straight lines, words, by the customer's age; and where a wrong setting stands."""

import tomllib
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.curves import TREND, Bands, ByAge, Linear, Points, Step, Words
from cs_cli.domain.explanation import explain
from cs_cli.domain.health_facts import HealthFacts, Reading, Usage
from cs_cli.domain.scorecard import Measure, Scorecard
from cs_cli.domain.scorecard_settings import scorecard_from
from cs_cli.domain.settings_table import line_of
from cs_cli.errors import ConfigError

TODAY = date(2026, 11, 23)
KNOTS = Points(((14, 100), (45, 50), (90, 0)))


@pytest.mark.parametrize(
    ("value", "points", "told"),
    [
        (0, 100, "up to 14d → 100"),
        (13.9, 100, "up to 14d → 100"),
        (14, 100, "14d→100 … 45d→50"),
        (29.5, 75, "14d→100 … 45d→50"),
        (45, 50, "45d→50 … 90d→0"),
        (67.5, 25, "45d→50 … 90d→0"),
        (90, 0, "from 90d → 0"),
        (500, 0, "from 90d → 0"),
    ],
)
def test_straight_lines_between_points_are_level_beyond_their_ends(value, points, told):
    assert (KNOTS.points(value), KNOTS.told(value, "d")) == (points, told)


@given(st.integers(-50, 200), st.integers(-50, 200))
def test_points_that_fall_never_rise(one, other):
    low, high = sorted((one, other))
    assert KNOTS.points(low) >= KNOTS.points(high)
    assert 0 <= KNOTS.points(low) <= 100


def test_a_word_has_its_points_and_an_unknown_one_none():
    invoices = Words((("paid", 100), ("overdue", 0)))
    assert (invoices.points_of("paid"), invoices.points_of("overdue"), invoices.points_of("lost")) == (100, 0, None)
    assert invoices.told_of("overdue") == "overdue → 0"


AGED = ByAge(((2, Linear(0, 50)), (6, Linear(0, 100))))


@pytest.mark.parametrize(
    ("months", "points"), [(None, None), (0, None), (1, None), (2, 80), (5, 80), (6, 40), (7, 40), (100, 40)]
)
def test_the_curve_of_the_last_age_that_is_reached_counts(months, points):
    curve = AGED.at(months)
    assert (curve.points(40) if curve else None) == points


@pytest.mark.parametrize(
    ("since", "points", "told"),
    [
        ("2026-09-24", None, "40 of 100 = 40%, judged from month 2"),
        ("2026-09-23", 80, "40 of 100 = 40%"),
        ("2026-05-24", 80, "40 of 100 = 40%"),
        ("2026-05-23", 40, "40 of 100 = 40%"),
        (None, None, "40 of 100 = 40%, nobody knows since when they are a customer"),
    ],
)
def test_months_are_those_completed_since_the_customer_came(since, points, told):
    card = Scorecard("it", (Measure("seats_used", 1, AGED),))
    known = date.fromisoformat(since) if since else None
    [line] = explain(HealthFacts(100, Reading(40, TODAY), customer_since=known), card, TODAY).lines
    assert (line.points, line.told) == (points, told)


@pytest.mark.parametrize(
    ("change", "points"), [(-51, 0), (-50, 0), (-38.75, 25), (-25, 25), (-10, 50), (-9, 75), (9.9, 75), (10, 100)]
)
def test_the_bands_of_a_trend_where_none_are_said(change, points):
    text = 'name = "it"\nsegments = ["x"]\n[[measure]]\ninput = "usage_trend"\nweight = 1\nrule = "trend"\n'
    card = scorecard_from(tomllib.loads(text), "it.toml")
    assert card.measures[0].rule == TREND
    facts = HealthFacts(usage=Usage("logins", 100 + change, 100, TODAY))
    assert explain(facts, card, TODAY).lines[0].points == points


def test_40_to_24_and_a_half_is_less_by_38_75_percent_and_25_points():
    trend = Scorecard("it", (Measure("usage_trend", 1, TREND),))
    [line] = explain(HealthFacts(usage=Usage("logins", 24.5, 40, TODAY)), trend, TODAY).lines
    assert (line.value, line.points) == (-38.75, 25)


@pytest.mark.parametrize(
    ("age", "is_stale", "points", "source"),
    [(30, False, 100, "usage 24 Oct"), (31, True, 100, "usage 23 Oct, stale, 31d"), (60, True, 100, "stale, 60d"),
     (61, False, None, "")],
)  # fmt: skip
def test_what_is_old_is_flagged_and_what_is_older_is_missing(age, is_stale, points, source):
    measure = Measure("seats_used", 1, Linear(0, 50), expires_after_days=60, stale_after_days=30)
    facts = HealthFacts(100, Reading(50, TODAY - timedelta(age)))
    [line] = explain(facts, Scorecard("it", (measure,)), TODAY).lines
    assert (line.is_stale, line.points) == (is_stale, points)
    assert source in line.source


SIZES = [Bands((Step(2, True, 0), Step(5, False, 50), Step(None, False, 100)))]  # noqa: FBT003


@pytest.mark.parametrize(
    ("value", "told"), [(2, "up to 2 → 0"), (3, "2 to <5 → 50"), (5, "from 5 → 100"), (9, "from 5 → 100")]
)
def test_a_band_says_which_of_its_ends_it_has(value, told):
    assert SIZES[0].told(value, "") == told


def test_a_single_band_holds_everything():
    assert Bands((Step(None, False, 7),)).told(3, "%") == "any → 7"  # noqa: FBT003


CARD = """name = "it"
segments = ["x"]
green_from = 80

[[group]]
name = "use"
weight = 10

[[measure]]
group = "use"
input = "seats_used"
weight = 10
rule = "linear"
zero_at = 0
full_at = 100

[[measure]]
input = "tickets"
weight = 20
rule = "bands"
bands = [
  { up_to = 2, points = 100 },
  { up_to = 4, points = 50 },
  { points = 0 },
]

[[measure]]
input = "breadth"
weight = 5
rule = "by_age"
ages = [
  { from_month = 2, bands = [{ below = 10, points = 0 }, { points = 100 }] },
  { from_month = 6, bands = [{ below = 20, points = 0 }, { points = 100 }] }, # a { that opens nothing
]

[[measure]]
input = "invoice_status"
weight = 3
rule = "words"
points = { paid = 100, overdue = 0 }

[[cap]]
when = "severe_ticket"
at_most = "red"

[[cap]]
when = "measure"
measure = "invoice_status"
is = ["overdue"]
at_most = "red"
"""


def number_of(text: str, part: str, occurrence: int = 1) -> int:
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if part in line]
    return lines[occurrence - 1]


@pytest.mark.parametrize(
    ("tables", "key", "part", "occurrence"),
    [
        ([], "green_from", "green_from", 1),
        ([], "yellow_from", 'name = "it"', 1),
        (["group 1"], "weight", "weight = 10", 1),
        (["measure 1"], "weight", "weight = 10", 2),
        (["measure 2"], "weight", "weight = 20", 1),
        (["measure 2"], "zero_at", "[[measure]]", 2),
        (["measure 2", "bands 2"], "up_to", "up_to = 4", 1),
        (["measure 2", "bands 3"], "points", "{ points = 0 }", 1),
        (["measure 2", "bands 3"], "up_to", "{ points = 0 }", 1),
        (["measure 3", "ages 2"], "from_month", "from_month = 6", 1),
        (["measure 3", "ages 1", "bands 2"], "points", "from_month = 2", 1),
        (["measure 4"], "points", "points = { paid", 1),
        (["cap 2"], "is", 'is = ["overdue"]', 1),
        (["cap 2"], "after_days", "[[cap]]", 2),
    ],
)
def test_a_setting_is_found_on_its_line_or_its_table_is(tables, key, part, occurrence):
    assert line_of(CARD, tables, key) == number_of(CARD, part, occurrence)


def test_without_a_text_there_is_no_line():
    assert line_of("", [], "name") is None


@pytest.mark.parametrize(
    ("setting", "instead", "place", "said"),
    [
        ("weight = 20", 'weight = "20"', 'weight = "20"', "measure 2: weight must be a whole number from 0 to 1000"),
        ('input = "tickets"', 'input = "moods"', "moods", "measure 2: input must be seats_used, usage_trend"),
        ('input = "breadth"', 'input = "metric"', "[[measure]]", 'measure 3: metric must name a metric, like "api'),
        ("up_to = 4", "up_to = 1", "bands = [", "measure 2: bands must go up"),
        ('segments = ["x"]', 'segments = ["x"]\nstages = ["y"]', "stages", "stages stands beside another: a scorecard"),
        ("up_to = 4, points = 50", 'up_to = 4, points = "x"', '"x"', "measure 2: bands 2: points must be a number"),
        ("from_month = 6", "from_month = 2", "ages = [", "measure 3: ages must go up"),
        ("below = 20", "below = true", "true", "measure 3: ages 2: bands 1: below must be a number"),
        ("overdue = 0 }", "overdue = 101 }", "101", "measure 4: points must give each word from 0 to 100 points"),
        ('rule = "words"', 'rule = "linear"', 'rule = "linear"', "measure 4: rule must be words"),
        ('rule = "linear"', 'rule = "recency"', "recency", "measure 1: rule recency is for two_way and sponsor"),
        ('rule = "linear"', 'rule = "words"', "words", "measure 1: rule must not be words: it holds a number"),
        ('rule = "linear"', 'rule = "trend"', "trend", "measure 1: rule trend is for usage_trend"),
        ('group = "use"', 'group = "usage"', '"usage"', 'measure 1: group "usage" must be use'),
        ('is = ["overdue"]', "is = []", "is = []", 'cap 2: is must be a list of texts, like ["overdue"]'),
        ('measure = "invoice_status"', 'measure = "nps"', '"nps"', "cap 2: measure must be seats_used, tickets, br"),
        ('at_most = "red"\n\n', 'at_most = "red"\nuntil = "soon"\n\n', "soon", "cap 1: until must be a day with"),
        ("[[cap]]", '[[cap]]\nwhen = "measure"\nmeasure = "tickets"\nat_most = 1\n\n[[cap]]', "[[cap]]",
         "cap 1: below or above must be set"),
        ("weight = 10\n\n[[measure]]", "weight = 10\n\n[[group]]\nname = 'more'\nweight = 1\n\n[[measure]]", "'more'",
         'group 2: name "more" has no measure'),
        ('group = "use"\ninput = "seats_used"\nweight = 10', 'group = "use"\ninput = "seats_used"\nweight = 0',
         'name = "use"', 'group 1: name "use" has weights that sum to 0'),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_scorecard_has_its_file_line_and_key(setting, instead, place, said):
    assert setting in CARD
    text = CARD.replace(setting, instead, 1)
    with pytest.raises(ConfigError) as refused:
        scorecard_from(tomllib.loads(text), "it.toml", text)
    where, _, what = refused.value.sentence.partition(": ")
    assert what.startswith(said)
    assert place in text.splitlines()[int(where.removeprefix("it.toml:")) - 1]


def test_groups_and_measures_that_all_weigh_nothing_are_refused():
    text = 'name = "it"\nsegments = ["x"]\n[[measure]]\ninput = "plan"\nweight = 0\nrule = "linear"\n'
    text += "zero_at = 0\nfull_at = 9\n"
    with pytest.raises(ConfigError, match=r"^it.toml:3: measure weights sum to 0$"):
        scorecard_from(tomllib.loads(text), "it.toml", text)


@given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-5, 105)), max_size=4))
def test_any_pairs_are_a_curve_or_are_refused(pairs):
    settings = {"name": "it", "measure": [{"input": "plan", "weight": 1, "rule": "points"}]}
    settings["measure"][0]["points"] = [list(pair) for pair in pairs]
    is_good = len(pairs) > 1 and all(one[0] < other[0] for one, other in pairwise(pairs))
    is_good = is_good and all(0 <= points <= 100 for _, points in pairs)
    try:
        card = scorecard_from(settings, "it.toml")
    except ConfigError:
        assert not is_good
    else:
        assert card.measures[0].rule == Points(tuple(pairs))
