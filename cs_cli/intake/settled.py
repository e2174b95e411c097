"""What was only assumed of a contract and is now said: of the term at hand, and of the contract's others with it."""

import json
from collections.abc import Mapping
from typing import Any

from cs_cli.domain import words
from cs_cli.domain.text import fold
from cs_cli.intake.agreed import agreed
from cs_cli.intake.terms import Term
from cs_cli.intake.values import EVERGREEN
from cs_cli.store.entries import Entries

_OF_THE_CONTRACT = ("currency", "auto_renew", "price_period")
_OTHERS = "SELECT id, contract, product FROM contract WHERE account_id = :account AND id <> :id"


def settle(
    entries: Entries, before: Mapping[str, Any], after: Mapping[str, Any], values: Mapping[str, Any], home: str
) -> list[str]:
    """What is no longer assumed of a contract now that the `values` of one term are said, in words.

    Where other terms of the contract carry the same assumption, they take over what was said.
    """
    settled = _assumed(before) - _assumed(after)
    for row_id, contract, product in entries.select(_OTHERS, {"account": before["account_id"], "id": before["id"]}):
        if fold(contract or product or "") == fold(before["contract"] or before["product"] or ""):
            other = entries.row("contract", row_id)
            known = {name: values[name] for name in _assumed(other) & _said(values, other)}
            if known:
                entries.change("contract", row_id, agreed(known, other, None, home))
                settled |= known.keys()
    return words.assumed(sorted(settled))


def _assumed(term: Mapping[str, Any]) -> set[str]:
    return set(json.loads(term["assumed"]))


def _said(values: Mapping[str, Any], other: Term) -> set[str]:
    """What was said that holds for the `other` term as well: its length only where it is that one's."""
    months = None if values.get("term") == EVERGREEN else values.get("term")
    same_length = {"term"} if "term" in values and months == other["term_months"] else set()
    return {name for name in _OF_THE_CONTRACT if name in values} | same_length
