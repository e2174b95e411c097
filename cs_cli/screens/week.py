"""`cs week`: a note to paste, or a screen."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.calendar import Window
from cs_cli.domain.events import (
    CHANGED,
    DONE,
    HEALTH,
    KEPT,
    LATE,
    LOST,
    MISSED,
    NOTICE,
    RENEWED,
    TOUCHES,
    Event,
    arr_of,
)
from cs_cli.output.clean import literal_markdown
from cs_cli.output.sheet import Cell, Column, Sheet

_PLURALS = {"reply": "replies"}
_UPPER = {"qbr": "QBR"}
_ARR = {NOTICE: "notice of"}


class Week(NamedTuple):
    """The days, the days ahead, what happened, what is due (day, account, what), and whose it is if not all.

    `late` are the tasks that are past their day, whenever that was.
    """

    window: Window
    ahead: Window
    events: Sequence[Event]
    deadlines: Sequence[tuple[date, str, str]]
    owner: str
    late: int

    def _of(self, *kinds: str) -> list[Event]:
        return [event for event in self.events if event.kind in kinds]

    @property
    def deals(self) -> list[Event]:
        """What was renewed, changed, lost, and notices."""
        return self._of(RENEWED, CHANGED, LOST, NOTICE)

    @property
    def kept(self) -> list[Event]:
        """Promises kept."""
        return self._of(KEPT)

    @property
    def missed(self) -> list[Event]:
        """Promises missed."""
        return self._of(MISSED)

    @property
    def tasks_done(self) -> list[Event]:
        """Tasks and steps of plans that were done."""
        return self._of(DONE)

    @property
    def tasks_late(self) -> list[Event]:
        """Tasks that were not done by their day."""
        return self._of(LATE)

    @property
    def moves(self) -> list[Event]:
        """Accounts in another band of health."""
        return self._of(HEALTH)

    @property
    def accounts_touched(self) -> int:
        """With how many accounts there was two-way contact."""
        return len({event.account_id for event in self.events if event.is_touch})


Section = tuple[str, list[str]]


def markdown(week: Week) -> str:
    """The note, to paste into a mail or a page."""
    parts = [f"# {literal_markdown(_title(week))}", "\n".join(f"- {literal_markdown(line)}" for line in _summary(week))]
    for title, lines in _sections(week):
        parts.append("\n".join([f"## {title}", "", *(f"- {literal_markdown(line)}" for line in lines)]))
    return "\n\n".join(parts)


def screen(week: Week) -> list[Sheet | str]:
    """The note on a terminal."""
    sheet = Sheet((Column(wrap=True),))
    for line in _summary(week):
        sheet.row(line)
    for title, lines in _sections(week):
        sheet.heading("").heading(Cell(title, "bold"))
        for line in lines:
            sheet.row(line)
    return [Sheet((), indent=0).heading(Cell(_title(week), "bold")), sheet, "To paste: cs week --format md"]


def _title(week: Week) -> str:
    whose = f" of {week.owner}" if week.owner not in {"", "me"} else ""
    if week.window.start == week.window.end:
        return f"Week{whose}: {words.full(week.window.start)}"
    return f"Week{whose}: {words.weekday(week.window.start)} to {words.full(week.window.end)}"


def _summary(week: Week) -> list[str]:
    """Touches, ARR and promises in a line each."""
    kinds = Counter(event.kind for event in week.events)
    said = [_counted(kinds[kind], kind) for kind in TOUCHES if kinds[kind]]
    with_whom = f", two-way with {words.counted(week.accounts_touched, 'account')}" if said else ""
    arr = [
        f"{word} {money.totals_shown(totals) if totals else 'nothing'}"
        for word, totals in ((_ARR.get(kind, kind), arr_of(week.events, kind)) for kind in (RENEWED, LOST, NOTICE))
    ]
    return [
        f"Touches: {', '.join(said) or 'none'}{with_whom}",
        f"ARR: {', '.join(arr)}",
        f"Promises: {len(week.kept)} kept, {len(week.missed)} missed",
        f"Tasks: {len(week.tasks_done)} done, {len(week.tasks_late)} fell late, {week.late} late in all",
    ]


def _counted(number: int, kind: str) -> str:
    return words.counted(number, _UPPER.get(kind, kind), _PLURALS.get(kind, ""))


def _sections(week: Week) -> Iterable[Section]:
    """What there is to tell, with its heading."""
    ahead = f"Due by {words.weekday(week.ahead.end)}"
    found: list[Section] = [
        ("Renewals", [f"{event.kind}: {_line(event)}" for event in week.deals]),
        ("Promises kept", [_line(event) for event in week.kept]),
        ("Promises missed", [_line(event) for event in week.missed]),
        ("Health", [_line(event) for event in week.moves]),
        ("Late", [_line(event) for event in week.tasks_late]),
        (ahead, [f"{words.weekday(on)}: {f'{key} ' if key else ''}{what}" for on, key, what in week.deadlines]),
    ]
    return [(title, lines or ["nothing"]) for title, lines in found if lines or title == ahead]


def _line(event: Event) -> str:
    return " ".join(filter(None, [event.account, event.number, event.what]))
