"""What belongs to an account: contacts, measurements, tickets, surveys, activities, deals, calls, tasks, notes."""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from cs_cli.domain.metrics import holds_word
from cs_cli.domain.text import fold
from cs_cli.intake.amounts import Amount
from cs_cli.intake.bulk import Bulk, RowIds, custom_changes, differing, merged_custom
from cs_cli.intake.currencies import Currencies
from cs_cli.intake.ground import Ground
from cs_cli.intake.identity import external_ids, refs_of
from cs_cli.intake.mapping import Match
from cs_cli.intake.rows import CannotPlanError, Refuse, Row
from cs_cli.intake.shapes import SHAPES, Facts
from cs_cli.intake.tally import Money, Outcome
from cs_cli.store.renaming import follow

_NOT_FACTS = frozenset(("account", "account_id", "source", "external_id", "first_name", "last_name", "closed", "task"))
NPS_MOST = 10
TWICE = "is in this import twice for one account"
_TERM = """
SELECT id FROM contract
WHERE account_id = ? AND starts_on = ? AND coalesce(nullif(contract, ''), product, '') = ? ORDER BY id
"""


class RecordPlan:
    """Plans and writes the rows of one kind, given with the ids of their accounts."""

    def __init__(self, ground: Ground, match: Match, outcome: Outcome, refuse: Refuse) -> None:
        """`refuse` hears of each row that does not fit."""
        self.match = match
        self.kind = match.kind.name
        self.shape = SHAPES[self.kind]
        self.outcome = outcome
        self.tally = outcome.tally(self.kind)
        self.home = ground.home
        self.today = ground.today
        self.key_of = ground.accounts.key_of
        self.refuse = refuse
        self.rows = Bulk(ground.writer, self.shape.table)
        self.refs = Bulk(ground.writer, "external_ref")
        self.used = RowIds()
        """The stored rows that a row of this table has meant already."""

    def write(self, placed: Sequence[tuple[Row, int | None]]) -> None:
        """Insert or change each row."""
        read = [(row, facts) for row, account_id in placed if (facts := self._read(row, account_id)) is not None]
        pairs = {row.line: external_ids(row.values, self.match.system) for row, _ in read}
        known = refs_of(self.refs.writer.sqlite, self.kind, (pair for found in pairs.values() for pair in found))
        stored = _Stored(self, read, known)
        for row, facts in read:
            by_ref = next((known[pair] for pair in pairs[row.line] if pair in known), None)
            try:
                row_id = self._write(row, facts, stored, by_ref)
            except CannotPlanError as error:
                self.refuse(row, error)
                continue
            for source, external_id in pairs[row.line]:
                if (source, external_id) not in known:
                    known[source, external_id] = row_id
                    self.outcome.wrote = True
                    self.refs.insert(
                        {"kind": self.kind, "source": source, "external_id": external_id, "row_id": row_id}
                    )
        self.rows.flush()
        self.refs.flush()

    def can_wait(self, row: Row) -> bool:
        """Whether nothing but its account stands against a row; what else does is refused."""
        return self._read(row, None) is not None

    def _write(self, row: Row, facts: Facts, stored: "_Stored", by_ref: int | None) -> int:
        before = stored.by_id(by_ref) if by_ref is not None else stored.like(facts, known_elsewhere=self._systems(row))
        account = self.key_of.get(facts["account_id"] or 0, "")
        if before is None:
            return self._insert(row, account, facts, stored)
        if before["step"] == self.rows.writer.step or (self.kind == "measurements" and before["id"] in self.used):
            name = self.match.kind.required[1][0]
            raise CannotPlanError(name, row.values.get(name, ""), TWICE)
        self.used.add(before["id"])
        self._update(row, account, before, facts)
        return int(before["id"])

    def _insert(self, row: Row, account: str, facts: Facts, stored: "_Stored") -> int:
        if row.custom:
            facts = {**facts, "custom": json.dumps(row.custom, ensure_ascii=False)}
        if self.kind == "tasks":
            facts = {"created_on": self.today, **facts}
        number = row.values.get("task")
        row_id = self.rows.insert(facts, None if stored.by_id(number or 0) else number)
        stored.add({**facts, "id": row_id, "step": self.rows.writer.step})
        self.tally.insert(account)
        return row_id

    def _update(self, row: Row, account: str, before: Facts, facts: Facts) -> None:
        changes = differing(before, facts)
        old = before.get("custom", "{}")
        custom = merged_custom(old, row.custom) if row.custom else old
        own_before, own_after = custom_changes(old, custom)
        shown = {name: value for name, value in changes.items() if name not in ("name_folded", "account_id")}
        if "amount_minor" in changes:
            del shown["amount_minor"]
            own_before["amount"], shown["amount"] = _amount_of(before), _amount_of(facts)
        if "word" in changes:
            del shown["word"]
            own_before["value"], shown["value"] = before["word"] or before["value"], facts["word"]
        if "account_id" in changes:
            shown["account"], own_before["account"] = account, self.key_of.get(before["account_id"] or 0)
        self.tally.update(account, label_of(before), {**before, **own_before}, {**shown, **own_after})
        self.rows.update(before["id"], changes | ({"custom": custom} if custom != old else {}))
        if self.kind == "contacts" and "name" in changes:
            follow(self.rows.writer.sqlite, before["account_id"], before["name"], changes["name"])

    def _systems(self, row: Row) -> list[str]:
        return [source for source, _ in external_ids(row.values, self.match.system)]

    def currency_of(self, account_id: int) -> str | None:
        """The currency of an account."""
        row = self.rows.writer.sqlite.execute("SELECT currency FROM account WHERE id = ?", (account_id,)).fetchone()
        return row[0] if row else None

    def term_of(self, account_id: int, name: str, starts_on: date | None) -> int | None:
        """The term of an account's contract that starts on that day."""
        row = self.rows.writer.sqlite.execute(_TERM, (account_id, str(starts_on), name)).fetchone()
        return int(row[0]) if row else None

    def _read(self, row: Row, account_id: int | None) -> Facts | None:
        renamed = self.shape.renamed
        facts = {renamed.get(name, name): value for name, value in row.values.items() if name not in _NOT_FACTS}
        facts["account_id"] = account_id
        try:
            _COMPLETE.get(self.kind, _nothing_more)(self, row, facts)
        except CannotPlanError as error:
            self.refuse(row, error)
            return None
        missing = [group for group in self.match.kind.required[1:] if not any(name in row.values for name in group)]
        if missing and not (self.kind == "contacts" and "name" in facts) and self.kind != "tasks":
            self.refuse(row, CannotPlanError(missing[0][0], "", "is missing"))
            return None
        return facts


def _nothing_more(_plan: RecordPlan, _row: Row, _facts: Facts) -> None:
    """Most kinds are stored as they are read."""


def _complete_contact(_plan: RecordPlan, row: Row, facts: Facts) -> None:
    parts = [row.values[name] for name in ("first_name", "last_name") if name in row.values]
    if "name" not in facts and parts:
        facts["name"] = " ".join(parts)
    if "name" in facts:
        facts["name_folded"] = fold(facts["name"])


def _complete_opportunity(plan: RecordPlan, row: Row, facts: Facts) -> None:
    """A deal that is closed and not marked as won is lost; one that is open is neither."""
    if row.values.get("closed"):
        facts.setdefault("won", False)
    elif "closed" in row.values or plan.match.position("closed") is not None:
        facts.pop("won", None)
    _store_amount(plan, facts, "amount", "amount_minor")


def _store_amount(plan: RecordPlan, facts: Facts, column: str, stored: str) -> None:
    """The amount of a column, if there is one, as `stored` minor units beside its currency."""
    amount: Amount | None = facts.pop(column, None)
    if amount is not None:
        said = Currencies(facts.get("currency"), plan.match.currency, plan.currency_of(facts["account_id"]), plan.home)
        facts["currency"] = said.of(column, amount)
        facts[stored] = said.minor(column, amount, facts["currency"])


def _complete_call(plan: RecordPlan, row: Row, facts: Facts) -> None:
    """A call is about a term, which its contract and its first day name."""
    _store_amount(plan, facts, "called", "arr_minor")
    _find_term(plan, row, facts)


def _find_term(plan: RecordPlan, row: Row, facts: Facts) -> None:
    name, starts_on = facts.pop("contract", ""), facts.pop("contract_starts_on", None)
    if facts["account_id"] is not None:
        facts["contract_id"] = plan.term_of(facts["account_id"], name, starts_on)
        if facts["contract_id"] is None:
            raise CannotPlanError("contract", row.values.get("contract", ""), "has no term that starts on that day")


def _complete_measurement(_plan: RecordPlan, _row: Row, facts: Facts) -> None:
    """A reading is a number, or a word where the name of its metric says so."""
    if holds_word(facts.get("metric", "")):
        facts["word"], facts["value"] = facts.get("value"), None


def _complete_survey(_plan: RecordPlan, _row: Row, facts: Facts) -> None:
    score = facts.get("score")
    if facts.get("kind") == "nps" and score is not None and not (0 <= score <= NPS_MOST and score == int(score)):
        raise CannotPlanError("score", f"{score:g}", "is no NPS answer: a whole number from 0 to 10")


def _complete_task(plan: RecordPlan, row: Row, facts: Facts) -> None:
    """A step of a renewal clock is of a term, which its contract and its first day name."""
    if "title" not in facts:
        raise CannotPlanError("title", "", "is missing")
    if "clock_step" in facts:
        _find_term(plan, row, facts)
    else:
        facts.pop("contract", None)
        facts.pop("contract_starts_on", None)


_COMPLETE: dict[str, Callable[[RecordPlan, Row, Facts], None]] = {
    "contacts": _complete_contact,
    "forecast_calls": _complete_call,
    "measurements": _complete_measurement,
    "opportunities": _complete_opportunity,
    "surveys": _complete_survey,
    "tasks": _complete_task,
}


def _amount_of(deal: Facts) -> Money | None:
    return Money(deal["amount_minor"], deal["currency"]) if deal["amount_minor"] is not None else None


def label_of(row: Facts) -> str:
    """What a row is called in an answer, beside its account; a measurement by its day, too."""
    if "measured_on" in row:
        return f"{row['metric']} {row['measured_on']}"
    names = ("name", "ticket", "opportunity", "title", "metric", "kind")
    return str(next((row[name] for name in names if row.get(name)), ""))


class _Stored:
    """The stored rows that a batch may mean, by id and by what makes two rows one."""

    def __init__(
        self, plan: RecordPlan, read: Sequence[tuple[Row, Facts]], known: Mapping[tuple[str, str], int]
    ) -> None:
        self.plan = plan
        probe = plan.shape.probe
        wanted = {tuple(facts.get(name) for name in probe) for _, facts in read}
        near = plan.rows.like(probe, wanted) if wanted else []
        self._by_id = {row["id"]: row for row in near}
        numbers = [row.values["task"] for row, _ in read if "task" in row.values]
        missing = [row_id for row_id in (*known.values(), *numbers) if row_id not in self._by_id]
        self._by_id |= plan.rows.by_id(missing) if missing else {}
        self._by_key: dict[tuple[Any, Hashable], list[Facts]] = {}
        for row in near:
            self.add(row)
        self._sources = self._known_sources(near)

    def _known_sources(self, near: Sequence[Facts]) -> set[tuple[str, int]]:
        rows = self.plan.refs.writer.sqlite.execute(
            "SELECT source, row_id FROM external_ref WHERE kind = ? AND row_id IN (SELECT value FROM json_each(?))",
            (self.plan.kind, json.dumps([row["id"] for row in near])),
        )
        return set(rows.fetchall())

    def add(self, row: Facts) -> None:
        """A row that is there from now on."""
        self._by_id[row["id"]] = row
        for key in self.plan.shape.keys(row):
            self._by_key.setdefault((row.get("account_id"), key), []).append(row)

    def by_id(self, row_id: int) -> Facts | None:
        """The stored row with that id."""
        return self._by_id.get(row_id)

    def like(self, facts: Facts, known_elsewhere: Sequence[str]) -> Facts | None:
        """The stored row that is the same by its own content; not one to which this source gave another id."""
        for key in self.plan.shape.keys(facts):
            for row in self._by_key.get((facts.get("account_id"), key), ()):
                if self._may_be(row, facts, known_elsewhere):
                    return row
        return None

    def _may_be(self, row: Facts, facts: Facts, sources: Sequence[str]) -> bool:
        if self.plan.shape.unique:
            return True
        if row["step"] == self.plan.rows.writer.step or row["id"] in self.plan.used:
            return False
        if facts.get("email") and row.get("email") and fold(facts["email"]) != fold(row["email"]):
            return False
        return not any((source, row["id"]) in self._sources for source in sources)
