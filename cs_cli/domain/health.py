"""Health: points x weights of what is known, caps, and a band. The only place that scores.

`score` answers for one account, `verdicts` for many, `taken` for the record; `domain.explanation` prints the same
arithmetic. What a band of yesterday does to that of today is in `domain.holding`.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cs_cli.domain.caps import holds
from cs_cli.domain.curves import ByAge, Words
from cs_cli.domain.health_facts import HealthFacts
from cs_cli.domain.scorecard import FULL, Measure, Scorecard, curve_of, half_up
from cs_cli.domain.signals import signal_of
from cs_cli.domain.weighing import (
    TENTHS,
    Given,
    is_covered,
    known_of,
    limit_with_neutral,
    limit_without_contact,
    sums,
    value_of,
)

if TYPE_CHECKING:
    from cs_cli.domain.overrides import ByHand


class Band(StrEnum):
    """The band of a score, the worst first; grey is too little data."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"

    @property
    def glyph(self) -> str:
        """The sign that stands beside the word, so that nothing relies on colour."""
        return {"red": "■", "yellow": "▲", "green": "●", "grey": "○"}[self.value]


class Score(NamedTuple):
    """A score, 0 to 100 and unrounded (None where nothing is known), its band, and what was set by hand."""

    score: float | None
    band: Band
    by_hand: "ByHand | None" = None

    @property
    def tenths(self) -> float | None:
        """The score with one decimal, half up, as JSON has it."""
        return None if self.score is None else half_up(self.score, 1)

    @property
    def whole(self) -> int | None:
        """The score as people see it, half up."""
        return None if self.score is None else int(half_up(self.score))


class Verdict(NamedTuple):
    """The score of one day by itself: what it is, its band without caps, and what the lowest cap allows at most."""

    score: float | None
    free: Band
    at_most: int | None = None


class Snapshot(NamedTuple):
    """A score with what it rests on: the share of the weights that was known (%), each measure's points and value."""

    score: float | None
    band: Band
    coverage: float
    points: dict[str, float]
    values: dict[str, float | str]


def score(facts: HealthFacts, card: Scorecard, today: date) -> Score:
    """The health of one account on `today` by `card`, whatever it was the day before."""
    return banded(verdict_of(given_by(facts, card, today), facts, card, today), card)


def verdicts(facts: Mapping[int, HealthFacts], card_of: Callable[[int], Scorecard], today: date) -> dict[int, Verdict]:
    """The verdict of a day on many accounts, each by the scorecard that `card_of` gives for its id."""
    found = {}
    for account_id, known in facts.items():
        card = card_of(account_id)
        found[account_id] = verdict_of(given_by(known, card, today), known, card, today)
    return found


def banded(verdict: Verdict, card: Scorecard, held: Band | None = None) -> Score:
    """The score with its band, held at `held` where that is said; a cap acts at once."""
    band = held or verdict.free
    if verdict.at_most is None or band is Band.GREY:
        return Score(verdict.score, band)
    return Score(verdict.score, worse(band, band_of(verdict.at_most, card)))


def worse(one: Band, other: Band) -> Band:
    """The worse of two bands that are not grey."""
    order = tuple(Band)
    return min(one, other, key=order.index)


def taken(facts: HealthFacts, card: Scorecard, today: date, held: Band | None = None) -> Snapshot:
    """The health of one account on `today` by `card`, as it is recorded."""
    given = given_by(facts, card, today)
    found = banded(verdict_of(given, facts, card, today), card, held)
    points, values = {}, {}
    for measure, tenths in zip(card.measures, given, strict=True):
        signal = None if tenths is None else signal_of(measure, facts, today)
        if tenths is not None and signal is not None:
            points[measure.name], values[measure.name] = tenths / TENTHS, signal[0]
    coverage = FULL * known_of(given, card) / (card.total_weight * card.unit)
    return Snapshot(found.score, found.band, coverage, points, values)


def ceilings(facts: HealthFacts, card: Scorecard, today: date) -> list[int]:
    """What the caps that hold allow at most."""
    return [cap.at_most for cap in card.caps if holds(cap, facts, card, today)]


def given_by(facts: HealthFacts, card: Scorecard, today: date) -> list[int | None]:
    """The points of each measure of the card in whole tenths, None where it is missing."""
    return [tenths_of(measure, facts, today) for measure in card.measures]


def tenths_of(measure: Measure, facts: HealthFacts, today: date) -> int | None:
    """The points of one measure in whole tenths, 0 to 1000; None where it is missing."""
    signal = signal_of(measure, facts, today)
    if signal is None:
        return None
    points = points_of(measure, signal[0], facts, today)
    return None if points is None else int(points * TENTHS + 0.5 + 1e-9)


def points_of(measure: Measure, value: float | str, facts: HealthFacts, today: date) -> float | None:
    """The points of a value of `measure` for that customer, unrounded; None where no curve holds it."""
    rule = measure.rule
    curve = curve_of(measure, facts.months_on(today)) if isinstance(rule, ByAge) else rule
    if isinstance(value, str):
        return curve.points_of(value) if isinstance(curve, Words) else None
    return None if curve is None or isinstance(curve, Words) else curve.points(value)


def verdict_of(given: Given, facts: HealthFacts, card: Scorecard, today: date) -> Verdict:
    """What points give: score, band without caps, the lowest cap.

    What would be green stays one point below it unless it is green too with every missing measure at 50, and without
    contact.
    """
    return weigh(given, ceilings(facts, card, today), card, is_young=is_young(facts, card, today))


def weigh(given: Given, at_most: Iterable[int], card: Scorecard, *, is_young: bool = False) -> Verdict:
    """What points give where the score may be `at_most` each of these."""
    found = sums(given, card)
    if not found.weight:
        return Verdict(None, Band.GREY)
    value = value_of(found, card)
    if value > card.green_from - 1:
        limits = limit_with_neutral(given, card), limit_without_contact(given, card)
        value = min([value, *(limit for limit in limits if limit is not None)])
    lowest = min(at_most, default=None)
    free = band_of(value, card) if is_covered(given, card) and not is_young else Band.GREY
    return Verdict(value if lowest is None else min(value, float(lowest)), free, lowest)


def is_young(facts: HealthFacts, card: Scorecard, today: date) -> bool:
    """Whether an account is in its first days, in which the card gives no band."""
    since = facts.customer_since
    return card.grey_first_days > 0 and since is not None and (today - since).days < card.grey_first_days


def band_of(value: float, card: Scorecard) -> Band:
    """The band of an unrounded score."""
    if value >= card.green_from:
        return Band.GREEN
    return Band.YELLOW if value >= card.yellow_from else Band.RED
