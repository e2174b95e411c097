"""Completion of account keys, numbers and codes: reads only, and stays silent where there is nothing to read."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from typing import Any

import typer

from cs_cli import settings
from cs_cli.domain.forecast import CATEGORIES
from cs_cli.domain.metrics import SHIPPED
from cs_cli.domain.moods import MOODS
from cs_cli.domain.outcomes import REASONS
from cs_cli.domain.text import fold
from cs_cli.errors import CsError
from cs_cli.store.measurements import METRICS
from cs_cli.store.read import open_read_only

_KEYS = "SELECT account, name FROM accounts WHERE archived_on IS NULL ORDER BY account"
_TASKS = """
SELECT task, coalesce(account || ' ', '') || title FROM tasks
WHERE done_on IS NULL AND dropped_on IS NULL AND substr(task, 1, length(?1)) = ?1
ORDER BY due_on IS NULL, due_on, task_id LIMIT 200
"""
_PEOPLE = """
SELECT c.name, c.account FROM contacts c JOIN accounts a ON a.account_id = c.account_id
WHERE a.archived_on IS NULL ORDER BY c.account, c.contact_id
"""
_PROMISES = """
SELECT number, account || ' ' || promise FROM commitments
WHERE done_on IS NULL AND dropped_on IS NULL AND substr(number, 1, length(?1)) = ?1
ORDER BY due_on IS NULL, due_on, commitment_id LIMIT 200
"""
_ACTIVITIES = """
SELECT number, account || ' ' || "on" || ' ' || kind || coalesce(' ' || substr(summary, 1, 40), '') FROM activities
WHERE substr(number, 1, length(?1)) = ?1 ORDER BY activity_id DESC LIMIT 200
"""
_PLAN_ROWS = """
SELECT number, account || ' ' || {title} FROM {view} WHERE substr(number, 1, length(?1)) = ?1 ORDER BY account LIMIT 200
"""
_TICKETS = """
SELECT t.ticket, coalesce(t.subject, '') FROM tickets t JOIN accounts a ON a.account_id = t.account_id
WHERE (?2 = '' OR a.account = ?2 COLLATE NOCASE) AND substr(t.ticket, 1, length(?1)) = ?1
ORDER BY t.opened_at DESC LIMIT 200
"""
_MANY = 200


def complete_account(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The account keys that begin with what is typed, with their names; `ac` is completed to `acme`."""
    folded = fold(incomplete)
    begun = ((key, name) for key, name in _rows(ctx, _KEYS) if fold(key).startswith(folded))
    for key, name in islice(begun, _MANY):
        typed = key if key.startswith(incomplete) else incomplete + key[len(incomplete) :].lower()
        yield typed, name


def complete_filter(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The views, or the fields and accounts, that begin with what is typed."""
    from cs_cli.domain.filters import FIELDS, VIEW  # noqa: PLC0415  only for a word of a filter
    from cs_cli.store.saved_views import Views  # noqa: PLC0415  as above

    if incomplete.startswith(VIEW):
        with suppress(CsError):
            views = Views(settings.load().folder).words
            yield from (
                (f"@{name}", " ".join(said)) for name, said in views.items() if f"@{name}".startswith(incomplete)
            )
        return
    if incomplete:
        yield from ((f"{name}:", field.meaning) for name, field in FIELDS.items() if name.startswith(incomplete))
    yield from complete_account(ctx, incomplete)


def complete_task(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The numbers of the open tasks that begin with what is typed, with what is to be done."""
    yield from _rows(ctx, _TASKS, incomplete.lower())


def complete_person(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The people whose names begin with what is typed, with their accounts: those of the account that was typed."""
    folded, of = fold(incomplete), fold(str(ctx.params.get("account") or ""))
    begun = (
        (name, key) for name, key in _rows(ctx, _PEOPLE) if fold(name).startswith(folded) and of in ("", fold(key))
    )
    for name, key in islice(begun, _MANY):
        yield name if name.startswith(incomplete) else incomplete + name[len(incomplete) :], key


def complete_errand(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The numbers of the open tasks and promises that begin with what is typed, with what is to be done."""
    yield from complete_task(ctx, incomplete)
    yield from _rows(ctx, _PROMISES, incomplete.lower())


def complete_entry(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The numbers of activities and open tasks that begin with what is typed, those entered last first."""
    yield from _rows(ctx, _ACTIVITIES, incomplete.lower())
    yield from complete_task(ctx, incomplete)


def complete_ticket(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The tickets of the account that was typed which begin with what is typed, with their subjects."""
    yield from _rows(ctx, _TICKETS, incomplete, str(ctx.params.get("account") or ""))


def complete_mood(incomplete: str) -> Iterator[str]:
    """The moods that begin with what is typed."""
    yield from (mood for mood in MOODS if mood.startswith(incomplete.lower()))


def complete_metric(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """The metrics that begin with what is typed: those of the portfolio and the shipped ones."""
    names = sorted({*SHIPPED, *(metric for (metric,) in _rows(ctx, METRICS))})
    yield from (name for name in names if name.startswith(incomplete.lower()))


def complete_row(ctx: typer.Context, incomplete: str) -> Iterator[tuple[str, str]]:
    """The numbers of plan rows (m7 behind `cs milestone done`) that begin with what is typed, then account keys."""
    word = ctx.parent.info_name if ctx.parent else None
    view = {"value": "value_items"}.get(str(word), f"{word}s")
    title = {"objective": "quote", "commitment": "promise"}.get(str(word), "title")
    yield from _rows(ctx, _PLAN_ROWS.format(view=view, title=title), incomplete.lower())
    yield from complete_account(ctx, incomplete)


def complete_template(incomplete: str) -> Iterator[str]:
    """The templates, shipped and one's own, that begin with what is typed."""
    from cs_cli.documents.source.template import template_names  # noqa: PLC0415  only for the name of a template

    with suppress(CsError, OSError):
        yield from (
            name for name in template_names(settings.load().folder / "templates") if name.startswith(incomplete)
        )


def complete_document(incomplete: str) -> Iterator[str]:
    """The documents, and `list`, that begin with what is typed."""
    yield from complete_template(incomplete)
    if "list".startswith(incomplete):
        yield "list"


def complete_reason(incomplete: str) -> Iterator[str]:
    """The codes of why a customer left that begin with what is typed."""
    yield from (code for code in REASONS if code.startswith(incomplete.lower()))


def complete_category(incomplete: str) -> Iterator[str]:
    """The forecast categories that begin with what is typed."""
    yield from (name for name in CATEGORIES if name.startswith(incomplete.lower()))


def _rows(ctx: typer.Context, sql: str, *typed: str) -> list[Any]:
    """What the views of the portfolio say; nothing where they cannot be read as they are."""
    try:
        with closing(open_read_only(_path(ctx).absolute())) as connection:
            return connection.execute(sql, typed).fetchall()
    except (CsError, sqlite3.Error, OSError):
        return []


def _path(ctx: typer.Context) -> Path:
    said = ctx.params.get("db") or ctx.find_root().params.get("db") or os.environ.get("CS_DB")
    return Path(said).expanduser() if said else settings.load().database()
