"""Contracts of an import: one row is one term; what a row leaves out is assumed and noted, never invented silently."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from cs_cli.domain.money import annual, decimal_text
from cs_cli.domain.terms import GRACE_DAYS, Notice, anchor_of, start_before
from cs_cli.domain.text import fold
from cs_cli.intake.amounts import Amount
from cs_cli.intake.bulk import Bulk, custom_changes, differing, merged_custom
from cs_cli.intake.currencies import Currencies
from cs_cli.intake.identity import external_ids, refs_of
from cs_cli.intake.kinds import BOOK
from cs_cli.intake.mapping import Match
from cs_cli.intake.rows import CannotPlanError, Refuse, Row
from cs_cli.intake.tally import Money, Outcome
from cs_cli.intake.values import EVERGREEN
from cs_cli.store.contracts import opt_out_on
from cs_cli.store.write import Writer

YEAR = 12
_AS_THEY_ARE = (
    "contract product seats auto_renew notice_days notice_kind notice_basis uplift_pct status decided_on "
    "notice_received_on assumed"
).split()
_MONTHS = {"renewal_term": "renewal_months", "billing_period": "billing_period_months", "opt_out_every": "opt_out_every_months"}
_DERIVED = ("anchor_on", "opt_out_on", "assumed")
Term = dict[str, Any]


class ContractPlan:
    """Plans and writes the contracts of a table, batch by batch."""

    def __init__(
        self, writer: Writer, match: Match, outcome: Outcome, home: str, key_of: Mapping[int, str], refuse: Refuse
    ) -> None:
        """`home` is the home currency; `refuse` hears of each row that does not fit."""
        self.match = match
        self.refuse = refuse
        self.outcome = outcome
        self.home = home
        self.key_of = key_of
        self.tally = outcome.tally("contracts")
        self.terms = Bulk(writer, "contract")
        self.refs = Bulk(writer, "external_ref")
        self.is_book = match.kind is BOOK
        self._used: set[int] = set()
        self._lines: dict[tuple[Any, ...], int] = {}

    def write(self, placed: list[tuple[Row, int]]) -> None:
        """Insert or change the term of each row, given with the id of its account."""
        ids = {account_id for _, account_id in placed}
        existing: dict[int, list[Term]] = {account_id: [] for account_id in ids}
        for term in self.terms.like(("account_id",), ((account_id,) for account_id in ids)):
            existing[term["account_id"]].append(term)
        currencies = self._account_currencies(ids)
        known = self._known(placed)
        for row, account_id in placed:
            try:
                self._write(row, account_id, existing[account_id], currencies.get(account_id), known)
            except CannotPlanError as error:
                self.refuse(row, error)
        self.terms.flush()
        self.refs.flush()

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

    def _write(
        self, row: Row, account_id: int, terms: list[Term], currency: str | None, known: Mapping[tuple[str, str], int]
    ) -> None:
        pairs = self._pairs(row)
        old = [term for term in terms if term["step"] != self.terms.writer.step and term["id"] not in self._used]
        by_ref = next((known[pair] for pair in pairs if pair in known), None)
        dates = _dates(row.values)
        before = next((t for t in old if t["id"] == by_ref), None) if by_ref else _same_term(row.values, dates, old)
        self._refuse_repetition(row, account_id, pairs)
        facts = self._facts(row, dates, before, currency)
        term = _completed(facts, before)
        if before is None:
            self._insert(row, account_id, term, pairs)
        else:
            self._used.add(before["id"])
            self._update(row, account_id, before, term, pairs)

    def _refuse_repetition(self, row: Row, account_id: int, pairs: list[tuple[str, str]]) -> None:
        named = tuple(fold(row.values.get(name, "")) for name in ("contract", "product"))
        start = row.values.get("starts_on", "" if self.is_book else row.values.get("renews_on", row.values.get("ends_on", "")))
        line = self._lines.setdefault((account_id, *named, start, *pairs), row.line)
        if line != row.line:
            hint = "tell the two apart by a column contract or product" if self.is_book else "the same contract and start"
            column = "name" if self.is_book else "account"
            raise CannotPlanError(column, self.key_of[account_id], f"is also on line {line}: {hint}")

    def _facts(self, row: Row, dates: Mapping[str, str], before: Term | None, account_currency: str | None) -> Term:
        values = row.values
        facts = {name: values[name] for name in _AS_THEY_ARE if name in values}
        facts |= {column: _months(values, name) for name, column in _MONTHS.items() if name in values}
        if "live_on" in values and not self.is_book:
            facts["live_on"] = values["live_on"]
        if "term" in values:
            facts["term_months"] = None if values["term"] == EVERGREEN else values["term"]
        facts |= dates
        stored = before["currency"] if before else account_currency
        said = Currencies(values.get("currency"), self.match.currency, stored, self.home)
        facts |= self._price(values, facts, said, before)
        if before is None and "assumed" not in values:
            facts["assumed"] = json.dumps(_assumed(values, facts, said, is_book=self.is_book))
        if row.custom and not self.is_book:
            facts["custom"] = merged_custom(before["custom"] if before else "{}", row.custom)
        return facts

    def _price(self, values: Mapping[str, Any], facts: Term, said: Currencies, before: Term | None) -> Term:
        column = "price" if "price" in values else "arr"
        amount: Amount | None = values.get(column)
        if amount is None:
            if before is None:
                raise CannotPlanError("arr" if self.match.position("arr") is not None else "price", "", "is missing")
            return {"currency": values["currency"]} if "currency" in values else {}
        currency = said.of(column, amount)
        minor = said.minor(column, amount, currency)
        if column == "arr":
            same = before and (before["currency"], _annual(before)) == (currency, minor)
            return {} if same else {"price_minor": minor, "price_period_months": YEAR, "currency": currency}
        term = facts.get("term_months", before["term_months"] if before else YEAR)
        period = values.get("price_period", term or YEAR)
        _check_arr(values.get("arr"), said, currency, annual(minor, period))
        return {"price_minor": minor, "price_period_months": period, "currency": currency}

    def _insert(self, row: Row, account_id: int, term: Term, pairs: list[tuple[str, str]]) -> None:
        row_id = self.terms.insert({**term, "account_id": account_id})
        self._refer(row_id, pairs)
        self.tally.insert(_label(self.key_of[account_id], term))
        self.outcome.assume(json.loads(term["assumed"]))
        if row.values.get("auto_renew") is None:
            self.outcome.assume(["auto_renew"])

    def _update(self, row: Row, account_id: int, before: Term, term: Term, pairs: list[tuple[str, str]]) -> None:
        known = refs_of(self.refs.writer.sqlite, "contracts", pairs) if pairs else {}
        self._refer(before["id"], [pair for pair in pairs if pair not in known])
        changes = differing(before, term)
        own_before, own_after = custom_changes(before["custom"], str(term["custom"]))
        shown = {name: value for name, value in changes.items() if name not in (*_DERIVED, "custom", "price_minor")}
        if "price_minor" in changes:
            own_before["price"], shown["price"] = _price_of(before), _price_of(term)
        label = _label("", before).strip("/")
        self.tally.update(self.key_of[account_id], label, {**before, **own_before}, {**shown, **own_after})
        self.terms.update(before["id"], changes)

    def _refer(self, row_id: int, pairs: list[tuple[str, str]]) -> None:
        for source, external_id in pairs:
            self.outcome.wrote = True
            self.refs.insert({"kind": "contracts", "source": source, "external_id": external_id, "row_id": row_id})


def _label(key: str, term: Term) -> str:
    name = term.get("contract") or term.get("product")
    return f"{key}/{name}" if name else key


def _annual(term: Term) -> int:
    return annual(term["price_minor"], term["price_period_months"])


def _price_of(term: Term) -> Money:
    return Money(term["price_minor"], term["currency"])


def _months(values: Mapping[str, Any], name: str) -> int:
    months = int(values[name])
    if months == 0 and name != "billing_period":
        raise CannotPlanError(name, "evergreen", "must be a number of months")
    return months


def _dates(values: Mapping[str, Any]) -> dict[str, str]:
    """`starts_on` and `renews_on` as the row has them; `ends_on` is the last day, so the next one renews."""
    found = {name: values[name] for name in ("starts_on", "renews_on") if name in values}
    if "ends_on" not in values:
        return found
    after_end = (date.fromisoformat(values["ends_on"]) + timedelta(1)).isoformat()
    if "renews_on" in values and values["renews_on"] not in (after_end, values["ends_on"]):
        raise CannotPlanError("ends_on", values["ends_on"], f"does not fit renews_on {values['renews_on']}")
    return {"renews_on": after_end, **found}


def _check_arr(arr: Amount | None, said: Currencies, currency: str, computed: int) -> None:
    if arr is not None and said.minor("arr", arr, currency) != computed:
        a_year = decimal_text(computed, currency)
        raise CannotPlanError("arr", f"{arr.value:f}", f"does not fit the price, which makes {a_year} a year: leave one out")


def _assumed(values: Mapping[str, Any], facts: Term, said: Currencies, *, is_book: bool) -> list[str]:
    missing = [name for name in ("term", "starts_on") if name not in values]
    if "price" in values and "price_period" not in values and is_book:
        missing.append("price_period")
    amount = values.get("price", values.get("arr"))
    if said.is_assumed and not (amount and amount.currency) and facts["currency"] == said.home:
        missing.append("currency")
    return missing


def _same_term(values: Mapping[str, Any], dates: Mapping[str, str], terms: list[Term]) -> Term | None:
    """The stored term that a row without an id means: same contract or product and start.

    Where the row has no start of its own: the same renewal date, else the term that the row's would overlap.
    """
    same = _called_alike(values, terms)
    if "starts_on" in dates:
        return next((term for term in same if term["starts_on"] == dates["starts_on"]), None)
    renews_on = dates.get("renews_on")
    if renews_on is None:
        return same[0] if len(same) == 1 else None
    exact = [term for term in same if term["renews_on"] == renews_on]
    if exact:
        return exact[0]
    starts_on = start_before(date.fromisoformat(renews_on), values.get("term") or YEAR)
    overlapping = [term for term in same if _overlaps(term, starts_on, date.fromisoformat(renews_on))]
    return overlapping[0] if len(overlapping) == 1 else None


def _called_alike(values: Mapping[str, Any], terms: list[Term]) -> list[Term]:
    if contract := values.get("contract"):
        return [term for term in terms if fold(term["contract"]) == fold(contract)]
    if product := values.get("product"):
        return [term for term in terms if fold(term["product"] or "") == fold(product)]
    nameless = [term for term in terms if not term["contract"] and not term["product"]]
    one_contract = len({(term["contract"], term["product"]) for term in terms}) == 1
    return nameless or (terms if one_contract else [])


def _overlaps(term: Term, starts_on: date, renews_on: date) -> bool:
    if term["renews_on"] is None:
        return False
    grace = timedelta(GRACE_DAYS)
    return starts_on < date.fromisoformat(term["renews_on"]) - grace and date.fromisoformat(term["starts_on"]) < renews_on - grace


def _completed(facts: Term, before: Term | None) -> Term:
    """The whole term: what the row says over what is stored, what follows from both, what is assumed."""
    term = {**(before or {"term_months": YEAR, "assumed": "[]"}), **facts}
    if "term_months" in facts and facts["term_months"] is None and "renews_on" not in facts:
        term["renews_on"] = None
    elif term["term_months"] is None and facts.get("renews_on") and "term_months" not in facts:
        term["term_months"] = YEAR
    _set_dates(term, facts, before)
    starts_on = date.fromisoformat(term["starts_on"])
    renews_on = date.fromisoformat(term["renews_on"]) if term["renews_on"] else None
    if renews_on and renews_on <= starts_on:
        raise CannotPlanError("starts_on", term["starts_on"], f"is not before the renewal date {renews_on}")
    days, auto_renew = term.get("notice_days"), bool(term.get("auto_renew"))
    notice = Notice(days, term.get("notice_kind") or "calendar", term.get("notice_basis") or "renewal-day") if days is not None else None
    last = opt_out_on(renews_on, notice, auto_renew=auto_renew)
    term["anchor_on"] = anchor_of(starts_on, renews_on, term["term_months"]).isoformat()
    term["opt_out_on"] = last.isoformat() if last else None
    if before and "assumed" not in facts:
        said = {"term" if name == "term_months" else name for name in facts}
        term["assumed"] = json.dumps([name for name in json.loads(before["assumed"]) if name not in said])
    return {name: value for name, value in term.items() if name not in ("id", "step", "account_id")}


def _set_dates(term: Term, facts: Term, before: Term | None) -> None:
    evergreen = term["term_months"] is None
    if evergreen and term.get("renews_on"):
        raise CannotPlanError("renews_on", term["renews_on"], "but the term is evergreen, which never renews")
    if not evergreen and not term.get("renews_on"):
        raise CannotPlanError("renews_on", "", "is missing")
    if evergreen and not term.get("starts_on"):
        raise CannotPlanError("starts_on", "", "is missing: an evergreen contract has no other date")
    if "starts_on" in facts or evergreen:
        return
    moved = before is None or ("renews_on" in facts or "term_months" in facts) and "starts_on" in json.loads(before["assumed"])
    if moved:
        term["starts_on"] = start_before(date.fromisoformat(term["renews_on"]), term["term_months"]).isoformat()

