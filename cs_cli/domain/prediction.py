"""How well a number predicts a loss: rates with their intervals, the rank statistic, Brier score, lift.

Everything is counted from pairs of a number and whether a loss followed. Source of the rules: docs/health.md, Does it
predict?
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from math import sqrt
from statistics import NormalDist, fmean
from typing import NamedTuple

SURE = 0.95
"""How sure every interval here is."""
_Z = NormalDist().inv_cdf((1 + SURE) / 2)
CHANCE = 0.5
"""The AUC of what knows nothing."""
_THIRD = 3


class Interval(NamedTuple):
    """From where to where the true value lies, 95 times of 100."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        """Whether `value` is in it."""
        return self.low <= value <= self.high


class Share(NamedTuple):
    """`hits` of `base`, both counts or both amounts; `effective` is how many decisions of one size that is worth."""

    hits: float
    base: float
    effective: float

    @property
    def rate(self) -> float:
        """The quotient; of a base over 0."""
        return self.hits / self.base

    @property
    def interval(self) -> Interval:
        """Wilson's interval of the rate; of a base over 0."""
        return wilson(self.rate, self.effective)


class Ranked(NamedTuple):
    """An AUC with Hanley and McNeil's interval."""

    auc: float
    interval: Interval


class Lift(NamedTuple):
    """Losses among the worst third by a number, and among the rest; `up_to` is the largest number of the third."""

    worst: Share
    rest: Share
    up_to: float

    @property
    def ratio(self) -> float | None:
        """How many times as often the worst third is lost; None where of the rest nothing was."""
        return self.worst.rate / self.rest.rate if self.rest.hits else None


def share_of(losses: Sequence[bool]) -> Share | None:
    """How many of the decisions were losses; None without one."""
    return Share(sum(losses), len(losses), len(losses)) if losses else None


def share_by(weights: Sequence[float], losses: Sequence[bool]) -> Share | None:
    """What share of the `weights` was lost; None without any.

    As many decisions of one size are worth as much as these: (Σ weight)² ÷ Σ weight² (Kish).
    """
    total, squares = sum(weights), sum(weight * weight for weight in weights)
    if not total:
        return None
    lost = sum(weight for weight, is_lost in zip(weights, losses, strict=True) if is_lost)
    return Share(lost, total, total * total / squares)


def wilson(rate: float, number: float) -> Interval:
    """The 95 % score interval of a rate seen in so many cases (more than 0), within 0 to 1. Source: Wilson 1927."""
    spread = _Z * _Z / number
    middle = (rate + spread / 2) / (1 + spread)
    half = _Z * sqrt(rate * (1 - rate) / number + spread / (4 * number)) / (1 + spread)
    return Interval(max(0.0, min(rate, middle - half)), min(1.0, max(rate, middle + half)))


def ranked(numbers: Sequence[float], losses: Sequence[bool]) -> Ranked | None:
    """How well low `numbers` go with losses; None where nothing, or everything, was lost."""
    lost = [number for number, is_lost in zip(numbers, losses, strict=True) if is_lost]
    kept = sorted(number for number, is_lost in zip(numbers, losses, strict=True) if not is_lost)
    if not lost or not kept:
        return None
    area = auc(lost, kept)
    return Ranked(area, hanley_mcneil(area, len(lost), len(kept)))


def auc(lost: Sequence[float], kept: Sequence[float]) -> float:
    """Of all pairs of a lost and a kept one, the share in which the lost one has the lower number; ties half."""
    higher = sorted(kept)
    twice = sum(2 * len(higher) - bisect_left(higher, one) - bisect_right(higher, one) for one in lost)
    return twice / (2 * len(lost) * len(higher))


def hanley_mcneil(area: float, lost: int, kept: int) -> Interval:
    """The 95 % interval of an AUC from so many lost and kept, within 0 to 1. Source: Hanley and McNeil 1982."""
    both_lost, both_kept = area / (2 - area), 2 * area * area / (1 + area)
    own = area * (1 - area)
    variance = own + (lost - 1) * (both_lost - area * area) + (kept - 1) * (both_kept - area * area)
    half = _Z * sqrt(max(0.0, variance) / (lost * kept))
    return Interval(max(0.0, area - half), min(1.0, area + half))


def brier(forecasts: Iterable[tuple[float, bool]]) -> float:
    """The mean square of a forecast's distance from what came (1 lost, 0 kept); of at least one. Source: Brier 1950."""
    return fmean((said - came) ** 2 for said, came in forecasts)


def lift(numbers: Sequence[float], losses: Sequence[bool]) -> Lift | None:
    """Losses in the third with the lowest `numbers` against the rest; None where all are the same.

    All that share the number at the third's edge are in it, unless nothing would be left to compare with.
    """
    low, high = min(numbers, default=0), max(numbers, default=0)
    if low == high:
        return None
    inside = sorted(numbers)
    edge = inside[(len(inside) - 1) // _THIRD]
    up_to = edge if edge < high else max(number for number in inside if number < high)
    pairs = list(zip(numbers, losses, strict=True))
    worst = share_of([is_lost for number, is_lost in pairs if number <= up_to])
    rest = share_of([is_lost for number, is_lost in pairs if number > up_to])
    return Lift(worst, rest, up_to) if worst and rest else None
