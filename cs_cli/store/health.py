"""Live health: the facts of a day, scored by each account's scorecard. Every command shows what comes from here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cs_cli.domain.entitlement import as_it_ran, seats_of
from cs_cli.domain.health import Band, Score, Snapshot, taken
from cs_cli.domain.needs import needs_of
from cs_cli.domain.overrides import judged_over, laid_over, overridden
from cs_cli.domain.renewals import Term
from cs_cli.domain.scorecard import Scorecard
from cs_cli.settings import Settings, state_dir
from cs_cli.store import memo
from cs_cli.store.overrides import in_force
from cs_cli.store.read import Reader
from cs_cli.store.scorecards import load_scorecards
from cs_cli.store.scoring import Scoring
from cs_cli.store.snapshots import snapshots

if TYPE_CHECKING:
    from cs_cli.domain.account_health import Health

MOST_COMPUTED = 500
"""Of so many accounts a past day is computed; of more it is read from the record."""
_SAID = """
SELECT h.account_id, h.score, h.band, h.fingerprint FROM json_each(:ids) j
CROSS JOIN health_history h ON h.account_id = j.value AND h."on" = :day
"""


class HealthDesk:
    """Scores and explains the accounts of one portfolio."""

    def __init__(self, reader: Reader, settings: Settings) -> None:
        """The user's scorecards are in the folder "scorecards" of the settings, which may be absent."""
        self.connection = reader.connection
        cards = load_scorecards(settings.folder / "scorecards")
        self.scoring = Scoring(reader.connection, cards, settings)
        self.memo = memo.Memo(state_dir() / "scores", reader.path, repr(cards))

    def card_of(self, account_id: int, day: date) -> Scorecard:
        """The scorecard that serves an account on a day."""
        return self.scoring.card_of(account_id, day)

    def scores(self, account_ids: Sequence[int], today: date) -> dict[int, Score]:
        """The health of the accounts on `today`; for a large book what was measured before is remembered."""
        if len(account_ids) < memo.WORTH_IT:
            measured = self.scoring.scores(account_ids, today)
        else:
            measured = self.memo.scores(account_ids, today, lambda missing: self.scoring.scores(missing, today))
        return self.said(measured, self.scoring, today)

    def said(self, measured: dict[int, Score], scoring: Scoring, today: date) -> dict[int, Score]:
        """What `scoring` measured, with the bands that are set by hand on `today`."""
        by_hand = in_force(self.connection, today)
        return measured | {
            key: overridden(measured[key], by_hand[key], scoring.card_of(key, today))
            for key in by_hand.keys() & measured
        }

    def past(self, account_ids: Sequence[int], day: date) -> dict[int, Score]:
        """The health of the accounts on a day gone by, as lists compare with it.

        Up to MOST_COMPUTED accounts are computed from their dated rows. Of more, what was said on that day by the
        scorecard of today counts; who has no such record has no score of that day: a gap.
        """
        if len(account_ids) <= MOST_COMPUTED:
            return self.scores(account_ids, day)
        rows = self.connection.execute(_SAID, {"day": day.isoformat(), "ids": json.dumps(list(account_ids))})
        return {
            key: Score(score, Band(band))
            for key, score, band, fingerprint in rows
            if fingerprint == self.card_of(key, day).fingerprint
        }

    def snapshots(self, account_ids: Sequence[int], today: date) -> dict[int, Snapshot]:
        """The health of the accounts on `today` with what it rests on, as it is recorded."""
        return snapshots(self.scoring, account_ids, today)

    def judged(self, account_ids: Sequence[int], today: date) -> dict[int, tuple[Score, str]]:
        """The health of the accounts on `today` and the main reason for it."""
        from cs_cli.domain.explanation import judge  # noqa: PLC0415  most lists show only scores

        held = self.scoring.held(account_ids, today)
        facts = self.scoring.facts(account_ids, today)
        by_hand = in_force(self.connection, today)
        found = {}
        for key, known in facts.items():
            card = self.card_of(key, today)
            found[key] = judged_over(judge(known, card, today, held[key]), by_hand.get(key), card, today)
        return found

    def explained(self, account_ids: Sequence[int], today: date) -> "dict[int, Health]":
        """The health of the accounts on `today`, with all that leads to it."""
        from cs_cli.domain.explanation import explain  # noqa: PLC0415  as above

        held = self.scoring.held(account_ids, today)
        facts = self.scoring.facts(account_ids, today, of_any_age=True)
        by_hand = in_force(self.connection, today)
        return {
            key: laid_over(explain(known, self.card_of(key, today), today, held[key]), by_hand.get(key))
            for key, known in facts.items()
        }

    def blind(
        self, account_ids: Sequence[int], day: date, terms: Mapping[int, Sequence[Term]], card: Scorecard | None = None
    ) -> dict[int, Snapshot]:
        """The health of the accounts on `day` by their scorecards, or by `card`, blind to how they decided later.

        Without caps, of which notices and auto-renew are some, and bands set by hand or held from the days before; the
        seats are those of their `terms` as they ran then.
        """
        cards = {key: card or self.card_of(key, day) for key in account_ids}
        bare = {id(each): replace(each, caps=()) for each in {id(each): each for each in cards.values()}.values()}
        facts = self.scoring.read(account_ids, day, needs_of(tuple(bare.values())))
        found = {}
        for key, known in facts.items():
            seats = seats_of([as_it_ran(term, day) for term in terms.get(key, ())], day)
            found[key] = taken(replace(known, seats=seats), bare[id(cards[key])], day)
        return found
