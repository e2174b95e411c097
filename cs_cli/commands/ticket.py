"""`cs ticket ACME 4417 --because … --change …`: why a ticket fell short, and what changes, for the next review."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cs_cli.commands.completion import complete_ticket
from cs_cli.commands.fields import Field, Recording, said
from cs_cli.commands.recording import account_to_change, recording, told_changes
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs
from cs_cli.domain.text import fold
from cs_cli.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cs_cli.store.accounts import AccountRef

_UNDONE = "nothing was written"
_READ = "The customer reads it in their reviews."
_OFFERED = 3
_OF_ACCOUNT = "SELECT id, ticket FROM ticket WHERE account_id = :account ORDER BY opened_at_utc DESC, id DESC"
TicketArgument = Annotated[
    str, typer.Argument(metavar="TICKET", autocompletion=complete_ticket, help="Its number, as the desk has it: 4417.")
]


class Explaining(Recording):
    """The options of `cs ticket`."""

    fields = (
        Field("because", f"Why it took so long or came back. {_READ}"),
        Field("change", f"What you change, so that it does not happen again. {_READ}"),
    )
    clears = True


def ticket(ctx: typer.Context, account: AccountArgument, ticket: TicketArgument) -> None:
    """Record why a ticket fell short and what changes; "" clears it."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    if not typed:
        raise UsageError(
            f"--because or --change must be said; {_UNDONE}",
            f'Like cs ticket {account} {ticket} --because "…" --change "…"',
        )
    ref = account_to_change(cs, account, _UNDONE)
    row_id, number = _meant(cs, ref, ticket)
    with recording(cs) as entries:
        changes = entries.change("ticket", row_id, _read(typed))
    told_changes(ref, changes, of=f"ticket {number}")


def _read(typed: "Mapping[str, Any]") -> dict[str, str | None]:
    from cs_cli.intake.typed import stored_text  # noqa: PLC0415  only writing commands read values

    return {name: stored_text(value, f"--{name}") or None for name, value in typed.items()}


def _meant(cs: Cs, ref: "AccountRef", said: str) -> tuple[int, str]:
    """The row and the number of the ticket that was typed, with or without a # before it. Raises NotFoundError."""
    found: list[tuple[int, str]] = cs.reader.tuples(_OF_ACCOUNT, {"account": ref.account_id})
    wanted = fold(said).removeprefix("#")
    for row_id, number in found:
        if fold(number).removeprefix("#") == wanted:
            return row_id, number
    last = ", ".join(number for _, number in found[:_OFFERED])
    hint = f"The last ones of {ref.key}: {last}" if found else "No ticket of theirs is on record: cs import FILE"
    raise NotFoundError(f'no ticket "{said}" of {ref.name} ({ref.key}); {_UNDONE}', hint)
