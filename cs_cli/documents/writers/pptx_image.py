"""A picture as a slide refers to it; a drawing (SVG) stands beside a blank for programs that know none."""

import zlib
from collections.abc import Callable
from struct import pack

from cs_cli.documents.layout.scene import Picture

_TYPES = {"png": "image/png", "jpeg": "image/jpeg", "svg": "image/svg+xml"}
_DRAWING = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_DRAWING_SPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_ONE_CLEAR_PIXEL = pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
Keep = Callable[[str, str, bytes], str]


def blip(item: Picture, keep: Keep) -> str:
    """The reference to a picture; `keep` takes its ending, its type and its bytes, and gives its relationship."""
    name = keep(item.kind, _TYPES[item.kind], item.data)
    if item.kind != "svg":
        return f'<a:blip r:embed="{name}"/>'
    drawing = f'<asvg:svgBlip xmlns:asvg="{_DRAWING_SPACE}" r:embed="{name}"/>'
    blank = keep("png", _TYPES["png"], _blank())
    return f'<a:blip r:embed="{blank}"><a:extLst><a:ext uri="{_DRAWING}">{drawing}</a:ext></a:extLst></a:blip>'


def _blank() -> bytes:
    """A picture of one clear pixel."""
    chunks = ((b"IHDR", _ONE_CLEAR_PIXEL), (b"IDAT", zlib.compress(bytes(5))), (b"IEND", b""))
    body = b"".join(pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data)) for name, data in chunks)
    return b"\x89PNG\r\n\x1a\n" + body
