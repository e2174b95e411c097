"""`cs qbr ACME --check` on a screen: slide by slide what is claimed, and on what it rests."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from cs_cli.domain import words
from cs_cli.output.render import Part
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(), Column(drop=1), Column(wrap=True))
_SIGNS = {
    "backed": Cell("✓", "green"),
    "unverified": Cell("[unverified]", "yellow"),
    "review": Cell("▲ review", "yellow"),
}
_LACKING = {"unverified": "unverified", "review": "open for review"}


def screen(shown: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> list[Part]:
    """The claims `shown` of all that were `found`, each a row of the list."""
    if not found:
        return ["Nothing is claimed: the document has only its title."]
    more = len(found) - len(shown)
    slides = [_slide(slide, list(of)) for slide, of in groupby(shown, itemgetter("slide"))]
    return [*slides, *([f"{more} more: --limit {len(found)}"] if more else []), _summary(found)]


def _slide(slide: int, claims: Sequence[Mapping[str, Any]]) -> Sheet:
    first = claims[0]
    section = f" · {first['section']}" if first["section"] else ""
    sheet = Sheet(_COLUMNS).heading(Cell(f"Slide {slide}{section}", "bold"))
    for claim in claims:
        sheet.row(_SIGNS[claim["state"]], claim["kind"], claim["claim"])
    for name, source in zip(first["evidence"], first["sources"], strict=True):
        counted = words.counted(len(first["data"][name]), "row")
        sheet.row("", Cell("from", "dim"), Cell(f"{source} · {counted}", "dim"))
    if first["read_on"]:
        sheet.row("", Cell("read", "dim"), Cell(first["read_on"], "dim"))
    if first["why"]:
        sheet.row("", Cell("why", "dim"), Cell(first["why"], "dim"))
    return sheet


def _summary(found: Sequence[Mapping[str, Any]]) -> str:
    counts = {state: sum(row["state"] == state for row in found) for state in _LACKING}
    lacking = [f"{count} {_LACKING[state]}" for state, count in counts.items() if count]
    count = words.counted(len(found), "claim")
    return f"{count}: {', '.join(lacking)}" if lacking else f"{count}, each with its rows (--json)"
