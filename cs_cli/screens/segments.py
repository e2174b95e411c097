"""`cs segments` on a screen."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cs_cli.domain import words
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (
    Column(title="segment"), Column(title="accounts", right=True), Column(title="silent after", right=True),
    Column(title="sponsor", right=True), Column(title="when", flex=True),
)  # fmt: skip
_MOVES = (Column(title="account"), Column(title="name", flex=True, drop=1), Column(title="from"), Column(title="to"),
          Column(title="when", flex=True))  # fmt: skip


def segments(rows: Sequence[dict[str, Any]], without: int, file: Path, own: Path) -> list[Sheet | str]:
    """The sheet of the segments, from `file`; `without` are in none. `own` is the file to write rules into."""
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for row in rows:
        sponsor = row["sponsor_silent_after_days"]
        sheet.row(
            Cell(row["segment"], "bold"), f"{row['accounts']:,}", f"{row['silent_after_days']}d",
            f"{sponsor}d" if sponsor else "never", row["when"] or "",
        )  # fmt: skip
    none = f" {words.counted(without, 'account')} in none." if without else ""
    ruled = any(row["when"] for row in rows)
    last = (
        "Who would move by the rules: cs segments check" if ruled else f'A rule is a line when = "arr:>=100k" in {own}.'
    )
    begin = [] if file == own else [f"From the shipped file. Begin your own: cs segments copy writes {own}"]
    return [sheet, *begin, f"{f'From {file}.' if file == own else ''}{none} {last}".strip()]


def moves(rows: Sequence[dict[str, Any]], total: int) -> list[Sheet | str]:
    """The sheet of who would move, `total` of them."""
    if not total:
        return ["Nobody would move: every account is where the rules say."]
    sheet = Sheet(_MOVES, indent=0).titles()
    for row in rows:
        sheet.row(Cell(row["account"], "bold"), row["name"], row["from"] or "–", Cell(row["to"], "bold"), row["when"])
    more = f" {total - len(rows):,} more: cs segments check --all." if total > len(rows) else ""
    return [sheet, f"{words.counted(total, 'account')} would move.{more} Move them: cs segments apply"]
