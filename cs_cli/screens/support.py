"""`cs support` on a screen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.business_hours import ALWAYS
from cs_cli.domain.calendar import Window
from cs_cli.domain.support import Case, Desk
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.voice import rounded

Parts = list[Sheet | str]
_COLUMNS = (
    Column(title="priority"), Column(title="opened", right=True), Column(title="open", right=True),
    Column(title="oldest open", drop=1), Column(title="1st reply", right=True), Column(title="P90", right=True, drop=2),
    Column(title="n", right=True, drop=5), Column(title="resolved in", right=True),
    Column(title="P90", right=True, drop=3), Column(title="n", right=True, drop=5),
    Column(title="1st contact", right=True, drop=4), Column(title="reopened", right=True),
)  # fmt: skip
_MINUTES_AN_HOUR = 60
_TENTHS_BELOW = 100


class Told(NamedTuple):
    """What was asked: the window, the day, by which group, the business hours in words; the accounts' keys by row id.

    `nobody` says what to type where no account fits.
    """

    window: Window
    today: date
    by: str | None
    hours: str
    keys: Mapping[int, str]
    nobody: str

    @property
    def span(self) -> str:
        """`26 Aug to 23 Nov 2026`, with both years where they are two."""
        start, end = self.window
        return f"{words.near(start, end)} to {words.short(end)} {end.year}"


class Section(NamedTuple):
    """The tickets of a group (None: of all) and of a priority (None: of all); "" is the group, or priority, of none."""

    group: str | None
    priority: str | None
    desk: Desk


def screen(told: Told, sections: Sequence[Section], limit: int | None) -> Parts:
    """All tickets by priority, then those of each group."""
    if told.nobody:
        return [told.nobody]
    whole = sections[0].desk
    if not whole.opened and not whole.open:
        return [f"No ticket, {told.span}: nothing can be told. Bring your tickets: cs import FILE"]
    sheet = Sheet(_COLUMNS, indent=0).titles()
    group: str | None = None
    for each in sections[:limit]:
        if each.group != group:
            group = each.group
            sheet.heading(Cell(group or f"no {told.by}", "bold"))
        name = "all" if each.priority is None else each.priority or "no priority"
        sheet.row(Cell(name, "bold" if each.priority is None else ""), *_cells(told, each.desk))
    hidden = len(sections) - len(sections[:limit])
    more = [f"{hidden:,} more rows: cs support --by {told.by} --all"] if hidden else []
    opened = words.counted(whole.opened, "ticket")
    head = f"{opened} opened, {told.span}; {whole.open:,} open on {words.full(told.today)}"
    return [head, _hours(told), sheet, *more, *_notes(told, whole), *_out_of_hours(sections[:limit])]


def _hours(told: Told) -> str:
    if told.hours == ALWAYS:
        return "Times are medians in hours, round the clock (support_hours = 24/7)."
    return (
        f"Times are medians in business hours: {told.hours} in each account's time zone (else yours), "
        "less the public holidays of its country."
    )


def _cells(told: Told, desk: Desk) -> list[str]:
    return [
        f"{desk.opened:,}", f"{desk.open:,}", _oldest(told, desk.oldest),
        duration(desk.first_response.median), duration(desk.first_response.p90), f"{desk.first_response.n:,}",
        duration(desk.resolution.median), duration(desk.resolution.p90), f"{desk.resolution.n:,}",
        _share(desk.first_contact_share, desk.contacts_known), _share(desk.reopen_rate, desk.resolved),
    ]  # fmt: skip


def _oldest(told: Told, case: Case | None) -> str:
    if case is None:
        return ""
    whose = "" if len(told.keys) == 1 else f"{told.keys[case.account_id]} "
    return f"{whose}#{case.ticket}, {(told.today - case.opened_on).days}d"


def duration(hours: float | None) -> str:
    """`23m`, `9.4h`, `212h`; `–` where it is not known."""
    if hours is None:
        return "–"
    if hours < 1:
        return f"{rounded(hours * _MINUTES_AN_HOUR)}m"
    return f"{rounded(hours, 1 if hours < _TENTHS_BELOW else 0)}".removesuffix(".0") + "h"


def _share(share: float | None, of: int) -> str:
    return "–" if share is None else f"{rounded(100 * share)}% of {of:,}"


def _notes(told: Told, whole: Desk) -> list[str]:
    unanswered = f", {whole.unanswered:,} of them without a first reply" if whole.unanswered else ""
    censored = f" In no median, as they go on: {whole.unresolved:,} still open{unanswered}." if whole.unresolved else ""
    return [
        *([f"Oldest open: {_oldest(told, whole.oldest)}.{censored}"] if whole.oldest else []),
        "1st contact: resolved when they wrote once, of those whose contacts are known; reopened: of the resolved.",
    ]


def _out_of_hours(sections: Sequence[Section]) -> list[str]:
    """What a median of 0 means."""
    has_nought = any(each.desk.first_response.median == 0 for each in sections)
    return ["0m: most of them came out of hours and were answered before the desk opened."] if has_nought else []
