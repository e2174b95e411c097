"""The curve of a measure from its settings."""

from itertools import pairwise

from cs_cli.domain.curves import FULL, TREND, Bands, ByAge, Curve, Linear, Points, Recency, Rule, Step, Words
from cs_cli.domain.inputs import CONTACT, Input, is_of_words
from cs_cli.domain.settings_table import Table

LONGEST_DAYS = 3650
LONGEST_MONTHS = 1200
FEWEST_KNOTS = 2
RULES = ("linear", "points", "bands", "recency", "trend", "words", "by_age")


def curve_from(table: Table, reads: Input, metric: str) -> Rule:
    """The curve that the table of a measure describes, one that fits what it reads. ConfigError says what is wrong."""
    kind = table.word("rule", RULES)
    holds_words = reads.kind == "word" or (reads.title == "metric" and is_of_words(metric))
    if holds_words is not (kind == "words"):
        what = "must be words: it holds a word" if holds_words else "must not be words: it holds a number"
        raise table.wrong("rule", what)
    if kind == "recency" and not (reads.source == CONTACT and reads.kind == "age"):
        raise table.wrong("rule", "recency is for two_way and sponsor: what is a state does not fade")
    if kind == "trend" and reads.title != "usage trend":
        raise table.wrong("rule", "trend is for usage_trend, which compares any metric with its own base")
    if kind == "by_age":
        return _by_age(table)
    return _words(table) if kind == "words" else _curve(table, kind)


def _curve(table: Table, kind: str) -> Curve:
    if kind == "recency":
        return Recency(table.whole("half_life_days", 1, LONGEST_DAYS))
    if kind == "bands" or (kind == "trend" and table.has("bands")):
        return _bands(table)
    if kind == "trend":
        return TREND
    return _points(table) if kind == "points" else _linear(table)


def _linear(table: Table) -> Linear:
    linear = Linear(table.number("zero_at"), table.number("full_at"))
    if linear.zero_at == linear.full_at:
        raise table.wrong("full_at", "must differ from zero_at")
    return linear


def _points(table: Table) -> Points:
    knots = table.pairs("points")
    if len(knots) < FEWEST_KNOTS or any(one[0] >= other[0] for one, other in pairwise(knots)):
        raise table.wrong("points", "must go up: two pairs or more, each value above the one before")
    if not all(0 <= points <= FULL for _, points in knots):
        raise table.wrong("points", "must give from 0 to 100 points")
    return Points(knots)


def _words(table: Table) -> Words:
    points = table.numbers_by_name("points")
    if not points or not all(0 <= each <= FULL for each in points.values()):
        raise table.wrong("points", "must give each word from 0 to 100 points, like { paid = 100, overdue = 0 }")
    return Words(tuple((word.strip().lower(), each) for word, each in points.items()))


def _by_age(table: Table) -> ByAge:
    ages = tuple(_age(each) for each in table.tables("ages", at_least=1))
    if any(one[0] >= other[0] for one, other in pairwise(ages)):
        raise table.wrong("ages", "must go up: each from_month above the one before")
    return ByAge(ages)


def _age(table: Table) -> tuple[int, Curve]:
    kind = table.word("rule", ("linear", "points", "bands")) if table.has("rule") else "bands"
    found = table.whole("from_month", 0, LONGEST_MONTHS), _curve(table, kind)
    table.close()
    return found


def _bands(table: Table) -> Bands:
    steps = tuple(_band(each) for each in table.tables("bands", at_least=1))
    bounds = [(step.bound, step.inclusive) for step in steps[:-1]]
    if steps[-1].bound is not None:
        raise table.wrong("bands", "must end with one that has no up_to or below")
    numbers = [(bound, inclusive) for bound, inclusive in bounds if bound is not None]
    if len(numbers) < len(bounds) or any(one >= other for one, other in pairwise(numbers)):
        raise table.wrong("bands", "must go up: each bound above the one before")
    return Bands(steps)


def _band(table: Table) -> Step:
    points = table.number("points")
    if not 0 <= points <= FULL:
        raise table.wrong("points", "must be from 0 to 100")
    inclusive = table.has("up_to")
    bound = table.number("up_to") if inclusive else table.number("below") if table.has("below") else None
    table.close()
    return Step(bound, inclusive, points)
