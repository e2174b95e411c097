"""What happened in a book: one line each, by day."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from cs_cli.domain.book import add_up

RENEWED, CHANGED, LOST, NOTICE = "renewed", "amended", "lost", "notice"
HEALTH, TICKET, LEFT, SENTIMENT, SURVEY = "health", "ticket", "left", "sentiment", "survey"
KEPT, MISSED, DONE, LATE, IMPORT = "kept", "missed", "done", "late", "import"
PROMISED, TASK, FORECAST = "promised", "task", "forecast"
TOUCHES = ("call", "meeting", "reply", "email", "note", "qbr")
ORDER = (
    LOST, NOTICE, RENEWED, CHANGED, FORECAST, HEALTH, TICKET, LEFT, SENTIMENT, MISSED, KEPT, LATE, DONE, SURVEY,
    *TOUCHES, PROMISED, TASK, IMPORT,
)  # fmt: skip
"""The kinds of events, those that a day's list begins with first."""


class Event(NamedTuple):
    """Something that happened: the day, its kind (of ORDER), whose account, its number, what, and the ARR of a deal.

    `is_touch` is true where the customer took part; without an account it is of the whole book.
    """

    on: date
    kind: str
    account_id: int | None
    account: str | None
    name: str | None
    number: str | None
    what: str
    arr_minor: int | None = None
    currency: str | None = None
    is_touch: bool = False


def in_order(events: Iterable[Event]) -> list[Event]:
    """The newest day first; within a day what weighs most, then by account."""
    return sorted(events, key=lambda event: (-event.on.toordinal(), ORDER.index(event.kind), event.account or "~"))


def arr_of(events: Iterable[Event], kind: str) -> dict[str, int]:
    """The ARR (minor units) of the deals of that kind, by currency."""
    return add_up(
        {event.currency: event.arr_minor}
        for event in events
        if event.kind == kind and event.currency and event.arr_minor is not None
    )
