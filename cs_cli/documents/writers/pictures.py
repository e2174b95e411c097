"""Charts and drawings as SVG that stands alone: every colour resolved, for a reader that knows no style sheet."""

from dataclasses import replace

from cs_cli.documents.layout import chart_svg
from cs_cli.documents.layout.scene import Drawn, Group, Item, Sign, Text, Words
from cs_cli.documents.look.theme import FILLS, LIGHT_FILLS, TONES, Theme
from cs_cli.documents.writers.svg import svg

_ON_DARK = {
    "ink": "white", "body": "white", "muted": "onmuted", "line": "online", "surface": "navy2", "info-bg": "navy2",
}  # fmt: skip
"""What stands for a colour where a drawing lies on dark ground."""
_NAMESPACE = "http://www.w3.org/2000/svg"


def chart_picture(item: Drawn, theme: Theme) -> str:
    """The chart of an item."""
    drawn = chart_svg.svg(item.chart, item.box.wide, item.box.high)
    styles = f"<style>{_styles(theme, is_dark=item.is_dark)}</style>"
    return _alone(drawn, theme).replace(">", f">{styles}", 1)


def drawing(item: Group, theme: Theme, *, is_dark: bool) -> str:
    """What a group holds, in one picture."""
    changed = _ON_DARK if is_dark else {}
    items = map(_on_dark, item.items) if is_dark else item.items
    return _alone(svg(items, item.box, lambda name: colour(theme, changed.get(name, name))), theme)


def _on_dark(item: Item) -> Item:
    """A status in white: on dark ground its form and its word tell it."""
    match item:
        case Sign():
            return replace(item, colour="white")
        case Text():
            return replace(item, words=tuple(map(_in_white, item.words)))
    return item


def _in_white(words: Words) -> Words:
    return replace(words, style=replace(words.style, colour="white")) if words.style.colour in TONES else words


def colour(theme: Theme, name: str) -> str:
    """A colour by its name, as `#RRGGBB`."""
    return theme.colours["good" if name == "track" else name]


def _alone(drawn: str, theme: Theme) -> str:
    family = f"{theme.body}, Inter" if theme.body else "Inter"
    bare = family.replace('"', "").replace("<", "").replace("&", "")
    return drawn.replace("<svg ", f'<svg xmlns="{_NAMESPACE}" font-family="{bare}" ', 1)


def _styles(theme: Theme, *, is_dark: bool) -> str:
    def of(name: str) -> str:
        return colour(theme, name)

    ink, muted, text, line = ("white", "onmuted", "white", "online") if is_dark else ("ink", "muted", "body", "line")
    fills = "".join(f".f-{name}{{fill:{of(name)}}}" for name in (*FILLS, "line", *TONES))
    lines = "".join(f".l-{name}{{stroke:{of(name)}}}.l-{name}.dot{{fill:{of(name)}}}" for name in FILLS)
    ends = "".join(
        f".t-{name}{{fill:{of(ink if is_dark else 'body' if name in LIGHT_FILLS else name)}}}" for name in FILLS
    )
    return (
        f"text{{fill:{of(text)}}}.axis,.end-target{{fill:{of(muted)}}}.name{{fill:{of(ink)}}}"
        f".total{{fill:{of(ink)};font-weight:600}}.on-dark{{fill:{of('white')}}}.on-light{{fill:{of('on-light')}}}"
        f"{fills}{lines}{ends}.end{{font-weight:600}}.grid{{stroke:{of(line)}}}.zero{{stroke:{of(muted)}}}"
        "polyline{fill:none;stroke-width:3;stroke-linejoin:round;stroke-linecap:round}"
        f"polyline.target{{stroke:{of(muted)};stroke-width:2;stroke-dasharray:6 5;stroke-linecap:butt}}"
        f".target.dot{{fill:{of(muted)}}}"
    )
