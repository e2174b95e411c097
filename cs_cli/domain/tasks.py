"""Tasks: what is to be done by a day, once or again and again."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain.calendar import LAST_YEAR, MONTHS, add_months, months_between
from cs_cli.domain.items import TODAY, WEEK, WEEK_DAYS, Item, due
from cs_cli.errors import UsageError

_EVERY = re.compile(r"(\d{1,4})?([dwmqy])")
_WORDS = {"daily": "1d", "weekly": "1w", "monthly": "1m", "quarterly": "1q", "yearly": "1y", "annual": "1y"}
_DAYS = {"d": 1, "w": 7}
_LONGEST = {"d": 3650, "w": 520, "m": 120, "q": 40, "y": 10}
OVERDUE, LATER, SOME_DAY = "overdue", "later", "some day"
WHEN: Mapping[str, tuple[str, str]] = {
    OVERDUE: ("■", "Overdue"),
    TODAY: ("▲", "Today"),
    WEEK: ("●", "This week"),
    LATER: ("○", "Later"),
    SOME_DAY: ("", "Without a day"),
}
"""When a task is due, in order, with its sign and its heading."""


class Task(NamedTuple):
    """A task: its number, account (None for one's own), title, days, whose it is, how often it was put off.

    `every` so often it comes again, counted from `anchor_on`; `because` is why it was put off or dropped; `is_step`:
    it was made of a step of a renewal clock.
    """

    number: int
    account_id: int | None
    account: str | None
    title: str
    due_on: date | None
    name: str | None = None
    owner: str | None = None
    created_on: date | None = None
    done_on: date | None = None
    snoozes: int = 0
    dropped_on: date | None = None
    every: str | None = None
    anchor_on: date | None = None
    because: str | None = None
    is_step: bool = False

    def when(self, today: date) -> str:
        """One of WHEN."""
        if self.due_on is None:
            return SOME_DAY
        days = (self.due_on - today).days
        return OVERDUE if days < 0 else TODAY if days == 0 else WEEK if days <= WEEK_DAYS else LATER

    def again_on(self, today: date) -> date | None:
        """When it is due again once it is done on `today`: after both that day and the one it was due on."""
        if self.every is None or self.anchor_on is None:
            return None
        return parse_every(self.every).after(self.anchor_on, max(today, self.due_on or today))


class Every(NamedTuple):
    """How often something comes again: every so many days, weeks, months, quarters or years."""

    length: int
    unit: str

    def __str__(self) -> str:
        """As it is stored: `2w`."""
        return f"{self.length}{self.unit}"

    def day(self, anchor: date, number: int) -> date:
        """The day after so many repetitions, always counted from the first: 31 Jan, 28 Feb, 31 Mar."""
        if self.unit in _DAYS:
            return anchor + timedelta(number * self.length * _DAYS[self.unit])
        return add_months(anchor, number * self.length * MONTHS[self.unit])

    def after(self, anchor: date, last: date) -> date | None:
        """The first repetition later than `last`; None where that is beyond the calendar."""
        if self.unit in _DAYS:
            number = (last - anchor).days // (self.length * _DAYS[self.unit])
        else:
            number = months_between(anchor, last) // (self.length * MONTHS[self.unit])
        number = max(1, number)
        while (day := self.day(anchor, number)) <= last:
            number += 1
        return day if day.year <= LAST_YEAR else None


def parse_every(said: str) -> Every:
    """`2w`, `1m`, `q`, `monthly`. Raises UsageError."""
    word = said.strip().lower()
    length = _EVERY.fullmatch(_WORDS.get(word, word))
    every = Every(int(length[1] or 1), length[2]) if length else None
    if every is None or not 0 < every.length <= _LONGEST[every.unit]:
        raise UsageError(
            f'--every "{said}" is no rhythm; no task noted', "Like 10d, 2w, 1m, 1q or 1y; ten years at most"
        )
    return every


def of_task(task: Task, today: date, *, dated: bool = False) -> Item | None:
    """A task that is late or due within a week; with `dated` what is late has its date beside the weekday."""
    if task.due_on is None or (task.due_on - today).days > WEEK_DAYS:
        return None
    late = task.due_on < today
    number = f"t{task.number}"
    what = f"{number} {'late: ' if late else ''}{task.title}, {due(task.due_on, today, dated=dated)}"
    rule = f"task {number} is due on {task.due_on}, and not done"
    when = TODAY if task.due_on <= today else WEEK
    return Item(when, "task", task.account_id, task.account or "", what, rule, f"cs done {number}", task.due_on)
