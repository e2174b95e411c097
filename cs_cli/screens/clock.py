"""`cs clock` on a screen: the steps of each renewal of an account, or what is due in all of them."""

import shlex
from collections.abc import Iterable, Sequence
from datetime import date

from cs_cli.domain import money, words
from cs_cli.domain.agenda import churn_line
from cs_cli.domain.book import add_up
from cs_cli.domain.clock import LATE, NOW, TO_DO, Point, Reading
from cs_cli.domain.renewals import Renewal
from cs_cli.output.sheet import Cell, Column, Sheet

_STEPS = (Column(), Column(), Column(), Column(flex=True), Column(drop=1))
_DUE = (
    Column(title="account"), Column(title="contract", drop=2, flex=True), Column(title="step"), Column(title="due"),
    Column(), Column(title="what", flex=True), Column(title="decide by", drop=3), Column(title="task"),
)  # fmt: skip
_DECISIONS = {"opt-out": "opt-out", "renews": "renews by itself", "sign-by": "to be signed by"}


def whose(renewal: Renewal) -> str:
    """`ACME/Platform`, or the key alone."""
    return f"{renewal.term.account}/{renewal.contract}" if renewal.contract else renewal.term.account


def of_account(asked: str, name: str, readings: Sequence[Reading], today: date) -> list[Sheet | str]:
    """Every step of each renewal of one account, or of one contract `asked` for, and what to type next."""
    if not readings:
        return [f"{name} ({asked}): nothing to decide on, so no clock runs."]
    key = asked.partition("/")[0]
    parts: list[Sheet | str] = [Sheet((), indent=0).heading(Cell(f"{key}  {name}", "bold"))]
    for reading in readings:
        sheet = Sheet(_STEPS).heading(Cell(_head(reading, today), "bold"))
        for point in reading.points:
            sheet.row(*_step(point, today))
        parts.append(sheet)
        if not reading.points:
            parts.append(f"  {_without(reading)}")
    return [*parts, *_next(asked, readings)]


def _head(reading: Reading, today: date) -> str:
    renewal = reading.renewal
    by = f', clock "{reading.clock.name}"' if reading.clock and reading.points else ""
    decision = f"{_DECISIONS[renewal.decide_kind]} {words.full(renewal.decide_on)}"
    distance = words.distance(renewal.days_left)
    head = f"{whose(renewal)} ({renewal.rhythm}): {decision}, {distance}{by}"
    if renewal.state == "lapsed" and renewal.opt_out_on:
        head += f"; the opt-out passed on {words.near(renewal.opt_out_on, today)}, so days count from the renewal"
    return head


def _without(reading: Reading) -> str:
    """Why a renewal has no step."""
    renewal = reading.renewal
    if renewal.state == "notice":
        return "notice received: nothing is left to win here, no step is due"
    if renewal.state == "overdue":
        line = f"cs renew {shlex.quote(whose(renewal))}" if not renewal.term.notice_received_on else churn_line(renewal)
        return f"past its end without an outcome: {line}"
    segment = f" in {renewal.term.segment}" if renewal.term.segment else ""
    return f"no clock serves {renewal.rhythm} terms{segment}: cs clock --copy"


def _step(point: Point, today: date) -> Iterable[Cell | str]:
    style = {LATE: "bold red", NOW: "bold red"}.get(point.state, "" if point.state in TO_DO else "dim")
    return (
        point.label,
        words.full(point.on),
        Cell(_standing(point, today), style),
        point.title,
        _note(point, today),
    )


def _standing(point: Point, today: date) -> str:
    if point.state in TO_DO:
        return words.distance((point.due_on - today).days)
    return point.state


def _note(point: Point, today: date) -> str:
    task = point.task
    if task is None:
        return point.why
    if task.done_on is not None:
        return f"t{task.number}, {words.near(task.done_on, today)}"
    if point.moved_to is not None:
        return f"t{task.number} is due {words.near(task.due_on, today)}: the decision has moved"
    elsewhere = f", due {words.near(task.due_on, today)}" if task.due_on != point.on and task.is_open else ""
    return f"t{task.number}{elsewhere}"


def _next(asked: str, readings: Sequence[Reading]) -> list[str]:
    make = sum(len(reading.to_make()) for reading in readings)
    moved = sum(len(reading.moved()) for reading in readings)
    left = sum(len(reading.left) for reading in readings)
    command = f"cs clock {shlex.quote(asked)} --create-tasks"
    said = []
    if make:
        said.append(f"{words.counted(make, 'step')} without a task: {command}")
    if moved:
        said.append(f"{words.counted(moved, 'task')} to move with the decision: {command}")
    if left:
        said.append(f"{words.counted(left, 'task')} left of a decision that has passed: {command}")
    return said


def due(
    shown: Sequence[tuple[Reading, Point]], total: int, quiet: Sequence[Renewal], today: date, instead: str
) -> list[Sheet | str]:
    """What is due in all accounts, the earliest first; `total` were found, `quiet` monthly contracts left out."""
    parts: list[Sheet | str] = []
    if shown:
        sheet = Sheet(_DUE, indent=0).titles()
        for reading, point in shown:
            sheet.row(*_due_row(reading, point, today))
        parts.append(sheet)
    if quiet:
        arr = money.totals_shown(add_up({r.term.currency: r.term.arr_minor} for r in quiet))
        count = words.counted(len(quiet), "contract")
        parts.append(f"Monthly, all green: {count} to decide on this week, {arr}: cs renewals --term monthly")
    if not total:
        return [*parts, f"No step of a renewal clock is due within a week.{instead}"]
    more = f" {total - len(shown):,} more: cs clock --all." if total > len(shown) else ""
    bare = any(point.task is None for _reading, point in shown)
    make = " Make the tasks: cs clock --create-tasks" if bare else ""
    return [*parts, f"{words.counted(total, 'step')} due.{more}{make}"]


def _due_row(reading: Reading, point: Point, today: date) -> Iterable[Cell | str]:
    renewal = reading.renewal
    return (
        Cell(renewal.term.account, "bold"),
        renewal.contract,
        point.label,
        words.weekday(point.due_on),
        Cell(words.distance((point.due_on - today).days, width=2), "bold red" if point.due_on <= today else ""),
        point.title,
        renewal.decide_on.isoformat(),
        f"t{point.task.number}" if point.task else "",
    )
