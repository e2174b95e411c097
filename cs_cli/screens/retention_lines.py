"""`cs retention --explain` on a screen: the accounts and contracts behind each figure."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from cs_cli.domain import money
from cs_cli.domain.renewal_rate import LOST, OPEN, PAST_END, SIGNED, SILENT, Due
from cs_cli.domain.retention import COHORT
from cs_cli.domain.retention_lines import Line
from cs_cli.domain.revenue import CAUSES
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.retention import Book, opening_lines

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
    """A line with the key and name of its account."""

    account: str
    name: str
    line: Line


def screen(book: Book, found: Sequence[Told], due: Sequence[Due], left: int) -> list[Sheet | str]:
    """The sheet, a heading for each figure and currency; then what was up for renewal."""
    if not found and not due:
        return [f"No ARR from {book.period.start} to {book.period.end}."]
    sheet = Sheet(_COLUMNS)
    for (key, figure), of_figure in groupby(found, lambda told: (told.line.key, told.line.figure)):
        told_lines = list(of_figure)
        moved = sum(told.line.after - told.line.before for told in told_lines)
        said = (*key, figure, money.plain(moved, key[1]) if moved else "")
        sheet.heading(Cell(" ".join(filter(None, said)), "bold"))
        for told in told_lines:
            sheet.row(*_row(told))
    for currency, of_currency in groupby(due, lambda one: one.span.currency):
        sheet.heading(Cell(f"{currency} up for renewal", "bold"))
        for one in of_currency:
            sheet.row(*_due_row(one))
    parts: list[Sheet | str] = [*opening_lines(book)]
    if book.method == COHORT:
        parts.append("Opening: all before the arrow. Closing: all after it. Last comes what was up for renewal.")
    return [*parts, sheet, *([f"{left:,} more: --all, or --limit N"] if left else [])]


def _row(told: Told) -> Iterable[Cell | str]:
    line = told.line
    currency = line.key[1]
    causes = [f"{cause} {_signed(part, currency)}" for cause, part in zip(CAUSES, line.parts, strict=True) if part]
    return (
        Cell(told.account, "bold"),
        line.contract,
        line.on.isoformat() if line.on else "",
        money.plain(line.before, currency),
        f"→ {money.plain(line.after, currency)}",
        _signed(line.after - line.before, currency),
        ", ".join(causes),
    )


def _due_row(one: Due) -> Iterable[Cell | str]:
    currency = one.span.currency
    return (
        Cell(one.span.account, "bold"),
        one.span.contract,
        one.on.isoformat(),
        money.plain(one.atr, currency),
        f"→ {money.plain(one.renewed, currency)}",
        _signed(one.renewed - one.atr, currency),
        _OUTCOMES[one.outcome],
    )


def _signed(minor: int, currency: str) -> str:
    return f"{'+' if minor > 0 else ''}{money.plain(minor, currency)}" if minor else ""
