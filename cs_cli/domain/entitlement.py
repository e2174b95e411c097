"""What an account's contracts entitle it to on a day: seats, first term, planned go-live."""

from collections.abc import Sequence
from datetime import date

from cs_cli.domain.book import IN_FORCE, standing
from cs_cli.domain.renewals import Term, is_agreed
from cs_cli.domain.revenue import CLOSED

NOT_AGREED = ("draft", "cancelled")


def _begun(terms: Sequence[Term], today: date) -> list[Term]:
    """The terms that have begun by `today` and were agreed by then."""
    return [t for t in terms if t.starts_on <= today and t.status not in NOT_AGREED and is_agreed(t, today)]


def seats_of(terms: Sequence[Term], today: date) -> int | None:
    """The seats that the terms in force (else the latest begun) entitle to; None where none names seats.

    Terms of one product add up; of several products, which the same people use, the largest counts.
    """
    begun = [term for term in _begun(terms, today) if term.seats]
    if not begun:
        return None
    latest = max(term.starts_on for term in begun)
    in_force = [term for term in begun if standing(term, today, today) == IN_FORCE]
    by_product: dict[str, int] = {}
    for term in in_force or [term for term in begun if term.starts_on == latest]:
        by_product[term.product or ""] = by_product.get(term.product or "", 0) + (term.seats or 0)
    return max(by_product.values())


def as_it_ran(term: Term, day: date) -> Term:
    """`term` as it stood on a day before its end: that it is ended or cancelled by now was not known while it ran."""
    has_run = term.status in CLOSED and term.renews_on is not None and day < term.renews_on
    return term._replace(status=None) if has_run else term


def is_first_term(terms: Sequence[Term], today: date) -> bool:
    """Whether no term has ended by `today`."""
    begun = _begun(terms, today)
    return bool(begun) and all(term.renews_on is None or today < term.renews_on for term in begun)


def go_live_of(terms: Sequence[Term]) -> date | None:
    """The earliest go-live that a contract plans."""
    return min((term.live_on for term in terms if term.live_on is not None), default=None)
