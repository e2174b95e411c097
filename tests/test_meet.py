"""`cs meet`, `cs sentiment`, `cs survey`: a conversation and how it felt, each in one step."""

import shlex

import pytest
from conftest import Program
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.moods import SCALES, parse_mood, parse_score
from cs_cli.errors import UsageError

MONDAY = "2026-11-23"


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME with Jo and two Sams."""
    with enter:
        enter.account("ACME", "Acme Corporation")
        for name in ("Jo Park", "Sam Ito", "Sam Holt"):
            enter.contact("ACME", name)
    return cs


def rows(cs: Program, sql: str) -> list[tuple[object, ...]]:
    return [tuple(row.values()) for row in cs("sql", sql, "--json").rows]


def counts(cs: Program) -> list[tuple[object, ...]]:
    tables = ("activities", "commitments", "sentiments", "surveys", "tasks")
    return [tuple(rows(cs, f"SELECT count(*) FROM {table}")[0][0] for table in tables)]  # noqa: S608  our own names


def test_all_that_comes_of_a_meeting_is_one_step(acme: Program) -> None:
    answer = acme.as_of(
        MONDAY, "meet", "ACME", "price", "talk", "--with", "jo,sam i", "--sentiment", "amber", "--topic", "renewal",
        "--commit", "us: fix SSO by 12 dec", "--commit", "them: name a sponsor", "--task", "send minutes",
        "--due", "fri", "--on", "fri",
    )  # fmt: skip
    assert (answer.code, answer.text) == (0, "a1\n")
    assert answer.talk.splitlines() == [
        "c1: we promised fix SSO, due Sat 12 Dec 2026",
        "c2: they promised name a sponsor",
        "c2 has no day and will not stand in cs today. Give it one: cs commitment edit c2 --due fri",
        "t1: send minutes, due Fri 27 Nov 2026",
        "Acme Corporation (ACME): meeting of Fri 20 Nov 2026 logged, yellow. Take it back: cs undo",
        (
            "The customer may read c1, c2 in qbr and plan; the rest is internal. "
            "To keep one: cs commitment edit c1 --internal"
        ),
    ]
    [row] = acme("activities", "--json").rows
    assert (row["kind"], row["on"], row["summary"], row["two_way"]) == ("meeting", "2026-11-20", "price talk", True)
    assert (row["contacts"], row["topic"], row["shared"]) == (["Jo Park", "Sam Ito"], "renewal", False)
    assert rows(acme, "SELECT number, side, promise, due_on, activity, created_on, changed_on FROM commitments") == [
        ("c1", "us", "fix SSO", "2026-12-12", "a1", "2026-11-20", "2026-11-20"),
        ("c2", "them", "name a sponsor", None, "a1", "2026-11-20", "2026-11-20"),
    ]
    assert rows(acme, 'SELECT "on", mood, why FROM sentiments') == [("2026-11-20", "yellow", "price talk")]
    acme("undo")
    assert counts(acme) == [(0, 0, 0, 0, 0)]
    acme("redo")
    assert counts(acme) == [(1, 2, 1, 0, 1)]


@pytest.mark.parametrize(
    ("words", "kind", "shared"),
    [
        (["--with", "jo"], "meeting", False),
        (["--call", "spoke"], "call", False),
        (["--kind", "reply", "wrote", "--shared"], "reply", True),
        (["--commit", "fix SSO"], "meeting", False),
    ],
)
def test_little_is_enough(acme: Program, words: list[str], kind: str, *, shared: bool) -> None:
    assert acme("meet", "ACME", *words).code == 0
    [row] = acme("activities", "--json").rows
    assert (row["kind"], row["shared"]) == (kind, shared)


def test_the_words_come_from_a_pipe_and_the_reason_from_an_option(acme: Program) -> None:
    answer = acme("meet", "ACME", "-", "--sentiment", "red", "--why", "no sponsor", stdin="long\nminutes\n")
    assert answer.code == 0, answer.talk
    assert acme("activities", "--json").rows[0]["summary"] == "long\nminutes"
    assert rows(acme, "SELECT mood, why FROM sentiments") == [("red", "no sponsor")]


@pytest.mark.parametrize(
    ("words", "code", "said", "hint"),
    [
        (["meet", "ACME"], 2, "a meeting with nobody, about nothing; nothing logged", 'cs meet ACME --with jo "…"'),
        (["meet", "ACME", "x", "--due", "fri"], 2, "--due belongs to a task; nothing logged", '--task "send the'),
        (
            ["meet", "ACME", "--sentiment", "red"],
            2,
            "why red? A mood has its reason; nothing logged",
            'cs meet ACME --sentiment red --why "…"',
        ),
        (["meet", "ACME", "x", "--sentiment", "blue"], 2, 'no mood "blue"; nothing was written', "One of green, yell"),
        (["meet", "ACME", "x", "--commit", "us:"], 2, '"us:" promises nothing; nothing was written', "Lik"),
        (["meet", "ACME", "x", "--commit", "us: y by 12 foo"], 2, '"12 foo" is no day I know', "Say 2026-12-01"),
        (["meet", "ACME", "x", "--with", "sam"], 66, '"sam" fits several contacts; nothing logged. Which one', ""),
        (["meet", "ACM", "x", "--with", "Jo Parc"], 66, '"Jo Parc" is no contact of ACME; nothing logged.', "Somebody"),
        (["meet", "acmee", "x"], 66, 'no account "acmee"; nothing logged. Did you mean', "cs meet ACME x"),
        (["meet", "ACME", "x", "--call", "--email"], 2, "--call and --email are two kinds; nothing was written", "Say"),
        (["meet", "ACME", "x", "--on", "tomorrow"], 2, '--on "tomorrow" is Tue 24 Nov 2026, still to come', "For that"),
        (
            ["sentiment", "ACME", "red"],
            2,
            "why red? A mood has its reason; nothing was written",
            "cs sentiment ACME red because …",
        ),
        (
            ["sentiment", "ACME", "red", "because"],
            2,
            "why red? A mood has its reason; nothing was written",
            "cs sentim",
        ),
        (["sentiment", "ACME", "blue", "x"], 2, 'no mood "blue"; nothing was written', "One of green, yellow (or am"),
        (["sentiment", "ACME", "red", "x", "--why", "y"], 2, "two reasons; nothing was written", "After the mood"),
        (
            ["sentiment", "ACME", "--why", "y"],
            2,
            "--why is of a mood, and none is said; nothing was written",
            "cs sentiment ACME red because …",
        ),
        (["sentiment", "ACME", "--who", "jo"], 2, "--who is of a mood, and none is said; nothing was written", "cs s"),
        (
            ["sentiment", "ACME", "red", "x", "--json"],
            2,
            "a mood answers with one line and has no --format json",
            "How",
        ),
        (["sentiment", "ACME", "red", "x", "--on", "tomorrow"], 2, '--on "tomorrow" is Tue 24 Nov 2026, still', "Like"),
        (["sentiment", "ACME", "red", "x", "--who", "jo,sam i"], 2, '--who "jo,sam i" names 2 people; nothing', "One"),
        (["sentiment", "zzz", "red", "x"], 66, 'no account "zzz"; nothing was written. All accounts: cs accounts', ""),
        (["sentiment", "zzz"], 66, 'no account "zzz"', ""),
        (["survey", "ACME"], 2, "an answer has a kind and a score; nothing was written", "cs survey ACME nps 9 --who"),
        (["survey", "ACME", "nps"], 2, "an answer has a kind and a score; nothing was written", "cs survey ACME nps 9"),
        (["survey", "ACME", "pmf", "3"], 2, 'no survey "pmf"; nothing was written', "cs survey ACME nps 9"),
        (
            ["survey", "ACME", "nps", "11"],
            2,
            '"11" is no NPS score; nothing was written',
            "It is a whole number from 0",
        ),
        (["survey", "ACME", "nps", "9", "x", "--comment", "y"], 2, "two comments; nothing was written", "After the sc"),
        (
            ["survey", "ACME", "nps", "9", "--on", "2w"],
            2,
            '--on "2w" is Mon 7 Dec 2026, still to come; nothing',
            "Like",
        ),
    ],
)
def test_a_mistake_says_what_to_type_and_writes_nothing(
    acme: Program, words: list[str], code: int, said: str, hint: str
) -> None:
    answer = acme.as_of(MONDAY, *words)
    assert (answer.code, answer.text) == (code, "")
    first, *hints = answer.talk.splitlines()
    assert first.startswith(f"cs: {said}")
    assert " ".join(hints).strip().startswith(hint)
    assert counts(acme) == [(0, 0, 0, 0, 0)]


@pytest.mark.parametrize(
    ("words", "mood", "why"),
    [
        (["red", "because", "the", "CFO", "left"], "red", "the CFO left"),
        (["RED", "the CFO left"], "red", "the CFO left"),
        (["amber", "--why", "quiet since May"], "yellow", "quiet since May"),
        (["green", "Because: they love it"], "green", "Because: they love it"),
        (["green", "becauseway station"], "green", "becauseway station"),
    ],
)
def test_a_mood_has_its_reason(acme: Program, words: list[str], mood: str, why: str) -> None:
    answer = acme.as_of(MONDAY, "sentiment", "ACME", *words)
    assert answer.talk == f"Acme Corporation (ACME): {mood} since Mon 23 Nov 2026: {why}. Take it back: cs undo\n"
    assert acme.as_of(MONDAY, "sentiment", "ACME", "--json").rows == [
        {"account": "ACME", "name": "Acme Corporation", "on": MONDAY, "mood": mood, "why": why, "contact": None}
    ]
    acme("undo")
    assert acme("sentiment", "ACME", "--json").rows == []


def test_the_last_mood_is_shown_and_the_list_has_all(acme: Program) -> None:
    assert acme("sentiment", "ACME").text == "No sentiment of ACME yet. Say one: cs sentiment ACME green because …\n"
    assert acme("show", "ACME", "--json").rows[0]["sentiment"] is None
    acme("sentiment", "ACME", "green", "all good", "--on", "1 oct")
    acme("sentiment", "ACME", "red", "CFO left", "--who", "jo", "--on", "fri")
    acme("sentiment", "ACME", "yellow", "new CFO", "--who", "Kim", "--on", "fri")
    assert acme("sentiment", "ACME").text.splitlines() == [
        "2026-11-20  3d ago   ▲ yellow  new CFO   Kim",
        "2026-11-20  3d ago   ■ red     CFO left  Jo Park",
        "2026-10-01  53d ago  ● green   all good",
        "3 entries, internal.",
    ]
    assert acme("sentiment", "ACME", "--limit", "1").text.splitlines()[-1] == (
        "3 entries, internal. 2 more: cs sentiment ACME --all"
    )
    assert "Feels      ▲ yellow since 20 Nov: new CFO" in acme("show", "ACME").text
    assert "  ● green since 1 Oct: all good" in acme("brief", "ACME", "--as-of", "2026-11-01").text
    assert acme("show", "ACME", "--json").rows[0]["sentiment"] == {
        "on": "2026-11-20", "mood": "yellow", "why": "new CFO",
    }  # fmt: skip


def test_the_history_of_an_account_has_all_of_it(acme: Program) -> None:
    lines = [
        ["meet", "ACME", "--with", "jo", "--commit", "fix SSO"],
        ["sentiment", "ACME", "red", "CFO left"],
        ["survey", "ACME", "nps", "9"],
        ["edit", "a1", "--call"],
        ["log", "--amend", "spoke"],
    ]
    for words in lines:
        assert acme(*words).code == 0
    acme("account", "add", "LUMEN", "--name", "Lumen SA")
    commands = [row["command"] for row in acme("history", "ACME", "--json").rows]
    assert commands[: len(lines)] == [f"cs {shlex.join(words)}" for words in reversed(lines)]


def test_who_is_no_contact_is_named(acme: Program) -> None:
    for words in (("sentiment", "ACME", "red", "x"), ("survey", "ACME", "nps", "3")):
        assert acme(*words, "--who", "Kim").talk.splitlines()[1].startswith("Kim is no contact of ACME; to have it")


def test_an_answer_to_a_survey_is_one_line(acme: Program) -> None:
    answer = acme.as_of(MONDAY, "survey", "ACME", "NPS", "9", "love", "it", "--who", "jo")
    assert answer.talk == "Acme Corporation (ACME): NPS 9 of Mon 23 Nov 2026 by Jo Park. Take it back: cs undo\n"
    acme.as_of(MONDAY, "survey", "ACME", "csat", "4.5", "--on", "fri", "--comment", "fine")
    surveys = 'SELECT kind, score, "on", contact, comment FROM surveys'
    assert rows(acme, surveys) == [
        ("nps", 9.0, MONDAY, "Jo Park", "love it"),
        ("csat", 4.5, "2026-11-20", None, "fine"),
    ]
    acme("undo")
    assert len(rows(acme, surveys)) == 1


@pytest.mark.parametrize(
    ("kind", "said", "score"),
    [
        ("nps", "0", 0), ("nps", "10", 10), ("nps", "9.0", 9), ("nps", "9.5", None), ("nps", "-1", None),
        ("csat", "1", 1), ("csat", "4,5", 4.5), ("csat", "0.9", None), ("csat", "5.1", None),
        ("ces", "7", 7), ("ces", "8", None), ("ces", "seven", None), ("nps", "nan", None), ("ces", "inf", None),
        ("nps", "", None),
    ],
)  # fmt: skip
def test_each_survey_has_its_scale(kind: str, said: str, score: float | None) -> None:
    if score is None:
        with pytest.raises(UsageError, match="is no"):
            parse_score(kind, said)
    else:
        assert parse_score(kind, said) == score


@given(st.sampled_from(sorted(SCALES)), st.text() | st.floats().map(str) | st.integers(-20, 20).map(str))
def test_a_score_is_on_its_scale_or_refused(kind: str, said: str) -> None:
    try:
        score = parse_score(kind, said)
    except UsageError:
        return
    assert SCALES[kind].least <= score <= SCALES[kind].most


@pytest.mark.parametrize(("said", "mood"), [("amber", "yellow"), (" Red ", "red"), ("GREEN", "green")])
def test_amber_is_yellow(said: str, mood: str) -> None:
    assert parse_mood(said) == mood


def test_without_an_account_the_latest_mood_of_each_is_listed(cs: Program, enter: Entries) -> None:
    with enter:
        for key in ("ACME", "BETA", "GONE", "MUTE"):
            enter.account(key)
    assert cs.as_of(MONDAY, "sentiment").text == "No sentiment yet. Say one: cs sentiment ACME green because …\n"
    for day, key, mood in (("1 nov", "ACME", "green"), ("20 nov", "ACME", "red"), ("21 nov", "BETA", "yellow"),
                           ("22 nov", "GONE", "red")):  # fmt: skip
        assert cs.as_of(MONDAY, "sentiment", key, mood, "because", "it is", "--on", day).code == 0
    assert cs.as_of(MONDAY, "account", "archive", "GONE").code == 0
    rows = cs.as_of(MONDAY, "sentiment", "--json").rows
    assert [(row["account"], row["on"], row["mood"]) for row in rows] == [
        ("BETA", "2026-11-21", "yellow"), ("ACME", "2026-11-20", "red"),
    ]  # fmt: skip
    lines = cs.as_of(MONDAY, "sentiment", "--limit", "1").text.splitlines()
    assert lines[0].split() == ["BETA", "2026-11-21", "2d", "ago", "▲", "yellow", "it", "is"]
    assert lines[1] == "2 accounts, internal. All of one: cs sentiment BETA. 1 more: cs sentiment --all"
    assert [row["account"] for row in cs.as_of("2026-11-20", "sentiment", "--json").rows] == ["ACME"]


@pytest.mark.parametrize(
    ("options", "said", "stored"),
    [
        ((), "The customer may read c1, c2 in qbr and plan; the rest is internal.", [(0, 1), (0, 1)]),
        (("--shared",), "The customer may read a1, c1, c2 in qbr and plan; the rest is internal.", [(1, 1), (1, 1)]),
        (("--internal",), "All of it is internal: no customer reads it", [(0, 0), (0, 0)]),
    ],
)  # fmt: skip
def test_a_meeting_says_what_the_customer_may_read(
    acme: Program, options: tuple[str, ...], said: str, stored: list[tuple[int, int]]
) -> None:
    promises = ("--commit", "us: fix SSO by 12 dec", "--commit", "them: sign by fri")
    answer = acme.as_of(MONDAY, "meet", "ACME", "price", *promises, *options)
    assert said in answer.talk
    sql = "SELECT a.shared, c.shared FROM commitments c JOIN activities a ON a.number = c.activity"
    assert rows(acme, sql) == stored


def test_a_meeting_is_not_shared_and_internal_at_once(acme: Program) -> None:
    answer = acme("meet", "ACME", "price", "--shared", "--internal")
    assert (answer.code, answer.text) == (2, "")
    assert "--shared and --internal" in answer.talk
    assert "promises are shared, unless --internal" in " ".join(acme("meet", "--help").text.split())
