"""`cs retention` on a screen: the bridge with its bars, by group, month by month; then the figures and the check."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.calendar import Window
from cs_cli.domain.exchange import Rate
from cs_cli.domain.renewal_rate import Due, unresolved
from cs_cli.domain.retention import COHORT, Bridge
from cs_cli.domain.revenue import CAUSES, Key
from cs_cli.domain.trailing import Rates
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.output.statement import Statement
from cs_cli.screens.retention_figures import Figures, figures_told, percent

BAR = 32
_EIGHTHS = " ▏▎▍▌▋▊▉"
_NAMED = 5
_PRICE, _RAMP = CAUSES.index("price"), CAUSES.index("ramp")
_BRIDGE = (
    Column(),
    Column(right=True),
    Column(right=True),
    Column(drop=1),
    Column(right=True),
    Column(right=True),
)
_AMOUNTS = ("opening", "new", "returned", "expansion", "contraction", "churn")
_CLOSING = (Column(title="closing", right=True), Column(title="accounts", right=True, drop=1))
_SHARES = (
    Column(title="NRR", right=True),
    Column(title="GRR", right=True),
    Column(title="logos", right=True, drop=2),
)
_SPARED = {"returned"}
Table = Mapping[Key, Sequence[Bridge]]
Parts = list[Sheet | Statement | str]
Losses = Mapping[str, Mapping[int, int]]


class Converted(NamedTuple):
    """Into which currency the book was converted, and at which rates by currency: of the opening, of the closing."""

    currency: str
    opening: dict[str, Rate]
    closing: dict[str, Rate]


class Book(NamedTuple):
    """What was asked for: the period, the method, the group, on which day, the home currency; and the options.

    `margin` is the gross margin in percent; `instead` is said where nobody was meant.
    """

    period: Window
    method: str
    per: str | None
    today: date
    home: str
    include_monthly: bool = False
    margin: Decimal | None = None
    converted: Converted | None = None
    instead: str = ""


class Amount(NamedTuple):
    """A line of the bridge: what it is called, minor units, accounts."""

    label: str
    minor: int
    accounts: int | None = None
    is_level: bool = False


def no_arr(book: Book) -> str:
    """What is said where there is nothing to tell."""
    return f"No ARR from {book.period.start} to {book.period.end}.{book.instead}"


def summary(
    book: Book,
    table: Table,
    figures: Mapping[str, Figures],
    due: Sequence[Due],
    losses: Mapping[str, Mapping[int, int]],
) -> Parts:
    """The bridge of each currency, the rates, the check, and what has no outcome recorded."""
    if not table:
        return [no_arr(book)]
    rows = [(currency, row) for (_group, currency), [row] in table.items()]
    parts: Parts = opening_lines(book)
    parts += [_bridge(rows[place : place + 2]) for place in range(0, len(rows), 2)]
    parts += figures_told(rows, figures, losses)
    return [*parts, *_unresolved(unresolved(due, book.today), book)]


def opening_lines(book: Book) -> Parts:
    """Which closes are compared and how."""
    before = book.period.start - timedelta(1)
    how = "Cohort method, netted per account" if book.method == COHORT else "Bridge method: every movement counts"
    said: Parts = [f"Both days count: close of {_day(before)} → close of {_day(book.period.end)}. {how}."]
    if book.converted is not None:
        said.append(_conversion(book.converted, before, book.period.end))
    if book.period.end > book.today:
        said.append(f"{_day(book.period.end)} lies ahead: what must be signed by then and is not counts as lost.")
    return said


def _conversion(converted: Converted, before: date, close: date) -> str:
    """`Converted to USD at the rates of 30 Sep 2025: EUR 1.0821, …`, and those of the closing."""
    opening, closing = _quoted(converted.opening, before), _quoted(converted.closing, close)
    said = f"Converted to {converted.currency} at the rates of {_day(before)}: {opening}"
    return f"{said}. fx is what they moved by {_day(close)}: {closing}."


def _quoted(rates: Mapping[str, Rate], on: date) -> str:
    """`EUR 1.0821, GBP 1.28 across EUR`; what is of another day with that day, said once where all are of it."""
    days = {rate.on for rate in rates.values() if rate.on}
    [of_all] = days if len(days) == 1 else [None]
    quoted = []
    for currency, rate in rates.items():
        pairs = [{quote.currency, quote.in_currency} for quote in rate.quotes]
        across = f" across {', '.join(set.intersection(*pairs))}" if len(pairs) > 1 else ""
        of = f" of {_day(rate.on)}" if rate.on and rate.on not in (on, of_all) else ""
        quoted.append(f"{currency} {rate.decimal:f}{across}{of}")
    last = f" (of {_day(of_all)})" if of_all and of_all != on else ""
    return (", ".join(quoted) or "none needed") + last


def _day(day: date) -> str:
    return f"{words.short(day)} {day.year}"


def _bridge(rows: Sequence[tuple[str, Bridge]]) -> Sheet:
    sheet = Sheet(_BRIDGE, indent=0)
    titles = [cell for currency, _row in rows for cell in (Cell(currency, "dim"), Cell("accounts", "dim"))]
    sheet.row("", *titles[:2], "", *(titles[2:] or ("", "")))
    most = max(rows[0][1].start, rows[0][1].end, *(abs(line.minor) for line in _lines(rows[0][1])))
    for beside in zip(*(_lines(row) for _currency, row in rows), strict=True):
        if beside[0].is_level or any(line.minor or line.accounts for line in beside) or beside[0].label in _ALWAYS:
            codes = (currency for currency, _row in rows)
            cells = [cell for line, code in zip(beside, codes, strict=True) for cell in _cells(line, code)]
            sheet.row(beside[0].label, *cells[:2], bar(abs(beside[0].minor), most), *(cells[2:] or ("", "")))
    return sheet


_ALWAYS = ("+ new", "+ expansion", "- contraction", "- churn")


def _lines(row: Bridge) -> list[Amount]:
    price, ramp = row.expansion_parts[_PRICE], row.expansion_parts[_RAMP]
    return [
        Amount("opening", row.start, row.accounts_start, is_level=True),
        Amount("+ new", row.new, row.accounts.get("new")),
        Amount("+ returned", row.reactivation, row.accounts.get("reactivation")),
        Amount("+ expansion", row.expansion - price - ramp, row.accounts.get("expansion")),
        Amount("+ price", price),
        Amount("+ ramp", ramp),
        Amount("- contraction", -row.contraction, row.accounts.get("contraction")),
        Amount("- churn", -row.churn, row.accounts.get("churn")),
        Amount("fx", row.fx),
        Amount("closing", row.end, row.accounts_end, is_level=True),
    ]


def _cells(line: Amount, currency: str) -> tuple[str, str]:
    amount = money.plain(line.minor, currency) if line.minor or line.is_level else ""
    if line.is_level:
        return amount, str(line.accounts)
    return amount, f"{line.accounts:+}" if line.accounts else ""


def bar(amount: int, most: int) -> str:
    """`amount` as a bar of at most BAR cells, `most` being the longest; what is not nothing shows."""
    if amount <= 0 or most <= 0:
        return ""
    whole, eighths = divmod(max(1, round(amount * BAR * 8 / most)), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()


def _unresolved(due: Sequence[Due], book: Book) -> Iterable[str]:
    """The contracts that ended without an outcome, the largest of each currency first."""
    if not due:
        return
    largest = sorted(due, key=lambda one: (one.span.currency != book.home, one.span.currency, -one.atr))
    named = [_ended(one) for one in largest[:_NAMED]]
    more = f", and {len(due) - _NAMED} more" if len(due) > _NAMED else ""
    yield f"Ended in the period without an outcome recorded, counted as lost: {', '.join(named)}{more}: cs renewals"


def _ended(due: Due) -> str:
    span = due.span
    name = f"{span.account}/{span.contract}" if span.contract else span.account
    return f"{name} {money.shown(due.atr, span.currency)} ({_day(due.on)})"


def restated(book: Book, table: Table, stood: Table) -> Iterable[str]:
    """Which figures were others at the close of the period, by what was known then; nothing if `stood` is empty."""
    for (group, currency), [row] in table.items() if stood else ():
        [then] = stood.get((group, currency), [Bridge()])
        if then != row:
            yield (
                f"Restated: what was known on {_day(book.period.end)} gave {currency} NRR {percent(then.nrr)}, "
                f"GRR {percent(then.grr)}, closing {money.plain(then.end, currency)}: --as-of {book.period.end}"
            )


def groups(book: Book, table: Table, limit: int | None) -> Parts:
    """A line for each group and currency."""
    if not table:
        return [no_arr(book)]
    rows: list[list[Cell | str]] = [
        [Cell(group or "none", "bold"), currency, *_amounts(book, row, currency), *map(percent, _rates(row))]
        for (group, currency), [row] in list(table.items())[:limit]
    ]
    columns = (Column(title=book.per or "", flex=True), Column(), *_amount_columns(book), *_SHARES)
    statement = Statement(columns, labels=2, spared=_SPARED).table("", rows)
    return [*opening_lines(book), statement, *_left(len(table), limit)]


def _rates(row: Bridge) -> Rates:
    return Rates(row.nrr, row.grr, row.logo_retention)


def monthly(
    book: Book, months: Sequence[Window], table: Table, trailing: Mapping[Key, Sequence[Rates]], limit: int | None
) -> Parts:
    """A line a month for each group and currency; the rates are those of the twelve months up to its close."""
    if not table:
        return [no_arr(book)]
    parts: Parts = [*opening_lines(book), "A line a month; NRR, GRR and logos over the twelve months up to its close."]
    if book.converted:
        parts.append("Each month is at the rates of its opening; NRR and GRR at those of the day they count from.")
    each = len(months) if limit is None else max(1, limit // len(table))
    statement = Statement((Column(), *_amount_columns(book), *_SHARES), spared=_SPARED)
    for (group, currency), rows in table.items():
        of_key = trailing.get((group, currency)) or [Rates(None, None, None)] * len(months)
        named = (group or ("none" if book.per else None), currency)
        told = [
            [_month(month), *_amounts(book, row, currency), *map(percent, rates)]
            for month, row, rates in list(zip(months, rows, of_key, strict=True))[:each]
        ]
        statement.table(" ".join(filter(None, named)), told)
    return [*parts, statement, *_left(len(months), each)]


def _left(count: int, limit: int | None) -> Iterable[str]:
    if limit is not None and count > limit:
        yield f"{count - limit:,} more: --all, or --limit N"


def _month(month: Window) -> str:
    """`Jun 2026`, or `1-23 Nov 2026` where it is cut."""
    is_whole = month.start.day == 1 and (month.end + timedelta(1)).day == 1
    return words.month(month.end) if is_whole else f"{month.start.day}-{month.end.day} {words.month(month.end)}"


def _amount_columns(book: Book) -> tuple[Column, ...]:
    amounts = (*_AMOUNTS, "fx") if book.converted else _AMOUNTS
    return (*(Column(title=name, right=True) for name in amounts), *_CLOSING)


def _amounts(book: Book, row: Bridge, currency: str) -> list[str]:
    minors = [row.start, row.new, row.reactivation, row.expansion, -row.contraction, -row.churn]
    if book.converted:
        minors.append(row.fx)
    return [
        *(money.plain(minor, currency) if minor else "" for minor in minors),
        money.plain(row.end, currency),
        str(row.accounts_end),
    ]
