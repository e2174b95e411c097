"""Completion of account keys and open tasks: reads only, and stays silent where there is nothing to read."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import typer

from cs_cli import settings
from cs_cli.domain.forecast import CATEGORIES
from cs_cli.domain.outcomes import REASONS
from cs_cli.domain.text import fold
from cs_cli.errors import CsError
from cs_cli.store.read import open_read_only

_KEYS = "SELECT account, name FROM accounts WHERE archived_on IS NULL ORDER BY account"
_TASKS = """
SELECT task, coalesce(account || ' ', '') || title FROM tasks
WHERE done_on IS NULL AND dropped_on IS NULL AND substr(task, 1, length(?1)) = ?1
ORDER BY due_on IS NULL, due_on, task_id LIMIT 200
"""
_PLAN_ROWS = """
SELECT number, account || ' ' || {title} FROM {view} WHERE substr(number, 1, length(?1)) = ?1 ORDER BY account LIMIT 200
"""
_MANY = 200


def complete_account(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The account keys that begin with what is typed, with their names; `ac` is completed to `acme`."""
    folded = fold(incomplete)
    begun = ((key, name) for key, name in _rows(ctx, _KEYS) if fold(key).startswith(folded))
    for key, name in islice(begun, _MANY):
        typed = key if key.startswith(incomplete) else incomplete + key[len(incomplete) :].lower()
        yield typed, name


def complete_task(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The numbers of the open tasks that begin with what is typed, with what is to be done."""
    yield from _rows(ctx, _TASKS, incomplete.lower())


def complete_row(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The numbers of plan rows (m7 behind `cs milestone done`) that begin with what is typed, then account keys."""
    word = ctx.parent.info_name if ctx.parent else None
    view = {"value": "value_items"}.get(str(word), f"{word}s")
    title = {"objective": "quote", "commitment": "promise"}.get(str(word), "title")
    yield from _rows(ctx, _PLAN_ROWS.format(view=view, title=title), incomplete.lower())
    yield from complete_account(ctx, incomplete)


def complete_reason(incomplete: str) -> Iterator[str]:
    """The codes of why a customer left that begin with what is typed."""
    yield from (code for code in REASONS if code.startswith(incomplete.lower()))


def complete_category(incomplete: str) -> Iterator[str]:
    """The forecast categories that begin with what is typed."""
    yield from (name for name in CATEGORIES if name.startswith(incomplete.lower()))


def _rows(ctx: typer.Context, sql: str, *typed: str) -> list[tuple[str, str]]:
    """What the views of the portfolio say; nothing where they cannot be read as they are."""
    try:
        with closing(open_read_only(_path(ctx).absolute())) as connection:
            return connection.execute(sql, typed).fetchall()
    except (CsError, sqlite3.Error, OSError):
        return []


def _path(ctx: typer.Context) -> Path:
    said = ctx.params.get("db") or ctx.find_root().params.get("db") or os.environ.get("CS_DB")
    return Path(said).expanduser() if said else settings.load().database()
