"""`cs sql`: a question of one's own over the documented views, under guard."""

import math
import re
import sqlite3
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from cs_cli.context import Cs
from cs_cli.errors import CsError, DeniedError, UsageError
from cs_cli.output import render
from cs_cli.output.sheet import Column, Sheet

_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_DENIED_FUNCTIONS = frozenset({"load_extension", "writefile", "readfile", "edit", "fts3_tokenizer"})
_NAMED = 2
"""Of how many views that a query names the columns are listed where it fails."""
_VIEWS = "select name from sqlite_master where type = 'view'"
QueryArgument = Annotated[str, typer.Argument(metavar="QUERY", help='Like "select account, arr from contracts".')]


def sql(ctx: typer.Context, query: QueryArgument) -> None:
    """Ask the documented views in SQL; nothing can be changed. Their columns: cs sql "select * from accounts"."""
    cs: Cs = ctx.obj
    names, found = _ask(cs.reader.connection, query)
    shown = [tuple(map(_told, row)) for row in found[: cs.limit]]
    rows = [dict(zip(names, row, strict=True)) for row in shown]
    render.rows(rows, names, cs.format, lambda: _screen(names, shown, len(found) - len(shown)))


def _ask(connection: sqlite3.Connection, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    connection.set_authorizer(_authorize)
    try:
        cursor = connection.execute(query)
        found = cursor.fetchall()
    except (sqlite3.Error, sqlite3.Warning) as error:
        connection.set_authorizer(None)
        raise _refusal(error, connection, query) from error
    finally:
        connection.set_authorizer(None)
    if cursor.description is None:
        raise UsageError("that is no question", 'Like: cs sql "select account, arr from contracts"')
    return _distinct([column[0] for column in cursor.description]), found


def _refusal(error: Exception, connection: sqlite3.Connection, query: str) -> CsError:
    """What SQLite says, in our words."""
    if getattr(error, "sqlite_errorname", None) == "SQLITE_AUTH" or "not authorized" in str(error):
        return DeniedError(f"cs sql only reads: {error}", "Change things by cs account, cs contract, cs import")
    if "one statement" in str(error):
        return UsageError("one query at a time", 'Like: cs sql "select account, arr from contracts"')
    return UsageError(f"SQL: {error}", *_what_there_is(connection, query))


def _what_there_is(connection: sqlite3.Connection, query: str) -> Iterator[str]:
    """The columns of the views that the query names; else all views, and how to see their columns."""
    views = [str(name) for (name,) in connection.execute(f"{_VIEWS} order by name")]
    said = {word.lower() for word in re.findall(r"\w+", query)}
    for view in [view for view in views if view in said][:_NAMED]:
        columns = [column[0] for column in connection.execute(f'SELECT * FROM "{view}" LIMIT 0').description]  # noqa: S608  ours
        yield f"Columns of {view}: {', '.join(columns)}"
    if said.isdisjoint(views):
        yield f"Views: {', '.join(views)}"
        yield 'Columns of one: cs sql "select * from accounts" --limit 1'
    else:
        yield f'All views: cs sql "{_VIEWS}"'


def _told(value: Any) -> Any:  # noqa: ANN401  any cell
    """A cell as every format can say it: bytes in hexadecimal, no number where there is none (infinity)."""
    if isinstance(value, bytes):
        return value.hex()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _screen(names: list[str], shown: list[tuple[Any, ...]], left: int) -> list[Sheet | str]:
    parts: list[Sheet | str] = [_sheet(names, shown)] if shown else ["No rows."]
    return [*parts, f"{left:,} more: --all, or --limit N"] if left else parts


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _inner: str | None) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or first or "").lower() in _DENIED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY


def _distinct(names: list[str]) -> list[str]:
    """Column names as keys: a second `name` becomes `name_2`."""
    seen: dict[str, int] = {}
    out = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return out


def _sheet(names: list[str], found: list[tuple[Any, ...]]) -> Sheet:
    numeric = [all(isinstance(row[i], (int, float, type(None))) for row in found) for i in range(len(names))]
    sheet = Sheet(
        [Column(right=right, flex=not right, title=name) for name, right in zip(names, numeric, strict=True)],
        indent=0,
    )
    sheet.titles()
    for row in found:
        sheet.row(*("" if cell is None else str(cell) for cell in row))
    return sheet
