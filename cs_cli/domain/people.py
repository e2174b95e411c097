"""The people at an account: who is still there, who speaks with us, and what is missing among them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.roles import ROLES
from cs_cli.domain.text import fold

NEEDED = ("sponsor", "champion", "economic-buyer")
"""The roles that somebody has to have at every account."""
FILLED = tuple(role for role in ROLES if role != "user")
"""The roles that are open when whoever had them leaves."""
THREAD_DAYS = 90
"""Whoever had no two-way contact for so long does not count as somebody we speak with."""
SINGLE_THREAD = "single-thread"
"""The code of the mildest gap: all that is known goes by way of one person."""
INFLUENCES = ("high", "medium", "low")
STANCES = ("supporter", "neutral", "critic")
_FEELING = {
    "supporter": ("green", "good", "happy", "positive", "great"),
    "neutral": ("yellow", "amber", "ok", "okay", "mixed"),
    "critic": ("red", "bad", "unhappy", "negative", "poor"),
}


class Person(NamedTuple):
    """A contact; `last_on` is the day of the last two-way contact, `reports_to` a name as it was recorded."""

    account_id: int
    account: str
    contact_id: int
    name: str
    email: str | None = None
    title: str | None = None
    roles: tuple[str, ...] = ()
    stance: str | None = None
    influence: str | None = None
    sentiment: str | None = None
    reports_to: str | None = None
    phone: str | None = None
    left_on: date | None = None
    bounced_on: date | None = None
    last_on: date | None = None

    def has_left(self, today: date) -> bool:
        """Whether they had left by `today`."""
        return self.left_on is not None and self.left_on <= today

    def is_bouncing(self, today: date) -> bool:
        """Whether mail to them came back by `today`."""
        return self.bounced_on is not None and self.bounced_on <= today


class Gap(NamedTuple):
    """What is missing among the people: a code for programs, and words; `told` where a person's own line says it."""

    code: str
    words: str
    told: bool = False


def gaps(people: Sequence[Person], today: date, sponsor_silent_after: int | None) -> list[Gap]:
    """What is missing among the people of one account, the worst first.

    Whoever left takes no part. `sponsor_silent_after` are the days that the account's segment allows; None: any.
    """
    if not people:
        return [Gap("nobody", "nobody recorded")]
    here = [person for person in people if not person.has_left(today)]
    found = [*_open_roles(people, here, today), *_sponsor_gaps(here, today, sponsor_silent_after)]
    return [*found, *_thread_gaps(here, today), *_bounced(here, today)]


def _open_roles(people: Sequence[Person], here: Sequence[Person], today: date) -> Iterator[Gap]:
    held = {role for person in here for role in person.roles}
    for role in (*NEEDED, *(role for role in FILLED if role not in NEEDED)):
        left = [p.left_on for p in people if role in p.roles and p.left_on is not None and p.has_left(today)]
        said = role.replace("-", " ")
        if role not in held and left:
            yield Gap(f"{role}-left", f"{said} left {words.near(max(left), today)}, no successor")
        elif role not in held and role in NEEDED:
            yield Gap(f"no-{role}", f"no {said}")


def _sponsor_gaps(here: Sequence[Person], today: date, silent_after: int | None) -> Iterator[Gap]:
    sponsors = [person for person in here if "sponsor" in person.roles]
    if sponsors and silent_after is not None:
        spoken = [person.last_on for person in sponsors if person.last_on is not None]
        if not spoken:
            yield Gap("sponsor-silent", "no contact with the sponsor recorded", told=True)
        elif (days := (today - max(spoken)).days) > silent_after:
            yield Gap("sponsor-silent", f"sponsor silent for {days}d (over {silent_after}d)", told=True)
    if len(sponsors) == 1 and [person for person in here if "champion" in person.roles] == sponsors:
        yield Gap("sponsor-is-champion", "sponsor and champion are one person")


def _thread_gaps(here: Sequence[Person], today: date) -> Iterator[Gap]:
    champions = sum("champion" in person.roles for person in here)
    spoken = [p.name for p in here if p.last_on is not None and (today - p.last_on).days <= THREAD_DAYS]
    if champions == 1:
        yield Gap(SINGLE_THREAD, "one champion only")
    elif len(spoken) == 1:
        yield Gap(SINGLE_THREAD, f"only {spoken[0]} spoke with us in {THREAD_DAYS}d")


def _bounced(here: Sequence[Person], today: date) -> Iterator[Gap]:
    for person in here:
        if person.bounced_on is not None and person.is_bouncing(today):
            for role in [role for role in NEEDED if role in person.roles][:1]:
                since = words.near(person.bounced_on, today)
                yield Gap("bounced", f"mail to the {role.replace('-', ' ')} bounced {since}", told=True)


def marks(person: Person, today: date) -> list[str]:
    """What is said beside a person who left or whose mail bounced: `left 4 Oct`."""
    found = []
    if person.left_on is not None and person.has_left(today):
        found.append(f"left {words.near(person.left_on, today)}")
    if person.bounced_on is not None and person.is_bouncing(today):
        found.append(f"mail bounced {words.near(person.bounced_on, today)}")
    return found


def influence_of(said: str | None) -> str | None:
    """How much somebody decides, `high`, `medium` or `low` where it says so; other words as they are."""
    folded = fold(said or "")
    return folded if folded in INFLUENCES else said


def stance_of(person: Person) -> str | None:
    """The side they are on, or what their sentiment says of it where it is one of the usual words."""
    felt = fold(person.sentiment or "")
    return person.stance or next((stance for stance, said in _FEELING.items() if felt in said), None)


class Placed(NamedTuple):
    """A person's place in the reporting line: how many are above them."""

    depth: int
    person: Person
    note: str = ""
    """Whom they report to, where that is nobody of the account, or themselves in a circle."""


def reporting_line(people: Sequence[Person]) -> list[Placed]:
    """The people from the top down, each above whoever reports to them; a circle is entered at its first."""
    heads = {person.contact_id: head_of(person, people) for person in people}
    below: dict[int | None, list[Person]] = {}
    for person in people:
        head = heads[person.contact_id]
        below.setdefault(head.contact_id if head else None, []).append(person)
    placed: dict[int, Placed] = {}
    _place(below.get(None, ()), below, placed)
    for person in people:
        if person.contact_id not in placed:
            top = _in_circle(person, heads)
            _place([top], below, placed, f"reports to {top.reports_to}, a circle")
    return list(placed.values())


def _place(
    top: Iterable[Person], below: Mapping[int | None, Sequence[Person]], placed: dict[int, Placed], note: str = ""
) -> None:
    waiting = [(0, person, note or _unknown(person)) for person in reversed(list(top))]
    while waiting:
        depth, person, said = waiting.pop()
        if person.contact_id not in placed:
            placed[person.contact_id] = Placed(depth, person, said)
            waiting += [(depth + 1, each, "") for each in reversed(below.get(person.contact_id, ()))]


def _in_circle(person: Person, heads: Mapping[int, Person | None]) -> Person:
    """The first on the way up from somebody whose line ends nowhere that is met again."""
    seen: set[int] = set()
    while person.contact_id not in seen and (head := heads[person.contact_id]) is not None:
        seen.add(person.contact_id)
        person = head
    return person


def _unknown(person: Person) -> str:
    return f"reports to {person.reports_to}, no contact" if person.reports_to else ""


def head_of(person: Person, people: Sequence[Person]) -> Person | None:
    """The contact that a person reports to, by name or e-mail address; None where there is none."""
    said = fold(person.reports_to or "")
    found = [other for other in people if said and said in (fold(other.name), fold(other.email or ""))]
    return next((other for other in found if other.contact_id != person.contact_id), found[0] if found else None)


def is_circle(name: str, head: str, reports: Mapping[str, str | None]) -> bool:
    """Whether whoever is called `name` would end up above `head`, if they reported to it; all names folded."""
    seen: set[str] = set()
    above: str | None = head
    while above and above not in seen:
        if above == name:
            return True
        seen.add(above)
        above = reports.get(above)
    return False
