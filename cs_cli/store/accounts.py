"""Finding the account that somebody means: exact key, alias or name, then the start of a word, then any part."""

import sqlite3
from typing import Any, NamedTuple

from cs_cli.domain.text import fold
from cs_cli.errors import AccountNotFoundError

_EXACT = """
SELECT a.id, a.key, a.name, f.key_folded = :said
FROM account f JOIN account a ON a.id = coalesce(f.merged_into_id, f.id)
WHERE f.key_folded = :said OR f.name_folded = :said
UNION SELECT a.id, a.key, a.name, 0 FROM account a JOIN alias l ON l.account_id = a.id WHERE l.folded = :said
"""
"""By key, name or alias; one that was merged into another means that one."""
_PART = """
SELECT a.id, a.key, a.name, a.key_folded || ' ' || a.name_folded || ' ' ||
  coalesce((SELECT group_concat(l.folded, ' ') FROM alias l WHERE l.account_id = a.id), '')
FROM account a
WHERE a.archived_on IS NULL AND (instr(a.key_folded, :said) OR instr(a.name_folded, :said)
  OR EXISTS (SELECT 1 FROM alias l WHERE l.account_id = a.id AND instr(l.folded, :said)))
ORDER BY a.key
"""
_OFFERED = 5


class AccountRef(NamedTuple):
    """An account as found: its row id, key and name."""

    account_id: int
    key: str
    name: str


def find_account(connection: sqlite3.Connection, said: str, *, exactly: bool = False) -> AccountRef:
    """The one account that `said` means; `exactly` takes only key, alias or whole name.

    Raises AccountNotFoundError with what comes close, or with the candidates where several fit.
    """
    folded = fold(said)
    exact = connection.execute(_EXACT, {"said": folded}).fetchall()
    found = _only([row for row in exact if row[3]] or exact)
    if found is None and exact:
        raise AccountNotFoundError(said, _offers(connection, [row[0] for row in exact]), several=True)
    if found is None and not exactly:
        parts = connection.execute(_PART, {"said": folded}).fetchall() if folded else []
        starts = [row for row in parts if f" {folded}" in f" {row[3].replace('-', ' ')}"]
        found = _only(starts) or (_only(parts) if not starts else None)
        if found is None and parts:
            raise AccountNotFoundError(said, _offers(connection, [row[0] for row in starts or parts]), several=True)
    if found is None:
        raise AccountNotFoundError(said, _close_to(connection, folded))
    return found


def _only(rows: list[Any]) -> AccountRef | None:
    found = {row[:3] for row in rows}
    return AccountRef(*found.pop()) if len(found) == 1 else None


def _offers(connection: sqlite3.Connection, account_ids: list[int]) -> list[str]:
    rows = connection.execute(
        "SELECT account, name, coalesce(domain, json_extract(custom, '$.BillingCity'), region, country) FROM accounts "
        "WHERE account_id IN (SELECT value FROM json_each(?)) ORDER BY account",
        (str(account_ids),),
    ).fetchall()
    offers = [f"{key} ({name}, {place})" if place else f"{key} ({name})" for key, name, place in rows[:_OFFERED]]
    return [*offers, f"{len(rows) - _OFFERED} more"] if len(rows) > _OFFERED else offers


def _close_to(connection: sqlite3.Connection, folded: str) -> list[str]:
    from difflib import get_close_matches  # noqa: PLC0415  only for an account that is not there

    names: dict[str, str] = {}
    for key, key_folded, name_folded in connection.execute("SELECT key, key_folded, name_folded FROM account"):
        names |= {key_folded: key, name_folded: key}
    return list(dict.fromkeys(names[close] for close in get_close_matches(folded, names, n=3, cutoff=0.6)))
