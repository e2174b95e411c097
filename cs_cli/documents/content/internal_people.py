"""The people as an internal document shows them: how they stand, when they last spoke with us, who is missing."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import text
from cs_cli.domain.people import Person, gaps
from cs_cli.store.segments import load_segments

if TYPE_CHECKING:
    from cs_cli.store.portfolio import Portfolio


def people_inside(portfolio: "Portfolio", found: Sequence[Person], segment: str | None) -> Section:
    """Everybody on record, whoever left last, and what is missing among them."""
    limits = load_segments(portfolio.settings.folder).limits(segment)
    lacking = gaps(found, portfolio.today, limits.sponsor_silent_after_days)
    return {
        "people": [_person(person, portfolio.today) for person in found],
        "gaps": [text(gap.words) for gap in lacking],
    }


def _person(person: Person, today: date) -> Section:
    said = {name: text(getattr(person, name)) for name in ("name", "title", "stance", "influence", "sentiment")}
    return {
        **said, "roles": ", ".join(role.replace("-", " ") for role in person.roles),
        "last_on": person.last_on.isoformat() if person.last_on else None,
        "days_silent": (today - person.last_on).days if person.last_on else None,
        "has_left": person.has_left(today), "mail_bounces": person.is_bouncing(today),
    }  # fmt: skip


def named(rows: Sequence[Section], role: str) -> list[str]:
    """Who of those who are still there has a role."""
    return [row["name"] for row in rows if role in row["roles"].split(", ") and not row["has_left"]]
