"""Support in words: how many tickets, how old the worst, how long replies and solutions took."""

from collections.abc import Callable
from datetime import date

from cs_cli.domain.health_facts import HealthFacts, Medians
from cs_cli.domain.scorecard import Measure
from cs_cli.domain.signals import SEATS_OF_A_SMALL_ACCOUNT, is_expired, tickets_per_100_seats
from cs_cli.domain.telling import Told, missing, number
from cs_cli.domain.words import counted, near

FRESH_DAYS = 14


def _tickets(facts: HealthFacts, measure: Measure, today: date) -> Told:
    load = facts.tickets
    if load is None:
        return missing("no tickets known")
    known_to = f"known to {near(load.on, today)}"
    if is_expired(measure, load.on, today):
        return missing(known_to)
    source = known_to if (today - load.on).days > FRESH_DAYS else ""
    if not load.opened:
        return Told("none in 90d", source, "no ticket in 90d")
    small = (facts.seats or 0) < SEATS_OF_A_SMALL_ACCOUNT
    rate = "" if small else f", {number(tickets_per_100_seats(facts, load.opened))}/100 seats"
    return Told(f"{load.opened} in 90d{rate}", source, f"{counted(load.opened, 'ticket')} in 90d{rate}")


def _severe_age(facts: HealthFacts, measure: Measure, today: date) -> Told:
    if not facts.severe:
        load = facts.tickets
        if load is None:
            return missing("no tickets known")
        if is_expired(measure, load.on, today):
            return missing(f"known to {near(load.on, today)}")
        return Told("none open", "", "no Sev-1 open")
    oldest = min(each.opened_on for each in facts.severe)
    days = (today - oldest).days
    return Told(f"{counted(len(facts.severe), 'ticket')}, oldest {days}d", f"opened {near(oldest, today)}",
                f"Sev-1 open {days}d")  # fmt: skip


def _response(facts: HealthFacts, measure: Measure, today: date) -> Told:
    return _hours(facts.response, measure, today, "first reply after")


def _resolution(facts: HealthFacts, measure: Measure, today: date) -> Told:
    return _hours(facts.resolution, measure, today, "resolved after")


def _hours(found: Medians | None, measure: Measure, today: date, what: str) -> Told:
    if found is None:
        return missing("no ticket with these times in 90d")
    if is_expired(measure, found.on, today):
        return missing(f"last one {near(found.on, today)}")
    value = f"{number(found.hours)}h"
    return Told(f"median {value} of {counted(found.cases, 'ticket')}", f"to {near(found.on, today)}",
                f"{what} {value} (median)")  # fmt: skip


SUPPORT_TELLERS: dict[str, Callable[[HealthFacts, Measure, date], Told]] = {
    "tickets": _tickets,
    "severe_age": _severe_age,
    "response": _response,
    "resolution": _resolution,
}
