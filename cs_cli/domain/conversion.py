"""A book in one currency: what its terms bring, at the rates of a day. Source: docs/metrics.md, One currency."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cs_cli.domain.exchange import Exchange, NoRateError, Rate
from cs_cli.domain.revenue import Span


class Conversion(NamedTuple):
    """Into which currency, by which rates."""

    exchange: Exchange
    currency: str

    def spans(self, spans: Iterable[Span], on: date, since: date, until: date) -> list[Span]:
        """The spans at the rates of the day `on`; what comes to less than half a minor unit brings nothing.

        Where no rate is known, of what is not within `since` and `until` only that it is there is told. Else raises
        NoRateError.
        """
        found = []
        for span in spans:
            if span.currency == self.currency:
                found.append(span)
                continue
            if self.exchange.rate(span.currency, self.currency, on) is not None:
                minor = self.exchange.converted(span.arr_minor, span.currency, self.currency, on)
            elif is_within(span, since, until):
                raise NoRateError(span.currency, self.currency, on)
            else:
                minor = 1
            if minor:
                found.append(span._replace(currency=self.currency, arr_minor=minor))
        return found

    def rates(self, currencies: Iterable[str], on: date) -> dict[str, Rate]:
        """The rates of a day, of those of `currencies` that have one."""
        codes = sorted(set(currencies) - {self.currency})
        rates = {code: self.exchange.rate(code, self.currency, on) for code in codes}
        return {code: rate for code, rate in rates.items() if rate is not None}


def is_within(span: Span, since: date, until: date) -> bool:
    """Whether a span lies in part between two days, is signed by then, or was renewed before them and due in them."""
    if min(span.starts_on, span.term.decided_on or span.starts_on) > until:
        return False
    due_on = span.term.renews_on if span.term.next_id else None
    return span.until is None or span.until >= since or (due_on is not None and due_on >= since)
