"""`cs doc list` on a screen."""

from collections.abc import Mapping, Sequence
from typing import Any

from cs_cli.output.render import Part
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(title="name"), Column(title="what it is", wrap=True), Column(title="for"), Column(drop=1))


def screen(rows: Sequence[Mapping[str, Any]]) -> list[Part]:
    """The documents, and how one is made."""
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for row in rows:
        seen_by = Cell(row["audience"], "yellow" if row["audience"] == "internal" else "")
        sheet.row(row["name"], row["about"] or "", seen_by, "your own" if row["own"] else "")
    return [sheet, "Make one: cs doc NAME ACCOUNT -o FILE.pptx, .html, .pdf, .docx or .md"]
