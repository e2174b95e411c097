"""One table of parsed TOML, setting by setting: every one checked, every unknown one refused."""

import re
from collections.abc import Mapping, Sequence

from cs_cli.errors import ConfigError, sentence_of

MOST_NUMBERS = 12
_BRACES = re.compile(r"""[{}]|"[^"\n]*"|'[^'\n]*'|#.*""")
"""A brace, or a text or remark in which one is none."""


class Table:
    """The settings of one table, emptied one by one, so that what is left over was not understood.

    `where` is the file, then which table in it; `kind` what the file describes ("scorecard", "clock"). What is wrong is
    a ConfigError with file, line (where the `text` of the file is given), key and what is allowed; where one
    `is_shipped` with cs, it says that this can be used.
    """

    def __init__(self, values: object, where: str, kind: str, *, is_shipped: bool = True, text: str = "") -> None:
        self.where, self.kind, self.is_shipped, self.source = where, kind, is_shipped, text
        if not isinstance(values, Mapping):
            raise ConfigError(f"{where} must be a table of settings", *self._hints())
        self.values = dict(values)
        self.known: list[str] = []

    def wrong(self, key: str, what: str) -> ConfigError:
        """The error that `key` is what it may not be."""
        file, *tables = self.where.split(": ")
        line = line_of(self.source, tables, key)
        return ConfigError(": ".join([f"{file}:{line}" if line else file, *tables, f"{key} {what}"]), *self._hints())

    def has(self, key: str) -> bool:
        """Whether `key` is set."""
        self.known.append(key)
        return key in self.values

    def is_text(self, key: str) -> bool:
        """Whether `key` is set to a text."""
        return isinstance(self.values.get(key), str)

    def text(self, key: str, default: str | None = None, must: str = "must be a text") -> str:
        """A text that is not blank; `must` says what it must be."""
        value = self._taken(key, default)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, must)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where it is not set."""
        value = self._taken(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(key, 'must be a list of texts, like ["enterprise"]')
        return tuple(value)

    def word(self, key: str, known: tuple[str, ...]) -> str:
        """One of the words `known`."""
        value = self._taken(key, None)
        if not isinstance(value, str) or value not in known:
            raise self.wrong(key, f"must be {sentence_of(list(known))}")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._taken(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false")
        return value

    def number(self, key: str) -> float:
        """A finite number."""
        value = self._taken(key, None)
        if not isinstance(value, int | float) or not _is_number(value):
            raise self.wrong(key, "must be a number")
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """A whole number from `low` to `high`, or the default."""
        if key not in self.values and default is not None:
            self.known.append(key)
            return default
        value = self._taken(key, None)
        if not isinstance(value, int) or not _is_whole(value, low, high):
            raise self.wrong(key, f"must be a whole number from {low} to {high}")
        return value

    def wholes(self, key: str, low: int, high: int, default: tuple[int, ...]) -> tuple[int, ...]:
        """A list of whole numbers from `low` to `high` that goes up."""
        value = self._taken(key, list(default))
        if not isinstance(value, list) or not value or not all(_is_whole(each, low, high) for each in value):
            raise self.wrong(key, f"must be a list of whole numbers from {low} to {high}")
        if sorted(set(value)) != value or len(value) > MOST_NUMBERS:
            raise self.wrong(key, f"must go up, each number above the one before, {MOST_NUMBERS} at most")
        return tuple(value)

    def days_by_name(self, key: str, high: int) -> dict[str, int]:
        """A table of names, each with a whole number from 1 to `high`; empty where it is not set."""
        value = self._taken(key, {})
        if not isinstance(value, dict) or not all(_is_whole(each, 1, high) for each in value.values()):
            raise self.wrong(key, f"must be a table of whole numbers from 1 to {high}, like {{ enterprise = 30 }}")
        return dict(value)

    def numbers_by_name(self, key: str) -> dict[str, float]:
        """A table of names, each with a finite number; empty where it is not set."""
        value = self._taken(key, {})
        if not isinstance(value, dict) or not all(_is_number(each) for each in value.values()):
            raise self.wrong(key, "must be a table of numbers, like { paid = 100, overdue = 0 }")
        return dict(value)

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """A list of pairs of finite numbers."""
        value = self._taken(key, [])
        if not isinstance(value, list) or not all(
            isinstance(each, list) and len(each) == 2 and all(map(_is_number, each))  # noqa: PLR2004  a pair
            for each in value
        ):
            raise self.wrong(key, "must be a list of pairs of numbers, like [[20, 0], [80, 100]]")
        return tuple((each[0], each[1]) for each in value)

    def take(self, key: str) -> object:
        """Whatever `key` is set to, an empty table where it is not: for a table within this one."""
        return self._taken(key, {})

    def tables(self, key: str, at_least: int = 0) -> list["Table"]:
        """A list of tables."""
        value = self._taken(key, [])
        if not isinstance(value, list) or len(value) < at_least:
            raise self.wrong(key, "must be a list of tables" + (", at least one" if at_least else ""))
        return [
            Table(each, f"{self.where}: {key} {number}", self.kind, is_shipped=self.is_shipped, text=self.source)
            for number, each in enumerate(value, start=1)
        ]

    def close(self) -> None:
        """Raises ConfigError where a setting was not asked for."""
        if self.values:
            known = sentence_of(list(dict.fromkeys(self.known)), "and")
            raise self.wrong(next(iter(self.values)), f"is no setting of a {self.kind}; here there are {known}")

    def _taken(self, key: str, default: object) -> object:
        self.known.append(key)
        return self.values.pop(key, default)

    def _hints(self) -> tuple[str, ...]:
        file = self.where.split(": ", maxsplit=1)[0]
        instead = f", or move it away to use the {self.kind} that comes with cs" if self.is_shipped else ""
        return (f"Mend {file}{instead}",)


def line_of(text: str, tables: Sequence[str], key: str) -> int | None:
    """The line on which `key` stands in TOML text, within tables such as `measure 2` and `bands 1`; None for no text.

    Where the key is not there, it is the line on which its table begins.
    """
    if not text:
        return None
    at, end = 0, len(text)
    for name, number in (table.rsplit(" ", maxsplit=1) for table in tables):
        heads = [found.start() for found in re.finditer(rf"^[ \t]*\[\[[\w.]*\b{name}\]\]", text[:end], re.MULTILINE)]
        if heads := [head for head in heads if head >= at]:
            at, end = heads[int(number) - 1], next(iter(heads[int(number) :]), end)
            continue
        listed = re.compile(rf"^[ \t]*{name}\s*=", re.MULTILINE).search(text, at, end)
        inline = _inline_tables(text, listed.end(), end) if listed else []
        if len(inline) >= int(number):
            at, end = inline[int(number) - 1]
    found = re.compile(rf"(?:^[ \t]*|[{{,]\s*){re.escape(key)}\s*=|^\[+{re.escape(key)}\b", re.MULTILINE).search(
        text, at, end
    )
    place = found.end() - 1 if found else at
    return text.count("\n", 0, place) + 1


def _inline_tables(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where each `{ … }` begins and ends that lies in no other one."""
    found, depth, opened = [], 0, start
    for piece in _BRACES.finditer(text, start, end):
        if piece[0] == "{":
            opened = opened if depth else piece.start()
            depth += 1
        elif piece[0] == "}" and depth:
            depth -= 1
            found += [] if depth else [(opened, piece.end())]
    return found


def _is_whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
