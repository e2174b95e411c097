"""People and rhythm: who they are, and whom we met when."""

from datetime import date

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.facts import Facts, Person
from cs_cli.documents.moments import Period

ROLES = {"sponsor": "Executive sponsor", "technical": "Technical", "billing": "Billing", "user": "User"}
"""The roles a customer may read; others (champion, decision-maker, economic-buyer) tell how we see a person."""
KINDS = {"call": "Call", "meeting": "Meeting", "qbr": "Business review"}


def people_of(facts: Facts) -> list[Section]:
    """The account's people, those met last first."""
    met = {name: meeting.on for meeting in facts.meetings for name in meeting.contacts}
    found = [_person(person, met.get(person.name)) for person in facts.people]
    return sorted(found, key=lambda person: (person["met_on"] is None, _latest_first(person["met_on"]), person["name"]))


def _latest_first(on: str | None) -> int:
    return -date.fromisoformat(on).toordinal() if on else 0


def _person(person: Person, met_on: date | None) -> Section:
    roles = [ROLES[role] for role in person.roles if role in ROLES]
    return {
        "name": person.name, "title": person.title, "role": " · ".join(roles),
        "met_on": met_on.isoformat() if met_on else None,
    }  # fmt: skip


def meetings_of(facts: Facts, period: Period) -> Section:
    """The meetings from the period's first day on, the latest first, and how many of them fell into the period."""
    found = [meeting for meeting in reversed(facts.meetings) if meeting.on >= period.first]
    rows = [{"on": m.on.isoformat(), "kind": KINDS[m.kind], "with": ", ".join(m.contacts)} for m in found]
    return {"rows": rows, "count": sum(period.holds(meeting.on) for meeting in found)}


def sponsor_of(facts: Facts) -> str:
    """The name of the executive sponsor, or an empty string."""
    return next((person.name for person in facts.people if "sponsor" in person.roles), "")
