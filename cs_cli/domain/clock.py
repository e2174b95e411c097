"""The renewal clock: what is to be done how many days before a renewal is decided, and how it stands on a day.

Source of the rules: docs/metrics.md, The renewal clock.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count
from operator import itemgetter
from typing import NamedTuple

from cs_cli.domain.calendar import add_months, months_between
from cs_cli.domain.renewals import Renewal
from cs_cli.domain.terms import Grid
from cs_cli.domain.text import fold

MONTHLY, QUARTERLY, ANNUAL, MULTI_YEAR = "monthly", "quarterly", "annual", "multi-year"
HALF_DAYS = {MONTHLY: 15, QUARTERLY: 45, ANNUAL: 182, MULTI_YEAR: 365}
"""The terms that a clock can serve, and half of the shortest of each: no step lies further back."""
YEAR_MONTHS = 12
LATE_DAYS, AHEAD_DAYS = 14, 7
"""How long after its day, and before it, a step without a task is due."""
AHEAD, NOW, LATE, DONE, DROPPED, SKIPPED = "ahead", "today", "late", "done", "dropped", "skipped"
TO_DO = (AHEAD, NOW, LATE)
_GOING = ("open", "lapsed")


class Step(NamedTuple):
    """One step of a clock: `days` before the decision or, where that is None, on each anniversary of the term."""

    name: str
    title: str
    days: int | None
    unless_green: bool = False


class Clock(NamedTuple):
    """The steps, the earliest first, for the terms and segments that it serves.

    Without segments for all that no other clock names.
    """

    name: str
    terms: tuple[str, ...]
    segments: tuple[str, ...]
    steps: tuple[Step, ...]


class StepTask(NamedTuple):
    """A task that was made of a step, as it was on a day."""

    number: int
    contract_id: int
    step: str
    created_on: date
    due_on: date
    done_on: date | None = None
    dropped_on: date | None = None
    snoozes: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None


class Point(NamedTuple):
    """A step of one renewal: its day, how it stands and why, the task made of it, and the day that one should have.

    `moved_to` is None where the task is due when it should be.
    """

    step: str
    title: str
    days: int | None
    on: date
    state: str
    why: str = ""
    task: StepTask | None = None
    moved_to: date | None = None

    @property
    def due_on(self) -> date:
        """When it is to be done: the day of its task, else its own."""
        return self.task.due_on if self.task else self.on

    @property
    def label(self) -> str:
        """`T-90`, or `yearly`."""
        return "yearly" if self.days is None else f"T-{self.days}"

    @property
    def sign(self) -> str:
        """What stands before its title: `T-90 `; nothing for a yearly step, whose title says so."""
        return "" if self.days is None else f"{self.label} "


class Reading(NamedTuple):
    """The clock of one renewal on a day; `left` are open tasks of a decision that has passed or needs none any more."""

    renewal: Renewal
    clock: Clock | None
    points: Sequence[Point]
    left: Sequence[StepTask]

    def to_make(self) -> list[Point]:
        """The steps to make a task of: those ahead and, of those whose day has come, the latest."""
        return [point for point in self.points if point.task is None and point.state in TO_DO]

    def moved(self) -> list[Point]:
        """The steps whose open task is due on another day than the decision now asks for."""
        return [point for point in self.points if point.moved_to is not None]

    def next_due(self, today: date) -> Point | None:
        """The step without a task to look at now: the latest whose day has come, else the next within a week."""
        due = [point for point in self.due(today) if point.task is None]
        return next((point for point in due if point.on <= today), due[0] if due else None)

    def due(self, today: date) -> list[Point]:
        """The steps to look at now: those of the last 14 days and of the next 7 that are still to be done."""
        return [point for point in self.points if point.state in TO_DO and is_near(point.due_on, today)]


class Clocks:
    """Which clock serves which contract."""

    def __init__(self, clocks: Iterable[Clock]) -> None:
        self.every = tuple(clocks)
        self._serving = {
            (term, segment): clock
            for clock in self.every
            for term in clock.terms
            for segment in map(fold, clock.segments or ("",))
        }
        self._found: dict[tuple[str, str | None], Clock | None] = {}
        self._near: dict[Clock, frozenset[int] | None] = {}

    def of(self, renewal: Renewal) -> Clock | None:
        """The clock of a renewal, by the length of what is decided on and the segment; None where none serves it."""
        key = (term_of(period_months(renewal)), renewal.term.segment)
        if key not in self._found:
            term, segment = key
            self._found[key] = self._serving.get((term, fold(segment or ""))) or self._serving.get((term, ""))
        return self._found[key]

    def may_be_due(self, renewal: Renewal) -> bool:
        """Whether a step of the renewal may be due now, told without a calendar: asked of every contract of a book."""
        clock = self.of(renewal)
        if clock is None:
            return False
        if clock not in self._near:
            self._near[clock] = _days_left_near(clock)
        near = self._near[clock]
        return near is None or renewal.days_left in near


def _days_left_near(clock: Clock) -> frozenset[int] | None:
    """How many days may be left to the decision while a step is due; None where anniversaries count as well."""
    days = [step.days for step in clock.steps if step.days is not None]
    if len(days) < len(clock.steps):
        return None
    return frozenset(left for each in days for left in range(each - LATE_DAYS, each + AHEAD_DAYS + 1))


def is_near(day: date, today: date) -> bool:
    """Whether a step of that day is to be looked at: from 14 days ago to 7 days ahead."""
    return -LATE_DAYS <= (day - today).days <= AHEAD_DAYS


def period_months(renewal: Renewal) -> int:
    """How many months lie between two decisions: the term, or a right to leave within it."""
    months = renewal.months or YEAR_MONTHS
    return min(months, renewal.term.opt_out_every_months or months)


def term_of(months: int) -> str:
    """What a term of so many months is to a clock: the longest of the four that it is no shorter than."""
    bounds = {MULTI_YEAR: 24, ANNUAL: YEAR_MONTHS, QUARTERLY: 3}
    return next((term for term, least in bounds.items() if months >= least), MONTHLY)


def is_running(renewal: Renewal) -> bool:
    """Whether the clock of a renewal runs: not once the customer has given notice, nor past the end."""
    return renewal.state in _GOING


def read(
    renewal: Renewal, clock: Clock | None, tasks: Iterable[StepTask], today: date, *, is_green: bool = False
) -> Reading:
    """How the steps of a renewal stand on `today`; `tasks` are those of its contract."""
    mine: list[StepTask] = []
    left: list[StepTask] = []
    for task in tasks:
        (mine if _belongs(task, renewal) else left).append(task)
    open_left = [task for task in left if task.is_open]
    if clock is None or not is_running(renewal):
        return Reading(renewal, clock, [], open_left)
    made = {task.step: task for task in mine}
    planned = [(*each, _needless(each, renewal, green=is_green)) for each in _planned(renewal, clock)]
    latest = max((on for _step, _name, on, needless in planned if on <= today and not needless), default=date.min)
    points = [
        _with_task(step, on, made[name], renewal, today)
        if name in made
        else _bare(step, name, on, needless or ("a later one has come" if on < latest else ""), today)
        for step, name, on, needless in planned
    ]
    return Reading(renewal, clock, points, open_left)


def _belongs(task: StepTask, renewal: Renewal) -> bool:
    """Whether a task was made for this decision, not for one before it of the same contract.

    No step lies further back than half a term, so what is due later than a term before the decision is of this one;
    and where the term has rolled, what was noted before it began is of another.
    """
    rolled = renewal.starts_on > renewal.term.starts_on
    if rolled and task.created_on <= renewal.starts_on:
        return False
    return max(task.due_on, task.created_on) > add_months(renewal.decide_on, -period_months(renewal))


def _planned(renewal: Renewal, clock: Clock) -> list[tuple[Step, str, date]]:
    """Each step with its name and day, the earliest first."""
    decided, yearly = renewal.decide_on, [step for step in clock.steps if step.days is None]
    planned = [(step, step.name, decided - timedelta(step.days)) for step in clock.steps if step.days is not None]
    for step in yearly:
        planned += [(step, f"{step.name}:{number}", day) for number, day in _anniversaries(renewal)]
    return sorted(planned, key=itemgetter(2)) if yearly else planned


def _anniversaries(renewal: Renewal) -> Iterator[tuple[int, date]]:
    anchor = renewal.term.anchor_on
    days = Grid(anchor, months_between(anchor, renewal.counted_from), YEAR_MONTHS)
    for number in count(1):
        if (day := days.day(number)) >= renewal.decide_on:
            return
        if day > renewal.begun_on:
            yield number, day


def _needless(planned: tuple[Step, str, date], renewal: Renewal, *, green: bool) -> str:
    """Why a step is not to be taken, or nothing."""
    step, _name, on = planned
    if on < renewal.begun_on:
        return "before the term began"
    return "the account is green" if step.unless_green and green else ""


def _bare(step: Step, name: str, on: date, needless: str, today: date) -> Point:
    """A step without a task."""
    return Point(name, step.title, step.days, on, SKIPPED if needless else _against(on, today), needless)


def _with_task(step: Step, on: date, task: StepTask, renewal: Renewal, today: date) -> Point:
    """A step with its task; one that was put off keeps the day to which it was, and so do all after a lapse."""
    if not task.is_open:
        return Point(task.step, step.title, step.days, on, DONE if task.done_on else DROPPED, task=task)
    should = max(on, task.created_on)
    moves = renewal.state == "open" and not task.snoozes and task.due_on != should
    state = _against(task.due_on, today)
    return Point(task.step, step.title, step.days, on, state, task=task, moved_to=should if moves else None)


def _against(day: date, today: date) -> str:
    return NOW if day == today else AHEAD if day > today else LATE
