"""`cs demo`: an invented book to try the program on."""

import shlex
from typing import Annotated

import typer

from cs_cli import settings
from cs_cli.context import Cs, say

ACCOUNTS = 60
AccountsOption = Annotated[int, typer.Option("--accounts", min=1, max=100_000, help="How many accounts.")]
WeeksOption = Annotated[
    int | None, typer.Option("--weeks", min=0, max=520, help="Weeks of usage: 104, and 8 above 500 accounts.")
]


def demo(ctx: typer.Context, accounts: AccountsOption = ACCOUNTS, weeks: WeeksOption = None) -> None:
    """Fill an empty portfolio with an invented book; without --db or CS_DB a demo file of its own."""
    from cs_cli.demo.book import Book, fill  # noqa: PLC0415  it writes: SQLModel costs half a second, readers never pay

    cs: Cs = ctx.obj
    if not cs.names_a_portfolio:
        cs.path = settings.data_dir() / "demo.db"
    with cs.writing() as writer:
        fill(writer, Book(cs.today, accounts, weeks))
    file = shlex.quote(str(cs.path))
    what = f"{accounts:,} invented account{'s' if accounts > 1 else ''}"
    say(f"{what} as of {cs.today} in {cs.path}. Empty again: cs undo")
    if not cs.names_a_portfolio:
        say(f"Look at it: cs --db {file} today, or for this shell: export CS_DB={file}")
