"""What a master's theme holds, and what the background of a layout comes to, whichever way it is painted."""

from collections.abc import Mapping
from functools import reduce
from typing import Any, NamedTuple

from cs_cli.documents.writers.drawingml import is_dark, mixed
from cs_cli.documents.writers.pptx_colours import lightened

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
}
THEME = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
_NAMED = {"black": "000000", "white": "FFFFFF"}
_ALL = 100_000
_NEARLY_ALL = 0.8
_DARK, _LIGHT, _UNKNOWN = "202020", "FFFFFF", "?"
Slots = Mapping[str, str]


class Drawn(NamedTuple):
    """A theme: its colours by the names that shapes use, and its typefaces for headings and text."""

    values: Slots
    fonts: tuple[str, str]


def theme_of(master: Any) -> Drawn:  # noqa: ANN401  python-pptx has no types
    """The theme of a slide master of python-pptx."""
    from pptx.oxml import parse_xml  # noqa: PLC0415  only decks need it

    root = parse_xml(master.part.part_related_by(THEME).blob)
    slots = {
        one.tag.rpartition("}")[2]: colour
        for one in root.iterfind(".//a:clrScheme/*", NS)
        if len(one) and (colour := colour_of(one[0], {}))
    }
    mapped = master._element.find("p:clrMap", NS).attrib  # noqa: SLF001  the element is where the map is
    values = slots | {name: slots.get(slot, "000000") for name, slot in mapped.items()}
    heads, texts = (root.find(f".//a:{which}Font/a:latin", NS) for which in ("major", "minor"))
    return Drawn(values, tuple("" if font is None else font.get("typeface", "") for font in (heads, texts)))  # type: ignore[arg-type]


def colour_of(element: Any, slots: Slots) -> str:  # noqa: ANN401  an element of lxml
    """A colour element as six digits, its changes of lightness made; an empty string where it cannot be known."""
    kind, value = element.tag.rpartition("}")[2], element.get("val", "")
    base = {
        "srgbClr": value,
        "schemeClr": slots.get(value, ""),
        "sysClr": element.get("lastClr") or ("FFFFFF" if value == "window" else "000000"),
        "prstClr": _NAMED.get(value, ""),
    }.get(kind, "")
    return reduce(_changed, element, base.upper()) if base else ""


def _changed(colour: str, change: Any) -> str:  # noqa: ANN401  an element of lxml
    share = int(change.get("val", _ALL)) / _ALL
    match change.tag.rpartition("}")[2]:
        case "lumMod":
            return lightened(colour, share, 0)
        case "lumOff":
            return lightened(colour, 1, share)
        case "tint":
            return mixed("FFFFFF", colour, share)
        case "shade":
            return mixed("000000", colour, share)
    return colour


def ground_of(layout: Any, slots: Slots, size: tuple[int, int]) -> str:  # noqa: ANN401  a layout of python-pptx
    """What lies behind the words on a layout: a shape over the whole of it, its background, or that of its master.

    A picture counts as dark where the titles on it are light.
    """
    for each in (layout, layout.slide_master):
        found = _covering(each, slots, size) or _background(each, slots)
        if found:
            return found if found != _UNKNOWN else _opposite(layout, slots)
    return slots.get("bg1", _LIGHT)


def _background(each: Any, slots: Slots) -> str:  # noqa: ANN401  a layout or a master
    background = each._element.find("p:cSld/p:bg", NS)  # noqa: SLF001  python-pptx has no background of a layout
    return _filled(background[0], slots) if background is not None and len(background) else ""


def _covering(each: Any, slots: Slots, size: tuple[int, int]) -> str:  # noqa: ANN401  a layout or a master
    """The fill of the topmost shape that covers the whole page."""
    found = ""
    for shape in each.shapes:
        if shape.is_placeholder or not shape.width or not shape.height:
            continue
        if shape.width * shape.height >= size[0] * size[1] * _NEARLY_ALL:
            own = shape._element.find("p:spPr", NS)  # noqa: SLF001  the element is where the fill is
            found = (_filled(own, slots) if own is not None else "") or found
            found = _UNKNOWN if shape._element.tag.endswith("}pic") else found  # noqa: SLF001  as above
    return found


def _filled(element: Any, slots: Slots) -> str:  # noqa: ANN401  an element of lxml
    """The colour that a background or a shape is filled with, the middle of a gradient; empty where it is none."""
    if element.tag.endswith("}bgRef"):
        return colour_of(element[0], slots) if len(element) else ""
    solid = element.find("a:solidFill", NS)
    if solid is not None and len(solid):
        return colour_of(solid[0], slots)
    stops = [colour_of(stop[0], slots) for stop in element.iterfind("a:gradFill/a:gsLst/a:gs", NS) if len(stop)]
    known = [stop for stop in stops if stop]
    if known:
        return reduce(lambda one, other: mixed(one, other, 0.5), known)
    return _UNKNOWN if element.find("a:blipFill", NS) is not None else ""


def _opposite(layout: Any, slots: Slots) -> str:  # noqa: ANN401  a layout of python-pptx
    """A ground on which the colour of the titles can be read."""
    own, masters = layout._element, layout.slide_master._element  # noqa: SLF001  python-pptx does not tell styles
    styles = (
        own.find(".//a:lvl1pPr/a:defRPr/a:solidFill", NS),
        masters.find("p:txStyles/p:titleStyle//a:solidFill", NS),
    )
    said = (colour_of(style[0], slots) for style in styles if style is not None and len(style))
    colour = next(filter(None, said), "")
    return _DARK if colour and not is_dark(colour) else _LIGHT
