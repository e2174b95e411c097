"""The agreement: for each contract its term, dates, seats and fee, and what is to be decided by when.

What nobody said of a contract, so that it is only assumed, is told to no customer: it is left out.
"""

import shlex
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import Facts, day, text
from cs_cli.documents.moments import day_said, iso_said
from cs_cli.domain import words
from cs_cli.domain.book import NONE, PAST_END, Holding
from cs_cli.domain.entitlement import seats_of
from cs_cli.domain.money import shown, totals_shown
from cs_cli.domain.outcomes import AMENDED, RENEWED
from cs_cli.domain.renewals import Term, end_by_outcome

AHEAD_DAYS = 365
_UNNAMED = "Agreement"
_SETTLED_BY = {
    "auto_renew": "--auto-renew/--no-auto-renew", "term": "--term …", "starts_on": "--starts …",
    "price_period": "--price-period …", "currency": "--currency …",
}  # fmt: skip
_TERMS = {None: "Open-ended", 1: "Monthly", 3: "Quarterly", 12: "Annual"}


def contracts_of(held: Iterable[Holding], terms: Sequence[Term], as_of: date) -> list[Section]:
    """A row for each contract, the next date first; `has_begun` is false for a term agreed for later."""
    rows = _told_apart([_contract(holding, as_of, _begun(holding.term, terms)) for holding in held])
    return sorted(rows, key=lambda row: (not row["next_on"], row["next_on"], row["name"]))


def _begun(term: Term, terms: Sequence[Term]) -> Term:
    """The term as it began: an amendment goes on with the same term, at another price or with other seats."""
    for earlier in terms:
        same = (earlier.contract, earlier.product) == (term.contract, term.product)
        if same and earlier.outcome == AMENDED and earlier.ended_on == term.starts_on != earlier.starts_on:
            return _begun(earlier, terms)
    return term


def _told_apart(rows: Sequence[Section]) -> list[Section]:
    """Contracts of one name, each with its number behind it."""
    numbers: dict[str, set[str]] = {}
    for row in rows:
        numbers.setdefault(row["name"], set()).add(row["number"])
    return [
        {**row, "name": f"{row['name']} ({row['number']})"}
        if len(numbers[row["name"]]) > 1 and row["number"] not in ("", row["name"])
        else row
        for row in rows
    ]


def agreement_of(rows: Iterable[Section], terms: Sequence[Term], as_of: date) -> Section | None:
    """The contracts in force, their fees and seats, and those agreed for later; None where none is in force."""
    known = list(rows)
    contracts = [row for row in known if row["has_begun"]]
    running = [row for row in contracts if not (row["is_over"] and row["is_ending"])]
    if not contracts:
        return None
    seats = seats_of(terms, as_of)
    return {
        "contracts": contracts, "upcoming": [row for row in known if not row["has_begun"]],
        "fee": _together(running), "seats": seats,
        "seats_are_shared": sum(row["seats"] or 0 for row in running) != (seats or 0),
    }  # fmt: skip


def _together(contracts: Iterable[Section]) -> str | None:
    """The fees added up by currency; None where one of them is not told."""
    fees: dict[str, int] = {}
    for row in contracts:
        if row["fee"] is None:
            return None
        fees[row["currency"]] = fees.get(row["currency"], 0) + row["fee_minor"]
    return totals_shown(fees) if fees else None


def ended_of(terms: Iterable[Term], since: date, as_of: date) -> list[Section]:
    """The terms that came to an end by an outcome from `since` to `as_of`: no agreement any more, but told of."""
    ended = [(end_by_outcome(term, as_of), term) for term in terms if term.outcome not in (RENEWED, AMENDED)]
    return [_contract(Holding(term, PAST_END, None), as_of) for end, term in ended if end and since <= end <= as_of]


def left_out(held: Iterable[Holding]) -> tuple[list[str], str] | None:
    """What documents leave out of the first contract that stands on assumptions, and the command that settles it."""
    term = next((holding.term for holding in held if holding.term.assumed), None)
    if term is None:
        return None
    contract = term.contract or term.product
    options = [_SETTLED_BY[name] for name in _SETTLED_BY if name in term.assumed]
    command = f"cs contract edit {shlex.quote(f'{term.account}/{contract}' if contract else term.account)}"
    return words.assumed(term.assumed), " ".join([command, *options])


def name_of(term: Term) -> str:
    """What a document calls a contract: its product, else its number."""
    return text(term.product) or text(term.contract) or _UNNAMED


def _contract(holding: Holding, as_of: date, begun: Term | None = None) -> Section:
    term, renewal = holding.term, holding.renewal
    assumed = set(term.assumed)
    is_known = "auto_renew" not in assumed
    ends_on = None if term.outcome in (RENEWED, AMENDED) else end_by_outcome(term, as_of)
    renews_on = renewal.renews_on if renewal else ends_on or term.next_starts_on or term.renews_on
    notice_by = renewal.opt_out_on if renewal and is_known else None
    given = renewal is not None and term.notice_received_on is not None and term.notice_received_on <= as_of
    ahead = notice_by is not None and notice_by >= as_of and not given
    months = renewal.months if renewal else term.term_months
    starts_on = renewal.starts_on if renewal else term.starts_on
    starts_on = begun.starts_on if begun and starts_on == term.starts_on else starts_on
    leaves_on = renews_on
    if term.opt_out_every_months and renewal and term.renews_on and renewal.renews_on < term.renews_on:
        starts_on, renews_on, months = term.starts_on, term.renews_on, term.term_months
    has_begun = holding.stands != NONE
    fee_is_known = not assumed & {"currency", "price_period"}
    row = {
        "name": name_of(term), "has_begun": has_begun,
        "term": None if "term" in assumed else _TERMS.get(months, f"{months} months"),
        "starts_on": None if "starts_on" in assumed else iso_said(starts_on), "number": text(term.contract),
        "renews_on": iso_said(renews_on), "notice_by": iso_said(notice_by), "leaves_on": iso_said(leaves_on),
        "notice_is_ahead": ahead, "notice_given": given,
        "must_be_signed": is_known and not given and renewal is not None and renewal.decide_kind == "sign-by",
        "is_over": ends_on <= as_of if ends_on else is_known and renewal is not None and renewal.state == "overdue",
        "is_ending": ends_on is not None,
        "next_on": iso_said(notice_by if ahead else renews_on) or "",
        "seats": term.seats, "fee": shown(term.arr_minor, term.currency) if fee_is_known else None,
        "fee_minor": term.arr_minor, "currency": term.currency,
    }  # fmt: skip
    is_renewed = renewal is None and ends_on is None and term.next_starts_on is not None
    return {**row, "is_renewed": is_renewed, "outlook": _outlook(row, is_renewed=is_renewed, is_known=is_known)}


def _outlook(row: Section, *, is_renewed: bool, is_known: bool) -> str:
    """What happens on the renewal date, as a label for it; empty for a contract without one."""
    if row["is_over"]:
        return "Ended"
    if row["notice_given"] or row["is_ending"]:
        return "Ends"
    if is_renewed:
        return "Renewed from"
    if not row["renews_on"]:
        return ""
    if not is_known:
        return "Renewal date"
    return "Ends" if row["must_be_signed"] else "Renews"


def decisions_of(rows: Iterable[Section], as_of: date, owner: str) -> list[Section]:
    """What the customer has to decide within a year: by the notice date, or by the day a term ends unsigned."""
    latest = (as_of + timedelta(days=AHEAD_DAYS)).isoformat()
    asks = []
    for contract in rows:
        name = "the agreement" if contract["name"] == _UNNAMED else contract["name"]
        if contract["is_ending"] or contract["next_on"] > latest:
            continue
        if contract["is_over"]:
            said = f"Decide on {name}, whose term ended on {day_said(contract['renews_on'])}"
            asks.append({"what": said, "who": owner, "by": None, "otherwise": ""})
        elif contract["notice_is_ahead"]:
            verb = "renews on" if contract["leaves_on"] == contract["renews_on"] else "goes on after"
            said = f"Without notice, {name} {verb} {day_said(contract['leaves_on'])}."
            ask = f"Confirm how {name} goes on"
            asks.append({"what": ask, "who": owner, "by": contract["notice_by"], "otherwise": said})
        elif contract["must_be_signed"]:
            said = f"Unsigned, {name} ends on {day_said(contract['renews_on'])}."
            asks.append(
                {"what": f"Sign the renewal of {name}", "who": owner, "by": contract["renews_on"], "otherwise": said}
            )
    return asks


def milestones_of(facts: Facts, rows: Iterable[Section], as_of: date) -> list[Section]:
    """The dates on record in order: kick-off, go-live, the terms' starts, notice dates and renewals.

    `kind` is `account` or `agreement`.
    """
    own = facts.account
    found = [(own.customer_since, "Customer since"), (own.kickoff_on, "Kick-off"), (own.live_on, "Live")]
    milestones = [_milestone(on, what, "account", as_of) for on, what in found if on]
    for contract in rows:
        dates = [
            (contract["starts_on"], "term began" if contract["has_begun"] else "term begins"),
            (contract["notice_by"] if contract["notice_is_ahead"] else None, "notice due"),
            (None if contract["is_renewed"] else contract["renews_on"], contract["outlook"].lower()),
        ]
        named = [(day(said), f"{contract['name']}: {what}") for said, what in dates]
        milestones += [_milestone(on, what, "agreement", as_of) for on, what in named if on]
    return sorted(milestones, key=lambda row: (row["on"], row["what"]))


def _milestone(on: date, what: str, kind: str, as_of: date) -> Section:
    past = "Past" if kind == "agreement" else "Done"
    is_past = on < as_of if kind == "agreement" else on <= as_of
    return {"on": on.isoformat(), "what": what, "kind": kind, "status": past if is_past else "Planned"}
