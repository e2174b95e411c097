"""The fourteen things that must take less than five seconds: each one short line, without a prompt, taken back by undo.

A mistake in any of these lines is answered with what to type.
"""

from typing import NamedTuple

import pytest
from conftest import Program
from portfolios import contents


class Action(NamedTuple):
    """A line as it is typed; what its answer holds; a mistake in it; what is then offered to type."""

    number: int
    line: str
    answer: str
    mistake: str
    offer: str


READING = [
    Action(1, "cs", "ACME", "toady", "Did you mean today?"),
    Action(1, "cs why acme", "Sev-1", "why acmee", "cs why ACME"),
    Action(4, "cs renewals --due 30d --term annual", "ZEPHYR", "renewals --due 30", "Say 30d (days), 30w or 30m"),
    Action(4, "cs show acme", "opt-out 2026-12-01", "show acmee", "cs show ACME"),
    Action(5, "cs health acme --explain", "Sev-1", "health acmee", "cs health ACME"),
    Action(5, "cs since fri acme", "red 40, was yellow", "since someday", "Say 2026-12-01"),
    Action(7, "cs contacts acme", "180d ago", "contacts acme --role boss", "One of sponsor"),
    Action(8, "cs brief acme", "At stake", "brief acmee", "cs brief ACME"),
    Action(11, "cs find roi", "CFO wants ROI", "find roi --kind lunch", "One of activity"),
    Action(12, "cs show acme --slack", "Acme Corporation (ACME): ■ red", "show acmee --slack", "cs show ACME --slack"),
]
WRITING = [
    Action(
        2,
        "cs log acme CFO wants ROI by Friday",
        "note of Mon 23 Nov 2026",
        "log acmee CFO left",
        "cs log ACME CFO left",
    ),
    Action(
        2,
        "cs log acme price talk --call --with jo,sam --on yesterday",
        "call of Sun 22 Nov 2026",
        "log acme price --call --topic renewl",
        "Did you mean renewal?",
    ),
    Action(
        2,
        "cs log acme wants ROI --task 'send ROI' --due fri",
        "send ROI, due Fri 27 Nov",
        "log acme x --due fri",
        "--task",
    ),
    Action(2, "cs log --amend CFO left --on fri", "text", "log acme --amend CFO left", "cs log --amend CFO left"),
    Action(2, "cs edit a1 --shared", "shared no → yes", "edit a0 --shared", "The numbers: cs activities"),
    Action(
        3,
        "cs task acme send ROI --due fri",
        "due Fri 27 Nov 2026",
        "task acme send ROI --due someday",
        "Say 2026-12-01",
    ),
    Action(
        3,
        "cs meet acme --with jo --sentiment yellow --commit 'us: fix SSO by 12 dec' price",
        "fix SSO, due Sat 12 Dec",
        "meet acme --sentiment yellow",
        'cs meet acme --sentiment yellow --why "…"',
    ),
    Action(
        6,
        "cs sentiment acme red because the CFO left",
        "red since Mon 23 Nov",
        "sentiment acme red",
        "cs sentiment acme red because …",
    ),
    Action(
        9,
        "cs renew ACME/Platform --arr 170000",
        "renewed",
        "renew acme/Platform --arr lots",
        "How to say it: cs renew --help",
    ),
    Action(
        9,
        "cs churn ACME/Platform --reason price --decided fri",
        "churns on",
        "churn ACME/Platform --reason pricy",
        "price",
    ),
    Action(
        9,
        "cs amend ACME/Platform --arr 150000",
        "$150,000",
        "amend ACME/Platform",
        "Say --seats N, --arr AMOUNT or both",
    ),
    Action(
        10,
        "cs survey acme nps 9 --who jo",
        "NPS 9 of Mon 23 Nov",
        "survey acme nps 11",
        "It is a whole number from 0 to 10",
    ),
    Action(13, "cs snooze t31 2w", "now due", "snooze t31 yesterday", "Like cs snooze t31 2w"),
    Action(13, "cs done t31", "t31 done", "done 31x", "How to say it"),
]


def typed(cs: Program, line: str) -> tuple[int, str]:
    """The exit code and all that is said to a line, with nobody there to answer a question."""
    import shlex  # noqa: PLC0415

    answer = cs.as_of("2026-11-23", *shlex.split(line.removeprefix("cs")), "--no-input")
    return answer.code, answer.text + answer.talk


@pytest.mark.parametrize("action", READING, ids=lambda action: action.line)
def test_a_question_is_one_line(demo: Program, action: Action) -> None:
    code, said = typed(demo, action.line)
    assert (code, action.answer in said) == (0, True), said


@pytest.mark.parametrize("action", WRITING, ids=lambda action: action.line)
def test_an_entry_is_one_line_and_undo_takes_it_back(demo: Program, action: Action) -> None:
    if "--amend" in action.line:
        typed(demo, "cs log acme CFO wants ROI")
    before = contents(demo.db)
    code, said = typed(demo, action.line)
    assert (code, action.answer in said, "Take it back: cs undo" in said) == (0, True, True), said
    assert contents(demo.db) != before
    assert demo("undo").code == 0
    assert contents(demo.db) == before


@pytest.mark.parametrize("action", [*READING, *WRITING], ids=lambda action: action.mistake)
def test_a_mistake_says_what_to_type_and_changes_nothing(demo: Program, action: Action) -> None:
    before = contents(demo.db)
    code, said = typed(demo, action.mistake)
    assert (code in {2, 65, 66}, said.startswith("cs: "), action.offer in said) == (True, True, True), said
    assert contents(demo.db) == before


def test_all_fourteen_are_there() -> None:
    undo = 14
    assert {action.number for action in (*READING, *WRITING)} | {undo} == set(range(1, 15))
