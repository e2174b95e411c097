"""The words of a filter on the command line: `cs renewals @mine red`, `cs contacts ACME`, `cs tasks seg:enterprise`."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cs_cli.commands.completion import complete_filter
from cs_cli.commands.options import checked_band
from cs_cli.context import Cs
from cs_cli.domain.conditions import Filter, same
from cs_cli.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from cs_cli.store.accounts import AccountRef

FilterArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILTER]…", autocompletion=complete_filter, help="red seg:enterprise arr:'>50k' -tag:pilot @mine"
    ),
]
AccountOrFilterArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ACCOUNT | FILTER…]", autocompletion=complete_filter, help="One account, or as cs accounts takes it."
    ),
]


def chosen_of(
    cs: Cs, words: Sequence[str] | None, *, owner: str | None = None, segment: str | None = None,
    tag: str | None = None, band: str | None = None,
) -> Filter:  # fmt: skip
    """The filter that words and options make together. Raises UsageError, NotFoundError for a view, ConfigError."""
    chosen = cs.portfolio.filter(owner, segment, tag)
    if checked_band(band):
        chosen = chosen.also(same("band", str(band)))
    return chosen.also(*filter_of(cs, words).conditions) if words else chosen


def filter_of(cs: Cs, words: Sequence[str]) -> Filter:
    """The filter that words make, views among them. Raises as above."""
    from cs_cli.domain.filter_values import Calendar  # noqa: PLC0415  most lists are about all accounts
    from cs_cli.domain.filters import VIEW, parse_filter  # noqa: PLC0415  as above
    from cs_cli.store.saved_views import Views  # noqa: PLC0415  as above

    calendar = Calendar(cs.today, cs.settings.fiscal_start)
    if not any(word.lstrip("-!").startswith(VIEW) for word in words):
        return _of_owner(cs, parse_filter(words, calendar))
    views = Views(cs.settings.folder)
    chosen = Filter()
    for view, word in views.spelled_out(words):
        try:
            chosen = chosen.also(*parse_filter([word], calendar).conditions)
        except UsageError as error:
            if not view:
                raise
            raise ConfigError(f"{views.path}: {view}: {error.sentence}", *error.hints) from error
    return _of_owner(cs, chosen)


def _of_owner(cs: Cs, chosen: Filter) -> Filter:
    """The same with one's own name for the owner `me`."""
    if not chosen.only(["owner"]).conditions:
        return chosen
    return chosen.replaced("owner", "me", cs.portfolio.owner_meant("me") or "me")


def is_account(words: Sequence[str] | None) -> bool:
    """Whether `words` are one account: a single one that can be nothing of a filter."""
    if not words or len(words) > 1:
        return False
    from cs_cli.domain.filters import is_filter  # noqa: PLC0415  as above

    return not is_filter(words[0])


def account_or_filter(cs: Cs, words: Sequence[str] | None) -> "tuple[AccountRef | None, set[int] | None]":
    """The one account that `words` name, or the accounts that fit them; neither where nothing is said.

    Raises AccountNotFoundError, and as chosen_of().
    """
    portfolio = cs.portfolio
    if not words:
        return None, None
    if is_account(words):
        return portfolio.account(words[0]), None
    return None, portfolio.chooser.taken(filter_of(cs, words))


def nothing_fits(cs: Cs, chosen: Filter) -> str:
    """`No account fits. Owners: lee, me.`, or what to type where there is none at all."""
    if cs.reader.value("SELECT NOT EXISTS (SELECT 1 FROM accounts)"):
        return "No account yet. Bring your own: cs import FILE; look around first: cs demo"
    return f"No account fits.{cs.portfolio.instead(chosen)}"
