"""Renewal clocks from their parsed TOML: every setting checked, every unknown one refused."""

import re
from collections.abc import Mapping

from cs_cli.domain.clock import HALF_DAYS, Clock, Clocks, Step
from cs_cli.domain.settings_table import Table
from cs_cli.domain.text import fold
from cs_cli.errors import sentence_of

_ID = re.compile(r"[a-z][a-z0-9-]*")


def clocks_from(settings: Mapping[str, object], where: str) -> Clocks:
    """The clocks that parsed TOML describes; ConfigError names the file `where`, the setting and what is allowed."""
    table = Table(dict(settings), where, "clock")
    clocks: list[Clock] = []
    serving: dict[tuple[str, str], str] = {}
    for each in table.tables("clock"):
        clock = _clock(each)
        if clock.name in {other.name for other in clocks}:
            raise each.wrong("name", f'"{clock.name}" is the name of an earlier clock')
        _refuse_two_for_one(each, clock, serving)
        each.close()
        clocks.append(clock)
    table.close()
    return Clocks(clocks)


def _clock(table: Table) -> Clock:
    clock = Clock(
        name=table.text("name"),
        terms=(terms := _terms(table)),
        segments=table.texts("segments"),
        steps=tuple(sorted((_step(each, terms) for each in table.tables("step", at_least=1)), key=_back)),
    )
    names = [step.name for step in clock.steps]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise table.wrong("step", f"has the id {sentence_of(twice, 'and')} twice")
    return clock


def _back(step: Step) -> tuple[bool, int]:
    """The order of steps: yearly ones, then those that lie furthest back."""
    return (step.days is not None, -(step.days or 0))


def _terms(table: Table) -> tuple[str, ...]:
    terms = table.texts("terms")
    if not terms or not HALF_DAYS.keys() >= set(terms) or len(set(terms)) < len(terms):
        raise table.wrong("terms", f"must name some of {', '.join(HALF_DAYS)}, each once")
    return terms


def _step(table: Table, terms: tuple[str, ...]) -> Step:
    name = table.text("id")
    if not _ID.fullmatch(name):
        raise table.wrong("id", 'must be small letters, digits and hyphens, like "value-case"')
    if table.has("every"):
        table.word("every", ("year",))
        days = None
        if table.has("days"):
            raise table.wrong("days", "and every cannot both be there")
    else:
        days = _days(table, terms)
    step = Step(name, table.text("title"), days, table.has("unless") and bool(table.word("unless", ("green",))))
    table.close()
    return step


def _days(table: Table, terms: tuple[str, ...]) -> int:
    shortest = min(terms, key=HALF_DAYS.__getitem__)
    days = table.whole("days", 0, max(HALF_DAYS.values()))
    if days > HALF_DAYS[shortest]:
        raise table.wrong("days", f"must be at most {HALF_DAYS[shortest]}: half of the shortest {shortest} term")
    return days


def _refuse_two_for_one(table: Table, clock: Clock, serving: dict[tuple[str, str], str]) -> None:
    for term in clock.terms:
        for segment in map(fold, clock.segments or ("",)):
            other = serving.setdefault((term, segment), clock.name)
            if other != clock.name:
                whom = f'segment "{segment}"' if segment else "everybody else"
                raise table.wrong("terms", f'{term} for {whom} is served by "{other}" already')
