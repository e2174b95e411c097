"""The book: what each account is worth on a day, and what is next to decide there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from cs_cli.domain.renewals import Renewal, Term, is_agreed, is_renewed, order, renewal_of

IN_FORCE, PAST_END, NONE = "in-force", "past-end", "none"


def standing(term: Term, today: date, known_until: date = date.max) -> str:
    """Whether `term` brings revenue on `today`: `in-force`, `past-end` (ended, no outcome recorded) or `none`."""
    if term.status in ("draft", "cancelled", "ended") or term.starts_on > today or not is_agreed(term, known_until):
        return NONE
    if is_renewed(term, known_until):
        return IN_FORCE if _holds_until_successor(term, today) else NONE
    if term.renews_on is None or (today <= term.renews_on and term.notice_received_on is None):
        return IN_FORCE
    renewal = renewal_of(term, today, known_until)
    return PAST_END if renewal is None or renewal.state == "overdue" else IN_FORCE


def _holds_until_successor(term: Term, today: date) -> bool:
    started = term.next_starts_on is not None and term.next_starts_on <= today
    return not started and (term.renews_on is None or today < term.renews_on)


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
    for term in terms:
        stands = standing(term, today, known_until)
        renewal = renewal_of(term, today, known_until)
        if stands == NONE and renewal is None:
            continue
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
