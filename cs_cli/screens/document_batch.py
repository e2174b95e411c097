"""`cs qbr --all` on a screen: how many were made, and which were not, with the reason."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cs_cli.domain import words
from cs_cli.output.render import Part
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(), Column(drop=1, flex=True), Column(), Column(wrap=True))
_MADE, _STYLES = "made", {"left out": "yellow", "failed": "red"}
_SIGNS = {"made": "▲ made", "left out": "○ left out", "failed": "■ failed"}


def screen(rows: Sequence[Mapping[str, Any]], folder: Path, limit: int | None) -> list[Part]:
    """How the documents went; at most `limit` of those are named that were not made or are open for review."""
    others = [row for row in rows if row["outcome"] != _MADE or row["why"]]
    sheet = Sheet(_COLUMNS, indent=0)
    for row in others[:limit]:
        outcome = Cell(_SIGNS[row["outcome"]], _STYLES.get(row["outcome"], "yellow"))
        sheet.row(row["account"], row["name"], outcome, row["why"] or "")
    made = sum(row["outcome"] == _MADE for row in rows)
    counts = [f"{words.counted(made, 'document')} in {folder}"] + [
        f"{count} {outcome}" for outcome in _STYLES if (count := sum(row["outcome"] == outcome for row in others))
    ]
    more = len(others) - len(others[:limit])
    return [*([sheet] if others else []), *([f"{more} more: --limit {len(others)}"] if more else []), ", ".join(counts)]
