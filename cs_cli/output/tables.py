"""Rich: colours on a terminal, and the pictures of it for the README."""

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
