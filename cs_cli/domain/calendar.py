"""Days: month arithmetic from an anchor, the windows and dates that people type, the fiscal year."""

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.errors import UsageError

_LAST_DAY = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LENGTH = re.compile(r"(\d{1,4})([dwmqy])")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})\s*([a-z]{3,9})\s*(\d{4})?|([a-z]{3,9})\s*(\d{1,2})(?:,?\s+(\d{4}))?")
_QUARTER = re.compile(r"q([1-4])(?:\s*(?:fy)?(\d{2}|\d{4}))?")
_YEAR_FIRST = re.compile(r"(\d{4})[- ]?(q[1-4])")
_YEAR = re.compile(r"fy(\d{2}|\d{4})")
_CALENDAR = re.compile(r"(\d{4})(?:-(\d\d))?")
_WINDOWS = "30d, 6w, 3m, 1q, 1y or a last day: 2026-12-31, eom"
_LONGEST_LEAP = 8
_END_OF = "end of "
_COUNTED = re.compile(r"(\d{1,4}) (day|week|month|quarter|year)s?")
_NEXT = re.compile(r"next (\w+)|(\w+) next week")
_ENDS = {"end of month": "eom", "end of the month": "eom", "end of quarter": "eoq", "end of the quarter": "eoq"}
MONTHS = {"m": 1, "q": 3, "y": 12}
FIRST_YEAR, LAST_YEAR = 1990, 2100


def add_months(anchor: date, months: int) -> date:
    """`anchor` plus whole months, its day clamped to the month's last (31 Jan + 1 → 28 Feb, + 2 → 31 Mar)."""
    year, month0 = divmod(anchor.year * 12 + anchor.month - 1 + months, 12)
    if anchor.day <= 28:  # noqa: PLR2004  every month has a 28th
        return date(year, month0 + 1, anchor.day)
    leap = month0 == 1 and (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))
    return date(year, month0 + 1, min(anchor.day, 29 if leap else _LAST_DAY[month0]))


def months_between(start: date, end: date) -> int:
    """Whole calendar months from the month of `start` to the month of `end`, whatever the days."""
    return (end.year - start.year) * 12 + end.month - start.month


_TERMS = {"monthly": 1, "quarterly": 3, "annual": 12, "yearly": 12}


def parse_term(said: str) -> int:
    """A term's months: `monthly`, `quarterly`, `annual`, `18m`, `2y`. Raises UsageError."""
    words = said.strip().lower()
    months = _TERMS.get(words, 0)
    if (length := _LENGTH.fullmatch(words)) is not None and length[2] in MONTHS:
        months = int(length[1]) * MONTHS[length[2]]
    if months < 1:
        raise UsageError(f'"{said}" is no term', "Say monthly, quarterly, annual or a number of months: 18m")
    return months


class Window(NamedTuple):
    """A span of days, both included."""

    start: date
    end: date

    def holds(self, day: date) -> bool:
        """Whether `day` is in it."""
        return self.start <= day <= self.end


def parse_window(said: str, today: date, fiscal_start: int = 1) -> Window:
    """The window from `today` that `30d 6w 3m 1q 1y` or a date names; its last day counts.

    Raises UsageError for anything else and for a date before today.
    """
    if (count := said.strip()).isdecimal():
        raise UsageError(f'"{said}" is no window: {count} of what?', f"Say {count}d (days), {count}w or {count}m")
    try:
        end = parse_day(said, today, fiscal_start)
    except UsageError as error:
        raise UsageError(error.sentence, f"Say {_WINDOWS}") from error
    if end < today:
        raise UsageError(f'"{said}" ends on {end}, before {today}', f"A window looks ahead: {_WINDOWS}")
    return Window(today, end)


def parse_day(said: str, today: date, fiscal_start: int = 1) -> date:
    """The day that `2026-12-01`, `1 dec`, `fri`, `next fri`, `tomorrow`, `2w`, `-3d`, `eom`, `end of q1`, `fy27` names.

    A weekday is the next one after today; `next fri` (`fri next week`) that of the week after this one, `next week` its
    Monday, `next month` the first of the month; `2 weeks` is `2w`; a day and month without a year, the next to come; a
    quarter or fiscal year (first month `fiscal_start`) its last day. Raises UsageError with the forms understood.
    """
    typed = _lower(said)
    words = _ENDS.get(typed, typed.removeprefix(_END_OF))
    try:
        day = (
            _iso(words) or _relative(words, today) or _next(words, today) or _named(words, today)
            or _fiscal(words, today, fiscal_start)
        )  # fmt: skip
    except (ValueError, OverflowError) as error:
        raise UsageError(f'"{said}" is no day: {error}', "Say 2026-12-01, 1 dec, fri, tomorrow, 2w, eom, q1") from error
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(f'"{said}" is no day I know', "Say 2026-12-01, 1 dec, fri, 2w, eom, q1, fy27")
    return day


def _lower(said: str) -> str:
    """What was typed, in small letters and single spaces, its lengths short: `2 weeks` is `2w`."""
    words = " ".join(said.lower().split())
    counted = _COUNTED.fullmatch(words.lstrip("+-"))
    return words[: words.index(counted[1])] + counted[1] + counted[2][0] if counted else words


def _next(words: str, today: date) -> date | None:
    if (found := _NEXT.fullmatch(words)) is None:
        return None
    monday, named = today + timedelta(7 - today.weekday()), found[1] or found[2]
    if words == "next month":
        return add_months(today.replace(day=1), 1)
    if words == "next week":
        return monday
    return monday + timedelta(_DAYS.index(named[:3])) if is_weekday(named) else None


def parse_past_day(said: str, today: date, fiscal_start: int = 1) -> date:
    """As `parse_day`, for what has happened: a weekday, or a day and month alone, is the latest one up to today."""
    words = _lower(said)
    if is_weekday(words):
        return parse_day(words, today - timedelta(7), fiscal_start)
    if _DAY_AND_MONTH.fullmatch(words) and not re.search(r"\d{4}", words):
        return _latest(words, today)
    return parse_day(said, today, fiscal_start)


def _latest(words: str, today: date) -> date:
    """The latest day up to `today` of a day and month."""
    for years in range(1, _LONGEST_LEAP + 1):
        day = parse_day(words, add_months(today, -12 * years) + timedelta(1))
        if day <= today:
            break
    return day


def parse_since(said: str, today: date, fiscal_start: int = 1) -> date:
    """The first day of a span that ends today: `2w` is two weeks ago, `fri` the last Friday.

    Raises UsageError for anything else and for a day after today.
    """
    words = _lower(said)
    day = parse_past_day(f"-{words}" if _LENGTH.fullmatch(words) else words, today, fiscal_start)
    if day > today:
        raise UsageError(f'"{said}" is {day}, after {today}', "Say how far back to look: 2w, fri, 1 oct, 2026-10-01")
    return day


def parse_trailing(said: str, day: date) -> Window:
    """The window as long as `90d`, `6w`, `3m`, `1q` or `1y` whose last day is `day`. Raises UsageError."""
    words = _lower(said)
    if _LENGTH.fullmatch(words) is None or (start := parse_day(f"-{words}", day + timedelta(1))) > day:
        raise UsageError(f'"{said}" is no length of time', "Like 90d, 6w, 3m, 1q or 1y")
    return Window(start, day)


def parse_period(said: str, today: date, fiscal_start: int = 1) -> Window:
    """The period that `ttm`, `q3`, `q3 2026`, `2026-q3`, `2026`, `fy26` or `2026-06` names, both days included.

    `ttm` is the twelve months up to today; a quarter without a year, the latest that has begun. Raises UsageError.
    """
    words = _YEAR_FIRST.sub(r"\2 \1", " ".join(said.strip().lower().split()))
    try:
        period = trailing_year(today) if words == "ttm" else _period(words, today, fiscal_start)
    except ValueError as error:
        raise UsageError(f'"{said}" is no period: {error}', "Say ttm, q3, 2026, fy26 or 2026-06") from error
    if period is None or not FIRST_YEAR <= period.start.year <= period.end.year <= LAST_YEAR:
        raise UsageError(
            f'"{said}" is no period I know', "Say ttm, q3, 2026, fy26 or 2026-06; or --from DATE --to DATE"
        )
    return period


def trailing_year(day: date) -> Window:
    """The twelve months that end with `day`: their opening is the close of the same day a year before."""
    return Window(add_months(day + timedelta(1), -12), day)


def _period(words: str, today: date, first_month: int) -> Window | None:
    if found := _QUARTER.fullmatch(words):
        year = _four_digits(found[2]) if found[2] else fiscal_year(today, first_month)
        quarter = quarter_of_year(year, int(found[1]), first_month)
        return quarter if found[2] or quarter.start <= today else quarter_of_year(year - 1, int(found[1]), first_month)
    if found := _YEAR.fullmatch(words):
        return _whole(fiscal_year_start(_four_digits(found[1]), first_month), 12)
    if found := _CALENDAR.fullmatch(words):
        return _whole(date(int(found[1]), int(found[2] or 1), 1), 1 if found[2] else 12)
    return None


def _whole(start: date, months: int) -> Window:
    return Window(start, add_months(start, months) - timedelta(1))


def months_of(period: Window) -> list[Window]:
    """The calendar months of `period`, the first and the last cut at its ends."""
    found: list[Window] = []
    start = period.start
    while start <= period.end:
        following = add_months(start.replace(day=1), 1)
        found.append(Window(start, min(period.end, following - timedelta(1))))
        start = following
    return found


def _iso(words: str) -> date | None:
    return date.fromisoformat(words) if re.fullmatch(r"\d{4}-\d\d-\d\d", words) else None


def _relative(words: str, today: date) -> date | None:
    if (days := {"today": 0, "tomorrow": 1, "yesterday": -1}.get(words)) is not None:
        return today + timedelta(days)
    sign = -1 if words.startswith("-") else 1
    if (length := _LENGTH.fullmatch(words[1:] if words.startswith(("+", "-")) else words)) is None:
        return None
    count, letter = sign * int(length[1]), length[2]
    if letter in "dw":
        return today + timedelta(count * (7 if letter == "w" else 1))
    return add_months(today, count * MONTHS[letter])


def _named(words: str, today: date) -> date | None:
    if is_weekday(words):
        return today + timedelta((_DAYS.index(words[:3]) - today.weekday() - 1) % 7 + 1)
    if words == "eom":
        return add_months(today.replace(day=1), 1) - timedelta(1)
    if (found := _DAY_AND_MONTH.fullmatch(words)) is None:
        return None
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    if not is_month(month):
        return None
    number = _MONTHS.index(month[:3]) + 1
    if year:
        return date(int(year), number, int(day))
    return _next_to_come(number, int(day), today)


def _next_to_come(month: int, day: int, today: date) -> date:
    for year in range(today.year, today.year + _LONGEST_LEAP + 1):
        with suppress(ValueError):
            if (found := date(year, month, day)) >= today:
                return found
    return date(today.year, month, day)  # says what is wrong with 31 nov


_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def is_weekday(word: str) -> bool:
    """Whether a word in small letters is a weekday, or its first three letters or more."""
    return word[:3] in _DAYS and any(name.startswith(word) for name in _WEEKDAYS)


def is_month(word: str) -> bool:
    """Whether a word in small letters is a month, or its first three letters or more."""
    return word[:3] in _MONTHS and any(name.startswith(word) for name in _MONTH_NAMES)


def _fiscal(words: str, today: date, first_month: int) -> date | None:
    if words == "eoq":
        return fiscal_quarter(today, first_month).end
    if found := _QUARTER.fullmatch(words):
        year = _four_digits(found[2]) if found[2] else fiscal_year(today, first_month)
        end = quarter_of_year(year, int(found[1]), first_month).end
        return end if found[2] or end >= today else quarter_of_year(year + 1, int(found[1]), first_month).end
    if found := _YEAR.fullmatch(words):
        return fiscal_year_start(_four_digits(found[1]) + 1, first_month) - timedelta(1)
    return None


def _four_digits(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)  # noqa: PLR2004  two digits mean this century


def fiscal_year(day: date, first_month: int = 1) -> int:
    """The fiscal year of `day`, named by the calendar year in which it ends (from February: fy27 ends Jan 2027)."""
    return day.year + (1 if first_month > 1 and day.month >= first_month else 0)


def fiscal_year_start(year: int, first_month: int = 1) -> date:
    """The first day of fiscal year `year`."""
    return date(year - (1 if first_month > 1 else 0), first_month, 1)


def quarter_of_year(year: int, number: int, first_month: int = 1) -> Window:
    """Quarter `number` (1 to 4) of fiscal year `year`."""
    return _whole(add_months(fiscal_year_start(year, first_month), 3 * (number - 1)), 3)


def fiscal_quarter(day: date, first_month: int = 1) -> Window:
    """The fiscal quarter that holds `day`."""
    return _whole(add_months(day.replace(day=1), -((day.month - first_month) % 3)), 3)
