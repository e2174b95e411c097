"""Caps: facts that hold a score down, whatever the points."""

from collections.abc import Callable
from datetime import date

from cs_cli.domain.health_facts import HealthFacts
from cs_cli.domain.scorecard import Cap, Scorecard
from cs_cli.domain.signals import signal_of

ACTIVATED_FROM_PCT = 10


def holds(cap: Cap, facts: HealthFacts, card: Scorecard, today: date) -> bool:
    """Whether `cap` of `card` holds the score of these facts down."""
    if cap.until_on and today > date.fromisoformat(cap.until_on):
        return False
    if cap.when == "measure":
        return _measured(cap, facts, card, today)
    return CAP_READERS[cap.when](facts, cap, today)


def _measured(cap: Cap, facts: HealthFacts, card: Scorecard, today: date) -> bool:
    signal = signal_of(card.measure(cap.measure), facts, today)
    if signal is None:
        return False
    value = signal[0]
    if isinstance(value, str):
        return value in cap.words
    return (cap.below is not None and value < cap.below) or (cap.above is not None and value > cap.above)


def is_not_activated(facts: HealthFacts) -> bool:
    """Whether a first-term account with a planned go-live is measured, but uses (almost) nothing.

    Activated is whoever has an activation date, or uses at least a tenth of the seats; not measured is not
    the same as not used.
    """
    if facts.activated_on is not None or not facts.first_term or facts.seats_used is None:
        return False
    used = facts.seats_used.value
    return used * 100 < ACTIVATED_FROM_PCT * facts.seats if facts.seats else used == 0


def _severe_ticket(facts: HealthFacts, cap: Cap, today: date) -> bool:
    if not facts.severe:
        return False
    return any((today - each.opened_on).days > cap.after_days for each in facts.severe)


def _not_activated(facts: HealthFacts, cap: Cap, today: date) -> bool:
    live = facts.go_live_on
    return live is not None and (today - live).days > cap.after_days and is_not_activated(facts)


def _auto_renew_off(facts: HealthFacts, cap: Cap, today: date) -> bool:
    off = facts.auto_renew_off_on
    return off is not None and (today - off).days >= cap.after_days


def _sponsor_gone(facts: HealthFacts, cap: Cap, today: date) -> bool:
    seat = facts.sponsor_seat
    return seat is not None and seat.gone_on is not None and (today - seat.gone_on).days > cap.after_days


def _sentiment_red(facts: HealthFacts, cap: Cap, today: date) -> bool:
    if facts.sentiment is None or facts.sentiment[0] != "red":
        return False
    return (today - facts.sentiment[1]).days >= cap.after_days


CAP_READERS: dict[str, Callable[[HealthFacts, Cap, date], bool]] = {
    "severe_ticket": _severe_ticket,
    "not_activated": _not_activated,
    "auto_renew_off": _auto_renew_off,
    "sponsor_gone": _sponsor_gone,
    "sentiment_red": _sentiment_red,
}
"""What each cap looks at; the remaining one, "measure", looks at a measure of the card."""
