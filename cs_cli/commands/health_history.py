"""`cs health ACME --history`: the score by week, what was said beside it, and why the band changed."""

from collections.abc import Sequence
from typing import Any

from cs_cli.commands.replay import Day, Replay
from cs_cli.context import Cs
from cs_cli.domain.calendar import parse_since
from cs_cli.domain.scorecard import Scorecard
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import health_history as screens
from cs_cli.screens.health_plot import Point
from cs_cli.store.accounts import AccountRef

KEYS = [
    "account",
    "name",
    "on",
    "health",
    "band",
    "cause",
    "said_health",
    "said_band",
    "said_by",
    "said_scorecard",
    "said_fingerprint",
    "scorecard",
    "fingerprint",
]
LAST = "1y"


def history(cs: Cs, account: str | None, last: str | None) -> None:
    """Plot the score of an account by week; as data a row a day. Raises UsageError without an account."""
    if account is None:
        raise UsageError("--history is of one account", "Like cs health ACME --history")
    ref = cs.portfolio.account(account)
    since = parse_since(last or LAST, cs.today, cs.settings.fiscal_start)
    days = Replay(cs, ref.account_id).days(since, cs.today)
    card = cs.portfolio.health.card_of(ref.account_id, cs.today)
    render.rows(
        [_row(ref, card, day) for day in days][: cs.limit if cs.format is not render.Format.TABLE else None],
        KEYS,
        cs.format,
        lambda: screens.screen(_points(days), _told(ref, card, days), render.screen_width() or render.UNKNOWN_WIDTH),
    )


def _points(days: Sequence[Day]) -> list[Point]:
    return [Point(day.on, day.now, day.said.score if day.said and day.differs else None) for day in days]


def _told(ref: AccountRef, card: Scorecard, days: Sequence[Day]) -> screens.Told:
    said = [(day.on, day.said.score, day.now) for day in days if day.said]
    return screens.Told(ref.key, ref.name, card, said, [day.change for day in days if day.change])


def _row(ref: AccountRef, card: Scorecard, day: Day) -> dict[str, Any]:
    said = day.said
    return {
        "account": ref.key,
        "name": ref.name,
        "on": day.on.isoformat(),
        "health": day.now.tenths,
        "band": day.now.band.value,
        "cause": (day.change.cause or None) if day.change else None,
        "said_health": said.score.tenths if said else None,
        "said_band": said.score.band.value if said else None,
        "said_by": said.said_by if said else None,
        "said_scorecard": said.scorecard if said else None,
        "said_fingerprint": said.fingerprint if said else None,
        "scorecard": card.name,
        "fingerprint": card.fingerprint,
    }
