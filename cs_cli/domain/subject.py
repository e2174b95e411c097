"""Whom an erasure is about, and what it took: as plain data."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cs_cli.domain.erasure import Traces
from cs_cli.domain.text import fold


class Contact(NamedTuple):
    """A row of the table of contacts, with its account's key and name."""

    contact_id: int
    account_id: int
    account: str
    account_name: str
    name: str
    name_folded: str
    email: str | None
    phone: str | None

    def answers_to(self, folded: str) -> bool:
        """Whether this is their whole name or their address."""
        return folded in (self.name_folded, fold(self.email or ""))


class Subject(NamedTuple):
    """A person: as they are called, their contact rows, the accounts that are theirs, and what gives them away.

    In the accounts of `spared` somebody else has the same name, which stays. `gone` are their contact rows that only
    the undo journal has, `images` the ids of the changes in the journal that hold their rows.
    """

    name: str
    contacts: tuple[Contact, ...]
    accounts: frozenset[int]
    spared: frozenset[int]
    everywhere: Traces
    at_home: Traces
    gone: tuple[Contact, ...] = ()
    images: frozenset[int] = frozenset()

    @property
    def homes(self) -> list[str]:
        """The accounts of the contact rows, as people call them: `Acme Corporation (ACME)`."""
        rows = (each for each in [*self.contacts, *self.gone] if each.account)
        return list(dict.fromkeys(f"{each.account_name} ({each.account})" for each in rows))

    def traces(self, account_id: int | None) -> Traces:
        """What gives them away in the texts of an account, or of none."""
        if account_id in self.spared:
            return self.everywhere.without_names()
        return self.at_home if account_id in self.accounts else self.everywhere


Cells = dict[str, tuple[str, str]]
"""Columns that name somebody, as they are and without them."""


class Mention(NamedTuple):
    """A row that names somebody: its table, id and account, and the columns that do, as they are and without them."""

    table: str
    row_id: int
    account_id: int | None
    columns: Cells


@dataclass
class Erased:
    """What was taken out, or would be: rows that went, rows changed by table and column, and who is remembered how."""

    deleted: dict[str, int] = field(default_factory=dict)
    changed: dict[tuple[str, str], int] = field(default_factory=dict)
    accounts: set[int] = field(default_factory=set)
    hashes: list[str] = field(default_factory=list)

    def count(self, mention: Mention) -> None:
        """Add one row that names them."""
        for column in mention.columns:
            self.changed[mention.table, column] = self.changed.get((mention.table, column), 0) + 1
        if mention.account_id is not None:
            self.accounts.add(mention.account_id)


class Kept(NamedTuple):
    """A backup file that holds somebody, and the day on which rotation drops it (None: it never does by itself)."""

    path: str
    drops_on: date | None
