"""The sections of a digest, each a pure function from what is known to its lines."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.agenda import contract_said, of_meeting, of_renewal, of_step
from cs_cli.domain.digest_lines import Known, Line, Who, bucket
from cs_cli.domain.digest_settings import SectionRule
from cs_cli.domain.feed_breaks import LOOK
from cs_cli.domain.items import Item
from cs_cli.domain.order import pressing
from cs_cli.domain.promised import of_promise
from cs_cli.domain.renewals import Renewal
from cs_cli.domain.silence import whose
from cs_cli.domain.tasks import of_task
from cs_cli.domain.text import fold


def lines_of(rule: SectionRule, known: Known, today: date) -> list[Line]:
    """The lines of one section, the most pressing first."""
    return list(_SECTIONS[rule.show](rule, known, today))


def _back_to(rule: SectionRule, known: Known, today: date) -> date:
    """The first day that a section looks back to: not later than the last delivery."""
    first = today - timedelta(rule.within_days)
    return min(first, known.since) if known.since else first


def _line(item: Item, about: str, today: date, contract: str = "") -> Line:
    near = f":{bucket((item.on - today).days)}" if item.on else ""
    return Line(
        f"{item.kind}:{item.account}:{about}:{item.on}{near}",
        item.kind,
        item.account,
        item.what,
        item.rule,
        item.command,
        item.on,
        contract,
        item.arr_minor,
        item.currency,
        always=item.on is not None and item.on <= today,
    )


def _decisions(rule: SectionRule, known: Known, today: date) -> Iterator[Line]:
    found = []
    for renewal in known.renewals:
        item = of_renewal(renewal, known.talked.get(renewal.term.account_id), today, rule.within_days)
        if item:
            found.append((item, renewal))
    for item, renewal in sorted(
        found, key=lambda pair: (pair[0].kind != "overdue", pair[1].decide_on, pair[0].account)
    ):
        yield _line(item, _of(renewal), today, renewal.contract)


def _of(renewal: Renewal) -> str:
    return f"c{renewal.term.contract_id}"


def _lapsed(rule: SectionRule, known: Known, today: date) -> Iterator[Line]:
    first = _back_to(rule, known, today)
    found = [r for r in known.renewals if r.state == "lapsed" and r.opt_out_on and r.opt_out_on >= first]
    for renewal in sorted(found, key=lambda r: (r.opt_out_on or today, r.term.account)):
        term, passed = renewal.term, renewal.opt_out_on
        yield Line(
            f"lapsed:{term.account}:{_of(renewal)}:{passed}",
            "lapsed",
            term.account,
            f"opt-out passed {words.weekday(passed or today)}, renews by itself {words.near(renewal.renews_on, today)}",
            f"{contract_said(renewal)}: its opt-out was on {passed}, and no notice is recorded; looked back to {first}",
            f"cs brief {term.account}",
            passed,
            renewal.contract,
            term.arr_minor,
            term.currency,
        )


def _moved(rule: SectionRule, known: Known, today: date) -> Iterator[Line]:
    for broken in known.broken:
        about = f"break:{broken.source}:{broken.on}"
        yield Line(about, "feed", "", f"FEED: {broken.told}; held until looked at", broken.rule, LOOK, broken.on)
    ago = "a week ago" if rule.within_days == words.WEEK_DAYS else f"{rule.within_days} days ago"
    for move in known.moved.get(rule.within_days, ()):
        reason = f": {move.reason}" if move.reason else ""
        points = f": {move.points}" if move.points else ""
        now, since = _band(move.now.band, move.now.whole), move.since or today
        yield Line(
            f"band:{move.account}:{move.now.band}:{since}",
            "band",
            move.account,
            f"{_band(move.before.band, move.before.whole)} to {now}{reason}",
            f"health now against {ago}{points}",
            f"cs health {move.account}",
            since,
        )


def _band(band: str, score: int | None) -> str:
    return str(band) if score is None or band == "grey" else f"{band} {score}"


def _severe_tickets(rule: SectionRule, known: Known, today: date) -> Iterator[Line]:
    first = _back_to(rule, known, today)
    for case in sorted(known.cases, key=lambda case: (case.opened_on, case.account_id, case.ticket)):
        if case.account_id not in known.accounts or case.opened_on < first:
            continue
        key, subject = known.accounts[case.account_id].key, f": {case.subject}" if case.subject else ""
        yield Line(
            f"ticket:{key}:{case.ticket}:{case.opened_on}",
            "ticket",
            key,
            f"Sev-1 #{case.ticket} open since {words.close(case.opened_on, today)}{subject}",
            f'ticket {case.ticket} has priority "{case.priority}" and is open since {case.opened_on}',
            f"cs brief {key}",
            case.opened_on,
        )


class _Found(NamedTuple):
    """An item, what names it within its account, and the contract that it is about."""

    item: Item
    about: str
    contract: str = ""


def _overdue_tasks(_rule: SectionRule, known: Known, today: date) -> Iterable[Line]:
    found = [*_tasks(known, today), *_promises(known, today), *_steps(known, today)]
    return _in_order([each for each in found if each.item.on and each.item.on < today], today)


def _this_week(_rule: SectionRule, known: Known, today: date) -> Iterable[Line]:
    found = [*_tasks(known, today), *_promises(known, today), *_steps(known, today)]
    due = [each for each in found if each.item.on and each.item.on >= today]
    meetings = [of_meeting(meeting, today) for meeting in known.meetings]
    return _in_order([*due, *(_Found(item, "qbr") for item in meetings if item)], today)


def _tasks(known: Known, today: date) -> Iterator[_Found]:
    for task in known.tasks:
        if item := of_task(task, today, dated=True):
            yield _Found(item, f"t{task.number}")


def _promises(known: Known, today: date) -> Iterator[_Found]:
    """Promises and milestones of ours, and theirs that are late."""
    for each in known.promised:
        if item := of_promise(each, today, dated=True):
            yield _Found(item, each.number)


def _steps(known: Known, today: date) -> Iterator[_Found]:
    """Every step that is due and has no task, of the renewals that no decision is asked for yet."""
    for reading in known.clocks:
        renewal = reading.renewal
        if of_renewal(renewal, known.talked.get(renewal.term.account_id), today):
            continue
        for point in reading.due(today):
            if point.task is None:
                item = of_step(reading, point, today, dated=True)
                yield _Found(item, f"{_of(renewal)}:{point.step}", renewal.contract)


def _in_order(found: list[_Found], today: date) -> list[Line]:
    in_order = sorted(found, key=lambda each: pressing(each.item))
    return [_line(each.item, each.about, today, each.contract) for each in in_order]


def _silent(rule: SectionRule, known: Known, today: date) -> Iterator[Line]:
    """Without any contact on record at all nobody is silent: then contacts are not kept here."""
    if not known.touched:
        return
    longest_first = sorted((known.touched.get(of, date.min), who.key, of) for of, who in known.accounts.items())
    for of, who in ((of, known.accounts[of]) for _last, _key, of in longest_first):
        after, whom = _allowed(rule, known, who)
        last = known.touched.get(of)
        if last is None or (today - last).days >= after:
            yield _silence(who, last, f"{whom} after {after} days", after, today)


def _allowed(rule: SectionRule, known: Known, who: Who) -> tuple[int, str]:
    """After how many days an account is silent, and of whom that is said: by the digest, else by the segments file."""
    segments = {fold(segment): days for segment, days in rule.by.items()}
    if days := segments.get(fold(who.segment or ""), rule.after_days):
        return days, whose(who.segment, segments)
    return known.limits.limits(who.segment).silent_after_days, whose(who.segment, known.limits.of)


def _silence(who: Who, last: date | None, rule: str, after: int, today: date) -> Line:
    days = (today - last).days if last else 0
    return Line(
        f"silent:{who.key}:{last or 'never'}:{days // after}",
        "silent",
        who.key,
        f"no two-way contact since {words.near(last, today)}, {days}d" if last else "no two-way contact ever",
        f"{f'the last was on {last}' if last else 'none is recorded'}; {rule}",
        f"cs brief {who.key}",
        last,
    )


def _stale(rule: SectionRule, known: Known, today: date) -> Iterator[Line]:
    for kind, days in rule.by.items():
        newest = known.newest.get(kind)
        if newest is None or (age := (today - newest).days) <= days:
            continue
        yield Line(
            f"feed:{kind}:{newest}:{age // days}",
            "feed",
            "",
            f"{kind}: the newest is {age}d old, from {words.near(newest, today)}",
            f"the newest of the {kind} is of {newest}, more than {days} days ago",
            "cs import FILE",
            newest,
        )


def _nothing(_rule: SectionRule, _known: Known, _today: date) -> Iterable[Line]:
    """What lies ahead is added up, not listed."""
    return ()


_SECTIONS: dict[str, Callable[[SectionRule, Known, date], Iterable[Line]]] = {
    "decisions": _decisions,
    "lapsed": _lapsed,
    "moved": _moved,
    "severe_tickets": _severe_tickets,
    "overdue_tasks": _overdue_tasks,
    "this_week": _this_week,
    "silent": _silent,
    "stale": _stale,
    "ahead": _nothing,
}
