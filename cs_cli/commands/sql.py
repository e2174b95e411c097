"""`cs sql`: a question of one's own over the documented views, under guard."""

import sqlite3
from typing import Annotated, Any

import typer

from cs_cli.context import Cs
from cs_cli.errors import DeniedError, UsageError
from cs_cli.output import render
from cs_cli.output.sheet import Column, Sheet

_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})
_DENIED_FUNCTIONS = frozenset({"load_extension", "writefile", "readfile", "edit", "fts3_tokenizer"})
QueryArgument = Annotated[str, typer.Argument(metavar="QUERY", help='Like "select account, arr from contracts".')]


def sql(ctx: typer.Context, query: QueryArgument) -> None:
    """Ask the documented views (docs/data-model.md) in SQL; nothing can be changed."""
    cs: Cs = ctx.obj
    names, found = _ask(cs.reader.connection, query, cs.limit)
    rows = [dict(zip(names, row, strict=True)) for row in found]
    render.rows(rows, names, cs.format, lambda: [_sheet(names, found)] if found else ["No rows."])


def _ask(connection: sqlite3.Connection, query: str, limit: int | None) -> tuple[list[str], list[tuple[Any, ...]]]:
    connection.set_authorizer(_authorize)
    try:
        cursor = connection.execute(query)
        found = cursor.fetchall() if limit is None else cursor.fetchmany(limit)
    except (sqlite3.ProgrammingError, sqlite3.Warning) as error:
        raise UsageError(
            f"one query at a time: {error}", 'Like: cs sql "select account, arr from contracts"'
        ) from error
    except sqlite3.DatabaseError as error:
        if "not authorized" in str(error) or "prohibited" in str(error):
            raise DeniedError(
                f"cs sql only reads: {error}", "Change things by cs account, cs contract, cs import"
            ) from error
        raise UsageError(f"SQL: {error}", "The views and their columns: docs/data-model.md") from error
    finally:
        connection.set_authorizer(None)
    if cursor.description is None:
        raise UsageError("that is no question", 'Like: cs sql "select account, arr from contracts"')
    return _distinct([column[0] for column in cursor.description]), found


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
