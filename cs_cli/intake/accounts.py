"""Accounts of an import: found or made, their fields compared, their other names, ids and parents kept."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from cs_cli.domain.reserved import COMMAND_WORDS
from cs_cli.domain.text import fold, is_key
from cs_cli.intake.bulk import Bulk, custom_changes, differing, merged_custom
from cs_cli.intake.ground import Ground
from cs_cli.intake.identity import external_ids
from cs_cli.intake.kinds import BOOK, CONTRACTS
from cs_cli.intake.rows import CannotPlanError, Row, RowReader
from cs_cli.intake.tally import Outcome
from cs_cli.intake.values import NO_KEY

_FIELDS = frozenset(
    [
        "name",
        "domain",
        "segment",
        "stage",
        "owner",
        "industry",
        "region",
        "country",
        "timezone",
        "currency",
        "customer_since",
        "kickoff_on",
        "live_on",
        "activated_on",
        "archived_on",
        "tags",
    ]
)
_OF_CONTRACT = frozenset(column.name for column in CONTRACTS.columns) - {"live_on"}
BOOK_FIELDS = _FIELDS - _OF_CONTRACT
_TOTALS = frozenset(("total", "totals", "grand total", "sum", "summe", "gesamt", "somme"))


class AccountPlan:
    """Plans and writes the accounts of a table, batch by batch."""

    def __init__(self, ground: Ground, reader: RowReader, outcome: Outcome) -> None:
        writer, accounts = ground.writer, ground.accounts
        self.accounts = accounts
        self.reader = reader
        self.outcome = outcome
        self.tally = outcome.tally("accounts")
        own = ("key", "key_folded", "name", "name_folded")
        self.rows = Bulk(writer, "account", only={*own, *reader.match.columns.values()} - {"parent_id", "merged_into"})
        self.refs = Bulk(writer, "external_ref")
        self.aliases = Bulk(writer, "alias")
        self.system = reader.match.system
        self.is_book = reader.match.kind is BOOK
        self.fields = [n for n in reader.match.columns.values() if n in (BOOK_FIELDS if self.is_book else _FIELDS)]
        self._rare = frozenset(("parent", "parent_id", "merged_into", "aliases"))
        self.parents: list[tuple[int, Row]] = []
        self.merged: list[tuple[int, Row]] = []
        self._before = len(accounts)
        self._first_new = writer.next_id("account")
        self._seen: dict[int, int] = {}
        self._facts: dict[int, Mapping[str, Any]] = {}
        self._changed: set[int] = set()
        self._sum = Decimal(0)

    def write(self, batch: list[Row]) -> list[tuple[Row, int]]:
        """Each row with the id of its account, new ones inserted, changed ones updated."""
        placed: list[tuple[Row, int]] = []
        known: list[tuple[Row, int, Mapping[str, Any]]] = []
        for row in batch:
            if self.is_book and self._is_total(row):
                self.outcome.total_line = row.line
                continue
            try:
                account_id = self._place(row, known)
            except CannotPlanError as error:
                self.outcome.reject(row, self.reader.fault(row, error))
            else:
                placed.append((row, account_id))
        self.rows.flush()
        self._compare(known)
        self.refs.flush()
        self.aliases.flush()
        return placed

    def _is_total(self, row: Row) -> bool:
        """Whether the row is the sum of those above, which people write below a sheet."""
        amount = next((row.values[name] for name in ("arr", "price", "mrr") if name in row.values), None)
        total, self._sum = self._sum, self._sum + (amount.value if amount else 0)
        is_sum = amount is not None and amount.value == total and len(self._seen) > 1
        return is_sum and fold(row.values.get("name", "")) in _TOTALS

    def _place(self, row: Row, known: list[tuple[Row, int, Mapping[str, Any]]]) -> int:
        values = row.values
        pairs = external_ids(values, self.system)
        key = values.get("account")
        key_folded = fold(key) if key else ""
        found = self._found(row, pairs, key_folded)
        if found in self._seen:
            self._repeat(row, found)
            return found
        if found is not None and self.is_book and (home := self.accounts.home_of(found)) != found:
            key = self.accounts.key_of[home]
            raise CannotPlanError("name", values["name"], f"was merged into {key}: say {key}, and which contract")
        if found is None:
            account_id = self._insert(row, key_folded)
        else:
            account_id = found
            known.append((row, found, self._facts_of(row)))
        self._seen[account_id] = row.line
        if self.is_book:
            self._facts[account_id] = self._facts_of(row)
        for source, external_id in pairs:
            if self.accounts.add_ref(source, external_id, account_id):
                self.refs.append(("accounts", source, external_id, account_id))
                self.outcome.wrote = True
        if not self._rare.isdisjoint(values):
            self._keep_names(account_id, row, is_new=found is None)
        return account_id

    def _facts_of(self, row: Row) -> dict[str, Any]:
        return {name: row.values[name] for name in self.fields if name in row.values}

    def _found(self, row: Row, pairs: list[tuple[str, str]], key_folded: str) -> int | None:
        for source, external_id in pairs:
            if (found := self.accounts.by_ref(source, external_id)) is not None:
                return found
        if not key_folded:
            found = self._by_likeness(row, pairs) if "name" in row.values else None
        elif self.is_book:
            found = self.accounts.find(key_folded)
        else:
            found = self.accounts.keys.get(key_folded)
        if found is None and key_folded:
            _check_key(row.values["account"], key_folded)
        if found is None and "name" not in row.values:
            raise CannotPlanError("name", "", "is missing")
        return found

    def _by_likeness(self, row: Row, pairs: list[tuple[str, str]]) -> int | None:
        """By domain, then by exact name, among the accounts that this source has not given another id."""
        name, domain = row.values["name"], row.values.get("domain")
        found = self.accounts.by_domain(domain) if domain else None
        if found is None or found in self._seen:  # two rows may share a domain and be two customers
            found = self.accounts.find(name)
        if found is None and not pairs and (keys := self.accounts.namesakes(name)):
            raise CannotPlanError("name", name, f"is the name of {', '.join(keys)}: say which in a column account")
        if found is None or not pairs:
            return found
        if self.reader.names[name] > 1 or any(self.accounts.is_known_to(source, found) for source, _ in pairs):
            return None
        if found not in self._seen:
            self.outcome.linked.append((self.accounts.key_of[found], pairs[0][1]))
        return found

    def _repeat(self, row: Row, account_id: int) -> None:
        line = self._seen[account_id]
        if not self.is_book:
            column = "account" if "account" in row.values else "name"
            raise CannotPlanError(column, row.values.get(column, ""), f"is also on line {line}")
        for column, value in self._facts_of(row).items():
            said = self._facts[account_id].get(column, value)
            if said != value:
                raise CannotPlanError(column, value, f"but {said} on line {line}, the same account")

    def _insert(self, row: Row, key_folded: str) -> int:
        values = self.rows.blank()
        values.update(self._facts_of(row) if self.is_book else row.values)
        name = values["name"]
        key = row.values["account"] if key_folded else self.accounts.new_key(name)
        if not key_folded and self._before and (other := self.accounts.alike(name)):
            self.outcome.alike.append((key, other))
        key_folded, name_folded = key_folded or fold(key), fold(name)
        values["key"], values["key_folded"], values["name_folded"] = key, key_folded, name_folded
        if row.custom:
            values["custom"] = json.dumps(row.custom, ensure_ascii=False)
        account_id = self.rows.insert_whole(values)
        self.accounts.add(account_id, key, key_folded, name_folded)
        if domain := values["domain"]:
            self.accounts.add_domain(account_id, domain)
        self.tally.insert(key)
        return account_id

    def _keep_names(self, account_id: int, row: Row, *, is_new: bool) -> None:
        if "parent" in row.values or "parent_id" in row.values:
            self.parents.append((account_id, row))
        if "merged_into" in row.values:
            self.merged.append((account_id, row))
        if "aliases" in row.values:
            self._keep_aliases(account_id, json.loads(row.values["aliases"]), is_new=is_new)

    def _keep_aliases(self, account_id: int, names: list[str], *, is_new: bool) -> None:
        there = set() if is_new else {row["folded"] for row in self.aliases.fetch("account_id = ?", account_id)}
        for name in names:
            if (folded := fold(name)) not in there:
                self.aliases.insert({"account_id": account_id, "name": name, "folded": folded})
                self.accounts.add_alias(account_id, folded)
                self.outcome.wrote = True

    def _compare(self, known: list[tuple[Row, int, Mapping[str, Any]]]) -> None:
        if not known:
            return
        existing = self.rows.by_id(account_id for _, account_id, _ in known)
        for row, account_id, facts in known:
            before = existing[account_id]
            if before["archived_on"]:
                self.outcome.archived.append(before["key"])
            changes = differing(before, facts)
            if self.is_book and self._is_called(before, changes.get("name")):
                del changes["name"]
            custom = merged_custom(before["custom"], row.custom) if row.custom else before["custom"]
            own_before, own_changes = custom_changes(before["custom"], custom)
            if changes or own_changes:
                self._changed.add(account_id)
            self.tally.update(before["key"], "", {**own_before, **before}, {**changes, **own_changes})
            if "name" in changes:
                changes["name_folded"] = fold(changes["name"])
                self.accounts.rename(account_id, changes["name_folded"])
            self.rows.update(account_id, changes | ({"custom": custom} if custom != before["custom"] else {}))

    def _is_called(self, before: Mapping[str, Any], name: str | None) -> bool:
        """A sheet may call an account by its key or an alias; that is no new name."""
        return name is not None and (fold(name) == before["key_folded"] or self.accounts.find(name) == before["id"])

    def finish(self) -> None:
        """Set the parents and what was merged into what, now that every account of the table is there."""
        self.outcome.not_in_file = self._before - sum(1 for account_id in self._seen if account_id < self._first_new)
        self._link("parent", self.parents)
        self._link("merged_into", self.merged)

    def _link(self, name: str, wanted: list[tuple[int, Row]]) -> None:
        existing = self.rows.by_id(account_id for account_id, _ in wanted) if wanted else {}
        for account_id, row in wanted:
            before = existing[account_id]
            try:
                found = self._linked(name, before, row)
            except CannotPlanError as error:
                self.outcome.reject(row, self.reader.fault(row, error))
                continue
            if found is None:
                self.outcome.unresolved_parents += 1
            elif found != before[f"{name}_id"]:
                self._set_link(name, before, found)

    def _linked(self, name: str, before: Mapping[str, Any], row: Row) -> int | None:
        by_ref = name == "parent" and "parent_id" in row.values
        said = row.values["parent_id"] if by_ref else row.values[name]
        found = self.accounts.by_ref(self.system, said) if by_ref else self.accounts.find(said)
        if found is None and not self.system:
            raise CannotPlanError(name, said, "is no account")
        if found == before["id"]:
            raise CannotPlanError(name, said, "is the account itself")
        if name == "merged_into" and before["archived_on"] is None:
            raise CannotPlanError(name, said, "goes with archived_on, the day of the merger")
        return found

    def _set_link(self, name: str, before: Mapping[str, Any], to: int) -> None:
        self.rows.update(before["id"], {f"{name}_id": to})
        if before["step"] != self.rows.writer.step:
            old = self.accounts.key_of.get(before[f"{name}_id"]) if before[f"{name}_id"] else None
            self.tally.recount(already_changed=before["id"] in self._changed)
            self.tally.update(before["key"], "", {name: old}, {name: self.accounts.key_of[to]})


def _check_key(key: str, folded: str) -> None:
    if folded in COMMAND_WORDS:
        raise CannotPlanError("account", key, "is a word of the command line and cannot be a key")
    if not is_key(key):
        raise CannotPlanError("account", key, NO_KEY)
