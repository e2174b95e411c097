"""Time to first value: from the start of an account to the milestone that the customer calls first value."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import ceil
from typing import NamedTuple, TypeVar

STARTS = ("signature", "kickoff", "go-live")
"""From which day the time may be counted."""
REACHED, OPEN, LEFT, UNRECORDED = "reached", "open", "left", "unrecorded"
_NINETY = 90
_Number = TypeVar("_Number", int, float)


class Journey(NamedTuple):
    """One account's way to first value; `start_is` and `end_is` name the facts that the days are."""

    account: str
    name: str
    segment: str | None
    start_on: date | None
    start_is: str | None
    end_on: date | None
    end_is: str | None
    confirmed_by: str | None
    is_tracked: bool
    is_customer: bool

    @property
    def state(self) -> str:
        """Reached; open; left before it; unrecorded, where no start or no first-value milestone is known."""
        if self.start_on is None or not (self.end_on or self.is_tracked):
            return UNRECORDED
        return REACHED if self.end_on else OPEN if self.is_customer else LEFT

    def days(self, today: date) -> int | None:
        """The days it took, or has taken so far; value that came before the start took none."""
        if self.state == UNRECORDED or self.start_on is None:
            return None
        return max(((self.end_on or today) - self.start_on).days, 0)


class Summary(NamedTuple):
    """Time to first value of several accounts: of the `n` that reached it; of the others, how many and the oldest."""

    segment: str | None
    n: int
    median: float | None
    p90: int | None
    open: int
    oldest: Journey | None
    oldest_days: int | None
    left: int
    unrecorded: int


def summed(segment: str | None, journeys: Iterable[Journey], today: date) -> Summary:
    """The median, P90 and count of what was reached, and what is still open (it is in neither)."""
    every = list(journeys)
    took = sorted(days for each in every if each.state == REACHED and (days := each.days(today)) is not None)
    is_open = [each for each in every if each.state == OPEN]
    oldest = max(is_open, key=lambda each: (each.days(today) or 0, each.account), default=None)
    return Summary(
        segment=segment,
        n=len(took),
        median=middle(took) if took else None,
        p90=percentile(took, _NINETY) if took else None,
        open=len(is_open),
        oldest=oldest,
        oldest_days=oldest.days(today) if oldest else None,
        left=sum(each.state == LEFT for each in every),
        unrecorded=sum(each.state == UNRECORDED for each in every),
    )


def middle(ordered: Sequence[float]) -> float:
    """The median of the `ordered` values: the middle one, or half-way between the two in the middle."""
    half = len(ordered) // 2
    return float(ordered[half]) if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def percentile(ordered: Sequence[_Number], percent: int) -> _Number:
    """The smallest of the `ordered` values that at least `percent` in a hundred do not exceed (nearest rank)."""
    return ordered[max(ceil(len(ordered) * percent / 100), 1) - 1]
