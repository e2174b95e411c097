"""Delivering: exactly once where nothing breaks, at least once where something does, and never in silence."""

import json
import multiprocessing
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from servers import DROP, START, Mailroom, TestClock, free_port, mail_channel, parcel, send, send_many

from cs_cli.delivery.channel import Channel
from cs_cli.delivery.deliver import Delivered
from cs_cli.store.connect import transaction

TWO = [parcel("one", part=1, parts=2, items=("a", "b")), parcel("two", part=2, parts=2, items=("c",))]


def rows(portfolio, columns="state, tries, error"):
    with closing(sqlite3.connect(portfolio)) as connection:
        return connection.execute(f"SELECT {columns} FROM deliveries ORDER BY period, part").fetchall()  # noqa: S608


@pytest.fixture
def mailroom():
    with Mailroom() as server:
        yield server


def test_a_digest_is_sent_once_and_then_is_sent_already(portfolio, mailroom):
    channel = mail_channel(mailroom.port)
    assert send(portfolio, channel) == Delivered("sent")
    assert send(portfolio, channel) == Delivered("already")
    assert mailroom.subjects == ["ACME decides"]
    assert rows(portfolio) == [("sent", 1, None)]


def test_the_ledger_holds_what_was_told_and_when(portfolio, mailroom):
    send(portfolio, mail_channel(mailroom.port), parcels=TWO)
    told = rows(portfolio, "digest, owner, period, channel, recipient, part, parts, items, claimed_at, done_at")
    head = ("daily", "", "2026-11-23", "mail", "ann@example.com")
    at = "2026-11-23T07:30:00Z"
    assert told == [(*head, 1, 2, '["a", "b"]', at, at), (*head, 2, 2, '["c"]', at, at)]
    hashes = rows(portfolio, "content_hash")
    assert len(set(hashes)) == 2
    assert all(len(found) == 64 for (found,) in hashes)


def test_nothing_to_say_is_noted_and_can_become_something(portfolio, mailroom):
    channel = mail_channel(mailroom.port)
    assert send(portfolio, channel, parcels=[]) == Delivered("empty")
    assert rows(portfolio, "state, tries, done_at") == [("empty", 0, "2026-11-23T07:30:00Z")]
    assert send(portfolio, channel) == Delivered("sent")
    assert send(portfolio, channel, parcels=[]) == Delivered("empty")
    assert rows(portfolio, "state") == [("sent",)]


def test_each_recipient_period_and_digest_is_another_delivery(portfolio, mailroom):
    channel = mail_channel(mailroom.port, ("ann@example.com", "bo@example.com"))
    for to in channel.recipients:
        for period in ("2026-11-23", "2026-11-24"):
            assert send(portfolio, channel, to=to, period=period).state == "sent"
    assert sorted(mailroom.recipients) == ["ann@example.com"] * 2 + ["bo@example.com"] * 2


def test_what_fails_for_now_is_tried_three_times_more_with_longer_waits(portfolio):
    with Mailroom(*["451 4.3.0 later"] * 9) as mailroom:
        clock = TestClock()
        done = send(portfolio, mail_channel(mailroom.port), clock)
        assert done == Delivered("failed", "mail: localhost answers 451: 4.3.0 later", 75)
        assert len(mailroom.script) == 9 - 4
    assert [low <= slept <= 3 * low for low, slept in zip((0.5, 1, 2), clock.slept, strict=True)] == [True] * 3
    assert rows(portfolio) == [("failed", 4, "localhost answers 451: 4.3.0 later")]


def test_the_next_run_sends_only_what_failed(portfolio):
    with Mailroom("250 OK", *["451 later"] * 4) as mailroom:
        assert send(portfolio, mail_channel(mailroom.port), parcels=TWO).exit_code == 75
        assert send(portfolio, mail_channel(mailroom.port), parcels=TWO) == Delivered("sent")
        assert mailroom.subjects == ["one", "two"]
    assert rows(portfolio) == [("sent", 1, None), ("sent", 5, None)]


def test_what_waits_behind_a_part_that_failed_is_pending_too(portfolio):
    with Mailroom("550 no") as mailroom:
        assert send(portfolio, mail_channel(mailroom.port), parcels=TWO).exit_code == 69
        assert rows(portfolio) == [
            ("failed", 1, "localhost answers 550: no"),
            ("failed", 0, "localhost answers 550: no"),
        ]
        assert send(portfolio, mail_channel(mailroom.port), parcels=TWO[:1]) == Delivered("sent")
    assert rows(portfolio, "state, parts") == [("sent", 1)]


def test_a_try_that_works_in_the_end_is_a_success(portfolio):
    with Mailroom("451 later") as mailroom:
        assert send(portfolio, mail_channel(mailroom.port)) == Delivered("sent")
        assert mailroom.subjects == ["ACME decides"]
    assert rows(portfolio) == [("sent", 2, None)]


@pytest.mark.parametrize(("answer", "code"), [("550 5.7.1 not you", 69), ("530 5.7.0 log in first", 77)])
def test_what_fails_for_good_is_not_tried_again(portfolio, answer, code):
    with Mailroom(answer) as mailroom:
        clock = TestClock()
        done = send(portfolio, mail_channel(mailroom.port), clock)
    assert (done.state, done.exit_code, clock.slept) == ("failed", code, [])
    assert done.error == f"mail: localhost answers {answer[:3]}: {answer[4:]}"


def test_a_server_that_is_not_there_may_be_there_later(portfolio):
    done = send(portfolio, mail_channel(free_port()))
    assert done == Delivered("failed", "mail: localhost cannot be reached or did not answer (Connection refused)", 75)


def in_minutes(minutes):
    return TestClock(START + timedelta(minutes=minutes))


BROKE_OFF = "the mail server broke off before it said whether it took the message; it may have arrived"
MAY_HAVE_ARRIVED = Delivered(
    "failed",
    f"mail: {BROKE_OFF}, so the first run ten minutes from then sends it once more, labelled (again)",
    75,
)
TWICE = Delivered("failed", f"mail: {BROKE_OFF} twice, so it is not sent again", 69)


def test_what_may_have_arrived_is_not_sent_again_by_the_same_run_nor_for_ten_minutes(portfolio):
    with Mailroom(DROP) as mailroom:
        channel, clock = mail_channel(mailroom.port), TestClock()
        assert send(portfolio, channel, clock) == MAY_HAVE_ARRIVED
        assert clock.slept == []
        assert rows(portfolio) == [("failed", 1, BROKE_OFF)]
        assert send(portfolio, channel, in_minutes(9)) == MAY_HAVE_ARRIVED
        assert mailroom.subjects == ["ACME decides"]
        assert send(portfolio, channel, in_minutes(10)) == Delivered("sent")
        assert send(portfolio, channel, in_minutes(30)) == Delivered("already")
        assert mailroom.subjects == ["ACME decides", "(again) ACME decides"]
        assert len({str(message["Message-ID"]) for message in mailroom.messages}) == 1
    assert rows(portfolio) == [("sent", 2, None)]


def test_what_may_have_arrived_twice_is_sent_no_more_in_its_period(portfolio):
    with Mailroom(DROP, DROP) as mailroom:
        channel = mail_channel(mailroom.port)
        assert send(portfolio, channel) == MAY_HAVE_ARRIVED
        assert send(portfolio, channel, in_minutes(11)) == TWICE
        assert send(portfolio, channel, in_minutes(12)) == TWICE
        assert send(portfolio, channel, in_minutes(600)) == TWICE
        assert mailroom.subjects == ["ACME decides", "(again) ACME decides"]
        assert rows(portfolio) == [("failed", 2, f"{BROKE_OFF} twice")]
        assert send(portfolio, channel, in_minutes(1440), period="2026-11-24") == Delivered("sent")
        assert mailroom.subjects[2:] == ["ACME decides"]


def test_what_may_have_arrived_is_still_to_send_once(cs, portfolio):
    def pending():
        [row] = json.loads(cs("schedule", "status", "--json").text)
        return row["pending"], row["error"]

    with Mailroom(DROP, DROP) as mailroom:
        channel = mail_channel(mailroom.port)
        send(portfolio, channel)
        assert pending() == (True, BROKE_OFF)
        send(portfolio, channel, in_minutes(11))
        assert pending() == (False, f"{BROKE_OFF} twice")


def test_nothing_to_say_does_not_make_one_forget_what_may_have_arrived(portfolio):
    with Mailroom(DROP) as mailroom:
        channel = mail_channel(mailroom.port)
        send(portfolio, channel)
        assert send(portfolio, channel, in_minutes(11), parcels=[]) == Delivered("empty")
        assert send(portfolio, channel, in_minutes(22)) == Delivered("sent")
        assert mailroom.subjects == ["ACME decides", "(again) ACME decides"]


def test_a_repeat_that_is_refused_for_now_is_tried_on_and_keeps_its_label(portfolio):
    with Mailroom(DROP, *["451 later"] * 5) as mailroom:
        channel = mail_channel(mailroom.port)
        send(portfolio, channel)
        assert send(portfolio, channel, in_minutes(11)).error == "mail: localhost answers 451: later"
        assert rows(portfolio) == [("failed", 5, "localhost answers 451: later; it may have arrived")]
        assert send(portfolio, channel, in_minutes(30)) == Delivered("sent")
        assert mailroom.subjects == ["ACME decides", "(again) ACME decides"]


def test_the_parts_behind_one_that_may_have_arrived_twice_are_sent(portfolio):
    with Mailroom(DROP, DROP) as mailroom:
        channel = mail_channel(mailroom.port)
        for minutes in (0, 11):
            send(portfolio, channel, in_minutes(minutes), parcels=TWO)
        assert send(portfolio, channel, in_minutes(30), parcels=TWO) == TWICE
        assert mailroom.subjects == ["one", "(again) one", "two"]
    assert rows(portfolio, "state, tries") == [("failed", 2), ("sent", 1)]


def test_what_failed_before_it_left_is_sent_without_a_label(portfolio, mailroom):
    send(portfolio, mail_channel(free_port()))
    assert send(portfolio, mail_channel(mailroom.port)) == Delivered("sent")
    assert mailroom.subjects == ["ACME decides"]


def killed_with_the_message_sent(portfolio, mailroom, at):
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=send, args=(portfolio, mail_channel(mailroom.port), TestClock(at)))
    mailroom.on_data = process.kill
    process.start()
    process.join(60)
    assert process.exitcode == -9
    mailroom.on_data = lambda: None


def test_two_kills_between_sending_and_marking_are_two_messages_and_no_third(portfolio, mailroom):
    for minutes in (0, 11):
        killed_with_the_message_sent(portfolio, mailroom, START + timedelta(minutes=minutes))
    begun = "it was being sent and nobody said how that ended; it may have arrived twice"
    gone = Delivered("failed", f"mail: {begun}, so it is not sent again", 69)
    assert [send(portfolio, mail_channel(mailroom.port), in_minutes(minutes)) for minutes in (22, 33)] == [gone] * 2
    assert rows(portfolio) == [("failed", 2, begun)]
    assert mailroom.subjects == ["ACME decides", "(again) ACME decides"]


def test_a_kill_between_sending_and_marking_repeats_one_message_that_says_so(portfolio, mailroom):
    """The server kills the program when it has the message: the claim stands, for ten minutes nobody sends."""
    killed_with_the_message_sent(portfolio, mailroom, START)
    begun = "it was being sent and nobody said how that ended; it may have arrived"
    assert rows(portfolio) == [("claimed", 1, begun)]
    soon, later = in_minutes(9), in_minutes(11)
    said = "another run is sending daily of 2026-11-23, or was stopped at it less than ten minutes ago"
    busy = Delivered("busy", said, 75)
    assert send(portfolio, mail_channel(mailroom.port), soon) == busy
    assert soon.slept == [0.5] * 10
    assert send(portfolio, mail_channel(mailroom.port), later) == Delivered("sent")
    assert send(portfolio, mail_channel(mailroom.port), later) == Delivered("already")
    assert mailroom.subjects == ["ACME decides", "(again) ACME decides"]


def test_a_run_waits_a_little_for_the_other_one_and_finds_it_done(portfolio, mailroom):
    """Another run has the message at the server while this one comes to the same recipient."""
    channel, waiting = mail_channel(mailroom.port), threading.Event()
    mailroom.on_data = lambda: waiting.wait(30)
    other = threading.Thread(target=send, args=(portfolio, channel))
    other.start()
    while rows(portfolio, "state, tries") != [("claimed", 1)]:
        time.sleep(0.01)
    clock = TestClock()

    def wait(seconds):
        clock.slept.append(seconds)
        waiting.set()
        other.join(30)

    clock.sleep = wait
    assert send(portfolio, channel, clock) == Delivered("already")
    assert clock.slept == [0.5]
    assert mailroom.subjects == ["ACME decides"]


def test_who_lost_the_claim_while_waiting_sends_no_more(portfolio):
    """A run that sleeps for an hour between two tries, as a closed laptop does, while another one sends."""
    with Mailroom("451 later") as mailroom:
        channel = mail_channel(mailroom.port)
        slow = TestClock()
        meanwhile = []

        def closed(seconds):
            slow.at += timedelta(hours=1, seconds=seconds)
            meanwhile.append(send(portfolio, channel, TestClock(slow.at)))

        slow.sleep = closed
        assert send(portfolio, channel, slow).state == "busy"
        assert meanwhile == [Delivered("sent")]
        assert len(mailroom.messages) == 1


def test_two_digests_at_once_send_one_message_a_hundred_times_out_of_a_hundred(portfolio, mailroom):
    context = multiprocessing.get_context("spawn")
    barrier, results, times = context.Barrier(2), context.Queue(), 100
    both = [
        context.Process(target=send_many, args=(portfolio, mailroom.port, barrier, times, results)) for _ in range(2)
    ]
    for process in both:
        process.start()
    states = [results.get(timeout=60) for _ in range(2 * times)]
    for process in both:
        process.join()
    assert len(mailroom.messages) == times
    assert states.count("sent") == times
    assert set(states) <= {"sent", "busy", "already"}
    assert rows(portfolio, "state, count(*) OVER ()")[0] == ("sent", times)


def test_one_channel_that_fails_stops_no_other(portfolio, mailroom, tmp_path):
    broken = Channel("slack", "slack")
    no_kind = Channel("team", "")
    to_file = Channel("file", "file", said={"path": str(tmp_path / "digest.txt")})
    done = [send(portfolio, channel) for channel in (broken, mail_channel(mailroom.port), to_file)]
    assert [(each.state, each.exit_code) for each in done] == [("failed", 78), ("sent", 0), ("sent", 0)]
    assert done[0].error == (
        'slack: no secret "slack": cs config secret slack (with --file for a job, which has no keyring)'
    )
    assert no_kind.recipients == ("",)


def test_a_file_is_written_whole_for_its_owner_alone(portfolio, tmp_path):
    path = tmp_path / "digest.txt"
    channel = Channel("file", "file", said={"path": str(path)})
    assert send(portfolio, channel) == Delivered("sent")
    assert path.read_text() == "ACME decides\n\nACME decides on 1 Dec.\n"
    assert path.stat().st_mode & 0o777 == 0o600
    page = replace(channel, said={"path": str(tmp_path / "digest.html")})
    send(portfolio, page, parcels=[parcel(html="<p>ACME</p>")], period="next")
    assert (tmp_path / "digest.html").read_text() == "<p>ACME</p>"
    send(portfolio, channel, parcels=TWO, period="in parts")
    assert (tmp_path / "digest-2.txt").read_text().startswith("two\n")


def test_a_file_that_cannot_be_written_is_one_sentence(portfolio, tmp_path):
    done = send(portfolio, Channel("file", "file", said={"path": str(tmp_path / "no" / "digest.txt")}))
    assert (done.state, done.exit_code) == ("failed", 73)
    assert done.error.startswith(f"file: cannot write {tmp_path}/no/digest.txt: No such file or directory: cs config")


def test_a_portfolio_that_is_busy_is_said_and_nothing_is_sent(portfolio, mailroom, monkeypatch):
    from cs_cli.errors import BusyError  # noqa: PLC0415
    from cs_cli.store import versions  # noqa: PLC0415

    monkeypatch.setattr(versions, "BUSY_TIMEOUT_MS", 50)
    with transaction(portfolio), pytest.raises(BusyError):
        send(portfolio, mail_channel(mailroom.port))
    assert mailroom.messages == []


def test_a_delivery_is_no_step_to_undo(cs, portfolio, mailroom):
    send(portfolio, mail_channel(mailroom.port))
    assert cs("history", "--json").rows == []
    assert json.loads(cs("sql", "select state, items from deliveries", "--json").text) == [
        {"state": "sent", "items": "[]"}
    ]
