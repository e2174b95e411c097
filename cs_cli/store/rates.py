"""The recorded rates of exchange."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from cs_cli.domain.exchange import Exchange, Quote, needed
from cs_cli.store.read import Reader

_PAIRS = "SELECT DISTINCT currency, in_currency FROM rates"
_OF_PAIR = 'SELECT currency, in_currency, "on", rate FROM rates WHERE currency = :currency AND in_currency = :in'
_NEWEST = """
SELECT currency, in_currency, max("on"), rate FROM rates WHERE "on" <= :day
GROUP BY currency, in_currency ORDER BY currency, in_currency
"""


def newest(reader: Reader, day: date) -> list[Quote]:
    """Of each pair of currencies the newest rate that is known on `day`."""
    return [_quote(row) for row in reader.tuples(_NEWEST, {"day": day.isoformat()})]


def exchange(reader: Reader, currencies: Iterable[str], in_currency: str) -> Exchange:
    """The rates by which amounts of `currencies` can be told in another."""
    pairs = needed([(one, other) for one, other in reader.tuples(_PAIRS)], currencies, in_currency)
    found = (reader.tuples(_OF_PAIR, {"currency": one, "in": other}) for one, other in pairs)
    return Exchange(_quote(row) for rows in found for row in rows)


def _quote(row: tuple[Any, ...]) -> Quote:
    currency, in_currency, on, rate = row
    return Quote(currency, in_currency, date.fromisoformat(on), str(rate))
