"""`cs done` and `cs drop`: tasks and promises by their numbers."""

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME with a task and two promises of ours, one of theirs and a milestone."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.task("send ROI", "2026-11-27", "ACME")
        enter.of_plan("commitment", "ACME", side="us", promise="fix SSO", due_on="2026-11-20")
        enter.of_plan("commitment", "ACME", side="us", promise="train admins", due_on="2026-11-23")
        enter.of_plan("commitment", "ACME", side="them", promise="name a sponsor", due_on="2026-11-20")
    return cs


def promises(cs: Program) -> dict[str, tuple[str | None, str | None, str | None, str]]:
    sql = "SELECT number, done_on, dropped_on, because, changed_on FROM commitments ORDER BY commitment_id"
    return {row.pop("number"): tuple(row.values()) for row in cs("sql", sql, "--json").rows}


def test_a_promise_is_ticked_off_beside_a_task_in_one_step(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "done", "t1", "c1", "C1")
    assert (answer.code, answer.talk) == (
        0,
        (
            "Acme Corporation (ACME): t1 done: send ROI.\n"
            "Acme Corporation (ACME): c1 done: fix SSO. Take it back: cs undo\n"
        ),
    )
    assert promises(acme)["c1"] == (MONDAY, None, None, MONDAY)
    assert promises(acme)["c2"] == (None, None, None, "2026-11-01")
    acme("undo")
    assert promises(acme)["c1"] == (None, None, None, "2026-11-01")
    assert [row["task"] for row in acme.as_of(MONDAY, "tasks", "--json").rows] == ["t1"]


def test_a_promise_is_dropped_with_its_reason(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "drop", "c1", "t1", "--because", "they left SSO out")
    assert answer.talk.splitlines()[0] == "Acme Corporation (ACME): c1 dropped: fix SSO."
    assert promises(acme)["c1"] == (None, MONDAY, "they left SSO out", MONDAY)
    assert acme.as_of(MONDAY, "tasks", "--json").rows == []
    answer = acme.as_of(MONDAY, "drop", "c1")
    assert answer.talk == "Acme Corporation (ACME): c1 was dropped on Mon 23 Nov 2026: they left SSO out\n"


def test_dropping_needs_no_reason(acme: Program) -> None:
    assert acme.as_of(MONDAY, "drop", "t1").code == 0
    assert acme.as_of(MONDAY, "done", "t1").talk == ("Acme Corporation (ACME): t1 was dropped on Mon 23 Nov 2026\n")
    answer = acme.as_of(MONDAY, "snooze", "t1", "2w")
    assert (answer.code, answer.talk.splitlines()[0]) == (
        65,
        "cs: t1 was dropped on 2026-11-23; nothing put off",
    )


@pytest.mark.parametrize(
    ("words", "code", "lines"),
    [
        (["done", "t1", "c9"], 66, ['cs: no promise "c9"; nothing ticked off', "  What is due: cs today"]),
        (["drop", "t9"], 66, ['cs: no task "t9"; nothing dropped', "  What is open: cs tasks"]),
        (["done", "t1", "m7"], 2, ['cs: "m7" is a milestone; nothing ticked off', "  cs milestone done m7"]),
        (["done", "o1"], 2, ['cs: "o1" is an objective; nothing ticked off', "  cs objective done o1"]),
        (["done", "R1"], 2, ['cs: "R1" is a risk; nothing ticked off', '  cs risk done R1 --because "…"']),
        (["done", "v1"], 2, ['cs: "v1" is a value; nothing ticked off', "  cs value edit v1"]),
        (["done", "x7"], 2, ['cs: the task "x7" is no number like t7 or c7; nothing was written']),
        (["drop", "t1", "--because", " "], 2, ['cs: --because " " is blank; nothing was written']),
        (
            ["snooze", "c1", "1 dec"],
            2,
            ['cs: "c1" is a promise, not a task; nothing put off', "  cs commitment edit c1 --due '1 dec'"],
        ),
        (
            ["snooze", "M7", "fri"],
            2,
            ['cs: "M7" is a milestone, not a task; nothing put off', "  cs milestone edit M7 --due fri"],
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    acme: Program, words: list[str], code: int, lines: list[str]
) -> None:
    answer = acme.as_of(MONDAY, *words)
    assert (answer.code, answer.talk.splitlines()[: len(lines)]) == (code, lines)
    assert len(acme.as_of(MONDAY, "tasks", "--json").rows) == 1
    assert promises(acme)["c1"][:2] == (None, None)


def test_nothing_is_kept_before_it_was_promised(acme: Program) -> None:
    answer = acme.as_of("2026-10-31", "done", "c1")
    assert (answer.code, answer.talk.splitlines()) == (
        65,
        [
            "cs: c1 was noted on 2026-11-01, after 2026-10-31; nothing ticked off",
            "  On a later day: --as-of 2026-11-01",
        ],
    )


def test_what_is_kept_already_is_said(acme: Program) -> None:
    acme.as_of(MONDAY, "done", "c1")
    assert acme.as_of(MONDAY, "done", "c1", "c2").talk == (
        "c1 was done already, on Mon 23 Nov 2026\n"
        "Acme Corporation (ACME): c2 done: train admins. Take it back: cs undo\n"
    )
