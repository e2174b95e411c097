"""The renewals as an internal document shows them: dates, money, what was called of them and on what it rests."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.agreement import name_of
from cs_cli.documents.content.facts import text
from cs_cli.documents.moments import iso_said
from cs_cli.documents.numbers import signed
from cs_cli.domain.expected import Calls
from cs_cli.domain.forecast import Call, Decision, concerns
from cs_cli.domain.money import scaled, shown
from cs_cli.domain.outcomes import renewal_end
from cs_cli.domain.renewals import DECISIONS, Renewal, Term, order
from cs_cli.store.forecasts import calls as calls_on

if TYPE_CHECKING:
    from cs_cli.domain.book import Holding
    from cs_cli.store.portfolio import Portfolio

_PERCENT = 100


def renewals_inside(portfolio: "Portfolio", held: Iterable["Holding"], terms: Sequence[Term]) -> Section:
    """What is to be decided, the nearest first, each with its calls and scenarios; and the terms there were."""
    today = portfolio.today
    ours = {term.contract_id for term in terms}
    made = [call for call in calls_on(portfolio.reader, today) if call.contract_id in ours]
    calls = Calls(made, terms)
    renewals = sorted((holding.renewal for holding in held if holding.renewal), key=order)
    return {
        "renewals": [_renewal(each, calls.of(each.term, renewal_end(each)), today) for each in renewals],
        "calls": [_call(call, terms) for call in reversed(made)],
        "terms": _terms(terms, today),
    }


def _renewal(renewal: Renewal, calls: Sequence[Call], today: date) -> Section:
    term, last = renewal.term, calls[-1] if calls else None
    decision = Decision(renewal.decide_kind, renewal.decide_on, renewal.days_left)
    return {
        "name": name_of(term), "state": renewal.state, "rhythm": text(renewal.rhythm),
        "starts_on": renewal.starts_on.isoformat(), "renews_on": renewal.renews_on.isoformat(),
        "opt_out_on": iso_said(renewal.opt_out_on), "notice_days": renewal.notice_days,
        "decide": DECISIONS.get(renewal.decide_kind, renewal.decide_kind), "decide_on": renewal.decide_on.isoformat(),
        "days_left": renewal.days_left, "auto_renew": term.auto_renew, "seats": term.seats,
        "atr": shown(term.arr_minor, term.currency), "uplift": _uplift(term),
        "scenarios": [*_scenarios(term, last)],
        **_called(last), "concerns": [text(each.text) for each in concerns(last, decision, today)] if last else [],
    }  # fmt: skip


def _rate(term: Term) -> Decimal | None:
    """The agreed uplift in percent; None where none, or nothing that can be reckoned with, is on record."""
    said = (term.uplift_pct or "").strip()
    return Decimal(said) if said.replace(".", "", 1).isdecimal() else None


def _uplift(term: Term) -> str:
    rate = _rate(term)
    return f"{rate.normalize():f}%" if rate is not None else ""


def _scenarios(term: Term, call: Call | None) -> Iterable[Section]:
    """What the ARR of the contract comes to, the best first, and what that is against today."""
    rate, now = _rate(term), term.arr_minor
    found = [("Renews with the uplift agreed", scaled(now, _PERCENT + rate, _PERCENT))] if rate else []
    found.append(("Renews as it is", now))
    if call and call.currency == term.currency and call.arr_minor not in {minor for _, minor in found}:
        found.append((f"As it was called ({call.category})", call.arr_minor))
    found.append(("Leaves", 0))
    for what, minor in sorted(found, key=lambda each: -each[1]):
        yield {"what": what, "arr": shown(minor, term.currency), "against": _against(minor - now, term.currency)}


def _against(minor: int, currency: str) -> str:
    return f"{'+' if minor > 0 else '−'}{shown(abs(minor), currency)}" if minor else "–"


def _called(call: Call | None) -> Section:
    if call is None:
        return {"category": "", "flat": "", "called_on": None, "expected": "", "evidence": "", "reason": ""}
    return {
        "category": call.category, "flat": text(call.flat_category), "called_on": call.on.isoformat(),
        "expected": shown(call.arr_minor, call.currency), "evidence": text(call.evidence), "reason": text(call.reason),
    }  # fmt: skip


def _call(call: Call, terms: Sequence[Term]) -> Section:
    term = next(each for each in terms if each.contract_id == call.contract_id)
    return {**_called(call), "name": name_of(term), "renews_on": call.renews_on.isoformat()}


def _terms(terms: Sequence[Term], today: date) -> list[Section]:
    """The terms that began by `today`, the latest first, each with its price against the one before it."""
    begun = sorted((term for term in terms if term.starts_on <= today and term.status != "draft"),
                   key=lambda term: term.starts_on)  # fmt: skip
    before: dict[str, Term] = {}
    found: list[Section] = []
    for term in begun:
        last = before.get(name_of(term))
        found.append(_term(term, last))
        before[name_of(term)] = term
    return found[::-1]


def _term(term: Term, last: Term | None) -> Section:
    moved: Any = None
    if last and last.currency == term.currency and last.arr_minor:
        moved = (term.arr_minor - last.arr_minor) * _PERCENT / last.arr_minor
    outcome = term.outcome or ("renewed" if term.next_starts_on else "")
    return {
        "name": name_of(term), "starts_on": term.starts_on.isoformat(), "renews_on": iso_said(term.renews_on),
        "arr": shown(term.arr_minor, term.currency), "change": signed(moved, "%") if moved else "",
        "seats": term.seats, "outcome": text(outcome), "reason": text(term.reason),
    }  # fmt: skip
