"""Who was forgotten, by salted hashes only: what an import asks before it brings a name or an address.

The hash is a fast one on purpose: an import asks it of each word of each text. Whoever holds the file can test a guess
either way; nobody can read a name out of it.
"""

import os
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from hashlib import sha256
from sqlite3 import Connection

from cs_cli.domain.erasure import FORGOTTEN, walked, words_of
from cs_cli.domain.telephone import BETWEEN, LEAST_DIGITS, digits_of, numbers_of
from cs_cli.domain.text import fold

_INSERT = "INSERT INTO forgotten (salt, hash, forgotten_on) VALUES (?, ?, ?)"
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(rf"(?<!\w)\(?\+?\(?(?:\d{BETWEEN}){{{LEAST_DIGITS - 1},}}\d(?!\w)")
_GROUP = re.compile(r"[(+]*\d+")
_MOST_GROUPS = 12
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LONGEST_NAME = 4
"""A name of a person has at most so many words, where it is looked for in a text."""
ADDRESS, NAME, WORD, PHONE = "address", "name", "word", "phone"
Stone = tuple[str, str, int | None]
"""What is remembered of a person: which of these it is, the folded text, the account where it is nobody else's."""


class Tombstones:
    """The hashes of those who were forgotten in a portfolio, asked through a connection to it."""

    def __init__(self, connection: Connection) -> None:
        rows = connection.execute("SELECT salt, hash, forgotten_on FROM forgotten ORDER BY id").fetchall()
        self._connection = connection
        self.salt: str = rows[0][0] if rows else os.urandom(16).hex()
        self._days = {each: on for _, each, on in rows}
        self._within: dict[int, list[int]] = {}
        self._alive: dict[int | None, set[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._days)

    def hash_of(self, stone: Stone) -> str:
        """The hash that stands for what is remembered."""
        kind, text, account_id = stone
        return sha256(f"{self.salt}\0{kind}\0{account_id or ''}\0{text}".encode()).hexdigest()

    def add(self, stones: Iterable[Stone], on: str) -> list[str]:
        """Remember these from the day `on`; returns their hashes."""
        hashes = [self.hash_of(stone) for stone in dict.fromkeys(stones)]
        self._connection.executemany(_INSERT, [(self.salt, each, on) for each in hashes if each not in self._days])
        self._days |= dict.fromkeys((each for each in hashes if each not in self._days), on)
        return hashes

    def since(self, stone: Stone) -> str | None:
        """The day on which that was forgotten, or None."""
        return self._days.get(self.hash_of(stone))

    def knows_person(self, name: str, email: str | None, account_id: int | None) -> bool:
        """Whether somebody of that address, or of that name at the account, was forgotten."""
        return (email is not None and self._knows(ADDRESS, fold(email))) or self._knows(NAME, fold(name), account_id)

    def _knows(self, kind: str, text: str, account_id: int | None = None) -> bool:
        """Whether that was forgotten and is nobody's now: whom somebody adds by hand is there again."""
        accounts: Sequence[int | None] = [None] if kind in (ADDRESS, PHONE) else self._merged(account_id)
        is_known = any(self.since((kind, text, each)) is not None for each in accounts)
        return is_known and text not in (self._reached if kind in (ADDRESS, PHONE) else self._living(account_id))

    @cached_property
    def _reached(self) -> set[str]:
        """The addresses of those who are contacts now, and what is remembered of their numbers."""
        rows = self._connection.execute("SELECT email, phone FROM contact").fetchall()
        numbers = (number for _, phone in rows for number in numbers_of(phone or ""))
        return {fold(email) for email, _ in rows if email} | {text for number in numbers for text in number.kept}

    def _merged(self, account_id: int | None) -> list[int]:
        """The account, and those that became part of it."""
        if account_id is None:
            return []
        if account_id not in self._within:
            sql = "SELECT id FROM account WHERE id = ?1 OR merged_into_id = ?1"
            self._within[account_id] = [row[0] for row in self._connection.execute(sql, (account_id,))]
        return self._within[account_id]

    def _living(self, account_id: int | None) -> set[str]:
        """The names of those who are contacts of the account now, and each of their words."""
        if account_id not in self._alive:
            sql = "SELECT name FROM contact WHERE account_id = ?"
            names = [name for (name,) in self._connection.execute(sql, (account_id,))]
            self._alive[account_id] = {fold(name) for name in names} | {word for n in names for word in words_of(n)}
        return self._alive[account_id]

    def clean(self, text: str, account_id: int | None, *, alone: bool = True) -> str:
        """`text` of an account without those who were forgotten; `alone`: single words of their names, too."""
        if text[:1] in "[{":
            import json  # noqa: PLC0415  lists are few

            try:
                found = json.loads(text)
            except ValueError:
                return self._clean(text, account_id, alone=alone)
            cleaned = walked(found, lambda said: self.clean(said, account_id, alone=alone))
            return text if cleaned == found else json.dumps(cleaned, ensure_ascii=False)
        return self._clean(text, account_id, alone=alone)

    def _clean(self, text: str, account_id: int | None, *, alone: bool) -> str:
        if "@" in text:
            text = _ADDRESS.sub(lambda found: FORGOTTEN if self._knows(ADDRESS, fold(found[0])) else found[0], text)
        text = _PHONE.sub(lambda found: self._without_number(found[0]), text)
        for start, end in reversed(self._named(text, account_id, alone=alone)):
            text = text[:start] + FORGOTTEN + text[end:]
        return text

    def knows_number(self, said: str) -> bool:
        """Whether one of the telephone numbers in `said` was that of somebody who was forgotten."""
        return any(self._knows(PHONE, text) for number in numbers_of(said) for text in number.asked)

    def _without_number(self, said: str) -> str:
        """A run of digits without the number of somebody who was forgotten, the longest first at each place."""
        groups = list(_GROUP.finditer(said))
        for first in range(len(groups)):
            for last in reversed(groups[first : first + _MOST_GROUPS]):
                start, end = groups[first].start(), last.end()
                if len(digits_of(said[start:end])) >= LEAST_DIGITS and self.knows_number(said[start:end]):
                    return said[:start] + FORGOTTEN + self._without_number(said[end:])
        return said

    def _named(self, text: str, account_id: int | None, *, alone: bool) -> list[tuple[int, int]]:
        """Where `text` has a name, the longest first at each place; the words of an address are none."""
        words = [] if account_id is None else list(_WORD.finditer(text))
        spans: list[tuple[int, int]] = []
        place = 0
        while place < len(words):
            lengths = range(_LONGEST_NAME, 0 if alone else 1, -1)
            many = next((n for n in lengths if self._is_name(words[place : place + n], n, account_id)), 0)
            if many:
                spans.append((words[place].start(), words[place + many - 1].end()))
            place += many or 1
        return spans

    def _is_name(self, words: list[re.Match[str]], many: int, account_id: int | None) -> bool:
        if len(words) < many:
            return False
        said = [fold(word[0]) for word in words]
        if many == 1:
            return self._knows(WORD, said[0], account_id)
        return self._knows(NAME, " ".join(said), account_id) or self._knows(
            NAME, " ".join([*said[1:], said[0]]), account_id
        )
