"""Contract terms: the anchor, the renewal dates counted from it, the opt-out date, and which term renews which.

Renewal dates are anchor + n terms, never chained (31 Jan monthly → 28 Feb, 31 Mar, 30 Apr). The opt-out date is the
renewal date less the notice: the day on which a decision must have been told.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from cs_cli.domain.calendar import add_months, months_between
from cs_cli.domain.holidays import business_day_before, country_code

GRACE_DAYS = 30
"""How far from the renewal date a new term may start and still count as the renewal."""
BUSINESS = "business"
"""The kind of a notice that counts business days."""
_SATURDAY = 5


class Notice(NamedTuple):
    """How long before its end a contract must be opted out of: `length` days, business days or months.

    Business days are those of the account's `country`, where one is known.
    """

    length: int
    kind: str = "calendar"
    basis: str = "renewal-day"
    country: str | None = None

    def deadline(self, renews_on: date) -> date:
        """The last day on which an opt-out for the renewal on `renews_on` is in time.

        Counted back from the renewal day or, with the basis `last-day`, from the day before it. Business days are
        neither weekend nor public holiday in the country; Monday to Friday where none is known.
        """
        counted_from = renews_on if self.basis == "renewal-day" else renews_on - timedelta(1)
        if self.kind == "months":
            return add_months(counted_from, -self.length)
        if self.kind == BUSINESS:
            code = country_code(self.country) if self.country else None
            before = partial(business_day_before, country=code) if code else _weekday_before
            return before(counted_from, self.length)
        return counted_from - timedelta(self.length)


def _weekday_before(day: date, count: int) -> date:
    while count > 0:
        day -= timedelta(1)
        count -= day.weekday() < _SATURDAY
    return day


def term_word(months: int | None) -> str:
    """A term's length as the views say it: `monthly`, `quarterly`, `annual`, `18m`, `evergreen`."""
    words = {None: "evergreen", 1: "monthly", 3: "quarterly", 12: "annual"}
    return words.get(months, f"{months}m")


def anchor_of(starts_on: date, renews_on: date | None, term_months: int | None, said: date | None = None) -> date:
    """The day from which a contract's renewal dates are counted.

    The one that was `said` where `renews_on` can be counted from it; `starts_on` where `renews_on` lies whole terms
    after it; otherwise `renews_on`: what came before is a stub term.
    """
    if renews_on is None or term_months is None:
        return starts_on
    if said is not None and add_months(said, months_between(said, renews_on)) == renews_on:
        return said
    months = months_between(starts_on, renews_on)
    whole = months > 0 and months % term_months == 0 and add_months(starts_on, months) == renews_on
    return starts_on if whole else renews_on


def start_before(renews_on: date, term_months: int, begun_by: date | None = None) -> date:
    """The first day of a term that renews on `renews_on`, when only that is known: one term before.

    A contract that is known to run on the day `begun_by` began as many terms before as that takes.
    """
    months = term_months
    while begun_by is not None and add_months(renews_on, -months) > begun_by:
        months += term_months
    return add_months(renews_on, -months)


def renewal_dates(anchor_on: date, renews_on: date, every_months: int, not_before: date) -> tuple[date, date]:
    """The term that holds `not_before`, as (its first day or the last known renewal, its renewal date).

    The renewal date is the first of `renews_on`, `renews_on` + n × `every_months` (counted from the anchor) that is
    not before `not_before`; the other is the one before it, or `renews_on` itself less one step.
    """
    to_first = months_between(anchor_on, renews_on)
    steps = max(0, months_between(renews_on, not_before) // every_months - 1)
    while add_months(anchor_on, to_first + steps * every_months) < not_before:
        steps += 1
    return (
        add_months(anchor_on, to_first + (steps - 1) * every_months),
        add_months(anchor_on, to_first + steps * every_months),
    )


class Grid(NamedTuple):
    """The days that lie every so many months after the first day of a term, counted from the anchor of the contract."""

    anchor_on: date
    first: int
    every: int

    def day(self, number: int) -> date:
        """The day with that number; 0 is the first day of the term."""
        return add_months(self.anchor_on, self.first + number * self.every)

    def number(self, not_before: date) -> int:
        """Of the days after the first one, the number of the earliest that is not before `not_before`."""
        number = max(1, months_between(self.day(0), not_before) // self.every)
        while self.day(number) < not_before:
            number += 1
        return number


def grid(anchor_on: date, renews_on: date, term_months: int, starts_on: date, every: int) -> Grid:
    """The days every so many months within the term that renews on `renews_on`.

    The term is counted back from there in whole lengths to the day that is not after `starts_on`: what an amendment
    began within it has the same days.
    """
    first = months_between(anchor_on, renews_on) - term_months
    while add_months(anchor_on, first) > starts_on:
        first -= term_months
    return Grid(anchor_on, first, every)


class TermFacts(NamedTuple):
    """What decides whether one term renews another: `key` any hashable id, dates, contract id and product.

    Where an outcome was recorded: the day on which it ended the term, and whether the customer left.
    """

    key: int
    starts_on: date
    renews_on: date | None
    contract: str
    product: str | None
    standing: bool = True
    ended_on: date | None = None
    is_lost: bool = False

    @property
    def end(self) -> date | None:
        """The day on which its renewal is expected: where an outcome ended it, else its renewal date."""
        return self.ended_on or self.renews_on


class Link(NamedTuple):
    """The term `successor` renews a term; `guess` where neither contract id nor product says so."""

    successor: int
    guess: bool


def links(terms: Sequence[TermFacts]) -> dict[int, Link]:
    """For each term of one account that another one renews: which one does.

    Where an outcome was recorded, the term of the same name that starts on the day on which it ended; none where the
    customer left. Same contract id or same product, starting within the grace (30 days either side) of the renewal
    date. A guess:
    neither has an id or a product; or, with different ids and no product, only when it starts on that date or up to
    30 days after and nothing else does.
    """
    found: dict[int, Link] = {}
    taken: set[int] = set()
    for follower_of in (_where_it_ended, _same, _also_unnamed, _only_one_after):
        for term in sorted(terms, key=lambda t: (t.starts_on, t.key)):
            if term.end is None or term.is_lost or term.key in found:
                continue
            near = [t for t in terms if _can_follow(term, t) and t.key not in taken]
            follower = follower_of(term, near)
            if follower is not None:
                found[term.key] = Link(follower.key, guess=follower_of not in _SURE)
                taken.add(follower.key)
    return found


def _can_follow(term: TermFacts, other: TermFacts) -> bool:
    assert term.end is not None  # noqa: S101  links() has looked
    distance = (other.starts_on - term.end).days
    return other.key != term.key and other.standing and other.starts_on > term.starts_on and abs(distance) <= GRACE_DAYS


def _where_it_ended(term: TermFacts, near: Sequence[TermFacts]) -> TermFacts | None:
    if term.ended_on is None:
        return None
    there = [t for t in near if t.starts_on == term.ended_on]
    return _nearest(term, (t for t in there if _is_same(term, t) or (_is_unnamed(term) and _is_unnamed(t))))


def _same(term: TermFacts, near: Sequence[TermFacts]) -> TermFacts | None:
    return _nearest(term, (t for t in near if _is_same(term, t)))


def _is_same(term: TermFacts, other: TermFacts) -> bool:
    by_id = bool(term.contract) and term.contract == other.contract
    return by_id or (term.product is not None and term.product == other.product)


def _also_unnamed(term: TermFacts, near: Sequence[TermFacts]) -> TermFacts | None:
    return _nearest(term, filter(_is_unnamed, near)) if _is_unnamed(term) else None


def _is_unnamed(term: TermFacts) -> bool:
    return not term.contract and term.product is None


def _nearest(term: TermFacts, others: Iterable[TermFacts]) -> TermFacts | None:
    assert term.end is not None  # noqa: S101  links() has looked
    day = term.end
    return min(others, key=lambda t: (abs((t.starts_on - day).days), t.key), default=None)


def _only_one_after(term: TermFacts, near: list[TermFacts]) -> TermFacts | None:
    if term.product is not None:
        return None
    after = [t for t in near if term.end and t.starts_on >= term.end and t.product is None]
    return after[0] if len(after) == 1 else None


_SURE = (_where_it_ended, _same)
