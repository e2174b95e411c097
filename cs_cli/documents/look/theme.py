"""How a deck looks: colours, type sizes and distances. Lengths are pixels on a slide of 1280 by 720."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from cs_cli.documents.look.labels import tones
from cs_cli.documents.source.deck import Deck

WIDTH, HEIGHT = 1280, 720
MARGIN = 64
ROOM = WIDTH - 2 * MARGIN
TOP = 42
BOTTOM = 653
LABEL_LINE = 20
LABEL_GAP = 10
TITLE_GAP = 34
TITLE_LINE = 1.16
TITLE_SIZES = (36, 33, 30, 27, 25)
COVER_SIZES = (64, 56, 50, 44, 38)
COVER_ROOM = 760
TRACK_TITLE, TRACK_COVER, TRACK_VALUE, TRACK_TEXT = -0.015, -0.025, -0.02, -0.008
BLOCK_GAP, COLUMN_GAP, TILE_GAP, CARD_GAP = 28, 48, 27, 21
CARD_PAD = 23
TEXT_LINE = 1.4
PARA_GAP = 10
CELL_GAP = 16
HEAD_HEIGHT = 33
CAPTION = 14.67

COLOURS = {
    "white": "#FFFFFF", "on-light": "#101B2D",
    "ink": "#101B2D", "body": "#33415A", "muted": "#5A6981", "line": "#DCE2EB", "surface": "#F4F6FA",
    "navy": "#0C1A33", "navy2": "#13264A", "onmuted": "#A8B7D1", "online": "#31456B",
    "c1": "#2350D9", "c2": "#E0791B", "c3": "#0A7A70", "c4": "#9A4FC4", "c5": "#C43D6B", "c6": "#8793A6",
    "soft": "#7F9BEC", "good": "#0B7A5F", "good-bg": "#E4F4EF", "watch": "#A35200", "watch-bg": "#FCF0E0",
    "risk": "#B3261E", "risk-bg": "#FBE9E7", "info": "#1E48C4", "info-bg": "#E9EFFD", "neutral": "#4A5A73",
    "neutral-bg": "#EDF1F6",
}  # fmt: skip
SERIES = ("c1", "c2", "c3", "c4", "c5", "c6")
STACK = ("c1", "soft", "c2", "c3", "c4", "c5")
FILLS = ("navy", "soft", *SERIES)
LIGHT_FILLS = {"c2", "soft", "c6", "line"}


@dataclass(frozen=True, slots=True)
class Step:
    """One density of a slide: type sizes of running text, cards, tables and tile values."""

    body: float
    card: float
    table: float
    value: float


STEPS = (
    Step(22, 20, 18, 45),
    Step(20.5, 19, 17, 45),
    Step(19, 18, 16, 42),
    Step(18, 17, 15.5, 40),
    Step(17, 16, 15, 38),
    Step(16, 15, 14, 36),
)
COMFORT = 2
CELL_PADS = (5, 7, 9, 11, 14, 17, 21)
CELL_LINE = 1.36
CELL_LINES = 6
VALUE_SIZES = (45, 42, 40, 38, 36, 33, 30, 27, 24, 21, 18)
SMALL_VALUE = 30

UNMEASURED = 1.15
"""How much wider than ours a typeface is taken to run that nobody has measured."""
TONES = ("good", "track", "watch", "risk", "info", "neutral")


class Logo(NamedTuple):
    """A picture file that stands on every page: its bytes, its `kind` (png, jpeg or svg) and its size in pixels."""

    data: bytes
    kind: str
    wide: float
    high: float


@dataclass(frozen=True, slots=True)
class Theme:
    """Whose document it is, to the eye: colours by the names above, typefaces, a logo, words for the foot.

    Without a name of a typeface each format has its own (Inter, or Arial where a document is edited). `footer` comes
    after the document's own, `lang` counts where a document names no language.
    """

    colours: Mapping[str, str] = field(default_factory=lambda: COLOURS, hash=False)
    heading: str = ""
    body: str = ""
    logo: Logo | None = field(default=None, repr=False)
    footer: str = ""
    lang: str = ""

    def worn_by(self, deck: Deck) -> Deck:
        """The deck with the words that the theme adds: every writer begins with it."""
        lang = deck.about("lang") or self.lang
        footer = " · ".join(filter(None, (deck.about("footer"), self.footer)))
        added = {"lang": lang, "footer": footer}
        return replace(deck, meta=tuple((dict(deck.meta) | {key: said for key, said in added.items() if said}).items()))


DEFAULT = Theme()


def tone_of(word: str) -> str:
    """The tone (one of `TONES`) of a status word in any language with labels, or an empty string for other text."""
    return tones().get(word.strip().casefold(), "")
