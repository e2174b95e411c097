"""A scorecard from its parsed TOML: every setting checked, every unknown one refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from cs_cli.domain.curve_settings import curve_from
from cs_cli.domain.inputs import ANSWERED, INPUTS, MEASURES, METRIC
from cs_cli.domain.scorecard import CAPS, COMBINE, FULL, MISSING, Cap, Group, Measure, Scorecard
from cs_cli.domain.settings_table import Table
from cs_cli.errors import ConfigError, sentence_of

LONGEST_DAYS = 3650
HEAVIEST = 1000
KIND = "scorecard"
SERVED = ("segments", "stages", "products")
Made = TypeVar("Made")


def scorecard_from(settings: Mapping[str, object], where: str, text: str = "") -> Scorecard:
    """The scorecard that parsed TOML describes.

    ConfigError names the file `where`, the line (where `text` is what it was parsed from) and the wrong setting.
    """
    table = Table(settings, where, KIND, text=text)
    yellow = table.whole("yellow_from", 1, FULL - 1, 50)
    green = table.whole("green_from", yellow + 1, FULL, 75)
    if green <= yellow:
        raise table.wrong("yellow_from", f"must be below green_from, which is {green}")
    plain = Scorecard(
        name=table.text("name"),
        measures=(),
        green_from=green,
        yellow_from=yellow,
        coverage_from=table.whole("coverage_from", 1, FULL, 70),
        segments=table.texts("segments"),
        stages=table.texts("stages"),
        products=table.texts("products"),
        missing=_word(table, "missing", MISSING),
        combine=_word(table, "combine", COMBINE),
        round_to=_word(table, "round_to", ("tenth", "whole")),
        grey_first_days=table.whole("grey_first_days", 0, LONGEST_DAYS, 0),
    )
    measures = tuple(_measure(each) for each in table.tables("measure", at_least=1))
    groups = tuple(_group(each) for each in table.tables("group"))
    tops = {"red": yellow - 1, "yellow": green - 1}
    caps = tuple(_cap(each, tops, measures) for each in table.tables("cap"))
    card = replace(plain, measures=measures, groups=groups, caps=caps)
    _check_sums(table, card)
    if sum(map(bool, (card.segments, card.stages, card.products))) > 1:
        raise table.wrong(
            next(key for key in reversed(SERVED) if getattr(card, key)), "stands beside another: a scorecard serves "
            "segments, stages or products",
        )  # fmt: skip
    table.close()
    return card


def faults_of(settings: Mapping[str, object], where: str, text: str = "") -> list[ConfigError]:
    """What is wrong with a scorecard: the first thing in each of its measures, groups and caps, then in the rest."""
    measures, found = _read_each(Table(settings, where, KIND, text=text), "measure", _measure)
    found += _read_each(Table(settings, where, KIND, text=text), "group", _group)[1]
    if not found:
        tops = {"red": 0, "yellow": 0}
        found += _read_each(Table(settings, where, KIND, text=text), "cap", lambda cap: _cap(cap, tops, measures))[1]
    try:
        scorecard_from(settings, where, text)
    except ConfigError as error:
        known = {fault.sentence for fault in found}
        return found if error.sentence in known else [*found, error]
    return found


def _read_each(table: Table, key: str, read: Callable[[Table], Made]) -> tuple[list[Made], list[ConfigError]]:
    """What `read` makes of each table of a list, and the errors of those that are wrong."""
    made, faults = [], []
    try:
        listed = table.tables(key, at_least=1 if key == "measure" else 0)
    except ConfigError as error:
        return [], [error]
    for each in listed:
        try:
            made.append(read(each))
        except ConfigError as error:
            faults.append(error)
    return made, faults


def _check_sums(table: Table, card: Scorecard) -> None:
    """Raises ConfigError where names are used twice, a group is unknown or empty, or weights sum to 0."""
    names, groups = [measure.name for measure in card.measures], [group.name for group in card.groups]
    for kind, found in (("measure", names), ("group", groups)):
        if twice := {each for each in found if found.count(each) > 1}:
            raise table.wrong(kind, f"has {sentence_of(sorted(twice), 'and')} twice")
    for number, measure in enumerate(card.measures, start=1):
        if measure.group and measure.group not in groups:
            known = sentence_of(groups) if groups else "one that a [[group]] names"
            raise _within(table, "measure", number).wrong("group", f'"{measure.group}" must be {known}')
    for number, group in enumerate(card.groups, start=1):
        members = [measure.weight for measure in card.measures if measure.group == group.name]
        if not sum(members):
            what = "has no measure" if not members else "has weights that sum to 0"
            raise _within(table, "group", number).wrong("name", f'"{group.name}" {what}')
    if not card.total_weight:
        raise table.wrong("group" if groups else "measure", "weights sum to 0")


def _within(table: Table, kind: str, number: int) -> Table:
    return Table({}, f"{table.where}: {kind} {number}", KIND, text=table.source)


def _word(table: Table, key: str, known: tuple[str, ...]) -> str:
    """One of the known words, the first where it is not set."""
    return table.word(key, known) if table.has(key) else known[0]


def _group(table: Table) -> Group:
    group = Group(table.text("name"), table.whole("weight", 0, HEAVIEST), _word(table, "combine", COMBINE))
    table.close()
    return group


def _measure(table: Table) -> Measure:
    reads = table.word("input", MEASURES)
    metric = ""
    if reads == METRIC or (reads == "usage_trend" and table.has("metric")):
        metric = table.text("metric", must='must name a metric, like "api_calls"').strip().lower()
    expires = table.whole("expires_after_days", 1, LONGEST_DAYS, 0) or None
    measure = Measure(
        input=reads,
        weight=table.whole("weight", 0, HEAVIEST),
        rule=curve_from(table, INPUTS[reads], metric),
        expires_after_days=expires,
        stale_after_days=table.whole("stale_after_days", 1, (expires or LONGEST_DAYS + 1) - 1, 0) or None,
        min_answers=table.whole("min_answers", 1, HEAVIEST, 1) if reads in ANSWERED else 1,
        metric=metric,
        group=table.text("group", "") if table.has("group") else "",
        called=table.text("name", "") if table.has("name") else "",
    )
    table.close()
    return measure


def _cap(table: Table, tops: dict[str, int], measures: Sequence[Measure]) -> Cap:
    when = table.word("when", CAPS)
    named = table.word("at_most", tuple(tops)) if table.is_text("at_most") else ""
    at_most = tops[named] if named else table.whole("at_most", 0, FULL)
    cap = Cap(
        when,
        at_most,
        0 if when == "measure" else table.whole("after_days", 0, LONGEST_DAYS, 0),
        why=table.text("why") if table.has("why") else "",
        owner=table.text("owner") if table.has("owner") else "",
        until_on=_day(table),
    )
    cap = _on_measure(table, cap, measures) if when == "measure" else cap
    table.close()
    return cap


def _on_measure(table: Table, cap: Cap, measures: Sequence[Measure]) -> Cap:
    """A cap on a measure: what it goes by is below or above a number, or the words it is one of."""
    by_name = {measure.name: measure for measure in measures}
    name = table.word("measure", tuple(by_name))
    if by_name[name].is_word:
        words = tuple(word.strip().lower() for word in table.texts("is"))
        if not words:
            raise table.wrong("is", 'must be a list of texts, like ["overdue"]')
        return replace(cap, measure=name, words=words)
    below, above = (table.number(key) if table.has(key) else None for key in ("below", "above"))
    if below is None and above is None:
        raise table.wrong("below", "or above must be set")
    return replace(cap, measure=name, below=below, above=above)


def _day(table: Table) -> str:
    """The last day on which a cap holds, as ISO text, or nothing."""
    if not table.has("until"):
        return ""
    said = table.take("until")
    if type(said) is not date:
        raise table.wrong("until", "must be a day without quotes, like 2026-12-31")
    return said.isoformat()
