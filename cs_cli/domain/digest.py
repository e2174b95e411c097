"""The digest: what to decide, what moved, what is late, what lies ahead; each line says why and what to type."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.book import add_up
from cs_cli.domain.digest_lines import Known, Line
from cs_cli.domain.digest_sections import lines_of
from cs_cli.domain.digest_settings import Definition
from cs_cli.domain.period import period_of
from cs_cli.domain.renewals import Renewal, is_to_decide

CATCH_UP_DAYS = 7
"""What happened longer ago, while nothing was delivered, is summed up."""
_HAPPENED = frozenset({"lapsed", "band", "ticket"})
_NAMED, _LONGEST_NAMED = 2, 70
_FEW = 8


class News(NamedTuple):
    """What is new is what `told` does not hold; `at` is when the last one was delivered, by the user's clock.

    `covers` are the days of a digest that makes up for missed ones, `new` the accounts that came since `at`, with
    what each is worth. `is_first`: nothing was delivered before, and this one will be.
    """

    at: datetime | None = None
    told: frozenset[str] = frozenset()
    covers: tuple[date, date] | None = None
    new: Sequence[tuple[str, dict[str, int]]] = ()
    is_first: bool = False


class Ahead(NamedTuple):
    """What is to decide on in a span of days: contracts, and their ARR in minor units by currency."""

    first: int
    last: int
    contracts: int
    arr: dict[str, int]

    @property
    def days(self) -> str:
        """`0-30 days`."""
        return f"{self.first}-{self.last} days"

    @property
    def worth(self) -> str:
        """`$299,000 + €48,000 (5)`."""
        return f"{money.totals_shown(self.arr)} ({self.contracts})"


class Section(NamedTuple):
    """A title and its lines, at least one."""

    title: str
    lines: tuple[Line, ...]


class Digest(NamedTuple):
    """A digest of one day, whole or as one of several parts: what it says first, its sections, what lies ahead."""

    name: str
    period: str
    today: date
    owner: str
    accounts: int
    headline: str
    when: str
    said: tuple[str, ...]
    sections: tuple[Section, ...]
    ahead: tuple[Ahead, ...]
    news: News
    part: int = 1
    parts: int = 1

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.sections

    @property
    def subject(self) -> str:
        """Whose it is where not everybody's, the headline, of when, and which part of several."""
        whose = f"{self.owner}: " if self.owner else ""
        part = f" ({self.part} of {self.parts})" if self.parts > 1 else ""
        return f"{whose}{self.headline} ({self.when}){part}"

    @property
    def lead(self) -> str:
        """What is said before the sections: since when, which accounts are new, how many are not named."""
        return " ".join(self.said)

    @property
    def lines(self) -> Iterator[Line]:
        """The lines of all sections."""
        return (line for section in self.sections for line in section.lines)


def digest_of(definition: Definition, today: date, known: Known, news: News, owner: str = "") -> Digest:
    """The digest that `definition` describes, of what is `known`; `owner` is whose accounts these are."""
    told = news.told if definition.only_new else frozenset()
    found = [
        (rule.title, [line for line in lines_of(rule, known, today) if line.always or line.id not in told])
        for rule in definition.sections
    ]
    named = {line.account for _title, lines in found for line in lines} - {""}
    sections = [
        Section(title, tuple(_caught_up(lines, today, known.since) if known.since else lines))
        for title, lines in found
        if lines
    ]
    windows = next((rule.windows for rule in definition.sections if rule.windows), ())
    return Digest(
        definition.name,
        period_of(definition, today),
        today,
        owner,
        len(known.accounts),
        _headline(sections, told),
        _when(definition, today),
        _said(definition, today, news, len(known.accounts), len(named)),
        tuple(sections),
        tuple(_ahead(windows, known.renewals, today)),
        news,
    )


def _caught_up(lines: list[Line], today: date, since: date) -> list[Line]:
    """`lines`, with what happened more than a week ago in one, where as long nothing was delivered."""
    first = today - timedelta(CATCH_UP_DAYS)
    old = [line for line in lines if line.kind in _HAPPENED and line.on and line.on < first]
    if since >= first or not old:
        return lines
    accounts = list(dict.fromkeys(line.account for line in old))
    more = f" and {len(accounts) - _FEW} more" if len(accounts) > _FEW else ""
    summary = Line(
        old[0].id,
        "older",
        "",
        f"before {words.weekday(first)}: {len(old)}, of {', '.join(accounts[:_FEW])}{more}",
        f"{len(old)} of these are older than {CATCH_UP_DAYS} days, and nothing was delivered since {since}",
        "cs today",
        tells=tuple(line.id for line in old[1:]),
    )
    return [*(line for line in lines if line not in old), summary]


def _when(definition: Definition, today: date) -> str:
    if definition.period == "week":
        return f"week of {words.short(today - timedelta(today.weekday()))}"
    return words.month(today) if definition.period == "month" else words.weekday(today)


def _headline(sections: Sequence[Section], told: frozenset[str]) -> str:
    """The first two lines, those that were not told before any that are there again."""
    lines = sorted((line for section in sections for line in section.lines), key=lambda line: line.id in told)
    first = [f"{line.account} {line.what}".strip() for line in lines]
    said = "; ".join(words.clipped(each, _LONGEST_NAMED) for each in first[:_NAMED]) if first else "nothing due"
    return f"{said}; {len(first) - _NAMED} more" if len(first) > _NAMED else said


def _said(definition: Definition, today: date, news: News, accounts: int, named: int) -> tuple[str, ...]:
    said = [_span(definition, today, news)]
    if len(news.new) > _FEW:
        said.append(f"New: {len(news.new)} accounts, {money.totals_shown(add_up(arr for _key, arr in news.new))}.")
    elif news.new:
        worth = [f"{key}, {money.totals_shown(arr)}" if arr else key for key, arr in news.new]
        said.append(f"New: {'; '.join(worth)}.")
    return (*said, f"No news: {accounts - named} of {words.counted(accounts, 'account')}.")


def _span(definition: Definition, today: date, news: News) -> str:
    if news.covers:
        first, last = news.covers
        return f"Covers {words.weekday(first)} to {words.weekday(last)}."
    if news.is_first:
        return f"{words.full(today)}. The first {definition.name} digest: all that stands now."
    if definition.only_new and news.at:
        return f"Since {words.weekday(news.at.date())} {news.at:%H:%M}."
    return f"{words.full(today)}."


def _ahead(windows: Sequence[int], renewals: Sequence[Renewal], today: date) -> Iterator[Ahead]:
    first = 0
    for last in windows:
        group = [r for r in renewals if first <= (r.decide_on - today).days <= last and is_to_decide(r, today)]
        if group:
            yield Ahead(first, last, len(group), add_up({r.term.currency: r.term.arr_minor} for r in group))
        first = last + 1
