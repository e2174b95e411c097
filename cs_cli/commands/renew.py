"""`cs renew`: the next term of a contract, of every contract that is up, or up to a day that they share."""

from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from cs_cli.commands.recording import account_to_change, recording
from cs_cli.commands.successor import Step, begin, whose
from cs_cli.context import Cs, say
from cs_cli.domain.outcomes import (
    RENEWED,
    has_begun,
    is_up,
    next_span,
    open_terms,
    renewal_end,
    span_until,
)
from cs_cli.domain.renewals import Renewal, Term, gave_notice, renewal_of
from cs_cli.errors import BadDataError, UsageError
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries
from cs_cli.commands.open_contract import (
    ArrOption,
    SeatsOption,
    TermOption,
    WhichArgument,
    any_day,
    name_of,
    one_open,
    past_day,
    tell,
    undo_line,
)

UpliftOption = Annotated[
    str | None, typer.Option("--uplift", metavar="PCT", help="The price as it was and so much more: 5%; 0 for none.")
]
NoticeOption = Annotated[
    str | None, typer.Option("--notice", metavar="LENGTH", help="The notice from then on: 60 (days), 8w, 30b, 2m.")
]
RenewsOption = Annotated[
    str | None, typer.Option("--renews", metavar="DATE", help="When the next term ends and renews: co-terms.")
]
AllOption = Annotated[bool, typer.Option("--all", help="Every contract of the account that is up, in one step.")]
DecidedOnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When it was agreed; today.")]


def renew(
    ctx: typer.Context,
    account: WhichArgument,
    arr: ArrOption = None,
    uplift: UpliftOption = None,
    term: TermOption = None,
    seats: SeatsOption = None,
    notice: NoticeOption = None,
    renews: RenewsOption = None,
    on: DecidedOnOption = None,
    *,
    everything: AllOption = False,
) -> None:
    """Record a renewal: the next term begins where this one ends."""
    cs: Cs = ctx.obj
    if everything and (arr or seats or "/" in account):
        raise UsageError(
            "--all is every contract of an account; nothing renewed", "With --uplift, --term, --notice, --renews, --on"
        )
    decided = past_day(cs, on, "--on")
    step = Step(cs, decided, {"arr": arr, "uplift_pct": uplift, "term": term, "seats": seats, "notice": notice})
    leaving: list[Term] = []
    if everything:
        ref, found, leaving = _up(cs, account, decided)
    else:
        ref, found = one_open(cs, account, "nothing renewed")
    terms = cs.portfolio.terms_of(ref)
    ready = [_renewable(cs, ref, each, (decided, terms)) for each in found]
    until = any_day(cs, renews) if renews else None
    with recording(cs) as entries:
        lines = [_renew(step, entries, ref, renewal, until) for renewal in ready]
    tell(cs, ref, lines)
    for each in leaving:
        say(_left_out(ref, each))


def _up(cs: Cs, said: str, decided: date) -> tuple[AccountRef, list[Term], list[Term]]:
    """The account, and of its contracts the open terms that are up, and those under notice, which are left out.

    Raises BadDataError where none is up.
    """
    ref = account_to_change(cs, said, "nothing renewed", exactly=True)
    terms = cs.portfolio.terms_of(ref)
    renewals = [
        renewal
        for term in _open_terms_of(terms)
        if has_begun(terms, term, decided) and (renewal := renewal_of(term, decided)) is not None
    ]
    leaving = [renewal.term for renewal in renewals if gave_notice(renewal.term, decided)]
    staying = [renewal for renewal in renewals if renewal.term not in leaving]
    up = [renewal.term for renewal in staying if is_up(renewal, decided)]
    if not up:
        coming = min(staying, key=lambda renewal: renewal.decide_on, default=None)
        hint = f"The next is to be decided by {coming.decide_on}: " if coming else ""
        raise BadDataError(
            f"{ref.name} ({ref.key}) has no contract that is up; nothing renewed",
            *(_left_out(ref, term) for term in leaving),
            f"{hint}cs show {ref.key}",
        )
    return ref, up, leaving


def _left_out(ref: AccountRef, term: Term) -> str:
    name = whose(ref.key, name_of(term))
    return f"{ref.name} ({name}) is under notice, left out: cs renew {quote(name)}"


def _open_terms_of(terms: list[Term]) -> list[Term]:
    """The open terms of each contract of an account (`terms` are all of it), by name."""
    by_name: dict[str, list[Term]] = {}
    for term in terms:
        by_name.setdefault(name_of(term).casefold(), []).append(term)
    return [term for name in sorted(by_name) for term in open_terms(by_name[name])]


def _renewable(cs: Cs, ref: AccountRef, term: Term, known: tuple[date, list[Term]]) -> Renewal:
    """How the term stands on the day of its renewal, `known` with all terms. Raises BadDataError where it cannot be."""
    decided, terms = known
    name = whose(ref.key, name_of(term))
    renewal = renewal_of(term, decided)
    if renewal is None:
        raise BadDataError(
            f"{ref.name} ({name}) is evergreen and never renews; nothing renewed",
            f"Other seats or price: cs amend {name} --on DATE",
        )
    if not has_begun(terms, term, decided) and has_begun(terms, term, cs.today):
        raise BadDataError(
            f"{ref.name} ({name}): --on {decided} is before the first day of the term, {term.starts_on}; "
            "nothing renewed",
            "When it was agreed: --on DATE; today, where left out",
        )
    if not has_begun(terms, term, decided):
        raise BadDataError(
            f"{ref.name} ({name}) is renewed already: its next term begins on {term.starts_on}; nothing renewed",
            f"To take that renewal back: {undo_line(cs, ref, term, 'renew')}",
        )
    return renewal


def _renew(
    step: Step, entries: "Entries", ref: AccountRef, renewal: Renewal, until: date | None
) -> tuple[int, str, str]:
    row = entries.row("contract", renewal.term.contract_id)
    end = renewal_end(renewal)
    months = step.months(row["renewal_months"] or row["term_months"])
    if until is not None and until <= end:
        raise BadDataError(
            f"{ref.name} ({whose(ref.key, name_of(renewal.term))}): the next term begins on {end} and cannot end by "
            f"{until}; nothing renewed"
        )
    span = span_until(end, until, months) if until else next_span(row["anchor_on"], end, months)
    made = begin(step, entries, ref, row, span, uplift=True)
    outcome = {"outcome": RENEWED, "outcome_on": step.decided, "ended_on": end}
    entries.change("contract", renewal.term.contract_id, outcome)
    return made.row_id, made.name, f"renewed {span}, {made.said}"
