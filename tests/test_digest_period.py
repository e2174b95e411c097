"""Which period a digest belongs to, and on which days it runs: by the user's calendar, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cs_cli.domain.digest_settings import Definition, weekdays
from cs_cli.domain.period import last_day, missed, period_of, runs_on

CHANGES = [
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Pacific/Auckland", "2026-04-05"),
    ("Pacific/Auckland", "2026-09-27"),
    ("UTC", "2026-03-29"),
]


def made(period="day", days="mon-sun", holidays=None):
    return Definition("daily", period, only_new=True, days=weekdays(days), holidays=holidays, sections=())


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_a_calendar_day_has_one_period_and_a_period_one_calendar_day_across_a_change_of_clocks(zone, change):
    around = date.fromisoformat(change)
    instant = datetime.combine(around - timedelta(3), datetime.min.time(), tzinfo=UTC)
    seen = []
    while instant.date() <= around + timedelta(3):
        local = instant.astimezone(ZoneInfo(zone)).date()
        said = period_of(made(), local)
        assert said == local.isoformat()
        if not seen or seen[-1] != said:
            seen.append(said)
        instant += timedelta(minutes=30)
    assert len(seen) == len(set(seen)), "a period that comes back would be sent twice"
    assert [date.fromisoformat(day) - date.fromisoformat(seen[0]) for day in seen] == list(
        map(timedelta, range(len(seen)))
    )
    assert change in seen


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_the_program_sends_for_the_day_of_the_users_clock(cs, enter, zone, change, monkeypatch):
    enter.account("ACME")
    cs("config", "set", "timezone", zone)
    day = date.fromisoformat(change)
    for hour in (0, 1, 2, 3, 23):
        local = datetime(day.year, day.month, day.day, hour, 30, tzinfo=ZoneInfo(zone))
        monkeypatch.setattr("conftest.Clock.now", classmethod(lambda _cls, tz=None, at=local: at.astimezone(tz)))
        assert f"{day:%a} {day.day} {day:%b} 2026. Nothing due." in cs("digest").text


@pytest.mark.parametrize(
    ("period", "day", "said", "last"),
    [
        ("day", "2026-11-23", "2026-11-23", "2026-11-23"),
        ("week", "2026-11-23", "2026-W48", "2026-11-29"),
        ("week", "2027-01-03", "2026-W53", "2027-01-03"),
        ("week", "2024-12-30", "2025-W01", "2025-01-05"),
        ("month", "2026-02-28", "2026-02", "2026-02-28"),
        ("month", "2024-02-01", "2024-02", "2024-02-29"),
        ("month", "2026-12-31", "2026-12", "2026-12-31"),
    ],
)
def test_a_period_is_the_day_the_iso_week_or_the_month(period, day, said, last):
    assert period_of(made(period), date.fromisoformat(day)) == said
    assert last_day(said) == date.fromisoformat(last)


def test_weekdays_are_said_as_a_range_or_one_by_one():
    assert weekdays("mon-fri") == {0, 1, 2, 3, 4}
    assert weekdays("Mon, thu") == {0, 3}
    assert weekdays("sat-mon") == {5, 6, 0}
    assert [weekdays(wrong) for wrong in ("monday", "", "mon-", "mon-fri;sat", "1-5")] == [None] * 5


def test_days_off_are_the_other_weekdays_and_the_holidays_of_the_country():
    works = made(days="mon-fri", holidays="DE")
    off = [day for day in range(21, 32) if not runs_on(works, date(2026, 12, day))]
    assert off == [25, 26, 27]  # a Friday, Christmas; a weekend
    assert not runs_on(works, date(2027, 1, 1))
    assert runs_on(made(days="mon-fri"), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("definition", "last", "today", "covers"),
    [
        (made(days="mon-fri"), "2026-11-20", "2026-11-23", None),  # Friday to Monday: only a weekend between
        (made(days="mon-fri"), "2026-11-18", "2026-11-23", ("2026-11-19", "2026-11-23")),
        (made(), "2026-11-20", "2026-11-23", ("2026-11-21", "2026-11-23")),
        (made(), "2026-11-22", "2026-11-23", None),
        (made(days="mon-fri", holidays="DE"), "2026-12-24", "2026-12-28", None),
        (made("week"), "2026-W47", "2026-11-25", None),
        (made("week"), "2026-W45", "2026-11-25", ("2026-11-09", "2026-11-25")),
        (made("month"), "2026-10", "2026-11-25", None),
        (made("month"), "2026-08", "2026-11-25", ("2026-09-01", "2026-11-25")),
    ],
)
def test_a_digest_after_missed_ones_covers_their_days(definition, last, today, covers):
    found = missed(definition, last, date.fromisoformat(today))
    assert found == (covers and tuple(map(date.fromisoformat, covers)))
