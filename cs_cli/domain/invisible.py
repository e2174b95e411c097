"""Characters that nobody sees and that steer whoever shows a text: a terminal, a browser, a slide."""

KEPT = "\t\n"
_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SEPARATORS = (0x2028, 0x2029)
_BYTE_ORDER_MARK = 0xFEFF
_LONE_SURROGATES = range(0xD800, 0xE000)
STEERING: dict[int, None] = dict.fromkeys(
    code
    for code in (*_CONTROLS, *_DIRECTIONS, *_SEPARATORS, _BYTE_ORDER_MARK, *_LONE_SURROGATES)
    if chr(code) not in KEPT
)
"""C0 (but tab and newline), C1, DEL, bidi controls, line separators, byte order mark, surrogates; for `translate`."""
_ONE_LINE = STEERING | {0x09: " ", 0x0A: " "}


def clean(text: str) -> str:
    """`text` without what steers whoever shows it; tabs and newlines stay."""
    return text if text.isascii() and text.isprintable() else text.translate(STEERING)


def one_line(text: str) -> str:
    """`clean` with tabs and newlines as spaces, for a cell or a line."""
    return text if text.isascii() and text.isprintable() else text.translate(_ONE_LINE)


def literal_markdown(text: str) -> str:
    """`one_line` with a backslash before whatever Markdown would read as a mark."""
    return "".join(f"\\{char}" if char in "\\`*_[]<>|~&" else char for char in one_line(text))
