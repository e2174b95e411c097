"""Retention: how the ARR of a book got from the close of one day to the close of another, and what was kept of it.

Cohort method: each account's two snapshots are compared, netted per account. Bridge method: every day on which an
account's ARR changes is a movement. Source of the rules: docs/metrics.md, Retention.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from operator import add
from typing import NamedTuple

from cs_cli.domain.calendar import Window
from cs_cli.domain.revenue import CAUSES, Change, Key, Parts

COHORT, BRIDGE = "cohort", "bridge"
OPENING, NEW, REACTIVATION = "opening", "new", "reactivation"
EXPANSION, CONTRACTION, CHURN = "expansion", "contraction", "churn"


class Movement(NamedTuple):
    """An account's ARR of a key went from `before` to `after` (minor units) in a row, and what that is called."""

    row: int
    key: Key
    figure: str
    before: int
    after: int
    changes: Sequence[Change]

    @property
    def parts(self) -> Sequence[int]:
        """What was gained or lost by CAUSES, in minor units; they add up to it."""
        alone = self.changes[0].parts if len(self.changes) == 1 else ()
        if alone and min(alone) >= 0:
            return alone
        return _in_proportion(self.after - self.before, [c.parts for c in self.changes if c.key == self.key])


@dataclass(slots=True)
class Bridge:
    """One key's way from opening to closing, in minor units; the accounts behind it; `parts` by CAUSES."""

    start: int = 0
    new: int = 0
    reactivation: int = 0
    expansion: int = 0
    contraction: int = 0
    churn: int = 0
    fx: int = 0
    accounts_start: int = 0
    accounts_lost: int = 0
    accounts: dict[str, int] = field(default_factory=dict)
    expansion_parts: list[int] = field(default_factory=lambda: [0] * len(CAUSES))
    contraction_parts: list[int] = field(default_factory=lambda: [0] * len(CAUSES))

    @property
    def end(self) -> int:
        """The closing."""
        gained = self.new + self.reactivation + self.expansion
        return self.start + gained - self.contraction - self.churn + self.fx

    @property
    def accounts_end(self) -> int:
        """How many accounts the closing is made of."""
        return self.accounts_start + sum(self.accounts.values())

    @property
    def nrr(self) -> float | None:
        """Net revenue retention; None on a base of zero."""
        return share(self.start + self.expansion - self.contraction - self.churn, self.start)

    @property
    def grr(self) -> float | None:
        """Gross revenue retention; None on a base of zero."""
        return share(self.start - self.contraction - self.churn, self.start)

    @property
    def logo_retention(self) -> float | None:
        """The share of the opening's accounts that still bring revenue at the close; None without any."""
        return share(self.accounts_start - self.accounts_lost, self.accounts_start)

    @property
    def expansion_rate(self) -> float | None:
        """What grew, as a share of the opening; None on a base of zero."""
        return share(self.expansion, self.start)

    @property
    def quick_ratio(self) -> float | None:
        """What was gained (new, returned, expansion) for each unit lost (contraction, churn); None without a loss."""
        return share(self.new + self.reactivation + self.expansion, self.contraction + self.churn)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.start or self.accounts or self.new or self.reactivation or self.expansion)


def share(part: int, whole: int) -> float | None:
    """`part` of `whole`; None where that is zero."""
    return part / whole if whole else None


def closes_of(periods: Sequence[Window]) -> list[date]:
    """The days whose closes the periods lie between: the day before the first, then the last day of each."""
    return [periods[0].start - timedelta(1), *(period.end for period in periods)]


def movements(changes: Sequence[Change], closes: Sequence[date], method: str = COHORT) -> Iterator[Movement]:
    """What moved in one account (its changes in order) between the `closes`; the opening comes first, as row 0."""
    held: dict[Key, int] = {}
    at, count = 0, len(changes)
    while at < count:
        row, first = bisect_left(closes, changes[at].on), at
        if row == len(closes):
            return
        until = closes[row] if row == 0 or method == COHORT else changes[at].on
        at += 1
        while at < count and changes[at].on <= until:
            at += 1
        group, had = changes[first:at], bool(held)
        for key, was, now in _applied(group, held):
            if not row:
                yield Movement(0, key, OPENING, was, now, group)
            elif had and held:
                yield Movement(row - 1, key, EXPANSION if now > was else CONTRACTION, was, now, group)
            elif had:
                yield Movement(row - 1, key, CHURN, was, now, group)
            else:
                yield Movement(row - 1, key, REACTIVATION if first else NEW, was, now, group)


def _applied(group: Sequence[Change], held: dict[Key, int]) -> list[tuple[Key, int, int]]:
    """Bring `held` up to date; each key that was changed, with what it was and is. A key of nothing is not in it."""
    if len(group) == 1:
        _on, key, minor, _contract, _parts = group[0]
        was = held.pop(key, 0)
        if now := was + minor:
            held[key] = now
        return [(key, was, now)]
    before = {change.key: held.get(change.key, 0) for change in group}
    for change in group:
        held[change.key] = held.get(change.key, 0) + change.minor
    changed = [(key, was, held[key]) for key, was in before.items() if held[key] != was]
    for key in before:
        if not held[key]:
            del held[key]
    return changed


def bridges(
    accounts: Iterable[Sequence[Change]], closes: Sequence[date], method: str = COHORT
) -> dict[Key, list[Bridge]]:
    """Each key's rows between the `closes`; keys of which there is nothing to tell are left out.

    Logos are those of the cohort by either method: what came and went between two closes is no logo lost.
    """
    count = len(closes) - 1
    table: dict[Key, list[Bridge]] = {}
    for changes in accounts:
        for movement in movements(changes, closes, method):
            rows = table.get(movement.key) or table.setdefault(movement.key, [Bridge() for _ in range(count)])
            _add(rows[movement.row], movement)
            if method == COHORT and movement.figure == CHURN:
                rows[movement.row].accounts_lost += 1
        for movement in movements(changes, closes) if method == BRIDGE else ():
            if movement.figure == CHURN:
                table[movement.key][movement.row].accounts_lost += 1
    for rows in table.values():
        for earlier, later in pairwise(rows):
            later.start, later.accounts_start = earlier.end, earlier.accounts_end
    return table


def losses(
    accounts: Mapping[int, Sequence[Change]], closes: Sequence[date], method: str = COHORT
) -> dict[str, dict[int, int]]:
    """What each account lost between the `closes`, in minor units: by currency, then by the account's row id."""
    found: dict[str, dict[int, int]] = {}
    for account_id, changes in accounts.items():
        for movement in movements(changes, closes, method):
            if movement.figure in (CONTRACTION, CHURN):
                of_currency = found.setdefault(movement.key[1], {})
                of_currency[account_id] = of_currency.get(account_id, 0) + movement.before - movement.after
    return found


def _add(row: Bridge, movement: Movement) -> None:
    _row, _key, figure, before, after, _changes = movement
    if figure == OPENING:
        row.start += after
        row.accounts_start += 1
        return
    if not before or not after:
        row.accounts[figure] = row.accounts.get(figure, 0) + (1 if after else -1)
    if figure == EXPANSION:
        row.expansion += after - before
        row.expansion_parts = list(map(add, row.expansion_parts, movement.parts))
    elif figure == CONTRACTION:
        row.contraction += before - after
        row.contraction_parts = list(map(add, row.contraction_parts, movement.parts))
    elif figure == CHURN:
        row.churn += before - after
    elif figure == NEW:
        row.new += after
    else:
        row.reactivation += after


def _in_proportion(difference: int, changes: Sequence[Parts]) -> Sequence[int]:
    """`difference` by CAUSES: what moved the other way is taken from the rest in proportion, to the minor unit."""
    sign = 1 if difference > 0 else -1
    moved = [max(0, sign * sum(of_cause)) for of_cause in zip(*changes, strict=True)]
    whole, amount = sum(moved), abs(difference)
    shared = told = 0
    for place, part in enumerate(moved):
        shared += part
        moved[place] = shared * amount // whole - told
        told += moved[place]
    return moved
