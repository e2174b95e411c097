"""A back-test: what became of the accounts whose health was so on the day they were looked at.

Rates are told from 50 losses and twelve months on. Source of the rules: docs/health.md, Does it predict?
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from statistics import fmean
from typing import NamedTuple

from cs_cli.domain.calendar import months_between
from cs_cli.domain.decisions import Decision, Outcome
from cs_cli.domain.health import Band, Snapshot
from cs_cli.domain.prediction import CHANCE, Lift, Ranked, Share, brier, lift, ranked, share_by, share_of
from cs_cli.domain.scorecard import Scorecard

FEWEST_LOSSES, FEWEST_MONTHS = 50, 12
"""From so many losses and months on a rate is told."""
PREDICTIVE_FROM = 3
"""So many times the loss rate of green that of red must be."""


class Observation(NamedTuple):
    """A decision, and the health of its account on the day it was looked at: without caps and bands set by hand."""

    decision: Decision
    health: Snapshot

    @property
    def is_graded(self) -> bool:
        """Whether enough was known for a band."""
        return self.health.band is not Band.GREY


class BandRow(NamedTuple):
    """What became of those in a band; `by_arr` by currency, in minor units."""

    band: Band
    decisions: int
    lost: int
    downgraded: int
    share: Share | None
    by_arr: dict[str, Share]


class Bin(NamedTuple):
    """A band as a forecast: the loss rate it had in the earlier half, and what came in the later one."""

    band: Band
    predicted: float
    came: Share


class Calibration(NamedTuple):
    """The forecasts of the later half (from `split_on`) by the rates of the earlier one, and their Brier scores."""

    split_on: date
    earlier: int
    later: int
    base_rate: float
    bins: list[Bin]
    brier: float
    base: float


class MeasureRow(NamedTuple):
    """What one measure's points say of the losses; `why` it did not matter, or nothing where it did."""

    measure: str
    known: int
    missing: int
    ranked: Ranked | None
    lift: Lift | None
    why: str

    @property
    def matters(self) -> bool:
        """Whether it told lost ones from kept ones, in either direction."""
        return not self.why

    @property
    def is_reversed(self) -> bool:
        """Whether more points went with more losses."""
        return self.matters and self.ranked is not None and self.ranked.auc < CHANCE


@dataclass(frozen=True)
class Backtest:
    """What the observations, in order of their decisions, say about a scorecard with these `measures`."""

    observations: Sequence[Observation]
    measures: Sequence[str]

    @property
    def lost(self) -> int:
        """How many decisions were losses."""
        return sum(_losses(self.observations))

    @property
    def downgraded(self) -> int:
        """How many were renewed for less."""
        return sum(one.decision.outcome is Outcome.DOWNGRADED for one in self.observations)

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of a decision."""
        if not self.observations:
            return None
        return self.observations[0].decision.decide_on, self.observations[-1].decision.decide_on

    @property
    def months(self) -> int:
        """The whole months from the first decision to the last, both days included."""
        if self.days is None:
            return 0
        first, after = self.days[0], self.days[1] + timedelta(1)
        return months_between(first, after) - (after.day < first.day)

    @property
    def is_enough(self) -> bool:
        """Whether it is enough to tell a rate."""
        return self.lost >= FEWEST_LOSSES and self.months >= FEWEST_MONTHS

    @cached_property
    def graded(self) -> list[Observation]:
        """Those that had a band."""
        return [one for one in self.observations if one.is_graded]

    @cached_property
    def bands(self) -> list[BandRow]:
        """A row for each band, grey the last."""
        return [_band_row(band, [one for one in self.observations if one.health.band is band]) for band in Band]

    @property
    def red_to_green(self) -> tuple[Share, Share] | None:
        """The loss rates of red and of green; None where one of them has no decision."""
        shares = {row.band: row.share for row in self.bands}
        red, green = shares[Band.RED], shares[Band.GREEN]
        return (red, green) if red and green else None

    @property
    def is_predictive(self) -> bool | None:
        """Whether red is lost at least three times as often as green; None where that cannot be told."""
        if not self.is_enough or self.red_to_green is None:
            return None
        red, green = self.red_to_green
        return red.rate > 0 and red.hits * green.base >= PREDICTIVE_FROM * green.hits * red.base

    @property
    def ratio(self) -> float | None:
        """How many times as often red is lost; None where green never is."""
        if self.red_to_green is None or not self.red_to_green[1].hits:
            return None
        return self.red_to_green[0].rate / self.red_to_green[1].rate

    @property
    def ranked(self) -> Ranked | None:
        """The AUC of the score, of those that had a band."""
        return ranked([one.health.score or 0.0 for one in self.graded], _losses(self.graded))

    @cached_property
    def calibration(self) -> Calibration | None:
        """Forecasts learned on the earlier half and judged on the later; None where all decisions are of one day."""
        return _calibration(self.graded)

    @cached_property
    def by_measure(self) -> list[MeasureRow]:
        """A row for each measure, in the card's order."""
        return [_measure_row(measure, self.observations) for measure in self.measures]


@dataclass(frozen=True, slots=True)
class Tested:
    """A back-test of the scorecards `cards`, so many days before each decision.

    Left out of it are decisions without a recorded outcome, and those of accounts that were no customers yet.
    """

    backtest: Backtest
    cards: tuple[Scorecard, ...]
    days_before: int
    unresolved: int
    too_new: int


def _losses(observations: Iterable[Observation]) -> list[bool]:
    return [one.decision.is_lost for one in observations]


def _band_row(band: Band, of: Sequence[Observation]) -> BandRow:
    downgraded = sum(one.decision.outcome is Outcome.DOWNGRADED for one in of)
    losses = _losses(of)
    return BandRow(band, len(of), sum(losses), downgraded, share_of(losses), _by_arr(of))


def _by_arr(of: Iterable[Observation]) -> dict[str, Share]:
    """What share of the ARR at stake was lost, by currency."""
    by_currency: dict[str, list[Decision]] = {}
    for one in of:
        by_currency.setdefault(one.decision.currency, []).append(one.decision)
    shares = {
        currency: share_by([one.arr_minor for one in decisions], [one.is_lost for one in decisions])
        for currency, decisions in sorted(by_currency.items())
    }
    return {currency: share for currency, share in shares.items() if share is not None}


def halves(observations: Sequence[Observation]) -> tuple[list[Observation], list[Observation]]:
    """The earlier and the later half by the day of the decision; those of one day stay together."""
    if not observations:
        return [], []
    split_on = observations[len(observations) // 2].decision.decide_on
    return (
        [one for one in observations if one.decision.decide_on < split_on],
        [one for one in observations if one.decision.decide_on >= split_on],
    )


def _calibration(graded: Sequence[Observation]) -> Calibration | None:
    earlier, later = halves(graded)
    base = share_of(_losses(earlier))
    if base is None:
        return None
    learned = {band: _rate_of(earlier, band, base.rate) for band in Band}
    bins = [
        Bin(band, learned[band], came)
        for band in Band
        if (came := share_of([one.decision.is_lost for one in later if one.health.band is band])) is not None
    ]
    return Calibration(
        later[0].decision.decide_on,
        len(earlier),
        len(later),
        base.rate,
        bins,
        brier((learned[one.health.band], one.decision.is_lost) for one in later),
        brier((base.rate, one.decision.is_lost) for one in later),
    )


def _rate_of(earlier: Iterable[Observation], band: Band, otherwise: float) -> float:
    losses = [one.decision.is_lost for one in earlier if one.health.band is band]
    return fmean(losses) if losses else otherwise


def _measure_row(measure: str, observations: Sequence[Observation]) -> MeasureRow:
    known = [one for one in observations if measure in one.health.points]
    points, losses = [one.health.points[measure] for one in known], _losses(known)
    found = ranked(points, losses)
    why = _why_not(points, found)
    return MeasureRow(measure, len(known), len(observations) - len(known), found, lift(points, losses), why)


def _why_not(points: Sequence[float], found: Ranked | None) -> str:
    """Why a measure did not matter; "" where it did."""
    if not points:
        return "never known"
    if min(points) == max(points):
        return f"always {points[0]:g} points"
    if found is None:
        return "known of kept or of lost ones only"
    return "its interval holds 0.5" if found.interval.holds(CHANCE) else ""


Look = Callable[[Sequence[int], date], dict[int, Snapshot]]
"""Who looks at the health of accounts (by row id) on a day."""


def observed(decisions: Iterable[Decision], look: Look) -> list[Observation]:
    """The decisions, each with the health of its account on the day it is looked at; a look a day."""
    every = list(decisions)
    by_day: dict[date, dict[int, None]] = {}
    for decision in every:
        by_day.setdefault(decision.looked_on, {})[decision.account_id] = None
    seen = {day: look(list(ids), day) for day, ids in by_day.items()}
    return [Observation(one, seen[one.looked_on][one.account_id]) for one in every]
