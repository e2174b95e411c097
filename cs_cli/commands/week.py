"""`cs week`: Friday's note: touches, what was renewed and lost, promises, what is due next."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, Any

import typer

from cs_cli.commands.options import OwnerOption
from cs_cli.commands.since import happened
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.agenda import contract_said
from cs_cli.domain.calendar import Window, parse_since
from cs_cli.domain.events import LOST, NOTICE, RENEWED, TOUCHES, Event, arr_of
from cs_cli.domain.items import WEEK_DAYS
from cs_cli.domain.renewals import DECISIONS
from cs_cli.domain.tasks import OVERDUE, Task
from cs_cli.output import render
from cs_cli.output.render import Format
from cs_cli.screens import week as screens
from cs_cli.store.days import Days
from cs_cli.store.events import promised

KEYS = [
    "from", "to", "touches", "accounts_touched", "renewed", "lost", "notice", "deals", "promises_kept",
    "promises_missed", "tasks_done", "tasks_late", "tasks_late_in_all", "health", "deadlines",
]  # fmt: skip
_SATURDAY = 5
"""On which weekday a week begins: what happened at the weekend stands in the next Friday's note."""
WeekArgument = Annotated[str | None, typer.Argument(metavar="[DATE]", help="A day of another week: fri, 1w, 13 nov.")]


def week(ctx: typer.Context, day: WeekArgument = None, owner: OwnerOption = None) -> None:
    """Write the week's note, Saturday to Friday: touches, ARR renewed and lost, promises, what is due."""
    cs: Cs = ctx.obj
    of = parse_since(day, cs.today, cs.settings.fiscal_start) if day else cs.today
    first = of - timedelta((of.weekday() - _SATURDAY) % WEEK_DAYS)
    window = Window(first, min(max(cs.today, first), first + timedelta(WEEK_DAYS - 1)))
    events = happened(cs, window, owner)
    ahead = Window(window.end + timedelta(1), window.end + timedelta(WEEK_DAYS))
    late = sum(task.when(window.end) == OVERDUE for task in _tasks(cs, window.end, owner))
    note = screens.Week(window, ahead, events, sorted(_deadlines(cs, ahead, owner)), owner or "", late)
    if cs.format is Format.MD or (cs.format is Format.TABLE and render.screen_width() is None):
        render.document(screens.markdown(note))
    else:
        render.rows([_row(note)], KEYS, cs.format, lambda: screens.screen(note))


def _tasks(cs: Cs, on: date, owner: str | None) -> Iterator[Task]:
    """What was open on a day: of the owner's accounts, or of all and one's own."""
    takes = cs.portfolio.takes(cs.portfolio.filter(owner))
    meant = {row.account_id for row in filter(takes, cs.portfolio.accounts())}
    for task in Days(cs.reader, on).tasks():
        if task.account_id in meant or (not owner and not task.account):
            yield task


def _deadlines(cs: Cs, ahead: Window, owner: str | None) -> Iterator[tuple[date, str, str]]:
    """Day, account and what of the renewals, promises, tasks and QBRs of the days ahead, and what is past its end."""
    takes = cs.portfolio.takes(cs.portfolio.filter(owner))
    keys = {row.account_id: row.key for row in filter(takes, cs.portfolio.accounts())}
    for renewal in cs.portfolio.renewals(ahead, takes=takes):
        said = f"{contract_said(renewal)}, {money.shown(renewal.term.arr_minor, renewal.term.currency)}"
        if renewal.state == "overdue" and renewal.renews_on <= ahead.end:
            yield renewal.renews_on, renewal.term.account, f"ended, no outcome recorded: {said}"
        elif ahead.holds(renewal.decide_on):
            yield renewal.decide_on, renewal.term.account, f"{DECISIONS[renewal.decide_kind]}: {said}"
    for task in _tasks(cs, cs.today, owner):
        if task.due_on and ahead.holds(task.due_on):
            yield task.due_on, task.account or "", f"t{task.number} {task.title}"
    for account_id, on, what in promised(cs.reader, ahead, cs.today):
        if account_id in keys:
            yield on, keys[account_id], what


def _row(note: screens.Week) -> dict[str, Any]:
    """The week with KEYS."""
    kinds = Counter(event.kind for event in note.events)
    return {
        "from": note.window.start.isoformat(),
        "to": note.window.end.isoformat(),
        "touches": {kind: kinds[kind] for kind in TOUCHES},
        "accounts_touched": note.accounts_touched,
        **{kind: _major(arr_of(note.events, kind)) for kind in (RENEWED, LOST, NOTICE)},
        "deals": [_told(event) for event in note.deals],
        "promises_kept": [_told(event) for event in note.kept],
        "promises_missed": [_told(event) for event in note.missed],
        "tasks_done": len(note.tasks_done),
        "tasks_late": len(note.tasks_late),
        "tasks_late_in_all": note.late,
        "health": [_told(event) for event in note.moves],
        "deadlines": [{"on": on.isoformat(), "account": key or None, "what": what} for on, key, what in note.deadlines],
    }


def _major(totals: dict[str, int]) -> dict[str, int | float]:
    return {code: money.major(amount, code) for code, amount in sorted(totals.items())}


def _told(event: Event) -> dict[str, Any]:
    return {"on": event.on.isoformat(), "account": event.account, "kind": event.kind, "what": event.what}
