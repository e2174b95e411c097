"""`cs done`, `cs drop`, `cs snooze`: what becomes of a task or a promise."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from cs_cli.commands.completion import complete_errand, complete_task
from cs_cli.commands.recording import recording, told
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_day
from cs_cli.domain.numbered import parse_number, plan_row
from cs_cli.errors import BadDataError, NotFoundError, UsageError
from cs_cli.store.errands import Errand, errand

ENOUGH_SNOOZES = 3
"""So often putting a task off again takes a reason."""
_NEEDLESS = "what became of the renewal had made it needless"
_NAMES = {"task": "task", "commitment": "promise"}
_OTHERS = {"c": ("promise", "commitment"), "m": ("milestone", "milestone")}
"""What has another word to be put off by: what it is, and the word."""
_OPEN = {"task": "What is open: cs tasks", "commitment": "What is due: cs today"}
NumbersArgument = Annotated[
    list[str], typer.Argument(metavar="TASK…", help="t31, or c4 for a promise.", autocompletion=complete_errand)
]
NumberArgument = Annotated[str, typer.Argument(metavar="TASK", autocompletion=complete_task)]
UntilArgument = Annotated[str, typer.Argument(metavar="DATE", help="2w, fri, 1 dec: counted from today.")]
BecauseOption = Annotated[str | None, typer.Option("--because", metavar="WHY", help="The reason, kept with it.")]


def done(ctx: typer.Context, numbers: NumbersArgument) -> None:
    """Tick off tasks and promises. A task that comes again makes the next one."""
    cs: Cs = ctx.obj
    ready = _open_ones(cs, numbers, "nothing ticked off")
    if not ready:
        return
    again: dict[str, str] = {}
    with recording(cs) as entries:
        for each in ready:
            entries.change(each.table, each.row_id, {"done_on": cs.today, **_touched(cs, each)})
            if following := _following(cs, each):
                number = entries.insert("task", following)
                again[each.number] = f"; next: t{number}, due {words.full(following['due_on'])}"
    _tell(ready, {each.number: f"done: {each.what}{again.get(each.number, '')}" for each in ready})


def _following(cs: Cs, each: Errand) -> dict[str, Any] | None:
    """The row of the task that comes after a recurring one, if any does."""
    task = each.task
    due_on = task.again_on(cs.today) if task else None
    if task is None or due_on is None:
        return None
    kept = {name: getattr(task, name) for name in ("account_id", "title", "owner", "every", "anchor_on")}
    return {**kept, "created_on": cs.today, "due_on": due_on}


def drop(ctx: typer.Context, numbers: NumbersArgument, because: BecauseOption = None) -> None:
    """Drop tasks and promises: they will not be done. One that comes again ends."""
    cs: Cs = ctx.obj
    why = _reason(because)
    ready = _open_ones(cs, numbers, "nothing dropped")
    if not ready:
        return
    with recording(cs) as entries:
        for each in ready:
            reason = {"because": why} if why else {}
            entries.change(each.table, each.row_id, {"dropped_on": cs.today, **reason, **_touched(cs, each)})
    ends = {each.number: "; it does not come again" for each in ready if each.task and each.task.every}
    _tell(ready, {each.number: f"dropped: {each.what}{ends.get(each.number, '')}" for each in ready})


def snooze(ctx: typer.Context, number: NumberArgument, until: UntilArgument, because: BecauseOption = None) -> None:
    """Put a task off to a later day. The third time takes a reason."""
    cs: Cs = ctx.obj
    _refuse_others(number, until)
    due_on, why = parse_day(until, cs.today, cs.settings.fiscal_start), _reason(because)
    if due_on <= cs.today:
        raise UsageError(f'"{until}" is {due_on}, not after {cs.today}; nothing put off', "Like cs snooze t31 2w")
    each = _errand(cs, number, "nothing put off", "t")
    if each.done_on is not None:
        raise BadDataError(f"{each.number} is done since {each.done_on}; nothing put off", _OPEN["task"])
    if each.dropped_on is not None:
        raise BadDataError(f"{each.number} {_dropped(each, str(each.dropped_on))}; nothing put off", _OPEN["task"])
    with recording(cs) as entries:
        row = entries.row("task", each.row_id)
        if row["due_on"] != due_on:
            _refuse_putting_off(each, row["snoozes"], until, why)
            reason = {"because": why} if why else {}
            entries.change("task", each.row_id, {"due_on": due_on, "snoozes": row["snoozes"] + 1, **reason})
    if row["due_on"] == due_on:
        say(f"{each.whose}{each.number} is due {words.full(due_on)} already; nothing put off")
        return
    told(each.account, f"{each.number} {each.what}, now due {words.full(due_on)}")


def _refuse_others(number: str, until: str) -> None:
    """Raises UsageError for a promise and a milestone, with the line that puts it off."""
    from shlex import quote  # noqa: PLC0415  only for a refusal

    if number[1:].isdigit() and (other := _OTHERS.get(number[:1].lower())):
        what, word = other
        raise UsageError(
            f'"{number}" is a {what}, not a task; nothing put off', f"cs {word} edit {number} --due {quote(until)}"
        )


def _refuse_putting_off(each: Errand, times: int, until: str, why: str | None) -> None:
    """Raises UsageError where a decision is due: do it, drop it, or say why it waits."""
    if why or times + 1 < ENOUGH_SNOOZES:
        return
    from shlex import quote  # noqa: PLC0415  only for a refusal

    raise UsageError(
        f"{each.number} {each.what} was put off {times} times already; nothing put off. Time to decide:",
        f"cs done {each.number}",
        f'cs drop {each.number} --because "…"',
        f'cs snooze {each.number} {quote(until)} --because "…"',
    )


def _reason(because: str | None) -> str | None:
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    return None if because is None else filled_text(because, "--because")


def _open_ones(cs: Cs, numbers: Sequence[str], undone: str) -> list[Errand]:
    """What of `numbers` is open, each once; what is not is told. Raises BadDataError for what was noted later."""
    found = {each.number: each for each in (_errand(cs, said, undone) for said in numbers)}.values()
    for each in found:
        if each.done_on is not None:
            say(f"{each.number} was done already, on {words.full(each.done_on)}")
        elif each.dropped_on is not None:
            say(f"{each.whose}{each.number} {_dropped(each, words.full(each.dropped_on))}")
        elif each.created_on is not None and each.created_on > cs.today:
            raise BadDataError(
                f"{each.number} was noted on {each.created_on}, after {cs.today}; {undone}",
                f"On a later day: --as-of {each.created_on}",
            )
    return [each for each in found if each.is_open]


def _dropped(each: Errand, day: str) -> str:
    needless = _NEEDLESS if each.task and each.task.is_step else ""
    why = each.because or needless
    return f"was dropped on {day}{f': {why}' if why else ''}"


def _errand(cs: Cs, said: str, undone: str, letters: str = "tc") -> Errand:
    if letters == "tc" and (of_plan := plan_row(said, "done", letters)):
        raise UsageError(f'"{said}" is {of_plan[0]}; {undone}', of_plan[1])
    table, row_id = _number(said, letters)
    found = errand(cs.reader, cs.today, table, row_id)
    if found is None:
        raise NotFoundError(f'no {_NAMES[table]} "{said}"; {undone}', _OPEN[table])
    return found


def _number(said: str, letters: str) -> tuple[str, int]:
    from cs_cli.intake.typed import NotUnderstoodError  # noqa: PLC0415  only writing commands read values

    try:
        return parse_number(said, letters)
    except ValueError as error:
        what = "is no task number like t31" if letters == "t" else str(error)
        raise NotUnderstoodError("the task", said, what) from error


def _touched(cs: Cs, each: Errand) -> dict[str, Any]:
    """What else changes with a promise: the day of its last change."""
    return {} if each.task else {"changed_on": cs.today}


def _tell(ready: Sequence[Errand], what: dict[str, str]) -> None:
    *others, last = ready
    for each in others:
        say(f"{each.whose}{each.number} {what[each.number]}.")
    told(last.account, f"{last.number} {what[last.number]}")
