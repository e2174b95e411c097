"""Weights that past decisions suggest for a scorecard, beside those of today. Nothing is changed by them.

Source of the rules: docs/health.md, Does it predict?
"""

from collections.abc import Callable, Mapping, Sequence
from math import floor
from statistics import fmean
from typing import NamedTuple

from cs_cli.domain.backtest import Observation
from cs_cli.domain.prediction import auc

NEUTRAL = 50.0
"""The points of a measure that is missing."""
Rows = Sequence[Sequence[float]]
Learn = Callable[[Rows, Sequence[bool]], list[float]]
"""From rows of points and whether each was kept: how much each column speaks for being kept."""
Folds = Callable[[int], Sequence[tuple[Sequence[int], Sequence[int]]]]
"""Of so many rows in time: the places to learn from and, after these, to judge on; several times."""


class Suggested(NamedTuple):
    """A measure, its weight of today and the one suggested; `coefficient` is below 0 where points went with loss."""

    measure: str
    weight: float
    suggested: int
    coefficient: float


class Suggestion(NamedTuple):
    """The weights, and the mean AUC over the `folds` that had lost and kept ones: of today's and of those suggested."""

    weights: list[Suggested]
    folds: int
    auc_today: float | None
    auc_suggested: float | None

    @property
    def clipped(self) -> list[str]:
        """The measures of which more points went with more losses: they are suggested no weight."""
        return [one.measure for one in self.weights if one.coefficient < 0]


def suggestion(
    observations: Sequence[Observation], weights: Mapping[str, float], learn: Learn, folds: Folds
) -> Suggestion:
    """What weights `learn` finds for the measures in `weights`; `observations` are in order of their decisions."""
    rows = [[one.health.points.get(measure, NEUTRAL) for measure in weights] for one in observations]
    kept = [not one.decision.is_lost for one in observations]
    found = _learned(rows, kept, learn)
    total = round(sum(weights.values()))
    told = zip(weights.items(), apportioned(found, total), found, strict=True)
    judged = _judged(rows, kept, list(weights.values()), learn, folds)
    return Suggestion(
        [Suggested(measure, weight, share, coefficient) for (measure, weight), share, coefficient in told],
        len(judged),
        fmean(today for today, _learned in judged) if judged else None,
        fmean(learned for _today, learned in judged) if judged else None,
    )


def apportioned(parts: Sequence[float], total: int) -> list[int]:
    """Whole numbers in proportion to `parts`, `total` together: what is below 0 counts as 0, largest remainders first.

    All are 0 where no part is above it.
    """
    above = [max(0.0, part) for part in parts]
    if not (whole := sum(above)):
        return [0] * len(above)
    exact = [total * part / whole for part in above]
    found = [floor(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: (found[at] - exact[at], at))
    for at in by_remainder[: total - sum(found)]:
        found[at] += 1
    return found


def _learned(rows: Rows, kept: Sequence[bool], learn: Learn) -> list[float]:
    """The coefficient of each column; 0 for one that is the same everywhere, of which nothing can be learned."""
    found = [0.0] * len(rows[0])
    varied = [at for at, column in enumerate(zip(*rows, strict=True)) if len(set(column)) > 1]
    if varied:
        for at, coefficient in zip(varied, learn([[row[at] for at in varied] for row in rows], kept), strict=True):
            found[at] = coefficient
    return found


def _judged(
    rows: Rows, kept: Sequence[bool], weights: Sequence[float], learn: Learn, folds: Folds
) -> list[tuple[float, float]]:
    """The AUC of today's weights and of learned ones, for each fold with lost and kept ones on either side of it."""
    found = []
    for earlier, later in folds(len(rows)):
        if len({kept[at] for at in earlier}) > 1 and len({kept[at] for at in later}) > 1:
            learned = _learned([rows[at] for at in earlier], [kept[at] for at in earlier], learn)
            learned = [max(0.0, one) for one in learned]
            found.append((_auc_of(weights, rows, kept, later), _auc_of(learned, rows, kept, later)))
    return found


def _auc_of(weights: Sequence[float], rows: Rows, kept: Sequence[bool], places: Sequence[int]) -> float:
    numbers = {at: sum(weight * points for weight, points in zip(weights, rows[at], strict=True)) for at in places}
    return auc([numbers[at] for at in places if not kept[at]], [numbers[at] for at in places if kept[at]])
