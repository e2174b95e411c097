"""`cs since fri`: what happened in the book since then, by day."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Annotated, Any

import typer

from cs_cli.commands.contacts import MaybeAccountArgument
from cs_cli.commands.options import OwnerOption
from cs_cli.commands.today import moved_of
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.calendar import Window, parse_since
from cs_cli.domain.events import HEALTH, Event, in_order
from cs_cli.domain.health import Score, band_of
from cs_cli.domain.moved import Moved
from cs_cli.domain.scorecard import Scorecard
from cs_cli.output import render
from cs_cli.screens import since as screens
from cs_cli.store.events import Happened

KEYS = ["on", "account", "name", "kind", "number", "what", "arr", "currency"]
WhenArgument = Annotated[str, typer.Argument(metavar="DATE", help="From that day on: fri, yesterday, 2w, 1 oct.")]


def since(
    ctx: typer.Context, when: WhenArgument, account: MaybeAccountArgument = None, owner: OwnerOption = None
) -> None:
    """List what happened since a day: touches, deals, promises, health, tickets."""
    cs: Cs = ctx.obj
    start = parse_since(when, cs.today, cs.settings.fiscal_start)
    of = cs.portfolio.account(account) if account else None
    found = happened(cs, Window(start, cs.today), owner, of.account_id if of else None)
    rows = [_row(event) for event in found[: cs.limit]]
    shown = screens.Log(found[: cs.limit], len(found), start, cs.today, of.key if of else "")
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(shown))


def happened(cs: Cs, window: Window, owner: str | None = None, account_id: int | None = None) -> list[Event]:
    """The events of some days, in order: of one account, of an owner's accounts, or of all and the book itself."""
    log = Happened(cs.reader, window, cs.today)
    keys = {row.account_id: row.key for row in filter(_takes(cs, owner), cs.portfolio.accounts(account_id))}
    every = owner is None and account_id is None
    events = (event for event in log.events(cs.day_of) if every or event.account_id in {*keys, account_id} - {None})
    moves = (log.event(move.account_id, on, HEALTH, _told(cs, move)) for move, on in _moves(cs, window, keys))
    return in_order([*events, *moves])


def _takes(cs: Cs, owner: str | None) -> Callable[[Any], bool]:
    return cs.portfolio.takes(cs.portfolio.filter(owner))


def _told(cs: Cs, move: Moved) -> str:
    card = cs.portfolio.health.card_of(move.account_id, cs.today)
    was, now = (f"{score.band} {_figure(score, card)}".rstrip() for score in (move.before, move.now))
    return f"{now}, was {was}{f': {move.reason}' if move.reason else ''}"


def _figure(score: Score, card: Scorecard) -> str:
    """A score in whole points, or with the decimals that show on which side of its band it lies."""
    if score.score is None or score.whole is None:
        return ""
    if band_of(score.whole, card) is band_of(score.score, card):
        return str(score.whole)
    from cs_cli.domain.account_health import shown_exactly  # noqa: PLC0415  only what lies close to a band

    return shown_exactly(score.score, card)


def _moves(cs: Cs, window: Window, keys: dict[int, str]) -> Iterator[tuple[Moved, str]]:
    """The accounts whose band at the end of the window is another than before it, and the day it came.

    The day is found by halving the window, for all that meet on a day at once.
    """
    moves = {move.account_id: move for move in moved_of(cs, keys, (window.end - window.start).days + 1, window.end)}
    spans = dict.fromkeys(moves, (window.start - timedelta(1), window.end))
    while halves := {of: low + (high - low) // 2 for of, (low, high) in spans.items() if high - low > timedelta(1)}:
        for day in set(halves.values()):
            asked = [of for of, middle in halves.items() if middle == day]
            scores = cs.portfolio.scores(asked, day)
            for of in asked:
                low, high = spans[of]
                spans[of] = (low, day) if scores[of].band == moves[of].now.band else (day, high)
    yield from ((move, spans[of][1].isoformat()) for of, move in moves.items())


def _row(event: Event) -> dict[str, Any]:
    """One event with KEYS."""
    has_arr = event.arr_minor is not None and event.currency is not None
    return {
        "on": event.on.isoformat(),
        "account": event.account,
        "name": event.name,
        "kind": event.kind,
        "number": event.number,
        "what": event.what,
        "arr": money.major(event.arr_minor or 0, event.currency or "") if has_arr else None,
        "currency": event.currency,
    }
