"""Whom an erasure or an access request is about: their contact rows, and what gives them away in texts."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from sqlite3 import Connection

from cs_cli.domain.erasure import Traces, lone_words, traces_of, words_of
from cs_cli.domain.subject import Contact, Subject
from cs_cli.domain.telephone import numbers_of
from cs_cli.domain.text import fold
from cs_cli.errors import NotFoundError
from cs_cli.store.earlier import Earlier, earlier_contacts

_CONTACTS = """
SELECT c.id, c.account_id, a.key, a.name, c.name, c.name_folded, c.email, c.phone
FROM contact c JOIN account a ON a.id = c.account_id ORDER BY c.account_id, c.id
"""
_MERGED = """
SELECT id FROM account
WHERE id IN (SELECT value FROM json_each(:ids)) OR merged_into_id IN (SELECT value FROM json_each(:ids))
"""
_OWN_NAMES = """
SELECT key FROM account WHERE id IN (SELECT value FROM json_each(:ids))
UNION SELECT name FROM account WHERE id IN (SELECT value FROM json_each(:ids))
UNION SELECT name FROM alias WHERE account_id IN (SELECT value FROM json_each(:ids))
"""
_LEAST_WORDS = 2
Known = tuple[str, str | None, str | None]
"""A name, an address and a number of one person."""


class SeveralPeopleError(NotFoundError):
    """The name is that of several people; `found` are their contact rows."""

    def __init__(self, who: str, found: Sequence[Contact]) -> None:
        self.found = found
        accounts = ", ".join(dict.fromkeys(f"{each.name} of {each.account}" for each in found))
        super().__init__(f'"{who}" fits several people: {accounts}')


def contacts_of(connection: Connection, account_id: int | None) -> list[Contact]:
    """The contacts of one account, or of the whole book."""
    every = [Contact(*row) for row in connection.execute(_CONTACTS)]
    return [each for each in every if account_id is None or each.account_id == account_id]


def subject_of(connection: Connection, who: str, account_id: int | None, meant: Sequence[Contact]) -> Subject:
    """Who is called `who`: the contacts `meant`, all others of their address and like name, or who is no contact.

    An address or a number that somebody else has, too, gives nobody away. Raises SeveralPeopleError where the contacts
    are several people.
    """
    if not _is_one(meant):
        raise SeveralPeopleError(who, meant)
    every = contacts_of(connection, None)
    rows = [each for each in every if each in meant or any(_is_same(each, other) for other in meant)]
    others = [each for each in every if each not in rows]
    images = _images(connection, who, account_id, rows)
    gone = _gone(images, rows)
    if not rows and not _is_one(gone):
        raise SeveralPeopleError(who, gone)
    home = {each.account_id for each in [*rows, *gone]} | ({account_id} if account_id else set())
    accounts = _with_merged(connection, home)
    near = [each for each in others if each.account_id in accounts]
    known = [*map(_known, rows), *_earlier(images, [*rows, *gone], near)]
    if not known:
        known = [("", who, None) if "@" in who else (who, None, None)]
    names = [name for name, _, _ in known]
    everywhere = _traces(known, others)
    own = [name for (name,) in connection.execute(_OWN_NAMES, {"ids": json.dumps(sorted(accounts))})]
    words = lone_words(names, [*own, *(each.name for each in near)])
    return Subject(
        next((each.name for each in [*rows, *gone]), who),
        tuple(rows),
        accounts,
        frozenset(each.account_id for each in others if each.name_folded in everywhere.names),
        everywhere,
        everywhere.with_words(words, (each.name for each in others if " " in each.name)),
        gone,
        frozenset(each.change_id for each in images),
    )


def _images(connection: Connection, who: str, account_id: int | None, rows: Sequence[Contact]) -> list[Earlier]:
    """The journal's images of the contacts `rows`, and of those that are no more and are the same person."""
    living = {(each, step) for each, step in connection.execute("SELECT id, step FROM contact")}
    own = {row for row in living if row[0] in {each.contact_id for each in rows}}
    every = earlier_contacts(connection)
    for image in every:
        if image.row not in living and _is_meant(image.contact, who, account_id, rows):
            own.add(image.row)
    return [image for image in every if image.row in own]


def _is_meant(gone: Contact, who: str, account_id: int | None, rows: Sequence[Contact]) -> bool:
    """Whether a contact that is no more is one of the people `rows`; without any, is called `who`."""
    if not rows:
        return gone.answers_to(fold(who)) and account_id in (None, gone.account_id)
    return any(_is_one([gone, each]) for each in rows)


def _gone(images: Sequence[Earlier], rows: Sequence[Contact]) -> tuple[Contact, ...]:
    """The contacts that are no more, each as the journal has it last."""
    live = {each.contact_id for each in rows}
    return tuple({image.row: image.contact for image in images if image.contact.contact_id not in live}.values())


def _known(contact: Contact) -> Known:
    return contact.name, contact.email, contact.phone


def _is_one(meant: Sequence[Contact]) -> bool:
    """Whether the rows are of one person: one name at one account, or one address and names alike."""
    first = meant[:1]
    return all((each.account_id, each.name_folded) == (one.account_id, one.name_folded) or _is_same(each, one)
        for one in first for each in meant)  # fmt: skip


def _is_same(one: Contact, other: Contact) -> bool:
    """Whether two rows have one address, and a word of their names in common: an address may be that of a team."""
    same = one.email and other.email and fold(one.email) == fold(other.email)
    return bool(same) and bool(set(words_of(one.name)) & set(words_of(other.name)))


def _traces(known: Sequence[Known], others: Sequence[Contact]) -> Traces:
    theirs = {fold(each.email or "") for each in others}
    mails = [mail for _, mail, _ in known if mail and fold(mail) not in theirs]
    found = traces_of([name for name, _, _ in known], mails, [phone for _, _, phone in known if phone])
    shared = {text for each in others for number in numbers_of(each.phone or "") for text in number.asked}
    return replace(found, phones=tuple(number for number in found.phones if not shared & set(number.kept)))


def can_be_meant(who: str) -> bool:
    """Whether somebody who is no contact can be called that: an address, or a name of two words."""
    return "@" in who or len(words_of(who)) >= _LEAST_WORDS


def _with_merged(connection: Connection, accounts: Iterable[int]) -> frozenset[int]:
    """The accounts, and those that became part of them."""
    ids = json.dumps(sorted(accounts))
    return frozenset(row[0] for row in connection.execute(_MERGED, {"ids": ids}))


def _earlier(images: Sequence[Earlier], people: Sequence[Contact], near: Sequence[Contact]) -> Iterator[Known]:
    """What the journal has of the same people; not whoever had the row before them, nor whom somebody else is now.

    What a step made of them that was taken back is theirs, whatever name it gave them.
    """
    now = {word for each in people for word in words_of(each.name)}
    taken = {each.name_folded for each in near} - {each.name_folded for each in people}
    for image in images:
        if image.contact.name_folded not in taken and (image.undone or now & set(words_of(image.contact.name))):
            yield _known(image.contact)
