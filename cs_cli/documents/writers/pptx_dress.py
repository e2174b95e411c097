"""The shipped master in the colours and typefaces of a theme."""

import re
from typing import Any

from cs_cli.documents.look.theme import COLOURS, DEFAULT, Theme
from cs_cli.documents.writers.drawingml import fixed_paints, quoted
from cs_cli.documents.writers.pptx_colours import PLACES
from cs_cli.documents.writers.pptx_ground import NS, THEME


def dressed(presentation: Any, theme: Theme) -> None:  # noqa: ANN401  python-pptx has no types
    """Writes the theme's colours and typefaces into our master's theme, and its colours into what stands outside it."""
    if theme.colours == DEFAULT.colours and not theme.heading and not theme.body:
        return
    master = presentation.slide_masters[0]
    part = master.part.part_related_by(THEME)
    paints = fixed_paints(theme.colours)
    text = part.blob.decode()
    for slot, name in PLACES.items():
        text = re.sub(rf"(<a:{slot}>).*?(</a:{slot}>)", rf"\g<1>{paints[name].xml}\g<2>", text)
    for which, face in (("major", theme.heading or theme.body), ("minor", theme.body)):
        head = f'<a:{which}Font><a:latin typeface="'
        text = text.replace(f'{head}Arial"', f'{head}{quoted(face or "Arial")}"')
    part.blob = text.encode()
    ours = {value.removeprefix("#"): paints[name].rgb for name, value in COLOURS.items()}
    for each in (master, *master.slide_layouts):
        for colour in each.part._element.iterfind(".//a:srgbClr", NS):  # noqa: SLF001  python-pptx knows no layout's text
            colour.set("val", ours.get(colour.get("val"), colour.get("val")))
