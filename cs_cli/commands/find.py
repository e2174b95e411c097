"""`cs find ROI`: where something was said, over everything that people wrote."""

from typing import Annotated, Any

import typer

from cs_cli.commands.activities import SinceOption
from cs_cli.commands.completion import complete_account
from cs_cli.commands.touches import KINDS
from cs_cli.context import Cs
from cs_cli.domain.calendar import parse_since
from cs_cli.domain.looking import composed, marks_of, phrases_of
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.output.clean import one_line
from cs_cli.screens import find as screens
from cs_cli.store import looking

KEYS = ["account", "name", "archived_on", "on", "number", "kind", "text", "shared"]
EVERY_KIND = tuple(dict.fromkeys([*looking.KINDS, *KINDS]))
SaidArgument = Annotated[
    list[str], typer.Argument(metavar="WORDS", help='Beginnings of words, all of them; "quoted words" as they stand.')
]
InOption = Annotated[
    str | None,
    typer.Option("--account", metavar="ACCOUNT", help="Only of this account.", autocompletion=complete_account),
]
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Only note, call, ticket, contact, …")]


def find(
    ctx: typer.Context,
    said: SaidArgument,
    account: InOption = None,
    kind: KindOption = None,
    since: SinceOption = None,
) -> None:
    """Find words in notes, calls, plans, tickets, people and tasks, the newest first."""
    cs: Cs = ctx.obj
    if kind is not None and kind not in EVERY_KIND:
        raise UsageError(f'--kind "{kind}" is none I know', f"One of {', '.join(EVERY_KIND)}")
    within = looking.Within(
        account=cs.portfolio.account(account).account_id if account else None,
        kind=kind,
        since=parse_since(since, cs.today, cs.settings.fiscal_start).isoformat() if since else None,
        known=cs.known_until.isoformat(),
    )
    phrases = phrases_of(said)
    found = looking.look_for(cs.reader, phrases, within)
    hits = [_hit(each, phrases) for each in found[: cs.limit]]
    render.rows([_row(hit) for hit in hits], KEYS, cs.format, lambda: screens.screen(hits, len(found), " ".join(said)))


def _hit(found: looking.Found, phrases: list[Any]) -> screens.Hit:
    """The first text of a row, and what else of it has the words."""
    first, *others = map(composed, map(one_line, found.texts))
    text = " · ".join([first, *(other for other in others if marks_of(other, phrases))])
    return screens.Hit(found, text, tuple(marks_of(text, phrases)))


def _row(hit: screens.Hit) -> dict[str, Any]:
    found = hit.found
    return {
        "account": found.account,
        "name": found.name,
        "archived_on": found.archived_on,
        "on": found.on,
        "number": found.number,
        "kind": found.kind,
        "text": hit.text,
        "shared": found.shared,
    }
