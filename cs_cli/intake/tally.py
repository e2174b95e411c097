"""What an import does: rows new, changed and unchanged, each changed field before and after."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

from cs_cli.intake.refusals import Fault
from cs_cli.intake.rows import Rejected, Row

KEPT_CHANGES = 200
"""How many changed fields are kept for the answer of a real run; a dry run keeps all."""


class Money(NamedTuple):
    """An amount before or after a change, in minor units."""

    minor: int
    currency: str


class Change(NamedTuple):
    """One field of one row: the account's key, what the row is called there, the column, its values."""

    account: str
    label: str
    column: str
    before: Any
    after: Any


@dataclass
class Tally:
    """The count of one kind in one table."""

    kind: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    new_names: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    changed_fields: int = 0
    changed_accounts: set[str] = field(default_factory=set)
    keep_all: bool = False

    def insert(self, name: str) -> None:
        """Count a new row."""
        self.new += 1
        if self.keep_all or len(self.new_names) < KEPT_CHANGES:
            self.new_names.append(name)

    def insert_many(self, count: int, names: Iterator[str]) -> None:
        """Count that many new rows, each of which has a name."""
        self.new += count
        self.new_names += names if self.keep_all else islice(names, max(0, KEPT_CHANGES - len(self.new_names)))

    def update(self, account: str, label: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        """Count a changed row, or an unchanged one where `after` is empty; `before` is the whole row."""
        if not after:
            self.unchanged += 1
            return
        self.changed += 1
        self.changed_fields += len(after)
        self.changed_accounts.add(account)
        if self.keep_all or len(self.changes) < KEPT_CHANGES:
            self.changes += [Change(account, label, column, before[column], value) for column, value in after.items()]

    def recount(self, *, already_changed: bool) -> None:
        """Take a row out of the count, because more has become known about it."""
        if already_changed:
            self.changed -= 1
        else:
            self.unchanged -= 1


@dataclass
class Outcome:
    """What became of one table."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    rejected: list[Rejected] = field(default_factory=list)
    waiting: int = 0
    waiting_for: dict[str, None] = field(default_factory=dict)
    joined: int = 0
    linked: list[tuple[str, str]] = field(default_factory=list)
    assumed: dict[str, int] = field(default_factory=dict)
    unresolved_parents: int = 0
    not_begun: list[str] = field(default_factory=list)
    archived: list[str] = field(default_factory=list)
    alike: list[tuple[str, str]] = field(default_factory=list)
    total_line: int | None = None
    not_in_file: int = 0
    forgotten: int = 0
    cleaned: int = 0
    wrote: bool = False
    keep_all: bool = False

    def tally(self, kind: str) -> Tally:
        """The count of `kind`."""
        return self.tallies.setdefault(kind, Tally(kind, keep_all=self.keep_all))

    def assume(self, names: Iterator[str] | list[str]) -> None:
        """Count what was assumed for a row."""
        for name in names:
            self.assumed[name] = self.assumed.get(name, 0) + 1

    def reject(self, row: Row, fault: Fault) -> None:
        """Note that a row cannot be imported; what else is wrong with the last one is added to it."""
        if self.rejected and self.rejected[-1].line == row.line:
            faults = self.rejected[-1].faults
            faults += [] if fault in faults else [fault]
            return
        self.rejected.append(Rejected(row.line, row.cells, [fault]))
