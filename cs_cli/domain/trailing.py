"""Trailing rates: at each of many closes, what was kept of the book of a year before.

Each account's ARR is constant between its changes, and so is what it adds to a rate: only where its ARR of now or of a
year before changes is something added to, or taken from, the sums. Source: docs/metrics.md, Retention.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from cs_cli.domain.calendar import trailing_year
from cs_cli.domain.retention import share
from cs_cli.domain.revenue import Change, Key

_Kept = tuple[int, int, int, int, int]
_NOTHING: _Kept = (0, 0, 0, 0, 0)
_THEN, _NOW = 0, 1


class Rates(NamedTuple):
    """Retention over the twelve months up to a close; None on a base of zero."""

    nrr: float | None
    grr: float | None
    logo_retention: float | None


def trailing_rates(accounts: Iterable[Sequence[Change]], ends: Sequence[date]) -> dict[Key, list[Rates]]:
    """For each key the rates of the twelve months up to each of `ends`, which are in order."""
    bases = [trailing_year(end).start - timedelta(1) for end in ends]
    sums: dict[Key, list[list[int]]] = {}
    for changes in accounts:
        _add_up(_steps(changes, bases, ends), len(ends), sums)
    return {
        key: [
            Rates(share(net, base), share(gross, base), share(kept, logos))
            for base, net, gross, logos, kept in zip(*(accumulate(steps[:-1]) for steps in of_key), strict=True)
        ]
        for key, of_key in sums.items()
    }


def _steps(
    changes: Sequence[Change], bases: Sequence[date], ends: Sequence[date]
) -> list[tuple[int, int, Key, int]]:  # fmt: skip
    """From which close on each change counts, as (number of the close, then or now, key, minor units), in order."""
    steps = [(bisect_left(ends, change.on), _NOW, change.key, change.minor) for change in changes]
    steps += [(bisect_left(bases, change.on), _THEN, change.key, change.minor) for change in changes]
    steps.sort(key=itemgetter(0))
    return steps


def _add_up(steps: Sequence[tuple[int, int, Key, int]], count: int, sums: dict[Key, list[list[int]]]) -> None:
    held: tuple[dict[Key, int], dict[Key, int]] = ({}, {})
    said: dict[Key, _Kept] = {}
    at = 0
    while at < len(steps) and steps[at][0] < count:
        close = steps[at][0]
        while at < len(steps) and steps[at][0] == close:
            _close, side, key, minor = steps[at]
            held[side][key] = held[side].get(key, 0) + minor
            at += 1
        then, now = held
        had, has = any(then.values()), any(now.values())
        for of_key, left in now.items():
            base = then.get(of_key, 0)
            kept = (base, left if had else 0, min(base, left), 1 if base else 0, 1 if base and has else 0)
            before = said.get(of_key, _NOTHING)
            if kept != before:
                said[of_key] = kept
                arrays = sums.get(of_key) or sums.setdefault(of_key, [[0] * (count + 1) for _ in kept])
                for array, was, is_now in zip(arrays, before, kept, strict=True):
                    array[close] += is_now - was
