"""Rich: colours on a terminal, and the pictures of it for the README."""

import io
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from cs_cli.output.clean import one_line
from cs_cli.output.sheet import Line


def print_styled(lines: Sequence[Line | str], width: int | None) -> None:
    """Print laid-out lines in colour; a line never wraps."""
    console = Console(
        file=sys.stdout,
        width=width or 10_000,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=True,
        force_terminal=True,
    )
    for line in lines:
        console.print(styled(line), soft_wrap=True)


def styled(line: Line | str) -> Text:
    """One line as Rich text."""
    if isinstance(line, str):
        return Text(one_line(line))
    text = Text()
    for cell in line:
        text.append(cell.text, style=cell.style or None)
    text.rstrip()
    return text


_SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def picture(printed: str, title: str, width: int) -> str:
    """What was `printed` in colour as an SVG of a terminal of `width` cells; it refers to nothing outside itself."""
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    for line in printed.splitlines():
        console.print(Text.from_ansi(line), soft_wrap=True)
    return console.export_svg(title=title, code_format=_SVG, unique_id="cs")
