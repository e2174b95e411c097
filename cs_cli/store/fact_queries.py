"""The queries behind the facts of health: over the views, for the accounts in the JSON array `:ids`.

Rows with a date of their own count up to `:day`; instants up to `:next_day`, which is not included.
"""

from collections.abc import Sequence

from cs_cli.domain.health_facts import SEAT_METRICS, SHORTEST_TREND_DAYS, TREND_DAYS, TREND_METRICS
from cs_cli.store.naming import MEANS_CONTACT
from cs_cli.store.terms import COLUMNS

DECIDING = ("sponsor", "economic-buyer", "decision-maker")

_LATEST = """(SELECT m."on" || ' ' || m.metric || ' ' || m.value FROM measurements m WHERE m.account_id = j.value
  AND m.metric = '{metric}' AND m."on" BETWEEN :measured_from AND :day ORDER BY m."on" DESC LIMIT 1)"""
# Measured lately, and for so long before that; the first test spares most accounts the second.
_HAS_TREND = f"""WHEN EXISTS (SELECT 1 FROM measurements m WHERE m.account_id = j.value AND m.metric = '{{metric}}'
    AND m."on" BETWEEN :trend_from AND :trend_until)
  AND EXISTS (SELECT 1 FROM measurements m WHERE m.account_id = j.value AND m.metric = '{{metric}}'
    AND m."on" BETWEEN :trend_from AND (SELECT date(max(l."on"), '-{SHORTEST_TREND_DAYS} days') FROM measurements l
      WHERE l.account_id = j.value AND l.metric = '{{metric}}' AND l."on" BETWEEN :measured_from AND :day))
  THEN '{{metric}}'"""  # noqa: S608  our own metrics
_FEATURES = [_LATEST.format(metric=metric) for metric in ("features_used", "features_available")]
_SEATS = [_LATEST.format(metric=metric) for metric in SEAT_METRICS]

SEATS_USED = f"SELECT j.value, coalesce({', '.join(_SEATS)}) FROM json_each(:ids) j"  # noqa: S608  our own metrics
FEATURES = f"SELECT j.value, {', '.join(_FEATURES)} FROM json_each(:ids) j"  # noqa: S608  our own metrics


def trend_of(metrics: Sequence[str]) -> str:
    """The query for each account's first of `metrics` (our own or a card's names) that is old and fresh enough.

    Of that metric it has the last sixteen weeks.
    """
    cases = " ".join(_HAS_TREND.format(metric=metric.replace("'", "''")) for metric in metrics)
    return f"""
WITH chosen AS MATERIALIZED (
  SELECT j.value AS account_id, CASE {cases} END AS metric FROM json_each(:ids) j),
span AS MATERIALIZED (
  SELECT c.account_id, c.metric, (SELECT date(max(m."on"), '-{TREND_DAYS - 1} days') FROM measurements m
    WHERE m.account_id = c.account_id AND m.metric = c.metric AND m."on" <= :day) AS since
  FROM chosen c WHERE c.metric IS NOT NULL)
SELECT s.account_id, s.metric, (SELECT json_array(json_group_array(m."on"), json_group_array(m.value)) FROM (
    SELECT m."on", m.value FROM measurements m WHERE m.account_id = s.account_id AND m.metric = s.metric
      AND m."on" BETWEEN s.since AND :day ORDER BY m."on") m)
FROM span s
"""  # noqa: S608  names, quoted


TREND = trend_of(TREND_METRICS)
_OF_METRIC = """
SELECT m.account_id, m."on", m.{column} FROM json_each(:ids) j CROSS JOIN measurements m
WHERE m.account_id = j.value AND m.metric = :metric AND m."on" = (SELECT max(x."on") FROM measurements x
  WHERE x.account_id = j.value AND x.metric = :metric AND x.{column} IS NOT NULL
  AND x."on" BETWEEN :measured_from AND :day)
"""
READING, WORD = (_OF_METRIC.format(column=column) for column in ("value", "word"))
# The sponsor who stayed longest in the record, else the last one who left.
SPONSOR_SEATS = """
SELECT account_id, name, gone_on FROM (
  SELECT c.account_id, c.name, iif(c.left_on <= :day, c.left_on, NULL) AS gone_on,
    row_number() OVER (PARTITION BY c.account_id
      ORDER BY c.left_on IS NOT NULL AND c.left_on <= :day, c.left_on DESC, c.contact_id) AS place
  FROM contacts c WHERE c.account_id IN (SELECT value FROM json_each(:ids)) AND c.roles LIKE '%"sponsor"%')
WHERE place = 1
"""
SENTIMENT = """
SELECT account_id, mood, "on" FROM (
  SELECT s.account_id, s.mood, s."on",
    row_number() OVER (PARTITION BY s.account_id ORDER BY s."on" DESC, s.sentiment_id DESC) AS place
  FROM sentiments s WHERE s.account_id IN (SELECT value FROM json_each(:ids)) AND s."on" <= :day)
WHERE place = 1
"""
# Milestones count from the day they were due; what was dropped by then does not.
MILESTONES = """
SELECT account_id, sum(done_on IS NOT NULL AND done_on <= :day), count(*), max(due_on) FROM milestones
WHERE account_id IN (SELECT value FROM json_each(:ids)) AND due_on <= :day AND created_on <= :day
  AND (dropped_on IS NULL OR dropped_on > :day)
GROUP BY account_id
"""
ACCOUNTS = """
SELECT account_id, customer_since, live_on, activated_on FROM accounts
WHERE account_id IN (SELECT value FROM json_each(:ids))
"""
TERMS = f"""
SELECT {COLUMNS} FROM contracts WHERE account_id IN (SELECT value FROM json_each(:ids)) AND starts_on <= :day
"""  # noqa: S608  our own columns
# The last switch of a term by the day, where that was to off, within the term and while it still runs.
AUTO_RENEW_OFF = """
SELECT w.account_id, max(w."on") FROM auto_renew_switches w JOIN contracts c ON c.contract_id = w.contract_id
WHERE w.account_id IN (SELECT value FROM json_each(:ids)) AND NOT w.auto_renew
  AND w."on" >= c.starts_on AND w."on" <= :day AND c.renews_on > :day
  AND w.step = (SELECT max(x.step) FROM auto_renew_switches x WHERE x.contract_id = w.contract_id AND x."on" <= :day)
GROUP BY w.account_id
"""
TICKETS_KNOWN_TO = "SELECT date(max(opened_at)) FROM tickets WHERE opened_at < :next_day"
TICKETS_OPENED = """
SELECT account_id, count(*) FROM tickets
WHERE account_id IN (SELECT value FROM json_each(:ids)) AND opened_at >= :tickets_from AND opened_at < :next_day
GROUP BY account_id
"""
PRIORITIES = """
SELECT DISTINCT priority FROM tickets
WHERE account_id IN (SELECT value FROM json_each(:ids)) AND priority IS NOT NULL
"""
TICKETS_OF_PRIORITY = """
SELECT account_id, ticket, priority, date(opened_at) AS opened_on, status, resolved_at, closed_at, reopened_at
FROM tickets WHERE account_id IN (SELECT value FROM json_each(:ids)) AND opened_at < :next_day
  AND priority IN (SELECT value FROM json_each(:severe))
ORDER BY account_id, opened_on, ticket
"""
ANSWERS = """
SELECT account_id, contact, score, "on" FROM surveys
WHERE account_id IN (SELECT value FROM json_each(:ids)) AND kind = :kind AND "on" BETWEEN :answered_from AND :day
ORDER BY account_id, "on"
"""
DECIDERS = f"""
SELECT account_id, name_folded, email FROM contacts WHERE account_id IN (SELECT value FROM json_each(:ids))
  AND EXISTS (SELECT 1 FROM json_each(roles) r WHERE r.value IN {DECIDING})
"""  # noqa: S608  constants of this module
TWO_WAY = """
SELECT v.account_id, v.kind, v."on", v.contacts ->> 0 FROM json_each(:ids) j CROSS JOIN activities v
WHERE v.activity_id = (SELECT x.activity_id FROM activities x WHERE x.account_id = j.value AND x.two_way
  AND x."on" <= :day ORDER BY x."on" DESC, x.activity_id DESC LIMIT 1)
"""
# Of those who left, only where every sponsor has, and by what was up to the day they did.
SPONSOR = f"""
SELECT c.account_id, v.kind, v."on", c.name, iif(c.left_on <= :day, c.left_on, NULL)
FROM contacts c CROSS JOIN activities v
WHERE c.account_id IN (SELECT value FROM json_each(:ids)) AND c.roles LIKE '%"sponsor"%'
  AND (c.left_on IS NULL OR c.left_on > :day OR NOT EXISTS (SELECT 1 FROM contacts p
    WHERE p.account_id = c.account_id AND p.roles LIKE '%"sponsor"%' AND (p.left_on IS NULL OR p.left_on > :day)))
  AND v.activity_id = (SELECT x.activity_id FROM activities x WHERE x.account_id = c.account_id AND x.two_way
    AND x."on" <= :day AND (c.left_on IS NULL OR x."on" <= c.left_on)
    AND EXISTS (SELECT 1 FROM json_each(x.contacts) n WHERE {MEANS_CONTACT.format("n.value")})
    ORDER BY x."on" DESC, x.activity_id DESC LIMIT 1)
ORDER BY c.account_id, v."on"
"""  # noqa: S608  our own words
