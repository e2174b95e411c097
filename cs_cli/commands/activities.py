"""`cs activities`: what was said and done, the newest first."""

import json
from typing import Annotated

import typer

from cs_cli.commands.filtering import AccountOrFilterArgument, account_or_filter
from cs_cli.commands.touches import KINDS, checked_kind
from cs_cli.context import Cs
from cs_cli.domain.calendar import parse_since
from cs_cli.output import render
from cs_cli.screens import activities as screens

KEYS = ["account", "name", "on", "kind", "summary", "direction", "two_way", "topic", "contacts", "number", "shared"]
_ACTIVITIES = """
SELECT v.account, a.name, v."on", v.kind, v.summary, v.direction, v.two_way, v.topic, v.contacts,
  v.number, v.shared, v.account_id
FROM activities v JOIN accounts a ON a.account_id = v.account_id
WHERE (:account IS NULL AND a.archived_on IS NULL OR v.account_id = :account)
  AND v."on" <= :known AND (:since IS NULL OR v."on" >= :since) AND (:kind IS NULL OR v.kind = :kind)
ORDER BY v."on" DESC, v.activity_id DESC
"""
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help="From that day on: 2w, fri, 1 oct.")]
OnlyKindOption = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=f"Only {', '.join(KINDS)}.")]


def activities(
    ctx: typer.Context, words: AccountOrFilterArgument = None, since: SinceOption = None, kind: OnlyKindOption = None
) -> None:
    """List calls, meetings, mails and notes, the newest first."""
    cs: Cs = ctx.obj
    only, taken = account_or_filter(cs, words)
    wanted = {
        "account": only and only.account_id,
        "known": cs.known_until.isoformat(),
        "since": parse_since(since, cs.today, cs.settings.fiscal_start).isoformat() if since else None,
        "kind": checked_kind(kind) if kind else None,
    }
    found = [row for row in cs.reader.rows(_ACTIVITIES, wanted) if taken is None or row["account_id"] in taken]
    rows = [
        {**row, **{name: bool(row[name]) for name in ("two_way", "shared")}, "contacts": json.loads(row["contacts"])}
        for row in found[: cs.limit]
    ]
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(rows, len(found), cs.today))
