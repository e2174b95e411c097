"""Renewals: for each contract, what is to be decided, by when, and how it stands on a given day.

The master date is the day by which to decide (`decide_on`): the opt-out date of an auto-renewing contract, the renewal
date of one that must be signed. Source of the rules: docs/metrics.md, Renewals.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain.calendar import Window
from cs_cli.domain.terms import Grid, Notice, grid, renewal_dates, term_word

LAPSED_DAYS = 14
DECISIONS = {"opt-out": "opt-out", "renews": "renews", "sign-by": "sign by"}
"""How a list says each `decide_kind`, before its day."""
"""How long a lapsed opt-out stays on the list."""


class Term(NamedTuple):
    """One term as recorded: dates, rhythm, notice, ARR in minor units, its successor and its outcome.

    `assumed` is what nobody said.
    """

    account: str
    name: str
    contract: str
    product: str | None
    owner: str | None
    segment: str | None
    term: str
    term_months: int | None
    auto_renew: bool
    notice: Notice | None
    starts_on: date
    renews_on: date | None
    arr_minor: int
    currency: str
    anchor_on: date
    renewal_months: int | None = None
    opt_out_every_months: int | None = None
    status: str | None = None
    notice_received_on: date | None = None
    decided_on: date | None = None
    next_starts_on: date | None = None
    next_known_on: date | None = None
    seats: int | None = None
    account_id: int = 0
    contract_id: int = 0
    live_on: date | None = None
    assumed: tuple[str, ...] = ()
    ended_on: date | None = None
    outcome: str | None = None
    outcome_on: date | None = None
    next_id: int | None = None
    uplift_pct: str | None = None
    archived_on: date | None = None
    opt_out_on: date | None = None
    reason: str | None = None

    def deadline(self, renews_on: date) -> date | None:
        """The last day of an opt-out for the renewal on `renews_on`: on record for its own; None without a notice.

        What is on record saves loading the calendars of countries.
        """
        if self.opt_out_on is not None and renews_on == self.renews_on:
            return self.opt_out_on
        return self.notice and self.notice.deadline(renews_on)

    @property
    def is_stub(self) -> bool:
        """Whether it began between two renewal dates: its days are counted from the one after it."""
        return self.anchor_on > self.starts_on

    def grid(self, every: int) -> Grid:
        """The days every so many months within the term as it was agreed, whatever amendments began since."""
        renews_on = self.renews_on or self.starts_on
        return grid(self.anchor_on, renews_on, self.term_months or 1, self.starts_on, every)


class Renewal(NamedTuple):
    """A contract on a day: the term it is in, what to decide by when (`decide_on`), its state."""

    term: Term
    starts_on: date
    renews_on: date
    opt_out_on: date | None
    decide_kind: str
    decide_on: date
    days_left: int
    state: str

    @property
    def contract(self) -> str:
        """How to name it: the contract, else the product, else nothing."""
        return self.term.contract or self.term.product or ""

    @property
    def months(self) -> int | None:
        """The length in months of the term it is in: that of the renewal term once it has rolled."""
        rolled = self.term.renews_on is not None and self.renews_on > self.term.renews_on
        return (self.term.renewal_months if rolled else None) or self.term.term_months

    @property
    def rhythm(self) -> str:
        """That length in a word: `monthly`, `annual`, `18m`."""
        return self.term.term if self.months == self.term.term_months else term_word(self.months)

    @property
    def notice_days(self) -> int | None:
        """The notice in calendar days: as agreed, or where it counts otherwise those from its deadline on."""
        notice, deadline = self.term.notice, self.term.deadline(self.renews_on)
        if notice is None or deadline is None or notice.kind == "calendar":
            return notice and notice.length
        return (self.renews_on - deadline).days

    @property
    def counted_from(self) -> date:
        """From where the anniversaries of what is decided on count: its first day, or where a whole term would begin.

        An amendment begins nothing.
        """
        term = self.term
        if self.starts_on != term.starts_on:
            return self.starts_on
        every = term.opt_out_every_months
        if every and term.renews_on and self.renews_on < term.renews_on:
            days = term.grid(every)
            return days.day(days.number(self.renews_on) - 1)
        return term.grid(1).day(0)

    @property
    def begun_on(self) -> date:
        """The first day of what is decided on, before any amendment of it."""
        return max(self.counted_from, self.starts_on) if self.term.is_stub else self.counted_from

    def lapsed_days(self, today: date) -> int | None:
        """Days since its opt-out passed, or None where it is not lapsed."""
        return (today - self.opt_out_on).days if self.state == "lapsed" and self.opt_out_on else None


def is_renewed(term: Term, known_until: date) -> bool:
    """Whether another term is known to have renewed this one."""
    return term.next_known_on is not None and term.next_known_on <= known_until


def gave_notice(term: Term, day: date) -> bool:
    """Whether the customer has given notice by `day`."""
    return term.notice_received_on is not None and term.notice_received_on <= day


def end_by_outcome(term: Term, known_until: date) -> date | None:
    """The first day on which a term no longer runs, where an outcome decided by `known_until` says so."""
    return term.ended_on if term.outcome_on is not None and term.outcome_on <= known_until else None


def is_agreed(term: Term, known_until: date) -> bool:
    """Whether the term itself was known: its own date is the day it was decided, else its first day."""
    return (term.decided_on or term.starts_on) <= known_until


def renewal_of(term: Term, today: date, known_until: date = date.max) -> Renewal | None:
    """What is to be decided about `term` on `today`; None for evergreen, ended, renewed and unagreed terms."""
    if term.renews_on is None or term.status not in (None, "active") or end_by_outcome(term, known_until):
        return None
    if is_renewed(term, known_until) or not is_agreed(term, known_until):
        return None
    starts_on, renews_on, silent = current(term, term.renews_on, today)
    opt_out_on = term.deadline(renews_on) if silent else None
    kind, decide_on, state = _decision(term, renews_on, opt_out_on, today, silent=silent)
    return Renewal(term, starts_on, renews_on, opt_out_on, kind, decide_on, (decide_on - today).days, state)


def current(term: Term, renews_on: date, today: date) -> tuple[date, date, bool]:
    """The term that holds `today`: first day, renewal date, and whether silence renews it.

    After a notice it is the one that the notice ends: that of the day it was received, or the next where it came late.
    """
    received = term.notice_received_on
    if received is None or received > today:
        return _holding(term, renews_on, today)
    start, end, silent = _holding(term, renews_on, received)
    deadline = term.deadline(end) if silent else None
    in_time = deadline is None or received <= deadline
    return (start, end, silent) if in_time else _holding(term, renews_on, end + timedelta(1))


def _holding(term: Term, renews_on: date, last: date) -> tuple[date, date, bool]:
    """As `_current`, for the day `last`, whatever notice was received."""
    every = term.opt_out_every_months
    if every and renews_on > last:
        start, boundary = _boundary(term, every, last)
        return (start, boundary, True) if boundary < renews_on else (term.starts_on, renews_on, term.auto_renew)
    if renews_on >= last or not term.auto_renew:
        return term.starts_on, renews_on, term.auto_renew
    months = every or term.renewal_months or term.term_months or 1
    start, end = renewal_dates(term.anchor_on, renews_on, months, last)
    return start, end, True


def _boundary(term: Term, every: int, day: date) -> tuple[date, date]:
    """The yearly (or other) opt-out boundaries within a longer term, around `day`.

    Where an amendment was agreed ahead those before it count too: until then they are nobody else's.
    """
    days = term.grid(every)
    number = days.number(max(day, term.starts_on + timedelta(1)) if term.is_stub else day)
    start, boundary = days.day(number - 1), days.day(number)
    return (max(start, term.starts_on) if term.starts_on < boundary else start), boundary


def _decision(
    term: Term, renews_on: date, opt_out_on: date | None, today: date, *, silent: bool
) -> tuple[str, date, str]:
    if gave_notice(term, today):
        return "sign-by", renews_on, "notice" if renews_on >= today else "overdue"
    if not silent:
        return "sign-by", renews_on, "overdue" if renews_on < today else "open"
    if opt_out_on is None:
        return "renews", renews_on, "open"
    if opt_out_on >= today:
        return "opt-out", opt_out_on, "open"
    return "renews", renews_on, "lapsed"


def order(renewal: Renewal) -> tuple[bool, date, str, str]:
    """Overdue first, then by the day to decide, then account and contract."""
    return (renewal.state != "overdue", renewal.decide_on, renewal.term.account, renewal.contract)


def due(renewals: Iterable[Renewal], window: Window, by: str = "decide") -> list[Renewal]:
    """The renewals to look at in `window`, in order.

    `by` "decide": what is overdue whatever the window, what is to decide in it, and what lapsed in the last 14 days;
    "opt-out": only opt-outs still open; "renewal": by the renewal date, in that order.
    """
    today = window.start

    def belongs(renewal: Renewal) -> bool:
        if by == "opt-out":
            return renewal.decide_kind == "opt-out" and window.holds(renewal.decide_on)
        if by == "renewal":
            return renewal.state == "overdue" or window.holds(renewal.renews_on)
        return renewal.state == "overdue" or window.holds(renewal.decide_on) or lapsed_lately(renewal, today)

    return sorted(filter(belongs, renewals), key=_order_by_renewal if by == "renewal" else order)


def _order_by_renewal(renewal: Renewal) -> tuple[bool, date, str, str]:
    return (renewal.state != "overdue", renewal.renews_on, renewal.term.account, renewal.contract)


def is_to_decide(renewal: Renewal, today: date) -> bool:
    """Whether it counts as still to decide: neither overdue nor lapsed in the last 14 days."""
    return renewal.state != "overdue" and not lapsed_lately(renewal, today)


def is_foldable(renewal: Renewal) -> bool:
    """Whether a short list may leave it to one line for all like it, where its account is green."""
    return renewal.months == 1 and renewal.state != "overdue"


def lapsed_lately(renewal: Renewal, today: date) -> bool:
    """Whether its opt-out passed in the last 14 days."""
    days = renewal.lapsed_days(today)
    return days is not None and days <= LAPSED_DAYS


def horizon(window: Window) -> date:
    """Until which recorded renewal or opt-out date a stored term can matter for `window`."""
    return max(window.end, window.start + timedelta(LAPSED_DAYS))
