"""What the tables and the journal know of what happened between two days."""

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.calendar import Window
from cs_cli.domain.events import CHANGED, LOST, NOTICE, RENEWED, TICKET, Event
from cs_cli.domain.tickets import is_severe
from cs_cli.store.agenda import IS_OPEN
from cs_cli.store.days import word_of
from cs_cli.store.read import Reader

_DATED = """
SELECT account_id, "on", kind, number, coalesce(summary, 'no words'), contacts, two_way FROM activities
WHERE "on" BETWEEN :start AND :end
UNION ALL SELECT account_id, "on", 'sentiment', NULL, mood || ': ' || why, '[]', 0 FROM sentiments
WHERE "on" BETWEEN :start AND :end
UNION ALL SELECT account_id, "on", 'survey', NULL, upper(kind) || ' ' || printf('%g', score)
  || coalesce(' by ' || nullif(contact, ''), '') || coalesce(': ' || nullif(comment, ''), ''), '[]', 0 FROM surveys
WHERE "on" BETWEEN :start AND :end
UNION ALL SELECT account_id, left_on, 'left', NULL,
  name || coalesce(', ' || title, '') || ' left', '[]', 0 FROM contacts
WHERE left_on BETWEEN :start AND :end
UNION ALL SELECT account_id, done_on, 'done', task, title, '[]', 0 FROM tasks
WHERE done_on BETWEEN :start AND :end
UNION ALL SELECT account_id, due_on, 'late', task, title, '[]', 0 FROM tasks
WHERE due_on BETWEEN :start AND :end AND due_on < :today AND (done_on IS NULL OR done_on > due_on)
  AND (dropped_on IS NULL OR dropped_on > due_on)
UNION ALL SELECT account_id, done_on, 'kept', number, promise, '[]', 0 FROM commitments
WHERE done_on BETWEEN :start AND :end
UNION ALL SELECT account_id, coalesce(missed_on, due_on), 'missed', number,
  promise || coalesce(': ' || because, ''), '[]', 0 FROM commitments
WHERE coalesce(missed_on, due_on) BETWEEN :start AND :end
  AND (missed_on IS NOT NULL OR due_on < :today AND (done_on IS NULL OR done_on > due_on)
  AND (dropped_on IS NULL OR dropped_on > due_on))
UNION ALL SELECT account_id, done_on, 'done', number, title, '[]', 0 FROM milestones
WHERE done_on BETWEEN :start AND :end
UNION ALL SELECT account_id, missed_on, 'missed', number, title || coalesce(': ' || because, ''), '[]', 0
FROM milestones WHERE missed_on BETWEEN :start AND :end
UNION ALL SELECT account_id, done_on, 'done', number, quote, '[]', 0 FROM objectives
WHERE done_on BETWEEN :start AND :end
UNION ALL SELECT account_id, created_on, 'promised', number,
  CASE side WHEN 'us' THEN 'ours' WHEN 'them' THEN 'theirs' ELSE 'joint' END
  || coalesce(', by ' || due_on, '') || ': ' || promise, '[]', 0 FROM commitments
WHERE created_on BETWEEN :start AND :end
UNION ALL SELECT account_id, created_on, 'task', task, title || coalesce(', due ' || due_on, ''), '[]', 0 FROM tasks
WHERE created_on BETWEEN :start AND :end AND clock_step IS NULL
UNION ALL SELECT account_id, "on", 'forecast', NULL,
  coalesce(nullif(contract, ''), product, 'the contract') || ' called ' || category
  || coalesce(': ' || coalesce(evidence, reason), ''), '[]', 0 FROM forecast_calls
WHERE "on" BETWEEN :start AND :end
"""
_DEALS = """
SELECT c.account_id, coalesce(c.outcome_on, c.next_known_on) AS "on",
  coalesce(c.outcome, 'renewed'), coalesce(nullif(c.contract, ''), c.product, 'the contract'), c.reason, c.arr_minor,
  n.arr_minor, c.currency, n.currency
FROM contracts c LEFT JOIN contracts n ON n.contract_id = c.next_id
WHERE (c.outcome IS NOT NULL OR c.next_id IS NOT NULL)
  AND coalesce(c.outcome_on, c.next_known_on) BETWEEN :start AND :end
UNION ALL SELECT account_id, notice_received_on, 'notice', coalesce(nullif(contract, ''), product, 'the contract'),
  reason, arr_minor, NULL, currency, NULL FROM contracts
WHERE notice_received_on BETWEEN :start AND :end
"""
_KINDS = {"renewed": RENEWED, "amended": CHANGED, "churned": LOST, "notice": NOTICE}
_TICKETS = """
SELECT account_id, ticket, subject, priority, date(opened_at) FROM tickets
WHERE priority IS NOT NULL AND date(opened_at) BETWEEN :start AND :end
"""
_AHEAD = f"""
SELECT account_id, due_on, number || CASE side WHEN 'them' THEN ' they promised ' ELSE ' promised: ' END || promise
FROM commitments WHERE due_on BETWEEN :start AND :end AND {IS_OPEN}
UNION ALL SELECT account_id, due_on, number || ' ' || title
FROM milestones WHERE due_on BETWEEN :start AND :end AND {IS_OPEN}
UNION ALL SELECT account_id, "on", 'QBR' || coalesce(' ' || summary, '')
FROM activities WHERE kind = 'qbr' AND "on" BETWEEN :start AND :end AND "on" > :today
"""  # noqa: S608  our own words
_IMPORTS = "SELECT at, command FROM history WHERE undone_at IS NULL AND command LIKE '%import%'"
_ACCOUNTS = "SELECT account_id, account, name FROM accounts"


class Happened:
    """The events of the days of `window`, as they were known on `today`."""

    def __init__(self, reader: Reader, window: Window, today: date) -> None:
        self._reader = reader
        self._window = window
        self._between = {"start": window.start.isoformat(), "end": window.end.isoformat(), "today": today.isoformat()}
        self._names = {of: (key, name) for of, key, name in reader.tuples(_ACCOUNTS)}

    def events(self, day_of: Callable[[datetime], date]) -> Iterator[Event]:
        """All but what health did; `day_of` is the day of an instant."""
        yield from self._dated()
        yield from self._deals()
        yield from self._severe()
        yield from self._imports(day_of)

    def event(self, account_id: int | None, on: str, kind: str, what: str, number: str | None = None) -> Event:
        """An event with the names of its account."""
        key, name = self._names[account_id] if account_id is not None else (None, None)
        return Event(date.fromisoformat(on), kind, account_id, key, name, number, what)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        used = {name: value for name, value in self._between.items() if f":{name}" in sql}
        return self._reader.tuples(sql, used)

    def _dated(self) -> Iterator[Event]:
        for of, on, kind, number, what, people, two_way in self._rows(_DATED):
            said = f"{', '.join(map(str, json.loads(people)))}: {what}" if people != "[]" else what
            yield self.event(of, on, kind, said, number)._replace(is_touch=bool(two_way))

    def _deals(self) -> Iterator[Event]:
        for of, on, outcome, contract, reason, old, new, currency, next_currency in self._rows(_DEALS):
            kind = _KINDS[outcome]
            amount = old if new is None or kind == LOST else new
            code = currency if amount is old else next_currency
            was = money.shown(old, currency)
            now = money.shown(amount, code)
            what = f"{contract}, {now if was == now else f'{was} → {now}'}{f': {reason}' if reason else ''}"
            yield self.event(of, on, kind, what)._replace(arr_minor=amount, currency=code)

    def _severe(self) -> Iterator[Event]:
        for of, ticket, subject, priority, on in self._rows(_TICKETS):
            if is_severe(priority):
                yield self.event(of, on, TICKET, f"#{ticket} {priority}{f': {subject}' if subject else ''}")

    def _imports(self, day_of: Callable[[datetime], date]) -> Iterator[Event]:
        for at, command in self._rows(_IMPORTS):
            on = day_of(datetime.fromisoformat(at))
            if word_of(command) == "import" and self._window.holds(on):
                yield self.event(None, on.isoformat(), "import", command)


def promised(reader: Reader, ahead: Window, today: date) -> Iterator[tuple[int, date, str]]:
    """Account, day and what of the open promises, steps of plans and QBRs of the days ahead, as known on `today`."""
    between = {"start": ahead.start.isoformat(), "end": ahead.end.isoformat(), "today": today.isoformat()}
    for account_id, on, what in reader.tuples(_AHEAD, between):
        yield account_id, date.fromisoformat(on), what
