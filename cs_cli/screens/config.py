"""`cs config show` on a screen."""

from collections.abc import Mapping, Sequence
from typing import Any

from cs_cli.output.sheet import Cell, Column, Sheet


def screen(rows: Sequence[dict[str, Any]], meanings: Mapping[str, str], *, origin: bool) -> list[Sheet | str]:
    """The settings, with what they mean or where they come from (`origin`)."""
    sheet = Sheet((Column(), Column(flex=True), Column(wrap=True)), indent=0)
    for row in rows:
        value = "" if row["value"] is None else str(row["value"])
        sheet.row(
            Cell(row["key"], "bold"), value or "–", Cell(row["origin"] if origin else meanings[row["key"]], "dim")
        )
    return [sheet]


def secrets(rows: Sequence[dict[str, Any]]) -> list[Sheet | str]:
    """The names of the secrets with where each comes from, or what to type where it is wanting."""
    if not rows:
        return ["No secret yet. Keep one: cs config secret NAME"]
    sheet = Sheet((Column(), Column(flex=True)), indent=0)
    for row in rows:
        sheet.row(Cell(row["name"], "bold"), row["origin"] or f"wanting: cs config secret {row['name']}")
    return [sheet]
