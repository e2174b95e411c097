"""`cs qbr --all` on a screen: how many were made, and which were not, with the reason."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cs_cli.domain import words
from cs_cli.output.render import Part
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(), Column(drop=1, flex=True), Column(), Column(wrap=True))
_MADE, _STYLES = "made", {"left out": "yellow", "failed": "red"}
_SIGNS = {"left out": "○ left out", "failed": "■ failed"}


def screen(rows: Sequence[Mapping[str, Any]], folder: Path, limit: int | None) -> list[Part]:
    """How the documents of `rows` went; at most `limit` of those that were not made are named."""
    others = [row for row in rows if row["outcome"] != _MADE]
    sheet = Sheet(_COLUMNS, indent=0)
    for row in others[:limit]:
        outcome = Cell(_SIGNS[row["outcome"]], _STYLES[row["outcome"]])
        sheet.row(row["account"], row["name"], outcome, row["why"] or "")
    made = len(rows) - len(others)
    counts = [f"{words.counted(made, 'document')} in {folder}"] + [
        f"{count} {outcome}" for outcome in _STYLES if (count := sum(row["outcome"] == outcome for row in others))
    ]
    more = len(others) - len(others[:limit])
    return [*([sheet] if others else []), *([f"{more} more: --limit {len(others)}"] if more else []), ", ".join(counts)]
