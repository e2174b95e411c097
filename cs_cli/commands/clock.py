"""`cs clock`: the steps before each renewal is decided, and the tasks that are made of them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cs_cli.commands.clocks import book_of, clock_desk, green_of
from cs_cli.commands.completion import complete_filter
from cs_cli.commands.filtering import chosen_of, is_account
from cs_cli.commands.options import OwnerOption, SegmentOption, refuse_format
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.clock import SKIPPED, Point, Reading, StepTask
from cs_cli.domain.conditions import Filter
from cs_cli.domain.renewals import Renewal
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import clock as screens
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

KEYS = [
    "account",
    "name",
    "contract",
    "owner",
    "segment",
    "term",
    "clock",
    "decide_kind",
    "decide_on",
    "step",
    "title",
    "days",
    "on",
    "days_left",
    "state",
    "why",
    "task",
    "due_on",
    "done_on",
    "moved_to",
]
WhichArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ACCOUNT[/CONTRACT] | FILTER…]",
        autocompletion=complete_filter,
        help="Every step there; else what is due in all accounts, or those that fit.",
        show_default=False,
    ),
]
CreateOption = Annotated[bool, typer.Option("--create-tasks", help="Make a task of each step that is to come.")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say which tasks would be made.")]
CopyOption = Annotated[bool, typer.Option("--copy", help="Copy the shipped clock.toml beside your config file.")]


class Plan(NamedTuple):
    """What is to become of the clock of one renewal: steps to make a task of, tasks to move, tasks to close."""

    reading: Reading
    make: Sequence[Point]
    move: Sequence[Point]
    close: Sequence[StepTask]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not (self.make or self.move or self.close)


def clock(
    ctx: typer.Context,
    words: WhichArgument = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    *,
    create_tasks: CreateOption = False,
    dry_run: DryRunOption = False,
    copy: CopyOption = False,
) -> None:
    """Show the steps before a renewal is decided; make tasks of them."""
    cs: Cs = ctx.obj
    account = words[0] if words and is_account(words) else None
    if copy:
        _copy(cs, alone=not (words or owner or segment or create_tasks or dry_run))
        return
    if account is not None and (owner or segment):
        raise UsageError(f"--owner and --segment choose among all accounts, and {account} is one", "One or the other")
    if dry_run and not create_tasks:
        raise UsageError("--dry-run goes with --create-tasks; cs clock alone writes nothing")
    if create_tasks:
        refuse_format(cs, "cs clock --create-tasks", "The steps as data: cs clock --json")
    if account is not None:
        _of_account(cs, account, create_tasks=create_tasks, dry_run=dry_run)
    else:
        _of_all(cs, chosen_of(cs, words, owner=owner, segment=segment), create_tasks=create_tasks, dry_run=dry_run)


def _copy(cs: Cs, *, alone: bool) -> None:
    """Raises UsageError beside anything else, CannotWriteError where the user has a clock.toml."""
    from cs_cli.store.clocks import FILE, SHIPPED  # noqa: PLC0415  only here
    from cs_cli.store.tomlfile import copy_shipped  # noqa: PLC0415  as above

    if not alone:
        raise UsageError("--copy copies a file and does nothing else", "cs clock --copy")
    path = cs.settings.folder / FILE
    copy_shipped(SHIPPED, path)
    render.write(f"{path}\n")


def _of_account(cs: Cs, said: str, *, create_tasks: bool, dry_run: bool) -> None:
    ref, renewals = _renewals_of(cs, said)
    desk = clock_desk(cs)
    green = green_of(cs, desk, renewals)
    readings = [desk.reading(renewal, is_green=renewal.term.account_id in green) for renewal in renewals]
    if create_tasks:
        _create(cs, [Plan(r, r.to_make(), r.moved(), r.left) for r in readings], ref.name, dry_run=dry_run)
        return
    asked = screens.whose(renewals[0]) if "/" in said and renewals else ref.key
    rows = [_row(cs, reading, point) for reading in readings for point in reading.points]
    render.rows(rows[: cs.limit], KEYS, cs.format, lambda: screens.of_account(asked, ref.name, readings, cs.today))


def _renewals_of(cs: Cs, said: str) -> tuple[AccountRef, list[Renewal]]:
    """The account that is meant, and what is to decide there, of one contract or of all. Raises NotFoundError."""
    if "/" not in said:
        ref = cs.portfolio.account(said)
        return ref, cs.portfolio.worth_of(ref).renewals
    from cs_cli.commands.contract import contract_meant  # noqa: PLC0415  it reads what `cs today` is made of, too

    ref, terms = contract_meant(cs, said, "no clock to show", lambda _terms: True)
    meant = {term.contract_id for term in terms}
    return ref, [r for r in cs.portfolio.worth_of(ref).renewals if r.term.contract_id in meant]


def _of_all(cs: Cs, chosen: Filter, *, create_tasks: bool, dry_run: bool) -> None:
    takes = cs.portfolio.takes(chosen)
    renewals = [renewal for worth in cs.portfolio.worth.values() for renewal in worth.renewals if takes(renewal.term)]
    book = book_of(cs, renewals)
    due = [(reading, point) for reading in book.readings for point in reading.due(cs.today)]
    due.sort(key=lambda pair: (pair[1].due_on, pair[0].renewal.term.account, pair[0].renewal.contract))
    if create_tasks:
        _create(cs, [_due_plan(cs, reading) for reading in book.readings], "", dry_run=dry_run)
        return
    rows = [_row(cs, reading, point) for reading, point in due]
    shown = due[: cs.limit]
    instead = cs.portfolio.instead(chosen)
    render.rows(
        rows[: cs.limit], KEYS, cs.format, lambda: screens.due(shown, len(due), book.this_week, cs.today, instead)
    )


def _due_plan(cs: Cs, reading: Reading) -> Plan:
    """Of all accounts only what is due now gets a task; the rest has its week to come."""
    return Plan(reading, [p for p in reading.due(cs.today) if p.task is None], reading.moved(), reading.left)


def _row(cs: Cs, reading: Reading, point: Point) -> dict[str, Any]:
    """One step of one renewal with KEYS."""
    renewal, task = reading.renewal, point.task
    term = renewal.term
    return {
        "account": term.account,
        "name": term.name,
        "contract": renewal.contract or None,
        "owner": term.owner,
        "segment": term.segment,
        "term": renewal.rhythm,
        "clock": reading.clock.name if reading.clock else None,
        "decide_kind": renewal.decide_kind,
        "decide_on": renewal.decide_on.isoformat(),
        "step": point.step,
        "title": point.title,
        "days": point.days,
        "on": point.on.isoformat(),
        "days_left": (point.due_on - cs.today).days,
        "state": point.state,
        "why": point.why or None,
        "task": f"t{task.number}" if task else None,
        "due_on": task.due_on.isoformat() if task else None,
        "done_on": task.done_on.isoformat() if task and task.done_on else None,
        "moved_to": point.moved_to.isoformat() if point.moved_to else None,
    }


def _create(cs: Cs, plans: Sequence[Plan], of: str, *, dry_run: bool) -> None:
    """Make the tasks of all plans in one step, and say what was done; `of` is the account that was asked for."""
    busy = [plan for plan in plans if not plan.is_empty]
    if not busy:
        whose = f"{of}: " if of else ""
        why = "each step has one, has passed or is not needed" if plans else "nothing to decide on, so no clock runs"
        say(f"{whose}no task to make: {why}")
        return
    if dry_run:
        for plan in busy:
            _tell(cs, plan, ["would be made"] * len(plan.make), "would be ")
        say("Nothing was written.")
        return
    from cs_cli.commands.recording import recording  # noqa: PLC0415  only here

    with recording(cs) as entries:
        made = [_write(cs, entries, plan) for plan in busy]
    for plan, numbers in zip(busy, made, strict=True):
        _tell(cs, plan, [f"t{number}" for number in numbers], "")
    render.write("".join(f"t{number}\n" for numbers in made for number in numbers))
    say(f"{_counts(busy)}. Take it back: cs undo")


def _write(cs: Cs, entries: "Entries", plan: Plan) -> list[int]:
    term = plan.reading.renewal.term
    for point in plan.move:
        assert point.task is not None  # noqa: S101  only tasks move
        entries.change("task", point.task.number, {"due_on": point.moved_to})
    for task in plan.close:
        entries.change("task", task.number, {"dropped_on": cs.today})
    return [
        entries.insert(
            "task",
            {
                "account_id": term.account_id,
                "contract_id": term.contract_id,
                "clock_step": point.step,
                "title": _title(plan.reading.renewal, point),
                "owner": term.owner,
                "created_on": cs.today,
                "due_on": max(point.on, cs.today),
            },
        )
        for point in plan.make
    ]


def _title(renewal: Renewal, point: Point) -> str:
    name = renewal.contract or "renewal"
    return f"{name}: {point.title}" if point.days is None else f"{name} {point.label}: {point.title}"


def _tell(cs: Cs, plan: Plan, numbers: Sequence[str], verb: str) -> None:
    """A line a task: made, moved, closed; and the steps that have passed and get none."""
    renewal = plan.reading.renewal
    whose = f"{renewal.term.name} ({screens.whose(renewal)}): "
    for number, point in zip(numbers, plan.make, strict=True):
        say(f"{whose}{number}: {point.sign}{point.title}, due {words.full(max(point.on, cs.today))}")
    for point in plan.move:
        if point.task and point.moved_to:
            say(f"{whose}t{point.task.number} {verb}due {words.full(point.moved_to)}, not {point.task.due_on}")
    for task in plan.close:
        say(f"{whose}t{task.number} {verb}closed: of a decision that has passed")
    passed = [f"{point.sign}{point.title}" for point in plan.reading.points if point.state == SKIPPED]
    if passed and plan.make:
        say(f"{whose}no task for {'; '.join(passed)}")


def _counts(plans: Sequence[Plan]) -> str:
    counts = {
        "made": sum(len(plan.make) for plan in plans),
        "moved": sum(len(plan.move) for plan in plans),
        "closed": sum(len(plan.close) for plan in plans),
    }
    return ", ".join(f"{words.counted(count, 'task')} {what}" for what, count in counts.items() if count)
