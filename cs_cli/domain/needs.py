"""What scorecards need to know: which inputs, which metrics, how far back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cs_cli.domain.health_facts import SEAT_METRICS, TREND_METRICS
from cs_cli.domain.inputs import ANSWERED, METRIC
from cs_cli.domain.scorecard import Scorecard

ANY_AGE = 3650
FEATURE_METRICS = ("features_used", "features_available")
SEATS_COUNT_FOR = frozenset({"seats_used", "not_activated"}) | ANSWERED
"""What looks at the seats in use: answers, because one from every fifth user is enough."""
USAGE = frozenset({"seats_used", "usage_trend", "breadth", METRIC, "invoice_status"})

_METRICS_OF = {
    SEAT_METRICS: SEATS_COUNT_FOR,
    TREND_METRICS: frozenset({"usage_trend"}),
    FEATURE_METRICS: frozenset({"breadth"}),
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What scorecards read: inputs of measures and caps, how many days back measurements and answers can count."""

    inputs: frozenset[str]
    measured_days: int
    answered_days: int
    metrics: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    trends: frozenset[str] = frozenset()

    @property
    def every_metric(self) -> frozenset[str]:
        """The names of all metrics that are read."""
        found = self.metrics | self.words | self.trends
        for names, inputs in _METRICS_OF.items():
            found |= frozenset(names) if inputs & self.inputs else frozenset()
        return found


def needs_of(cards: Sequence[Scorecard]) -> Needs:
    """What `cards` read."""
    measures = [measure for card in cards for measure in card.measures]

    def furthest(inputs: frozenset[str]) -> int:
        return max((m.expires_after_days or ANY_AGE for m in measures if m.input in inputs), default=0)

    caps = {cap.when for card in cards for cap in card.caps}
    of_metrics = [(m.metric or m.input, m.is_word) for m in measures if m.input in (METRIC, "invoice_status")]
    return Needs(
        frozenset(measure.input for measure in measures) | caps,
        furthest(USAGE),
        furthest(ANSWERED),
        frozenset(name for name, is_word in of_metrics if not is_word),
        frozenset(name for name, is_word in of_metrics if is_word),
        frozenset(m.metric for m in measures if m.input == "usage_trend" and m.metric),
    )


def at_any_age(needs: Needs) -> Needs:
    """`needs` without a limit of age, to tell how old it is what has expired."""
    return replace(needs, measured_days=ANY_AGE, answered_days=ANY_AGE)
