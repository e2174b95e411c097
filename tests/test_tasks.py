"""`cs task`, `tasks`, `done`, `snooze`: short numbers that are never used twice."""

import shlex
from collections.abc import Callable

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME with a late task, one for Friday and one without a day; a task of nobody's; one of an archived account."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.account("OLD", archived_on="2026-01-01")
        enter.task("send ROI", "2026-11-27", "ACME", owner="lee")
        enter.task("Sev-1 update", "2026-11-20", "ACME")
        enter.task("think", None, "ACME", owner="Ann")
        enter.task("expenses", "2026-11-30")
        enter.task("say farewell", "2026-11-20", "OLD")
    return cs


def opened(cs: Program, *words: str) -> list[str]:
    return [row["task"] for row in cs.as_of(MONDAY, "tasks", *words, "--json").rows]


def test_a_task_prints_its_number_and_says_the_rest_on_stderr(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "task", "acme", "send", "deck", "--due", "fri", "--owner", "Kim")
    assert (answer.code, answer.text) == (0, "t6\n")
    assert answer.talk == "Acme Corporation (ACME): t6 send deck, due Fri 27 Nov 2026. Take it back: cs undo\n"


def test_tasks_have_the_keys_that_scripts_rely_on(acme: Program) -> None:
    assert acme.as_of(MONDAY, "tasks", "--json").rows[0] == {
        "task": "t2",
        "account": "ACME",
        "name": "Acme Corporation",
        "title": "Sev-1 update",
        "owner": None,
        "created_on": "2026-11-01",
        "due_on": "2026-11-20",
        "days_left": -3,
        "late": True,
        "snoozes": 0,
        "when": "overdue",
        "every": None,
        "because": None,
    }


def test_what_is_due_first_stands_first_and_archived_accounts_are_left_out(acme: Program) -> None:
    assert opened(acme) == ["t2", "t1", "t4", "t3"]
    assert opened(acme, "ACME") == ["t2", "t1", "t3"]
    assert opened(acme, "--late") == ["t2"]
    assert opened(acme, "OLD") == ["t5"]


def test_what_nobody_was_named_for_is_mine(acme: Program) -> None:
    acme("config", "set", "me.name", "Ann")
    assert opened(acme, "--owner", "LEE") == ["t1"]
    assert opened(acme, "--owner", "me") == ["t2", "t4", "t3"]
    assert opened(acme, "--owner", "ann") == ["t2", "t4", "t3"]
    acme.as_of(MONDAY, "task", "ACME", "mine", "--owner", "me")
    assert acme("tasks", "--json").rows[-1]["owner"] == "Ann"


def test_a_day_in_the_past_shows_what_was_open_then(acme: Program) -> None:
    acme.as_of("2026-11-22", "done", "t2")
    assert opened(acme) == ["t1", "t4", "t3"]
    assert [row["task"] for row in acme.as_of("2026-11-21", "tasks", "--json").rows] == ["t2", "t1", "t4", "t3"]
    assert acme.as_of("2026-10-31", "tasks", "--json").rows == []


def test_the_screen_says_what_to_type_next(acme: Program) -> None:
    lines = acme.as_of(MONDAY, "tasks", "--limit", "2").text.splitlines()
    assert [line.split() for line in lines[1:5]] == [
        ["Overdue"],
        ["t2", "ACME", "Sev-1", "update", "Fri", "20", "Nov", "■", "3d", "late"],
        ["This", "week"],
        ["t1", "ACME", "send", "ROI", "Fri", "27", "Nov", "●", "in", "4d", "lee"],
    ]
    assert lines[5] == "4 tasks open, 1 late. 2 more: cs tasks --all. Tick one off: cs done t2"
    later = acme.as_of("2027-01-04", "tasks").text.splitlines()
    assert [line.split() for line in later[5:7]] == [["Without", "a", "day"], ["t3", "ACME", "think", "Ann"]]
    assert "Fri 20 Nov 2026" in acme.as_of("2027-01-04", "tasks").text
    assert acme.as_of(MONDAY, "tasks", "--limit", "0").text.endswith("4 tasks open, 1 late. 4 more: cs tasks --all.\n")
    assert acme.as_of("2026-10-31", "tasks").text == "Nothing is open.\n"


def test_tasks_are_ticked_off_together_or_not_at_all(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "done", "t1", "t99")
    assert (answer.code, answer.talk) == (66, 'cs: no task "t99"; nothing ticked off\n  What is open: cs tasks\n')
    assert len(opened(acme)) == 4
    answer = acme.as_of(MONDAY, "done", "T1", "4", "t1")
    assert answer.talk == ("Acme Corporation (ACME): t1 done: send ROI.\nt4 done: expenses. Take it back: cs undo\n")
    assert opened(acme) == ["t2", "t3"]
    acme("undo")
    assert len(opened(acme)) == 4


def test_what_is_done_already_is_said_and_left_alone(acme: Program) -> None:
    acme.as_of("2026-11-20", "done", "t1")
    answer = acme.as_of(MONDAY, "done", "t1")
    assert (answer.code, answer.talk) == (0, "t1 was done already, on Fri 20 Nov 2026\n")
    answer = acme.as_of(MONDAY, "snooze", "t1", "2w")
    assert (answer.code, answer.talk.splitlines()[0]) == (65, "cs: t1 is done since 2026-11-20; nothing put off")


@pytest.mark.parametrize(("until", "due"), [("2w", "2026-12-07"), ("fri", "2026-11-27"), ("1 dec", "2026-12-01")])
def test_a_snooze_counts_from_today(acme: Program, until: str, due: str) -> None:
    answer = acme.as_of(MONDAY, "snooze", "t2", until)
    assert answer.talk.startswith("Acme Corporation (ACME): t2 Sev-1 update, now due ")
    [row] = [row for row in acme.as_of(MONDAY, "tasks", "--json").rows if row["task"] == "t2"]
    assert (row["due_on"], row["snoozes"], row["late"]) == (due, 1, False)


def test_a_snooze_to_the_day_it_is_due_does_not_count(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "snooze", "t1", "fri")
    assert (answer.code, answer.talk) == (
        0,
        "Acme Corporation (ACME): t1 is due Fri 27 Nov 2026 already; nothing put off\n",
    )
    [row] = [row for row in acme.as_of(MONDAY, "tasks", "--json").rows if row["task"] == "t1"]
    assert (row["due_on"], row["snoozes"]) == ("2026-11-27", 0)


def test_nothing_is_done_before_it_was_noted(acme: Program) -> None:
    answer = acme.as_of("2026-10-31", "done", "t2", "t1")
    assert (answer.code, answer.talk.splitlines()[0]) == (
        65,
        "cs: t2 was noted on 2026-11-01, after 2026-10-31; nothing ticked off",
    )
    assert len(opened(acme)) == 4
    assert acme.as_of("2026-11-01", "done", "t2", "t1").code == 0


def test_a_task_noted_for_a_later_day_is_open_from_then_on_in_every_answer(acme: Program) -> None:
    acme.as_of("2026-11-24", "task", "ACME", "later", "--due", "2026-11-25")
    for day, is_open in [(MONDAY, False), ("2026-11-24", True)]:
        assert any(row["title"] == "later" for row in acme.as_of(day, "tasks", "--json").rows) is is_open
        [seen] = acme.as_of(day, "show", "ACME", "--json").rows
        assert any(row["title"] == "later" for row in seen["tasks"]) is is_open


def test_the_third_snooze_calls_for_a_decision(acme: Program) -> None:
    assert [acme.as_of(MONDAY, "snooze", "t2", until).code for until in ("1w", "2w")] == [0, 0]
    answer = acme.as_of(MONDAY, "snooze", "t2", "1 jan")
    assert (answer.code, answer.talk.splitlines()) == (
        2,
        [
            "cs: t2 Sev-1 update was put off 2 times already; nothing put off. Time to decide:",
            "  cs done t2",
            '  cs drop t2 --because "…"',
            "  cs snooze t2 '1 jan' --because \"…\"",
        ],
    )
    [row] = [row for row in acme.as_of(MONDAY, "tasks", "--json").rows if row["task"] == "t2"]
    assert (row["due_on"], row["snoozes"], row["because"]) == ("2026-12-07", 2, None)


@pytest.mark.parametrize("line", [1, 2, 3])
def test_each_line_that_is_offered_settles_it(acme: Program, line: int) -> None:
    for until in ("1w", "2w"):
        acme.as_of(MONDAY, "snooze", "t2", until)
    offered = acme.as_of(MONDAY, "snooze", "t2", "1 jan").talk.splitlines()[line].replace("…", "they move offices")
    answer = acme.as_of(MONDAY, *shlex.split(offered)[1:])
    assert answer.code == 0, answer.talk
    left = [row for row in acme.as_of(MONDAY, "tasks", "--json").rows if row["task"] == "t2"]
    assert [(row["due_on"], row["snoozes"], row["because"]) for row in left] == (
        [("2027-01-01", 3, "they move offices")] if line == 3 else []
    )
    acme("undo")
    [row] = [row for row in acme.as_of(MONDAY, "tasks", "--json").rows if row["task"] == "t2"]
    assert (row["due_on"], row["snoozes"], row["because"]) == ("2026-12-07", 2, None)


def test_a_fourth_time_takes_a_reason_again(acme: Program) -> None:
    for until in ("1w", "2w"):
        acme.as_of(MONDAY, "snooze", "t2", until)
    assert acme.as_of(MONDAY, "snooze", "t2", "3w", "--because", "they move").code == 0
    assert acme.as_of(MONDAY, "snooze", "t2", "4w").code == 2
    assert acme.as_of(MONDAY, "snooze", "t2", "4w", "--because", " ").code == 2
    assert acme.as_of(MONDAY, "snooze", "t2", "4w", "--because", "still moving").code == 0


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["snooze", "t2", "today"], 2, 'cs: "today" is 2026-11-23, not after 2026-11-23; nothing put off'),
        (["snooze", "t2", "-1w"], 2, "cs: -1 is no option: what stands there begins with no minus"),
        (["snooze", "t99", "1w"], 66, 'cs: no task "t99"; nothing put off'),
        (["snooze", "task", "1w"], 2, 'cs: the task "task" is no task number like t31; nothing was written'),
        (["done"], 2, "cs: Missing argument 'TASK…'"),
        (["task", "ACME", " "], 2, 'cs: the task " " is blank; nothing was written'),
        (["task", "nobody", "x"], 66, 'cs: no account "nobody"; no task noted. All accounts: cs accounts'),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(acme: Program, words: list[str], code: int, sentence: str) -> None:
    answer = acme.as_of(MONDAY, *words)
    assert (answer.code, answer.talk.splitlines()[0]) == (code, sentence)
    assert len(opened(acme)) == 4


def test_a_number_is_never_used_twice(acme: Program) -> None:
    assert acme.as_of(MONDAY, "task", "ACME", "x").text == "t6\n"
    acme("undo")
    assert acme.as_of(MONDAY, "task", "ACME", "y").text == "t7\n"


def test_tasks_on_a_terminal(demo: Program, on_terminal: Callable[..., str]) -> None:
    shown = on_terminal(demo, "tasks", "ACME", "--as-of", MONDAY)
    [line] = [line for line in shown.splitlines() if line.startswith("t31")]
    assert line.endswith("  put off 1×")
    assert " Fri 20 Nov  ■ 3d late  me" in line
