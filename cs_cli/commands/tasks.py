"""`cs task`, `cs tasks`: what is to be done, by when, and how often."""

from datetime import date
from typing import Annotated, Any

import typer

from cs_cli.commands.filtering import AccountOrFilterArgument, account_or_filter
from cs_cli.commands.options import OwnerOption
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_day
from cs_cli.domain.tasks import Task, parse_every
from cs_cli.domain.text import fold
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import tasks as screens
from cs_cli.store.days import Days

KEYS = [
    "task", "account", "name", "title", "owner", "created_on", "due_on", "days_left", "late", "snoozes", "when",
    "every", "because",
]  # fmt: skip
NOBODY = "-"
"""What stands for the account of a task that is about none."""
DueOption = Annotated[str | None, typer.Option("--due", metavar="DATE", help="By when: fri, tomorrow, 2w, 1 dec, eom.")]
TitleArgument = Annotated[list[str], typer.Argument(metavar="TITLE", help="What is to be done.")]
TaskOwnerOption = Annotated[str | None, typer.Option("--owner", help="Who does it; you, where nobody is named.")]
LateOption = Annotated[bool, typer.Option("--late", help="Only what is past its day.")]
EveryOption = Annotated[
    str | None, typer.Option("--every", metavar="2w", help="It comes again: 10d, 2w, 1m, 1q, 1y after the first day.")
]


def task(
    ctx: typer.Context,
    account: AccountArgument,
    title: TitleArgument,
    due: DueOption = None,
    owner: TaskOwnerOption = None,
    every: EveryOption = None,
) -> None:
    """Note what is to be done for an account, or for none (-). Prints its number (t31)."""
    cs: Cs = ctx.obj
    by = parse_day(due, cs.today, cs.settings.fiscal_start) if due else None
    facts = new_task(cs, " ".join(title), by, owner) | _rhythm(every, by or cs.today)
    ref = None if account == NOBODY else account_to_change(cs, account, "no task noted")
    with recording(cs) as entries:
        number = entries.insert("task", {**facts, "account_id": ref.account_id if ref else None})
    render.write(f"t{number}\n")
    again = f", then every {facts['every']}" if every else ""
    told(ref, f"t{number} {facts['title']}{due_words(facts['due_on'])}{again}")


def _rhythm(every: str | None, first_on: date) -> dict[str, Any]:
    """The columns of a task that comes again, the first time on that day. Raises UsageError."""
    return {"every": str(parse_every(every)), "anchor_on": first_on, "due_on": first_on} if every else {}


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


def task_beside(cs: Cs, title: str | None, due: str | None) -> dict[str, Any] | None:
    """The row of the task that `--task` and `--due` ask for beside something else, but for its account; or None.

    Raises UsageError for a day without a task, BadDataError.
    """
    if title:
        return new_task(cs, title, parse_day(due, cs.today, cs.settings.fiscal_start) if due else None)
    if due is not None:
        raise UsageError("--due belongs to a task; nothing logged", '--task "send the ROI sheet" --due fri')
    return None


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
    opened = [_row(task, cs.today) for task in open_ if taken is None or task.account_id in taken]
    found = [row for row in opened if (row["late"] or not late) and _is_owned(cs, row["owner"], owner)]
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
        "when": task.when(today),
        "every": task.every,
        "because": task.because,
    }


def _is_owned(cs: Cs, owner: str | None, wanted: str | None) -> bool:
    """Whether `wanted` does the task; what nobody was named for is one's own."""
    if wanted is None:
        return True
    mine = {"me", fold(str(cs.settings["me.name"] or "me"))}
    asked = fold(wanted)
    return fold(owner or "me") in (mine if asked in mine else {asked})
