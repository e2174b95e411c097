"""What of a portfolio a scorecard looks for in vain: metrics, segments, stages, products that nobody has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches

from cs_cli.domain import words
from cs_cli.domain.health import given_by
from cs_cli.domain.scorecard import Measure, Scorecard
from cs_cli.domain.text import fold
from cs_cli.errors import sentence_of
from cs_cli.store.read import Reader
from cs_cli.store.scoring import Scoring

MISSING_FROM_PCT = 90
_NAMED = 8
_WHOM = {
    "segments": "SELECT DISTINCT segment FROM accounts WHERE archived_on IS NULL AND segment <> ''",
    "stages": "SELECT DISTINCT stage FROM accounts WHERE archived_on IS NULL AND stage <> ''",
    "products": "SELECT DISTINCT product FROM contracts WHERE archived_on IS NULL AND product <> ''",
}
_METRICS = "SELECT DISTINCT metric FROM measurements WHERE ({column} IS NOT NULL)"


class Findings:
    """Holds scorecards against the accounts of one portfolio on a day."""

    def __init__(self, reader: Reader, scoring: Scoring, account_ids: Iterable[int], day: date) -> None:
        self.reader = reader
        self.scoring = scoring
        self.day = day
        self.served: Mapping[int, list[int]] = _by_card(scoring, account_ids, day)
        """The accounts that each scorecard, by its id(), serves."""

    def of(self, card: Scorecard) -> list[str]:
        """What is strange about one scorecard, a sentence each."""
        unknown = {measure.name: told for measure in card.measures if (told := self._unknown_metric(measure))}
        missing = [told for name, told in self._missing(card).items() if name not in unknown]
        return [*self._nobody(card), *unknown.values(), *missing]

    def _nobody(self, card: Scorecard) -> list[str]:
        """Whom it serves, and no account is."""
        found = []
        for key, sql in _WHOM.items():
            if not (asked := getattr(card, key)):
                continue
            there = self._names(sql)
            folded = set(map(fold, there))
            found += [
                f'no account has the {key.removesuffix("s")} "{name}"{_instead(name, there)}'
                for name in asked
                if fold(name) not in folded
            ]
        return found

    def _unknown_metric(self, measure: Measure) -> str:
        """That nobody has the metric that a measure names, or nothing."""
        if not measure.metric:
            return ""
        there = self._names(_METRICS.format(column="word" if measure.is_word else "value"))
        return (
            ""
            if measure.metric in there
            else f'no account has the metric "{measure.metric}"' + _instead(measure.metric, there)
        )

    def _missing(self, card: Scorecard) -> dict[str, str]:
        """The measures that nearly nobody whom it serves has, by name."""
        served = self.served.get(id(card), [])
        facts = self.scoring.facts(served, self.day)
        lacking: Counter[str] = Counter()
        for account_id in served:
            given = given_by(facts[account_id], card, self.day)
            lacking.update(m.name for m, tenths in zip(card.measures, given, strict=True) if tenths is None)
        everybody = words.counted(len(served), "account")
        return {
            name: f"{name} is missing for {count:,} of the {everybody} it serves"
            for name, count in lacking.items()
            if count * 100 > MISSING_FROM_PCT * len(served)
        }

    def _names(self, sql: str) -> list[str]:
        return sorted(str(name) for (name,) in self.reader.tuples(sql))


def _by_card(scoring: Scoring, account_ids: Iterable[int], day: date) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for account_id in account_ids:
        found[id(scoring.card_of(account_id, day))].append(account_id)
    return found


def _instead(said: str, there: list[str]) -> str:
    """What comes close, and what there is."""
    if not there:
        return "; there is none at all"
    by_folded = {fold(name): name for name in there}
    close = [by_folded[near] for near in get_close_matches(fold(said), by_folded, n=2)]
    more = f" and {len(there) - _NAMED} more" if len(there) > _NAMED else ""
    names = f"here are {', '.join(there[:_NAMED])}{more}"
    return f"; did you mean {sentence_of(close)}? T{names}" if close else f"; t{names}"
