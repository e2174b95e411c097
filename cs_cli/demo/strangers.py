"""The many customers of the demo book, drawn like a real portfolio: most do well, some slip, a few tell nothing."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import NamedTuple

from cs_cli.demo.customers import Condition, Customer, Deal
from cs_cli.demo.story import pick
from cs_cli.demo.words import HOMES, PLACES, STEMS, TAGS, TRADES
from cs_cli.domain.terms import Notice
from cs_cli.domain.text import key_from_name


class Segment(NamedTuple):
    """A size of customer: its share of the book, seats, ARR in thousands, notice periods."""

    share: int
    seats: tuple[int, int]
    thousands: tuple[int, int]
    notices: tuple[int, ...]


class Temper(NamedTuple):
    """A way to do: its share of the book, and the spans its condition is drawn from."""

    share: int
    used_pct: tuple[int, int]
    trend_pct: tuple[int, int]
    tickets_per_100: tuple[float, float]
    two_way: tuple[int, int]
    sponsor: tuple[int, int]
    nps: tuple[float, float]


SEGMENTS = {
    "enterprise": Segment(18, (180, 460), (80, 260), (60, 90)),
    "mid-market": Segment(40, (50, 180), (20, 80), (30, 60, 90)),
    "smb": Segment(42, (6, 48), (3, 20), (14, 30)),
}
TEMPERS = {
    "thriving": Temper(36, (76, 95), (1, 13), (0.5, 2.0), (2, 24), (8, 55), (8.4, 9.4)),
    "steady": Temper(38, (69, 84), (-4, 7), (0.5, 2.6), (5, 36), (20, 75), (7.9, 8.8)),
    "drifting": Temper(15, (50, 64), (-22, -7), (2.0, 4.6), (28, 70), (70, 140), (6.6, 7.6)),
    "struggling": Temper(6, (27, 46), (-45, -18), (3.0, 7.0), (48, 110), (110, 230), (4.4, 6.2)),
    "silent": Temper(5, (0, 0), (0, 0), (0.0, 0.0), (40, 140), (60, 200), (0.0, 0.0)),
}
TERMS = (("1", 10), ("3", 8), ("6", 4), ("12", 60), ("18", 3), ("24", 7), ("36", 5), ("evergreen", 3))
OWNERS = (("me", 72), ("lee", 16), ("noor", 12))
AUTO_PCT, NOTICED_PCT, UPLIFT_PCT, TAGGED_PCT = 76, 85, 30, 15
OVERDUE_PER_1000, LEAVING_PER_1000, LOST_PER_1000 = 8, 8, 30
MONTH_DAYS = 30.4
MULTI_YEAR = 24
LONG_TERMS = 12


def strangers(taken: set[str]) -> Iterator[Customer]:
    """Customers without end, the same ones every time; `taken` are the keys in use and gains theirs."""
    number = 0
    while True:
        dice = Random(f"cs demo stranger {number}")  # noqa: S311  invented data, no secret
        name, industry = _name(number)
        key = key_from_name(name, taken)
        taken.add(key)
        yield _customer(key, name, industry, dice)
        number += 1


def _name(number: int) -> tuple[str, str]:
    """A name of its own for every number, and the trade in it; stems and trades have no common divisor."""
    stem, (trade, industry) = STEMS[number * 61 % len(STEMS)], TRADES[number * 11 % len(TRADES)]
    again = number // (len(STEMS) * len(TRADES))
    return f"{stem} {trade}{f' {again + 1}' if again else ''}", industry


def _customer(key: str, name: str, industry: str, dice: Random) -> Customer:
    segment = pick(dice, ((name, size.share) for name, size in SEGMENTS.items()))
    temper = pick(dice, ((name, temper.share) for name, temper in TEMPERS.items()))
    seats = dice.randint(*SEGMENTS[segment].seats)
    deal = _deal(segment, dice)
    fate = dice.randrange(1000)
    if fate < LOST_PER_1000:
        return _lost(Customer(
            key=key, name=name, segment=segment, place=PLACES[dice.choice(HOMES)], industry=industry,
            seats=seats,
            owner=pick(dice, OWNERS), condition=_condition("struggling", seats, dice), deals=(deal,),
            stage="churned",
        ), deal, dice)  # fmt: skip
    return Customer(
        key=key, name=name, segment=segment, place=PLACES[dice.choice(HOMES)], industry=industry, seats=seats,
        owner=pick(dice, OWNERS), condition=_condition(temper, seats, dice),
        deals=(_fated(deal, fate - LOST_PER_1000, dice),),
        stage="mature" if deal.earlier or deal.rolled else "adoption",
        tags=(dice.choice(TAGS),) if dice.randrange(100) < TAGGED_PCT else (),
    )  # fmt: skip


def _condition(temper: str, seats: int, dice: Random) -> Condition:
    spans = TEMPERS[temper]
    tickets = dice.uniform(*spans.tickets_per_100) * max(seats, 100) / 100
    two_way, sponsor = dice.randint(*spans.two_way), dice.randint(*spans.sponsor)
    if temper == "silent":
        return Condition(None, 0, None, two_way, max(two_way, sponsor), None)
    nps = dice.uniform(*spans.nps) if dice.randrange(100) < NOTICED_PCT else None
    used, trend = dice.randint(*spans.used_pct), dice.randint(*spans.trend_pct)
    return Condition(used, trend, round(tickets), two_way, max(two_way, sponsor), nps)


def _deal(segment: str, dice: Random) -> Deal:
    size = SEGMENTS[segment]
    said = pick(dice, TERMS)
    low, high = size.thousands
    arr = dice.randint(low * 5, high * 5) * 240
    if said == "evergreen":
        return Deal(None, arr, dice.randint(90, 1100), price_period=1)
    term = int(said)
    renews_in = 1 + int(dice.random() * term * MONTH_DAYS)
    if term == 1:
        return Deal(1, arr, renews_in, rolled=dice.randint(1, 30))
    auto = dice.randrange(100) < AUTO_PCT
    notice = Notice(dice.choice(size.notices) if term >= LONG_TERMS else 30)
    told = notice if auto and dice.randrange(100) < NOTICED_PCT else None
    uplift = dice.choice(("2.5", "3", "4", "5")) if dice.randrange(100) < UPLIFT_PCT else None
    yearly, earlier = 12 if term > MULTI_YEAR else None, dice.randint(0, 3)
    return Deal(term, arr, renews_in, told, auto, earlier=earlier, uplift_pct=uplift, opt_out_every=yearly)


def _fated(deal: Deal, fate: int, dice: Random) -> Deal:
    """The deal as it is, or, for a few, past its end without an outcome or under notice."""
    if deal.term is None or deal.term == 1:
        return deal
    if 0 <= fate < OVERDUE_PER_1000:
        return deal._replace(renews_in=-dice.randint(1, 60), auto=False, notice=None)
    if 0 <= fate - OVERDUE_PER_1000 < LEAVING_PER_1000:
        ends, received = dice.randint(3, 80), dice.randint(88, 120)
        return deal._replace(renews_in=ends, auto=True, notice=Notice(90), notice_ago=received)
    return deal


def _lost(customer: Customer, deal: Deal, dice: Random) -> Customer:
    """A customer whose contract is over."""
    gone = dice.randint(15, 330)
    over = deal._replace(
        term=deal.term or 12, renews_in=-gone, rolled=0, earlier=deal.earlier + 1, auto=False, notice=None,
        status=dice.choice(("ended", "cancelled")), decided_ago=gone + dice.randint(10, 60),
        opt_out_every=None,
    )  # fmt: skip
    quiet = customer.condition._replace(two_way=gone + 20, sponsor=gone + 60)
    return replace(customer, deals=(over,), condition=quiet, usage_ended_ago=gone + 1)
