"""`cs rates` on a screen."""

from collections.abc import Sequence
from typing import Any

from cs_cli.domain import words
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(), Column(right=True), Column(), Column(), Column(right=True))
_OLD = 35


def screen(rows: Sequence[dict[str, Any]], total: int, home: str) -> list[Sheet | str]:
    """The newest rate of each pair; of `total` there are."""
    if not total:
        other = "EUR" if home != "EUR" else "USD"
        return [f"No rates yet. One: cs rate add {other} RATE --in {home}. Many: cs import FILE"]
    sheet = Sheet(_COLUMNS, indent=0)
    for row in rows:
        age = words.distance(-row["days"], past="old") if row["days"] else "today"
        sheet.row(
            f"1 {row['currency']} =", Cell(row["_rate"], "bold"), row["in_currency"], f"of {row['on']}",
            Cell(age, "yellow" if row["days"] > _OLD else ""),
        )  # fmt: skip
    more = [f"{total - len(rows):,} more: cs rates --all"] if total > len(rows) else []
    return [sheet, *more]
