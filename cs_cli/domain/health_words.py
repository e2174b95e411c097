"""Health in words: what was measured and when, or why it is missing; what is the matter."""

from dataclasses import replace
from datetime import date

from cs_cli.domain.curves import ByAge
from cs_cli.domain.health_facts import HealthFacts
from cs_cli.domain.record_words import RECORD_TELLERS
from cs_cli.domain.scorecard import Measure, curve_of
from cs_cli.domain.signals import is_stale, signal_of
from cs_cli.domain.support_words import SUPPORT_TELLERS
from cs_cli.domain.survey_words import SURVEY_TELLERS
from cs_cli.domain.telling import Told, missing
from cs_cli.domain.usage_words import USAGE_TELLERS

TELLERS = USAGE_TELLERS | SUPPORT_TELLERS | SURVEY_TELLERS | RECORD_TELLERS


def tell(measure: Measure, facts: HealthFacts, today: date) -> Told:
    """The words for what `measure` reads from `facts`; missing exactly where the measure gives no points."""
    told = TELLERS[measure.input](facts, measure, today)
    signal = signal_of(measure, facts, today)
    if signal is None or not told.reason:
        return told
    months = facts.months_on(today)
    if isinstance(measure.rule, ByAge) and curve_of(measure, months) is None:
        age = (
            "nobody knows since when they are a customer"
            if months is None
            else f"judged from month {measure.rule.ages[0][0]}"
        )
        return missing(f"{told.value}, {age}")
    if is_stale(measure, signal[1], today):
        old = f"stale, {(today - signal[1]).days}d"
        return replace(told, source=f"{told.source}, {old}" if told.source else old)
    return told
