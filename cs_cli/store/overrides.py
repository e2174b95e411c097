"""The bands set by hand, read for many accounts at once."""

import sqlite3
from datetime import date, timedelta

from cs_cli.domain.health import Band
from cs_cli.domain.overrides import ENDED_DAYS, Override

_IN_FORCE = """
SELECT account_id, band, why, "on", until FROM health_overrides
WHERE "on" <= :day AND until >= :day AND (lifted_on IS NULL OR lifted_on > :day) ORDER BY "on", override_id
"""
_ENDED = """
SELECT account_id, band, why, "on", until FROM health_overrides
WHERE until >= :since AND until < :day AND (lifted_on IS NULL OR lifted_on > until) ORDER BY until, override_id
"""


def in_force(connection: sqlite3.Connection, day: date) -> dict[int, Override]:
    """The override of each account that has one on `day`, by row id; of several the one set last."""
    return _by_account(connection.execute(_IN_FORCE, {"day": day.isoformat()}))


def ended_lately(connection: sqlite3.Connection, day: date) -> dict[int, Override]:
    """The last override of each account that came to its end within the days before `day`; a lifted one did not."""
    since = day - timedelta(ENDED_DAYS)
    return _by_account(connection.execute(_ENDED, {"day": day.isoformat(), "since": since.isoformat()}))


def _by_account(rows: sqlite3.Cursor) -> dict[int, Override]:
    return {
        key: Override(Band(band), why, date.fromisoformat(since), date.fromisoformat(until))
        for key, band, why, since, until in rows
    }
