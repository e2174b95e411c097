"""The segments of a book: how long an account in each may be silent before somebody has to speak to it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cs_cli.domain.settings_table import Table
from cs_cli.domain.text import fold

_KIND = "segments file"
_MOST_DAYS = 3650


class Limits(NamedTuple):
    """After how many days without two-way contact an account is silent, and its sponsor; None: never."""

    silent_after_days: int
    sponsor_silent_after_days: int | None


class Segments(NamedTuple):
    """The limits of each segment, by its folded name, and those of every other account."""

    default: Limits
    of: Mapping[str, Limits]

    def limits(self, segment: str | None) -> Limits:
        """The limits of an account in `segment`."""
        return self.of.get(fold(segment or ""), self.default)


PLAIN = Segments(Limits(60, None), {})
"""The limits where no file is read."""


def segments_from(values: Mapping[str, Any], path: str) -> Segments:
    """The segments that a parsed file describes. Raises ConfigError with the key that is wrong."""
    file = Table(values, path, _KIND)
    default = _limits(Table(file.take("default"), f"{path}: default", _KIND))
    named = Table(file.take("segment"), f"{path}: segment", _KIND)
    found = {fold(name): _limits(Table(said, f"{path}: segment.{name}", _KIND)) for name, said in named.values.items()}
    file.close()
    return Segments(default, found)


def _limits(table: Table) -> Limits:
    silent = table.whole("silent_after_days", 1, _MOST_DAYS)
    sponsor = (
        table.whole("sponsor_silent_after_days", 1, _MOST_DAYS) if table.has("sponsor_silent_after_days") else None
    )
    table.close()
    return Limits(silent, sponsor)
