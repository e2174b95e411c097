"""`cs contacts` on a screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.domain import words
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (
    Column(title="account"), Column(title="name", flex=True), Column(title="title", flex=True, drop=2),
    Column(title="roles"), Column(title="email", drop=1, flex=True), Column(title="last contact"),
)  # fmt: skip


def screen(rows: Sequence[dict[str, Any]], total: int, today: date) -> list[Sheet | str]:
    """The sheet of `rows`, `total` having been found."""
    if not total:
        return ['No contact fits. Add one: cs contact add ACCOUNT --name "Jo Park" --role sponsor']
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for row in rows:
        sheet.row(
            Cell(row["account"], "bold"), row["name"], row["title"] or "", ", ".join(row["roles"]), row["email"] or "",
            ago(row["last_touch_on"], today),
        )  # fmt: skip
    more = f" {total - len(rows):,} more: cs contacts --all" if total > len(rows) else ""
    return [sheet, f"{words.counted(total, 'contact')}.{more}"]


def ago(day: str | None, today: date) -> str:
    """`3d ago`, `in 2d`, or `never`."""
    return words.distance((date.fromisoformat(day) - today).days, past="ago") if day else "never"
