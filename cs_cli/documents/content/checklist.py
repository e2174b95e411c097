"""What a renewal rests on: a line for each thing that has to be true before it is safe, met or not, and by what."""

from collections.abc import Iterator
from datetime import date, timedelta

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.internal_people import named
from cs_cli.documents.moments import day_said
from cs_cli.documents.numbers import listed, plural
from cs_cli.domain.forecast import RECALL_DAYS
from cs_cli.domain.people import THREAD_DAYS

_NAMED = 3


def checklist_of(review: Section) -> list[Section]:
    """The lines in the order in which a renewal is won; `review` has its part `internal`."""
    inside = review["internal"]
    as_of = date.fromisoformat(review["as_of"])
    lines = [*_called(inside, as_of), *_people(inside, as_of), *_value(review), *_tickets(review), *_promises(review)]
    return [{"what": what, "status": "Yes" if is_met else "Open", "said": said} for what, is_met, said in lines]


def _called(inside: Section, as_of: date) -> Iterator[tuple[str, bool, str]]:
    if not inside["renewals"]:
        return
    first = inside["renewals"][0]
    on = date.fromisoformat(first["called_on"]) if first["called_on"] else None
    is_fresh = on is not None and on >= as_of - timedelta(RECALL_DAYS)
    said = f"{first['category']}, {day_said(first['called_on'])}" if on else "nobody called it"
    yield f"Called in the last {RECALL_DAYS} days", is_fresh, said
    yield "The call rests on evidence", bool(first["evidence"]), first["evidence"]


def _people(inside: Section, as_of: date) -> Iterator[tuple[str, bool, str]]:
    rows = inside["people"]
    for role in ("economic-buyer", "champion"):
        said = role.replace("-", " ")
        found = named(rows, said)
        yield f"We know the {said}", bool(found), listed(found)
    sponsors = named(rows, "sponsor")
    spoken = [row["last_on"] for row in rows if row["name"] in sponsors and row["last_on"]]
    since = (as_of - timedelta(THREAD_DAYS)).isoformat()
    said = f"last on {day_said(max(spoken))}" if spoken else "never" if sponsors else "no sponsor on record"
    yield f"We spoke with the sponsor in the last {THREAD_DAYS} days", bool(spoken) and max(spoken) >= since, said


def _value(review: Section) -> Iterator[tuple[str, bool, str]]:
    value = review["plan"] and review["plan"]["value"]
    agreed = value["together"] if value else None
    said = f"{agreed} a year, agreed with {listed(value['agreed_by'])}" if agreed else "nothing is agreed yet"
    yield "The customer agreed what it is worth", bool(agreed), said


def _tickets(review: Section) -> Iterator[tuple[str, bool, str]]:
    found = [ticket for ticket in (review["support"] or {"open": []})["open"] if ticket["is_urgent"]]
    said = [f"{ticket['ticket']}, open for {plural(ticket['days'], 'day')}" for ticket in found]
    yield "No urgent ticket is open", not found, _few(said)


def _promises(review: Section) -> Iterator[tuple[str, bool, str]]:
    steps = [row for row in review["fell_short"] if row["kind"] != "ticket" and row["whose"] != "you"]
    yield "We did what we promised in time", not steps, _few([row["what"] for row in steps])


def _few(said: list[str]) -> str:
    """The first few of them, and how many more there are."""
    more = f" and {len(said) - _NAMED} more" if len(said) > _NAMED else ""
    return ", ".join(said[:_NAMED]) + more
