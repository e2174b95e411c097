"""Health: points x weights of what is known, caps, and a band. The only place that scores.

`score` answers for one account, `scores` for many, `taken` for the record; `domain.explanation` prints the same
arithmetic. Points are rounded to a tenth before they are weighed, so that the printed figures give the printed score.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from cs_cli.domain.health_facts import HealthFacts
from cs_cli.domain.scorecard import CONTACT, FULL, Measure, Scorecard, half_up
from cs_cli.domain.signals import holds, signal_of

if TYPE_CHECKING:
    from cs_cli.domain.overrides import ByHand

NEUTRAL_TENTHS = 500
TENTHS = 10


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


class Snapshot(NamedTuple):
    """A score with what it rests on: the share of the weights that was known (%), the points of each measure."""

    score: float | None
    band: Band
    coverage: float
    points: dict[str, float]


class Tally(NamedTuple):
    """Weighed points (in tenths) and their weights; of everything measured, and of that without contact."""

    points: int
    weight: int
    hard_points: int
    hard_weight: int


def score(facts: HealthFacts, card: Scorecard, today: date) -> Score:
    """The health of one account on `today` by `card`."""
    return scorer(card, today)(facts)


def scorer(card: Scorecard, today: date) -> Callable[[HealthFacts], Score]:
    """The function that gives the health of an account on `today` by `card`, for scoring many."""
    total = card.total_weight

    def score_of(facts: HealthFacts) -> Score:
        tally = tally_of([tenths_of(measure, facts, today) for measure in card.measures], card.measures)
        return weigh(tally, ceilings(facts, card, today), card, total)

    return score_of


def taken(facts: HealthFacts, card: Scorecard, today: date) -> Snapshot:
    """The health of one account on `today` by `card`, as it is recorded."""
    tenths = [tenths_of(measure, facts, today) for measure in card.measures]
    tally = tally_of(tenths, card.measures)
    found = weigh(tally, ceilings(facts, card, today), card, card.total_weight)
    points = {m.input: given / TENTHS for m, given in zip(card.measures, tenths, strict=True) if given is not None}
    return Snapshot(found.score, found.band, FULL * tally.weight / card.total_weight, points)


def ceilings(facts: HealthFacts, card: Scorecard, today: date) -> list[int]:
    """What the caps that hold allow at most."""
    return [cap.at_most for cap in card.caps if holds(cap, facts, today)]


def scores(facts: dict[int, HealthFacts], card_of: Callable[[int], Scorecard], today: date) -> dict[int, Score]:
    """The health of many accounts, each by the scorecard that `card_of` gives for its id."""
    by_card: dict[int, Callable[[HealthFacts], Score]] = {}
    found = {}
    for account_id, known in facts.items():
        card = card_of(account_id)
        if (score_of := by_card.get(id(card))) is None:
            score_of = by_card[id(card)] = scorer(card, today)
        found[account_id] = score_of(known)
    return found


def tenths_of(measure: Measure, facts: HealthFacts, today: date) -> int | None:
    """The points of one measure in whole tenths, 0 to 1000; None where it is missing."""
    signal = signal_of(measure, facts, today)
    return None if signal is None else int(measure.rule.points(signal[0]) * TENTHS + 0.5 + 1e-9)


def tally_of(tenths: Sequence[int | None], measures: Iterable[Measure]) -> Tally:
    """The points that there are, weighed; a missing one takes its weight along."""
    points = weight = hard_points = hard_weight = 0
    for given, measure in zip(tenths, measures, strict=True):
        if given is not None:
            points += given * measure.weight
            weight += measure.weight
            if measure.input not in CONTACT:
                hard_points += given * measure.weight
                hard_weight += measure.weight
    return Tally(points, weight, hard_points, hard_weight)


def weigh(tally: Tally, at_most: Sequence[int], card: Scorecard, total: int) -> Score:
    """The score and band of a tally that may be `at_most` each of these; `total` is the card's whole weight.

    What would be green stays one point below it unless it is green too with every missing measure at 50, and
    without contact.
    """
    if not tally.weight:
        return Score(None, Band.GREY)
    value = tally.points / (tally.weight * TENTHS)
    if value >= card.green_from and not (stays_green(tally, card, total) and earns_green(tally, card)):
        value = card.green_from - 1
    value = min(value, float(min(at_most))) if at_most else value
    return Score(value, band_of(value, card) if is_covered(tally, card, total) else Band.GREY)


def stays_green(tally: Tally, card: Scorecard, total: int) -> bool:
    """Whether the score is green with every missing measure at a neutral 50."""
    return tally.points + NEUTRAL_TENTHS * (total - tally.weight) >= card.green_from * TENTHS * total


def earns_green(tally: Tally, card: Scorecard) -> bool:
    """Whether the score is green without contact: contact can cost points for silence, not earn green."""
    return tally.hard_weight > 0 and tally.hard_points >= card.green_from * TENTHS * tally.hard_weight


def is_covered(tally: Tally, card: Scorecard, total: int) -> bool:
    """Whether enough of the weights could be measured for a band."""
    return tally.weight * 100 >= card.coverage_from * total


def band_of(value: float, card: Scorecard) -> Band:
    """The band of an unrounded score."""
    if value >= card.green_from:
        return Band.GREEN
    return Band.YELLOW if value >= card.yellow_from else Band.RED
