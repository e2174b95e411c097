"""The people at the demo book's customers."""

import json
from collections.abc import Iterator, Sequence
from random import Random

from cs_cli.demo.customers import Customer, Person
from cs_cli.demo.story import Row, Story, pick
from cs_cli.demo.words import FAMILY, GIVEN, TITLES
from cs_cli.domain.text import fold

COLUMNS = (
    "account_id", "name", "name_folded", "email", "title", "roles", "stance", "influence", "sentiment",
    "reports_to", "phone",
)  # fmt: skip
CAST: dict[str, tuple[tuple[str, ...], ...]] = {
    "enterprise": (("sponsor", "decision-maker"), ("champion", "user"), ("economic-buyer",), ("technical",),
        ("user",)),
    "mid-market": (("sponsor", "economic-buyer"), ("champion", "user"), ("user",), ("technical",)),
    "smb": (("sponsor", "champion"), ("user",)),
}  # fmt: skip
STANCES = (("supporter", 45), ("neutral", 45), ("critic", 10))
MISSING_PCT = 12
PHONED_PCT = 30


def people_of(customer: Customer, dice: Random) -> tuple[Person, ...]:
    """Who works there: those who are told, or a few; somebody may be missing, the sponsor never."""
    if customer.people or customer.condition.two_way is None:
        return customer.people
    people: dict[str, Person] = {}
    for number, roles in enumerate(CAST[customer.segment]):
        name = f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}"
        title = dice.choice(TITLES[roles[0]])
        stance = pick(dice, STANCES)
        if name not in people and (number == 0 or dice.randrange(100) >= MISSING_PCT):
            people[name] = Person(name, title, roles, stance)
    return tuple(people.values())


def rows(story: Story) -> Iterator[Row]:
    """The contact rows of a customer; everybody reports to the first."""
    dice = story.dice("phones")
    head = story.people[0].name if story.people else None
    for person in story.people:
        phone = f"+1 555 01{dice.randrange(100):02}" if dice.randrange(100) < PHONED_PCT else None
        yield (
            story.account_id, person.name, fold(person.name), _email(story, person.name), person.title,
            json.dumps(person.roles), person.stance, _influence(person.roles), None,
            None if person.name == head else head, phone,
        )  # fmt: skip


def domain_of(customer: Customer) -> str:
    """The customer's domain, in the top level that nobody can own."""
    return f"{customer.key.lower()}.example"


def _email(story: Story, name: str) -> str | None:
    words = [word for word in fold(name).split() if word.isascii() and word.isalpha()]
    return f"{'.'.join(words)}@{domain_of(story.customer)}" if words else None


def _influence(roles: Sequence[str]) -> str | None:
    """How much somebody of these roles decides; of a user alone nothing is said."""
    decides = {"sponsor": "high", "champion": "medium", "technical": "low"}
    return next((said for role, said in decides.items() if role in roles), None)
