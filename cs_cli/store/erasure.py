"""Erasing a person: every column that holds text, the journal's images and commands, the index; then the free space.

Which columns hold text is read from the file, so that a new one is not forgotten. It is one transaction, but no step
of the journal: there is nothing to undo it with.
"""

import json
import shlex
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from cs_cli.domain.erasure import Traces
from cs_cli.domain.identity import HASHED, SOURCES, hashed_id
from cs_cli.domain.subject import Cells, Erased, Mention, Subject
from cs_cli.domain.text import fold
from cs_cli.store import elsewhere, search
from cs_cli.store.columns import LISTED, OURS, Texts, texts_of
from cs_cli.store.connect import transaction
from cs_cli.store.earlier import image_of
from cs_cli.store.tombstones import ADDRESS, NAME, PHONE, WORD, Stone, Tombstones
from cs_cli.store.troubles import in_our_words

_STEPS = "SELECT DISTINCT step FROM touched WHERE account_id IN (SELECT value FROM json_each(?))"
_OWN_IMAGES = """
DELETE FROM journal_change WHERE id IN (SELECT value FROM json_each(:images))
OR table_name = 'external_ref' AND json_valid(coalesce(before, after))
  AND coalesce(before, after) ->> 'kind' = 'contacts'
  AND coalesce(before, after) ->> 'row_id' IN (SELECT value FROM json_each(:rows))
OR table_name = 'waiting' AND row_id IN (SELECT value FROM json_each(:waiting))
"""
_GONE = (
    "DELETE FROM external_ref WHERE kind = 'contacts' AND row_id IN (SELECT value FROM json_each(:ids))",
    "DELETE FROM contact WHERE id IN (SELECT value FROM json_each(:ids))",
    "DELETE FROM waiting WHERE id IN (SELECT value FROM json_each(:waiting))",
    "DELETE FROM changed_elsewhere WHERE table_name = 'contact' AND row_id IN (SELECT value FROM json_each(:ids))",
    "DELETE FROM changed_elsewhere WHERE table_name = 'waiting' AND row_id IN (SELECT value FROM json_each(:waiting))",
)


def mentions(connection: sqlite3.Connection, subject: Subject, home: frozenset[int] | None = None) -> Iterator[Mention]:
    """Every row of a portfolio that names the subject, but for their own contact rows.

    `home` are the steps that touched their accounts, where these are known from before the first row went.
    """
    own = {each.contact_id for each in subject.contacts}
    tables = texts_of(connection)
    home = _home_steps(connection, subject) if home is None else home
    looker = _Looker(subject, tables, home)
    for texts in tables.values():
        names = ", ".join(f'"{column}"' for column in texts.columns)
        of = "table_name" if texts.table == "journal_change" else "NULL"
        sql = f"SELECT rowid, {texts.account or 'NULL'}, {of}, {names} FROM {texts.table} ORDER BY rowid"  # noqa: S608  ours
        for row_id, account_id, about, *cells in connection.execute(sql):
            if texts.table != "contact" or row_id not in own:
                said = {c: cell for c, cell in zip(texts.columns, cells, strict=True) if isinstance(cell, str)}
                if found := looker.look(texts.table, row_id, account_id, about, said):
                    yield Mention(texts.table, row_id, account_id, found)


class _Looker:
    """Takes a subject out of the cells of a row, each table in its own way; tells the cells that change, both ways."""

    def __init__(self, subject: Subject, tables: Mapping[str, Texts], home: frozenset[int]) -> None:
        self.subject = subject
        self.tables = tables
        self.home = home

    def look(self, table: str, row_id: int, account_id: int | None, of: str | None, said: Mapping[str, str]) -> Cells:
        """`of` is the table that an image of the journal is of."""
        if table == "journal_step":
            return _changed(said, {name: self._typed(row_id, name, text) for name, text in said.items()})
        if table == "journal_change":
            known = self.tables.get(of or "")
            return _changed(
                said, {n: self._image(known, text, account_id) for n, text in said.items()} if known else said
            )
        return _erased(table, said, self.subject.traces(account_id))

    def _typed(self, step: int, column: str, text: str) -> str:
        if column != "command":
            return self.subject.everywhere.erase(text)
        return _command(text, self.subject.at_home if step in self.home else self.subject.everywhere)

    def _image(self, texts: Texts, image: str, account_id: int | None) -> str:
        """The image of a row without the subject, as the row itself is changed."""
        if not self.subject.at_home.may_be_in(image):
            return image
        row = image_of(image)
        if row is None:
            return self.subject.everywhere.erase(image)
        of = row.get(texts.account, account_id) if texts.account else None
        said = {column: row[column] for column in texts.columns if isinstance(row.get(column), str)}
        found = {column: new for column, (_, new) in _erased(texts.table, said, self.subject.traces(of)).items()}
        return json.dumps(row | found, ensure_ascii=False, separators=(",", ":")) if found else image


def _changed(said: Mapping[str, str], now: Mapping[str, str]) -> Cells:
    return {name: (text, now[name]) for name, text in said.items() if now[name] != text}


def _erased(table: str, said: Mapping[str, str], traces: Traces) -> Cells:
    whole = traces.with_words(()) if traces.words else traces
    found = {}
    for column, text in said.items():
        erased = (whole if column in LISTED or (table, column) in OURS else traces).erase_stored(text)
        if erased != text:
            found[column] = (text, erased)
    return found


def _command(command: str, traces: Traces) -> str:
    """What was typed without the subject, quoted as a shell needs it: in each word, and in words beside each other."""
    if not traces.may_be_in(command.replace("'\"'\"'", "'")):
        return command
    try:
        said = shlex.split(command)
    except ValueError:
        return traces.erase(command)
    erased = [traces.erase(word) for word in said]
    return traces.erase(command if erased == said else shlex.join(erased))


def _home_steps(connection: sqlite3.Connection, subject: Subject) -> frozenset[int]:
    """The steps that touched the subject's accounts: single words of the name are looked for in what was typed."""
    views = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'view' AND name = 'touched'").fetchone()
    if not views or not subject.accounts:
        return frozenset()
    with suppress(sqlite3.OperationalError):  # a backup of an older version may have a view of another shape
        return frozenset(row[0] for row in connection.execute(_STEPS, (json.dumps(sorted(subject.accounts)),)))
    return frozenset()  # pragma: no cover  no version had another shape so far


def survey(connection: sqlite3.Connection, subject: Subject) -> Erased:
    """What an erasure would take out; nothing is changed."""
    erased = Erased({"contact": len(subject.contacts), "waiting": len(_waiting(connection, subject))})
    for mention in mentions(connection, subject):
        erased.count(mention)
    return erased


def erase(path: Path, find: Callable[[sqlite3.Connection], Subject], on: str, beside: Callable[[], None]) -> Erased:
    """Erase whom `find` finds in the portfolio at `path`; all of it or, where that fails or is broken off, nothing.

    `beside` takes them out of what lies outside the file; it comes before the last moment at which nothing is done.
    Raises BusyError, CannotWriteError and what `find` and `beside` raise.
    """
    with in_our_words(path), transaction(path) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(elsewhere.HOLD)
        subject = find(connection)
        _hash_ids(connection)
        erased = _erase(connection, subject)
        erased.hashes = Tombstones(connection).add(_stones(subject, erased.accounts), on)
        search.rebuild(connection)
        connection.execute("INSERT INTO search (search) VALUES ('rebuild')")
        beside()
        connection.execute(elsewhere.RELEASE)
    return erased


def _erase(connection: sqlite3.Connection, subject: Subject) -> Erased:
    home = _home_steps(connection, subject)
    ids = {"ids": json.dumps([each.contact_id for each in subject.contacts])}
    waiting = _waiting(connection, subject)
    gone = {**ids, "waiting": json.dumps(waiting)}
    own = {"images": json.dumps(sorted(subject.images)), "rows": json.dumps(_rows_of(connection, subject))}
    images = connection.execute(_OWN_IMAGES, {**gone, **own}).rowcount
    for statement in _GONE:
        connection.execute(statement, gone)
    erased = Erased({"contact": len(subject.contacts), "waiting": len(waiting), "journal_change": images})
    for mention in list(mentions(connection, subject, home)):
        _put(connection, mention)
        erased.count(mention)
    return erased


def _hash_ids(connection: sqlite3.Connection) -> None:
    """Keep the ids of mail and meetings as hashes, also those that an earlier version kept as they are."""
    sources = json.dumps(SOURCES)
    connection.create_function("hashed_id", 1, lambda said: said if said.startswith(HASHED) else hashed_id(said))
    connection.execute(
        "UPDATE OR REPLACE external_ref SET external_id = hashed_id(external_id) "
        "WHERE source IN (SELECT value FROM json_each(?)) AND external_id <> hashed_id(external_id)",
        (sources,),
    )
    for column in ("before", "after"):
        connection.execute(
            f"UPDATE journal_change SET {column} = json_set({column}, '$.external_id', "  # noqa: S608  ours
            f"hashed_id({column} ->> 'external_id')) WHERE table_name = 'external_ref' AND json_valid({column}) "
            f"AND {column} ->> 'source' IN (SELECT value FROM json_each(?)) AND {column} ->> 'external_id' IS NOT NULL",
            (sources,),
        )


def _rows_of(connection: sqlite3.Connection, subject: Subject) -> list[int]:
    """The ids of the subject's rows, but for those that somebody else has by now."""
    taken = {row_id for (row_id,) in connection.execute("SELECT id FROM contact")}
    own = {each.contact_id for each in subject.contacts}
    return sorted(own | {each.contact_id for each in subject.gone} - taken)


def _put(connection: sqlite3.Connection, mention: Mention) -> None:
    for column, (_, text) in mention.columns.items():
        sql = f'UPDATE {mention.table} SET "{column}" = ? WHERE rowid = ?'  # noqa: S608  the file's own names
        try:
            connection.execute(sql, (text, mention.row_id))
        except sqlite3.IntegrityError:  # another row has that already, where no two may have the same
            connection.execute(sql, (f"{text} {mention.row_id}", mention.row_id))


def _waiting(connection: sqlite3.Connection, subject: Subject) -> list[int]:
    """The contacts that wait for their account and are the subject."""
    rows = connection.execute("SELECT id, row FROM waiting WHERE kind = 'contacts'").fetchall()
    return [row_id for row_id, row in rows if subject.everywhere.erase_stored(row) != row]


def _stones(subject: Subject, accounts: set[int]) -> Iterator[Stone]:
    """What is remembered of the subject, for the imports to come."""
    for address in subject.everywhere.addresses:
        yield ADDRESS, address, None
    for number in subject.everywhere.phones:
        for digits in number.kept:
            yield PHONE, digits, None
    for name in dict.fromkeys(
        [*subject.everywhere.names, *(each.name_folded for each in [*subject.contacts, *subject.gone])]
    ):
        for account_id in sorted(subject.accounts | accounts - subject.spared):
            yield NAME, name, account_id
    for word in subject.at_home.words:
        for account_id in sorted(subject.accounts):
            yield WORD, word, account_id


def forgotten_on(connection: sqlite3.Connection, who: str, account_id: int | None) -> str | None:
    """The day on which somebody of that name, at the account or at any, or of that address was forgotten."""
    known, folded = Tombstones(connection), fold(who)
    if not known:
        return None
    accounts = [
        row[0] for row in connection.execute("SELECT id FROM account WHERE ?1 IS NULL OR id = ?1", (account_id,))
    ]
    stones = ((ADDRESS, folded, None), *((NAME, folded, each) for each in accounts))
    return next(filter(None, map(known.since, stones)), None)


def compact(path: Path) -> str | None:
    """Write the portfolio anew without its free space; why that was not possible, or None."""
    try:
        with closing(sqlite3.connect(path, timeout=10)) as connection:
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("VACUUM")
    except sqlite3.Error as error:
        return str(error)
    return None
