"""What holds for every scorecard and all facts: bounds, monotony, scale, order; the four ways with what is missing."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cs_cli.domain.account_health import Health
from cs_cli.domain.curves import Bands, ByAge, Curve, Linear, Points, Recency, Step, Words
from cs_cli.domain.explanation import explain
from cs_cli.domain.health import Band, Score, Verdict, score, taken, weigh
from cs_cli.domain.health_facts import Answer, HealthFacts, Reading, TicketLoad, Touch, Usage
from cs_cli.domain.inputs import INPUTS
from cs_cli.domain.scorecard import COMBINE, MISSING, Cap, Group, Measure, Scorecard, half_up
from cs_cli.domain.weighing import known_of, sums, value_of

TODAY = date(2026, 11, 23)
NUMBERS = ("seats_used", "usage_trend", "breadth", "tickets", "severe_age", "nps", "csat", "ces", "survey", "plan")
CONTACT, WORDS = ("two_way", "sponsor"), ("sentiment", "invoice_status")

points = st.integers(0, 1000).map(lambda tenths: tenths / 10)
knots = st.lists(st.integers(-100, 200), min_size=2, max_size=4, unique=True).map(sorted)


def straight(values: list[int]) -> st.SearchStrategy[Points]:
    return st.lists(points, min_size=len(values), max_size=len(values)).map(
        lambda given_points: Points(tuple(zip(values, given_points, strict=True)))
    )


def stepped(bounds: list[int]) -> st.SearchStrategy[Bands]:
    size = len(bounds) + 1
    return st.tuples(
        st.lists(points, min_size=size, max_size=size), st.lists(st.booleans(), min_size=size, max_size=size)
    ).map(lambda both: Bands(tuple(map(Step, [*bounds, None], both[1], both[0]))))


CURVES: st.SearchStrategy[Curve] = st.one_of(
    knots.map(lambda ends: Linear(ends[0], ends[-1])), knots.flatmap(straight), knots.flatmap(stepped)
)
AGED = st.tuples(CURVES, CURVES).map(lambda two: ByAge(((2, two[0]), (9, two[1]))))
WORDED = st.lists(points, min_size=3, max_size=3).map(
    lambda three: Words(tuple(zip(("green", "yellow", "red"), three, strict=True)))
)


def rules(reads: str) -> st.SearchStrategy[object]:
    if reads in WORDS:
        return WORDED
    return st.one_of(CURVES, AGED, st.integers(1, 400).map(Recency)) if reads in CONTACT else CURVES | AGED


@st.composite
def cards(draw: st.DrawFn) -> Scorecard:
    """A scorecard that can be written down: groups, both ways to combine, every way with what is missing."""
    inputs = draw(st.lists(st.sampled_from((*NUMBERS, *CONTACT, *WORDS)), min_size=1, max_size=6, unique=True))
    groups = tuple(
        Group(name, draw(st.integers(0, 60)), draw(st.sampled_from(COMBINE)))
        for name in draw(st.lists(st.sampled_from("abc"), max_size=3, unique=True))
    )
    measures = tuple(
        Measure(
            reads,
            draw(st.integers(0, 60)),
            draw(rules(reads)),
            draw(st.none() | st.integers(1, 300)),
            group=draw(st.sampled_from(["", *(group.name for group in groups)])),
        )
        for reads in inputs
    )
    used = tuple(group for group in groups if sum(m.weight for m in measures if m.group == group.name))
    names = {group.name for group in used}
    measures = tuple(m if m.group in names else replace(m, group="") for m in measures)
    card = Scorecard(
        "any", measures, (Cap("sentiment_red", 20),), groups=used,
        missing=draw(st.sampled_from(MISSING)), combine=draw(st.sampled_from(COMBINE)),
        round_to=draw(st.sampled_from(["tenth", "whole"])), coverage_from=draw(st.integers(1, 100)),
    )  # fmt: skip
    assume(card.total_weight)
    return card


days = st.integers(0, 400).map(lambda ago: TODAY - timedelta(ago))
readings = st.none() | st.builds(Reading, st.integers(0, 300).map(float), days)
answers = st.lists(st.builds(Answer, st.text(max_size=2), st.integers(0, 10), days, st.booleans()), max_size=4)
touches = st.none() | st.builds(Touch, st.just("call"), days)
words = st.tuples(st.sampled_from(["green", "yellow", "red", "blue"]), days)
FACTS = st.builds(
    HealthFacts,
    seats=st.none() | st.integers(0, 300),
    seats_used=readings,
    usage=st.none() | st.builds(Usage, st.just("logins"), *[st.integers(0, 90).map(float)] * 2, days),
    features_used=readings,
    features_available=readings,
    tickets=st.none() | st.builds(TicketLoad, st.integers(0, 30), days),
    nps=answers.map(tuple),
    csat=answers.map(tuple),
    ces=answers.map(tuple),
    two_way=touches,
    sponsor=touches,
    customer_since=st.none() | days,
    words=words.map(lambda word: {"invoice_status": word}),
    sentiment=st.none() | words,
)
TENTHS = st.none() | st.integers(0, 1000)


@st.composite
def cards_and_points(draw: st.DrawFn) -> tuple[Scorecard, list[int | None]]:
    card = draw(cards())
    size = len(card.measures)
    return card, draw(st.lists(TENTHS, min_size=size, max_size=size))


@given(FACTS, cards())
def test_a_score_and_its_coverage_lie_between_0_and_100(facts: HealthFacts, card: Scorecard) -> None:
    found = taken(facts, card, TODAY)
    assert found.score is None or 0 <= found.score <= 100
    assert 0 <= found.coverage <= 100
    assert all(0 <= each <= 100 for each in found.points.values())
    assert found.score is not None or found.band is Band.GREY


@given(cards_and_points(), st.data())
def test_more_points_of_one_measure_never_lower_the_score(
    both: tuple[Scorecard, list[int | None]], data: st.DataObject
) -> None:
    card, tenths = both
    known = [at for at, each in enumerate(tenths) if each is not None]
    assume(known)
    at = data.draw(st.sampled_from(known))
    more = [*tenths]
    more[at] = data.draw(st.integers(tenths[at] or 0, 1000))
    before, after = weigh(tenths, (), card), weigh(more, (), card)
    assert (before.score is None) is (after.score is None)
    assert before.score is None or after.score is None or after.score >= before.score
    order = [Band.RED, Band.YELLOW, Band.GREEN]
    assert (before.free is Band.GREY) is (after.free is Band.GREY)
    assert before.free is Band.GREY or order.index(after.free) >= order.index(before.free)


@pytest.mark.parametrize("raised", range(745, 760))
def test_the_last_point_before_green_is_never_lost_by_more_points(raised: int) -> None:
    """With a measure missing, 74.6 must not give more than 75.2, which is not green with the missing at 50."""
    card = Scorecard("it", (Measure("seats_used", 80, Linear(0, 100)), Measure("plan", 20, Linear(0, 100))))
    scores = [weigh([tenths, None], (), card).score for tenths in range(740, raised)]
    assert scores == sorted(scores, key=lambda each: each or 0.0)


@given(cards_and_points(), st.integers(2, 9))
def test_a_common_factor_on_the_weights_changes_nothing(both: tuple[Scorecard, list[int | None]], factor: int) -> None:
    card, tenths = both
    scaled = replace(
        card,
        measures=tuple(replace(m, weight=m.weight * factor) for m in card.measures),
        groups=tuple(replace(g, weight=g.weight * factor) for g in card.groups),
    )
    assert weigh(tenths, (), scaled) == weigh(tenths, (), card)


@given(cards_and_points(), st.integers(2, 9))
def test_a_common_factor_within_one_group_changes_nothing(
    both: tuple[Scorecard, list[int | None]], factor: int
) -> None:
    card, tenths = both
    assume(card.groups)
    of = card.groups[0].name
    measures = tuple(replace(m, weight=m.weight * factor) if m.group == of else m for m in card.measures)
    assert weigh(tenths, (), replace(card, measures=measures)) == weigh(tenths, (), card)


@given(cards_and_points(), st.randoms())
def test_the_order_of_the_measures_does_not_matter(both: tuple[Scorecard, list[int | None]], shuffled: Random) -> None:
    card, tenths = both
    order = list(range(len(tenths)))
    shuffled.shuffle(order)
    other = replace(card, measures=tuple(card.measures[at] for at in order))
    assert weigh([tenths[at] for at in order], (), other) == weigh(tenths, (), card)


@given(FACTS, cards())
def test_asked_twice_it_answers_the_same(facts: HealthFacts, card: Scorecard) -> None:
    assert taken(facts, card, TODAY) == taken(facts, card, TODAY)
    assert explain(facts, card, TODAY) == explain(facts, card, TODAY)


@given(cards_and_points())
def test_what_is_missing_never_makes_green(both: tuple[Scorecard, list[int | None]]) -> None:
    card, tenths = both
    if weigh(tenths, (), card).free is Band.GREEN:
        assert value_of(sums([500 if each is None else each for each in tenths], card), card) >= card.green_from
        assert known_of(tenths, card) * 100 >= card.coverage_from * card.total_weight * card.unit


def redone(told: Health) -> float | None:
    """The score before caps, redone from the printed lines: products, then their sum by the sum of the weights."""
    card = told.card
    alone = [line for line in told.lines if not line.group and line.points is not None]
    neutral = [line for line in told.lines if not line.group and line.points is None and card.missing == "neutral"]
    printed = [(line.points, line.product, line.weight) for line in alone]
    printed += [(50.0, 50.0 * line.weight, line.weight) for line in neutral]
    printed += [(group.points, group.product, group.weight) for group in told.groups if group.points is not None]
    weighed = [(each, product, weight) for each, product, weight in printed if weight]
    if not weighed:
        return None
    if card.combine == "worst":
        return min(each or 0.0 for each, _, _ in weighed)
    for each, product, weight in weighed:
        assert product == pytest.approx((each or 0.0) * weight)
    total, weights = sum(product or 0.0 for _, product, _ in weighed), sum(weight for _, _, weight in weighed)
    assert total == pytest.approx(told.points)
    assert weights == pytest.approx(told.weight)
    return total / weights


@given(FACTS, cards())
def test_the_printed_figures_give_the_printed_score(facts: HealthFacts, card: Scorecard) -> None:
    told = explain(facts, card, TODAY)
    assert Score(told.score, told.band) == score(facts, card, TODAY)
    value = redone(told)
    if value is not None and card.round_to == "whole":
        value = half_up(value)
    assert (told.raw is None) if value is None else told.raw == pytest.approx(value)
    assert told.score is None or told.score == min([told.raw, *(cap.at_most for cap in told.caps)])
    for group in told.groups:
        members = [line for line in told.lines if line.group == group.name]
        inner = [(line.points, line.weight) for line in members if line.points is not None]
        if card.missing == "neutral":
            inner += [(50.0, line.weight) for line in members if line.points is None]
        if group.points is not None and group.told != "the worst of them":
            mean = sum(each * weight for each, weight in inner) / sum(weight for _, weight in inner)
            assert group.points == half_up(mean, 0 if card.round_to == "whole" else 1)


def test_the_random_cards_read_what_there_is() -> None:
    assert {*NUMBERS, *CONTACT, *WORDS} <= set(INPUTS)


USE = (Measure("seats_used", 20, Linear(0, 100), group="use"), Measure("breadth", 10, Linear(0, 100), group="use"))
HELP = (Measure("tickets", 10, Linear(0, 100), group="help"), Measure("severe_age", 30, Linear(0, 100), group="help"))
GROUPS = (Group("use", 60), Group("help", 40))


@pytest.mark.parametrize(
    ("missing", "given_tenths", "expected"),
    [
        # use: (20 × 80 + 10 × 50) ÷ 30 = 70; help: (10 × 40 + 30 × 60) ÷ 40 = 55; 70 × 60 + 55 × 40 = 6,400
        *[(way, [800, 500, 400, 600], (64.0, 100, 6400)) for way in MISSING],
        # breadth is missing: its 10 go to the seats, so use is 80; 80 × 60 + 55 × 40 = 7,000
        ("redistribute", [800, None, 400, 600], (70.0, 100, 7000)),
        # it counts as 50: as above
        ("neutral", [800, None, 400, 600], (64.0, 100, 6400)),
        # use is not scored at all: help alone
        ("suppress", [800, None, 400, 600], (55.0, 40, 2200)),
        # use weighs its 20 of 30: 40; 80 × 40 + 55 × 40 = 5,400, ÷ 80
        ("zero", [800, None, 400, 600], (67.5, 80, 5400)),
        # a whole group is missing
        ("redistribute", [None, None, 400, 600], (55.0, 40, 2200)),
        ("neutral", [None, None, 400, 600], (52.0, 100, 5200)),
        ("suppress", [None, None, 400, 600], (55.0, 40, 2200)),
        ("zero", [None, None, 400, 600], (55.0, 40, 2200)),
        # nothing at all is known
        *[(way, [None] * 4, None) for way in ("redistribute", "suppress", "zero")],
        ("neutral", [None] * 4, (50.0, 100, 5000)),
    ],
)
def test_the_four_ways_with_what_is_missing(
    missing: str, given_tenths: list[int | None], expected: tuple[float, int, int] | None
) -> None:
    card = Scorecard("it", (*USE, *HELP), groups=GROUPS, missing=missing)
    found = sums(given_tenths, card)
    if expected is None:
        assert found.weight == 0
        assert weigh(given_tenths, (), card) == Verdict(None, Band.GREY)
    else:
        assert (found.value, found.weight / card.unit, found.points / 10 / card.unit) == expected


@pytest.mark.parametrize(("missing", "known"), [("redistribute", 80), ("neutral", 80), ("zero", 80), ("suppress", 40)])
def test_the_coverage_is_what_was_measured_however_it_is_weighed(missing: str, known: int) -> None:
    card = Scorecard("it", (*USE, *HELP), groups=GROUPS, missing=missing)
    assert known_of([800, None, 400, 600], card) / card.unit == known


@pytest.mark.parametrize(("combine", "expected"), [("weighted", 64.0), ("worst", 55.0)])
def test_the_worst_group_or_their_mean(combine: str, expected: float) -> None:
    card = Scorecard("it", (*USE, *HELP), groups=GROUPS, combine=combine)
    assert weigh([800, 500, 400, 600], (), card).score == expected
    worst_within = replace(card, groups=(replace(GROUPS[0], combine="worst"), GROUPS[1]))
    assert weigh([800, 500, 400, 600], (), worst_within).score == (52.0 if combine == "weighted" else 50.0)
