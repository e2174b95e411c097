"""`cs log`: a line about an account, in one command."""

import pytest
from conftest import Program
from entries import Entries

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """A portfolio with ACME, its people, and another account."""
    with enter:
        enter.account("ACME", "Acme Corporation", aliases=("The Coyote's",))
        enter.account("ACORN", "Acorn Ltd", domain="acorn.example")
        enter.contact("ACME", "Jo Park", email="jo@acme.example")
        enter.contact("ACME", "Sam Ito")
        enter.contact("ACME", "Sam Holt")
    return cs


def logged(cs: Program) -> list[dict[str, object]]:
    return cs("activities", "--json").rows


def test_a_note_is_logged_today_and_stdout_stays_empty(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "log", "ACME", "CFO wants ROI by Fri")
    assert (answer.code, answer.text) == (0, "")
    assert answer.talk == "Acme Corporation (ACME): note of Mon 23 Nov 2026 logged. Take it back: cs undo\n"
    [row] = logged(acme)
    assert (row["account"], row["kind"], row["on"], row["summary"]) == ("ACME", "note", MONDAY, "CFO wants ROI by Fri")
    assert (row["two_way"], row["topic"], row["contacts"]) == (False, None, [])


def test_words_need_no_quotes(acme: Program) -> None:
    acme.as_of(MONDAY, "log", "acme", "wants", "a", "call")
    assert logged(acme)[0]["summary"] == "wants a call"


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("fri", "2026-11-20"),
        ("mon", MONDAY),
        ("1 dec", "2025-12-01"),
        ("1 dec 2025", "2025-12-01"),
        ("-3d", "2026-11-20"),
        ("2026-11-23", MONDAY),
        ("today", MONDAY),
    ],
)
def test_a_day_without_a_year_is_the_last_one(acme: Program, said: str, day: str) -> None:
    answer = acme.as_of(MONDAY, "log", "ACME", "spoke", "--kind", "call", "--on", said)
    assert answer.code == 0, answer.talk
    assert logged(acme)[0]["on"] == day
    assert logged(acme)[0]["two_way"] is True


def test_people_are_found_by_name_and_kept_as_typed_where_nobody_is_known(acme: Program) -> None:
    acme.as_of(MONDAY, "log", "ACME", "met", "--with", "jo; sam i;Kim Lee;jo@acme.example;", "--topic", "renewal")
    [row] = logged(acme)
    assert (row["contacts"], row["topic"]) == (["Jo Park", "Sam Ito", "Kim Lee"], "renewal")


@pytest.mark.parametrize("said", ["tomorrow", "2026-12-01", "1 dec 2026", "2w"])
def test_what_is_to_come_is_a_task_or_a_planned_qbr(acme: Program, said: str) -> None:
    answer = acme.as_of(MONDAY, "log", "ACME", "spoke", "--kind", "call", "--on", said)
    assert (answer.code, answer.talk.splitlines()[1]) == (2, "  For that day: cs task")
    assert logged(acme) == []
    assert acme.as_of(MONDAY, "log", "ACME", "in Berlin", "--kind", "qbr", "--on", said).code == 0
    [row] = acme("activities", "--json", "--as-of", "2027-01-01").rows
    assert row["kind"] == "qbr"


@pytest.mark.parametrize(
    ("option", "kind", "two_way"),
    [
        ("--call", "call", True),
        ("--meeting", "meeting", True),
        ("--reply", "reply", True),
        ("--email", "email", False),
        ("--note", "note", False),
    ],
)
def test_a_kind_has_a_short_option(acme: Program, option: str, kind: str, *, two_way: bool) -> None:
    assert acme.as_of(MONDAY, "log", "ACME", "price", "talk", option, "--with", "jo,sam i").code == 0
    [row] = logged(acme)
    assert (row["kind"], row["two_way"], row["summary"], row["shared"]) == (kind, two_way, "price talk", False)
    assert row["contacts"] == ["Jo Park", "Sam Ito"]


def test_what_the_customer_may_read_is_shared(acme: Program) -> None:
    acme.as_of(MONDAY, "log", "ACME", "agreed on dates", "--meeting", "--shared")
    assert logged(acme)[0]["shared"] is True


def test_a_name_that_is_nearly_a_contacts_is_refused(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "log", "ACME", "met", "--kind", "call", "--with", "Sam Ito;Jo Parc")
    assert answer.code == 66
    assert answer.talk == (
        'cs: "Jo Parc" is no contact of ACME; nothing logged. Did you mean Jo Park?\n'
        "  Somebody else: cs contact add ACME --name 'Jo Parc'\n"
    )
    assert logged(acme) == []


def test_somebody_who_is_no_contact_is_kept_and_named(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "log", "ACME", "met", "--with", "Kim Lee;jo")
    assert answer.talk.splitlines() == [
        "Acme Corporation (ACME): note of Mon 23 Nov 2026 logged. Take it back: cs undo",
        "Kim Lee is no contact of ACME; to have it count as theirs: cs contact add ACME --name 'Kim Lee'",
    ]
    assert logged(acme)[0]["contacts"] == ["Kim Lee", "Jo Park"]


@pytest.mark.parametrize(("said", "topic"), [("renewal", "renewal"), ("Renewal", "renewal"), ("pricing", "pricing")])
def test_a_topic_is_a_known_one_or_ones_own(acme: Program, said: str, topic: str | None) -> None:
    assert acme.as_of(MONDAY, "log", "ACME", "met", "--topic", said).code == 0
    assert logged(acme)[0]["topic"] == topic


@pytest.mark.parametrize(("said", "known"), [("renewl", "renewal"), ("renewals", "renewal"), ("Trainig", "training")])
def test_a_topic_that_is_nearly_a_known_one_is_refused(acme: Program, said: str, known: str) -> None:
    answer = acme.as_of(MONDAY, "log", "ACME", "met", "--kind", "call", "--topic", said)
    assert (answer.code, answer.talk) == (
        2,
        f'cs: --topic "{said}" is none I know; nothing logged\n  Did you mean {known}?\n',
    )
    assert logged(acme) == []


def test_a_name_that_fits_two_people_is_refused(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "log", "ACME", "met", "--with", "sam")
    assert answer.code == 66
    assert answer.talk == 'cs: "sam" fits several contacts; nothing logged. Which one: Sam Ito or Sam Holt?\n'
    assert logged(acme) == []


def test_a_promise_becomes_a_task_in_the_same_step(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "log", "ACME", "wants ROI", "--task", "send ROI", "--due", "fri")
    assert answer.talk.startswith("t1: send ROI, due Fri 27 Nov 2026\n")
    [task] = acme.as_of(MONDAY, "tasks", "--json").rows
    assert (task["task"], task["account"], task["title"], task["due_on"]) == ("t1", "ACME", "send ROI", "2026-11-27")
    acme("undo")
    assert (logged(acme), acme("tasks", "--json").rows) == ([], [])


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["ACME", "x", "--due", "fri"], 2, "cs: --due belongs to a task; nothing logged"),
        (["ACME", "x", "--kind", "lunch"], 2, 'cs: no kind of activity "lunch"'),
        (["ACME", "x", "--on", "someday"], 2, 'cs: "someday" is no day I know'),
        (["ACME", " "], 2, 'cs: the text " " is blank; nothing was written'),
        (["ACME", "a\0b"], 2, 'cs: the text "ab" has characters that are no text; nothing was written'),
        (["ACME", "a\udcffb"], 2, 'cs: the text "a?b" has characters that are no text; nothing was written'),
        (
            ["ACME", "x" * 40_000],
            2,
            f'cs: the text "{"x" * 20}…" is longer than 32,767 characters; nothing was written',
        ),
        (["ACME", "x", "--task", " "], 2, 'cs: --task " " is blank; nothing was written'),
        (["ACME", "x", "--topic", ""], 2, 'cs: --topic "" is blank; nothing was written'),
        (["ACME"], 2, "cs: Missing argument 'TEXT'"),
        ([], 2, "cs: Missing argument 'ACCOUNT'"),
        (["ACME", "x", "--call", "--meeting"], 2, "cs: --call and --meeting are two kinds; nothing was written"),
    ],
)
def test_what_cannot_be_logged_is_said_in_one_sentence(
    acme: Program, words: list[str], code: int, sentence: str
) -> None:
    answer = acme.as_of(MONDAY, "log", *words)
    assert (answer.code, answer.talk.splitlines()[0]) == (code, sentence)
    assert logged(acme) == []


def test_a_typing_error_is_answered_with_the_line_ready_to_copy(acme: Program) -> None:
    answer = acme("log", "acmee", "CFO wants ROI by Fri")
    assert answer.code == 66
    assert answer.talk == (
        'cs: no account "acmee"; nothing logged. Did you mean ACME, Acme Corporation?\n'
        "  cs log ACME 'CFO wants ROI by Fri'\n"
    )


def test_a_start_that_fits_two_accounts_offers_both(acme: Program) -> None:
    answer = acme("log", "ac", "x")
    assert answer.code == 66
    assert answer.talk == (
        'cs: "ac" fits several accounts; nothing logged. Which one: ACME (Acme Corporation) or ACORN (Acorn Ltd, '
        "acorn.example)?\n  cs log ACME x\n  cs log ACORN x\n"
    )


def test_the_line_ready_to_copy_keeps_the_command(cs: Program, enter: Entries) -> None:
    enter.account("LOGO", "Logo Ltd")
    enter.account("LOGIC", "Logic Ltd")
    assert cs("log", "log", "x").talk.splitlines()[1:] == ["  cs log LOGIC x", "  cs log LOGO x"]


def test_where_nothing_comes_close_the_book_is_offered(acme: Program) -> None:
    assert acme("log", "zzzz", "x").talk == 'cs: no account "zzzz"; nothing logged. All accounts: cs accounts\n'


def test_a_machine_without_a_portfolio_stays_without_one(cs: Program) -> None:
    answer = cs("log", "ACME", "x")
    assert (answer.code, answer.talk.startswith("cs: no portfolio at ")) == (66, True)
    assert not cs.db.exists()
