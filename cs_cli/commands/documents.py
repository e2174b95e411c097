"""`cs qbr ACME` and `cs doc NAME ACME`: a document for the customer, in a second, or of many accounts at once."""

from typing import Annotated, Any

import typer

from cs_cli import settings
from cs_cli.commands.completion import complete_document, complete_filter
from cs_cli.commands.making import (
    Asked,
    CheckOption,
    FinalOption,
    ForceOption,
    InternalOption,
    MasterOption,
    OutputOption,
    PeriodOption,
    TemplateOption,
    ThemeOption,
    make,
    refuse_for_a_check,
    write_deck,
)
from cs_cli.commands.options import BandOption, Filtered, OwnerOption, SegmentOption, TagOption, refuse_format
from cs_cli.context import Cs
from cs_cli.errors import UsageError
from cs_cli.store.notebook import DECKS, note

QBR, LIST = "qbr", "list"
REVIEWS = (QBR, "ebr")
"""How the names of templates begin whose document is the review of a quarter."""
WordsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="ACCOUNT | FILTER…", autocompletion=complete_filter, help="One account; with --all a filter."
    ),
]
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", autocompletion=complete_document, help="Which one: cs doc list.")
]
EveryOption = Annotated[bool, typer.Option("--all", help="Of all accounts that fit, into the folder -o.")]
DueOption = Annotated[
    str | None, typer.Option("--due", help="With --all: accounts with a decision within 30d, 1q, or by a date.")
]
AsOption = Annotated[
    str | None, typer.Option("--as", metavar="FORMAT", help="With --all: pptx, html, pdf, docx or md.")
]


class Documents(Filtered):
    """A command that writes the document of an account, or with its own `--all` of many; then it answers with rows."""

    def extra_options(self) -> list[Any]:
        """The formats and the limit; `--all` is about accounts here."""
        return [option for option in super().extra_options() if option.name != "everything"]

    def context_of(self, ctx: Any) -> Cs:  # noqa: ANN401  Typer's own types
        """The `Cs`; the rows shown are every row."""
        ctx.params["everything"] = None
        return super().context_of(ctx)


def qbr(
    ctx: typer.Context,
    words: WordsArgument = None,
    output: OutputOption = None,
    template: TemplateOption = None,
    period: PeriodOption = None,
    master: MasterOption = None,
    theme: ThemeOption = None,
    due: DueOption = None,
    form: AsOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    band: BandOption = None,
    tag: TagOption = None,
    *,
    every: EveryOption = False,
    check: CheckOption = False,
    internal: InternalOption = False,
    final: FinalOption = False,
    force: ForceOption = False,
) -> None:
    """Write the QBR deck of an account and print its path.

    With --check list what it claims instead; with --all write those of all accounts that fit.
    """
    asked = Asked(template or QBR, output, master, theme, period, internal, final, force, is_review=True)
    of_many = {"--due": due, "--as": form, "--owner": owner, "--segment": segment, "--band": band, "--tag": tag}
    _answer(ctx.obj, words, asked, of_many, every=every, check=check)


def doc(
    ctx: typer.Context,
    name: NameArgument,
    words: WordsArgument = None,
    output: OutputOption = None,
    period: PeriodOption = None,
    master: MasterOption = None,
    theme: ThemeOption = None,
    due: DueOption = None,
    form: AsOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    band: BandOption = None,
    tag: TagOption = None,
    *,
    every: EveryOption = False,
    check: CheckOption = False,
    internal: InternalOption = False,
    final: FinalOption = False,
    force: ForceOption = False,
) -> None:
    """Write any document of an account, by its name: `cs doc list` tells which there are.

    With --check list what it claims instead; with --all write those of all accounts that fit.
    """
    if name == LIST:
        from cs_cli.commands.document_list import list_documents  # noqa: PLC0415  Jinja, only where it is asked for

        list_documents(ctx.obj)
        return
    is_review = name.startswith(REVIEWS)
    asked = Asked(name, output, master, theme, period, internal, final, force, is_review)
    of_many = {"--due": due, "--as": form, "--owner": owner, "--segment": segment, "--band": band, "--tag": tag}
    _answer(ctx.obj, words, asked, of_many, every=every, check=check)


def _answer(
    cs: Cs, words: list[str] | None, asked: Asked, of_many: dict[str, str | None], *, every: bool, check: bool
) -> None:
    """One document, its claims, or those of many accounts. Raises UsageError for what does not go together."""
    if every:
        if check:
            raise UsageError("--check and --all are two answers", "One account at a time: cs qbr ACME --check")
        from cs_cli.commands.document_batch import Many, write_many  # noqa: PLC0415  only for many

        write_many(cs, words, asked, Many(*of_many.values()))
        return
    if stray := next((name for name, value in of_many.items() if value is not None), None):
        raise UsageError(f"{stray} belongs to --all", f"Like cs qbr --all {stray} … -o decks/")
    if not words:
        raise UsageError("missing argument ACCOUNT", "Like cs qbr ACME; or of many: cs qbr --all -o decks/")
    if len(words) > 1:
        raise UsageError(f'"{" ".join(words)}" is no one account', f'Like cs qbr "{" ".join(words)}"; of many: --all')
    if check:
        refuse_for_a_check(asked)
        _show_claims(cs, words[0], asked)
        return
    refuse_format(cs, "a document", "Its claims as data: --check --json")
    made = write_deck(cs, words[0], asked)
    if asked.is_review:
        note(cs.path, settings.state_dir(), DECKS, [str(made.account.account_id)], cs.local_now.date())


def _show_claims(cs: Cs, account: str, asked: Asked) -> None:
    from cs_cli.commands.claims import show_claims  # noqa: PLC0415  documents, only where they are asked for

    made = make(cs.portfolio, cs.portfolio.account(account), asked)
    show_claims(cs, made.document, made.evidence)
