"""Bands on a screen: glyph, word and colour together, so that nothing relies on colour; `✎` on one set by hand."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from cs_cli.domain import words
from cs_cli.output.sheet import Cell

BY_HAND = "✎"
STYLES = {"red": "bold red", "yellow": "yellow", "green": "green", "grey": "bright_black"}


def band(score: Any) -> Cell:  # noqa: ANN401  a Score of domain.health, kept out of the import graph
    """`■ red 40`, `○ grey` where too little is known, `▲ yellow 50 ✎` where it was set by hand."""
    name = str(score.band)
    number = "" if score.whole is None or name == "grey" else f" {score.whole}"
    return Cell(f"{score.band.glyph} {name}{number}{mark(score)}", STYLES[name])


def band_word(score: Any) -> Cell:  # noqa: ANN401  as above
    """`■ red`, `▲ yellow ✎` where it was set by hand."""
    return Cell(f"{score.band.glyph} {score.band}{mark(score)}", STYLES[score.band])


def mark(score: Any) -> str:  # noqa: ANN401  as above
    """What stands behind a score whose band was set by hand."""
    return f" {BY_HAND}" if score.by_hand else ""


def by_hand_lines(scores: Iterable[tuple[str, Any]], today: date) -> Iterator[str]:
    """For the end of a list, a line for each account in it whose band was set by hand: until when, and why.

    `scores` are pairs of an account's key and its score; an account may be in it more than once.
    """
    for key, by_hand in dict.fromkeys((key, score.by_hand) for key, score in scores if score.by_hand):
        yield f"{BY_HAND} {key} {by_hand.band} by hand until {words.near(by_hand.until, today)}: {by_hand.why}"
