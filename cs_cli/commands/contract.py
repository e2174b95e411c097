"""`cs contract add / edit`: one term of a contract by hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cs_cli.commands.completion import complete_account
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.recording import account_to_change, ready_lines, recording, told, told_changes
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs
from cs_cli.domain import money, words
from cs_cli.domain.agreement import Deal, notice_words, overlapping, parse_notice, term_name, twin
from cs_cli.domain.book import NONE, standing
from cs_cli.domain.calendar import add_months, parse_day, parse_past_day
from cs_cli.domain.renewals import Renewal, Term, renewal_of
from cs_cli.domain.text import fold
from cs_cli.errors import BadDataError, NotFoundError
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

_FACTS = (
    Field("contract", "What this contract is called: Platform."),
    Field("product", "What it is for."),
    Field("renews_on", "First day of the next term.", "--renews", metavar="DATE"),
    Field("ends_on", "Last day of this term; instead of --renews.", "--ends", metavar="DATE"),
    Field("starts_on", "First day; a term before --renews where left out.", "--starts", metavar="DATE"),
    Field("term", "monthly, quarterly, annual (default), 18m, evergreen."),
    Field("renewal_term", "The term it renews for, where another one."),
    Field("arr", "What it brings a year.", metavar="AMOUNT"),
    Field("price", "What it costs a --price-period; instead of --arr.", metavar="AMOUNT"),
    Field("price_period", "month, quarter, half-year, year, 18m, once (the term where left out)."),
    Field("billing_period", "How often it is billed."),
    Field("currency", "USD, EUR, …; the account's where left out.", metavar="ISO"),
    Field("seats", "How many.", metavar="N"),
    Field("auto_renew", "Whether silence renews it (no, where left out).", "--auto-renew/--no-auto-renew", switch=True),
    Field("notice", "60 (days), 8w, 30b (business days), 2m (months).", metavar="LENGTH"),
    Field("notice_basis", "renewal-day (default) or last-day: from where notice counts back."),
    Field("opt_out_every", "A right to leave within a longer term: annual."),
    Field("uplift_pct", "What it rises by at renewal, in percent.", "--uplift", metavar="PCT"),
    Field("live_on", "When it went live.", metavar="DATE"),
    Field("status", "active, ended, cancelled, draft; by the dates where left out."),
)
_RECEIVED = Field("notice_received_on", "When they gave notice.", "--notice-received", metavar="DATE")
_NOTICE = "notice"
_YEARS_BACK, _YEARS_AHEAD = 10, 20
_IN_FORCE_OF = "Of several terms the one in force; --as-of DATE means the one of that day."
ContractArgument = Annotated[
    str, typer.Argument(metavar="ACCOUNT[/CONTRACT]", autocompletion=complete_account, help=_IN_FORCE_OF)
]

contract = words_below("Add or change a contract.")


class Adding(Recording):
    """The options of `cs contract add`."""

    fields = _FACTS


class Editing(Recording):
    """The options of `cs contract edit`."""

    fields = (*_FACTS, _RECEIVED)
    clears = True


@contract.command(cls=Adding)
def add(ctx: typer.Context, account: AccountArgument) -> None:
    """Add a contract: --renews or --ends, --arr or --price."""
    cs: Cs = ctx.obj
    values = _read(cs, said(ctx))
    ref = account_to_change(cs, account, "nothing added")
    with recording(cs) as entries:
        term = _agreed(cs, entries, ref, values, None)
        _refuse_twin(cs, entries, ref, term, account)
        row_id = entries.insert("contract", {**term, "account_id": ref.account_id})
    told(ref, summary(term, _renewal(cs, row_id)), label(term))


@contract.command(cls=Editing)
def edit(ctx: typer.Context, which: ContractArgument) -> None:
    """Change a contract; a field set to "" is cleared."""
    from cs_cli.intake.settled import settle  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs contract edit")
    values = _read(cs, typed)
    ref, row_id = contract_to_change(cs, which, "nothing changed")
    renewal = _renewal(cs, row_id)
    with recording(cs) as entries:
        before = entries.row("contract", row_id)
        after = _agreed(cs, entries, ref, values, before)
        entries.change("contract", row_id, after)
        settled = settle(entries, before, after, values, cs.settings.currency)
    old, new = _shown(before, renewal), _shown(after, _renewal(cs, row_id))
    told_changes(ref, {key: (old[key], new[key]) for key in new if old[key] != new[key]}, label(after), settled=settled)


def _read(cs: Cs, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of what was typed. Raises UsageError."""
    from cs_cli.intake.kinds import CONTRACTS  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.typed import read_typed  # noqa: PLC0415  as above

    options = {field.column: field.option for field in Editing.fields}
    texts = {name: text for name, text in typed.items() if name not in (_NOTICE, "auto_renew", "notice_received_on")}
    values = read_typed(CONTRACTS, texts, lambda text: parse_day(text, cs.today, cs.settings.fiscal_start), options)
    _refuse_far_days(cs, values, texts, options)
    if "auto_renew" in typed:
        values["auto_renew"] = typed["auto_renew"]
    if received := typed.get("notice_received_on"):
        values["notice_received_on"] = parse_past_day(received, cs.today, cs.settings.fiscal_start)
    elif "notice_received_on" in typed:
        values["notice_received_on"] = None
    if _NOTICE in typed:
        values |= read_notice(typed[_NOTICE])
    return values


def read_notice(said: str) -> dict[str, Any]:
    """The columns of a notice period as typed. Raises UsageError."""
    from cs_cli.intake.typed import NotUnderstoodError  # noqa: PLC0415  only writing commands read values

    try:
        found = parse_notice(said)
    except ValueError as error:
        raise NotUnderstoodError("--notice", said, str(error)) from error
    return {"notice_days": found[0] if found else None, "notice_kind": found[1] if found else None}


def _refuse_far_days(cs: Cs, values: Mapping[str, Any], texts: Mapping[str, str], options: Mapping[str, str]) -> None:
    """Raises NotUnderstoodError for a renewal date that can only be a slip."""
    from cs_cli.intake.typed import NotUnderstoodError  # noqa: PLC0415  only writing commands read values

    first, last = (add_months(cs.today, 12 * years) for years in (-_YEARS_BACK, _YEARS_AHEAD))
    for name in ("renews_on", "ends_on"):
        day = values.get(name)
        if day is not None and not first <= day <= last:
            far = f"more than {_YEARS_BACK} years back" if day < first else f"more than {_YEARS_AHEAD} years ahead"
            raise NotUnderstoodError(options[name], texts[name], f"is {words.full(day)}, {far}")


def _agreed(
    cs: Cs, entries: "Entries", ref: AccountRef, values: Mapping[str, Any], before: Mapping[str, Any] | None
) -> dict[str, Any]:
    """The whole term, if it can stand beside the account's others. Raises UsageError, BadDataError."""
    from cs_cli.intake.agreed import agreed, agreement_of  # noqa: PLC0415  only writing commands read values

    others = entries.deals_beside(ref.account_id, before["id"] if before else 0)
    own = fold(label({"contract": "", "product": None, **(before or {}), **values}))
    same = [deal.agreement for deal in others if fold(deal.label) == own]
    currency = entries.row("account", ref.account_id)["currency"]
    term = agreed(values, before, currency, cs.settings.currency, None if same else cs.today)
    other = overlapping(agreement_of(term), same) if _counts(term) else None
    if other is not None:
        runs = f"from {other.starts_on}" + (f" to {other.renews_on - timedelta(1)}" if other.renews_on else " on")
        whose = f"{ref.key}/{label(term)}" if own else ref.key
        raise BadDataError(
            f"{whose} has a term {runs} already, and this one would overlap it; nothing written",
            f"Another contract beside it: --contract NAME. To change that one: cs contract edit {whose}",
        )
    return term


def _counts(term: Mapping[str, Any]) -> bool:
    return term.get("status") in (None, "active")


def _refuse_twin(cs: Cs, entries: "Entries", ref: AccountRef, term: Mapping[str, Any], typed: str) -> None:
    """Raises BadDataError where the new term would count a recorded contract once more."""
    from cs_cli.intake.agreed import agreement_of  # noqa: PLC0415  only writing commands read values

    others = entries.deals_beside(ref.account_id)
    arr = money.annual(term["price_minor"], term["price_period_months"])
    found = twin(Deal(label(term), agreement_of(term), arr, term["currency"]), others) if _counts(term) else None
    if found is None:
        return
    target = f"{ref.key}/{found.label}" if found.label or len(others) > 1 else ref.key
    [line] = ready_lines(cs, typed, [target])
    beside = (
        "give this one a name: --contract NAME" if found.label else f"first cs contract edit {target} --contract NAME"
    )
    raise BadDataError(
        f"{target} renews on {found.agreement.renews_on} for {money.shown(arr, found.currency)} a year already; "
        "nothing added",
        f"Another contract beside it: {beside}",
        f"If it is that one: {line.replace('contract add', 'contract edit', 1)}",
    )


def _renewal(cs: Cs, row_id: int) -> Renewal | None:
    """How a recorded term stands on the day."""
    [term] = cs.portfolio.terms("WHERE contract_id = :id", {"id": row_id})
    return renewal_of(term, cs.today)


def label(term: Mapping[str, Any]) -> str:
    """How a contract is called beside its account: its own name, else its product, else nothing."""
    return term["contract"] or term.get("product") or ""


def summary(term: Mapping[str, Any], renewal: Renewal | None) -> str:
    """`annual, $12,000 a year, from Tue 31 Mar 2026, renews Wed 31 Mar 2027, opt-out by Sat 30 Jan 2027`."""
    parts = [term_name(term["term_months"]), price_said(term), f"from {words.full(term['starts_on'])}"]
    if term["renews_on"] is not None:
        verb = "renews" if term["auto_renew"] else "to be signed by"
        parts.append(f"{verb} {words.full(_next_end(term, renewal))}")
    if renewal is not None and renewal.opt_out_on is not None:
        verb = "opt-out passed on" if renewal.state == "lapsed" else "opt-out by"
        parts.append(f"{verb} {words.full(renewal.opt_out_on)}")
    return ", ".join(parts)


def _next_end(term: Mapping[str, Any], renewal: Renewal | None) -> date:
    """The end of the term that it is in, not a right to leave within it."""
    recorded: date = term["renews_on"]
    return recorded if renewal is None else max(recorded, renewal.renews_on)


def price_said(term: Mapping[str, Any]) -> str:
    """`$12,000 a year`, `$500 once`."""
    if term["price_period_months"] == 0:
        return f"{money.shown(term['price_minor'], term['currency'])} once"
    return f"{money.shown(money.annual(term['price_minor'], term['price_period_months']), term['currency'])} a year"


def _shown(term: Mapping[str, Any], renewal: Renewal | None) -> dict[str, Any]:
    """The facts of a term by the names that people type."""
    from cs_cli.intake.agreed import notice_of  # noqa: PLC0415  only writing commands read values

    notice = notice_of(term)
    own = ("contract", "product", "starts_on", "renews_on", "seats", "auto_renew", "uplift_pct", "live_on", "status")
    return {name: term.get(name) for name in own} | {
        "term": term_name(term["term_months"]),
        "renewal_term": term["renewal_months"] and term_name(term["renewal_months"]),
        "price": price_said(term),
        "billing_period": term.get("billing_period_months"),
        "notice": f"{notice_words(notice)} from the {notice.basis}" if notice else None,
        "opt_out_every": term.get("opt_out_every_months"),
        "notice_received_on": term.get("notice_received_on"),
        "opt_out": renewal and renewal.opt_out_on,
    }


def contract_to_change(cs: Cs, said: str, undone: str) -> tuple[AccountRef, int]:
    """The account and the row id of the one term that `ACME/Platform`, or `ACME` alone, means.

    Raises NotFoundError with the line to type for each contract that may be meant.
    """
    ref, terms = contract_meant(cs, said, undone, lambda terms: any(_stands(cs, term) for term in terms))
    return ref, next((term for term in terms if _stands(cs, term)), terms[0]).contract_id


def contract_meant(
    cs: Cs, said: str, undone: str, may_be: Callable[[Sequence[Term]], bool], *, exactly: bool = False
) -> tuple[AccountRef, list[Term]]:
    """The account and the terms, the latest first, of the contract that `ACME/Platform`, or `ACME` alone, means.

    Of several those that `may_be` meant. Raises NotFoundError with the line to type for each of them.
    """
    whose, slash, which = said.partition("/")
    ref = account_to_change(cs, whose, undone, exactly=exactly, tail=slash + which)
    by_name = sorted(cs.portfolio.terms_of(ref), key=_called)
    contracts = [list(terms) for _name, terms in groupby(by_name, key=_called)]
    found = _named(contracts, fold(which)) if slash else [each for each in contracts if may_be(each)] or contracts
    if len(found) == 1:
        return ref, found[0]
    if not contracts:
        raise NotFoundError(
            f"{ref.name} ({ref.key}) has no contract; {undone}",
            f"cs contract add {ref.key} --renews DATE --arr AMOUNT",
        )
    names = [terms[0].contract or terms[0].product or "" for terms in found or contracts]
    what = "has several contracts" if found else f'has no contract "{which}"'
    lines = ready_lines(cs, said, [f"{ref.key}/{name}" for name in names])
    raise NotFoundError(f"{ref.name} ({ref.key}) {what}; {undone}. One of:", *lines[:4])


def _called(term: Term) -> str:
    return fold(term.contract or term.product or "")


def _stands(cs: Cs, term: Term) -> bool:
    return standing(term, cs.today, cs.portfolio.known_until) != NONE


def _named(contracts: Sequence[list[Term]], which: str) -> list[list[Term]]:
    exact = [terms for terms in contracts if _called(terms[0]) == which]
    if exact or not which:
        return exact
    return [terms for terms in contracts if f" {which}" in f" {_called(terms[0])}"] or [
        terms for terms in contracts if which in _called(terms[0])
    ]
