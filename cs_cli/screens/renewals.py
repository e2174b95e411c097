"""`cs renewals` on a screen: overdue, to decide, lapsed, and the quiet monthly contracts in one line."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.book import add_up
from cs_cli.domain.calendar import Window
from cs_cli.domain.renewals import DECISIONS, Renewal, gave_notice, is_to_decide, lapsed_lately
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
_OVERDUE = "Overdue: ended, no outcome recorded: cs renew KEY or cs churn KEY"
_PASSED = "Opt-out passed in the last 14 days: renews by itself unless you record a notice"


class Listed(NamedTuple):
    """What was found by `by` in `window`, how much of it has a row, and what is folded into one line."""

    window: Window
    by: str
    found: Sequence[Renewal]
    shown: Sequence[Renewal]
    quiet: Sequence[Renewal]

    @property
    def today(self) -> date:
        """The day that the list is for."""
        return self.window.start


def screen(listed: Listed, scores: Mapping[int, Any], instead: str = "") -> list[Sheet | str]:
    """The sheet of what is shown, then the totals over all that was found; `instead` is said where nothing was."""
    if not listed.found and not listed.quiet:
        return [f"No renewal to decide on by {listed.window.end}.{instead}"]
    parts: list[Sheet | str] = [_by_renewal(listed, scores) if listed.by == "renewal" else _by_decision(listed, scores)]
    if listed.quiet:
        parts.append(_quiet_line(listed.quiet))
    parts += bands.by_hand_lines(((r.term.account, scores[r.term.account_id]) for r in listed.shown), listed.today)
    if left := len(listed.found) - len(listed.shown):
        parts.append(f"{left:,} more: cs renewals --all, or --limit N")
    return [*parts, _totals(listed)]


def _by_decision(listed: Listed, scores: Mapping[int, Any]) -> Sheet:
    today = listed.today
    sheet = _headed("Decide by", listed.window)
    _group(sheet, _OVERDUE, [r for r in listed.shown if r.state == "overdue"], scores, today)
    _group(sheet, "To decide", [r for r in listed.shown if is_to_decide(r, today)], scores, today)
    passed = [r for r in listed.shown if lapsed_lately(r, today)]
    if passed:
        sheet.heading(Cell(_PASSED, "bold"))
    for renewal in passed:
        assert renewal.opt_out_on is not None  # noqa: S101  it has lapsed
        distance = words.distance((renewal.opt_out_on - today).days, past="ago")
        sheet.row(*_row(renewal, scores, "opt-out", renewal.opt_out_on, distance))
    return sheet


def _by_renewal(listed: Listed, scores: Mapping[int, Any]) -> Sheet:
    sheet = _headed("Renewal dates up to", listed.window)
    _group(sheet, _OVERDUE, [r for r in listed.shown if r.state == "overdue"], scores, listed.today)
    rest = [r for r in listed.shown if r.state != "overdue"]
    if rest:
        sheet.heading(Cell("To renew", "bold"))
    for renewal in rest:
        kind = "sign by" if renewal.decide_kind == "sign-by" else "renews"
        distance = words.distance((renewal.renews_on - listed.today).days, width=2)
        sheet.row(*_row(renewal, scores, _notice_or(kind, renewal), renewal.renews_on, distance))
    return sheet


def _headed(title: str, window: Window) -> Sheet:
    return Sheet(_COLUMNS).heading(Cell(f"{title} {words.full(window.end)}", "bold"), Cell("ARR", "dim"))


def _group(sheet: Sheet, title: str, group: Sequence[Renewal], scores: Mapping[int, Any], today: date) -> None:
    """Rows by the day to decide, or the day on which the contract ended."""
    if group:
        sheet.heading(Cell(title, "bold"))
    for renewal in group:
        kind = (
            _ended(renewal, today)
            if renewal.state == "overdue"
            else _notice_or(DECISIONS[renewal.decide_kind], renewal)
        )
        distance = words.distance((renewal.decide_on - today).days, width=2)
        sheet.row(*_row(renewal, scores, kind, renewal.decide_on, distance))


def _ended(renewal: Renewal, today: date) -> str:
    """How it came to its end."""
    return "notice" if gave_notice(renewal.term, today) else "ended"


def _notice_or(kind: str, renewal: Renewal) -> str:
    return "notice" if renewal.state == "notice" else kind


def _row(renewal: Renewal, scores: Mapping[int, Any], kind: str, day: date, distance: str) -> Iterable[Cell | str]:
    term = renewal.term
    urgent = "bold red" if renewal.state == "overdue" or renewal.days_left <= words.WEEK_DAYS else ""
    return (
        bands.band(scores[term.account_id]),
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


def _totals(listed: Listed) -> str:
    every = [*listed.found, *listed.quiet]
    overdue = [r for r in every if r.state == "overdue"]
    if listed.by == "renewal":
        title, rest = "To renew", [r for r in every if r.state != "overdue"]
    else:
        title, rest = "To decide", [r for r in every if is_to_decide(r, listed.today)]
    sum_of = f"{words.counted(len(rest), 'contract')}, {money.totals_shown(arr_of(rest))}" if rest else "nothing"
    line = f"{title}: {sum_of}."
    return f"{line} Overdue: {len(overdue)}, {money.totals_shown(arr_of(overdue))}." if overdue else line


def arr_of(renewals: Iterable[Renewal]) -> dict[str, int]:
    """Their ARR in minor units, per currency."""
    return add_up({r.term.currency: r.term.arr_minor} for r in renewals)
