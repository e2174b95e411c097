"""Scoring from the rows: which scorecard serves an account, what its facts give on a day, which band holds.

Used by whoever shows health (`store.health`) and by whoever records it (`store.snapshots`): one reading of the rows.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property

from cs_cli.domain.health import Band, Score, Verdict, banded, verdicts
from cs_cli.domain.health_facts import HealthFacts
from cs_cli.domain.holding import FURTHEST_DAYS, held_band
from cs_cli.domain.needs import Needs, at_any_age, needs_of
from cs_cli.domain.scorecard import Scorecard
from cs_cli.settings import Settings
from cs_cli.store.cases import Desks
from cs_cli.store.day_before import as_of_the_day_before
from cs_cli.store.facts import health_facts
from cs_cli.store.scorecards import Scorecards

_SERVED = "SELECT account_id, segment, stage FROM accounts"
_PRODUCTS = """
SELECT account_id, json_group_array(DISTINCT product) FROM contracts
WHERE product IS NOT NULL AND coalesce(status, 'active') NOT IN ('draft', 'cancelled')
  AND starts_on <= :day AND (renews_on IS NULL OR renews_on > :day) AND (ended_on IS NULL OR ended_on > :day)
GROUP BY account_id
"""


class Scoring:
    """The scores of the accounts of one portfolio, by `cards`, on any day."""

    def __init__(self, connection: sqlite3.Connection, cards: Scorecards, settings: Settings) -> None:
        """`settings` say in which hours tickets are answered."""
        self.connection = connection
        self.cards = cards
        self.needs = needs_of(cards.every)
        self._settings = settings
        self._cards: dict[date, dict[int, Scorecard]] = {}
        self._verdicts: dict[date, dict[int, Verdict]] = {}
        self._newest = date.min
        self._facts: dict[int, HealthFacts] = {}

    def card_of(self, account_id: int, day: date) -> Scorecard:
        """The scorecard that serves an account on a day: segment and stage are as now, products have their terms."""
        if self.cards.is_one:
            return self.cards.default
        if day not in self._cards:
            self._cards[day] = self._serving(day)
        return self._cards[day].get(account_id, self.cards.default)

    def _serving(self, day: date) -> dict[int, Scorecard]:
        rows = self.connection.execute(_PRODUCTS, {"day": day.isoformat()}) if self.cards.by_product else ()
        products = {key: json.loads(names) for key, names in rows}
        return {
            key: self.cards.serving(segment, stage, products.get(key, ()))
            for key, segment, stage in self.connection.execute(_SERVED)
        }

    def facts(self, account_ids: Sequence[int], day: date, *, of_any_age: bool = False) -> dict[int, HealthFacts]:
        """What is known on a day; `of_any_age` what has expired, too, to tell how old it is.

        The facts of the newest day that was asked for are kept: what is scored is then explained.
        """
        if of_any_age:
            return self.read(account_ids, day, at_any_age(self.needs))
        if day < self._newest:
            return self._earlier(account_ids, day)
        if day > self._newest:
            self._newest, self._facts = day, {}
        missing = [account_id for account_id in account_ids if account_id not in self._facts]
        if missing:
            self._facts |= self.read(missing, day, self.needs)
        return {account_id: self._facts[account_id] for account_id in account_ids}

    def read(self, account_ids: Sequence[int], day: date, needs: Needs) -> dict[int, HealthFacts]:
        """What is known on a day, as far as `needs` go."""
        return health_facts(self.connection, account_ids, day, needs, self._desks)

    @cached_property
    def _desks(self) -> Desks:
        """The hours in which tickets are answered, by account."""
        return Desks(self.connection, self._settings)

    def _earlier(self, account_ids: Sequence[int], day: date) -> dict[int, HealthFacts]:
        """The facts of a day before the newest; of the one right before it only what differs is read."""
        found = {}
        if day == self._newest - timedelta(1):
            known = {key: self._facts[key] for key in account_ids if key in self._facts}
            found = as_of_the_day_before(self.connection, known, self._newest, self.needs)
        missing = [account_id for account_id in account_ids if account_id not in found]
        return found | (self.read(missing, day, self.needs) if missing else {})

    def verdicts(self, account_ids: Sequence[int], day: date) -> dict[int, Verdict]:
        """What each day gives by itself; kept, because the days after ask for it again."""
        known = self._verdicts.setdefault(day, {})
        missing = [account_id for account_id in account_ids if account_id not in known]
        if missing:
            known |= verdicts(self.facts(missing, day), lambda key: self.card_of(key, day), day)
        return {account_id: known[account_id] for account_id in account_ids}

    def held(self, account_ids: Sequence[int], day: date) -> dict[int, Band]:
        """The band that holds on a day, before caps: the last one that stood on two days running."""
        bands = {key: [verdict.free] for key, verdict in self.verdicts(account_ids, day).items()}
        open_ones = [key for key, (newest,) in bands.items() if newest is not Band.GREY]
        for ago in range(1, FURTHEST_DAYS + 1):
            if not open_ones:
                break
            for key, verdict in self.verdicts(open_ones, day - timedelta(ago)).items():
                bands[key].append(verdict.free)
            open_ones = [key for key in open_ones if bands[key][-1] not in (bands[key][-2], Band.GREY)]
        return {key: held_band(days) for key, days in bands.items()}

    def scores(self, account_ids: Sequence[int], day: date) -> dict[int, Score]:
        """The health of the accounts on a day, with the bands that hold."""
        held = self.held(account_ids, day)
        found = self.verdicts(account_ids, day)
        return {key: banded(found[key], self.card_of(key, day), held[key]) for key in account_ids}
