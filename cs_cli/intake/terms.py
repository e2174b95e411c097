"""A term as a row says it, completed by what is stored and by what may be assumed."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cs_cli.domain.agreement import Agreement, contradictions
from cs_cli.domain.money import annual, decimal_text
from cs_cli.domain.terms import GRACE_DAYS, Notice, anchor_of, start_before
from cs_cli.domain.text import fold
from cs_cli.intake.amounts import Amount
from cs_cli.intake.currencies import Currencies
from cs_cli.intake.rows import CannotPlanError
from cs_cli.intake.tally import Money
from cs_cli.store.contracts import opt_out_on

YEAR = 12
MONTHS = {
    "renewal_term": "renewal_months",
    "billing_period": "billing_period_months",
    "opt_out_every": "opt_out_every_months",
}
"""Columns of months, by what the table calls them."""
Term = dict[str, Any]


def label_of(key: str, term: Term) -> str:
    """`ACME/Platform`, or the key alone."""
    name = term.get("contract") or term.get("product")
    return f"{key}/{name}" if name else key


def annual_of(term: Term) -> int:
    """The term's ARR in minor units."""
    return annual(term["price_minor"], term["price_period_months"])


def annual_major(term: Term) -> Decimal:
    """The term's ARR in major units."""
    return Decimal(decimal_text(annual_of(term), term["currency"]))


def price_of(term: Term) -> Money:
    """The term's price."""
    return Money(term["price_minor"], term["currency"])


def months_of(values: Mapping[str, Any], name: str) -> int:
    """The months that a column says. Raises CannotPlanError for an evergreen one."""
    months = int(values[name])
    if months == 0 and name != "billing_period":
        raise CannotPlanError(name, "evergreen", "must be a number of months")
    return months


def dates_of(values: Mapping[str, Any]) -> dict[str, str]:
    """`starts_on` and `renews_on` as the row has them; `ends_on` is the last day, so the next one renews."""
    found = {name: values[name] for name in ("starts_on", "renews_on") if name in values}
    if "ends_on" not in values:
        return found
    after_end = (date.fromisoformat(values["ends_on"]) + timedelta(1)).isoformat()
    if "renews_on" in values and values["renews_on"] not in (after_end, values["ends_on"]):
        raise CannotPlanError("ends_on", values["ends_on"], f"does not fit renews_on {values['renews_on']}")
    return {"renews_on": after_end, **found}


def check_arr(arr: Amount | None, said: Currencies, currency: str, computed: int) -> None:
    """Raises CannotPlanError where a row has a price and an ARR that do not fit (`computed` minor units a year)."""
    if arr is not None and said.minor("arr", arr, currency) != computed:
        a_year = decimal_text(computed, currency)
        raise CannotPlanError(
            "arr", f"{arr.value:f}", f"does not fit the price, which makes {a_year} a year: leave one out"
        )


def assumed_of(values: Mapping[str, Any], facts: Term, said: Currencies, *, is_book: bool) -> list[str]:
    """What nobody said of a new term."""
    missing = [name for name in ("term", "starts_on") if name not in values]
    if "price" in values and "price_period" not in values and is_book:
        missing.append("price_period")
    amount = values.get("price", values.get("arr"))
    if said.is_assumed and not (amount and amount.currency) and facts["currency"] == said.home:
        missing.append("currency")
    never_renews = facts.get("term_months", YEAR) is None
    return missing if never_renews or values.get("auto_renew") is not None else [*missing, "auto_renew"]


def still_assumed(values: Mapping[str, Any], before: Term, *, says_currency: bool) -> list[str]:
    """What of a stored term is still only assumed, now that a row says more of it."""
    said = {*values, *(["currency"] if says_currency else [])}
    return [name for name in json.loads(before["assumed"]) if name not in said]


def same_term(values: Mapping[str, Any], dates: Mapping[str, str], terms: list[Term]) -> Term | None:
    """The stored term that a row without an id means, among those `called_alike`: the one with the same start.

    Where the row has no start of its own: the same renewal date, else the term that the row's would overlap.
    """
    same = called_alike(values, terms)
    if "starts_on" in dates:
        return next((term for term in same if term["starts_on"] == dates["starts_on"]), None)
    renews_on = dates.get("renews_on")
    if renews_on is None:
        return same[0] if len(same) == 1 else None
    exact = [term for term in same if term["renews_on"] == renews_on]
    if exact:
        return exact[0]
    starts_on = start_before(date.fromisoformat(renews_on), values.get("term") or YEAR)
    overlapping = [term for term in same if _overlaps(term, starts_on, date.fromisoformat(renews_on))]
    return overlapping[0] if len(overlapping) == 1 else None


def called_alike(values: Mapping[str, Any], terms: list[Term]) -> list[Term]:
    """The stored terms of the contract that a row names; where it names none, of the unnamed or the only one."""
    if contract := values.get("contract"):
        return [term for term in terms if fold(term["contract"]) == fold(contract)]
    if product := values.get("product"):
        return [term for term in terms if fold(term["product"] or "") == fold(product)]
    nameless = [term for term in terms if not term["contract"] and not term["product"]]
    return nameless or (terms if len(_contracts_of(terms)) == 1 else [])


def refuse_unnamed(values: Mapping[str, Any], terms: list[Term], key: str) -> None:
    """Raises CannotPlanError where a row names no contract, the account has several and all of them are named."""
    if values.get("contract") or values.get("product") or called_alike(values, terms):
        return
    names = [label_of("", {"contract": c, "product": p}).strip("/") for c, p in _contracts_of(terms)]
    if names:
        listed = " and ".join([", ".join(names[:-1]), names[-1]])
        raise CannotPlanError("name", key, f"has the contracts {listed}: say which in a column contract")


def _contracts_of(terms: list[Term]) -> list[tuple[str, str | None]]:
    return sorted({(term["contract"], term["product"]) for term in terms}, key=str)


def carried_on(
    values: Mapping[str, Any], dates: dict[str, str], before: Term | None, terms: list[Term]
) -> tuple[Term | None, dict[str, str]]:
    """The term that a row means and the dates it gives it, where outcomes have closed the term `before`.

    A row that runs beyond the end of a renewed or amended term, and says nothing of an outcome, means its successor.
    """
    by_id = {term["id"]: term for term in terms}
    while before and before["ended_on"] and "outcome" not in values and dates.get("renews_on", "") > before["ended_on"]:
        follower = by_id.get(before["renewed_by_id"])
        if follower is None:
            break
        if dates.get("starts_on", follower["starts_on"]) < follower["starts_on"]:
            dates = {**dates, "starts_on": follower["starts_on"]}
        before = follower
    return before, dates


def _overlaps(term: Term, starts_on: date, renews_on: date) -> bool:
    end = term["ended_on"] or term["renews_on"]
    if end is None:
        return False
    grace = timedelta(GRACE_DAYS)
    return starts_on < date.fromisoformat(end) - grace and date.fromisoformat(term["starts_on"]) < renews_on - grace


def completed(facts: Term, before: Term | None, begun_by: date | None) -> Term:
    """The whole term: what the row says over what is stored, what follows from both, what is assumed.

    `begun_by` is a day on which it is known to run: a start that nobody said is not assumed to be later.
    """
    term = {**(before or {"term_months": YEAR, "assumed": "[]"}), **facts}
    if "term_months" in facts and facts["term_months"] is None and "renews_on" not in facts:
        term["renews_on"] = None
    elif term["term_months"] is None and facts.get("renews_on") and "term_months" not in facts:
        term["term_months"] = YEAR
    _set_dates(term, facts, before, begun_by)
    starts_on = date.fromisoformat(term["starts_on"])
    renews_on = date.fromisoformat(term["renews_on"]) if term["renews_on"] else None
    if renews_on and renews_on <= starts_on:
        raise CannotPlanError("starts_on", term["starts_on"], f"is not before the renewal date {renews_on}")
    days, auto_renew = term.get("notice_days"), bool(term.get("auto_renew"))
    notice = (
        Notice(days, term.get("notice_kind") or "calendar", term.get("notice_basis") or "renewal-day")
        if days is not None
        else None
    )
    if notice is not None:
        rhythm = Agreement(starts_on, renews_on, term["term_months"], notice, term.get("renewal_months"))
        for column, reason in contradictions(rhythm):
            raise CannotPlanError(column, str(days), reason)
    last = opt_out_on(renews_on, notice, auto_renew=auto_renew)
    _check_outcome(term)
    said = facts.get("anchor_on") or (before and kept_anchor(before, term))
    term["anchor_on"] = anchor_of(
        starts_on, renews_on, term["term_months"], date.fromisoformat(said) if said else None
    ).isoformat()
    term["opt_out_on"] = last.isoformat() if last else None
    return {name: value for name, value in term.items() if name not in ("id", "step", "account_id")}


def kept_anchor(before: Mapping[str, Any], term: Mapping[str, Any]) -> Any:  # noqa: ANN401  a day, or its text
    """The anchor of the stored term where its dates and length stay as they are."""
    same = all(before[name] == term[name] for name in ("starts_on", "renews_on", "term_months"))
    return before["anchor_on"] if same else None


def _check_outcome(term: Term) -> None:
    """Raises CannotPlanError for half an outcome, or one that ends the term before it begins."""
    said = {name: term.get(name) for name in ("outcome", "ended_on", "outcome_on")}
    if any(said.values()) and not all(said.values()):
        name = next(name for name, value in said.items() if not value)
        raise CannotPlanError(name, "", "is missing: an outcome has outcome, ended_on and outcome_on")
    if term.get("ended_on") and term["ended_on"] <= term["starts_on"]:
        raise CannotPlanError("starts_on", term["starts_on"], f"is not before {term['ended_on']}, when the term ended")


def _set_dates(term: Term, facts: Term, before: Term | None, begun_by: date | None) -> None:
    evergreen = term["term_months"] is None
    if evergreen and term.get("renews_on"):
        raise CannotPlanError("renews_on", term["renews_on"], "but the term is evergreen, which never renews")
    if not evergreen and not term.get("renews_on"):
        raise CannotPlanError("renews_on", "", "is missing")
    if evergreen and not term.get("starts_on"):
        raise CannotPlanError("starts_on", "", "is missing: an evergreen contract has no other date")
    if "starts_on" in facts or evergreen:
        return
    moved = before is None or (
        any(term[name] != before[name] for name in ("renews_on", "term_months"))
        and "starts_on" in json.loads(before["assumed"])
    )
    if moved:
        renews_on = date.fromisoformat(term["renews_on"])
        term["starts_on"] = start_before(renews_on, term["term_months"], begun_by).isoformat()
