"""Words set for a ground: which colours they take on light and on dark, and paragraphs as a box of text."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cs_cli.documents.layout import sizes
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.measure import REGULAR, SEMIBOLD
from cs_cli.documents.layout.scene import Style, Text, Words
from cs_cli.documents.look import theme
from cs_cli.documents.source.deck import Para, Run, Runs


class Ground(NamedTuple):
    """The colours of what stands on a page: headings, text, small text, lines, and the surface of cards."""

    ink: str = "ink"
    body: str = "body"
    muted: str = "muted"
    line: str = "line"
    rule: str = "ink"
    surface: str = "surface"
    accent: str = "c1"
    is_dark: bool = False

    def tone(self, tone: str) -> str:
        """The colour of a status; on dark ground its sign alone tells it apart."""
        return self.ink if self.is_dark else tone

    def shade(self, tone: str) -> str:
        """The ground of a callout."""
        return self.surface if self.is_dark else f"{tone}-bg"


LIGHT = Ground()
DARK = Ground("white", "white", "onmuted", "online", "online", "navy2", "onmuted", is_dark=True)


def one(box: Box, runs: Runs | str, style: Style, align: str = "left", anchor: str = "top") -> Text:
    """A single paragraph in a box."""
    said = (Run(runs),) if isinstance(runs, str) else runs
    return Text(box, (Words(said, style, align, strong=""),), anchor)


def flowing(box: Box, paras: Iterable[Para], size: float, ground: Ground, anchor: str = "top") -> Text:
    """Paragraphs, headings and list items under each other."""
    words = tuple(_words(para, size, ground, first=n == 0) for n, para in enumerate(paras))
    return Text(box, words, anchor)


def _words(para: Para, size: float, ground: Ground, *, first: bool) -> Words:
    above = 0.0 if first else float(theme.PARA_GAP)
    if para.head:
        style = Style(size * 1.1, ground.ink, SEMIBOLD, 1.3)
        return Words(para.runs, style, above=above, head=max(para.head, 3), strong="")
    style = Style(size, ground.body, REGULAR, theme.TEXT_LINE, theme.TRACK_TEXT)
    inset = sizes.BULLET * (para.level + bool(para.bullet))
    return Words(para.runs, style, bullet=para.bullet, inset=inset, above=above, strong=ground.ink)


def quoted(box: Box, paras: Sequence[Para], size: float, ground: Ground) -> Text:
    """A quotation; of several paragraphs the last is who said it."""
    said = list(paras) if len(paras) == 1 else list(paras[:-1])
    large = Style(size * sizes.QUOTE, ground.ink, SEMIBOLD, 1.3)
    words = [Words(p.runs, large, above=theme.PARA_GAP if n else 0.0, strong="") for n, p in enumerate(said)]
    if len(paras) > 1:
        small = Style(theme.CAPTION, ground.muted)
        words.append(Words(paras[-1].runs, small, above=theme.PARA_GAP, strong=""))
    return Text(box, tuple(words))
