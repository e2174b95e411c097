"""Trailing rates: at each of many closes, what was kept of the book of a year before.

Each account's ARR is constant between its changes, and so is what it adds to a rate: only where its ARR of now or of a
year before changes is something added to, or taken from, the sums. Source: docs/metrics.md, Retention.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from cs_cli.domain.calendar import trailing_year
from cs_cli.domain.retention import share
from cs_cli.domain.revenue import Change, Key

_SUMS = ("base", "net", "gross", "logos", "logos kept")


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
        now_from = [bisect_left(ends, change.on) for change in changes]
        then_from = [bisect_left(bases, change.on) for change in changes]
        for key in {change.key: None for change in changes}:
            of_key = sums.get(key) or sums.setdefault(key, [[0] * (len(ends) + 1) for _ in _SUMS])
            _add_up(changes, key, now_from, then_from, of_key)
    return {
        key: [
            Rates(share(net, base), share(gross, base), share(kept, logos))
            for base, net, gross, logos, kept in zip(*(accumulate(steps[:-1]) for steps in of_key), strict=True)
        ]
        for key, of_key in sums.items()
    }


def _add_up(
    changes: Sequence[Change], of_key: Key, now_from: list[int], then_from: list[int], sums: Sequence[list[int]]
) -> None:
    """Add to `sums`, at each close where it changes, what an account adds to the rates of a key.

    A change counts in the ARR of now from the close numbered in `now_from` on, in that of a year before from the one in
    `then_from`; both are in order, as the changes are.
    """
    bases, nets, grosses, logos, kept_logos = sums
    beyond, count = len(bases) - 1, len(changes)
    minors = [(change.minor, change.minor if change.key == of_key else 0) for change in changes]
    base = left = had = has = net = gross = 0
    is_base = is_kept = False
    now = then = 0
    while (
        close := min(now_from[now] if now < count else beyond, then_from[then] if then < count else beyond)
    ) < beyond:
        was_base, was_net, was_gross, was_in_base, was_kept = base, net, gross, is_base, is_kept
        while now < count and now_from[now] == close:
            has, left = has + minors[now][0], left + minors[now][1]
            now += 1
        while then < count and then_from[then] == close:
            had, base = had + minors[then][0], base + minors[then][1]
            then += 1
        net, gross, is_base = left if had else 0, min(base, left), base > 0
        is_kept = is_base and has > 0
        bases[close] += base - was_base
        nets[close] += net - was_net
        grosses[close] += gross - was_gross
        logos[close] += is_base - was_in_base
        kept_logos[close] += is_kept - was_kept
