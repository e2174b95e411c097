"""`cs forecast ACME commit`: what is expected of a renewal, as a row of its own that nothing overwrites."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from shlex import quote
from typing import Any, NamedTuple

from cs_cli.commands.open_contract import one_open, past_day
from cs_cli.commands.recording import recording, told
from cs_cli.commands.successor import whose
from cs_cli.context import Cs, say
from cs_cli.domain import money, words
from cs_cli.domain.forecast import (
    CATEGORIES,
    CHURN,
    RECALL_DAYS,
    RENEW,
    RISK,
    Call,
    Concern,
    Decision,
    category_of,
    concerns,
    is_best_case,
    is_surer,
    outcome_of,
)
from cs_cli.domain.outcomes import REASONS, as_amended, as_of_day, has_begun
from cs_cli.domain.renewal_rate import is_monthly
from cs_cli.domain.renewals import Renewal, Term, renewal_of
from cs_cli.errors import BadDataError, UsageError
from cs_cli.store import forecasts
from cs_cli.store.accounts import AccountRef

NOTHING = "nothing called"
_OUTCOMES = {RENEW: "cs renew {name}", CHURN: "cs churn {name} --reason CODE --decided DATE"}


class Typed(NamedTuple):
    """What was typed beside the category."""

    flat: str | None = None
    evidence: str | None = None
    reason: str | None = None
    arr: str | None = None
    on: str | None = None

    def options(self) -> dict[str, str | None]:
        """What was typed, by option."""
        return {f"--{name}": value for name, value in self._asdict().items()}

    def refuse(self, account: str) -> None:
        """Raises UsageError where something was typed that only a call has."""
        if option := next((name for name, value in self.options().items() if value is not None), None):
            raise UsageError(
                f"{option} is part of a call, and no category was said; {NOTHING}",
                f"cs forecast {quote(account)} commit {option} …",
            )


def record(cs: Cs, account: str, said: str, typed: Typed) -> None:
    """Record a call and say what it lacks. Raises UsageError, NotFoundError, BadDataError."""
    category = _category(said, account)
    flat = _flat(typed.flat, category, account)
    day = past_day(cs, typed.on, "--on")
    evidence, reason = _texts(typed)
    if category == RISK and reason is None:
        raise UsageError(
            f"what puts it at risk? {NOTHING}", f'--reason "…", in your words or one of {", ".join(REASONS)}'
        )
    ref, [term] = one_open(cs, account, NOTHING)
    terms = cs.portfolio.terms_of(ref)
    renewal = _to_call(ref, term, (day, cs.today), terms)
    at_stake = as_of_day(terms, term, renewal.renews_on - timedelta(1))
    said_of = (category, flat, _arr(typed.arr, at_stake), term.currency, evidence, reason, term.owner)
    call = Call(term.contract_id, renewal.renews_on, day, *said_of)
    same = {one.contract_id for one in as_amended(terms, term)}
    before = [made for made in forecasts.calls(cs.reader, day) if _is_of(made, call, same)]
    with recording(cs) as entries:
        entries.insert("forecast_call", _row(call, ref))
    told(ref, _told(call, before), renewal.contract)
    if is_monthly(term, renewal.renews_on):
        say("Mind: monthly contracts count only in: cs forecast --include-monthly")
    decision = Decision(renewal.decide_kind, renewal.decide_on, (renewal.decide_on - day).days)
    for concern in _concerns(call, decision, said):
        say(f"Mind: {concern.text}: {command_of(whose(ref.key, renewal.contract), concern.category)}")


def command_of(name: str, category: str) -> str:
    """The line that calls a contract: `cs forecast ACME/Platform commit --evidence "…"`."""
    option = "reason" if category == RISK else "evidence"
    return f'cs forecast {quote(name)} {category} --{option} "…"'


def _category(said: str, account: str) -> str:
    if outcome := outcome_of(said):
        raise UsageError(
            f'"{said}" is an outcome, not a call; {NOTHING}', _OUTCOMES[outcome].format(name=quote(account))
        )
    if (category := category_of(said)) is None:
        raise UsageError(
            f'no category "{said}"; {NOTHING}',
            f"One of {', '.join(CATEGORIES)}; or as a CRM says it: Pipeline, Best Case, Most Likely, Commit, At Risk, "
            "Omitted",
        )
    return category


def _flat(said: str | None, category: str, account: str) -> str | None:
    if said is None:
        return None
    flat = _category(said, account)
    if is_surer(flat, category):
        raise UsageError(
            f"--flat {flat} promises more than {category}: who renews flat, renews; {NOTHING}",
            f"At most: --flat {category}",
        )
    return flat


def _texts(typed: Typed) -> tuple[str | None, str | None]:
    """The evidence and the reason as stored. Raises UsageError for a blank one."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    reason = typed.reason if typed.reason is None else filled_text(typed.reason, "--reason")
    if reason is not None and reason.lower() in REASONS:
        reason = reason.lower()
    evidence = typed.evidence if typed.evidence is None else filled_text(typed.evidence, "--evidence")
    return evidence, reason


def _arr(said: str | None, term: Term) -> int:
    """The ARR expected, in minor units: as typed, else what is at stake. Raises UsageError."""
    if said is None:
        return term.arr_minor
    from cs_cli.intake.agreed import in_minor  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.currencies import Currencies  # noqa: PLC0415  as above
    from cs_cli.intake.kinds import CONTRACTS  # noqa: PLC0415  as above
    from cs_cli.intake.typed import read_typed  # noqa: PLC0415  as above

    amount = read_typed(CONTRACTS, {"arr": said})["arr"]
    return in_minor("arr", amount, Currencies(term.currency, None, None, term.currency))[1]


def _to_call(ref: AccountRef, term: Term, days: tuple[date, date], terms: Sequence[Term]) -> Renewal:
    """The renewal that is open on the first of `days`; the other is today. Raises BadDataError where there is none."""
    day, today = days
    name = whose(ref.key, term.contract or term.product or "")
    renewal = renewal_of(term, day)
    if renewal is None:
        raise BadDataError(f"{ref.name} ({name}) is evergreen and never renews; {NOTHING}", "Open ones: cs renewals")
    if not term.arr_minor:
        raise BadDataError(
            f"{ref.name} ({name}) has a one-time price and brings no ARR; {NOTHING}", f"Its price: cs show {ref.key}"
        )
    if not has_begun(terms, term, day) and has_begun(terms, term, today):
        raise BadDataError(
            f"{ref.name} ({name}): --on {day} is before the first day of the term, {term.starts_on}; {NOTHING}",
            "When it was called: --on DATE; today, where left out",
        )
    if not has_begun(terms, term, day):
        raise BadDataError(
            f"{ref.name} ({name}) is settled: its next term begins on {term.starts_on}; {NOTHING}",
            f"What was called of it: cs forecast {quote(name)}",
        )
    if renewal.state == "notice":
        raise BadDataError(
            f"{ref.name} ({name}) has given notice and counts as lost; {NOTHING}", f"They stay? cs renew {quote(name)}"
        )
    if renewal.state == "lapsed":
        raise BadDataError(
            f"{ref.name} ({name}): its opt-out passed on {renewal.opt_out_on}, so it renews by itself on "
            f"{renewal.renews_on} and counts as renewed; {NOTHING}",
            f"They have given notice? cs notice {quote(name)} --on DATE",
        )
    return renewal


def _is_of(made: Call, call: Call, same: set[int]) -> bool:
    return made.contract_id in same and made.renews_on == call.renews_on


def _row(call: Call, ref: AccountRef) -> dict[str, Any]:
    facts = call._asdict()
    del facts["call_id"]
    return {**facts, "called_on": facts.pop("on"), "account_id": ref.account_id}


def _told(call: Call, before: list[Call]) -> str:
    flat = f", flat {call.flat_category}" if call.flat_category else ""
    was = f", was {before[-1].category} on {words.full(before[-1].on)}" if before else ""
    amount = money.shown(call.arr_minor, call.currency)
    return f"called {call.category}{flat} for {words.full(call.renews_on)}, {amount} a year{was}"


def _concerns(call: Call, decision: Decision, said: str) -> Iterator[Concern]:
    yield from concerns(call, decision, call.on)
    if is_best_case(said) and decision.days <= RECALL_DAYS:
        yield Concern(f"best case is no call in the last {RECALL_DAYS} days: commit or risk?", RISK)
