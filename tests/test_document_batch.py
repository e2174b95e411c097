"""`cs qbr --all`: the documents of many accounts, two at a time; one that fails stops none of the others."""

import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from zipfile import ZipFile

import pytest
from conftest import Program
from entries import Entries

AS_OF = ("--as-of", "2026-11-23")
STUMBLES = """---
title: T
---
<!-- layout: title -->
# {{ account.name }}

---
# {{ 1 // (0 if account.name == "Beta" else 1) }}

- x
"""


@pytest.fixture(autouse=True)
def in_the_home_folder(cs: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(cs.home)
    return cs.home


@pytest.fixture
def six(cs: Program, enter: Entries) -> Program:
    """Five accounts with a contract and one with a name only; two decide on something in the next weeks."""
    with enter:
        for n, key in enumerate(("ALPHA", "BETA", "GAMMA", "DELTA", "OMEGA")):
            enter.account(key, key.title(), segment="large" if n < 3 else "small", owner="ann")
            enter.contract(key, renews="2026-12-15" if n < 2 else "2027-10-01", arr=1000 * (n + 1))
        enter.account("NAMED", "Named Only", segment="small", owner="ann")
    return cs


def outcomes(answer):
    return {row["account"]: row["outcome"] for row in answer.rows}


def test_every_account_has_its_document_and_the_summary_says_what_was_left_out(six: Program) -> None:
    answer = six("qbr", "--all", "--as", "html", "-o", "decks/", *AS_OF)
    assert answer.code == 0
    assert sorted(path.name for path in (six.home / "decks").iterdir()) == [
        f"{key}-qbr-2026-11-23.html" for key in ("ALPHA", "BETA", "DELTA", "GAMMA", "OMEGA")
    ]
    assert "NAMED  Named Only  ○ left out  nothing that it shows is recorded" in answer.text
    assert answer.text.endswith("5 documents in decks, 1 left out\n")
    assert six("qbr", "ALPHA", "-o", "-", *AS_OF).out == (six.home / "decks/ALPHA-qbr-2026-11-23.html").read_bytes()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("--due", "30d"), {"ALPHA", "BETA"}),
        (("--segment", "small"), {"DELTA", "OMEGA", "NAMED"}),
        (("seg:large", "-beta"), {"ALPHA", "GAMMA"}),
        (("--due", "30d", "--owner", "nobody"), set()),
    ],
)
def test_a_filter_and_a_window_say_whose(six: Program, words: tuple[str, ...], found: set[str]) -> None:
    answer = six("qbr", "--all", *words, "--as", "md", "-o", "decks", "--json", *AS_OF)
    assert (answer.code, set(outcomes(answer))) == (0, found)


def test_a_document_changed_by_hand_is_left_out_until_force(six: Program) -> None:
    six("qbr", "--all", "--as", "md", "-o", "decks", *AS_OF)
    mine = six.home / "decks" / "BETA-qbr-2026-11-23.md"
    mine.write_text("mine")
    answer = six("qbr", "--all", "--as", "md", "-o", "decks", "--json", *AS_OF)
    assert (answer.code, outcomes(answer)["BETA"], mine.read_text()) == (0, "left out", "mine")
    assert "--force" in next(row["why"] for row in answer.rows if row["account"] == "BETA")
    answer = six("qbr", "--all", "--as", "md", "-o", "decks", "--force", "--json", *AS_OF)
    assert outcomes(answer)["BETA"] == "made"
    assert mine.read_text() != "mine"


def test_one_account_that_fails_stops_none_of_the_others(six: Program) -> None:
    folder = six.home / "config" / "templates"
    folder.mkdir(parents=True)
    (folder / "mine.md.j2").write_text(STUMBLES)
    answer = six("doc", "mine", "--all", "--as", "md", "-o", "decks", "--json", *AS_OF)
    assert answer.code == 1
    assert {key for key, outcome in outcomes(answer).items() if outcome == "failed"} == {"BETA"}
    why = next(row["why"] for row in answer.rows if row["account"] == "BETA")
    assert "template mine.md.j2, line 8" in why
    assert not list((six.home / "decks").glob("BETA*"))
    assert "1 failed" in six("doc", "mine", "--all", "--as", "md", "-o", "decks", *AS_OF).text


def test_a_file_in_the_way_of_the_folder_is_one_sentence(six: Program) -> None:
    (six.home / "decks").write_text("in the way")
    answer = six("qbr", "--all", "-o", "decks/x", *AS_OF)
    assert (answer.code, answer.text) == (73, "")
    assert "-o FOLDER" in answer.talk


def test_a_link_in_the_folder_is_not_followed(six: Program) -> None:
    (six.home / "decks").mkdir()
    (six.home / "decks" / "BETA-qbr-2026-11-23.md").symlink_to(six.home / "elsewhere.md")
    answer = six("qbr", "--all", "--as", "md", "-o", "decks", "--json", *AS_OF)
    assert (answer.code, outcomes(answer)["BETA"]) == (1, "failed")
    assert not (six.home / "elsewhere.md").exists()


def test_todays_list_takes_a_deck_of_the_batch_for_made(six: Program) -> None:
    assert six("qbr", "--all", "--as", "md", "-o", "decks", *AS_OF).code == 0
    from cs_cli.store.notebook import DECKS, noted  # noqa: PLC0415  beside what it looks at

    assert len(noted(six.db, six.home / "state", DECKS)) == 5


def test_stopping_leaves_whole_files_and_says_how_many(demo: Program) -> None:
    command = [sys.executable, "-m", "cs_cli", "qbr", "--all", "--as", "pptx", "-o", "decks", *AS_OF]
    ours, theirs = pty.openpty()
    run = subprocess.Popen(command, cwd=demo.home, env=demo._environment({}), stderr=theirs)  # noqa: SLF001  its machine
    os.close(theirs)
    for _ in range(3000):
        if list((demo.home / "decks").glob("*.pptx")):
            break
        time.sleep(0.01)
    run.send_signal(signal.SIGINT)
    told = b""
    with suppress(OSError):  # Linux ends a terminal that nobody holds with an error
        while said := os.read(ours, 4096):
            told += said
    os.close(ours)
    assert run.wait(30) == 130
    made = sorted((demo.home / "decks").iterdir())
    assert 0 < len(made) < 58
    assert all(path.suffix == ".pptx" and ZipFile(path).testzip() is None for path in made)
    assert b"been written" in told
    assert b"documents" in told
