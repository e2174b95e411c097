"""`cs qbr ACME` and `cs plan ACME`: a deck for the customer, in a second."""

from pathlib import Path
from typing import Annotated

import typer

from cs_cli import settings
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.store.accounts import AccountRef

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
    _write(ctx.obj, account, template or "qbr", output, internal=internal, force=force)


def plan(
    ctx: typer.Context,
    account: AccountArgument,
    output: OutputOption = None,
    template: TemplateOption = None,
    *,
    internal: InternalOption = False,
    force: ForceOption = False,
) -> None:
    """Write the success plan of an account and print its path."""
    _write(ctx.obj, account, template or "plan", output, internal=internal, force=force)


def _write(cs: Cs, said: str, template: str, output: str | None, *, internal: bool, force: bool) -> None:
    account = cs.portfolio.account(said)
    path = Path(output) if output else Path(f"{account.key}-{template}-{cs.today}.html")
    if output != "-" and path.suffix not in SUFFIXES:
        raise UsageError(f'"{path}" ends in no format that I write', "A deck is FILE.html or FILE.md")
    text = _made(cs, account, template, ".html" if output == "-" else path.suffix, internal=internal)
    if output == "-":
        render.write(text)
        return
    from cs_cli.output.files import write_document  # noqa: PLC0415  only where a file is written

    write_document(path, text.encode(), settings.state_dir(), force=force)
    render.write(f"{path}\n")
    if internal:
        say(f"{path} shows internal facts of {account.name}: not for the customer")


def _made(cs: Cs, account: AccountRef, template: str, suffix: str, *, internal: bool) -> str:
    """The document's text in the format of `suffix`."""
    from cs_cli.documents.context import build_review  # noqa: PLC0415  Jinja and Markdown, for documents only
    from cs_cli.documents.document import make_document  # noqa: PLC0415

    review = build_review(cs.portfolio, account, "internal" if internal else "customer")
    made = make_document(template, review, cs.settings.folder / "templates")
    if suffix == ".md":
        return made.markdown
    from cs_cli.documents.writers.html import write_html  # noqa: PLC0415  only for HTML

    return write_html(made.deck)
