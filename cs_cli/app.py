"""The command tree: which function answers which words.

Words of the day stand in `cs --help`; the rest is behind `cs help all`, under the same headings.
"""

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any

import typer

from cs_cli import __version__
from cs_cli.commands import accounts, demo, digest, help_, renewals, show, sql, today
from cs_cli.commands.options import CsCommand, CsGroup, Listing
from cs_cli.output import render

DAY, LOOK, MONEY, HEALTH = "Day", "Look", "Renewals and money", "Health"
DOCUMENTS, RECORD, REMIND, DATA, SAFETY = "Documents", "Record", "Reminders", "Data", "Safety"

VersionOption = Annotated[bool, typer.Option("--version", help="Print the version.")]

app = typer.Typer(
    name="cs",
    cls=CsGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def cs(ctx: typer.Context, *, version: VersionOption = False) -> None:
    """Customer success in one file: renewals, health, QBR decks, reminders. `cs` alone is `cs today`."""
    if version:
        render.write(f"cs {__version__}\n")
    elif ctx.invoked_subcommand is None:
        _run_today(ctx)


def _run_today(ctx: typer.Context) -> None:
    tree: Any = ctx.command
    command = tree.get_command(ctx, "today")
    with command.make_context("today", [], parent=ctx) as inner:
        command.invoke(inner)


def add(function: Callable[..., None], panel: str, cls: type[CsCommand] = CsCommand, *, daily: bool = False) -> None:
    """Let `function` answer the word it is named after."""
    word = function.__name__.rstrip("_").replace("_", "-")
    app.command(word, cls=cls, hidden=not daily, rich_help_panel=panel)(function)


add(today.today, DAY, Listing, daily=True)
add(today.why, DAY, Listing, daily=True)
add(accounts.accounts, LOOK, Listing, daily=True)
add(show.show, LOOK, Listing, daily=True)
add(show.brief, LOOK, Listing, daily=True)
add(sql.sql, LOOK, Listing)
add(renewals.renewals, MONEY, Listing, daily=True)
add(digest.digest, REMIND, daily=True)
add(demo.demo, DATA)
add(help_.help_, DAY)


@cache
def command_tree() -> Any:  # noqa: ANN401  Typer's own group
    """The whole tree, built once."""
    return typer.main.get_command(app)
