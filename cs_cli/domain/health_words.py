"""Health in words: what was measured and when, or why it is missing; what is the matter; what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from cs_cli.domain.calendar import months_between
from cs_cli.domain.health_facts import Answer, HealthFacts, Reading, SevereTicket, Touch
from cs_cli.domain.scorecard import Cap, Measure
from cs_cli.domain.signals import (
    SEATS_OF_A_SMALL_ACCOUNT,
    SMALLEST_BASE,
    answers_that_count,
    are_enough,
    is_expired,
    net_promoters,
    satisfied_pct,
    scores_of,
    tickets_per_100_seats,
    unhappy_decider,
)
from cs_cli.domain.words import counted, near

TITLES = {
    "seats_used": "seats used",
    "usage_trend": "usage trend",
    "features_used": "features",
    "tickets": "tickets",
    "two_way": "two-way",
    "sponsor": "sponsor",
    "nps": "NPS",
    "csat": "CSAT",
}
UNITS = {"seats_used": "%", "usage_trend": "%", "features_used": "%", "csat": "%"}
YOUNG_MONTHS = 24
FRESH_DAYS = 14


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in words: its value, where that comes from, what is the matter; or only why it is missing."""

    value: str
    source: str = ""
    reason: str = ""


def tell(measure: Measure, facts: HealthFacts, today: date) -> Told:
    """The words for what `measure` reads from `facts`; missing exactly where the measure gives no points."""
    return _TELLERS[measure.input](facts, measure, today)


def number(value: float) -> str:
    """A number for people: `1,250`, `24.5`; at most one decimal, and none that is 0."""
    return f"{value:z,.1f}".removesuffix(".0")


def span(days: int) -> str:
    """A length in days, or in months where it is a whole number of them: `45d`, `9 months`, `12 months`."""
    if days % 365 == 0:
        return f"{days // 365 * 12} months"
    return f"{days // 30} months" if days % 90 == 0 else f"{days}d"


def _missing(why: str) -> Told:
    return Told(why)


def _too_old(on: date, today: date) -> Told:
    return _missing(f"last measured {near(on, today)}")


def _from_metric(reading: Reading, usual: str, today: date) -> str:
    name = "usage" if reading.metric in ("", usual) else reading.metric.replace("_", " ")
    return f"{name} {near(reading.on, today)}"


def _seats_used(facts: HealthFacts, measure: Measure, today: date) -> Told:
    used = facts.seats_used
    if used is None:
        return _missing("not measured")
    if not facts.seats:
        return _missing("no seats in a contract")
    if is_expired(measure, used.on, today):
        return _too_old(used.on, today)
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
    usage = facts.usage
    if usage is None:
        return _missing("fewer than 12 weeks measured")
    if usage.base < SMALLEST_BASE:
        return _missing(f"under {SMALLEST_BASE} a week to compare with")
    if is_expired(measure, usage.on, today):
        return _too_old(usage.on, today)
    change = 100 * (usage.recent - usage.base) / usage.base
    return Told(
        f"{number(usage.base)} → {number(usage.recent)}: {_signed(change)}%",
        f"{usage.metric.replace('_', ' ')} {near(usage.on, today)}",
        f"usage {change:+.0f}% on its own base" if round(change) else "usage flat on its own base",
    )


def _signed(value: float) -> str:
    return ("+" if value > 0 else "") + number(value)


def _features_used(facts: HealthFacts, measure: Measure, today: date) -> Told:
    used, available = facts.features_used, facts.features_available
    if used is None or available is None or not available.value:
        return _missing("not measured")
    if is_expired(measure, used.on, today):
        return _too_old(used.on, today)
    share = number(100 * used.value / available.value)
    both = f"{number(used.value)} of {number(available.value)}"
    return Told(f"{both} = {share}%", f"usage {near(used.on, today)}", f"{both} features used")


def _tickets(facts: HealthFacts, measure: Measure, today: date) -> Told:
    load = facts.tickets
    if load is None:
        return _missing("no tickets known")
    known_to = f"known to {near(load.on, today)}"
    if is_expired(measure, load.on, today):
        return _missing(known_to)
    source = known_to if (today - load.on).days > FRESH_DAYS else ""
    if not load.opened:
        return Told("none in 90d", source, "no ticket in 90d")
    small = (facts.seats or 0) < SEATS_OF_A_SMALL_ACCOUNT
    rate = "" if small else f", {number(tickets_per_100_seats(facts, load.opened))}/100 seats"
    return Told(f"{load.opened} in 90d{rate}", source, f"{counted(load.opened, 'ticket')} in 90d{rate}")


def _two_way(facts: HealthFacts, measure: Measure, today: date) -> Told:
    touch = facts.two_way
    if touch is None:
        return _missing("no two-way contact recorded")
    return _contact(touch, measure, today, touch.kind, "no two-way contact for {}d")


def _sponsor(facts: HealthFacts, measure: Measure, today: date) -> Told:
    touch = facts.sponsor
    if touch is None:
        return _missing("no contact with a sponsor")
    told = _contact(touch, measure, today, touch.who, "no contact with the sponsor for {}d")
    if touch.left_on is None or not told.reason:
        return told
    left = f"left {near(touch.left_on, today)}"
    return Told(f"{touch.who} {near(touch.on, today)}, {left}", reason=f"sponsor {left}, no successor")


def _contact(touch: Touch, measure: Measure, today: date, what: str, silence: str) -> Told:
    if is_expired(measure, touch.on, today):
        return _missing(f"last one {near(touch.on, today)}")
    days = (today - touch.on).days
    return Told(f"{what} {near(touch.on, today)}, {days}d ago", reason=silence.format(days))


def _nps(facts: HealthFacts, measure: Measure, today: date) -> Told:
    answers = answers_that_count(facts.nps, measure, today)
    if (unhappy := unhappy_decider(answers)) is not None:
        given = f"{number(unhappy.score)} from {unhappy.who}"
        return Told(f"{given} = -100", f"survey {near(unhappy.on, today)}", f"NPS {given}, who decides")
    if not are_enough(answers, measure, facts):
        return _too_few(answers, measure)
    nps = _signed(net_promoters(scores_of(answers)))
    return _survey(answers, f"{nps} of {counted(len(answers), 'answer')}", f"NPS {nps}", today)


def _csat(facts: HealthFacts, measure: Measure, today: date) -> Told:
    answers = answers_that_count(facts.csat, measure, today)
    if not are_enough(answers, measure, facts):
        return _too_few(answers, measure)
    share = number(satisfied_pct(scores_of(answers)))
    return _survey(answers, f"{share}% of {counted(len(answers), 'answer')}", f"CSAT {share}%", today)


def _survey(answers: tuple[Answer, ...], value: str, matter: str, today: date) -> Told:
    return Told(value, f"survey {near(max(a.on for a in answers), today)}", matter)


def _too_few(answers: tuple[Answer, ...], measure: Measure) -> Told:
    if answers:
        return _missing(f"{counted(len(answers), 'answer')}, {measure.min_answers} needed")
    within = f" in {span(measure.expires_after_days)}" if measure.expires_after_days else ""
    return _missing(f"no answer{within}")


_TELLERS: dict[str, Callable[[HealthFacts, Measure, date], Told]] = {
    "seats_used": _seats_used,
    "usage_trend": _usage_trend,
    "features_used": _features_used,
    "tickets": _tickets,
    "two_way": _two_way,
    "sponsor": _sponsor,
    "nps": _nps,
    "csat": _csat,
}


@dataclass(frozen=True, slots=True)
class CapTold:
    """A cap that holds: the fact with its day, until when it holds, short for a list, how to lift it."""

    fact: str
    until: str
    reason: str
    move: str


def tell_cap(cap: Cap, facts: HealthFacts, today: date) -> CapTold:
    """The words for a cap that holds."""
    if cap.when == "severe_ticket":
        return _severe(cap, facts, today)
    if cap.when == "not_activated":
        return _not_activated(cap, facts, today)
    off = near(facts.auto_renew_off_on or today, today)
    told = f"auto-renew switched off {off}"
    return CapTold(told, "until it is on again", told, "win auto-renew back")


def _severe(cap: Cap, facts: HealthFacts, today: date) -> CapTold:
    late = [each for each in facts.severe if (today - each.opened_on).days > cap.after_days]
    oldest, *others = sorted(late, key=_age_order)
    days = (today - oldest.opened_on).days
    more = "".join(f", {_ticket_number(each)}" for each in others)
    named = f"{_severity(oldest)} {_ticket_number(oldest)}"
    return CapTold(
        f"{named} open since {near(oldest.opened_on, today)}, {days}d > {cap.after_days}d"
        + (f" (also{more.removeprefix(',')})" if more else ""),
        "until it closes" if not others else "until they close",
        f"{named} open {days}d",
        f"close {_ticket_number(oldest)}{more}",
    )


def _age_order(ticket: SevereTicket) -> tuple[date, str]:
    return ticket.opened_on, ticket.ticket


def _ticket_number(ticket: SevereTicket) -> str:
    return f"#{ticket.ticket}" if ticket.ticket[:1].isdigit() else ticket.ticket


def _severity(ticket: SevereTicket) -> str:
    return "Sev-1" if ticket.priority.isdigit() else ticket.priority


def _not_activated(cap: Cap, facts: HealthFacts, today: date) -> CapTold:
    live = facts.go_live_on or today
    days = (today - live).days
    return CapTold(
        f"unused, go-live {near(live, today)}, {days}d > {cap.after_days}d",
        "until it is activated",
        f"unused {days}d past go-live",
        "get it into use",
    )
