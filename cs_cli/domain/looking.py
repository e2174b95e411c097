"""Looking for words: what was asked for, where it stands in a text, and the piece of the text that shows it."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from cs_cli.domain.text import UNSPACED, fold, searchable

Mark = tuple[int, int]
"""Where a hit begins in a text, and where it ends."""
_BEFORE = 16
_PARTS = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_TOKEN = re.compile(rf"{UNSPACED.pattern}|(?:(?!{UNSPACED.pattern})(?:[^\W_]|[\u0300-\u036f]))+")


class Phrase(NamedTuple):
    """Words that stand one after the other, folded; with `is_begun` the last of them may go on."""

    words: tuple[str, ...]
    is_begun: bool

    def fits(self, words: Sequence[str]) -> bool:
        """Whether `words`, as many as its own, are what was asked for."""
        *whole, last = self.words
        return list(words[:-1]) == whole and (words[-1].startswith(last) if self.is_begun else words[-1] == last)


def phrases_of(arguments: Iterable[str]) -> list[Phrase]:
    """What the arguments ask for, all of it: a word is the beginning of one; words in quotes follow each other.

    An argument with spaces was in quotes for the shell. Signs mean nothing; where there is nothing else, nothing is
    asked for.
    """
    found = []
    for argument in arguments:
        quoted = argument if '"' in argument or not argument.strip().count(" ") else f'"{argument}"'
        for phrase, word in _PARTS.findall(quoted):
            if words := tuple(_WORD.findall(searchable(phrase or word))):
                found.append(Phrase(words, is_begun=not phrase))
    return found


def marks_of(text: str, phrases: Iterable[Phrase]) -> list[Mark]:
    """Where `text` has what was asked for, in order."""
    places = [(match.span(), fold(match[0])) for match in _TOKEN.finditer(text)]
    words = [word for _span, word in places]
    hits = {
        place
        for phrase in phrases
        for first in range(len(words) - len(phrase.words) + 1)
        if phrase.fits(words[first : first + len(phrase.words)])
        for place in range(first, first + len(phrase.words))
    }
    return [places[place][0] for place in sorted(hits)]


def composed(text: str) -> str:
    """`text` with each letter and its accents as one sign, so that marks fall between letters."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def excerpt(text: str, marks: Sequence[Mark], room: int) -> tuple[str, list[Mark]]:
    """`text`, where its first mark ends beyond `room` signs from a little before that on; and the marks in it."""
    if not marks or marks[0][1] <= room or marks[0][0] <= _BEFORE:
        return text, list(marks)
    first = marks[0][0] - _BEFORE
    space = text.find(" ", first, marks[0][0])
    first = space + 1 if space >= 0 else first
    return f"…{text[first:]}", [(start - first + 1, end - first + 1) for start, end in marks]
