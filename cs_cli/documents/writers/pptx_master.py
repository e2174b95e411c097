"""A master to write on: its layouts by what they are for, where its places stand, and what its colours come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from cs_cli.documents.layout.frame import ARIAL, Box, Frame
from cs_cli.documents.look import theme
from cs_cli.documents.writers.pptx_colours import Scheme
from cs_cli.documents.writers.pptx_ground import NS, Slots, ground_of, theme_of
from cs_cli.errors import BadDataError

_POINT = 12700
_TITLES, _BODIES = {"title", "ctrTitle"}, {"obj", "body"}
_INSETS = {"lIns": 91440, "tIns": 45720, "rIns": 91440, "bIns": 45720}
_USUAL_TITLE = 4400
_LEAST_SHARE, _GAP = 0.4, 16.0
_WIDTHS = {
    "arial": 1.0, "helvetica": 1.0, "calibri": 1.0, "aptos": 1.0, "cambria": 1.0, "garamond": 1.0, "georgia": 1.06,
    "segoe ui": 1.02, "tahoma": 1.03, "times new roman": 1.0, "trebuchet ms": 1.02, "verdana": 1.18,
}  # fmt: skip
_WIDEST = 1.12
"""How wide a typeface that is not known may run, by the widths of Arial."""
_TYPES = {"title": ("title",), "content": ("titleOnly", "obj"), "dark": ()}
_NAMES = {
    "title": ("title slide", "titelfolie", "cover", "title"),
    "content": ("title only", "nur titel", "title and content", "titel und inhalt", "content", "inhalt"),
    "dark": ("dark", "dunkel"),
}


class Place(NamedTuple):
    """A placeholder of a layout: its type, the attributes by which a slide refers to it, its box without insets.

    `style` is how its words are set, as the layout or the master says.
    """

    kind: str
    marks: str
    box: Box
    style: str


class Layout(NamedTuple):
    """A layout of a master: its part, its placeholders, the size of its titles in pixels, what lies behind words."""

    part: Any
    places: tuple[Place, ...]
    title_size: float
    ground: str

    def place(self, *kinds: str) -> Place | None:
        """The first placeholder of one of these types."""
        return next((place for place in self.places if place.kind in kinds), None)


@dataclass(frozen=True, slots=True)
class Master:
    """What a presentation offers to write on; `is_ours` is the shipped one, `scale` points to a pixel of a sheet."""

    layouts: Mapping[str, Layout]
    scheme: Scheme
    frame: Frame
    scale: float
    is_ours: bool


def master_of(presentation: Any, name: str, *, is_ours: bool) -> Master:  # noqa: ANN401  python-pptx has no types
    """What a presentation of python-pptx, from the file `name`, offers to write on. Raises BadDataError."""
    size = presentation.slide_width, presentation.slide_height
    scale = size[0] / _POINT / theme.WIDTH
    first = presentation.slide_masters[0]
    titled = [each for each in first.slide_layouts if _marks(each) & _TITLES]
    if not titled:
        raise BadDataError(
            f"{name} has no layout with a title", "In PowerPoint: View, Slide Master, Insert Layout, and save."
        )
    values, fonts = theme_of(first)
    content = _chosen("content", titled) or titled[-1]
    roles = {"content": content} | {role: _chosen(role, titled) or content for role in ("title", "dark")}
    read = {each.name: _layout(each, values, size, scale) for each in roles.values()}
    layouts = {role: read[each.name] for role, each in roles.items()}
    texts = (_layout(each, values, size, scale) for each in (content, *titled) if _marks(each) & _BODIES)
    frame = Frame(face=ARIAL) if is_ours else _frame(layouts, next(texts, None), size, fonts)
    return Master(layouts, Scheme(values), frame, scale, is_ours)


def _marks(each: Any) -> set[str]:  # noqa: ANN401  a layout of python-pptx
    """The types of the placeholders of a layout."""
    return {mark.get("type", "obj") for mark in each._element.iterfind(".//p:nvPr/p:ph", NS)}  # noqa: SLF001  quicker


def _chosen(role: str, titled: Sequence[Any]) -> Any:  # noqa: ANN401  layouts of python-pptx
    """The layout for a role: by its type, then by its name; None without one."""
    for kind in _TYPES[role]:
        for each in titled:
            if each._element.get("type") == kind:  # noqa: SLF001  python-pptx does not tell it
                return each
    for name in _NAMES[role]:
        for each in titled:
            if name in each.name.casefold():
                return each
    return None


def _layout(each: Any, values: Slots, size: tuple[int, int], scale: float) -> Layout:  # noqa: ANN401  a layout of python-pptx
    places = tuple(place for one in each.placeholders if (place := _place(one, each, scale)))
    return Layout(each.part, places, _title_size(each) / 100 / scale, ground_of(each, values, size))


def _place(one: Any, layout: Any, scale: float) -> Place | None:  # noqa: ANN401  a placeholder of python-pptx
    mark = one._element.find(".//p:nvPr/p:ph", NS)  # noqa: SLF001  its attributes are what a slide repeats
    if one.left is None or one.width is None:
        return None
    kind = mark.get("type", "obj")
    marks = "".join(f' {key}="{mark.get(key)}"' for key in ("type", "orient", "sz", "idx") if mark.get(key))
    pixel = scale * _POINT
    left, top, right, bottom = (value / pixel for value in _insets(one, layout, kind))
    x, y, wide, high = (side / pixel for side in (one.left, one.top, one.width, one.height))
    return Place(
        kind, marks, Box(x + left, y + top, wide - left - right, high - top - bottom), _style(one, layout, kind)
    )


def _style(one: Any, layout: Any, kind: str) -> str:  # noqa: ANN401  a placeholder of python-pptx
    from lxml.etree import tostring  # noqa: PLC0415  only a deck for PowerPoint needs it

    path = "p:txBody/a:lstStyle"
    said = [one._element.find(path, NS), *_of_master(layout, kind, path)]  # noqa: SLF001  python-pptx does not tell it
    return next((tostring(style).decode() for style in said if style is not None and len(style)), "<a:lstStyle/>")


def _insets(one: Any, layout: Any, kind: str) -> list[int]:  # noqa: ANN401  a placeholder of python-pptx
    """What a placeholder leaves free at its left, top, right and bottom, as it or the master's says."""
    frames = [one._element.find("p:txBody/a:bodyPr", NS), *_of_master(layout, kind, "p:txBody/a:bodyPr")]  # noqa: SLF001  not told otherwise
    said = [frame.attrib for frame in frames if frame is not None]
    return [int(next((frame[side] for frame in said if side in frame), usual)) for side, usual in _INSETS.items()]


def _of_master(layout: Any, kind: str, path: str) -> list[Any]:  # noqa: ANN401  a layout of python-pptx
    """What the master's placeholder of the same use has at `path`."""
    same = _TITLES if kind in _TITLES else _BODIES if kind in {*_BODIES, "subTitle"} else (kind,)
    for one in layout.slide_master.placeholders:
        element = one._element  # noqa: SLF001  python-pptx does not tell it
        if element.find(".//p:nvPr/p:ph", NS).get("type", "obj") in same:
            return [element.find(path, NS)]
    return []


def _title_size(layout: Any) -> int:  # noqa: ANN401  a layout of python-pptx
    """The size of titles in hundredths of a point: of the layout's own, of its master's, of its master's style."""
    path = "p:txBody/a:lstStyle/a:lvl1pPr/a:defRPr"
    elements = [one._element for one in layout.placeholders]  # noqa: SLF001  python-pptx does not tell it
    own = [each.find(path, NS) for each in elements if each.find(".//p:nvPr/p:ph", NS).get("type") in _TITLES]
    style = layout.slide_master._element.find("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr", NS)  # noqa: SLF001  as above
    said = (one.get("sz") for one in (*own, *_of_master(layout, "title", path), style) if one is not None)
    return int(next(filter(None, said), _USUAL_TITLE))


def _frame(layouts: Mapping[str, Layout], text: Layout | None, size: tuple[int, int], fonts: tuple[str, str]) -> Frame:
    """The sheet that a master asks for: where titles stand, and the area of its text, as its layout `text` has it."""
    high = theme.WIDTH * size[1] / size[0]
    content, cover = layouts["content"], layouts["title"]
    title = _known(content, *_TITLES)
    over, under = title.y + title.high, _foot(content, high)
    place = text.place(*_BODIES) if text else None
    body = place.box if place else None
    area = body or Box(title.x, over + _GAP, theme.WIDTH - 2 * title.x, under - over - _GAP)
    top = max(area.y, over + _GAP) if over < under * _LEAST_SHARE else area.y
    area = Box(area.x, top, area.wide, min(area.y + area.high, under - _GAP / 2) - top)
    if area.high < high * _LEAST_SHARE or area.wide < theme.WIDTH * _LEAST_SHARE:
        area = Box(theme.MARGIN, over + _GAP, theme.ROOM, max(under - over - 2 * _GAP, high * _LEAST_SHARE))
    name = _known(cover, *_TITLES)
    room = min(name.wide, theme.WIDTH - theme.MARGIN - name.x)
    face = ARIAL._replace(factor=max(_WIDTHS.get(font.casefold(), _WIDEST) for font in fonts))
    return Frame(face, high, area, title, room, name.x)


def _known(layout: Layout, *kinds: str) -> Box:
    place = layout.place(*kinds)
    return place.box if place else Box(theme.MARGIN, theme.TOP, theme.ROOM, theme.MARGIN)


def _foot(layout: Layout, high: float) -> float:
    """Where the line of footer, date and number begins."""
    tops = [place.box.y for place in layout.places if place.kind in {"ftr", "sldNum", "dt"} and place.box.y > high / 2]
    return min(tops, default=high - theme.HEIGHT + theme.BOTTOM)
