"""`cs log ACME …`: one line about an account, with the task that comes of it; `cs log --amend` puts it right."""

from typing import Annotated

import typer

from cs_cli.commands.completion import complete_account
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.tasks import DueOption, due_words, task_beside
from cs_cli.commands.touches import (
    KindOption,
    OnOption,
    SharedOption,
    TaskOption,
    TopicOption,
    Touch,
    WithOption,
    columns_of,
    kind_said,
    people_said,
)
from cs_cli.commands.writing import words_said
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.errors import UsageError

WhereArgument = Annotated[
    str | None, typer.Argument(metavar="ACCOUNT", autocompletion=complete_account, show_default=False)
]
TextArgument = Annotated[
    list[str] | None, typer.Argument(metavar="TEXT", help="What happened; - reads it, nothing opens $EDITOR.")
]
AmendOption = Annotated[bool, typer.Option("--amend", help="Change what was logged last instead.")]


def log(
    ctx: typer.Context,
    account: WhereArgument = None,
    text: TextArgument = None,
    kind: KindOption = None,
    on: OnOption = None,
    people: WithOption = None,
    topic: TopicOption = None,
    task: TaskOption = None,
    due: DueOption = None,
    *,
    shared: SharedOption = False,
    amend: AmendOption = False,
) -> None:
    """Log a call, meeting, mail or note in one line. And, if asked, the task that comes of it."""
    cs: Cs = ctx.obj
    title = task_beside(cs, task, due)
    said = kind_said(ctx, kind)
    if amend:
        from cs_cli.commands.edit import Typed, amend_last  # noqa: PLC0415  a line that is logged does without

        if task is not None:
            raise UsageError("--amend adds no task; nothing changed", f'cs task ACCOUNT "{task}"')
        amend_last(cs, [*([account] if account else []), *(text or [])], Typed(said, on, people, topic, shared or None))
        return
    if account is None:
        raise UsageError("Missing argument 'ACCOUNT'", "Like cs log ACME CFO wants ROI by Friday --call")
    said = said or "note"
    what = words_said(cs, text or [], [f'cs log {account} "…"', f"From a pipe: … | cs log {account} -"])
    activity = columns_of(cs, Touch(said, on, topic, shared), what)
    ref = account_to_change(cs, account, "nothing logged")
    who = people_said(cs, ref, people)
    with recording(cs) as entries:
        entries.insert("activity", {**activity, "contacts": who.stored, "account_id": ref.account_id})
        number = entries.insert("task", {**title, "account_id": ref.account_id}) if title else None
    if title and number:
        say(f"t{number}: {title['title']}{due_words(title['due_on'])}")
    told(ref, f"{said} of {words.full(activity['happened_on'])} logged")
    who.tell_strangers(ref)
