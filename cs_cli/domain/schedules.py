"""When a digest is to be made: a time of day, some days of the week, and the next of these moments."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from shlex import quote
from typing import NamedTuple

from cs_cli.errors import UsageError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS = "mon-fri"
_TIME = re.compile(r"(\d{1,2}):(\d\d)")
_HOURS, _MINUTES = 24, 60
_RUN = 3
"""From so many days in a row they are said as the first and the last."""


class Schedule(NamedTuple):
    """A digest (`daily`) of an owner's accounts (`""`: of all), when, and the channels it goes to (none: printed).

    `days` count from Monday, 0. `at` is None where somebody has written another rule there by hand.
    """

    digest: str
    owner: str
    at: time | None
    days: tuple[int, ...]
    to: tuple[str, ...]

    @property
    def name(self) -> str:
        """`daily`, or `daily --owner ann`, as it is typed."""
        return f"{self.digest} --owner {quote(self.owner)}" if self.owner else self.digest


def parse_at(said: str) -> time:
    """`07:30` as a time of day. Raises UsageError."""
    found = _TIME.fullmatch(said)
    if found and int(found[1]) < _HOURS and int(found[2]) < _MINUTES:
        return time(int(found[1]), int(found[2]))
    raise UsageError(f'--at "{said}" is no time of day', "From 00:00 to 23:59, like --at 07:30")


def parse_days(said: str) -> tuple[int, ...]:
    """`mon-fri`, `mon,wed` or `all` as days counted from Monday, 0. Raises UsageError."""
    if said.casefold() == "all":
        return tuple(range(len(DAYS)))
    days: set[int] = set()
    for part in said.casefold().split(","):
        first, _, last = (word.strip() for word in part.partition("-"))
        if {first, last or first} - set(DAYS):
            raise UsageError(
                f'--days "{said}" are no days of the week', f"Like mon-fri, mon,wed or all: {' '.join(DAYS)}"
            )
        start = DAYS.index(first)
        days |= {(start + n) % 7 for n in range((DAYS.index(last or first) - start) % 7 + 1)}
    return tuple(sorted(days))


def days_said(days: Sequence[int], names: Sequence[str] = DAYS, to: str = "-") -> str:
    """Sorted days as `mon-fri` or `mon,wed`; `names` from Monday, `to` between the first and the last of a run."""
    runs: list[list[int]] = []
    for day in days:
        if runs and day == runs[-1][-1] + 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts = (
        [f"{names[run[0]]}{to}{names[run[-1]]}"] if len(run) >= _RUN else [names[day] for day in run] for run in runs
    )
    return ",".join(part for said in parts for part in said)


def next_run(schedule: Schedule, now: datetime, placed: Callable[[datetime], datetime]) -> datetime | None:
    """The first moment of `schedule` after `now`, in UTC; `placed` puts a clock's reading into the scheduler's zone."""
    if schedule.at is None:
        return None
    today = placed(now.astimezone(UTC).replace(tzinfo=None)).date() - timedelta(1)
    for ahead in range(len(DAYS) + 3):
        day = today + timedelta(ahead)
        moment = placed(datetime.combine(day, schedule.at)).astimezone(UTC)
        if day.weekday() in schedule.days and moment > now:
            return moment
    return None
