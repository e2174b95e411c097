"""The forecast as data: which renewals it is about, what they add up to, and its rows for JSON and for finance."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.accuracy import base_rates
from cs_cli.domain.calendar import Window, parse_window
from cs_cli.domain.conditions import Filter
from cs_cli.domain.expansion import COLUMNS, EXPANSION, RENEWAL, Deal, Growth, growth, undated
from cs_cli.domain.expected import (
    BINS,
    MONTH,
    QUARTER,
    BaseRate,
    Calls,
    Expected,
    Ledger,
    Total,
    expected,
    horizon,
    period_named,
    periods_of,
    roll_up,
    state_of,
)
from cs_cli.domain.forecast import CATEGORIES, COMMIT, IN_THE_CRM, LIKELY, UNCALLED, Concern, concerns
from cs_cli.domain.renewal_rate import LOST, MONTHLY, is_monthly
from cs_cli.domain.renewals import Term
from cs_cli.errors import UsageError
from cs_cli.store import forecasts

KEYS = [
    "period",
    "from",
    "to",
    "currency",
    "contracts",
    "atr",
    "renewed",
    "lost",
    "commit",
    "likely",
    "risk",
    "omitted",
    "uncalled",
    "low",
    "mid",
    "high",
    "weighted",
    "base_rates",
    "flat",
    "expansion",
]
EXPLAIN_KEYS = [
    "period",
    "account",
    "name",
    "contract",
    "product",
    "owner",
    "segment",
    "renews_on",
    "decide_kind",
    "decide_on",
    "days_left",
    "outcome",
    "currency",
    "atr",
    "renewed",
    "category",
    "category_from",
    "flat_category",
    "called_on",
    "called_arr",
    "evidence",
    "evidence_days",
    "reason",
    "crm_category",
    "health",
    "band",
    "band_by_hand",
    "warnings",
]
Cell = tuple[Window, str]


class Asked(NamedTuple):
    """What was asked for: months or quarters, the window, which accounts, whether monthly terms count."""

    per: str
    window: Window
    chosen: Filter
    monthly: bool


def asked_for(cs: Cs, per: str | None, due: str | None, chosen: Filter, *, monthly: bool) -> Asked:
    """What the options ask for. Raises UsageError."""
    if per not in (None, MONTH, QUARTER):
        raise UsageError(f'--per "{per}" is unknown', "month or quarter")
    start = cs.settings.fiscal_start
    window = parse_window(due, cs.today, start) if due else Window(cs.today, horizon(cs.today, start))
    return Asked(per or QUARTER, window, chosen, monthly)


def ledger_of(cs: Cs, *, monthly: bool) -> Ledger:
    """All that is known on the day, of every account."""
    spans = [span for of in cs.portfolio.spans(bool).values() for span in of]
    calls = Calls(forecasts.calls(cs.reader, cs.today), (span.term for span in spans))
    return Ledger(spans, calls, cs.today, cs.settings.fiscal_start, monthly)


class Outlook:
    """The forecast that was asked for."""

    def __init__(self, cs: Cs, asked: Asked) -> None:
        self.cs, self.asked = cs, asked
        self.periods = periods_of(asked.window, asked.per, cs.settings.fiscal_start)
        self.whole = ledger_of(cs, monthly=asked.monthly)
        takes = cs.portfolio.takes(asked.chosen)
        self.mine = self.whole._replace(spans=[span for span in self.whole.spans if takes(span.term)])
        self.whole_periods = Window(self.periods[0].start, asked.window.end)
        deals = forecasts.open_deals(cs.reader, RENEWAL)
        self.found = expected(self.mine.ahead(self.whole_periods), self.mine.calls, deals, cs.today)

    @cached_property
    def left_out(self) -> int:
        """How many open renewals were called and do not count, as they are those of monthly terms."""
        if self.asked.monthly:
            return 0
        spans = self.mine.spans
        names = {(s.account_id, s.contract) for s in spans if MONTHLY in (s.term.term_months, s.term.renewal_months)}
        monthly = self.mine._replace(spans=[s for s in spans if (s.account_id, s.contract) in names], monthly=True)
        found = expected(monthly.ahead(self.whole_periods), monthly.calls, [], self.cs.today)
        return sum(one.is_open and one.call is not None and is_monthly(one.due.span.term, one.due.on) for one in found)

    @cached_property
    def totals(self) -> dict[Cell, Total]:
        """What the renewals come to."""
        return roll_up(self.found, self.periods)

    @cached_property
    def deals(self) -> list[Deal]:
        """The open expansions of the accounts asked for."""
        wanted = {row.account_id for row in filter(self.cs.portfolio.takes(self.asked.chosen), self._accounts)}
        return [deal for deal in forecasts.open_deals(self.cs.reader, EXPANSION) if deal.account_id in wanted]

    @cached_property
    def undated(self) -> list[Deal]:
        """The open expansions that count in no period."""
        return undated(self.deals)

    @cached_property
    def growth(self) -> dict[Cell, Growth]:
        """What the expansions come to."""
        return growth(self.deals, self.periods, self.cs.today)

    @cached_property
    def base_rates(self) -> dict[str, BaseRate]:
        """What became of each category so far, over the whole portfolio."""
        return base_rates(self.whole)

    @property
    def _accounts(self) -> Iterable[Any]:
        return self.cs.portfolio.accounts()

    @cached_property
    def cells(self) -> list[Cell]:
        """Each currency and period of which there is something to tell: the home currency first, then by day."""
        home = self.cs.settings.currency
        return sorted({*self.totals, *self.growth}, key=lambda cell: (cell[1] != home, cell[1], cell[0]))

    def name_of(self, period: Window) -> str:
        """`q4 2026`, `2026-12`."""
        return period_named(period, self.asked.per, self.cs.settings.fiscal_start)

    def period_of(self, one: Expected) -> Window:
        """The period in which a renewal counts."""
        return next(period for period in self.periods if period.holds(one.on))


def concerns_of(one: Expected, today: Any, band: str | None) -> list[Concern]:  # noqa: ANN401  a date
    """What a standing call lacks, that the account's health speaks against it included."""
    if one.call is None or not one.is_open:
        return []
    found = list(concerns(one.call, one.decision, today))
    if one.call.category == COMMIT and band == "red":
        found.append(Concern("health is red", LIKELY))
    if one.called != one.due.atr:
        currency = one.due.span.currency
        amounts = f"{money.shown(one.called, currency)} called of {money.shown(one.due.atr, currency)} at stake"
        found.append(Concern(amounts, one.call.category))
    return found


def rows_of(outlook: Outlook) -> list[dict[str, Any]]:
    """The rows with KEYS, one for each period and currency."""
    return [_row(outlook, cell) for cell in outlook.cells]


def _row(outlook: Outlook, cell: Cell) -> dict[str, Any]:
    (period, currency), total = cell, outlook.totals.get(cell, Total())
    weighted = total.weighted(outlook.base_rates)

    def major(minor: int) -> int | float:
        return money.major(minor, currency)

    return {
        "period": outlook.name_of(period),
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "currency": currency,
        "contracts": total.contracts,
        "atr": major(total.atr),
        "renewed": major(total.renewed),
        "lost": major(total.lost),
        **{name: major(total.called[name]) for name in (*CATEGORIES, UNCALLED)},
        "low": major(total.low),
        "mid": major(total.mid),
        "high": major(total.high),
        "weighted": None if weighted is None else major(weighted),
        "base_rates": {name: _rate_row(outlook.base_rates[name]) for name in BINS},
        "flat": {name: major(total.flat[name]) for name in CATEGORIES},
        "expansion": _growth_row(outlook.growth.get(cell, Growth()), currency),
    }


def _rate_row(rate: BaseRate) -> dict[str, Any]:
    return {"decided": rate.decided, "rate": None if rate.rate is None else round(rate.rate, 6)}


def _growth_row(found: Growth, currency: str) -> dict[str, Any]:
    annual = {name: money.major(found.annual[name], currency) for name in COLUMNS}
    return {**annual, "tcv": money.major(found.tcv, currency)}


def explained(outlook: Outlook, found: Sequence[Expected], scores: Mapping[int, Any]) -> list[dict[str, Any]]:
    """The rows with EXPLAIN_KEYS, one for each renewal of `found`; `scores` are the health of their accounts."""
    return [_explained(outlook, one, scores[one.due.span.account_id]) for one in found]


def _explained(outlook: Outlook, one: Expected, score: Any) -> dict[str, Any]:  # noqa: ANN401  a Score
    term, today, currency = one.due.span.term, outlook.cs.today, one.due.span.currency
    call = one.call
    return {
        "period": outlook.name_of(outlook.period_of(one)),
        **_of_term(term),
        "renews_on": one.due.on.isoformat(),
        "decide_kind": one.decision.kind if one.is_open else None,
        "decide_on": one.decision.on.isoformat() if one.is_open else None,
        "days_left": one.decision.days if one.is_open else None,
        "outcome": state_of(one.due, today),
        "currency": currency,
        "atr": money.major(one.due.atr, currency),
        "renewed": None if one.is_open else money.major(one.due.renewed, currency),
        "category": one.category,
        "category_from": "call" if call else "crm" if one.category else None,
        "flat_category": call and call.flat_category,
        "called_on": call.on.isoformat() if call else None,
        "called_arr": money.major(one.called, currency) if call else None,
        "evidence": call and call.evidence,
        "evidence_days": call.evidence_days(today) if call else None,
        "reason": call and call.reason,
        "crm_category": _in_the_crm(one),
        "health": score.tenths,
        "band": str(score.band),
        "band_by_hand": score.by_hand.why if score.by_hand else None,
        "warnings": [concern.text for concern in concerns_of(one, today, str(score.band))],
    }


def _of_term(term: Term) -> dict[str, Any]:
    return {
        "account": term.account,
        "name": term.name,
        "contract": term.contract or None,
        "product": term.product,
        "owner": term.owner,
        "segment": term.segment,
    }


def _in_the_crm(one: Expected) -> str:
    """What the CRM would call it."""
    if one.is_open:
        return IN_THE_CRM[one.category]
    return "Closed Lost" if one.due.outcome == LOST else "Closed"
