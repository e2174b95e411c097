"""What one term of a contract may say: facts that cannot stand together, and how a notice period is written."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain.terms import Notice
from cs_cli.domain.text import fold

_NOTICE = re.compile(r"(\d{1,4})\s*-?\s*(d|days?|b|bd|business(?: days?)?|w|weeks?|m|months?)?", re.ASCII)
CALENDAR = "calendar"
_KINDS = {"b": "business", "m": "months"}
_LONGEST_MONTH = 31
_WORKING_DAYS = 23
_NAMES = {1: "monthly", 3: "quarterly", 12: "annual"}
DAYS_A_WEEK = 7


class Agreement(NamedTuple):
    """The dates and rhythm of a term: from `starts_on` up to, not including, `renews_on` (None: evergreen)."""

    starts_on: date
    renews_on: date | None
    term_months: int | None
    notice: Notice | None = None
    renewal_months: int | None = None


def term_name(months: int | None) -> str:
    """`monthly`, `quarterly`, `annual`, `18m`, or `evergreen` where there are no months."""
    return "evergreen" if months is None else _NAMES.get(months, f"{months}m")


def parse_notice(said: str) -> tuple[int, str] | None:
    """(count, kind) of `60`, `60 days`, `8w`, `30b` (business days) or `2m` (months); None for a blank.

    Raises ValueError with the reason.
    """
    words = " ".join(said.lower().split())
    if not words:
        return None
    if (found := _NOTICE.fullmatch(words)) is None:
        raise ValueError("is no notice period: say 60 (days), 8w, 30b (business days) or 2m (months)")
    letter = (found[2] or "d")[0]
    return int(found[1]) * (DAYS_A_WEEK if letter == "w" else 1), _KINDS.get(letter, CALENDAR)


def contradictions(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """(column, reason) of everything that cannot be true of one term."""
    starts, renews, months = agreement.starts_on, agreement.renews_on, agreement.term_months
    if (renews is None) != (months is None):
        yield "renews_on", "an evergreen contract never renews; any other has a renewal date"
    if renews is not None and renews <= starts:
        yield "renews_on", f"its last day, {renews - timedelta(1)}, is before its first, {starts}"
    rhythm = agreement.renewal_months or months
    if agreement.notice and rhythm and _days_of(agreement.notice) > rhythm * _LONGEST_MONTH:
        yield "notice_days", f"a notice of {notice_words(agreement.notice)} is longer than the {term_name(rhythm)} term"


def _days_of(notice: Notice) -> int:
    if notice.kind == "months":
        return notice.length * _LONGEST_MONTH
    return notice.length * _LONGEST_MONTH // _WORKING_DAYS if notice.kind == "business" else notice.length


def notice_words(notice: Notice) -> str:
    """`60 days`, `30 business days`, `2 months`, `1 day`."""
    unit = {"months": "month", "business": "business day"}.get(notice.kind, "day")
    return f"{notice.length} {unit}{'' if notice.length == 1 else 's'}"


def overlapping(agreement: Agreement, others: Iterable[Agreement]) -> Agreement | None:
    """The first of `others` that shares a day with `agreement`."""
    return next((other for other in others if _shares_a_day(agreement, other)), None)


class Deal(NamedTuple):
    """A term beside others of its account: how it is called, its dates, its ARR in minor units and their currency."""

    label: str
    agreement: Agreement
    arr_minor: int
    currency: str


def twin(deal: Deal, others: Iterable[Deal]) -> Deal | None:
    """The first of `others` that may be the same deal once more: same renewal date and ARR, not both named apart."""
    return next((other for other in others if _may_be_one(deal, other)), None)


def _may_be_one(one: Deal, other: Deal) -> bool:
    same_worth = one.arr_minor > 0 and (one.arr_minor, one.currency) == (other.arr_minor, other.currency)
    same_day = one.agreement.renews_on is not None and one.agreement.renews_on == other.agreement.renews_on
    are_apart = one.label and other.label and fold(one.label) != fold(other.label)
    return same_worth and same_day and not are_apart


def _shares_a_day(one: Agreement, other: Agreement) -> bool:
    return (one.renews_on is None or other.starts_on < one.renews_on) and (
        other.renews_on is None or one.starts_on < other.renews_on
    )
