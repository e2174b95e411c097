"""Days, months and quarters in words, and the quarter that a review looks back on."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from cs_cli.documents.look.labels import ENGLISH, labels_of
from cs_cli.domain.calendar import months_between, parse_period
from cs_cli.errors import UsageError

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
QUARTER_MONTHS = 3
_YEAR = re.compile(r"\d{4}|fy", re.IGNORECASE)


def day_said(text: str | None, lang: str = ENGLISH) -> str:
    """`2027-03-01` (or an instant of that day) as `1 Mar 2027`, nothing as `–`; anything else as it is."""
    return labels_of(lang).day_said(text)


def iso_said(on: date | None) -> str | None:
    """A day as plain data holds it; None of nothing."""
    return on.isoformat() if on else None


def month_start(on: date, months: int = 0) -> date:
    """The first of the month that lies `months` after that of `on`."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    return date(year, month + 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days a review looks back on, `first` to `last` inclusive, and their name."""

    first: date
    last: date
    name: str

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month in it."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        return tuple(month_start(self.first, n) for n in range(count))

    def holds(self, on: date) -> bool:
        """Whether `on` is one of its days."""
        return self.first <= on <= self.last


def quarter_of(on: date, fiscal_month: int = 1) -> Period:
    """The quarter that holds `on`; years begin in month `fiscal_month` and are named by the year they end in."""
    begin = month_start(on, -((on.month - fiscal_month) % 3))
    number = (begin.month - fiscal_month) % 12 // 3 + 1
    year = begin.year if fiscal_month == 1 else begin.year + (begin.month >= fiscal_month)
    name = f"Q{number} {year}" if fiscal_month == 1 else f"Q{number} FY{year % 100:02d}"
    return Period(begin, month_start(begin, 3) - timedelta(days=1), name)


def before(period: Period, fiscal_month: int = 1) -> Period:
    """The quarter before `period`."""
    return quarter_of(period.first - timedelta(days=1), fiscal_month)


def after(period: Period, fiscal_month: int = 1) -> Period:
    """The quarter after `period`."""
    return quarter_of(period.last + timedelta(days=1), fiscal_month)


def last_full_quarter(as_of: date, fiscal_month: int = 1) -> Period:
    """The latest quarter whose last day is not after `as_of`."""
    current = quarter_of(as_of, fiscal_month)
    return current if current.last == as_of else before(current, fiscal_month)


def quarter_said(said: str, as_of: date, fiscal_month: int = 1) -> Period:
    """The quarter that `q3` (the latest), `2026-Q3` or `q3 2026` names, which is over on `as_of`. Raises UsageError."""
    window = parse_period(said, as_of, fiscal_month)
    if months_between(window.start, window.end + timedelta(days=1)) != QUARTER_MONTHS:
        raise UsageError(f'"{said}" is no quarter', "Like --period q3 or --period 2026-Q3")
    period = quarter_of(window.start, fiscal_month)
    if period.last > as_of and not _YEAR.search(said):
        period = quarter_of(month_start(period.first, -12), fiscal_month)
    if period.last > as_of:
        raise UsageError(f"{period.name} is not over on {as_of}", f"Like --period {last_full_quarter(as_of).name!r}")
    return period


def span_said(first: date, last: date) -> str:
    """Days from `first` to `last`: `1 Jul – 30 Sep 2026`, across years both named; one day alone as itself."""
    end = day_said(last.isoformat())
    if first == last:
        return end
    start = day_said(first.isoformat())
    return f"{start.removesuffix(f' {first.year}') if first.year == last.year else start} – {end}"
