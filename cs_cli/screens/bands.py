"""Bands on a screen: glyph, word and colour together, so that nothing relies on colour."""

from typing import Any

from cs_cli.output.sheet import Cell

STYLES = {"red": "bold red", "yellow": "yellow", "green": "green", "grey": "bright_black"}
GLYPHS = {"red": "■", "yellow": "▲", "green": "●", "grey": "○"}


def band(score: Any) -> Cell:  # noqa: ANN401  a Score of domain.health, kept out of the import graph
    """`■ red 40`, or `○ grey` where too little is known."""
    name = str(score.band)
    number = "" if score.whole is None or name == "grey" else f" {score.whole}"
    return Cell(f"{GLYPHS[name]} {name}{number}", STYLES[name])


def band_word(score: Any) -> Cell:  # noqa: ANN401  as above
    """`■ red`."""
    name = "grey" if score is None else str(score.band)
    return Cell(f"{GLYPHS[name]} {name}", STYLES[name])
