"""docs/metrics.md: its worked examples, computed."""

import re
from datetime import date
from decimal import Decimal

from conftest import ROOT

from cs_cli.domain import money
from cs_cli.domain.calendar import add_months
from cs_cli.domain.outcomes import renewed_price
from cs_cli.domain.terms import Notice

PAGE = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
PERIODS = {"quarter": 3, "month": 1, "18m": 18, "once": 0}
TERMS = {"monthly": 1, "annual": 12}
UNITS = {"days": "calendar", "month": "months", "business days": "business"}


def table(header: str) -> list[list[str]]:
    """The rows of the page's table whose header begins with `header`."""
    [body] = re.findall(rf"^\| {header} \|.*?\n\|[ -|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in body.splitlines()]


def test_arr_of_a_price() -> None:
    rows = table("price")
    computed = [
        [price, per, money.annual(money.to_minor(Decimal(price.replace(",", "")), "USD"), PERIODS[per])]
        for price, per, _arr in rows
    ]
    assert computed == [[price, per, int(Decimal(arr) * 100)] for price, per, arr in rows]
    assert len(rows) == 4


def test_renewal_dates_from_the_anchor() -> None:
    for anchor, term, dates in table("anchor"):
        told = dates.split(", ")
        start = date.fromisoformat(anchor)
        assert told == [str(add_months(start, TERMS[term] * n)) for n in range(1, len(told) + 1)]


def test_the_opt_out_date() -> None:
    for renews_on, notice, opt_out_on in table("renewal date"):
        length, unit = notice.split(" ", 1)
        deadline = Notice(int(length), UNITS[unit]).deadline(date.fromisoformat(renews_on))
        assert str(deadline) == opt_out_on


def test_the_price_of_the_next_term() -> None:
    for before, seats, uplift, after in table("price before"):
        then, now = map(int, seats.split(" → "))
        rise = Decimal(uplift.removesuffix(" %"))
        price = renewed_price(money.to_minor(Decimal(before), "USD"), (then, now), rise)
        assert price.minor == money.to_minor(Decimal(after), "USD")
