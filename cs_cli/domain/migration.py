"""Migration: in which band the accounts of a book were at the close of a day, and in which at that of a later one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain.book import add_up
from cs_cli.domain.health import Band
from cs_cli.domain.revenue import Span

NEW, LEFT = "new", "left"
STARTS, ENDS = (*map(str, Band), NEW), (*map(str, Band), LEFT)
Arr = dict[str, int]


class Member(NamedTuple):
    """An account with ARR at the close of either day, in minor units by currency, and its band there; else None."""

    account: str
    before: Band | None
    after: Band | None
    arr_before: Arr
    arr_after: Arr


class Cell(NamedTuple):
    """The accounts that went from one band to another: `new` is no band at the start, `left` none at the end.

    Their ARR is that of the start, in minor units by currency; that of new accounts, of the end.
    """

    start: str
    end: str
    accounts: tuple[str, ...]
    arr: Arr


class Migration(NamedTuple):
    """The cells that hold an account, in order, and the ARR of the book at the close of both days."""

    cells: tuple[Cell, ...]
    arr_before: Arr
    arr_after: Arr

    def count(self, start: str | None = None, end: str | None = None) -> int:
        """How many accounts went from one to the other; a margin where either is left out."""
        cells = (cell for cell in self.cells if start in (None, cell.start) and end in (None, cell.end))
        return sum(len(cell.accounts) for cell in cells)

    @property
    def before(self) -> int:
        """How many accounts the book had at the start."""
        return self.count() - self.count(start=NEW)

    @property
    def after(self) -> int:
        """How many accounts the book has at the end."""
        return self.count() - self.count(end=LEFT)


def held_on(spans: Iterable[Span], day: date) -> Arr:
    """What the terms of an account bring at the close of a day; nothing where none runs."""
    return add_up({span.currency: span.arr_minor} for span in spans if span.holds(day))


def members(
    spans: Mapping[int, Sequence[Span]], days: tuple[date, date], band_of: Callable[[int, date], Band]
) -> list[Member]:
    """The accounts that were in the book at the close of either of the days, by key."""
    found = []
    first, last = days
    for of, of_account in spans.items():
        before, after = held_on(of_account, first), held_on(of_account, last)
        if before or after:
            bands = band_of(of, first) if before else None, band_of(of, last) if after else None
            found.append(Member(of_account[0].account, *bands, before, after))
    return sorted(found, key=_by_key)


def migration_of(found: Sequence[Member]) -> Migration:
    """The accounts of both books, by where they came from and where they went."""
    cells: dict[tuple[str, str], list[Member]] = {}
    for member in found:
        cells.setdefault((str(member.before or NEW), str(member.after or LEFT)), []).append(member)
    return Migration(
        tuple(_cell(start, end, cells[start, end]) for start in STARTS for end in ENDS if (start, end) in cells),
        add_up(member.arr_before for member in found),
        add_up(member.arr_after for member in found),
    )


def _cell(start: str, end: str, group: Sequence[Member]) -> Cell:
    arr = add_up(member.arr_after if start == NEW else member.arr_before for member in group)
    return Cell(start, end, tuple(member.account for member in group), arr)


def _by_key(member: Member) -> str:
    return member.account
