"""Bands on a screen: glyph, word and colour together, so that nothing relies on colour."""

from typing import Any

from cs_cli.output.sheet import Cell

STYLES = {"red": "bold red", "yellow": "yellow", "green": "green", "grey": "bright_black"}


def band(score: Any) -> Cell:  # noqa: ANN401  a Score of domain.health, kept out of the import graph
    """`■ red 40`, or `○ grey` where too little is known."""
    name = str(score.band)
    number = "" if score.whole is None or name == "grey" else f" {score.whole}"
    return Cell(f"{score.band.glyph} {name}{number}", STYLES[name])


def band_word(score: Any) -> Cell:  # noqa: ANN401  as above
    """`■ red`."""
    return Cell(f"{score.band.glyph} {score.band}", STYLES[score.band])
