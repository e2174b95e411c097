"""How a CSM feels about an account, and what customers answer to surveys."""

from math import isfinite
from typing import NamedTuple

from cs_cli.errors import UsageError

MOODS = ("green", "yellow", "red")
_ALSO = {"amber": "yellow"}


def parse_mood(said: str) -> str:
    """`green`, `yellow` (or amber) or `red`. Raises UsageError."""
    mood = said.strip().lower()
    if (mood := _ALSO.get(mood, mood)) not in MOODS:
        raise UsageError(f'no mood "{said}"; nothing was written', "One of green, yellow (or amber), red")
    return mood


class Scale(NamedTuple):
    """The scores that a survey knows, and whether only whole ones."""

    least: int
    most: int
    is_whole: bool = False


SCALES = {"nps": Scale(0, 10, is_whole=True), "csat": Scale(1, 5), "ces": Scale(1, 7)}


def parse_score(kind: str, said: str) -> float:
    """The score of a survey of that kind (one of SCALES). Raises UsageError with the range."""
    scale = SCALES[kind]
    whole = "a whole number " if scale.is_whole else ""
    try:
        score = float(said.strip().replace(",", "."))
    except ValueError:
        score = float("nan")
    if not isfinite(score) or not scale.least <= score <= scale.most or (scale.is_whole and score != int(score)):
        raise UsageError(
            f'"{said}" is no {kind.upper()} score; nothing was written',
            f"It is {whole}from {scale.least} to {scale.most}",
        )
    return score
