"""`cs find` on a screen."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from cs_cli.domain import words
from cs_cli.domain.looking import Mark, excerpt
from cs_cli.output.render import screen_width
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (
    Column(), Column(), Column(), Column(), Column(flex=True, keep=24), Column(drop=1),
)  # fmt: skip
_BESIDE = 54
"""How many cells the columns beside the text take, about."""


class Hit(NamedTuple):
    """A row that has the words, what it says, and where the words stand in that."""

    found: Any
    text: str
    marks: tuple[Mark, ...]


def screen(hits: Sequence[Hit], total: int, said: str) -> list[Sheet | str]:
    """A line for each of the `hits`, `total` having been found."""
    if not total:
        return [f'Nothing says "{said}". A word is found by its beginning; several must all be there.']
    sheet = Sheet(_COLUMNS, indent=0)
    for hit in hits:
        of, (text, marks) = hit.found, _shown(hit)
        account = f"{of.account or ''}{' (archived)' if of.archived_on else ''}"
        sheet.row(
            of.on or "", Cell(account, "bold"), of.number or "", of.kind, Cell(text, "", tuple(marks)), _seen_by(of),
        )  # fmt: skip
    more = f" {total - len(hits):,} more: --all" if total > len(hits) else ""
    return [sheet, f"{words.counted(total, 'hit')}.{more}"]


def _shown(hit: Hit) -> tuple[str, Sequence[Mark]]:
    """On a screen a piece around the first hit, so that it is seen; the whole text in a pipe."""
    width = screen_width()
    return (hit.text, hit.marks) if width is None else excerpt(hit.text, hit.marks, width - _BESIDE)


def _seen_by(found: Any) -> str:  # noqa: ANN401  store.looking.Found, kept out of the import graph
    return "" if found.shared is None else "shared" if found.shared else "internal"
