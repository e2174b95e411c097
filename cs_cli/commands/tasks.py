"""`cs task`, `tasks`, `done`, `snooze`: what you promised, by when."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from cs_cli.commands.completion import complete_task
from cs_cli.commands.filtering import AccountOrFilterArgument, account_or_filter
from cs_cli.commands.options import OwnerOption
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.agenda import Task
from cs_cli.domain.calendar import parse_day
from cs_cli.domain.text import fold
from cs_cli.errors import BadDataError, NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.screens import tasks as screens
from cs_cli.store.accounts import AccountRef
from cs_cli.store.days import Days

KEYS = ["task", "account", "name", "title", "owner", "created_on", "due_on", "days_left", "late", "snoozes"]
ENOUGH_SNOOZES = 3
_NEEDLESS = "what became of the renewal had made it needless"
DueOption = Annotated[str | None, typer.Option("--due", metavar="DATE", help="By when: fri, tomorrow, 2w, 1 dec, eom.")]
TitleArgument = Annotated[list[str], typer.Argument(metavar="TITLE", help="What is to be done.")]
TaskOwnerOption = Annotated[str | None, typer.Option("--owner", help="Who does it; you, where nobody is named.")]
LateOption = Annotated[bool, typer.Option("--late", help="Only what is past its day.")]
NumbersArgument = Annotated[list[str], typer.Argument(metavar="TASK…", autocompletion=complete_task)]
NumberArgument = Annotated[str, typer.Argument(metavar="TASK", autocompletion=complete_task)]
UntilArgument = Annotated[str, typer.Argument(metavar="DATE", help="2w, fri, 1 dec: counted from today.")]


def task(
    ctx: typer.Context,
    account: AccountArgument,
    title: TitleArgument,
    due: DueOption = None,
    owner: TaskOwnerOption = None,
) -> None:
    """Note what is to be done for an account. Prints its number (t31)."""
    cs: Cs = ctx.obj
    by = parse_day(due, cs.today, cs.settings.fiscal_start) if due else None
    facts = new_task(cs, " ".join(title), by, owner)
    ref = account_to_change(cs, account, "no task noted")
    with recording(cs) as entries:
        number = entries.insert("task", {**facts, "account_id": ref.account_id})
    render.write(f"t{number}\n")
    told(ref, f"t{number} {facts['title']}{due_words(by)}")


def new_task(cs: Cs, title: str, due_on: date | None, owner: str | None = None) -> dict[str, Any]:
    """The row of a new task, but for its account. Raises BadDataError."""
    from cs_cli.intake.typed import filled_text, stored_text  # noqa: PLC0415  only writing commands read values

    name = stored_text(owner, "--owner") if owner else ""
    return {
        "title": filled_text(title, "the task"),
        "due_on": due_on,
        "created_on": cs.today,
        "owner": (cs.settings["me.name"] if name == "me" else None) or name or None,
    }


def due_words(day: date | None) -> str:
    """`, due Fri 27 Nov 2026`, or nothing."""
    return f", due {words.full(day)}" if day else ""


def tasks(
    ctx: typer.Context, words: AccountOrFilterArgument = None, *, late: LateOption = False, owner: OwnerOption = None
) -> None:
    """List what is open, the earliest due first."""
    cs: Cs = ctx.obj
    only, taken = account_or_filter(cs, words)
    open_ = Days(cs.reader, cs.today).tasks(only and only.account_id)
    every = [_row(task, cs.today) for task in open_ if taken is None or task.account_id in taken]
    found = [row for row in every if (row["late"] or not late) and _is_owned(cs, row["owner"], owner)]
    shown = found[: cs.limit]
    past = sum(row["late"] for row in found)
    render.rows(shown, KEYS, cs.format, lambda: screens.screen(shown, len(found), past, cs.today))


def _row(task: Task, today: date) -> dict[str, Any]:
    days = (task.due_on - today).days if task.due_on else None
    return {
        "task": f"t{task.number}",
        "account": task.account,
        "name": task.name,
        "title": task.title,
        "owner": task.owner,
        "created_on": task.created_on.isoformat() if task.created_on else None,
        "due_on": task.due_on.isoformat() if task.due_on else None,
        "days_left": days,
        "late": days is not None and days < 0,
        "snoozes": task.snoozes,
    }


def _is_owned(cs: Cs, owner: str | None, wanted: str | None) -> bool:
    """Whether `wanted` does the task; what nobody was named for is one's own."""
    if wanted is None:
        return True
    mine = {"me", fold(str(cs.settings["me.name"] or "me"))}
    asked = fold(wanted)
    return fold(owner or "me") in (mine if asked in mine else {asked})


def done(ctx: typer.Context, numbers: NumbersArgument) -> None:
    """Tick off tasks."""
    cs: Cs = ctx.obj
    found = list({each.number: each for each in (_task(cs, said, "nothing ticked off") for said in numbers)}.values())
    ready = [each for each in found if each.done_on is None and each.dropped_on is None]
    for each in found:
        if each.done_on is not None:
            say(f"t{each.number} was done already, on {words.full(each.done_on)}")
        elif each.dropped_on is not None:
            say(f"{_whose(each)}t{each.number} was dropped on {words.full(each.dropped_on)}: {_NEEDLESS}")
    if not ready:
        return
    _refuse_before_noted(ready, cs.today)
    with recording(cs) as entries:
        for each in ready:
            entries.change("task", each.number, {"done_on": cs.today})
    for each in ready[:-1]:
        say(f"{_whose(each)}t{each.number} done: {each.title}.")
    told(_ref(ready[-1]), f"t{ready[-1].number} done: {ready[-1].title}")


def _refuse_before_noted(tasks: Sequence[Task], today: date) -> None:
    for each in tasks:
        if each.created_on is not None and each.created_on > today:
            raise BadDataError(
                f"t{each.number} was noted on {each.created_on}, after {today}; nothing ticked off",
                f"Done on a later day: --as-of {each.created_on}",
            )


def snooze(ctx: typer.Context, number: NumberArgument, until: UntilArgument) -> None:
    """Put a task off to a later day."""
    cs: Cs = ctx.obj
    due_on = parse_day(until, cs.today, cs.settings.fiscal_start)
    if due_on <= cs.today:
        raise UsageError(f'"{until}" is {due_on}, not after {cs.today}; nothing put off', "Like cs snooze t31 2w")
    put_off = _task(cs, number, "nothing put off")
    number = f"t{put_off.number}"
    if put_off.done_on is not None:
        raise BadDataError(f"{number} is done since {put_off.done_on}; nothing put off", "What is open: cs tasks")
    if put_off.dropped_on is not None:
        raise BadDataError(
            f"{number} was dropped on {put_off.dropped_on}: {_NEEDLESS}; nothing put off", "What is open: cs tasks"
        )
    with recording(cs) as entries:
        row = entries.row("task", put_off.number)
        times = row["snoozes"] + 1
        if row["due_on"] != due_on:
            entries.change("task", put_off.number, {"due_on": due_on, "snoozes": times})
    if row["due_on"] == due_on:
        say(f"{_whose(put_off)}{number} is due {words.full(due_on)} already; nothing put off")
        return
    told(_ref(put_off), f"{number} {put_off.title}, now due {words.full(due_on)}")
    if times >= ENOUGH_SNOOZES:
        say(f"Put off {times} times now: three snoozes call for a decision. Do it or drop it: cs done {number}")


def _task(cs: Cs, said: str, undone: str) -> Task:
    from cs_cli.intake.typed import NotUnderstoodError  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.values import parse_task_number  # noqa: PLC0415  as above

    try:
        number = parse_task_number(said)
    except ValueError as error:
        raise NotUnderstoodError("the task", said, str(error)) from error
    found = Days(cs.reader, cs.today).task(number) if number is not None else None
    if found is None:
        raise NotFoundError(f'no task "{said}"; {undone}', "What is open: cs tasks")
    return found


def _ref(task: Task) -> AccountRef | None:
    if task.account_id is None or task.account is None:
        return None
    return AccountRef(task.account_id, task.account, task.name or "")


def _whose(task: Task) -> str:
    return f"{task.name} ({task.account}): " if task.account else ""
