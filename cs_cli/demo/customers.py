"""What one customer of the demo book is; days are counted from the day the book is made for."""

from dataclasses import dataclass
from typing import NamedTuple

from cs_cli.demo.words import Place
from cs_cli.domain.terms import Notice


class Deal(NamedTuple):
    """One contract: the term that renews in `renews_in` days, and how many terms were renewed into it.

    `arr` is in major units a year. `rolled` terms have passed since the row on record,
    which renews by itself.
    `signed_ahead` puts the next term on record too. `price_period` is in months (0: once),
    else one year or the term.
    """

    term: int | None
    arr: int
    renews_in: int = 0
    notice: Notice | None = None
    auto: bool = True
    contract: str = ""
    product: str | None = "Platform"
    earlier: int = 0
    rolled: int = 0
    signed_ahead: bool = False
    price_period: int | None = None
    renewal_term: int | None = None
    opt_out_every: int | None = None
    uplift_pct: str | None = None
    status: str | None = None
    decided_ago: int | None = None
    notice_ago: int | None = None
    live_ago: int | None = None
    currency: str | None = None
    seats: int | None = None


class Person(NamedTuple):
    """Somebody at the customer."""

    name: str
    title: str
    roles: tuple[str, ...]
    stance: str | None = None


class Condition(NamedTuple):
    """How the customer is doing today, which its history leads up to; None is what nobody has recorded.

    Seats used in percent of the seats, the trend of the last four weeks in percent, tickets of 90 days,
    days since
    the last two-way contact and the last one with the sponsor, the mean NPS answer (0 to 10).
    """

    used_pct: float | None
    trend_pct: float
    tickets: int | None
    two_way: int | None
    sponsor: int | None
    nps: float | None


class Pattern(NamedTuple):
    """Weekly usage told exactly: what a usual week has, and the last weeks as a share of it, the newest first."""

    active_users: int
    key_events: int
    weeks: tuple[float, ...]


class Moment(NamedTuple):
    """An activity worth telling, `ago` days back."""

    ago: int
    kind: str
    summary: str
    topic: str
    people: tuple[str, ...] = ()
    direction: str | None = None
    shared: bool = False


class Promise(NamedTuple):
    """A task, due in `due_in` days (late where negative); `number` is the t-number it has in an empty portfolio."""

    title: str
    due_in: int
    made_ago: int
    number: int | None = None
    done_ago: int | None = None


class Said(NamedTuple):
    """A forecast call of the renewal to come, `ago` days back, and what it rests on."""

    ago: int
    category: str
    evidence: str | None = None
    reason: str | None = None
    flat: str | None = None


class Felt(NamedTuple):
    """How the account felt, `ago` days back, and why: internal."""

    ago: int
    mood: str
    why: str


class SetByHand(NamedTuple):
    """A band that was set by hand, from and until so many days back, and why: internal."""

    ago: int
    until_ago: int
    band: str
    why: str


class SevereTicket(NamedTuple):
    """A ticket of the highest severity that is still open."""

    number: int
    ago: int
    subject: str
    because: str | None = None
    change: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """All facts from which a customer's rows are made."""

    key: str
    name: str
    segment: str
    place: Place
    industry: str
    seats: int
    condition: Condition
    deals: tuple[Deal, ...] = ()
    owner: str = "me"
    stage: str = "mature"
    people: tuple[Person, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    custom: tuple[tuple[str, str], ...] = ()
    parent: str | None = None
    pattern: Pattern | None = None
    moments: tuple[Moment, ...] = ()
    qbr_in: int | None = None
    promises: tuple[Promise, ...] = ()
    remarks: tuple[str, ...] = ()
    moods: tuple[Felt, ...] = ()
    by_hand: tuple[SetByHand, ...] = ()
    calls: tuple[Said, ...] = ()
    severe: SevereTicket | None = None
    ticket_ages: tuple[int, ...] = ()
    trained: tuple[tuple[int, int], ...] = ()
    nps_ages: tuple[int, ...] = ()
    usage_ended_ago: int = 1
    archived_ago: int | None = None
    is_activated: bool = True
