"""`cs activities` on a screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.domain import words
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.contacts import ago

_COLUMNS = (
    Column(title="number"), Column(title="on"), Column(drop=2), Column(title="account"), Column(title="kind"),
    Column(title="with", flex=True, drop=1), Column(title="what", flex=True),
)  # fmt: skip


def screen(rows: Sequence[dict[str, Any]], total: int, today: date) -> list[Sheet | str]:
    """The sheet of `rows`, `total` having been found."""
    if not total:
        return ['Nothing logged. Log something: cs log ACCOUNT "…"']
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for row in rows:
        sheet.row(
            row["number"], row["on"], ago(row["on"], today), Cell(row["account"], "bold"), row["kind"],
            ", ".join(row["contacts"]), row["summary"] or "",
        )  # fmt: skip
    more = f" {total - len(rows):,} more: cs activities --all" if total > len(rows) else ""
    return [sheet, f"{words.counted(total, 'activity', 'activities')}.{more}"]
