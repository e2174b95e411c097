"""Usage in words: seats, the trend on its own base, breadth, any metric that was imported."""

from collections.abc import Callable
from datetime import date

from cs_cli.domain.calendar import months_between
from cs_cli.domain.curves import Words
from cs_cli.domain.health_facts import HealthFacts, Reading
from cs_cli.domain.scorecard import Measure, curve_of
from cs_cli.domain.signals import SMALLEST_BASE, is_expired, usage_read
from cs_cli.domain.telling import Told, missing, number, signed, too_old
from cs_cli.domain.words import near

YOUNG_MONTHS = 24


def _from_metric(reading: Reading, usual: str, today: date) -> str:
    name = "usage" if reading.metric in ("", usual) else reading.metric.replace("_", " ")
    return f"{name} {near(reading.on, today)}"


def _seats_used(facts: HealthFacts, measure: Measure, today: date) -> Told:
    used = facts.seats_used
    if used is None:
        return missing("not measured")
    if not facts.seats:
        return missing("no seats in a contract")
    if is_expired(measure, used.on, today):
        return too_old(used.on, today)
    share = 100 * used.value / facts.seats
    return Told(
        f"{number(used.value)} of {facts.seats:,} = {number(share)}%",
        _from_metric(used, measure.input, today),
        f"{share:.0f}% of seats used{_in_month(facts.customer_since, today)}",
    )


def _in_month(since: date | None, today: date) -> str:
    if since is None or since > today:
        return ""
    month = months_between(since, today) + (today.day >= since.day)
    return f" in month {month}" if month <= YOUNG_MONTHS else ""


def _usage_trend(facts: HealthFacts, measure: Measure, today: date) -> Told:
    usage = usage_read(facts, measure)
    if usage is None:
        return missing("fewer than 12 weeks measured")
    if usage.base < SMALLEST_BASE:
        return missing(f"under {SMALLEST_BASE} a week to compare with")
    if is_expired(measure, usage.on, today):
        return too_old(usage.on, today)
    change = 100 * (usage.recent - usage.base) / usage.base
    return Told(
        f"{number(usage.base)} → {number(usage.recent)}: {signed(change)}%",
        f"{usage.metric.replace('_', ' ')} {near(usage.on, today)}",
        f"usage {change:+.0f}% on its own base" if round(change) else "usage flat on its own base",
    )


def _breadth(facts: HealthFacts, measure: Measure, today: date) -> Told:
    used, available = facts.features_used, facts.features_available
    if used is None or available is None or not available.value:
        return missing("not measured")
    if is_expired(measure, used.on, today):
        return too_old(used.on, today)
    share = number(100 * used.value / available.value)
    both = f"{number(used.value)} of {number(available.value)}"
    return Told(f"{both} = {share}%", f"usage {near(used.on, today)}", f"{both} features used")


def _metric(facts: HealthFacts, measure: Measure, today: date) -> Told:
    name = measure.metric or measure.input
    if measure.is_word:
        return _word(facts, measure, name, today)
    reading = facts.readings.get(name)
    if reading is None:
        return missing("not measured")
    if is_expired(measure, reading.on, today):
        return too_old(reading.on, today)
    told = number(reading.value)
    return Told(told, f"measured {near(reading.on, today)}", f"{measure.title} {told}")


def _word(facts: HealthFacts, measure: Measure, name: str, today: date) -> Told:
    if (found := facts.words.get(name)) is None:
        return missing("not recorded")
    word, on = found
    if is_expired(measure, on, today):
        return too_old(on, today)
    curve = curve_of(measure, None)
    if not isinstance(curve, Words) or curve.points_of(word) is None:
        return missing(f"{word} {near(on, today)}: no points for that word")
    return Told(word, f"since {near(on, today)}", f"{measure.title}: {word} since {near(on, today)}")


USAGE_TELLERS: dict[str, Callable[[HealthFacts, Measure, date], Told]] = {
    "seats_used": _seats_used,
    "usage_trend": _usage_trend,
    "breadth": _breadth,
    "metric": _metric,
    "invoice_status": _metric,
}
