"""`cs edit a12`, `cs edit t31`, `cs log --amend`: putting right what was entered."""

import json
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Annotated, Any, NamedTuple

import typer

from cs_cli.commands.completion import complete_entry
from cs_cli.commands.recording import recording, told_changes
from cs_cli.commands.tasks import DueOption
from cs_cli.commands.touches import (
    PLANNED,
    KindOption,
    OfAKind,
    OnOption,
    TopicOption,
    WithOption,
    any_day_said,
    checked_topic,
    day_said,
    kind_said,
    people_said,
)
from cs_cli.commands.writing import words_said
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_day
from cs_cli.domain.numbered import parse_number, plan_row
from cs_cli.errors import AccountNotFoundError, BadDataError, NotFoundError, UsageError
from cs_cli.store.accounts import AccountRef
from cs_cli.store.days import Days, word_of

_UNDONE = "nothing changed"
_AMENDABLE = timedelta(days=1)
_LONGEST = 60
_NAMES = {"summary": "text", "happened_on": "on", "contacts": "with", "due_on": "due"}
_ACTIVITY = """
SELECT v.account_id, v.account, a.name, v.kind, v.summary FROM activities v
JOIN accounts a ON a.account_id = v.account_id WHERE v.activity_id = :id
"""
_STEPS = "SELECT step, at, command, undone_at FROM history ORDER BY step DESC"
_LOGGED = "SELECT max(id) FROM activity WHERE step = :step"
NumberArgument = Annotated[
    str, typer.Argument(metavar="NUMBER", autocompletion=complete_entry, help="a12 (cs activities) or t31 (cs tasks).")
]
NewArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TEXT]", help="What it is to say; without any option, nothing opens $EDITOR."),
]
SharedOption = Annotated[bool | None, typer.Option("--shared/--internal", help="Whether the customer may read it.")]


class Editing(OfAKind):
    """The options of `cs edit`: topic and people can be cleared."""

    def cleared_by_a_blank(self) -> frozenset[str]:
        """`--topic ""` and `--with ""`."""
        return frozenset({"topic", "people"})


class Typed(NamedTuple):
    """What the options say that an activity shall be; None where they do not."""

    kind: str | None = None
    on: str | None = None
    people: str | None = None
    topic: str | None = None
    shared: bool | None = None

    @property
    def is_empty(self) -> bool:
        """Whether no option was typed."""
        return all(value is None for value in self)


def edit(
    ctx: typer.Context,
    number: NumberArgument,
    text: NewArgument = None,
    kind: KindOption = None,
    on: OnOption = None,
    people: WithOption = None,
    topic: TopicOption = None,
    due: DueOption = None,
    *,
    shared: SharedOption = None,
) -> None:
    """Change what was logged (a12) or a task (t31): its words, day, people."""
    cs: Cs = ctx.obj
    typed = Typed(kind_said(ctx, kind), on, people, topic, shared)
    table, row_id = _row_meant(number)
    if table == "task":
        if not typed.is_empty:
            raise UsageError(f"{number} is a task: it has a title and a day; {_UNDONE}", f"cs edit {number} --due fri")
        _edit_task(cs, row_id, text or [], due)
    elif due is not None:
        raise UsageError(f"--due belongs to a task; {_UNDONE}", "What is open: cs tasks")
    else:
        _edit_activity(cs, row_id, text or [], typed, f"cs edit {number}")


def _row_meant(number: str) -> tuple[str, int]:
    if of_plan := plan_row(number, "edit", "at"):
        raise UsageError(f'"{number}" is {of_plan[0]}; {_UNDONE}', of_plan[1])
    try:
        return parse_number(number, "at")
    except ValueError as error:
        raise UsageError(f'"{number}" {error}; {_UNDONE}', "The numbers: cs activities, cs tasks") from error


def _edit_activity(cs: Cs, row_id: int, text: Sequence[str], typed: Typed, command: str) -> None:
    found = cs.reader.tuples(_ACTIVITY, {"id": row_id})
    if not found:
        raise NotFoundError(f'no activity "a{row_id}"; {_UNDONE}', "The numbers: cs activities")
    *of, kind, summary = found[0]
    ref, facts = AccountRef(*of), _facts(cs, kind, typed)
    people = people_said(cs, ref, typed.people, _UNDONE) if typed.people is not None else None
    if people:
        facts["contacts"] = people.stored
    if text or typed.is_empty:
        facts = {"summary": _words_of(cs, text, summary or "", command, "--on fri"), **facts}
    with recording(cs) as entries:
        changes = entries.change("activity", row_id, facts)
    told_changes(ref, _shown(changes), of=f"a{row_id}")
    if people:
        people.tell_strangers(ref)


def _words_of(cs: Cs, text: Sequence[str], before: str, command: str, option: str) -> str:
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    lines = [f'{command} "…"', f"Or an option: {command} {option}"]
    return filled_text(words_said(cs, text, lines, before), "the text")


def _facts(cs: Cs, before: str, typed: Typed) -> dict[str, Any]:
    """The columns that the options change, of a touch of the kind `before`. Raises UsageError."""
    from cs_cli.intake.typed import stored_text  # noqa: PLC0415  as above

    kind = typed.kind or before
    facts: dict[str, Any] = {"kind": typed.kind} if typed.kind else {}
    if typed.on:
        facts["happened_on"] = (
            any_day_said(cs, typed.on) if kind == PLANNED else day_said(cs, typed.on, "Like --on fri", _UNDONE)
        )
    if typed.topic is not None:
        topic = stored_text(typed.topic, "--topic")
        facts["topic"] = checked_topic(topic) if topic else None
    return facts | ({} if typed.shared is None else {"shared": typed.shared})


def _shown(changes: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[Any, Any]]:
    """The changes as they are told: by the words that are typed, long texts cut."""
    return {_NAMES.get(name, name): (_told(name, old), _told(name, new)) for name, (old, new) in changes.items()}


def _told(name: str, value: Any) -> Any:  # noqa: ANN401  any cell
    if name == "contacts":
        return ", ".join(json.loads(value))
    return words.clipped(value, _LONGEST) if isinstance(value, str) else value


def _edit_task(cs: Cs, number: int, text: Sequence[str], due: str | None) -> None:
    if (task := Days(cs.reader, cs.today).task(number)) is None:
        raise NotFoundError(f'no task "t{number}"; {_UNDONE}', "What is open: cs tasks")
    facts: dict[str, Any] = {"due_on": parse_day(due, cs.today, cs.settings.fiscal_start)} if due else {}
    if text or not due:
        facts = {"title": _words_of(cs, text, task.title, f"cs edit t{number}", "--due fri"), **facts}
    with recording(cs) as entries:
        changes = entries.change("task", number, facts)
    ref = AccountRef(task.account_id or 0, task.account, task.name or "") if task.account else None
    told_changes(ref, _shown(changes), of=f"t{number}")


def amend_last(cs: Cs, text: Sequence[str], typed: Typed) -> None:
    """Change what `cs log` or `cs meet` recorded last.

    Raises NotFoundError where there is nothing, BadDataError where that is undone or more than a day old.
    """
    _refuse_an_account(cs, text)
    for step in cs.reader.rows(_STEPS):
        if word_of(step["command"]) not in {"log", "meet"} or "--amend" in shlex.split(step["command"]):
            continue
        row_id = cs.reader.value(_LOGGED, {"step": step["step"]})
        if step["undone_at"] or row_id is None:
            raise BadDataError(
                f"what was logged last is undone ({words.clipped(step['command'], _LONGEST)}); {_UNDONE}",
                "Bring it again: cs redo. Something else: cs activities, then cs edit a12 …",
            )
        if cs.now - datetime.fromisoformat(step["at"]) > _AMENDABLE:
            on = cs.day_of(datetime.fromisoformat(step["at"]))
            raise BadDataError(
                f"what was logged last, a{row_id}, is of {words.full(on)}; {_UNDONE}", f"cs edit a{row_id} …"
            )
        say(f"Logged last: a{row_id} ({words.clipped(step['command'], _LONGEST)})")
        _edit_activity(cs, row_id, text, typed, "cs log --amend")
        return
    raise NotFoundError(f"nothing was logged yet; {_UNDONE}", 'cs log ACCOUNT "…"')


def _refuse_an_account(cs: Cs, text: Sequence[str]) -> None:
    """Raises UsageError for `cs log ACME --amend …`, which would make ACME a word of the text."""
    typed = cs.words
    if not text or text[0] not in typed[: typed.index("--amend")]:
        return
    with suppress(AccountNotFoundError):
        cs.portfolio.account(text[0], exactly=True)
        line = shlex.join(["cs", "log", "--amend", *text[1:]])
        raise UsageError(f"--amend changes what was logged last and takes no account; {_UNDONE}", line)
