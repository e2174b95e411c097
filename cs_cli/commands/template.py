"""`cs template list`, `copy` and `check`: shipped templates to change; one's own win over them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cs_cli import disk, settings
from cs_cli.commands.completion import complete_template
from cs_cli.commands.fields import words_below
from cs_cli.commands.options import CsCommand, Listing
from cs_cli.context import Cs
from cs_cli.errors import BadDataError, NotFoundError
from cs_cli.output import render

CHECK_KEYS = ["file", "line", "state", "told"]
NameArgument = Annotated[
    str, typer.Argument(metavar="NAME", autocompletion=complete_template, help="Which one: cs template list.")
]
NamesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[NAME | FILE…]", autocompletion=complete_template, help="These, instead of all your own."),
]
OutputOption = Annotated[str | None, typer.Option("--output", "-o", help="Another FILE, or - for stdout.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a template that was changed by hand.")]

template = words_below("The templates that documents are made from.")


@template.command("list", cls=Listing)
def list_(ctx: typer.Context) -> None:
    """List the templates, shipped and your own, and what each makes."""
    from cs_cli.commands.document_list import list_documents  # noqa: PLC0415  Jinja, for templates only

    list_documents(ctx.obj)


@template.command(cls=CsCommand)
def copy(ctx: typer.Context, name: NameArgument, output: OutputOption = None, *, force: ForceOption = False) -> None:
    """Copy a shipped template, or a part of several (parts/summary), into your own folder, where it wins."""
    from cs_cli.documents.source.template import shipped_file, shipped_folder  # noqa: PLC0415  Jinja, for templates only
    from cs_cli.output.files import write_document  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    shipped = shipped_file(name)
    if output == "-":
        render.write(shipped.read_text("utf-8"))
        return
    path = Path(output) if output else cs.settings.folder / "templates" / shipped.relative_to(shipped_folder())
    if not output:
        _make_folder(path.parent)
    write_document(path, shipped.read_bytes(), settings.state_dir(), force=force)
    render.write(f"{path}\n")


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise disk.cannot_write(folder, error) from error


@template.command(cls=Listing)
def check(ctx: typer.Context, names: NamesArgument = None) -> int:
    """Say what is wrong with templates, by line.

    The exit code is 65 where one can make no document. Without a name: all your own.
    """
    from cs_cli.documents.source.lint import ERROR, findings  # noqa: PLC0415  Jinja, for templates only
    from cs_cli.screens import template_check as screens  # noqa: PLC0415  as above

    cs: Cs = ctx.obj
    own = cs.settings.folder / "templates"
    paths = _paths(names, own)
    rows: list[dict[str, Any]] = [
        {"file": str(path), "line": line, "state": state, "told": told}
        for path in paths
        for line, state, told in findings(path, own)
    ]
    render.rows(rows[: cs.limit], CHECK_KEYS, cs.format, lambda: screens.screen(rows[: cs.limit], paths))
    return BadDataError.exit_code if any(row["state"] == ERROR for row in rows) else 0


def _paths(names: list[str] | None, own: Path) -> list[Path]:
    """The files that are meant: named, or templates by their name, or all of one's own."""
    from cs_cli.documents.source.template import PARTS, SUFFIX, find_template, template_names  # noqa: PLC0415  as above

    if not names:
        if any(own.glob(f"{PARTS}/*{SUFFIX}")):
            return [find_template(name, own) for name in template_names(own)]
        found = sorted(own.glob(f"*{SUFFIX}"))
        if not found:
            raise NotFoundError(f"no template of your own in {own}", "Begin one: cs template copy qbr")
        return found
    return [Path(name) if Path(name).is_file() else find_template(name, own) for name in names]
