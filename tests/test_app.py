"""The command tree is a table; its strings must not rot."""

import pytest
from conftest import Program
from entries import Entries

from cs_cli.app import WORDS, command_of

DAILY = [
    "today",
    "why",
    "accounts",
    "show",
    "brief",
    "renewals",
    "health",
    "digest",
    "qbr",
    "tasks",
    "log",
    "task",
    "done",
    "import",
    "undo",
]


@pytest.mark.parametrize("word", WORDS)
def test_every_word_has_a_command_that_says_what_it_does(word: str) -> None:
    command = command_of(word)
    assert command.name == word
    assert command.get_short_help_str(limit=200)
    assert command.rich_help_panel == WORDS[word].panel


def test_help_shows_the_words_of_the_day_and_no_other(cs: Program) -> None:
    said = cs("--help").text.split("Commands:\n")[1].split("\n\n")[0]
    assert sorted(line.split()[0] for line in said.strip().splitlines()) == sorted(DAILY)


def test_every_word_is_in_help_all(cs: Program) -> None:
    said = cs("help", "all").text
    missing = [word for word in WORDS if f"  cs {word} " not in said]
    assert missing == []


def test_a_mistyped_word_is_answered_with_the_one_that_is_meant(cs: Program) -> None:
    answer = cs("renewal")
    assert answer.code == 2
    assert answer.talk == 'cs: no word "renewal"\n  Did you mean renewals, renew or render?\n'


def test_no_word_is_the_word_today(demo: Program) -> None:
    assert demo("--as-of", "2026-11-23").out == demo("today", "--as-of", "2026-11-23").out


def test_the_version_is_one_line(cs: Program) -> None:
    assert cs("--version").text == "cs 0.1.0\n"


PAST = "As of Sun 1 Nov 2026: owner, segment and stage have no date and are as they are now.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        *((words, PAST) for words in (
            ["today"], ["accounts"], ["show", "ACME"], ["renewals"], ["health"], ["health", "--fail-on", "red"],
            ["digest"], ["digest", "--format", "md"], ["qbr", "ACME", "-o", "-"], ["plan", "ACME", "-o", "-"],
            ["tasks"], ["activities"], ["contacts"], ["contacts", "ACME"], [],
        )),
        *((words, "") for words in (["history"], ["history", "ACME"], ["sql", "select 1"], ["config", "show"])),
    ],
    ids=str,
)  # fmt: skip
def test_of_a_day_that_has_passed_each_answer_says_what_has_no_date(demo: Program, words: list[str], said: str) -> None:
    def told(day: str) -> str:
        lines = demo(*words, "--as-of", day).talk.splitlines(keepends=True)
        return "".join(line for line in lines if "is open for review" not in line)

    assert told("2026-11-01") == said
    assert told("2027-11-01") == ""


def test_what_is_entered_for_a_past_day_answers_for_today(demo: Program) -> None:
    assert "no date" not in demo("log", "ACME", "called", "--as-of", "2026-11-01").talk
    assert "no date" not in demo("account", "edit", "ACME", "--owner", "zoe", "--as-of", "2026-11-01").talk
    assert "no date" not in demo("account", "edit", "ACME", "--owner", "zoe", "--as-of", "2026-11-01").talk


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("1 oct", "As of Fri 1 Oct 2027.\n"),
        ("fri", "As of Fri 27 Nov 2026.\n"),
        ("2027-10-01", ""),
        ("today", ""),
        ("23 nov", ""),
        ("-3w", "As of Mon 2 Nov 2026: owner, segment and stage have no date and are as they are now.\n"),
    ],
)
@pytest.mark.parametrize("words", [["accounts"], ["renewals"], ["health"], ["tasks", "--json"], ["milestones"]])
def test_a_day_in_words_is_echoed_as_understood(
    cs: Program, enter: Entries, words: list[str], day: str, said: str
) -> None:
    enter.account("ACME")
    answer = cs.as_of(day, *words)
    assert (answer.code, answer.talk) == (0, said)


def test_a_day_in_words_is_echoed_where_something_is_written(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    assert "As of Fri 1 Oct 2027.\n" in cs.as_of("1 oct", "risk", "add", "ACME", "No budget").talk
