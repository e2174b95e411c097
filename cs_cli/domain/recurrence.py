"""On which days a meeting that repeats was held: the rules of RFC 5545 that calendars write, day by day.

Not understood: rules by the hour and below, and by week number, day of the year or Easter.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST"}
_WEEKDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_MOST_PERIODS = 40_000
_WEEK, _MONTHS, _MONTH_DAYS, _MOST_PLACES = 7, 12, 31, 366


class Weekday(NamedTuple):
    """A day of the week, Monday 0; the how-manieth of the month, from its end where negative, 0 for each."""

    nth: int
    day: int


class Rule(NamedTuple):
    """How something repeats."""

    frequency: str
    interval: int = 1
    times: int | None = None
    weekdays: tuple[Weekday, ...] = ()
    month_days: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()
    week_starts: int = 0


def parse_rule(said: str) -> Rule:
    """The rule that `FREQ=WEEKLY;BYDAY=MO,WE` says, but for its UNTIL. Raises ValueError where it is none I know."""
    parts = dict(part.upper().split("=", 1) for part in said.strip().split(";") if part)
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES or parts.keys() - _KNOWN:
        raise ValueError(said)
    rule = Rule(
        frequency,
        _whole(parts.get("INTERVAL", "1"), 1, 10_000),
        _whole(parts["COUNT"], 1, 1_000_000) if "COUNT" in parts else None,
        tuple(map(_weekday, _listed(parts, "BYDAY"))),
        tuple(_whole(each, 1, _MONTH_DAYS) for each in _listed(parts, "BYMONTHDAY")),
        tuple(_whole(each, 1, _MONTHS) for each in _listed(parts, "BYMONTH")),
        tuple(_whole(each, 1, _MOST_PLACES) for each in _listed(parts, "BYSETPOS")),
        _weekday(parts.get("WKST", "MO")).day,
    )
    is_of_year = frequency == "YEARLY" and any(each.nth for each in rule.weekdays) and not rule.months
    if is_of_year or any(month < 0 for month in rule.months):
        raise ValueError(said)
    return rule


def _listed(parts: Mapping[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _whole(said: str, low: int, high: int) -> int:
    """A whole number whose size is from `low` to `high`; where several are allowed it may be negative."""
    number = int(said)
    if not low <= abs(number) <= high or (number < 0 and high > _MOST_PLACES):
        raise ValueError(said)
    return number


def _weekday(said: str) -> Weekday:
    if (found := _WEEKDAY.fullmatch(said.strip())) is None:
        raise ValueError(said)
    return Weekday(int(found[1] or 0), _DAYS.index(found[2]))


def days_of(rule: Rule, start: date, until: date) -> Iterator[date]:
    """The days from `start` to `until` on which something is held that began on `start`, in order."""
    found = 0
    for number in range(_MOST_PERIODS):
        first = _period(rule, start, number * rule.interval)
        if first is None or first > until:
            return
        days = sorted(_in_period(rule, start, first))
        if rule.places:
            chosen = {place - 1 if place > 0 else len(days) + place for place in rule.places}
            days = [day for place, day in enumerate(days) if place in chosen]
        for day in days:
            if day < start:
                continue
            found += 1
            if day > until or (rule.times is not None and found > rule.times):
                return
            yield day


def _period(rule: Rule, start: date, after: int) -> date | None:
    """The first day of the period that comes so many after that of `start`; None after the last there is."""
    try:
        if rule.frequency == "DAILY":
            return start + timedelta(after)
        if rule.frequency == "WEEKLY":
            return start - timedelta((start.weekday() - rule.week_starts) % _WEEK) + timedelta(_WEEK * after)
        year, month0 = divmod(start.year * _MONTHS + start.month - 1 + after, _MONTHS)
        return date(year, month0 + 1, 1) if rule.frequency == "MONTHLY" else date(start.year + after, 1, 1)
    except (ValueError, OverflowError):
        return None


def _in_period(rule: Rule, start: date, first: date) -> Iterator[date]:
    if rule.frequency == "DAILY":
        yield from (day for day in (first,) if _fits(rule, day))
    elif rule.frequency == "WEEKLY":
        weekdays = {each.day for each in rule.weekdays} or {start.weekday()}
        week = (first + timedelta(days) for days in range(_WEEK))
        yield from (day for day in week if day.weekday() in weekdays and _fits(rule._replace(weekdays=()), day))
    elif rule.frequency == "MONTHLY":
        yield from _in_month(rule, start, first) if not rule.months or first.month in rule.months else ()
    else:
        for month in _months_of_year(rule, start):
            yield from _in_month(rule, start, first.replace(month=month))


def _months_of_year(rule: Rule, start: date) -> list[int]:
    if rule.months:
        return sorted(set(rule.months))
    return list(range(1, _MONTHS + 1)) if rule.weekdays or rule.month_days else [start.month]


def _in_month(rule: Rule, start: date, first: date) -> Iterator[date]:
    last = monthrange(first.year, first.month)[1]
    if not rule.weekdays and not rule.month_days:
        if start.day <= last:
            yield first.replace(day=start.day)
        return
    yield from (day for number in range(1, last + 1) if _fits(rule, day := first.replace(day=number)))


def _fits(rule: Rule, day: date) -> bool:
    """Whether a day is one of the rule's months, days of the month and days of the week, where it says some."""
    last = monthrange(day.year, day.month)[1]
    return (
        (not rule.months or day.month in rule.months)
        and (not rule.month_days or day.day in rule.month_days or day.day - last - 1 in rule.month_days)
        and (not rule.weekdays or any(_is_weekday(each, day, last) for each in rule.weekdays))
    )


def _is_weekday(wanted: Weekday, day: date, last: int) -> bool:
    nth = (day.day - 1) // _WEEK + 1 if wanted.nth >= 0 else -((last - day.day) // _WEEK + 1)
    return wanted.day == day.weekday() and wanted.nth in (0, nth)
