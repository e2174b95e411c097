"""`cs renewals` on a screen: overdue, to decide, lapsed, and the quiet monthly contracts in one line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from cs_cli.domain import money, words
from cs_cli.domain.book import add_up
from cs_cli.domain.calendar import Window
from cs_cli.domain.renewals import Renewal, lapsed_lately
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands

_COLUMNS = (
    Column(),
    Column(flex=True),
    Column(drop=2, flex=True),
    Column(drop=1),
    Column(drop=4),
    Column(drop=3),
    Column(),
    Column(right=True, drop=5),
)
_KINDS = {"opt-out": "opt-out", "renews": "renews", "sign-by": "sign by"}


def screen(
    found: Sequence[Renewal], quiet: Sequence[Renewal], scores: Mapping[int, Any], window: Window, left: int
) -> list[Sheet | str]:
    """The sheets for `found`; `quiet` are monthly, green and folded into one line; `left` were cut by the limit."""
    today = window.start
    overdue = [r for r in found if r.state == "overdue"]
    passed = [r for r in found if r.state != "overdue" and _is_passed(r, window)]
    to_decide = [r for r in found if r not in overdue and r not in passed]
    sheet = Sheet(_COLUMNS).heading(Cell(f"Decide by {words.full(window.end)}", "bold"), Cell("ARR", "dim"))
    for title, group in (
        ("Overdue: ended, no outcome recorded", overdue),
        ("To decide", to_decide),
        ("Opt-out passed in the last 14 days: renews by itself unless you record a notice", passed),
    ):
        if group:
            sheet.heading(Cell(title, "bold"))
            for renewal in group:
                sheet.row(*_row(renewal, scores.get(renewal.term.account_id), today, passed=group is passed))
    parts: list[Sheet | str] = [sheet]
    if quiet:
        parts.append(_quiet_line(quiet))
    if left:
        parts.append(f"{left:,} more: cs renewals --all, or --limit N")
    return [*parts, _totals(overdue, [*to_decide, *quiet], cut=bool(left))] if found or quiet else parts


def _is_passed(renewal: Renewal, window: Window) -> bool:
    return lapsed_lately(renewal, window.start)


def _row(renewal: Renewal, score: Any, today: date, *, passed: bool) -> Iterable[Cell | str]:  # noqa: ANN401  a Score
    term = renewal.term
    if passed and renewal.opt_out_on:
        kind, day, distance = (
            "opt-out",
            renewal.opt_out_on,
            words.distance((renewal.opt_out_on - today).days, past="ago"),
        )
    elif renewal.state == "overdue":
        kind, day, distance = "ended", renewal.renews_on, words.distance(renewal.days_left, width=2)
    else:
        kind = "notice" if renewal.state == "notice" else _KINDS[renewal.decide_kind]
        day, distance = renewal.decide_on, words.distance(renewal.days_left, width=2)
    urgent = "bold red" if renewal.state == "overdue" or renewal.days_left <= 7 else ""  # noqa: PLR2004  this week
    return (
        bands.band(score),
        Cell(term.account, "bold"),
        renewal.contract,
        renewal.rhythm,
        kind,
        day.isoformat(),
        Cell(distance, urgent),
        money.shown(term.arr_minor, term.currency),
    )


def _quiet_line(quiet: Sequence[Renewal]) -> str:
    total = money.totals_shown(arr_of(quiet))
    nearest = words.short(min(r.decide_on for r in quiet))
    count = words.counted(len(quiet), "contract")
    return f"Monthly, all green: {count}, {total}, next {nearest}: cs renewals --term monthly"


def _totals(overdue: Sequence[Renewal], to_decide: Sequence[Renewal], *, cut: bool) -> str:
    line = f"To decide: {words.counted(len(to_decide), 'contract')}, {money.totals_shown(arr_of(to_decide))}."
    if overdue:
        line += f" Overdue: {len(overdue)}, {money.totals_shown(arr_of(overdue))}."
    return line + (" (of those shown)" if cut else "")


def arr_of(renewals: Iterable[Renewal]) -> dict[str, int]:
    """Their ARR in minor units, per currency."""
    return add_up({r.term.currency: r.term.arr_minor} for r in renewals)
