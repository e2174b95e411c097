"""What became of the digests: by digest and recipient, and which of them have fallen silent."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cs_cli.store.read import Reader

_STANDINGS = """
SELECT d.digest, d.owner, d.channel, d.recipient,
  max(CASE WHEN d.state IN ('sent', 'accepted', 'empty') THEN d.done_at END),
  max(CASE WHEN d.state = 'failed' THEN d.done_at END),
  (SELECT f.error FROM deliveries f
   WHERE f.state = 'failed'
     AND (f.digest, f.owner, f.channel, f.recipient) = (d.digest, d.owner, d.channel, d.recipient)
   ORDER BY f.done_at DESC, f.part LIMIT 1),
  (SELECT max(l.state IN ('failed', 'claimed') AND coalesce(l.error, '') NOT LIKE '%; it may have arrived twice')
   FROM deliveries l
   WHERE (l.digest, l.owner, l.channel, l.recipient) = (d.digest, d.owner, d.channel, d.recipient)
     AND l.period = (SELECT n.period FROM deliveries n
       WHERE (n.digest, n.owner, n.channel, n.recipient) = (d.digest, d.owner, d.channel, d.recipient)
         AND date(n.claimed_at) <= date(:today, '+1 day')
       ORDER BY n.claimed_at DESC LIMIT 1))
FROM deliveries d WHERE date(d.claimed_at) <= date(:today, '+1 day')
GROUP BY d.digest, d.owner, d.channel, d.recipient ORDER BY d.digest, d.owner, d.channel, d.recipient
"""
_PERIODS = """
SELECT digest, owner, period, max(CASE WHEN state IN ('sent', 'accepted', 'empty') THEN done_at END) FROM deliveries
GROUP BY digest, owner, period ORDER BY digest, owner, period
"""
_DAY, _WEEK, _MONTH = (re.compile(p) for p in (r"\d{4}-\d\d-\d\d", r"\d{4}-W\d\d", r"\d{4}-\d\d"))
MISSED, FORGOTTEN = 2, 20
"""After how many periods without success a digest counts as silent, and after how many as given up."""
_SATURDAY, _WEEK_DAYS, _MONTHS = 5, 7, 12


class Standing(NamedTuple):
    """How a digest fares with one recipient: the instants (`…Z`) of the last success and of the last failure that was
    not made good, its reason, and whether something of the newest period is still to be sent.
    """

    digest: str
    owner: str
    channel: str
    recipient: str
    last_success_at: str | None
    last_failure_at: str | None
    error: str | None
    pending: bool


class Silence(NamedTuple):
    """A digest that was delivered and no longer is, and the day on which it last got through."""

    digest: str
    owner: str
    since: date


def standing(reader: Reader, today: date) -> list[Standing]:
    """How each digest fares with each of its recipients, as known on `today`."""
    rows = reader.tuples(_STANDINGS, {"today": today.isoformat()})
    return [Standing._make([*told, bool(pending)]) for *told, pending in rows]


def silent(reader: Reader, today: date, day_of: Callable[[datetime], date]) -> list[Silence]:
    """The digests that have not got through for two of their periods, though they used to; none given up long ago.

    Used to: delivered for two periods, or tried and failed since. `day_of` is the day of an instant for the user.
    """
    periods: dict[tuple[str, str], list[tuple[str, str | None]]] = defaultdict(list)
    for digest, owner, period, done_at in reader.tuples(_PERIODS):
        periods[digest, owner].append((period, done_at))
    found = []
    for (digest, owner), of in periods.items():
        through = [at for _period, at in of if at]
        if through and len(of) > 1:
            since = day_of(datetime.fromisoformat(max(through)))
            if MISSED <= _periods_between(of[-1][0], since, today) <= FORGOTTEN:
                found.append(Silence(digest, owner, since))
    return found


def _periods_between(period: str, since: date, today: date) -> int:
    """How many periods like `period` (a day, a week, a month) began after `since`, today's counted; of days only
    those from Monday to Friday, as nobody need be written to on the others. 0 for any other kind of period.
    """
    if _DAY.fullmatch(period):
        return sum(1 for day in _days_after(since, today) if day.weekday() < _SATURDAY)
    if _WEEK.fullmatch(period):
        return (_monday(today) - _monday(since)).days // _WEEK_DAYS
    if _MONTH.fullmatch(period):
        return (today.year - since.year) * _MONTHS + today.month - since.month
    return 0


def _days_after(since: date, today: date) -> Iterable[date]:
    return (since + timedelta(n) for n in range(1, (today - since).days + 1))


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())
