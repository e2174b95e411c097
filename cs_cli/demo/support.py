"""Tickets of the demo book: when they came, how fast the desk was, what is still open."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import count
from random import Random
from typing import NamedTuple

from cs_cli.demo.customers import SevereTicket
from cs_cli.demo.story import Row, Story, pick
from cs_cli.demo.words import TICKETS

COLUMNS = (
    "account_id", "ticket", "subject", "type", "priority", "opened_at_utc", "first_reply_at_utc",
    "resolved_at_utc",
    "closed_at_utc", "reopened_at_utc", "contacts_count", "status", "csat", "because", "change",
)  # fmt: skip
QUARTER_DAYS = 90
SEVERE = "Sev-1"
TYPES = (("question", 30), ("bug", 28), ("how-to", 22), ("request", 12), ("incident", 8))
REOPENED_PCT, RATED_PCT = 5, 45
UNHAPPY_BELOW = 7
NUMBERS_A_CUSTOMER = 1000
FIRST_NUMBER = 21_000


class Desk(NamedTuple):
    """How the desk handles a priority: its share of tickets, minutes to the first reply, hours to a solution."""

    share: int
    reply_minutes: tuple[int, int]
    solve_hours: tuple[int, int]


DESK = {
    SEVERE: Desk(2, (4, 35), (5, 60)),
    "Sev-2": Desk(13, (20, 190), (8, 120)),
    "Sev-3": Desk(50, (45, 1100), (20, 330)),
    "Sev-4": Desk(35, (90, 2600), (30, 700)),
}


def rows(story: Story) -> Iterator[Row]:
    """The tickets of a customer, the oldest first; a severe one that is told has its own number."""
    dice = story.dice("tickets")
    ages = sorted(_ages(story, dice), reverse=True)
    severe = story.customer.severe
    first = FIRST_NUMBER + NUMBERS_A_CUSTOMER * story.number
    if severe:
        first = severe.number - sum(age > severe.ago for age in ages)
        ages = sorted([*ages, severe.ago], key=lambda age: (-age, age != severe.ago))
    numbers = count(first)
    told = severe.ago if severe else None
    for age in ages:
        number = str(next(numbers))
        if severe and age == told:
            told = None
            yield _told(story, number, age, severe)
        else:
            yield _ticket(story, number, age, dice)


def _ages(story: Story, dice: Random) -> list[int]:
    """The ages in days of all tickets but the one that is told."""
    customer = story.customer
    if customer.condition.tickets is None or not story.days:
        return []
    ended = max(customer.usage_ended_ago - 1, 0)
    recent = customer.condition.tickets - (1 if customer.severe else 0)
    ages = list(customer.ticket_ages) or [dice.randint(1, QUARTER_DAYS - 2) + ended for _ in range(recent)]
    age = float(ended + QUARTER_DAYS + 1 + len(customer.ticket_ages))
    gap = QUARTER_DAYS / (max(recent, 0.8) * dice.uniform(0.75, 1.05))
    while (age := age + dice.expovariate(1 / gap)) < story.reach:
        ages.append(int(age))
    return [age for age in ages if age < story.days]


def _told(story: Story, number: str, age: int, severe: SevereTicket) -> Row:
    opened = _at(story, age, 7 * 60 + 12)
    return (
        story.account_id, number, severe.subject, "incident", SEVERE, _instant(opened),
        _instant(opened + timedelta(minutes=11)),
        None, None, None, 9, "open", None, severe.because, severe.change,
    )  # fmt: skip


def _ticket(story: Story, number: str, age: int, dice: Random) -> Row:
    kind = pick(dice, TYPES)
    priority = pick(dice, ((name, desk.share) for name, desk in DESK.items()))
    desk = DESK[priority]
    opened = _at(story, age, dice.randint(7 * 60, 18 * 60))
    replied = opened + timedelta(minutes=_skewed(dice, desk.reply_minutes))
    solved = max(opened + timedelta(hours=_skewed(dice, desk.solve_hours)), replied + timedelta(minutes=25))
    closed = solved + timedelta(days=3, minutes=7)
    reopened = solved + timedelta(hours=dice.randint(2, 40)) if dice.randrange(100) < REOPENED_PCT else None
    now = _at(story, 0, 0)
    rated = dice.randrange(100) < RATED_PCT and solved <= now
    return (
        story.account_id, number, dice.choice(TICKETS[kind]), kind, priority, _instant(opened),
        _known(replied, now),
        _known(solved, now), _known(closed, now), reopened and _known(reopened, now),
        1 + int(dice.expovariate(0.7)),
        _status(solved, closed, now), _rating(story, dice) if rated else None, None, None,
    )  # fmt: skip


def _skewed(dice: Random, span: tuple[int, int]) -> int:
    """A duration in `span`, most of them short."""
    low, high = span
    return low + int((high - low) * dice.random() ** 2.4)


def _status(solved: datetime, closed: datetime, now: datetime) -> str:
    if closed <= now:
        return "closed"
    return "solved" if solved <= now else "open"


def _rating(story: Story, dice: Random) -> float:
    unhappy = (story.customer.condition.nps or UNHAPPY_BELOW) < UNHAPPY_BELOW
    return float(dice.choices((1, 2, 3, 4, 5), (8, 17, 30, 30, 15) if unhappy else (1, 3, 9, 37, 50))[0])


def _at(story: Story, age: int, minute: int) -> datetime:
    return datetime.combine(story.as_of, time(), UTC) + timedelta(days=-age, minutes=minute)


def _instant(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _known(moment: datetime, now: datetime) -> str | None:
    return _instant(moment) if moment <= now else None
