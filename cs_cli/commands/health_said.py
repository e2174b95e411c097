"""`cs health --said`: what was said of an account's health, beside what is reckoned for that day now."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.context import Cs
from cs_cli.domain.health import Score, Snapshot
from cs_cli.domain.scorecard import Scorecard, half_up
from cs_cli.output import render
from cs_cli.screens import health_said as screens
from cs_cli.screens.health import Standing
from cs_cli.store.said import Said, last_said

KEYS = [
    "account",
    "name",
    "on",
    "said_by",
    "said_health",
    "said_band",
    "said_coverage",
    "said_scorecard",
    "said_fingerprint",
    "health",
    "band",
    "coverage",
    "scorecard",
    "fingerprint",
    "differs",
    "why",
]


def said(cs: Cs, found: Sequence[Standing], nobody: str | None = None) -> None:
    """Show the last record up to the day of each account, and what its rows and scorecard say of that day now."""
    records = last_said(cs.reader, [each.account_id for each in found], cs.today)
    told = [(each, records[each.account_id]) for each in found if each.account_id in records]
    again = _again(cs, [record for _each, record in told])
    rows = [_row(each, record, *again[each.account_id]) for each, record in told]
    quiet = nobody or "Nothing on record by then: imports and scheduled digests record health."
    render.rows(
        rows[: cs.limit],
        KEYS,
        cs.format,
        lambda: screens.screen(rows, cs.limit, cs.today) if rows else [quiet],
    )


def _again(cs: Cs, records: Sequence[Said]) -> dict[int, tuple[Snapshot, Scorecard]]:
    """What is reckoned now for the day of each record."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for record in records:
        by_day[record.on].append(record.account_id)
    desk = cs.portfolio.health
    return {
        of: (snapshot, desk.card_of(of, day))
        for day, account_ids in by_day.items()
        for of, snapshot in desk.snapshots(account_ids, day).items()
    }


def _row(each: Standing, record: Said, now: Snapshot, card: Scorecard) -> dict[str, Any]:
    again = Score(now.score, now.band)
    differs = (record.score.tenths, record.score.band) != (again.tenths, again.band)
    return {
        "account": each.account,
        "name": each.name,
        "on": record.on.isoformat(),
        "said_by": record.said_by,
        "said_health": record.score.tenths,
        "said_band": record.score.band.value,
        "said_coverage": half_up(record.coverage, 1),
        "said_scorecard": record.scorecard,
        "said_fingerprint": record.fingerprint,
        "health": again.tenths,
        "band": again.band.value,
        "coverage": half_up(now.coverage, 1),
        "scorecard": card.name,
        "fingerprint": card.fingerprint,
        "differs": differs,
        "why": screens.why(record, now, card) if differs else None,
    }
