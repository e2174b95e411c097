"""Invented rates of exchange: what the currencies of the demo book were worth in dollars at each month's end."""

from collections.abc import Iterator
from datetime import date, timedelta

from cs_cli.domain.calendar import add_months

COLUMNS = ("currency", "in_currency", "rated_on", "rate")
_WORTH = {"EUR": 10_830, "GBP": 12_710, "JPY": 67}
"""In hundredths of a cent."""
_TIDE = (0, 11, 19, 24, 17, 8, -2, -13, -22, -18, -9, 4, 15)
"""Up and down by so many thousandths, month after month."""
_MONTHS = 120


def rates(as_of: date) -> Iterator[tuple[str, str, str, str]]:
    """Ten years of them, up to the last month's end before `as_of`."""
    for ago in range(_MONTHS):
        on = add_months(as_of.replace(day=1), -ago) - timedelta(1)
        for place, (currency, worth) in enumerate(_WORTH.items()):
            tide = _TIDE[(on.year * 12 + on.month + 5 * place) % len(_TIDE)]
            ten_millionths = worth * (1000 + tide)
            yield currency, "USD", on.isoformat(), f"{ten_millionths // 10**7}.{ten_millionths % 10**7:07}".rstrip("0")
