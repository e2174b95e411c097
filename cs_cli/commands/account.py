"""`cs account add / edit / archive / merge`: accounts by hand."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cs_cli.commands.completion import complete_account
from cs_cli.commands.fields import Field, Recording, refuse_nothing, said, words_below
from cs_cli.commands.options import CsCommand
from cs_cli.commands.recording import account_to_change, recording, told, told_changes
from cs_cli.commands.today import AccountArgument
from cs_cli.context import Cs, say
from cs_cli.domain.calendar import parse_past_day
from cs_cli.domain.reserved import COMMAND_WORDS, is_reserved
from cs_cli.domain.text import fold, is_key, key_from_name
from cs_cli.errors import AccountNotFoundError, BadDataError, UsageError
from cs_cli.settings import zone
from cs_cli.store.accounts import AccountRef

if TYPE_CHECKING:
    from cs_cli.store.entries import Entries

_FACTS = (
    Field("name", "The full name."),
    Field("domain", "acme.example"),
    Field("segment", "enterprise, mid-market, smb, …"),
    Field("stage", "onboarding, adoption, …"),
    Field("owner", "Whose account it is."),
    Field("industry", "What they do."),
    Field("region", "EMEA, …"),
    Field("country", "Where they are."),
    Field("timezone", "Europe/Berlin"),
    Field("currency", "The currency of their contracts.", metavar="ISO"),
    Field("customer_since", "Their first day as a customer.", metavar="DATE"),
    Field("kickoff_on", "When onboarding began.", metavar="DATE"),
    Field("live_on", "When they went live.", metavar="DATE"),
    Field("activated_on", "When they first got value.", metavar="DATE"),
)
_LINKS = (
    Field("parent", "The account it belongs to.", metavar="ACCOUNT"),
    Field("tags", "A tag; may be repeated.", "--tag", many=True),
    Field("aliases", "Another name for it; may be repeated.", "--alias", many=True),
    Field("custom", "A field of your own: Mood=happy; may be repeated.", "--set", many=True, metavar="FIELD=TEXT"),
)
_EDITS = (
    Field("key", "Another key."),
    Field("untag", "A tag to take off; may be repeated.", "--no-tag", many=True),
    Field("unalias", "A name to forget; may be repeated.", "--no-alias", many=True),
    Field("archived", "Off all lists, or back on them.", "--archived/--no-archived", switch=True),
)
_READ = frozenset(field.column for field in _FACTS)
KeyArgument = Annotated[str | None, typer.Argument(metavar="[KEY]", help="Short, as you will type it: ACME.")]
IntoArgument = Annotated[
    str, typer.Argument(metavar="INTO", autocompletion=complete_account, help="The account that it goes into.")
]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="When they became one; today.")]

account = words_below("Add, change, archive or merge an account.")


class Adding(Recording):
    """The options of `cs account add`."""

    fields = (*_FACTS, *_LINKS)


class Editing(Recording):
    """The options of `cs account edit`."""

    fields = (*_FACTS, *_LINKS, *_EDITS)
    clears = True


@account.command(cls=Adding)
def add(ctx: typer.Context, key: KeyArgument = None) -> None:
    """Add an account; without a KEY one is made from --name."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    if not typed.get("name", "").strip():
        raise UsageError("an account needs a name; nothing added", 'cs account add ACME --name "Acme Corporation"')
    facts = _read(cs, typed)
    with recording(cs) as entries:
        facts["key"] = _free(entries, key) if key else _made(entries, facts["name"])
        ref = AccountRef(entries.insert("account", _whole(entries, facts, typed)), facts["key"], facts["name"])
        _name(entries, ref, typed.get("aliases", ()))
    told(ref, "added")
    say(f"Its contract: cs contract add {ref.key} --renews DATE --arr AMOUNT")


@account.command(cls=Editing)
def edit(ctx: typer.Context, account: AccountArgument) -> None:
    """Change fields of an account; a field set to "" is cleared."""
    cs: Cs = ctx.obj
    typed = said(ctx)
    refuse_nothing(typed, "cs account edit")
    ref = account_to_change(cs, account, "nothing changed")
    facts = _read(cs, typed)
    if "archived" in typed:
        facts["archived_on"] = cs.today if typed["archived"] else None
    with recording(cs) as entries:
        before = entries.row("account", ref.account_id)
        if typed.get("key"):
            facts["key"] = _free(entries, typed["key"], ref)
        changes = entries.change("account", ref.account_id, _whole(entries, facts, typed, before))
        changes |= _rename(entries, ref, typed)
    told_changes(ref, changes)


@account.command(cls=CsCommand)
def archive(ctx: typer.Context, account: AccountArgument) -> None:
    """Take an account off all lists; its history stays."""
    cs: Cs = ctx.obj
    ref = account_to_change(cs, account, "nothing archived", exactly=True)
    with recording(cs) as entries:
        is_open = entries.row("account", ref.account_id)["archived_on"] is None
        if is_open:
            entries.change("account", ref.account_id, {"archived_on": cs.today})
    if not is_open:
        say(f"{ref.name} ({ref.key}) is archived already. Back on the lists: cs account edit {ref.key} --no-archived")
        return
    told(ref, "archived, off all lists")


@account.command(cls=CsCommand)
def merge(ctx: typer.Context, account: AccountArgument, into: IntoArgument, on: OnOption = None) -> None:
    """Merge an account into another one: all that is recorded of it goes there."""
    cs: Cs = ctx.obj
    day = parse_past_day(on, cs.today, cs.settings.fiscal_start) if on else cs.today
    if day > cs.today:
        raise UsageError(f'--on "{on}" is {day}, after {cs.today}; nothing merged', "It is a day that has been")
    gone, kept = (account_to_change(cs, said, "nothing merged", exactly=True) for said in (account, into))
    if gone == kept:
        raise UsageError(
            f"{gone.name} ({gone.key}) is one account already; nothing merged", "cs account merge BETA ACME"
        )
    with recording(cs) as entries:
        if entries.row("account", kept.account_id)["archived_on"] is not None:
            raise BadDataError(
                f"{kept.name} ({kept.key}) is archived; nothing merged", f"cs account edit {kept.key} --no-archived"
            )
        entries.merge(gone, kept, day)
    told(kept, f"{gone.name} ({gone.key}) is merged into it; {gone.key} means {kept.key} from now on")


def _read(cs: Cs, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The plain columns of what was typed. Raises UsageError."""
    from cs_cli.intake.kinds import ACCOUNTS  # noqa: PLC0415  only writing commands read values
    from cs_cli.intake.typed import filled_text, read_typed  # noqa: PLC0415  as above

    facts = read_typed(
        ACCOUNTS,
        {name: text for name, text in typed.items() if name in _READ},
        lambda text: parse_past_day(text, cs.today, cs.settings.fiscal_start),
    )
    if facts.get("timezone"):
        zone(facts["timezone"], "--timezone")
    return facts | ({"name": filled_text(typed["name"], "--name")} if "name" in typed else {})


def _whole(
    entries: "Entries", facts: Mapping[str, Any], typed: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """`facts` with what follows from them, and with the tags, custom fields and parent that were typed."""
    whole = dict(facts) | {f"{name}_folded": fold(facts[name]) for name in ("key", "name") if name in facts}
    if {"tags", "untag"} & typed.keys():
        whole["tags"] = _tags(before, typed)
    if "custom" in typed:
        whole["custom"] = _custom(json.loads(before["custom"] if before else "{}"), typed["custom"])
    if "parent" in typed:
        whole["parent_id"] = _parent(entries, typed["parent"], before)
    return whole


def _tags(before: Mapping[str, Any] | None, typed: Mapping[str, Any]) -> str:
    off = {fold(tag) for tag in typed.get("untag", ())}
    added = [tag.strip() for said in typed.get("tags", ()) for tag in said.split(";") if tag.strip()]
    tags = [*json.loads(before["tags"] if before else "[]"), *added]
    return json.dumps([tag for tag in dict.fromkeys(tags) if fold(tag) not in off], ensure_ascii=False)


def _custom(fields: dict[str, Any], said: Sequence[str]) -> str:
    from cs_cli.intake.typed import stored_text  # noqa: PLC0415  only writing commands read values

    for entry in said:
        name, is_set, text = entry.partition("=")
        if not is_set or not name.strip():
            raise UsageError(
                f'--set "{entry}" names no field; nothing written', "Like --set Mood=happy, or --set Mood="
            )
        fields[stored_text(name, "--set")] = stored_text(text, "--set")
    return json.dumps({name: text for name, text in fields.items() if text}, ensure_ascii=False)


def _parent(entries: "Entries", said: str, before: Mapping[str, Any] | None) -> int | None:
    """The row id of the parent; None for a blank. Raises BadDataError for an account above itself."""
    if not said.strip():
        return None
    parent = entries.account(said)
    above: int | None = parent.account_id
    while above is not None:
        if before and above == before["id"]:
            raise BadDataError(f"{before['key']} cannot stand below {parent.key}, which stands below it")
        above = entries.row("account", above)["parent_id"]
    return parent.account_id


def _free(entries: "Entries", key: str, own: AccountRef | None = None) -> str:
    """`key` if an account can have it.

    Raises UsageError for what is no key or is a word of the commands, BadDataError for one that is taken.
    """
    if not is_key(key):
        raise UsageError(
            f'"{key}" is no key: letters, digits, . & - and _ only, at most 40; nothing written',
            'Leave it out and one is made: cs account add --name "Acme Corporation"',
        )
    if is_reserved(key):
        raise UsageError(f'"{key}" is a word of the command line and cannot be a key; nothing written')
    taken = entries.select("SELECT id, key, name FROM account WHERE key_folded = :key", {"key": fold(key)})
    if taken and (own is None or taken[0][0] != own.account_id):
        raise BadDataError(f"the key {taken[0][1]} is taken, by {taken[0][2]}; nothing written", "All: cs accounts")
    return key


def _made(entries: "Entries", name: str) -> str:
    """A key made from `name`. Raises BadDataError where an account of that name is there: it may be the same."""
    same = entries.select("SELECT key FROM account WHERE name_folded = :name", {"name": fold(name)})
    if same:
        raise BadDataError(
            f"there is {same[0][0]}, also called {name}; nothing added",
            f"If it is another one, say its key: cs account add {key_from_name(name, _Taken(entries))} --name …",
        )
    return key_from_name(name, _Taken(entries))


class _Taken:
    """The keys that a new account cannot have, as a container."""

    def __init__(self, entries: "Entries") -> None:
        self._keys = {row[0] for row in entries.select("SELECT key_folded FROM account", {})} | COMMAND_WORDS

    def __contains__(self, key: object) -> bool:
        return fold(str(key)) in self._keys


def _name(entries: "Entries", ref: AccountRef, names: Sequence[str]) -> list[str]:
    """Let `ref` be called by `names` too; returns the new ones. Raises BadDataError where another one is."""
    from cs_cli.intake.typed import filled_text  # noqa: PLC0415  only writing commands read values

    there = {
        row[0] for row in entries.select("SELECT folded FROM alias WHERE account_id = :id", {"id": ref.account_id})
    }
    new = [name for said in names if fold(name := filled_text(said, "--alias")) not in there]
    for name in new:
        try:
            other = entries.account(name)
        except AccountNotFoundError:
            other = ref
        if other.account_id != ref.account_id:
            raise BadDataError(f'"{name}" is what {other.key}, {other.name}, is called; nothing written')
        entries.insert("alias", {"account_id": ref.account_id, "name": name, "folded": fold(name)})
    return new


def _rename(entries: "Entries", ref: AccountRef, typed: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Add and drop aliases; what was done, as changes."""
    gone = [
        name
        for name in typed.get("unalias", ())
        if entries.delete("alias", "account_id = :id AND folded = :name", {"id": ref.account_id, "name": fold(name)})
    ]
    new = _name(entries, ref, typed.get("aliases", ()))
    return {"aliases": (";".join(gone), ";".join(new))} if gone or new else {}
