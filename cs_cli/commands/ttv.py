"""`cs ttv`: time to first value, its median and P90, and who is still on the way."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cs_cli.commands.filtering import FilterArgument, chosen_of
from cs_cli.commands.options import OwnerOption, SegmentOption, TagOption
from cs_cli.context import Cs
from cs_cli.domain.ttv import UNRECORDED, Journey, Summary, summed
from cs_cli.output import render
from cs_cli.screens import ttv as screens
from cs_cli.store.journeys import journeys

KEYS = [
    "segment", "n", "median_days", "p90_days", "open", "oldest_open", "oldest_open_days", "left", "unrecorded",
    "start",
]  # fmt: skip
EXPLAIN_KEYS = [
    "account", "name", "segment", "start_on", "start_is", "end_on", "end_is", "confirmed_by", "days", "state",
]  # fmt: skip
ExplainOption = Annotated[bool, typer.Option("--explain", help="List the accounts behind the figures.")]


def ttv(
    ctx: typer.Context,
    words: FilterArgument = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
    *,
    explain: ExplainOption = False,
) -> None:
    """Tell the time to first value: median, P90, and how many are still open."""
    cs: Cs = ctx.obj
    chosen = chosen_of(cs, words, owner=owner, segment=segment, tag=tag)
    worth = cs.portfolio.worth
    ended = {term.account_id for term in cs.portfolio.terms()} - {of for of, each in worth.items() if each.contracts}
    start = str(cs.settings["ttv_start"])
    takes = cs.portfolio.takes(chosen)
    found = journeys(cs.reader, cs.today, start, takes, lambda of: of not in ended)
    if explain:
        _explain(cs, found, start)
        return
    every = _summaries(cs, found)
    rows = [_row(each, start) for each in every][: cs.limit]
    nobody = f"No account fits.{cs.portfolio.instead(chosen)}"
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(every, start) if found else [nobody])


def _summaries(cs: Cs, found: Sequence[Journey]) -> list[Summary]:
    """All accounts first, then each segment of which something is recorded, where there are several."""
    segments = sorted({each.segment or "" for each in found if each.state != UNRECORDED})
    parts = [
        summed(name or "no segment", (each for each in found if (each.segment or "") == name), cs.today)
        for name in segments
    ]
    return [summed(None, found, cs.today), *(parts if len(parts) > 1 else [])]


def _row(each: Summary, start: str) -> dict[str, Any]:
    return {
        "segment": each.segment, "n": each.n, "median_days": each.median, "p90_days": each.p90, "open": each.open,
        "oldest_open": each.oldest.account if each.oldest else None, "oldest_open_days": each.oldest_days,
        "left": each.left, "unrecorded": each.unrecorded, "start": start,
    }  # fmt: skip


def _explain(cs: Cs, found: Sequence[Journey], start: str) -> None:
    known = sorted(
        (each for each in found if each.state != UNRECORDED),
        key=lambda each: (-(each.days(cs.today) or 0), each.account),
    )
    rows = [_explained(cs, each) for each in known][: cs.limit]
    render.rows(rows, EXPLAIN_KEYS, cs.format, lambda: screens.explanation(rows, len(known), len(found), start))


def _explained(cs: Cs, each: Journey) -> dict[str, Any]:
    return {
        **each._asdict(),
        "start_on": each.start_on.isoformat() if each.start_on else None,
        "end_on": each.end_on.isoformat() if each.end_on else None,
        "days": each.days(cs.today),
        "state": each.state,
    }
