"""What an account's contracts entitle it to on a day: seats, first term, planned go-live."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

NOT_AGREED = ("draft", "cancelled")


class Agreement(NamedTuple):
    """One term: its product (or ""), its days (`renews_on` and `next_starts_on` exclusive), its seats."""

    product: str
    starts_on: date
    renews_on: date | None
    next_starts_on: date | None
    auto_renew: bool
    status: str | None
    seats: int | None
    live_on: date | None


def is_in_force(term: Agreement, today: date) -> bool:
    """Whether the term, or the one that it renewed itself into, holds `today`."""
    if term.status not in (None, "active") or term.starts_on > today:
        return False
    if term.next_starts_on is not None:
        return today < term.next_starts_on
    return term.renews_on is None or today < term.renews_on or term.auto_renew


def seats_of(terms: Sequence[Agreement], today: date) -> int | None:
    """The seats that the terms in force (else the latest ended) entitle to; None where none names seats.

    Terms of one product add up; of several products, which the same people use, the largest counts.
    """
    begun = [term for term in terms if term.starts_on <= today and term.status not in NOT_AGREED and term.seats]
    if not begun:
        return None
    latest = max(term.starts_on for term in begun)
    standing = [t for t in begun if is_in_force(t, today)] or [t for t in begun if t.starts_on == latest]
    by_product: dict[str, int] = {}
    for term in standing:
        by_product[term.product] = by_product.get(term.product, 0) + (term.seats or 0)
    return max(by_product.values())


def is_first_term(terms: Sequence[Agreement], today: date) -> bool:
    """Whether no term has ended by `today`."""
    begun = [term for term in terms if term.starts_on <= today and term.status not in NOT_AGREED]
    return bool(begun) and all(term.renews_on is None or today < term.renews_on for term in begun)


def go_live_of(terms: Sequence[Agreement]) -> date | None:
    """The earliest go-live that a contract plans."""
    return min((term.live_on for term in terms if term.live_on is not None), default=None)
