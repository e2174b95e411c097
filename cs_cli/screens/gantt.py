"""A Gantt view on a terminal: a bar for each milestone, from where it could begin to its day, and today's line."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.plan_progress import AHEAD, DONE, LATE, MISSED, Step
from cs_cli.output.fitting import padded, width_of
from cs_cli.output.sheet import Cell, Sheet

_BLOCKS = {DONE: "█", AHEAD: "░", LATE: "▓", MISSED: "×"}
_ASCII = {DONE: "=", AHEAD: "-", LATE: "!", MISSED: "x"}
_STYLES = {DONE: "green", LATE: "bold red", MISSED: "bold red"}
_TODAY, _TODAY_ASCII = "│", "|"
_LEAST_TITLE, _MOST_TITLE, _LEAST_BAR = 16, 40, 10
_TITLE_PART = 3
_GAP = "  "


class Bar(NamedTuple):
    """A milestone's bar: from the day it could begin to the day it ends, or is due."""

    step: Step
    state: str
    first: date
    last: date | None
    said: str


def gantt(steps: Sequence[Step], today: date, width: int, *, plain: bool = False) -> list[Sheet | str]:
    """The milestones in the order of their days, fitted to `width` cells; `plain` is for ASCII alone."""
    if not steps:
        return ["No milestone. A whole plan at once: cs plan ACME --template onboarding"]
    bars = _bars(steps, today)
    span = min(bar.first for bar in bars), max(*(bar.last or bar.first for bar in bars), today)
    named = max(len(bar.step.number) for bar in bars)
    said = max(width_of(bar.said) for bar in bars)
    title = min(
        max(width_of(bar.step.title) for bar in bars), max(_LEAST_TITLE, min(_MOST_TITLE, width // _TITLE_PART))
    )
    wide = max(_LEAST_BAR, width - named - title - said - 3 * len(_GAP))
    sheet = Sheet((), indent=0)
    head = " " * (named + title + 2 * len(_GAP))
    sheet.heading(Cell(head + _scale(span, wide), "dim"))
    for bar in bars:
        name = padded(bar.step.title, title)
        drawn = _drawn(bar, span, wide, today, plain=plain)
        line = f"{bar.step.number:<{named}}{_GAP}{name}{_GAP}{drawn}{_GAP}{bar.said}"
        sheet.heading(Cell(line.rstrip(), _STYLES.get(bar.state, "")))
    return [sheet, _legend(today, plain=plain)]


def _bars(steps: Sequence[Step], today: date) -> list[Bar]:
    """Each begins when it was noted, or when what it waits for ends, if that is later, but never after its end."""
    ends = {step.number: step.done_on or step.due_on for step in steps}
    bars = []
    for step in steps:
        last = step.done_on or step.due_on
        waits = [end for number in step.after if (end := ends.get(number)) is not None]
        first = max([step.created_on, *waits])
        state = step.state(today)
        bars.append(Bar(step, state, min(first, last) if last else first, last, _said(step, state, today)))
    return sorted(bars, key=lambda bar: (bar.last is None, bar.last or bar.first, int(bar.step.number[1:])))


def _said(step: Step, state: str, today: date) -> str:
    after = f" after {','.join(step.after)}" if step.after else ""
    if state == DONE and step.done_on:
        return f"done {words.near(step.done_on, today)}"
    if state == MISSED and step.missed_on:
        return f"missed {words.near(step.missed_on, today)}{after}"
    if step.due_on is None:
        return f"no day{after}"
    late = f"late {(today - step.due_on).days}d" if state == LATE else f"due {words.near(step.due_on, today)}"
    return late + after


def _place(on: date, span: tuple[date, date], wide: int) -> int:
    """The cell of a day, from 0 to `wide` - 1."""
    days = (span[1] - span[0]).days
    return (on - span[0]).days * (wide - 1) // days if days else 0


def _drawn(bar: Bar, span: tuple[date, date], wide: int, today: date, *, plain: bool) -> str:
    cells = [" "] * wide
    if bar.last is not None:
        until = max(bar.last, today) if bar.state == LATE else bar.last
        for n in range(_place(bar.first, span, wide), _place(until, span, wide) + 1):
            cells[n] = (_ASCII if plain else _BLOCKS)[bar.state]
    cells[_place(today, span, wide)] = _TODAY_ASCII if plain else _TODAY
    return "".join(cells)


def _scale(span: tuple[date, date], wide: int) -> str:
    """The first day at the left, the last at the right, and months where there is room."""
    left, right = words.short(span[0]), words.short(span[1])
    cells = list(f"{left}{' ' * max(1, wide - len(left) - len(right))}{right}")
    month = (span[0].replace(day=1) + timedelta(32)).replace(day=1)
    free = len(left) + 1
    while month < span[1]:
        at, name = _place(month, span, wide), words.short(month).split()[-1]
        if at >= free and at + len(name) < wide - len(right):
            cells[at : at + len(name)] = name
            free = at + len(name) + 1
        month = (month + timedelta(32)).replace(day=1)
    return "".join(cells)


def _legend(today: date, *, plain: bool) -> str:
    signs = _ASCII if plain else _BLOCKS
    line = _TODAY_ASCII if plain else _TODAY
    said = "  ".join(f"{signs[state]} {state}" for state in (DONE, AHEAD, LATE, MISSED))
    return f"{said}  {line} today, {words.weekday(today)}"
