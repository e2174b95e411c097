"""Tasks that come again: every day is counted from the first, never from the one before."""

from datetime import date, timedelta
from itertools import count

import pytest
from conftest import Program
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.tasks import Every, Task, parse_every
from cs_cli.errors import UsageError

MONDAY = "2026-11-23"
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
RHYTHMS = st.builds(Every, st.integers(1, 10), st.sampled_from("dwmqy"))


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """An account."""
    enter.account("ACME", "Acme Corporation")
    return cs


def opened(cs: Program, day: str = MONDAY) -> list[tuple[str, str, str]]:
    return [(row["task"], row["due_on"], row["every"]) for row in cs.as_of(day, "tasks", "--json").rows]


@pytest.mark.parametrize(
    ("said", "kept"),
    [("2w", "2w"), ("1M", "1m"), (" q ", "1q"), ("monthly", "1m"), ("weekly", "1w"), ("10d", "10d"), ("10y", "10y")],
)
def test_a_rhythm_is_a_length(said: str, kept: str) -> None:
    assert str(parse_every(said)) == kept


@pytest.mark.parametrize("said", ["", "0w", "2", "fri", "-1w", "1.5m", "11y", "9999d", "²w", "2w 3d"])
def test_what_is_no_rhythm_is_refused(said: str) -> None:
    with pytest.raises(UsageError):
        parse_every(said)


@given(RHYTHMS, DAYS, DAYS)
def test_the_next_day_is_the_first_repetition_after_the_last_one(every: Every, anchor: date, last: date) -> None:
    number = next(number for number in count(1) if every.day(anchor, number) > last)
    assert every.after(anchor, last) == every.day(anchor, number)


def test_a_month_is_counted_from_the_first_day() -> None:
    every, anchor = parse_every("1m"), date(2027, 1, 31)
    last, days = anchor, []
    for _ in range(4):
        last = every.after(anchor, last) or last
        days.append(str(last))
    assert days == ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]


def test_beyond_the_calendar_nothing_comes_again() -> None:
    task = Task(1, None, None, "x", date(2100, 6, 1), every="1y", anchor_on=date(2090, 6, 1))
    assert task.again_on(date(2100, 6, 1)) is None
    assert Task(1, None, None, "x", date(2026, 6, 1)).again_on(date(2026, 6, 1)) is None


def test_done_makes_the_next_one_and_undo_takes_both_back(acme: Program) -> None:
    answer = acme.as_of("2027-01-29", "task", "ACME", "usage report", "--due", "2027-01-31", "--every", "1m")
    assert (answer.text, answer.talk) == (
        "t1\n",
        "Acme Corporation (ACME): t1 usage report, due Sun 31 Jan 2027, then every 1m. Take it back: cs undo\n",
    )
    answer = acme.as_of("2027-01-29", "done", "t1")
    assert answer.talk == (
        "Acme Corporation (ACME): t1 done: usage report; next: t2, due Sun 28 Feb 2027. Take it back: cs undo\n"
    )
    assert opened(acme, "2027-01-29") == [("t2", "2027-02-28", "1m")]
    assert acme("undo").code == 0
    assert opened(acme, "2027-01-29") == [("t1", "2027-01-31", "1m")]
    assert acme("redo").code == 0
    assert opened(acme, "2027-01-29") == [("t2", "2027-02-28", "1m")]
    acme.as_of("2027-02-28", "done", "t2")
    assert opened(acme, "2027-02-28") == [("t3", "2027-03-31", "1m")]


def test_what_was_forgotten_for_months_comes_again_once_and_ahead(acme: Program) -> None:
    acme.as_of(MONDAY, "task", "ACME", "call", "--every", "2w")
    assert opened(acme) == [("t1", MONDAY, "2w")]
    acme.as_of("2027-03-01", "done", "t1")  # 14 weeks later to the day
    assert opened(acme, "2027-03-01") == [("t2", "2027-03-15", "2w")]


def test_a_snooze_moves_one_and_leaves_the_rhythm(acme: Program) -> None:
    acme.as_of(MONDAY, "task", "ACME", "call", "--every", "1w")
    acme.as_of(MONDAY, "snooze", "t1", "2w")
    acme.as_of(MONDAY, "done", "t1")  # it was put off to 7 Dec, itself a day of the rhythm
    assert opened(acme) == [("t2", "2026-12-14", "1w")]


def test_owner_account_and_words_go_on(acme: Program) -> None:
    acme.as_of(MONDAY, "task", "-", "expenses", "--every", "q", "--owner", "Kim")
    acme.as_of(MONDAY, "done", "t1")
    [row] = acme.as_of(MONDAY, "tasks", "--json").rows
    kept = ("task", "account", "title", "owner", "created_on", "due_on", "snoozes", "every")
    assert [row[key] for key in kept] == ["t2", None, "expenses", "Kim", MONDAY, "2027-02-23", 0, "1q"]


def test_dropping_ends_it(acme: Program) -> None:
    acme.as_of(MONDAY, "task", "ACME", "call", "--every", "1w")
    answer = acme.as_of(MONDAY, "drop", "t1", "--because", "they moved on")
    assert answer.talk == ("Acme Corporation (ACME): t1 dropped: call; it does not come again. Take it back: cs undo\n")
    assert opened(acme) == []
    assert acme.as_of(MONDAY, "done", "t1").talk == (
        "Acme Corporation (ACME): t1 was dropped on Mon 23 Nov 2026: they moved on\n"
    )
    assert acme("undo").code == 0
    assert opened(acme) == [("t1", MONDAY, "1w")]


def test_the_list_marks_it(acme: Program) -> None:
    acme.as_of(MONDAY, "task", "ACME", "call", "--every", "1w")
    acme.as_of(MONDAY, "snooze", "t1", "tomorrow")
    [line] = [line for line in acme.as_of(MONDAY, "tasks").text.splitlines() if line.startswith("t1")]
    assert " call, every 1w  Tue 24 Nov " in line
    assert line.endswith("  put off 1×")


def test_a_rhythm_that_is_none_writes_nothing(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "task", "ACME", "call", "--every", "sometimes")
    assert (answer.code, answer.talk) == (
        2,
        'cs: --every "sometimes" is no rhythm; no task noted\n  Like 10d, 2w, 1m, 1q or 1y; ten years at most\n',
    )
    assert opened(acme) == []


def test_a_task_of_ones_own_is_about_no_account(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "task", "-", "order", "cards", "--due", "fri")
    assert (answer.text, answer.talk) == ("t1\n", "t1 order cards, due Fri 27 Nov 2026. Take it back: cs undo\n")
    assert [(row["account"], row["what"]) for row in acme.as_of(MONDAY, "today", "--json").rows] == [
        ("", "t1 order cards, due Fri")
    ]


def test_a_day_is_counted_in_days() -> None:
    assert Every(10, "d").day(date(2026, 11, 23), 3) == date(2026, 11, 23) + timedelta(30)
