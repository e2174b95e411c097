"""What a filter asks of an account: conditions on its fields, and which of them hold."""

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple, Protocol

from cs_cli.domain.text import fold

OF_HEALTH = ("band", "health")
EVERGREEN = -1
"""The months of a term without an end."""


class Test(Protocol):
    """What the values of an account's field are held against."""

    def fits(self, values: Collection[Any]) -> bool:
        """Whether one of the values is meant."""


class Missing(NamedTuple):
    """Nothing is recorded."""

    def fits(self, values: Collection[Any]) -> bool:
        """Whether there is no value."""
        return not values


class Same(NamedTuple):
    """A value as it stands."""

    value: Any

    def fits(self, values: Collection[Any]) -> bool:
        """Whether it is among them."""
        return self.value in values


class Part(NamedTuple):
    """A folded text: how a value begins, or anywhere in it."""

    text: str
    anywhere: bool = False

    def fits(self, values: Collection[Any]) -> bool:
        """Whether one of them has it."""
        return any(self.text in value if self.anywhere else value.startswith(self.text) for value in values)


class Between(NamedTuple):
    """From `low` to `high` (None: no bound), without them where `above` or `below`; `or_missing`: nothing fits too."""

    low: Any = None
    high: Any = None
    above: bool = False
    below: bool = False
    or_missing: bool = False

    def fits(self, values: Collection[Any]) -> bool:
        """Whether one of them lies there."""
        return any(map(self._holds, values)) or (self.or_missing and not values)

    def _holds(self, value: Any) -> bool:  # noqa: ANN401  a number or a day
        return (self.low is None or (value > self.low if self.above else value >= self.low)) and (
            self.high is None or (value < self.high if self.below else value <= self.high)
        )


class Condition(NamedTuple):
    """A word of a filter: the field, what of it is meant (one of the tests fits), whether just that is not meant."""

    field: str
    tests: tuple[Test, ...]
    negated: bool = False

    def fits(self, found: Collection[Any]) -> bool:
        """Whether an account with these values of the field is meant."""
        return any(test.fits(found) for test in self.tests) is not self.negated


class Filter(NamedTuple):
    """Which accounts a list is about: those that every condition fits; without any, all."""

    conditions: tuple[Condition, ...] = ()

    @property
    def is_everything(self) -> bool:
        """Whether every account is meant."""
        return not self.conditions

    def only(self, fields: Collection[str]) -> "Filter":
        """The conditions on these fields."""
        return Filter(tuple(each for each in self.conditions if each.field in fields))

    def without(self, fields: Collection[str]) -> "Filter":
        """The conditions on other fields."""
        return Filter(tuple(each for each in self.conditions if each.field not in fields))

    def also(self, *conditions: Condition) -> "Filter":
        """The same, with further conditions."""
        return Filter((*self.conditions, *conditions))

    def replaced(self, field: str, text: str, by: str) -> "Filter":
        """The same with one text of a field for another."""
        return Filter(
            tuple(
                each._replace(tests=tuple(Same(by) if test == Same(text) else test for test in each.tests))
                if each.field == field
                else each
                for each in self.conditions
            )
        )

    def fits(self, found: Mapping[str, Collection[Any]]) -> bool:
        """Whether what has these values by field is meant."""
        return all(each.fits(found[each.field]) for each in self.conditions)

    def names(self, field: str) -> list[str]:
        """The texts that the field must be: the folded name of an owner."""
        wanted = (each for each in self.conditions if each.field == field and not each.negated)
        return [str(test.value) for each in wanted for test in each.tests if isinstance(test, Same)]


def same(field: str, said: str) -> Condition:
    """The condition that a field is what an option says, as it stands; nothing where that is blank."""
    folded = fold(said)
    return Condition(field, (Same(folded) if folded else Missing(),))
