"""The agreement: for each contract its term, dates, seats and fee, and what is to be decided by when."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from cs_cli.documents.adoption import Section
from cs_cli.documents.facts import Facts, day, text
from cs_cli.documents.moments import day_said
from cs_cli.domain.money import shown, to_minor, totals_shown

AHEAD_DAYS = 365
_TERMS = {"monthly": "Monthly", "quarterly": "Quarterly", "annual": "Annual", "evergreen": "Open-ended"}


def agreement_of(facts: Facts, renewals: Iterable[Mapping[str, Any]], as_of: date) -> Section | None:
    """The contracts in force, the next date first, from the rows of `cs renewals`; None where there is none."""
    rows = [_contract(facts, row, as_of) for row in renewals]
    if not rows:
        return None
    rows.sort(key=lambda row: (row["next_on"], row["name"]))
    fees: dict[str, int] = {}
    for row in rows:
        fees[row["currency"]] = fees.get(row["currency"], 0) + row.pop("fee_minor")
    return {"contracts": rows, "fee": totals_shown(fees), "seats": sum(row["seats"] or 0 for row in rows) or None}


def _contract(facts: Facts, row: Mapping[str, Any], as_of: date) -> Section:
    currency = str(row["currency"])
    fee = to_minor(Decimal(str(row["arr"] or 0)), currency)
    renews_on, notice_by = day(row["renews_on"]), day(row["opt_out_on"])
    given = row["state"] == "notice"
    signed_by = row["decide_kind"] == "sign-by" and not given
    ahead = notice_by is not None and notice_by >= as_of and not given
    return {
        "name": text(row["product"]) or text(row["contract"]) or "Agreement",
        "term": _TERMS.get(str(row["term"]), f"{row['term_months']} months"),
        "starts_on": _iso(day(row["starts_on"])), "renews_on": _iso(renews_on), "notice_by": _iso(notice_by),
        "notice_is_ahead": ahead, "notice_given": given, "must_be_signed": signed_by,
        "is_over": row["state"] == "overdue", "next_on": _iso(notice_by if ahead else renews_on) or "",
        "seats": _seats(facts, row), "fee": shown(fee, currency), "fee_minor": fee, "currency": currency,
    }  # fmt: skip


def _iso(on: date | None) -> str | None:
    return on.isoformat() if on else None


def _seats(facts: Facts, row: Mapping[str, Any]) -> int | None:
    """The seats of the latest begun term of the same contract, or of the same product where it has no name."""
    name = text(row["contract"]) or text(row["product"])
    same = [term.seats for term in facts.terms if name == (term.contract or term.product)]
    return same[-1] if same else None


def decisions_of(agreement: Section | None, as_of: date, owner: str) -> list[Section]:
    """What the customer has to decide within a year: by the notice date, or by the day a term ends unsigned."""
    latest = (as_of + timedelta(days=AHEAD_DAYS)).isoformat()
    asks = []
    for contract in agreement["contracts"] if agreement else ():
        name = contract["name"]
        if contract["next_on"] > latest:
            continue
        if contract["is_over"]:
            said = f"Decide on {name}, whose term ended on {day_said(contract['renews_on'])}"
            asks.append({"what": said, "who": owner, "by": None, "otherwise": ""})
        elif contract["notice_is_ahead"]:
            said = f"Without notice, {name} renews on {day_said(contract['renews_on'])}."
            ask = f"Decide whether {name} goes on as it is"
            asks.append({"what": ask, "who": owner, "by": contract["notice_by"], "otherwise": said})
        elif contract["must_be_signed"]:
            said = f"Unsigned, {name} ends on {day_said(contract['renews_on'])}."
            asks.append(
                {"what": f"Sign the renewal of {name}", "who": owner, "by": contract["renews_on"], "otherwise": said}
            )
    return asks


def milestones_of(facts: Facts, agreement: Section | None, as_of: date) -> list[Section]:
    """The dates on record in order: kick-off, go-live, the terms' starts, notice dates and renewals.

    `kind` is `account` or `agreement`.
    """
    own = facts.account
    found = [(own.customer_since, "Customer since"), (own.kickoff_on, "Kick-off"), (own.live_on, "Live")]
    rows = [_milestone(on, what, "account", as_of) for on, what in found if on]
    for contract in agreement["contracts"] if agreement else ():
        name = contract["name"]
        ends = "ends" if contract["must_be_signed"] or contract["notice_given"] else "renews"
        notice = day(contract["notice_by"]) if contract["notice_is_ahead"] else None
        dates = [(day(contract["starts_on"]), "term began"), (notice, "notice due"), (day(contract["renews_on"]), ends)]
        rows += [_milestone(on, f"{name}: {what}", "agreement", as_of) for on, what in dates if on]
    return sorted(rows, key=lambda row: (row["on"], row["what"]))


def _milestone(on: date, what: str, kind: str, as_of: date) -> Section:
    return {"on": on.isoformat(), "what": what, "kind": kind, "status": "Done" if on <= as_of else "Planned"}
