"""What one side promised the other by a day, and the milestones of a plan, as lines of the day's list."""

from datetime import date
from typing import NamedTuple

from cs_cli.domain.items import TODAY, WEEK, WEEK_DAYS, Item, due

OURS = ("us", "both")


class Promised(NamedTuple):
    """A commitment (c4) or a milestone (m7): its number, account, whose it is (us, them, both), what, by when."""

    number: str
    account_id: int
    account: str
    side: str
    what: str
    due_on: date | None

    @property
    def is_milestone(self) -> bool:
        """Whether it is a step of a plan."""
        return self.number.startswith("m")


def of_promise(promised: Promised, today: date, *, dated: bool = False) -> Item | None:
    """What is ours (or both's) and late or due within a week, or theirs and late; `dated` as for a task."""
    day = promised.due_on
    if day is None or (day - today).days > WEEK_DAYS:
        return None
    if promised.side not in OURS:
        return _awaited(promised, day, today, dated=dated) if day < today and not promised.is_milestone else None
    kind = "milestone" if promised.is_milestone else "promise"
    whose = ", both of us" if promised.side == "both" else ""
    return Item(
        TODAY if day <= today else WEEK,
        kind,
        promised.account_id,
        promised.account,
        f"{promised.number} {'late: ' if day < today else ''}{promised.what}{whose}, {due(day, today, dated=dated)}",
        f"{kind} {promised.number} of {'ours' if promised.side == 'us' else 'both sides'} is due on {day}, and not "
        f"{'done' if promised.is_milestone else 'kept'}",
        settling(promised),
        day,
    )


def _awaited(promised: Promised, day: date, today: date, *, dated: bool) -> Item:
    return Item(
        TODAY,
        "awaited",
        promised.account_id,
        promised.account,
        f"{promised.number} theirs, late: {promised.what}, {due(day, today, dated=dated)}",
        f"promise {promised.number} of the customer was due on {day}, and is not kept; kept: cs done {promised.number}",
        f"cs log {promised.account} --call",
        day,
    )


def settling(promised: Promised) -> str:
    """The command that settles it: `cs done c4`, `cs milestone done m7`."""
    return f"cs {'milestone ' if promised.is_milestone else ''}done {promised.number}"
