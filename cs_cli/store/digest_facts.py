"""What a digest needs from the views beyond the day's list: severe tickets, the age of the data, new accounts."""

from datetime import date

from cs_cli.domain.digest_lines import Case
from cs_cli.domain.tickets import course_of, is_severe
from cs_cli.store.read import Reader

_TICKETS = """
SELECT account_id, ticket, subject, priority, opened_at, status, resolved_at, closed_at, reopened_at FROM tickets
WHERE priority IS NOT NULL
  AND (date(opened_at) BETWEEN :first AND :today OR date(reopened_at) BETWEEN :first AND :today)
"""
_NEWEST = """
SELECT 'measurements', max("on") FROM measurements WHERE "on" <= :today
UNION ALL SELECT 'tickets', date(max(opened_at)) FROM tickets WHERE date(opened_at) <= :today
UNION ALL SELECT 'activities', max("on") FROM activities WHERE "on" <= :today
UNION ALL SELECT 'surveys', max("on") FROM surveys WHERE "on" <= :today
"""
_NEW = """
SELECT a.account_id, a.account FROM accounts a JOIN touched t ON t.account_id = a.account_id
WHERE a.archived_on IS NULL AND a.merged_into IS NULL
GROUP BY a.account_id HAVING min(t.step) > (SELECT coalesce(max(h.step), 0) FROM history h WHERE h.at <= :since)
ORDER BY a.account
"""


def severe_cases(reader: Reader, first: date, today: date) -> list[Case]:
    """The open tickets of the highest severity that were opened, or opened again, from `first` to `today`."""
    rows = reader.tuples(_TICKETS, {"first": first.isoformat(), "today": today.isoformat()})
    found = []
    for of, ticket, subject, priority, opened_at, *ends in rows:
        course = course_of(today, *ends)
        opened = date.fromisoformat(opened_at[:10])
        if is_severe(priority) and course.is_open and opened <= today:
            again = course.reopened_at.date() if course.reopened_at else opened
            found.append(Case(of, ticket, subject, priority, max(opened, again)))
    return found


def newest(reader: Reader, today: date) -> dict[str, date]:
    """By kind of data the last day, up to `today`, that it has a row of."""
    return {kind: date.fromisoformat(on) for kind, on in reader.tuples(_NEWEST, {"today": today.isoformat()}) if on}


def new_accounts(reader: Reader, since_utc: str) -> dict[int, str]:
    """The accounts (row id → key) that were entered after that instant (`…Z`)."""
    return dict(reader.tuples(_NEW, {"since": since_utc}))
