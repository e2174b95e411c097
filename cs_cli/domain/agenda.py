"""The day's list: what needs the CSM today and this week, each line with the rule that put it there."""

import shlex
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.book import add_up
from cs_cli.domain.clock import Point, Reading
from cs_cli.domain.feed_breaks import Broken, of_break
from cs_cli.domain.feeds import Feed, of_feed
from cs_cli.domain.health import Band
from cs_cli.domain.items import TODAY, WEEK, WEEK_DAYS, Item, due
from cs_cli.domain.moved import Moved
from cs_cli.domain.order import pressing
from cs_cli.domain.overrides import Ended, said
from cs_cli.domain.promised import Promised, of_promise
from cs_cli.domain.ranking import urgency_of
from cs_cli.domain.renewals import DECISIONS, LAPSED_DAYS, Renewal, gave_notice, is_foldable, lapsed_lately
from cs_cli.domain.segments import PLAIN, Segments
from cs_cli.domain.silence import SPOKEN_FOR, Quiet, of_silence
from cs_cli.domain.tasks import Task, of_task

DECIDE_DAYS = 14
"""A decision this near is for today, unless the renewal has been talked about."""
AT_ONCE_DAYS = 3
"""A decision this near is for today in any case."""
TALK_DAYS = 90
"""How long ago a talk about the renewal still counts."""
LAPSED_TODAY_DAYS = 3
"""An opt-out that passed so lately is for today, one that passed up to LAPSED_DAYS ago for this week."""
CLOCK_LINES = 5
"""So many steps of renewal clocks stand on the list, those of the nearest decisions; the rest is one line."""


class Meeting(NamedTuple):
    """A QBR that is planned, and whether its deck was made."""

    account_id: int
    account: str
    on: date
    has_deck: bool = False


class Known(NamedTuple):
    """What the agenda is made of; `talked` has, by account id, the last two-way contact about the renewal.

    `clocks` are the readings of the renewals of which a step may be due, `quiet` the green monthly ones of the week,
    `promised` the open promises and milestones, `contacts` when each account was spoken with, where its silence counts
    by `limits`, `feeds` the kinds of data that come by import, `ended` the bands set by hand that lately ended,
    `broken` the feeds whose alerts are held.
    """

    renewals: Sequence[Renewal]
    talked: Mapping[int, date]
    tasks: Sequence[Task]
    moved: Sequence[Moved]
    meetings: Sequence[Meeting]
    clocks: Sequence[Reading] = ()
    quiet: Sequence[Renewal] = ()
    promised: Sequence[Promised] = ()
    contacts: Sequence[Quiet] = ()
    limits: Segments = PLAIN
    feeds: Sequence[Feed] = ()
    ended: Sequence[Ended] = ()
    broken: Sequence[Broken] = ()


def agenda(today: date, known: Known) -> list[Item]:
    """Everything that is due on `today` or within a week, most pressing first."""
    of_renewals = [(each, of_renewal(each, known.talked.get(each.term.account_id), today)) for each in known.renewals]
    decided = {renewal.term.contract_id for renewal, item in of_renewals if item}
    ended = {each.account_id for each in known.ended}
    found: list[Item | None] = [
        *(item for _renewal, item in of_renewals),
        *(_of_lapsed(each, today) for each in known.renewals if lapsed_lately(each, today) and not is_foldable(each)),
        *(of_task(task, today) for task in known.tasks),
        *(_of_move(move) for move in known.moved if move.account_id not in ended),
        *map(_of_ended, known.ended),
        *(of_meeting(meeting, today) for meeting in known.meetings if not meeting.has_deck),
        *of_clocks([each for each in known.clocks if each.renewal.term.contract_id not in decided], today),
        _of_quiet(known.quiet),
        *(of_promise(promised, today) for promised in known.promised),
        *(of_feed(feed, today) for feed in known.feeds),
        *map(of_break, known.broken),
    ]
    items = [item for item in found if item]
    return sorted([*items, *_silences(items, known, today)], key=pressing)


def _silences(items: Sequence[Item], known: Known, today: date) -> list[Item]:
    """The lines of the silent accounts that no other of `items` says to speak with."""
    spoken_for = {item.account_id for item in items if item.kind in SPOKEN_FOR}
    spoken_for |= {meeting.account_id for meeting in known.meetings if of_meeting(meeting, today)}
    found = (of_silence(quiet, known.limits, today) for quiet in known.contacts if quiet.account_id not in spoken_for)
    return [item for item in found if item]


def of_renewal(renewal: Renewal, talked_on: date | None, today: date, within_days: int = DECIDE_DAYS) -> Item | None:
    """What is to be decided within so many days, or past its end; `talked_on` is the last talk about the renewal."""
    if renewal.state == "overdue":
        return _overdue(renewal, today)
    if renewal.decide_kind == "renews" or renewal.state == "notice" or renewal.days_left > within_days:
        return None
    talked = talked_on is not None and (today - talked_on).days <= TALK_DAYS
    when = WEEK if talked and renewal.days_left > AT_ONCE_DAYS else TODAY
    what = DECISIONS[renewal.decide_kind]
    silence = "" if talked else "; no renewal talk"
    talk = _talk_rule(talked_on, talked=talked)
    return _renewal_item(
        when,
        "decide",
        renewal,
        f"{what} {words.distance(renewal.days_left)}, {words.weekday(renewal.decide_on)}{silence}",
        f"{contract_said(renewal)}: {deadline_rule(renewal)}; within {within_days} days, {talk}",
    )


def _overdue(renewal: Renewal, today: date) -> Item:
    """A contract past its end: whether it was renewed is not recorded; where they gave notice, it is lost."""
    term, ended = renewal.term, f"ended {words.near(renewal.renews_on, today)}"
    if gave_notice(term, today) and term.notice_received_on:
        what = f"gave notice {words.near(term.notice_received_on, today)}, {ended}"
        rule = (
            f"{contract_said(renewal)} ended on {renewal.renews_on} by a notice of {term.notice_received_on}, "
            "and no outcome is recorded"
        )
        return _renewal_item(TODAY, "overdue", renewal, what, rule)._replace(command=churn_line(renewal))
    rule = f"{contract_said(renewal)} ended on {renewal.renews_on}, did not renew by itself, and no later term is known"
    item = _renewal_item(TODAY, "overdue", renewal, f"{ended}, no outcome recorded", rule)
    return item._replace(command=f"cs renew {term.account}")


def _of_lapsed(renewal: Renewal, today: date) -> Item:
    """An opt-out that passed in the last days without a notice or an outcome: the contract renews by itself."""
    ago, renews_on = renewal.lapsed_days(today) or 0, words.near(renewal.renews_on, today)
    rule = f"{contract_said(renewal)}: {deadline_rule(renewal)}; it passed within {LAPSED_DAYS} days"
    item = _renewal_item(
        TODAY if ago <= LAPSED_TODAY_DAYS else WEEK,
        "lapsed",
        renewal,
        f"opt-out passed {words.distance(-ago, past='ago')}: renews by itself on {renews_on}",
        f"{rule}, and neither a notice nor an outcome is recorded",
    )
    return item._replace(on=renewal.opt_out_on)


def churn_line(renewal: Renewal) -> str:
    """The line that records the loss of a contract: `cs churn ACME --reason CODE --decided 2026-09-15`."""
    term = renewal.term
    named = shlex.quote(f"{term.account}/{renewal.contract}" if renewal.contract else term.account)
    return f"cs churn {named} --reason CODE --decided {term.notice_received_on or 'DATE'}"


def _renewal_item(when: str, kind: str, renewal: Renewal, what: str, rule: str) -> Item:
    term = renewal.term
    return Item(
        when,
        kind,
        term.account_id,
        term.account,
        what,
        rule,
        f"cs brief {term.account}",
        renewal.decide_on,
        term.arr_minor,
        term.currency,
    )


def contract_said(renewal: Renewal) -> str:
    """`Platform (annual)`, or `the annual contract` where it has no name."""
    return f"{renewal.contract} ({renewal.rhythm})" if renewal.contract else f"the {renewal.rhythm} contract"


def deadline_rule(renewal: Renewal) -> str:
    """What the day to decide follows from: `renews by itself on 2027-03-01, less 90 days of notice is 2026-12-01`."""
    if renewal.decide_kind == "sign-by" or renewal.term.notice is None:
        return f"it does not renew by itself and must be signed by {renewal.renews_on}"
    notice = renewal.term.notice
    unit = {"calendar": "days", "business": "business days", "months": "months"}[notice.kind]
    if notice.country:
        unit += f" in {notice.country}"
    return f"renews by itself on {renewal.renews_on}, less {notice.length} {unit} of notice is {renewal.opt_out_on}"


def _talk_rule(talked_on: date | None, *, talked: bool) -> str:
    if talked:
        return f"last two-way contact about the renewal on {talked_on}"
    last = f", the last on {talked_on}" if talked_on else ""
    return f"and no two-way contact about the renewal in {TALK_DAYS} days{last}"


_DROPS = {Band.GREEN: 2, Band.YELLOW: 1, Band.RED: 0}


def _of_move(move: Moved) -> Item | None:
    if move.now.band not in _DROPS or _DROPS.get(move.before.band, -1) <= _DROPS[move.now.band]:
        return None
    when = TODAY if move.now.band is Band.RED else WEEK
    what = f"was {move.before.band}: {move.reason}" if move.reason else f"was {move.before.band}"
    was, now = f"{move.before.band} {move.before.whole}", f"{move.now.band} {move.now.whole}"
    rule = f"health was {was} a week ago and is {now}{f': {move.points}' if move.points else ''}"
    return Item(when, "band", move.account_id, move.account, what, rule, f"cs health {move.account}")


def _of_ended(ended: Ended) -> Item:
    """A band set by hand that came to its last day: what the health is since; it stands for the move."""
    _id, account, override, now = ended
    what = f"override ended {words.short(override.until)}: now {said(now)}"
    rule = f"{override.band} was set by hand from {override.since} until {override.until}: {override.why}"
    when = TODAY if now.band is Band.RED else WEEK
    fallen = urgency_of("band", 0, now.band if _DROPS.get(now.band, 0) < _DROPS[override.band] else None)
    return Item(when, "band", ended.account_id, account, what, rule, f"cs health {account}", urgency=fallen)


def of_meeting(meeting: Meeting, today: date) -> Item | None:
    """A QBR within a week, with a deck or without."""
    if not timedelta(0) <= meeting.on - today <= timedelta(WEEK_DAYS):
        return None
    when = TODAY if meeting.on == today else WEEK
    made = "was made" if meeting.has_deck else "was made here yet"
    rule = f"a QBR is recorded for {meeting.on}, and {'its' if meeting.has_deck else 'no'} deck {made}"
    return Item(
        when,
        "qbr",
        meeting.account_id,
        meeting.account,
        f"QBR {words.weekday(meeting.on)}{'' if meeting.has_deck else ', no deck yet'}",
        rule,
        f"cs qbr {meeting.account}",
        meeting.on,
    )


_DECISIONS = {"opt-out": "the opt-out", "renews": "the renewal", "sign-by": "the signature due"}


def of_clocks(readings: Sequence[Reading], today: date) -> list[Item]:
    """The step that is due of each contract, those of the nearest decisions first; the rest in one line."""
    found = [(reading.renewal, point, reading) for reading in readings if (point := reading.next_due(today))]
    found.sort(key=lambda each: (each[0].decide_on, each[0].term.account))
    rest = [point for _renewal, point, _reading in found[CLOCK_LINES:]]
    return [*(of_step(reading, point, today) for _renewal, point, reading in found[:CLOCK_LINES]), *_more(rest, today)]


def of_step(reading: Reading, point: Point, today: date, *, dated: bool = False) -> Item:
    """A step of a renewal's clock that has no task; with `dated` as `of_task`."""
    renewal, term = reading.renewal, reading.renewal.term
    late = "late: " if point.on < today else ""
    by = f'by the clock "{reading.clock.name}"; it has no task' if reading.clock else ""
    decision = f"{_DECISIONS[renewal.decide_kind]} on {renewal.decide_on}"
    return Item(
        TODAY if point.on <= today else WEEK,
        "clock",
        term.account_id,
        term.account,
        f"{point.sign}{late}{point.title}, {due(point.on, today, dated=dated)}",
        f"{contract_said(renewal)}: {point.label} of {decision} is {point.on}, {by}",
        f"cs clock {term.account}",
        point.on,
        term.arr_minor,
        term.currency,
    )


def _more(points: Sequence[Point], today: date) -> list[Item]:
    if not points:
        return []
    when = TODAY if any(point.on <= today for point in points) else WEEK
    rule = f"steps of renewal clocks are due; the {CLOCK_LINES} of the nearest decisions have a line each"
    steps = words.counted(len(points), "more step")
    return [Item(when, "clock", None, "", f"{steps} of the renewal clock", rule, "cs clock")]


def _of_quiet(renewals: Sequence[Renewal]) -> Item | None:
    """The monthly contracts of green accounts: one line, nothing to do."""
    if not renewals:
        return None
    count = words.counted(len(renewals), "contract")
    arr = money.totals_shown(add_up({r.term.currency: r.term.arr_minor} for r in renewals))
    first = min(renewal.decide_on for renewal in renewals)
    what = f"monthly, all green: {count} to decide on, {arr}, next {words.short(first)}"
    rule = f"monthly contracts of green accounts that are decided on within {WEEK_DAYS} days: one line for all"
    return Item(WEEK, "clock", None, "", what, rule, "cs renewals --term monthly", first)
