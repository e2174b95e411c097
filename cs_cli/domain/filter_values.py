"""What stands behind the colon of a filter: a text, a number, a day, a length of time; compared, or from a to b."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from cs_cli.domain.calendar import (
    Window,
    fiscal_quarter,
    parse_day,
    parse_past_day,
    parse_period,
    parse_term,
)
from cs_cli.domain.conditions import EVERGREEN, Between, Missing, Part, Same, Test
from cs_cli.domain.text import fold
from cs_cli.errors import UsageError

NONE = "none"
_NUMBER = re.compile(r"(-?\d{1,12}(?:\.\d{1,6})?)([km]?)", re.IGNORECASE)
_LENGTH = re.compile(r"[+-]?\d{1,4}[dwmqy]")
_QUARTER = re.compile(r"q[1-4]")
_PERIOD = re.compile(r"\d{4}(-\d\d|[- ]?q[1-4])?|q[1-4] ?(fy)?(\d{2}|\d{4})|fy(\d{2}|\d{4})")
_COMPARED = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)


class Calendar(NamedTuple):
    """What days are reckoned from: today, and the first month of the fiscal year."""

    today: date
    fiscal_start: int = 1


Reads = Callable[[str, Calendar], Test]
"""Reads what stands behind the colon, one of what commas part. Raises ValueError with what it should be."""


def text(said: str, _calendar: Calendar) -> Test:
    """A name as it is recorded, whatever its case and accents; `ent*` is how it begins, `none` is nothing."""
    folded = fold(said)
    if said[:1] in "<>=":
        raise ValueError("is a text, and texts are not compared")
    if folded == NONE:
        return Missing()
    return Part(folded[:-1]) if folded.endswith("*") and folded != "*" else Same(folded)


def part(said: str, _calendar: Calendar) -> Test:
    """A part of a name."""
    return Part(fold(said), anywhere=True)


def one_of(*known: str) -> Reads:
    """One of some words."""

    def read(said: str, _calendar: Calendar) -> Test:
        if fold(said) not in known:
            raise ValueError(f"must be {', '.join(known[:-1])} or {known[-1]}")
        return Same(fold(said))

    return read


def number(said: str, _calendar: Calendar) -> Test:
    """A number: `50k`, `>=1.5m`, `10..20`."""
    if fold(said) == NONE:
        return Missing()
    return _ranged(said, lambda word: (value := _number(word), value))


def _number(word: str) -> Decimal:
    if (found := _NUMBER.fullmatch(word)) is None:
        raise ValueError("must be a number, like 50000, 50k, >1.5m or 10k..50k")
    return Decimal(found[1]) * {"": 1, "k": 1_000, "m": 1_000_000}[found[2].lower()]


def term(said: str, _calendar: Calendar) -> Test:
    """The length of a term: `monthly`, `annual`, `>12m`, `evergreen`."""
    if fold(said) in (NONE, "evergreen"):
        return Missing() if fold(said) == NONE else Same(EVERGREEN)
    found = _ranged(said, lambda word: (months := _months(word), months))
    return found if found.low is not None else found._replace(low=1)


def _months(word: str) -> int:
    try:
        return parse_term(word)
    except UsageError as error:
        raise ValueError("must be a term, like monthly, quarterly, annual, 18m, >12m or evergreen") from error


def day(said: str, calendar: Calendar) -> Test:
    """A day to come, or a period: `30d` is within so long, `<30d` sooner, `2027-01..2027-03`, `q1`, `eom`."""
    if fold(said) == NONE:
        return Missing()
    if _LENGTH.fullmatch(word := said.strip().lower()):
        first, last = sorted((calendar.today, _window(word, calendar, past=False).end))
        return Between(first, last)
    return _ranged(said, lambda word: _window(word, calendar, past=False))


def past(said: str, calendar: Calendar) -> Test:
    """A day that has been: `90d` is within so long, `>2y` longer ago, `2026-10`, `>=2026-10-01`."""
    if fold(said) == NONE:
        return Missing()
    if _is_of_lengths(said):
        return _age(said if said[:1] in "<>=" or ".." in said else f"<={said}", calendar)
    return _ranged(said, lambda word: _window(word, calendar, past=True))


def silence(said: str, calendar: Calendar) -> Test:
    """How long ago: `45d` or `>45d`; never is longer than any length."""
    if not _is_of_lengths(said):
        raise ValueError("must be a length of time, like 45d, >6w or 30d..90d")
    found = _age(said if said[:1] in "<>=" or ".." in said else f">={said}", calendar)
    return found._replace(or_missing=found.low is None)


def _is_of_lengths(said: str) -> bool:
    words = [word.strip() for word in said.lower().lstrip("<>=").split("..")]
    return any(words) and all(not word or _LENGTH.fullmatch(word) for word in words)


def _age(said: str, calendar: Calendar) -> Between:
    """The days that lie so long ago: the longer, the earlier."""
    found = _ranged(said.lower(), lambda word: (length := _Length(word, calendar), length))
    low, high = (bound and bound.day for bound in (found.high, found.low))
    return Between(low, high, above=found.below, below=found.above)


class _Length:
    """A length of time up to today; the longer is the greater."""

    def __init__(self, word: str, calendar: Calendar) -> None:
        self.day = parse_day(f"-{word.lstrip('+-')}", calendar.today)

    def __gt__(self, other: "_Length") -> bool:
        return self.day < other.day


def _ranged(said: str, ends: Callable[[str], Any]) -> Between:
    """`>x`, `a..b`, `a..`, `x`; `ends` gives the first and last value of what a word names. Raises ValueError."""
    first, dots, last = said.partition("..")
    if dots:
        low = ends(first.strip())[0] if first.strip() else None
        high = ends(last.strip())[1] if last.strip() else None
        if low is None and high is None:
            raise ValueError("has no end: say a..b, a.. or ..b")
        if low is not None and high is not None and low > high:
            raise ValueError("ends before it begins")
        return Between(low, high)
    [(sign, word)] = _COMPARED.findall(said.strip())[:1]
    low, high = ends(word.strip())
    return {
        ">": Between(low=high, above=True),
        ">=": Between(low=low),
        "<": Between(high=low, below=True),
        "<=": Between(high=high),
    }.get(sign, Between(low, high))


def _window(word: str, calendar: Calendar, *, past: bool) -> Window:
    """The days that a word names: one, or those of a month, a quarter, a year. Raises ValueError."""
    words = " ".join(word.lower().split())
    today, start = calendar
    try:
        if _QUARTER.fullmatch(words) and not past:
            return fiscal_quarter(parse_day(words, today, start), start)
        if _PERIOD.fullmatch(words) or (_QUARTER.fullmatch(words) and past):
            return parse_period(words, today, start)
        found = (parse_past_day if past else parse_day)(words, today, start)
    except UsageError as error:
        raise ValueError("must be a day or a period, like <30d, 2027-01-15, 2027-01..2027-03, q1 or none") from error
    return Window(found, found)
