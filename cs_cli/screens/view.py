"""`cs view` on a screen."""

import shlex
from collections.abc import Sequence
from typing import Any

from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(title="view"), Column(title="words", flex=True), Column(title="accounts", right=True))


def screen(rows: Sequence[dict[str, Any]]) -> list[Sheet | str]:
    """The sheet of the views."""
    if not rows:
        return ["No view yet. One: cs view save mine owner:me red"]
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for row in rows:
        count = "" if row["accounts"] is None else f"{row['accounts']:,}"
        sheet.row(Cell(f"@{row['view']}", "bold"), shlex.join(row["words"]), count)
    return [sheet]
