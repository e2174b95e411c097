"""The small words that all screens share: days, distances, bands."""

from datetime import date
from typing import Any

from cs_cli.output.sheet import Cell

_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
STYLES = {"red": "bold red", "yellow": "yellow", "green": "green", "grey": "bright_black"}
GLYPHS = {"red": "■", "yellow": "▲", "green": "●", "grey": "○"}


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


def distance(days: int, *, past: str = "late") -> str:
    """`in  8d`, `today`, `8d late` (or `8d ago` with `past`)."""
    if days == 0:
        return "today"
    return f"in {days:>2}d" if days > 0 else f"{-days}d {past}"


def how_long(days: int) -> str:
    """`in 8 days`, `today`, `tomorrow`."""
    if days in (0, 1):
        return ("today", "tomorrow")[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def band(score: Any) -> Cell:  # noqa: ANN401  a Score of domain.health, kept out of the import graph
    """`■ red 40`, or `○ grey` where nothing is known."""
    if score is None:
        return Cell("○ grey", STYLES["grey"])
    name = str(score.band)
    number = "" if score.whole is None or name == "grey" else f" {score.whole}"
    return Cell(f"{GLYPHS[name]} {name}{number}", STYLES[name])


def band_word(score: Any) -> Cell:  # noqa: ANN401  as above
    """`■ red`."""
    name = "grey" if score is None else str(score.band)
    return Cell(f"{GLYPHS[name]} {name}", STYLES[name])


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 contract`, `5 contracts`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
