"""How support went: response and resolution times, what was resolved on first contact, what was reopened.

The times are medians of business hours by priority, never means; what is open is in none of them and is counted beside.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from cs_cli.domain.business_hours import BusinessHours
from cs_cli.domain.tickets import rank
from cs_cli.domain.ttv import middle, percentile

_NINETY = 90

HoursOf = Callable[[int], BusinessHours]
"""The business hours that count for an account, by its row id."""


class Case(NamedTuple):
    """A ticket as it stood at the end of a day; what came later is not known yet.

    `was_resolved` says whether it was ever resolved, reopened since or not; `contacts` is how often they had to write.
    """

    account_id: int
    ticket: str
    priority: str | None
    opened_at: datetime
    first_reply_at: datetime | None
    resolved_at: datetime | None
    is_open: bool
    was_resolved: bool
    was_reopened: bool
    contacts: int | None

    @property
    def opened_on(self) -> date:
        """The day it was opened, in UTC."""
        return self.opened_at.date()


class Spread(NamedTuple):
    """The median and the P90 (nearest rank) of `n` numbers of hours; None of nothing."""

    n: int
    median: float | None
    p90: float | None


class Desk(NamedTuple):
    """How support went with some tickets.

    `opened` counts those of the window, `open` all that are open now, whenever they were opened. Of the window's
    `unanswered` are open without a first reply, `unresolved` are open; `first_contact` of those whose `contacts_known`,
    `reopened` of those that were `resolved`.
    """

    opened: int
    open: int
    oldest: Case | None
    first_response: Spread
    unanswered: int
    resolution: Spread
    unresolved: int
    first_contact: int
    contacts_known: int
    reopened: int
    resolved: int

    @property
    def first_contact_share(self) -> float | None:
        """The share that was resolved on first contact, 0 to 1; None where no number of contacts is known."""
        return self.first_contact / self.contacts_known if self.contacts_known else None

    @property
    def reopen_rate(self) -> float | None:
        """The share of the resolved that was reopened, 0 to 1; None where none was resolved."""
        return self.reopened / self.resolved if self.resolved else None


def first_response_hours(cases: Iterable[Case], hours_of: HoursOf) -> list[float]:
    """The business hours until each first reply, ascending; tickets without one are not in it."""
    return sorted(
        hours_of(case.account_id).between(case.opened_at, at) for case in cases if (at := case.first_reply_at)
    )


def resolution_hours(cases: Iterable[Case], hours_of: HoursOf) -> list[float]:
    """The business hours until each (last) resolution, ascending; open tickets are not in it."""
    return sorted(hours_of(case.account_id).between(case.opened_at, at) for case in cases if (at := case.resolved_at))


def spread(ordered: Sequence[float]) -> Spread:
    """The median and P90 of `ordered` hours."""
    if not ordered:
        return Spread(0, None, None)
    return Spread(len(ordered), middle(ordered), percentile(ordered, _NINETY))


def is_first_contact(case: Case) -> bool:
    """Whether it was resolved on first contact: they wrote once, it is resolved and was never reopened."""
    return case.contacts == 1 and case.was_resolved and not case.was_reopened


def summed(opened: Sequence[Case], are_open: Sequence[Case], hours_of: HoursOf) -> Desk:
    """How support went with the tickets `opened` in a window, and those that `are_open` now."""
    known = [case for case in opened if case.contacts is not None]
    resolved = [case for case in opened if case.was_resolved]
    return Desk(
        opened=len(opened),
        open=len(are_open),
        oldest=min(are_open, key=lambda case: (case.opened_at, case.ticket), default=None),
        first_response=spread(first_response_hours(opened, hours_of)),
        unanswered=sum(case.is_open and case.first_reply_at is None for case in opened),
        resolution=spread(resolution_hours(opened, hours_of)),
        unresolved=sum(case.is_open for case in opened),
        first_contact=sum(map(is_first_contact, known)),
        contacts_known=len(known),
        reopened=sum(case.was_reopened for case in resolved),
        resolved=len(resolved),
    )


def priorities(cases: Iterable[Case]) -> list[str | None]:
    """The priorities in use, the most urgent first; None, where one has none, comes last."""
    return sorted({case.priority for case in cases}, key=lambda name: (name is None, rank(name), name or ""))
