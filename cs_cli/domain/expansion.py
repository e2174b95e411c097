"""The expansion pipeline: open deals that would make an account grow, by the period in which they are to close.

Never added to renewals. Source of the rules: docs/metrics.md, Forecast.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cs_cli.domain.calendar import Window
from cs_cli.domain.forecast import CATEGORIES, PIPELINE, category_of, is_pipeline
from cs_cli.domain.money import MONTHS_A_YEAR

RENEWAL, EXPANSION = "renewal", "expansion"
COLUMNS = (*CATEGORIES, PIPELINE)


class Deal(NamedTuple):
    """An open deal as the CRM has it; what its amount means: `arr`, `mrr`, `tcv`, or nobody said."""

    account_id: int
    account: str
    name: str
    kind: str
    amount_minor: int | None
    amount_means: str | None
    currency: str | None
    close_on: date | None
    category: str | None

    @property
    def annual_minor(self) -> int | None:
        """Its amount a year, in minor units; None where it is the value of a whole contract of unknown length."""
        if self.amount_minor is None or self.amount_means not in ("arr", "mrr"):
            return None
        return self.amount_minor * (MONTHS_A_YEAR if self.amount_means == "mrr" else 1)


@dataclass(slots=True)
class Growth:
    """What expansions of a period come to in one currency, in minor units: a year by category, and not annualised."""

    deals: int = 0
    annual: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))
    tcv: int = 0


def growth(deals: Iterable[Deal], periods: Sequence[Window], today: date) -> dict[tuple[Window, str], Growth]:
    """The expansions of each period and currency; one whose close date has passed counts in the period of `today`."""
    found: dict[tuple[Window, str], Growth] = {}
    for deal in deals:
        on = max(deal.close_on, today) if deal.close_on else None
        period = next((period for period in periods if on is not None and period.holds(on)), None)
        if period is None or deal.currency is None or deal.amount_minor is None:
            continue
        told = found.setdefault((period, deal.currency), Growth())
        told.deals += 1
        if deal.annual_minor is None:
            told.tcv += deal.amount_minor
        else:
            told.annual[pipeline_category(deal)] += deal.annual_minor
    return found


def pipeline_category(deal: Deal) -> str:
    """The category of an expansion; `pipeline` where the CRM says that, nothing, or a word that nobody knows."""
    said = deal.category or ""
    return PIPELINE if is_pipeline(said) else category_of(said) or PIPELINE


def undated(deals: Iterable[Deal]) -> list[Deal]:
    """Those that count in no period: without a close date or an amount."""
    return [deal for deal in deals if deal.close_on is None or deal.amount_minor is None or deal.currency is None]
