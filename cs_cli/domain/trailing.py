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

_Step = tuple[int, bool, Key, int]
_NOTHING = (0, 0, 0, 0, 0)
"""Base, net, gross, logos and logos kept, in minor units and accounts."""


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
        steps = _steps(changes, bases, ends)
        for key in {change.key: None for change in changes}:
            _add_up(steps, key, sums.get(key) or sums.setdefault(key, [[0] * (len(ends) + 1) for _ in _NOTHING]))
    return {
        key: [
            Rates(share(net, base), share(gross, base), share(kept, logos))
            for base, net, gross, logos, kept in zip(*(accumulate(steps[:-1]) for steps in of_key), strict=True)
        ]
        for key, of_key in sums.items()
    }


def _steps(changes: Sequence[Change], bases: Sequence[date], ends: Sequence[date]) -> list[_Step]:
    """From which close on each change counts, as (number of the close, whether now or then, key, minor), in order."""
    steps = [(bisect_left(ends, on), True, key, minor) for on, key, minor, _contract, _parts in changes]
    steps += [(bisect_left(bases, on), False, key, minor) for on, key, minor, _contract, _parts in changes]
    steps.sort(key=itemgetter(0))
    return steps


def _add_up(steps: Sequence[_Step], of_key: Key, sums: Sequence[list[int]]) -> None:
    """Add to `sums`, at each close where it changes, what an account adds to the rates of a key."""
    count, at, before = len(sums[0]) - 1, 0, _NOTHING
    base = left = had = has = 0
    while at < len(steps) and (close := steps[at][0]) < count:
        while at < len(steps) and steps[at][0] == close:
            _close, is_now, key, minor = steps[at]
            mine = minor if key is of_key or key == of_key else 0
            if is_now:
                has, left = has + minor, left + mine
            else:
                had, base = had + minor, base + mine
            at += 1
        kept = (base, left if had else 0, min(base, left), 1 if base else 0, 1 if base and has else 0)
        if kept != before:
            for array, was, now in zip(sums, before, kept, strict=True):
                array[close] += now - was
            before = kept
