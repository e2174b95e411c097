"""`cs scorecard` on a screen."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.book import add_up
from cs_cli.domain.health import Band
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands
from cs_cli.screens.health import decide

_LIST = (
    Column(title="scorecard"), Column(title="serves", wrap=True), Column(title="accounts", right=True),
    Column(title="measures", wrap=True, drop=2), Column(title="rules", drop=1),
    Column(title="file", drop=3, below=True),
)  # fmt: skip
_CHECK = (Column(), Column(), Column(wrap=True))
_TRIED = (
    Column(), Column(title="from"), Column(title="to"), Column(title="ARR", right=True), Column(title="decide"),
    Column(title="scorecard", drop=1),
)  # fmt: skip
_TOTALS = (
    Column(), Column(title="now", right=True), Column(title="tried", right=True),
    Column(title="ARR now", right=True, drop=1), Column(title="ARR tried", right=True, drop=2),
)  # fmt: skip
_NOW, _THEN = attrgetter("now"), attrgetter("then")
_STATES = {"ok": "green", "finding": "yellow", "wrong": "bold red"}


class Total(NamedTuple):
    """A band: how many accounts and how much ARR are in it now, and would be."""

    band: Band
    now: int
    then: int
    arr_now: dict[str, int]
    arr_then: dict[str, int]

    @classmethod
    def of(cls, band: Band, every: Sequence[Any]) -> "Total":
        """Of all that was tried, each with `now`, `then` and `worth`."""
        now, then = ([e.worth.arr for e in every if score(e).band is band] for score in (_NOW, _THEN))
        return cls(band, len(now), len(then), add_up(now), add_up(then))


def listed(
    rows: Sequence[Mapping[str, Any]],
    examples: Sequence[str],
    folder: Path,
    is_shipped: bool,  # noqa: FBT001
) -> list[Sheet | str]:
    """The scorecards in force, and what others can be copied; `is_shipped` where the default comes with cs."""
    sheet = Sheet(_LIST, indent=0).titles()
    for row in rows:
        accounts = "" if row["accounts"] is None else f"{row['accounts']:,}"
        measures = ", ".join(name.replace("_", " ") for name in row["measures"])
        sheet.row(
            Cell(row["scorecard"], "bold"), ", ".join(row["serves"]), accounts, measures, row["fingerprint"],
            row["file"] or "comes with cs",
        )  # fmt: skip
    more = f"{'Begin one of your own' if is_shipped else 'Another one'} in {folder}: cs scorecard copy NAME"
    return [sheet, f"{more}. Examples: {', '.join(examples)}."]


def checked(rows: Sequence[Mapping[str, Any]], folder: Path) -> list[Sheet | str]:
    """What was found in each file."""
    if not rows:
        alone = "the one that comes with cs serves everybody"
        return [f"No scorecard of your own in {folder}: {alone}. Begin one: cs scorecard copy default"]
    sheet = Sheet(_CHECK, indent=0)
    for row in rows:
        said = row["told"].removeprefix(f"{Path(row['file']).parent}/")
        sheet.row(Cell(Path(row["file"]).name, "bold"), Cell(row["state"], _STATES[row["state"]]), said)
    return [sheet]


def tried(
    rows: Sequence[Mapping[str, Any]], total: int, totals: Sequence["Total"], what: Sequence[str]
) -> list[Sheet | str]:
    """Who of `total` would change band, and how many are in each band now and then; `what` was tried."""
    counts = Sheet(_TOTALS, indent=0).titles()
    for each in totals:
        counts.row(Cell(f"{each.band.glyph} {each.band}", bands.STYLES[each.band]), f"{each.now:,}", f"{each.then:,}",
                   _arr(each.arr_now), _arr(each.arr_then))  # fmt: skip
    nothing_saved = "Nothing was saved."
    if not rows:
        return [*what, f"Nobody would change band. {nothing_saved}", counts]
    sheet = Sheet(_TRIED, indent=0).titles()
    for row in rows:
        each = row["_of"]
        sheet.row(Cell(row["account"], "bold"), bands.band(each.now), bands.band(each.then), _arr(each.worth.arr),
                  decide(each.worth), each.scorecard)  # fmt: skip
    more = f" {total - len(rows):,} more: --all." if total > len(rows) else ""
    would = f"{words.counted(total, 'account')} would change band.{more} {nothing_saved}"
    return [*what, sheet, would, counts]


def _arr(amounts: dict[str, int]) -> str:
    return money.totals_shown(amounts) if amounts else ""
