"""`cs health --migration`: the bands at the start of a span against those at its end."""

from datetime import date, timedelta
from typing import Any

from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.calendar import parse_past_day
from cs_cli.domain.conditions import OF_HEALTH, Filter
from cs_cli.domain.health import Band
from cs_cli.domain.migration import Cell, members, migration_of
from cs_cli.domain.renewals import Term
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import health_migration as screens
from cs_cli.screens.health import QUARTER

KEYS = ["from_on", "to_on", "from_band", "to_band", "accounts", "arr_by_currency", "names"]


def migration(cs: Cs, account: str | None, chosen: Filter, said: tuple[str | None, str | None]) -> None:
    """Show how many accounts, with what ARR, went from which band to which between the closes of two days."""
    if chosen.only(OF_HEALTH).conditions:
        raise UsageError("--migration shows every band", "Leave out the band and the score")
    days = _days(cs, *said)
    only = cs.portfolio.account(account).account_id if account else None
    takes = cs.portfolio.takes(chosen)

    def is_meant(term: Term) -> bool:
        return only in (None, term.account_id) and takes(term)

    spans = cs.portfolio.spans(is_meant)
    bands = {day: cs.portfolio.scores(spans, day) for day in days}

    def band_of(account_id: int, day: date) -> Band:
        return bands[day][account_id].band

    found = migration_of(members(spans, days, band_of))
    rows = [_row(cell, days) for cell in found.cells[: cs.limit]]
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(found, days))


def _days(cs: Cs, start: str | None, end: str | None) -> tuple[date, date]:
    """The first and the last day. Raises UsageError."""
    fiscal_start = cs.settings.fiscal_start
    last = parse_past_day(end, cs.today, fiscal_start) if end else cs.today
    first = parse_past_day(start, cs.today, fiscal_start) if start else last - timedelta(QUARTER)
    if last > cs.today:
        raise UsageError(f"--to {last} is after {cs.today}", "The last day may be today")
    if first >= last:
        raise UsageError(f"--from {first} is not before --to {last}", "Like --from 2026-08-25 --to 2026-11-23")
    return first, last


def _row(cell: Cell, days: tuple[date, date]) -> dict[str, Any]:
    return {
        "from_on": days[0].isoformat(),
        "to_on": days[1].isoformat(),
        "from_band": cell.start,
        "to_band": cell.end,
        "accounts": len(cell.accounts),
        "arr_by_currency": {code: money.major(amount, code) for code, amount in sorted(cell.arr.items())},
        "names": list(cell.accounts),
    }
