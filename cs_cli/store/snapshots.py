"""Health as it was on the day of an import: a row for each account that the import has news of."""

import json
from collections.abc import Sequence
from datetime import date

from cs_cli.domain.health import Score, taken
from cs_cli.domain.overrides import overridden
from cs_cli.store.overrides import in_force
from cs_cli.store.scorecards import Scorecards
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


def record(writer: Writer, cards: Scorecards, today: date) -> None:
    """Record the health of `today` of every account that the step of `writer` has news of, as part of that step.

    There is one snapshot of an account a day, by its first import: it is never changed, so undo never hangs on it.
    `inputs` are the points and the value of each measure, so that a score of the past can be explained; score and band
    are what was said, so with a band that was set by hand. What cannot be scored has none.
    """
    day = today.isoformat()
    ids = [key for (key,) in writer.sqlite.execute(_NEWS_OF, {"step": writer.step, "day": day})]
    if rows := rows_of(Scoring(writer.sqlite, cards), ids, today):
        writer.insert_many("health_snapshot", COLUMNS, rows)


def rows_of(scoring: Scoring, account_ids: Sequence[int], today: date) -> list[tuple[object, ...]]:
    """What is recorded of the accounts, in the order of COLUMNS; what cannot be scored has no row."""
    held = scoring.held(account_ids, today)
    by_hand = in_force(scoring.connection, today)
    rows: list[tuple[object, ...]] = []
    for account_id, known in scoring.facts(account_ids, today).items():
        card = scoring.card_of(account_id, today)
        now = taken(known, card, today, held[account_id])
        said = overridden(Score(now.score, now.band), by_hand.get(account_id), card)
        if said.score is not None:
            inputs = {name: {"points": points, "value": now.values[name]} for name, points in now.points.items()}
            told = (str(said.band), now.coverage, card.name, json.dumps(inputs), card.fingerprint)
            rows.append((account_id, today.isoformat(), said.score, *told))
    return rows
