"""What libical makes of the calendar on stdin, as JSON; run by Debian's Python, which has it through `gi`."""

import json
import sys

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib as ICal  # noqa: E402  after the version is said


def components(parent, kind):
    found = parent.get_first_component(kind)
    while found is not None:
        yield found
        found = parent.get_next_component(kind)


def properties(component):
    found = component.get_first_property(ICal.PropertyKind.ANY_PROPERTY)
    while found is not None:
        yield found.get_property_name(), found.get_value_as_string()
        found = component.get_next_property(ICal.PropertyKind.ANY_PROPERTY)


def event(component):
    start, end = component.get_dtstart(), component.get_dtend()
    return {
        "properties": sorted(properties(component)),
        "title": component.get_summary(),
        "days": [start.as_ical_string(), end.as_ical_string()],
        "is_all_day": start.is_date() and end.is_date(),
        "is_utc": component.get_dtstamp().is_utc(),
    }


calendar = ICal.Component.new_from_string(sys.stdin.buffer.read().decode("utf-8"))
answer = {
    "kind": ICal.Component.kind_to_string(calendar.isa()),
    "errors": calendar.count_errors(),
    "is_valid": bool(calendar.check_restrictions()),
    "errors_after": calendar.count_errors(),
    "properties": sorted(properties(calendar)),
    "events": [event(found) for found in components(calendar, ICal.ComponentKind.VEVENT_COMPONENT)],
}
json.dump(answer, sys.stdout)
