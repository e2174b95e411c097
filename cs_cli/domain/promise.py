"""A promise as it is typed in one line: `us: fix SSO by 12 dec`."""

import re
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from cs_cli.domain.calendar import is_month, is_weekday, parse_day
from cs_cli.errors import UsageError

SIDES_SAID = {
    "us": "us",
    "we": "us",
    "me": "us",
    "them": "them",
    "they": "them",
    "customer": "them",
    "both": "both",
    "joint": "both",
    "together": "both",
}
"""Whose a promise or a milestone is, by the words that say it."""
_WHEN = re.compile(r"(?<!\S)(by|before|until|till|on|in)\s+", re.IGNORECASE)
_IN = re.compile(r"\d.*|q[1-4].*|fy\d.*", re.IGNORECASE)
_LIKE = "Like us: fix SSO by 12 dec · them: name a sponsor by fri · both: agree on dates"


class Promise(NamedTuple):
    """Whose promise it is (`us`, `them` or `both`), what, and by when, if that was said."""

    side: str
    promise: str
    due_on: date | None


def parse_promise(said: str, today: date, fiscal_start: int = 1, due: date | None = None) -> Promise:
    """What `us: fix SSO by 12 dec` says; without a side it is ours; `due` is a day said besides. Raises UsageError.

    What stands after the last `by`, `before`, `until`, `on` or `in` is a day if it reads as one; where it only begins
    like one, that is an error, unless `due` says the day. Two days that differ are an error.
    """
    before, colon, after = said.partition(":")
    side = SIDES_SAID.get(before.strip().lower()) if colon else None
    text = (after if side else said).strip()
    promise, day = _split(text, today, fiscal_start) or (text, None)
    if not promise:
        raise UsageError(f'"{said}" promises nothing; nothing was written', _LIKE)
    if day is None and due is None:
        _refuse_nearly_a_day(side or "us", text)
    if day and due and day != due:
        raise UsageError(f'"{said}" and --due are two days, {day} and {due}; nothing was written', "Say one of them")
    return Promise(side or "us", promise, day or due)


def _split(text: str, today: date, fiscal_start: int) -> tuple[str, date] | None:
    for found in reversed(list(_WHEN.finditer(text))):
        named = text[found.end() :].rstrip(" .!,;")
        if _may_be_a_day(found[1].lower(), named):
            with suppress(UsageError):
                return text[: found.start()].rstrip(" ,"), parse_day(named, today, fiscal_start)
    return None


def _may_be_a_day(word: str, named: str) -> bool:
    """Whether the words after `in` and `on` can say when: `log in today` does not."""
    return _IN.fullmatch(named) is not None if word == "in" else word != "on" or named.lower() not in _LOOSE


_LOOSE = frozenset({"today", "tomorrow", "yesterday"})


def _refuse_nearly_a_day(side: str, text: str) -> None:
    """Raises UsageError for words that begin with a weekday, a month or a digit and are no day."""
    for found in reversed(list(_WHEN.finditer(text))):
        named = text[found.end() :]
        first = re.split(r"[\s,.;-]", named.lower(), maxsplit=1)[0]
        says_when = found[1].lower() not in ("in", "on")
        if is_weekday(first) or is_month(first) or (says_when and any(sign.isdigit() for sign in named)):
            begun = text[: found.start()].rstrip(" ,") or "…"
            raise UsageError(
                f'"{named}" is no day I know; nothing was written',
                f'Say 2026-12-01, 1 dec, fri, next fri, 2w, eom or q1: "{side}: {begun} by fri"',
            )
