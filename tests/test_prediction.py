"""The figures of a back-test: rates with intervals, the rank statistic, Brier score, lift, shares of a total."""

from itertools import product
from math import tanh

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.prediction import auc, brier, hanley_mcneil, lift, ranked, share_by, share_of, wilson
from cs_cli.domain.suggestion import apportioned

SCORES = st.lists(st.integers(0, 1000).map(lambda tenths: tenths / 10), min_size=1, max_size=40)
CASES = st.lists(st.tuples(st.integers(0, 100), st.booleans()), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("lost", "kept", "area"),
    [
        ([10, 20], [30, 40], 1),  # every lost one is lower
        ([30, 40], [10, 20], 0),
        ([50, 50], [50], 0.5),
        ([10, 40], [20, 40], 0.625),  # below both: 2; above one, level with one: 0.5; 2.5 of 4
    ],
)
def test_the_auc_is_the_share_of_pairs_in_which_the_lost_one_is_lower(lost, kept, area):
    assert auc(lost, kept) == area


@given(SCORES, SCORES)
def test_the_auc_counts_every_pair(lost, kept):
    pairs = [1 if one < other else 0.5 if one == other else 0 for one, other in product(lost, kept)]
    assert auc(lost, kept) == pytest.approx(sum(pairs) / len(pairs))


@given(SCORES, SCORES)
def test_the_auc_does_not_mind_how_the_scale_is_bent(lost, kept):
    def bent(scores):
        return [tanh(score / 100) * 7 - 3 for score in scores]

    assert auc(bent(lost), bent(kept)) == auc(lost, kept)


@given(SCORES, SCORES)
def test_turned_round_the_auc_is_what_is_left_of_one(lost, kept):
    assert auc([-one for one in lost], [-one for one in kept]) == pytest.approx(1 - auc(lost, kept))


@given(SCORES, st.integers(1, 30))
def test_what_is_the_same_everywhere_knows_nothing(scores, kept):
    assert auc([scores[0]] * len(scores), [scores[0]] * kept) == 0.5


def test_hanley_and_mcneils_own_example():
    # Hanley & McNeil 1982, Radiology 143: area 0.893, 51 abnormal, 58 normal: standard error 0.032
    low, high = hanley_mcneil(0.893, 51, 58)
    assert (high - low) / 2 == pytest.approx(1.96 * 0.032, abs=0.002)


@given(st.floats(0, 1), st.integers(1, 500), st.integers(1, 500))
def test_the_interval_of_an_auc_holds_it_and_stays_within_0_and_1(area, lost, kept):
    low, high = hanley_mcneil(area, lost, kept)
    assert 0 <= low <= area <= high <= 1


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),  # as in Brown, Cai and DasGupta 2001 and every table of Wilson's interval
        (1, 10, 0.0179, 0.4042),
        (5, 10, 0.2366, 0.7634),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_wilsons_interval(hits, of, low, high):
    assert wilson(hits / of, of) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(1, 10_000), st.data())
def test_wilsons_interval_holds_the_rate_and_stays_within_0_and_1(number, data):
    rate = data.draw(st.integers(0, number)) / number
    low, high = wilson(rate, number)
    assert 0 <= low <= rate <= high <= 1


def test_by_amount_one_large_decision_is_worth_less_than_many_small_ones():
    # 90 + 10 of which 10 lost: 10 %, as sure as (100)² ÷ (90² + 10²) = 1.22 decisions would be
    share = share_by([90, 10], [False, True])
    assert share is not None
    assert share.rate == 0.1
    assert share.effective == pytest.approx(1.2195, abs=1e-4)


@given(st.lists(st.booleans(), min_size=1, max_size=50), st.integers(1, 9_000))
def test_decisions_of_one_size_count_alike_by_amount_and_by_number(losses, size):
    by_amount, by_count = share_by([size] * len(losses), losses), share_of(losses)
    assert by_amount is not None
    assert by_count is not None
    assert by_amount.rate == pytest.approx(by_count.rate)
    assert by_amount.effective == pytest.approx(by_count.effective)


def test_there_is_no_share_of_nothing():
    assert share_of([]) is None
    assert share_by([], []) is None


def test_the_brier_score_of_a_sure_forecast_is_0_when_right_and_1_when_wrong():
    assert brier([(1.0, True), (0.0, False)]) == 0
    assert brier([(1.0, False), (0.0, True)]) == 1
    assert brier([(0.7, True), (0.2, False)]) == pytest.approx((0.09 + 0.04) / 2)


@given(st.lists(st.lists(st.booleans(), min_size=1, max_size=20), min_size=1, max_size=6))
def test_forecasts_that_come_true_are_never_worse_than_the_base_rate(groups):
    every = [came for group in groups for came in group]
    base = sum(every) / len(every)
    calibrated = [(sum(group) / len(group), came) for group in groups for came in group]
    assert brier(calibrated) <= brier((base, came) for came in every) + 1e-12


@given(CASES, st.randoms())
def test_the_order_of_rows_is_irrelevant(cases, dice):
    mixed = cases[:]
    dice.shuffle(mixed)
    before, after = ([list(column) for column in zip(*of, strict=True)] for of in (cases, mixed))
    assert ranked(*before) == ranked(*after)
    assert lift(*before) == lift(*after)


def test_lift_compares_the_worst_third_with_the_rest():
    # by points: 10 lost, 20 kept | 60 kept, 70 lost, 80 kept, 90 kept → 50 % against 25 %
    found = lift([60, 10, 90, 20, 70, 80], [False, True, False, False, True, False])
    assert found is not None
    assert (found.worst.rate, found.rest.rate, found.up_to, found.ratio) == (0.5, 0.25, 20, 2)


@pytest.mark.parametrize(
    ("points", "up_to"),
    [
        ([0, 0, 0, 50, 100], 0),  # all that are level at the edge are in the third
        ([0, 100, 100, 100, 100, 100], 0),  # the third would hold everything: only what lies below its edge
    ],
)
def test_ties_at_the_edge_of_the_worst_third(points, up_to):
    found = lift(points, [True] + [False] * (len(points) - 1))
    assert found is not None
    assert found.up_to == up_to
    assert found.ratio is None  # of the rest nothing was lost


@pytest.mark.parametrize("points", [[], [50], [50, 50, 50]])
def test_where_all_points_are_the_same_there_is_no_worst_third(points):
    assert lift(points, [True] * len(points)) is None


@pytest.mark.parametrize("losses", [[True, True], [False, False]])
def test_without_lost_or_without_kept_ones_nothing_can_be_ranked(losses):
    assert ranked([10, 20], losses) is None


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=12), st.integers(0, 300))
def test_shares_of_a_total_are_whole_and_together_the_total(parts, total):
    found = apportioned(parts, total)
    assert sum(found) == (total if any(part > 0 for part in parts) else 0)
    assert all(share == 0 for part, share in zip(parts, found, strict=True) if part <= 0)


def test_the_largest_remainders_are_served_first():
    assert apportioned([1, 1, 1, -2], 100) == [34, 33, 33, 0]
    assert apportioned([5, 3], 10) == [6, 4]  # 6.25 and 3.75
