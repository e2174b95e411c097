"""The appointments of a portfolio, the mark that tells it from others, and when it was last changed."""

from collections.abc import Iterator
from datetime import date, datetime
from hashlib import sha256

from cs_cli.domain.appointments import Appointment, Book, of_meeting, of_task, of_term
from cs_cli.store.days import Days
from cs_cli.store.portfolio import Portfolio
from cs_cli.store.read import Reader

_TERMS = """
WHERE renews_on IS NOT NULL AND archived_on IS NULL AND (status IS NULL OR status = 'active')
  AND ((outcome_on IS NULL OR outcome_on > :known) AND (next_known_on IS NULL OR next_known_on > :known)
    OR coalesce(ended_on, next_starts_on) >= :since)
"""
"""The terms that are open, and those that ended lately: what they had rolled through has happened."""
_QBRS = """
SELECT v.activity_id, v.account, v."on", a.owner FROM activities v JOIN accounts a ON a.account_id = v.account_id
WHERE v.kind = 'qbr' AND v."on" >= :since AND a.archived_on IS NULL
"""
_FIRST = "SELECT at, user, host FROM history ORDER BY step LIMIT 1"
_LAST = "SELECT max(max(at), coalesce(max(undone_at), '')) FROM history"


def appointments_of(portfolio: Portfolio) -> Iterator[Appointment]:
    """All days to come, and those of the last 90 days, of accounts that are not archived, in no order."""
    reader = portfolio.reader
    book = Book(mark_of(reader), portfolio.today, portfolio.known_until)
    since = {"since": book.since.isoformat()}
    for term in portfolio.terms(_TERMS, {"known": book.known_until.isoformat(), **since}):
        yield from of_term(book, term)
    for number, account, on, owner in reader.tuples(_QBRS, since):
        yield of_meeting(book, number, account, date.fromisoformat(on), owner)
    owners = {row.account_id: row.owner for row in portfolio.accounts()}
    for task in Days(reader, portfolio.today).tasks():
        owner = portfolio.settings["me.name"] if task.account_id is None else owners[task.account_id]
        yield from of_task(book, task, task.owner or owner)


def is_empty(reader: Reader) -> bool:
    """Whether neither an account nor a task is recorded."""
    return not reader.value("SELECT EXISTS (SELECT 1 FROM accounts UNION ALL SELECT 1 FROM tasks)")


def mark_of(reader: Reader) -> str:
    """What tells the portfolio from every other one for as long as it lives, and tells nobody anything else."""
    [first] = reader.tuples(_FIRST)
    return f"{sha256(chr(10).join(first).encode('utf-8', 'replace')).hexdigest()[:16]}.cs"


def changed_at(reader: Reader) -> datetime:
    """The instant of the last change, in UTC."""
    return datetime.fromisoformat(reader.value(_LAST))
