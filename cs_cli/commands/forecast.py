"""`cs forecast`: what the renewals ahead will bring; `cs forecast ACME commit` calls one; how good the calls were."""

from collections.abc import Mapping
from shlex import quote
from typing import Annotated, Any

import typer

from cs_cli.commands.calling import Typed, command_of, record
from cs_cli.commands.completion import complete_category, complete_filter
from cs_cli.commands.filtering import chosen_of
from cs_cli.commands.forecast_calls import history, judge
from cs_cli.commands.options import OwnerOption, SegmentOption, TagOption, refuse_format
from cs_cli.commands.outlook import (
    EXPLAIN_KEYS,
    KEYS,
    Outlook,
    asked_for,
    concerns_of,
    explained,
    rows_of,
)
from cs_cli.commands.successor import whose
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.expected import Expected
from cs_cli.domain.forecast import LIKELY
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import forecast as screens

WhichArgument = Annotated[
    str,
    typer.Argument(
        metavar="[ACCOUNT[/CONTRACT] | FILTER…]",
        autocompletion=complete_filter,
        help="One account: what was called of it. Or a filter, as cs accounts takes it.",
    ),
]
CategoryArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[CATEGORY]",
        autocompletion=complete_category,
        help="commit, likely, risk or omitted, or the CRM's word: calls its renewal.",
    ),
]
PerOption = Annotated[str | None, typer.Option("--per", metavar="PERIOD", help="Rows per quarter (default) or month.")]
DueOption = Annotated[
    str | None, typer.Option("--due", metavar="WINDOW", help="How far to look: 90d, 3m, 1y, a date; four quarters.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Every renewal behind the figures.")]
AccuracyOption = Annotated[
    bool, typer.Option("--accuracy", help="How good the calls of [PERIOD] were: q3, 2026; the last quarter.")
]
IncludeOption = Annotated[bool, typer.Option("--include-monthly", help="With monthly contracts.")]
FlatOption = Annotated[
    str | None, typer.Option("--flat", metavar="CATEGORY", help="The category for renewing at no less than now.")
]
EvidenceOption = Annotated[str | None, typer.Option("--evidence", metavar="TEXT", help="What it rests on; internal.")]
ReasonOption = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help="Why it is at risk; internal.")]
ArrOption = Annotated[str | None, typer.Option("--arr", metavar="AMOUNT", help="What it is expected to bring a year.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was called; today.")]


def forecast(
    ctx: typer.Context,
    account: WhichArgument = "",
    category: CategoryArgument = None,
    flat: FlatOption = None,
    evidence: EvidenceOption = None,
    reason: ReasonOption = None,
    arr: ArrOption = None,
    on: OnOption = None,
    per: PerOption = None,
    due: DueOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
    *,
    include_monthly: IncludeOption = False,
    explain: ExplainOption = False,
    accuracy: AccuracyOption = False,
) -> None:
    """Show what the renewals ahead will bring; call one: ACCOUNT CATEGORY."""
    cs: Cs = ctx.obj
    account, category, words = _split(account, category, accuracy=accuracy)
    typed = Typed(flat, evidence, reason, arr, on)
    of_list = {"--per": per, "--due": due, "--explain": explain}
    chosen = chosen_of(cs, words, owner=owner, segment=segment, tag=tag)
    filters = {"--owner": owner, "--segment": segment, "--tag": tag, "--include-monthly": include_monthly}
    if accuracy:
        _refuse({**of_list, **typed.options()}, "--accuracy", "has no {option}", "cs forecast --accuracy q3")
        judge(cs, " ".join([account, *(category or [])]), chosen, monthly=include_monthly)
    elif account:
        _refuse({**of_list, **filters}, "one account", "has no {option}", "Of all of them: cs forecast")
        _of_account(cs, account, " ".join(category or []), typed)
    else:
        _refuse(typed.options(), "a call", "is of an account", "cs forecast ACCOUNT commit {option} …")
        asked = asked_for(cs, per, due, chosen, monthly=include_monthly)
        (_explain if explain else _summary)(cs, Outlook(cs, asked))


def _split(account: str, more: list[str] | None, *, accuracy: bool) -> tuple[str, list[str] | None, list[str]]:
    """What was typed as an account (or a period) with a category, and as a filter."""
    typed = [*filter(None, [account]), *(more or [])]
    if not typed:
        return account, more, []
    from cs_cli.domain.filters import is_filter  # noqa: PLC0415  most forecasts are of all accounts

    if accuracy:
        words = [word for word in typed if is_filter(word)]
        first, *rest = [word for word in typed if word not in words] or [""]
        return first, rest, words
    return ("", None, typed) if is_filter(account) else (account, more, [])


def _refuse(options: Mapping[str, object], what: str, why: str, hint: str) -> None:
    """Raises UsageError where one of the options was typed."""
    if option := next((name for name, value in options.items() if value), None):
        raise UsageError(f"{what} {why.format(option=option)}", hint.format(option=option))


def _of_account(cs: Cs, account: str, category: str, typed: Typed) -> None:
    if category:
        refuse_format(cs, "a call", f"What was called: cs forecast {quote(account)} --format {cs.format}")
        record(cs, account, category, typed)
    else:
        typed.refuse(account)
        history(cs, account)


def _summary(cs: Cs, outlook: Outlook) -> None:
    def screen() -> screens.Parts:
        if not outlook.cells:
            instead = cs.portfolio.instead(outlook.asked.chosen)
            nothing = f"No renewal is due from {outlook.periods[0].start} to {outlook.asked.window.end}.{instead}"
            return [nothing, *screens.left_out(outlook.left_out)]
        book, cells = _book(outlook), outlook.cells
        parts = screens.totals(book, outlook.totals, cells, outlook.base_rates)
        parts += screens.pipeline(book, outlook.growth, cells, outlook.undated)
        return [*parts, *screens.left_out(outlook.left_out), *_soon(cs, outlook)]

    render.rows(rows_of(outlook)[: cs.limit], KEYS, cs.format, screen)
    _tell_undated(cs, outlook)


def _book(outlook: Outlook) -> screens.Book:
    names = {period: outlook.name_of(period) for period in outlook.periods}
    return screens.Book(outlook.cs.today, outlook.asked.window, names)


def _soon(cs: Cs, outlook: Outlook) -> screens.Parts:
    """What is to be decided soon, and what the calls lack."""
    near = [one for one in outlook.found if one.is_open and one.decision.days <= screens.SOON_DAYS]
    scores = cs.portfolio.scores({one.due.span.account_id for one in outlook.found if one.is_open})
    asks = _asks(cs, outlook, scores)
    shown = near[: cs.limit]
    parts: screens.Parts = [*screens.soon(shown, scores, cs.today)] if shown else []
    if left := len(near) - len(shown):
        parts.append(f"{left:,} more: {screens.EVERYTHING}")
    return [*parts, *screens.asked(asks, screens.ASKED, "cs forecast --explain")]


def _asks(cs: Cs, outlook: Outlook, scores: Mapping[int, Any]) -> list[screens.Ask]:
    """What the renewals to decide soon ask for, and the calls of the others."""
    return [
        ask
        for one in outlook.found
        if one.is_open and (one.call is not None or one.decision.days <= screens.SOON_DAYS)
        if (ask := _ask(cs, one, scores)) is not None
    ]


def _ask(cs: Cs, one: Expected, scores: Mapping[int, Any]) -> screens.Ask | None:
    """What a renewal asks for; None where nothing is lacking."""
    term = one.due.span.term
    name, how = whose(term.account, one.due.span.contract), screens.said_of(one)
    if one.is_overdue:
        why = f"ended {words.distance(one.decision.days, past='ago')}, no outcome recorded"
        return screens.Ask(name, how, why, f"cs renew {quote(name)}")
    if found := concerns_of(one, cs.today, str(scores[term.account_id].band)):
        why = "; ".join(concern.text for concern in found)
        return screens.Ask(name, how, why, command_of(name, found[0].category))
    if one.call is None:
        how = f"{one.category} by the CRM alone" if one.category else how
        why = f"to decide {words.distance(one.decision.days)}"
        return screens.Ask(name, how, why, command_of(name, one.category or LIKELY))
    return None


def _explain(cs: Cs, outlook: Outlook) -> None:
    found = sorted(((outlook.period_of(one), one) for one in outlook.found), key=lambda pair: pair[0])
    shown = found[: cs.limit]
    scores = cs.portfolio.scores({one.due.span.account_id for _period, one in found})
    rows = explained(outlook, [one for _period, one in shown], scores)

    def screen() -> screens.Parts:
        asks = _asks(cs, outlook, scores)
        parts = screens.explained(_book(outlook), shown, scores, len(found) - len(shown))
        asked = screens.asked(asks, cs.limit, screens.EVERYTHING)
        return [*parts, *screens.left_out(outlook.left_out), *asked]

    render.rows(rows, EXPLAIN_KEYS, cs.format, screen)
    _tell_undated(cs, outlook)


def _tell_undated(cs: Cs, outlook: Outlook) -> None:
    """After an answer for a day that has passed: what of it could not look back."""
    if cs.answered_for_the_past and (outlook.deals or any(one.crm for one in outlook.found)):
        say(f"As of {words.full(cs.today)}: the CRM's deals have no date and are as they are now.")
