"""`cs` and `cs today`: what needs you; `cs why ACME`: why a line is there."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from cs_cli.commands.clocks import book_of, clock_desk, green_of
from cs_cli.commands.completion import complete_account
from cs_cli.commands.filtering import FilterArgument, chosen_of
from cs_cli.commands.options import OwnerOption
from cs_cli.context import Cs, say
from cs_cli.domain import money, words
from cs_cli.domain.agenda import Known, agenda
from cs_cli.domain.book import add_up
from cs_cli.domain.clock import Reading
from cs_cli.domain.coming import coming
from cs_cli.domain.exchange import Exchange
from cs_cli.domain.feed_breaks import Broken, held
from cs_cli.domain.items import WEEK_DAYS, Item
from cs_cli.domain.moved import Moved
from cs_cli.domain.order import ranked
from cs_cli.domain.overrides import Ended
from cs_cli.domain.ranking import Scale, Weight
from cs_cli.output import render
from cs_cli.screens import today as screens
from cs_cli.settings import state_dir
from cs_cli.store import agenda as facts
from cs_cli.store import rates
from cs_cli.store.days import Days
from cs_cli.store.overrides import ended_lately
from cs_cli.store.read import NoPortfolioError
from cs_cli.store.segments import load_segments

KEYS = [
    "when", "kind", "account", "what", "rule", "command", "on", "arr", "currency", "health", "band", "band_by_hand",
    "rank", "urgency", "risk", "ranked_arr", "ranked_currency", "converted", "product",
]  # fmt: skip
AccountArgument = Annotated[str, typer.Argument(metavar="ACCOUNT", autocompletion=complete_account)]


def today(ctx: typer.Context, words: FilterArgument = None, owner: OwnerOption = None) -> None:
    """Show what needs you today and this week."""
    cs: Cs = ctx.obj
    try:
        accounts = cs.portfolio.accounts()
    except NoPortfolioError:
        render.rows([], KEYS, cs.format, lambda: screens.first_steps(cs.path))
        return
    chosen = chosen_of(cs, words, owner=owner)
    meant = {row.account_id: row.key for row in filter(cs.portfolio.takes(chosen), accounts)}
    items = items_of(cs, meant, own=chosen.is_everything)
    if not accounts and not items:
        render.rows([], KEYS, cs.format, screens.first_steps)
        return
    scores = scores_of(cs, items)
    rows = [as_row(item, scores, place) for place, item in enumerate(items[: cs.limit], 1)]
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
    known = known_of(cs, {found.account_id: found.key})
    items = weighed(cs, agenda(cs.today, known))[: cs.limit]
    scores = cs.portfolio.scores([found.account_id])
    render.rows(
        [as_row(item, scores, place) for place, item in enumerate(items, 1)],
        KEYS,
        cs.format,
        lambda: screens.why(
            found,
            items,
            cs.portfolio.explained(found.account_id),
            cs.portfolio.worth_of(found),
            [] if items else coming(cs.today, known, _clocks(cs, known)),
        ),
    )


def _clocks(cs: Cs, known: Known) -> list[Reading]:
    """The clocks of all renewals, not only of those of which a step may be due now."""
    desk = clock_desk(cs)
    green = green_of(cs, desk, known.renewals)
    return [desk.reading(each, is_green=each.term.account_id in green) for each in known.renewals]


def items_of(cs: Cs, meant: dict[int, str], *, own: bool = False) -> list[Item]:
    """The agenda of the accounts `meant` (id → key), in its order.

    With `own` the tasks that are about no account are in it, and the data that has not come for a while.
    """
    return weighed(cs, agenda(cs.today, known_of(cs, meant, own=own)))


def known_of(cs: Cs, meant: dict[int, str], *, own: bool = False) -> Known:
    """What the agenda of the accounts `meant` is made of; `own` as for `items_of`."""
    days, state = Days(cs.reader, cs.today), state_dir()
    worth = cs.portfolio.worth
    renewals = [r for of, each in worth.items() if of in meant for r in each.renewals]
    clocks = book_of(cs, renewals)
    accounts = [row for row in cs.portfolio.accounts() if row.account_id in meant]
    moved, broken = held_back(cs, list(moved_of(cs, meant)))
    return Known(
        renewals=renewals,
        talked=days.talked(),
        tasks=[t for t in days.tasks() if (own if t.account_id is None else t.account_id in meant)],
        moved=moved,
        meetings=[m for m in facts.meetings(days, cs.path, state) if m.account_id in meant],
        clocks=clocks.readings,
        quiet=clocks.this_week,
        promised=[p for p in facts.promised(cs.reader, cs.today) if p.account_id in meant],
        contacts=facts.contacts(days, accounts, worth),
        limits=load_segments(cs.settings.folder),
        feeds=facts.feeds(days, cs.path, state, cs.day_of) if own else (),
        ended=list(_ended_of(cs, meant)),
        broken=broken,
    )


def _ended_of(cs: Cs, meant: dict[int, str]) -> Iterable[Ended]:
    """The bands set by hand that came to an end lately, where none has taken their place."""
    found = {of: override for of, override in ended_lately(cs.reader.connection, cs.today).items() if of in meant}
    scores = cs.portfolio.scores(found)
    return (Ended(of, meant[of], found[of], score) for of, score in scores.items() if not score.by_hand)


def weighed(cs: Cs, items: Sequence[Item]) -> list[Item]:
    """The items of an agenda, ranked by urgency × ARR × risk."""
    arr = {of: worth.arr for of, worth in cs.portfolio.worth.items()}
    bands = {of: score.band for of, score in scores_of(cs, items).items()}
    codes = {code for each in arr.values() for code in each} | {item.currency for item in items if item.currency}
    return ranked(items, scale_of(cs, codes), bands, arr)


def scale_of(cs: Cs, codes: set[str]) -> Scale:
    """What ARR of the currencies `codes` counts on the day."""
    home = cs.settings.currency
    exchange = rates.exchange(cs.reader, codes, home) if codes - {home} else Exchange(())
    return Scale(exchange, home, cs.today)


def scores_of(cs: Cs, items: Iterable[Item]) -> dict[int, Any]:
    """The health of the accounts that the items are about."""
    return cs.portfolio.scores({item.account_id for item in items if item.account_id is not None})


def moved_of(cs: Cs, meant: dict[int, str], days: int = WEEK_DAYS, until: date | None = None) -> Iterable[Moved]:
    """The accounts whose band on the day `until` (else today) is another than so many days before."""
    last = until or cs.today
    first = last - timedelta(days)
    now, before = cs.portfolio.past(meant, last), cs.portfolio.past(meant, first)
    both_known = [account_id for account_id in meant if account_id in now and account_id in before]
    moved = [account_id for account_id in both_known if now[account_id].band != before[account_id].band]
    if not moved:
        return
    from cs_cli.domain.movement import cause_of, moved_by  # noqa: PLC0415  explains, which most days need not

    told_now = cs.portfolio.health.explained(moved, last)
    told_before = cs.portfolio.health.explained(moved, first)
    for of in moved:
        both = told_before[of], told_now[of]
        yield Moved(of, meant[of], now[of], before[of], *cause_of(*both), source=moved_by(*both))


def held_back(cs: Cs, moves: list[Moved]) -> tuple[list[Moved], list[Broken]]:
    """The moves that are told, and the feeds that broke and so hold others back."""
    if not any(move.source for move in moves):
        return moves, []
    from cs_cli.store.feed_breaks import broken_feeds  # noqa: PLC0415  as above

    return held(moves, broken_feeds(cs.portfolio, cs.today))


def as_row(item: Item, scores: dict[int, Any], place: int) -> dict[str, Any]:
    """One line of the agenda with KEYS; `place` is its rank."""
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
        "band_by_hand": score.by_hand.why if score and score.by_hand else None,
        "rank": place,
        **(_weight_row(item.weight) if item.weight else {}),
    }


def _weight_row(weight: Weight) -> dict[str, Any]:
    """How a line is ranked; without ARR its amount is null and the product counts 1 for it."""
    currency = weight.currency
    return {
        "urgency": weight.urgency,
        "risk": weight.risk,
        "ranked_arr": money.major(weight.minor, currency) if currency else None,
        "ranked_currency": currency,
        "converted": weight.is_converted,
        "product": money.major(weight.product, currency) if currency else weight.product,
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
