"""`cs health --migration` on a screen: how many went where, the margins, then each move with its ARR and accounts."""

from collections.abc import Iterable
from datetime import date

from cs_cli.domain import money, words
from cs_cli.domain.health import Band
from cs_cli.domain.migration import ENDS, LEFT, NEW, STARTS, Migration
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.bands import STYLES

_MOVES = (Column(), Column(right=True), Column(right=True), Column(flex=True))
_NONE = "·"


def screen(found: Migration, days: tuple[date, date]) -> list[Sheet | str]:
    """The matrix, what it adds up to, and its cells."""
    first, last = (words.full(day) for day in days)
    if not found.cells:
        return [f"No account with a contract on {first} or {last}."]
    return [_matrix(found, days), *_sums(found, days), _cells(found)]


def _matrix(found: Migration, days: tuple[date, date]) -> Sheet:
    first, last = (words.near(day, days[1]) for day in days)
    ends = [Column(title=_named(end).text, right=True) for end in ENDS]
    sheet = Sheet([Column(), *ends, Column(title=f"on {first}", right=True)])
    sheet.heading(Cell(f"Accounts by band: {words.full(days[0])} down, {words.full(days[1])} across", "bold"))
    sheet.titles()
    for start in STARTS:
        counts = [_count(found.count(start, end)) for end in ENDS]
        sheet.row(_named(start), *counts, _count(found.count(start)) if start != NEW else "")
    ended = [_count(found.count(end=end)) if end != LEFT else "" for end in ENDS]
    sheet.row(f"on {last}", *ended, "")
    return sheet


def _sums(found: Migration, days: tuple[date, date]) -> Iterable[str]:
    """How the one book becomes the other."""
    new, left = found.count(start=NEW), found.count(end=LEFT)
    yield (
        f"{words.counted(found.before, 'account')}, {_shown(found.arr_before)} on {words.full(days[0])}, {left} left, "
        f"{new} new: {found.after} with {_shown(found.arr_after)} on {words.full(days[1])}"
    )
    yield "ARR below is that of the first day, of new accounts that of the last. Left: no contract runs any more."


def _cells(found: Migration) -> Sheet:
    sheet = Sheet(_MOVES)
    for cell in found.cells:
        start, end = _named(cell.start), _named(cell.end)
        told = f"{start.text} stayed" if cell.start == cell.end else f"{start.text} → {end.text}"
        style = end.style or start.style
        sheet.row(Cell(told, style), str(len(cell.accounts)), _shown(cell.arr), ", ".join(cell.accounts))
    return sheet


def _named(where: str) -> Cell:
    if where in (NEW, LEFT):
        return Cell(where)
    return Cell(f"{Band(where).glyph} {where}", STYLES[where])


def _count(number: int) -> str:
    return f"{number:,}" if number else _NONE


def _shown(arr: dict[str, int]) -> str:
    return money.totals_shown(arr) if arr else "no ARR"
