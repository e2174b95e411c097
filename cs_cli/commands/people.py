"""Finding the people that a writing command names."""

import re
import shlex
from typing import Any

from cs_cli.context import Cs
from cs_cli.domain.text import fold
from cs_cli.errors import NotFoundError, sentence_of
from cs_cli.store.accounts import AccountRef

_OF_ACCOUNT = (
    "SELECT contact_id, name, name_folded, email FROM contacts WHERE account_id = :account ORDER BY contact_id"
)
_NEARLY = 0.8


def people_meant(cs: Cs, account: AccountRef, said: str | None, undone: str) -> tuple[list[str], list[str]]:
    """The people that `Jo Park,Sam` names, contacts by their full name, others as typed; and who is no contact.

    Raises NotFoundError where a name fits several contacts or comes close to one.
    """
    from cs_cli.intake.typed import stored_text  # noqa: PLC0415  only writing commands read values

    names = [name for part in re.split("[,;]", said or "") if (name := stored_text(part, "--with"))]
    known = cs.reader.tuples(_OF_ACCOUNT, {"account": account.account_id}) if names else []
    meant = {name: _full_name(name, known, undone) for name in names}
    for name in (name for name, full in meant.items() if full is None):
        _refuse_near_miss(account, name, [row[1] for row in known], undone)
    strangers = [name for name, full in meant.items() if full is None]
    return list(dict.fromkeys(full or name for name, full in meant.items())), strangers


def _full_name(said: str, known: list[tuple[Any, ...]], undone: str) -> str | None:
    found = contacts_named(said, known)
    if len(found) > 1:
        which = sentence_of([row[1] for row in found])
        raise NotFoundError(f'"{said}" fits several contacts; {undone}. Which one: {which}?')
    return str(found[0][1]) if found else None


def _refuse_near_miss(account: AccountRef, said: str, names: list[str], undone: str) -> None:
    from difflib import get_close_matches  # noqa: PLC0415  only for a name that is no contact's

    by_folded = {fold(name): name for name in names}
    close = [by_folded[near] for near in get_close_matches(fold(said), by_folded, n=2, cutoff=_NEARLY)]
    if close:
        raise NotFoundError(
            f'"{said}" is no contact of {account.key}; {undone}. Did you mean {sentence_of(close)}?',
            f"Somebody else: {adding(account, said)}",
        )


def adding(account: AccountRef, name: str) -> str:
    """The command that makes a contact."""
    return shlex.join(["cs", "contact", "add", account.key, "--name", name])


def contacts_named(said: str, known: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows (id, name, folded name, email) that `said` means: whole name or email, else the start of a word."""
    if not (folded := fold(said)):
        return []
    exact = [row for row in known if folded in (row[2], fold(row[3] or ""))]
    return exact or [row for row in known if f" {folded}" in f" {row[2]}".replace("-", " ")]


def contact_to_change(cs: Cs, account: AccountRef, said: str, undone: str) -> tuple[int, str]:
    """(id, name) of the one contact that `said` means. Raises NotFoundError."""
    known = cs.reader.tuples(_OF_ACCOUNT, {"account": account.account_id})
    found = contacts_named(said, known)
    if len(found) != 1:
        offered = found or known
        names = sentence_of([row[1] for row in offered[:5]]) if offered else "nobody"
        what = "fits several contacts of" if found else "is no contact of"
        raise NotFoundError(f'"{said}" {what} {account.key}; {undone}. There: {names}.', f"cs contacts {account.key}")
    return found[0][0], found[0][1]
