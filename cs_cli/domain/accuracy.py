"""Forecast accuracy: what had been called of the renewals of a period, against what closed.

Accuracy and bias use the same base, the called amount (docs/metrics.md, Forecast accuracy). What closed is that of
cs_cli.domain.renewal_rate.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from cs_cli.domain.calendar import Window, fiscal_quarter
from cs_cli.domain.expected import BINS, BaseRate, Ledger
from cs_cli.domain.forecast import CATEGORIES, COMMIT, LIKELY, OMITTED, UNCALLED, Call
from cs_cli.domain.renewal_rate import LOST, OPEN, PAST_END, SIGNED, SILENT, Due

RENEWED_ONES = (SIGNED, SILENT)
ONE_DAY = timedelta(1)


@dataclass(slots=True)
class Tally:
    """The calls of one category: how many, their ARR, what closed of it, how many renewed, how many undiminished."""

    calls: int = 0
    called: int = 0
    closed: int = 0
    renewed: int = 0

    @property
    def hit_rate(self) -> float | None:
        """The share of the calls that renewed; None without any."""
        return self.renewed / self.calls if self.calls else None


@dataclass(slots=True)
class Accuracy:
    """What was called in one currency and what closed, in minor units, by category; and what was not judged.

    `flat` counts the calls for renewing flat, and as renewed those that renewed at no less than was at stake.
    """

    by_category: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in CATEGORIES})
    flat: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for name in CATEGORIES})
    uncalled: int = 0
    uncalled_atr: int = 0
    undecided: int = 0
    unanswered: int = 0

    @property
    def called(self) -> int:
        """What was called to close: commit and likely."""
        return self.by_category[COMMIT].called + self.by_category[LIKELY].called

    @property
    def closed(self) -> int:
        """What closed of all that was called, but for what was left out on purpose."""
        return sum(tally.closed for name, tally in self.by_category.items() if name != OMITTED)

    @property
    def calls(self) -> int:
        """How many renewals had a call that counts."""
        return sum(tally.calls for name, tally in self.by_category.items() if name != OMITTED)

    @property
    def accuracy(self) -> float | None:
        """1 - |called - closed| / called; None where nothing was called."""
        return 1 - abs(self.called - self.closed) / self.called if self.called else None

    @property
    def bias(self) -> float | None:
        """(called - closed) / called: above zero the calls were optimistic; None where nothing was called."""
        return (self.called - self.closed) / self.called if self.called else None


def accuracy(period: Window, ledger: Ledger) -> dict[str, Accuracy]:
    """How good the calls of a period were, by currency of the renewals due in it."""
    found: dict[str, Accuracy] = {}
    for due, call in _judged(period, ledger):
        told = found.setdefault(due.span.currency, Accuracy())
        if due.outcome == OPEN or (due.outcome == PAST_END and due.on > ledger.today):
            told.undecided += 1
        elif call is None:
            told.uncalled += 1
            told.uncalled_atr += due.atr
        else:
            told.unanswered += due.outcome == PAST_END
            _add(told.by_category[call.category], due, _called(due, call), is_renewed=due.outcome in RENEWED_ONES)
            if call.flat_category:
                is_flat = due.outcome in RENEWED_ONES and due.renewed >= due.atr
                _add(told.flat[call.flat_category], due, due.atr, is_renewed=is_flat)
    return found


def _add(tally: Tally, due: Due, called: int, *, is_renewed: bool) -> None:
    tally.calls += 1
    tally.called += called
    tally.closed += due.renewed
    tally.renewed += is_renewed


def _called(due: Due, call: Call) -> int:
    return call.arr_minor if call.currency == due.span.currency else due.atr


def base_rates(ledger: Ledger) -> dict[str, BaseRate]:
    """How many renewals of each category were decided since calls are made, and renewed: over all currencies."""
    found = {name: BaseRate() for name in BINS}
    first_on = ledger.calls.first_on
    if first_on is None or first_on > ledger.today:
        return found
    history = Window(fiscal_quarter(first_on, ledger.fiscal_start).start, ledger.today)
    for due, call in _judged(history, ledger):
        name = call.category if call else UNCALLED
        if name in found and due.outcome in (*RENEWED_ONES, LOST):
            found[name].decided += 1
            found[name].renewed += due.outcome in RENEWED_ONES
    return found


def _judged(period: Window, ledger: Ledger) -> Iterator[tuple[Due, Call | None]]:
    """What was up for renewal in a period, each with the call that counts."""
    for due in ledger.due_in(period):
        made = ledger.calls.of(due.span.term, due.on)
        yield due, standing(made, due, fiscal_quarter(due.on, ledger.fiscal_start)) if made else None


def standing(made: Iterable[Call], due: Due, quarter: Window) -> Call | None:
    """The call that counts: the last before the quarter of the renewal, else the first in it; never after the decision.

    The quarter is that in which the renewal is due, whatever period is asked for, so that periods add up.
    """
    decided = decided_on(due)
    known = [call for call in made if call.on < decided and call.on <= quarter.end]
    before = [call for call in known if call.on < quarter.start]
    return before[-1] if before else next(iter(known), None)


def decided_on(due: Due) -> date:
    """The day from which on nobody had to guess any more how it went."""
    term = due.span.term
    if due.outcome == SIGNED and due.signed_on is not None:
        return due.signed_on
    if due.outcome == LOST:
        told = [day for day in (term.outcome_on, term.notice_received_on) if day is not None]
        return min([*told, due.on])
    if due.outcome == SILENT and term.notice is not None:
        return term.notice.deadline(due.on) + ONE_DAY
    return due.on
