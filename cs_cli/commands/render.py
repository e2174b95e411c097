"""`cs render deck.md -o deck.pptx`: a document from its Markdown, edited by hand; the portfolio is not asked."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cs_cli.commands.making import (
    Asked,
    FinalOption,
    ForceOption,
    InternalOption,
    MasterOption,
    OutputOption,
    ThemeOption,
    put,
    suffix_asked,
)
from cs_cli.context import Cs, say
from cs_cli.errors import BadDataError, DeniedError, NotFoundError, UsageError

FileArgument = Annotated[
    str, typer.Argument(metavar="FILE", help="The Markdown that cs wrote, or like it; - is stdin.")
]


def render(
    ctx: typer.Context,
    file: FileArgument,
    output: OutputOption = None,
    master: MasterOption = None,
    theme: ThemeOption = None,
    *,
    internal: InternalOption = False,
    final: FinalOption = False,
    force: ForceOption = False,
) -> None:
    """Write a document from its Markdown, edited by hand, and print its path; internal slides and notes are cut."""
    from cs_cli.documents.document import document_of, refuse_open  # noqa: PLC0415  Markdown, for documents only
    from cs_cli.documents.formats import default_suffix  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    suffix = suffix_asked(output)
    document = document_of(_source(file), "internal" if internal else "customer", file)
    if final:
        refuse_open(document)
    path = Path(output) if output else Path(Path(file).stem).with_suffix(default_suffix(document.deck))
    if file != "-" and path.resolve() == Path(file).resolve():
        raise UsageError(f"{path} is the file that is read", "Write another: -o FILE.pptx")
    put(cs, document.deck, path, suffix or default_suffix(document.deck), Asked("", output, master, theme, force=force))
    if internal and output != "-":
        say(f"{path} shows what is internal: not for the customer")


def _source(file: str) -> str:
    """The text of the file; `-` is stdin. Raises NotFoundError, BadDataError."""
    if file == "-":
        content = sys.stdin.buffer.read()
    else:
        path = Path(file)
        if not path.is_file():
            raise NotFoundError(f"no file {file}", "The Markdown of a deck: cs qbr ACME -o deck.md")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise DeniedError(f"{file} cannot be read: {error.strerror}", "Whose is the file?") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadDataError(f"{file}, line {line}: it is not UTF-8", "Save it as UTF-8 in your editor") from error
