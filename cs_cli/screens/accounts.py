"""`cs accounts` on a screen."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.domain import money, words
from cs_cli.domain.book import Worth, add_up
from cs_cli.domain.renewals import DECISIONS
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands
from cs_cli.screens.contacts import ago

_COLUMNS = (
    Column(title="health"),
    Column(title="account"),
    Column(title="name", flex=True, keep=16, drop=4),
    Column(title="segment", drop=3),
    Column(title="owner", drop=2),
    Column(title="ARR", right=True),
    Column(title="next", drop=5),
    Column(title="last contact", drop=1),
)


def screen(rows: Sequence[dict[str, Any]], worths: Sequence[Worth], today: date) -> list[Sheet | str]:
    """The sheet of `rows`, then the totals over all accounts found, which are worth `worths`."""
    total = len(worths)
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for row in rows:
        sheet.row(
            bands.band(row["_score"]),
            Cell(row["account"], "bold"),
            row["name"],
            row["segment"] or "",
            row["owner"] or "",
            money.totals_shown(row["_worth"].arr) if row["_worth"].arr else "",
            following(row["_worth"], today),
            ago(row["last_touch_on"], today),
        )
    arr = money.totals_shown(add_up(worth.arr for worth in worths))
    more = f" {total - len(rows):,} more: cs accounts --all" if total > len(rows) else ""
    by_hand = bands.by_hand_lines(((row["account"], row["_score"]) for row in rows), today)
    return [sheet, *by_hand, f"{words.counted(total, 'account')}, {arr} ARR.{more}"]


def following(worth: Worth, today: date) -> str:
    """What is next to decide: `opt-out 1 Dec`, `ended 15 Nov`."""
    renewal = worth.next
    if renewal is None:
        return ""
    if renewal.state == "overdue":
        return f"ended {words.near(renewal.renews_on, today)}"
    kind = "ends" if renewal.state == "notice" else DECISIONS[renewal.decide_kind]
    return f"{kind} {words.near(renewal.decide_on, today)}"
