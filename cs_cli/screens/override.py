"""`cs override` on a screen: the bands set by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from cs_cli.domain import words
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands
from cs_cli.screens.sentiment import mood

_COLUMNS = (
    Column(title="account"),
    Column(title="by hand"),
    Column(title="measured"),
    Column(title="since", drop=1),
    Column(title="until"),
    Column(),
    Column(title="why", wrap=True),
)
_SET = 'cs override ACME yellow --why "…" --until 2w'


class Listed(NamedTuple):
    """Which list it is: of one account (its key) or of all, how many were found, how many ended ones are left out."""

    key: str
    total: int
    past: int
    is_everything: bool


def screen(rows: Sequence[dict[str, Any]], listed: Listed, today: date) -> list[Sheet | str]:
    """The sheet, those in force at the top, and how many there are."""
    if not listed.total:
        return [_nothing(listed)]
    sheet = Sheet(_COLUMNS, indent=0).titles()
    for row in rows:
        since, until = date.fromisoformat(row["since"]), date.fromisoformat(row["until"])
        sheet.row(
            Cell(row["account"], "bold"),
            mood(row["band"]),
            bands.band(row["_measured"]) if row["in_force"] else "",
            words.near(since, today),
            words.near(until, today),
            _standing(row, today),
            row["why"],
        )
    of = f" {listed.key}" if listed.key else " --all-time" if listed.is_everything else ""
    more = f" {listed.total - len(rows):,} more: cs override{of} --all" if listed.total > len(rows) else _past(listed)
    return [sheet, f"{words.counted(listed.total, 'band')} set by hand, internal.{more}"]


def _standing(row: dict[str, Any], today: date) -> str:
    """`11d left`, `lifted 22 Nov`, `ended`."""
    if row["in_force"]:
        return f"{row['days_left']}d left" if row["days_left"] else "today is the last day"
    return f"lifted {words.near(date.fromisoformat(row['lifted_on']), today)}" if row["lifted_on"] else "ended"


def _nothing(listed: Listed) -> str:
    if listed.key:
        return f"No band of {listed.key} was set by hand. Set one: {_SET.replace('ACME', listed.key)}"
    return f"No band is set by hand.{_past(listed)} Set one: {_SET}"


def _past(listed: Listed) -> str:
    return f" {words.counted(listed.past, 'past one')}: cs override --all-time." if listed.past else ""
