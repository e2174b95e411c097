"""Taking a person out of texts: their name, addresses and numbers, however these are written.

Matching folds case, accents and doubled spaces, as finding does; what is put in their place is always the same.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from cs_cli.domain.telephone import Number, digits_of, numbers_of
from cs_cli.domain.text import fold

FORGOTTEN = "(forgotten)"
_LEAST_LETTERS = 2
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True)
class Traces:
    """What gives a person away: whole names, single words of names, e-mail addresses and telephone numbers.

    `others` are whole names of other people, which stay although one of the words is in them.
    """

    names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    phones: tuple[Number, ...] = ()
    others: tuple[str, ...] = ()

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = [r"[ ,]+".join(map(re.escape, form)) for name in self.names for form in _forms(name)]
        addresses = [rf"(?<![\w.+-]){re.escape(fold(address))}(?![\w-])(?!\.\w)" for address in self.addresses]
        words = [rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(map(fold, self.words), key=len, reverse=True)]
        phones = [number.pattern for number in self.phones]
        whole = [rf"(?<!\w){name}(?!\w)" for name in sorted(names, key=len, reverse=True)]
        others = [rf"(?P<others>(?<!\w)(?:{'|'.join(map(re.escape, self.others))})(?!\w))"] if self.others else []
        return re.compile("|".join([*addresses, *whole, *phones, *others, *words]) or r"(?!)")

    @cached_property
    def _hints(self) -> tuple[str, ...]:
        """What a text must hold, folded, to be looked at closely."""
        longest = [max(fold(name).split(), key=len) for name in self.names if fold(name)]
        return tuple(dict.fromkeys([*longest, *map(fold, self.words), *map(fold, self.addresses)]))

    def may_be_in(self, text: str) -> bool:
        """Whether `text` is worth a closer look: fast, and never wrong where it says no."""
        plain = text.lower() if text.isascii() and "\\" not in text else fold(_unescaped(text))
        return any(hint in plain for hint in self._hints) or self._may_ring(plain)

    def _may_ring(self, plain: str) -> bool:
        if not self.phones or not _DIGITS.search(plain):
            return False
        digits = digits_of(plain)
        return any(number.rest in digits for number in self.phones)

    def erase(self, text: str) -> str:
        """`text` with `(forgotten)` in the place of the person; the same text where they are not in it."""
        if not self.may_be_in(text):
            return text
        folded, places = _folded(text)
        parts, done = [], 0
        for found in self._pattern.finditer(folded):
            if found.lastgroup:
                continue
            start, end = places[found.start()], places[found.end()]
            parts += [text[done:start], FORGOTTEN]
            done = end
        return "".join([*parts, text[done:]]) if parts else text

    def erase_stored(self, text: str) -> str:
        """As `erase`, of what a column holds: in JSON, each text in it."""
        if text[:1] in "[{" and self.may_be_in(text):
            try:
                found = json.loads(text)
            except ValueError:
                return self.erase(text)
            erased = walked(found, self.erase_stored)
            return text if erased == found else json.dumps(erased, ensure_ascii=False)
        return self.erase(text)

    def with_words(self, words: Iterable[str], but_in: Iterable[str] = ()) -> "Traces":
        """These, and `words` of the name that are looked for alone, but for the names of others that hold them."""
        alone = frozenset(words)
        others = {fold(name) for name in but_in if alone & set(words_of(name))} - set(self.names)
        return replace(self, words=tuple(words), others=tuple(sorted(others, key=lambda name: (-len(name), name))))

    def without_names(self) -> "Traces":
        """Only what nobody else can have: addresses and numbers."""
        return replace(self, names=(), words=())


def traces_of(names: Iterable[str], addresses: Iterable[str], phones: Iterable[str]) -> Traces:
    """What gives somebody away in any text of the book; a name of one word alone does not."""
    folded = dict.fromkeys(fold(name) for name in names)
    numbers = dict.fromkeys(number for phone in phones for number in numbers_of(phone))
    return Traces(
        names=tuple(name for name in folded if " " in name),
        addresses=tuple(dict.fromkeys(fold(address) for address in addresses if address.strip())),
        phones=tuple(numbers),
    )


def lone_words(names: Iterable[str], but: Iterable[str]) -> tuple[str, ...]:
    """The first and the last word of each name, but for those that the names `but` have too."""
    shared = {word for name in but for word in words_of(name)}
    found = [word for name in names if (parts := words_of(name)) for word in (parts[0], parts[-1])]
    return tuple(dict.fromkeys(w for w in found if w not in shared and len(w) >= _LEAST_LETTERS and not w.isdigit()))


def words_of(name: str) -> list[str]:
    """The words of a name, folded."""
    return re.findall(r"[^\W_]+(?:['-][^\W_]+)*", fold(name))


def walked(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401  whatever JSON holds
    """The same JSON value with each text in it changed, names of fields too."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [walked(each, change) for each in value]
    if isinstance(value, dict):
        return {change(name): walked(each, change) for name, each in value.items()}
    return value


def _forms(name: str) -> list[Sequence[str]]:
    """A name's words as they are said and with the last one first: `park, jo`."""
    said = name.split()
    return [said, [said[-1], *said[:-1]]]


def _unescaped(text: str) -> str:
    """JSON text with its letters as they are, for a first look."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` folded letter by letter, and the place in `text` that each letter came from; the last is its end."""
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        plain = " " if letter.isspace() else fold(letter)
        if plain == " " and folded and folded[-1] == " ":
            continue
        folded += plain
        places += [place] * len(plain)
    return "".join(folded), [*places, len(text)]
