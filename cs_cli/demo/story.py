"""The story of one customer: who it is, up to which day it is told, and the dice that fill in the details."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from random import Random

from cs_cli.demo.customers import Customer, Person

Row = tuple[object, ...]
EVENTS_AT_LEAST_WEEKS = 26
"""Tickets, surveys and activities reach back half a year at least, however few weeks of usage are asked for."""


@dataclass(frozen=True, slots=True)
class Story:
    """One customer at its place in the book, told up to `as_of`; `days` is how long it has been a customer."""

    number: int
    account_id: int
    customer: Customer
    people: tuple[Person, ...]
    as_of: date
    weeks: int
    days: int

    def dice(self, part: str) -> Random:
        """The random numbers for one part of this story: the same every time."""
        return Random(f"cs demo {self.number} {part}")  # noqa: S311  invented data, no secret

    def day(self, ago: int) -> str:
        """The ISO day `ago` days before `as_of` (after it where negative)."""
        return iso_day(self.as_of, ago)

    def since(self, ago: int) -> int:
        """`ago`, or the day the customer came where that is later; who is none yet may have talked at any time."""
        return min(ago, self.days) if self.customer.deals else ago

    @property
    def reach(self) -> int:
        """How many days back tickets, surveys and activities go."""
        return max(min(self.days, 7 * max(self.weeks, EVENTS_AT_LEAST_WEEKS)), 0)

    def people_with(self, *roles: str) -> list[str]:
        """The names of the people with one of `roles`."""
        return [person.name for person in self.people if any(role in person.roles for role in roles)]


@lru_cache(maxsize=8192)
def iso_day(as_of: date, ago: int) -> str:
    """The ISO day `ago` days before `as_of`."""
    return (as_of - timedelta(ago)).isoformat()


def pick(dice: Random, weighted: Iterable[tuple[str, int]]) -> str:
    """One of the words, by its weight."""
    words, weights = zip(*weighted, strict=True)
    return str(dice.choices(words, weights)[0])
