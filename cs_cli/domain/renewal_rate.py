"""The renewal rate: of the ARR that was up for renewal in a period, what was renewed; and how that explains the loss.

Event method: a contract counts in the period in which it was due, whenever it was signed. Source of the rules:
docs/metrics.md, Renewal rate.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, takewhile
from typing import NamedTuple

from cs_cli.domain.calendar import Window
from cs_cli.domain.outcomes import AMENDED, RENEWED
from cs_cli.domain.renewals import Term, end_by_outcome, is_renewed
from cs_cli.domain.retention import share
from cs_cli.domain.revenue import CLOSED, Span
from cs_cli.domain.terms import renewal_dates

SIGNED, SILENT, OPEN, LOST, PAST_END = "signed", "silent", "open", "lost", "past-end"
MONTHLY = 1
ONE_DAY = timedelta(1)


class Due(NamedTuple):
    """A contract up for renewal on a day: the ARR that was at stake, the ARR it was renewed at, and how it went."""

    span: Span
    on: date
    atr: int
    renewed: int
    outcome: str
    signed_on: date | None = None


@dataclass(slots=True)
class Rate:
    """What one currency's contracts up for renewal came to, in minor units; `early` and `late` were due elsewhere."""

    atr: int = 0
    gross: int = 0
    net: int = 0
    due: int = 0
    renewed: int = 0
    early: int = 0
    late: int = 0
    lost_by_account: dict[int, int] = field(default_factory=dict)

    @property
    def gross_rate(self) -> float | None:
        """The share of the ARR at stake that was kept."""
        return share(self.gross, self.atr)

    @property
    def net_rate(self) -> float | None:
        """The same with what grew at the renewal."""
        return share(self.net, self.atr)

    @property
    def count_rate(self) -> float | None:
        """The share of the contracts due that were renewed, at whatever amount."""
        return share(self.renewed, self.due)

    @property
    def lost(self) -> int:
        """What was at stake and not renewed."""
        return self.atr - self.gross


def due_in(period: Window, spans: Iterable[Span], today: date, *, monthly: bool = False) -> list[Due]:
    """The renewals due in `period`, in order; those of monthly terms only where `monthly`."""
    found = list(spans)
    successors = {span.term.contract_id: span for span in found}
    every = (due for span in found for due in _due(span, successors, period, today, monthly=monthly))
    return sorted(every, key=lambda due: (due.on, due.span.account, due.span.contract))


def signed_elsewhere(period: Window, spans: Iterable[Span], *, monthly: bool = False) -> tuple[list[Due], list[Due]]:
    """Early and late: what was signed in `period` for contracts due after it, and for those due before it."""
    found = list(spans)
    successors = {span.term.contract_id: span for span in found}
    early: list[Due] = []
    late: list[Due] = []
    for span in found:
        new, on = successors.get(span.term.next_id or 0), _answered_on(span.term)
        if new is None or on is None or (is_monthly(span.term, on) and not monthly):
            continue
        due = _signed(span, on, new)
        if due.signed_on is not None and period.holds(due.signed_on) and not period.holds(on):
            (early if on > period.end else late).append(due)
    return early, late


def rates(due: Iterable[Due], early: Iterable[Due] = (), late: Iterable[Due] = ()) -> dict[str, Rate]:
    """The rates by currency. Contracts of one account due on one day are one decision: netted before they count."""
    told: dict[str, Rate] = {}
    decisions: dict[tuple[int, str, date], list[Due]] = {}
    for one in due:
        decisions.setdefault((one.span.account_id, one.span.currency, one.on), []).append(one)
    for (account_id, currency, _on), together in decisions.items():
        rate = told.setdefault(currency, Rate())
        atr, renewed = sum(one.atr for one in together), sum(one.renewed for one in together)
        rate.atr += atr
        rate.gross += min(atr, renewed)
        rate.net += renewed
        rate.due += len(together)
        has_all = renewed >= atr
        rate.renewed += sum(has_all or one.outcome in (SIGNED, SILENT) for one in together)
        rate.lost_by_account[account_id] = rate.lost_by_account.get(account_id, 0) + max(0, atr - renewed)
    for one in early:
        told.setdefault(one.span.currency, Rate()).early += one.renewed
    for one in late:
        told.setdefault(one.span.currency, Rate()).late += one.renewed
    return told


class Check(NamedTuple):
    """How a loss came about, in minor units: `at_renewal` + `mid_term` - `made_up` = `loss`.

    `mid_term` is what accounts lost beyond their renewals; `made_up` what was lost at renewals and is no loss of the
    cohort: the account grew elsewhere, was not in the opening, or may still sign.
    """

    at_renewal: int
    mid_term: int
    made_up: int
    loss: int


def check(loss_by_account: Mapping[int, int], rate: Rate) -> Check:
    """The reconciliation of what each account lost with what it lost at its renewals."""
    accounts = {*loss_by_account, *rate.lost_by_account}
    beyond = {a: loss_by_account.get(a, 0) - rate.lost_by_account.get(a, 0) for a in accounts}
    mid_term = sum(minor for minor in beyond.values() if minor > 0)
    made_up = -sum(minor for minor in beyond.values() if minor < 0)
    return Check(rate.lost, mid_term, made_up, sum(loss_by_account.values()))


def unresolved(due: Sequence[Due], today: date) -> list[Due]:
    """Those of `due` whose term has ended and of which no outcome is recorded."""
    return [one for one in due if one.outcome == PAST_END and one.on <= today]


def _due(span: Span, successors: Mapping[int, Span], period: Window, today: date, *, monthly: bool) -> Iterator[Due]:
    answered_on = _answered_on(span.term)
    for on in _dates(span, period):
        if is_monthly(span.term, on) and not monthly:
            continue
        new = successors.get(span.term.next_id or 0) if on == answered_on else None
        if new is not None:
            yield _signed(span, on, new)
        elif span.until is None or on <= span.until:
            if on != span.until or not _is_amended(span):
                yield _unsigned(span, on, today)
            elif span.term.next_id in successors and on != span.term.renews_on:
                yield _silent(span, on, today)


def _answered_on(term: Term) -> date | None:
    """The renewal date that a successor answers: as agreed or as rolled; an amendment's answers none."""
    if term.outcome == AMENDED or term.renews_on is None:
        return None
    return max(term.renews_on, term.ended_on or term.renews_on) if term.outcome == RENEWED else term.renews_on


def _is_amended(span: Span) -> bool:
    return span.term.outcome == AMENDED and span.until == span.term.ended_on


def _dates(span: Span, period: Window) -> Iterator[date]:
    """The days in `period` on which a contract is up for renewal: opt-outs within it, its end, each end after that."""
    term = span.term
    if term.renews_on is None:
        return
    every = term.opt_out_every_months
    if every:
        days = term.grid(every)
        boundaries = map(days.day, count(days.number(max(period.start, term.starts_on + ONE_DAY))))
        end = min(term.renews_on, period.end + ONE_DAY)
        yield from filter(period.holds, takewhile(lambda on: on < end, boundaries))
    if period.holds(term.renews_on):
        yield term.renews_on
    if span.until is not None and span.until <= term.renews_on:
        return
    months, day = every or term.renewal_months or term.term_months or 1, max(period.start, term.renews_on + ONE_DAY)
    while (on := renewal_dates(term.anchor_on, term.renews_on, months, day)[1]) <= period.end:
        yield on
        day = on + ONE_DAY


def is_monthly(term: Term, on: date) -> bool:
    """Whether the renewal of `term` on that day is the end of a month's term."""
    rolled = term.renews_on is not None and on > term.renews_on
    return ((term.renewal_months if rolled else None) or term.term_months) == MONTHLY


def _signed(span: Span, on: date, new: Span) -> Due:
    renewed = new.arr_minor if new.currency == span.currency else 0
    return Due(span, on, span.arr_minor, renewed, SIGNED, new.term.decided_on or new.starts_on)


def _unsigned(span: Span, on: date, today: date) -> Due:
    """One that silence renewed, or may still renew; else one that is lost, with or without an outcome recorded."""
    if span.until == on:
        return Due(span, on, span.arr_minor, 0, LOST if is_told(span, today) else PAST_END)
    return _silent(span, on, today)


def is_told(span: Span, today: date) -> bool:
    """Whether it is recorded why a span ended: an outcome, a status, a notice, what renewed it."""
    term = span.term
    is_closed = term.status in CLOSED or end_by_outcome(term, today) is not None
    return is_closed or term.notice_received_on is not None or is_renewed(term, today)


def _silent(span: Span, on: date, today: date) -> Due:
    """One that goes on where nobody says otherwise."""
    deadline = span.term.deadline(on)
    won = on <= today if deadline is None else deadline < today
    return Due(span, on, span.arr_minor, span.arr_minor if won else 0, SILENT if won else OPEN)
