"""Health on record: of each account that an import has news of; of the whole book where a digest goes out by itself."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cs_cli.domain.health import Snapshot, taken
from cs_cli.domain.scorecard import Scorecard
from cs_cli.store.facts import health_facts, needs_of
from cs_cli.store.health import HealthDesk
from cs_cli.store.ledger import beside_the_journal
from cs_cli.store.scorecards import Scorecards
from cs_cli.store.write import Writer

_SCORED = ("measurement", "ticket", "survey", "activity")
"""Without a row in one of these an account has no score."""
_TOUCHING = (*_SCORED, "contact", "contract")
_NEWS_OF = f"""
WITH news AS (
  {" UNION ".join(f"SELECT account_id FROM {table} WHERE step = :step" for table in _TOUCHING)}
  UNION SELECT account_id FROM journal_change WHERE step = :step
)
SELECT a.id, a.segment FROM account a JOIN news n ON n.account_id = a.id WHERE a.archived_on IS NULL
AND NOT EXISTS (SELECT 1 FROM health_snapshot h WHERE h.account_id = a.id AND h.computed_on = :day)
AND ({" OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE t.account_id = a.id)" for table in _SCORED)})
"""  # noqa: S608  our own names
_COLUMNS = ("account_id", "computed_on", "score", "band", "coverage", "scorecard", "fingerprint", "inputs")
_SAID = f"""
INSERT OR IGNORE INTO health_snapshot ({", ".join(_COLUMNS)}) VALUES ({", ".join("?" * len(_COLUMNS))})
"""  # noqa: S608  our own names


def record(writer: Writer, cards: Scorecards, today: date) -> None:
    """Record the health of `today` of every account that the step of `writer` has news of, as part of that step.

    There is one snapshot of an account a day, by its first import: it is never changed, so undo never hangs on it.
    `inputs` are the points of each measure, so that a score of the past can be explained. What cannot be scored has
    none.
    """
    day = today.isoformat()
    segments = dict(writer.sqlite.execute(_NEWS_OF, {"step": writer.step, "day": day}).fetchall())
    if not segments:
        return
    needs = needs_of([cards.default, *cards.by_segment.values()])
    rows = []
    for account_id, known in health_facts(writer.sqlite, list(segments), today, needs).items():
        card = cards.for_segment(segments[account_id])
        now = taken(known, card, today)
        if now.score is not None:
            rows.append(_row(account_id, day, now, card))
    if rows:
        writer.insert_many("health_snapshot", _COLUMNS, rows)


def record_book(path: Path, desk: HealthDesk, account_ids: Sequence[int], today: date) -> None:
    """Record what a digest has said: the health on `today` of the accounts that have a score and no record of the day.

    These rows belong to no undo step, and no undo takes them back. Raises BusyError, CannotWriteError.
    """
    day = today.isoformat()
    found = desk.snapshots(account_ids, today)
    rows = [_row(key, day, now, desk.card_of(key)) for key, now in found.items() if now.score is not None]
    with beside_the_journal(path) as connection:
        connection.executemany(_SAID, rows)


def _row(account_id: int, day: str, now: Snapshot, card: Scorecard) -> tuple[Any, ...]:
    """The values of _COLUMNS."""
    rules = card.name, card.fingerprint, json.dumps(now.points)
    return account_id, day, now.score, str(now.band), now.coverage, *rules
