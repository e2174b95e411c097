"""Revenue over time: from which day to which each term brings its ARR, and what that changes in an account.

Source of the rules: docs/metrics.md, Retention. `book.standing` is the rule of a single day; a test holds the two
together.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from cs_cli.domain.renewals import Term, current, end_by_outcome, is_agreed, is_renewed

CLOSED = ("ended", "cancelled")


class Span(NamedTuple):
    """What one term brings: its ARR in minor units from `starts_on` up to, not including, `until` (None: runs on)."""

    account_id: int
    account: str
    contract: str
    currency: str
    arr_minor: int
    starts_on: date
    until: date | None
    term: Term

    def holds(self, day: date) -> bool:
        """Whether it brings its ARR on `day`."""
        return self.starts_on <= day and (self.until is None or day < self.until)


def span_of(term: Term, today: date, known_until: date = date.max) -> Span | None:
    """What `term` brings, as it is known; None for drafts, one-time prices and what was not agreed by then.

    An outcome ends a term on its day. A renewed term holds until its successor starts, at the latest its renewal date;
    one that must be signed, or of which notice was received, until its renewal date; else it runs on. `today` is when
    one that was closed by hand ended, where its renewal date lies ahead.
    """
    if term.status == "draft" or not term.arr_minor or not is_agreed(term, known_until):
        return None
    until = _until(term, today, known_until)
    if until is not None and until <= term.starts_on:
        return None
    label = term.contract or term.product or ""
    return Span(term.account_id, term.account, label, term.currency, term.arr_minor, term.starts_on, until, term)


def _until(term: Term, today: date, known_until: date) -> date | None:
    until = term.renews_on
    if (ended_on := end_by_outcome(term, known_until)) is not None:
        until = ended_on
    elif is_renewed(term, known_until):
        until = _earlier(until, term.next_starts_on)
    elif until is not None and term.status not in CLOSED:
        received = term.notice_received_on
        if received is not None and received <= known_until:
            until = current(term, until, received)[1]
        elif term.auto_renew:
            until = None
    if term.status in CLOSED:
        until = _earlier(until, today)
    if term.archived_on is not None and term.archived_on <= known_until:
        until = _earlier(until, term.archived_on)
    return until


def _earlier(one: date | None, other: date | None) -> date | None:
    return one if other is None or (one is not None and one < other) else other


Key = tuple[str | None, str]
"""What figures are told apart by: a group (or None) and a currency."""
CAUSES = ("seats", "price", "ramp", "other")
Parts = tuple[int, int, int, int]
"""A change by CAUSES, in minor units, signed."""


class Change(NamedTuple):
    """On a day an account's ARR of a key goes up or down, in minor units; `parts` where a renewal changed it."""

    on: date
    key: Key
    minor: int
    contract: str
    parts: Parts


def changes_of(spans: Sequence[Span], key_of: Callable[[Span], Key], winback_days: int = 0) -> list[Change]:
    """All that changes in one account, in order of days; a return within `winback_days` was never lost."""
    keyed = [(span, key_of(span)) for span in spans]
    before = {span.term.next_id: (span, key) for span, key in keyed}
    changes: list[Change] = []
    seamless: set[int] = set()
    for span, key in keyed:
        minor, (old, old_key) = span.arr_minor, before.get(span.term.contract_id, (None, key))
        if old is None:
            changes.append(Change(span.starts_on, key, minor, span.contract, (0, 0, 0, minor)))
        elif old.until == span.starts_on and old.contract == span.contract and old_key == key:
            seamless.add(old.term.contract_id)
            if difference := minor - old.arr_minor:
                changes.append(Change(span.starts_on, key, difference, span.contract, causes(old, span)))
        else:
            seats, price, ramp, _other = causes(old, span)
            rest = minor - seats - price - ramp
            changes.append(Change(span.starts_on, key, minor, span.contract, (seats, price, ramp, rest)))
    for span, key in keyed:
        if span.until is not None and span.term.contract_id not in seamless:
            gone = -span.arr_minor
            changes.append(Change(span.until, key, gone, span.contract, (0, 0, 0, gone)))
    changes.sort(key=attrgetter("on"))
    return _without_gaps(changes, winback_days) if winback_days else changes


def _without_gaps(changes: list[Change], longest: int) -> list[Change]:
    """The changes with each loss of everything put off to the return, where one comes within `longest` days."""
    days = [list(of_day) for _on, of_day in groupby(changes, key=attrgetter("on"))]
    held, told = 0, list[Change]()
    for number, of_day in enumerate(days):
        held += sum(change.minor for change in of_day)
        following = days[number + 1][0].on if number + 1 < len(days) else None
        if held == 0 and following is not None and (following - of_day[0].on).days <= longest:
            told += [change._replace(on=following) for change in of_day]
        else:
            told += of_day
    return told


def causes(old: Span, new: Span) -> Parts:
    """What changed the ARR from `old` to its successor `new`, in minor units by CAUSES.

    A step that was agreed no later than `old` itself is a ramp. Else: seats at the old price a seat, then price up to
    the uplift recorded on `old`, the rest other. Between currencies nothing can be told: all is other.
    """
    before, after = old.term, new.term
    difference = rest = new.arr_minor - old.arr_minor
    if not difference or old.currency != new.currency:
        return 0, 0, 0, difference
    if (after.decided_on or after.starts_on) <= (before.decided_on or before.starts_on):
        return 0, 0, difference, 0
    seats = price = 0
    if before.seats and after.seats is not None:
        seats = _half_up(old.arr_minor * (after.seats - before.seats), before.seats)
        rest = difference - seats
    if before.uplift_pct and rest > 0:
        raised, by = (Decimal(before.uplift_pct) / 100).as_integer_ratio()
        price = min(rest, max(0, _half_up((old.arr_minor + seats) * raised, by)))
    return seats, price, 0, rest - price


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)


def by_account(spans: Iterable[Span | None]) -> dict[int, list[Span]]:
    """The spans there are, by the account's row id."""
    found: dict[int, list[Span]] = {}
    for span in spans:
        if span is not None:
            found.setdefault(span.account_id, []).append(span)
    return found
