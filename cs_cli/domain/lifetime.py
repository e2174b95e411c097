"""Lifetime value: what an account brings until it leaves, by what left in a period. Source: docs/metrics.md."""

from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from cs_cli.domain.calendar import Window, add_months
from cs_cli.domain.money import scaled
from cs_cli.domain.retention import Bridge

FEWEST = 20
"""With fewer accounts in the opening nothing is said."""
_DAYS_A_YEAR = 365.25
_LEAST, _MOST = 1, 100


class Lifetime(NamedTuple):
    """The value in minor units and its inputs; None where the opening is too small or nobody left."""

    value: int | None
    average: int
    margin: Decimal
    churn: float | None
    accounts: int


def lifetime_of(row: Bridge, period: Window, margin: Decimal) -> Lifetime:
    """Average ARR of the closing's accounts × gross margin (in percent) / the share of the opening's lost in a year."""
    churn = _annual_churn(row, period)
    average = scaled(row.end, 1, row.accounts_end) if row.accounts_end else 0
    if not churn or row.accounts_start < FEWEST:
        return Lifetime(None, average, margin, churn, row.accounts_start)
    value = scaled(row.end, margin / 100, row.accounts_end * Decimal(churn)) if row.accounts_end else None
    return Lifetime(value, average, margin, churn, row.accounts_start)


def parse_margin(said: str) -> Decimal:
    """A gross margin in percent: `80%`, `80`, `72.5 %`. Raises ValueError with the reason."""
    text = said.strip().removesuffix("%").strip()
    try:
        margin = Decimal(text)
    except InvalidOperation:
        raise ValueError("is no percentage") from None
    if not margin.is_finite() or not _LEAST <= margin <= _MOST:
        raise ValueError("is no gross margin: from 1% to 100%")
    return margin.normalize()


def _annual_churn(row: Bridge, period: Window) -> float | None:
    """The share of the opening's accounts that leaves in a year; another period is taken to the power."""
    if row.logo_retention is None:
        return None
    following = period.end + timedelta(1)
    is_a_year = add_months(period.start, 12) == following
    years = 1 if is_a_year else (following - period.start).days / _DAYS_A_YEAR
    return 1 - float(row.logo_retention ** (1 / years))
