"""`cs export csv`: the portfolio as files that `cs import` reads back; `cs export xlsx`: a list for finance."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand
from cs_cli.commands.workbooks import xlsx
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.output.files import write_folder
from cs_cli.settings import state_dir

FolderOption = Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder for the files.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite files that cs has not written.")]
export = words_below("Write the portfolio as files that cs import reads back, or a list for finance.")
export.add_typer(xlsx, name="xlsx")


@export.command("csv", cls=CsCommand)
def as_csv(ctx: typer.Context, output: FolderOption, *, force: ForceOption = False) -> None:
    """One CSV file a kind, readable by you alone; importing them into an empty portfolio gives the same one."""
    from cs_cli.intake.export import files_of  # noqa: PLC0415  the formats are needed only here

    cs: Cs = ctx.obj
    files = list(files_of(cs.reader.connection))
    contents = {name: text.encode() for name, text, _count in files}
    write_folder(output, contents, state_dir(), force=force)
    counts = ", ".join(_counted(count, name.removesuffix(".csv")) for name, _text, count in files if count)
    where = f"cs --db FILE import {quote(str(output))}/*.csv"
    say(f"{output}: {counts or 'an empty portfolio'}. Into another portfolio: {where}")


def _counted(count: int, plural: str) -> str:
    """`1 activity`, `12 activities`."""
    singular = f"{plural[:-3]}y" if plural.endswith("ies") else plural.removesuffix("s")
    return words.counted(count, singular, plural)
