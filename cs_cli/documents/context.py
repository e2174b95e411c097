"""What a template may see: plain data about one account, cut to its audience before any template runs."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from cs_cli.documents.adoption import Section, adoption_of
from cs_cli.documents.agreement import agreement_of, decisions_of, milestones_of
from cs_cli.documents.deck import INTERNAL
from cs_cli.documents.definitions import definitions_of
from cs_cli.documents.facts import Facts, Rows, facts_of, text
from cs_cli.documents.findings import concerns_of, highlights_of, tiles_of
from cs_cli.documents.internal import internal_of, missing_of
from cs_cli.documents.moments import Period, after, before, last_full_quarter
from cs_cli.documents.people import meetings_of, people_of, sponsor_of
from cs_cli.documents.support import shortfalls_of, support_of
from cs_cli.documents.voice import voice_of


class Said(Protocol):
    """Settings by key: `me.name`, `me.company`, `fiscal_year_start` (a month, 1 to 12)."""

    def __getitem__(self, key: str, /) -> Any:  # noqa: ANN401  a setting is text or a number
        """The value of a setting, None where nothing was said."""
        ...


def build_review(  # noqa: PLR0913, PLR0917  what a document depends on, each named; a bag would only hide it
    reader: Rows, account_key: str, renewals: Iterable[Mapping[str, Any]], settings: Said, as_of: date, audience: str
) -> Section:
    """The data of a review or plan of one account on `as_of`, looking back on the last full quarter.

    `renewals` are the account's rows with the JSON keys of `cs renewals`. Days are ISO text, amounts and percentages
    are ready to print. Only for the audience `internal` there is a part `internal`.
    """
    rows = [row for row in renewals if row["account"] == account_key]
    facts = facts_of(reader, account_key, as_of)
    review = _review(facts, rows, settings, as_of)
    review["audience"] = audience
    if audience == INTERNAL:
        review["internal"] = internal_of(reader, account_key, rows, as_of)
        review["internal"]["missing"] = missing_of(review, facts, account_key)
    return review


def _review(facts: Facts, renewals: list[Mapping[str, Any]], settings: Said, as_of: date) -> Section:
    fiscal = int(settings["fiscal_year_start"] or 1)
    period = last_full_quarter(as_of, fiscal)
    previous = before(period, fiscal)
    adoption = adoption_of(facts, period, previous)
    agreement = agreement_of(facts, renewals, as_of)
    review = {
        "account": {"name": facts.account.name}, "vendor": _vendor(settings), "as_of": as_of.isoformat(),
        "period": _named(period), "previous": _named(previous), "next": _named(after(period, fiscal)),
        "adoption": adoption, "support": support_of(facts, period, previous, as_of), "voice": voice_of(facts, period),
        "people": people_of(facts), "meetings": meetings_of(facts, period), "sponsor": sponsor_of(facts),
        "agreement": agreement, "milestones": milestones_of(facts, agreement, as_of),
        "decisions": decisions_of(agreement, as_of, sponsor_of(facts) or facts.account.name),
        "shortfalls": shortfalls_of(facts, period.first, as_of),
    }  # fmt: skip
    return {
        **review, "tiles": tiles_of(review), "highlights": highlights_of(review), "concerns": concerns_of(review),
        "definitions": definitions_of(review, facts),
    }  # fmt: skip


def _vendor(settings: Said) -> Section:
    return {"name": text(settings["me.name"]), "company": text(settings["me.company"])}


def _named(period: Period) -> Section:
    return {"name": period.name, "first": period.first.isoformat(), "last": period.last.isoformat()}
