"""`cs churn`, `notice`, `winback`: a customer who leaves, says so, or comes back, one line and one undo step each."""

from collections.abc import Sequence
from datetime import date, timedelta
from shlex import quote
from typing import Annotated

import typer

from cs_cli.commands.completion import complete_reason
from cs_cli.commands.contract import contract_meant
from cs_cli.commands.open_contract import (
    ArrOption,
    SeatsOption,
    StartsOption,
    TermOption,
    WhichArgument,
    any_day,
    arr_said,
    name_of,
    one_open,
    past_day,
    refuse_before,
    tell,
    undo_line,
)
from cs_cli.commands.recording import recording, told
from cs_cli.commands.successor import Step, begin, last_before, whose
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.outcomes import (
    CHURNED,
    REASONS,
    as_of_day,
    ended,
    leaving,
    lost,
    next_span,
)
from cs_cli.domain.renewals import Term, current, renewal_of
from cs_cli.errors import BadDataError, UsageError
from cs_cli.store.accounts import AccountRef

LeavesOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="First day without it; the next day on which they can leave.")
]
ReceivedOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was received; today.")]
ReasonOption = Annotated[
    str | None,
    typer.Option("--reason", metavar="CODE", autocompletion=complete_reason, help=f"One of {', '.join(REASONS)}."),
]
DecidedOption = Annotated[
    str | None, typer.Option("--decided", metavar="DATE", help="When they decided, not when it ends.")
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What is worth remembering; internal.")]


def churn(
    ctx: typer.Context,
    account: WhichArgument,
    reason: ReasonOption = None,
    decided: DecidedOption = None,
    on: LeavesOption = None,
    note: NoteOption = None,
) -> None:
    """Record a loss: why, and when they decided."""
    from cs_cli.intake.typed import stored_text  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    code = _reason(reason)
    if decided is None:
        raise UsageError(
            "when did they decide? nothing written", "--decided 2026-11-20: the day they said so, not the day it ends"
        )
    decided_on = past_day(cs, decided, "--decided")
    remark = stored_text(note, "--note") if note else None
    ref, [term] = one_open(cs, account, "nothing written")
    terms = cs.portfolio.terms_of(ref)
    refuse_before(cs, ref, term, decided_on, "--decided")
    ends, missed = _leaves(cs, ref, (term, terms), decided_on, on)
    facts = {"outcome": CHURNED, "outcome_on": decided_on, "ended_on": ends, "reason": code, "outcome_note": remark}
    with recording(cs) as entries:
        last = last_before(entries, terms, term, ends)
        entries.change("contract", last.contract_id, facts)
    verb = "churned" if ends <= cs.today else "churns"
    told(
        ref, f"{verb} on {words.full(ends)} ({code}), decided {words.full(decided_on)}; {arr_said(last)}", name_of(term)
    )
    _tell_dropped(last, term)
    if missed is not None:
        say(
            f"Mind: the opt-out of {words.full(missed)} had passed, so it runs a term longer, to {words.full(ends)}. "
            f"Let go earlier? cs undo, then cs churn {whose(ref.key, name_of(term))} … --on DATE"
        )


def notice(ctx: typer.Context, account: WhichArgument, on: ReceivedOption = None) -> None:
    """Record that the customer has given notice."""
    cs: Cs = ctx.obj
    received = past_day(cs, on, "--on")
    ref, [term] = one_open(cs, account, "no notice recorded")
    _refuse_notice(cs, ref, term, received, on)
    was = term.notice_received_on
    terms = cs.portfolio.terms_of(ref)
    ends_on = term.renews_on and current(term._replace(notice_received_on=received), term.renews_on, received)[1]
    with recording(cs) as entries:
        last = last_before(entries, terms, term, ends_on) if ends_on else term
        changes = entries.change("contract", last.contract_id, {"notice_received_on": received})
    if not changes:
        say(f"{ref.name} ({whose(ref.key, name_of(term))}): nothing to change, it is so already")
        return
    before = renewal_of(term._replace(notice_received_on=None), received)
    after = renewal_of(term._replace(notice_received_on=received), max(received, cs.today))
    ends = f", ends {words.full(after.renews_on)}" if after else ""
    instead = f", not {words.full(was)} as was recorded" if was else ""
    told(ref, f"notice received {words.full(received)}{instead}{ends}", name_of(term))
    _tell_dropped(last, term)
    if before is not None and before.state == "lapsed" and before.opt_out_on:
        renews = f"it renews on {words.full(before.renews_on)} and ends a term later"
        say(f"Mind: the opt-out of {words.full(before.opt_out_on)} had passed, so {renews}.")


def _refuse_notice(cs: Cs, ref: AccountRef, term: Term, received: date, on: str | None) -> None:
    """Raises BadDataError where a notice ends nothing, is on record with another day, or came before the term."""
    name = whose(ref.key, name_of(term))
    if term.renews_on is None:
        raise BadDataError(
            f"{ref.name} ({name}) is evergreen, and no date says when a notice ends it; no notice recorded",
            f"First day without it: cs churn {quote(name)} --reason CODE --decided {received} --on DATE",
        )
    if on is None and term.notice_received_on not in (None, received):
        raise BadDataError(
            f"{ref.name} ({name}) gave notice on {term.notice_received_on} already; nothing written",
            f"On another day? cs notice {quote(name)} --on DATE",
        )
    refuse_before(cs, ref, term, received, "--on")


def winback(
    ctx: typer.Context,
    account: WhichArgument,
    arr: ArrOption = None,
    term: TermOption = None,
    seats: SeatsOption = None,
    on: StartsOption = None,
) -> None:
    """Record that a customer who left is back: a new term of the same contract."""
    cs: Cs = ctx.obj
    ref, terms = contract_meant(cs, account, "nothing written", lambda terms: lost(terms) is not None, exactly=True)
    gone = lost(terms)
    if gone is None:
        raise BadDataError(
            f"{ref.name} ({whose(ref.key, name_of(terms[0]))}) has not churned; nothing written",
            f"Its renewal: cs renew {whose(ref.key, name_of(terms[0]))}",
        )
    starts_on = any_day(cs, on) if on else max(cs.today, ended(gone))
    if starts_on < ended(gone):
        raise BadDataError(
            f"{ref.name} ({whose(ref.key, name_of(gone))}) runs until {ended(gone) - timedelta(1)}, so it cannot come "
            f"back on {starts_on}; nothing written",
            f"To take the churn itself back: {undo_line(cs, ref, gone, 'churn')}",
        )
    step = Step(cs, min(cs.today, starts_on), {"arr": arr, "term": term, "seats": seats})
    with recording(cs) as entries:
        row = entries.row("contract", gone.contract_id)
        span = next_span(starts_on, starts_on, step.months(row["term_months"]))
        made = begin(step, entries, ref, row, span)
    tell(cs, ref, [(made.row_id, made.name, f"back {span}, {made.said}")])


def _tell_dropped(last: Term, term: Term) -> None:
    """What becomes of an amendment that was agreed for later than the end."""
    if last.contract_id != term.contract_id:
        say(f"Mind: the amendment that was agreed from {words.full(term.starts_on)} on never comes and is taken out.")


def _leaves(
    cs: Cs, ref: AccountRef, known: tuple[Term, Sequence[Term]], decided: date, on: str | None
) -> tuple[date, date | None]:
    """The first day without the contract, and the opt-out that was missed. Raises UsageError, BadDataError.

    `known` is the open term and all those of the account.
    """
    term, terms = known
    name = f"{ref.name} ({whose(ref.key, name_of(term))})"
    expected = leaving(term, decided)
    if on is not None:
        ends, missed = any_day(cs, on), None
    elif expected is None:
        raise UsageError(f"{name} is evergreen: from when are they without it? nothing written", "Say --on DATE")
    else:
        ends, missed = expected
    first = as_of_day(terms, term, ends - timedelta(1)).starts_on
    if ends <= first:
        raise BadDataError(
            f"{name} began on {first} and cannot have ended by {ends}; nothing written",
            "The first day without it is --on DATE; a term that never was: cs history " + ref.key,
        )
    if not term.auto_renew and term.renews_on is not None and ends > term.renews_on:
        raise BadDataError(f"{name} runs to {term.renews_on} at most, not to {ends}; nothing written")
    if decided > ends and (term.auto_renew or term.renews_on is None or on is not None):
        raise BadDataError(f"{name} ends on {ends}, and they decided on {decided}, after that; nothing written")
    return ends, missed


def _reason(said: str | None) -> str:
    listed = f"One of {', '.join(REASONS)}"
    if said is None:
        raise UsageError("why did they leave? nothing written", f"--reason CODE. {listed}")
    if said.lower() not in REASONS:
        raise UsageError(f'no reason "{said}"; nothing written', listed)
    return said.lower()
