"""Contracts of an import: one row is one term; what a row leaves out is assumed and noted, never invented silently."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from cs_cli.domain.agreement import CALENDAR
from cs_cli.domain.money import annual
from cs_cli.domain.text import fold
from cs_cli.intake.amounts import Amount
from cs_cli.intake.bulk import Bulk, custom_changes, differing, merged_custom
from cs_cli.intake.currencies import Currencies
from cs_cli.intake.ground import Ground
from cs_cli.intake.identity import external_ids, refs_of
from cs_cli.intake.kinds import BOOK
from cs_cli.intake.mapping import Match
from cs_cli.intake.overlaps import overlaps
from cs_cli.intake.rows import CannotPlanError, Refuse, Row
from cs_cli.intake.tally import Outcome
from cs_cli.intake.terms import (
    MONTHS,
    YEAR,
    Term,
    annual_major,
    annual_of,
    assumed_of,
    called_alike,
    carried_on,
    check_arr,
    completed,
    dates_of,
    label_of,
    months_of,
    price_of,
    refuse_unnamed,
    same_term,
    still_assumed,
)
from cs_cli.intake.values import EVERGREEN

_AS_THEY_ARE = [
    "contract",
    "product",
    "seats",
    "auto_renew",
    "notice_kind",
    "notice_basis",
    "uplift_pct",
    "status",
    "decided_on",
    "notice_received_on",
    "ended_on",
    "outcome",
    "outcome_on",
    "reason",
    "outcome_note",
    "anchor_on",
    "assumed",
]
_DERIVED = ("anchor_on", "opt_out_on", "assumed")


class ContractPlan:
    """Plans and writes the contracts of a table, batch by batch."""

    def __init__(self, ground: Ground, match: Match, outcome: Outcome, refuse: Refuse) -> None:
        """`refuse` hears of each row that does not fit."""
        self.match = match
        self.refuse = refuse
        self.outcome = outcome
        self.home = ground.home
        self.today = date.fromisoformat(ground.today)
        self.key_of = ground.accounts.key_of
        self.tally = outcome.tally("contracts")
        self.terms = Bulk(ground.writer, "contract")
        self.refs = Bulk(ground.writer, "external_ref")
        self.is_book = match.kind is BOOK
        self._used: set[int] = set()
        self._lines: dict[tuple[Any, ...], int] = {}
        self._seen: set[int] = set()
        self._beside: dict[int, tuple[int, int]] = {}

    def write(self, placed: list[tuple[Row, int]]) -> None:
        """Insert or change the term of each row, given with the id of its account."""
        stored = self._stored(placed)
        for row, account_id in placed:
            try:
                self._write(row, account_id, stored)
            except CannotPlanError as error:
                self.refuse(row, error)
        self.terms.flush()
        self.refs.flush()

    def overlapping(self) -> Iterator[tuple[int, CannotPlanError]]:
        """The lines whose terms overlap another one of their contract, now that all are written, and why."""
        accounts = {account_id for _line, account_id in self._beside.values()}
        for earlier, later in overlaps(self.terms.writer.sqlite, accounts) if accounts else ():
            known = [term for term in (earlier, later) if term.row_id in self._beside]
            if known:
                wrong = max(known, key=lambda term: self._beside[term.row_id])
                other = later if wrong is earlier else earlier
                reason = f"overlaps the term from {other.starts_on} {other.last_day} of the same contract"
                yield self._beside[wrong.row_id][0], CannotPlanError("starts_on", wrong.starts_on, reason)

    def _stored(self, placed: list[tuple[Row, int]]) -> "_Stored":
        ids = {account_id for _, account_id in placed}
        terms: dict[int, list[Term]] = {account_id: [] for account_id in ids}
        for term in self.terms.like(("account_id",), ((account_id,) for account_id in ids)):
            terms[term["account_id"]].append(term)
        return _Stored(terms, self._account_currencies(ids), self._known(placed))

    def _account_currencies(self, ids: Iterable[int]) -> dict[int, str]:
        rows = self.terms.writer.sqlite.execute(
            "SELECT id, currency FROM account WHERE currency IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return dict(rows.fetchall())

    def _pairs(self, row: Row) -> list[tuple[str, str]]:
        return [] if self.is_book else external_ids(row.values, self.match.system)

    def _known(self, placed: list[tuple[Row, int]]) -> dict[tuple[str, str], int]:
        wanted = [pair for row, _ in placed for pair in self._pairs(row)]
        return refs_of(self.refs.writer.sqlite, "contracts", wanted) if wanted else {}

    def _write(self, row: Row, account_id: int, stored: "_Stored") -> None:
        pairs = self._pairs(row)
        step = self.terms.writer.step
        old = [t for t in stored.terms[account_id] if t["step"] != step and t["id"] not in self._used]
        by_ref = next((stored.known[pair] for pair in pairs if pair in stored.known), None)
        dates = dates_of(row.values)
        before = next((t for t in old if t["id"] == by_ref), None) if by_ref else same_term(row.values, dates, old)
        before, dates = carried_on(row.values, dates, before, old)
        if before is None and not pairs:
            before = self._same_facts(row, dates, old)
            refuse_unnamed(row.values, [] if before else old, self.key_of[account_id])
        self._refuse_repetition(row, account_id, pairs)
        facts = self._facts(row, dates, before, stored.currencies.get(account_id))
        alone = not any(other is not before for other in called_alike(row.values, old))
        term = completed(facts, before, self.today if self.is_book and alone else None)
        if before is None:
            self._insert(account_id, term)
        else:
            self._used.add(before["id"])
            self._update(account_id, before, term)
        row_id = before["id"] if before else term["id"]
        if old or account_id in self._seen:
            self._beside[row_id] = row.line, account_id
        self._seen.add(account_id)
        self._refer(row_id, [pair for pair in pairs if pair not in stored.known])

    def _same_facts(self, row: Row, dates: Mapping[str, str], old: list[Term]) -> Term | None:
        """The one term with the renewal date and the ARR of a row that names no contract."""
        amount: Amount | None = row.values.get("arr")
        if amount is None or "contract" in row.values or "product" in row.values:
            return None
        same = [t for t in old if t["renews_on"] == dates.get("renews_on") and annual_major(t) == amount.value]
        return same[0] if len(same) == 1 else None

    def _refuse_repetition(self, row: Row, account_id: int, pairs: list[tuple[str, str]]) -> None:
        named = tuple(fold(row.values.get(name, "")) for name in ("contract", "product"))
        start = row.values.get(
            "starts_on", "" if self.is_book else row.values.get("renews_on", row.values.get("ends_on", ""))
        )
        line = self._lines.setdefault((account_id, *named, start, *pairs), row.line)
        if line != row.line:
            hint = (
                "tell the two apart by a column contract or product" if self.is_book else "the same contract and start"
            )
            column = "name" if self.is_book else "account"
            raise CannotPlanError(column, self.key_of[account_id], f"is also on line {line}: {hint}")

    def _facts(self, row: Row, dates: Mapping[str, str], before: Term | None, account_currency: str | None) -> Term:
        values = row.values
        facts = {name: values[name] for name in _AS_THEY_ARE if name in values}
        facts |= {column: months_of(values, name) for name, column in MONTHS.items() if name in values}
        if "live_on" in values and not self.is_book:
            facts["live_on"] = values["live_on"]
        if "term" in values:
            facts["term_months"] = None if values["term"] == EVERGREEN else values["term"]
        if "notice_days" in values:
            facts["notice_days"], kind = values["notice_days"]
            facts |= {"notice_kind": kind} if kind != CALENDAR else {}
        facts |= dates
        stored = before["currency"] if before else account_currency
        said = Currencies(values.get("currency"), self.match.currency, stored, self.home)
        facts |= self._price(values, facts, said, before)
        if "assumed" not in values:
            facts["assumed"] = json.dumps(self._assumed(values, facts, said, before))
        if row.custom and not self.is_book:
            facts["custom"] = merged_custom(before["custom"] if before else "{}", row.custom)
        return facts

    def _assumed(self, values: Mapping[str, Any], facts: Term, said: Currencies, before: Term | None) -> list[str]:
        if before is None:
            return assumed_of(values, facts, said, is_book=self.is_book)
        amounts = (values.get(name) for name in ("price", "arr", "mrr"))
        in_cell = any(amount is not None and amount.currency for amount in amounts)
        return still_assumed(values, before, says_currency=bool(said.column or said.header or in_cell))

    def _price(self, values: Mapping[str, Any], facts: Term, said: Currencies, before: Term | None) -> Term:
        column = next((name for name in ("price", "mrr") if name in values), "arr")
        amount: Amount | None = values.get(column)
        if amount is None:
            if before is None:
                raise CannotPlanError("arr" if self.match.position("arr") is not None else "price", "", "is missing")
            return {"currency": values["currency"]} if "currency" in values else {}
        currency = said.of(column, amount)
        minor = said.minor(column, amount, currency)
        if column == "arr":
            same = before and (before["currency"], annual_of(before)) == (currency, minor)
            return {} if same else {"price_minor": minor, "price_period_months": YEAR, "currency": currency}
        term = facts.get("term_months", before["term_months"] if before else YEAR)
        period = 1 if column == "mrr" else values.get("price_period", term or YEAR)
        check_arr(values.get("arr"), said, currency, annual(minor, period))
        return {"price_minor": minor, "price_period_months": period, "currency": currency}

    def _insert(self, account_id: int, term: Term) -> None:
        term["id"] = self.terms.insert({**term, "account_id": account_id})
        self.tally.insert(label_of(self.key_of[account_id], term))
        assumed = json.loads(term["assumed"])
        self.outcome.assume(assumed)
        if "starts_on" in assumed and term["starts_on"] > self.today.isoformat():
            self.outcome.not_begun.append(f"{label_of(self.key_of[account_id], term)} {term['starts_on']}")

    def _update(self, account_id: int, before: Term, term: Term) -> None:
        changes = differing(before, term)
        own_before, own_after = custom_changes(before["custom"], str(term["custom"]))
        shown = {name: value for name, value in changes.items() if name not in (*_DERIVED, "custom", "price_minor")}
        if "price_minor" in changes:
            own_before["price"], shown["price"] = price_of(before), price_of(term)
        label = label_of("", before).strip("/")
        self.tally.update(self.key_of[account_id], label, {**before, **own_before}, {**shown, **own_after})
        self.terms.update(before["id"], changes)

    def _refer(self, row_id: int, pairs: list[tuple[str, str]]) -> None:
        for source, external_id in pairs:
            self.outcome.wrote = True
            self.refs.insert({"kind": "contracts", "source": source, "external_id": external_id, "row_id": row_id})


class _Stored(NamedTuple):
    """What is stored that a batch may mean: terms and currency by account, contract ids by (source, external id)."""

    terms: Mapping[int, list[Term]]
    currencies: Mapping[int, str]
    known: Mapping[tuple[str, str], int]
