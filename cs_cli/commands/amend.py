"""`cs amend`: seats or price that change within a term, or that were agreed with it to change."""

from datetime import date
from typing import Annotated

import typer

from cs_cli.commands.open_contract import (
    ArrOption,
    SeatsOption,
    StartsOption,
    WhichArgument,
    any_day,
    name_of,
    one_open,
    tell,
)
from cs_cli.commands.recording import recording
from cs_cli.commands.successor import Step, begin, is_as_before, whose
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.outcomes import (
    AMENDED,
    Span,
    renewal_end,
    running,
)
from cs_cli.domain.renewals import Renewal, Term, renewal_of
from cs_cli.errors import BadDataError, UsageError
from cs_cli.store.accounts import AccountRef

RampOption = Annotated[bool, typer.Option("--ramp", help="It was agreed with the term itself: a step of a ramp.")]


def amend(
    ctx: typer.Context,
    account: WhichArgument,
    seats: SeatsOption = None,
    arr: ArrOption = None,
    on: StartsOption = None,
    *,
    ramp: RampOption = False,
) -> None:
    """Change seats or price within the term: what was before stays on record."""
    cs: Cs = ctx.obj
    if arr is None and seats is None:
        raise UsageError("what changes? nothing amended", "Say --seats N, --arr AMOUNT or both")
    starts_on = any_day(cs, on)
    ref, [last] = one_open(cs, account, "nothing amended")
    same = (term for term in cs.portfolio.terms_of(ref) if name_of(term) == name_of(last))
    ahead = running(same, starts_on)
    term = ahead or last
    agreed = term.decided_on or term.starts_on
    step = Step(cs, agreed if ramp else min(cs.today, starts_on), {"arr": arr, "seats": seats})
    renewal = renewal_of(term, starts_on)
    _refuse_outside(ref, term, renewal, starts_on)
    with recording(cs) as entries:
        row = entries.row("contract", term.contract_id)
        span = Span(row["anchor_on"], starts_on, renewal and renewal_end(renewal), renewal and renewal.months)
        if is_as_before(step, row, span):
            say(f"{ref.name} ({whose(ref.key, name_of(term))}): nothing to change, it is so already")
            return
        made = begin(step, entries, ref, row, span)
        if ahead:
            entries.change("contract", made.row_id, {name: row[name] for name in ("outcome", "outcome_on", "ended_on")})
        outcome = {"outcome": AMENDED, "outcome_on": step.decided, "ended_on": starts_on}
        entries.change("contract", term.contract_id, outcome)
    tell(cs, ref, [(made.row_id, made.name, f"amended from {words.full(starts_on)}, {made.said}")])
    if ahead:
        name = whose(ref.key, made.name)
        say(f"Mind: the term from {words.full(last.starts_on)} stays as it was agreed: cs contract edit {name}")


def _refuse_outside(ref: AccountRef, term: Term, renewal: Renewal | None, starts_on: date) -> None:
    """Raises BadDataError where the term, as it runs on that day, neither began before nor ends after it."""
    name = whose(ref.key, name_of(term))
    if starts_on <= term.starts_on:
        raise BadDataError(
            f"{ref.name} ({name}): {starts_on} is not after the first day of the term, {term.starts_on}; "
            "nothing amended",
            f"To correct the term itself: cs contract edit {name}",
        )
    if renewal is not None and starts_on >= renewal_end(renewal):
        raise BadDataError(
            f"{ref.name} ({name}): the term ends on {renewal_end(renewal)}, so nothing can change from "
            f"{starts_on} on; nothing amended",
            f"With the renewal: cs renew {name} --seats N",
        )
