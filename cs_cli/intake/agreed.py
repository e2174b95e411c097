"""One term of a contract as typed by hand: what is said over what is stored, what follows from both."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cs_cli.domain.agreement import Agreement, contradictions
from cs_cli.domain.money import EXPONENTS
from cs_cli.domain.terms import Notice, anchor_of, start_before
from cs_cli.errors import BadDataError, UsageError
from cs_cli.intake.amounts import Amount
from cs_cli.intake.currencies import Currencies
from cs_cli.intake.rows import CannotPlanError
from cs_cli.intake.terms import MONTHS, YEAR, Term, kept_anchor
from cs_cli.intake.typed import NotUnderstoodError
from cs_cli.intake.values import EVERGREEN
from cs_cli.store.contracts import opt_out_on

_AS_THEY_ARE = (
    "product", "seats", "auto_renew", "notice_days", "uplift_pct", "live_on", "status", "notice_received_on",
)  # fmt: skip
_NEW: Mapping[str, Any] = {
    "contract": "", "term_months": YEAR, "renewal_months": None, "starts_on": None, "renews_on": None,
    "auto_renew": False, "notice_days": None, "notice_kind": "calendar", "notice_basis": "renewal-day", "assumed": "[]",
}  # fmt: skip
_OWN = ("id", "step", "account_id", "renewed_by_id", "renewed_by_guess", "custom")


def agreed(
    values: Mapping[str, Any], before: Mapping[str, Any] | None, currency: str | None, home: str,
    begun_by: date | None = None,
) -> Term:  # fmt: skip
    """The whole term, as columns of the table contract: `values` (by column of the kind) over the stored `before`.

    `currency` is the account's; `begun_by` a day on which it is known to run, for a start that nobody said.
    Raises UsageError where options do not fit together, BadDataError for terms that cannot be.
    """
    _check_words(values, before)
    term = {name: value for name, value in {**_NEW, **(before or {})}.items() if name not in _OWN}
    term |= _plain(values)
    term |= _dates(values, term, before, begun_by)
    stored = before["currency"] if before else currency
    said = Currencies(values.get("currency"), None, stored, home)
    term |= _price(values, term, before, said)
    term["assumed"] = json.dumps(_assumed(values, before, said))
    return _checked(term, kept_anchor(before, term) if before else None)


def agreement_of(term: Mapping[str, Any]) -> Agreement:
    """The dates and rhythm of a stored or planned term."""
    return Agreement(term["starts_on"], term["renews_on"], term["term_months"], notice_of(term), term["renewal_months"])


def notice_of(term: Mapping[str, Any]) -> Notice | None:
    """The notice period of a stored or planned term."""
    if term["notice_days"] is None:
        return None
    return Notice(term["notice_days"], term["notice_kind"], term["notice_basis"])


def _check_words(values: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
    if "price" in values and "arr" in values:
        raise UsageError("both --price and --arr; nothing written", "One of them: the other follows from it")
    if "renews_on" in values and "ends_on" in values:
        raise UsageError(
            "both --renews and --ends; nothing written", "--renews is the day after --ends: say one of them"
        )
    if "arr" in values and "price_period" in values:
        raise UsageError("--price-period goes with --price; --arr is a year's; nothing written")
    if before is None and not {"price", "arr"} & values.keys():
        raise UsageError("what does it bring? nothing written", "--arr 12000, or --price 1000 --price-period month")
    for name, option in (("term", "--term"), ("starts_on", "--starts"), ("currency", "--currency")):
        if name in values and values[name] is None:
            raise NotUnderstoodError(option, "", "cannot be blank")


def _plain(values: Mapping[str, Any]) -> Term:
    """What is stored as it is said, and months under the names that the table has for them."""
    facts: Term = {name: values[name] for name in _AS_THEY_ARE if name in values}
    if "contract" in values:
        facts["contract"] = values["contract"] or ""
    if "notice_days" in values:
        facts["notice_kind"] = values.get("notice_kind") or "calendar"
    if "notice_basis" in values:
        facts["notice_basis"] = values["notice_basis"] or "renewal-day"
    if "term" in values:
        facts["term_months"] = None if values["term"] == EVERGREEN else values["term"]
    for name, column in MONTHS.items():
        if name in values:
            if values[name] == EVERGREEN and name != "billing_period":
                raise NotUnderstoodError(f"--{name.replace('_', '-')}", "evergreen", "is no number of months")
            facts[column] = values[name]
    return facts


def _dates(
    values: Mapping[str, Any], term: Mapping[str, Any], before: Mapping[str, Any] | None, begun_by: date | None
) -> Term:
    months, renews_on = term["term_months"], _renews_on(values, term)
    if months is None and renews_on is not None:
        raise UsageError(
            "an evergreen contract neither renews nor ends; nothing written", "Leave --renews and --ends out"
        )
    if months is not None and renews_on is None:
        raise UsageError("when does it renew? nothing written", "--renews 2027-03-31, or --ends with its last day")
    starts_on = values.get("starts_on") or term["starts_on"]
    moved = {"renews_on", "ends_on", "term"} & values.keys()
    is_assumed = before is None or (moved and "starts_on" in json.loads(before["assumed"]))
    if is_assumed and "starts_on" not in values and renews_on is not None:
        starts_on = start_before(renews_on, months, begun_by)
    if starts_on is None:
        raise UsageError("when does it start? nothing written", "An evergreen contract needs --starts")
    return {"starts_on": starts_on, "renews_on": renews_on}


def _renews_on(values: Mapping[str, Any], term: Mapping[str, Any]) -> date | None:
    if values.get("ends_on"):
        return date.fromordinal(values["ends_on"].toordinal() + 1)
    if "renews_on" in values or "ends_on" in values:
        return values.get("renews_on")
    return None if term["term_months"] is None else term["renews_on"]


def _price(
    values: Mapping[str, Any], term: Mapping[str, Any], before: Mapping[str, Any] | None, said: Currencies
) -> Term:
    column = "price" if "price" in values else "arr"
    if column in values:
        currency, minor = in_minor(column, values[column], said)
        period = YEAR if column == "arr" else _period(values, term, before)
        return {"currency": currency, "price_minor": minor, "price_period_months": period}
    assert before is not None  # noqa: S101  _check_words has looked
    facts: Term = {"price_period_months": _period(values, term, before)}
    if "currency" in values:
        amount = Amount(Decimal(before["price_minor"]).scaleb(-EXPONENTS[before["currency"]]), None)
        facts["currency"], facts["price_minor"] = in_minor("price", amount, said)
    return facts


def _period(values: Mapping[str, Any], term: Mapping[str, Any], before: Mapping[str, Any] | None) -> int:
    if (period := values.get("price_period")) is not None:
        return int(period)
    return int(before["price_period_months"]) if before else int(term["term_months"] or YEAR)


def in_minor(column: str, amount: Amount | None, said: Currencies) -> tuple[str, int]:
    """(currency, whole minor units) of an amount. Raises NotUnderstoodError."""
    option = f"--{column}"
    if amount is None:
        raise NotUnderstoodError(option, "", "cannot be blank")
    shown = f"{amount.value:f}{f' {amount.currency}' if amount.currency else ''}"
    try:
        currency = said.of(column, amount)
        if said.column and currency != said.column:
            raise NotUnderstoodError(option, shown, f"does not fit --currency {said.column}")
        return currency, said.minor(column, amount, currency)
    except CannotPlanError as error:
        reason = error.reason.replace("but the currency column says", "does not fit --currency")
        raise NotUnderstoodError(option, shown, reason) from error


def _assumed(values: Mapping[str, Any], before: Mapping[str, Any] | None, said: Currencies) -> list[str]:
    if before is not None:
        return [name for name in json.loads(before["assumed"]) if name not in values]
    missing = [name for name in ("term", "starts_on") if name not in values]
    amount = values.get("price") or values.get("arr")
    if said.is_assumed and not (amount and amount.currency):
        missing.append("currency")
    return missing if "auto_renew" in values or values.get("term") == EVERGREEN else [*missing, "auto_renew"]


def _checked(term: Term, anchor_on: date | None) -> Term:
    """The term with its anchor and opt-out date. Raises BadDataError where its facts contradict each other."""
    agreement = agreement_of(term)
    for _column, reason in contradictions(agreement):
        raise BadDataError(f"{reason}; nothing written")
    term["anchor_on"] = anchor_of(term["starts_on"], term["renews_on"], term["term_months"], anchor_on)
    term["opt_out_on"] = opt_out_on(term["renews_on"], agreement.notice, auto_renew=term["auto_renew"])
    return term
