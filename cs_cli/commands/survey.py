"""`cs survey ACME nps 9`: what a customer answered."""

from typing import Annotated

import typer

from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.today import AccountArgument
from cs_cli.commands.touches import day_said, joined, person_said
from cs_cli.context import Cs
from cs_cli.domain import words
from cs_cli.domain.moods import SCALES, parse_score
from cs_cli.errors import UsageError

_UNDONE = "nothing was written"
_LIKE = 'cs survey {account} nps 9 --who jo --comment "…"'
KindArgument = Annotated[str | None, typer.Argument(metavar="KIND", help="nps (0-10), csat (1-5) or ces (1-7).")]
ScoreArgument = Annotated[str | None, typer.Argument(metavar="SCORE")]
CommentArgument = Annotated[list[str] | None, typer.Argument(metavar="[COMMENT]", help="What they said.")]
WhoOption = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Who answered.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day of the answer (today).")]
CommentOption = Annotated[str | None, typer.Option("--comment", help="What they said.")]


def survey(
    ctx: typer.Context,
    account: AccountArgument,
    kind: KindArgument = None,
    score: ScoreArgument = None,
    said: CommentArgument = None,
    who: WhoOption = None,
    on: OnOption = None,
    comment: CommentOption = None,
) -> None:
    """Record what a customer answered to a survey: ACCOUNT nps 9."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    name = (kind or "").strip().lower()
    if name not in SCALES or score is None:
        what = f'no survey "{kind}"' if kind and name not in SCALES else "an answer has a kind and a score"
        raise UsageError(f"{what}; {_UNDONE}", _LIKE.format(account=account))
    if said and comment:
        raise UsageError(f"two comments; {_UNDONE}", "After the score, or with --comment")
    value = parse_score(name, score)
    text = comment or joined(said)
    facts = {"kind": name, "score": value, "comment": filled_text(text, "--comment") if text else None}
    day = day_said(cs, on, "Like --on fri", _UNDONE)
    ref = account_to_change(cs, account, _UNDONE)
    contact, people = person_said(cs, ref, who, _UNDONE)
    with recording(cs) as entries:
        entries.insert("survey", {**facts, "contact": contact, "answered_on": day, "account_id": ref.account_id})
    by = f" by {contact}" if contact else ""
    told(ref, f"{name.upper()} {value:g} of {words.full(day)}{by}")
    people.tell_strangers(ref)
