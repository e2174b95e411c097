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
from cs_cli.domain.settings_table import Table
from cs_cli.errors import sentence_of

LONGEST_DAYS = 3650
KIND = "scorecard"


def scorecard_from(settings: Mapping[str, object], where: str) -> Scorecard:
    """The scorecard that parsed TOML describes; ConfigError names the file `where` and the wrong setting."""
    table = Table(settings, where, KIND)
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


def _measure(table: Table) -> Measure:
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


def _rule(table: Table) -> Rule:
    kind = table.word("rule", ("linear", "bands", "recency"))
    if kind == "recency":
        return Recency(table.whole("half_life_days", 1, LONGEST_DAYS))
    if kind == "bands":
        return _bands(table)
    linear = Linear(table.number("zero_at"), table.number("full_at"))
    if linear.zero_at == linear.full_at:
        raise table.wrong("full_at", "must differ from zero_at")
    return linear


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


def _cap(table: Table, tops: dict[str, int]) -> Cap:
    when = table.word("when", CAPS)
    named = table.word("at_most", tuple(tops)) if table.is_text("at_most") else ""
    at_most = tops[named] if named else table.whole("at_most", 0, FULL)
    cap = Cap(when, at_most, table.whole("after_days", 0, LONGEST_DAYS, 0))
    table.close()
    return cap
