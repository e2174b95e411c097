"""What a closing is made of, and what is signed beyond it. Source of the rules: docs/metrics.md, The closing."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cs_cli.domain.renewals import is_agreed
from cs_cli.domain.revenue import Span


class Signed(NamedTuple):
    """A term that is signed and starts later: its currency, what it changes from and to, in minor units."""

    span: Span
    currency: str
    before: int
    after: int


class Closing(NamedTuple):
    """Of a closing, in minor units: what runs without an end, what is not live yet; and what is signed beyond it."""

    run_rate: int = 0
    not_live: int = 0
    signed: int = 0


def closings(spans: Iterable[Span], close: date, known_until: date) -> dict[str, Closing]:
    """By currency; agreements count as known until `known_until`."""
    every = list(spans)
    found: dict[str, Closing] = {}
    for span in every:
        if span.holds(close):
            run_rate, not_live, signed = found.get(span.currency, Closing())
            is_live = span.term.live_on is None or span.term.live_on <= close
            found[span.currency] = Closing(
                run_rate + (span.arr_minor if span.term.renews_on is None else 0),
                not_live + (0 if is_live else span.arr_minor),
                signed,
            )
    for one in signed_later(every, close, known_until):
        of_currency = found.get(one.currency, Closing())
        found[one.currency] = of_currency._replace(signed=of_currency.signed + one.after - one.before)
    return found


def signed_later(spans: Iterable[Span], close: date, known_until: date) -> list[Signed]:
    """The terms agreed by then that start after a close; of one that follows a running term only the difference."""
    every = list(spans)
    before = {span.term.next_id: span for span in every if span.until is None or span.until > close}
    found = []
    for span in every:
        if span.starts_on > close and is_agreed(span.term, known_until):
            old = before.get(span.term.contract_id)
            if old is None or old.currency == span.currency:
                found.append(Signed(span, span.currency, old.arr_minor if old else 0, span.arr_minor))
            else:
                found += [Signed(span, span.currency, 0, span.arr_minor), Signed(span, old.currency, old.arr_minor, 0)]
    return sorted(found, key=lambda one: (one.span.starts_on, one.span.account, one.span.contract))
