"""Days, distances and counts in words."""

from collections.abc import Iterable
from datetime import date

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
WEEK_DAYS = 7
_ASSUMED = {"starts_on": "start", "auto_renew": "auto-renewal"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def weekday(day: date) -> str:
    """`Tue 1 Dec`."""
    return f"{_DAYS[day.weekday()]} {short(day)}"


def short(day: date) -> str:
    """`1 Dec`."""
    return f"{day.day} {_MONTHS[day.month - 1]}"


def full(day: date) -> str:
    """`Mon 23 Nov 2026`."""
    return f"{weekday(day)} {day.year}"


def near(day: date, today: date) -> str:
    """`1 Dec`, with the year where it is not that of `today`."""
    return short(day) if day.year == today.year else f"{short(day)} {day.year}"


def close(day: date, today: date) -> str:
    """`today`, `Fri` less than a week from `today` on either side, else `17 Nov`."""
    if day == today:
        return "today"
    return _DAYS[day.weekday()] if abs((day - today).days) < WEEK_DAYS else near(day, today)


def dated(day: date, today: date) -> str:
    """`Tue 17 Nov`, with the year where it is not that of `today`."""
    return weekday(day) if day.year == today.year else full(day)


def distance(days: int, *, past: str = "late", width: int = 0) -> str:
    """`in 8d`, `today`, `8d late` (or `8d ago` with `past`); `width` sets the number of days ahead to the right."""
    if days == 0:
        return "today"
    return f"in {days:>{width}}d" if days > 0 else f"{-days}d {past}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 contract`, `5 contracts`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def month(day: date) -> str:
    """`Mar 2023`."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def assumed(names: Iterable[str]) -> list[str]:
    """What is only assumed of a contract, in words: `starts_on` as `start`."""
    return [_ASSUMED.get(name, name.replace("_", " ")) for name in names]


def clipped(text: str, longest: int) -> str:
    """`text`, where it is longer than that cut at a space if one is near, with `…` at its end."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    space = cut.rfind(" ", longest * 2 // 3)
    return f"{cut[:space] if space > 0 else cut}…"
