"""A scorecard: what is measured, how points are given, how much they weigh, what caps the score."""

import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property
from math import floor, lcm
from typing import NamedTuple

from cs_cli.domain.curves import FULL, ByAge, Curve, Rule, Words
from cs_cli.domain.inputs import INPUTS, METRIC, Input

CAPS = ("severe_ticket", "not_activated", "auto_renew_off", "sponsor_gone", "sentiment_red", "measure")
MISSING = ("redistribute", "neutral", "suppress", "zero")
"""What becomes of the weight of a missing measure; the first is meant where nothing is said.

redistribute: the others of its group carry it; neutral: it counts as 50 points; suppress: its group is not scored at
all; zero: it weighs nothing, so that its group weighs less.
"""
COMBINE = ("weighted", "worst")
"""How measures become the points of a group, and groups the score: by weight, or the worst of them."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: the input it reads, how that gives points, its weight, when it is stale, when too old to count.

    `metric` is the one it reads where the input may read several, `group` the one it belongs to, if any.
    """

    input: str
    weight: int
    rule: Rule
    expires_after_days: int | None = None
    min_answers: int = 1
    stale_after_days: int | None = None
    metric: str = ""
    group: str = ""
    called: str = ""

    @property
    def name(self) -> str:
        """What the measure is called in a scorecard, JSON and on record: unique within its card."""
        return self.called or (self.metric if self.input == METRIC else self.input)

    @property
    def of(self) -> Input:
        """What there is to know of its input: title, unit, source."""
        return INPUTS[self.input]

    @property
    def title(self) -> str:
        """The measure as people read it."""
        return self.name.replace("_", " ") if self.called or self.input == METRIC else self.of.title

    @property
    def is_contact(self) -> bool:
        """Whether it can cost points for silence, but not earn green."""
        return self.of.source == "contact"

    @property
    def is_word(self) -> bool:
        """Whether it reads a word, not a number."""
        return isinstance(self.rule, Words)


@dataclass(frozen=True, slots=True)
class Group:
    """Measures that are combined into one figure, which then weighs `weight` in the score."""

    name: str
    weight: int
    combine: str = COMBINE[0]


@dataclass(frozen=True, slots=True)
class Cap:
    """A fact that holds the score at `at_most`, once it is older than `after_days`.

    Where `when` is "measure", the fact is that `measure` lies below or above a number, or is one of some words.
    `why`, `owner` and `until_on` are for those who read it; after that day it no longer holds.
    """

    when: str
    at_most: int
    after_days: int = 0
    measure: str = ""
    below: float | None = None
    above: float | None = None
    words: tuple[str, ...] = ()
    why: str = ""
    owner: str = ""
    until_on: str = ""


class Line(NamedTuple):
    """A line of the sum: a group or a measure of its own, its weight, and where its measures stand in the card."""

    name: str
    weight: int
    places: tuple[int, ...]
    is_group: bool = False
    combine: str = COMBINE[0]


@dataclass(frozen=True)
class Scorecard:
    """What scores an account; `segments`, `stages` or `products` name whom it serves, none means everybody else."""

    name: str
    measures: tuple[Measure, ...]
    caps: tuple[Cap, ...] = ()
    green_from: int = 75
    yellow_from: int = 50
    coverage_from: int = 70
    segments: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    missing: str = MISSING[0]
    combine: str = COMBINE[0]
    round_to: str = "tenth"
    grey_first_days: int = 0

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the sum: each group where its first measure stands, and each measure that has none."""
        found: dict[str, list[int]] = {}
        for at, measure in enumerate(self.measures):
            found.setdefault(f"group {measure.group}" if measure.group else f"measure {at}", []).append(at)
        by_name = {group.name: group for group in self.groups}
        return tuple(self._line(by_name, places) for places in found.values())

    def _line(self, by_name: dict[str, Group], places: Sequence[int]) -> Line:
        first = self.measures[places[0]]
        if first.group:
            group = by_name[first.group]
            return Line(group.name, group.weight, tuple(places), is_group=True, combine=group.combine)
        return Line(first.name, first.weight, tuple(places))

    @cached_property
    def shares(self) -> tuple[int, ...]:
        """How much each measure weighs in the whole score: whole numbers, `unit` of which are 1 of a line's weight."""
        found = [0] * len(self.measures)
        for line in self.lines:
            for at in line.places:
                inner = self.measures[at].weight if line.is_group else 1
                found[at] = line.weight * inner * (self.unit // self._inner(line))
        return tuple(found)

    @cached_property
    def unit(self) -> int:
        """What 1 of a line's weight is in `shares`."""
        return lcm(*(self._inner(line) for line in self.lines))

    def _inner(self, line: Line) -> int:
        """The weights within a line together."""
        return sum(self.measures[at].weight for at in line.places) if line.is_group else 1

    @cached_property
    def is_plain(self) -> bool:
        """Whether each measure is a line of its own, and what is missing is left out."""
        return not self.groups and self.combine == COMBINE[0] and self.missing in ("redistribute", "zero")

    @cached_property
    def leaving_out(self) -> "Scorecard":
        """The same card, what is missing left out."""
        return replace(self, missing=MISSING[0]) if self.missing == "neutral" else self

    @cached_property
    def is_hard(self) -> tuple[bool, ...]:
        """Of each measure whether it can earn green: whether it is anything but contact."""
        return tuple(not measure.is_contact for measure in self.measures)

    @cached_property
    def total_weight(self) -> int:
        """The sum of the weights of all lines, measured or not."""
        return sum(line.weight for line in self.lines)

    @cached_property
    def fingerprint(self) -> str:
        """Four hex digits that change with any setting."""
        rules = [type(measure.rule).__name__ for measure in self.measures]
        return f"{zlib.crc32(repr((rules, astuple(self))).encode()):08x}"[:4]

    def measure(self, name: str) -> Measure:
        """The measure of that name. Raises StopIteration where there is none."""
        return next(each for each in self.measures if each.name == name)


def curve_of(measure: Measure, months: int | None) -> Curve | Words | None:
    """The curve that `measure` goes by for a customer of that age; None where they are too young for one."""
    return measure.rule.at(months) if isinstance(measure.rule, ByAge) else measure.rule


def half_up(value: float, decimals: int = 0) -> float:
    """`value` (not negative) rounded half up, as people do it by hand: 56.05 → 56.1."""
    scale: int = 10**decimals
    return floor(value * scale + 0.5 + 1e-9) / scale


__all__ = ["FULL", "Cap", "Group", "Line", "Measure", "Scorecard", "half_up"]
