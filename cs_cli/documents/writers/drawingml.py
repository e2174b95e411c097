"""What every part of an Office file is written with: clean text, colours, and the direction of words."""

import re
import unicodedata
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from cs_cli.documents.look import theme

_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RIGHTWARD = {"R", "AL"}
_ISOLATED = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
_BRIGHT_ENOUGH = 4.5


class Paint(NamedTuple):
    """A colour as DrawingML writes it, and what it comes to on paper (`2350D9`)."""

    xml: str
    rgb: str


Paints = Mapping[str, Paint]


def printable(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def words(text: str) -> str:
    """`text` between tags."""
    return escape(printable(text), quote=False)


def quoted(text: str) -> str:
    """`text` as the value of an attribute, white space as spaces."""
    return escape(" ".join(printable(text).split()))


def solid(rgb: str) -> Paint:
    """A fixed colour from its six digits, with `#` before them or not."""
    digits = rgb.removeprefix("#").upper()
    return Paint(f'<a:srgbClr val="{digits}"/>', digits)


def fixed_paints(colours: Mapping[str, str]) -> dict[str, Paint]:
    """Every colour of a theme as a fixed one, white with them."""
    return {name: solid(value) for name, value in ({"white": "#FFFFFF"} | dict(colours)).items()}


def fill(paint: Paint | None) -> str:
    """The fill of a shape or of letters; None is none."""
    return f"<a:solidFill>{paint.xml}</a:solidFill>" if paint else "<a:noFill/>"


def faint(paint: Paint) -> Paint:
    """The colour with something of what is behind it."""
    head, _, tail = (
        paint.xml.partition("/>") if paint.xml.endswith("/>") and paint.xml.count("<") == 1 else ("", "", "")
    )
    xml = f'{head}><a:alpha val="60000"/></{head[1:].split()[0]}>' if head else paint.xml
    return Paint(xml + tail, paint.rgb)


def mixed(one: str, other: str, share: float) -> str:
    """The colour `share` of the way from one to the other."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return "".join(f"{round(first + (second - first) * share):02X}" for first, second in pairs)


def is_dark(rgb: str) -> bool:
    """Whether white stands out more on this ground than black."""
    return contrast(rgb, "FFFFFF") > contrast(rgb, "000000")


def luminance(rgb: str) -> float:
    """How bright a colour is to the eye, 0 to 1 (WCAG 2)."""
    parts = [int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)  # noqa: PLR2004  the standard's own numbers
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, 1 to 21 (WCAG 2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def over(ground: Paint, paints: Paints) -> Paint:
    """White where it can be read on `ground`, else ink."""
    return paints["white"] if contrast(ground.rgb, "FFFFFF") >= _BRIGHT_ENOUGH else solid(theme.COLOURS["ink"])


def is_rightward(text: str) -> bool:
    """Whether the first letter that has a direction, names in isolation left aside, runs from right to left."""
    kinds = (unicodedata.bidirectional(char) for char in (*_ISOLATED.sub("", text), *text))
    return next((kind in _RIGHTWARD for kind in kinds if kind == "L" or kind in _RIGHTWARD), False)
