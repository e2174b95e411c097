"""What was flagged at risk before it was decided: of what came up for renewal (saved), of what was lost (detected).

A flag is a forecast call of "risk" or a recorded health in red. Source of the rules: docs/metrics.md, At risk.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from cs_cli.domain.calendar import add_months
from cs_cli.domain.renewal_rate import Due
from cs_cli.domain.retention import share
from cs_cli.domain.revenue import Change

WARNING = timedelta(60)
"""So long before a loss takes effect a flag counts as a warning."""
_LONGEST = 12


class Flag(NamedTuple):
    """On a day an account (row id), or one contract of it, was said to be at risk."""

    account_id: int
    contract: str | None
    on: date


class Loss(NamedTuple):
    """What an account lost in a period, in minor units; since when; the first flag early enough before that."""

    account_id: int
    currency: str
    minor: int
    on: date
    flagged_on: date | None


class Detection(NamedTuple):
    """What was lost, and what of it was flagged early enough, in minor units."""

    lost: int = 0
    flagged: int = 0

    @property
    def rate(self) -> float | None:
        """The share of the loss that was flagged; None without one."""
        return share(self.flagged, self.lost)


class Flags:
    """Every flag there is."""

    def __init__(self, flags: Iterable[Flag] = ()) -> None:
        self._of: dict[int, list[Flag]] = {}
        for flag in sorted(flags, key=attrgetter("on")):
            self._of.setdefault(flag.account_id, []).append(flag)

    def of_due(self, due: Due) -> date | None:
        """The first flag, of account or contract, in the term that a renewal ends, at most twelve months before it."""
        term = due.span.term
        is_rolled = term.renews_on is not None and due.on > term.renews_on
        months = (term.renewal_months if is_rolled else None) or term.opt_out_every_months or term.term_months
        since = add_months(due.on, -min(months or _LONGEST, _LONGEST))
        found = (flag for flag in self._of.get(due.span.account_id, ()) if since <= flag.on < due.on)
        return next((flag.on for flag in found if flag.contract in (None, due.span.contract)), None)

    def of_loss(self, account_id: int, on: date) -> date | None:
        """The first flag of an account from twelve months to 60 days before it lost something."""
        since, until = add_months(on, -_LONGEST), on - WARNING
        return next((flag.on for flag in self._of.get(account_id, ()) if since <= flag.on <= until), None)


def at_risk(due: Iterable[Due], flags: Flags, today: date) -> list[Due]:
    """The renewals whose day has come and that were flagged before it."""
    return [one for one in due if one.on <= today and flags.of_due(one) is not None]


def told_losses(
    changes: Mapping[int, Sequence[Change]],
    lost: Mapping[str, Mapping[int, int]],
    closes: Sequence[date],
    flags: Flags,
) -> list[Loss]:
    """Each account's loss between two closes (`lost`, by currency and account) with its first day and its flag."""
    found = []
    for currency, of_currency in lost.items():
        for account_id, minor in of_currency.items():
            on = _first_fall(changes[account_id], currency, closes)
            found.append(Loss(account_id, currency, minor, on, flags.of_loss(account_id, on)))
    return found


def detections(losses: Iterable[Loss]) -> dict[str, Detection]:
    """What was lost and flagged, by currency."""
    found: dict[str, Detection] = {}
    for loss in losses:
        lost, flagged = found.get(loss.currency, Detection())
        found[loss.currency] = Detection(lost + loss.minor, flagged + (loss.minor if loss.flagged_on else 0))
    return found


def _first_fall(changes: Sequence[Change], currency: str, closes: Sequence[date]) -> date:
    """The first day between two closes on which an account's ARR in a currency fell."""
    within = [c for c in changes if closes[0] < c.on <= closes[1] and c.key[1] == currency]
    days = [list(of_day) for _on, of_day in groupby(within, key=attrgetter("on"))]
    return next(of_day[0].on for of_day in days if any(_sum_of(of_day, change.key) < 0 for change in of_day))


def _sum_of(changes: Iterable[Change], key: object) -> int:
    return sum(change.minor for change in changes if change.key == key)
