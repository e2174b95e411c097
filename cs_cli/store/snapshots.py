"""Health on record: of each account that an import has news of; of the whole book where a digest goes out by itself."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cs_cli.domain.health import Score, Snapshot, taken
from cs_cli.domain.overrides import overridden
from cs_cli.settings import Settings
from cs_cli.store.ledger import beside_the_journal
from cs_cli.store.overrides import in_force
from cs_cli.store.scorecards import load_scorecards
from cs_cli.store.scoring import Scoring
from cs_cli.store.write import Writer

_SCORED = ("measurement", "ticket", "survey", "activity")
"""Without a row in one of these an account has no score."""
_TOUCHING = (*_SCORED, "contact", "contract")
_NEWS_OF = f"""
WITH news AS (
  {" UNION ".join(f"SELECT account_id FROM {table} WHERE step = :step" for table in _TOUCHING)}
  UNION SELECT account_id FROM journal_change WHERE step = :step
)
SELECT a.id FROM account a JOIN news n ON n.account_id = a.id WHERE a.archived_on IS NULL
AND NOT EXISTS (SELECT 1 FROM health_snapshot h WHERE h.account_id = a.id AND h.computed_on = :day)
AND ({" OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE t.account_id = a.id)" for table in _SCORED)})
"""  # noqa: S608  our own names
COLUMNS = ("account_id", "computed_on", "score", "band", "coverage", "scorecard", "inputs", "fingerprint")
_SAID = f"""
INSERT OR IGNORE INTO health_snapshot ({", ".join(COLUMNS)}) VALUES ({", ".join("?" * len(COLUMNS))})
"""  # noqa: S608  our own names


def record(writer: Writer, settings: Settings, today: date) -> None:
    """Record the health of `today` of every account that the step of `writer` has news of, as part of that step.

    There is one snapshot of an account a day, by its first import: it is never changed, so undo never hangs on it.
    `inputs` are the points and the value of each measure, so that a score of the past can be explained; score and band
    are what was said, so with a band that was set by hand. What cannot be scored has none.
    """
    day = today.isoformat()
    ids = [key for (key,) in writer.sqlite.execute(_NEWS_OF, {"step": writer.step, "day": day})]
    if rows := rows_of(Scoring(writer.sqlite, load_scorecards(settings.folder / "scorecards"), settings), ids, today):
        writer.insert_many("health_snapshot", COLUMNS, rows)


def snapshots(scoring: Scoring, account_ids: Sequence[int], today: date) -> dict[int, Snapshot]:
    """The health of the accounts as it is said on `today`, with bands set by hand, and what it rests on."""
    held, by_hand = scoring.held(account_ids, today), in_force(scoring.connection, today)
    found = {}
    for account_id, known in scoring.facts(account_ids, today).items():
        card = scoring.card_of(account_id, today)
        now = taken(known, card, today, held[account_id])
        said = overridden(Score(now.score, now.band), by_hand.get(account_id), card)
        found[account_id] = now._replace(score=said.score, band=said.band)
    return found


def rows_of(scoring: Scoring, account_ids: Sequence[int], today: date) -> list[tuple[object, ...]]:
    """What is recorded of the accounts, in the order of COLUMNS; what cannot be scored has no row."""
    rows: list[tuple[object, ...]] = []
    for account_id, now in snapshots(scoring, account_ids, today).items():
        if now.score is not None:
            card = scoring.card_of(account_id, today)
            inputs = {name: {"points": points, "value": now.values[name]} for name, points in now.points.items()}
            told = (str(now.band), now.coverage, card.name, json.dumps(inputs), card.fingerprint)
            rows.append((account_id, today.isoformat(), now.score, *told))
    return rows


def record_book(path: Path, scoring: Scoring, account_ids: Sequence[int], today: date) -> None:
    """Record what a digest has said: the health on `today` of the accounts that have a score and no record of the day.

    These rows belong to no undo step, and no undo takes them back. Raises BusyError, CannotWriteError.
    """
    rows = rows_of(scoring, account_ids, today)
    with beside_the_journal(path) as connection:
        connection.executemany(_SAID, rows)
