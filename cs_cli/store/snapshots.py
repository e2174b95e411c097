"""Health as it was on the day of an import: a row for each account that the import has news of."""

import json
from datetime import date

from cs_cli.domain.health import taken
from cs_cli.store.facts import health_facts, needs_of
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
AND ({" OR ".join(f"EXISTS (SELECT 1 FROM {table} t WHERE t.account_id = a.id)" for table in _SCORED)})
"""  # noqa: S608  our own names
_OF_THE_DAY = (
    "SELECT account_id, id, score, band, coverage, scorecard, inputs FROM health_snapshot WHERE computed_on = ?"
)
_CHANGE = "UPDATE health_snapshot SET score = ?, band = ?, coverage = ?, scorecard = ?, inputs = ? WHERE id = ?"
_COLUMNS = ("account_id", "computed_on", "score", "band", "coverage", "scorecard", "inputs")


def record(writer: Writer, cards: Scorecards, today: date) -> None:
    """Record the health of `today` of every account that the step of `writer` has news of, as part of that step.

    There is one snapshot of an account a day; a later import of the day brings it up to date. `inputs` are the
    points of each measure, so that a score of the past can be explained. What cannot be scored has none.
    """
    segments = dict(writer.sqlite.execute(_NEWS_OF, {"step": writer.step}).fetchall())
    if not segments:
        return
    needs = needs_of([cards.default, *cards.by_segment.values()])
    facts = health_facts(writer.sqlite, list(segments), today, needs)
    kept = {row[0]: row[1:] for row in writer.sqlite.execute(_OF_THE_DAY, (today.isoformat(),))}
    new, changed = [], []
    for account_id, known in facts.items():
        card = cards.for_segment(segments[account_id])
        now = taken(known, card, today)
        if now.score is None:
            continue
        values = (now.score, str(now.band), now.coverage, card.name, json.dumps(now.points))
        if account_id not in kept:
            new.append((account_id, today.isoformat(), *values))
        elif kept[account_id][1:] != values:
            changed.append((*values, kept[account_id][0]))
    if new:
        writer.insert_many("health_snapshot", _COLUMNS, new)
    writer.sqlite.executemany(_CHANGE, changed)
