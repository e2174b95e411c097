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
