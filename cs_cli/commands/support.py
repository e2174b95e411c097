"""`cs support`: response and resolution times by priority, first-contact resolution, reopen rate, what is open."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from cs_cli.commands.filtering import AccountOrFilterArgument, chosen_of, is_account, nothing_fits
from cs_cli.commands.options import OwnerOption, SegmentOption, TagOption
from cs_cli.commands.windows import FromOption, LastOption, ToOption, window_of
from cs_cli.context import Cs
from cs_cli.domain.calendar import Window
from cs_cli.domain.support import Case, Desk, Spread, priorities, summed
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import support as screens
from cs_cli.screens.support import Section, Told
from cs_cli.store.cases import Desks, cases
from cs_cli.store.portfolio import AccountRow

KEYS = [
    "by", "group", "priority", "from", "to", "opened", "open", "oldest_account", "oldest_ticket", "oldest_opened_on",
    "oldest_days", "first_response_hours", "first_response_p90_hours", "first_response_n", "unanswered",
    "resolution_hours", "resolution_p90_hours", "resolution_n", "unresolved", "first_contact_resolution",
    "first_contact", "contacts_known", "reopen_rate", "reopened", "resolved", "business_hours",
]  # fmt: skip
BY = ("segment", "owner", "account")
_PLACES = 6
ByOption = Annotated[str | None, typer.Option("--by", metavar="GROUP", help="segment, owner or account.")]


def support(
    ctx: typer.Context,
    words: AccountOrFilterArgument = None,
    by: ByOption = None,
    start: FromOption = None,
    end: ToOption = None,
    last: LastOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
) -> None:
    """Tell how support goes, by priority: response and resolution times, first contact, reopened, open."""
    cs: Cs = ctx.obj
    window = window_of(cs, start, end, last)
    if by is not None and by not in BY:
        raise UsageError(f'--by "{by}" is no group', f"One of {', '.join(BY)}")
    accounts, nobody = _accounts(cs, words, (owner, segment, tag), by)
    desks = Desks(cs.reader.connection, cs.settings)
    told = Told(window, cs.today, by, desks.shift.told, {row.account_id: row.key for row in accounts}, nobody)
    sections = _sections(cs, told, accounts, desks) if accounts else []
    rows = [_row(told, each) for each in sections[: cs.limit]]
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(told, sections, cs.limit))


def _sections(cs: Cs, told: Told, accounts: Sequence[AccountRow], desks: Desks) -> list[Section]:
    """How support went in each group, with all priorities and with each."""
    known = {row.account_id: row for row in accounts}
    only = accounts[0].account_id if len(accounts) == 1 else None
    found = [case for case in cases(cs.reader.connection, told.window, cs.today, only) if case.account_id in known]
    return [
        Section(group, priority, _desk(told.window, some, desks))
        for group, of_group in _groups(found, known, told.by)
        for priority, some in _of_priorities(of_group)
    ]


def _desk(window: Window, some: Sequence[Case], desks: Desks) -> Desk:
    opened = [case for case in some if window.holds(case.opened_on)]
    return summed(opened, [case for case in some if case.is_open], desks.hours_of)


def _accounts(
    cs: Cs, words: Sequence[str] | None, options: tuple[str | None, str | None, str | None], by: str | None
) -> tuple[list[AccountRow], str]:
    """The accounts that are meant, and what to say where there are none."""
    if words and is_account(words):
        if by or any(options):
            raise UsageError(f"{words[0]} is one account, and has no groups", "Its tickets: cs support ACCOUNT")
        ref = cs.portfolio.account(words[0])
        return [AccountRow(ref.account_id, ref.key, ref.name, None, None)], ""
    owner, segment, tag = options
    chosen = chosen_of(cs, words, owner=owner, segment=segment, tag=tag)
    accounts = list(filter(cs.portfolio.takes(chosen), cs.portfolio.accounts()))
    return accounts, "" if accounts else nothing_fits(cs, chosen)


def _groups(
    found: Sequence[Case], known: dict[int, AccountRow], by: str | None
) -> Iterator[tuple[str | None, list[Case]]]:
    """All tickets, then those of each group; of accounts the one with the most first."""
    yield None, list(found)
    if by is None:
        return
    column = "key" if by == "account" else by
    of_group: dict[str | None, list[Case]] = {}
    if by != "account":
        of_group = {getattr(row, column) or None: [] for row in known.values()}
    for case in found:
        of_group.setdefault(getattr(known[case.account_id], column) or None, []).append(case)
    most_first = by == "account"
    for name in sorted(of_group, key=lambda name: (-len(of_group[name]) * most_first, name is None, name or "")):
        yield name or "", of_group[name]


def _of_priorities(some: Sequence[Case]) -> Iterator[tuple[str | None, list[Case]]]:
    """All of them, then those of each priority; `none` for those that have none."""
    yield None, list(some)
    for name in priorities(some):
        yield name or "", [case for case in some if case.priority == name]


def _row(told: Told, each: Section) -> dict[str, Any]:
    desk = each.desk
    oldest = desk.oldest
    return {
        "by": None if each.group is None else told.by, "group": each.group or None, "priority": each.priority,
        "from": told.window.start.isoformat(), "to": told.window.end.isoformat(),
        "opened": desk.opened, "open": desk.open, "oldest_account": told.keys[oldest.account_id] if oldest else None,
        "oldest_ticket": oldest.ticket if oldest else None,
        "oldest_opened_on": oldest.opened_on.isoformat() if oldest else None,
        "oldest_days": (told.today - oldest.opened_on).days if oldest else None,
        **_spread("first_response", desk.first_response), "unanswered": desk.unanswered,
        **_spread("resolution", desk.resolution), "unresolved": desk.unresolved, **_shares(desk),
        "business_hours": told.hours,
    }  # fmt: skip


def _spread(name: str, of: Spread) -> dict[str, float | None]:
    return {f"{name}_hours": _short(of.median), f"{name}_p90_hours": _short(of.p90), f"{name}_n": of.n}


def _shares(desk: Desk) -> dict[str, float | None]:
    return {
        "first_contact_resolution": _short(desk.first_contact_share), "first_contact": desk.first_contact,
        "contacts_known": desk.contacts_known, "reopen_rate": _short(desk.reopen_rate), "reopened": desk.reopened,
        "resolved": desk.resolved,
    }  # fmt: skip


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)
