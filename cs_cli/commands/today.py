"""`cs` and `cs today`: what needs you; `cs why ACME`: why a line is there."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from cs_cli.commands.clocks import book_of
from cs_cli.commands.completion import complete_account
from cs_cli.commands.options import OwnerOption
from cs_cli.context import Cs, say
from cs_cli.domain import money, words
from cs_cli.domain.agenda import WEEK_DAYS, Item, Known, Moved, agenda
from cs_cli.domain.book import add_up
from cs_cli.output import render
from cs_cli.screens import today as screens
from cs_cli.store.days import Days
from cs_cli.store.read import NoPortfolioError

KEYS = ["when", "kind", "account", "what", "rule", "command", "on", "arr", "currency", "health", "band"]
AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", autocompletion=complete_account)]


def today(ctx: typer.Context, owner: OwnerOption = None) -> None:
    """Show what needs you today and this week."""
    cs: Cs = ctx.obj
    missing = None
    try:
        accounts = cs.portfolio.accounts()
    except NoPortfolioError:
        accounts, missing = [], cs.path
    if not accounts:
        render.rows([], KEYS, cs.format, lambda: screens.first_steps(missing))
        return
    chosen = cs.portfolio.filter(owner)
    meant = {row.account_id: row.key for row in filter(cs.portfolio.takes(chosen), accounts)}
    items = items_of(cs, meant, own=owner is None)
    scores = cs.portfolio.scores({i.account_id for i in items if i.account_id is not None})
    rows = [as_row(item, scores) for item in items[: cs.limit]]
    render.rows(rows, KEYS, cs.format, lambda: _screen(cs, meant, items, scores))
    if cs.can_ask and cs.today == cs.local_now.date():
        _tell_of_silence(cs)


def _tell_of_silence(cs: Cs) -> None:
    """A line for each digest that used to be delivered and no longer is."""
    from cs_cli.store.outbox import silent  # noqa: PLC0415  only for somebody at a terminal

    for digest, owner, since in silent(cs.reader, cs.today, cs.day_of):
        whose = f" of {owner}" if owner else ""
        say(f"{digest}{whose} has not got through since {words.weekday(since)}: cs schedule status")


def why(ctx: typer.Context, account: AccountArgument) -> None:
    """Say why an account is on today's list, and what to type next."""
    cs: Cs = ctx.obj
    found = cs.portfolio.account(account)
    items = items_of(cs, {found.account_id: found.key})[: cs.limit]
    scores = cs.portfolio.scores([found.account_id])
    render.rows(
        [as_row(item, scores) for item in items],
        KEYS,
        cs.format,
        lambda: screens.why(found, items, cs.portfolio.explained(found.account_id), cs.portfolio.worth_of(found)),
    )


def items_of(cs: Cs, meant: dict[int, str], *, own: bool = False) -> list[Item]:
    """The agenda of the accounts `meant` (id → key), and with `own` of the tasks that are about no account."""
    days = Days(cs.reader, cs.today)
    renewals = [r for of, worth in cs.portfolio.worth.items() if of in meant for r in worth.renewals]
    tasks = [t for t in days.tasks() if (own if t.account_id is None else t.account_id in meant)]
    meetings = [m for m in days.meetings() if m.account_id in meant]
    moved = list(moved_of(cs, meant))
    clocks = book_of(cs, renewals)
    return agenda(cs.today, Known(renewals, days.talked(), tasks, moved, meetings, clocks.readings, clocks.this_week))


def moved_of(cs: Cs, meant: dict[int, str], days: int = WEEK_DAYS, until: date | None = None) -> Iterable[Moved]:
    """The accounts whose band on the day `until` (else today) is another than so many days before."""
    last = until or cs.today
    first = last - timedelta(days)
    now, before = cs.portfolio.scores(meant, last), cs.portfolio.scores(meant, first)
    moved = [account_id for account_id in meant if now[account_id].band != before[account_id].band]
    if not moved:
        return
    from cs_cli.domain.movement import cause_of  # noqa: PLC0415  explains, which most days need not

    told_now = cs.portfolio.health.explained(moved, last)
    told_before = cs.portfolio.health.explained(moved, first)
    for of in moved:
        yield Moved(of, meant[of], now[of], before[of], *cause_of(told_before[of], told_now[of]))


def as_row(item: Item, scores: dict[int, Any]) -> dict[str, Any]:
    """One line of the agenda with KEYS."""
    score = scores.get(item.account_id) if item.account_id is not None else None
    return {
        "when": item.when,
        "kind": item.kind,
        "account": item.account,
        "what": item.what,
        "rule": item.rule,
        "command": item.command,
        "on": item.on.isoformat() if item.on else None,
        "arr": None if item.arr_minor is None or item.currency is None else money.major(item.arr_minor, item.currency),
        "currency": item.currency,
        "health": score.tenths if score else None,
        "band": str(score.band) if score else None,
    }


def _screen(cs: Cs, meant: dict[int, str], items: list[Item], scores: dict[int, Any]) -> Iterable[Any]:
    worths = {of: worth for of, worth in cs.portfolio.worth.items() if of in meant}
    totals = screens.Totals(
        accounts=len(meant),
        arr=add_up(worth.arr for worth in worths.values()),
        past_end=add_up(worth.past_end for worth in worths.values()),
        imported_on=Days(cs.reader, cs.today).imported_on(cs.day_of),
        lines=cs.limit,
    )
    return screens.today(items, scores, {of: w.arr for of, w in worths.items()}, totals, cs.today)
