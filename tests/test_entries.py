"""Single rows by hand: validated as their table's model before they are stored."""

from pathlib import Path
from typing import Any

import pytest

from cs_cli.errors import BadDataError
from cs_cli.store.entries import Entries
from cs_cli.store.write import writing

AT = "2026-11-23T07:00:00Z"
TASK: dict[str, Any] = {"title": "send ROI", "created_on": "2026-11-23"}


def test_a_row_is_stored_read_and_changed_with_what_differs(tmp_path: Path) -> None:
    with writing(tmp_path / "p.db", "cs test", AT) as writer:
        entries = Entries(writer)
        number = entries.insert("task", TASK)
        assert entries.row("task", number)["title"] == "send ROI"
        assert entries.change("task", number, {"title": "send it", "snoozes": 0}) == {"title": ("send ROI", "send it")}
        assert entries.select("SELECT title FROM task WHERE id = :id", {"id": number}) == [("send it",)]
        assert entries.delete("task", "id = :id", {"id": number}) == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({**TASK, "due_on": "31 November"}, "due_on: "),
        ({**TASK, "snoozes": "many"}, "snoozes: "),
        ({"title": "x"}, "created_on: Field required; nothing was written"),
    ],
)
def test_what_the_model_refuses_is_not_stored(tmp_path: Path, facts: dict[str, Any], sentence: str) -> None:
    with writing(tmp_path / "p.db", "cs test", AT) as writer:
        with pytest.raises(BadDataError) as refused:
            Entries(writer).insert("task", facts)
        assert refused.value.sentence.startswith(sentence)
        assert Entries(writer).select("SELECT count(*) FROM task", {}) == [(0,)]
