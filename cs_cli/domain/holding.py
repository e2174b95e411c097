"""How long a band holds: until another one has held on two days running. Computed from the days themselves.

A day's own band is the one before caps: caps act at once. Grey is no band to hold: what becomes unknown is grey at
once, and what becomes known has its band at once.
"""

from collections.abc import Iterable

from cs_cli.domain.health import Band

FURTHEST_DAYS = 14
"""So many days back it is looked for two that agree; a band that changes every day for longer goes by the last."""


def held_band(days: Iterable[Band]) -> Band:
    """The band that counts, from the bands of each day by itself, the newest first; at least one, more as needed."""
    newest = previous = None
    for band in days:
        if newest is None:
            newest = previous = band
            if band is Band.GREY:
                return band
            continue
        if band is Band.GREY or band is previous:
            return previous or band
        previous = band
    return newest or Band.GREY
