"""`cs log ACME "…"`: one line about an account, with the task that comes of it."""

import json
from typing import Annotated, Any

import typer

from cs_cli.commands.contacts import adding, people_meant
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.tasks import DueOption, due_words, new_task
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_day, parse_past_day
from cs_cli.domain.text import fold
from cs_cli.errors import UsageError

KINDS = ("call", "meeting", "email", "reply", "note", "qbr")
PLANNED = "qbr"
"""The kind that may lie ahead: a QBR that is planned."""
TOPICS = ("renewal", "value", "escalation", "training", "adoption", "onboarding", "roadmap")
_NEARLY = 0.75
KindOption = Annotated[str, typer.Option("--kind", metavar="KIND", help=f"{', '.join(KINDS)}.")]
OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day it was (today; fri is the last one).")
]
WithOption = Annotated[str | None, typer.Option("--with", metavar="NAMES", help='With whom: "Jo Park;Sam".')]
TopicOption = Annotated[str | None, typer.Option("--topic", help=f"{', '.join(TOPICS[:4])}, …")]
TaskOption = Annotated[str | None, typer.Option("--task", help="What you promised to do.")]
TextArgument = Annotated[list[str], typer.Argument(metavar="TEXT", help="What happened.")]


def log(
    ctx: typer.Context,
    account: AccountArgument,
    text: TextArgument,
    kind: KindOption = "note",
    on: OnOption = None,
    people: WithOption = None,
    topic: TopicOption = None,
    task: TaskOption = None,
    due: DueOption = None,
) -> None:
    """Log a call, meeting, mail or note in one line. And, if asked, the task that comes of it."""
    cs: Cs = ctx.obj
    if due is not None and task is None:
        raise UsageError("--due belongs to a task; nothing logged", '--task "send the ROI sheet" --due fri')
    activity = _activity(cs, " ".join(text), checked_kind(kind), on, topic)
    title = new_task(cs, task, parse_day(due, cs.today, cs.settings.fiscal_start) if due else None) if task else None
    ref = account_to_change(cs, account, "nothing logged")
    names, strangers = people_meant(cs, ref, people, "nothing logged")
    contacts = json.dumps(names, ensure_ascii=False)
    with recording(cs) as entries:
        entries.insert("activity", {**activity, "contacts": contacts, "account_id": ref.account_id})
        number = entries.insert("task", {**title, "account_id": ref.account_id}) if title else None
    if title and number:
        say(f"t{number}: {title['title']}{due_words(title['due_on'])}")
    told(ref, f"{kind} of {words.full(activity['happened_on'])} logged")
    for name in strangers:
        say(f"{name} is no contact of {ref.key}; to have it count as theirs: {adding(ref, name)}")


def checked_kind(said: str) -> str:
    """`said` if it is a kind of activity. Raises UsageError."""
    if said not in KINDS:
        raise UsageError(f'no kind of activity "{said}"', f"One of {', '.join(KINDS)}")
    return said


def _activity(cs: Cs, text: str, kind: str, on: str | None, topic: str | None) -> dict[str, Any]:
    from cs_cli.intake.typed import filled_text, stored_text  # noqa: PLC0415  only writing commands read values

    day = parse_past_day(on, cs.today, cs.settings.fiscal_start) if on else cs.today
    if kind != PLANNED and day > max(cs.today, cs.local_now.date()):
        raise UsageError(f'--on "{on}" is {words.full(day)}, still to come; nothing logged', "For that day: cs task")
    return {
        "kind": kind,
        "happened_on": day,
        "summary": filled_text(text, "the text"),
        "topic": checked_topic(stored_text(topic, "--topic")) or None if topic else None,
    }


def checked_topic(said: str) -> str:
    """`said`, a known topic as it is written here. Raises UsageError for what comes close to one."""
    from difflib import get_close_matches  # noqa: PLC0415  only where a topic is said

    folded = fold(said)
    close = get_close_matches(folded, TOPICS, n=1, cutoff=_NEARLY)
    if close and close[0] != folded:
        raise UsageError(f'--topic "{said}" is none I know; nothing logged', f"Did you mean {close[0]}?")
    return close[0] if close else said
