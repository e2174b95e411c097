"""The facts of the day before, made from those of a day, are those that would be read for it."""

import random
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest

from cs_cli.settings import Settings
from cs_cli.store.read import Reader
from cs_cli.store.scorecards import EXAMPLES, Scorecards, read_scorecard
from cs_cli.store.scoring import Scoring

TODAY = date(2026, 11, 23)
CARDS = {path.stem: read_scorecard(path) for path in sorted(EXAMPLES.glob("*.toml"))}
METRICS = ("seats_used", "active_users", "key_events", "logins", "features_used", "features_available")


def ago(days: int) -> date:
    return TODAY - timedelta(days)


def edges(chance: random.Random) -> Iterator[int]:
    """How many days ago something happens: often on a day on which a window of time opens or closes."""
    while True:
        yield chance.choice([0, 0, 0, 1, 2, 30, 31, 60, 61, 62, 90, 91, 92, 270, 271, 272, 172, chance.randrange(400)])


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_same_whatever_happened_when(cs, enter, seed):
    chance = random.Random(seed)  # noqa: S311  rows for a test
    when = edges(chance)
    accounts = [f"A{number}" for number in range(12)]
    with enter:
        for key in accounts:
            fill(enter, chance, when, key)
    for name, card in CARDS.items():
        with closing(Reader(cs.db).connection) as connection:
            ids = [key for (key,) in connection.execute("SELECT account_id FROM accounts")]
            for day in (TODAY, ago(1), ago(30)):
                scorings = [Scoring(connection, Scorecards(card), Settings(cs.home / "config.toml")) for _ in range(2)]
                scorings[0].facts(ids, day)
                found, read = (each.facts(ids, day - timedelta(1)) for each in scorings)
                assert found == read, (name, day)


def fill(enter, chance, when, key):
    """Terms, readings, tickets, answers, contacts and activities of one account, on days that matter."""
    start = ago(next(when) + chance.choice([0, 365]))
    enter.contract(key, (start + timedelta(365)).isoformat(), starts=start.isoformat(), seats=chance.choice([None, 50]))
    for metric in chance.sample(METRICS, 4):
        first = next(when)
        enter.usage(key, metric, {ago(first + 7 * n).isoformat(): 20 + chance.random() * 60 for n in range(14)})
    for number in range(chance.randrange(4)):
        opened = next(when)
        ends = {} if chance.random() < 0.5 else {"resolved_at_utc": f"{ago(opened // 2)}T10:00:00Z"}
        enter.ticket(key, str(number), f"{ago(opened)}T09:00:00Z", priority=chance.choice(["Sev-1", "low"]), **ends)
    for number in range(chance.randrange(4)):
        kind, most = chance.choice([("nps", 10), ("csat", 5), ("ces", 7)])
        enter.answer(key, kind, chance.randint(1, most), ago(next(when)).isoformat(), contact=f"P{number}")
    left = {"left_on": ago(next(when))} if chance.random() < 0.5 else {}
    enter.contact(key, "Jo Park", roles='["sponsor"]', **left)
    enter.activity(key, ago(next(when)).isoformat(), contacts='["Jo Park"]')
    enter.word(key, "invoice_status", ago(next(when)).isoformat(), chance.choice(["paid", "overdue"]))
    enter.of_plan(
        "milestone",
        key,
        title="Go-live",
        side="us",
        due_on=ago(next(when)).isoformat(),
        created_on=ago(399).isoformat(),
    )
