"""`cs view save / list / show / remove`: filters by name."""

import shlex
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cs_cli.commands.completion import complete_filter
from cs_cli.commands.fields import words_below
from cs_cli.commands.filtering import filter_of
from cs_cli.commands.options import CsCommand, Listing, OfWords, as_typed
from cs_cli.context import Cs, say
from cs_cli.errors import CsError
from cs_cli.output import render
from cs_cli.screens import view as screens

KEYS = ["view", "words", "accounts"]
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Used as @NAME.")]
WordsArgument = Annotated[
    list[str],
    typer.Argument(metavar="FILTER…", autocompletion=complete_filter, help="red seg:enterprise arr:'>50k' -tag:pilot"),
]

view = words_below("Filters by name: save one, then cs renewals @mine.")


@view.command(cls=OfWords)
def save(ctx: typer.Context, name: NameArgument, words: WordsArgument) -> None:
    """Keep the words of a filter under a name. They are checked first."""
    from cs_cli.store.saved_views import Views  # noqa: PLC0415  only where views are named

    cs: Cs = ctx.obj
    views = Views(cs.settings.folder)
    name, words = name.removeprefix("@"), as_typed(words)
    spelled = [word for _view, word in views.spelled_out(words, (name.casefold(),))]
    count = _count(cs, spelled)
    before = views.save(name, words)
    was = f", before: {shlex.join(before)}" if before and before != words else ""
    say(f"@{name} is {shlex.join(words)}{was} ({views.path}){count}")


def _count(cs: Cs, words: list[str]) -> str:
    """Check the words; how many accounts they mean now, where there is a portfolio."""
    from cs_cli.domain.filter_values import Calendar  # noqa: PLC0415  only here
    from cs_cli.domain.filters import parse_filter  # noqa: PLC0415  as above

    if not cs.path.exists():
        parse_filter(words, Calendar(cs.today, cs.settings.fiscal_start))
        return ""
    return f". Accounts now: {_accounts(cs, words):,}"


def _accounts(cs: Cs, words: Sequence[str]) -> int:
    taken = cs.portfolio.takes(filter_of(cs, words))
    return sum(map(taken, cs.portfolio.accounts()))


@view.command("list", cls=Listing)
def list_(ctx: typer.Context) -> None:
    """List the views and how many accounts each means now."""
    from cs_cli.store.saved_views import Views  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    views = Views(cs.settings.folder)
    _answer(cs, [_row_or_broken(cs, name, words) for name, words in sorted(views.words.items())])


def _row_or_broken(cs: Cs, name: str, words: list[str]) -> dict[str, Any]:
    """The row of a view; one that cannot be used is said to be broken, and why."""
    try:
        return _row(cs, name, words)
    except CsError as error:
        say(f"@{name} is broken: {error.sentence}. Mend it: cs view save {name} WORD…")
        return {"view": name, "words": words, "accounts": None}


@view.command(cls=Listing)
def show(ctx: typer.Context, name: NameArgument) -> None:
    """Show the words of one view."""
    from cs_cli.store.saved_views import Views  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    words = Views(cs.settings.folder)[name]
    _answer(cs, [_row(cs, name.removeprefix("@").casefold(), words)])


def _row(cs: Cs, name: str, words: list[str]) -> dict[str, Any]:
    return {"view": name, "words": words, "accounts": _accounts(cs, [f"@{name}"]) if cs.path.exists() else None}


def _answer(cs: Cs, rows: list[dict[str, Any]]) -> None:
    render.rows(rows[: cs.limit], KEYS, cs.format, lambda: screens.screen(rows[: cs.limit]))


@view.command(cls=CsCommand)
def remove(ctx: typer.Context, name: NameArgument) -> None:
    """Take a view out of the file."""
    from cs_cli.store.saved_views import Views  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    views = Views(cs.settings.folder)
    words = views.remove(name)
    name = name.removeprefix("@").casefold()
    say(f"@{name} is gone from {views.path}. Take it back: cs view save {name} {shlex.join(words)}")
