"""A feed that breaks: when much of the book moves in one day by one source, its alerts wait until somebody has looked.

The effect of a source on an account is the score of the day with the source's measures as they are against the score
with those of the day before, everything else equal; caps are left aside.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.items import TODAY, Item
from cs_cli.domain.moved import Moved
from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.weighing import TENTHS, sums, value_of

SHARE_PCT, FEWEST, POINTS = 15, 5, 5
"""More than so many percent of the scored accounts, at least so many of them, each by more than so many points."""
DAYS = 7
"""How many days are looked at, today among them."""
LOOK = "cs health --changed 7d"


class Broken(NamedTuple):
    """On a day so many of the scored accounts moved by one source."""

    source: str
    on: date
    moved: int
    scored: int

    @property
    def told(self) -> str:
        """`usage of 34 of 42 accounts moved more than 5 points on Sun 22 Nov`."""
        accounts = f"{self.moved} of {words.counted(self.scored, 'account')}"
        return f"{self.source} of {accounts} moved more than {POINTS} points on {words.weekday(self.on)}"

    @property
    def rule(self) -> str:
        """Why that is taken for a break of the feed."""
        return (
            f"more than {SHARE_PCT} % of the scored accounts, and at least {FEWEST}, moved more than {POINTS} points "
            f"by {self.source} alone on {self.on}: more likely the feed than the customers"
        )


def is_break(moved: int, scored: int) -> bool:
    """Whether so many of the scored accounts are too many for a day."""
    return moved >= FEWEST and 100 * moved > SHARE_PCT * scored


def effect(before: Mapping[str, float], now: Mapping[str, float], card: Scorecard, source: str) -> float:
    """How many points the measures of a source moved a score; 0 where there is none to compare.

    `before` and `now` are the points of the measures of `card` that are known.
    """
    theirs = {measure.name for measure in card.measures if measure.of.source == source}
    as_before = {name: points for name, points in now.items() if name not in theirs}
    as_before |= {name: points for name, points in before.items() if name in theirs}
    with_it, without = _mean(now, card), _mean(as_before, card)
    return 0.0 if with_it is None or without is None else with_it - without


def _mean(points: Mapping[str, float], card: Scorecard) -> float | None:
    given = [None if (known := points.get(m.name)) is None else round(known * TENTHS) for m in card.measures]
    found = sums(given, card)
    return value_of(found, card) if found.weight else None


def breaks_of(on: date, effects: Iterable[Mapping[str, float]], scored: int) -> list[Broken]:
    """The sources that broke on a day; `effects` has for each account that moved the effect of each source."""
    counts: dict[str, int] = {}
    for of_account in effects:
        for source, points in of_account.items():
            counts[source] = counts.get(source, 0) + (abs(points) > POINTS)
    return [Broken(source, on, moved, scored) for source, moved in sorted(counts.items()) if is_break(moved, scored)]


def held(moves: Sequence[Moved], broken: Sequence[Broken]) -> tuple[list[Moved], list[Broken]]:
    """The moves that are told, and the breaks for which others are held back."""
    sources = {move.account_id: move.source for move in moves if move.source}
    told = [move for move in moves if sources.get(move.account_id) not in {each.source for each in broken}]
    return told, [each for each in broken if each.source in sources.values()]


def of_break(broken: Broken) -> Item:
    """The line that stands for the alerts that are held."""
    return Item(TODAY, "feed", None, "", f"feed: {broken.told}; held until looked at", broken.rule, LOOK, broken.on)
