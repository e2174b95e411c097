"""Stored text on its way out: nothing in it may steer a terminal."""

from cs_cli.domain.invisible import STEERING

_ONE_LINE = STEERING | {0x09: " ", 0x0A: " "}


def clean(text: str) -> str:
    """`text` without what steers a terminal unseen (cs_cli.domain.invisible); tabs and newlines stay."""
    return text if text.isascii() and text.isprintable() else text.translate(STEERING)


def one_line(text: str) -> str:
    """`clean` with tabs and newlines as spaces, for a cell or a line."""
    return text if text.isascii() and text.isprintable() else text.translate(_ONE_LINE)


def literal_markdown(text: str) -> str:
    """`one_line` with a backslash before whatever Markdown would read as a mark."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|~&" else char for char in one_line(text))
