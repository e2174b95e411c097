"""`cs retention --explain` on a screen: the accounts and contracts behind each figure."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from cs_cli.domain import money
from cs_cli.domain.closing import Signed
from cs_cli.domain.renewal_rate import LOST, OPEN, PAST_END, SIGNED, SILENT, Due
from cs_cli.domain.retention import COHORT
from cs_cli.domain.retention_lines import FX, Line
from cs_cli.domain.revenue import CAUSES
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.retention import Book, Parts, no_arr, opening_lines

_COLUMNS = (
    Column(),
    Column(flex=True, drop=4),
    Column(drop=5),
    Column(right=True),
    Column(right=True),
    Column(right=True),
    Column(flex=True, drop=1),
)


_OUTCOMES = {
    SIGNED: "signed",
    SILENT: "renewed by itself",
    OPEN: "still open",
    LOST: "lost",
    PAST_END: "no outcome recorded",
}


class Told(NamedTuple):
    """A line with the key and name of its account, and the day since which a loss was flagged."""

    account: str
    name: str
    line: Line
    flagged_on: date | None = None


class Explained(NamedTuple):
    """What is shown: lines, what was up for renewal with its flag, what is signed and starts later."""

    lines: Sequence[Told]
    due: Sequence[tuple[Due, date | None]]
    signed: Sequence[Signed]


def screen(book: Book, shown: Explained, left: int) -> Parts:
    """The sheet, a heading for each figure and currency; then what was up for renewal, and what starts later."""
    if not any(shown):
        return [no_arr(book)]
    sheet = Sheet(_COLUMNS)
    for (key, figure), of_figure in groupby(shown.lines, lambda told: (told.line.key, told.line.figure)):
        told_lines = list(of_figure)
        moved = sum(told.line.after - told.line.before for told in told_lines)
        said = (*key, figure, money.plain(moved, key[1]) if moved else "")
        sheet.heading(Cell(" ".join(filter(None, said)), "bold"))
        for told in told_lines:
            sheet.row(*_row(told))
    for currency, of_currency in groupby(shown.due, lambda one: one[0].span.currency):
        sheet.heading(Cell(f"{currency} up for renewal", "bold"))
        for one, flagged_on in of_currency:
            sheet.row(*_due_row(one, flagged_on))
    for currency, of_signed in groupby(shown.signed, lambda one: one.currency):
        sheet.heading(Cell(f"{currency} signed, starting later: not in the closing", "bold"))
        for signed in of_signed:
            sheet.row(*_signed_row(signed))
    parts = opening_lines(book)
    if book.method == COHORT:
        parts.append("Opening: all before the arrow. Closing: all after it. Last comes what was up for renewal.")
    return [*parts, sheet, *([f"{left:,} more: --all, or --limit N"] if left else [])]


def _row(told: Told) -> Iterable[Cell | str]:
    line = told.line
    currency, is_fx = line.key[1], line.figure == FX
    causes = [f"{cause} {_change(part, currency)}" for cause, part in zip(CAUSES, line.parts, strict=True) if part]
    return (
        Cell(told.account, "bold"),
        line.contract,
        line.on.isoformat() if line.on else "",
        "" if is_fx else money.plain(line.before, currency),
        "" if is_fx else f"→ {money.plain(line.after, currency)}",
        _change(line.after - line.before, currency),
        ", ".join([*causes, *_flagged(told.flagged_on)]),
    )


def _due_row(one: Due, flagged_on: date | None) -> Iterable[Cell | str]:
    currency = one.span.currency
    return (
        Cell(one.span.account, "bold"),
        one.span.contract,
        one.on.isoformat(),
        money.plain(one.atr, currency),
        f"→ {money.plain(one.renewed, currency)}",
        _change(one.renewed - one.atr, currency),
        ", ".join([_OUTCOMES[one.outcome], *_flagged(flagged_on)]),
    )


def _signed_row(one: Signed) -> Iterable[Cell | str]:
    return (
        Cell(one.span.account, "bold"),
        one.span.contract,
        one.span.starts_on.isoformat(),
        money.plain(one.before, one.currency),
        f"→ {money.plain(one.after, one.currency)}",
        _change(one.after - one.before, one.currency),
        "",
    )


def _flagged(on: date | None) -> list[str]:
    return [f"flagged {on}"] if on else []


def _change(minor: int, currency: str) -> str:
    return f"{'+' if minor > 0 else ''}{money.plain(minor, currency)}" if minor else ""
