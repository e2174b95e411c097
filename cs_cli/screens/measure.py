"""`cs measure ACME` on a screen: the latest reading of each metric, or all of one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.domain import words
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.contacts import ago

_VALUE = Column(title="value", right=True)
_ON, _AGE, _CHANGE = Column(title="on"), Column(title="age", drop=1), Column(title="change", drop=2)


def number(value: float) -> str:
    """`1,234`, `12.5`."""
    return f"{value:,.10g}"


def latest(key: str, rows: Sequence[dict[str, Any]], total: int, today: date) -> list[Sheet | str]:
    """The latest reading of each metric; `total` metrics were found."""
    if not total:
        return [f"No reading of {key} yet. Say one: cs measure {key} seats_used 42, or cs import FILE"]
    sheet = Sheet((Column(title="metric"), _VALUE, _ON, _AGE, _CHANGE), indent=0).titles()
    for row in rows:
        sheet.row(Cell(row["metric"], "bold"), *_reading(row, today))
    more = f" {total - len(rows):,} more: cs measure {key} --all" if total > len(rows) else ""
    every = f"All of one: cs measure {key} {rows[0]['metric']}."
    return [sheet, f"{words.counted(total, 'metric')}, the latest reading of each. {every}{more}"]


def of_one(key: str, metric: str, rows: Sequence[dict[str, Any]], total: int, today: date) -> list[Sheet | str]:
    """The readings of one metric, the newest first; `total` were found."""
    sheet = Sheet((_VALUE, _ON, _AGE, _CHANGE), indent=0).titles()
    for row in rows:
        sheet.row(*_reading(row, today))
    more = f" {total - len(rows):,} more: cs measure {key} {metric} --all" if total > len(rows) else ""
    return [sheet, f"{words.counted(total, 'reading')} of {metric}.{more}"]


def _reading(row: dict[str, Any], today: date) -> tuple[str, str, str, str]:
    said = row["word"] if row["value"] is None else number(row["value"])
    return said, row["on"], ago(row["on"], today), _change(row)


def _change(row: dict[str, Any]) -> str:
    """`+2 since 16 Nov`, `was paid on 16 Nov`."""
    if row["before_on"] is None:
        return "the first"
    since = words.short(date.fromisoformat(row["before_on"]))
    if row["change"] is None:
        return f"was {row['word_before'] or number(row['before'])} on {since}"
    return f"{row['change']:+,.10g} since {since}" if row["change"] else f"as on {since}"
