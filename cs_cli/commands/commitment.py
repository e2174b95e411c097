"""`cs commitment add / edit / done / miss / drop`: what each side promised the other, and by when."""

from typing import Annotated

import typer

from cs_cli.commands import plan_rows as rows
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.milestone import missed
from cs_cli.commands.plan_fields import (
    BECAUSE,
    CHANGE,
    DROPPED,
    DUE,
    ON,
    OWNER,
    SHARED,
    WHY_LATE,
    WHY_MISSED,
    needed,
    on,
    read,
)
from cs_cli.commands.plan_rows import COMMITMENT, WhichArgument, WhichOnesArgument
from cs_cli.commands.recording import account_to_change, recording
from cs_cli.commands.tasks import due_words
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs
from cs_cli.domain import words
from cs_cli.domain.plan_progress import WHOSE
from cs_cli.domain.promise import parse_promise
from cs_cli.errors import UsageError

_FACTS = (OWNER, DUE, SHARED)
PromiseArgument = Annotated[
    list[str], typer.Argument(metavar="PROMISE", help="us: fix SSO by 12 dec (or before, on, in).")
]
commitment = words_below("What each side promised: add, change, done, miss, drop.")


class Adding(Recording):
    """The options of `cs commitment add`."""

    fields = _FACTS


class Editing(Recording):
    """The options of `cs commitment edit`."""

    fields = (
        Field("promise", "What is promised."), Field("side", "Whose promise it is: us, them or both."), *_FACTS,
        Field("done_on", '"" opens it again.', "--done"), DROPPED, WHY_LATE, CHANGE,
    )  # fmt: skip
    clears = True


class Ending(Recording):
    """The options of `cs commitment done`."""

    fields = (ON,)


class Missing(Recording):
    """The options of `cs commitment miss`."""

    fields = (WHY_MISSED, CHANGE, DUE, ON)


class Dropping(Recording):
    """The options of `cs commitment drop`."""

    fields = (BECAUSE, ON)


@commitment.command(cls=Adding)
def add(ctx: typer.Context, account: AccountArgument, promise: PromiseArgument) -> None:
    """Note a promise, "us: fix SSO by 12 dec". Prints its number (c4)."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    typed = said(ctx)
    facts = read(cs, typed, _FACTS)
    found = parse_promise(" ".join(promise), cs.today, cs.settings.fiscal_start, facts.get("due_on"))
    facts |= {"side": found.side, "due_on": found.due_on, "promise": filled_text(found.promise, "the promise")}
    ref = account_to_change(cs, account, "nothing added")
    row = rows.add(cs, COMMITMENT, ref, facts, f", {WHOSE[found.side]}{due_words(found.due_on)}")
    if found.due_on is None:
        rows.tell_no_day(row.number)


@commitment.command(cls=Editing)
def edit(ctx: typer.Context, which: WhichArgument) -> None:
    """Change a promise; a field set to "" is cleared."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs commitment edit")
    row = rows.one(cs, COMMITMENT, which, "nothing changed")
    facts = read(cs, typed, Editing.fields)
    if "side" in facts and facts["side"] is None:
        raise UsageError("a promise is somebody's; nothing was written", "Say --side us, them or both")
    with recording(cs) as entries:
        changes = rows.change(entries, COMMITMENT, row.row_id, facts, cs.today)
    rows.told_edit(row, changes)


@commitment.command(cls=Ending)
def done(ctx: typer.Context, which: WhichOnesArgument) -> None:
    """Say that a promise was kept."""
    cs: Cs = ctx.obj
    kept_on = on(cs, said(ctx))
    found = rows.several(cs, COMMITMENT, which, "nothing changed")
    rows.finish(cs, COMMITMENT, found, {"done_on": kept_on}, f"kept on {words.full(kept_on)}")


@commitment.command(cls=Missing)
def miss(ctx: typer.Context, which: WhichArgument) -> None:
    """Record that a promise was missed: why, what you change, and the new day where there is one."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    like = 'cs commitment miss c4 --because "a part was late" --change "two suppliers" --due "15 jan"'
    needed(typed, BECAUSE, CHANGE, like=like)
    row = rows.one(cs, COMMITMENT, which, "nothing changed")
    facts, what = missed(cs, typed)
    rows.refuse_ahead(cs, COMMITMENT, row, typed.get("due_on"))
    rows.finish(cs, COMMITMENT, [row], facts, what)


@commitment.command(cls=Dropping)
def drop(ctx: typer.Context, which: WhichOnesArgument) -> None:
    """Take a promise back; it stays on record."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    found = rows.several(cs, COMMITMENT, which, "nothing changed")
    facts = {"dropped_on": on(cs, typed)} | read(cs, typed, [BECAUSE])
    rows.finish(cs, COMMITMENT, found, facts, "dropped" + (f": {facts['because']}" if facts.get("because") else ""))
