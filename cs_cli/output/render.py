"""The only writer of stdout: data in the format asked for, sheets on a terminal or plain in a pipe."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Any

from cs_cli.output.clean import clean, literal_markdown, one_line
from cs_cli.output.sheet import Line, Sheet, paragraph
from cs_cli.output.statement import Statement

Part = Sheet | Statement | str
"""A piece of an answer on a screen."""
TERMINAL_ROWS = 50
"""How many rows of a list a terminal shows when no limit is given; a pipe gets all."""


UNKNOWN_WIDTH = 80
"""How wide a terminal is taken to be that does not say."""


class Format(StrEnum):
    """The formats of every list."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    MD = "md"


def is_terminal() -> bool:
    """Whether stdout is a screen."""
    return sys.stdout.isatty()


def screen_width() -> int | None:
    """The terminal's width in cells; None in a pipe, where nothing is cut (but colour and COLUMNS make it a screen)."""
    said = os.environ.get("COLUMNS", "")
    asked = int(said) if said.isdecimal() else 0
    if is_terminal():
        return asked or os.get_terminal_size(sys.stdout.fileno()).columns or UNKNOWN_WIDTH
    return asked if asked and wants_color() else None


def rows(
    found: Sequence[dict[str, Any]],
    keys: Sequence[str],
    fmt: Format,
    screen: Callable[[], Iterable[Part]],
) -> None:
    """Print a list: `found` with its stable `keys` as JSON, JSON lines, CSV or Markdown, or else the `screen`."""
    if fmt is Format.TABLE:
        sheets(screen())
    elif fmt is Format.JSON:
        write(as_json(found, keys))
    elif fmt is Format.JSONL:
        write("".join(json.dumps({key: row[key] for key in keys}) + "\n" for row in found))
    elif fmt is Format.CSV:
        write(as_csv(found, keys))
    else:
        write(as_markdown(found, keys))


def document(text: str) -> None:
    """Print a text (Markdown, HTML) as it is, cleaned, with one newline at its end."""
    write(clean(text).rstrip("\n") + "\n")


def sheets(parts: Iterable[Part]) -> None:
    """Print sheets and single lines, one after the other."""
    width = screen_width()
    lines: list[Line | str] = []
    for part in parts:
        lines.extend(paragraph(one_line(part), width) if isinstance(part, str) else part.laid_out(width))
    if wants_color():
        from cs_cli.output.tables import print_styled  # noqa: PLC0415  Rich's console is only for colours

        print_styled(lines, width)
    else:
        write("".join(_plain(line) + "\n" for line in lines))


def wants_color() -> bool:
    """Whether to colour: NO_COLOR wins, then FORCE_COLOR, then whether stdout is a capable terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE"):
        return True
    return is_terminal() and os.environ.get("TERM") != "dumb"


def _plain(line: Line | str) -> str:
    if isinstance(line, str):
        return one_line(line)
    return "".join(cell.text for cell in line).rstrip()


def write(text: str) -> None:
    """Print `text`; what the stream's encoding cannot say is escaped, never an error."""
    sys.stdout.write(text)


def write_bytes(content: bytes) -> None:
    """Print `content` as it is, whatever the stream's encoding and line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def as_json(found: Sequence[dict[str, Any]], keys: Sequence[str]) -> str:
    """The rows as a JSON array, a row a line."""
    lines = ",\n ".join(json.dumps({key: row[key] for key in keys}) for row in found)
    return f"[\n {lines}\n]\n" if found else "[]\n"


def as_csv(found: Sequence[dict[str, Any]], keys: Sequence[str]) -> str:
    """The rows as CSV with a header; lists joined by `;`, formulas in text neutralised."""
    import csv  # noqa: PLC0415  only here
    import io  # noqa: PLC0415

    from cs_cli.domain.formulas import guard  # noqa: PLC0415

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(keys)
    writer.writerows([guard(_flat(row[key])) for key in keys] for row in found)
    return out.getvalue()


def as_markdown(found: Sequence[dict[str, Any]], keys: Sequence[str]) -> str:
    """The rows as a Markdown table."""

    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cells) + " |\n"

    body = [line(literal_markdown(_flat_text(row[key])) for key in keys) for row in found]
    return line(keys) + line("---" for _ in keys) + "".join(body)


def _flat(value: Any) -> Any:  # noqa: ANN401  any cell
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return clean(";".join(map(str, value)))
    if isinstance(value, dict):
        return clean(";".join(_pairs(value)))
    return clean(value) if isinstance(value, str) else value


def _pairs(value: dict[str, Any], prefix: str = "") -> Iterable[str]:
    for key, amount in value.items():
        if isinstance(amount, dict):
            yield from _pairs(amount, f"{prefix}{key} ")
        elif amount is not None:
            yield f"{prefix}{key} {amount}"


def _flat_text(value: Any) -> str:  # noqa: ANN401  any cell
    flat = _flat(value)
    return "" if flat is None else one_line(str(flat))
