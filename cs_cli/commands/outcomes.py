"""`cs renew`, `churn`, `amend`, `notice`, `winback`: how a contract went on, one line and one undo step each."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cs_cli.commands.completion import complete_account, complete_reason
from cs_cli.commands.contract import contract_meant, label
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.successor import Step, begin, whose
from cs_cli.context import Cs, say
from cs_cli.domain import money, words
from cs_cli.domain.calendar import parse_day, parse_past_day
from cs_cli.domain.outcomes import (
    AMENDED,
    CHURNED,
    REASONS,
    RENEWED,
    Span,
    ended,
    is_up,
    leaving,
    lost,
    next_span,
    open_terms,
    renewal_end,
)
from cs_cli.domain.renewals import Renewal, Term, renewal_of
from cs_cli.errors import BadDataError, UsageError
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

WhichArgument = Annotated[
    str,
    typer.Argument(
        metavar="ACCOUNT[/CONTRACT]",
        autocompletion=complete_account,
        help="Its key, alias or whole name; one contract.",
    ),
]
ArrOption = Annotated[str | None, typer.Option("--arr", metavar="AMOUNT", help="What it brings a year from then on.")]
UpliftOption = Annotated[
    str | None, typer.Option("--uplift", metavar="PCT", help="The price as it was and so much more: 5%; 0 for none.")
]
TermOption = Annotated[str | None, typer.Option("--term", help="monthly, quarterly, annual, 18m, evergreen.")]
SeatsOption = Annotated[
    str | None, typer.Option("--seats", metavar="N", help="How many from then on; the price goes with them, or --arr.")
]
NoticeOption = Annotated[
    str | None, typer.Option("--notice", metavar="LENGTH", help="The notice from then on: 60 (days), 8w, 30b, 2m.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Every contract of the account that is up, in one step.")]
DecidedOnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was agreed; today.")]
LeavesOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="First day without it; the next day on which they can leave.")
]
StartsOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="From when; today.")]
ReceivedOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was received; today.")]
ReasonOption = Annotated[
    str | None,
    typer.Option("--reason", metavar="CODE", autocompletion=complete_reason, help=f"One of {', '.join(REASONS)}."),
]
DecidedOption = Annotated[
    str | None, typer.Option("--decided", metavar="DATE", help="When they decided, not when it ends.")
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What is worth remembering; internal.")]


def renew(
    ctx: typer.Context,
    account: WhichArgument,
    arr: ArrOption = None,
    uplift: UpliftOption = None,
    term: TermOption = None,
    seats: SeatsOption = None,
    notice: NoticeOption = None,
    on: DecidedOnOption = None,
    *,
    everything: AllOption = False,
) -> None:
    """Record a renewal: the next term begins where this one ends."""
    cs: Cs = ctx.obj
    if everything and (arr or seats or "/" in account):
        raise UsageError(
            "--all is every contract of an account; nothing renewed", "With --uplift, --term, --notice and --on only"
        )
    decided = past_day(cs, on, "--on")
    step = Step(cs, decided, {"arr": arr, "uplift_pct": uplift, "term": term, "seats": seats, "notice": notice})
    undone = "nothing renewed"
    ref, found = _up(cs, account, decided) if everything else one_open(cs, account, undone)
    ready = [(each, _renewable(ref, each, decided)) for each in found]
    with recording(cs) as entries:
        lines = [_renew(step, entries, ref, renewal) for _term, renewal in ready]
    _tell(cs, ref, lines)


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
    ends, missed = _leaves(cs, ref, term, decided_on, on)
    facts = {"outcome": CHURNED, "outcome_on": decided_on, "ended_on": ends, "reason": code, "outcome_note": remark}
    with recording(cs) as entries:
        entries.change("contract", term.contract_id, facts)
    verb = "churned" if ends <= cs.today else "churns"
    told(ref, f"{verb} on {words.full(ends)} ({code}), decided {words.full(decided_on)}; {_arr(term)}", _name(term))
    if missed is not None:
        say(
            f"Mind: the opt-out of {words.full(missed)} had passed, so it runs a term longer, to {words.full(ends)}. "
            f"Let go earlier? cs undo, then cs churn {whose(ref.key, _name(term))} … --on DATE"
        )


def amend(
    ctx: typer.Context,
    account: WhichArgument,
    seats: SeatsOption = None,
    arr: ArrOption = None,
    on: StartsOption = None,
) -> None:
    """Change seats or price within the term: what was before stays on record."""
    cs: Cs = ctx.obj
    if arr is None and seats is None:
        raise UsageError("what changes? nothing amended", "Say --seats N, --arr AMOUNT or both")
    starts_on = _day(cs, on)
    step = Step(cs, min(cs.today, starts_on), {"arr": arr, "seats": seats})
    ref, [term] = one_open(cs, account, "nothing amended")
    renewal = renewal_of(term, starts_on)
    _refuse_outside(ref, term, renewal, starts_on)
    with recording(cs) as entries:
        row = entries.row("contract", term.contract_id)
        span = Span(row["anchor_on"], starts_on, renewal and renewal_end(renewal), renewal and renewal.months)
        made = begin(step, entries, ref, row, span)
        outcome = {"outcome": AMENDED, "outcome_on": step.decided, "ended_on": starts_on}
        entries.change("contract", term.contract_id, outcome)
    _tell(cs, ref, [(made.row_id, made.name, f"amended from {words.full(starts_on)}, {made.said}")])


def notice(ctx: typer.Context, account: WhichArgument, on: ReceivedOption = None) -> None:
    """Record that the customer has given notice."""
    cs: Cs = ctx.obj
    received = past_day(cs, on, "--on")
    ref, [term] = one_open(cs, account, "no notice recorded")
    with recording(cs) as entries:
        changes = entries.change("contract", term.contract_id, {"notice_received_on": received})
    if not changes:
        say(f"{ref.name} ({whose(ref.key, _name(term))}): nothing to change, it is so already")
        return
    before = renewal_of(term._replace(notice_received_on=None), received)
    after = renewal_of(term._replace(notice_received_on=received), max(received, cs.today))
    ends = f", ends {words.full(after.renews_on)}" if after else ""
    told(ref, f"notice received {words.full(received)}{ends}", _name(term))
    if before is not None and before.state == "lapsed" and before.opt_out_on:
        renews = f"it renews on {words.full(before.renews_on)} and ends a term later"
        say(f"Mind: the opt-out of {words.full(before.opt_out_on)} had passed, so {renews}.")


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
            f"{ref.name} ({whose(ref.key, _name(terms[0]))}) has not churned; nothing written",
            f"Its renewal: cs renew {whose(ref.key, _name(terms[0]))}",
        )
    starts_on = _day(cs, on) if on else max(cs.today, ended(gone))
    if starts_on < ended(gone):
        raise BadDataError(
            f"{ref.name} ({whose(ref.key, _name(gone))}) runs until {ended(gone) - timedelta(1)}, so it cannot come "
            f"back on {starts_on}; nothing written",
            "To take the churn itself back: cs undo",
        )
    step = Step(cs, min(cs.today, starts_on), {"arr": arr, "term": term, "seats": seats})
    with recording(cs) as entries:
        row = entries.row("contract", gone.contract_id)
        span = next_span(starts_on, starts_on, step.months(row["term_months"]))
        made = begin(step, entries, ref, row, span)
    _tell(cs, ref, [(made.row_id, made.name, f"back {span}, {made.said}")])


def one_open(cs: Cs, said: str, undone: str) -> tuple[AccountRef, list[Term]]:
    """The account and the one open term that are meant. Raises NotFoundError, BadDataError."""
    ref, terms = contract_meant(cs, said, undone, lambda terms: bool(open_terms(terms)), exactly=True)
    found = open_terms(terms)
    if len(found) > 1:
        raise BadDataError(
            f"{ref.name} ({whose(ref.key, _name(found[0]))}) has {len(found)} terms that run side by side; {undone}",
            f"Name them apart first: cs contract edit {whose(ref.key, _name(found[0]))} --contract NAME",
        )
    if not found:
        raise BadDataError(*_closed(ref, terms, undone))
    return ref, found


def _closed(ref: AccountRef, terms: list[Term], undone: str) -> tuple[str, str]:
    """Why nothing of a contract is open, and what to type instead."""
    name = whose(ref.key, _name(terms[0]))
    if (gone := lost(terms)) is None:
        return f"{ref.name} ({name}) has no term in force; {undone}", f"What is recorded: cs show {ref.key}"
    what = "has churned" if gone.outcome == CHURNED else f"is {gone.status}"
    return f"{ref.name} ({name}) {what}, without it from {ended(gone)} on; {undone}", f"Back again? cs winback {name}"


def _up(cs: Cs, said: str, decided: date) -> tuple[AccountRef, list[Term]]:
    """The account and the open terms of all its contracts that are up. Raises BadDataError where none is."""
    ref = account_to_change(cs, said, "nothing renewed", exactly=True)
    renewals = [
        renewal
        for term in _open_terms_of(cs, ref)
        if term.starts_on <= decided and (renewal := renewal_of(term, decided)) is not None
    ]
    up = [renewal.term for renewal in renewals if is_up(renewal, decided)]
    if not up:
        coming = min(renewals, key=lambda renewal: renewal.decide_on, default=None)
        hint = f"The next is to be decided by {coming.decide_on}: " if coming else ""
        raise BadDataError(
            f"{ref.name} ({ref.key}) has no contract that is up; nothing renewed", f"{hint}cs show {ref.key}"
        )
    return ref, up


def _open_terms_of(cs: Cs, ref: AccountRef) -> list[Term]:
    """The open terms of each contract of an account, by name."""
    by_name: dict[str, list[Term]] = {}
    for term in cs.portfolio.terms_of(ref):
        by_name.setdefault(_name(term).casefold(), []).append(term)
    return [term for name in sorted(by_name) for term in open_terms(by_name[name])]


def _renewable(ref: AccountRef, term: Term, decided: date) -> Renewal:
    """How the term stands on the day of its renewal. Raises BadDataError where there is nothing to renew."""
    name = whose(ref.key, _name(term))
    renewal = renewal_of(term, decided)
    if renewal is None:
        raise BadDataError(
            f"{ref.name} ({name}) is evergreen and never renews; nothing renewed",
            f"Other seats or price: cs amend {name} --on DATE",
        )
    if term.starts_on > decided:
        raise BadDataError(
            f"{ref.name} ({name}) is renewed already: its next term begins on {term.starts_on}; nothing renewed",
            "To take that renewal back: cs undo",
        )
    return renewal


def _renew(step: Step, entries: "Entries", ref: AccountRef, renewal: Renewal) -> tuple[int, str, str]:
    row = entries.row("contract", renewal.term.contract_id)
    end = renewal_end(renewal)
    months = step.months(row["renewal_months"] or row["term_months"])
    span = next_span(row["anchor_on"], end, months)
    made = begin(step, entries, ref, row, span, uplift=True)
    outcome = {"outcome": RENEWED, "outcome_on": step.decided, "ended_on": end}
    entries.change("contract", renewal.term.contract_id, outcome)
    return made.row_id, made.name, f"renewed {span}, {made.said}"


def _leaves(cs: Cs, ref: AccountRef, term: Term, decided: date, on: str | None) -> tuple[date, date | None]:
    """The first day without the contract, and the opt-out that was missed. Raises UsageError, BadDataError."""
    name = f"{ref.name} ({whose(ref.key, _name(term))})"
    expected = leaving(term, decided)
    if on is not None:
        ends, missed = _day(cs, on), None
    elif expected is None:
        raise UsageError(f"{name} is evergreen: from when are they without it? nothing written", "Say --on DATE")
    else:
        ends, missed = expected
    if ends <= term.starts_on:
        raise BadDataError(
            f"{name} began on {term.starts_on} and cannot have ended by {ends}; nothing written",
            "The first day without it is --on DATE; a term that never was: cs undo",
        )
    if not term.auto_renew and term.renews_on is not None and ends > term.renews_on:
        raise BadDataError(f"{name} runs to {term.renews_on} at most, not to {ends}; nothing written")
    if decided > ends and (term.auto_renew or term.renews_on is None or on is not None):
        raise BadDataError(f"{name} ends on {ends}, and they decided on {decided}, after that; nothing written")
    return ends, missed


def _refuse_outside(ref: AccountRef, term: Term, renewal: Renewal | None, starts_on: date) -> None:
    """Raises BadDataError where the term, as it runs on that day, neither began before nor ends after it."""
    name = whose(ref.key, _name(term))
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


def _reason(said: str | None) -> str:
    listed = f"One of {', '.join(REASONS)}"
    if said is None:
        raise UsageError("why did they leave? nothing written", f"--reason CODE. {listed}")
    if said.lower() not in REASONS:
        raise UsageError(f'no reason "{said}"; nothing written', listed)
    return said.lower()


def past_day(cs: Cs, said: str | None, option: str) -> date:
    """The day on which something has happened; the day of the answer where none is said."""
    day = parse_past_day(said, cs.today, cs.settings.fiscal_start) if said else cs.today
    if day > cs.today:
        raise UsageError(f'{option} "{said}" is {day}, after {cs.today}; nothing written', "It is a day that has been")
    return day


def _day(cs: Cs, said: str | None) -> date:
    return parse_day(said, cs.today, cs.settings.fiscal_start) if said else cs.today


def _tell(cs: Cs, ref: AccountRef, lines: list[tuple[int, str, str]]) -> None:
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


def _name(term: Term) -> str:
    return label({"contract": term.contract, "product": term.product})


def _arr(term: Term) -> str:
    return f"{money.shown(term.arr_minor, term.currency)} a year"
