"""All-day entries of a calendar: when to opt out, sign, renew, meet a customer, finish a task.

Titles carry the account's key, the contract and the kind of date, nothing else: a calendar is shared more widely than a
portfolio. What becomes of an entry from one edition of a calendar to the next: cs_cli.domain.editions.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain.agenda import deadline_rule
from cs_cli.domain.calendar import months_between
from cs_cli.domain.invisible import STEERING
from cs_cli.domain.renewals import Renewal, Term, end_by_outcome, is_renewed, renewal_of
from cs_cli.domain.tasks import Task

PAST_DAYS = 90
"""How long a day that has passed stays in a calendar."""
_ONE_LINE = STEERING | {0x09: " ", 0x0A: " "}


class Appointment(NamedTuple):
    """An entry: its id for life (`mark` of the portfolio in it), the day, title, what it is about, whose it is."""

    uid: str
    on: date
    title: str
    about: str
    owner: str | None


class Book(NamedTuple):
    """Whose days: the mark of the portfolio, the day, and until when agreements count as known."""

    mark: str
    today: date
    known_until: date

    @property
    def since(self) -> date:
        """The first day that is still of interest."""
        return self.today - timedelta(PAST_DAYS)


def plain(text: str | None) -> str:
    """`text` in one line, without what steers whoever shows it, and without what icalendar takes for a line's end."""
    return " ".join((text or "").translate(_ONE_LINE).replace(r"\N", r"\n").split())


def of_term(book: Book, term: Term) -> Iterator[Appointment]:
    """The days of the term that a contract is in, and of those it has rolled through since `book.since`."""
    silent = term._replace(notice_received_on=None, ended_on=None, outcome_on=None, next_known_on=None)
    ended = end_by_outcome(term, book.known_until) or (is_renewed(term, book.known_until) and term.next_starts_on)
    if ended:
        renewal = renewal_of(silent, ended - timedelta(1), book.known_until)
    else:
        renewal = renewal_of(term, book.today, book.known_until)
        yield from _of_renewal(book, renewal) if renewal else ()
    while renewal is not None and renewal.starts_on > term.starts_on and renewal.starts_on >= book.since:
        renewal = renewal_of(silent, renewal.starts_on, book.known_until)
        yield from _of_renewal(book, renewal) if renewal else ()


class _Day(NamedTuple):
    kind: str
    on: date
    what: str
    rule: str


def _of_renewal(book: Book, renewal: Renewal) -> Iterator[Appointment]:
    term = renewal.term
    name, number = plain(f"{term.account} {renewal.contract}"), _number(renewal)
    for day in _days_of(book, renewal):
        uid = f"{day.kind}-{term.contract_id}-{number}@{book.mark}"
        title, about = f"{name}: {day.what}", _about(day.rule, term.account)
        yield Appointment(uid, day.on, title, about, plain(term.owner) or None)


def _days_of(book: Book, renewal: Renewal) -> Iterator[_Day]:
    term, on = renewal.term, renewal.renews_on
    if renewal.decide_kind != "sign-by":
        if renewal.opt_out_on is not None:
            yield _Day("opt-out", renewal.opt_out_on, "last day to opt out", deadline_rule(renewal))
        yield _Day("renewal", on, "renews", f"renews by itself on {on}")
    elif term.notice_received_on is not None and term.notice_received_on <= book.today:
        yield _Day("renewal", on, "term ends", f"the last day of the term is {on - timedelta(1)}")
    else:
        yield _Day("renewal", on, "last day to sign", deadline_rule(renewal))


def _number(renewal: Renewal) -> str:
    """Which term it is: how often it has rolled, or which opt-out within a longer term (`o1`).

    Neither changes where a date of the contract is moved.
    """
    term = renewal.term
    assert term.renews_on is not None  # noqa: S101  it would be no renewal
    every = term.opt_out_every_months
    if every and renewal.renews_on < term.renews_on:
        return f"o{term.grid(every).number(renewal.renews_on)}"
    months = every or term.renewal_months or term.term_months or 1
    return str(months_between(term.renews_on, renewal.renews_on) // months)


def of_task(book: Book, task: Task, owner: str | None) -> Iterator[Appointment]:
    """The day on which a task is due, if it has one; `owner` is who does it."""
    if task.due_on is not None:
        number = f"t{task.number}"
        title = f"{plain(task.account)}: task {number} due" if task.account else f"Task {number} due"
        about = _about(f"{number} is due on {task.due_on}", task.account)
        yield Appointment(f"task-{task.number}@{book.mark}", task.due_on, title, about, plain(owner) or None)


def of_meeting(book: Book, number: int, account: str, on: date, owner: str | None) -> Appointment:
    """A QBR: the row `number` among the activities of an account."""
    about = _about(f"a QBR is recorded for {on}", account)
    return Appointment(f"qbr-{number}@{book.mark}", on, f"{plain(account)}: QBR", about, plain(owner) or None)


def _about(rule: str, account: str | None) -> str:
    command = f"cs show {plain(account)}" if account else "cs tasks"
    return f"{rule[0].upper()}{rule[1:]}.\n{command}"
