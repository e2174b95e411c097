"""All that is known of a person, as Markdown."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from cs_cli.domain import words
from cs_cli.output.clean import literal_markdown

_NAMES = {
    "activity": "Calls, meetings, mails and notes",
    "survey": "Survey answers",
    "task": "Tasks",
    "note": "Standing remarks",
    "ticket": "Support tickets",
    "sentiment": "Sentiment",
    "objective": "Objectives",
    "progress": "Progress",
    "milestone": "Milestones",
    "commitment": "Commitments",
    "risk": "Risks",
    "value_item": "Value",
    "forecast_call": "Forecast calls",
    "contact": "Other contacts",
    "waiting": "Imported rows that wait for their account",
    "sent": "Ledger of digests",
    "external_ref": "Ids in other systems",
}


def markdown(known: Mapping[str, Any], at: datetime) -> str:
    """What `cs contact export` knows, a section a kind."""
    accounts = ", ".join(known["accounts"]) or "no contact of any account"
    lines = [f"# What is known of {literal_markdown(known['name'])}", ""]
    lines += [
        f"- Printed: {words.full(at.date())}, {at:%Y-%m-%dT%H:%M:%SZ}",
        f"- Account: {literal_markdown(accounts)}",
    ]
    for row in known["contacts"]:
        lines += ["", f"## As a contact of {literal_markdown(str(row.get('account', '')))}", "", *_facts(row)]
    for table, rows in sorted(known["mentions"].items()):
        lines += ["", f"## {_NAMES.get(table, table.replace('_', ' ').capitalize())} ({len(rows):,})"]
        for row in rows:
            lines += ["", *_facts(row)]
    if known["history"]:
        lines += ["", f"## Commands that name them ({len(known['history']):,})", ""]
        lines += [f"- {step['at']} {literal_markdown(step['command'])}" for step in known["history"]]
    if not known["mentions"] and not known["history"]:
        lines += ["", "No other row names them."]
    return "\n".join(lines)


def _facts(row: Mapping[str, Any]) -> Iterator[str]:
    for name, value in row.items():
        said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        yield f"- {literal_markdown(name.replace('_', ' '))}: {literal_markdown(said)}"
