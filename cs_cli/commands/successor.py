"""The next term of a contract as outcomes begin it: what was typed over what the last one says."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from cs_cli.commands.contract import label, price_said, read_notice
from cs_cli.context import Cs
from cs_cli.domain.outcomes import Span, amended_from
from cs_cli.domain.renewals import Term
from cs_cli.errors import UsageError
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

_ABOUT_A_CONTRACT = (
    ("task", "contract_id", ""),
    ("forecast_call", "contract_id", ""),
    ("external_ref", "row_id", " AND kind = 'contracts'"),
)
"""Where a contract's row id stands: table, column, and which rows of that."""
_OPTIONS = {"uplift_pct": "--uplift"}


class Made(NamedTuple):
    """The next term: its row, what its contract is called, its price beside that of the term before."""

    row_id: int
    name: str
    said: str


class Step:
    """What was typed of the next term, read by the rules of the import."""

    def __init__(self, cs: Cs, decided: date, typed: Mapping[str, str | None]) -> None:
        """`decided` is the day on which it was agreed.

        Raises UsageError for what cannot be read, and for an --arr beside an --uplift.
        """
        from cs_cli.intake.kinds import CONTRACTS  # noqa: PLC0415  only writing commands read values
        from cs_cli.intake.typed import NotUnderstoodError, read_typed  # noqa: PLC0415  as above

        self.cs = cs
        self.decided = decided
        said = {name: text for name, text in typed.items() if text is not None and name != "notice"}
        if "arr" in said and "uplift_pct" in said:
            raise UsageError(
                "both --arr and --uplift; nothing written", "One of them: what it brings, or what it rises"
            )
        self.values: dict[str, Any] = read_typed(CONTRACTS, said, options=_OPTIONS)
        for name, value in self.values.items():
            if value is None:
                raise NotUnderstoodError(_OPTIONS.get(name, f"--{name}"), "", "cannot be blank")
        if (length := typed.get("notice")) is not None:
            self.values |= read_notice(length)

    def months(self, otherwise: int | None) -> int | None:
        """The length of the term that was typed, else `otherwise`; None for an evergreen one."""
        found: int | None = self.values.get("term", otherwise)
        return found or None


def begin(
    step: Step, entries: "Entries", ref: AccountRef, before: Mapping[str, Any], span: Span, *, uplift: bool = False
) -> Made:
    """Store the term of `span` that follows `before`. Raises UsageError, BadDataError."""
    from cs_cli.intake.following import refuse_overlap  # noqa: PLC0415  writing only

    term, because = _planned(step, before, span, uplift=uplift)
    refuse_overlap(entries, ref.account_id, ref.key, term, before["id"])
    row_id = entries.insert("contract", {**term, "account_id": ref.account_id})
    return Made(row_id, label(term), _price_line(before, term, because))


def last_before(entries: "Entries", terms: Sequence[Term], term: Term, ends: date) -> Term:
    """The term that is the last one where the contract ends on `ends`: `term`, or the one before its amendments.

    An amendment that would begin on that day or after it never comes: its row goes, the one before runs on, and what
    was noted or called of it stays with the contract.
    """
    while term.starts_on >= ends and (before := amended_from(terms, term)) is not None:
        row = {"renewed_by_id": None, "outcome": None, "outcome_on": None, "ended_on": None}
        entries.change("contract", before.contract_id, row)
        for table, column, condition in _ABOUT_A_CONTRACT:
            of_it = f"SELECT id FROM {table} WHERE {column} = :id{condition}"  # noqa: S608  our own words
            for (row_id,) in entries.select(of_it, {"id": term.contract_id}):
                entries.change(table, row_id, {column: before.contract_id})
        entries.delete("contract", "id = :id", {"id": term.contract_id})
        term = before
    return term


def is_as_before(step: Step, before: Mapping[str, Any], span: Span) -> bool:
    """Whether what was typed leaves seats and price of a year as they were. Raises UsageError, BadDataError."""
    term, _because = _planned(step, before, span, uplift=False)
    return (term["seats"], price_said(term)) == (before["seats"], price_said(before))


def _planned(step: Step, before: Mapping[str, Any], span: Span, *, uplift: bool) -> tuple[dict[str, Any], str]:
    """The term of `span` that follows `before`, and how its price came about."""
    from cs_cli.intake.following import following, priced  # noqa: PLC0415  writing only

    bare = following(before, step.values, span, step.decided, step.cs.settings.currency)
    return priced(before, step.values, bare, uplift=uplift)


def _price_line(before: Mapping[str, Any], term: Mapping[str, Any], because: str) -> str:
    """`$160,000 → $168,000 a year (uplift 5 %), seats 100 → 60`."""
    old, new = price_said(before), price_said(term)
    same = new if old == new else f"{old.removesuffix(' a year')} → {new}"
    said = f"{same} ({because})" if because else same
    if term["seats"] != before["seats"] and not because.startswith("price by seats"):
        said += f", seats {before['seats'] if before['seats'] is not None else '–'} → {term['seats']}"
    return said


def whose(key: str, name: str) -> str:
    """`ACME/Platform`, or the key alone."""
    return f"{key}/{name}" if name else key
