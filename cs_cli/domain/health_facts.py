"""What is known about an account's health, each fact with the day it is from; what is missing is None."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cs_cli.domain.calendar import months_between

RECENT_WEEKS = 4
BASE_WEEKS = range(8, 13)
WEEKS = RECENT_WEEKS + BASE_WEEKS[-1]
TREND_DAYS = 7 * WEEKS
_WEEKLY = list(range(WEEKS - 1, -1, -1))
SHORTEST_TREND_DAYS = 7 * (RECENT_WEEKS + BASE_WEEKS[0] - 1)
TREND_METRICS = ("key_events", "logins", "active_users")
SEAT_METRICS = ("seats_used", "active_users")


class Reading(NamedTuple):
    """A measured value, its day and the name of its metric."""

    value: float
    on: date
    metric: str = ""


class Usage(NamedTuple):
    """The medians of the last four weekly values of `metric` up to `on`, and of the 8 to 12 before them."""

    metric: str
    recent: float
    base: float
    on: date


class TicketLoad(NamedTuple):
    """Tickets opened in the last 90 days, as far as tickets are known: up to `on`."""

    opened: int
    on: date


class SevereTicket(NamedTuple):
    """An open ticket of the highest severity."""

    ticket: str
    priority: str
    opened_on: date


class Answer(NamedTuple):
    """The latest answer of a person to a kind of survey; sponsors, buyers and decision-makers `decides`."""

    who: str
    score: float
    on: date
    decides: bool = False


class Touch(NamedTuple):
    """A two-way contact: its kind (call, meeting, reply, qbr), its day, with whom, and since when they are gone."""

    kind: str
    on: date
    who: str = ""
    left_on: date | None = None


class Medians(NamedTuple):
    """The median of so many business hours over so many cases, the last of which is of the day `on`."""

    hours: float
    cases: int
    on: date


class SponsorSeat(NamedTuple):
    """Whether a sponsor is in place: who, or since when the last one is gone (then `gone_on` is a day)."""

    who: str
    gone_on: date | None = None


class Milestones(NamedTuple):
    """How many milestones of the plan were due by a day, how many of them are done, and the last such day."""

    done: int
    due: int
    on: date


Word = tuple[str, date]
"""A dated word: an invoice status, a mood."""


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """All that a scorecard can look at; `seats` is what the contracts in force entitle to.

    `readings` and `words` are the latest of each metric that a card names, `trends` the medians of those it compares.
    """

    seats: int | None = None
    seats_used: Reading | None = None
    usage: Usage | None = None
    features_used: Reading | None = None
    features_available: Reading | None = None
    tickets: TicketLoad | None = None
    severe: tuple[SevereTicket, ...] = ()
    nps: tuple[Answer, ...] = ()
    csat: tuple[Answer, ...] = ()
    two_way: Touch | None = None
    sponsor: Touch | None = None
    auto_renew_off_on: date | None = None
    customer_since: date | None = None
    go_live_on: date | None = None
    activated_on: date | None = None
    first_term: bool = False
    ces: tuple[Answer, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    words: Mapping[str, Word] = field(default_factory=dict)
    trends: Mapping[str, Usage] = field(default_factory=dict)
    response: Medians | None = None
    resolution: Medians | None = None
    sponsor_seat: SponsorSeat | None = None
    sentiment: Word | None = None
    milestones: Milestones | None = None

    def months_on(self, today: date) -> int | None:
        """How many whole months the customer has been one; None where nobody knows since when."""
        since = self.customer_since
        return None if since is None else months_between(since, today) - (today.day < since.day)


NOTHING_KNOWN = HealthFacts()


def usage_of(metric: str, days: Sequence[int], values: Sequence[float]) -> Usage | None:
    """The usage trend's two medians, or None without four recent weeks and eight before them.

    `days` are ordinals (date.toordinal) in order, one for each of `values`. A week is seven days counted back from
    the last one; several values in a week count by their mean.
    """
    if len(days) < RECENT_WEEKS + BASE_WEEKS[0]:
        return None
    weeks = [(days[-1] - day) // 7 for day in days]
    if len(weeks) <= WEEKS and weeks == _WEEKLY[-len(weeks) :]:
        recent, base = values[-RECENT_WEEKS:], values[:-RECENT_WEEKS]
    else:
        recent, base = _by_week(weeks, values)
    if len(recent) < RECENT_WEEKS or len(base) < BASE_WEEKS[0]:
        return None
    return Usage(metric, median(recent), median(base), date.fromordinal(days[-1]))


def _by_week(weeks: Sequence[int], values: Sequence[float]) -> tuple[Sequence[float], Sequence[float]]:
    found: dict[int, list[float]] = {}
    for week, value in zip(weeks, values, strict=True):
        found.setdefault(week, []).append(value)
    means = {week: sum(several) / len(several) for week, several in found.items()}
    recent = [means[week] for week in range(RECENT_WEEKS) if week in means]
    return recent, [means[week] for week in range(RECENT_WEEKS, WEEKS) if week in means]


def median(values: Sequence[float]) -> float:
    """The middle value, or the mean of the two middle ones; of at least one value."""
    ranked = sorted(values)
    middle = len(ranked) // 2
    return ranked[middle] if len(ranked) % 2 else (ranked[middle - 1] + ranked[middle]) / 2
