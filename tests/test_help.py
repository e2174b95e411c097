"""`cs help`: what can be typed, what JSON holds, what the exit codes mean."""

import re
from pathlib import Path

import pytest

from cs_cli.commands.help_ import EXIT_CODES, JSON_KEYS

TODAY = "2026-11-23"
ROOT = Path(__file__).parent.parent
NO_SCHEDULER = {"PATH": "/nowhere", "XDG_CONFIG_HOME": ""}


def typed(word):
    account = ["ACME"] if word in ("why", "show", "brief", "contacts") else []
    forms = {
        "health explain": ["health", "ACME", "--explain"],
        "health history": ["health", "ACME", "--history"],
        "health said": ["health", "--said"],
        "health migration": ["health", "--migration"],
        "hindsight": ["hindsight", "GALLEON"],
        "retention monthly": ["retention", "--monthly"],
        "retention explain": ["retention", "--explain"],
        "forecast explain": ["forecast", "--explain"],
        "forecast account": ["forecast", "ACME"],
        "forecast accuracy": ["forecast", "--accuracy"],
        "scorecard backtest decisions": ["scorecard", "backtest", "--decisions"],
        "backup": ["backup", "--list"],
        "view show": ["view", "show", "mine"],
        "plan check": ["plan", "ACME", "--check"],
        "ttv explain": ["ttv", "--explain"],
        "nps account": ["nps", "ACME"],
        "nps comments": ["nps", "--comments"],
        "csat account": ["csat", "ACME"],
        "contacts gaps": ["contacts", "--gaps"],
        "contact export": ["contact", "export", "Jo Park"],
        "config secret": ["config", "secret", "--list"],
        "find": ["find", "roi"],
        "sentiment": ["sentiment", "ACME"],
        "measure": ["measure", "ACME"],
        "since": ["since", "fri"],
        "qbr all": ["qbr", "--all", "--as", "md"],
        "qbr check": ["qbr", "ACME", "--check"],
        "doc all": ["doc", "plan", "--all", "--as", "md"],
        "doc check": ["doc", "plan", "ACME", "--check"],
        "scorecard try": ["scorecard", "try", "--weight", "seats_used=90"],
    }
    return [*forms.get(word, word.split()), *account, "--json"]


@pytest.mark.parametrize("word", JSON_KEYS)
def test_the_keys_that_help_lists_are_those_of_the_answer(demo, word, monkeypatch):
    monkeypatch.chdir(demo.home)
    if word == "override":
        assert demo("override", "ACME", "yellow", "--why", "a sign is near", "--until", "2w").code == 0
    if word == "backup":
        assert demo("backup").code == 0
    if word == "health said":
        usage = demo.home / "usage.csv"
        usage.write_text("account,metric,on,value\nACME,logins,2026-11-23,9\n", encoding="utf-8")
        assert demo.as_of(TODAY, "import", str(usage)).code == 0
    if word == "config secret":
        assert demo("config", "secret", "slack", stdin="x").code == 0
    if word == "segments check":
        (demo.home / "config").mkdir()
        rules = '[default]\nsilent_after_days = 60\n[segment.strategic]\nwhen = "arr:>=100k"\n'
        (demo.home / "config" / "segments.toml").write_text(rules, encoding="utf-8")
    if word == "scorecard check":
        assert demo("scorecard", "copy", "enterprise").code == 0
    if word == "template check":
        (demo.home / "config" / "templates").mkdir(parents=True)
        (demo.home / "config" / "templates" / "kickoff.md.j2").write_text("::: bouquet\n:::\n", encoding="utf-8")
    if word.startswith("view"):
        assert demo("view", "save", "mine", "owner:me").code == 0
    if word.startswith("schedule"):
        words = ["schedule", "install", "daily", "--at", "07:30", "--to", "terminal", "--systemd", "--yes"]
        assert demo(*words, env=NO_SCHEDULER).code == 0
    answer = demo.as_of(TODAY, *typed(word), env=NO_SCHEDULER)
    assert answer.code in (0, 1), answer.talk
    assert answer.rows
    listed = demo("help", "json", *word.split()).text.splitlines()
    assert all(list(row) == listed for row in answer.rows)


@pytest.mark.parametrize("word", ["renewals", "show", "brief"])
def test_what_a_key_means_is_said_beside_the_list(cs, word):
    answer = cs("help", "json", word)
    assert answer.talk.splitlines() == [
        "notice_days is in calendar days, whatever the notice is agreed in",
        "contract and product are null where there is none",
    ]
    assert cs("help", "json", "tasks").talk == ""


def test_every_word_with_fixed_keys_is_listed(cs):
    assert cs("help", "json").text.splitlines() == sorted(JSON_KEYS)


def test_a_word_without_fixed_keys_says_which_have_them(cs):
    answer = cs("help", "json", "sql")
    assert (answer.code, answer.out) == (2, b"")
    assert answer.talk.splitlines()[0] == 'cs: "sql" has no JSON answer with fixed keys'
    assert answer.talk.splitlines()[1].startswith("  These have: accounts, ")


def test_every_exit_code_is_listed_once_with_its_meaning(cs):
    lines = cs("help", "exit-codes").text.splitlines()
    assert [int(line.split()[0]) for line in lines] == [0, 1, 2, 65, 66, 69, 70, 73, 75, 77, 78, 130, 141]
    assert [line.split(maxsplit=1)[1] for line in lines] == list(EXIT_CODES.values())


def test_every_exit_code_of_the_program_is_listed():
    sources = "\n".join(path.read_text() for path in (ROOT / "cs_cli").rglob("*.py"))
    used = {int(code) for code in re.findall(r"(?:exit_code|INTERRUPTED|INTERNAL|CLOSED_PIPE) = (\d+)", sources)}
    assert used <= set(EXIT_CODES)
    assert {2, 65, 66, 70, 73, 75, 77, 78, 130, 141} <= used


@pytest.mark.parametrize("words", [("--help",), ("-h",), ("help",)])
def test_the_first_page_cuts_no_sentence_and_says_where_the_rest_is(cs, words):
    said = cs(*words).text
    assert "..." not in said.split("Commands:")[1]
    assert "cs help all" in said
    assert "cs help exit-codes" in said
    assert all(len(line) <= 80 for line in said.splitlines())


@pytest.mark.parametrize("word", ["renewals", "show", "digest", "sql", "account add", "contract edit"])
def test_help_of_a_word_is_its_help_page(cs, word):
    path = word.split()
    assert cs("help", *path).text == cs(*path, "--help").text
    assert f"Usage: cs {word}" in cs("help", *path).text


@pytest.mark.parametrize("words", [("renewal",), ("show", "ACME"), ("account", "fly")])
def test_help_of_what_is_no_word(cs, words):
    answer = cs("help", *words)
    assert (answer.code, answer.out) == (2, b"")
    assert answer.talk == f'cs: no word "{" ".join(words)}"\n  All words: cs help all\n'
