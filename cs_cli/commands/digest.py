"""`cs digest`: what changed and what is due, for a terminal, a mail or a file; made to run from cron."""

from enum import StrEnum
from typing import Annotated

import typer

from cs_cli.commands.options import OwnerOption
from cs_cli.commands.today import items_of, moved_of
from cs_cli.context import Cs
from cs_cli.domain.calendar import Window, parse_window
from cs_cli.domain.digest import Digest, digest_of
from cs_cli.errors import ConfigError, UsageError
from cs_cli.output import render
from cs_cli.screens import digest as screens
from cs_cli.store.read import NoPortfolioError


class DigestFormat(StrEnum):
    """How a digest is written."""

    TEXT = "text"
    MD = "md"
    HTML = "html"


class EmptyPortfolioError(ConfigError):
    """A digest of nothing: most likely cron looks at another file than the one that is used by day."""

    def __init__(self, path: object) -> None:
        super().__init__(f"no accounts in {path}: nothing to report on", "Another portfolio: cs digest --db PATH")


FormatOption = Annotated[str, typer.Option("--format", help="text, md or html.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print nothing when there is nothing to say.")]


def digest(
    ctx: typer.Context, owner: OwnerOption = None, fmt: FormatOption = "text", *, quiet: QuietOption = False
) -> None:
    """Print what to decide, what moved, what is late."""
    cs: Cs = ctx.obj
    if fmt not in set(DigestFormat):
        raise UsageError(f'no digest format "{fmt}"', "One of text, md, html")
    made = digest_for(cs, owner)
    if made.is_empty and quiet:
        return
    if fmt == DigestFormat.MD:
        render.document(screens.as_markdown(made))
    elif fmt == DigestFormat.HTML:
        render.document(screens.as_html(made))
    else:
        render.sheets(screens.as_sheets(made))


def digest_for(cs: Cs, owner: str | None) -> Digest:
    """The digest of the owner's accounts, or of all. Raises EmptyPortfolioError."""
    try:
        accounts = cs.portfolio.accounts()
    except NoPortfolioError as error:
        raise EmptyPortfolioError(cs.path) from error
    if not accounts:
        raise EmptyPortfolioError(cs.path)
    chosen = cs.portfolio.filter(owner)
    meant = {row.account_id: row.key for row in filter(cs.portfolio.takes(chosen), accounts)}
    ahead: Window = parse_window("90d", cs.today)
    renewals = [r for r in cs.portfolio.renewals(ahead) if r.term.account_id in meant]
    moved = list(moved_of(cs, meant))
    return digest_of(cs.today, len(meant), items_of(cs, meant, own=owner is None), moved, renewals)
