"""Where the words of an entry come from: typed, from a pipe, from an editor."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from conftest import ROOT, Program
from entries import Entries
from test_config import listen


@pytest.fixture
def acme(cs: Program, enter: Entries) -> Program:
    """ACME with one note."""
    enter.account("ACME", "Acme Corporation")
    enter.activity("ACME", "2026-11-20", "note", summary="first words")
    return cs


def at_terminal(cs: Program, *words: str, **env: str) -> tuple[int, str]:
    """The exit code of `words`, and what a terminal shows of it besides standard output."""
    ours, theirs = os.openpty()
    seen: list[bytes] = []
    listener = threading.Thread(target=listen, args=(ours, seen))
    listener.start()
    own = cs._environment({"VISUAL": "", "EDITOR": "", **env})  # noqa: SLF001  # the same machine, at a terminal
    own |= {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "cs_cli", *words],
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env=own,
        check=False,
    )
    os.close(theirs)
    listener.join()
    os.close(ours)
    return done.returncode, b"".join(seen).decode().replace("\r\n", "\n")


def editor(folder: Path, text: str, code: int = 0) -> str:
    """An editor that keeps what it found in `found.txt`, with the file's mode, and leaves `text`."""
    script = folder / "an editor.py"
    script.write_text(
        "import os, sys\n"
        "path = sys.argv[-1]\n"
        "mode = oct(os.stat(os.path.dirname(path)).st_mode)\n"
        f"open({str(folder / 'found.txt')!r}, 'w').write(open(path).read() + mode)\n"
        f"open(path, 'w', encoding='utf-8').write({text!r})\n"
        f"sys.exit({code})\n"
    )
    return f"'{sys.executable}' '{script}'"


def summaries(cs: Program) -> list[str]:
    return [row["summary"] for row in cs("activities", "--json").rows]


@pytest.mark.parametrize("variable", ["VISUAL", "EDITOR"])
def test_without_words_the_editor_opens_empty(acme: Program, tmp_path: Path, variable: str) -> None:
    code, said = at_terminal(acme, "log", "ACME", "--call", **{variable: editor(tmp_path, "two\nlines Ø\n")})
    assert (code, said.split(" logged")[0].split(": ")[-1][:7]) == (0, "call of")
    assert summaries(acme)[0] == "two\nlines Ø"
    assert (tmp_path / "found.txt").read_text() == "0o40700"


@pytest.mark.parametrize("words", [("edit", "a1"), ("edit", "t1"), ("log", "--amend")])
def test_what_is_changed_stands_in_the_editor(acme: Program, tmp_path: Path, words: tuple[str, ...]) -> None:
    if words[0] == "log":
        acme("log", "ACME", "last words")
    acme("task", "ACME", "send ROI")
    code, said = at_terminal(acme, *words, EDITOR=editor(tmp_path, "other words"))
    assert (code, "→ other words" in said) == (0, True)
    before = {"a1": "first words", "t1": "send ROI", "--amend": "last words"}[words[1]]
    assert (tmp_path / "found.txt").read_text() == f"{before}\n0o40700"


@pytest.mark.parametrize(
    ("text", "ends", "said"),
    [
        ("", 0, 'cs: the text "" is blank; nothing was written'),
        (" \n", 0, "cs: the text"),
        ("words", 1, "cs: the editor"),
    ],
)
def test_nothing_is_logged_where_the_editor_leaves_nothing(
    acme: Program, tmp_path: Path, text: str, ends: int, said: str
) -> None:
    code, shown = at_terminal(acme, "log", "ACME", EDITOR=editor(tmp_path, text, ends))
    assert (code, shown.startswith(said)) == (73 if ends else 2, True)
    assert summaries(acme) == ["first words"]


def test_without_an_editor_there_is_one_sentence(acme: Program) -> None:
    code, said = at_terminal(acme, "log", "ACME")
    assert (code, said.splitlines()) == (
        2,
        [
            "cs: Missing argument 'TEXT'; no editor is set ($EDITOR)",
            '  cs log ACME "…"',
            "  From a pipe: … | cs log ACME -",
        ],
    )
    code, said = at_terminal(acme, "log", "ACME", EDITOR="/no/such/editor")
    assert (code, said.startswith("cs: the editor /no/such/editor does not start")) == (73, True)
    code, said = at_terminal(acme, "log", "ACME", "--no-input", EDITOR="ed")
    assert (code, said.splitlines()[0]) == (2, "cs: Missing argument 'TEXT'")


def test_words_come_from_a_pipe(acme: Program) -> None:
    assert acme("log", "ACME", "-", stdin="from a pipe\n").code == 0
    assert acme("edit", "a1", "-", stdin="said otherwise\n").code == 0
    assert summaries(acme) == ["from a pipe", "said otherwise"]
    assert acme("log", "ACME", "-", stdin="").talk.splitlines()[0] == 'cs: the text "" is blank; nothing was written'
