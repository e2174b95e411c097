"""What a template may see: plain data about one account, cut to its audience before any template runs."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.documents.content.adoption import Section, adoption_of
from cs_cli.documents.content.agreement import agreement_of, contracts_of, decisions_of, ended_of, milestones_of
from cs_cli.documents.content.definitions import definitions_of
from cs_cli.documents.content.enablement import enablement_of
from cs_cli.documents.content.evidence import evidence_of
from cs_cli.documents.content.facts import Facts, facts_of, text
from cs_cli.documents.content.findings import findings_of, said_as, tiles_of
from cs_cli.documents.content.goals import asks_of, decision_said, goals_of
from cs_cli.documents.content.history import history_of, rhythm_of
from cs_cli.documents.content.inside import Known, inside_of
from cs_cli.documents.content.people import meetings_of, people_of, sponsor_of
from cs_cli.documents.content.shortfalls import Shortfall, changes_of, commands_for_review, fell_short, open_for_review
from cs_cli.documents.content.success import success_of
from cs_cli.documents.content.support import shortfalls_of, support_of
from cs_cli.documents.content.titles import titles_of
from cs_cli.documents.content.voice import voice_of
from cs_cli.documents.content.worth import to_fee
from cs_cli.documents.moments import Period, after, before, last_full_quarter, quarter_said
from cs_cli.documents.source.deck import INTERNAL
from cs_cli.domain.plan_progress import Plan
from cs_cli.domain.renewals import Term
from cs_cli.settings import Settings
from cs_cli.store.accounts import AccountRef
from cs_cli.store.plans import Plans
from cs_cli.store.portfolio import Portfolio

VERSION = 1
"""Of what a template may see; it rises when something is taken out or means something else."""


def build_review(portfolio: Portfolio, account: AccountRef, audience: str, period: str | None = None) -> Section:
    """The data of a review or plan of one account on the portfolio's day.

    It looks back on the last full quarter, or on the one that `period` says (`q3`, `2026-Q3`). Days are ISO text,
    amounts and percentages are ready to print. Only for the audience `internal` there is a part `internal`. Raises
    UsageError.
    """
    reader, as_of = portfolio.reader, portfolio.today
    held = portfolio.held_by(account)
    facts = facts_of(reader, account.key, as_of)
    plan = Plans(reader, as_of).plan(account.account_id)
    terms = portfolio.terms_of(account)
    agreed = _Agreed(terms, contracts_of(held, terms, as_of))
    settings = portfolio.settings
    review, short = _review(facts, agreed, plan, settings, _when(as_of, settings, period))
    review |= {"audience": audience, "lang": settings["document.language"] or "en"}
    if audience == INTERNAL:
        review["internal"] = inside_of(portfolio, account, review, Known(facts, plan, held, terms))
        review["internal"]["reviews"] = commands_for_review(short, account.key)
    return review


def reviews_of(portfolio: Portfolio, account: AccountRef, period: str | None = None) -> list[Section]:
    """What keeps a document of the account open for review, each with the `command` that settles it.

    For our own eyes: a command holds the account's key.
    """
    found: list[Section] = build_review(portfolio, account, INTERNAL, period)["internal"]["reviews"]
    return found


class _Agreed(NamedTuple):
    terms: Sequence[Term]
    contracts: Sequence[Section]


class _When(NamedTuple):
    as_of: date
    period: Period


def _when(as_of: date, settings: Settings, said: str | None) -> _When:
    fiscal = int(settings["fiscal_year_start"] or 1)
    return _When(as_of, quarter_said(said, as_of, fiscal) if said else last_full_quarter(as_of, fiscal))


def _review(
    facts: Facts, agreed: _Agreed, plan: Plan, settings: Settings, when: _When
) -> tuple[Section, list[Shortfall]]:
    as_of, period = when
    fiscal, us = int(settings["fiscal_year_start"] or 1), text(settings["me.name"])
    previous = before(period, fiscal)
    facts = facts.since(period.first)
    terms = agreed.terms
    contracts = [*agreed.contracts, *ended_of(terms, period.first, as_of)]
    decisions = decisions_of(contracts, as_of, sponsor_of(facts) or facts.account.name)
    tickets = shortfalls_of(facts, period.first, as_of)
    short = fell_short(plan, tickets, period.first, as_of, us)
    rows = [each.row for each in short]
    review = {
        "context_version": VERSION, "account": {"name": facts.account.name}, "vendor": _vendor(settings),
        "as_of": as_of.isoformat(), "period": _named(period), "previous": _named(previous),
        "next": _named(after(period, fiscal)), "adoption": adoption_of(facts, terms, period, previous),
        "support": support_of(facts, period, previous, as_of), "voice": voice_of(facts, period),
        "people": people_of(facts), "meetings": meetings_of(facts, period), "sponsor": sponsor_of(facts),
        "enablement": enablement_of(facts, period), "agreement": agreement_of(contracts, terms, as_of),
        "milestones": milestones_of(facts, contracts, as_of), "decisions": decisions,
        "decision": decision_said(decisions), "shortfalls": tickets,
        "fell_short": rows, "changes": changes_of(rows), "plan": success_of(plan, period.first, as_of, us),
        "goals": goals_of(plan, as_of, us), "asks": asks_of(decisions, plan, as_of, us, facts.next_review_on),
        "marks": {"shortfalls": open_for_review(short)}, "history": history_of(plan, as_of),
        "rhythm": rhythm_of(facts, as_of),
    }  # fmt: skip
    return _worked_out(review, facts, period, as_of), short


def _worked_out(review: Section, facts: Facts, period: Period, as_of: date) -> Section:
    """The review with what rests on all of its parts."""
    if review["plan"] and review["plan"]["value"]:
        review["plan"]["value"]["to_fee"] = to_fee(review["plan"]["value"], review["agreement"])
    findings = findings_of(review)
    return {
        **review, "tiles": tiles_of(review), "findings": findings, "highlights": said_as(findings, "highlight"),
        "concerns": said_as(findings, "concern"), "titles": titles_of(review),
        "evidence": evidence_of(review, facts, period, as_of), "definitions": definitions_of(review, facts),
    }  # fmt: skip


def _vendor(settings: Settings) -> Section:
    return {"name": text(settings["me.name"]), "company": text(settings["me.company"])}


def _named(period: Period) -> Section:
    return {"name": period.name, "first": period.first.isoformat(), "last": period.last.isoformat()}
