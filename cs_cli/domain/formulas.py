"""Spreadsheet formulas: text that a spreadsheet would run is written so that it stays text, and read back as it was."""

from typing import Any

_TRIGGERS = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20'")  # the full-width ones run in some locales


def guard(value: Any) -> Any:  # noqa: ANN401  any cell
    """A text cell that begins like a formula (or with the guard itself) gets a leading `'`; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_TRIGGERS) else value


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_TRIGGERS) else text
