"""`cs ttv` on a screen."""

from collections.abc import Sequence
from typing import Any

from cs_cli.domain import words
from cs_cli.domain.ttv import REACHED, Summary
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (
    Column(title="segment"), Column(title="reached", right=True), Column(title="median", right=True),
    Column(title="P90", right=True), Column(title="open", right=True), Column(title="oldest open"),
    Column(title="left", right=True, drop=2), Column(title="unrecorded", right=True, drop=1),
)  # fmt: skip
_EXPLAINED = (
    Column(title="account"), Column(title="state"), Column(title="days", right=True), Column(title="from"),
    Column(title="", drop=1), Column(title="to"), Column(title="", drop=2), Column(title="confirmed by", flex=True),
)  # fmt: skip


def screen(every: Sequence[Summary], start: str) -> list[Sheet | str]:
    """All accounts and each segment."""
    whole = every[0]
    method = (
        f"Days from {start} to the first-value milestone. P90 by nearest rank: nine in ten took at most that long. "
        "Open ones are in neither figure."
    )
    if not whole.n and not whole.open:
        return [
            "No first value is recorded yet. Plan it: cs plan ACME --template onboarding",
            f"{words.counted(whole.unrecorded, 'account')} without a first-value milestone.",
        ]
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for each in every:
        oldest = f"{each.oldest.account}, {each.oldest_days}d" if each.oldest else ""
        sheet.row(
            Cell(each.segment or "all", "" if each.segment else "bold"), f"{each.n}",
            "–" if each.median is None else f"{each.median:g}d", "–" if each.p90 is None else f"{each.p90}d",
            f"{each.open}", oldest, f"{each.left}", f"{each.unrecorded}",
        )  # fmt: skip
    return [sheet, method, "The accounts: cs ttv --explain"]


def explanation(rows: Sequence[dict[str, Any]], known: int, accounts: int, start: str) -> list[Sheet | str]:
    """The accounts behind the figures, the longest first."""
    sheet = Sheet(_EXPLAINED, indent=0).titles()
    for row in rows:
        glyph = "✓" if row["state"] == REACHED else "○"
        sheet.row(
            Cell(row["account"], "bold"), f"{glyph} {row['state']}", f"{row['days']}", row["start_on"],
            row["start_is"], row["end_on"] or "", row["end_is"] or "", row["confirmed_by"] or "",
        )  # fmt: skip
    more = f" {known - len(rows)} more: cs ttv --explain --all." if known > len(rows) else ""
    unrecorded = accounts - known
    rest = (
        f" {words.counted(unrecorded, 'account')} without a first-value milestone or a {start}." if unrecorded else ""
    )
    return [*([sheet] if rows else []), f"{words.counted(known, 'account')}.{more}{rest}"]
