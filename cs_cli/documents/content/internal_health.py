"""Health as an internal document shows it: the sum that makes the score, what holds it down, how it moved."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import text
from cs_cli.documents.moments import MONTHS, month_start
from cs_cli.documents.numbers import counted, signed
from cs_cli.domain.items import WEEK_DAYS

if TYPE_CHECKING:
    from cs_cli.domain.account_health import Health, HealthLine
    from cs_cli.store.portfolio import Portfolio

SHOWN_MONTHS = 6


def health_of(portfolio: "Portfolio", account_id: int) -> Section:
    """The score of an account with every step to it; `months` are the scores at the ends of the last months, and now.

    A score that is not known is empty.
    """
    today = portfolio.today
    health = portfolio.explained(account_id)
    before = portfolio.scores([account_id], today - timedelta(WEEK_DAYS))[account_id].whole
    return {
        "score": "" if health.whole is None else str(health.whole), "band": str(health.band).capitalize(),
        "change": _change(health.whole, before), "because": text(health.main_reason),
        "lines": [_line(line) for line in health.lines], "sum": text(health.quotient),
        "caps": [text(cap) for cap in health.caps], "gains": [text(gain) for gain in health.gains],
        "known": f"{health.coverage:.0f}%", "months": _months(portfolio, account_id, today, health),
    }  # fmt: skip


def _change(now: int | None, before: int | None) -> str:
    if now is None or before is None:
        return ""
    return f"{signed(now - before)} in a week" if now != before else "as a week ago"


def _line(line: "HealthLine") -> Section:
    why = ", ".join(filter(None, (text(line.told), text(line.reason) if line.points is None else "", text(line.rule))))
    return {
        "component": text(line.title), "weight": counted(line.weight), "why": why,
        "score": "" if line.points is None else counted(line.points),
        "points": "" if line.product is None else counted(line.product),
    }  # fmt: skip


def _months(portfolio: "Portfolio", account_id: int, today: date, health: "Health") -> list[Section]:
    """The scores at the ends of the last months and today's; nothing where fewer than two are known."""
    ends = [month_start(today, -n) - timedelta(1) for n in reversed(range(SHOWN_MONTHS))]
    found = [(end, portfolio.scores([account_id], end)[account_id].whole) for end in ends] + [(today, health.whole)]
    if sum(score is not None for _, score in found) < 2:  # noqa: PLR2004  a line needs two points
        return []
    return [{"month": "now" if end == today else MONTHS[end.month - 1], "score": score} for end, score in found]
