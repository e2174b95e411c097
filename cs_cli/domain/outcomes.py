"""Outcomes: how a term of a contract ends (renewed, amended, churned), and the dates and price of the next one.

A ledger: an outcome closes the term and, unless the customer leaves, the next one begins on the day on which it ended.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cs_cli.domain.calendar import add_months, months_between
from cs_cli.domain.money import scaled
from cs_cli.domain.renewals import Renewal, Term, renewal_of
from cs_cli.domain.terms import anchor_of

RENEWED, AMENDED, CHURNED = "renewed", "amended", "churned"
OUTCOMES = (RENEWED, AMENDED, CHURNED)
REASONS = ("value", "product-gap", "champion-loss", "budget", "competitor", "merger", "price", "service")
UP_DAYS = 90
"""A contract is up when there is something to decide about it within so many days."""
_ENDED_BY_HAND = ("ended", "cancelled")
_PERCENT = 100


class Leaving(NamedTuple):
    """The first day without the contract, and the opt-out that was missed where that makes it a term later."""

    on: date
    missed: date | None = None


class Span(NamedTuple):
    """The days of a term: the anchor that they count from, its first day, its renewal date, its months."""

    anchor_on: date
    starts_on: date
    renews_on: date | None
    months: int | None

    def __str__(self) -> str:
        """`2027-03-01 to 2028-02-29`, `2027-03-01, evergreen`."""
        last = f" to {self.renews_on - timedelta(1)}" if self.renews_on else ", evergreen"
        return f"{self.starts_on}{last}"


class Price(NamedTuple):
    """A price in minor units, and how it came about."""

    minor: int
    because: str


def is_open(term: Term) -> bool:
    """Whether an outcome of `term` is still to come: none is recorded, and no later term renewed it."""
    return term.status in (None, "active") and term.outcome_on is None and term.next_starts_on is None


def open_terms(terms: Iterable[Term]) -> list[Term]:
    """Of the terms of one contract the open ones that run or come last: several where they run side by side."""
    found = [term for term in terms if is_open(term)]
    last = max(found, key=lambda term: term.starts_on, default=None)
    if last is None:
        return []
    return [term for term in found if term is last or term.renews_on is None or term.renews_on > last.starts_on]


def first_day(term: Term, terms: Iterable[Term]) -> date:
    """The first day of `term` before any amendment within it; `terms` are those of its contract."""
    amended = {each.ended_on: each for each in terms if each.outcome == AMENDED}
    first = term
    while (before := amended.get(first.starts_on)) is not None:
        first = before
    return first.starts_on


def lost(terms: Sequence[Term]) -> Term | None:
    """The last of the terms of one contract, if the customer left at its end."""
    last = max((t for t in terms if t.status != "draft"), key=lambda term: term.starts_on, default=None)
    return last if last is not None and (last.outcome == CHURNED or last.status in _ENDED_BY_HAND) else None


def ended(term: Term) -> date:
    """The first day on which a lost term no longer runs."""
    return term.ended_on or term.renews_on or term.starts_on


def is_up(renewal: Renewal, today: date) -> bool:
    """Whether its renewal is at hand: past its end, or to be decided within 90 days."""
    return renewal.state == "overdue" or renewal.decide_on <= today + timedelta(UP_DAYS)


def renewal_end(renewal: Renewal) -> date:
    """The end of the whole term that a renewal closes, not a right to leave within it."""
    return max(renewal.renews_on, renewal.term.renews_on or renewal.renews_on)


def leaving(term: Term, decided: date) -> Leaving | None:
    """When a customer who decided so on `decided` leaves; None where no date says: an evergreen contract.

    After the opt-out it renews by itself once more, and they leave at the end of that term.
    """
    renewal = renewal_of(term, decided)
    if renewal is None:
        return None
    if renewal.state != "lapsed":
        return Leaving(renewal.renews_on)
    after = renewal_of(term, renewal.renews_on + timedelta(1))
    assert after is not None  # noqa: S101  what renews by itself has a next term
    return Leaving(after.renews_on, renewal.opt_out_on)


def next_span(anchor: date, starts_on: date, months: int | None) -> Span:
    """The term of `months` (None: evergreen) that starts where another ended, its dates counted from that anchor."""
    if months is None:
        return Span(starts_on, starts_on, None, None)
    count = months_between(anchor, starts_on)
    if add_months(anchor, count) != starts_on:
        anchor, count = starts_on, 0
    return Span(anchor, starts_on, add_months(anchor, count + months), months)


def span_until(starts_on: date, renews_on: date, months: int | None) -> Span:
    """The term up to a renewal date that was agreed, for co-terms; whole terms of `months` count from there on."""
    return Span(anchor_of(starts_on, renews_on, months), starts_on, renews_on, months)


def running(terms: Iterable[Term], day: date) -> Term | None:
    """Of the terms of one contract the one that runs on `day` and has been renewed ahead; as if it had not been."""
    for term in terms:
        if term.outcome == RENEWED and term.ended_on is not None and term.starts_on < day < term.ended_on:
            return term._replace(ended_on=None, outcome=None, outcome_on=None, next_starts_on=None, next_known_on=None)
    return None


def amended_from(terms: Iterable[Term], term: Term) -> Term | None:
    """The term of the same contract that an amendment ended where `term` begins."""
    return next((one for one in terms if one.outcome == AMENDED and one.next_id == term.contract_id), None)


def as_amended(terms: Sequence[Term], term: Term) -> Iterator[Term]:
    """`term` and those that amendments ended before it, the latest first."""
    before: Term | None = term
    while before is not None:
        yield before
        before = amended_from(terms, before)


def as_of_day(terms: Sequence[Term], term: Term, day: date) -> Term:
    """Of `term` and those that amendments ended before it the one that runs on `day`, else the first."""
    *later, first = as_amended(terms, term)
    return next((one for one in later if one.starts_on <= day), first)


def has_begun(terms: Sequence[Term], term: Term, day: date) -> bool:
    """Whether `term` runs by `day`, or is one that was amended ahead and runs until then as it was."""
    return as_of_day(terms, term, day).starts_on <= day


def renewed_price(minor: int, seats: tuple[int | None, int | None], uplift: Decimal | None) -> Price:
    """The price of the next term: that of this one, by its seats (before, after), and risen by `uplift` percent."""
    price = by_seats(minor, seats)
    if not uplift:
        return price
    risen = scaled(price.minor, _PERCENT + uplift, _PERCENT)
    return Price(risen, "; ".join(filter(None, [price.because, f"uplift {uplift.normalize():f} %"])))


def by_seats(minor: int, seats: tuple[int | None, int | None]) -> Price:
    """A price that goes with its seats (before, after); as it is where either is unknown."""
    before, after = seats
    if after is None or after == before:
        return Price(minor, "")
    if not before:
        return Price(minor, "the price as it was: no seats were recorded")
    return Price(scaled(minor, after, before), f"price by seats, {before} → {after}")
