"""`cs digest`: what changed and what is due, for a terminal, a file, a mail or a chat; made to run from cron."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cs_cli.commands.digest_facts import DigestDesk
from cs_cli.commands.options import OwnerOption
from cs_cli.context import Cs, say
from cs_cli.delivery.kinds.webhook import row_of
from cs_cli.disk import PRIVATE
from cs_cli.domain.digest import Digest
from cs_cli.domain.filenames import file_stem
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.output.files import write_document
from cs_cli.screens import digest as screens
from cs_cli.settings import config_dir, state_dir
from cs_cli.store.digests import digest_names, load_digest

KEYS = [
    "owner", "section", "id", "kind", "account", "contract", "on", "what", "arr", "currency", "rule", "command",
]  # fmt: skip
TERMINAL, FILE, STDOUT = "terminal", "file", "-"


class DigestFormat(StrEnum):
    """How a digest is written."""

    TEXT = "text"
    MD = "md"
    HTML = "html"


_BY_SUFFIX = {
    ".md": DigestFormat.MD,
    ".markdown": DigestFormat.MD,
    ".html": DigestFormat.HTML,
    ".htm": DigestFormat.HTML,
}
NameArgument = Annotated[
    str,
    typer.Argument(
        metavar="[NAME]",
        autocompletion=lambda: digest_names(config_dir() / "digests"),
        show_default=False,
        help="daily, weekly, monthly or one of your own; daily.",
    ),
]
ToOption = Annotated[list[str] | None, typer.Option("--to", metavar="CHANNEL", help="terminal, file or a channel.")]
PerOwnerOption = Annotated[bool, typer.Option("--per-owner", help="One for each owner.")]
FormatOption = Annotated[str | None, typer.Option("--format", help="text, md or html.")]
JsonOption = Annotated[bool, typer.Option("--json", help="The lines as JSON.")]
DryOption = Annotated[bool, typer.Option("--dry-run", help="Show what would go where and why; send nothing.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print nothing when there is nothing to say.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that cs has not written.")]
OutputOption = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file; - is stdout.")]


def digest(
    ctx: typer.Context,
    name: NameArgument = "daily",
    to: ToOption = None,
    owner: OwnerOption = None,
    fmt: FormatOption = None,
    output: OutputOption = None,
    *,
    per_owner: PerOwnerOption = False,
    as_json: JsonOption = False,
    dry_run: DryOption = False,
    quiet: QuietOption = False,
    force: ForceOption = False,
) -> None:
    """Tell what to decide, what moved, what is late."""
    cs: Cs = ctx.obj
    from cs_cli.commands.digest_sending import channels_named, send, shown  # noqa: PLC0415  most runs print

    _check_format(fmt, as_json=as_json)
    places = _places(to, output)
    if as_json:
        _check_json(places, output, dry_run=dry_run)
    if owner is not None and per_owner:
        raise UsageError("--owner and --per-owner at once", "One of them")
    channels = channels_named(cs, [place for place in places if place not in (TERMINAL, FILE)])
    desk = DigestDesk(cs, load_digest(name, cs.settings.folder / "digests"))
    owners: Sequence[str | None] = desk.owners() if per_owner else [owner]
    own = [desk.digest(each) for each in owners] if TERMINAL in places or FILE in places else []
    told = [made for made in own if not (made.is_empty and quiet)]
    if dry_run:
        render.document("\n".join([*map(screens.as_plain, told), *shown(cs, desk, owners, channels)]))
        return
    if TERMINAL in places and as_json:
        render.write(_json(told))
    elif TERMINAL in places:
        _print(told, fmt or DigestFormat.TEXT)
    if FILE in places and output:
        _write(told, output, fmt, as_json=as_json, force=force)
    if channels and (code := send(cs, desk, owners, channels, quiet=quiet)):
        raise typer.Exit(code)


def _places(to: Sequence[str] | None, output: Path | None) -> list[str]:
    """Where it goes, each place once: as asked, else into the file named, else to the terminal."""
    is_stdout = str(output) == STDOUT
    places = list(dict.fromkeys(to or [FILE if output and not is_stdout else TERMINAL]))
    if FILE in places and (output is None or is_stdout):
        raise UsageError("--to file: which file?", "Name it: -o FILE")
    if output and not is_stdout and FILE not in places:
        raise UsageError(f"-o {output} is for --to file, and it goes to {', '.join(places)}", "Add --to file")
    return places


def _check_format(said: str | None, *, as_json: bool) -> None:
    if said is not None and said not in set(DigestFormat):
        raise UsageError(f'no digest format "{said}"', "One of text, md, html")
    if as_json and said is not None:
        raise UsageError("two formats at once", "One of --json, --format FORMAT")


def _check_json(places: Sequence[str], output: Path | None, *, dry_run: bool) -> None:
    """JSON is printed or goes into a file that is named so: a message and a dry run have a form of their own."""
    if dry_run:
        raise UsageError("--json and --dry-run at once", "One of them: a dry run shows what is sent, as it is sent")
    if TERMINAL not in places and FILE not in places:
        raise UsageError(f"--json: nothing that goes to {', '.join(places)} is JSON", "Leave out --json, or --to")
    if FILE in places and output and output.suffix.lower() != ".json":
        raise UsageError(f"--json into {output}, which does not end in .json", f"-o {output.with_suffix('.json')}")


def _print(digests: Sequence[Digest], fmt: str) -> None:
    if fmt == DigestFormat.TEXT:
        for number, made in enumerate(digests):
            render.sheets([*([""] if number else []), *screens.as_sheets(made)])
    elif digests:
        render.document("\n".join(_text(made, fmt) for made in digests))


def _text(made: Digest, fmt: str) -> str:
    if fmt == DigestFormat.MD:
        return screens.as_markdown(made)
    return screens.as_html(made) if fmt == DigestFormat.HTML else screens.as_plain(made)


def _json(digests: Sequence[Digest]) -> str:
    rows = [
        {"owner": made.owner or None, "section": section.title} | row_of(line)
        for made in digests
        for section in made.sections
        for line in section.lines
    ]
    return render.as_json(rows, KEYS)


def _write(digests: Sequence[Digest], path: Path, fmt: str | None, *, as_json: bool, force: bool) -> None:
    """One file, or one for each owner with his name in it, for the user's eyes alone.

    Without a format it is the one that the file's name ends with.
    """
    fmt = fmt or _BY_SUFFIX.get(path.suffix.lower(), DigestFormat.TEXT)
    for made in digests:
        of = path.with_name(f"{path.stem}-{file_stem(made.owner)}{path.suffix}") if len(digests) > 1 else path
        content = _json([made]) if as_json else _text(made, fmt)
        write_document(of, content.encode("utf-8", "replace"), state_dir(), force=force, mode=PRIVATE)
        say(f"{of}: {made.subject}")
