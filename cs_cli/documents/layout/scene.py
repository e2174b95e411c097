"""What stands where on a sheet: the few things a writer with fixed pages has to draw, lengths in pixels.

Colours are names of the theme (`ink`, `c1`, `good-bg`); a writer knows what they are on paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from cs_cli.documents.layout.charts import Chart
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.measure import REGULAR
from cs_cli.documents.source.deck import Para, Runs


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set: `weight` is regular, semibold or display, `leading` a line's height by its size."""

    size: float
    colour: str = "body"
    weight: str = REGULAR
    leading: float = 1.4
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph: runs in one style (a bold run is set semibold, in `strong` where that is not empty).

    `bullet` is `-` or a number such as `3.`, hung in a margin of `inset`; `above` is the gap over it; `head` 3 to 6 for
    a heading within the page.
    """

    runs: Runs
    style: Style
    align: str = "left"
    bullet: str = ""
    inset: float = 0.0
    above: float = 0.0
    head: int = 0
    strong: str = "ink"


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs in a box, from its `top`, in its `middle` or at its `bottom`."""

    box: Box
    words: tuple[Words, ...]
    anchor: str = "top"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, rounded at its corners; without a fill only its edge."""

    box: Box
    fill: str = ""
    radius: float = 0.0
    edge: str = ""
    thick: float = 1.0


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An ellipse in a box; without a fill only its edge; `faint` is half transparent."""

    box: Box
    fill: str = ""
    edge: str = ""
    thick: float = 1.0
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Arc:
    """A stroke along the ellipse in a box, from `start` over `sweep` degrees, clockwise from three o'clock."""

    box: Box
    start: float
    sweep: float
    colour: str
    thick: float


@dataclass(frozen=True, slots=True)
class Line:
    """A straight stroke."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    thick: float = 1.0


@dataclass(frozen=True, slots=True)
class Sign:
    """The form of a tone (✓ ● ▲ ■ ◆ ○) beside its word, in its colour (or in `colour`)."""

    box: Box
    tone: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `tone` puts its sign before the words; `bar` is a share of 100 drawn before them."""

    words: tuple[Words, ...]
    tone: str = ""
    bar: float | None = None
    fill: str = "c1"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns' widths and its rows' heights (the head's first); lines in colours of the page.

    `pad` is over and under the words of a row, `gap` at the right of each column but the last, `bar` how wide a bar is.
    """

    box: Box
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    pad: float
    gap: float
    bar: float
    line: str = "line"
    rule: str = "ink"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart in its box; the writer draws it, or has it drawn by the program that opens the file."""

    box: Box
    chart: Chart
    is_dark: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file in its box."""

    box: Box
    data: bytes = field(repr=False)
    kind: str
    alt: str


@dataclass(frozen=True, slots=True)
class Group:
    """Things that are one drawing; `alt` says in words what it shows."""

    box: Box
    items: "tuple[Item, ...]"
    alt: str


Item = Text | Rect | Ellipse | Arc | Line | Sign | Table | Drawn | Picture | Group


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page to draw: its ground, its title, the small texts at its edges, and everything between.

    `layout` is title, dark or content; `title`, `label`, `footer` and `number` are apart from the items, as a master
    may have places for them; `arcs` decorate a title page that has no master of its own. `notes` are for the speaker.
    """

    layout: str
    ground: str
    title: Text | None
    label: Text | None
    footer: Text | None
    number: Text | None
    items: tuple[Item, ...]
    notes: tuple[Para, ...] = ()
    arcs: tuple[Item, ...] = ()

    @property
    def is_dark(self) -> bool:
        """Whether the ground is dark."""
        return self.layout != "content"


def within(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every item, those in groups too, the group before what it holds."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from within(item.items)
