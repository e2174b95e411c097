"""Business hours: what of a span of time lies in the hours at which a desk is staffed."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cs_cli.domain.business_hours import BusinessHours, Shift, parse_shift
from cs_cli.domain.holidays import is_holiday

NINE_TO_FIVE = Shift(9 * 60, 17 * 60)
BERLIN, NEW_YORK, CAIRO = (ZoneInfo(name) for name in ("Europe/Berlin", "America/New_York", "Africa/Cairo"))
ZONES = st.sampled_from([UTC, BERLIN, NEW_YORK, CAIRO, ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Chatham")])
SHIFTS = st.sampled_from([NINE_TO_FIVE, Shift(0, 24 * 60), Shift(0, 24 * 60, 7), Shift(150, 1410), Shift(510, 1020)])
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # Hypothesis adds the zone
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=120))


def at(said, zone=UTC):
    return datetime.fromisoformat(said).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-23T09:00", "2026-11-23T17:00", 8),  # a Monday
        ("2026-11-23T08:00", "2026-11-23T09:30", 0.5),
        ("2026-11-23T16:00", "2026-11-24T10:00", 2),
        ("2026-11-20T16:00", "2026-11-23T10:00", 2),  # over a weekend
        ("2026-11-20T18:00", "2026-11-23T09:00", 0),
        ("2026-11-23T18:00", "2026-11-23T20:00", 0),
        ("2026-11-02T09:00", "2026-11-30T17:00", 168),  # 21 days of 8 hours
        ("2026-11-23T12:00", "2026-11-23T11:00", 0),
    ],
)
@pytest.mark.parametrize("zone", [UTC, BERLIN, NEW_YORK])
def test_hours_of_9_to_5_in_the_desks_own_time(start, end, hours, zone):
    assert BusinessHours(NINE_TO_FIVE, zone).between(at(start, zone), at(end, zone)) == hours


def test_an_instant_is_taken_to_the_desks_time_zone():
    hours = BusinessHours(NINE_TO_FIVE, NEW_YORK)
    assert hours.between(at("2026-11-23T13:00"), at("2026-11-23T15:00")) == 1  # 08:00 to 10:00 in New York


def test_without_a_time_zone_it_is_the_machines():
    start = datetime(2026, 11, 23, 9).astimezone()
    assert BusinessHours(NINE_TO_FIVE).between(start, start + timedelta(hours=3)) == 3


def test_a_day_on_which_the_clock_changes_has_its_own_length():
    day_and_night = BusinessHours(Shift(0, 24 * 60, 7), BERLIN)
    assert day_and_night.between(at("2026-03-29T00:00", BERLIN), at("2026-03-30T00:00", BERLIN)) == 23
    assert day_and_night.between(at("2026-10-25T00:00", BERLIN), at("2026-10-26T00:00", BERLIN)) == 25
    fridays = BusinessHours(Shift(0, 24 * 60), CAIRO)  # Egypt changes its clocks at a Friday's midnight
    assert fridays.between(at("2026-04-24T00:00", CAIRO), at("2026-04-25T00:00", CAIRO)) == 23


def test_a_public_holiday_is_no_business_day():
    hours = BusinessHours(NINE_TO_FIVE, BERLIN, partial(is_holiday, country="DE"))
    assert hours.between(at("2026-12-24T09:00", BERLIN), at("2026-12-29T09:00", BERLIN)) == 16  # not on the 25th
    always = BusinessHours(parse_shift("24/7"), BERLIN, partial(is_holiday, country="DE"))
    assert always.between(at("2026-12-25T00:00", BERLIN), at("2026-12-26T00:00", BERLIN)) == 24


@pytest.mark.parametrize(
    ("said", "shift", "told"),
    [
        ("09-17", NINE_TO_FIVE, "Mon-Fri 09-17"), ("9-17", NINE_TO_FIVE, "Mon-Fri 09-17"),
        (" 08:30 - 17:00 ", Shift(510, 1020), "Mon-Fri 08:30-17"), ("00-24", Shift(0, 1440), "Mon-Fri 00-24"),
        ("24/7", Shift(0, 1440, 7), "24/7"),
    ],
)  # fmt: skip
def test_what_is_understood(said, shift, told):
    assert (parse_shift(said), parse_shift(said).told) == (shift, told)


@pytest.mark.parametrize("said", ["", "9", "nine to five", "17-09", "09-09", "09-25", "09:75-17", "08-17:99", "22-06"])
def test_what_is_no_span_of_hours(cs, said):
    with pytest.raises(ValueError, match="is no span"):
        parse_shift(said)
    if said:
        answer = cs("config", "set", "support_hours", said)
        assert answer.code == 2
        assert f'support_hours "{said}" is no span' in answer.talk


@given(INSTANTS, LENGTHS, LENGTHS, ZONES, SHIFTS)
def test_they_add_up(start, first, second, zone, shift):
    hours = BusinessHours(shift, zone)
    middle, end = start + first, start + first + second
    assert hours.between(start, middle) + hours.between(middle, end) == pytest.approx(
        hours.between(start, end), abs=1e-6
    )


@given(INSTANTS, LENGTHS, ZONES, SHIFTS)
def test_they_are_never_more_than_the_time_that_passed(start, length, zone, shift):
    found = BusinessHours(shift, zone).between(start, start + length)
    assert 0 <= found <= length.total_seconds() / 3600 + 1e-6
    if shift.days == 7:
        assert found == pytest.approx(length.total_seconds() / 3600, abs=1e-6)


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)), st.integers(0, 2880), st.integers(0, 2880), ZONES)
def test_a_weekend_has_none(day, first, second, zone):
    saturday = day + timedelta((5 - day.weekday()) % 7)
    midnight = datetime.combine(saturday, datetime.min.time(), zone)
    start, end = (midnight + timedelta(minutes=minutes) for minutes in sorted((first, second)))
    assume(end.astimezone(zone).weekday() >= 5 or (first, second) == (0, 2880))
    assert BusinessHours(Shift(0, 24 * 60), zone).between(start, end) == 0
