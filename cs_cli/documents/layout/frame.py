"""The sheet that a deck is laid out on: its sides, its free area, and the typeface whose widths count."""

from typing import NamedTuple

from cs_cli.documents.layout import measure
from cs_cli.documents.layout.measure import DISPLAY, REGULAR, SEMIBOLD
from cs_cli.documents.look import theme
from cs_cli.documents.look.theme import Logo


class Box(NamedTuple):
    """A rectangle from its upper left corner, in pixels of a sheet 1280 wide."""

    x: float
    y: float
    wide: float
    high: float


class Face(NamedTuple):
    """A typeface by its tables of advance widths; `factor` allows for one that runs wider than they say."""

    regular: str
    semibold: str
    display: str
    factor: float = 1.0

    def width(self, text: str, size: float, style: str = REGULAR, tracking: float = 0.0) -> float:
        """The width of `text` in the unit of `size`."""
        return measure.width(text, size * self.factor, self._table(style), tracking)

    def lines(self, text: str, size: float, room: float, style: str = REGULAR, tracking: float = 0.0) -> int:
        """How many lines `text` takes in a box `room` wide."""
        return measure.lines(text, size * self.factor, room, self._table(style), tracking)

    def shortened(self, text: str, size: float, room: float, style: str = REGULAR, tracking: float = 0.0) -> str:
        """`text`, or as much of its start as fits in `room` with an ellipsis after it."""
        return measure.shortened(text, size * self.factor, room, self._table(style), tracking)

    def in_lines(  # noqa: PLR0913, PLR0917  as `lines`, and how many
        self, text: str, size: float, room: float, most: int, style: str = REGULAR, tracking: float = 0.0
    ) -> str:
        """`text`, or as much of its start as takes `most` lines in a box `room` wide with an ellipsis after it."""
        if self.lines(text, size, room, style, tracking) <= most:
            return text
        shares = (most - step / 10 for step in range(1, most * 10))
        tries = (self.shortened(text, size, room * share, style, tracking) for share in shares)
        return next((said for said in tries if self.lines(said, size, room, style, tracking) <= most), measure.ELLIPSIS)

    def _table(self, style: str) -> str:
        return {REGULAR: self.regular, SEMIBOLD: self.semibold, DISPLAY: self.display}[style]


INTER = Face("regular", "semibold", "display")
ARIAL = Face("arial", "arial-bold", "arial-bold")


class Frame(NamedTuple):
    """A sheet 1280 wide: its height, the area that blocks may fill, and where a master's own title stands.

    `corner` is how much of the upper right a logo takes. Without `title` the title stands at the top of the area,
    under the label of its section. A title page begins at `cover_left`, its title `cover_room` wide.
    """

    face: Face = INTER
    high: float = theme.HEIGHT
    area: Box = Box(theme.MARGIN, theme.TOP, theme.ROOM, theme.BOTTOM - theme.TOP)
    title: Box | None = None
    cover_room: float = theme.COVER_ROOM
    corner: float = 0.0
    cover_left: float = theme.MARGIN


SHEET = Frame()
_LOGO_CORNER, _LOGO_COVER = Box(theme.WIDTH - theme.MARGIN - 180, 36, 180, 28), Box(theme.MARGIN + 18, 54, 260, 64)
LOGO_PLATE = 16.0


def logo_box(logo: Logo, *, is_cover: bool) -> Box:
    """Where a logo stands, as large as its place allows: at the right of the label, or at the top of a cover.

    On a dark ground it lies on a white plate, `LOGO_PLATE` wider on every side (half of that where it is small).
    """
    room = _LOGO_COVER if is_cover else _LOGO_CORNER
    scale = min(room.wide / logo.wide, room.high / logo.high)
    wide, high = logo.wide * scale, logo.high * scale
    left = room.x if is_cover else room.x + room.wide - wide
    return Box(left, room.y + (room.high - high) / 2, wide, high)
