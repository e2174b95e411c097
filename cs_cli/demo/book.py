"""Writing the demo book: its customers, a few hundred at a time, as one step of an empty portfolio."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain, count, islice
from random import Random

from cs_cli.demo import agenda, calls, contact, deals, people, plans, rates, support, usage
from cs_cli.demo.acme import ACME
from cs_cli.demo.customers import Customer
from cs_cli.demo.deciding import TO_DECIDE
from cs_cli.demo.peculiar import WITH_A_GAP, WITH_A_TERM
from cs_cli.demo.story import Row, Story
from cs_cli.demo.strangers import strangers
from cs_cli.domain.text import fold
from cs_cli.errors import BadDataError
from cs_cli.store.write import Writer

WEEKS, WEEKS_OF_A_LARGE_BOOK = 104, 8
LARGE_FROM = 501
AT_A_TIME = 250
DAYS_TO_KICKOFF, DAYS_TO_LIVE, DAYS_TO_ACTIVE = 7, 45, 58

ACCOUNT_COLUMNS = (
    "id", "key", "key_folded", "name", "name_folded", "domain", "segment", "stage", "owner", "industry",
    "region", "country",
    "timezone", "currency", "customer_since", "kickoff_on", "live_on", "activated_on", "archived_on",
    "parent_id", "tags",
    "custom",
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "account": ACCOUNT_COLUMNS,
    "alias": ("account_id", "name", "folded"),
    "contact": people.COLUMNS,
    "contract": deals.COLUMNS,
    "opportunity": agenda.OPPORTUNITY_COLUMNS,
    "forecast_call": calls.COLUMNS,
    "measurement": usage.COLUMNS,
    "ticket": support.COLUMNS,
    "survey": contact.SURVEY_COLUMNS,
    "activity": contact.COLUMNS,
    "task": ("id", *agenda.COLUMNS),
    "note": agenda.NOTE_COLUMNS,
    "sentiment": agenda.SENTIMENT_COLUMNS,
    "health_override": agenda.OVERRIDE_COLUMNS,
}
WITH_CUSTOM_FIELDS = frozenset({"contact", "contract", "opportunity", "ticket", "survey", "activity"})
CAST = (ACME, *TO_DECIDE, *WITH_A_TERM, *WITH_A_GAP)


class NotEmptyError(BadDataError):
    """The portfolio holds accounts already; nothing was written."""

    def __init__(self, accounts: int) -> None:
        super().__init__(
            f"the portfolio holds {accounts:,} account{'' if accounts == 1 else 's'}; the demo fills an empty one only",
            "Nothing was written. Look at what is there: cs accounts",
            "The demo in a file of its own: cs --db demo-book.db demo",
        )


@dataclass(frozen=True, slots=True)
class Book:
    """Which book to write: up to which day it is told, how many accounts, how many weeks of usage."""

    as_of: date
    accounts: int = 60
    weeks: int | None = None

    @property
    def usage_weeks(self) -> int:
        """The weeks of usage: as asked for, else two years for a book of ordinary size."""
        if self.weeks is not None:
            return self.weeks
        return WEEKS_OF_A_LARGE_BOOK if self.accounts >= LARGE_FROM else WEEKS


@dataclass(slots=True)
class _Ids:
    """The ids that rows of this book get: accounts by their place, tasks by the numbers that are told."""

    first_account: int
    first_task: int
    of_key: dict[str, int] = field(default_factory=dict)
    told: frozenset[int] = frozenset(p.number for c in CAST for p in c.promises if p.number is not None)
    _tasks: Iterator[int] = field(default_factory=lambda: count(1))

    def task(self, number: int | None) -> int:
        """The id of the task told as `number`, or of the next one of the others."""
        if number is None:
            number = next(n for n in self._tasks if n not in self.told)
        return self.first_task + number - 1


def fill(writer: Writer, book: Book) -> None:
    """Write `book` into an empty portfolio. Raises NotEmptyError."""
    held = writer.sqlite.execute("SELECT count(*) FROM account").fetchone()[0]
    if held:
        raise NotEmptyError(held)
    ids = _Ids(writer.next_id("account"), writer.next_id("task"))
    told = _stories(book, ids)
    while some := list(islice(told, AT_A_TIME)):
        _write(writer, some, ids)
        _write_plans(writer, some)
    writer.insert_many("rate", rates.COLUMNS, rates.rates(book.as_of))


def customers(wanted: int) -> Iterator[Customer]:
    """The first `wanted` customers: those that are told, then strangers."""
    return islice(chain(CAST, strangers({customer.key for customer in CAST})), wanted)


def _stories(book: Book, ids: _Ids) -> Iterator[Story]:
    for number, customer in enumerate(customers(book.accounts)):
        since = deals.customer_since(customer, book.as_of)
        staff = people.people_of(customer, Random(f"cs demo {number} people"))  # noqa: S311  invented data, no secret
        ids.of_key[customer.key] = account_id = ids.first_account + number
        days = (book.as_of - since).days if since else 0
        yield Story(number, account_id, customer, staff, book.as_of, book.usage_weeks, days)


def _write(writer: Writer, stories: list[Story], ids: _Ids) -> None:
    rows: dict[str, Iterator[Row]] = {
        "account": (_account(story, ids) for story in stories),
        "alias": ((s.account_id, name, fold(name)) for s in stories for name in s.customer.aliases),
        "contact": (row for story in stories for row in people.rows(story)),
        "contract": (row for story in stories for row in deals.rows(story)),
        "opportunity": (row for story in stories for row in agenda.opportunities(story)),
        "forecast_call": calls.rows(writer.sqlite, stories),
        "measurement": (row for story in stories for row in usage.rows(story)),
        "ticket": (row for story in stories for row in support.rows(story)),
        "survey": (row for story in stories for row in contact.surveys(story)),
        "activity": (row for story in stories for row in contact.rows(story)),
        "task": _tasks(stories, ids),
        "note": (row for story in stories for row in agenda.notes(story)),
        "sentiment": (row for story in stories for row in agenda.sentiments(story)),
        "health_override": (row for story in stories for row in agenda.overrides(story)),
    }
    for table, columns in COLUMNS.items():
        if table in WITH_CUSTOM_FIELDS:
            writer.insert_many(table, (*columns, "custom"), ((*row, "{}") for row in rows[table]))
        else:
            writer.insert_many(table, columns, rows[table])


def _write_plans(writer: Writer, stories: list[Story]) -> None:
    found: dict[str, list[Row]] = {table: [] for table in plans.COLUMNS}
    for table, row in plans.rows(stories, {table: writer.next_id(table) for table in ("objective", "milestone")}):
        found[table].append(row)
    for table, columns in plans.COLUMNS.items():
        writer.insert_many(table, columns, found[table])


def _tasks(stories: list[Story], ids: _Ids) -> Iterator[Row]:
    """The tasks, numbered in the order in which they were made."""
    made = [(story, promise) for story in stories for promise in agenda.promises(story)]
    for story, promise in sorted(made, key=lambda pair: -pair[1].made_ago):
        yield (ids.task(promise.number), *agenda.task_row(story, promise))


def _account(story: Story, ids: _Ids) -> Row:
    customer, place = story.customer, story.customer.place
    planned = [deal.live_ago for deal in customer.deals if deal.live_ago is not None]
    live = planned[0] if planned else story.days - DAYS_TO_LIVE
    return (
        story.account_id, customer.key, fold(customer.key), customer.name, fold(customer.name),
        people.domain_of(customer),
        customer.segment, customer.stage, customer.owner, customer.industry, place.region, place.country,
        place.timezone,
        place.currency, story.day(story.days) if customer.deals else None,
        _past(story, story.days - DAYS_TO_KICKOFF), story.day(live) if customer.deals else None,
        _past(story, story.days - DAYS_TO_ACTIVE) if customer.is_activated else None,
        None if customer.archived_ago is None else story.day(customer.archived_ago), _parent(customer, ids),
        json.dumps(customer.tags), json.dumps(dict(customer.custom)),
    )  # fmt: skip


def _parent(customer: Customer, ids: _Ids) -> int | None:
    return ids.of_key[customer.parent] if customer.parent else None


def _past(story: Story, ago: int) -> str | None:
    """The day `ago` days back, or null where it has not come yet; None for who has no contract."""
    return (story.as_of - timedelta(ago)).isoformat() if ago >= 0 and story.customer.deals else None
