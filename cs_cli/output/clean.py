"""Stored text on its way out: nothing in it may steer a terminal."""

_CONTROLS = [c for c in (*range(0x20), *range(0x7F, 0xA0)) if c not in (0x09, 0x0A)]
_BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_SEPARATORS = [0x2028, 0x2029]
_DROPPED = dict.fromkeys([*_CONTROLS, *_BIDI, *_SEPARATORS, *range(0xD800, 0xE000)])
_ONE_LINE = _DROPPED | {0x09: " ", 0x0A: " "}


def clean(text: str) -> str:
    """`text` without C0 (but tab and newline), C1, DEL, bidi controls and lone surrogates."""
    return text if text.isascii() and text.isprintable() else text.translate(_DROPPED)


def one_line(text: str) -> str:
    """`clean` with tabs and newlines as spaces, for a cell or a line."""
    return text if text.isascii() and text.isprintable() else text.translate(_ONE_LINE)


def literal_markdown(text: str) -> str:
    """`one_line` with a backslash before whatever Markdown would read as a mark."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|~&" else char for char in one_line(text))
