"""A line of a digest: its stable id, what is so, the rule behind it, the command; and what lines are made of."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import money
from cs_cli.domain.agenda import Meeting
from cs_cli.domain.clock import Reading
from cs_cli.domain.feed_breaks import Broken
from cs_cli.domain.moved import Moved
from cs_cli.domain.promised import Promised
from cs_cli.domain.renewals import Renewal
from cs_cli.domain.segments import PLAIN, Segments
from cs_cli.domain.tasks import Task

BUCKETS = (0, 1, 3, 7, 14, 30, 60, 90)
"""A deadline is told again when no more days than each of these are left."""


class Line(NamedTuple):
    """One line of a section: what is so about an account, since or until `on`, the rule behind it, the command.

    `always` marks what is due today or late: it is in every digest. `tells` are the ids of further lines that this
    one sums up.
    """

    id: str
    kind: str
    account: str
    what: str
    rule: str
    command: str
    on: date | None = None
    contract: str = ""
    arr_minor: int | None = None
    currency: str | None = None
    always: bool = False
    tells: tuple[str, ...] = ()

    @property
    def amount(self) -> str:
        """The ARR for people, or nothing."""
        if self.arr_minor is None or self.currency is None:
            return ""
        return money.shown(self.arr_minor, self.currency)

    @property
    def ids(self) -> tuple[str, ...]:
        """What counts as told once this line is delivered."""
        return (self.id, *self.tells)


class Case(NamedTuple):
    """An open ticket of the highest severity: the day it was opened, or opened again."""

    account_id: int
    ticket: str
    subject: str | None
    priority: str
    opened_on: date


class Who(NamedTuple):
    """An account that the digest is about."""

    key: str
    segment: str | None = None


class Known(NamedTuple):
    """What the sections are made of, of the accounts meant (by row id).

    `talked` and `touched` are the last two-way contact about the renewal and at all, `moved` the band changes against
    so many days ago, `newest` the last day of each kind of data, `since` the day of the last delivery,
    `limits` how long an account may be silent, `broken` the feeds whose moves are held.
    """

    accounts: Mapping[int, Who]
    renewals: Sequence[Renewal] = ()
    talked: Mapping[int, date] = {}
    touched: Mapping[int, date] = {}
    tasks: Sequence[Task] = ()
    meetings: Sequence[Meeting] = ()
    promised: Sequence[Promised] = ()
    clocks: Sequence[Reading] = ()
    moved: Mapping[int, Sequence[Moved]] = {}
    cases: Sequence[Case] = ()
    newest: Mapping[str, date] = {}
    broken: Sequence[Broken] = ()
    limits: Segments = PLAIN
    since: date | None = None


def bucket(days: int) -> str:
    """How near a deadline is: the smallest of BUCKETS that holds the days left, `late` or `far`."""
    return "late" if days < 0 else next((str(each) for each in BUCKETS if days <= each), "far")
