"""Dates and instants of a column: ISO at once, any other form only when the whole column says which one it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import Literal

from cs_cli.domain.calendar import FIRST_YEAR, LAST_YEAR
from cs_cli.errors import UsageError

Order = Literal["dmy", "mdy"]
_NUMERIC = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})([/.\-]?)(\d{1,2})\2(\d{1,2})")
_NAMED = re.compile(r"(\d{1,2})[.\- ]+([a-z]{3,9})\.?[, \-]+(\d{4}|\d{2})|([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_TIME = re.compile(r"(.*?)[T ,]+(\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)\s*([ap]m)?\s*(z|utc|[+-]\d\d:?\d\d)?", re.IGNORECASE)
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTHS_A_YEAR = 12
_SHORTEST_NAME = 3
_LAST_DAY = 31
_YEARS_FROM = 15
"""What two digits may be a year of this trade: from 2015 on."""


@dataclass
class DayColumn:
    """What a column's values say about the order of day and month."""

    column: str
    both: int = 0
    only: dict[Order, list[str]] = field(default_factory=lambda: {"dmy": [], "mdy": []})

    def observe(self, values: Iterable[str]) -> None:
        """Look at (distinct) values of the column."""
        for value in values:
            found = _NUMERIC.match(value.strip())
            if found is None or found[2] == ".":
                continue
            first, second = int(found[1]), int(found[3])
            fits_dmy = first <= _LAST_DAY and second <= _MONTHS_A_YEAR
            fits_mdy = first <= _MONTHS_A_YEAR and second <= _LAST_DAY
            if fits_dmy and fits_mdy:
                self.both += first != second
            elif fits_dmy or fits_mdy:
                self.only["dmy" if fits_dmy else "mdy"].append(value)

    @property
    def evidence(self) -> str | None:
        """The value that tells how the others are read, where there are others."""
        return next((values[0] for values in self.only.values() if values), None) if self.both else None

    def order(self) -> Order:
        """The one order that the whole column fits. Raises ValueError with the sentence that says why none does."""
        dmy, mdy = self.only["dmy"], self.only["mdy"]
        if dmy and mdy:
            raise ValueError(f'"{dmy[0]}" is day/month, but "{mdy[0]}" is month/day')
        if self.both and not dmy and not mdy:
            dates = "its date fits" if self.both == 1 else f"all {self.both} dates fit"
            raise ValueError(f"{dates} both day/month and month/day")
        return "mdy" if mdy else "dmy"


def order_of(said: str) -> Order:
    """The order of day and month that `--date-format` names: DD/MM/YYYY, %m/%d/%Y, dmy. Raises UsageError."""
    letters = "".join(dict.fromkeys(c for c in said.lower() if c in "dmy"))
    if letters in ("dmy", "mdy"):
        return "dmy" if letters == "dmy" else "mdy"
    if letters == "ymd":
        return "dmy"
    raise UsageError(f'"{said}" is no date format', "Say DD/MM/YYYY or MM/DD/YYYY; YYYY-MM-DD is always understood")


def parse_day(text: str, order: Order) -> str | None:
    """An ISO day, or None for a blank. Raises ValueError with the reason."""
    if len(text) == 10 and text[4] == text[7] == "-":  # noqa: PLR2004  the common form, at once
        return _checked(_made(text, int(text[:4]), int(text[5:7]), int(text[8:])) if _is_iso(text) else _unknown(text))
    stripped = text.strip()
    if not stripped:
        return None
    timed = _TIME.fullmatch(stripped)
    return _checked(_day(timed[1] if timed else stripped, order))


def _is_iso(text: str) -> bool:
    return text[:4].isdigit() and text[5:7].isdigit() and text[8:].isdigit() and text.isascii()


def _day(text: str, order: Order) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        return _made(text, int(found[1]), int(found[3]), int(found[4]))
    if found := _NUMERIC.fullmatch(text):
        if found[2] == "-" and len(found[4]) == 2 and int(found[1]) >= _YEARS_FROM:  # noqa: PLR2004  two digits
            raise ValueError("may begin with its day or its year: write 2027-03-31")
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        day, month = (second, first) if order == "mdy" and found[2] != "." else (first, second)
        return _made(text, year, month, day)
    if found := _NAMED.fullmatch(text.lower()):
        number, name, said = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _made(text, _year(said), _month(text, name), int(number))
    return _unknown(text)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)  # noqa: PLR2004  two digits mean this century


def _month(text: str, name: str) -> int:
    for number, month in enumerate(_MONTHS, 1):
        if len(name) >= _SHORTEST_NAME and (month.startswith(name) or name == "sept" == month[:4]):
            return number
    return _unknown(text).month


def _unknown(text: str) -> date:
    raise ValueError("is no date" if any(c.isdigit() for c in text) else "is no date: write 2027-03-31")


def _made(text: str, year: int, month: int, day: int) -> date:
    if not 1 <= month <= _MONTHS_A_YEAR:
        raise ValueError(f"there is no month {month}")
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= day <= _LAST_DAY or not year >= 1:
            raise ValueError(f"there is no day {day}" if year else f"{text} has no year") from None
        last = 30 if month != 2 else 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28  # noqa: PLR2004
        in_year = f" {year}" if month == 2 else ""  # noqa: PLR2004  February
        raise ValueError(f"{_MONTHS[month - 1].title()}{in_year} has {last} days") from None


def _checked(day: date) -> str:
    if day.year < FIRST_YEAR:
        raise ValueError(f"the year {day.year} is before {FIRST_YEAR}")
    if day.year > LAST_YEAR:
        raise ValueError(f"the year {day.year} is after {LAST_YEAR}")
    return day.isoformat()


def parse_instant(text: str, order: Order, zone: tzinfo) -> str | None:
    """An instant in UTC (`…Z`, whole seconds), or None for a blank; without an offset it is in `zone`.

    A day alone is its midnight in UTC. Raises ValueError with the reason.
    """
    stripped = text.strip()
    if not stripped:
        return None
    timed = _TIME.fullmatch(stripped)
    if timed is None:
        return f"{_checked(_day(stripped, order))}T00:00:00Z"
    day = _checked(_day(timed[1], order))
    local = datetime.fromisoformat(f"{day}T{_clock(timed[2], timed[3])}{_offset(timed[4])}")
    aware = local if local.tzinfo else local.replace(tzinfo=zone)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _clock(text: str, half: str | None) -> str:
    hour, _, rest = text.partition(":")
    number = int(hour)
    if half:
        number = number % 12 + (12 if half.lower() == "pm" else 0)
    if not 0 <= number < 24:  # noqa: PLR2004  hours of a day
        raise ValueError(f"there is no hour {number}")
    return f"{number:02}:{rest.partition('.')[0]}"


def _offset(text: str | None) -> str:
    return "" if text is None else "+00:00" if text.lower() in ("z", "utc") else text
