"""Bands set by hand: a CSM's word over the measured score, for a reason and until a day."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from cs_cli.domain import words
from cs_cli.domain.health import Band, Score
from cs_cli.domain.scorecard import FULL, Scorecard

if TYPE_CHECKING:
    from cs_cli.domain.account_health import Health

LONGEST_DAYS = 180
"""How far ahead a band set by hand may end."""
ENDED_DAYS = 7
"""For how many days the day's list says that a band set by hand has ended."""


class Override(NamedTuple):
    """A band set by hand: why, and from which day until which it holds, both included."""

    band: Band
    why: str
    since: date
    until: date


class ByHand(NamedTuple):
    """The override that stands over a score, and what the measures say."""

    band: Band
    why: str
    since: date
    until: date
    measured: float | None
    measured_band: Band

    @property
    def score(self) -> Score:
        """What the measures say."""
        return Score(self.measured, self.measured_band)


class Ended(NamedTuple):
    """An override that came to its last day, and the health of its account now."""

    account_id: int
    account: str
    override: Override
    now: Score


def overridden(score: Score, override: Override | None, card: Scorecard) -> Score:
    """`score` with the band set by hand and its number held within that band; without an override itself.

    Where nothing is measured there is no number to hold.
    """
    if override is None:
        return score
    value = None if score.score is None else held(score.score, override.band, card)
    return Score(value, override.band, ByHand(*override, score.score, score.band))


def held(value: float, band: Band, card: Scorecard) -> float:
    """A score of 0 to 100 moved as little as it takes to lie in `band`."""
    least, most = bounds(band, card)
    return min(max(value, float(least)), float(most))


def bounds(band: Band, card: Scorecard) -> tuple[int, int]:
    """The lowest and the highest whole score of a band that can be set by hand."""
    if band is Band.GREEN:
        return card.green_from, FULL
    return (card.yellow_from, card.green_from - 1) if band is Band.YELLOW else (0, card.yellow_from - 1)


def judged_over(
    judged: tuple[Score, str], override: Override | None, card: Scorecard, today: date
) -> tuple[Score, str]:
    """A score and its main reason as they are said under an override."""
    score = overridden(judged[0], override, card)
    return (score, reason_of(score.by_hand, today)) if score.by_hand else judged


def laid_over(health: "Health", override: Override | None) -> "Health":
    """The explained `health` as it is said under an override: its score, band and main reason; the arithmetic stays."""
    score = overridden(Score(health.score, health.band), override, health.card)
    if score.by_hand is None:
        return health
    reason = reason_of(score.by_hand, health.as_of)
    return replace(health, score=score.score, band=score.band, by_hand=score.by_hand, main_reason=reason)


def reason_of(by_hand: ByHand, today: date) -> str:
    """`set by hand until 4 Dec: board decides Friday (measured red 40)`."""
    until = words.near(by_hand.until, today)
    return f"set by hand until {until}: {by_hand.why} (measured {said(by_hand.score)})"


def step_of(score: Score, card: Scorecard, today: date) -> str:
    """The step after the arithmetic: `set by hand on 23 Nov: at yellow 50..74 → ▲ yellow 50, until Fri 4 Dec: why`."""
    by_hand = score.by_hand
    assert by_hand is not None  # noqa: S101  asked only of such a score
    least, most = bounds(by_hand.band, card)
    since, until = words.near(by_hand.since, today), words.dated(by_hand.until, today)
    kept = f"{score.band.glyph} {said(score)}"
    return f"set by hand on {since}: at {by_hand.band} {least}..{most} → {kept}, until {until}: {by_hand.why}"


def said(score: Score) -> str:
    """`red 40`, or `grey`."""
    return str(score.band) if score.whole is None or score.band is Band.GREY else f"{score.band} {score.whole}"
