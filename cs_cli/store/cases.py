"""Tickets as they stood on a day, and the hours at which each account's desk is staffed."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from sqlite3 import Connection
from typing import Any

from cs_cli.domain.business_hours import BusinessHours, is_never, parse_shift
from cs_cli.domain.calendar import Window
from cs_cli.domain.support import Case
from cs_cli.domain.tickets import course_of
from cs_cli.errors import UsageError
from cs_cli.settings import Settings, zone

# Opened in the window; or before it and perhaps open still.
_CASES = """
SELECT account_id, ticket, priority, opened_at, first_reply_at, contacts_count, status, resolved_at, closed_at,
  reopened_at
FROM tickets WHERE opened_at < :next_day AND (:account IS NULL OR account_id = :account)
  AND (opened_at >= :since OR resolved_at IS NULL AND closed_at IS NULL OR reopened_at IS NOT NULL
    OR coalesce(resolved_at, closed_at) >= :next_day)
ORDER BY account_id, opened_at, ticket
"""
_PLACES = "SELECT account_id, timezone, country FROM accounts WHERE timezone IS NOT NULL OR country IS NOT NULL"


def cases(connection: Connection, window: Window, today: date, account: int | None = None) -> list[Case]:
    """The tickets opened from the window's first day up to `today`, and those that may be open, as of `today`."""
    asked = {
        "since": window.start.isoformat(),
        "next_day": (today + timedelta(1)).isoformat(),
        "account": account,
    }
    return [_case(today, row) for row in connection.execute(_CASES, asked)]


def _case(today: date, row: tuple[Any, ...]) -> Case:
    of, ticket, priority, opened_at, replied_at, contacts, status, *ends = row
    course = course_of(today, status, *ends)
    opened = datetime.fromisoformat(opened_at)
    reply = datetime.fromisoformat(replied_at) if replied_at else None
    return Case(
        account_id=of,
        ticket=ticket,
        priority=(priority or "").strip() or None,
        opened_at=opened,
        first_reply_at=reply if reply and opened <= reply and reply.date() <= today else None,
        resolved_at=course.resolved_at,
        is_open=course.is_open,
        was_resolved=not course.is_open or course.reopened_at is not None,
        was_reopened=course.reopened_at is not None,
        contacts=contacts,
    )


class Desks:
    """The business hours of each account: a shift in its time zone, closed on the public holidays of its country.

    Where an account's time zone is not known it is the user's; where its country is not known no holiday is.
    """

    def __init__(self, connection: Connection, settings: Settings) -> None:
        """The shift and the user's time zone are those of the settings."""
        self.shift = parse_shift(str(settings["support_hours"]))
        self._zone = _zone(str(settings["timezone"])) if settings["timezone"] else None
        self._places: Mapping[int, tuple[str | None, str | None]] = {
            of: (name, country) for of, name, country in connection.execute(_PLACES)
        }
        self._made: dict[tuple[str | None, str | None], BusinessHours] = {}

    def hours_of(self, account_id: int) -> BusinessHours:
        """The business hours that count for an account, by its row id."""
        place = self._places.get(account_id, (None, None))
        if (hours := self._made.get(place)) is None:
            hours = self._made[place] = self._of(*place)
        return hours

    def _of(self, name: str | None, country: str | None) -> BusinessHours:
        where = (_zone(name) if name else None) or self._zone
        if not country:
            return BusinessHours(self.shift, where)
        from cs_cli.domain.holidays import country_code, is_holiday  # noqa: PLC0415  only where a country is known

        code = country_code(country)
        return BusinessHours(self.shift, where, partial(is_holiday, country=code) if code else is_never)


def _zone(name: str) -> tzinfo | None:
    """The time zone called `name`; None where an import brought a name that is none."""
    with suppress(UsageError):
        found: tzinfo = zone(name, "accounts")
        return found
    return None
