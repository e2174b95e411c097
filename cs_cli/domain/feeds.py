"""Data that comes by import and has not come for a while."""

from datetime import date
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.items import WEEK, Item

STALE_DAYS = {"accounts and contracts": 7, "usage": 3}
"""After how many days what a feed brought last is stale."""


class Feed(NamedTuple):
    """A kind of data, and the newest day that it is of."""

    kind: str
    newest_on: date


def of_feed(feed: Feed, today: date) -> Item | None:
    """The line of a feed that is stale."""
    age, after = (today - feed.newest_on).days, STALE_DAYS[feed.kind]
    if age <= after:
        return None
    return Item(
        WEEK,
        "feed",
        None,
        "",
        f"{feed.kind}: the newest is {age}d old, from {words.near(feed.newest_on, today)}",
        f"the newest of {feed.kind} is of {feed.newest_on}, more than {after} days ago",
        "cs import FILE",
        feed.newest_on,
    )
