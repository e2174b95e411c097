"""A scorecard from its parsed TOML: every setting checked, every unknown one refused."""

from collections.abc import Mapping
from itertools import pairwise

from cs_cli.domain.scorecard import (
    CAPS,
    FULL,
    MEASURES,
    SURVEYS,
    Bands,
    Cap,
    Linear,
    Measure,
    Recency,
    Rule,
    Scorecard,
    Step,
)
from cs_cli.errors import ConfigError, sentence_of

LONGEST_DAYS = 3650


def scorecard_from(settings: Mapping[str, object], where: str) -> Scorecard:
    """The scorecard that parsed TOML describes; ConfigError names the file `where` and the wrong setting."""
    table = _Table(dict(settings), where)
    yellow = table.whole("yellow_from", 1, FULL - 1, 50)
    card = Scorecard(
        name=table.text("name"),
        green_from=(green := table.whole("green_from", yellow + 1, FULL, 75)),
        yellow_from=yellow,
        coverage_from=table.whole("coverage_from", 1, FULL, 70),
        segments=table.texts("segments"),
        measures=tuple(_measure(each) for each in table.tables("measure", at_least=1)),
        caps=tuple(_cap(each, {"red": yellow - 1, "yellow": green - 1}) for each in table.tables("cap")),
    )
    table.close()
    inputs = [measure.input for measure in card.measures]
    if twice := {each for each in inputs if inputs.count(each) > 1}:
        raise table.wrong("measure", f"has {sentence_of(sorted(twice), 'and')} twice")
    return card


def _measure(table: "_Table") -> Measure:
    reads = table.word("input", MEASURES)
    measure = Measure(
        input=reads,
        weight=table.whole("weight", 1, 1000),
        rule=_rule(table),
        expires_after_days=table.whole("expires_after_days", 1, LONGEST_DAYS, 0) or None,
        min_answers=table.whole("min_answers", 1, 1000, 1) if reads in SURVEYS else 1,
    )
    table.close()
    return measure


def _rule(table: "_Table") -> Rule:
    kind = table.word("rule", ("linear", "bands", "recency"))
    if kind == "recency":
        return Recency(table.whole("half_life_days", 1, LONGEST_DAYS))
    if kind == "bands":
        return _bands(table)
    linear = Linear(table.number("zero_at"), table.number("full_at"))
    if linear.zero_at == linear.full_at:
        raise table.wrong("full_at", "must differ from zero_at")
    return linear


def _bands(table: "_Table") -> Bands:
    steps = tuple(_band(each) for each in table.tables("bands", at_least=1))
    bounds = [(step.bound, step.inclusive) for step in steps[:-1]]
    if steps[-1].bound is not None:
        raise table.wrong("bands", "must end with one that has no up_to or below")
    numbers = [(bound, inclusive) for bound, inclusive in bounds if bound is not None]
    if len(numbers) < len(bounds) or any(one >= other for one, other in pairwise(numbers)):
        raise table.wrong("bands", "must go up: each bound above the one before")
    return Bands(steps)


def _band(table: "_Table") -> Step:
    points = table.number("points")
    if not 0 <= points <= FULL:
        raise table.wrong("points", "must be from 0 to 100")
    inclusive = table.has("up_to")
    bound = table.number("up_to") if inclusive else table.number("below") if table.has("below") else None
    table.close()
    return Step(bound, inclusive, points)


def _cap(table: "_Table", tops: dict[str, int]) -> Cap:
    when = table.word("when", CAPS)
    named = table.word("at_most", tuple(tops)) if table.is_text("at_most") else ""
    at_most = tops[named] if named else table.whole("at_most", 0, FULL)
    cap = Cap(when, at_most, table.whole("after_days", 0, LONGEST_DAYS, 0))
    table.close()
    return cap


class _Table:
    """One TOML table, emptied setting by setting, so that what is left over was not understood."""

    def __init__(self, values: object, where: str) -> None:
        if not isinstance(values, Mapping):
            raise ConfigError(f"{where} must be a table of settings", *_hints(where))
        self.values = dict(values)
        self.where = where

    def wrong(self, key: str, what: str) -> ConfigError:
        return ConfigError(f"{self.where}: {key} {what}", *_hints(self.where))

    def has(self, key: str) -> bool:
        return key in self.values

    def is_text(self, key: str) -> bool:
        return isinstance(self.values.get(key), str)

    def text(self, key: str) -> str:
        value = self.values.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "must be a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.values.pop(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(key, 'must be a list of texts, like ["enterprise"]')
        return tuple(value)

    def word(self, key: str, known: tuple[str, ...]) -> str:
        value = self.values.pop(key, None)
        if not isinstance(value, str) or value not in known:
            raise self.wrong(key, f"must be {sentence_of(list(known))}")
        return value

    def number(self, key: str) -> float:
        value = self.values.pop(key, None)
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < float("inf"):
            raise self.wrong(key, "must be a number")
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.values.pop(key, default)
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        if not isinstance(value, int) or not is_whole or not (low <= value <= high or value == default):
            raise self.wrong(key, f"must be a whole number from {low} to {high}")
        return value

    def tables(self, key: str, at_least: int = 0) -> list["_Table"]:
        value = self.values.pop(key, [])
        if not isinstance(value, list) or len(value) < at_least:
            raise self.wrong(key, "must be a list of tables" + (", at least one" if at_least else ""))
        return [_Table(each, f"{self.where}: {key} {number}") for number, each in enumerate(value, start=1)]

    def close(self) -> None:
        if self.values:
            raise self.wrong(next(iter(self.values)), "is no setting of a scorecard")


def _hints(where: str) -> tuple[str, ...]:
    file = where.split(": ", maxsplit=1)[0]
    return (f"Mend {file}, or move it away to use the scorecard that comes with cs",)
