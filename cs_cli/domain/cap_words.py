"""Caps in words: the fact that holds a score down, until when, and how to lift it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from cs_cli.domain.health_facts import HealthFacts, SevereTicket
from cs_cli.domain.health_words import tell
from cs_cli.domain.scorecard import Cap, Scorecard
from cs_cli.domain.signals import signal_of
from cs_cli.domain.telling import number
from cs_cli.domain.words import near
from cs_cli.errors import sentence_of


@dataclass(frozen=True, slots=True)
class CapTold:
    """A cap that holds: the fact with its day, until when it holds, short for a list, how to lift it."""

    fact: str
    until: str
    reason: str
    move: str


def tell_cap(cap: Cap, facts: HealthFacts, card: Scorecard, today: date) -> CapTold:
    """The words for a cap of `card` that holds; its own reason and owner follow the fact."""
    told = _measured(cap, facts, card, today) if cap.when == "measure" else _TELLERS[cap.when](cap, facts, today)
    said = "; ".join(filter(None, [cap.why, cap.owner and f"owner {cap.owner}"]))
    last_day = f", to {near(date.fromisoformat(cap.until_on), today)} at the latest" if cap.until_on else ""
    return replace(told, fact=f"{told.fact} ({said})" if said else told.fact, until=told.until + last_day)


def _measured(cap: Cap, facts: HealthFacts, card: Scorecard, today: date) -> CapTold:
    measure = card.measure(cap.measure)
    signal, unit = signal_of(measure, facts, today), measure.of.unit
    value = signal[0] if signal else ""
    if isinstance(value, str):
        told = f"{measure.title} {value}"
        return CapTold(told, f"until it is not {sentence_of(list(cap.words))}", told, f"settle {measure.title}")
    is_low = cap.below is not None and value < cap.below
    bound = f"{'<' if is_low else '>'} {number((cap.below if is_low else cap.above) or 0)}{unit}"
    told = f"{measure.title} {number(value)}{unit}"
    return CapTold(f"{told} {bound}", f"until it is {'at least' if is_low else 'at most'} {bound[2:]}",
                   tell(measure, facts, today).reason or told, f"mend {measure.title}")  # fmt: skip


def _auto_renew_off(_cap: Cap, facts: HealthFacts, today: date) -> CapTold:
    told = f"auto-renew switched off {near(facts.auto_renew_off_on or today, today)}"
    return CapTold(told, "until it is on again", told, "win auto-renew back")


def _sponsor_gone(cap: Cap, facts: HealthFacts, today: date) -> CapTold:
    seat = facts.sponsor_seat
    gone, who = (seat.gone_on or today, seat.who) if seat else (today, "")
    days = (today - gone).days
    short = f"sponsor left {near(gone, today)}, no successor"
    return CapTold(f"sponsor {who} left {near(gone, today)}, {days}d > {cap.after_days}d without a successor",
                   "until there is one", short, "find a new sponsor")  # fmt: skip


def _sentiment_red(_cap: Cap, facts: HealthFacts, today: date) -> CapTold:
    on = facts.sentiment[1] if facts.sentiment else today
    told = f"sentiment red since {near(on, today)}"
    return CapTold(told, "until it is better", told, "win them back")


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


_TELLERS: dict[str, Callable[[Cap, HealthFacts, date], CapTold]] = {
    "severe_ticket": _severe,
    "not_activated": _not_activated,
    "auto_renew_off": _auto_renew_off,
    "sponsor_gone": _sponsor_gone,
    "sentiment_red": _sentiment_red,
}
