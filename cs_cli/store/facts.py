"""The facts that health is scored from, read from the views for many accounts at once.

Only rows whose own date is not after the day asked for count: a ticket closed later is still open on that day.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from cs_cli.domain.entitlement import Agreement, go_live_of, is_first_term, seats_of
from cs_cli.domain.health_facts import (
    SEAT_METRICS,
    SEVERE,
    SHORTEST_TREND_DAYS,
    TREND_DAYS,
    TREND_METRICS,
    Answer,
    HealthFacts,
    Reading,
    SevereTicket,
    TicketLoad,
    Touch,
    Usage,
    usage_of,
)
from cs_cli.domain.scorecard import SURVEYS, Scorecard
from cs_cli.domain.signals import DETRACTORS_UP_TO
from cs_cli.domain.text import fold

TICKET_DAYS = 90
ANY_AGE = 3650
USAGE = frozenset({"seats_used", "usage_trend", "features_used"})
DECIDING = ("sponsor", "economic-buyer", "decision-maker")
CLOSED = ("closed", "resolved", "solved", "done", "cancelled", "canceled")

_LATEST = """(SELECT m."on" || ' ' || m.metric || ' ' || m.value FROM measurements m WHERE m.account_id = j.value
  AND m.metric = '{metric}' AND m."on" BETWEEN :measured_from AND :day ORDER BY m."on" DESC LIMIT 1)"""
_HAS_TREND = """WHEN EXISTS (SELECT 1 FROM measurements m WHERE m.account_id = j.value AND m.metric = '{metric}'
    AND m."on" BETWEEN :trend_from AND :trend_until)
  AND EXISTS (SELECT 1 FROM measurements m WHERE m.account_id = j.value AND m.metric = '{metric}'
    AND m."on" BETWEEN :measured_from AND :day) THEN '{metric}'"""
_SEATS_USED = f"""
SELECT j.value, coalesce({", ".join(_LATEST.format(metric=metric) for metric in SEAT_METRICS)})
FROM json_each(:ids) j
"""
_FEATURES = f"""
SELECT j.value, {_LATEST.format(metric="features_used")}, {_LATEST.format(metric="features_available")}
FROM json_each(:ids) j
"""
# For each account the first trend metric that is old and fresh enough, then its last sixteen weeks.
_TREND = f"""
WITH chosen AS MATERIALIZED (
  SELECT j.value AS account_id, CASE {" ".join(_HAS_TREND.format(metric=metric) for metric in TREND_METRICS)} END AS metric
  FROM json_each(:ids) j),
span AS MATERIALIZED (
  SELECT c.account_id, c.metric, (SELECT date(max(m."on"), '-{TREND_DAYS - 1} days') FROM measurements m
    WHERE m.account_id = c.account_id AND m.metric = c.metric AND m."on" <= :day) AS since
  FROM chosen c WHERE c.metric IS NOT NULL)
SELECT s.account_id, s.metric, (SELECT json_array(json_group_array(m."on"), json_group_array(m.value)) FROM (
    SELECT m."on", m.value FROM measurements m WHERE m.account_id = s.account_id AND m.metric = s.metric
      AND m."on" BETWEEN s.since AND :day ORDER BY m."on") m)
FROM span s
"""
_ACCOUNTS = """
SELECT account_id, customer_since, live_on, activated_on FROM accounts
WHERE account_id IN (SELECT value FROM json_each(:ids))
"""
_TERMS = """
SELECT account_id, coalesce(product, ''), starts_on, renews_on, next_starts_on, auto_renew, status, seats, live_on
FROM contracts WHERE account_id IN (SELECT value FROM json_each(:ids)) AND starts_on <= :day
"""
_TICKETS_KNOWN_TO = "SELECT date(max(opened_at)) FROM tickets WHERE opened_at < :next_day"
_TICKETS_OPENED = """
SELECT account_id, count(*) FROM tickets
WHERE account_id IN (SELECT value FROM json_each(:ids)) AND opened_at >= :tickets_from AND opened_at < :next_day
GROUP BY account_id
"""
_SEVERE = f"""
SELECT account_id, ticket, priority, date(opened_at) FROM tickets
WHERE account_id IN (SELECT value FROM json_each(:ids)) AND opened_at < :next_day
  AND lower(trim(priority)) IN (SELECT value FROM json_each(:severe))
  AND ((resolved_at IS NULL OR resolved_at >= :next_day) AND (closed_at IS NULL OR closed_at >= :next_day)
    AND (coalesce(resolved_at, closed_at) IS NOT NULL OR coalesce(lower(trim(status)), '') NOT IN {CLOSED})
    OR reopened_at < :next_day AND reopened_at > coalesce(max(resolved_at, closed_at), resolved_at, closed_at, ''))
ORDER BY account_id, opened_at, ticket
"""  # noqa: S608  constants of this module
_ANSWERS = """
SELECT account_id, contact, score, "on" FROM surveys
WHERE account_id IN (SELECT value FROM json_each(:ids)) AND kind = :kind AND "on" BETWEEN :answered_from AND :day
ORDER BY account_id, "on"
"""
_DECIDERS = f"""
SELECT account_id, name_folded, email FROM contacts WHERE account_id IN (SELECT value FROM json_each(:ids))
  AND EXISTS (SELECT 1 FROM json_each(roles) r WHERE r.value IN {DECIDING})
"""  # noqa: S608  constants of this module
_TWO_WAY = """
SELECT v.account_id, v.kind, v."on", v.contacts ->> 0 FROM json_each(:ids) j CROSS JOIN activities v
WHERE v.activity_id = (SELECT x.activity_id FROM activities x WHERE x.account_id = j.value AND x.two_way
  AND x."on" <= :day ORDER BY x."on" DESC, x.activity_id DESC LIMIT 1)
"""
_SPONSOR = """
SELECT c.account_id, v.kind, v."on", c.name FROM contacts c CROSS JOIN activities v
WHERE c.account_id IN (SELECT value FROM json_each(:ids)) AND c.roles LIKE '%"sponsor"%'
  AND v.activity_id = (SELECT x.activity_id FROM activities x WHERE x.account_id = c.account_id AND x.two_way
    AND x."on" <= :day AND EXISTS (SELECT 1 FROM json_each(x.contacts) n
      WHERE lower(n.value) IN (lower(c.name), lower(c.email)))
    ORDER BY x."on" DESC, x.activity_id DESC LIMIT 1)
ORDER BY c.account_id, v."on"
"""


@dataclass(frozen=True, slots=True)
class Needs:
    """What scorecards read: their inputs, and how many days back measurements and answers can count."""

    inputs: frozenset[str]
    measured_days: int
    answered_days: int


def needs_of(cards: Iterable[Scorecard]) -> Needs:
    """What `cards` read."""
    measures = [measure for card in cards for measure in card.measures]

    def furthest(inputs: frozenset[str]) -> int:
        return max((m.expires_after_days or ANY_AGE for m in measures if m.input in inputs), default=0)

    return Needs(frozenset(measure.input for measure in measures), furthest(USAGE), furthest(SURVEYS))


def at_any_age(needs: Needs) -> Needs:
    """`needs` without a limit of age, to tell how old it is what has expired."""
    return replace(needs, measured_days=ANY_AGE, answered_days=ANY_AGE)


def health_facts(
    connection: sqlite3.Connection, account_ids: Sequence[int], as_of: date, needs: Needs
) -> dict[int, HealthFacts]:
    """What is known on `as_of` about each of the accounts, as far as `needs` go; by row id."""
    return _Facts(connection, account_ids, as_of, needs).by_account()


class _Facts:
    """One reading of the views: a statement for each fact."""

    def __init__(self, connection: sqlite3.Connection, account_ids: Sequence[int], as_of: date, needs: Needs) -> None:
        self.connection = connection
        self.account_ids = account_ids
        self.as_of = as_of
        self.needs = needs
        measured_from = as_of - timedelta(needs.measured_days)
        days = {
            "day": as_of,
            "next_day": as_of + timedelta(1),
            "measured_from": measured_from,
            "trend_from": measured_from - timedelta(TREND_DAYS),
            "trend_until": as_of - timedelta(SHORTEST_TREND_DAYS),
            "answered_from": as_of - timedelta(needs.answered_days),
            "tickets_from": as_of - timedelta(TICKET_DAYS),
        }
        self.parameters: dict[str, Any] = {name: day.isoformat() for name, day in days.items()}
        self.parameters |= {"ids": json.dumps(list(account_ids)), "severe": json.dumps(sorted(SEVERE))}

    def by_account(self) -> dict[int, HealthFacts]:
        seats_used, features, usage = self.seats_used(), self.features(), self.usage()
        opened, known_to, severe = self.opened(), self.tickets_known_to(), self.severe()
        nps, csat = self.answers("nps"), self.answers("csat")
        two_way, sponsor = self.two_way(), self.sponsor()
        accounts, terms = self.accounts(), self.terms()
        found = {}
        for key in self.account_ids:
            used, available = features.get(key, (None, None))
            since, live_on, activated_on = accounts.get(key, (None, None, None))
            agreed = terms.get(key, ())
            found[key] = HealthFacts(
                seats_of(agreed, self.as_of),
                seats_used.get(key),
                usage.get(key),
                used,
                available,
                TicketLoad(opened.get(key, 0), known_to) if known_to is not None else None,
                severe.get(key, ()),
                nps.get(key, ()),
                csat.get(key, ()),
                two_way.get(key),
                sponsor.get(key),
                None,
                since or min((term.starts_on for term in agreed), default=None),
                go_live_of(agreed) or live_on,
                activated_on,
                is_first_term(agreed, self.as_of),
            )
        return found

    def rows(self, sql: str, **parameters: str) -> Iterable[tuple[Any, ...]]:
        return self.connection.execute(sql, self.parameters | parameters)

    def seats_used(self) -> dict[int, Reading]:
        if "seats_used" not in self.needs.inputs and "nps" not in self.needs.inputs:
            return {}
        return {key: _reading(text) for key, text in self.rows(_SEATS_USED) if text}

    def features(self) -> dict[int, tuple[Reading, Reading]]:
        if "features_used" not in self.needs.inputs:
            return {}
        return {
            key: (_reading(used), _reading(available))
            for key, used, available in self.rows(_FEATURES)
            if used and available
        }

    def usage(self) -> dict[int, Usage]:
        if "usage_trend" not in self.needs.inputs:
            return {}
        found = {}
        for key, metric, series in self.rows(_TREND):
            days, values = json.loads(series)
            if (usage := usage_of(metric, [_ordinal(day) for day in days], values)) is not None:
                found[key] = usage
        return found

    def accounts(self) -> dict[int, tuple[date | None, date | None, date | None]]:
        return {key: (_day(since), _day(live), _day(on)) for key, since, live, on in self.rows(_ACCOUNTS)}

    def terms(self) -> dict[int, list[Agreement]]:
        found: dict[int, list[Agreement]] = defaultdict(list)
        for key, product, starts_on, renews_on, next_on, auto_renew, status, seats, live_on in self.rows(_TERMS):
            found[key].append(
                Agreement(
                    product, _on(starts_on), _day(renews_on), _day(next_on), bool(auto_renew), status,
                    seats, _day(live_on),
                )
            )  # fmt: skip
        return found

    def tickets_known_to(self) -> date | None:
        if "tickets" not in self.needs.inputs:
            return None
        [(day,)] = self.rows(_TICKETS_KNOWN_TO)
        return _day(day)

    def opened(self) -> dict[int, int]:
        return dict(self.rows(_TICKETS_OPENED)) if "tickets" in self.needs.inputs else {}

    def severe(self) -> dict[int, tuple[SevereTicket, ...]]:
        found: dict[int, tuple[SevereTicket, ...]] = {}
        for key, ticket, priority, opened_on in self.rows(_SEVERE):
            found[key] = (*found.get(key, ()), SevereTicket(ticket, priority, _on(opened_on)))
        return found

    def answers(self, kind: str) -> dict[int, tuple[Answer, ...]]:
        if kind not in self.needs.inputs:
            return {}
        rows = list(self.rows(_ANSWERS, kind=kind))
        deciders = self.deciders({key for key, _, score, _ in rows if score <= DETRACTORS_UP_TO})
        latest: dict[int, dict[str, Answer]] = defaultdict(dict)
        for number, (key, who, score, on) in enumerate(rows):
            folded = fold(who) if who else f"nobody {number}"
            decides = folded in deciders.get(key, ())
            latest[key][folded] = Answer(who or "", score, _on(on), decides)
        return {key: tuple(answers.values()) for key, answers in latest.items()}

    def deciders(self, account_ids: Iterable[int]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for key, name_folded, email in self.rows(_DECIDERS, ids=json.dumps(list(account_ids))):
            found[key] |= {name_folded, fold(email or "")}
        return found

    def two_way(self) -> dict[int, Touch]:
        return _touches(self.rows(_TWO_WAY))

    def sponsor(self) -> dict[int, Touch]:
        return _touches(self.rows(_SPONSOR)) if "sponsor" in self.needs.inputs else {}


def _touches(rows: Iterable[tuple[Any, ...]]) -> dict[int, Touch]:
    return {key: Touch(kind, _on(on), who or "") for key, kind, on, who in rows}


def _reading(text: str) -> Reading:
    on, metric, value = text.split(" ")
    return Reading(float(value), _on(on), metric)


def _day(text: str | None) -> date | None:
    return _on(text) if text else None


@cache
def _on(text: str) -> date:
    return date.fromisoformat(text)


@cache
def _ordinal(text: str) -> int:
    return _on(text).toordinal()
