"""`cs health`: who moved and why; `cs health ACME --explain`: the arithmetic, to be redone by hand.

Its other answers (--history, --said, --migration) have modules of their own.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any

import typer

from cs_cli.commands.filtering import AccountOrFilterArgument, chosen_of, is_account, nothing_fits
from cs_cli.commands.health_asked import EXPLAIN, HISTORY, LIST, MIGRATION, SAID, asked
from cs_cli.commands.health_order import Order, in_order
from cs_cli.commands.options import BandOption, OwnerOption, SegmentOption, TagOption
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.account_health import Health, HealthLine
from cs_cli.domain.conditions import OF_HEALTH, Filter
from cs_cli.domain.overrides import ByHand
from cs_cli.domain.scorecard import half_up
from cs_cli.output import render
from cs_cli.screens import explanation as explanations
from cs_cli.screens import health as screens
from cs_cli.screens.health import MONTH, QUARTER, SCORE, WEEK, WEEKS, Look, Standing

KEYS = [
    "account",
    "name",
    "owner",
    "segment",
    "health",
    "band",
    "by_hand",
    "health_7d",
    "band_7d",
    "health_30d",
    "health_90d",
    "arr",
    "currency",
    "arr_by_currency",
    "decide_on",
    "days_left",
    "main_reason",
    "since",
    "health_since",
    "band_since",
]
EXPLAIN_KEYS = [
    "account",
    "name",
    "health",
    "band",
    "by_hand",
    "as_of",
    "scorecard",
    "fingerprint",
    "coverage",
    "points",
    "weight",
    "raw",
    "free_band",
    "measures",
    "groups",
    "caps",
    "to_gain",
    "main_reason",
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Print the arithmetic, line by line.")]
ChangedOption = Annotated[
    str | None, typer.Option("--changed", metavar="7d", help="Only who moved since: another band, or 5 points or more.")
]
SortOption = Annotated[
    str, typer.Option("--sort", metavar="ORDER", help="score (the worst first), change, arr, decide or name.")
]
HistoryOption = Annotated[bool, typer.Option("--history", help="Plot an account's score by week, and why it moved.")]
LastOption = Annotated[str | None, typer.Option("--last", metavar="1y", help="How far back --history looks.")]
SaidOption = Annotated[
    bool, typer.Option("--said", help="What was said last, beside what is reckoned for that day now.")
]
MigrationOption = Annotated[bool, typer.Option("--migration", help="The bands at the start against those at the end.")]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="The start of --migration; 90d before.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="The end of --migration; today.")]
FailOption = Annotated[str | None, typer.Option("--fail-on", help="Exit 1 if one is red, yellow (or worse), grey.")]


def health(
    ctx: typer.Context,
    words: AccountOrFilterArgument = None,
    *,
    explain: ExplainOption = False,
    changed: ChangedOption = None,
    sort: SortOption = SCORE,
    history: HistoryOption = False,
    last: LastOption = None,
    said: SaidOption = False,
    migration: MigrationOption = False,
    start: FromOption = None,
    end: ToOption = None,
    band: BandOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
    fail_on: FailOption = None,
) -> None:
    """Show each account's health, what moved and why. With --explain, how it is reckoned."""
    cs: Cs = ctx.obj
    answers = {EXPLAIN: explain, HISTORY: history, SAID: said, MIGRATION: migration}
    of_list = {"--changed": changed, "--sort": None if sort == SCORE else sort}
    belonging = {LIST: of_list, HISTORY: {"--last": last}, MIGRATION: {"--from": start, "--to": end}}
    answer, alarms = asked(answers, belonging, fail_on)
    order = Order.asked(cs, sort, changed)
    account = words[0] if words and is_account(words) else None
    chosen = chosen_of(cs, None if account else words, owner=owner, segment=segment, tag=tag, band=band)
    if answer in (MIGRATION, HISTORY):
        _look_at_the_past(cs, answer, (account, chosen), last, (start, end))
        return
    found = _standings(cs, account, chosen)
    if answer == SAID:
        from cs_cli.commands.health_said import said as compared  # noqa: PLC0415  as above

        compared(cs, found, nobody=None if found else nothing_fits(cs, chosen))
    elif not found:
        nobody = nothing_fits(cs, chosen)
        render.rows([], EXPLAIN_KEYS if explain else KEYS, cs.format, lambda: [nobody])
    elif explain:
        _explain(cs, found[: cs.limit])
    else:
        is_short = cs.format is render.Format.TABLE and render.is_terminal() and cs.limit == render.TERMINAL_ROWS
        is_short = is_short and order.is_plain and not (account or chosen.only(OF_HEALTH).conditions)
        _list(cs, found, order, is_short=is_short)
    if any(each.now.band in alarms for each in found):
        raise typer.Exit(1)


def _look_at_the_past(
    cs: Cs, answer: str, meant: tuple[str | None, Filter], last: str | None, span: tuple[str | None, str | None]
) -> None:
    """What --migration and --history answer, of the account or those that fit the filter."""
    from cs_cli.commands.health_history import history  # noqa: PLC0415  the morning's list does without
    from cs_cli.commands.health_migration import migration  # noqa: PLC0415  as above

    if answer == MIGRATION:
        migration(cs, *meant, span)
    else:
        history(cs, meant[0], last)


def _standings(cs: Cs, account: str | None, chosen: Filter) -> list[Standing]:
    """The accounts meant, the worst first."""
    only = cs.portfolio.account(account).account_id if account else None
    takes = cs.portfolio.takes(chosen, None if only is None else [only])
    meant = list(filter(takes, cs.portfolio.accounts(only)))
    now = cs.portfolio.scores(row.account_id for row in meant)
    return in_order(cs, [Standing(*row, now[row.account_id]) for row in meant], SCORE)


def _list(cs: Cs, found: list[Standing], order: Order, *, is_short: bool) -> None:
    is_table = cs.format is render.Format.TABLE
    for each in found:
        each.window = order.window
    if is_table or order.by == "change" or order.only_moved:  # the screen counts and adds up what it does not show
        _look_back(cs, found, [order.window], is_exact=order.only_moved)
    if is_table or order.by in ("arr", "decide"):
        _add_worth(cs, found)
    meant = [each for each in found if each.has_moved] if order.only_moved else found
    listed = [each for each in in_order(cs, meant, order.by) if not is_short or screens.is_news(each)]
    shown = listed[: cs.limit]
    _look_back(
        cs, shown, [*screens.compared(order.window), *([WEEK * n for n in range(1, WEEKS)] if is_table else [WEEK])]
    )
    if not is_table:
        _add_worth(cs, shown)
    reasons = cs.portfolio.health.judged([each.account_id for each in shown], cs.today)
    for each in shown:
        each.reason = reasons[each.account_id][1]
    look = Look(order.window, order.by, order.only_moved, _notes(cs, found, order) if is_table else (), len(listed))
    render.rows(
        [_row(cs, each) for each in shown], KEYS, cs.format, lambda: screens.screen(found, shown, cs.today, look)
    )


def _notes(cs: Cs, found: Sequence[Standing], order: Order) -> list[str]:
    """What is told before the accounts: feeds that broke, and how ARR is ranked across currencies."""
    from cs_cli.store.feed_breaks import broken_feeds  # noqa: PLC0415  data does without

    broken = broken_feeds(cs.portfolio, cs.today) if len(found) > 1 else []
    feeds = [f"feed: {each.told}: look at the feed before the accounts" for each in broken]
    return [*feeds, *order.notes(cs, found)]


def _look_back(cs: Cs, standings: Sequence[Standing], days: Sequence[int], *, is_exact: bool = False) -> None:
    """Score the accounts as of so many days ago; of a large book, unless `is_exact`, by what was recorded then."""
    scored = cs.portfolio.scores if is_exact else cs.portfolio.past
    for ago in sorted(set(days)):
        past = scored([each.account_id for each in standings], cs.today - timedelta(ago))
        for each in standings:
            if each.account_id in past:
                each.past[ago] = past[each.account_id]


def _add_worth(cs: Cs, standings: Sequence[Standing]) -> None:
    worths = cs.portfolio.worths([each.account_id for each in standings])
    for each in standings:
        each.worth = worths.get(each.account_id, each.worth)


def _row(cs: Cs, each: Standing) -> dict[str, Any]:
    minor, currency = each.worth.only()
    following = each.worth.next
    week, month, quarter = (each.past.get(ago) for ago in (WEEK, MONTH, QUARTER))
    return {
        "account": each.account,
        "name": each.name,
        "owner": each.owner,
        "segment": each.segment,
        "health": each.now.tenths,
        "band": each.now.band.value,
        "by_hand": _by_hand(each.now.by_hand),
        "health_7d": week and week.tenths,
        "band_7d": week and week.band.value,
        "health_30d": month and month.tenths,
        "health_90d": quarter and quarter.tenths,
        "arr": None if minor is None or currency is None else money.major(minor, currency),
        "currency": currency,
        "arr_by_currency": {code: money.major(amount, code) for code, amount in sorted(each.worth.arr.items())},
        "decide_on": following.decide_on.isoformat() if following else None,
        "days_left": following.days_left if following else None,
        "main_reason": each.reason,
        "since": (cs.today - timedelta(each.window)).isoformat(),
        "health_since": each.before.tenths,
        "band_since": each.before.band.value if each.window in each.past else None,
    }


def _by_hand(by_hand: ByHand | None) -> dict[str, Any] | None:
    """What was set by hand, and what the measures say."""
    if by_hand is None:
        return None
    return {
        "band": by_hand.band.value,
        "why": by_hand.why,
        "since": by_hand.since.isoformat(),
        "until": by_hand.until.isoformat(),
        "measured": by_hand.score.tenths,
        "measured_band": by_hand.measured_band.value,
    }


def _explain(cs: Cs, found: list[Standing]) -> None:
    _look_back(cs, found, [WEEK])
    told = cs.portfolio.health.explained([each.account_id for each in found], cs.today)
    render.rows(
        [_explained_row(each, told[each.account_id]) for each in found],
        EXPLAIN_KEYS,
        cs.format,
        lambda: explanations.screen([(each, told[each.account_id]) for each in found]),
    )


def _explained_row(each: Standing, told: Health) -> dict[str, Any]:
    return {
        "account": each.account,
        "name": each.name,
        "health": told.tenths,
        "band": told.band.value,
        "by_hand": _by_hand(told.by_hand),
        "as_of": told.as_of.isoformat(),
        "scorecard": told.card.name,
        "fingerprint": told.card.fingerprint,
        "coverage": told.coverage,
        "points": told.points,
        "weight": told.weight,
        "raw": told.raw,
        "free_band": told.free.value,
        "measures": [_measure_row(line) for line in told.lines],
        "groups": [asdict(group) for group in told.groups],
        "caps": [
            {
                "cap": cap.told,
                "at_most": cap.at_most,
                "band": cap.band.value,
                "until": cap.until,
                "applied": cap.applied,
            }
            for cap in told.caps
        ],
        "to_gain": [{"move": gain.move, "points": half_up(gain.points, 1)} for gain in told.gains],
        "main_reason": told.main_reason,
    }


def _measure_row(line: HealthLine) -> dict[str, Any]:
    return {
        "measure": line.measure,
        "value": line.value,
        "told": line.told,
        "source": line.source,
        "on": line.on.isoformat() if line.on else None,
        "rule": line.rule,
        "points": line.points,
        "weight": line.weight,
        "product": line.product,
        "group": line.group or None,
        "stale": line.is_stale,
    }
