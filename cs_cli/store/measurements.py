"""The readings of one account, each with the one before it, and the metrics that the portfolio measures."""

from datetime import date
from typing import Any

from cs_cli.store.read import Reader

_READINGS = """
SELECT metric, "on", value, word, lag(value) OVER w AS before, lag(word) OVER w AS word_before, lag("on") OVER w
  AS before_on, row_number() OVER (PARTITION BY metric ORDER BY "on" DESC) AS place
FROM measurements WHERE account_id = :account AND "on" <= :today
WINDOW w AS (PARTITION BY metric ORDER BY "on") ORDER BY metric, "on" DESC
"""
# From each metric of an account to the next one: the index has them in this order, however many readings there are.
METRICS = """
WITH RECURSIVE next (account_id, metric) AS (
  SELECT account_id, (SELECT m.metric FROM measurements m WHERE m.account_id = a.account_id ORDER BY 1 LIMIT 1)
  FROM accounts a
  UNION ALL
  SELECT n.account_id, (SELECT m.metric FROM measurements m WHERE m.account_id = n.account_id
    AND m.metric > n.metric ORDER BY 1 LIMIT 1)
  FROM next n WHERE n.metric IS NOT NULL)
SELECT DISTINCT metric FROM next WHERE metric IS NOT NULL ORDER BY metric
"""


def readings(reader: Reader, account_id: int, today: date) -> list[dict[str, Any]]:
    """Every reading up to `today`, by metric, the newest first, with the one before it; `place` 1 is the latest."""
    return reader.rows(_READINGS, {"account": account_id, "today": today.isoformat()})


def measured_metrics(reader: Reader) -> list[str]:
    """The metrics that any account has readings of."""
    return [metric for (metric,) in reader.tuples(METRICS)]
