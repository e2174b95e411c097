"""The command tree: which function answers which words."""

from functools import cache
from typing import Any

import typer

from cs_cli import __version__
from cs_cli.commands import renewals
from cs_cli.commands.options import CsGroup, Listing
from cs_cli.output import render

app = typer.Typer(
    name="cs", cls=CsGroup, add_completion=True, rich_markup_mode=None, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip


@app.callback(invoke_without_command=True)
def cs(ctx: typer.Context, *, version: bool = typer.Option(False, "--version", help="Say which version this is.")) -> None:
    """Customer success in one file: renewals, health, QBR decks, reminders."""
    if version:
        render.write(f"cs {__version__}\n")


app.command(cls=Listing)(renewals.renewals)


@cache
def command_tree() -> Any:  # noqa: ANN401  Typer's own group
    """The whole tree, built once."""
    return typer.main.get_command(app)
