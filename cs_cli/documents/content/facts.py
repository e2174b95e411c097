"""What is on record about one account up to a day: the rows of the documented views, column by column.

The columns named here are all that can reach a document for a customer; what is internal is read in `internal`.
"""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol

from cs_cli.documents.source.escape import one_line
from cs_cli.domain.tickets import course_of
from cs_cli.store.naming import MEANS_CONTACT


class Rows(Hashable, Protocol):
    """Whoever answers SQL over the documented views."""

    def rows(self, sql: str, parameters: Mapping[str, Any] = ...) -> list[dict[str, Any]]:
        """The rows of `sql` as dictionaries."""
        ...


@dataclass(frozen=True, slots=True)
class Account:
    """What a customer knows of their own account."""

    name: str
    customer_since: date | None
    kickoff_on: date | None
    live_on: date | None


@dataclass(frozen=True, slots=True)
class Measurement:
    """The value of a metric on a day."""

    metric: str
    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Ticket:
    """A support case; instants are UTC. Those after the day looked from are None; so is `resolved_at` while open."""

    ticket: str
    subject: str
    priority: str
    opened_at: datetime
    first_reply_at: datetime | None
    resolved_at: datetime | None
    reopened_at: datetime | None
    is_open: bool
    csat: float | None
    because: str = ""
    change: str = ""
    source: str = ""

    @property
    def opened_on(self) -> date:
        """The day it was opened."""
        return self.opened_at.date()


@dataclass(frozen=True, slots=True)
class Answer:
    """One survey answer; who gave it is only used to count nobody twice."""

    kind: str
    score: float
    on: date
    contact: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """A call, meeting or business review, and those of the account's people who were there."""

    kind: str
    on: date
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Training:
    """A call, meeting or review about training; `said` is its summary, where the customer may read it."""

    kind: str
    on: date
    said: str
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the account; `roles` as recorded."""

    name: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on record about one account whose own date is not after the day looked from.

    `tickets_known_to` is the last day of which any ticket of the portfolio tells: until then silence means something.
    `next_review_on` is the next business review that is planned; `meetings_from` the systems that the meetings are of.
    """

    account: Account
    measurements: tuple[Measurement, ...]
    tickets: tuple[Ticket, ...]
    answers: tuple[Answer, ...]
    meetings: tuple[Meeting, ...]
    people: tuple[Person, ...]
    tickets_known_to: date | None = None
    trainings: tuple[Training, ...] = ()
    next_review_on: date | None = None
    meetings_from: tuple[str, ...] = ()

    def since(self, first: date) -> "Facts":
        """What may be said of a time from `first` on: of support nothing, where no ticket is known from then on."""
        is_known = self.tickets_known_to is not None and self.tickets_known_to >= first
        return self if is_known else replace(self, tickets=())


_ACCOUNT = "SELECT account_id, name, customer_since, kickoff_on, live_on FROM accounts WHERE account = :key"
_MEASUREMENTS = (
    'SELECT metric, "on", value FROM measurements '
    'WHERE account_id = :account_id AND value IS NOT NULL AND "on" <= :as_of '
    'ORDER BY "on", metric'
)
_TICKETS = (
    "SELECT ticket, subject, priority, opened_at, first_reply_at, resolved_at, closed_at, reopened_at, status, csat, "
    "because, change, source "
    "FROM tickets WHERE account_id = :account_id AND substr(opened_at, 1, 10) <= :as_of ORDER BY opened_at, ticket"
)
_TICKETS_KNOWN_TO = """
SELECT date(max(at)) AS day FROM (
  SELECT opened_at AS at FROM tickets UNION ALL SELECT resolved_at FROM tickets
  UNION ALL SELECT closed_at FROM tickets UNION ALL SELECT reopened_at FROM tickets)
WHERE substr(at, 1, 10) <= :as_of
"""
_ANSWERS = (
    'SELECT kind, score, "on", contact FROM surveys WHERE account_id = :account_id AND "on" <= :as_of ORDER BY "on"'
)
_MEETINGS = f"""
SELECT v.kind, v."on", (
  SELECT json_group_array(name) FROM (
    SELECT c.name FROM json_each(v.contacts) p
    JOIN contacts c ON c.account_id = v.account_id AND {MEANS_CONTACT.format("p.value")}
    GROUP BY c.contact_id ORDER BY min(p.key))) AS contacts
FROM activities v
WHERE v.account_id = :account_id AND v."on" <= :as_of AND v.kind IN ('call', 'meeting', 'qbr')
ORDER BY v."on", v.kind, v.contacts
"""  # noqa: S608  our own words
_TRAININGS = _MEETINGS.replace("v.kind,", "v.kind, iif(v.shared, v.summary, NULL) AS summary,", 1).replace(
    "v.kind IN", "v.topic = 'training' AND v.kind IN"
)
_NEXT_REVIEW = (
    'SELECT min("on") AS day FROM activities WHERE account_id = :account_id AND kind = \'qbr\' AND "on" > :as_of'
)
_MEETINGS_FROM = (
    "SELECT DISTINCT source FROM activities WHERE account_id = :account_id AND source IS NOT NULL "
    "AND kind IN ('call', 'meeting', 'qbr') AND \"on\" <= :as_of ORDER BY source"
)
_PEOPLE = """
SELECT name, title, roles FROM contacts
WHERE account_id = :account_id AND (left_on IS NULL OR left_on > :as_of) ORDER BY name
"""


def facts_of(reader: Rows, account: str, as_of: date) -> Facts:
    """What `reader` has on the account with this key (which must exist) up to and including `as_of`."""
    own = reader.rows(_ACCOUNT, {"key": account})[0]

    def rows(sql: str) -> list[dict[str, Any]]:
        return reader.rows(sql, {"account_id": own["account_id"], "as_of": as_of.isoformat()})

    return Facts(
        account=Account(text(own["name"]), day(own["customer_since"]), day(own["kickoff_on"]), day(own["live_on"])),
        measurements=tuple(
            Measurement(row["metric"], on(row["on"]), float(row["value"])) for row in rows(_MEASUREMENTS)
        ),
        tickets=tuple(_ticket(row, as_of) for row in rows(_TICKETS)),
        answers=tuple(
            Answer(row["kind"], float(row["score"]), on(row["on"]), text(row["contact"])) for row in rows(_ANSWERS)
        ),
        meetings=tuple(Meeting(row["kind"], on(row["on"]), names(row["contacts"])) for row in rows(_MEETINGS)),
        people=tuple(Person(text(row["name"]), text(row["title"]), names(row["roles"])) for row in rows(_PEOPLE)),
        tickets_known_to=_tickets_known_to(reader, as_of),
        trainings=tuple(
            Training(row["kind"], on(row["on"]), text(row["summary"]), names(row["contacts"]))
            for row in rows(_TRAININGS)
        ),
        next_review_on=day(rows(_NEXT_REVIEW)[0]["day"]),
        meetings_from=tuple(text(row["source"]) for row in rows(_MEETINGS_FROM)),
    )


@lru_cache(maxsize=1)
def _tickets_known_to(reader: Rows, as_of: date) -> date | None:
    """Asked of the whole portfolio, and so once for all the accounts that documents are made of in a run."""
    return day(reader.rows(_TICKETS_KNOWN_TO, {"as_of": as_of.isoformat()})[0]["day"])


def _ticket(row: Mapping[str, Any], as_of: date) -> Ticket:
    """A ticket as it stood at the end of `as_of`."""
    replied = instant(row["first_reply_at"])
    course = course_of(as_of, row["status"], row["resolved_at"], row["closed_at"], row["reopened_at"])
    return Ticket(
        ticket=text(row["ticket"]), subject=text(row["subject"]), priority=text(row["priority"]),
        opened_at=datetime.fromisoformat(row["opened_at"]),
        first_reply_at=replied if replied and replied.date() <= as_of else None,
        resolved_at=course.resolved_at, reopened_at=course.reopened_at, is_open=course.is_open, csat=row["csat"],
        because=text(row["because"]), change=text(row["change"]), source=text(row["source"]),
    )  # fmt: skip


def text(value: object) -> str:
    """A stored text on one line without controls; an absent one is empty."""
    return "" if value is None else one_line(str(value))


def on(value: object) -> date:
    """A stored day."""
    return date.fromisoformat(str(value)[:10])


def day(value: object) -> date | None:
    """A stored day, or None of nothing."""
    return on(value) if value else None


def instant(value: object) -> datetime | None:
    """A stored instant in UTC, or None of nothing."""
    return datetime.fromisoformat(str(value)) if value else None


def names(value: object) -> tuple[str, ...]:
    """A stored list, which is a JSON array."""
    found: Sequence[object] = json.loads(str(value))
    return tuple(filter(None, (text(name) for name in found)))
