"""Weekly usage of the demo book: growth, season, an uneven week now and then, and how it stands today."""

from collections.abc import Iterator
from datetime import timedelta
from math import exp
from random import Random

from cs_cli.demo.story import Row, Story

COLUMNS = ("account_id", "metric", "measured_on", "value")
RECENT_WEEKS, USUAL_WEEK, KNOWN_WEEKS = 4, 10, 16
ACTIVE_OF_SEATS_USED = 0.88
WEEKS_TO_GROW_UP, WEEKS_TO_CLIMB = 30.0, 40.0
SLIPPING_BELOW = 0.9
YEAR_END_WEEKS, SUMMER_WEEKS = (52, 53, 1), range(29, 34)
YEAR_END, SUMMER = 0.68, 0.91
DAMPED = 0.2
"""The season in the last weeks, so that the book shows the same trends on whatever day it is made."""
FEATURES_AT_FIRST, WEEKS_A_FEATURE = 16, 17
FEATURES_NOW = 22


def rows(story: Story) -> Iterator[Row]:
    """The measurements of a customer, weekly, the newest first."""
    customer = story.customer
    if customer.condition.used_pct is None:
        return
    dice = story.dice("usage")
    rhythm = _Rhythm(story, dice)
    weeks = min(story.weeks, (story.days - customer.usage_ended_ago) // 7)
    for week in range(max(weeks, 0)):
        on = story.day(customer.usage_ended_ago + 7 * week)
        for metric, value in rhythm.week(week):
            yield (story.account_id, metric, on, float(value))
    for ago, people in (told for told in customer.trained if told[0] < 7 * weeks):
        yield (story.account_id, "trained_users", story.day(ago), float(people))


class _Rhythm:
    """How one customer's weeks go; weeks are counted back from the newest one."""

    def __init__(self, story: Story, dice: Random) -> None:
        customer = story.customer
        self.story, self.dice = story, dice
        self.age = max((story.days - customer.usage_ended_ago) // 7, 1)
        self.seats_used = round(customer.seats * (customer.condition.used_pct or 0) / 100)
        self.recent = 1 + customer.condition.trend_pct / 100
        self.pattern = customer.pattern
        self.active = self.pattern.active_users if self.pattern else self._usual_active()
        self.events = self.pattern.key_events if self.pattern else self.active * dice.uniform(3.5, 7.5)
        self.breadth = min(0.28 + (customer.condition.used_pct or 0) / 200 + 0.12 * dice.random(), 0.95)
        self.climb = 0.2 if self.pattern else self._usual_climb()
        self.noise = 0.0

    def week(self, week: int) -> Iterator[tuple[str, int]]:
        """The metrics of one week."""
        self.noise = 0.5 * self.noise + self.dice.gauss(0, 0.022)
        seats = self._seats(week)
        share = self._share(week)
        active = min(round(self.active * share), seats)
        yield "active_users", active
        yield "seats_used", seats
        yield "key_events", round(self.events * share * self._wobble(week))
        available = self._features(week)
        used = round(available * self.breadth * self._grown(week) ** 0.5)
        yield "features_used", max(used, 1 if active else 0)
        yield "features_available", available

    def _usual_active(self) -> int:
        return round(self.seats_used * ACTIVE_OF_SEATS_USED / max(self.recent, 1))

    def _usual_climb(self) -> float:
        """By how much usage grew over the years; of who is slipping now, it has shrunk a little."""
        return self.dice.uniform(-0.15, 0.05) if self.recent < SLIPPING_BELOW else self.dice.uniform(0.04, 0.3)

    def _seats(self, week: int) -> int:
        if week == 0:
            return self.seats_used
        grown = self.seats_used * self._grown(week) * (1 + self.noise / 2)
        return min(round(grown), self.story.customer.seats)

    def _share(self, week: int) -> float:
        """The week's activity as a share of a usual one."""
        if self.pattern and week < len(self.pattern.weeks):
            return self.pattern.weeks[week]
        if week < RECENT_WEEKS:
            level = self.recent
        else:
            on_the_way = 1 + (self.recent - 1) * 0.4 ** (week - RECENT_WEEKS + 1)
            level = on_the_way * self._grown(week) / self._grown(USUAL_WEEK)
        return level * self._season(week) * (1 + self.noise)

    def _wobble(self, week: int) -> float:
        told = self.pattern is not None and week < len(self.pattern.weeks)
        return 1.0 if told else 1 + self.dice.gauss(0, 0.03)

    def _grown(self, week: int) -> float:
        """How far adoption was `week` weeks ago, against today."""
        since_then = 1 - self.climb * (1 - exp(-week / WEEKS_TO_CLIMB))
        return since_then * _maturity(self.age - week) / _maturity(self.age)

    def _season(self, week: int) -> float:
        days = 7 * week + self.story.customer.usage_ended_ago
        number = (self.story.as_of - timedelta(days)).isocalendar().week
        season = YEAR_END if number in YEAR_END_WEEKS else SUMMER if number in SUMMER_WEEKS else 1.0
        return float(season**DAMPED) if week < KNOWN_WEEKS else season

    def _features(self, week: int) -> int:
        """How many there were to use; a new one ships every seventeen weeks."""
        released = (week + self.story.as_of.toordinal() // 7 % WEEKS_A_FEATURE) // WEEKS_A_FEATURE
        return max(FEATURES_NOW - released, FEATURES_AT_FIRST)


def _maturity(week: int) -> float:
    """How far a customer comes in its first `week` weeks, of 1."""
    return 1 - 0.6 * exp(-week / WEEKS_TO_GROW_UP)
