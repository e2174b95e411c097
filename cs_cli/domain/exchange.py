"""Rates of exchange: what an amount of one currency is in another, at the rate in force on a day.

All is reckoned in whole numbers: an amount is multiplied and divided exactly and rounded once, half up. Source of the
rules: docs/metrics.md, Money.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cs_cli.domain.money import unit
from cs_cli.errors import BadDataError

_FIGURES = 6
Pair = tuple[str, str]


class Quote(NamedTuple):
    """On a day one unit of `currency` was `rate` units of `in_currency`; the rate as it was written."""

    currency: str
    in_currency: str
    on: date
    rate: str


class Rate(NamedTuple):
    """What one unit of a currency is in another, as a fraction, and the quotes that say so (two across a third)."""

    numerator: int
    denominator: int
    quotes: tuple[Quote, ...]

    @property
    def on(self) -> date | None:
        """The day of the older of its quotes; None between a currency and itself."""
        return min((quote.on for quote in self.quotes), default=None)

    @property
    def decimal(self) -> Decimal:
        """The rate as a decimal number: as it was written where it is one quote, else in six figures."""
        exact = Decimal(self.numerator) / self.denominator
        if len(self.quotes) == 1 and exact == Decimal(self.quotes[0].rate):
            return Decimal(self.quotes[0].rate)
        return exact.quantize(Decimal(1).scaleb(exact.adjusted() + 1 - _FIGURES)).normalize()


class NoRateError(BadDataError):
    """There is no rate between two currencies on a day."""

    def __init__(self, currency: str, in_currency: str, on: date) -> None:
        super().__init__(
            f"no rate of {currency} in {in_currency} is known for {on} or before",
            f"Say it: cs rate add {currency} RATE --in {in_currency} --on {on}. Or a file of rates: cs import FILE",
        )


class Exchange:
    """What all the quotes there are say about any two currencies on any day."""

    def __init__(self, quotes: Iterable[Quote]) -> None:
        self._quotes: dict[Pair, list[Quote]] = {}
        for quote in sorted(quotes, key=lambda quote: quote.on):
            self._quotes.setdefault((quote.currency, quote.in_currency), []).append(quote)
        self._days = {pair: [quote.on for quote in found] for pair, found in self._quotes.items()}
        self._known: dict[tuple[str, str, date], Rate | None] = {}

    def rate(self, currency: str, in_currency: str, on: date) -> Rate | None:
        """The rate in force on a day, the newest on or before it: of the pair, else across one common currency.

        Of two quotes the newer counts, of the same day the one that is written in that direction. Across: where there
        are several ways, the one whose older quote is the newest.
        """
        key = (currency, in_currency, on)
        if key not in self._known:
            self._known[key] = self._rate(currency, in_currency, on)
        return self._known[key]

    def converted(self, minor: int, currency: str, in_currency: str, on: date) -> int:
        """An amount in minor units of `in_currency`, half up. Raises NoRateError."""
        if (rate := self.rate(currency, in_currency, on)) is None:
            raise NoRateError(currency, in_currency, on)
        numerator = minor * rate.numerator * unit(in_currency)
        denominator = rate.denominator * unit(currency)
        whole = (2 * abs(numerator) + denominator) // (2 * denominator)
        return whole if minor >= 0 else -whole

    def _rate(self, currency: str, in_currency: str, on: date) -> Rate | None:
        if currency == in_currency:
            return Rate(1, 1, ())
        if (own := self._leg(currency, in_currency, on)) is not None:
            return own
        ways = [
            Rate(one.numerator * other.numerator, one.denominator * other.denominator, (*one.quotes, *other.quotes))
            for across in self._beside(currency) & self._beside(in_currency)
            if (one := self._leg(currency, across, on)) and (other := self._leg(across, in_currency, on))
        ]
        return max(ways, key=lambda way: (min(quote.on for quote in way.quotes), way.quotes), default=None)

    def _leg(self, currency: str, in_currency: str, on: date) -> Rate | None:
        """The rate of a pair by its own quotes, in either direction."""
        written = self._newest((currency, in_currency), on)
        other = self._newest((in_currency, currency), on)
        if written is not None and (other is None or written.on >= other.on):
            return Rate(*Decimal(written.rate).as_integer_ratio(), (written,))
        if other is None:
            return None
        numerator, denominator = Decimal(other.rate).as_integer_ratio()
        return Rate(denominator, numerator, (other,))

    def _newest(self, pair: Pair, on: date) -> Quote | None:
        place = bisect_right(self._days.get(pair, ()), on)
        return self._quotes[pair][place - 1] if place else None

    def _beside(self, currency: str) -> set[str]:
        return {(set(pair) - {currency}).pop() for pair in self._quotes if currency in pair}


def needed(pairs: Sequence[Pair], currencies: Iterable[str], in_currency: str) -> list[Pair]:
    """Those of `pairs` by which a rate from one of `currencies` to `in_currency` can be found."""
    of = {currency: {other for pair in pairs if currency in pair for other in pair} for currency in currencies}
    of_target = {other for pair in pairs if in_currency in pair for other in pair}
    wanted = {frozenset((currency, in_currency)) for currency in of}
    for currency, beside in of.items():
        for across in beside & of_target:
            wanted |= {frozenset((currency, across)), frozenset((across, in_currency))}
    return [pair for pair in pairs if frozenset(pair) in wanted]
