"""What the day's answers need from the views: open tasks, planned QBRs, contact, the age of the data."""

from datetime import date
from typing import Any, NamedTuple

from cs_cli.domain.agenda import Meeting, Task
from cs_cli.domain.tickets import course_of
from cs_cli.store.naming import MEANS_CONTACT
from cs_cli.store.read import Reader

_TASKS = """
SELECT task_id, account_id, account, title, due_on FROM tasks
WHERE created_on <= :today AND (done_on IS NULL OR done_on > :today) AND (:account IS NULL OR account_id = :account)
ORDER BY due_on IS NULL, due_on, task_id
"""
_MEETINGS = """
SELECT account_id, account, "on" FROM activities WHERE kind = 'qbr' AND "on" BETWEEN :today AND date(:today, '+7 days')
"""
_TALKED = """
SELECT account_id, max("on") FROM activities
WHERE two_way AND topic = 'renewal' AND "on" <= :today GROUP BY account_id
"""
_LAST_IMPORT = "SELECT max(at) FROM history WHERE undone_at IS NULL AND command LIKE 'cs import %'"
_PEOPLE = f"""
SELECT c.name, c.title, c.roles, c.email,
  (SELECT max(v."on") FROM activities v, json_each(v.contacts) p
   WHERE v.account_id = c.account_id AND v.two_way AND v."on" <= :today
     AND {MEANS_CONTACT.format("p.value")}) AS last_on
FROM contacts c WHERE c.account_id = :account ORDER BY c.contact_id
"""  # noqa: S608  our own words
_LAST_TOUCH = """
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


class Person(NamedTuple):
    """A contact: name, title, roles, and the day of the last two-way contact."""

    name: str
    title: str | None
    roles: tuple[str, ...]
    email: str | None
    last_on: date | None


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
        return [
            Task(number, of, key, title, date.fromisoformat(due) if due else None)
            for number, of, key, title, due in self._rows(_TASKS, account=account_id)
        ]

    def meetings(self) -> list[Meeting]:
        """The QBRs recorded for this week."""
        return [Meeting(of, key, date.fromisoformat(on)) for of, key, on in self._rows(_MEETINGS)]

    def talked(self) -> dict[int, date]:
        """By account id, the last two-way contact about the renewal."""
        return {of: date.fromisoformat(on) for of, on in self._rows(_TALKED)}

    def last_touch(self) -> dict[int, date]:
        """By account id, the last two-way contact."""
        return {of: date.fromisoformat(on) for of, on in self._rows(_LAST_TOUCH)}

    def people(self, account_id: int) -> list[Person]:
        """The contacts of an account."""
        import json  # noqa: PLC0415  lists of people only

        return [
            Person(name, title, tuple(json.loads(roles)), email, date.fromisoformat(last) if last else None)
            for name, title, roles, email, last in self._rows(_PEOPLE, account=account_id)
        ]

    def touches(self, account_id: int, count: int) -> list[Touch]:
        """The last `count` activities of an account, the newest first."""
        import json  # noqa: PLC0415  as above

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

    def imported_on(self) -> date | None:
        """The day (UTC) of the last import, if there was one."""
        at = self.reader.value(_LAST_IMPORT)
        return date.fromisoformat(at[:10]) if at else None
