"""`cs accounts`: the book, an account a row."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import typer

from cs_cli.commands.filtering import FilterArgument, chosen_of, nothing_fits
from cs_cli.commands.options import BandOption, OwnerOption, SegmentOption, TagOption
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.book import Worth
from cs_cli.domain.conditions import Filter
from cs_cli.output import render
from cs_cli.output.sheet import Sheet
from cs_cli.screens import accounts as screens
from cs_cli.store.days import Days
from cs_cli.store.portfolio import Portfolio

KEYS = [
    "account",
    "name",
    "owner",
    "segment",
    "stage",
    "tags",
    "arr",
    "currency",
    "arr_by_currency",
    "renews_on",
    "decide_on",
    "health",
    "band",
    "band_by_hand",
    "last_touch_on",
]
_SQL = """
SELECT account_id, account, name, owner, segment, stage, tags FROM accounts
WHERE archived_on IS NULL ORDER BY account
"""


class _Account(NamedTuple):
    account_id: int
    account: str
    name: str
    owner: str | None
    segment: str | None
    stage: str | None
    tags: str


def accounts(
    ctx: typer.Context,
    words: FilterArgument = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    band: BandOption = None,
    tag: TagOption = None,
) -> None:
    """List the accounts: ARR, next deadline, health, last contact."""
    cs: Cs = ctx.obj
    chosen = chosen_of(cs, words, owner=owner, segment=segment, tag=tag, band=band)
    found = _found(cs.portfolio, chosen)
    shown = found[: cs.limit]
    scores = cs.portfolio.scores(a.account_id for a in shown)
    touched = Days(cs.reader, cs.today).last_touch()
    rows = [_row(a, cs.portfolio.worth.get(a.account_id, Worth()), scores, touched) for a in shown]
    render.rows(rows, KEYS, cs.format, lambda: _screen(cs, chosen, rows, found))


def _screen(cs: Cs, chosen: Filter, rows: Sequence[dict[str, Any]], found: Sequence[_Account]) -> list[Sheet | str]:
    if not found:
        return [nothing_fits(cs, chosen)]
    worths = [cs.portfolio.worth.get(account.account_id, Worth()) for account in found]
    return screens.screen(rows, worths, cs.today)


def _found(portfolio: Portfolio, chosen: Filter) -> list[_Account]:
    every = (_Account(*row) for row in portfolio.reader.tuples(_SQL))
    return list(filter(portfolio.takes(chosen), every))


def _row(account: _Account, worth: Worth, scores: Mapping[int, Any], touched: Mapping[int, Any]) -> dict[str, Any]:
    minor, currency = worth.only()
    score, last, following = scores[account.account_id], touched.get(account.account_id), worth.next
    return {
        "account": account.account,
        "name": account.name,
        "owner": account.owner,
        "segment": account.segment,
        "stage": account.stage,
        "tags": json.loads(account.tags),
        "arr": None if minor is None or currency is None else money.major(minor, currency),
        "currency": currency,
        "arr_by_currency": {code: money.major(amount, code) for code, amount in sorted(worth.arr.items())},
        "renews_on": following.renews_on.isoformat() if following else None,
        "decide_on": following.decide_on.isoformat() if following else None,
        "health": score.tenths,
        "band": str(score.band),
        "band_by_hand": score.by_hand.why if score.by_hand else None,
        "last_touch_on": last.isoformat() if last else None,
        "_worth": worth,
        "_score": score,
    }
