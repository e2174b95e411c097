"""The arithmetic of a score: points of measures into lines, lines into one figure, and what of it could be measured.

Everything is exact: points are whole tenths, weights whole numbers. A group's points are rounded to a tenth (or, where
the card says so, to a whole) before they are weighed, so that the printed figures give the printed score.
"""

from collections.abc import Sequence
from typing import NamedTuple

from cs_cli.domain.scorecard import Line, Scorecard, half_up

TENTHS = 10
NEUTRAL_TENTHS = 500
Given = Sequence[int | None]
"""The points of each measure of a card in whole tenths, 0 to 1000; None where it is missing."""


class Sums(NamedTuple):
    """Weighed points (in tenths) and their weights, in the card's `unit`."""

    points: int
    weight: int

    @property
    def value(self) -> float:
        """The quotient, 0 to 100; of at least one line."""
        return self.points / (self.weight * TENTHS)


def sums(given: Given, card: Scorecard, *, is_neutral: bool = False) -> Sums:
    """The lines of `card` that have points, summed up; `is_neutral` counts what is missing as 50 points."""
    if card.is_plain:
        return _plain(given, card.shares, NEUTRAL_TENTHS if is_neutral else None)
    weighed = [
        (tenths, weight) for line in card.lines for tenths, weight in [weighed_line(line, given, card, is_neutral)]
    ]
    present = [(tenths, weight) for tenths, weight in weighed if tenths is not None and weight]
    if card.combine == "worst":
        return Sums(min(tenths for tenths, _ in present), 1) if present else Sums(0, 0)
    return Sums(sum(tenths * weight for tenths, weight in present), sum(weight for _, weight in present))


def _plain(given: Given, weights: Sequence[int], missing: int | None = None) -> Sums:
    """The sums of a plain card, of which each measure is a line; `missing` are the points of what is not known."""
    known = [
        (missing if tenths is None else tenths, weight)
        for tenths, weight in zip(given, weights, strict=True)
        if tenths is not None or missing is not None
    ]
    return Sums(sum([(tenths or 0) * weight for tenths, weight in known]), sum([weight for _, weight in known]))


def weighed_line(line: Line, given: Given, card: Scorecard, is_neutral: bool = False) -> tuple[int | None, int]:  # noqa: FBT001, FBT002  asked for every line of every account
    """The points of a line in tenths (None where it has none) and what it weighs in the card's `unit`."""
    neutral = is_neutral or card.missing == "neutral"
    if not line.is_group:
        tenths = given[line.places[0]]
        return (NEUTRAL_TENTHS if tenths is None and neutral else tenths), line.weight * card.unit
    present = [at for at in line.places if given[at] is not None]
    weight = line.weight * card.unit
    if card.missing == "zero" and not neutral:
        weight = sum(card.shares[at] for at in present)
    if card.missing == "suppress" and not neutral and len(present) < len(line.places):
        return None, weight
    members = [(NEUTRAL_TENTHS if (t := given[at]) is None else t, card.measures[at].weight)
               for at in (line.places if neutral else present)]  # fmt: skip
    return _combined(line, members, 1 if card.round_to == "tenth" else TENTHS), weight


def _combined(line: Line, members: Sequence[tuple[int, int]], to: int) -> int | None:
    """The points of a group, rounded half up to so many tenths; None where nothing that weighs is known."""
    weight = sum(each for _, each in members)
    if not weight:
        return None
    if line.combine == "worst":
        return min(tenths for tenths, each in members if each)
    total = sum(tenths * each for tenths, each in members)
    return (2 * total + to * weight) // (2 * to * weight) * to


def value_of(found: Sums, card: Scorecard) -> float:
    """The score that sums give, 0 to 100: unrounded, or a whole number where the card rounds."""
    return found.value if card.round_to == "tenth" else half_up(found.value)


def known_of(given: Given, card: Scorecard) -> int:
    """How much of the weights could be measured, in the card's `unit`."""
    if card.missing != "suppress":
        return sum(share for tenths, share in zip(given, card.shares, strict=True) if tenths is not None)
    whole = [line for line in card.lines if all(given[at] is not None for at in line.places)]
    return sum(line.weight * card.unit for line in whole)


def is_covered(given: Given, card: Scorecard) -> bool:
    """Whether enough of the weights could be measured for a band."""
    return known_of(given, card) * 100 >= card.coverage_from * card.total_weight * card.unit


def limit_with_neutral(given: Given, card: Scorecard) -> float | None:
    """What the score may be at most, because with every missing measure at a neutral 50 it is not green; None: it is.

    One point below green, or as much of that last point as it has with them: so more points never give a lower score.
    """
    return _limit(value_of(sums(given, card, is_neutral=True), card), card)


def without_contact(given: Given, card: Scorecard) -> Sums:
    """The sums without contact, which is left out; what else is missing counts as the card says."""
    missing = NEUTRAL_TENTHS if card.missing == "neutral" else None
    hard = [
        (missing if tenths is None else tenths) if is_hard else None
        for is_hard, tenths in zip(card.is_hard, given, strict=True)
    ]
    if card.is_plain:
        return _plain(hard, card.shares)
    plain = [weighed_line(line, hard, card.leaving_out) for line in card.lines]
    present = [(tenths, weight) for tenths, weight in plain if tenths is not None]
    return Sums(sum(tenths * weight for tenths, weight in present), sum(weight for _, weight in present))


def limit_without_contact(given: Given, card: Scorecard) -> float | None:
    """The same because without contact it is not green: contact can cost points for silence, not earn green."""
    hard = without_contact(given, card)
    return _limit(value_of(hard, card) if hard.weight else 0.0, card)


def _limit(value: float, card: Scorecard) -> float | None:
    return None if value >= card.green_from else max(value, card.green_from - 1)
