"""The progress bar: on a terminal, for what takes long, and on stderr only."""

import os
import pty
import select
import sys

from cs_cli.output.progress import LONG, progress


def drawn_on_a_terminal(monkeypatch, rows):
    """What a terminal on stderr shows of the work on `rows` rows; "" when nothing comes for a second."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as stream, os.fdopen(ours, "rb", buffering=0) as screen:
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setenv("TERM", "xterm")
        with progress("Importing", rows) as advance:
            advance(rows)
        stream.flush()
        shown = b""
        while select.select([screen], [], [], 1)[0]:
            shown += screen.read(1 << 16)
        return shown.decode()


def test_a_long_work_draws_a_bar_on_a_terminal(monkeypatch, capsys):
    assert "Importing" in drawn_on_a_terminal(monkeypatch, LONG)
    assert capsys.readouterr().out == ""


def test_short_work_draws_nothing(monkeypatch):
    assert drawn_on_a_terminal(monkeypatch, LONG - 1) == ""


def test_elsewhere_nothing_is_drawn(capsys):
    with progress("Importing", LONG) as advance:
        advance(LONG)
    assert capsys.readouterr() == ("", "")
