"""Adoption: who uses what was agreed, month by month, and what share of it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from cs_cli.documents.content.facts import Facts, Measurement
from cs_cli.documents.moments import MONTHS, Period, month_start
from cs_cli.documents.numbers import change_pct, counted, percent, signed
from cs_cli.domain.entitlement import seats_of
from cs_cli.domain.renewals import Term

WINDOW_MONTHS = 12
FLAT_PCT = 1
NEWS_PCT = 5
Section = dict[str, Any]


def adoption_of(facts: Facts, terms: Sequence[Term], period: Period, previous: Period) -> Section | None:
    """The section, or None without a reading in `period`; `change_pct` compares with the end of `previous`.

    A month's, a quarter's figure is its last reading. `seats` is what the terms entitled to at the end.
    """
    users = _last(facts, "active_users", period)
    seats_used = _last(facts, "seats_used", period)
    features = _last(facts, "features_used", period)
    if not (users or seats_used or features):
        return None
    seats = seats_of(terms, period.last) or 0
    before = _last(facts, "active_users", previous)
    shares = _shares(facts, period, seats)
    return {
        "months": _months(facts, period),
        "users": counted(users.value) if users else None,
        "users_said": _users_said(users.value) if users else None,
        "users_before": counted(before.value) if users and before else None,
        **_change(users, before),
        "since": _since(facts, users, period),
        "seats": counted(seats) if seats else None,
        "seats_used": counted(seats_used.value) if seats_used else None,
        "seats_pct": percent(seats_used.value, seats) if seats_used and seats else None,
        "shares": shares,
        "read_on": max(reading.on for reading in (users, seats_used, features) if reading).isoformat(),
    }


def _users_said(count: float) -> str:
    return f"{counted(count)} active user{'' if count == 1 else 's'}"


def _change(users: Measurement | None, before: Measurement | None) -> Section:
    change = change_pct(users.value, before.value) if users and before else None
    return {
        "change_pct": change,
        "change": signed(change, "%") if change is not None else None,
        "moved": None if change is None else "up" if change >= FLAT_PCT else "down" if change <= -FLAT_PCT else "flat",
    }


def _since(facts: Facts, users: Measurement | None, period: Period) -> Section | None:
    """The latest reading after the period, where it tells another story than the period's end did."""
    later = [m for m in facts.measurements if m.metric == "active_users" and m.on > period.last]
    change = change_pct(later[-1].value, users.value) if later and users else None
    if change is None or abs(change) < NEWS_PCT:
        return None
    on = later[-1].on.isoformat()
    return {"users": counted(later[-1].value), "on": on, "change_pct": change, "change": signed(change, "%")}


def _last(facts: Facts, metric: str, period: Period) -> Measurement | None:
    found = [m for m in facts.measurements if m.metric == metric and period.holds(m.on)]
    return found[-1] if found else None


def _months(facts: Facts, period: Period) -> list[Section]:
    """The last twelve months up to the period's end from the first that has a reading; a month without one is a gap."""
    first = month_start(period.last, 1 - WINDOW_MONTHS)
    months = [month_start(first, n) for n in range(WINDOW_MONTHS)]
    readings = [_last(facts, "active_users", Period(month, _month_end(month), "")) for month in months]
    known = [n for n, reading in enumerate(readings) if reading]
    if len(known) < 2:  # noqa: PLR2004  a line needs two points
        return []
    shown = list(zip(months, readings, strict=True))[known[0] :]
    return [{"month": MONTHS[month.month - 1], "users": _plain(reading)} for month, reading in shown]


def _month_end(month: date) -> date:
    return month_start(month, 1) - timedelta(days=1)


def _plain(reading: Measurement | None) -> float | None:
    return reading.value if reading else None


def _shares(facts: Facts, period: Period, seats: int) -> list[Section]:
    """What is in use in percent of what is there to use."""
    pairs = [
        ("Seats taken", _last(facts, "seats_used", period), seats),
        ("Active users, of the seats", _last(facts, "active_users", period), seats),
        ("Features in use", _last(facts, "features_used", period), _value(_last(facts, "features_available", period))),
    ]
    found = []
    for name, part, whole in pairs:
        share = percent(part.value, whole) if part and whole else None
        if part and share is not None:
            found.append({"name": name, "pct": share, "said": f"{counted(part.value)} of {counted(whole)}"})
    return found


def _value(reading: Measurement | None) -> float:
    return reading.value if reading else 0.0
