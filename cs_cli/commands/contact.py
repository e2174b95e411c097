"""`cs contact add / edit`: people by hand."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cs_cli.commands.access import export
from cs_cli.commands.completion import complete_person
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.forget import forget
from cs_cli.commands.options import AlsoJson, CsCommand
from cs_cli.commands.people import adding, contact_to_change, people_meant
from cs_cli.commands.recording import account_to_change, recording, told, told_changes
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.domain.calendar import parse_past_day
from cs_cli.domain.people import influence_of, is_circle
from cs_cli.domain.roles import ROLES
from cs_cli.domain.text import fold
from cs_cli.errors import BadDataError, UsageError, sentence_of
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

_FACTS = (
    Field("name", "The full name."),
    Field("email", "jo@acme.example"),
    Field("title", "COO, Head of Planning, …"),
    Field("stance", "supporter, neutral or critic."),
    Field("influence", "high, medium, low, …"),
    Field("sentiment", "How they feel about it, in your words."),
    Field("reports_to", "Whom they report to: another contact."),
    Field("phone", "A number."),
    Field("left_on", "They left the company, today or on that day.", "--left", metavar="[DATE]", bare="today"),
    Field("bounced_on", "Mail to them came back, today or on that day.", "--bounced", metavar="[DATE]", bare="today"),
)
_ROLES = Field("roles", f"{sentence_of(list(ROLES))}; may be repeated.", "--role", many=True, metavar="ROLE")
_UNROLE = Field("unrole", "A role to take off; may be repeated.", "--no-role", many=True, metavar="ROLE")
_READ = frozenset(field.column for field in _FACTS)
_DAYS = {"left_on": "--left", "bounced_on": "--bounced"}
_LINE = "SELECT id, name_folded, reports_to FROM contact WHERE account_id = :account"
_SAME = "SELECT name FROM contact WHERE account_id = :account AND name_folded = :name"
PersonArgument = Annotated[
    str,
    typer.Argument(metavar="NAME", autocompletion=complete_person, help="Name, start of a name, or e-mail address."),
]

contact = words_below("Add or change people; export what is known of one; forget one.")


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
    facts = _read(cs, typed, "[]")
    ref = account_to_change(cs, account, "nobody added")
    head, strangers = _head(cs, ref, facts, "nobody added")
    facts |= head
    with recording(cs) as entries:
        if entries.select(_SAME, {"account": ref.account_id, "name": facts["name_folded"]}):
            change = f'cs contact edit {ref.key} "{facts["name"]}" …'
            raise BadDataError(f"{facts['name']} is a contact of {ref.key} already; nobody added", change)
        entries.insert("contact", {**facts, "account_id": ref.account_id})
    roles = ", ".join(json.loads(facts["roles"])) if "roles" in facts else ""
    told(ref, f"{facts['name']} added{f', {roles}' if roles else ''}")
    _tell_strangers(ref, strangers)


@contact.command(cls=Editing)
def edit(ctx: typer.Context, account: AccountArgument, person: PersonArgument) -> None:
    """Change what is known of a person; a field set to "" is cleared."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs contact edit")
    ref = account_to_change(cs, account, "nothing changed")
    row_id, name = contact_to_change(cs, ref, person, "nothing changed")
    facts = _read(cs, typed, cs.reader.value("SELECT roles FROM contacts WHERE contact_id = :id", {"id": row_id}))
    head, strangers = _head(cs, ref, facts, "nothing changed")
    facts |= head
    with recording(cs) as entries:
        _refuse_circle(entries, ref, row_id, facts)
        changes = entries.change("contact", row_id, facts)
        if "name" in changes:
            entries.rename(ref, *changes["name"])
    told_changes(ref, changes, of=name)
    _tell_strangers(ref, strangers)


def _head(cs: Cs, ref: AccountRef, facts: Mapping[str, Any], undone: str) -> tuple[dict[str, Any], list[str]]:
    """Whom somebody reports to by the full name of a contact, where one is meant; and who is none."""
    if not facts.get("reports_to"):
        return {}, []
    [name], strangers = people_meant(cs, ref, facts["reports_to"].replace(";", ","), undone)
    return {"reports_to": name}, strangers


def _refuse_circle(entries: "Entries", ref: AccountRef, row_id: int, facts: Mapping[str, Any]) -> None:
    """Raises BadDataError where whoever they are to report to reports to them."""
    if facts.get("reports_to"):
        line = entries.select(_LINE, {"account": ref.account_id})
        reports = {name: fold(above) for _, name, above in line if above}
        own = next(name for each, name, _ in line if each == row_id)
        head = facts["reports_to"]
        if own == fold(head):
            raise BadDataError(f"nobody reports to themselves, and {head} is who you change; nothing changed")
        if is_circle(own, fold(head), reports):
            raise BadDataError(
                f"{head} reports to them already, so they cannot report to {head}; nothing changed",
                f"Who reports to whom: cs contacts {ref.key} --map",
            )


def _tell_strangers(ref: AccountRef, strangers: Sequence[str]) -> None:
    for name in strangers:
        say(f"{name} is no contact of {ref.key}; to have them in the reporting line: {adding(ref, name)}")


def _read(cs: Cs, typed: Mapping[str, Any], roles: str) -> dict[str, Any]:
    """The columns of what was typed; `roles` are those so far, as JSON. Raises UsageError."""
    from cs_cli.intake.kinds import CONTACTS  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.typed import NotUnderstoodError, filled_text, read_column, read_typed  # noqa: PLC0415  as above

    def day(text: str) -> date:
        return parse_past_day(text, cs.today, cs.settings.fiscal_start)

    facts = read_typed(CONTACTS, {name: text for name, text in typed.items() if name in _READ}, day, _DAYS)
    if "influence" in facts:
        facts["influence"] = influence_of(facts["influence"])
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


contact.command("export", cls=AlsoJson)(export)
contact.command("forget", cls=CsCommand)(forget)
