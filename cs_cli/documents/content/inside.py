"""Everything that only we may see of an account, in one part of a document's data."""

from collections.abc import Sequence
from typing import NamedTuple

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.checklist import checklist_of
from cs_cli.documents.content.facts import Facts, text
from cs_cli.documents.content.internal import internal_of, missing_of
from cs_cli.documents.content.internal_health import health_of
from cs_cli.documents.content.internal_people import people_inside
from cs_cli.documents.content.internal_renewals import renewals_inside
from cs_cli.documents.content.success import unshared_of
from cs_cli.domain.book import Holding
from cs_cli.domain.overrides import reason_of
from cs_cli.domain.people import Person
from cs_cli.domain.plan_check import Checked, Held, findings
from cs_cli.domain.plan_progress import Plan
from cs_cli.domain.renewals import Term
from cs_cli.store.accounts import AccountRef
from cs_cli.store.people import people
from cs_cli.store.portfolio import Portfolio


class Known(NamedTuple):
    """What was read of an account for its document already."""

    facts: Facts
    plan: Plan
    held: Sequence[Holding]
    terms: Sequence[Term]


def inside_of(portfolio: Portfolio, account: AccountRef, review: Section, known: Known) -> Section:
    """The part `internal` of `review`: accounts of health, people, renewals, plan, and what is to be done."""
    of, today = account.account_id, portfolio.today
    inside = internal_of(portfolio.reader, account.key, known.held, today)
    score = portfolio.scores([of])[of]
    by_hand = reason_of(score.by_hand, today) if score.by_hand else None
    there = people(portfolio.reader, today, of)
    inside |= {
        "health": score.tenths, "band": str(score.band), "band_by_hand": by_hand, **unshared_of(known.plan),
        "missing": missing_of(review, known.facts, account.key), "explained": health_of(portfolio, of),
        **people_inside(portfolio, there, inside["segment"] or None),
        **renewals_inside(portfolio, known.held, known.terms),
        "plan_lacks": _lacking(portfolio, account, known, there),
    }  # fmt: skip
    return inside | {"checklist": checklist_of(review | {"internal": inside})}


def _lacking(portfolio: Portfolio, account: AccountRef, known: Known, there: Sequence[Person]) -> list[Section]:
    """What the success plan lacks, and what records it."""
    today = portfolio.today
    held = [Held(person.name, person.roles) for person in there if not person.has_left(today)]
    renewals = [holding.renewal for holding in known.held if holding.renewal]
    found = findings(Checked(account.key, known.plan, held, renewals, today))
    return [{"what": text(each.finding), "command": text(each.command)} for each in found]
