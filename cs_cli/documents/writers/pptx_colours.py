"""The colours of a deck on a master: those of its theme by name, so that a new theme recolours the slides."""

from collections.abc import Callable, Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from typing import NamedTuple

from cs_cli.documents.writers.drawingml import Paint, Paints, contrast, is_dark, mixed, solid

PLACES = {
    "dk1": "ink", "lt1": "white", "dk2": "navy", "lt2": "surface", "accent1": "c1", "accent2": "c2", "accent3": "c3",
    "accent4": "c4", "accent5": "c5", "accent6": "c6", "hlink": "c1", "folHlink": "c4",
}  # fmt: skip
"""What stands where in the theme of a master of ours."""
SLOTS = {
    "ink": "tx1", "white": "bg1", "navy": "tx2", "surface": "bg2", "c1": "accent1", "c2": "accent2", "c3": "accent3",
    "c4": "accent4", "c5": "accent5", "c6": "accent6",
}  # fmt: skip
"""Where the theme of a master keeps a colour of ours."""
_ACCENTS = ("c1", "c2", "c3", "c4", "c5", "c6")
_TONES = ("good", "watch", "risk", "info", "neutral")
_CLEAR, _READABLE, _NOTICED = 7.0, 4.5, 1.35
_WHOLE = 100
_QUIET = (0.68, 0.8, 0.9, 1.0)
_ON_LIGHT = {"white": "ink", "onmuted": "muted", "online": "line", "navy": "surface", "navy2": "surface", "soft": "c1"}
"""What the colours of a dark page become where the master has none."""


class Scheme(NamedTuple):
    """The colours of a master's theme by the names that shapes use (`tx1`, `accent3`), as six digits."""

    values: Mapping[str, str]

    def paint(self, slot: str, less: int = _WHOLE, more: int = 0) -> Paint:
        """The colour in `slot`, its lightness `less` per cent of what it was and `more` per cent added."""
        parts = (f'<a:lumMod val="{less}000"/>' if less != _WHOLE else "") + (
            f'<a:lumOff val="{more}000"/>' if more else ""
        )
        xml = f'<a:schemeClr val="{slot}">{parts}</a:schemeClr>' if parts else f'<a:schemeClr val="{slot}"/>'
        return Paint(xml, lightened(self.values[slot], less / 100, more / 100))


def lightened(rgb: str, times: float, plus: float) -> str:
    """A colour with its lightness multiplied and added to."""
    hue, light, depth = rgb_to_hls(*(int(rgb[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    light = min(max(light * times + plus, 0.0), 1.0)
    return "".join(f"{round(part * 255):02X}" for part in hls_to_rgb(hue, light, depth))


class Colours(NamedTuple):
    """The colours of one slide: of its shapes, of its words, and of the ground that both stand on."""

    paints: Paints
    inks: Paints
    ground: str


def colours_on(ground: str, scheme: Scheme, own: Mapping[str, str], *, is_ours: bool, turned: bool) -> Colours:
    """The colours on a slide whose ground is `ground`.

    `own` are the colours of the document's theme; on a master of ours they stand in its theme as they are. `turned`:
    the page was laid out for a dark ground; where this one is light, its colours are turned round.
    """
    fixed = {name: solid(value) for name, value in own.items()}
    named = {name: scheme.paint(slot) for name, slot in SLOTS.items() if is_ours or name in _ACCENTS}
    paints = {"white": solid("FFFFFF")} | fixed | named
    if is_dark(ground):
        paints |= _dark(ground, scheme, paints, is_ours=is_ours)
    elif not is_ours:
        paints |= _light(ground, scheme, paints)
    if turned and not is_dark(ground):
        paints |= {name: paints[instead] for name, instead in _ON_LIGHT.items()}
    paints |= {"track": paints["good"], "track-bg": paints["good-bg"]}
    inks = paints | {name: _read(paints[name], ground, paints["ink"]) for name in (*_ACCENTS, "soft")}
    return Colours(paints, inks, ground)


def _read(paint: Paint, ground: str, ink: Paint) -> Paint:
    return paint if contrast(paint.rgb, ground) >= _READABLE else ink


def _first(paints: tuple[Paint, ...], fits: Callable[[Paint], bool]) -> Paint:
    """The first that fits, or the last."""
    return next((paint for paint in paints if fits(paint)), paints[-1])


def _light(ground: str, scheme: Scheme, own: Paints) -> dict[str, Paint]:
    """The greys and surfaces of another's theme, ours where they could not be read or told apart."""
    ink = _first((scheme.paint("tx1"), own["ink"]), lambda paint: contrast(paint.rgb, ground) >= _CLEAR)
    is_theirs = ink is not own["ink"]

    def grey(less: int, name: str) -> Paint:
        theirs = (scheme.paint("tx1", less, 100 - less),) if is_theirs else ()
        return _first((*theirs, own[name], ink), lambda paint: contrast(paint.rgb, ground) >= _READABLE)

    def is_soft(paint: Paint) -> bool:
        return 1.0 < contrast(paint.rgb, ground) <= _NOTICED and contrast(paint.rgb, ink.rgb) >= _CLEAR

    dark = _first((scheme.paint("tx2"), ink), lambda paint: contrast(paint.rgb, "FFFFFF") >= _CLEAR)
    return {
        "ink": ink,
        "body": grey(75, "body"),
        "muted": grey(65, "muted"),
        "line": _first((scheme.paint("bg1", 85), own["line"]), lambda paint: 1.1 < contrast(paint.rgb, ground) < 2),  # noqa: PLR2004  a hairline
        "surface": _first((scheme.paint("bg2"), scheme.paint("bg1", 95), own["surface"]), is_soft),
        "navy": dark,
        "soft": scheme.paint("accent1", 60, 40),
    }


def _dark(ground: str, scheme: Scheme, own: Paints, *, is_ours: bool) -> dict[str, Paint]:
    """Light words, faint lines and surfaces a little lighter than the ground, whatever a page calls them."""
    theirs = sorted((scheme.paint("bg1"), scheme.paint("tx1")), key=lambda paint: -contrast(paint.rgb, ground))
    white = _first((theirs[0], solid("FFFFFF")), lambda paint: contrast(paint.rgb, ground) >= _CLEAR)

    def between(share: float) -> Paint:
        return solid(mixed(ground, white.rgb, share))

    quiet = _first(tuple(map(between, _QUIET)), lambda paint: contrast(paint.rgb, ground) >= _READABLE)
    raised = (between(0.08), solid(mixed(ground, "000000", 0.15)))
    card = _first(raised, lambda paint: contrast(paint.rgb, white.rgb) >= _READABLE)
    muted, line, surface = (own["onmuted"], own["online"], own["navy2"]) if is_ours else (quiet, between(0.25), card)
    tones = {tone: solid(mixed(own[tone].rgb, "FFFFFF", 0.6)) for tone in _TONES}
    shades = {f"{tone}-bg": solid(mixed(ground, own[tone].rgb, 0.35)) for tone in _TONES}
    soft = own["soft"] if is_ours else scheme.paint("accent1", 60, 40)
    return {
        "white": white, "ink": white, "body": white, "muted": muted, "onmuted": muted, "line": line, "online": line,
        "surface": surface, "navy2": surface, "soft": soft, **tones, **shades,
    }  # fmt: skip
