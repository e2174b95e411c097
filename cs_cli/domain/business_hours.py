"""Business hours: how much of a span of time lies in the hours at which a desk is staffed."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

ALWAYS = "24/7"
_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?\s*[-–]\s*(\d{1,2})(?::(\d\d))?")
_MINUTES_AN_HOUR, _SECONDS_AN_HOUR = 60, 3600
_DAY = 24 * _MINUTES_AN_HOUR
_WORKING_DAYS, _WEEK = 5, 7
_CLOSED = (0.0, 0.0)


class Shift(NamedTuple):
    """When a desk is staffed: from and until a minute of the day, on the first `days` of each week from Monday on."""

    opens: int
    closes: int
    days: int = _WORKING_DAYS

    @property
    def told(self) -> str:
        """`Mon-Fri 09-17`, `24/7`."""
        if self.days == _WEEK:
            return ALWAYS
        return f"Mon-Fri {_clock(self.opens)}-{_clock(self.closes)}"


def parse_shift(said: str) -> Shift:
    """The hours that `09-17`, `08:30-17:00` or `24/7` say. Raises ValueError with what is wrong."""
    words = said.strip()
    if words == ALWAYS:
        return Shift(0, _DAY, _WEEK)
    if (found := _HOURS.fullmatch(words)) is None:
        raise ValueError("is no span of hours")
    opens, closes = (
        int(hour) * _MINUTES_AN_HOUR + int(minute or 0) for hour, minute in (found.group(1, 2), found.group(3, 4))
    )
    if max(int(found[2] or 0), int(found[4] or 0)) >= _MINUTES_AN_HOUR or not opens < closes <= _DAY:
        raise ValueError("is no span of one day's hours")
    return Shift(opens, closes)


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute, _MINUTES_AN_HOUR)
    return f"{hours:02}:{minutes:02}" if minutes else f"{hours:02}"


def is_never(_day: date) -> bool:
    """No day is a holiday: where no country is known."""
    return False


@dataclass(frozen=True)
class BusinessHours:
    """A shift in a time zone (None: the machine's), closed on the days that `is_holiday` says; 24/7 is never closed."""

    shift: Shift
    zone: tzinfo | None = None
    is_holiday: Callable[[date], bool] = is_never
    _days: dict[date, tuple[float, float]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _spans: dict[tuple[datetime, datetime], float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def between(self, start: datetime, end: datetime) -> float:
        """The business hours from one instant to a later one; 0 where `end` is not after `start`."""
        if end <= start:
            return 0.0
        if (known := self._spans.get((start, end))) is None:
            known = self._spans[start, end] = self._summed(start, end)
        return known

    def _summed(self, start: datetime, end: datetime) -> float:
        first, last = (moment.astimezone(self.zone).date() for moment in (start, end))
        since, until = start.timestamp(), end.timestamp()
        seconds = 0.0
        for number in range((last - first).days + 1):
            opens, closes = self._staffed(first + timedelta(number))
            seconds += max(0.0, min(until, closes) - max(since, opens))
        return seconds / _SECONDS_AN_HOUR

    def _staffed(self, day: date) -> tuple[float, float]:
        """The instants between which the desk is staffed on a day, in seconds since 1970."""
        if (known := self._days.get(day)) is None:
            known = self._days[day] = self._looked_up(day)
        return known

    def _looked_up(self, day: date) -> tuple[float, float]:
        shift = self.shift
        if day.weekday() >= shift.days or (shift.days < _WEEK and self.is_holiday(day)):
            return _CLOSED
        midnight = datetime.combine(day, time(), self.zone)
        opens, closes = (midnight + timedelta(minutes=minute) for minute in (shift.opens, shift.closes))
        return opens.timestamp(), closes.timestamp()
