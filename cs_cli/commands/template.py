"""`cs template copy qbr`: a shipped template to change; one's own wins over it."""

from pathlib import Path
from typing import Annotated

import typer

from cs_cli import disk, settings
from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand
from cs_cli.context import Cs
from cs_cli.output import render

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="qbr or plan.")]
OutputOption = Annotated[str | None, typer.Option("--output", "-o", help="Another FILE, or - for stdout.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a template that was changed by hand.")]

template = words_below("The templates that decks are made from.")


@template.command(cls=CsCommand)
def copy(ctx: typer.Context, name: NameArgument, output: OutputOption = None, *, force: ForceOption = False) -> None:
    """Copy a shipped template into your own folder, where it wins."""
    from cs_cli.documents.template import find_template  # noqa: PLC0415  Jinja, for templates only
    from cs_cli.output.files import write_document  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    shipped = find_template(name)
    if output == "-":
        render.write(shipped.read_text("utf-8"))
        return
    path = Path(output) if output else cs.settings.folder / "templates" / shipped.name
    if not output:
        _make_folder(path.parent)
    write_document(path, shipped.read_bytes(), settings.state_dir(), force=force)
    render.write(f"{path}\n")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise disk.cannot_write(folder, error) from error
