"""What became of the digests, and the line when one has fallen silent."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from servers import START, Mailroom, TestClock, free_port, mail_channel, send
from test_secrets import typed

from cs_cli.store.outbox import Silence, Standing, silent, standing
from cs_cli.store.read import Reader

TODAY = date(2026, 11, 23)
MAIL = ("daily", "", "mail", "ann@example.com")


def at(day):
    return TestClock(START + timedelta(days=day))


@pytest.fixture
def read(portfolio):
    """Calls a function of the outbox on the portfolio: `read(standing, TODAY)`."""

    def asked(function, *more):
        reader = Reader(portfolio)
        try:
            return function(reader, *more)
        finally:
            reader.close()

    return asked


def test_a_digest_that_was_never_sent_has_no_standing(read):
    assert read(standing, TODAY) == []


def test_a_standing_names_success_failure_and_what_is_pending(portfolio, read):
    with Mailroom() as mailroom:
        channel = mail_channel(mailroom.port)
        send(portfolio, channel, at(-3), period="2026-11-20")
    assert read(standing, TODAY) == [Standing(*MAIL, "2026-11-20T07:30:00Z", None, None, pending=False)]
    clock = at(0)
    send(portfolio, mail_channel(free_port()), clock, period="2026-11-23")
    [now] = read(standing, TODAY)
    assert now[:5] == (*MAIL, "2026-11-20T07:30:00Z")
    assert now.last_failure_at == f"{clock.at:%Y-%m-%dT%H:%M:%SZ}"
    assert now.error == "localhost cannot be reached or did not answer (Connection refused)"
    assert now.pending
    with Mailroom() as mailroom:
        send(portfolio, mail_channel(mailroom.port), at(0.1), period="2026-11-23")
    assert read(standing, TODAY) == [Standing(*MAIL, "2026-11-23T09:54:00Z", None, None, pending=False)]


def test_nothing_to_say_got_through_and_each_recipient_stands_alone(portfolio, read):
    channel = mail_channel(free_port(), ("ann@example.com", "bo@example.com"))
    send(portfolio, channel, at(0), parcels=[])
    send(portfolio, channel, at(0), to="bo@example.com")
    ann, bo = read(standing, TODAY)
    assert (ann.recipient, ann.last_success_at, ann.pending) == ("ann@example.com", "2026-11-23T07:30:00Z", False)
    assert (bo.recipient, bo.last_success_at, bo.pending) == ("bo@example.com", None, True)


def test_a_failure_that_a_later_period_overtook_is_told_but_not_pending(portfolio, read):
    send(portfolio, mail_channel(free_port()), at(-1), period="2026-11-22")
    send(portfolio, mail_channel(free_port()), at(0), period="2026-11-23", parcels=[])
    [now] = read(standing, TODAY)
    assert (now.last_failure_at is not None, now.error is not None, now.pending) == (True, True, False)


def succeeded(portfolio, *periods, digest="daily"):
    """Rows of digests that got through at 07:30 on the day that each period names or follows."""
    with closing(sqlite3.connect(portfolio)) as connection, connection:
        connection.executemany(
            "INSERT INTO sent (digest, period, channel, content_hash, state, claimed_at_utc, done_at_utc) "
            "VALUES (?, ?, 'mail', '', 'sent', ?, ?)",
            [(digest, period, f"{day}T07:30:00Z", f"{day}T07:30:00Z") for period, day in periods],
        )


@pytest.mark.parametrize(
    ("periods", "today", "is_silent"),
    [
        (["2026-11-19", "2026-11-20"], "2026-11-20", False),
        (["2026-11-19", "2026-11-20"], "2026-11-23", False),  # Monday: only today's may be missing
        (["2026-11-19", "2026-11-20"], "2026-11-24", True),
        (["2026-11-20"], "2026-11-24", False),  # tried once by hand
        (["2026-10-01", "2026-10-02"], "2026-11-24", False),  # given up long ago
    ],
)
def test_a_daily_digest_is_missed_after_two_working_days(portfolio, read, periods, today, is_silent):
    succeeded(portfolio, *((day, day) for day in periods))
    found = read(silent, date.fromisoformat(today), lambda instant: instant.date())
    assert found == ([Silence("daily", "", date(2026, 11, 20))] if is_silent else [])


@pytest.mark.parametrize(
    ("digest", "periods", "quiet_until"),
    [
        ("weekly", [("2026-W45", "2026-11-02"), ("2026-W46", "2026-11-09")], "2026-11-22"),
        ("monthly", [("2026-09", "2026-09-01"), ("2026-10", "2026-10-01")], "2026-11-30"),
    ],
)
def test_a_weekly_and_a_monthly_one_are_missed_after_two_weeks_and_months(
    portfolio, read, digest, periods, quiet_until
):
    succeeded(portfolio, *periods, digest=digest)
    day = date.fromisoformat(quiet_until)
    assert read(silent, day, lambda instant: instant.date()) == []
    [found] = read(silent, day + timedelta(1), lambda instant: instant.date())
    assert (found.digest, found.since.isoformat()) == (digest, periods[-1][1])


def test_another_kind_of_period_is_never_missed(portfolio, read):
    succeeded(portfolio, ("first", "2026-10-01"), ("second", "2026-10-02"))
    assert read(silent, TODAY, lambda instant: instant.date()) == []


def test_somebody_at_a_terminal_is_told_of_a_digest_that_no_longer_gets_through(cs, enter, portfolio):
    enter.account("ACME")
    last = date.today() - timedelta(14)  # noqa: DTZ011  # a process of its own has the machine's clock
    succeeded(portfolio, *((f"{day}", f"{day}") for day in (last - timedelta(1), last)))
    shown, code = typed(cs, ["today"], [])
    assert code == 0
    assert f"daily has not got through since {last:%a} {last.day} {last:%b}: cs schedule status" in shown
    assert "has not got through" not in typed(cs, ["today", "--no-input"], [])[0]
    assert cs("today").talk == ""
