"""`cs risk add / edit / done`: what may go wrong with a plan; internal unless shared."""

from typing import Annotated

import typer

from cs_cli.commands import plan_rows as rows
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.plan_fields import BECAUSE, DUE, KEPT, ON, OWNER, needed, on, read
from cs_cli.commands.plan_rows import RISK, WhichArgument, WhichOnesArgument
from cs_cli.commands.recording import account_to_change, recording
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs
from cs_cli.domain import words

_FACTS = (
    Field("cause", "What it comes from."),
    Field("likelihood", "low, medium or high."),
    Field("impact", "low, medium or high."),
    Field("mitigation", "What is done about it."),
    OWNER,
    DUE,
    KEPT,
)
TitleArgument = Annotated[list[str], typer.Argument(metavar="RISK", help="What may happen.")]
risk = words_below("What may go wrong: add, change, done.")


class Adding(Recording):
    """The options of `cs risk add`."""

    fields = _FACTS


class Editing(Recording):
    """The options of `cs risk edit`."""

    fields = (Field("title", "What may happen."), *_FACTS, Field("closed_on", '"" opens it again.', "--closed"))
    clears = True


class Ending(Recording):
    """The options of `cs risk done`."""

    fields = (BECAUSE, ON)


@risk.command(cls=Adding)
def add(ctx: typer.Context, account: AccountArgument, title: TitleArgument) -> None:
    """Note what may go wrong; internal unless --shared. Prints its number (r2)."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    cs: Cs = ctx.obj
    facts = read(cs, said(ctx), _FACTS) | {"title": filled_text(" ".join(title), "the risk")}
    ref = account_to_change(cs, account, "nothing added")
    levels = [f"{name} {facts[name]}" for name in ("likelihood", "impact") if facts.get(name)]
    seen = "shared with the customer" if facts.get("shared") else "internal"
    rows.add(cs, RISK, ref, facts, f", {', '.join([*levels, seen])}")


@risk.command(cls=Editing)
def edit(ctx: typer.Context, which: WhichArgument) -> None:
    """Change a risk; a field set to "" is cleared."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs risk edit")
    row = rows.one(cs, RISK, which, "nothing changed")
    facts = read(cs, typed, Editing.fields)
    with recording(cs) as entries:
        changes = rows.change(entries, RISK, row.row_id, facts, cs.today)
    rows.told_edit(row, changes)


@risk.command(cls=Ending)
def done(ctx: typer.Context, which: WhichOnesArgument) -> None:
    """Close a risk: it happened or it cannot any more, and --because says which."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    needed(typed, BECAUSE, like='cs risk done r2 --because "the new sponsor signed the plan"')
    found = rows.several(cs, RISK, which, "nothing changed")
    facts = {"closed_on": on(cs, typed), **read(cs, typed, [BECAUSE])}
    rows.finish(cs, RISK, found, facts, f"closed on {words.full(facts['closed_on'])}: {facts['because']}")
