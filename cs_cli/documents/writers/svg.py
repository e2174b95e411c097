"""Things of a scene as one `<svg>`: a drawing within a page of text."""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from math import cos, radians, sin

from cs_cli.documents.layout.chart_svg import length
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.measure import REGULAR
from cs_cli.documents.layout.scene import Arc, Ellipse, Group, Item, Line, Rect, Sign, Text, Words
from cs_cli.documents.source.deck import plain

Paint = Callable[[str], str]
_WEIGHTS = {REGULAR: 400}
_ANCHORS = {"left": ("start", 0.0), "center": ("middle", 0.5), "right": ("end", 1.0)}
_BASELINE = 0.36
"""How far a line's baseline lies under its middle, by the size of its letters."""
SIGNS = {
    "good": '<path d="M1.5 6.5 4.5 9.5 10.5 2.5" fill="none" stroke="currentColor" stroke-width="2"/>',
    "track": '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    "watch": '<path d="M6 1 11.5 11H.5z" fill="currentColor"/>',
    "risk": '<path d="M1.5 1.5h9v9h-9z" fill="currentColor"/>',
    "info": '<path d="M6 .5 11.5 6 6 11.5.5 6z" fill="currentColor"/>',
    "neutral": '<circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" stroke-width="1.8"/>',
}
"""The form of each tone, in a square of 12."""


def svg(items: Iterable[Item], box: Box, paint: Paint, name: str = "") -> str:
    """The items of `box` as one drawing; `paint` says how a colour of the theme is written."""
    inner = "".join(part for item in items for part in _drawn(item, paint))
    place = " ".join(length(side) for side in box)
    kind = f' class="{name}"' if name else ""
    return f'<svg viewBox="{place}" aria-hidden="true"{kind}>{inner}</svg>'


def _drawn(item: Item, paint: Paint) -> Iterator[str]:
    match item:
        case Group():
            for held in item.items:
                yield from _drawn(held, paint)
        case Rect():
            yield _rect(item, paint)
        case Ellipse():
            yield _ellipse(item, paint)
        case Arc():
            yield _arc(item, paint)
        case Line():
            ends = f'x1="{length(item.x1)}" y1="{length(item.y1)}" x2="{length(item.x2)}" y2="{length(item.y2)}"'
            yield f'<line {ends} stroke="{paint(item.colour)}" stroke-width="{length(item.thick)}"/>'
        case Sign():
            yield _sign(item, paint)
        case Text():
            yield from _text(item, paint)


def _look(fill: str, edge: str, thick: float, paint: Paint) -> str:
    stroke = f' stroke="{paint(edge)}" stroke-width="{length(thick)}"' if edge else ""
    return f'fill="{paint(fill) if fill else "none"}"{stroke}'


def _rect(item: Rect, paint: Paint) -> str:
    box = item.box
    place = f'x="{length(box.x)}" y="{length(box.y)}"'
    size = f'{place} width="{length(max(box.wide, 0))}" height="{length(max(box.high, 0))}"'
    curve = f' rx="{length(min(item.radius, box.wide / 2, box.high / 2))}"' if item.radius else ""
    return f"<rect {size}{curve} {_look(item.fill, item.edge, item.thick, paint)}/>"


def _ellipse(item: Ellipse, paint: Paint) -> str:
    box = item.box
    middle = f'cx="{length(box.x + box.wide / 2)}" cy="{length(box.y + box.high / 2)}"'
    faint = ' opacity=".6"' if item.faint else ""
    size = f'rx="{length(box.wide / 2)}" ry="{length(box.high / 2)}"'
    return f"<ellipse {middle} {size}{faint} {_look(item.fill, item.edge, item.thick, paint)}/>"


def _arc(item: Arc, paint: Paint) -> str:
    first, last = _on(item, item.start), _on(item, item.start + min(item.sweep, 359.99))
    box = item.box
    far = 1 if item.sweep > 180 else 0  # noqa: PLR2004  half a circle
    way = f"M{first}A{length(box.wide / 2)} {length(box.high / 2)} 0 {far} 1 {last}"
    stroke = f'stroke="{paint(item.colour)}" stroke-width="{length(item.thick)}" stroke-linecap="round"'
    return f'<path d="{way}" fill="none" {stroke}/>'


def _on(item: Arc, degrees: float) -> str:
    box, turn = item.box, radians(degrees)
    x, y = box.x + box.wide / 2 * (1 + cos(turn)), box.y + box.high / 2 * (1 + sin(turn))
    return f"{length(x)} {length(y)}"


def _sign(item: Sign, paint: Paint) -> str:
    box = item.box
    place = f'x="{length(box.x)}" y="{length(box.y)}" width="{length(box.wide)}" height="{length(box.high)}"'
    return f'<svg {place} viewBox="0 0 12 12" color="{paint(item.colour or item.tone)}">{SIGNS[item.tone]}</svg>'


def _text(item: Text, paint: Paint) -> Iterator[str]:
    high = sum(words.style.size * words.style.leading + words.above for words in item.words)
    y = item.box.y + {"top": 0.0, "middle": (item.box.high - high) / 2, "bottom": item.box.high - high}[item.anchor]
    for words in item.words:
        line = words.style.size * words.style.leading
        y += words.above
        yield _line(item.box, words, y + line / 2 + words.style.size * _BASELINE, paint)
        y += line


def _line(box: Box, words: Words, y: float, paint: Paint) -> str:
    style = words.style
    anchor, share = _ANCHORS[words.align]
    at = f' text-anchor="{anchor}"' if share else ""
    weight = f' font-weight="{_WEIGHTS.get(style.weight, 600)}"' if style.weight != REGULAR else ""
    look = f'font-size="{length(style.size)}"{weight} fill="{paint(style.colour)}"'
    said = escape(plain(words.runs), quote=False)
    return f'<text x="{length(box.x + box.wide * share)}" y="{length(y)}"{at} {look}>{said}</text>'
