"""Which feeds broke lately: the days on which much of the book moved at once, and by what."""

from collections.abc import Sequence
from datetime import date, timedelta

from cs_cli.domain.feed_breaks import DAYS, POINTS, Broken, breaks_of, effect, is_break
from cs_cli.domain.inputs import FEEDS
from cs_cli.store.portfolio import Portfolio


def broken_feeds(portfolio: Portfolio, until: date) -> list[Broken]:
    """The breaks of the last days up to that one that can still be seen in the scores, the earliest first."""
    ids = [row.account_id for row in portfolio.accounts()]
    first = until - timedelta(DAYS)
    moved, scored = _moved(portfolio, ids, first, until)
    if not is_break(len(moved), scored):
        return []
    days = [until - timedelta(ago) for ago in range(DAYS - 1, -1, -1)]
    return [broken for day in days for broken in _on(portfolio, ids, day)]


def _moved(portfolio: Portfolio, ids: Sequence[int], first: date, last: date) -> tuple[list[int], int]:
    """The accounts whose score moved between two days, and how many had one on both."""
    before, now = portfolio.past(ids, first), portfolio.past(ids, last)
    both = [(of, before[of].score, now[of].score) for of in ids if of in before and of in now]
    moves = {of: new - old for of, old, new in both if old is not None and new is not None}
    return [of for of, points in moves.items() if abs(points) > POINTS], len(moves)


def _on(portfolio: Portfolio, ids: Sequence[int], day: date) -> list[Broken]:
    """What broke on that day against the one before."""
    before = day - timedelta(1)
    moved, scored = _moved(portfolio, ids, before, day)
    if not is_break(len(moved), scored):
        return []
    then, now = (portfolio.health.snapshots(moved, each) for each in (before, day))
    cards = {of: portfolio.health.card_of(of, day) for of in moved}
    effects = [
        {source: effect(then[of].points, now[of].points, cards[of], source) for source in FEEDS}
        for of in moved
    ]  # fmt: skip
    return breaks_of(day, effects, scored)
