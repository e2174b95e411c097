"""What happened at an account before a loss: the rows that are signs by themselves."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from cs_cli.domain import words
from cs_cli.domain.hindsight import DETRACTOR, MOOD, SPONSOR, TICKET, Sign
from cs_cli.domain.signals import DETRACTORS_UP_TO
from cs_cli.domain.telling import number
from cs_cli.domain.tickets import is_severe
from cs_cli.store.read import Reader

_TICKETS = """
SELECT ticket, priority, date(opened_at) FROM tickets
WHERE account_id = :id AND date(opened_at) BETWEEN :since AND :until ORDER BY opened_at, ticket
"""
_SPONSORS = """
SELECT name, left_on FROM contacts
WHERE account_id = :id AND left_on BETWEEN :since AND :until AND roles LIKE '%"sponsor"%' ORDER BY left_on, name
"""
_MOODS = """
SELECT why, "on" FROM sentiments
WHERE account_id = :id AND mood = 'red' AND "on" BETWEEN :since AND :until ORDER BY "on", sentiment_id
"""
_DETRACTORS = """
SELECT contact, score, "on" FROM surveys
WHERE account_id = :id AND kind = 'nps' AND score <= :most AND "on" BETWEEN :since AND :until ORDER BY "on", contact
"""
_TOUCHES = 'SELECT DISTINCT "on" FROM activities WHERE account_id = :id AND two_way AND "on" <= :until'


class Past:
    """The rows of one account between two days, both included."""

    def __init__(self, reader: Reader, account_id: int, since: date, until: date) -> None:
        self.reader = reader
        self.of = {"id": account_id, "since": since.isoformat(), "until": until.isoformat()}

    def signs(self) -> Iterator[Sign]:
        """The first severe ticket, sponsor who left, red mood and detractor, where there is one."""
        severe = (row for row in self._rows(_TICKETS) if is_severe(row[1]))
        for ticket, priority, on in _first(severe):
            yield Sign(_day(on), TICKET, f"{priority} #{ticket} opened")
        for name, on in _first(self._rows(_SPONSORS)):
            yield Sign(_day(on), SPONSOR, f"sponsor {name} left")
        for why, on in _first(self._rows(_MOODS)):
            yield Sign(_day(on), MOOD, f"sentiment red: {words.clipped(why, 60)}")
        for who, score, on in _first(self._rows(_DETRACTORS, most=DETRACTORS_UP_TO)):
            yield Sign(_day(on), DETRACTOR, f"NPS {number(float(score))}{f' from {who}' if who else ''}")

    def touches(self) -> list[date]:
        """The days of two-way contact, those before the first of the days included."""
        return [_day(on) for (on,) in self._rows(_TOUCHES)]

    def _rows(self, sql: str, **more: int) -> list[tuple[str, ...]]:
        return self.reader.tuples(sql, {**self.of, **more})


def _first(rows: Iterable[tuple[str, ...]]) -> Iterable[tuple[str, ...]]:
    return islice(rows, 1)


def _day(text: str) -> date:
    return date.fromisoformat(text)
