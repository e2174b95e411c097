"""Support: what was asked, how fast it was answered and resolved, what is still open, and where it fell short."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import Facts, Ticket
from cs_cli.documents.content.voice import satisfied
from cs_cli.documents.moments import MONTHS, Period, day_said, month_start
from cs_cli.documents.numbers import HOURS_A_DAY, change_pct, duration, middle, signed
from cs_cli.domain.tickets import is_severe, rank

WINDOW_MONTHS = 6
URGENT_HOURS = 24
LONG_DAYS = 30
_SERIES = 4
NO_PRIORITY, OTHERS = "No priority", "Other"
URGENT, REOPENED = "urgent, over a day", "reopened"


def support_of(facts: Facts, period: Period, previous: Period, as_of: date) -> Section | None:
    """The section, or None when no ticket was opened in the last six months and none is open."""
    months = [month_start(period.last, n - WINDOW_MONTHS + 1) for n in range(WINDOW_MONTHS)]
    recent = [t for t in facts.tickets if months[0] <= t.opened_on <= period.last]
    unresolved = sorted(
        (t for t in facts.tickets if t.is_open), key=lambda t: (rank(t.priority), t.opened_at, t.ticket)
    )
    if not recent and not unresolved:
        return None
    opened = [t for t in recent if period.holds(t.opened_on)]
    return {
        **_counts(facts, opened, period, previous),
        "priorities": (names := _priorities(recent)),
        "colours": _colours(names),
        "months": [_month(month, recent, names) for month in months],
        **_speed(opened),
        "open": [_open(ticket, as_of) for ticket in unresolved],
    }


def _counts(facts: Facts, opened: Sequence[Ticket], period: Period, previous: Period) -> Section:
    """How many were opened, and the change; unknown where nothing was on record before the previous quarter's end."""
    known = any(ticket.opened_on <= previous.last for ticket in facts.tickets)
    before = sum(previous.holds(ticket.opened_on) for ticket in facts.tickets) if known else None
    change = change_pct(len(opened), before)
    return {
        "opened": len(opened),
        "opened_before": before,
        "change_pct": change,
        "change": signed(change, "%") if change is not None else None,
        "resolved": sum(bool(t.resolved_at and period.holds(t.resolved_at.date())) for t in facts.tickets),
    }


def _priorities(tickets: Iterable[Ticket]) -> list[str]:
    """The priorities in use, the most urgent first, at most four names."""
    names = sorted({t.priority or NO_PRIORITY for t in tickets}, key=lambda name: (rank(name), name))
    return names if len(names) <= _SERIES else [*names[: _SERIES - 1], OTHERS]


def _colours(names: Sequence[str]) -> list[str]:
    """Orange for urgent priorities, blues and a grey for the others in their order."""
    others = iter(("c1", "soft", "c6", "c3"))
    return ["c2" if is_severe(name) else next(others) for name in names]


def _month(month: date, tickets: Iterable[Ticket], names: list[str]) -> Section:
    last = month_start(month, 1) - timedelta(days=1)
    found = Counter(t.priority or NO_PRIORITY for t in tickets if month <= t.opened_on <= last)
    counts = [found.pop(name, 0) for name in names]
    if OTHERS in names:
        counts[-1] += found.total()
    return {"month": MONTHS[month.month - 1], "counts": counts}


def _hours(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 3600


def _speed(opened: Sequence[Ticket]) -> Section:
    """Medians over the tickets opened in the period, each with the number of tickets it rests on."""
    replies = [_hours(t.opened_at, t.first_reply_at) for t in opened if t.first_reply_at]
    solved = [_hours(t.opened_at, t.resolved_at) for t in opened if t.resolved_at]
    marks = [t.csat for t in opened if t.csat is not None]
    first, whole = middle(replies), middle(solved)
    return {
        "first_reply": duration(first) if first is not None else None, "first_reply_n": len(replies),
        "resolution": duration(whole) if whole is not None else None, "resolution_n": len(solved),
        "csat": satisfied(marks), "csat_n": len(marks),
    }  # fmt: skip


def _open(ticket: Ticket, as_of: date) -> Section:
    return {
        "ticket": ticket.ticket, "subject": ticket.subject, "priority": ticket.priority or NO_PRIORITY,
        "opened_on": ticket.opened_on.isoformat(), "days": (as_of - ticket.opened_on).days,
        "is_urgent": is_severe(ticket.priority),
    }  # fmt: skip


def shortfalls_of(facts: Facts, since: date, as_of: date) -> list[Section]:
    """Tickets that fell short, by the record, in the days from `since` to `as_of`: the most urgent first.

    They are the urgent ones that took over a day, those that took over 30 days, and those that were reopened.
    """
    found: list[tuple[tuple[int, float, str], Section]] = []
    for ticket in facts.tickets:
        if ticket.resolved_at and ticket.resolved_at.date() < since:
            continue
        hours = _lasted(ticket, as_of)
        why = _why(ticket, hours, since)
        if why:
            found.append(((rank(ticket.priority), -(hours or 0), ticket.ticket), _shortfall(ticket, why, hours)))
    return [row for _, row in sorted(found, key=lambda entry: entry[0])]


def _lasted(ticket: Ticket, as_of: date) -> float | None:
    """The hours a ticket took, so far for certain where it is open; None where it ended without a date."""
    if ticket.resolved_at:
        return _hours(ticket.opened_at, ticket.resolved_at)
    if not ticket.is_open:
        return None
    return _hours(ticket.opened_at, datetime.combine(as_of, datetime.min.time(), ticket.opened_at.tzinfo))


def _why(ticket: Ticket, hours: float | None, since: date) -> str:
    if hours is not None and is_severe(ticket.priority) and hours > URGENT_HOURS:
        return URGENT
    if hours is not None and hours > LONG_DAYS * HOURS_A_DAY:
        return f"open over {LONG_DAYS} days"
    return REOPENED if ticket.reopened_at and ticket.reopened_at.date() >= since else ""


def _cost(ticket: Ticket, why: str, hours: float | None) -> str:
    """What it cost the customer: the time beyond the target, or that they had to ask again."""
    so_far = " so far" if ticket.is_open else ""
    if why == URGENT and hours is not None:
        return f"{duration(hours - URGENT_HOURS)} beyond a day{so_far}"
    if why and ticket.reopened_at and why == REOPENED:
        return f"opened again on {day_said(ticket.reopened_at.date().isoformat())}"
    return f"{duration((hours or 0) - LONG_DAYS * HOURS_A_DAY)} beyond {LONG_DAYS} days{so_far}"


def _shortfall(ticket: Ticket, why: str, hours: float | None) -> Section:
    return {
        "ticket": ticket.ticket, "subject": ticket.subject, "why": why, "is_urgent": why == URGENT,
        "opened_on": ticket.opened_on.isoformat(),
        "resolved_on": ticket.resolved_at.date().isoformat() if ticket.resolved_at else None,
        "took": duration(hours) if hours is not None else "", "status": "Open" if ticket.is_open else "Resolved",
        "cost": _cost(ticket, why, hours), "because": ticket.because, "change": ticket.change,
    }  # fmt: skip
