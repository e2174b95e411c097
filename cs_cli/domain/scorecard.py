"""A scorecard: what is measured, how points are given, how much they weigh, what caps the score."""

import zlib
from dataclasses import astuple, dataclass
from math import floor

MEASURES = ("seats_used", "usage_trend", "features_used", "tickets", "two_way", "sponsor", "nps", "csat")
CONTACT = frozenset({"two_way", "sponsor"})
SURVEYS = frozenset({"nps", "csat"})
CAPS = ("severe_ticket", "not_activated", "auto_renew_off")
FULL = 100


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


Rule = Linear | Recency | Bands


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: the input it reads, how that gives points, its weight, when it is too old to count."""

    input: str
    weight: int
    rule: Rule
    expires_after_days: int | None = None
    min_answers: int = 1


@dataclass(frozen=True, slots=True)
class Cap:
    """A fact that holds the score at `at_most`, once it is older than `after_days`."""

    when: str
    at_most: int
    after_days: int = 0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What scores an account; `segments` names whom it serves, none means everybody else."""

    name: str
    measures: tuple[Measure, ...]
    caps: tuple[Cap, ...] = ()
    green_from: int = 75
    yellow_from: int = 50
    coverage_from: int = 70
    segments: tuple[str, ...] = ()

    @property
    def total_weight(self) -> int:
        """The sum of all weights, measured or not."""
        return sum(measure.weight for measure in self.measures)

    @property
    def weight_for_a_band(self) -> int:
        """How much of the weights must be measured for a band."""
        return -(-self.coverage_from * self.total_weight // FULL)

    @property
    def fingerprint(self) -> str:
        """Four hex digits that change with any setting."""
        rules = [type(measure.rule).__name__ for measure in self.measures]
        return f"{zlib.crc32(repr((rules, astuple(self))).encode()):08x}"[:4]


def half_up(value: float, decimals: int = 0) -> float:
    """`value` (not negative) rounded half up, as people do it by hand: 56.05 → 56.1."""
    scale: int = 10**decimals
    return floor(value * scale + 0.5 + 1e-9) / scale
