"""Meetings that repeat: the same days as dateutil finds, and rules that are refused rather than guessed."""

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from cs_cli.domain.recurrence import days_of, parse_rule

MONDAY = date(2026, 11, 2)
WEEKDAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


def days(rule, start=MONDAY, until=date(2027, 12, 31)):
    return [day.isoformat() for day in days_of(parse_rule(rule), start, until)]


@pytest.mark.parametrize(
    ("rule", "until", "found"),
    [
        ("FREQ=WEEKLY", "2026-11-17", "2026-11-02 2026-11-09 2026-11-16"),
        ("FREQ=WEEKLY;BYDAY=MO,TH;COUNT=3", "2026-12-31", "2026-11-02 2026-11-05 2026-11-09"),
        ("FREQ=WEEKLY;INTERVAL=2", "2026-11-30", "2026-11-02 2026-11-16 2026-11-30"),
        (
            "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
            "2026-11-09",
            "2026-11-02 2026-11-03 2026-11-04 2026-11-05 2026-11-06 2026-11-09",
        ),
        ("FREQ=MONTHLY;BYDAY=1MO", "2027-01-31", "2026-11-02 2026-12-07 2027-01-04"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "2026-12-31", "2026-11-27 2026-12-25"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-12-31", "2026-11-30 2026-12-31"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-12-31", "2026-11-30 2026-12-31"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=2TU", "2028-12-31", "2027-03-09 2028-03-14"),
        ("FREQ=YEARLY", "2027-12-31", "2026-11-02 2027-11-02"),
    ],
)
def test_the_days_of_rules_that_calendars_write(rule, until, found):
    assert days(rule, until=date.fromisoformat(until)) == found.split()


def test_the_31st_is_left_out_of_months_that_have_none():
    assert days("FREQ=MONTHLY;COUNT=3", date(2026, 1, 31)) == ["2026-01-31", "2026-03-31", "2026-05-31"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY", "", "several", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=-1",
        "FREQ=YEARLY;BYWEEKNO=3",
        "FREQ=YEARLY;BYDAY=20MO", "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTH=13", "FREQ=MONTHLY;BYMONTHDAY=40",
        "FREQ=MONTHLY;BYMONTH=-1", "FREQ=WEEKLY;INTERVAL=x",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused(rule):
    with pytest.raises(ValueError, match=r".*"):
        parse_rule(rule)


def test_a_rule_that_never_comes_true_ends():
    assert days("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", until=date(2099, 12, 31)) == []
    assert days("FREQ=YEARLY", date(9998, 11, 2), date.max) == ["9998-11-02", "9999-11-02"]


@st.composite
def rules(draw):
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 5))}"]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 40))}")
    is_nth = frequency == "MONTHLY" and draw(st.booleans())
    nth = st.sampled_from(["1", "2", "-1"]) if is_nth else st.just("")
    weekdays = draw(st.lists(st.builds(str.__add__, nth, WEEKDAYS), max_size=3, unique=True))
    possible = 0 if is_nth or frequency == "WEEKLY" else 2
    month_days = draw(st.lists(st.integers(1, 28) | st.integers(-5, -1), max_size=possible, unique=True))
    months = draw(st.lists(st.integers(1, 12), max_size=3, unique=True))
    if frequency == "YEARLY" and month_days and not months:
        months = [3]
    parts += [f"BYDAY={','.join(weekdays)}"] if weekdays else []
    parts += [f"BYMONTHDAY={','.join(map(str, month_days))}"] if month_days else []
    parts += [f"BYMONTH={','.join(map(str, months))}"] if months else []
    if frequency != "WEEKLY" and (weekdays or month_days) and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1', '1,-1', '2']))}")
    return ";".join(parts)


@settings(max_examples=60, phases=[Phase.explicit, Phase.generate])
@given(rules(), st.dates(date(2020, 1, 1), date(2026, 12, 31)))
def test_the_same_days_as_dateutil_finds(rule, start):
    until = start + timedelta(900)
    begins = datetime.combine(start, time(9))
    theirs = rrulestr(rule, dtstart=begins).between(begins, datetime.combine(until, time(23)), inc=True)
    assert list(islice(days_of(parse_rule(rule), start, until), 2000)) == [each.date() for each in theirs]
