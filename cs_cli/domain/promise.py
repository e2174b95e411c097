"""A promise as it is typed in one line: `us: fix SSO by 12 dec`."""

import re
from datetime import date
from typing import NamedTuple

from cs_cli.domain.calendar import parse_day
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
_BY = re.compile(r"(?:(.*)\s)?by\s+(.+)", re.IGNORECASE | re.DOTALL)
_LIKE = "Like us: fix SSO by 12 dec · them: name a sponsor by fri · both: agree on dates"


class Promise(NamedTuple):
    """Whose promise it is (`us`, `them` or `both`), what, and by when, if that was said."""

    side: str
    promise: str
    due_on: date | None


def parse_promise(said: str, today: date, fiscal_start: int = 1) -> Promise:
    """What `us: fix SSO by 12 dec` says; without a side it is ours. Raises UsageError.

    What stands after the last "by" is a day if it reads as one; if it only looks like one, that is an error.
    """
    before, colon, after = said.partition(":")
    side = SIDES_SAID.get(before.strip().lower()) if colon else None
    text = after if side else said
    promise, day = _split(text.strip(), today, fiscal_start)
    if not promise:
        raise UsageError(f'"{said}" promises nothing; nothing was written', _LIKE)
    return Promise(side or "us", promise, day)


def _split(text: str, today: date, fiscal_start: int) -> tuple[str, date | None]:
    found = _BY.fullmatch(text)
    if not found:
        return text, None
    before, after = found[1] or "", found[2]
    try:
        return before.rstrip(" ,"), parse_day(after, today, fiscal_start)
    except UsageError:
        if any(sign.isdigit() for sign in after):
            raise
        return text, None
