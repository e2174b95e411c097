"""Periods of a digest: the local day, ISO week or month that one belongs to, and the days on which it runs."""

from collections.abc import Iterator
from datetime import date, timedelta

from cs_cli.domain.digest_settings import DAYS, Definition
from cs_cli.domain.holidays import is_holiday

_STEP = timedelta(1)
LONGEST_GAP = 366
"""So many days are looked back for one on which a digest should have run."""


def period_of(definition: Definition, today: date) -> str:
    """The period that `today`, a day in the user's time zone, belongs to: `2026-11-23`, `2026-W48` or `2026-11`."""
    if definition.period == "day":
        return today.isoformat()
    year, week, _day = today.isocalendar()
    return f"{year:04}-W{week:02}" if definition.period == "week" else f"{today:%Y-%m}"


def last_day(period: str) -> date:
    """The last day of a period as `period_of` writes it."""
    if "W" in period:
        year, week = period.split("-W")
        return date.fromisocalendar(int(year), int(week), len(DAYS))
    if period.count("-") == 1:
        first = date.fromisoformat(f"{period}-01")
        return (first + timedelta(31)).replace(day=1) - _STEP
    return date.fromisoformat(period)


def runs_on(definition: Definition, day: date) -> bool:
    """Whether the digest runs on `day`: one of its weekdays, and no public holiday of its country."""
    if day.weekday() not in definition.days:
        return False
    return not (definition.holidays and is_holiday(day, definition.holidays))


def missed(definition: Definition, last: str, today: date) -> tuple[date, date] | None:
    """The first and the last day that a digest of `today` covers where one was missed since the period `last`."""
    first = last_day(last) + _STEP
    if definition.period == "day":
        return next(((day, today) for day in _days(first, today) if runs_on(definition, day)), None)
    return (first, today) if period_of(definition, first) != period_of(definition, today) and first <= today else None


def _days(first: date, end: date) -> Iterator[date]:
    """The days from `first` on, before `end`."""
    first = max(first, end - timedelta(LONGEST_GAP))
    return (first + timedelta(n) for n in range((end - first).days))
