"""What was called of renewals, and the open deals of the CRM: rows of the views, as the domain reckons with them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.domain.expansion import Deal
from cs_cli.domain.forecast import Call
from cs_cli.store.read import Reader

_CALLS = """
SELECT contract_id, renews_on, "on", category, flat_category, arr_minor, currency, evidence, reason, owner, call_id
FROM forecast_calls WHERE "on" <= :day ORDER BY "on", call_id
"""
_DEALS = """
SELECT account_id, account, opportunity, kind, amount_minor, amount_means, currency, close_on, category
FROM opportunities WHERE won IS NULL AND kind = :kind ORDER BY account, close_on, opportunity
"""
_CLOSE = Deal._fields.index("close_on")


def calls(reader: Reader, day: date) -> list[Call]:
    """The calls made up to `day`, in order."""
    return reader.made(_call, _CALLS, {"day": day.isoformat()})


def open_deals(reader: Reader, kind: str) -> list[Deal]:
    """The open deals of that kind, by account."""
    return reader.made(_deal, _DEALS, {"kind": kind})


def _call(row: Sequence[Any]) -> Call:
    contract_id, renews_on, on, *rest = row
    return Call(contract_id, date.fromisoformat(renews_on), date.fromisoformat(on), *rest)


def _deal(row: Sequence[Any]) -> Deal:
    facts = list(row)
    facts[_CLOSE] = date.fromisoformat(facts[_CLOSE]) if facts[_CLOSE] else None
    return Deal._make(facts)
