"""Support cases: how urgent a priority is, and whether a case is open on a day."""

from datetime import date, datetime
from typing import NamedTuple

from cs_cli.domain.text import fold

_RANKS = (
    ("p0", "sev0", "sev 0", "severity 0", "s0", "blocker", "emergency"),
    ("p1", "sev1", "sev 1", "severity 1", "s1", "critical", "urgent", "highest", "1"),
    ("p2", "sev2", "sev 2", "severity 2", "s2", "high", "major", "2"),
    ("p3", "sev3", "sev 3", "severity 3", "s3", "medium", "normal", "moderate", "3"),
    ("p4", "sev4", "sev 4", "severity 4", "s4", "low", "minor", "4"),
    ("p5", "sev5", "sev 5", "severity 5", "s5", "lowest", "trivial", "5"),
)
_BY_WORD = {word: rank for rank, words in enumerate(_RANKS) for word in words}
_LOWEST_SEVERE = 1
_ENDED = frozenset({"closed", "resolved", "solved", "done", "cancelled", "canceled"})


def rank(priority: str | None) -> int:
    """How urgent a priority is in the words of the usual ticket systems: 0 the most, an unknown word comes last."""
    return _BY_WORD.get(fold((priority or "").replace("-", " ").replace("_", " ")), len(_RANKS))


def is_severe(priority: str | None) -> bool:
    """Whether a priority is of the highest severity."""
    return rank(priority) <= _LOWEST_SEVERE


class Course(NamedTuple):
    """How a case stood at the end of a day.

    `resolved_at` is when it was resolved, else closed: None while it is open, and where it ended without a date.
    """

    is_open: bool
    resolved_at: datetime | None
    reopened_at: datetime | None


def course_of(
    as_of: date, status: str | None, resolved_at: str | None, closed_at: str | None, reopened_at: str | None
) -> Course:
    """The course of a case up to the end of `as_of`, from its stored instants.

    It is open until it is resolved or closed, and again once it was reopened after that. A status such as "Closed"
    ends one that has no date of its end.
    """
    reopened = _by(as_of, reopened_at)
    ends = [moment for moment in (_by(as_of, resolved_at), _by(as_of, closed_at)) if moment]
    lasting = [moment for moment in ends if reopened is None or moment >= reopened]
    ended_undated = not (resolved_at or closed_at) and fold(status or "") in _ENDED
    return Course(not lasting and not ended_undated, next(iter(lasting), None), reopened)


def _by(as_of: date, instant: str | None) -> datetime | None:
    """A stored instant, where it is not after the day."""
    moment = datetime.fromisoformat(instant) if instant else None
    return moment if moment and moment.date() <= as_of else None
