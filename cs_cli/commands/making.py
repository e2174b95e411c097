"""How a document is made of an account and put into its file: what all commands that write documents share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cs_cli import settings
from cs_cli.commands.completion import complete_template
from cs_cli.context import Cs, say
from cs_cli.errors import NotFoundError, UsageError, sentence_of
from cs_cli.output import render
from cs_cli.store.accounts import AccountRef
from cs_cli.store.portfolio import Portfolio

if TYPE_CHECKING:
    from cs_cli.documents.document import Document
    from cs_cli.documents.formats import Dress
    from cs_cli.documents.source.deck import Deck

OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", help="FILE.pptx, .html, .pdf, .docx or .md; - for HTML on stdout.")
]
InternalOption = Annotated[
    bool, typer.Option("--internal", help="With internal slides and notes: not for the customer.")
]
TemplateOption = Annotated[
    str | None,
    typer.Option("--template", help="Another template, by its name.", autocompletion=complete_template),
]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a document that was changed by hand.")]
FinalOption = Annotated[bool, typer.Option("--final", help="Refuse while a slide is open for review.")]
MasterOption = Annotated[
    str | None, typer.Option("--master", metavar="FILE", help="A PowerPoint file whose layouts the deck takes.")
]
ThemeOption = Annotated[
    str | None, typer.Option("--theme", metavar="NAME|FILE", help="Colours and logo: NAME, or a FILE.toml.")
]
PeriodOption = Annotated[
    str | None, typer.Option("--period", metavar="QUARTER", help="Look back on q3 or 2026-Q3, not the last quarter.")
]
CheckOption = Annotated[
    bool, typer.Option("--check", help="List every claim with its rows; exit 1 where one has none.")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked of a document, as it was typed."""

    template: str
    output: str | None = None
    master: str | None = None
    theme: str | None = None
    period: str | None = None
    internal: bool = False
    final: bool = False
    force: bool = False
    is_review: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A document of an account, and the evidence it rests on."""

    account: AccountRef
    document: "Document"
    evidence: dict[str, Any]

    @property
    def deck(self) -> "Deck":
        """Its slides, cut to the audience."""
        return self.document.deck

    @property
    def is_bare(self) -> bool:
        """Whether it has nothing but its title."""
        return [slide.about("layout") for slide in self.deck.slides] == ["title"]


def make(portfolio: Portfolio, account: AccountRef, asked: Asked) -> Made:
    """The document that was asked for. Raises NotFoundError, UsageError, and BadDataError as `--final` asks."""
    from cs_cli.documents.content.context import build_review, reviews_of  # noqa: PLC0415  Jinja and Markdown: documents only
    from cs_cli.documents.document import make_document, refuse_open  # noqa: PLC0415  as above

    of = portfolio.settings
    review = build_review(portfolio, account, "internal" if asked.internal else "customer", asked.period)
    document = make_document(asked.template, review, of.folder / "templates", of["document.language"])
    if asked.final and document.reviews:
        refuse_open(document, [each["command"] for each in reviews_of(portfolio, account, asked.period)])
    return Made(account, document, review.get("evidence") or {})


def dress_of(asked: Asked, of: settings.Settings, tell: Callable[[str], object] | None = say) -> "Dress":
    """What a document is dressed in: what was typed, else the settings. Raises NotFoundError, ConfigError."""
    from cs_cli.documents.formats import Dress  # noqa: PLC0415  only where a document is made
    from cs_cli.documents.look.theme import DEFAULT  # noqa: PLC0415  as above
    from cs_cli.documents.look.theme_file import find_theme, load_theme  # noqa: PLC0415  as above

    named = asked.master or of["document.master"]
    master = Path(named).expanduser() if named else None
    if master and not master.is_file():
        raise NotFoundError(f"no file {master}", "A master is a PowerPoint file: --master FILE.pptx")
    said, footer = asked.theme or of["document.theme"], of["document.footer"]
    theme = load_theme(find_theme(said, of.folder), tell) if said else DEFAULT
    return Dress(replace(theme, footer=footer) if footer and not theme.footer else theme, master, tell)


def suffix_asked(asked: str | None) -> str | None:
    """The suffix of the file that was named; None where none was. Raises UsageError for one that nobody writes."""
    from cs_cli.documents.formats import suffix_of  # noqa: PLC0415  only where a document is made

    return None if asked is None else ".html" if asked == "-" else suffix_of(Path(asked))


def write_deck(cs: Cs, said: str, asked: Asked) -> Made:
    """Write the document of an account and print its path. Raises as make(), and CannotWriteError."""
    from cs_cli.documents.file_names import file_name, inside  # noqa: PLC0415  only where a document is made
    from cs_cli.documents.formats import default_suffix  # noqa: PLC0415  as above

    account = cs.portfolio.account(said)
    suffix = suffix_asked(asked.output)
    made = make(cs.portfolio, account, asked)
    suffix = suffix or default_suffix(made.deck)
    name = file_name(account.key, asked.template, cs.today, suffix)
    put(cs, made.deck, Path(asked.output) if asked.output else inside(Path(), name), suffix, asked)
    if asked.internal and asked.output != "-":
        say(f"{asked.output or name} shows internal facts of {account.name}: not for the customer")
    for remark in _remarks(cs, asked.template, made):
        say(remark)
    return made


def put(cs: Cs, deck: "Deck", path: Path, suffix: str, asked: Asked) -> None:
    """Write a deck at `path` and print that; `-` is stdout."""
    from cs_cli.documents.formats import written  # noqa: PLC0415  only where a document is made

    content = written(deck, suffix, dress_of(asked, cs.settings))
    if asked.output == "-":
        render.write_bytes(content)
        return
    from cs_cli.output.files import write_document  # noqa: PLC0415  only where a file is written

    write_document(path, content, settings.state_dir(), force=asked.force)
    render.write(f"{path}\n")


def refuse_for_a_check(asked: Asked) -> None:
    """Raises UsageError where something was asked for that only a file has."""
    said = {"-o": asked.output, "--final": asked.final, "--force": asked.force}
    if stray := next((name for name, value in said.items() if value), None):
        raise UsageError(f"--check writes no document and has no {stray}", "One at a time")


def _remarks(cs: Cs, template: str, made: Made) -> Iterator[str]:
    """What whoever made the deck should know: that it has only a title, what is open, what was left out as assumed."""
    from cs_cli.documents.content.agreement import left_out  # noqa: PLC0415  as above

    key, name = made.account.key, made.account.name
    if made.is_bare:
        yield (
            f"Only the title: nothing that a {template} shows is recorded of {name} up to {cs.today}. "
            f'Record it: cs import FILE, cs contract add {key} …, cs contact add {key} …, cs log {key} "…"'
        )
    for slide, title, why in made.document.reviews:
        yield f"Slide {slide} ({title}) is open for review: {why}"
    if found := left_out(cs.portfolio.held_by(made.account)):
        names, command = found
        yield f"Left out, as it is only assumed: {sentence_of(names, 'and')} of the contract. Settle it: {command}"
