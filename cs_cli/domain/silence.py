"""Accounts that nobody has spoken with for longer than their segment allows."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.items import WEEK, Item
from cs_cli.domain.ranking import LONG_SILENCE
from cs_cli.domain.segments import Segments
from cs_cli.domain.text import fold

SPOKEN_FOR = frozenset({"overdue", "decide"})
"""With a line of one of these kinds an account has to be spoken with anyway: its silence has no line beside it."""


class Quiet(NamedTuple):
    """An account: its segment, the day of the last two-way contact, and since when it is a customer."""

    account_id: int
    account: str
    segment: str | None
    last_on: date | None
    since: date | None

    def silent_from(self, limits: Segments) -> date | None:
        """The first day on which it counts as silent, if nobody speaks with it; None where no day is known."""
        heard = self.last_on or self.since
        return heard + timedelta(limits.limits(self.segment).silent_after_days) if heard else None


def of_silence(quiet: Quiet, limits: Segments, today: date) -> Item | None:
    """The line of an account that is silent."""
    heard, after = quiet.last_on or quiet.since, limits.limits(quiet.segment).silent_after_days
    if heard is None or (today - heard).days < after:
        return None
    days = (today - heard).days
    since = words.near(heard, today)
    return Item(
        WEEK,
        "silent",
        quiet.account_id,
        quiet.account,
        f"no two-way contact since {since}, {days}d"
        if quiet.last_on
        else f"no two-way contact ever, customer since {since}",
        f"{f'the last was on {heard}' if quiet.last_on else f'none is recorded since {heard}'}; "
        f"{whose(quiet.segment, limits.of)} is silent after {after} days",
        f"cs log {quiet.account} --call",
        heard,
        urgency=LONG_SILENCE if days >= 2 * after else None,
    )


def whose(segment: str | None, named: Mapping[str, object]) -> str:
    """`the segment Enterprise`, where it is `named` (folded) in the limits, else `every account`."""
    return f"the segment {segment}" if segment and fold(segment) in named else "every account"
