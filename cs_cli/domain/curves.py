"""Curves: how a value gives 0 to 100 points.

Linear between points, bands, half-life, words, and any of them by the customer's age in months.
"""

from bisect import bisect_right
from dataclasses import dataclass

FULL = 100
TREND_BANDS = ((-50, True, 0), (-25, True, 25), (-10, True, 50), (10, False, 75), (None, False, 100))
"""The bands of a change on its own base: upper end, with it or without, points (decision 12 of this project)."""


@dataclass(frozen=True, slots=True)
class Linear:
    """0 points at `zero_at`, 100 at `full_at`, straight in between; either may be the larger."""

    zero_at: float
    full_at: float

    def points(self, value: float) -> float:
        """The points of `value`, 0 to 100."""
        return min(max(FULL * (value - self.zero_at) / (self.full_at - self.zero_at), 0), FULL)

    def told(self, value: float, unit: str) -> str:
        """The rule as --explain prints it: `20%→0 … 80%→100`."""
        del value
        return f"{self.zero_at:g}{unit}→0 … {self.full_at:g}{unit}→100"


@dataclass(frozen=True, slots=True)
class Points:
    """Straight lines between `knots`, each a value and its points, the values going up; level beyond both ends."""

    knots: tuple[tuple[float, float], ...]

    def points(self, value: float) -> float:
        """The points of `value`, 0 to 100."""
        (low, before), (high, after) = self._between(value)
        return before if high == low else before + (after - before) * (value - low) / (high - low)

    def told(self, value: float, unit: str) -> str:
        """The line that the value lies on, as --explain prints it: `50%→60 … 80%→100`."""
        (low, before), (high, after) = self._between(value)
        if low == high:
            return f"{'up to' if low == self.knots[0][0] else 'from'} {low:g}{unit} → {before:g}"
        return f"{low:g}{unit}→{before:g} … {high:g}{unit}→{after:g}"

    def _between(self, value: float) -> tuple[tuple[float, float], tuple[float, float]]:
        """The two knots around a value; beyond an end it is that knot twice."""
        at = bisect_right(self.knots, value, key=_value)
        return self.knots[max(at - 1, 0)], self.knots[min(at, len(self.knots) - 1)]


def _value(knot: tuple[float, float]) -> float:
    return knot[0]


@dataclass(frozen=True, slots=True)
class Recency:
    """100 points today, half as many every `half_life_days`; the value is an age in days."""

    half_life_days: int

    def points(self, value: float) -> float:
        """The points of something `value` days ago, 0 to 100."""
        return float(FULL * 0.5 ** (value / self.half_life_days))

    def told(self, value: float, unit: str) -> str:
        """The rule as --explain prints it: `halves every 45d`."""
        del value, unit
        return f"halves every {self.half_life_days}d"


@dataclass(frozen=True, slots=True)
class Step:
    """Up to `bound` (with it where `inclusive`, anything where None) a value gets `points`."""

    bound: float | None
    inclusive: bool
    points: float

    def holds(self, value: float) -> bool:
        """Whether `value` lies below this band's upper end."""
        return self.bound is None or value < self.bound or (self.inclusive and value == self.bound)


@dataclass(frozen=True, slots=True)
class Bands:
    """The points of the first band that holds the value; the last holds everything."""

    steps: tuple[Step, ...]

    def points(self, value: float) -> float:
        """The points of `value`, 0 to 100."""
        return self._step(value)[1].points

    def told(self, value: float, unit: str) -> str:
        """The band of `value` as --explain prints it: `4 to 6 → 50`, `up to -50% → 0`, `over 10 → 0`."""
        before, step = self._step(value)
        low = None if before is None or before.bound is None else f"{before.bound:g}{unit}"
        high = None if step.bound is None else f"{'' if step.inclusive else '<'}{step.bound:g}{unit}"
        if high is None:
            span = "any" if low is None else f"over {low}" if before and before.inclusive else f"from {low}"
        else:
            span = f"up to {high}" if low is None else f"{low} to {high}"
        return f"{span} → {step.points:g}"

    def _step(self, value: float) -> tuple[Step | None, Step]:
        before = None
        for step in self.steps:
            if step.holds(value):
                return before, step
            before = step
        raise AssertionError("the last band has no bound")


TREND = Bands(tuple(Step(*each) for each in TREND_BANDS))


@dataclass(frozen=True, slots=True)
class Words:
    """The points of a word; one that stands nowhere gives none, so its measure is missing."""

    by_word: tuple[tuple[str, float], ...]

    def points_of(self, word: str) -> float | None:
        """The points of `word`, 0 to 100, or None."""
        return dict(self.by_word).get(word)

    def told_of(self, word: str) -> str:
        """The rule as --explain prints it: `overdue → 0`."""
        return f"{word} → {self.points_of(word):g}"


Curve = Linear | Points | Recency | Bands


@dataclass(frozen=True, slots=True)
class ByAge:
    """A curve from each age of the customer on, in whole months, the ages going up; before the first there is none."""

    ages: tuple[tuple[int, Curve], ...]

    def at(self, months: int | None) -> Curve | None:
        """The curve of a customer of that age; None where they are too young, or nobody knows since when."""
        found = None
        for from_month, curve in self.ages:
            if months is not None and months >= from_month:
                found = curve
        return found


Rule = Curve | Words | ByAge
