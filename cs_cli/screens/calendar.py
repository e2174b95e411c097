"""What a calendar would hold, on a screen."""

from collections.abc import Sequence
from datetime import date

from cs_cli.domain import words
from cs_cli.domain.editions import Event
from cs_cli.output.sheet import Cell, Column, Sheet

NEXT = 10
"""So many of the next dates are shown."""
_COLUMNS = (Column(), Column(right=True), Column(wrap=True))


def screen(events: Sequence[Event], today: date, until: date, command: str) -> list[Sheet | str]:
    """The next dates, how many there are, and the line to type; `command` is what was typed."""
    ahead = [event for event in events if event.on >= today]
    if not events:
        return [f"No date up to {words.full(until)}."]
    sheet = Sheet(_COLUMNS)
    for event in ahead[:NEXT]:
        sheet.row(words.full(event.on), words.distance((event.on - today).days), Cell(event.title, "bold"))
    more = f", {len(ahead) - NEXT:,} more than these" if len(ahead) > NEXT else ""
    passed = f"; {len(events) - len(ahead):,} of the last 90 days" if len(events) > len(ahead) else ""
    return [
        sheet,
        f"{words.counted(len(ahead), 'date')} up to {words.full(until)}{more}{passed}.",
        f"Into a file: {command} -o renewals.ics",
        f"One for each owner, into a folder: {command} -o DIR",
    ]
