"""What is on record about one account up to a day: the rows of the documented views, column by column.

The columns named here are all that can reach a document for a customer; what is internal is read in `internal`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from cs_cli.documents.escape import one_line

METRICS = ("active_users", "seats_used", "features_used", "features_available")


class Rows(Protocol):
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
    """A support case; its instants are UTC, those after the day looked from are None."""

    ticket: str
    subject: str
    priority: str
    opened_at: datetime
    first_reply_at: datetime | None
    resolved_at: datetime | None
    reopened_at: datetime | None
    csat: float | None

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
class Person:
    """Somebody at the account; `roles` as recorded."""

    name: str
    title: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a contract: its names, dates and seats."""

    contract: str
    product: str
    starts_on: date
    seats: int | None
    status: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything on record about one account whose own date is not after the day looked from."""

    account: Account
    measurements: tuple[Measurement, ...]
    tickets: tuple[Ticket, ...]
    answers: tuple[Answer, ...]
    meetings: tuple[Meeting, ...]
    people: tuple[Person, ...]
    terms: tuple[Term, ...]


_ACCOUNT = "SELECT name, customer_since, kickoff_on, live_on FROM accounts WHERE account = :account"
_MEASUREMENTS = (
    'SELECT metric, "on", value FROM measurements WHERE account = :account AND "on" <= :as_of ORDER BY "on", metric'
)
_TICKETS = (
    "SELECT ticket, subject, priority, opened_at, first_reply_at, resolved_at, closed_at, reopened_at, status, csat "
    "FROM tickets WHERE account = :account AND substr(opened_at, 1, 10) <= :as_of ORDER BY opened_at, ticket"
)
_ANSWERS = 'SELECT kind, score, "on", contact FROM surveys WHERE account = :account AND "on" <= :as_of ORDER BY "on"'
_MEETINGS = (
    'SELECT kind, "on", contacts FROM activities WHERE account = :account AND "on" <= :as_of '
    "AND kind IN ('call', 'meeting', 'qbr') ORDER BY \"on\", kind, contacts"
)
_PEOPLE = "SELECT name, title, roles FROM contacts WHERE account = :account ORDER BY name"
_TERMS = (
    "SELECT contract, product, starts_on, seats, status FROM contracts "
    "WHERE account = :account AND starts_on <= :as_of ORDER BY starts_on, contract, product"
)


def facts_of(reader: Rows, account: str, as_of: date) -> Facts:
    """What `reader` has on the account with this key (which must exist) up to and including `as_of`."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return reader.rows(sql, {"account": account, "as_of": as_of.isoformat()})

    own = reader.rows(_ACCOUNT, {"account": account})[0]
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
        terms=tuple(_term(row) for row in rows(_TERMS)),
    )


def _term(row: Mapping[str, Any]) -> Term:
    return Term(text(row["contract"]), text(row["product"]), on(row["starts_on"]), row["seats"], text(row["status"]))


def _ticket(row: Mapping[str, Any], as_of: date) -> Ticket:
    """A ticket as it stood at the end of `as_of`."""

    def at(name: str) -> datetime | None:
        moment = instant(row[name])
        return moment if moment and moment.date() <= as_of else None

    return Ticket(
        ticket=text(row["ticket"]), subject=text(row["subject"]), priority=text(row["priority"]),
        opened_at=datetime.fromisoformat(row["opened_at"]), first_reply_at=at("first_reply_at"),
        resolved_at=at("resolved_at") or at("closed_at"), reopened_at=at("reopened_at"), csat=row["csat"],
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
    """A stored list: a JSON array, or words between semicolons."""
    said = str(value or "")
    found: Sequence[object] = json.loads(said) if said.startswith("[") else said.split(";")
    return tuple(filter(None, (text(name) for name in found)))
