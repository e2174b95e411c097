"""Mistakes: each is at most five lines on stderr, the last of which says what to type, and nothing on stdout."""

import os
import re
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from conftest import Program

from cs_cli import app
from cs_cli.errors import AccountNotFoundError, BusyError, CsError, sentence_of

TODAY = "2026-11-23"
NOWHERE = "/nowhere/at/all.db"
WRONG = [
    (("renewal",), 2, 'no word "renewal"', "Did you mean renewals, renew or render?"),
    (("globex",), 2, 'no word "globex"', "All words: cs help all"),
    (("rm", "-rf"), 2, 'no word "rm"', "All words: cs help all"),
    (("--verison",), 2, "No such option: --verison", "cs --help"),
    (("renewals", "--du", "30d"), 2, "No such option: --du", "cs renewals --help"),
    (("renewals", "--as-of", TODAY, "--due"), 2, "Option '--due' requires", "cs renewals --help"),
    (("renewals", "--due", "31 nov"), 2, '"31 nov" is no day', "Say 30d, 6w, 3m, 1q, 1y or a last day"),
    (("renewals", "--due", "yesterday"), 2, '"yesterday" ends on 2026-11-22', "A window looks ahead"),
    (("renewals", "--by", "name"), 2, '--by "name" is unknown', "One of decide, opt-out, renewal"),
    (("renewals", "--term", "weekly"), 2, '"weekly" is no term', "Say monthly"),
    (("renewals", "30d"), 2, "is a length of time, and not said of what", "Like decide:30d or --due 30d"),
    (("renewals", "--limit", "many"), 2, "Invalid value for '--limit'", "cs renewals --help"),
    (("renewals", "--limit", "-3"), 2, "--limit -3 is no number of rows", "Like --limit 20"),
    (("accounts", "--band", "blue"), 2, 'no band "blue"', "One of red, yellow, green, grey"),
    (("accounts", "--format", "yaml"), 2, 'no format "yaml"', "One of table, json, jsonl, csv, md"),
    (("accounts", "--json", "--format", "csv"), 2, "two formats at once", "One of --json"),
    (("accounts", "--as-of", "someday"), 2, '"someday" is no day I know', "Say 2026-12-01"),
    (("show",), 2, "Missing argument 'ACCOUNT'", "cs show --help"),
    (("show", "ACME", "BETA"), 2, "Got unexpected extra argument", "cs show --help"),
    (("show", "acmee"), 66, 'no account "acmee"', "cs show ACME"),
    (("why", "zzz"), 66, 'no account "zzz"', "cs accounts"),
    (("brief", ""), 66, 'no account ""', "cs accounts"),
    (("health", "zzz", "--explain"), 66, 'no account "zzz"', "cs accounts"),
    (("contacts", "zzz"), 66, 'no account "zzz"', "cs accounts"),
    (("digest", "--format", "pdf"), 2, 'no digest format "pdf"', "One of text, md, html"),
    (("sql",), 2, "Missing argument 'QUERY'", "cs sql --help"),
    (("sql", "selct"), 2, "SQL: ", "cs sql"),
    (("sql", "drop table account"), 77, "cs sql only reads", "cs import"),
    (("sql", "select 1; select 2"), 2, "one query at a time", "cs sql"),
    (("help", "nothing"), 2, 'no word "nothing"', "cs help all"),
    (("help", "json", "nothing"), 2, '"nothing" has no JSON answer', "These have: accounts"),
    (("accounts", "--db", NOWHERE), 66, f"no portfolio at {NOWHERE} yet", "cs import FILE"),
    (("--db", NOWHERE, "renewals"), 66, f"no portfolio at {NOWHERE} yet", "cs demo"),
    (("digest", "--db", NOWHERE), 78, f"no accounts in {NOWHERE}", "cs digest --db PATH"),
    (("accounts", "--db", "postgresql://db/cs"), 78, "postgresql is not supported", "cs --db PATH"),
    (("import", "/nowhere/book.csv"), 66, "/nowhere/book.csv", None),
    (("import",), 2, "Missing argument", "cs import --help"),
    (("log", "acmee", "CFO wants ROI"), 66, 'no account "acmee"', "cs log ACME 'CFO wants ROI'"),
    (("done", "t99"), 66, "t99", None),
    (("undo", "99"), 66, "99", None),
    (("demo", "--db", "DB"), 65, None, None),
    (("demo", "--accounts", "0"), 2, "Invalid value for '--accounts'", "cs demo --help"),
    (("qbr", "zzz"), 66, 'no account "zzz"', "cs accounts"),
    (("account", "add", "ACME", "--name", "Acme"), 65, "ACME", None),
    (("account", "fly"), 2, "No such command", "cs account --help"),
    (("account", "add", "A B", "--name", "Acme"), 2, '"A B" is no key', "cs account add"),
    (("account", "add", "today", "--name", "Acme"), 2, '"today" is a word of the command line', None),
    (("account", "edit", "ACME", "--live-on", "soon"), 2, '--live-on "soon"', None),
    (("contact", "add", "ACME", "--name", "Jo", "--role", "boss"), 2, '--role "boss"', None),
    (("contract", "add", "ACME", "--renews", "2027-13-01", "--arr", "1"), 2, '--renews "2027-13-01"', None),
    (("done", "xx"), 2, 'the task "xx"', None),
    (("contract", "edit", "ACME/Nothing", "--status", "ended"), 66, "Nothing", None),
    (("config", "set", "me.nam", "Ann"), 2, 'no setting "me.nam"', "Did you mean me.name?"),
    (("config", "set", "currency", "EURO"), 2, 'currency "EURO" is no ISO 4217 code', "Like USD"),
    (("config", "set", "timezone", "Mars"), 2, 'timezone "Mars" is unknown', "Like Europe/Berlin"),
    (("export", "csv"), 2, "", None),
    (("restore", "/nowhere/copy.db"), 66, "/nowhere/copy.db", None),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A machine with one account."""
    program = Program(tmp_path_factory.mktemp("errors"))
    sheet = program.home / "book.csv"
    sheet.write_text("account,name,ARR,Renewal date\nACME,Acme Corporation,12000,2027-03-01\n")
    assert program.as_of(TODAY, "import", str(sheet)).code == 0
    return program


@pytest.mark.parametrize(("words", "code", "what", "then"), WRONG, ids=lambda value: str(value)[:40])
def test_a_mistake_says_what_is_wrong_and_what_to_type(home, words, code, what, then):
    before = home.db.read_bytes()
    words = tuple(str(home.db) if word == "DB" else word for word in words)
    answer = home(*words, *(() if "--as-of" in words or words[0][0] == "-" else ("--as-of", TODAY)))
    lines = answer.talk.splitlines()
    assert (answer.code, answer.out) == (code, b""), answer.talk
    assert 1 <= len(lines) <= 5
    assert lines[0].startswith("cs: ")
    assert "Traceback" not in answer.talk
    assert what is None or what in lines[0]
    assert then is None or then in lines[-1]
    assert len(lines) > 1 or "cs " in lines[0][4:]
    assert home.db.read_bytes() == before


def test_every_word_of_the_program_can_be_mistaken(home):
    for word in app.WORDS:
        answer = home(word, "--no-such-option")
        assert (answer.code, answer.out) == (2, b""), word
        assert answer.talk.splitlines()[0] == "cs: No such option: --no-such-option", word
        assert answer.talk.splitlines()[-1].strip().startswith(f"How to say it: cs {word}"), word


def test_a_line_break_in_what_was_typed_makes_no_line_more(home):
    assert home("show", "a\nb\nc\nd\ne\nf").talk.splitlines() == [
        'cs: no account "a b c d e f"',
        "  All accounts: cs accounts",
    ]


def test_an_option_before_the_word_counts_too(home):
    other = home.as_of("2026-11-23", "renewals", "--due", "1y", "--json")
    assert home("--as-of", "2026-11-23", "renewals", "--due", "1y", "--json").out == other.out
    assert home("--db", str(home.db), "accounts", "--json", env={"CS_DB": NOWHERE}).rows[0]["account"] == "ACME"


def raising(monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr("cs_cli.commands.accounts._found", fail)


def test_what_nobody_foresaw_is_one_sentence_and_a_private_log(home, monkeypatch):
    raising(monkeypatch, RuntimeError("Acme Corporation is secret"))
    answer = home("accounts", "--owner", "Secret Person")
    log = home.home / "state" / "faults.log"
    assert (answer.code, answer.out) == (70, b"")
    assert re.fullmatch(
        rf"cs: something went wrong inside cs: RuntimeError \(\d{{8}}-\d{{6}}\)\n  Details: {log}\n", answer.talk
    )
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert stat.S_IMODE(log.parent.stat().st_mode) == 0o700
    head, *rest = log.read_text().splitlines()
    assert re.fullmatch(r"--- \d{8}-\d{6} cs accounts", head)
    assert "Secret Person" not in head
    assert any("RuntimeError: Acme Corporation is secret" in line for line in rest)
    home("accounts")
    assert log.read_text().count("--- ") == 2


def test_debug_shows_the_traceback_and_writes_no_log(cs, enter, monkeypatch):
    enter.account("ACME")
    raising(monkeypatch, RuntimeError("oops"))
    answer = cs("accounts", "--debug")
    assert (answer.code, answer.out) == (70, b"")
    assert answer.talk.startswith("Traceback (most recent call last)")
    assert answer.talk.endswith("RuntimeError: oops\n")
    assert not (cs.home / "state" / "faults.log").exists()


def test_debug_leaves_a_mistake_a_mistake(home):
    assert home("show", "zzz", "--debug").talk == home("show", "zzz").talk


def test_where_no_log_can_be_written_the_sentence_says_so(cs, enter, monkeypatch):
    enter.account("ACME")
    raising(monkeypatch, RuntimeError("oops"))
    (cs.home / "state").write_text("a file, not a folder")
    answer = cs("accounts")
    assert answer.code == 70
    assert "no log could be written" in answer.talk
    assert "cs --debug" in answer.talk


def test_a_file_error_that_nobody_foresaw_is_logged(cs, enter, monkeypatch):
    enter.account("ACME")
    raising(monkeypatch, FileNotFoundError(2, "No such file", "thing"))
    assert cs("accounts").code == 70


def test_an_interrupt_is_130(home, monkeypatch):
    raising(monkeypatch, KeyboardInterrupt())
    answer = home("accounts")
    assert (answer.code, answer.out) == (130, b"")
    assert answer.talk == "cs: stopped; nothing was changed\n"


@pytest.mark.parametrize("error", [BusyError(), CsError("what", "one", "two", "three", "four", "five")])
def test_an_error_has_its_code_and_at_most_five_lines(home, monkeypatch, error):
    raising(monkeypatch, error)
    answer = home("accounts")
    assert answer.code == error.exit_code
    assert len(answer.talk.splitlines()) <= 5


def test_where_nobody_listens_the_exit_code_still_tells(home):
    environment = home._environment({})  # noqa: SLF001  # the same machine, without stderr
    shell = ["/bin/sh", "-c", 'exec "$@" 2>&-', "sh", sys.executable, "-m", "cs_cli", "show", "zzz"]
    done = subprocess.run(shell, env=environment, capture_output=True, cwd=Path(__file__).parent.parent, check=False)
    assert (done.returncode, done.stdout) == (66, b"")


def test_several_errors_name_their_candidates():
    assert sentence_of(["a"]) == "a"
    assert sentence_of(["a", "b", "c"]) == "a, b or c"
    assert sentence_of(["a", "b"], "and") == "a and b"
    assert AccountNotFoundError("x", ["A (Acme)", "B"], several=True).hints == ("Which one: A (Acme) or B?",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("me = [", "config.toml: "),
        ('[me]\nnam = "Ann"', 'no setting "me.nam"'),
        ('currency = "EURO"', 'currency "EURO" is no ISO 4217 code'),
        ("fiscal_year_start = 13", 'fiscal_year_start "13" is no month'),
        ('fiscal_year_start = "²"', 'fiscal_year_start "²" is no month'),
        ('timezone = "Mars"', 'timezone "Mars" is unknown'),
        (b"\xff\xfe", "config.toml: "),
    ],
)
def test_a_config_file_that_cannot_be_is_exit_78(cs, content, said):
    folder = cs.home / "config"
    folder.mkdir()
    (folder / "config.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    answer = cs("renewals")
    assert (answer.code, answer.out) == (78, b"")
    assert said in answer.talk.splitlines()[0]
    assert len(answer.talk.splitlines()) <= 5


def test_a_config_file_that_is_a_folder(cs):
    (cs.home / "config" / "config.toml").mkdir(parents=True)
    answer = cs("renewals")
    assert answer.code == 78
    assert "cannot be read" in answer.talk


def test_the_day_is_that_of_the_users_time_zone(cs, enter):
    enter.account("ACME")
    (cs.home / "config").mkdir()
    days = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):  # 25 hours apart: never the same day
        (cs.home / "config" / "config.toml").write_text(f'timezone = "{zone}"\n')
        days.append(cs("today").text.split(" · ")[0])
    assert days[0] != days[1]
    assert str(date.today().year)[:2] in days[0] + days[1]  # noqa: DTZ011  # the machine's own


def test_the_portfolio_of_the_config_is_used_where_nothing_else_is_said(cs, enter):
    enter.account("ACME")
    (cs.home / "config").mkdir()
    (cs.home / "config" / "config.toml").write_text(f'database = "{cs.db}"\n')
    assert cs("accounts", "--json", env={"CS_DB": ""}).rows[0]["account"] == "ACME"


@pytest.mark.skipif(os.name == "nt", reason="modes of files")
def test_a_file_that_is_no_portfolio_is_named(cs):
    cs.db.write_text("hello, this is no database")
    answer = cs("accounts")
    assert answer.code in (65, 78)
    assert str(cs.db) in answer.talk
    assert len(answer.talk.splitlines()) <= 5
