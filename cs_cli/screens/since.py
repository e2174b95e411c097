"""`cs since` on a screen."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.events import HEALTH, LATE, LOST, MISSED, NOTICE, TICKET, Event
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(), Column(), Column(drop=1), Column(flex=True, keep=30))
_BAD = frozenset({LOST, NOTICE, MISSED, LATE, TICKET})
_FALLS = ("red", "yellow")


class Log(NamedTuple):
    """The events to show, how many there are, since when, the day, and whose they are if not everybody's."""

    events: Sequence[Event]
    total: int
    start: date
    today: date
    account: str


def screen(log: Log) -> list[Sheet | str]:
    """A heading for each day and a line for each event."""
    of = f" at {log.account}" if log.account else ""
    if not log.total:
        return [f"Nothing is recorded{of} since {words.full(log.start)}."]
    sheet = Sheet(_COLUMNS)
    for on, events in groupby(log.events, key=lambda event: event.on):
        sheet.heading(Cell(words.dated(on, log.today), "bold"))
        for event in events:
            sheet.row(
                Cell(event.account or "", "bold"), Cell(event.kind, _style(event)), event.number or "", event.what
            )
    more = f" {log.total - len(log.events):,} more: --all" if log.total > len(log.events) else ""
    return [sheet, f"{words.counted(log.total, 'event')}{of} since {words.full(log.start)}.{more}"]


def _style(event: Event) -> str:
    is_bad = event.kind in _BAD or (event.kind == HEALTH and event.what.startswith(_FALLS))
    return "red" if is_bad else ""
