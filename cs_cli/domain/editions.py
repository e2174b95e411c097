"""Editions of a calendar: what its next one says, given the last one and the appointments of today.

Whoever has subscribed to a calendar takes an entry for changed when its `sequence` has risen, and for called off when
it says so; an entry that merely vanishes may stay in a calendar for ever.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cs_cli.domain.appointments import PAST_DAYS, Appointment

CANCELLED_DAYS = 90
"""How long a calendar says of an entry that it was called off."""


class Event(NamedTuple):
    """An entry as published: how often it was changed since it first was, and when (in UTC) it last was."""

    uid: str
    on: date
    title: str
    about: str
    is_cancelled: bool
    sequence: int
    changed_at: datetime


class Edition(NamedTuple):
    """A calendar as published: its name and its entries."""

    name: str
    events: Sequence[Event]


def next_edition(
    last: Edition, appointments: Iterable[Appointment], today: date, until: date, at: datetime
) -> list[Event]:
    """The events after those of `last`, by day: what lies ahead up to `until` and up to 90 days back.

    What was published once stays, wherever it was moved to, until it has passed or is called off. `at` is the instant
    of the change that is published.
    """
    before = {event.uid: event for event in last.events}
    present = {each.uid: each for each in appointments}
    since = today - timedelta(PAST_DAYS)
    going_on = [
        _updated(before.get(uid), each, at)
        for uid, each in present.items()
        if each.on >= since and (each.on <= until or uid in before)
    ]
    gone = [event for event in before.values() if event.uid not in present]
    newly = [_changed(event, at, is_cancelled=True) for event in gone if not event.is_cancelled and event.on >= since]
    earlier = [event for event in gone if event.is_cancelled and _is_fresh(event, today)]
    return sorted([*going_on, *newly, *earlier], key=lambda event: (event.on, event.uid))


def _is_fresh(cancelled: Event, today: date) -> bool:
    return (today - cancelled.changed_at.date()).days <= CANCELLED_DAYS


def _updated(before: Event | None, now: Appointment, at: datetime) -> Event:
    if before is None:
        return Event(now.uid, now.on, now.title, now.about, is_cancelled=False, sequence=0, changed_at=at)
    event = before._replace(about=now.about)
    if (before.on, before.title, before.is_cancelled) == (now.on, now.title, False):
        return event
    return _changed(event._replace(on=now.on, title=now.title), at, is_cancelled=False)


def _changed(event: Event, at: datetime, *, is_cancelled: bool) -> Event:
    changed_at = max(at, event.changed_at)
    return event._replace(is_cancelled=is_cancelled, sequence=event.sequence + 1, changed_at=changed_at)
