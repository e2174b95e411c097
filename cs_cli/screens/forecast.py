"""`cs forecast` on a screen: the periods with their range, what is to be decided soon, what the calls lack."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.calendar import Window
from cs_cli.domain.expansion import COLUMNS, Deal, Growth
from cs_cli.domain.expected import BINS, LEAST_DECIDED, BaseRate, Expected, Total
from cs_cli.domain.forecast import CATEGORIES, RISK, UNCALLED
from cs_cli.domain.renewal_rate import LOST, SIGNED, SILENT
from cs_cli.domain.renewals import DECISIONS
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.output.statement import Statement
from cs_cli.screens import bands

SOON_DAYS = 90
"""What is to be decided within so many days is listed without being asked for."""
ASKED = 8
EVERYTHING = "cs forecast --explain --all"
_RANGE = ("low", "mid", "high")
_PARTS = ("at stake", "renewed", "lost", *CATEGORIES, UNCALLED)
_TOTALS = (
    Column(),
    Column(title="contracts", right=True, drop=2),
    *(Column(title=name, right=True) for name in (*_PARTS, *_RANGE)),
    Column(title="weighted", right=True, drop=1),
)
_GROWTH = (Column(), *(Column(title=name, right=True) for name in (*COLUMNS, "not a year")))
_LINES = (
    Column(drop=5),
    Column(),
    Column(drop=1, flex=True),
    Column(),
    Column(),
    Column(drop=4),
    Column(),
    Column(drop=2, flex=True, keep=16),
    Column(right=True),
)
_CLOSED = {SIGNED: "renewed", SILENT: "renewed by itself", LOST: "lost"}
_RANGE_SAID = (
    "The range: low is renewed and commit; mid, that and likely; high, that with risk and uncalled. "
    "Lost and omitted are in none."
)
Part = Sheet | Statement | str
Parts = list[Part]
Cells = Sequence[tuple[Window, str]]


class Book(NamedTuple):
    """The day, the window, and how each of its periods is called."""

    today: date
    window: Window
    names: Mapping[Window, str]


class Ask(NamedTuple):
    """Something to look at: the contract, how it stands, why, and the line to type."""

    name: str
    how: str
    why: str
    command: str

    def __str__(self) -> str:
        """`ACME/Platform: commit, evidence is 42 days old: cs forecast ACME/Platform commit --evidence "…"`."""
        return f"{self.name}: {self.how}, {self.why}: {self.command}"


def totals(book: Book, found: Mapping[tuple[Window, str], Total], cells: Cells, rates: Mapping[str, BaseRate]) -> Parts:
    """A table for each currency, what its range means, and how far its weighted figures can be trusted."""
    statement = Statement(_TOTALS, spared={*_PARTS[1:], "weighted"})
    is_weighted = not _wanting(found.values(), rates)
    for currency in dict.fromkeys(currency for period, currency in cells if (period, currency) in found):
        rows = [
            _total(book, period, found[period, code], currency, rates if is_weighted else {})
            for period, code in cells
            if code == currency and (period, code) in found
        ]
        statement.table(f"{currency} up for renewal, {_span(book)}", rows)
    return [statement, _RANGE_SAID, _weights(found.values(), rates)] if statement.tables else []


def _span(book: Book) -> str:
    first = min(book.names, key=lambda period: period.start)
    return f"{_day(first.start)} to {_day(book.window.end)}"


def _day(day: date) -> str:
    return f"{words.short(day)} {day.year}"


def _total(book: Book, period: Window, total: Total, currency: str, rates: Mapping[str, BaseRate]) -> list[Cell | str]:
    called = (total.called[name] for name in (*CATEGORIES, UNCALLED))
    parts = (total.atr, total.renewed, total.lost, *called)
    return [
        period_said(book.names[period], period),
        str(total.contracts),
        *(_amount(minor, currency) for minor in parts),
        *(Cell(money.plain(minor, currency), "bold") for minor in (total.low, total.mid, total.high)),
        _amount(total.weighted(rates) if rates else None, currency),
    ]


def _amount(minor: int | None, currency: str) -> str:
    return money.plain(minor, currency) if minor else ""


def period_said(name: str, period: Window) -> str:
    """`Q4 2026`, `Q4 FY27`, `Dec 2026`."""
    return name.upper() if name.startswith("q") else words.month(period.start)


def _needed(found: Iterable[Total]) -> list[str]:
    totals = list(found)
    return [name for name in BINS if any(total.called[name] for total in totals)]


def _wanting(found: Iterable[Total], rates: Mapping[str, BaseRate]) -> list[str]:
    """The categories that are needed and have no base rate."""
    return [name for name in _needed(found) if rates[name].rate is None]


def _weights(found: Iterable[Total], rates: Mapping[str, BaseRate]) -> str:
    """What weighs the categories, or how much history each still wants."""
    totals = list(found)
    wanting = _wanting(totals, rates)
    if wanting:
        counts = ", ".join(f"{name} {rates[name].decided}" for name in wanting)
        return f"Weighted: uncalibrated; a category needs {LEAST_DECIDED} decided renewals of your own, now: {counts}."
    shares = ", ".join(f"{name} {rates[name].rate:.1%} of {rates[name].decided}" for name in _needed(totals))
    return f"Weighted by what your own calls came to: {shares}." if shares else "Weighted: nothing is open."


def pipeline(
    book: Book, found: Mapping[tuple[Window, str], Growth], cells: Cells, undated: Sequence[Deal]
) -> Iterable[Part]:
    """The expansions beside the renewals, a table for each currency."""
    statement = Statement(_GROWTH, spared={column.title for column in _GROWTH[1:]})
    for currency in dict.fromkeys(currency for period, currency in cells if (period, currency) in found):
        rows = [
            [period_said(book.names[period], period), *(_amount(minor, currency) for minor in _deals(growth))]
            for period, code in cells
            if code == currency and (growth := found.get((period, code)))
        ]
        statement.table(f"{currency} expansion pipeline, a year; never added to renewals", rows)
    if statement.tables:
        yield statement
    if undated:
        named = ", ".join(f'{deal.account} "{deal.name}"' for deal in undated[:3])
        more = f" and {len(undated) - 3} more" if len(undated) > 3 else ""  # noqa: PLR2004  three are named
        yield f"In no period, for want of a close date or an amount: {named}{more}"


def _deals(growth: Growth) -> tuple[int, ...]:
    return (*(growth.annual[name] for name in COLUMNS), growth.tcv)


def left_out(called: int) -> Iterable[str]:
    """How many called renewals of monthly contracts are not in the figures."""
    if called:
        counted = words.counted(called, "called renewal")
        yield f"Left out, as monthly: {counted}. With them: cs forecast --include-monthly"


def soon(found: Sequence[Expected], scores: Mapping[int, Any], today: date) -> Parts:
    """What is to be decided soon, the nearest first."""
    sheet = Sheet(_LINES)
    sheet.heading(Cell(f"To decide within {SOON_DAYS} days", "bold"), Cell("ARR", "dim"))
    for one in found:
        sheet.row(*_line(one, scores[one.due.span.account_id], today))
    return [sheet, *_by_hand(found, scores, today)]


def explained(book: Book, found: Sequence[tuple[Window, Expected]], scores: Mapping[int, Any], left: int) -> Parts:
    """Every renewal behind the figures, a heading for each period."""
    if not found:
        return [f"No renewal is due from {_span(book)}."]
    sheet = Sheet(_LINES)
    before: Window | None = None
    for period, one in found:
        if period != before:
            sheet.heading(Cell(period_said(book.names[period], period), "bold"))
            before = period
        sheet.row(*_line(one, scores[one.due.span.account_id], book.today))
    by_hand = _by_hand([one for _period, one in found], scores, book.today)
    return [sheet, *by_hand, *([f"{left:,} more: {EVERYTHING}"] if left else [])]


def _by_hand(found: Sequence[Expected], scores: Mapping[int, Any], today: date) -> Iterable[str]:
    return bands.by_hand_lines(((one.due.span.term.account, scores[one.due.span.account_id]) for one in found), today)


def _line(one: Expected, score: Any, today: date) -> Iterable[Cell | str]:  # noqa: ANN401  a Score
    term, decision = one.due.span.term, one.decision
    kind, day, distance = _CLOSED.get(one.due.outcome, ""), one.due.on, ""
    if one.is_open:
        kind, day = ("ended" if one.is_overdue else DECISIONS[decision.kind]), decision.on
        distance = words.distance(decision.days, width=3)
    minor = one.called if one.is_open else one.due.renewed
    return (
        bands.band(score),
        Cell(term.account, "bold"),
        one.due.span.contract,
        said_of(one),
        kind,
        day.isoformat(),
        Cell(distance, "bold red" if one.is_open and decision.days <= words.WEEK_DAYS else ""),
        _evidence(one, today),
        money.shown(minor, one.due.span.currency),
    )


def _evidence(one: Expected, today: date) -> str:
    if one.call is None or not one.is_open:
        return ""
    if one.call.category == RISK:
        return one.call.reason or ""
    days = one.call.evidence_days(today)
    return "no evidence" if days is None else f"evidence {days}d"


def said_of(one: Expected) -> str:
    """`commit`, `commit, flat likely`, `likely (CRM)`, `not called`."""
    if one.call is not None:
        flat = f", flat {one.call.flat_category}" if one.call.flat_category else ""
        return f"{one.call.category}{flat}"
    if not one.is_open:
        return ""
    return f"{one.category} (CRM)" if one.category else "not called"


def asked(asks: Sequence[Ask], most: int | None, more: str) -> Iterable[str]:
    """What wants a call or its evidence, each with the line to type; at most so many, `more` shows the others."""
    if asks:
        yield "To call or to settle:"
        yield from (f"  {ask}" for ask in asks[:most])
    if most is not None and len(asks) > most:
        yield f"  {len(asks) - most:,} more: {more}"
