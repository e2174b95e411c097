"""`cs scorecard copy`: a scorecard of one's own, begun from the default or from an example."""

import json
import re
import tomllib
from typing import Annotated

import typer

from cs_cli.context import Cs, say
from cs_cli.domain.scorecard_settings import scorecard_from
from cs_cli.errors import NotFoundError, UsageError, sentence_of
from cs_cli.output import render
from cs_cli.store.scorecards import DEFAULT, assembled, example_names, own_files, read_scorecard, shipped_file
from cs_cli.store.tomlfile import begin

_PLAIN = re.compile(r"[^\W_][\w.-]*")
_NOTHING = "nothing was written"
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="default, or an example of cs scorecard list.")]
AsOption = Annotated[str | None, typer.Option("--as", metavar="NEWNAME", help="What it is called, and its file.")]
SegmentsOption = Annotated[
    list[str] | None, typer.Option("--segment", metavar="SEGMENT", help="Whom it serves (again for more).")
]


def copy(ctx: typer.Context, name: NameArgument, new: AsOption = None, segment: SegmentsOption = None) -> None:
    """Begin a scorecard of your own with the default or an example."""
    cs: Cs = ctx.obj
    shipped = shipped_file(name)
    if shipped is None:
        known = sentence_of([DEFAULT, *example_names()], "and")
        raise NotFoundError(f'no scorecard "{name}" to copy; {_NOTHING}', f"There are {known}")
    called = _called(name, new, segment)
    text = _renamed(shipped.read_text("utf-8"), called, segment or ([called] if name == DEFAULT else None))
    own = cs.settings.folder / "scorecards" / f"{called}.toml"
    card = scorecard_from(tomllib.loads(text), str(own), text)
    if not own.exists():
        assembled([*map(read_scorecard, own_files(own.parent)), card], own.parent)
    begin(own, text.encode())
    render.write(f"{own}\n")
    serves = f"segment {sentence_of(list(card.segments), 'and')}" if card.segments else "everybody else"
    whom = "Put your own segments into it: it serves" if card.segments and not segment else "It serves"
    say(f"{whom} {serves}. Then: cs scorecard check")


def _called(name: str, new: str | None, segment: list[str] | None) -> str:
    """What the copy is called: as asked; a default for a segment by that segment. Raises UsageError."""
    called = new or (segment[0].lower() if name == DEFAULT and segment else name)
    if not _PLAIN.fullmatch(called):
        raise UsageError(f'"{called}" can be no name of a file; {_NOTHING}', "Like --as enterprise")
    if called == DEFAULT and segment:
        raise UsageError(
            f'a scorecard named "{DEFAULT}" serves everybody else, no segment; {_NOTHING}', "Like --as enterprise"
        )
    return called


def _renamed(text: str, called: str, segments: list[str] | None) -> str:
    """The same scorecard under another name and for other segments; without any, for those that it names."""
    lines = [line for line in text.splitlines() if called != DEFAULT or not line.startswith("segments = ")]
    if segments and called != DEFAULT:
        lines = [line for line in lines if not line.startswith("segments = ")]
    at = next(number for number, line in enumerate(lines) if line.startswith("name = "))
    lines[at] = f"name = {json.dumps(called, ensure_ascii=False)}"
    if segments and called != DEFAULT:
        listed = ", ".join(json.dumps(segment, ensure_ascii=False) for segment in segments)
        lines.insert(at + 1, f"segments = [{listed}]")
    return "\n".join(lines) + "\n"
