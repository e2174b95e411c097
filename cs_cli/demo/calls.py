"""Forecast calls of the demo book: of the renewals of the last five quarters, and of those to decide soon."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from sqlite3 import Connection
from typing import NamedTuple

from cs_cli.demo.customers import Said
from cs_cli.demo.story import Row, Story, pick
from cs_cli.demo.words import EVIDENCE, RISKS
from cs_cli.domain.money import annual

COLUMNS = (
    "account_id", "contract_id", "renews_on", "called_on", "category", "flat_category", "arr_minor", "currency",
    "evidence", "reason", "owner",
)  # fmt: skip
BACK_DAYS, SOON_DAYS = 450, 80
CALLED_PCT, FLAT_PCT = 85, 40
SLIPPING_BELOW_PCT = 60
RENEWED_AS = (("commit", 13), ("likely", 5), ("risk", 2))
LOST_AS = (("likely", 2), ("risk", 3))
AHEAD_AS = (("commit", 2), ("likely", 5))
FLAT_AS = {"commit": ("commit", "likely"), "likely": ("likely", "risk"), "risk": ("risk",)}
_TERMS = """
SELECT c.account_id, c.id, c.starts_on, c.renews_on, coalesce(c.opt_out_on, c.renews_on), c.price_minor,
  c.price_period_months, c.currency, c.notice_received_on, c.status,
  EXISTS (SELECT 1 FROM contract n WHERE n.account_id = c.account_id AND n.contract = c.contract
    AND n.product IS c.product AND n.starts_on = c.renews_on)
FROM contract c
WHERE c.renews_on IS NOT NULL AND c.term_months > 1 AND c.price_period_months > 0 AND coalesce(c.status, '') <> 'draft'
  AND c.account_id BETWEEN ? AND ? ORDER BY c.id
"""


class _Term(NamedTuple):
    """A term on record: its days, what it brings a year, how it went on."""

    contract_id: int
    starts_on: date
    renews_on: date
    decide_on: date
    arr_minor: int
    currency: str
    is_renewed: bool
    is_leaving: bool


def rows(connection: Connection, stories: list[Story]) -> Iterator[Row]:
    """The calls of the customers whose contracts are written already."""
    terms: dict[int, list[_Term]] = {}
    for facts in connection.execute(_TERMS, (stories[0].account_id, stories[-1].account_id)):
        terms.setdefault(facts[0], []).append(_term(facts))
    for story in stories:
        dice = story.dice("calls")
        for term in terms.get(story.account_id, []):
            for said in _calls(story, term, dice):
                called_on = date.fromisoformat(story.day(said.ago))
                if term.starts_on <= called_on < term.decide_on:
                    yield _row(story, term, said)


def _term(facts: tuple[object, ...]) -> _Term:
    _account, contract_id, starts, renews, decide, price, period, currency, notice, status, renewed = facts
    is_leaving = notice is not None or status is not None
    days = [date.fromisoformat(str(day)) for day in (starts, renews, decide)]
    arr = annual(int(str(price)), int(str(period)))
    return _Term(int(str(contract_id)), days[0], days[1], days[2], arr, str(currency), bool(renewed), is_leaving)


def _calls(story: Story, term: _Term, dice: Random) -> Iterable[Said]:
    """What was said of one renewal, in order."""
    told, ahead = story.customer.calls, (term.decide_on - story.as_of).days
    if told and not term.is_renewed:
        return told
    if not -BACK_DAYS <= ahead <= SOON_DAYS or dice.randrange(100) >= CALLED_PCT:
        return ()
    if ahead < 0:
        category = pick(dice, RENEWED_AS if term.is_renewed else LOST_AS)
        return (_said(category, dice.randint(55, 100) - ahead, dice),)
    if dice.randrange(100) >= CALLED_PCT // 2 or term.is_leaving:
        return ()
    slipping = (story.customer.condition.used_pct or 0) < SLIPPING_BELOW_PCT
    return (_said("risk" if slipping else pick(dice, AHEAD_AS), dice.randint(2, 40), dice),)


def _said(category: str, ago: int, dice: Random) -> Said:
    flat = dice.choice(FLAT_AS[category]) if dice.randrange(100) < FLAT_PCT else None
    reason = dice.choice(RISKS) if category == "risk" else None
    return Said(ago, category, dice.choice(EVIDENCE[category]), reason, flat)


def _row(story: Story, term: _Term, said: Said) -> Row:
    called_on = (story.as_of - timedelta(said.ago)).isoformat()
    return (
        story.account_id, term.contract_id, term.renews_on.isoformat(), called_on, said.category, said.flat,
        term.arr_minor, term.currency, said.evidence, said.reason, story.customer.owner,
    )  # fmt: skip
