"""An account's health replayed from its dated rows: week by week, on which day its band changed and why."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cs_cli.context import Cs
from cs_cli.domain.health import Score
from cs_cli.domain.movement import cause_of
from cs_cli.store.said import Said, said_between

if TYPE_CHECKING:
    from cs_cli.domain.account_health import Health

WEEK = timedelta(7)
ONE_DAY = timedelta(1)


class Change(NamedTuple):
    """On that day the band became another one, and why; no cause where none can be named."""

    on: date
    before: Score
    now: Score
    cause: str


class Day(NamedTuple):
    """The health on a day as it is reckoned now; what was said that day, and how the band changed, if it did."""

    on: date
    now: Score
    said: Said | None = None
    change: Change | None = None

    @property
    def differs(self) -> bool:
        """Whether something else was said."""
        said = self.said.score if self.said else self.now
        return (said.tenths, said.band) != (self.now.tenths, self.now.band)


class Replay:
    """The past of one account."""

    def __init__(self, cs: Cs, account_id: int) -> None:
        self.cs = cs
        self.account_id = account_id

    def score(self, day: date) -> Score:
        """The health on that day."""
        return self.cs.portfolio.scores([self.account_id], day)[self.account_id]

    def explained(self, day: date) -> "Health":
        """The same with all that leads to it."""
        return self.cs.portfolio.explained(self.account_id, day)

    def days(self, since: date, until: date) -> list[Day]:
        """The end of each week, of each week the last day of which there is a record, and each change of band."""
        weeks = list(weeks_of(since, until))
        last = {_week_of(said.on, until): said for said in said_between(self.cs.reader, self.account_id, since, until)}
        said = {each.on: each for each in last.values()}
        changes = {change.on: change for change in self.changes(weeks)}
        return [Day(on, self.score(on), said.get(on), changes.get(on)) for on in sorted({*weeks, *said, *changes})]

    def changes(self, days: Sequence[date]) -> Iterator[Change]:
        """The changes of band between days in order; one that is over by the next of them is not seen."""
        for first, last in pairwise(days):
            if self.score(first).band is not self.score(last).band:
                yield from self._between(first, last)

    def _between(self, first: date, last: date) -> Iterator[Change]:
        for ago in range((last - first).days - 1, -1, -1):
            on = last - timedelta(ago)
            before, now = self.score(on - ONE_DAY), self.score(on)
            if before.band is not now.band:
                cause = cause_of(
                    self.explained(on - 2 * ONE_DAY), self.explained(on)
                )  # a band counts from its second day
                yield Change(on, before, now, cause.reason or cause.points)


def weeks_of(since: date, until: date) -> Iterable[date]:
    """The days a whole number of weeks before `until` that are not before `since`, the earliest first."""
    return (until - WEEK * ago for ago in range((until - since).days // WEEK.days, -1, -1))


def _week_of(on: date, until: date) -> int:
    return (until - on).days // WEEK.days
