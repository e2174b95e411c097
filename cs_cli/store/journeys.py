"""When each account started and reached first value, from the views."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from cs_cli.domain.ttv import Journey
from cs_cli.store.portfolio import OfAccount
from cs_cli.store.read import Reader

_ACCOUNTS = """
SELECT account_id, account, name, owner, segment, customer_since, kickoff_on, live_on, activated_on FROM accounts
WHERE archived_on IS NULL ORDER BY account
"""
_FIRST_TERMS = """
SELECT account_id, decided_on, starts_on FROM contracts
WHERE coalesce(status, 'active') NOT IN ('draft', 'cancelled') AND coalesce(decided_on, starts_on) <= :today
ORDER BY starts_on DESC
"""
_FIRST_VALUES = """
SELECT account_id, iif(done_on <= :today, done_on, NULL), confirmed_by FROM milestones
WHERE kind = 'first-value' AND (dropped_on IS NULL OR dropped_on > :today)
  AND min(created_on, coalesce(done_on, created_on)) <= :today
ORDER BY done_on IS NULL DESC, done_on DESC, milestone_id DESC
"""
_ACTIVATION = "activated_on, no milestone"


class _Row:
    """An account as its filter asks about it."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self.account_id: int = row["account_id"]
        self.owner: str | None = row["owner"]
        self.segment: str | None = row["segment"]


def journeys(
    reader: Reader, today: date, start: str, takes: Callable[[OfAccount], bool], customers: Callable[[int], bool]
) -> list[Journey]:
    """The way to first value of each account that `takes` means, counted from `start` (one of STARTS).

    `customers` says of a row id whether that account has a contract still, or never had one.
    """
    day = {"today": today.isoformat()}
    terms = {of: (decided, starts) for of, decided, starts in reader.tuples(_FIRST_TERMS, day)}
    values = {of: (done, by) for of, done, by in reader.tuples(_FIRST_VALUES, day)}
    return [
        _journey(row, _start(row, terms.get(row["account_id"]), start), values.get(row["account_id"]), today,
            is_customer=customers(row["account_id"]))
        for row in reader.rows(_ACCOUNTS) if takes(_Row(row))
    ]  # fmt: skip


def _start(row: Mapping[str, Any], term: tuple[str | None, str] | None, start: str) -> tuple[str | None, str | None]:
    """The day and the name of the fact that it is."""
    if start != "signature":
        column = {"kickoff": "kickoff_on", "go-live": "live_on"}[start]
        return (row[column], column) if row[column] else (None, None)
    decided, starts = term or (None, None)
    for day, name in ((decided, "decided_on"), (starts, "starts_on"), (row["customer_since"], "customer_since")):
        if day:
            return day, name
    return None, None


def _journey(
    row: Mapping[str, Any], start: tuple[str | None, str | None], value: tuple[str | None, str | None] | None,
    today: date, *, is_customer: bool,
) -> Journey:  # fmt: skip
    end_on, end_is, by = None, None, None
    if value is not None:
        end_on, by = value
        end_is = "milestone" if end_on else None
    elif row["activated_on"] and row["activated_on"] <= today.isoformat():
        end_on, end_is = row["activated_on"], _ACTIVATION
    started, start_is = start
    is_known = started is not None and started <= today.isoformat()
    return Journey(
        row["account"], row["name"], row["segment"], date.fromisoformat(started) if started and is_known else None,
        start_is if is_known else None, date.fromisoformat(end_on) if end_on else None, end_is, by if end_on else None,
        is_tracked=value is not None, is_customer=is_customer,
    )  # fmt: skip
