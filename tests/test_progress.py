"""The progress bar: on a terminal, for what takes long, and on stderr only."""

import os
import pty
import sys

import pytest

from cs_cli.output.progress import LONG, progress


@pytest.fixture
def terminal(monkeypatch):
    """A pseudo-terminal as stderr; calling it returns what was drawn."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("TERM", "xterm")

        def drawn():
            stream.flush()
            return os.read(ours, 1 << 16).decode()

        yield drawn
    os.close(ours)


def test_a_long_work_draws_a_bar_on_a_terminal(terminal, capsys):
    with progress("Importing", LONG) as advance:
        advance(LONG)
    assert "Importing" in terminal()
    assert capsys.readouterr().out == ""


def test_elsewhere_and_for_short_work_nothing_is_drawn(capsys):
    for rows in (LONG, 1):
        with progress("Importing", rows) as advance:
            advance(rows)
    assert capsys.readouterr() == ("", "")
