"""The recorded terms of contracts: rows of the view `contracts`, read as what the domain reckons with."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from cs_cli.domain.renewals import Term
from cs_cli.domain.terms import Notice

COLUMNS = """account, name, contract, product, owner, segment, term, term_months, auto_renew, notice_days, notice_kind,
  notice_basis, starts_on, renews_on, arr_minor, currency, anchor_on, renewal_months, opt_out_every_months, status,
  notice_received_on, decided_on, next_starts_on, next_known_on, seats, account_id, contract_id, live_on, assumed,
  ended_on, outcome, outcome_on"""


def term_of(row: Sequence[Any]) -> Term:
    """The term that a row of COLUMNS describes."""
    (
        account, name, contract, product, owner, segment, term, term_months, auto_renew, notice_days, notice_kind,
        notice_basis, starts_on, renews_on, arr_minor, currency, anchor_on, renewal_months, opt_out_every, status,
        notice_received_on, decided_on, next_starts_on, next_known_on, seats, account_id, contract_id, live_on,
        assumed, ended_on, outcome, outcome_on,
    ) = row  # fmt: skip
    return Term(
        account, name, contract, product, owner, segment, term, term_months, bool(auto_renew),
        Notice(notice_days, notice_kind, notice_basis) if notice_days is not None else None,
        _on(starts_on), _day(renews_on), arr_minor, currency, _on(anchor_on), renewal_months, opt_out_every, status,
        _day(notice_received_on), _day(decided_on), _day(next_starts_on), _day(next_known_on),
        seats, account_id, contract_id, _day(live_on), () if assumed == "[]" else tuple(json.loads(assumed)),
        _day(ended_on), outcome, _day(outcome_on),
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return _on(text) if text else None


@cache
def _on(text: str) -> date:
    return date.fromisoformat(text)
