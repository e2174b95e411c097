"""`cs edit a12`, `cs edit t31` and `cs log --amend`: putting right what was entered."""

import pytest
from conftest import Program
from entries import Entries
from portfolios import by_another_program

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME with its people, a note that was logged (a1), and a task (t1)."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.contact("ACME", "Jo Park")
        enter.contact("ACME", "Sam Ito")
        enter.task("send ROI", "2026-11-27", "ACME")
    assert cs("log", "ACME", "CFO wants ROI").code == 0
    return cs


def logged(cs: Program) -> dict[str, object]:
    return cs("activities", "--json").rows[0]


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (["CFO", "left"], "summary", "CFO left"),
        (["--on", "yesterday"], "on", "2026-11-22"),
        (["--on", "fri"], "on", "2026-11-20"),
        (["--call"], "kind", "call"),
        (["--kind", "reply"], "kind", "reply"),
        (["--with", "jo,sam"], "contacts", ["Jo Park", "Sam Ito"]),
        (["--with", "jo; Kim Lee"], "contacts", ["Jo Park", "Kim Lee"]),
        (["--topic", "Renewal"], "topic", "renewal"),
        (["--shared"], "shared", True),
    ],
)
@pytest.mark.parametrize("command", [("edit", "a1"), ("log", "--amend")])
def test_what_was_logged_is_changed_and_changed_back(
    acme: Program, command: tuple[str, ...], words: list[str], key: str, value: object
) -> None:
    before = logged(acme)
    answer = acme(*command, *words)
    assert (answer.code, answer.text) == (0, "")
    assert logged(acme) == {**before, key: value} | ({"two_way": True} if key == "kind" else {})
    acme("undo")
    assert logged(acme) == before


def test_the_answer_names_what_was_changed(acme: Program) -> None:
    assert acme("edit", "a1", "CFO left", "--call", "--with", "jo", "--shared").talk == (
        "Acme Corporation (ACME): a1: text CFO wants ROI → CFO left, kind note → call, shared no → yes, "
        "with – → Jo Park. Take it back: cs undo\n"
    )
    assert acme("edit", "a1", "--internal", "--with", "", "--topic", "").code == 0
    assert (logged(acme)["shared"], logged(acme)["contacts"]) == (False, [])
    assert acme("edit", "a1", "--call").talk == "Acme Corporation (ACME): nothing to change, it is so already\n"
    assert acme("edit", "a1", "--with", "Kim").talk.splitlines()[1].startswith("Kim is no contact of ACME; to have")


def test_a_task_has_a_title_and_a_day(acme: Program) -> None:
    assert acme("edit", "t1", "send", "the", "ROI", "sheet", "--due", "1 dec").talk == (
        "Acme Corporation (ACME): t1: title send ROI → send the ROI sheet, due 2026-11-27 → 2026-12-01. "
        "Take it back: cs undo\n"
    )
    [task] = acme("tasks", "--json").rows
    assert (task["title"], task["due_on"], task["snoozes"]) == ("send the ROI sheet", "2026-12-01", 0)
    assert acme("edit", "t1", "--due", "2 dec").code == 0
    assert [row["title"] for row in acme("tasks", "--json").rows] == ["send the ROI sheet"]


def test_a_task_of_no_account_is_edited_too(cs: Program, enter: Entries) -> None:
    enter.task("think")
    assert cs("edit", "t1", "think", "again").talk == "t1: title think → think again. Take it back: cs undo\n"
    assert cs("edit", "t1", "think", "again").talk == "nothing to change, it is so already\n"


def test_a_planned_qbr_moves_to_a_day_to_come(acme: Program) -> None:
    acme("log", "ACME", "in Berlin", "--kind", "qbr", "--on", "2026-12-01")
    assert acme("edit", "a2", "--on", "2026-12-03").code == 0
    assert logged(acme)["on"] == "2026-12-03"


@pytest.mark.parametrize(
    ("words", "code", "said", "hint"),
    [
        (["a1"], 2, "Missing argument 'TEXT'", 'cs edit a1 "…"'),
        (["a1", "--on", "tomorrow"], 2, '--on "tomorrow" is Tue 24 Nov 2026, still to come; nothing changed', "Like"),
        (["a1", "--call", "--note"], 2, "--call and --note are two kinds; nothing was written", "Say one of them"),
        (["a1", "--kind", "call", "--note"], 2, "--kind call and --note are two kinds; nothing was written", "Say"),
        (["a1", "--kind", "lunch"], 2, 'no kind of activity "lunch"', "One of call, meeting"),
        (["a1", "--topic", "renewl"], 2, '--topic "renewl" is none I know; nothing logged', "Did you mean renewal?"),
        (["a1", "--due", "fri"], 2, "--due belongs to a task; nothing changed", "What is open: cs tasks"),
        (["a1", " "], 2, 'the text " " is blank; nothing was written', "How to say it: cs edit --help"),
        (["a1", "--with", "jo p", "--with", "Jo Parc"], 66, '"Jo Parc" is no contact of ACME; nothing changed.', ""),
        (["a9", "x"], 66, 'no activity "a9"; nothing changed', "The numbers: cs activities"),
        (["t9", "x"], 66, 'no task "t9"; nothing changed', "What is open: cs tasks"),
        (["t1", "x", "--shared"], 2, "t1 is a task: it has a title and a day; nothing changed", "cs edit t1 --due fri"),
        (["t1", "--due", "someday"], 2, '"someday" is no day I know', "Say"),
        (["x1", "x"], 2, '"x1" is no number like a7 or t7; nothing changed', "The numbers: cs activities, cs tasks"),
        (["m4", "x"], 2, '"m4" is a milestone; nothing changed', "cs milestone edit m4"),
        (["c1", "x"], 2, '"c1" is a commitment; nothing changed', "cs commitment edit c1"),
        (["o1", "x"], 2, '"o1" is an objective; nothing changed', "cs objective edit o1"),
    ],
)
def test_a_mistake_says_what_to_type(acme: Program, words: list[str], code: int, said: str, hint: str) -> None:
    before = logged(acme)
    answer = acme.as_of(MONDAY, "edit", *words)
    assert (answer.code, answer.text) == (code, "")
    first, *hints = answer.talk.splitlines()
    assert first.startswith(f"cs: {said}")
    assert hints[0].strip().startswith(hint)
    assert logged(acme) == before


def test_amend_says_which_and_takes_no_account(acme: Program) -> None:
    assert acme("log", "--amend", "CFO", "left").talk.splitlines()[0] == "Logged last: a1 (cs log ACME 'CFO wants ROI')"
    answer = acme("log", "acme", "--amend", "CFO", "is back")
    assert (answer.code, answer.talk.splitlines()) == (
        2,
        [
            "cs: --amend changes what was logged last and takes no account; nothing changed",
            "  cs log --amend CFO 'is back'",
        ],
    )
    assert acme("log", "CFO", "--amend", "is", "back").code == 0
    assert logged(acme)["summary"] == "CFO is back"


def test_amend_looks_past_what_is_no_logging(acme: Program) -> None:
    acme("meet", "ACME", "--with", "jo", "price talk")
    acme("log", "--amend", "price")
    acme("task", "ACME", "send", "minutes")
    assert acme("log", "--amend", "--on", "yesterday").talk.splitlines()[0] == (
        "Logged last: a2 (cs meet ACME --with jo 'price talk')"
    )
    assert (logged(acme)["number"], logged(acme)["summary"], logged(acme)["kind"]) == ("a1", "CFO wants ROI", "note")


@pytest.mark.parametrize(
    ("words", "said", "hint"),
    [
        (["x", "--task", "send"], "--amend adds no task; nothing changed", 'cs task ACCOUNT "send"'),
        ([], "Missing argument 'TEXT'", 'cs log --amend "…"'),
        (["x", "--due", "fri"], "--due belongs to a task; nothing logged", '--task "send the ROI sheet" --due fri'),
    ],
)
def test_amend_needs_something_to_change(acme: Program, words: list[str], said: str, hint: str) -> None:
    answer = acme("log", "--amend", *words)
    assert answer.code == 2
    assert [line for line in answer.talk.splitlines() if "Logged last" not in line][:2] == [f"cs: {said}", f"  {hint}"]


def test_amend_refuses_what_is_undone_or_old(acme: Program) -> None:
    acme("undo")
    answer = acme("log", "--amend", "x")
    assert (answer.code, answer.talk.splitlines()) == (
        65,
        [
            "cs: what was logged last is undone (cs log ACME 'CFO wants ROI'); nothing changed",
            "  Bring it again: cs redo. Something else: cs activities, then cs edit a12 …",
        ],
    )
    acme("redo")
    by_another_program(acme.db, "UPDATE journal_step SET at_utc = '2026-11-20T08:00:00Z'")
    answer = acme("log", "--amend", "x")
    assert (answer.code, answer.talk) == (
        65,
        "cs: what was logged last, a1, is of Fri 20 Nov 2026; nothing changed\n  cs edit a1 …\n",
    )


def test_amend_of_nothing(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    answer = cs("log", "--amend", "x")
    assert (answer.code, answer.talk) == (66, 'cs: nothing was logged yet; nothing changed\n  cs log ACCOUNT "…"\n')
