"""`cs meet ACME --with jo --commit "us: fix SSO by 12 dec"`: a conversation and all that comes of it."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import typer

from cs_cli.commands.plan_rows import tell_no_day
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.tasks import DueOption, due_words, task_beside
from cs_cli.commands.today import AccountArgument
from cs_cli.commands.touches import (
    KindOption,
    OnOption,
    TaskOption,
    TopicOption,
    Touch,
    WithOption,
    columns_of,
    joined,
    kind_said,
    people_said,
)
from cs_cli.commands.writing import STDIN, words_said
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.moods import parse_mood
from cs_cli.domain.promise import Promise, parse_promise
from cs_cli.errors import UsageError
from cs_cli.output import render

SaidArgument = Annotated[list[str] | None, typer.Argument(metavar="[TEXT]", help="What was said; - reads it.")]
MoodOption = Annotated[str | None, typer.Option("--sentiment", metavar="MOOD", help="green, yellow or red.")]
WhyOption = Annotated[str | None, typer.Option("--why", help="Why that mood; the text, where nothing is said.")]
CommitOption = Annotated[
    list[str] | None, typer.Option("--commit", metavar="PROMISE", help='"us: fix SSO by 12 dec"; may be repeated.')
]
SharedOption = Annotated[
    bool,
    typer.Option("--shared", help="The customer may read what was said; promises are shared, unless --internal."),
]
InternalOption = Annotated[bool, typer.Option("--internal", help="The customer reads nothing of it: no promise, too.")]
_SIDES = {"us": "we promised", "them": "they promised", "both": "both promised"}


def meet(
    ctx: typer.Context,
    account: AccountArgument,
    text: SaidArgument = None,
    people: WithOption = None,
    sentiment: MoodOption = None,
    why: WhyOption = None,
    commit: CommitOption = None,
    kind: KindOption = None,
    on: OnOption = None,
    topic: TopicOption = None,
    task: TaskOption = None,
    due: DueOption = None,
    *,
    shared: SharedOption = False,
    internal: InternalOption = False,
) -> None:
    """Record a conversation: with whom, how it felt, what was promised, the task."""
    cs: Cs = ctx.obj
    title = task_beside(cs, task, due)
    if shared and internal:
        raise UsageError("--shared and --internal are two answers; nothing logged", "Say one of them")
    if not (text or people or commit or sentiment):
        raise UsageError("a meeting with nobody, about nothing; nothing logged", f'cs meet {account} --with jo "…"')
    said = joined(text) if text != [STDIN] else words_said(cs, [STDIN], ())
    activity = columns_of(cs, Touch(kind_said(ctx, kind) or "meeting", on, topic, shared), said)
    day = activity["happened_on"]
    felt = _felt(account, sentiment, why or said, day)
    promises = [_promised(cs, each) for each in commit or ()]
    ref = account_to_change(cs, account, "nothing logged")
    who = people_said(cs, ref, people)
    of = {"account_id": ref.account_id}
    with recording(cs) as entries:
        number = entries.insert("activity", {**activity, **of, "contacts": who.stored})
        if felt:
            entries.insert("sentiment", {**felt, **of})
        dated = {**of, "activity_id": number, "created_on": day, "changed_on": day}
        made = [
            (entries.insert("commitment", {**each._asdict(), **dated, "shared": not internal}), each)
            for each in promises
        ]
        todo = entries.insert("task", {**title, **of}) if title else None
    render.write(f"a{number}\n")
    for row_id, each in made:
        say(f"c{row_id}: {_SIDES[each.side]} {each.promise}{due_words(each.due_on)}")
        if each.due_on is None:
            tell_no_day(f"c{row_id}")
    if title and todo:
        say(f"t{todo}: {title['title']}{due_words(title['due_on'])}")
    mood = f", {felt['mood']}" if felt else ""
    told(ref, f"{activity['kind']} of {words.full(day)} logged{mood}")
    who.tell_strangers(ref)
    if made:
        _tell_readers(
            [*([f"a{number}"] if shared else []), *(f"c{row}" for row, _ in made if not internal)], made[0][0]
        )


def _tell_readers(shared: Sequence[str], promise: int) -> None:
    """Say what of a meeting with promises the customer may read, and how to keep one of them."""
    if not shared:
        say("All of it is internal: no customer reads it")
        return
    line = f"cs commitment edit c{promise} --internal"
    say(f"The customer may read {', '.join(shared)} in qbr and plan; the rest is internal. To keep one: {line}")


def _felt(account: str, mood: str | None, why: str | None, day: date) -> dict[str, Any] | None:
    """The row of the sentiment, but for its account. Raises UsageError where nobody says why."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    if mood is None:
        return None
    known = parse_mood(mood)
    if why is None:
        raise UsageError(
            f"why {known}? A mood has its reason; nothing logged", f'cs meet {account} --sentiment {known} --why "…"'
        )
    return {"felt_on": day, "mood": known, "why": filled_text(why, "--why")}


def _promised(cs: Cs, said: str) -> Promise:
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  as above

    return parse_promise(filled_text(said, "--commit"), cs.today, cs.settings.fiscal_start)
