"""A digest as its TOML describes it: how often, on which days, what is in it; every unknown setting is refused."""

from collections.abc import Mapping
from typing import NamedTuple

from cs_cli.domain.holidays import country_code
from cs_cli.domain.settings_table import Table

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PERIODS = ("day", "week", "month")
TITLES = {
    "decisions": "DECIDE",
    "lapsed": "LAPSED",
    "moved": "MOVED",
    "severe_tickets": "SEV-1",
    "overdue_tasks": "LATE",
    "this_week": "THIS WEEK",
    "silent": "SILENT",
    "stale": "DATA",
    "ahead": "AHEAD",
}
"""What a section can show, and its title where the definition gives none."""
WITHIN = {"decisions": 14, "lapsed": 14, "moved": 7, "severe_tickets": 7}
"""The sections that look some days ahead or back, and how far where the definition does not say."""
FEEDS = ("measurements", "tickets", "activities", "surveys")
AHEAD_DAYS = (30, 60, 90)
LONGEST_DAYS, LONGEST_TITLE = 366, 40
KIND = "digest"
SHIPPED_NAMES = ("daily", "weekly", "monthly")
"""The digests that come with the program."""
_WEEKDAYS = 'must be weekdays, like "mon-fri" or "mon,thu"'


class SectionRule(NamedTuple):
    """One section: what it shows, its title, the days it looks at; `by` has days by segment or kind of data.

    Without `after_days` an account is silent by the limits of its segment.
    """

    show: str
    title: str
    within_days: int = 0
    after_days: int = 0
    by: Mapping[str, int] = {}
    windows: tuple[int, ...] = ()


class Definition(NamedTuple):
    """A digest: its name, period (day, week or month), weekdays (Monday is 0), holidays' country, sections.

    With `only_new` it holds only what was not told before.
    """

    name: str
    period: str
    only_new: bool
    days: frozenset[int]
    holidays: str | None
    sections: tuple[SectionRule, ...]


def definition_from(settings: Mapping[str, object], name: str, where: str) -> Definition:
    """The digest `name` that parsed TOML describes; ConfigError names the file `where` and the wrong setting."""
    table = Table(settings, where, KIND, is_shipped=name in SHIPPED_NAMES)
    made = Definition(
        name,
        table.word("period", PERIODS),
        table.flag("only_new", default=False),
        _days_of(table),
        _country_of(table),
        tuple(map(_section, table.tables("section", at_least=1))),
    )
    table.close()
    return made


def weekdays(said: str) -> frozenset[int] | None:
    """The weekdays that `mon-fri` or `mon,thu` names, Monday as 0; None for what names none."""
    found: set[int] = set()
    for part in said.lower().replace(" ", "").split(","):
        first, is_range, last = part.partition("-")
        last = last if is_range else first
        if first not in DAYS or last not in DAYS:
            return None
        start = DAYS.index(first)
        found |= {(start + n) % len(DAYS) for n in range((DAYS.index(last) - start) % len(DAYS) + 1)}
    return frozenset(found)


def _days_of(table: Table) -> frozenset[int]:
    found = weekdays(table.text("days", "mon-sun", _WEEKDAYS))
    if found is None:
        raise table.wrong("days", _WEEKDAYS)
    return found


def _country_of(table: Table) -> str | None:
    if not table.has("holidays"):
        return None
    said = table.text("holidays", must='must be a country, like "DE" or "Japan"')
    code = country_code(said)
    if code is None:
        raise table.wrong("holidays", f'"{said}" is no country whose public holidays are known, like "DE" or "Japan"')
    return code


def _section(table: Table) -> SectionRule:
    show = table.word("show", tuple(TITLES))
    made = SectionRule(show, table.text("title", TITLES[show]))
    if len(made.title) > LONGEST_TITLE:
        raise table.wrong("title", f"must have at most {LONGEST_TITLE} characters")
    if show in WITHIN:
        made = made._replace(within_days=table.whole("within_days", 1, LONGEST_DAYS, WITHIN[show]))
    elif show == "silent":
        by = table.days_by_name("segments", LONGEST_DAYS)
        after = table.whole("after_days", 1, LONGEST_DAYS) if table.has("after_days") else 0
        made = made._replace(after_days=after, by=by)
    elif show == "stale":
        made = made._replace(by=_feeds(table))
    elif show == "ahead":
        made = made._replace(windows=table.wholes("windows", 1, LONGEST_DAYS, AHEAD_DAYS))
    table.close()
    return made


def _feeds(table: Table) -> dict[str, int]:
    by = table.days_by_name("older_than_days", LONGEST_DAYS)
    if not by or not set(by) <= set(FEEDS):
        raise table.wrong("older_than_days", f"must give days for some of {', '.join(FEEDS)}, like {{ tickets = 30 }}")
    return by
