"""The open term of a contract that an outcome is about, and what is said when it is recorded."""

from collections.abc import Mapping
from datetime import date
from shlex import quote
from typing import Annotated

import typer

from cs_cli.commands.completion import complete_account
from cs_cli.commands.contract import contract_meant, label
from cs_cli.commands.recording import told
from cs_cli.commands.successor import whose
from cs_cli.context import Cs, say
from cs_cli.domain import money, words
from cs_cli.domain.calendar import parse_day, parse_past_day
from cs_cli.domain.outcomes import (
    CHURNED,
    ended,
    first_day,
    lost,
    open_terms,
)
from cs_cli.domain.renewals import Term, renewal_of
from cs_cli.errors import BadDataError, UsageError
from cs_cli.store.accounts import AccountRef

_STEP = """
SELECT max(step) FROM history
WHERE undone_at IS NULL AND ' ' || command || ' ' LIKE '% ' || :word || ' %' AND step IN (
  SELECT step FROM contract WHERE id = :id
  UNION ALL SELECT step FROM journal_change WHERE table_name = 'contract' AND row_id = :id)
"""
WhichArgument = Annotated[
    str,
    typer.Argument(
        metavar="ACCOUNT[/CONTRACT]",
        autocompletion=complete_account,
        help="Its key, alias or whole name; one contract.",
    ),
]
SeatsOption = Annotated[
    str | None, typer.Option("--seats", metavar="N", help="How many from then on; the price goes with them, or --arr.")
]
StartsOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="From when; today.")]
ArrOption = Annotated[str | None, typer.Option("--arr", metavar="AMOUNT", help="What it brings a year from then on.")]
TermOption = Annotated[str | None, typer.Option("--term", help="monthly, quarterly, annual, 18m, evergreen.")]


def one_open(cs: Cs, said: str, undone: str) -> tuple[AccountRef, list[Term]]:
    """The account and the one open term that are meant. Raises NotFoundError, BadDataError."""
    ref, terms = contract_meant(cs, said, undone, lambda terms: bool(open_terms(terms)), exactly=True)
    found = open_terms(terms)
    if len(found) > 1:
        raise BadDataError(
            f"{ref.name} ({whose(ref.key, name_of(found[0]))}) has {len(found)} terms that run side by side; {undone}",
            f"Name them apart first: cs contract edit {whose(ref.key, name_of(found[0]))} --contract NAME",
        )
    if not found:
        raise BadDataError(*_closed(ref, terms, undone))
    return ref, found


def _closed(ref: AccountRef, terms: list[Term], undone: str) -> tuple[str, str]:
    """Why nothing of a contract is open, and what to type instead."""
    name = whose(ref.key, name_of(terms[0]))
    if (gone := lost(terms)) is None:
        return f"{ref.name} ({name}) has no term in force; {undone}", f"What is recorded: cs show {ref.key}"
    what = "has churned" if gone.outcome == CHURNED else f"is {gone.status}"
    return f"{ref.name} ({name}) {what}, without it from {ended(gone)} on; {undone}", f"Back again? cs winback {name}"


def past_day(cs: Cs, said: str | None, option: str) -> date:
    """The day on which something has happened; the day of the answer where none is said."""
    day = parse_past_day(said, cs.today, cs.settings.fiscal_start) if said else cs.today
    if day > cs.today:
        raise UsageError(f'{option} "{said}" is {day}, after {cs.today}; nothing written', "It is a day that has been")
    return day


def refuse_before(cs: Cs, ref: AccountRef, term: Term, day: date, option: str) -> None:
    """Raises BadDataError for a day before the term began or, of one ahead, before it was agreed."""
    first = first_day(term, (each for each in cs.portfolio.terms_of(ref) if name_of(each) == name_of(term)))
    since = min(first, term.decided_on or first)
    if day < since <= cs.today:
        name = whose(ref.key, name_of(term))
        what = f"began on {first}" if since == first else f"from {first} on was agreed on {since}"
        raise BadDataError(
            f"{option} {day}: the term of {ref.name} ({name}) {what}, after that; nothing written",
            f"Another first day? cs contract edit {quote(name)} --starts DATE",
        )


def undo_line(cs: Cs, ref: AccountRef, term: Term, word: str) -> str:
    """The line that takes back what `word` did to a term: `cs undo 7`; where no such step is known, all steps."""
    step = cs.reader.value(_STEP, {"id": term.contract_id, "word": word})
    return f"cs undo {step}" if step else f"cs history {ref.key}"


def any_day(cs: Cs, said: str | None) -> date:
    return parse_day(said, cs.today, cs.settings.fiscal_start) if said else cs.today


def tell(cs: Cs, ref: AccountRef, lines: list[tuple[int, str, str]]) -> None:
    """Say what was done to each contract, and what is next there; how to take all of it back at the end."""
    for number, (row_id, name, what) in enumerate(lines, 1):
        following = f"{what}{_next(cs, row_id)}"
        if number == len(lines):
            told(ref, following, name)
        else:
            say(f"{ref.name} ({whose(ref.key, name)}): {following}.")


def _next(cs: Cs, row_id: int) -> str:
    [term] = cs.portfolio.terms("WHERE contract_id = :id", {"id": row_id})
    renewal = renewal_of(term, cs.today)
    if renewal is None:
        return ""
    verbs: Mapping[str, str] = {"opt-out": "next opt-out", "renews": "renews by itself", "sign-by": "to be signed by"}
    return f"; {verbs[renewal.decide_kind]} {words.full(renewal.decide_on)}"


def name_of(term: Term) -> str:
    return label({"contract": term.contract, "product": term.product})


def arr_said(term: Term) -> str:
    return f"{money.shown(term.arr_minor, term.currency)} a year"
