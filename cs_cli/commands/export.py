"""`cs export`: the whole portfolio as files that `cs import` reads back."""

from pathlib import Path
from typing import Annotated

import typer

from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand
from cs_cli.context import Cs, say
from cs_cli.disk import PRIVATE, cannot_write
from cs_cli.output.files import write_document
from cs_cli.settings import state_dir

FolderOption = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder for the files.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite files that cs has not written.")]
export = words_below("Write the portfolio as files that cs import reads back.")


@export.command("csv", cls=CsCommand)
def as_csv(ctx: typer.Context, output: FolderOption, *, force: ForceOption = False) -> None:
    """One CSV file a kind, readable by you alone; importing them into an empty portfolio gives the same one."""
    from cs_cli.intake.export import files_of  # noqa: PLC0415  the formats are needed only here

    cs: Cs = ctx.obj
    files = list(files_of(cs.reader.connection))
    try:
        output.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(output, error) from error
    for name, text, _count in files:
        write_document(output / name, text.encode(), state_dir(), force=force, mode=PRIVATE)
    counts = ", ".join(f"{count:,} {name.removesuffix('.csv')}" for name, _text, count in files if count)
    say(f"{output}: {counts or 'an empty portfolio'}. Into another portfolio: cs --db FILE import {output}/*.csv")
