"""`cs forecast ACME`: what was called of an account; `cs forecast --accuracy`: how good the calls of a period were."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from cs_cli.commands.calling import command_of
from cs_cli.commands.outlook import ledger_of
from cs_cli.commands.successor import whose
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.accuracy import Accuracy, Tally, accuracy
from cs_cli.domain.calendar import Window, add_months, fiscal_quarter, parse_period
from cs_cli.domain.conditions import Filter
from cs_cli.domain.expansion import RENEWAL
from cs_cli.domain.expected import Expected, Ledger, expected, state_of
from cs_cli.domain.forecast import CATEGORIES, LIKELY, Call
from cs_cli.domain.text import fold
from cs_cli.errors import NotFoundError
from cs_cli.output import render
from cs_cli.screens import forecast_calls as screens
from cs_cli.store import forecasts
from cs_cli.store.accounts import AccountRef

ACCOUNT_KEYS = [
    "account",
    "contract",
    "renews_on",
    "on",
    "category",
    "flat_category",
    "arr",
    "currency",
    "evidence",
    "reason",
    "owner",
    "stands",
    "outcome",
]
ACCURACY_KEYS = [
    "from",
    "to",
    "currency",
    "calls",
    "called",
    "closed",
    "accuracy",
    "bias",
    "categories",
    "flat",
    "uncalled",
    "uncalled_arr",
    "unanswered",
    "undecided",
]
TRAILING_MONTHS, AHEAD_MONTHS = 12, 120


def history(cs: Cs, said: str) -> None:
    """Answer with every call there was of an account's renewals, and how they stand. Raises NotFoundError."""
    account, _slash, which = said.partition("/")
    ref = cs.portfolio.account(account)
    ledger = _of_contract(ledger_of(cs, monthly=True), ref, which)
    names = {span.term.contract_id: whose(ref.key, span.contract) for span in ledger.spans}
    made = [call for call in reversed(forecasts.calls(cs.reader, cs.today)) if call.contract_id in names]
    stood = _stood(ledger, made)
    rows = [_call_row(ref.key, names[call.contract_id], call, stood.get(call.call_id)) for call in made]

    def screen() -> screens.Parts:
        standing = [(names[one.due.span.term.contract_id], one) for one in _open(cs, ledger, ref)]
        ask = command_of(standing[0][0], standing[0][1].category or LIKELY) if standing else ""
        told = [(names[call.contract_id], call) for call in made[: cs.limit]]
        return screens.history(f"{ref.name} ({ref.key})", standing, told, ask, cs.today)

    render.rows(rows[: cs.limit], ACCOUNT_KEYS, cs.format, screen)


def _of_contract(ledger: Ledger, ref: AccountRef, which: str) -> Ledger:
    """The ledger of one account, or of its contracts that are called so. Raises NotFoundError."""
    spans = [span for span in ledger.spans if span.account_id == ref.account_id and fold(which) in fold(span.contract)]
    if which and not spans:
        raise NotFoundError(f'{ref.name} ({ref.key}) has no contract "{which}"', f"Its contracts: cs show {ref.key}")
    return ledger._replace(spans=spans)


def _stood(ledger: Ledger, made: Sequence[Call]) -> dict[int, tuple[bool, str]]:
    """By call: whether it is the last of its renewal, and how that went by now."""
    if not made:
        return {}
    days = [call.renews_on for call in made]
    found: dict[int, tuple[bool, str]] = {}
    for due in ledger.due_in(Window(min(days), max(days))):
        calls = ledger.calls.of(due.span.term, due.on)
        found |= {call.call_id: (call is calls[-1], state_of(due, ledger.today)) for call in calls}
    return found


def _open(cs: Cs, ledger: Ledger, ref: AccountRef) -> list[Expected]:
    """The next open renewal of each contract, the CRM's category beside it where nobody called."""
    deals = [deal for deal in forecasts.open_deals(cs.reader, RENEWAL) if deal.account_id == ref.account_id]
    ahead = ledger.ahead(Window(cs.today, add_months(cs.today, AHEAD_MONTHS)))
    first: dict[int, Expected] = {}
    for one in expected(ahead, ledger.calls, deals, cs.today):
        if one.is_open:
            first.setdefault(ledger.calls.first_term(one.due.span.term.contract_id), one)
    return list(first.values())


def _call_row(key: str, name: str, call: Call, stood: tuple[bool, str] | None) -> dict[str, Any]:
    return {
        "account": key,
        "contract": name.partition("/")[2] or None,
        "renews_on": call.renews_on.isoformat(),
        "on": call.on.isoformat(),
        "category": call.category,
        "flat_category": call.flat_category,
        "arr": money.major(call.arr_minor, call.currency),
        "currency": call.currency,
        "evidence": call.evidence,
        "reason": call.reason,
        "owner": call.owner,
        "stands": stood is not None and stood[0],
        "outcome": stood and stood[1],
    }


def judge(cs: Cs, said: str, chosen: Filter, *, monthly: bool) -> None:
    """Answer with how good the calls of a period were, and those of the year up to its end. Raises UsageError."""
    fiscal = cs.settings.fiscal_start
    last = fiscal_quarter(fiscal_quarter(cs.today, fiscal).start - timedelta(1), fiscal)
    period = parse_period(said, cs.today, fiscal) if said.strip() else last
    trailing = Window(add_months(period.end + timedelta(1), -TRAILING_MONTHS), period.end)
    takes = cs.portfolio.takes(chosen)
    ledger = ledger_of(cs, monthly=monthly)
    mine = ledger._replace(spans=[span for span in ledger.spans if takes(span.term)])
    asked = [period, trailing] if trailing.start < period.start else [period]
    found = [(each, accuracy(each, mine)) for each in asked]
    home = cs.settings.currency
    currencies = sorted({code for _each, of in found for code in of}, key=lambda code: (code != home, code))
    rows = [_accuracy_row(each, code, of[code]) for each, of in found for code in currencies if code in of]
    render.rows(rows[: cs.limit], ACCURACY_KEYS, cs.format, lambda: screens.accuracy(found, currencies))


def _accuracy_row(period: Window, currency: str, of: Accuracy) -> dict[str, Any]:
    return {
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "currency": currency,
        "calls": of.calls,
        "called": money.major(of.called, currency),
        "closed": money.major(of.closed, currency),
        "accuracy": _ratio(of.accuracy),
        "bias": _ratio(of.bias),
        "categories": {name: _tally_row(of.by_category[name], currency) for name in CATEGORIES},
        "flat": {name: _tally_row(of.flat[name], currency) for name in CATEGORIES},
        "uncalled": of.uncalled,
        "uncalled_arr": money.major(of.uncalled_atr, currency),
        "unanswered": of.unanswered,
        "undecided": of.undecided,
    }


def _tally_row(tally: Tally, currency: str) -> dict[str, Any]:
    return {
        "calls": tally.calls,
        "called": money.major(tally.called, currency),
        "closed": money.major(tally.closed, currency),
        "renewed": tally.renewed,
        "hit_rate": _ratio(tally.hit_rate),
    }


def _ratio(share: float | None) -> float | None:
    return None if share is None else round(share, 6)
