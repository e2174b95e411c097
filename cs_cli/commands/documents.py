"""`cs qbr ACME`: a deck for the customer, in a second; and what `cs plan ACME` writes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cs_cli import settings
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.errors import UsageError, sentence_of
from cs_cli.output import render
from cs_cli.store.accounts import AccountRef
from cs_cli.store.notebook import DECKS, note

if TYPE_CHECKING:
    from cs_cli.documents.deck import Deck
    from cs_cli.documents.document import Document

SUFFIXES = (".html", ".md")
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", help="FILE.html, FILE.md, or - for HTML on stdout.")
]
InternalOption = Annotated[
    bool, typer.Option("--internal", help="With internal slides and notes: not for the customer.")
]
TemplateOption = Annotated[str | None, typer.Option("--template", help="Another template, by its name.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a deck that was changed by hand.")]


def qbr(
    ctx: typer.Context,
    account: AccountArgument,
    output: OutputOption = None,
    template: TemplateOption = None,
    *,
    internal: InternalOption = False,
    force: ForceOption = False,
) -> None:
    """Write the QBR deck of an account and print its path."""
    cs: Cs = ctx.obj
    made = write_deck(cs, account, template or "qbr", output, internal=internal, force=force)
    note(cs.path, settings.state_dir(), DECKS, [str(made.account_id)], cs.local_now.date())


def write_deck(cs: Cs, said: str, template: str, output: str | None, *, internal: bool, force: bool) -> AccountRef:
    """Write the deck that `template` makes of an account, print its path and return the account.

    Raises UsageError, NotFoundError.
    """
    account = cs.portfolio.account(said)
    path = Path(output) if output else Path(f"{account.key}-{template}-{cs.today}.html")
    if output != "-" and path.suffix not in SUFFIXES:
        raise UsageError(f'"{path}" ends in no format that I write', "A deck is FILE.html or FILE.md")
    made = _made(cs, account, template, internal=internal)
    text = made.markdown if path.suffix == ".md" and output != "-" else _html(made.deck)
    if output == "-":
        render.write(text)
    else:
        from cs_cli.output.files import write_document  # noqa: PLC0415  only where a file is written

        write_document(path, text.encode(), settings.state_dir(), force=force)
        render.write(f"{path}\n")
        if internal:
            say(f"{path} shows internal facts of {account.name}: not for the customer")
    for remark in _remarks(cs, account, template, made.deck):
        say(remark)
    return account


def _made(cs: Cs, account: AccountRef, template: str, *, internal: bool) -> "Document":
    from cs_cli.documents.context import build_review  # noqa: PLC0415  Jinja and Markdown, for documents only
    from cs_cli.documents.document import make_document  # noqa: PLC0415

    review = build_review(cs.portfolio, account, "internal" if internal else "customer")
    return make_document(template, review, cs.settings.folder / "templates")


def _html(deck: "Deck") -> str:
    from cs_cli.documents.writers.html import write_html  # noqa: PLC0415  only for HTML

    return write_html(deck)


def _remarks(cs: Cs, account: AccountRef, template: str, deck: "Deck") -> Iterator[str]:
    """What whoever made the deck should know: that it has only a title, and what was left out as merely assumed."""
    from cs_cli.documents.agreement import left_out  # noqa: PLC0415  as above

    if [slide.about("layout") for slide in deck.slides] == ["title"]:
        key = account.key
        yield (
            f"Only the title: nothing that a {template} shows is recorded of {account.name} up to {cs.today}. "
            f'Record it: cs import FILE, cs contract add {key} …, cs contact add {key} …, cs log {key} "…"'
        )
    if found := left_out(cs.portfolio.held_by(account)):
        names, command = found
        yield f"Left out, as it is only assumed: {sentence_of(names, 'and')} of the contract. Settle it: {command}"
