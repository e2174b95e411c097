"""How wide text runs, from the advance widths of the shipped typeface: layout without a font library."""

import json
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

REGULAR, SEMIBOLD, DISPLAY = "regular", "semibold", "display"
ELLIPSIS = "…"
_FULL, _EMOJI, _OTHER = 1000, 1360, 620
_FIRST_EMOJI = 0x1F000
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
    if unicodedata.east_asian_width(char) in "WF":
        return _EMOJI if ord(char) >= _FIRST_EMOJI else _FULL
    return _OTHER


@lru_cache(maxsize=65536)
def width(text: str, size: float, style: str = REGULAR, tracking: float = 0.0) -> float:
    """The width of `text` in the unit of `size`; `tracking` is letter spacing in em."""
    return size * (sum(_advance(char, style) for char in text) / 1000 + tracking * len(text))


@lru_cache(maxsize=65536)
def lines(text: str, size: float, room: float, style: str = REGULAR, tracking: float = 0.0) -> int:
    """How many lines `text` takes in a box `room` wide; a word wider than the box is broken."""
    return sum(_lines(part, size, room, style, tracking) for part in text.split("\n"))


def _lines(text: str, size: float, room: float, style: str, tracking: float) -> int:
    space = width(" ", size, style, tracking)
    used, count = 0.0, 1
    for word in _words(text):
        wide = width(word, size, style, tracking)
        gap = space if used and not _breaks_before(word) else 0.0
        if used + gap + wide <= room:
            used += gap + wide
            continue
        count += 1 if used else 0
        broken = int(wide // room) if wide > room else 0
        count += broken
        used = wide - broken * room
    return count


def _words(text: str) -> list[str]:
    """Words between spaces; each ideograph stands alone, for a line may break beside it."""
    words: list[str] = []
    for word in text.split():
        held = ""
        for char in word:
            if _breaks_before(char):
                words += [held] if held else []
                words.append(char)
                held = ""
            else:
                held += char
        words += [held] if held else []
    return words


def _breaks_before(word: str) -> bool:
    return len(word) == 1 and unicodedata.east_asian_width(word) in "WF"


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
