"""`cs sentiment ACME` on a screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.domain import words
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.bands import STYLES
from cs_cli.screens.contacts import ago

_COLUMNS = (Column(), Column(drop=2), Column(), Column(wrap=True), Column(drop=1))
GLYPHS = {"green": "●", "yellow": "▲", "red": "■"}


def mood(name: str) -> Cell:
    """`■ red`."""
    return Cell(f"{GLYPHS[name]} {name}", STYLES[name])


def screen(key: str, rows: Sequence[dict[str, Any]], total: int, today: date) -> list[Sheet | str]:
    """How an account has felt, the newest first; `total` were found."""
    if not total:
        return [f"No sentiment of {key} yet. Say one: cs sentiment {key} green because …"]
    sheet = Sheet(_COLUMNS, indent=0)
    for row in rows:
        sheet.row(row["on"], ago(row["on"], today), mood(row["mood"]), row["why"], row["contact"] or "")
    more = f" {total - len(rows):,} more: cs sentiment {key} --all" if total > len(rows) else ""
    return [sheet, f"{words.counted(total, 'entry', 'entries')}, internal.{more}"]


def latest(rows: Sequence[dict[str, Any]], total: int, today: date) -> list[Sheet | str]:
    """How each account feels, the newest first; `total` were found."""
    if not total:
        return ["No sentiment yet. Say one: cs sentiment ACME green because …"]
    sheet = Sheet((Column(), *_COLUMNS), indent=0)
    for row in rows:
        on = row["on"]
        sheet.row(Cell(row["account"], "bold"), on, ago(on, today), mood(row["mood"]), row["why"], row["contact"] or "")
    more = f" {total - len(rows):,} more: cs sentiment --all" if total > len(rows) else ""
    return [sheet, f"{words.counted(total, 'account')}, internal. All of one: cs sentiment {rows[0]['account']}.{more}"]
