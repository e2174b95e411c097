"""Stored text on its way into Markdown: cleaned of what could steer a reader, escaped so that it stays text."""

import re
import unicodedata
from collections.abc import Iterator

from cs_cli.domain.invisible import STEERING

_SPACE = re.compile(r"[^\S\u00a0]+")
_MARKS = re.compile(r"([\\`*_\[\]<>|~&\"])")
_AT_START = re.compile(r"^(#|:::|\+(?= |\+\+|$)|-(?= |--|$)|=(?=\s*$))")
_AT_END = re.compile(r"(?<!\S)#(?=#*$)")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
_RIGHTWARD = {"R", "AL"}
_PASSAGE = re.compile("r(?:[r-]*r)?")
FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"
_IN_SOURCE = {code: None for code in STEERING if chr(code) not in (FIRST_STRONG_ISOLATE, POP_ISOLATE)}


def clean(text: str) -> str:
    """`text` without what steers a reader unseen (cs_cli.domain.invisible); tabs and newlines stay."""
    return text.translate(STEERING)


def clean_source(text: str) -> str:
    """A line of Markdown source, cleaned as `clean` does but for the direction isolates that `isolated` puts in."""
    return text.translate(_IN_SOURCE)


def one_line(text: str) -> str:
    """`text` cleaned, with white space (but no-break spaces) as single spaces, so that it cannot start a line."""
    return _SPACE.sub(" ", clean(_SPACE.sub(" ", text))).strip()


def passages(text: str) -> Iterator[tuple[bool, str]]:
    """`text` in stretches, each with whether it runs from right to left."""
    classes = [unicodedata.bidirectional(char) for char in text]
    kinds = "".join("r" if said in _RIGHTWARD else "l" if said == "L" else "-" for said in classes)
    at = 0
    for passage in _PASSAGE.finditer(kinds) if "r" in kinds else ():
        start, end = passage.span()
        yield from (
            (is_rightward, text[a:b]) for is_rightward, a, b in ((False, at, start), (True, start, end)) if a < b
        )
        at = end
    if at < len(text):
        yield False, text[at:]


def isolated(text: str) -> str:
    """`text` with every right-to-left passage between direction isolates, so that its neighbours stay in order."""
    parts = passages(text)
    return "".join(
        f"{FIRST_STRONG_ISOLATE}{part}{POP_ISOLATE}" if is_rightward else part for is_rightward, part in parts
    )


def escaped(text: str) -> str:
    """`text` with a backslash before all that Markdown would read as a mark, also where a line starts or ends."""
    marked = _AT_END.sub(r"\\#", _MARKS.sub(r"\\\1", text))
    return _NUMBERED.sub(r"\1\\\2", _AT_START.sub(r"\\\1", marked))


def markdown_text(value: object) -> str:
    """One stored value as Markdown that shows exactly its words, on one line."""
    return isolated(escaped(one_line(str(value))))
