"""What the day's answers need from the views: open tasks, planned QBRs, contact, the age of the data."""

import shlex
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from cs_cli.domain.agenda import Meeting
from cs_cli.domain.tasks import Task
from cs_cli.domain.tickets import course_of
from cs_cli.store.read import Reader

OPEN_TASKS = """
SELECT t.task_id, t.account_id, t.account, t.title, t.due_on, t.name, t.owner, t.created_on, t.done_on, t.snoozes,
  t.dropped_on, t.every, t.anchor_on, t.because, t.clock_step IS NOT NULL
FROM tasks t LEFT JOIN accounts a ON a.account_id = t.account_id
WHERE t.created_on <= :today AND (t.done_on IS NULL OR t.done_on > :today)
  AND (t.dropped_on IS NULL OR t.dropped_on > :today)
  AND (:account IS NULL AND a.archived_on IS NULL OR t.account_id = :account)
ORDER BY t.due_on IS NULL, t.due_on, t.task_id
"""
"""What is open on `:today`: of the account with the row id `:account`, or of all that are not archived."""
_TASK = """
SELECT task_id, account_id, account, title, due_on, name, owner, created_on, done_on, snoozes, dropped_on,
  every, anchor_on, because, clock_step IS NOT NULL
FROM tasks
WHERE task_id = :task
"""
_MEETINGS = """
SELECT account_id, account, "on" FROM activities WHERE kind = 'qbr' AND "on" >= :today
"""
_TALKED = """
SELECT account_id, max("on") FROM activities
WHERE two_way AND topic = 'renewal' AND "on" <= :today GROUP BY account_id
"""
_IMPORTS = "SELECT at, command, step FROM history WHERE undone_at IS NULL AND command LIKE '%import%' ORDER BY at DESC"
BEFORE_THE_WORD = frozenset({"--db", "--as-of"})
"""The options that may stand before a command's word and have a value."""
LAST_TOUCH = """
SELECT account_id, max("on") FROM activities WHERE two_way AND "on" <= :today GROUP BY account_id
"""
_ACTIVITIES = """
SELECT "on", kind, summary, contacts, topic, two_way FROM activities
WHERE account_id = :account AND "on" <= :today ORDER BY "on" DESC, activity_id DESC LIMIT :count
"""
_TICKETS = """
SELECT ticket, subject, priority, opened_at, status, resolved_at, closed_at, reopened_at FROM tickets
WHERE account_id = :account AND date(opened_at) <= :today ORDER BY opened_at
"""


_PROFILE = """
SELECT owner, segment, stage, tags, customer_since, archived_on, custom FROM accounts WHERE account_id = :account
"""
_NOTES = """
SELECT "on", text FROM notes WHERE account_id = :account AND "on" <= :today ORDER BY "on" DESC LIMIT 3
"""
_SENTIMENT = """
SELECT "on", mood, why FROM sentiments WHERE account_id = :account AND "on" <= :today
ORDER BY "on" DESC, sentiment_id DESC LIMIT 1
"""
_USAGE = """
SELECT metric, "on", value FROM measurements
WHERE account_id = :account AND "on" <= :today AND metric IN ('active_users', 'seats_used') ORDER BY "on" DESC LIMIT 26
"""


class Felt(NamedTuple):
    """How an account felt since a day (ISO): `red`, `yellow` or `green`, and why."""

    on: str
    mood: str
    why: str


class Touch(NamedTuple):
    """Something that happened: the day, its kind, what was said, with whom."""

    on: date
    kind: str
    summary: str | None
    people: tuple[str, ...]
    topic: str | None
    two_way: bool


class Days:
    """The rows that the day's answers are made of, as they were on `today`."""

    def __init__(self, reader: Reader, today: date) -> None:
        self.reader = reader
        self.today = today

    def _rows(self, sql: str, **more: int | None) -> list[tuple[Any, ...]]:
        return self.reader.tuples(sql, {"today": self.today.isoformat(), **more})

    def tasks(self, account_id: int | None = None) -> list[Task]:
        """The open tasks, of one account or of all, the earliest due first."""
        return [_task(row) for row in self._rows(OPEN_TASKS, account=account_id)]

    def task(self, number: int) -> Task | None:
        """The task with that number, open, done or dropped."""
        return next(map(_task, self._rows(_TASK, task=number)), None)

    def meetings(self) -> list[Meeting]:
        """The QBRs that are planned."""
        return [Meeting(of, key, date.fromisoformat(on)) for of, key, on in self._rows(_MEETINGS)]

    def talked(self) -> dict[int, date]:
        """By account id, the last two-way contact about the renewal."""
        return {of: date.fromisoformat(on) for of, on in self._rows(_TALKED)}

    def last_touch(self) -> dict[int, date]:
        """By account id, the last two-way contact."""
        return {of: date.fromisoformat(on) for of, on in self._rows(LAST_TOUCH)}

    def touches(self, account_id: int, count: int) -> list[Touch]:
        """The last `count` activities of an account, the newest first."""
        import json  # noqa: PLC0415  lists of people only

        return [
            Touch(date.fromisoformat(on), kind, summary, tuple(json.loads(people)), topic, bool(two_way))
            for on, kind, summary, people, topic, two_way in self._rows(_ACTIVITIES, account=account_id, count=count)
        ]

    def open_tickets(self, account_id: int) -> list[tuple[str, str | None, str | None, date]]:
        """Number, subject, priority and opening day of the tickets that are open."""
        return [
            (ticket, subject, priority, date.fromisoformat(at[:10]))
            for ticket, subject, priority, at, *ends in self._rows(_TICKETS, account=account_id)
            if course_of(self.today, *ends).is_open
        ]

    def profile(self, account_id: int) -> dict[str, Any]:
        """An account's own columns that have no date."""
        [row] = self.reader.rows(_PROFILE, {"account": account_id})
        return row

    def notes(self, account_id: int) -> list[tuple[Any, ...]]:
        """Day and text of the last three standing remarks."""
        return self._rows(_NOTES, account=account_id)

    def sentiment(self, account_id: int) -> Felt | None:
        """How the account felt last."""
        return next((Felt(*row) for row in self._rows(_SENTIMENT, account=account_id)), None)

    def usage(self, account_id: int) -> list[tuple[Any, ...]]:
        """Metric, day and value of active users and seats used, the latest first."""
        return self._rows(_USAGE, account=account_id)

    def imported_on(self, day_of: Callable[[datetime], date]) -> date | None:
        """The day of the last import, if there was one by then; `day_of` is the day of an instant."""
        return next((on for on, _step in self.imports(day_of)), None)

    def imports(self, day_of: Callable[[datetime], date]) -> Iterator[tuple[date, int]]:
        """Day and step of every import that was there by then, the newest first."""
        for at, command, step in self._rows(_IMPORTS):
            on = day_of(datetime.fromisoformat(at))
            if on <= self.today and word_of(command) == "import":
                yield on, step


def word_of(command: str) -> str:
    """The word of a command as the history has it: `import` of `cs --db book.db import book.csv`."""
    typed = iter(shlex.split(command)[1:])
    for part in typed:
        if not part.startswith("-"):
            return part
        if part in BEFORE_THE_WORD:
            next(typed, None)
    return ""


def _task(row: tuple[Any, ...]) -> Task:
    number, of, key, title, due, name, owner, created, done, snoozes, dropped, every, anchor, because, is_step = row
    days = _day(due), name, owner, _day(created), _day(done), snoozes, _day(dropped)
    return Task(number, of, key, title, *days, every, _day(anchor), because, bool(is_step))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
