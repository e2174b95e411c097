"""The typeface within a deck: Inter, cut to the letters that the deck needs."""

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from cs_cli.documents.source.deck import Deck, plain, texts

_TEXT, _TITLES = (("Inter", 400, "regular"), ("Inter", 600, "semibold")), (("Inter Display", 600, "display"),)
_RANGES = {
    "latin": "U+0-FF,U+131,U+152-153,U+2BB-2BC,U+2C6,U+2DA,U+2DC,U+300-301,U+303-304,U+308-309,U+323,U+2002-2044,"
    "U+20AC,U+2122,U+2191,U+2193,U+2212",
    "latin-ext": "U+100-130,U+132-151,U+154-24F,U+1E80-1E85,U+1E9E,U+1EF2-1EF3,U+20A0-20AB,U+20AD-20BF,U+2113",
}


def faces(deck: Deck) -> str:
    """The `@font-face` rules: the Latin letters always, the extended ones where text or titles hold one of them."""
    found = [(face, "latin") for face in (*_TEXT, *_TITLES)]
    found += [(face, "latin-ext") for face in _TEXT] if _is_extended(texts(deck)) else []
    titles = [*(plain(slide.title) for slide in deck.slides), *_values(deck)]
    found += [(face, "latin-ext") for face in _TITLES] if _is_extended(titles) else []
    return "".join(_face(*face, part) for face, part in found)


def _values(deck: Deck) -> list[str]:
    """The numbers of all tiles: they are set like titles."""
    blocks = (block for slide in deck.slides for block in slide.blocks if block.kind == "metrics")
    return [plain(cell) for block in blocks for row in block.rows for cell in row]


def _face(family: str, weight: int, style: str, part: str) -> str:
    source = f"url(data:font/woff2;base64,{_font(f'inter-{style}-{part}.woff2')})"
    face = f'font-family:"{family}";font-weight:{weight};src:{source} format("woff2")'
    return f"@font-face{{{face};unicode-range:{_RANGES[part]}}}"


@cache
def _font(name: str) -> str:
    return b64encode((files("cs_cli.documents") / "fonts" / name).read_bytes()).decode()


@cache
def _extended() -> frozenset[int]:
    """The characters of the extended files, from their unicode-range."""
    spans = (span.removeprefix("U+").split("-") for span in _RANGES["latin-ext"].split(","))
    return frozenset(code for span in spans for code in range(int(span[0], 16), int(span[-1], 16) + 1))


def _is_extended(found: Iterable[str]) -> bool:
    return any(ord(char) in _extended() for text in found for char in text)
