"""Tickets as they stood on a day, and the hours at which each account's desk is staffed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import partial
from typing import Any

from cs_cli.domain.business_hours import BusinessHours, Shift, is_never
from cs_cli.domain.calendar import Window
from cs_cli.domain.support import Case
from cs_cli.domain.tickets import course_of
from cs_cli.store.read import Reader

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


def cases(reader: Reader, window: Window, today: date, account: int | None = None) -> list[Case]:
    """The tickets opened from the window's first day up to `today`, and those that may be open, as of `today`."""
    asked = {
        "since": window.start.isoformat(),
        "next_day": (today + timedelta(1)).isoformat(),
        "account": account,
    }
    return [_case(today, row) for row in reader.tuples(_CASES, asked)]


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

    def __init__(
        self, reader: Reader, shift: Shift, zone: tzinfo | None, zone_of: Callable[[str], tzinfo | None]
    ) -> None:
        """`zone_of` makes a time zone of its name, None where there is none."""
        self._shift, self._zone, self._zone_of = shift, zone, zone_of
        self._places: Mapping[int, tuple[str | None, str | None]] = {
            of: (name, country) for of, name, country in reader.tuples(_PLACES)
        }
        self._made: dict[tuple[str | None, str | None], BusinessHours] = {}

    def hours_of(self, account_id: int) -> BusinessHours:
        """The business hours that count for an account, by its row id."""
        place = self._places.get(account_id, (None, None))
        if (hours := self._made.get(place)) is None:
            hours = self._made[place] = self._of(*place)
        return hours

    def _of(self, name: str | None, country: str | None) -> BusinessHours:
        zone = (self._zone_of(name) if name else None) or self._zone
        if not country:
            return BusinessHours(self._shift, zone)
        from cs_cli.domain.holidays import country_code, is_holiday  # noqa: PLC0415  only where a country is known

        code = country_code(country)
        return BusinessHours(self._shift, zone, partial(is_holiday, country=code) if code else is_never)
