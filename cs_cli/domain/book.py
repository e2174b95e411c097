"""The book: what each account is worth on a day, and what is next to decide there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain.renewals import Renewal, Term, end_by_outcome, is_agreed, is_renewed, order, renewal_of

IN_FORCE, PAST_END, NONE = "in-force", "past-end", "none"


def standing(term: Term, today: date, known_until: date = date.max) -> str:
    """Whether `term` brings revenue on `today`: `in-force`, `past-end` (ended, no outcome recorded) or `none`."""
    if term.status in ("draft", "cancelled", "ended") or term.starts_on > today or not is_agreed(term, known_until):
        return NONE
    if (ended_on := end_by_outcome(term, known_until)) is not None:
        return IN_FORCE if today < ended_on else NONE
    if is_renewed(term, known_until):
        return IN_FORCE if _holds_until_successor(term, today) else NONE
    if term.renews_on is None or (today <= term.renews_on and term.notice_received_on is None):
        return IN_FORCE
    renewal = renewal_of(term, today, known_until)
    return PAST_END if renewal is None or renewal.state == "overdue" else IN_FORCE


def last_day(term: Term) -> date | None:
    """The last day of a term that has an outcome or was renewed, early or on time; None for evergreen."""
    return term.ended_on - timedelta(1) if term.ended_on is not None else _last_day_agreed(term)


def _last_day_agreed(term: Term) -> date | None:
    ends = [day for day in (term.renews_on, term.next_starts_on) if day is not None]
    return min(ends) - timedelta(1) if ends else None


def _holds_until_successor(term: Term, today: date) -> bool:
    until = _last_day_agreed(term)
    return until is None or today <= until


class Holding(NamedTuple):
    """A term on a day: how it stands, and what is to be decided about it, if anything is."""

    term: Term
    stands: str
    renewal: Renewal | None


def holdings(terms: Iterable[Term], today: date, known_until: date = date.max) -> Iterator[Holding]:
    """The terms that bring revenue on `today` or are to be decided on, those agreed but not begun among them."""
    for term in terms:
        found = Holding(term, standing(term, today, known_until), renewal_of(term, today, known_until))
        if found.stands != NONE or found.renewal is not None:
            yield found


@dataclass(slots=True)
class Worth:
    """An account on a day: ARR in minor units by currency (past its end included), and its renewals in order."""

    arr: dict[str, int] = field(default_factory=dict)
    past_end: dict[str, int] = field(default_factory=dict)
    contracts: int = 0
    renewals: list[Renewal] = field(default_factory=list)

    @property
    def next(self) -> Renewal | None:
        """What is next to decide."""
        return self.renewals[0] if self.renewals else None

    def only(self) -> tuple[int, str] | tuple[None, None]:
        """The ARR and its currency where there is one currency; (None, None) without a contract or with several."""
        if len(self.arr) != 1:
            return None, None
        [(currency, minor)] = self.arr.items()
        return minor, currency


def worth_by_account(terms: Iterable[Term], today: date, known_until: date = date.max) -> dict[int, Worth]:
    """What each account (by id) with a contract is worth on `today`."""
    book: dict[int, Worth] = {}
    for term, stands, renewal in holdings(terms, today, known_until):
        worth = book.setdefault(term.account_id, Worth())
        if stands != NONE:
            worth.contracts += 1
            worth.arr[term.currency] = worth.arr.get(term.currency, 0) + term.arr_minor
        if stands == PAST_END:
            worth.past_end[term.currency] = worth.past_end.get(term.currency, 0) + term.arr_minor
        if renewal is not None:
            worth.renewals.append(renewal)
    for worth in book.values():
        worth.renewals.sort(key=order)
    return book


def add_up(parts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Amounts per currency, never across currencies."""
    total: dict[str, int] = {}
    for part in parts:
        for currency, minor in part.items():
            total[currency] = total.get(currency, 0) + minor
    return total
