"""The segments of a book: how long an account in each may be silent before somebody has to speak to it."""

import shlex
from collections.abc import Mapping
from typing import Any, NamedTuple

from cs_cli.domain.settings_table import Table
from cs_cli.domain.text import fold

_KIND = "segments file"
_MOST_DAYS = 3650
_WORDS = 'the words of a filter, like "arr:>=100k"'


class Limits(NamedTuple):
    """After how many days without two-way contact an account is silent, and its sponsor; None: never."""

    silent_after_days: int
    sponsor_silent_after_days: int | None


class Rule(NamedTuple):
    """Which accounts a segment is for: the words of a filter; without any, whoever is in it."""

    segment: str
    when: tuple[str, ...] = ()


class Segments(NamedTuple):
    """The limits of each segment, by its folded name, and those of every other account; the rules, the first first."""

    default: Limits
    of: Mapping[str, Limits]
    rules: tuple[Rule, ...] = ()

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
    found: dict[str, Limits] = {}
    rules: list[Rule] = []
    for name, said in named.values.items():
        table = Table(said, f"{path}: segment.{name}", _KIND)
        rules.append(Rule(name, _when(table)))
        is_rule_alone = bool(rules[-1].when) and not table.values
        found[fold(name)] = default if is_rule_alone else _limits(table)
    file.close()
    return Segments(default, found, tuple(rules))


def _when(table: Table) -> tuple[str, ...]:
    """The words of a segment's rule."""
    if not table.has("when"):
        return ()
    said = table.text("when", must=f"must be {_WORDS}")
    try:
        return tuple(shlex.split(said))
    except ValueError as error:
        raise table.wrong("when", f'"{said}" cannot be read: {error}; it must be {_WORDS}') from error


def _limits(table: Table) -> Limits:
    silent = table.whole("silent_after_days", 1, _MOST_DAYS)
    sponsor = (
        table.whole("sponsor_silent_after_days", 1, _MOST_DAYS) if table.has("sponsor_silent_after_days") else None
    )
    table.close()
    return Limits(silent, sponsor)
