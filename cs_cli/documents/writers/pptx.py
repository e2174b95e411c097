"""A deck as a PowerPoint file to edit: real titles, tables, charts, notes, on the shipped master or the user's own."""

from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

from cs_cli.documents.layout.compose import sheets
from cs_cli.documents.look.theme import DEFAULT, Theme
from cs_cli.documents.source.deck import Deck
from cs_cli.documents.writers.pptx_dress import dressed
from cs_cli.documents.writers.pptx_master import Master, master_of
from cs_cli.documents.writers.pptx_package import emptied, not_pptx, opened, packed
from cs_cli.documents.writers.pptx_slide import Slides
from cs_cli.errors import BadDataError


def write_pptx(deck: Deck, theme: Theme = DEFAULT, master: Path | None = None) -> bytes:
    """The deck as a .pptx file; give it what `for_audience` returned.

    `master` is a presentation whose layouts, typefaces, colours and logo are taken instead of the theme's. Raises
    BadDataError where that is no presentation to write on.
    """
    deck = theme.worn_by(deck)
    presentation = _presentation(master)
    if master is None:
        dressed(presentation, theme)
    ground = _ground(presentation, master)
    emptied(presentation)
    slides = Slides(presentation, ground, deck, theme)
    for sheet in sheets(deck, ground.frame):
        slides.add(sheet)
    slides.finish()
    return packed(presentation.part.package, deck)


def _ground(presentation: Any, master: Path | None) -> Master:  # noqa: ANN401  python-pptx has no types
    try:
        return master_of(presentation, str(master), is_ours=master is None)
    except (ArithmeticError, LookupError, AttributeError, TypeError, ValueError) as error:
        raise BadDataError(
            f"{master} lacks a part that a presentation has, or has it twice or empty",
            "Open it in PowerPoint, save it as .pptx and take that.",
        ) from error


@cache
def _shipped() -> bytes:
    return (files("cs_cli.documents") / "masters" / "cs-master.pptx").read_bytes()


def _presentation(master: Path | None) -> Any:  # noqa: ANN401  python-pptx has no types
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415  only these decks need both
    from pptx import Presentation  # noqa: PLC0415  as above

    if master is None:
        return Presentation(BytesIO(_shipped()))
    try:
        return Presentation(opened(master))
    except (XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        raise not_pptx(master) from error
