"""The term that follows another one of the same contract: what was typed over what the other one says."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.agreement import overlapping
from cs_cli.domain.outcomes import Span, renewed_price
from cs_cli.domain.text import fold
from cs_cli.errors import BadDataError, UsageError
from cs_cli.intake.agreed import agreed, agreement_of
from cs_cli.intake.terms import Term, label_of
from cs_cli.intake.values import EVERGREEN
from cs_cli.store.entries import Entries

OF_THE_OUTCOME: Mapping[str, Any] = dict.fromkeys(("ended_on", "outcome", "outcome_on", "reason", "outcome_note"))
_OF_THE_OLD: Mapping[str, Any] = {**OF_THE_OUTCOME, "notice_received_on": None, "status": None}


def following(before: Mapping[str, Any], values: Mapping[str, Any], span: Span, decided: date, home: str) -> Term:
    """The term of `span`, otherwise as `before` says and as typed.

    Raises UsageError, BadDataError for terms that cannot be.
    """
    said = {name: value for name, value in values.items() if name not in ("uplift_pct", "term")}
    said |= {"starts_on": span.starts_on, "term": span.months or EVERGREEN}
    if span.renews_on is not None:
        said["renews_on"] = span.renews_on
    assumed = [name for name in json.loads(before["assumed"]) if name != "starts_on" and name not in values]
    old = {**before, **_OF_THE_OLD, "renewal_months": _other(before["renewal_months"], span.months)}
    term = agreed(said, {**old, "assumed": json.dumps(assumed)}, None, home)
    term["assumed"] = json.dumps(assumed)
    return {**term, "anchor_on": span.anchor_on, "decided_on": decided, "custom": before["custom"]}


def priced(before: Mapping[str, Any], values: Mapping[str, Any], term: Term, *, uplift: bool) -> tuple[Term, str]:
    """The term with its price, and how that came about: what was typed, else by the seats and the `uplift`.

    Raises UsageError for what no price can be.
    """
    if "arr" in values:
        return term, ""
    rise = values.get("uplift_pct") or before["uplift_pct"] if uplift else None
    seats = (before["seats"], values.get("seats"))
    price = renewed_price(before["price_minor"], seats, Decimal(rise) if rise else None)
    try:
        money.refuse_no_price(price.minor, term["currency"])
    except ValueError as error:
        shown = money.shown(price.minor, term["currency"])
        raise UsageError(f"{price.because} makes {shown}, which {error}; nothing was written") from error
    return {**term, "price_minor": price.minor}, price.because


def refuse_overlap(entries: Entries, account_id: int, key: str, term: Term, row_id: int) -> None:
    """Raises BadDataError where another term of the contract has a day of `term`, which follows the row `row_id`."""
    whose = label_of(key, term)
    same = [
        deal.agreement
        for deal in entries.deals_beside(account_id, row_id)
        if fold(deal.label) == fold(term["contract"] or term["product"] or "")
    ]
    other = overlapping(agreement_of(term), same)
    if other is not None:
        raise BadDataError(
            f"{whose} has a term from {other.starts_on} already, and this one would overlap it; nothing written",
            f"What is recorded: cs show {key}",
        )


def _other(renewal_months: int | None, months: int | None) -> int | None:
    """The length it renews for, where that is another one than its own."""
    return None if renewal_months == months else renewal_months
