"""How wide text runs, from the advance widths of the shipped typeface: layout without a font library."""

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

REGULAR, SEMIBOLD, DISPLAY = "regular", "semibold", "display"
ELLIPSIS = "…"
_FULL, _EMOJI, _OTHER = 1000, 1360, 620
_FIRST_EMOJI = 0x1F000
_Word = tuple[bool, str]
_HYPHENED = re.compile(r"[^-/–—]*[-/–—]+|[^-/–—]+")
_INVISIBLE = {"Mn", "Me", "Cf", "Cc"}


@cache
def _advances(style: str) -> dict[str, int]:
    table = json.loads((files("cs_cli.documents") / "fonts" / "widths.json").read_text("utf-8"))[style]
    return dict(zip(table["chars"], table["widths"], strict=True))


@cache
def _advance(char: str, style: str) -> int:
    known = _advances(style).get(char)
    if known is not None:
        return known
    if unicodedata.category(char) in _INVISIBLE:
        return 0
    if _is_wide(char):
        return _EMOJI if ord(char) >= _FIRST_EMOJI else _FULL
    return _OTHER


@lru_cache(maxsize=65536)
def width(text: str, size: float, style: str = REGULAR, tracking: float = 0.0) -> float:
    """The width of `text` in the unit of `size`; `tracking` is letter spacing in em."""
    return size * (sum(_advance(char, style) for char in text) / 1000 + tracking * len(text))


@lru_cache(maxsize=65536)
def lines(text: str, size: float, room: float, style: str = REGULAR, tracking: float = 0.0) -> int:
    """How many lines `text` takes in a box `room` wide; a word wider than the box is broken.

    Whether a line may break after a hyphen or a slash depends on what follows; the worse of both is counted.
    """

    def count(words: list[_Word]) -> int:
        return _count([(gap, width(word, size, style, tracking)) for gap, word in words], space, room)

    space = width(" ", size, style, tracking)
    return sum(max(count(_words(part)), count(_pieces(part))) for part in text.split("\n"))


def _count(words: list[tuple[bool, float]], space: float, room: float) -> int:
    """Lines for words of these widths, set one after the other, each with a space before it or not."""
    used, count = 0.0, 1
    for has_gap, wide in words:
        gap = space if used and has_gap else 0.0
        if used + gap + wide <= room:
            used += gap + wide
            continue
        count += 1 if used else 0
        broken = int(wide // room) if wide > room else 0
        count += broken
        used = wide - broken * room
    return count


def _words(text: str) -> list[_Word]:
    """Words between spaces, and whether a space stands before them; each ideograph stands alone."""
    words: list[_Word] = []
    for word in text.split():
        for alone, letters in groupby(enumerate(word), key=lambda letter: letter[0] if _is_wide(letter[1]) else -1):
            part = "".join(letter for _, letter in letters)
            words.append((alone < 0 and word.startswith(part), part))
    return words


def _pieces(text: str) -> list[_Word]:
    """The same with hyphens and slashes as places to break after."""
    return [(gap and n == 0, piece) for gap, word in _words(text) for n, piece in enumerate(_HYPHENED.findall(word))]


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def shortened(text: str, size: float, room: float, style: str = REGULAR, tracking: float = 0.0) -> str:
    """`text`, or as much of its start as fits in `room` with an ellipsis after it."""
    if width(text, size, style, tracking) <= room:
        return text
    room -= width(ELLIPSIS, size, style, tracking)
    used = 0.0
    for n, char in enumerate(text):
        used += width(char, size, style, tracking)
        if used > room:
            return text[:n].rstrip() + ELLIPSIS
    return text
