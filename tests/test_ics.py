"""Calendars as files: what any name can do to them, and what a second parser makes of them."""

import json
import os
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar
from test_cs_calendar import events

from cs_cli.delivery.ics import ForeignCalendarError, as_ics, read_ics
from cs_cli.domain.appointments import Book, of_meeting, of_term, plain
from cs_cli.domain.editions import Edition, Event, next_edition
from cs_cli.domain.filenames import file_stem
from cs_cli.domain.renewals import Term
from cs_cli.domain.terms import Notice
from cs_cli.domain.text import fold

NAUGHTY = json.loads((Path(__file__).parent / "data" / "naughty" / "blns.json").read_text(encoding="utf-8"))
INJECTIONS = [
    "a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:evil", "\n ATTACH:http://evil", 'a;b,c\\d:e"f', "\u202eevil\u2066",
    "🌻" * 60, "نمر للبرمجيات", "\x00\x1b]0;x\x07", "\\n\\N\\;\\,", "x" * 200, "\u2028\u2029\x85", "é" * 40, "\ud800",
]  # fmt: skip
TEXTS = st.one_of(st.sampled_from([*NAUGHTY, *INJECTIONS]), st.text(st.characters(), max_size=120))
TODAY, AT = date(2026, 11, 23), datetime(2026, 11, 23, 7, tzinfo=UTC)
BOOK = Book("0123456789abcdef.cs", TODAY, date.max)


def term(account: str, contract: str, owner: str | None = None) -> Term:
    return Term(
        account=account, name="Acme", contract=contract, product=None, owner=owner, segment=None, term="annual",
        term_months=12, auto_renew=True, notice=Notice(90), starts_on=date(2026, 3, 1), renews_on=date(2027, 3, 1),
        arr_minor=1, currency="USD", anchor_on=date(2026, 3, 1), contract_id=7,
    )  # fmt: skip


def edition(account: str, contract: str, name: str = "Renewals") -> Edition:
    appointments = [*of_term(BOOK, term(account, contract)), of_meeting(BOOK, 1, account, TODAY, None)]
    return Edition(name, next_edition(Edition("", ()), appointments, TODAY, date(2027, 11, 23), AT))


@given(account=TEXTS, contract=TEXTS, name=TEXTS)
@example(account="a\r\nEND:VEVENT", contract=INJECTIONS[0], name="x\r\nX-EVIL:1")
@example(account="A", contract=r"C:\New \N", name=r"\N")
def test_whatever_the_names_a_calendar_is_sound_and_reads_back_as_it_was(account, contract, name):
    made = edition(account, contract, plain(name))
    content = as_ics(made)
    assert len(events(content)) == 3
    assert content.count(b"\r\nBEGIN:VEVENT\r\n") == 3
    assert read_ics(content) == made
    titles = {event.title for event in made.events}
    assert titles == {str(found["SUMMARY"]) for found in Calendar.from_ical(content).events}
    assert f"{plain(f'{account} {contract}')}: renews" in titles
    assert as_ics(read_ics(content)) == content


@given(st.binary(max_size=300))
@example(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
@example(b"BEGIN:VEVENT\r\nEND:VEVENT\r\n")
def test_any_other_bytes_are_refused_and_nothing_else_happens(content):
    with pytest.raises(ForeignCalendarError):
        read_ics(content)


@given(st.lists(TEXTS, min_size=2, max_size=2))
@example(["a b", "a-b"])
@example(["lee-", file_stem("lee-").replace("-", " ")])
def test_two_people_never_share_a_file_and_one_never_has_two(names):
    first, second = map(plain, names)
    assert (file_stem(first) == file_stem(second)) == (fold(first) == fold(second))
    assert all(set(file_stem(name)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for name in (first, second))
    assert 1 <= len(file_stem(first)) <= 60


def history(*steps: tuple[list[str], date]) -> list[Event]:
    """The events after calendars of QBRs (by account) were written on those days."""
    last = Edition("Renewals", ())
    for number, (accounts, day) in enumerate(steps):
        now = [of_meeting(BOOK, int(account[1:]), account, TODAY + timedelta(7), None) for account in accounts]
        events_now = next_edition(last, now, day, day + timedelta(365), AT + timedelta(number))
        last = Edition("Renewals", events_now)
    return list(last.events)


def test_each_change_counts_one_up_and_no_change_none():
    gone_and_back = history((["A1"], TODAY), ([], TODAY), ([], TODAY), (["A1"], TODAY), (["A1"], TODAY))
    assert [(event.sequence, event.is_cancelled, event.changed_at) for event in gone_and_back] == [
        (2, False, AT + timedelta(3))
    ]


def test_a_change_is_never_dated_before_the_one_that_was_published():
    [event] = next_edition(Edition("", history((["A1"], TODAY))), [], TODAY, TODAY, AT - timedelta(30))
    assert (event.is_cancelled, event.changed_at) == (True, AT)


def test_what_has_long_passed_is_not_called_off_but_goes():
    assert history((["A1"], TODAY), ([], TODAY + timedelta(98))) == []
    assert len(history((["A1"], TODAY), ([], TODAY + timedelta(97)))) == 1


def second_opinion(content: bytes):
    """What Debian's libical says of a calendar; without it the test is skipped, in CI it fails."""
    asked = "import gi; gi.require_version('ICalGLib', '3.0')"
    if subprocess.run(["/usr/bin/python3", "-c", asked], capture_output=True, check=False).returncode:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("libical is not installed (python3-gi, gir1.2-ical-3.0)")
    reader = Path(__file__).with_name("libical.py")
    done = subprocess.run(["/usr/bin/python3", str(reader)], input=content, capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.real
def test_libical_finds_no_fault_in_the_demo_books_calendar_and_the_same_events(demo):
    content = demo.as_of("2026-11-23", "calendar").out
    found = second_opinion(content)
    assert (found["kind"], found["errors"], found["is_valid"], found["errors_after"]) == ("VCALENDAR", 0, True, 0)
    ours = Calendar.from_ical(content).events
    assert len(found["events"]) == len(ours) > 90
    for theirs, event in zip(found["events"], ours, strict=True):
        assert (theirs["is_all_day"], theirs["is_utc"]) == (True, True)
        assert theirs["title"] == str(event["SUMMARY"])
        assert theirs["days"] == [event["DTSTART"].to_ical().decode(), event["DTEND"].to_ical().decode()]
        assert {name for name, _value in theirs["properties"]} == set(event)


@pytest.mark.real
def test_libical_finds_no_fault_in_any_naughty_name():
    many = [event for text in [*NAUGHTY, *INJECTIONS] for event in edition(text, text).events[:1]]
    unique = [event._replace(uid=f"qbr-{number}@{BOOK.mark}") for number, event in enumerate(many)]
    found = second_opinion(as_ics(Edition("Renewals", unique)))
    assert (found["errors"], found["is_valid"], found["errors_after"]) == (0, True, 0)
    assert [event["title"] for event in found["events"]] == [event.title for event in unique]


@pytest.mark.real
def test_libical_does_find_faults():
    content = as_ics(Edition("Renewals", history((["A1"], TODAY))))
    assert second_opinion(content)["errors"] == 0
    assert second_opinion(content.replace(b"VALUE=DATE:2026", b"VALUE=DATE:20X6"))["errors"] > 0
    assert second_opinion(content.replace(b"SEQUENCE:0", b"SEQUENCE:0\r\nSEQUENCE:1"))["errors_after"] > 0


@pytest.mark.real
def test_libical_takes_a_calendar_of_nothing_and_what_was_called_off():
    assert second_opinion(as_ics(Edition("Renewals", ())))["is_valid"]
    found = second_opinion(as_ics(Edition("Renewals", history((["A1"], TODAY), ([], TODAY)))))
    assert (found["errors"], found["is_valid"]) == (0, True)
    assert ["STATUS", "CANCELLED"] in found["events"][0]["properties"]
