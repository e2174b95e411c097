"""`cs sentiment ACME red because …`: how an account feels; without a mood, how it has felt so far."""

import shlex
from typing import Annotated

import typer

from cs_cli.commands.completion import complete_mood
from cs_cli.commands.contacts import MaybeAccountArgument
from cs_cli.commands.options import refuse_format
from cs_cli.commands.recording import account_to_change, recording, told
from cs_cli.commands.touches import day_said, person_said
from cs_cli.context import Cs
from cs_cli.domain import words
from cs_cli.domain.moods import parse_mood
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import sentiment as screens

KEYS = ["account", "name", "on", "mood", "why", "contact"]
_LATEST = """
SELECT account, name, "on", mood, why, contact FROM (
  SELECT s.account, a.name, s."on", s.mood, s.why, s.contact, s.sentiment_id,
    row_number() OVER (PARTITION BY account_id ORDER BY s."on" DESC, s.sentiment_id DESC) AS place
  FROM sentiments s JOIN accounts a USING (account_id) WHERE a.archived_on IS NULL AND s."on" <= :today)
WHERE place = 1 ORDER BY "on" DESC, sentiment_id DESC
"""
_SENTIMENTS = """
SELECT s.account, a.name, s."on", s.mood, s.why, s.contact FROM sentiments s JOIN accounts a USING (account_id)
WHERE account_id = :account AND s."on" <= :today ORDER BY s."on" DESC, s.sentiment_id DESC
"""
_BECAUSE = "because"
_UNDONE = "nothing was written"
MoodArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[MOOD WHY…]", autocompletion=complete_mood, help="green, yellow or red, and why."),
]
WhyOption = Annotated[str | None, typer.Option("--why", help="Why; the words after the mood do as well.")]
WhoOption = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Whose word it goes by.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Since when (today).")]


def sentiment(
    ctx: typer.Context,
    account: MaybeAccountArgument = None,
    mood: MoodArgument = None,
    why: WhyOption = None,
    who: WhoOption = None,
    on: OnOption = None,
) -> None:
    """Say how an account feels and why: ACCOUNT red because …; or list how it, or each, feels."""
    cs: Cs = ctx.obj
    if account and mood:
        refuse_format(cs, "a mood", f"How it has felt: cs sentiment {shlex.quote(account)} --format {cs.format}")
        _record(cs, account, mood, (why, who, on))
        return
    if option := next((name for name, said in (("--why", why), ("--who", who), ("--on", on)) if said), None):
        raise UsageError(
            f"{option} is of a mood, and none is said; {_UNDONE}", f"cs sentiment {account or 'ACME'} red because …"
        )
    if account is None:
        _list_latest(cs)
        return
    ref = cs.portfolio.account(account)
    found = cs.reader.rows(_SENTIMENTS, {"account": ref.account_id, "today": cs.today.isoformat()})
    rows = found[: cs.limit]
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(ref.key, rows, len(found), cs.today))


def _list_latest(cs: Cs) -> None:
    """How each account of the book feels, the newest first."""
    found = cs.reader.rows(_LATEST, {"today": cs.today.isoformat()})
    rows = found[: cs.limit]
    render.rows(rows, KEYS, cs.format, lambda: screens.latest(rows, len(found), cs.today))


def _record(cs: Cs, account: str, typed: list[str], more: tuple[str | None, str | None, str | None]) -> None:
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    why, who, on = more
    mood, reason = parse_mood(typed[0]), " ".join(typed[1:])
    if why and reason:
        raise UsageError(f"two reasons; {_UNDONE}", "After the mood, or with --why")
    said = why or reason
    said = said[len(_BECAUSE) :].lstrip(" ,:") if said.lower().startswith(f"{_BECAUSE} ") else said
    if not said or said.lower() == _BECAUSE:
        raise UsageError(f"why {mood}? A mood has its reason; {_UNDONE}", f"cs sentiment {account} {mood} because …")
    text = filled_text(said, "--why")
    day = day_said(cs, on, "Like --on fri", _UNDONE)
    ref = account_to_change(cs, account, _UNDONE)
    contact, people = person_said(cs, ref, who, _UNDONE)
    facts = {"felt_on": day, "mood": mood, "why": text, "contact": contact}
    with recording(cs) as entries:
        entries.insert("sentiment", {**facts, "account_id": ref.account_id})
    told(ref, f"{mood} since {words.full(day)}: {words.clipped(text, 80)}")
    people.tell_strangers(ref)
