"""`cs template check` on a screen."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from cs_cli.domain import words
from cs_cli.output.render import Part
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(right=True), Column(), Column(wrap=True))
_SIGNS = {"error": Cell("■ error", "bold red"), "warning": Cell("▲ warning", "yellow")}


def screen(rows: Sequence[Mapping[str, Any]], paths: Sequence[Path]) -> list[Part]:
    """What was found in the templates at `paths`, by file and line."""
    parts: list[Part] = []
    for path in paths:
        of = [row for row in rows if row["file"] == str(path)]
        if of:
            sheet = Sheet(_COLUMNS).heading(Cell(str(path), "bold"))
            for row in of:
                sheet.row(str(row["line"]), _SIGNS[row["state"]], row["told"])
            parts.append(sheet)
        else:
            parts.append(f"{path}: nothing found")
    errors = sum(row["state"] == "error" for row in rows)
    if errors:
        parts.append(f"{words.counted(errors, 'error')}: such a template makes no document")
    return parts
