"""A logo as a file of the user's: PNG, JPEG or SVG by its first bytes, not too large, and nothing but a picture."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from cs_cli.documents.look.theme import Logo
from cs_cli.errors import ConfigError, NotFoundError

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST = 1_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ACTIVE = {"script", "foreignobject", "handler", "iframe", "animate", "set"}
_HINT = "A logo is a PNG, JPEG or SVG file of at most 1 MB"
_NUMBERS = re.compile(r"[-+]?\d*\.?\d+")
_OUTSIDE = re.compile(r"url\(\s*['\"]?(?!#)|@import", re.IGNORECASE)


def read_logo(path: Path) -> Logo:
    """The logo in a file. Raises NotFoundError, and ConfigError for what is no such picture."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        raise NotFoundError(
            f"{path} cannot be read: {error.strerror}", "The path of a logo begins at its theme"
        ) from error
    if len(data) > _MOST:
        _wrong(path, "is larger than 1 MB")
    if data.startswith(_PNG):
        return _logo(path, data, "png", _png_size(data))
    if data.startswith(_JPEG):
        return _logo(path, data, "jpeg", next(_jpeg_sizes(data), None))
    if b"<svg" not in data[:2000]:
        _wrong(path, "is no picture that I know")
    return _logo(path, data, "svg", _svg_size(path, data))


def _logo(path: Path, data: bytes, kind: str, size: tuple[float, float] | None) -> Logo:
    if not size or min(size) <= 0:
        _wrong(path, "does not say how large it is")
    return Logo(data, kind, *size)


def _wrong(path: Path, what: str) -> NoReturn:
    raise ConfigError(f"{path} {what}", _HINT)


def _png_size(data: bytes) -> tuple[float, float] | None:
    return struct.unpack(">II", data[16:24]) if data[12:16] == b"IHDR" and data[24:] else None


def _jpeg_sizes(data: bytes) -> Iterator[tuple[float, float]]:
    """The size that each frame of a JPEG says."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:  # noqa: PLR2004  every segment begins with it
        if data[at + 1] in _FRAMES:
            high, wide = struct.unpack(">HH", data[at + 5 : at + 9])
            yield wide, high
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]


def _svg_size(path: Path, data: bytes) -> tuple[float, float] | None:
    root = _svg(path, data)
    sides = [_NUMBERS.match(root.get(side, "").strip()) for side in ("width", "height")]
    box = [float(number) for number in _NUMBERS.findall(root.get("viewBox", ""))]
    if len(box) == 4:  # noqa: PLR2004  x, y, width, height
        return box[2], box[3]
    wide, high = sides
    return (float(wide[0]), float(high[0])) if wide and high else None


def _svg(path: Path, data: bytes) -> "_Element":
    """The root of an SVG that runs nothing and asks for nothing."""
    from lxml import etree  # noqa: PLC0415  only for a logo that is an SVG

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ConfigError(f"{path}: {error}", _HINT) from error
    if root.getroottree().docinfo.doctype or any(_is_active(one) for one in root.iter()):
        _wrong(path, "has more in it than a picture: a script, an event, an entity or an address")
    return root


def _is_active(one: "_Element") -> bool:
    if not isinstance(one.tag, str):
        return str(getattr(one, "target", "")) == "xml-stylesheet"
    if one.tag.rpartition("}")[2].lower() in _ACTIVE or _OUTSIDE.search(one.text or ""):
        return True
    return any(_is_reaching(str(name).rpartition("}")[2].lower(), str(value)) for name, value in one.attrib.items())


def _is_reaching(name: str, value: str) -> bool:
    if name.startswith("on") or _OUTSIDE.search(value):
        return True
    return name in {"href", "src"} and not value.startswith(("#", "data:image/png", "data:image/jpeg"))
