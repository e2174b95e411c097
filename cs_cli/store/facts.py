"""The facts that health is scored from, read from the views for many accounts at once.

Only rows whose own date is not after the day asked for count: a ticket closed later is still open on that day.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from cs_cli.domain.calendar import Window
from cs_cli.domain.entitlement import go_live_of, is_first_term, seats_of
from cs_cli.domain.health_facts import (
    SHORTEST_TREND_DAYS,
    TREND_DAYS,
    Answer,
    HealthFacts,
    Medians,
    Milestones,
    Reading,
    SevereTicket,
    SponsorSeat,
    TicketLoad,
    Touch,
    Usage,
    Word,
    median,
    usage_of,
)
from cs_cli.domain.needs import SEATS_COUNT_FOR, Needs
from cs_cli.domain.renewals import Term
from cs_cli.domain.signals import DETRACTORS_UP_TO
from cs_cli.domain.support import Case, first_response_hours, resolution_hours
from cs_cli.domain.text import fold
from cs_cli.domain.tickets import course_of, is_severe
from cs_cli.store import fact_queries as queries
from cs_cli.store.cases import Desks, cases
from cs_cli.store.naming import teach_folding
from cs_cli.store.terms import term_of

TICKET_DAYS = 90
NOTHING: dict[str, Any] = {}


def health_facts(
    connection: sqlite3.Connection, account_ids: Sequence[int], as_of: date, needs: Needs, desks: Desks | None = None
) -> dict[int, HealthFacts]:
    """What is known on `as_of` about each of the accounts, as far as `needs` go; by row id.

    Times of tickets are counted in the business hours of `desks`; without them they are not known.
    """
    return _Facts(connection, account_ids, as_of, needs, desks).by_account()


def tickets_known_to(connection: sqlite3.Connection, as_of: date, needs: Needs) -> date | None:
    """The day up to which the portfolio knows of tickets; None where it knows of none, or nobody asks."""
    if not needs.inputs & {"tickets", "severe_age"}:
        return None
    next_day = (as_of + timedelta(1)).isoformat()
    [(day,)] = connection.execute(queries.TICKETS_KNOWN_TO, {"next_day": next_day})
    return _day(day)


class _Facts:
    """One reading of the views: a statement for each fact."""

    def __init__(
        self, connection: sqlite3.Connection, account_ids: Sequence[int], as_of: date, needs: Needs, desks: Desks | None
    ) -> None:
        self.connection = connection
        self.desks = desks
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
        self.parameters["ids"] = json.dumps(list(account_ids))
        teach_folding(connection)

    def by_account(self) -> dict[int, HealthFacts]:
        seats_used, features, usage = self.seats_used(), self.features(), self.usage()
        opened, severe = self.opened(), self.severe()
        known_to = tickets_known_to(self.connection, self.as_of, self.needs)
        nps, csat, ces = (self.answers(kind) for kind in ("nps", "csat", "ces"))
        two_way, sponsor, seat = self.two_way(), self.sponsor(), self.sponsor_seats()
        readings, words, trends = self.readings(), self.words(), self.trends()
        response, resolution = self.ticket_times()
        sentiment, milestones = self.sentiment(), self.milestones()
        accounts, terms, switched_off = self.accounts(), self.terms(), self.auto_renew_off()
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
                switched_off.get(key),
                since or min((term.starts_on for term in agreed), default=None),
                go_live_of(agreed) or live_on,
                activated_on,
                is_first_term(agreed, self.as_of),
                ces.get(key, ()),
                readings.get(key, NOTHING),
                words.get(key, NOTHING),
                trends.get(key, NOTHING),
                response.get(key),
                resolution.get(key),
                seat.get(key),
                sentiment.get(key),
                milestones.get(key),
            )
        return found

    def rows(self, sql: str, **parameters: str) -> Iterable[tuple[Any, ...]]:
        return self.connection.execute(sql, self.parameters | parameters)

    def seats_used(self) -> dict[int, Reading]:
        if not self.needs.inputs & SEATS_COUNT_FOR:
            return {}
        return {key: _reading(text) for key, text in self.rows(queries.SEATS_USED) if text}

    def features(self) -> dict[int, tuple[Reading, Reading]]:
        if "breadth" not in self.needs.inputs:
            return {}
        return {
            key: (_reading(used), _reading(available))
            for key, used, available in self.rows(queries.FEATURES)
            if used and available
        }

    def usage(self) -> dict[int, Usage]:
        return self.trend(queries.TREND) if "usage_trend" in self.needs.inputs else {}

    def trend(self, sql: str) -> dict[int, Usage]:
        found = {}
        for key, metric, series in self.rows(sql):
            days, values = json.loads(series)
            if (usage := usage_of(metric, [_ordinal(day) for day in days], values)) is not None:
                found[key] = usage
        return found

    def accounts(self) -> dict[int, tuple[date | None, date | None, date | None]]:
        return {key: (_day(since), _day(live), _day(on)) for key, since, live, on in self.rows(queries.ACCOUNTS)}

    def terms(self) -> dict[int, list[Term]]:
        found: dict[int, list[Term]] = defaultdict(list)
        for row in self.rows(queries.TERMS):
            term = term_of(row)
            found[term.account_id].append(term)
        return found

    def auto_renew_off(self) -> dict[int, date]:
        if "auto_renew_off" not in self.needs.inputs:
            return {}
        return {key: _on(day) for key, day in self.rows(queries.AUTO_RENEW_OFF)}

    def opened(self) -> dict[int, int]:
        return dict(self.rows(queries.TICKETS_OPENED)) if "tickets" in self.needs.inputs else {}

    def severe(self) -> dict[int, tuple[SevereTicket, ...]]:
        if not self.needs.inputs & {"severe_ticket", "severe_age"}:
            return {}
        severe = [priority for (priority,) in self.rows(queries.PRIORITIES) if is_severe(priority)]
        found: dict[int, tuple[SevereTicket, ...]] = {}
        rows = self.rows(queries.TICKETS_OF_PRIORITY, severe=json.dumps(severe)) if severe else ()
        for key, ticket, priority, opened_on, *ends in rows:
            if course_of(self.as_of, *ends).is_open:
                found[key] = (*found.get(key, ()), SevereTicket(ticket, priority, _on(opened_on)))
        return found

    def answers(self, kind: str) -> dict[int, tuple[Answer, ...]]:
        if not self.needs.inputs & {kind, "survey"}:
            return {}
        rows = list(self.rows(queries.ANSWERS, kind=kind))
        deciders = self.deciders({key for key, _, score, _ in rows if score <= DETRACTORS_UP_TO})
        latest: dict[int, dict[str, Answer]] = defaultdict(dict)
        for number, (key, who, score, on) in enumerate(rows):
            folded = fold(who) if who else f"nobody {number}"
            decides = folded in deciders.get(key, ())
            latest[key][folded] = Answer(who or "", score, _on(on), decides)
        return {key: tuple(answers.values()) for key, answers in latest.items()}

    def deciders(self, account_ids: Iterable[int]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        for key, name_folded, email in self.rows(queries.DECIDERS, ids=json.dumps(list(account_ids))):
            found[key] |= {name_folded, fold(email or "")}
        return found

    def readings(self) -> dict[int, dict[str, Reading]]:
        """The latest number of each metric that a card names."""
        found: dict[int, dict[str, Reading]] = defaultdict(dict)
        for metric in self.needs.metrics:
            for key, on, value in self.rows(queries.READING, metric=metric):
                found[key][metric] = Reading(value, _on(on), metric)
        return found

    def words(self) -> dict[int, dict[str, Word]]:
        """The latest word of each metric that a card names."""
        found: dict[int, dict[str, Word]] = defaultdict(dict)
        for metric in self.needs.words:
            for key, on, word in self.rows(queries.WORD, metric=metric):
                found[key][metric] = word.lower(), _on(on)
        return found

    def trends(self) -> dict[int, dict[str, Usage]]:
        """The medians of each metric that a card compares."""
        found: dict[int, dict[str, Usage]] = defaultdict(dict)
        for metric in self.needs.trends:
            for key, usage in self.trend(queries.trend_of([metric])).items():
                found[key][metric] = usage
        return found

    def ticket_times(self) -> tuple[dict[int, Medians], dict[int, Medians]]:
        """The median business hours to the first reply, and to the last solution, of the tickets opened lately."""
        if self.desks is None or not self.needs.inputs & {"response", "resolution"}:
            return {}, {}
        window = Window(self.as_of - timedelta(TICKET_DAYS), self.as_of)
        opened: dict[int, list[Case]] = defaultdict(list)
        for case in cases(self.connection, window, self.as_of):
            if window.holds(case.opened_on):
                opened[case.account_id].append(case)
        hours_of = self.desks.hours_of
        replied = {key: _medians(first_response_hours(of, hours_of), of) for key, of in opened.items()}
        resolved = {key: _medians(resolution_hours(of, hours_of), of) for key, of in opened.items()}
        return _known(replied), _known(resolved)

    def sponsor_seats(self) -> dict[int, SponsorSeat]:
        """Who is sponsor, or since when the last one is gone; nothing where there never was one."""
        if not self.needs.inputs & {"sponsor_present", "sponsor_gone"}:
            return {}
        return {key: SponsorSeat(who, _day(left)) for key, who, left in self.rows(queries.SPONSOR_SEATS)}

    def sentiment(self) -> dict[int, Word]:
        """The last mood that was said."""
        if not self.needs.inputs & {"sentiment", "sentiment_red"}:
            return {}
        return {key: (mood, _on(on)) for key, mood, on in self.rows(queries.SENTIMENT)}

    def milestones(self) -> dict[int, Milestones]:
        """How many of the milestones that were due are done."""
        if "plan" not in self.needs.inputs:
            return {}
        return {key: Milestones(done, due, _on(on)) for key, done, due, on in self.rows(queries.MILESTONES)}

    def two_way(self) -> dict[int, Touch]:
        return _touches(self.rows(queries.TWO_WAY))

    def sponsor(self) -> dict[int, Touch]:
        return _touches(self.rows(queries.SPONSOR)) if "sponsor" in self.needs.inputs else {}


def _medians(hours: Sequence[float], of: Sequence[Case]) -> Medians | None:
    """The median of hours of some tickets, with the day of the last that was opened; None of nothing."""
    return Medians(median(hours), len(hours), max(case.opened_on for case in of)) if hours else None


def _known(found: Mapping[int, Medians | None]) -> dict[int, Medians]:
    return {key: medians for key, medians in found.items() if medians is not None}


def _touches(rows: Iterable[tuple[Any, ...]]) -> dict[int, Touch]:
    return {key: Touch(kind, _on(on), who or "", *map(_day, left)) for key, kind, on, who, *left in rows}


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
