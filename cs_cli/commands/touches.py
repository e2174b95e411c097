"""What is said of a touch, whoever records or changes it: its kind, day, topic and people."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

import typer

from cs_cli.commands.fields import Field, Recording, said
from cs_cli.commands.people import adding, people_meant
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_past_day
from cs_cli.domain.text import fold
from cs_cli.errors import UsageError
from cs_cli.store.accounts import AccountRef

KINDS = ("call", "meeting", "email", "reply", "note", "qbr")
PLANNED = "qbr"
"""The kind that may lie ahead: a QBR that is planned."""
TOPICS = ("renewal", "value", "escalation", "training", "adoption", "onboarding", "roadmap")
_SHORT = {
    "call": "You spoke.", "meeting": "You met.", "email": "You wrote; no touch.", "reply": "They answered.",
    "note": "For yourself.",
}  # fmt: skip
_NEARLY = 0.75
KindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=f"{', '.join(KINDS)}.")]
OnOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="The day it was (today; fri is the last one).")
]
WithOption = Annotated[str | None, typer.Option("--with", metavar="NAMES", help="With whom: jo,sam.")]
TopicOption = Annotated[str | None, typer.Option("--topic", help=f"{', '.join(TOPICS[:4])}, …")]
TaskOption = Annotated[str | None, typer.Option("--task", help="What you promised to do.")]
SharedOption = Annotated[bool, typer.Option("--shared", help="The customer may read it; else it is internal.")]


class OfAKind(Recording):
    """A command with `--call`, `--meeting`, … beside `--kind`."""

    fields = tuple(Field(kind, meaning, switch=True) for kind, meaning in _SHORT.items())


def kind_said(ctx: typer.Context, kind: str | None) -> str | None:
    """The kind that `--kind`, `--call` and the like name, if any. Raises UsageError for two of them."""
    named = [f"--{name}" for name, is_said in said(ctx).items() if is_said]
    kinds = {option.removeprefix("--") for option in named} | ({checked_kind(kind)} if kind else set())
    if len(kinds) > 1:
        options = [*([f"--kind {kind}"] if kind else []), *named]
        raise UsageError(f"{' and '.join(options)} are two kinds; nothing was written", "Say one of them")
    return kinds.pop() if kinds else None


def checked_kind(said: str) -> str:
    """`said` if it is a kind of activity. Raises UsageError."""
    if said not in KINDS:
        raise UsageError(f'no kind of activity "{said}"', f"One of {', '.join(KINDS)}")
    return said


def checked_topic(said: str) -> str:
    """`said`, a known topic as it is written here. Raises UsageError for what comes close to one."""
    from difflib import get_close_matches  # noqa: PLC0415  only where a topic is said

    folded = fold(said)
    close = get_close_matches(folded, TOPICS, n=1, cutoff=_NEARLY)
    if close and close[0] != folded:
        raise UsageError(f'--topic "{said}" is none I know; nothing logged', f"Did you mean {close[0]}?")
    return close[0] if close else said


def day_said(cs: Cs, on: str | None, hint: str, undone: str = "nothing logged") -> date:
    """The day of `--on`, else today. Raises UsageError for one that is still to come."""
    day = any_day_said(cs, on)
    if day > max(cs.today, cs.local_now.date()):
        raise UsageError(f'--on "{on}" is {words.full(day)}, still to come; {undone}', hint)
    return day


def any_day_said(cs: Cs, on: str | None) -> date:
    """The day of `--on`, else today."""
    return parse_past_day(on, cs.today, cs.settings.fiscal_start) if on else cs.today


class Touch(NamedTuple):
    """What the options say of a touch; None where they do not."""

    kind: str
    on: str | None
    topic: str | None
    shared: bool


def columns_of(cs: Cs, touch: Touch, text: str | None) -> dict[str, Any]:
    """The row of a touch, but for its account and people; without `text` it has no words. Raises UsageError."""
    from cs_cli.intake.typed import filled_text, stored_text  # noqa: PLC0415  only writing commands read values

    is_planned = touch.kind == PLANNED
    return {
        "kind": touch.kind,
        "happened_on": any_day_said(cs, touch.on) if is_planned else day_said(cs, touch.on, "For that day: cs task"),
        "summary": None if text is None else filled_text(text, "the text"),
        "topic": checked_topic(stored_text(touch.topic, "--topic")) or None if touch.topic else None,
        "shared": touch.shared,
    }


class People(NamedTuple):
    """Who was there, contacts by their full names; `strangers` are no contacts."""

    names: list[str]
    strangers: list[str]

    @property
    def stored(self) -> str:
        """As the column `contacts` holds them."""
        return json.dumps(self.names, ensure_ascii=False)

    def tell_strangers(self, ref: AccountRef) -> None:
        """A line for each who is no contact."""
        for name in self.strangers:
            say(f"{name} is no contact of {ref.key}; to have it count as theirs: {adding(ref, name)}")


def people_said(cs: Cs, ref: AccountRef, said: str | None, undone: str = "nothing logged") -> People:
    """The people that `--with` names. Raises NotFoundError."""
    return People(*people_meant(cs, ref, said, undone))


def person_said(cs: Cs, ref: AccountRef, said: str | None, undone: str) -> tuple[str | None, People]:
    """The one person that `--who` names, if any. Raises NotFoundError, or UsageError for several."""
    people = people_said(cs, ref, said, undone)
    if len(people.names) > 1:
        raise UsageError(f'--who "{said}" names {len(people.names)} people; {undone}', "One line for each of them")
    return next(iter(people.names), None), people


def joined(words_typed: Sequence[str] | None) -> str | None:
    """What was typed as one text, or None."""
    return " ".join(words_typed) if words_typed else None
