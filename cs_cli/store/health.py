"""Live health: the facts of a day, scored by each account's scorecard. Every command shows what comes from here."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cs_cli.domain.entitlement import as_it_ran, seats_of
from cs_cli.domain.health import Score, Snapshot, scores, taken
from cs_cli.domain.renewals import Term
from cs_cli.domain.scorecard import Scorecard
from cs_cli.settings import state_dir
from cs_cli.store import memo
from cs_cli.store.facts import Needs, at_any_age, health_facts, needs_of
from cs_cli.store.read import Reader
from cs_cli.store.scorecards import load_scorecards

if TYPE_CHECKING:
    from cs_cli.domain.account_health import Health

_SEGMENTS = "SELECT account_id, segment FROM accounts"


class HealthDesk:
    """Scores and explains the accounts of one portfolio."""

    def __init__(self, reader: Reader, scorecards: Path) -> None:
        """`scorecards` is the user's folder of them, which may be absent."""
        self.connection = reader.connection
        cards = load_scorecards(scorecards)
        self.default = cards.default
        self.special: dict[int, Scorecard] = {}
        if cards.by_segment:
            both = self.connection.execute(_SEGMENTS)
            self.special = {key: cards.for_segment(segment) for key, segment in both}
        every = [cards.default, *cards.by_segment.values()]
        self.needs: Needs = needs_of(every)
        self.memo = memo.Memo(state_dir() / "scores", reader.path, repr(cards))

    def card_of(self, account_id: int) -> Scorecard:
        """The scorecard that serves an account."""
        return self.special.get(account_id, self.default)

    def scores(self, account_ids: Sequence[int], today: date) -> dict[int, Score]:
        """The health of the accounts on `today`; for a large book what was computed before is remembered."""
        if len(account_ids) < memo.WORTH_IT:
            return self._computed(account_ids, today)
        return self.memo.scores(account_ids, today, lambda missing: self._computed(missing, today))

    def _computed(self, account_ids: Sequence[int], today: date) -> dict[int, Score]:
        return scores(health_facts(self.connection, account_ids, today, self.needs), self.card_of, today)

    def judged(self, account_ids: Sequence[int], today: date) -> dict[int, tuple[Score, str]]:
        """The health of the accounts on `today` and the main reason for it."""
        from cs_cli.domain.explanation import judge  # noqa: PLC0415  most lists show only scores

        facts = health_facts(self.connection, account_ids, today, self.needs)
        return {key: judge(known, self.card_of(key), today) for key, known in facts.items()}

    def explained(self, account_ids: Sequence[int], today: date) -> "dict[int, Health]":
        """The health of the accounts on `today`, with all that leads to it."""
        from cs_cli.domain.explanation import explain  # noqa: PLC0415  as above

        facts = health_facts(self.connection, account_ids, today, at_any_age(self.needs))
        return {key: explain(known, self.card_of(key), today) for key, known in facts.items()}

    def blind(
        self, account_ids: Sequence[int], day: date, terms: Mapping[int, Sequence[Term]], card: Scorecard | None = None
    ) -> dict[int, Snapshot]:
        """The health of the accounts on `day` by their scorecards, or by `card`, blind to how they decided later.

        Without caps, of which notices and auto-renew are some; the seats are those of their `terms` as they ran then.
        """
        bare = {key: replace(card or self.card_of(key), caps=()) for key in account_ids}
        found = {}
        for key, known in health_facts(self.connection, account_ids, day, needs_of(list(bare.values()))).items():
            seats = seats_of([as_it_ran(term, day) for term in terms.get(key, ())], day)
            found[key] = taken(replace(known, seats=seats), bare[key], day)
        return found
