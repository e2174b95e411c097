"""The events of a calendar file (.ics), a few at a time: who was there, when, and each time that one was repeated.

Descriptions and attachments are passed over while the file is read, never kept.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cs_cli.domain.recurrence import days_of, parse_rule
from cs_cli.intake.headers import plain
from cs_cli.intake.limits import EVENT_LIMIT, INSTANCES_LIMIT, LINE_LIMIT
from cs_cli.intake.refusals import FileRefusedError

CALENDAR = b"BEGIN:VCALENDAR"
_TOGETHER = 200
_ZONES_LIMIT = 500
_UNREAD = re.compile(rb"(DESCRIPTION|X-ALT-DESC|ATTACH|COMMENT|IMAGE|STYLED-DESCRIPTION|CONFERENCE)[;:]", re.IGNORECASE)
_NOBODY = ("RESOURCE", "ROOM")


class Person(NamedTuple):
    """Somebody invited: the address, and whether they declined."""

    address: str
    declined: bool


class Event(NamedTuple):
    """One event as it was written; `replaces` is the start of the time that it takes the place of."""

    uid: str
    summary: str
    people: tuple[Person, ...]
    start: datetime | date | None
    private: bool
    cancelled: bool
    rule: str
    added: tuple[datetime | date, ...]
    left_out: tuple[datetime | date, ...]
    replaces: datetime | date | None


@dataclass
class _Block:
    """The lines of one event that are read, up to a limit."""

    lines: list[bytes] = field(default_factory=list)
    size: int = 0
    is_read: bool = True

    def add(self, line: bytes, *, is_end: bool) -> None:
        """Take a line, unless it is of a text that nobody keeps; one that begins with a space goes on with it."""
        if line[:1] not in b" \t":
            self.is_read = not _UNREAD.match(line)
        self.size += len(line) if self.is_read else 0
        if is_end or (self.is_read and self.size <= EVENT_LIMIT):
            self.lines.append(line)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, but for those that are longer than any a calendar writes."""
    is_whole = True
    while line := file.readline(LINE_LIMIT):
        is_end = line.endswith(b"\n") or len(line) < LINE_LIMIT
        if is_whole and is_end:
            yield line
        is_whole = is_end


class Calendar:
    """The events of the file at `path`; times without a zone are those of `zone`."""

    def __init__(self, path: Path, zone: tzinfo) -> None:
        """Raises FileRefusedError for what is no calendar."""
        self.path = path
        self.zone = zone
        self.broken = 0
        self.replaced: dict[str, set[str]] = {}
        for event in self.events():
            if event.replaces is not None:
                self.replaced.setdefault(event.uid, set()).add(self.mark(event.replaces))

    def events(self) -> Iterator[Event]:
        """Every event, in the order of the file."""
        zones: list[bytes] = []
        self.broken = 0
        blocks = self._blocks(zones)
        while some := list(islice(blocks, _TOGETHER)):
            found = _parsed([*zones, *some])
            if found is None:
                alone = [_parsed([*zones, block]) or _parsed([block]) for block in some]
                self.broken += sum(1 for each in alone if not each)
                found = [event for each in alone if each for event in each]
            yield from found

    def _blocks(self, zones: list[bytes]) -> Iterator[bytes]:
        """The text of each event; those of time zones go to `zones`."""
        within, block = b"", _Block()
        with self.path.open("rb") as file:
            for line in _lines(file):
                word = line.strip().upper()
                if not within:
                    if word in (b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE"):
                        within, block = word.partition(b":")[2], _Block([line])
                    continue
                is_end = word == b"END:" + within
                block.add(line, is_end=is_end)
                if is_end and within == b"VEVENT":
                    yield b"".join(block.lines)
                elif is_end and len(zones) < _ZONES_LIMIT:
                    zones.append(b"".join(block.lines))
                within = b"" if is_end else within
        if within:
            raise FileRefusedError(self.path.name, "it breaks off in the middle of an event", "Save it again whole.")

    def instances(self, event: Event, until: date) -> Iterator[tuple[str, datetime]]:
        """Each start of an event up to `until`, with what tells it from its other times: "" where it has none.

        Raises ValueError for a rule of repetition that is not understood.
        """
        start = event.start
        if not isinstance(start, datetime):
            return
        if event.replaces is not None:
            yield self.mark(event.replaces), self.local(start)
            return
        if not event.rule and not event.added:
            yield "", self.local(start)
            return
        gone = {self.mark(each) for each in event.left_out} | self.replaced.get(event.uid, set())
        days = (
            days_of(parse_rule(event.rule), start.date(), until + timedelta(1)) if event.rule else iter([start.date()])
        )
        starts = [datetime.combine(day, start.timetz()) for day in islice(days, INSTANCES_LIMIT)]
        starts += [each for each in event.added[:INSTANCES_LIMIT] if isinstance(each, datetime)]
        for each in dict.fromkeys(starts):
            if (mark := self.mark(each)) not in gone:
                yield mark, self.local(each)

    def local(self, at: datetime) -> datetime:
        """An instant in the user's zone."""
        try:
            return at.replace(tzinfo=self.zone) if at.tzinfo is None else at.astimezone(self.zone)
        except (OverflowError, ValueError):
            return datetime.max.replace(tzinfo=UTC)

    def mark(self, at: datetime | date) -> str:
        """What a time of a repeated event is known by: the instant in UTC, `20261123T090000Z`, or the day."""
        if not isinstance(at, datetime):
            return f"{at:%Y%m%d}"
        try:
            return f"{self.local(at).astimezone(UTC):%Y%m%dT%H%M%SZ}"
        except (OverflowError, ValueError):
            return at.isoformat()


def _parsed(blocks: Iterable[bytes]) -> list[Event] | None:
    """The events in the text of `blocks`; None where one of them cannot be read at all."""
    from icalendar import Calendar as Parser  # noqa: PLC0415  only calendars need it

    whole = b"".join([b"BEGIN:VCALENDAR\r\n", *blocks, b"END:VCALENDAR\r\n"])
    try:
        return list(map(_event, Parser.from_ical(whole.decode("utf-8", "replace")).walk("VEVENT")))
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError):
        return None


def _event(component: Any) -> Event:  # noqa: ANN401  icalendar's own type
    summary = _text(component, "SUMMARY")
    people = [_person(each) for each in (*_all(component, "ORGANIZER"), *_all(component, "ATTENDEE"))]
    by_address = {person.address: person for person in filter(None, people)}
    rules = _all(component, "RRULE")
    start = _moment(component.get("DTSTART"))
    return Event(
        uid=_text(component, "UID")[:300],
        summary=plain(summary),
        people=tuple(by_address.values()),
        start=start,
        private=_text(component, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL"),
        cancelled=_text(component, "STATUS").upper() == "CANCELLED",
        rule=rules[0].to_ical().decode() if len(rules) == 1 else "several" if rules else "",
        added=_moments(component, "RDATE"),
        left_out=_moments(component, "EXDATE"),
        replaces=_moment(component.get("RECURRENCE-ID")),
    )


def _all(component: Any, name: str) -> list[Any]:  # noqa: ANN401  as above
    value = component.get(name)
    return [] if value is None else value if isinstance(value, list) else [value]


def _text(component: Any, name: str) -> str:  # noqa: ANN401  as above
    return str(next(iter(_all(component, name)), "")).strip()


def _person(value: Any) -> Person | None:  # noqa: ANN401  as above
    address = str(value).strip().casefold().removeprefix("mailto:").strip("<> ")
    said = getattr(value, "params", {})
    if "@" not in address or str(said.get("CUTYPE", "")).upper() in _NOBODY:
        return None
    return Person(address, str(said.get("PARTSTAT", "")).upper() == "DECLINED")


def _moment(value: Any) -> datetime | date | None:  # noqa: ANN401  as above
    found = getattr(value[0] if isinstance(value, list) else value, "dt", None)
    found = found[0] if isinstance(found, tuple) else found
    return None if isinstance(found, time) or not isinstance(found, date) else found


def _moments(component: Any, name: str) -> tuple[datetime | date, ...]:  # noqa: ANN401  as above
    found = (_moment(each) for listed in _all(component, name) for each in getattr(listed, "dts", ()))
    return tuple(each for each in found if each is not None)
