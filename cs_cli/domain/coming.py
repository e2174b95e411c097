"""What will bring an account onto the day's list that has no line there, and when."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain import words
from cs_cli.domain.agenda import DECIDE_DAYS, Known, contract_said
from cs_cli.domain.clock import AHEAD_DAYS, TO_DO, Reading
from cs_cli.domain.items import WEEK_DAYS
from cs_cli.domain.promised import OURS
from cs_cli.domain.renewals import DECISIONS, Renewal

_SHOWN = 3
_WEEK = timedelta(WEEK_DAYS)


class Coming(NamedTuple):
    """From which day on there will be a line, and about what."""

    on: date
    what: str


def coming(today: date, known: Known, clocks: Iterable[Reading]) -> list[Coming]:
    """The next things that bring the account of `known` onto the list, the earliest first.

    `clocks` are those of all its renewals. What a person might do in between is not foreseen.
    """
    found = [*_of_renewals(known.renewals, today), *_of_clocks(clocks, today), *_of_days(known, today)]
    found += _of_silence(known, today)
    return sorted(each for each in found if each.on > today)[:_SHOWN]


def _of_renewals(renewals: Iterable[Renewal], today: date) -> Iterator[Coming]:
    for renewal in renewals:
        if renewal.state == "notice":
            ended = renewal.renews_on
            yield Coming(
                ended + timedelta(1), f"{contract_said(renewal)}: ends {words.dated(ended, today)} by a notice"
            )
        elif renewal.decide_kind != "renews":
            what = f"{DECISIONS[renewal.decide_kind]} {words.dated(renewal.decide_on, today)}"
            yield Coming(renewal.decide_on - timedelta(DECIDE_DAYS), f"{contract_said(renewal)}: {what}")


def _of_clocks(clocks: Iterable[Reading], today: date) -> Iterator[Coming]:
    for reading in clocks:
        for point in reading.points:
            if point.task is None and point.state in TO_DO:
                what = f"{contract_said(reading.renewal)}: {point.sign}{point.title}, {words.dated(point.on, today)}"
                yield Coming(point.on - timedelta(AHEAD_DAYS), what)


def _of_days(known: Known, today: date) -> Iterator[Coming]:
    for task in known.tasks:
        if task.due_on:
            yield Coming(task.due_on - _WEEK, f"t{task.number} {task.title}, due {words.dated(task.due_on, today)}")
    for promised in known.promised:
        if promised.due_on and promised.side in OURS:
            said = f"{promised.number} {promised.what}, due {words.dated(promised.due_on, today)}"
            yield Coming(promised.due_on - _WEEK, said)
        elif promised.due_on and not promised.is_milestone:
            said = f"{promised.number} {promised.what}, theirs, due {words.dated(promised.due_on, today)}"
            yield Coming(promised.due_on + timedelta(1), said)
    for meeting in known.meetings:
        yield Coming(meeting.on - _WEEK, f"QBR {words.dated(meeting.on, today)}")


def _of_silence(known: Known, today: date) -> Iterator[Coming]:
    for quiet in known.contacts:
        if on := quiet.silent_from(known.limits):
            last = f"since {words.dated(quiet.last_on, today)}" if quiet.last_on else "ever"
            yield Coming(on, f"no two-way contact {last}, if nobody speaks with them by then")
