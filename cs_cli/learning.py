"""Learning from numbers: the only place that knows scikit-learn, which is the extra `science`."""

from collections.abc import Sequence
from typing import Any

from cs_cli.errors import ConfigError

FOLDS = 5
_LONGEST = 1_000
"""So many steps the solver may take."""


def coefficients(rows: Sequence[Sequence[float]], kept: Sequence[bool]) -> list[float]:
    """How much each column of `rows` (0 to 100 points) speaks for being kept: a logistic regression held back by L2.

    The same rows give the same figures. Raises ConfigError without the extra.
    """
    scaled = [[points / 100 for points in row] for row in rows]
    model = _sklearn("linear_model").LogisticRegression(C=1.0, solver="lbfgs", max_iter=_LONGEST)
    return [float(one) for one in model.fit(scaled, list(kept)).coef_[0]]


def folds(count: int) -> list[tuple[list[int], list[int]]]:
    """The places of `count` rows in time to learn from and, later than all of these, to judge on; five times."""
    splits = _sklearn("model_selection").TimeSeriesSplit(n_splits=FOLDS).split(range(count))
    return [(earlier.tolist(), later.tolist()) for earlier, later in splits]


def _sklearn(part: str) -> Any:  # noqa: ANN401  it has no types of its own
    try:
        from sklearn import linear_model, model_selection  # noqa: PLC0415  an extra, and slow to load
    except ImportError:
        raise ConfigError("scikit-learn is not installed", "pip install 'cs-cli[science]'") from None
    return {"linear_model": linear_model, "model_selection": model_selection}[part]
