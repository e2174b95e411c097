"""`cs contacts`: who matters at an account."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cs_cli.commands.completion import complete_account
from cs_cli.commands.filtering import AccountOrFilterArgument, account_or_filter
from cs_cli.commands.today import scale_of
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.book import Worth
from cs_cli.domain.people import SINGLE_THREAD, Gap, Person, gaps
from cs_cli.domain.roles import ROLES
from cs_cli.errors import UsageError, sentence_of
from cs_cli.output import render
from cs_cli.screens import contacts as screens
from cs_cli.screens.stakeholders import map_screen
from cs_cli.store.accounts import AccountRef
from cs_cli.store.people import people
from cs_cli.store.portfolio import AccountRow
from cs_cli.store.segments import load_segments

KEYS = [
    "account",
    "name",
    "email",
    "title",
    "roles",
    "stance",
    "influence",
    "sentiment",
    "reports_to",
    "phone",
    "last_touch_on",
    "left_on",
    "bounced_on",
]
GAP_KEYS = ["account", "name", "owner", "segment", "arr", "currency", "arr_by_currency", "gaps", "people", "left"]
MaybeAccountArgument = Annotated[str | None, typer.Argument(metavar="[ACCOUNT]", autocompletion=complete_account)]
RoleOption = Annotated[str | None, typer.Option("--role", metavar="ROLE", help=f"Only {sentence_of(list(ROLES))}.")]
MapOption = Annotated[bool, typer.Option("--map", help="Influence against stance, and who reports to whom.")]
GapsOption = Annotated[bool, typer.Option("--gaps", help="The accounts where somebody is missing, worth first.")]


def contacts(
    ctx: typer.Context, words: AccountOrFilterArgument = None, role: RoleOption = None, *,
    as_map: MapOption = False, only_gaps: GapsOption = False,
) -> None:  # fmt: skip
    """List the people: their roles, when you last spoke, and who is missing."""
    cs: Cs = ctx.obj
    _refuse_mixture(role, as_map=as_map, only_gaps=only_gaps)
    ref, taken = account_or_filter(cs, words)
    if as_map and ref is None:
        raise UsageError("a map is of one account", "Like cs contacts ACME --map")
    known = people(cs.reader, cs.today, ref.account_id if ref else None)
    every = [person for person in known if taken is None or person.account_id in taken]
    if only_gaps:
        _show_gaps(cs, [row for row in _meant(cs, ref) if taken is None or row.account_id in taken], every)
        return
    found = [person for person in every if role is None or role in person.roles]
    rows = [_row(person) for person in found[: cs.limit]]
    if as_map and ref:
        render.rows(rows, KEYS, cs.format, lambda: map_screen(f"{ref.name} ({ref.key})", found, cs.today))
        return
    missing = _gaps_of(cs, ref, every) if ref and role is None else []
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(found[: cs.limit], len(found), missing, cs.today))


def _meant(cs: Cs, account: AccountRef | None) -> list[AccountRow]:
    return cs.portfolio.accounts(account.account_id if account else None)


def _refuse_mixture(role: str | None, *, as_map: bool, only_gaps: bool) -> None:
    if role is not None and role not in ROLES:
        raise UsageError(f'no role "{role}"', f"One of {', '.join(ROLES)}")
    if sum((as_map, only_gaps, role is not None)) > 1:
        raise UsageError("--map, --gaps and --role are three answers", "One of them")


def _row(person: Person) -> dict[str, Any]:
    days = {"last_touch_on": person.last_on, "left_on": person.left_on, "bounced_on": person.bounced_on}
    facts = {name: value for name, value in person._asdict().items() if name in KEYS}
    return facts | {"roles": list(person.roles)} | {name: on.isoformat() if on else None for name, on in days.items()}


def _gaps_of(cs: Cs, account: AccountRef, there: Sequence[Person]) -> list[Gap]:
    segments = dict(cs.reader.tuples("SELECT account_id, segment FROM accounts"))
    limits = load_segments(cs.settings.folder).limits(segments[account.account_id])
    return gaps(there, cs.today, limits.sponsor_silent_after_days)


def _show_gaps(cs: Cs, accounts: Sequence[AccountRow], every: Sequence[Person]) -> None:
    """The accounts with gaps, graver ones than a single thread first, in each part those worth most first.

    What no rate is known of stands behind the home currency, in its own order.
    """
    by_account: dict[int, list[Person]] = {}
    for person in every:
        by_account.setdefault(person.account_id, []).append(person)
    segments, found = load_segments(cs.settings.folder), []
    for each in accounts:
        there = by_account.get(each.account_id, [])
        missing = gaps(there, cs.today, segments.limits(each.segment).sponsor_silent_after_days)
        if missing:
            found.append(_gap_row(cs, each, there, missing))
    scale = scale_of(cs, {code for row in found for code in row["_arr"]})
    found.sort(key=lambda row: (row["_mild"], scale.weight(1, None, row["_arr"]).place(scale.home), row["account"]))
    shown = found[: cs.limit]
    render.rows(shown, GAP_KEYS, cs.format, lambda: screens.gap_screen(shown, len(found)))


def _gap_row(cs: Cs, account: AccountRow, there: Sequence[Person], missing: Sequence[Gap]) -> dict[str, Any]:
    worth = cs.portfolio.worth.get(account.account_id, Worth())
    minor, currency = worth.only()
    arr = {code: money.major(amount, code) for code, amount in sorted(worth.arr.items())}
    return {
        "account": account.key,
        "name": account.name,
        "owner": account.owner,
        "segment": account.segment,
        "arr": None if minor is None or currency is None else money.major(minor, currency),
        "currency": currency,
        "arr_by_currency": arr,
        "gaps": [gap.words for gap in missing],
        "people": sum(not person.has_left(cs.today) for person in there),
        "left": sum(person.has_left(cs.today) for person in there),
        "_arr": worth.arr,
        "_mild": all(gap.code == SINGLE_THREAD for gap in missing),
    }
