"""`cs init` and `cs config`: the settings, where they come from, where the portfolio lies."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest
from conftest import ROOT, Program

FREE = {"CS_DB": ""}


def config(cs: Program) -> Path:
    return cs.home / "config" / "config.toml"


def read(cs: Program) -> dict[str, object]:
    return tomllib.loads(config(cs).read_text(encoding="utf-8"))


def values(cs: Program) -> dict[str, object]:
    return {row["key"]: row["value"] for row in cs("config", "show", "--json").rows}


def test_init_without_questions_writes_what_was_said_and_makes_the_portfolio(cs: Program) -> None:
    answer = cs(
        "init",
        "--no-input",
        "--name",
        "Ann Lee",
        "--company",
        "Ours",
        "--timezone",
        "Europe/Berlin",
        "--currency",
        "eur",
    )
    assert (answer.code, answer.text) == (0, "")
    assert answer.talk.splitlines() == [
        f"Settings: {config(cs)}",
        f"Portfolio: {cs.db} (new)",
        *cs("today").text.splitlines(),
        "Account keys by the tab key, once: cs --install-completion",
    ]
    assert read(cs) == {
        "me": {"name": "Ann Lee", "company": "Ours"},
        "timezone": "Europe/Berlin",
        "currency": "EUR",
        "database": str(cs.db),
    }
    assert (config(cs).stat().st_mode & 0o777, cs.db.stat().st_mode & 0o777) == (0o600, 0o600)
    assert cs("history", "--json").rows == []


def test_init_again_keeps_what_it_is_not_told(cs: Program) -> None:
    cs("init", "--no-input", "--name", "Ann")
    cs("account", "add", "ACME", "--name", "Acme")
    answer = cs("init", "--no-input", "--currency", "GBP")
    assert answer.talk.splitlines()[1:] == [
        f"Portfolio: {cs.db}",
        "Account keys by the tab key, once: cs --install-completion",
    ]
    assert read(cs) == {"me": {"name": "Ann"}, "currency": "GBP", "database": str(cs.db)}


def test_the_portfolio_that_init_wrote_is_the_one_that_is_meant(cs: Program) -> None:
    other = cs.home / "mine.db"
    assert cs("init", "--no-input", "--db", str(other), env=FREE).code == 0
    assert cs("account", "add", "ACME", "--name", "Acme", env=FREE).code == 0
    assert [row["account"] for row in cs("accounts", "--json", "--db", str(other)).rows] == ["ACME"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--currency", "XXX"], 'cs: cs init: currency "XXX" is no ISO 4217 code'),
        (["--timezone", "Mars/Base"], 'cs: cs init: timezone "Mars/Base" is unknown'),
    ],
)
def test_what_cannot_be_set_leaves_everything_as_it_was(cs: Program, words: list[str], sentence: str) -> None:
    answer = cs("init", "--no-input", "--name", "Ann", *words)
    assert (answer.code, answer.talk.splitlines()[0]) == (2, sentence)
    assert not config(cs).exists()
    assert not cs.db.exists()


def test_a_folder_that_syncs_is_refused_unless_that_is_known(cs: Program) -> None:
    path = cs.home / "Dropbox" / "portfolio.db"
    answer = cs("init", "--no-input", "--db", str(path))
    assert answer.code == 78
    assert answer.talk == (
        f"cs: {path.parent} is copied by Dropbox, which can tear a database; nothing was set\n"
        "  Another place: cs init --db PATH. This one all the same: cs init --db PATH --i-know-this-folder-syncs\n"
    )
    assert cs("config", "set", "database", str(path)).code == 78
    assert not config(cs).exists()
    assert not path.exists()
    assert cs("init", "--no-input", "--db", str(path), "--i-know-this-folder-syncs").code == 0
    assert read(cs) == {"database": str(path)}


def test_somebody_at_a_terminal_is_asked_and_asked_again_after_a_mistake(cs: Program) -> None:
    """The questions are on stderr; an empty answer takes the default that is shown."""
    said = typed(cs, "Ann Lee\n\nNowhere\nEurope/Paris\nchf\n")
    assert "Your name, for documents and --owner me: " in said
    assert 'cs init: timezone "Nowhere" is unknown. Like Europe/Berlin' in said
    assert "Home currency [USD]: " in said
    assert read(cs) | {"database": ""} == {
        "me": {"name": "Ann Lee"}, "timezone": "Europe/Paris", "currency": "CHF", "database": "",
    }  # fmt: skip


def typed(cs: Program, answers: str, code: int = 0, *, interrupted: bool = False) -> str:
    """What a terminal shows while the questions of `cs init` are answered, a line each; stdout stays empty.

    `interrupted` sends Ctrl-C's signal once the first question stands there.
    """
    ours, theirs = os.openpty()
    seen: list[bytes] = []
    listener = threading.Thread(target=listen, args=(ours, seen))
    listener.start()
    os.write(ours, answers.encode())
    own = {f"CS_{name}_DIR": str(cs.home / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
    words = [sys.executable, "-m", "cs_cli", "init"]
    env = os.environ | own | {"CS_DB": str(cs.db), "PYTHONPATH": str(ROOT)}
    streams = {"stdin": theirs, "stderr": theirs, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, **streams, env=env, preexec_fn=_heed_ctrl_c) as process:  # noqa: PLW1509  one thread, reading
        while interrupted and process.poll() is None and not any(b"Your name" in part for part in seen):
            listener.join(0.01)
        if interrupted:
            process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=60)
    os.close(theirs)
    listener.join()
    os.close(ours)
    shown = b"".join(seen).decode()
    assert (process.returncode, out) == (code, b""), shown
    return shown


def _heed_ctrl_c() -> None:
    """As at a terminal: tests that run in the background of a shell, and their children, ignore the signal."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def listen(terminal: int, seen: list[bytes]) -> None:
    """Keep what is shown until the terminal is closed, which reads as an error of its own."""
    with contextlib.suppress(OSError):
        while part := os.read(terminal, 4096):
            seen.append(part)


def test_who_ends_the_input_or_interrupts_has_changed_nothing(cs: Program) -> None:
    assert "cs: stopped; nothing was changed" in typed(cs, "Ann\n\x04", code=130)
    assert "cs: stopped; nothing was changed" in typed(cs, "", code=130, interrupted=True)
    assert not config(cs).exists()


def test_config_set_checks_keeps_comments_and_says_what_was_there(cs: Program) -> None:
    config(cs).parent.mkdir()
    config(cs).write_text('# mine\ncurrency = "USD" # home\n', encoding="utf-8")
    answer = cs("config", "set", "currency", "eur")
    assert (answer.code, answer.text, answer.talk) == (0, "", f"currency is now EUR, before: USD ({config(cs)})\n")
    assert cs("config", "set", "fiscal_year_start", "2").talk == f"fiscal_year_start is now 2 ({config(cs)})\n"
    assert config(cs).read_text(encoding="utf-8") == '# mine\ncurrency = "EUR" # home\nfiscal_year_start = 2\n'


def test_a_database_is_kept_by_its_whole_path(cs: Program) -> None:
    assert cs("config", "set", "database", str(cs.home / "a" / ".." / "b.db")).code == 0
    assert Path(str(read(cs)["database"])).is_absolute()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("me.nam", "x", 'cs: cs config set: no setting "me.nam"\n  Did you mean me.name?\n'),
        ("currency", "doubloons", 'cs: cs config set: currency "doubloons" is no ISO 4217 code\n'),
        ("fiscal_year_start", "13", 'cs: cs config set: fiscal_year_start "13" is no month\n'),
        ("fiscal_year_start", "feb", 'cs: cs config set: fiscal_year_start "feb" is no month\n'),
        ("timezone", "../etc/passwd", 'cs: cs config set: timezone "../etc/passwd" is unknown\n'),
        ("me.name", "a\0b", 'cs: me.name "ab" has characters that are no text; nothing was written\n'),
    ],
)
def test_a_setting_that_cannot_be_is_refused(cs: Program, key: str, value: str, said: str) -> None:
    answer = cs("config", "set", key, value)
    assert answer.code == 2
    assert answer.talk.startswith(said)
    assert not config(cs).exists()


def test_show_lists_every_setting_with_its_origin(cs: Program) -> None:
    cs("config", "set", "me.name", "Ann [Lee]")
    assert values(cs) == {
        "database": str(cs.db), "me.name": "Ann [Lee]", "me.company": None, "timezone": None, "currency": "USD",
        "fiscal_year_start": 1, "gross_margin": None, "delivery.allow_hosts": [], "me.email": [],
        "delivery.ca_file": None, "ttv_start": "signature", "csat": "top2", "support_hours": "09-17",
        "document.master": None, "document.theme": None, "document.footer": None, "document.language": None,
    }  # fmt: skip
    origins = [row["origin"] for row in cs("config", "show", "--json").rows]
    assert origins == ["--db or CS_DB", str(config(cs)), *["default"] * 15]
    assert cs("config", "show", "--json", env=FREE).rows[0]["origin"] == "default"
    shown = cs("config", "show").text
    assert "Ann [Lee]" in shown
    assert "the home currency (ISO 4217)" in shown
    assert str(config(cs)) not in shown
    assert str(config(cs)) in cs("config", "show", "--origin").text


def test_path_is_printed_even_where_the_file_is_broken(cs: Program) -> None:
    config(cs).parent.mkdir()
    config(cs).write_text("currency = ", encoding="utf-8")
    assert cs("config", "path").text == f"{config(cs)}\n"
    answer = cs("config", "set", "currency", "EUR")
    assert (answer.code, answer.talk.splitlines()[1]) == (78, "  Mend the file, or move it away and run cs init")


def written(cs: Program, text: str) -> None:
    """A config file written by hand."""
    config(cs).parent.mkdir(exist_ok=True)
    config(cs).write_text(text, encoding="utf-8")


def test_a_currency_written_by_hand_in_small_letters_is_the_home_currency(cs: Program) -> None:
    written(cs, 'currency = "eur"\nfiscal_year_start = "4"\n')
    assert (values(cs)["currency"], values(cs)["fiscal_year_start"]) == ("EUR", 4)
    assert cs("account", "add", "ACME", "--name", "Acme").code == 0
    answer = cs("contract", "add", "ACME", "--renews", "2027-03-31", "--arr", "12000")
    assert (answer.code, "€12,000 a year" in answer.talk) == (0, True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("database = 7", "database 7 is no text"),
        ('database = "a\\u0000b"', "database 'a\\x00b' is no text"),
        ('currency = ["EUR"]', "currency ['EUR'] is no text"),
        ('currency = "euro"', 'currency "euro" is no ISO 4217 code'),
        ("me.name = true", "me.name True is no text"),
        ("timezone = 2026-11-23", "timezone datetime.date(2026, 11, 23) is no text"),
        ("fiscal_year_start = 1.5", 'fiscal_year_start "1.5" is no month'),
        ("fiscal_year_start = true", 'fiscal_year_start "True" is no month'),
        ("fiscal_year_start = 0", 'fiscal_year_start "0" is no month'),
        ('currancy = "EUR"', 'no setting "currancy"'),
    ],
)
def test_a_setting_written_by_hand_that_cannot_be_is_one_clear_error(cs: Program, text: str, said: str) -> None:
    written(cs, text)
    answer = cs("accounts", env=FREE)
    lines = answer.talk.splitlines()
    assert (answer.code, answer.text, lines[0]) == (78, "", f"cs: {config(cs)}: {said}")
    assert lines[-1] == "  Mend the file, or move it away and run cs init"


def test_a_setting_set_to_nothing_is_as_it_was_before_it_was_set(cs: Program) -> None:
    written(cs, '# mine\ncurrency = "EUR"\n[me]\nname = "Ann"\n')
    assert cs("config", "set", "me.name", "").talk == f"me.name is no longer set, before: Ann ({config(cs)})\n"
    answer = cs("config", "set", "currency", "")
    assert answer.talk == f"currency is no longer set: USD, the default, before: EUR ({config(cs)})\n"
    assert cs("config", "set", "database", "").talk == f"database is not set ({config(cs)})\n"
    assert config(cs).read_text(encoding="utf-8").startswith("# mine\n")
    assert (values(cs)["me.name"], values(cs)["currency"]) == (None, "USD")
    assert cs("config", "set", "me.nam", "").code == 2
