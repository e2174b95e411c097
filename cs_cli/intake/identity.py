"""Which account a row means: by the id another system gave it, by key, alias or exact name; never by likeness."""

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property
from sqlite3 import Connection

from cs_cli.domain.reserved import COMMAND_WORDS
from cs_cli.domain.text import core_of, fold, key_from_name, numbered

SEVERAL = -1


class Accounts:
    """Every account of the portfolio, and those that this import adds, by the names they answer to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.keys: dict[str, int] = {}
        self.key_of: dict[int, str] = {}
        self._names: dict[str, int] = {}
        self._first_of: dict[str, int] = {}
        self._aliases: dict[str, int] = {}
        self._refs: dict[str, dict[str, int]] = {}
        self._known_to: dict[str, set[int]] = {}
        self._homes: dict[int, int] = {}
        for row_id, key, key_folded, name_folded, merged_into_id in connection.execute(
            "SELECT id, key, key_folded, name_folded, merged_into_id FROM account"
        ):
            self.add(row_id, key, key_folded, name_folded)
            if merged_into_id is not None:
                self._homes[row_id] = merged_into_id
        for account_id, folded in connection.execute("SELECT account_id, folded FROM alias"):
            _put(self._aliases, folded, account_id)

    def __contains__(self, key: object) -> bool:
        """Whether `key` is taken, or a word of the command line."""
        folded = fold(str(key))
        return folded in self.keys or folded in COMMAND_WORDS

    def __len__(self) -> int:
        return len(self.keys)

    def add(self, account_id: int, key: str, key_folded: str, name_folded: str) -> None:
        """An account that is there from now on."""
        self.keys[key_folded] = account_id
        self.key_of[account_id] = key
        self._name(account_id, name_folded)

    def _name(self, account_id: int, name_folded: str) -> None:
        first = self._names.setdefault(name_folded, account_id)
        if first not in (account_id, SEVERAL):
            self._first_of[name_folded] = first
            self._names[name_folded] = SEVERAL

    def new_key(self, name: str) -> str:
        """A free key for a new account of that name: a namesake's key with a number, else a short one of its own."""
        folded = fold(name)
        namesake = self._first_of.get(folded, self._names.get(folded))
        return key_from_name(name, self) if namesake is None else numbered(self.key_of[namesake], self)

    def add_alias(self, account_id: int, folded: str) -> None:
        """An alias that is there from now on."""
        _put(self._aliases, folded, account_id)

    def add_domain(self, account_id: int, domain: str) -> None:
        """A domain that is there from now on."""
        _put(self._domains, domain, account_id)

    def rename(self, account_id: int, name_folded: str) -> None:
        """The new name of an account."""
        self._name(account_id, name_folded)

    def home_of(self, account_id: int) -> int:
        """The account that it was merged into, else itself."""
        return self._homes.get(account_id, account_id)

    def find(self, said: str) -> int | None:
        """The one account with that key, alias or whole name; None where there is none or several."""
        folded = fold(said)
        for names in (self.keys, self._aliases, self._names):
            if (found := names.get(folded)) is not None:
                return found if found != SEVERAL else None
        return None

    def namesakes(self, name: str) -> list[str]:
        """The keys of the stored accounts of that name, where there are several."""
        folded = fold(name)
        if self._names.get(folded) != SEVERAL:
            return []
        found = self._connection.execute("SELECT key FROM account WHERE name_folded = ? ORDER BY id LIMIT 5", (folded,))
        return [key for (key,) in found]

    def alike(self, name: str) -> str | None:
        """The key of an account whose name differs from `name` in its legal form, punctuation or spaces only."""
        found = self._cores.get(core_of(name))
        return self.key_of[found] if found not in (None, SEVERAL) else None

    @cached_property
    def _cores(self) -> dict[str, int]:
        cores: dict[str, int] = {}
        for row_id, name in self._connection.execute("SELECT id, name FROM account"):
            _put(cores, core_of(name), row_id)
        return cores

    def by_domain(self, domain: str) -> int | None:
        """The one account with that domain."""
        found = self._domains.get(domain)
        return None if found == SEVERAL else found

    @cached_property
    def _domains(self) -> dict[str, int]:
        domains: dict[str, int] = {}
        for domain, row_id in self._connection.execute("SELECT domain, id FROM account WHERE domain IS NOT NULL"):
            _put(domains, domain, row_id)
        return domains

    def by_ref(self, source: str, external_id: str) -> int | None:
        """The account to which `source` gave that id."""
        return self._of(source).get(external_id)

    def add_ref(self, source: str, external_id: str, account_id: int) -> bool:
        """The id that `source` gave an account; whether that is news."""
        known = self._of(source)
        if external_id in known:
            return False
        known[external_id] = account_id
        self._known_to[source].add(account_id)
        return True

    def is_known_to(self, source: str, account_id: int) -> bool:
        """Whether `source` has given that account an id already."""
        self._of(source)
        return account_id in self._known_to[source]

    def _of(self, source: str) -> dict[str, int]:
        known = self._refs.get(source)
        if known is None:
            rows = self._connection.execute(
                "SELECT external_id, row_id FROM external_ref WHERE kind = 'accounts' AND source = ?", (source,)
            )
            known = self._refs[source] = dict(rows.fetchall())
            self._known_to[source] = set(known.values())
        return known

    def close_to(self, said: str) -> list[str]:
        """Keys that come close to `said`, to offer."""
        names = {**self._names, **self.keys}
        close = get_close_matches(fold(said), [name for name, found in names.items() if found != SEVERAL], 2, 0.7)
        return list(dict.fromkeys(self.key_of[names[name]] for name in close))


def _put(names: dict[str, int], name: str, account_id: int) -> None:
    known = names.setdefault(name, account_id)
    if known != account_id:
        names[name] = SEVERAL


def external_ids(values: Mapping[str, str], system: str) -> list[tuple[str, str]]:
    """The (source, id) pairs of a row; several are written `a;b` in both columns. Without a source it is `file`."""
    if "external_id" not in values:
        return []
    ids, source = values["external_id"], values.get("source") or system or "file"
    if ";" in source and source.count(";") == ids.count(";"):
        return list(zip(source.split(";"), ids.split(";"), strict=True))
    return [(source, ids)]


def refs_of(connection: Connection, kind: str, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The row ids of `kind` by (source, external id), for those wanted."""
    rows = connection.execute(
        "SELECT source, external_id, row_id FROM external_ref WHERE kind = ? AND (source, external_id) IN "
        "(SELECT value ->> 0, value ->> 1 FROM json_each(?))",
        (kind, json.dumps(list(wanted))),
    )
    return {(source, external_id): row_id for source, external_id, row_id in rows}
