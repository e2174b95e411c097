"""The facts of the day before, made from those of a day: only what happened between the two is read again.

Whether a band holds is asked of every account on every day, and on most days nothing happened at most accounts.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from cs_cli.domain.health_facts import SHORTEST_TREND_DAYS, TREND_DAYS, TREND_METRICS, HealthFacts
from cs_cli.domain.needs import Needs
from cs_cli.store.facts import TICKET_DAYS, tickets_known_to

_TERM_DAYS = (
    "starts_on", "renews_on", "ended_on", "decided_on", "outcome_on", "notice_received_on", "next_starts_on",
    "next_known_on",
)  # fmt: skip
# What leaves a window matters where nothing after it stands in: the last reading, the only one of an old base.
_MEASURED = """
SELECT j.value FROM json_each(:ids) j WHERE EXISTS (SELECT 1 FROM json_each(:metrics) x
  WHERE (SELECT max(m."on") FROM measurements m
    WHERE m.account_id = j.value AND m.metric = x.value AND m."on" <= :day) IN (:day, :expires))
"""
_BASES = f"""
SELECT j.value FROM json_each(:ids) j WHERE EXISTS (SELECT 1 FROM json_each(:trends) x CROSS JOIN measurements m
  WHERE m.account_id = j.value AND m.metric = x.value AND m."on" = :base_expires
    AND NOT EXISTS (SELECT 1 FROM measurements l
      WHERE l.account_id = m.account_id AND l.metric = m.metric AND l."on" > m."on"
        AND l."on" <= date(m."on", '+{TREND_DAYS - SHORTEST_TREND_DAYS} days')))
"""  # noqa: S608  a constant
# Tickets and answers count for so many days; a term that is due on a day is past its end on the next.
_HAPPENED = f"""
SELECT account_id FROM activities WHERE "on" = :day
UNION SELECT account_id FROM surveys WHERE "on" IN (:day, :answer_expires)
UNION SELECT account_id FROM sentiments WHERE "on" = :day
UNION SELECT account_id FROM auto_renew_switches WHERE "on" = :day
UNION SELECT account_id FROM contacts WHERE left_on = :day
UNION SELECT account_id FROM milestones WHERE :day IN (due_on, done_on, created_on, dropped_on)
UNION SELECT account_id FROM tickets WHERE date(opened_at) IN (:day, :no_longer)
  OR :day IN (date(first_reply_at), date(resolved_at), date(closed_at), date(reopened_at))
UNION SELECT account_id FROM contracts WHERE {" OR ".join(f"{name} IN (:day, :before)" for name in _TERM_DAYS)}
"""  # noqa: S608  our own columns


def quiet(connection: sqlite3.Connection, facts: Mapping[int, HealthFacts], day: date, needs: Needs) -> set[int]:
    """The accounts of `facts` (those of `day`) at which nothing happened on that day that health looks at."""
    before = day - timedelta(1)
    days = {
        "day": day,
        "before": before,
        "no_longer": before - timedelta(TICKET_DAYS),
        "expires": before - timedelta(needs.measured_days),
        "base_expires": before - timedelta(needs.measured_days + TREND_DAYS),
        "answer_expires": before - timedelta(needs.answered_days),
    }
    told = {name: each.isoformat() for name, each in days.items()}
    told["ids"] = json.dumps(list(facts))
    told["metrics"] = json.dumps(sorted(needs.every_metric))
    told["trends"] = json.dumps(sorted(needs.trends | (needs.every_metric & set(TREND_METRICS))))
    busy = {key for sql in (_MEASURED, _BASES, _HAPPENED) for (key,) in connection.execute(sql, told)}
    return set(facts) - busy


def as_of_the_day_before(
    connection: sqlite3.Connection, facts: Mapping[int, HealthFacts], day: date, needs: Needs
) -> dict[int, HealthFacts]:
    """The facts of the day before `day`, of those accounts of `facts` (which are of `day`) where nothing happened."""
    known_to = tickets_known_to(connection, day - timedelta(1), needs)
    found = {}
    for key in quiet(connection, facts, day, needs):
        known = facts[key]
        if known.tickets is not None and known.tickets.on != known_to:
            known = replace(known, tickets=None if known_to is None else known.tickets._replace(on=known_to))
        found[key] = known
    return found
