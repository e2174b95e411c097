"""The renewals of a forecast: what is at stake and when, what was called of it, and what that adds up to.

What is up for renewal, and how it went, is that of cs_cli.domain.renewal_rate. Source of the rules: docs/metrics.md,
Forecast.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain.calendar import Window, add_months, fiscal_quarter, fiscal_year
from cs_cli.domain.expansion import Deal
from cs_cli.domain.forecast import (
    CATEGORIES,
    COMMIT,
    LIKELY,
    RISK,
    SIGN_BY,
    UNCALLED,
    Call,
    Decision,
    category_of,
    is_pipeline,
)
from cs_cli.domain.money import scaled
from cs_cli.domain.outcomes import AMENDED
from cs_cli.domain.renewal_rate import OPEN, PAST_END, SILENT, Due, due_in, rates
from cs_cli.domain.renewals import Term, end_by_outcome, is_renewed
from cs_cli.domain.revenue import CLOSED, Span
from cs_cli.domain.text import fold

MONTH, QUARTER = "month", "quarter"
OVERDUE = "overdue"
_MONTHS = {MONTH: 1, QUARTER: 3}
BINS = (COMMIT, LIKELY, RISK, UNCALLED)
"""What counts in one of the totals: all but what was left out on purpose."""
NEAR_DAYS = 45
"""How far the close date of a CRM's renewal may lie from the renewal date that it is about."""
ONE_DAY = timedelta(1)


class Calls:
    """The calls there are, by the renewal each is about; a term and the ones that amendments began share theirs."""

    def __init__(self, calls: Iterable[Call], terms: Iterable[Term]) -> None:
        """`calls` are in order; `terms` may be of many accounts."""
        self._before = {term.next_id: term.contract_id for term in terms if term.next_id and term.outcome == AMENDED}
        self._found: dict[tuple[int, date], list[Call]] = {}
        for call in calls:
            self._found.setdefault((self.first_term(call.contract_id), call.renews_on), []).append(call)
        self.first_on = min((call.on for of in self._found.values() for call in of), default=None)

    def of(self, term: Term, renews_on: date) -> list[Call]:
        """The calls of one renewal, the first one first."""
        return self._found.get((self.first_term(term.contract_id), renews_on), [])

    def first_term(self, contract_id: int) -> int:
        """The row id of the term itself, or of the one that it was before it was amended."""
        while (before := self._before.get(contract_id)) is not None:
            contract_id = before
        return contract_id


class Expected(NamedTuple):
    """A renewal in a forecast: what is at stake, the day by which it counts, what decides it, its call or the CRM's."""

    due: Due
    on: date
    decision: Decision
    call: Call | None = None
    crm: Deal | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be decided."""
        return self.due.outcome in (OPEN, PAST_END)

    @property
    def is_overdue(self) -> bool:
        """Whether it is past its end, without an outcome."""
        return self.due.outcome == PAST_END and self.decision.days < 0

    @property
    def category(self) -> str | None:
        """As called, else as the CRM has it; None for what nobody has called."""
        return self.call.category if self.call else crm_category(self.crm)

    @property
    def called(self) -> int:
        """The ARR that is expected of it, in minor units: as called, else what is at stake."""
        is_called = self.call is not None and self.call.currency == self.due.span.currency
        return self.call.arr_minor if self.call and is_called else self.due.atr


def state_of(due: Due, today: date) -> str:
    """How a renewal stands: open, overdue (past its end without an outcome), signed, silent, lost."""
    if due.outcome != PAST_END:
        return due.outcome
    return OVERDUE if due.on < today else OPEN


@dataclass(slots=True)
class Total:
    """What the renewals of a period come to in one currency, in minor units; `called` is by category and uncalled."""

    contracts: int = 0
    atr: int = 0
    renewed: int = 0
    lost: int = 0
    called: dict[str, int] = field(default_factory=lambda: dict.fromkeys((*CATEGORIES, UNCALLED), 0))
    flat: dict[str, int] = field(default_factory=lambda: dict.fromkeys(CATEGORIES, 0))

    @property
    def low(self) -> int:
        """What is renewed already, and the commits."""
        return self.renewed + self.called[COMMIT]

    @property
    def mid(self) -> int:
        """That and what is likely."""
        return self.low + self.called[LIKELY]

    @property
    def high(self) -> int:
        """All in: that, what is at risk and what nobody has called; not what was left out on purpose."""
        return self.mid + self.called[RISK] + self.called[UNCALLED]

    def weighted(self, base_rates: Mapping[str, "BaseRate"]) -> int | None:
        """What is renewed, and each category by its base rate; None where one that is needed has too little history."""
        needed = [name for name in BINS if self.called[name]]
        if any(base_rates[name].rate is None for name in needed):
            return None
        return self.renewed + sum(
            scaled(self.called[name], base_rates[name].renewed, base_rates[name].decided) for name in needed
        )


LEAST_DECIDED = 30
"""With fewer decided renewals than this a category has no base rate."""


@dataclass(slots=True)
class BaseRate:
    """How many renewals of a category were decided, and how many of them renewed."""

    decided: int = 0
    renewed: int = 0

    @property
    def rate(self) -> float | None:
        """The share that renewed; None under 30."""
        return self.renewed / self.decided if self.decided >= LEAST_DECIDED else None


def periods_of(window: Window, per: str, fiscal_start: int = 1) -> list[Window]:
    """The fiscal quarters, or their months, from that which holds the first day of `window`; cut at its end.

    Months begin where the quarters do, so that both come to the same.
    """
    start = fiscal_quarter(window.start, fiscal_start).start
    found: list[Window] = []
    while start <= window.end:
        following = add_months(start, _MONTHS[per])
        found.append(Window(start, min(window.end, following - ONE_DAY)))
        start = following
    return found


def horizon(today: date, fiscal_start: int = 1) -> date:
    """The last day of the four quarters that begin with the one of `today`."""
    return add_months(fiscal_quarter(today, fiscal_start).start, 12) - ONE_DAY


def period_named(period: Window, per: str, fiscal_start: int = 1) -> str:
    """`q4 2026`, `q4 fy27`, `2026-12`: as it can be typed."""
    if per == MONTH:
        return f"{period.start:%Y-%m}"
    number = (period.start.month - fiscal_start) % 12 // 3 + 1
    year = fiscal_year(period.start, fiscal_start)
    return f"q{number} {year}" if fiscal_start == 1 else f"q{number} fy{year % 100:02}"


class Ledger(NamedTuple):
    """What is known on a day: what the terms bring, what was called; whether monthly terms count."""

    spans: Sequence[Span]
    calls: Calls
    today: date
    fiscal_start: int = 1
    monthly: bool = False

    def due_in(self, period: Window) -> list[Due]:
        """What is up for renewal in `period`."""
        return due_in(period, self.spans, self.today, monthly=self.monthly)

    def ahead(self, window: Window) -> list[Due]:
        """What is up for renewal in `window`, and what ended before it without an outcome."""
        ended = [s for s in self.spans if s.until is not None and s.until < window.start and self._is_unanswered(s)]
        found = self.due_in(window)
        if ended:
            before = Window(min(span.until for span in ended if span.until is not None), window.start - ONE_DAY)
            slipped = due_in(before, ended, self.today, monthly=self.monthly)
            found = [*(due for due in slipped if due.outcome == PAST_END), *found]
        return found

    def _is_unanswered(self, span: Span) -> bool:
        term = span.term
        is_told = term.notice_received_on is not None or term.status in CLOSED or term.archived_on is not None
        return not is_told and not is_renewed(term, self.today) and end_by_outcome(term, self.today) is None


def expected(dues: Iterable[Due], calls: Calls, deals: Sequence[Deal], today: date) -> list[Expected]:
    """The renewals of a forecast, in the order of their decisions; the CRM's `deals` stand in where nobody called."""
    found = [_expected(due, calls, today) for due in dues]
    uncalled = [one.due for one in found if one.is_open and one.call is None]
    crm = stand_ins(uncalled, deals)
    told = [one._replace(crm=crm.get(_key(one.due))) for one in found]
    return sorted(told, key=lambda one: (one.decision.on, one.due.span.account, one.due.span.contract))


def _expected(due: Due, calls: Calls, today: date) -> Expected:
    made = calls.of(due.span.term, due.on)
    slips = due.outcome == PAST_END and due.on < today
    return Expected(due, today if slips else due.on, decision_of(due, today), made[-1] if made else None)


def decision_of(due: Due, today: date) -> Decision:
    """What decides a renewal: as cs_cli.domain.renewals says it of the term that is running."""
    is_silent = due.outcome in (OPEN, SILENT) or due.span.until is None or due.on < due.span.until
    if not is_silent:
        return Decision(SIGN_BY, due.on, (due.on - today).days)
    notice = due.span.term.notice
    opt_out = notice.deadline(due.on) if notice else None
    if opt_out is not None and opt_out >= today:
        return Decision("opt-out", opt_out, (opt_out - today).days)
    return Decision("renews", due.on, (due.on - today).days)


def crm_category(deal: Deal | None) -> str | None:
    """The category that a CRM's deal stands for; what is merely in the pipeline nobody has called."""
    if deal is None or not deal.category or is_pipeline(deal.category):
        return None
    return category_of(deal.category)


def stand_ins(dues: Iterable[Due], deals: Iterable[Deal]) -> dict[tuple[int, date], Deal]:
    """The CRM's renewal for each of `dues` that has one: of its account, closing within 45 days, named first."""
    ours: dict[int, list[Due]] = {}
    for due in dues:
        ours.setdefault(due.span.account_id, []).append(due)
    pairs = [
        (not _is_named(due, deal), abs((deal.close_on - due.on).days), number, place, due, deal)
        for number, deal in enumerate(deals)
        if deal.close_on is not None
        for place, due in enumerate(ours.get(deal.account_id, []))
        if abs((deal.close_on - due.on).days) <= NEAR_DAYS
    ]
    taken: set[int] = set()
    found: dict[tuple[int, date], Deal] = {}
    for _unnamed, _days, number, _place, due, deal in sorted(pairs, key=lambda pair: pair[:4]):
        if number not in taken and _key(due) not in found:
            taken.add(number)
            found[_key(due)] = deal
    return found


def _is_named(due: Due, deal: Deal) -> bool:
    return bool(due.span.contract) and fold(due.span.contract) in fold(deal.name)


def _key(due: Due) -> tuple[int, date]:
    return due.span.term.contract_id, due.on


def roll_up(found: Iterable[Expected], periods: Sequence[Window]) -> dict[tuple[Window, str], Total]:
    """The totals of each period and currency in which anything is up for renewal.

    Contracts of one account that are due on one day are one decision: what is renewed within another is not lost.
    """
    totals: dict[tuple[Window, str], Total] = {}
    closed: dict[tuple[Window, str], list[Due]] = {}
    for one in found:
        key = (next(period for period in periods if period.holds(one.on)), one.due.span.currency)
        total = totals.setdefault(key, Total())
        total.contracts += 1
        total.atr += one.due.atr
        if not one.is_open:
            closed.setdefault(key, []).append(one.due)
            continue
        category = one.category or UNCALLED
        total.called[category] += one.called
        if one.call is not None and one.call.flat_category:
            total.flat[one.call.flat_category] += one.due.atr
    for key, dues in closed.items():
        rate = rates(dues)[key[1]]
        totals[key].renewed, totals[key].lost = rate.net, rate.lost
    return totals
