"""`cs tasks` on a screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.domain import words
from cs_cli.domain.tasks import WHEN
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (
    Column(title="task"), Column(title="account"), Column(title="what", flex=True), Column(title="due"),
    Column(), Column(title="owner", drop=1), Column(title="", drop=2),
)  # fmt: skip


def screen(rows: Sequence[dict[str, Any]], total: int, late: int, today: date) -> list[Sheet | str]:
    """The sheet of the open tasks `rows`; `total` were found, `late` of them past their day."""
    if not total:
        return ["Nothing is open."]
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for when, (sign, heading) in WHEN.items():
        group = [row for row in rows if row["when"] == when]
        if group:
            sheet.heading(Cell(heading, "bold"))
        for row in group:
            sheet.row(
                row["task"], Cell(row["account"] or "", "bold"), _what(row), _day(row["due_on"], today),
                Cell(_distance(sign, row["days_left"]), "bold red" if row["late"] else ""), row["owner"] or "",
                f"put off {row['snoozes']}×" if row["snoozes"] else "",
            )  # fmt: skip
    more = f" {total - len(rows):,} more: cs tasks --all." if total > len(rows) else ""
    tick = f" Tick one off: cs done {rows[0]['task']}" if rows else ""
    return [sheet, f"{words.counted(total, 'task')} open, {late} late.{more}{tick}"]


def _day(text: str | None, today: date) -> str:
    if text is None:
        return ""
    day = date.fromisoformat(text)
    return words.weekday(day) + ("" if day.year == today.year else f" {day.year}")


def _distance(sign: str, days: int | None) -> str:
    return "" if days is None else f"{sign} {words.distance(days, width=2)}"


def _what(row: dict[str, Any]) -> str:
    """What is to be done, and how often."""
    return f"{row['title']}, every {row['every']}" if row["every"] else str(row["title"])
