"""Decisions of the past: when a customer had to decide about a contract, and how it went.

What was due and how it went is what the renewal rate counts (`domain.renewal_rate`); contracts of one account and
currency due on one day are one decision there and here. Source of the rules: docs/health.md, Does it predict?
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from cs_cli.domain.calendar import Window
from cs_cli.domain.outcomes import CHURNED
from cs_cli.domain.renewal_rate import LOST, ONE_DAY, OPEN, PAST_END, SIGNED, SILENT, Due, due_in, is_monthly, is_told
from cs_cli.domain.revenue import CLOSED, Span

_LONGEST_NOTICE = timedelta(750)
"""So long before a renewal date its opt-out date may lie."""
_DAYS_A_MONTH = 30


class Outcome(StrEnum):
    """How a decision went."""

    RENEWED = "renewed"
    DOWNGRADED = "downgraded"
    LOST = "lost"


class Decision(NamedTuple):
    """What an account decided by `decide_on`, and the day so long before it that its health is looked at.

    ARR in minor units: what was at stake and what of it went on (0 where that is in another currency).
    """

    account_id: int
    account: str
    name: str
    contract: str
    looked_on: date
    decide_on: date
    currency: str
    arr_minor: int
    renewed_minor: int
    outcome: Outcome

    @property
    def is_lost(self) -> bool:
        """Whether nothing was renewed."""
        return self.outcome is Outcome.LOST


class Decided(NamedTuple):
    """The decisions whose outcome is known, in order; how many are left out: without an outcome, not yet customers."""

    decisions: list[Decision]
    unresolved: int
    too_new: int


class _Case(NamedTuple):
    """Something due, the day by which to decide about it, and from which on it is looked back."""

    due: Due
    decide_on: date


def decided(spans: Iterable[Span], today: date, horizon: timedelta, switched_off: frozenset[int]) -> Decided:
    """The decisions whose day is past on `today`, each looked at `horizon` before.

    `switched_off` are the ids of contracts whose auto-renew was switched off: until then they had an opt-out date, and
    the day to look at an account must not depend on how it decided.
    """
    found = list(spans)
    first: dict[int, date] = {}
    for span in found:
        first[span.account_id] = min(span.starts_on, first.get(span.account_id, span.starts_on))
    cases = [*_dated(found, today, horizon, switched_off), *_rolling(found, first, today, horizon)]
    together: dict[tuple[int, str, date], list[_Case]] = {}
    for case in cases:
        span = case.due.span
        together.setdefault((span.account_id, span.currency, case.due.on), []).append(case)
    told = [(_netted(of, horizon), of) for of in together.values()]
    known = [decision for decision, _of in told if decision is not None and decision.decide_on <= today]
    old_enough = [one for one in known if one.looked_on >= first[one.account_id]]
    unresolved = sum(_is_unresolved(of, today) for _decision, of in told)
    return Decided(sorted(old_enough, key=_in_order), unresolved, len(known) - len(old_enough))


def _in_order(one: Decision) -> tuple[date, str, str, str]:
    return one.decide_on, one.account, one.contract, one.currency


def _is_unresolved(cases: Sequence[_Case], today: date) -> bool:
    return any(case.due.outcome == PAST_END and case.due.on <= today for case in cases)


def _netted(cases: Sequence[_Case], horizon: timedelta) -> Decision | None:
    """The one decision that contracts due together are; None while the outcome of one of them is open."""
    outcomes = {case.due.outcome for case in cases}
    if outcomes & {OPEN, PAST_END}:
        return None
    arr, renewed = sum(case.due.atr for case in cases), sum(case.due.renewed for case in cases)
    decide_on = min(case.decide_on for case in cases)
    is_elsewhere = any(case.due.outcome == SIGNED and not case.due.renewed for case in cases)
    outcome = Outcome.RENEWED if renewed >= arr or is_elsewhere else Outcome.DOWNGRADED
    if not outcomes & {SIGNED, SILENT}:
        outcome = Outcome.LOST
    span = cases[0].due.span
    label = ", ".join(sorted({case.due.span.contract for case in cases} - {""}))
    of = (span.account_id, span.account, span.term.name, label)
    return Decision(*of, decide_on - horizon, decide_on, span.currency, arr, renewed, outcome)


def _dated(spans: Sequence[Span], today: date, horizon: timedelta, switched_off: frozenset[int]) -> list[_Case]:
    """The renewals of terms as long as the horizon or longer, and what was lost within such a term."""
    if not spans:
        return []
    period = Window(min(span.starts_on for span in spans), today + _LONGEST_NOTICE)
    due = [one for one in due_in(period, spans, today) if not _is_short(one.span, one.on, horizon)]
    due += [
        Due(span, span.term.renews_on, span.arr_minor, 0, LOST)
        for span in spans
        if span.term.renews_on is not None and _is_closed_ahead(span, today, horizon)
    ]
    at_an_end = {(one.span.term.contract_id, one.on) for one in due}
    within = [Due(span, span.until, span.arr_minor, 0, LOST) for span in spans if span.until is not None
              and _is_left(span, today, horizon) and (span.term.contract_id, span.until) not in at_an_end]  # fmt: skip
    return [_Case(one, _decide_on(one, switched_off)) for one in due] + [_Case(one, one.on) for one in within]


def _is_closed_ahead(span: Span, today: date, horizon: timedelta) -> bool:
    """Whether it was closed by hand, without a day, before its renewal date has come."""
    renews_on = span.term.renews_on
    is_ahead = renews_on is not None and renews_on > today and not _is_short(span, renews_on, horizon)
    return is_ahead and span.term.status in CLOSED and span.term.outcome is None


def _is_left(span: Span, today: date, horizon: timedelta) -> bool:
    """Whether the customer left it, at its end or before."""
    is_past = span.until is not None and span.until <= today and not _is_short(span, span.until, horizon)
    return is_past and span.term.outcome == CHURNED


def _decide_on(due: Due, switched_off: frozenset[int]) -> date:
    """The opt-out date of what silence renewed, the renewal date where there was none."""
    term = due.span.term
    is_within = term.renews_on is not None and due.on < term.renews_on
    is_silent = term.auto_renew or is_within or term.contract_id in switched_off
    return (term.deadline(due.on) if is_silent else None) or due.on


def _is_short(span: Span, on: date, horizon: timedelta) -> bool:
    """Whether the term that ends on that day is evergreen, monthly or shorter than the horizon."""
    term = span.term
    if term.renews_on is None or is_monthly(term, on):
        return True
    rolled = on > term.renews_on
    months = term.opt_out_every_months or (term.renewal_months if rolled else None) or term.term_months or 1
    return months * _DAYS_A_MONTH < horizon.days


def _rolling(spans: Sequence[Span], first: Mapping[int, date], today: date, horizon: timedelta) -> Iterator[_Case]:
    """What runs by the month or for good: windows of one horizon, end to end, an account's from its first day on."""
    successors = {span.term.contract_id: span for span in spans}
    by_account: dict[int, list[Span]] = {}
    for span in spans:
        if _short_part(span, horizon) is not None:
            by_account.setdefault(span.account_id, []).append(span)
    for account_id, of in by_account.items():
        for start, end in _windows(first[account_id], today, horizon):
            for span in of:
                if _runs(_short_part(span, horizon), start):
                    yield _Case(_at_end(span, successors, end, today), end)


def _windows(start: date, today: date, horizon: timedelta) -> Iterator[tuple[date, date]]:
    """The windows that are over by `today`, each up to the day on which the next begins."""
    while (end := start + horizon) <= today:
        yield start, end
        start = end


def _short_part(span: Span, horizon: timedelta) -> tuple[date, date | None] | None:
    """From when up to when a span runs in short terms; None where it never does."""
    renews_on = span.term.renews_on
    if renews_on is None:
        return span.starts_on, span.until
    is_first, is_later = (_is_short(span, on, horizon) for on in (renews_on, renews_on + ONE_DAY))
    if is_first:
        return span.starts_on, span.until if is_later else min(span.until or renews_on, renews_on)
    return (renews_on, span.until) if is_later and (span.until is None or span.until > renews_on) else None


def _runs(part: tuple[date, date | None] | None, day: date) -> bool:
    return part is not None and part[0] <= day and (part[1] is None or day < part[1])


def _at_end(span: Span, successors: Mapping[int, Span], end: date, today: date) -> Due:
    """What became of a span by the end of a window: it goes on, as itself or as what renewed it, or it was lost."""
    last = span
    while last.until is not None and last.until <= end:
        following = successors.get(last.term.next_id or 0)
        if following is None or following.starts_on <= last.starts_on:
            return Due(span, end, span.arr_minor, 0, LOST if is_told(last, today) else PAST_END)
        last = following
    renewed = last.arr_minor if last.currency == span.currency else 0
    return Due(span, end, span.arr_minor, renewed, SILENT if last is span else SIGNED)
