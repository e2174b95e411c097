"""What comes first on the day's list: urgency × ARR × risk. Source of the rules: docs/metrics.md, The day's list."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from cs_cli.domain import money
from cs_cli.domain.exchange import Exchange
from cs_cli.domain.health import Band

RISK: Mapping[Band, int] = {Band.GREEN: 1, Band.YELLOW: 2, Band.GREY: 2, Band.RED: 3}
"""How much the ARR of an account is in danger, by its band; what is not known is taken for yellow."""
_DECISION = ((0, 50), (1, 30), (3, 9), (7, 7))
"""The urgency of a decision by the days that are left, up to so many; later ones have _AHEAD."""
_ENDED, _AHEAD = 10, 5
_LAPSED = ((3, 7), (14, 3))
"""The urgency of an opt-out that passed, by the days since, up to so many."""
_PROMISED = {-1: 4, 0: 3, 1: 2}
_STEP = {-1: 2, 0: 2, 1: 1}
_BY_DAY: Mapping[str, Mapping[int, int]] = {
    "task": _PROMISED,
    "promise": _PROMISED,
    "milestone": _PROMISED,
    "awaited": {-1: 2},
    "qbr": _PROMISED,
    "clock": _STEP,
}
"""The urgency of what is late, due on the day, and due later, by kind."""
_FALLEN = {Band.RED: 3}
_FALL, _LEAST = 2, 1
LONG_SILENCE = 2
"""The urgency of a silence of twice the limit and more."""


class Weight(NamedTuple):
    """The three factors of a line and what they come to; `minor` and `product` are in minor units of `currency`.

    `told` is the ARR as it is agreed, by currency, where it was converted; `rated_on` the day of the oldest rate.
    Without any ARR `currency` is None, and 1 stands in its place.
    """

    urgency: int
    risk: int
    minor: int
    currency: str | None
    told: Mapping[str, int] = {}
    rated_on: date | None = None

    @property
    def product(self) -> int:
        """Urgency × ARR × risk."""
        return self.urgency * self.minor * self.risk

    @property
    def is_converted(self) -> bool:
        """Whether a rate was needed."""
        return self.rated_on is not None

    def place(self, home: str) -> tuple[bool, str, int]:
        """Where it belongs: by the home currency first, then within each other one; what has no ARR at the end."""
        of = "" if self.currency == home else self.currency or ""
        return self.currency is None, of, -self.product


def urgency_of(kind: str, days: int, band: Band | None = None) -> int:
    """How urgent a line of that kind is whose day is in so many `days` (negative: it has passed), from 1 to 50.

    `band` is the one that an account has fallen to.
    """
    if kind == "overdue":
        return _ENDED
    if kind == "decide":
        return next((urgency for within, urgency in _DECISION if days <= within), _AHEAD)
    if kind == "lapsed":
        return next((urgency for within, urgency in _LAPSED if -days <= within), _LEAST)
    if kind in _BY_DAY:
        return _BY_DAY[kind].get((days > 0) - (days < 0), _LEAST)
    if kind == "band" and band is not None:
        return _FALLEN.get(band, _FALL)
    return _LEAST


class Scale(NamedTuple):
    """What ARR counts on a day: in the home currency, at the rates that are recorded."""

    exchange: Exchange
    home: str
    today: date

    def weight(self, urgency: int, band: Band | None, arr: Mapping[str, int]) -> Weight:
        """The weight of a line: how urgent it is, the band of its account, and the ARR that it is about, by currency.

        What no rate is known of is left out beside what can be told; alone it counts in its own currency.
        """
        risk = RISK[band] if band is not None else RISK[Band.GREEN]
        known = {code: rate for code in sorted(arr) if (rate := self.exchange.rate(code, self.home, self.today))}
        if known:
            minor = sum(self.exchange.converted(arr[code], code, self.home, self.today) for code in known)
            rated_on = min((rate.on for rate in known.values() if rate.on), default=None)
            return Weight(urgency, risk, _whole(minor, self.home), self.home, arr if rated_on else {}, rated_on)
        first = min(arr, default=None)
        return Weight(urgency, risk, _whole(arr[first], first) if first else 1, first)


def _whole(minor: int, currency: str) -> int:
    """An amount in minor units without fractions of the currency, so that the product can be checked by hand."""
    unit = money.unit(currency)
    return (2 * minor + unit) // (2 * unit) * unit


def explained(weight: Weight, band: Band | None) -> str:
    """`urgency 5 × $160,000 × risk 3 (red) = 2,400,000`."""
    risk = f"risk {weight.risk}{f' ({band})' if band is not None else ''}"
    if weight.currency is None:
        return f"urgency {weight.urgency} × {risk} = {weight.product}, no ARR"
    shown, product = money.shown(weight.minor, weight.currency), money.major(weight.product, weight.currency)
    if weight.is_converted:
        shown = f"≈ {shown} ({money.totals_shown(dict(weight.told))} at the rate of {weight.rated_on})"
    return f"urgency {weight.urgency} × {shown} × {risk} = {product:,}"
