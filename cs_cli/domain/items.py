"""A line of the day's list: for when, about what, why, and what to type."""

from datetime import date
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.ranking import Weight

TODAY, WEEK = "today", "week"
WEEK_DAYS = 7


class Item(NamedTuple):
    """One line: for when, about what, why (the rule and its dates), and the command that deals with it.

    `urgency` is said where it does not follow from kind and day; `weight` is what it is ranked by, once it is.
    """

    when: str
    kind: str
    account_id: int | None
    account: str
    what: str
    rule: str
    command: str
    on: date | None = None
    arr_minor: int | None = None
    currency: str | None = None
    urgency: int | None = None
    weight: Weight | None = None


def due(day: date, today: date, *, dated: bool) -> str:
    """`due Fri`; what is late is `due Fri 20 Nov` with `dated`."""
    return f"due {words.dated(day, today) if dated and day < today else words.close(day, today)}"
