"""What only the vendor's own eyes may see: read, and put into a document, for an internal audience alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from cs_cli.documents.content.adoption import Section
from cs_cli.documents.content.agreement import name_of
from cs_cli.documents.content.facts import Facts, Rows, day, names, text
from cs_cli.documents.content.voice import ENOUGH_ANSWERS
from cs_cli.domain import words
from cs_cli.domain.book import Holding
from cs_cli.domain.money import shown, to_minor
from cs_cli.store.days import OPEN_TASKS

NOTES = 5
_OWN = "SELECT segment, stage, owner, tags, account_id FROM accounts WHERE account = :account"
_DEALS = (
    "SELECT opportunity, kind, stage, amount, currency, close_on, category FROM opportunities "
    "WHERE account = :account AND won IS NULL ORDER BY close_on, opportunity"
)
_SAID = (
    'SELECT "on", kind, summary FROM activities WHERE account = :account AND "on" <= :as_of AND summary IS NOT NULL '
    'ORDER BY "on" DESC, summary LIMIT 5'
)
_NOTED = 'SELECT "on", text FROM notes WHERE account = :account AND "on" <= :as_of ORDER BY "on" DESC LIMIT 3'
_FELT = (
    'SELECT "on", mood, why FROM sentiments WHERE account = :account AND "on" <= :as_of '
    'ORDER BY "on" DESC, sentiment_id DESC LIMIT 1'
)


def internal_of(reader: Rows, account: str, held: Iterable[Holding], as_of: date) -> Section:
    """ARR, open tasks, open deals, remarks and how one account feels."""

    def rows(sql: str) -> list[dict[str, Any]]:
        return reader.rows(sql, {"account": account, "as_of": as_of.isoformat()})

    own = rows(_OWN)[0]
    tasks = reader.rows(OPEN_TASKS, {"account": own["account_id"], "today": as_of.isoformat()})
    return {
        "key": account, "segment": text(own["segment"]), "stage": text(own["stage"]), "owner": text(own["owner"]),
        "tags": list(names(own["tags"])),
        "contracts": [_contract(holding) for holding in sorted(held, key=_latest_last)],
        "tasks": [_task(row, as_of) for row in tasks],
        "deals": [_deal(row) for row in rows(_DEALS)],
        "remarks": [_remark(row) for row in rows(_SAID)],
        "notes": [{"on": str(row["on"]), "said": text(row["text"])} for row in rows(_NOTED)],
        "felt": _felt(rows(_FELT)),
    }  # fmt: skip


def _remark(row: Mapping[str, Any]) -> Section:
    return {"on": str(row["on"]), "kind": text(row["kind"]), "said": text(row["summary"])}


def _felt(rows: list[dict[str, Any]]) -> Section | None:
    """The last mood that was said, since when and why."""
    return {name: text(rows[0][name]) for name in ("on", "mood", "why")} if rows else None


def _latest_last(holding: Holding) -> tuple[date, str]:
    return holding.renewal.decide_on if holding.renewal else holding.term.renews_on or date.max, name_of(holding.term)


def _contract(holding: Holding) -> Section:
    term, renewal = holding.term, holding.renewal
    without = "renewed" if term.next_starts_on else "evergreen"
    return {
        "name": name_of(term), "state": renewal.state if renewal else without,
        "arr": shown(term.arr_minor, term.currency), "decide_kind": renewal.decide_kind if renewal else "",
        "decide_on": renewal.decide_on.isoformat() if renewal else "",
        "assumed": [text(name) for name in words.assumed(term.assumed)],
    }  # fmt: skip


def _task(row: Mapping[str, Any], as_of: date) -> Section:
    due = day(row["due_on"])
    late = (as_of - due).days if due and due < as_of else None
    return {
        "task": f"t{row['task_id']}", "title": text(row["title"]), "owner": text(row["owner"]),
        "due_on": due.isoformat() if due else None, "days_late": late,
    }  # fmt: skip


def _deal(row: Mapping[str, Any]) -> Section:
    amount = None if row["amount"] is None or not row["currency"] else shown(
        to_minor(Decimal(str(row["amount"])), str(row["currency"])), str(row["currency"]))  # fmt: skip
    said = {key: text(row[key]) for key in ("opportunity", "kind", "stage", "category")}
    return {**said, "amount": amount, "close_on": text(row["close_on"]) or None}


def missing_of(review: Section, facts: Facts, account: str) -> list[Section]:
    """What would make the review complete, and the command that records it."""
    agreed = any(row["kind"] == "agreement" for row in review["milestones"])
    asked = [
        (not review["adoption"], "Usage in the quarter: active users, seats in use", "cs import measurements.csv"),
        (not review["support"], "Support tickets", "cs import tickets.csv"),
        (not review["voice"], f"At least {ENOUGH_ANSWERS} answers to a survey in a year", "cs import surveys.csv"),
        (not facts.people, "The people, with their titles", f'cs contact add {account} --name "…"'),
        (not review["meetings"]["count"], "Calls and meetings of the quarter", f'cs log {account} "…"'),
        (
            not review["agreement"] and not agreed, "The contract and its notice",
            f"cs contract add {account} --renews DATE --arr N",
        ),
        (bool(review["agreement"]) and not review["agreement"]["seats"], "Seats of the contract",
         f"cs contract edit {account} --seats N"),
        (not review["vendor"]["name"], "Your name", 'cs config set me.name "…"'),
        (not review["vendor"]["company"], "Your company's name", 'cs config set me.company "…"'),
    ]  # fmt: skip
    return [{"what": what, "command": command} for wanted, what, command in asked if wanted]
