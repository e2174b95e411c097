"""Health as it was on the day of an import: a row for each account that the import has news of."""

import json
from datetime import date

from cs_cli.domain.health import Score, taken
from cs_cli.domain.overrides import overridden
from cs_cli.store.facts import health_facts, needs_of
from cs_cli.store.overrides import in_force
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
_COLUMNS = ("account_id", "computed_on", "score", "band", "coverage", "scorecard", "inputs")


def record(writer: Writer, cards: Scorecards, today: date) -> None:
    """Record the health of `today` of every account that the step of `writer` has news of, as part of that step.

    There is one snapshot of an account a day, by its first import: it is never changed, so undo never hangs on it.
    `inputs` are the points of each measure, so that a score of the past can be explained; score and band are what was
    said, so with a band that was set by hand. What cannot be scored has none.
    """
    day = today.isoformat()
    segments = dict(writer.sqlite.execute(_NEWS_OF, {"step": writer.step, "day": day}).fetchall())
    if not segments:
        return
    needs = needs_of([cards.default, *cards.by_segment.values()])
    by_hand = in_force(writer.sqlite, today)
    rows = []
    for account_id, known in health_facts(writer.sqlite, list(segments), today, needs).items():
        card = cards.for_segment(segments[account_id])
        now = taken(known, card, today)
        said = overridden(Score(now.score, now.band), by_hand.get(account_id), card)
        if said.score is not None:
            rows.append((account_id, day, said.score, str(said.band), now.coverage, card.name, json.dumps(now.points)))
    if rows:
        writer.insert_many("health_snapshot", _COLUMNS, rows)
