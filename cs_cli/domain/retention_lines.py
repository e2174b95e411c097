"""The accounts and contracts behind each figure of a retention, so that every one can be summed by hand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain.retention import COHORT, OPENING, Movement, movements
from cs_cli.domain.revenue import CAUSES, Change, Key, Parts

KEPT, FX = "kept", "fx"
FIGURES = (OPENING, KEPT, "new", "reactivation", "expansion", "contraction", "churn", FX)


class Line(NamedTuple):
    """A contract's part of a figure, in minor units: `before` and `after`, and the change by CAUSES, signed.

    By the cohort method the lines' `before` add up to the opening and their `after` to the closing; by the bridge
    method each movement is a line with its day.
    """

    figure: str
    key: Key
    account_id: int
    contract: str
    before: int
    after: int
    parts: Parts
    on: date | None = None


def lines(accounts: Mapping[int, Sequence[Change]], closes: Sequence[date], method: str) -> list[Line]:
    """The lines of one period, by figure, then in the order of `accounts`."""
    line_of = _of_cohort if method == COHORT else _of_bridge
    found = [line for account_id, changes in accounts.items() for line in line_of(account_id, changes, closes)]
    return sorted(found, key=lambda line: FIGURES.index(line.figure))


def fx_lines(
    at_start: Mapping[int, Sequence[Change]], at_end: Mapping[int, Sequence[Change]], close: date
) -> list[Line]:
    """What the rates moved: each contract at a close, at the rates of the start and at those of the end."""
    found = []
    for account_id in {**at_start, **at_end}:
        before, after = (_sums(accounts.get(account_id, ()), close) for accounts in (at_start, at_end))
        for key, contract in {**before, **after}:
            if moved := after.get((key, contract), 0) - before.get((key, contract), 0):
                found.append(Line(FX, key, account_id, contract, 0, moved, (0, 0, 0, 0)))
    return found


def _of_cohort(account_id: int, changes: Sequence[Change], closes: Sequence[date]) -> Iterable[Line]:
    called = {m.key: m.figure for m in movements(changes, closes) if m.figure != OPENING}
    before, after, parts = _sums(changes, closes[0]), _sums(changes, closes[1]), _parts(changes, closes)
    for place, now in after.items():
        key, contract = place
        was = before.get(place, 0)
        if was or now:
            moved = parts.get(place, (0, 0, 0, 0))
            yield Line(called.get(key, KEPT), key, account_id, contract, was, now, moved)


def _of_bridge(account_id: int, changes: Sequence[Change], closes: Sequence[date]) -> Iterable[Line]:
    for movement in movements(changes, closes, "bridge"):
        if movement.figure == OPENING:
            held = _sums(changes, closes[0])
            for (key, contract), minor in held.items():
                if key == movement.key and minor:
                    yield Line(OPENING, key, account_id, contract, minor, minor, (0, 0, 0, 0))
        else:
            yield from _of_day(account_id, changes, movement)


def _of_day(account_id: int, changes: Sequence[Change], movement: Movement) -> Iterable[Line]:
    on = movement.changes[0].on
    now = _sums(changes, on)
    for (key, contract), moved in _by_place(movement.changes).items():
        if key == movement.key:
            after = now[key, contract]
            yield Line(movement.figure, key, account_id, contract, after - sum(moved), after, moved, on)


def _sums(changes: Iterable[Change], until: date) -> dict[tuple[Key, str], int]:
    held: dict[tuple[Key, str], int] = {}
    for change in changes:
        if change.on <= until:
            held[change.key, change.contract] = held.get((change.key, change.contract), 0) + change.minor
    return held


def _parts(changes: Iterable[Change], closes: Sequence[date]) -> dict[tuple[Key, str], Parts]:
    return _by_place(change for change in changes if closes[0] < change.on <= closes[1])


def _by_place(changes: Iterable[Change]) -> dict[tuple[Key, str], Parts]:
    found: dict[tuple[Key, str], Parts] = {}
    for change in changes:
        seats, price, ramp, other = found.get((change.key, change.contract), (0,) * len(CAUSES))
        more = change.parts
        found[change.key, change.contract] = (seats + more[0], price + more[1], ramp + more[2], other + more[3])
    return found
