"""The recorded terms of contracts: rows of the view `contracts`, read as what the domain reckons with."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from cs_cli.domain.renewals import Term
from cs_cli.domain.terms import BUSINESS, Notice

COLUMNS = """account, name, contract, product, owner, segment, term, term_months, auto_renew, notice_days, notice_kind,
  notice_basis, country, starts_on, renews_on, arr_minor, currency, anchor_on, renewal_months, opt_out_every_months,
  status, notice_received_on, decided_on, next_starts_on, next_known_on, seats, account_id, contract_id, live_on,
  assumed, ended_on, outcome, outcome_on, next_id, uplift_pct, archived_on, opt_out_on, reason"""
"""What a Term is made of, in its order, but that a notice is four columns."""
_PLACES = {name.strip(): place for place, name in enumerate(COLUMNS.split(","))}
_DAYS = [place for name, place in _PLACES.items() if name.endswith("_on")]
_AUTO, _ASSUMED = _PLACES["auto_renew"], _PLACES["assumed"]
_NOTICE = slice(_PLACES["notice_days"], _PLACES["country"] + 1)


def term_of(row: Sequence[Any]) -> Term:
    """The term that a row of COLUMNS describes."""
    facts = list(row)
    for place in _DAYS:
        if text := facts[place]:
            facts[place] = _day(text)
    facts[_AUTO] = bool(facts[_AUTO])
    facts[_ASSUMED] = _names(facts[_ASSUMED])
    length, *how = facts[_NOTICE]
    facts[_NOTICE] = (None if length is None else _notice(length, *how),)
    return Term._make(facts)


@cache
def _names(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@cache
def _notice(length: int, kind: str, basis: str, country: str | None) -> Notice:
    return Notice(length, kind, basis, country if kind == BUSINESS else None)


_day = cache(date.fromisoformat)
"""Few different ones stand in many terms."""
