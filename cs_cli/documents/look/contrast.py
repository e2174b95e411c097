"""Colours that can be read: the contrast of WCAG 2.2, and the nearest colours that keep to it."""

from collections.abc import Iterable, Mapping
from functools import cache

TEXT, GRAPHIC = 4.5, 3.0
_LIGHT_GROUND, _DARK_GROUND = 15.0, 7.0
_LOW, _LINEAR, _GAMMA = 0.04045, 12.92, 2.4
_SHARES = (0.2126, 0.7152, 0.0722)
_BLACK, _WHITE = "#000000", "#FFFFFF"
_TINTS = ("good-bg", "watch-bg", "risk-bg", "info-bg", "neutral-bg")
LIGHT = ("white", "surface", *_TINTS)

Need = tuple[str, float]


def _on(grounds: Iterable[str], least: float) -> tuple[Need, ...]:
    return tuple((ground, least) for ground in grounds)


NEEDS: dict[str, tuple[Need, ...]] = {
    "surface": ((_BLACK, _LIGHT_GROUND),), **dict.fromkeys(_TINTS, ((_BLACK, _LIGHT_GROUND),)),
    "line": ((_BLACK, _DARK_GROUND),),
    "navy": ((_WHITE, _DARK_GROUND),), "navy2": ((_WHITE, _DARK_GROUND),),
    "ink": _on(LIGHT, TEXT), "body": _on(LIGHT, TEXT), "muted": _on(LIGHT, TEXT), "info": _on(LIGHT, TEXT),
    "c1": (*_on(("white", "surface"), TEXT), *_on(_TINTS, GRAPHIC)),
    "good": _on(("white", "good-bg"), TEXT), "watch": _on(("white", "watch-bg"), TEXT),
    "risk": _on(("white", "risk-bg"), TEXT), "neutral": _on(("white", "neutral-bg"), TEXT),
    "c3": _on(("white",), TEXT), "c4": _on(("white",), TEXT), "c5": _on(("white",), TEXT),
    "c2": (("white", GRAPHIC), ("on-light", TEXT)), "c6": (("white", GRAPHIC), ("on-light", TEXT)),
    "soft": (("on-light", TEXT), ("navy", GRAPHIC)),
    "onmuted": _on(("navy", "navy2"), TEXT),
}  # fmt: skip
"""Against what each colour must stand out, and how much: grounds first, then what stands on them."""


@cache
def luminance(colour: str) -> float:
    """The relative luminance of `#RRGGBB`, 0 to 1."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return sum(share * _linear(part) for share, part in zip(_SHARES, parts, strict=True))


def _linear(part: float) -> float:
    return part / _LINEAR if part <= _LOW else ((part + 0.055) / 1.055) ** _GAMMA


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#RRGGBB`, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a share (0 to 1) of `other`."""
    pairs = ((int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def readable(colours: Mapping[str, str]) -> dict[str, str]:
    """The colours, each that cannot be read made darker or lighter, as little as helps."""
    found = dict(colours)
    for name, needs in NEEDS.items():
        against = [(found.get(other, other), least) for other, least in needs]
        steps = (mixed(found[name], end, step / 200) for step in range(201) for end in (_BLACK, _WHITE))
        found[name] = next(one for one in steps if all(contrast(one, other) >= least for other, least in against))
    return found
