"""What the portfolio says of itself, checked: SQLite's own checks, derived columns recomputed, assumptions listed."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from sqlite3 import Connection

from cs_cli.domain.holidays import country_code
from cs_cli.domain.terms import Notice
from cs_cli.domain.words import counted
from cs_cli.store import backup, contracts, search

Seen = tuple[str, str, str, bool]
"""A check's name, what it saw, the fix, and whether that may cost money or data."""

_NAMED = 5
_DERIVED = """
SELECT c.id, a.key, c.contract, c.renews_on, c.notice_days, c.notice_kind, c.notice_basis, a.country, c.auto_renew,
  c.opt_out_on
FROM contract c JOIN account a ON a.id = c.account_id ORDER BY a.key, c.contract, c.starts_on
"""
_ASSUMED = """
SELECT a.key || CASE c.contract WHEN '' THEN '' ELSE '/' || c.contract END, c.assumed
FROM contract c JOIN account a ON a.id = c.account_id
WHERE c.assumed <> '[]' AND c.outcome IS NULL AND a.archived_on IS NULL ORDER BY a.key, c.contract
"""
_GUESSED = """
SELECT a.key || CASE c.contract WHEN '' THEN '' ELSE '/' || c.contract END || ' by the term from ' || n.starts_on
FROM contract c JOIN account a ON a.id = c.account_id JOIN contract n ON n.id = c.renewed_by_id
WHERE c.renewed_by_guess ORDER BY 1
"""
_BUSINESS = """
SELECT a.key, a.country FROM contract c JOIN account a ON a.id = c.account_id
WHERE c.notice_kind = 'business' AND c.notice_days IS NOT NULL AND c.outcome IS NULL AND a.archived_on IS NULL
GROUP BY a.key ORDER BY a.key
"""
_WAITING = "SELECT kind, source, count(*), min(account_ref) FROM waiting GROUP BY kind, source ORDER BY kind, source"
_ELSEWHERE = "SELECT count(*) FROM changed_elsewhere"


def examine(connection: Connection) -> Iterator[Seen]:
    """Everything that is not as `cs` would have written it, then what was assumed or guessed."""
    checks: tuple[Callable[[Connection], Iterator[Seen]], ...] = (
        _integrity, _references, _opt_outs, _links, _index, _waiting, _assumed, _guessed, _without_holidays, _elsewhere,
    )  # fmt: skip
    for check in checks:
        yield from check(connection)


def _integrity(connection: Connection) -> Iterator[Seen]:
    said = [line for (line,) in connection.execute("PRAGMA integrity_check(20)") if line != "ok"]
    values = [line for line in said if line.startswith(backup.VALUES)]
    if values:
        yield (
            "checks", f"another program stored what cs cannot read ({_listed(sorted(set(values)))})",
            "Put it right with that program, or go back: cs backup --list, then cs restore FILE", True,
        )  # fmt: skip
    if damage := [line for line in said if line not in values]:
        yield "integrity", f"the file is damaged: {damage[0]}", "cs backup --list, then cs restore FILE", True


def _references(connection: Connection) -> Iterator[Seen]:
    lost: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in connection.execute("PRAGMA foreign_key_check"):
        lost[table, parent] = lost.get((table, parent), 0) + 1
    for (table, parent), count in lost.items():
        yield (
            "references", f"{count} rows of {table} refer to a row of {parent} that another program removed",
            "cs backup --list, then cs restore FILE", True,
        )  # fmt: skip


def wrong_opt_outs(connection: Connection) -> dict[int, tuple[str, str | None]]:
    """For each contract whose stored opt-out date does not follow from its facts: its name and the right date."""
    wrong = {}
    for row_id, key, contract, renews_on, days, kind, basis, country, auto_renew, stored in connection.execute(
        _DERIVED
    ):
        notice = Notice(days, kind, basis, country) if days is not None else None
        right = contracts.opt_out_on(
            date.fromisoformat(renews_on) if renews_on else None, notice, auto_renew=bool(auto_renew)
        )
        if (right.isoformat() if right else None) != stored:
            wrong[row_id] = (f"{key}/{contract}" if contract else key, right.isoformat() if right else None)
    return wrong


def repair(connection: Connection) -> None:
    """Compute every derived column again."""
    right = [(right, row_id) for row_id, (_name, right) in wrong_opt_outs(connection).items()]
    connection.executemany("UPDATE contract SET opt_out_on = ? WHERE id = ?", right)
    contracts.relink(connection, _accounts(connection))
    search.rebuild(connection)


def _accounts(connection: Connection) -> list[int]:
    return [account_id for (account_id,) in connection.execute("SELECT DISTINCT account_id FROM contract")]


def _opt_outs(connection: Connection) -> Iterator[Seen]:
    if wrong := wrong_opt_outs(connection):
        names = _listed([f"{name} {right or 'none'}" for name, right in wrong.values()])
        yield "derived", f"{len(wrong)} opt-out dates are not what follows: {names}", "cs doctor --repair", True


def _links(connection: Connection) -> Iterator[Seen]:
    if wrong := contracts.wrong_links(connection, _accounts(connection)):
        yield "derived", f"{len(wrong)} terms name the wrong renewal", "cs doctor --repair", True


def _index(connection: Connection) -> Iterator[Seen]:
    wrong = search.faults(connection)
    counts = {"missing": wrong.missing, "that is gone": wrong.surplus}
    if said := [f"{counted(count, 'row')} {what}" for what, count in counts.items() if count]:
        what = f"cs find does not look in what the tables hold: {', '.join(said)}"
        yield "index", what, "cs doctor --repair", True
    if wrong.stale:
        what = f"{counted(wrong.stale, 'row')} that another program changed: cs find goes by the old words"
        yield "index", what, "cs doctor --repair", False


def _waiting(connection: Connection) -> Iterator[Seen]:
    for kind, source, count, account_ref in connection.execute(_WAITING):
        yield (
            "waiting", f"{count} {kind} of {source} wait for accounts that were not imported yet, {account_ref} first",
            "cs import FILE with these accounts", kind == "contracts",
        )  # fmt: skip


def _assumed(connection: Connection) -> Iterator[Seen]:
    rows = connection.execute(_ASSUMED).fetchall()
    if rows:
        fields = sorted({name for _key, assumed in rows for name in json.loads(assumed)})
        names = _listed([key for key, _assumed in rows])
        stand = f"{counted(len(rows), 'contract')} {'stands' if len(rows) == 1 else 'stand'}"
        yield (
            "assumed", f"{stand} on assumptions ({', '.join(fields)}): {names}",
            f"cs contract edit {rows[0][0]} …, or import a file that says them", False,
        )  # fmt: skip


def _guessed(connection: Connection) -> Iterator[Seen]:
    for (what,) in connection.execute(_GUESSED):
        said = what.replace(" by ", " counts as renewed by ", 1)
        yield "guessed", f"{said}: a guess from the dates", "Give both terms the same contract or product", False


def _without_holidays(connection: Connection) -> Iterator[Seen]:
    rows = connection.execute(_BUSINESS)
    if keys := [key for key, country in rows if not (country and country_code(country))]:
        yield (
            "holidays",
            f"business days of notice are counted without public holidays where no country is known: {_listed(keys)}",
            f"cs account edit {keys[0]} --country DE", False,
        )  # fmt: skip


def _elsewhere(connection: Connection) -> Iterator[Seen]:
    count = connection.execute(_ELSEWHERE).fetchone()[0]
    if count:
        yield (
            "elsewhere",
            f"{count} rows were changed by another program; cs undo leaves them alone",
            "cs history",
            False,
        )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
