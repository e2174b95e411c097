"""Losses: what customers left or took less of, and when that was decided."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from cs_cli.domain.book import add_up
from cs_cli.domain.outcomes import CHURNED, ended, lost
from cs_cli.domain.renewals import Term, is_agreed, renewal_of
from cs_cli.domain.text import fold

CHURN, NOTICE, DOWNGRADE = "churn", "notice", "downgrade"


class Loss(NamedTuple):
    """What was lost: decided on a day, felt from another (None: no date says), by ARR in minor units and currency.

    `opt_out_on` is the last day on which they could say so, `notice_on` the day on which they did.
    """

    kind: str
    contracts: tuple[str, ...]
    decided_on: date
    leaves_on: date | None
    arr: dict[str, int]
    reason: str | None = None
    opt_out_on: date | None = None
    notice_on: date | None = None


def losses(terms: Iterable[Term], today: date, known_until: date) -> list[Loss]:
    """The losses of an account that were decided by `today`, the earliest first; those of one day and kind are one."""
    known = [term for term in terms if is_agreed(term, known_until)]
    found = [loss for loss in (*_ends(known, today), *_downgrades(known)) if loss.decided_on <= min(today, known_until)]
    return [_together(list(group)) for _day, group in groupby(sorted(found, key=_order), key=_day_and_kind)]


def _ends(terms: Sequence[Term], today: date) -> Iterator[Loss]:
    in_order = sorted(terms, key=called)
    for _name, of_contract in groupby(in_order, key=called):
        group = list(of_contract)
        last = lost(group)
        for term in group:
            if term.outcome == CHURNED or term is last:
                decided = _decided(term)
                yield _loss(CHURN, term, decided, ended(term))
            elif term.notice_received_on is not None and term.outcome is None and term.next_starts_on is None:
                renewal = renewal_of(term, max(today, term.notice_received_on))
                yield _loss(NOTICE, term, term.notice_received_on, renewal.renews_on if renewal else None)


def _decided(term: Term) -> date:
    """The day of the decision; of a term that was closed by hand the last one that is known."""
    if term.outcome_on is not None:
        return term.outcome_on
    of_end = term.decided_on if term.decided_on is not None and term.decided_on > term.starts_on else None
    return term.notice_received_on or of_end or ended(term)


def _loss(kind: str, term: Term, decided: date, leaves: date | None) -> Loss:
    arr = {term.currency: term.arr_minor}
    dates = term.opt_out_on, term.notice_received_on
    return Loss(kind, (term.contract or term.product or "",), decided, leaves, arr, term.reason, *dates)


def _downgrades(terms: Sequence[Term]) -> Iterator[Loss]:
    """The terms that were followed by one of less ARR in the same currency."""
    by_id = {term.contract_id: term for term in terms}
    for term in terms:
        following = by_id.get(term.next_id or 0)
        if following is None or following.currency != term.currency or following.arr_minor >= term.arr_minor:
            continue
        decided = min(term.outcome_on or following.starts_on, following.decided_on or following.starts_on)
        less = term._replace(arr_minor=term.arr_minor - following.arr_minor)
        yield _loss(DOWNGRADE, less, decided, following.starts_on)


def called(term: Term) -> str:
    """What a contract is known by, folded."""
    return fold(term.contract or term.product or "")


def _together(group: Sequence[Loss]) -> Loss:
    first, *_ = group
    contracts = tuple(dict.fromkeys(name for loss in group for name in loss.contracts))
    return first._replace(contracts=contracts, arr=add_up(loss.arr for loss in group))


def _day_and_kind(loss: Loss) -> tuple[date, str]:
    return loss.decided_on, loss.kind


def _order(loss: Loss) -> tuple[date, str, tuple[str, ...]]:
    return loss.decided_on, loss.kind, loss.contracts
