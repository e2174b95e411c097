"""`cs contact export WHO`: all that is known of a person, for whoever asks to see it."""

import json
from collections.abc import Iterator
from pathlib import Path
from sqlite3 import Connection
from typing import Annotated, Any

import typer

from cs_cli import disk
from cs_cli.commands.completion import complete_person
from cs_cli.commands.forget import STDOUT, OfOption, subject_to_read
from cs_cli.commands.recording import account_to_change
from cs_cli.context import Cs, say
from cs_cli.output import render
from cs_cli.screens import access as screens

KEYS = ["name", "accounts", "contacts", "mentions", "history"]
_HIDDEN = frozenset({"step", "name_folded", "id", "account_id", "key_folded", "folded"})
_LISTS = frozenset({"contacts", "roles", "tags", "depends_on", "assumed"})
AnyoneArgument = Annotated[
    str,
    typer.Argument(metavar="WHO", autocompletion=complete_person, help="Name, start of a name, or e-mail address."),
]
OutputOption = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it there; - is stdout.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="As JSON.")]


def export(
    ctx: typer.Context, who: AnyoneArgument, account: OfOption = None, *, as_json: JsonOption = False,
    output: OutputOption = None,
) -> None:  # fmt: skip
    """Print all that is known of a person, for an access request."""
    cs: Cs = ctx.obj
    known = everything(cs, who, account)
    text = json.dumps([known], indent=1, ensure_ascii=False) + "\n" if as_json else screens.markdown(known, cs.now)
    if output is None or output == STDOUT:
        render.document(text)
    else:
        disk.write_private(output.absolute(), text.encode("utf-8", "replace"))
        say(f"{known['name']}: {output}")


def everything(cs: Cs, who: str, account: str | None) -> dict[str, Any]:
    """What is known of whoever is called `who`, with KEYS: rows of contacts, rows that name them, commands typed."""
    ref = account_to_change(cs, account, "nothing printed") if account else None
    connection = cs.reader.connection
    subject = subject_to_read(cs, who, ref)
    mentions: dict[str, list[dict[str, Any]]] = {}
    history = []
    for table, row in _rows_naming(connection, subject):
        if table == "journal_step":
            history.append({"step": row["id"], "at": row["at_utc"], "command": row["command"]})
        else:
            mentions.setdefault(table, []).append(_shown(connection, row))
    ids = [each.contact_id for each in subject.contacts]
    return {
        "name": subject.name,
        "accounts": list(dict.fromkeys(each.account for each in subject.contacts)),
        "contacts": [_shown(connection, _row(connection, "contact", row_id)) for row_id in ids],
        "mentions": mentions,
        "history": history,
    }


def _rows_naming(connection: Connection, subject: Any) -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401  store.subject.Subject
    from cs_cli.store.erasure import mentions  # noqa: PLC0415  only here

    for mention in mentions(connection, subject):
        if mention.table != "journal_change":
            yield mention.table, _row(connection, mention.table, mention.row_id)


def _row(connection: Connection, table: str, row_id: int) -> dict[str, Any]:
    cursor = connection.execute(f"SELECT * FROM {table} WHERE rowid = ?", (row_id,))  # noqa: S608  the file's own names
    return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


def _shown(connection: Connection, row: dict[str, Any]) -> dict[str, Any]:
    """A row as people know it: its account's key, lists as lists, custom fields beside the others; nothing blank."""
    key = connection.execute("SELECT key FROM account WHERE id = ?", (row.get("account_id"),)).fetchone()
    facts = {name: value for name, value in row.items() if name not in _HIDDEN and value not in (None, "[]", "{}")}
    facts |= {name: json.loads(facts[name]) for name in facts.keys() & (_LISTS | {"custom"})}
    custom: dict[str, Any] = facts.pop("custom", {})
    of: dict[str, Any] = {"account": key[0]} if key else {}
    return of | facts | custom
