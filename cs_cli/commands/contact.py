"""`cs contact add / edit`: people by hand."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from cs_cli.commands.contacts import contact_to_change
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.recording import account_to_change, recording, told, told_changes
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs
from cs_cli.domain.roles import ROLES
from cs_cli.domain.text import fold
from cs_cli.errors import BadDataError, UsageError, sentence_of

_FACTS = (
    Field("name", "The full name."),
    Field("email", "jo@acme.example"),
    Field("title", "COO, Head of Planning, …"),
    Field("stance", "supporter, neutral or critic."),
    Field("influence", "high, medium, low, …"),
    Field("sentiment", "How they feel about it, in your words."),
    Field("reports_to", "Whom they report to."),
    Field("phone", "A number."),
)
_ROLES = Field("roles", f"{sentence_of(list(ROLES))}; may be repeated.", "--role", many=True, metavar="ROLE")
_UNROLE = Field("unrole", "A role to take off; may be repeated.", "--no-role", many=True, metavar="ROLE")
_READ = frozenset(field.column for field in _FACTS)
_SAME = "SELECT name FROM contact WHERE account_id = :account AND name_folded = :name"
PersonArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name, start of a name, or e-mail address.")]

contact = words_below("Add or change a person.")


class Adding(Recording):
    """The options of `cs contact add`."""

    fields = (*_FACTS, _ROLES)


class Editing(Recording):
    """The options of `cs contact edit`."""

    fields = (*_FACTS, _ROLES, _UNROLE)
    clears = True


@contact.command(cls=Adding)
def add(ctx: typer.Context, account: AccountArgument) -> None:
    """Add a person to an account."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    if not typed.get("name", "").strip():
        raise UsageError(
            "a contact needs a name; nobody added", f'cs contact add {account} --name "Jo Park" --role sponsor'
        )
    facts = _read(typed, "[]")
    ref = account_to_change(cs, account, "nobody added")
    with recording(cs) as entries:
        if entries.select(_SAME, {"account": ref.account_id, "name": facts["name_folded"]}):
            change = f'cs contact edit {ref.key} "{facts["name"]}" …'
            raise BadDataError(f"{facts['name']} is a contact of {ref.key} already; nobody added", change)
        entries.insert("contact", {**facts, "account_id": ref.account_id})
    roles = ", ".join(json.loads(facts["roles"])) if "roles" in facts else ""
    told(ref, f"{facts['name']} added{f', {roles}' if roles else ''}")


@contact.command(cls=Editing)
def edit(ctx: typer.Context, account: AccountArgument, person: PersonArgument) -> None:
    """Change what is known of a person; a field set to "" is cleared."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs contact edit")
    ref = account_to_change(cs, account, "nothing changed")
    row_id, name = contact_to_change(cs, ref, person, "nothing changed")
    with recording(cs) as entries:
        facts = _read(typed, entries.row("contact", row_id)["roles"])
        changes = entries.change("contact", row_id, facts)
    told_changes(ref, changes, of=name)


def _read(typed: Mapping[str, Any], roles: str) -> dict[str, Any]:
    """The columns of what was typed; `roles` are those so far, as JSON. Raises UsageError."""
    from cs_cli.intake.kinds import CONTACTS  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.typed import NotUnderstoodError, filled_text, read_column, read_typed  # noqa: PLC0415  as above

    facts = read_typed(CONTACTS, {name: text for name, text in typed.items() if name in _READ})
    if (email := facts.get("email")) and not _is_address(email):
        raise NotUnderstoodError("--email", email, "is no e-mail address")
    if "name" in typed:
        facts |= {"name": filled_text(typed["name"], "--name"), "name_folded": fold(typed["name"])}
    if {"roles", "unrole"} & typed.keys():
        added = read_column(CONTACTS, "roles", ";".join(typed.get("roles", ())), _ROLES.option) or "[]"
        off = read_column(CONTACTS, "roles", ";".join(typed.get("unrole", ())), _UNROLE.option) or "[]"
        every = dict.fromkeys([*json.loads(roles), *json.loads(added)])
        facts["roles"] = json.dumps([role for role in every if role not in json.loads(off)])
    return facts


def _is_address(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return bool(name and at and "." in host and not any(c.isspace() for c in text))
