"""In which order `cs health` lists the accounts, and since when they must have moved."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from cs_cli.context import Cs
from cs_cli.domain.calendar import parse_since
from cs_cli.domain.ranking import Scale, Weight
from cs_cli.domain.text import fold
from cs_cli.errors import UsageError
from cs_cli.screens.health import SCORE, WEEK, WORST_FIRST, Standing

CHANGE, ARR, DECIDE, NAME = "change", "arr", "decide", "name"
ORDERS = (SCORE, CHANGE, ARR, DECIDE, NAME)


class Order(NamedTuple):
    """What was asked for: the order, so many days to look back, only those that moved since."""

    by: str = SCORE
    window: int = WEEK
    only_moved: bool = False

    @classmethod
    def asked(cls, cs: Cs, by: str, changed: str | None) -> "Order":
        """From `--sort` and `--changed` as typed. Raises UsageError."""
        if by not in ORDERS:
            raise UsageError(f'no order "{by}"', f"One of {', '.join(ORDERS)}")
        if changed is None:
            return cls(by)
        since = parse_since(changed, cs.today, cs.settings.fiscal_start)
        if since == cs.today:
            raise UsageError(f'--changed "{changed}" is {since} itself', "Say how far back to look: 7d, 2w, fri")
        return cls(by, (cs.today - since).days, only_moved=True)

    @property
    def is_plain(self) -> bool:
        """Whether nothing was asked for."""
        return self == Order()

    def notes(self, cs: Cs, found: Iterable[Standing]) -> list[str]:
        """How amounts of several currencies were ranked, where they were."""
        if self.by != ARR:
            return []
        weights = [weight for each in found if (weight := _weight(cs, each)).currency]
        if len({weight.currency for weight in weights}) > 1:
            return ["Ranked within each currency, for lack of a rate: cs rates."]
        return ["Ranked across currencies ≈ at recorded rates."] if any(each.is_converted for each in weights) else []


def in_order(cs: Cs, standings: Iterable[Standing], by: str) -> list[Standing]:
    """The accounts in that order; those that are equal in it, by key."""
    keys: dict[str, Callable[[Standing], Any]] = {
        SCORE: _worst_first,
        CHANGE: _most_lost_first,
        ARR: lambda each: _weight(cs, each).place(cs.settings.currency),
        DECIDE: _soonest_first,
        NAME: lambda each: fold(each.name),
    }
    return sorted(standings, key=lambda each: (keys[by](each), each.account))


def _worst_first(each: Standing) -> tuple[int, float]:
    return WORST_FIRST.index(each.now.band), each.now.score or 0.0


def _most_lost_first(each: Standing) -> tuple[bool, float]:
    """What cannot be compared, because it is grey or was, comes last."""
    return each.points is None, each.points or 0.0


def _soonest_first(each: Standing) -> tuple[bool, date]:
    following = each.worth.next
    return following is None, following.decide_on if following else date.max


def _weight(cs: Cs, each: Standing) -> Weight:
    """What its ARR counts at home."""
    return Scale(cs.portfolio.exchange, cs.settings.currency, cs.today).weight(1, None, each.worth.arr)
