"""Support: what was asked, how fast it was answered and resolved, what is still open, and where it fell short."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from cs_cli.documents.adoption import Section
from cs_cli.documents.facts import Facts, Ticket
from cs_cli.documents.moments import MONTHS, Period, month_start
from cs_cli.documents.numbers import HOURS_A_DAY, change_pct, duration, middle, rounded, signed

WINDOW_MONTHS = 6
URGENT_HOURS = 24
LONG_DAYS = 30
ENOUGH_ANSWERS = 3
_RANKS = (
    ("p0", "sev0", "sev 0", "blocker", "emergency"), ("p1", "sev1", "sev 1", "critical", "urgent", "highest", "1"),
    ("p2", "sev2", "sev 2", "high", "major", "2"), ("p3", "sev3", "sev 3", "medium", "normal", "moderate", "3"),
    ("p4", "sev4", "sev 4", "low", "minor", "4"), ("p5", "sev5", "lowest", "trivial", "5"),
)  # fmt: skip
_URGENT_RANK = 1
_SERIES = 4
NO_PRIORITY, OTHERS = "No priority", "Other"
URGENT = "urgent, over a day"


def rank(priority: str) -> int:
    """How urgent a priority is: 0 and 1 are urgent, an unknown word comes last."""
    word = priority.casefold().replace("-", " ").replace("_", " ").strip()
    return next((n for n, words in enumerate(_RANKS) if word in words), len(_RANKS))


def support_of(facts: Facts, period: Period, previous: Period, as_of: date) -> Section | None:
    """The section, or None when no ticket was opened in the last six months and none is open."""
    months = [month_start(period.last, n - WINDOW_MONTHS + 1) for n in range(WINDOW_MONTHS)]
    recent = [t for t in facts.tickets if months[0] <= t.opened_on <= period.last]
    unresolved = sorted(
        (t for t in facts.tickets if not t.resolved_at), key=lambda t: (rank(t.priority), t.opened_at, t.ticket)
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
    return ["c2" if rank(name) <= _URGENT_RANK else next(others) for name in names]


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
        "csat": f"{rounded(sum(marks) / len(marks), 1)}" if len(marks) >= ENOUGH_ANSWERS else None,
        "csat_n": len(marks),
    }  # fmt: skip


def _open(ticket: Ticket, as_of: date) -> Section:
    return {
        "ticket": ticket.ticket, "subject": ticket.subject, "priority": ticket.priority or NO_PRIORITY,
        "opened_on": ticket.opened_on.isoformat(), "days": (as_of - ticket.opened_on).days,
        "is_urgent": rank(ticket.priority) <= _URGENT_RANK,
    }  # fmt: skip


def shortfalls_of(facts: Facts, since: date, as_of: date) -> list[Section]:
    """Tickets that fell short, by the record, in the days from `since` to `as_of`: the most urgent first.

    They are the urgent ones that took over a day, those that took over 30 days, and those that were reopened.
    """
    found: list[tuple[tuple[int, float, str], Section]] = []
    for ticket in facts.tickets:
        if ticket.resolved_at and ticket.resolved_at.date() < since:
            continue
        hours = _hours(ticket.opened_at, ticket.resolved_at or _start_of(as_of, ticket))
        why = _why(ticket, hours, since)
        if why:
            found.append(((rank(ticket.priority), -hours, ticket.ticket), _shortfall(ticket, why, hours)))
    return [row for _, row in sorted(found, key=lambda entry: entry[0])]


def _start_of(on: date, ticket: Ticket) -> datetime:
    """The first moment of the day a ticket is still open on: what has passed for certain."""
    return datetime.combine(on, datetime.min.time(), ticket.opened_at.tzinfo)


def _why(ticket: Ticket, hours: float, since: date) -> str:
    if rank(ticket.priority) <= _URGENT_RANK and hours > URGENT_HOURS:
        return URGENT
    if hours > LONG_DAYS * HOURS_A_DAY:
        return f"open over {LONG_DAYS} days"
    return "reopened" if ticket.reopened_at and ticket.reopened_at.date() >= since else ""


def _shortfall(ticket: Ticket, why: str, hours: float) -> Section:
    return {
        "ticket": ticket.ticket, "subject": ticket.subject, "why": why, "is_urgent": why == URGENT,
        "opened_on": ticket.opened_on.isoformat(),
        "resolved_on": ticket.resolved_at.date().isoformat() if ticket.resolved_at else None,
        "took": duration(hours), "status": "Resolved" if ticket.resolved_at else "Open",
    }  # fmt: skip
