"""Calendars as iCalendar files (RFC 5545), written and read back through the icalendar library."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cs_cli.domain.editions import Edition, Event

PRODUCT = "-//cs-cli//cs calendar//EN"
_STATUS = {False: "CONFIRMED", True: "CANCELLED"}


class ForeignCalendarError(ValueError):
    """The content is no calendar that `cs` has written."""


def as_ics(edition: Edition) -> bytes:
    """A calendar of all-day events; the same edition gives the same bytes."""
    from icalendar import Calendar  # noqa: PLC0415  a tenth of a second that only calendars need

    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN")):
        calendar.add(name, value)
    calendar.add("x-wr-calname", edition.name)
    for part in [_as_component(event) for event in edition.events] or [_utc()]:
        calendar.add_component(part)
    return bytes(calendar.to_ical())


def _as_component(event: Event) -> Any:  # noqa: ANN401  icalendar's own
    from icalendar import Event as Component  # noqa: PLC0415  as above

    component = Component()
    values = {
        "uid": event.uid,
        "dtstamp": event.changed_at,
        "last-modified": event.changed_at,
        "dtstart": event.on,
        "dtend": event.on + timedelta(1),
        "summary": event.title,
        "description": event.about,
        "status": _STATUS[event.is_cancelled],
        "sequence": event.sequence,
        "transp": "TRANSPARENT",
        "class": "PRIVATE",
    }
    for name, value in values.items():
        component.add(name, value)
    return component


def _utc() -> Any:  # noqa: ANN401  icalendar's own
    """A calendar must have a component (RFC 5545, 3.6): where it has no event, a time zone."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415  as above

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "UTC")
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  the start of a zone is in local time
    standard.add("tzoffsetfrom", timedelta(0))
    standard.add("tzoffsetto", timedelta(0))
    zone.add_component(standard)
    return zone


def read_ics(content: bytes) -> Edition:
    """The edition that `as_ics` gave these bytes. Raises ForeignCalendarError for any other content."""
    from icalendar import Calendar  # noqa: PLC0415  as above

    try:
        calendar = Calendar.from_ical(content)
        if str(calendar["prodid"]) != PRODUCT:
            raise ForeignCalendarError(str(calendar["prodid"]))
        return Edition(str(calendar["x-wr-calname"]), list(_events(calendar.walk("VEVENT"))))
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ForeignCalendarError(str(error)) from error


def _events(components: Iterable[Any]) -> Iterable[Event]:
    for component in components:
        on, changed_at = component["dtstart"].dt, component["last-modified"].dt
        if type(on) is not date or changed_at.utcoffset() != timedelta(0):
            raise ForeignCalendarError(str(component["uid"]))
        yield Event(
            uid=str(component["uid"]),
            on=on,
            title=str(component["summary"]),
            about=str(component["description"]),
            is_cancelled=str(component["status"]) == _STATUS[True],
            sequence=int(component["sequence"]),
            changed_at=changed_at.astimezone(UTC),
        )
