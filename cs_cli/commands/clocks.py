"""The renewal clocks of many contracts: what `cs today` and `cs clock` list."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from cs_cli.context import Cs
from cs_cli.domain.clock import AHEAD_DAYS, Reading
from cs_cli.domain.renewals import Renewal, is_foldable
from cs_cli.store.clocks import ClockDesk


class ClockBook(NamedTuple):
    """The clocks of which a step may be due, and the monthly contracts of green accounts, which are left out there."""

    readings: Sequence[Reading]
    this_week: Sequence[Renewal]


def book_of(cs: Cs, renewals: Sequence[Renewal]) -> ClockBook:
    """How the clocks of `renewals` stand where a step may be due now."""
    desk = clock_desk(cs)
    near = desk.near(renewals)
    green = green_of(cs, desk, near)
    quiet = {renewal.term.contract_id for renewal in near if is_foldable(renewal) and renewal.term.account_id in green}
    week = cs.today + timedelta(AHEAD_DAYS)
    return ClockBook(
        [
            desk.reading(renewal, is_green=renewal.term.account_id in green)
            for renewal in near
            if renewal.term.contract_id not in quiet
        ],
        [r for r in near if r.term.contract_id in quiet and r.state == "open" and r.decide_on <= week],
    )


def clock_desk(cs: Cs) -> ClockDesk:
    """Who reads the clocks of this portfolio."""
    return ClockDesk(cs.reader, cs.settings.folder, cs.today)


def green_of(cs: Cs, desk: ClockDesk, renewals: Sequence[Renewal]) -> set[int]:
    """The accounts, of those where it matters to the clock, whose health is green."""
    from cs_cli.domain.health import Band  # noqa: PLC0415  a clock without such a condition does without health

    asked = {r.term.account_id for r in renewals if is_foldable(r) or desk.asks_for_health(r)}
    scores = cs.portfolio.scores(asked)
    return {account_id for account_id in asked if scores[account_id].band is Band.GREEN}
