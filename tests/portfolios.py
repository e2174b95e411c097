"""Small portfolios for the store's tests, written through the store itself, and what is in them."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from cs_cli.store import tables, write
from cs_cli.store.models import (
    Account,
    Activity,
    Alias,
    Commitment,
    Contact,
    Contract,
    ExternalRef,
    ForecastCall,
    Forgotten,
    HealthOverride,
    HealthSnapshot,
    Measurement,
    Milestone,
    Note,
    Objective,
    Opportunity,
    Progress,
    Rate,
    Risk,
    Sent,
    Sentiment,
    Survey,
    Task,
    Ticket,
    ValueItem,
    Waiting,
)
from cs_cli.store.write import Writer, writing

NOW = "2026-11-23T07:02:00Z"
TODAY = date(2026, 11, 23)


def one_step(path: Path, command: str = "cs test") -> Any:
    """The transaction of one command: `with one_step(path) as writer: …`."""
    return writing(path, command, NOW)


def account(key: str, **facts: Any) -> Account:
    """An account row."""
    return Account(**{"key": key, "key_folded": key.lower(), "name": key.title(), "name_folded": key.lower()} | facts)


def contract(account_id: int, starts: str, renews: str, **facts: Any) -> Contract:
    """A contract row: one term from `starts` to `renews`."""
    return Contract(
        **{
            "account_id": account_id,
            "starts_on": date.fromisoformat(starts),
            "renews_on": date.fromisoformat(renews),
            "anchor_on": date.fromisoformat(starts),
            "term_months": 12,
            "price_minor": 1_200_000,
            "price_period_months": 12,
            "currency": "USD",
        }
        | facts
    )


def add_accounts(path: Path, *keys: str) -> list[int]:
    """One step that adds accounts; their ids."""
    with one_step(path, f"cs account add {' '.join(keys)}") as writer:
        return [int(writer.add(account(key)).id or 0) for key in keys]


def add_task(path: Path, title: str = "call", **facts: Any) -> int:
    """One step that adds a task; its id."""
    with one_step(path, f"cs task {title}") as writer:
        return int(writer.add(Task(title=title, created_on=TODAY, **facts)).id or 0)


def import_accounts(path: Path, count: int, first: int = 0) -> None:
    """One step that inserts many accounts at once."""
    with one_step(path, "cs import accounts.csv") as writer:
        insert_accounts(writer, count, first)


def insert_accounts(writer: Writer, count: int, first: int = 0) -> None:
    """Insert `count` accounts named by number."""
    names = ("key", "key_folded", "name", "name_folded", "tags", "custom")
    keys = (f"a{n}" for n in range(first, first + count))
    writer.insert_many("account", names, [(key.upper(), key, key, key, "[]", "{}") for key in keys])


def one_row_in_every_table(path: Path) -> None:
    """A portfolio whose every table holds something: steps done and undone, rows changed, a term renewed."""
    with one_step(path, "cs import everything") as writer:
        one = writer.add(account("ACME", currency="USD", custom='{"Mood": "fine"}', tags='["key"]'))
        of = {"account_id": one.id}
        writer.add(account("ACME-EU", name="Acmé Øst 北", parent_id=one.id))
        writer.add(Alias(**of, name="Acme Inc", folded="acme inc"))
        writer.add(ExternalRef(kind="accounts", source="crm", external_id="001", row_id=one.id))
        writer.add(Waiting(kind="contacts", source="crm", account_ref="002", external_id="003", row='{"name": "Sam"}'))
        writer.add(Contact(**of, name="Jo Park", name_folded="jo park", roles='["sponsor"]', stance="supporter"))
        term = {"product": "Core", "auto_renew": True, "notice_days": 60, "opt_out_on": date(2026, 11, 2)}
        writer.add(contract(one.id, "2026-01-01", "2027-01-01", **term))
        writer.add(contract(one.id, "2027-01-01", "2028-01-01", product="Core", assumed='["starts_on"]'))
        writer.add(Opportunity(**of, opportunity="Renewal 2027", kind="renewal", amount_minor=5, currency="USD"))
        call = {"contract_id": 1, "renews_on": date(2027, 1, 1), "called_on": TODAY, "category": "likely"}
        writer.add(ForecastCall(**of, **call, arr_minor=5, currency="USD", evidence="mail of 20 Nov"))
        writer.add(Rate(currency="EUR", in_currency="USD", rated_on=TODAY, rate="1.0821"))
        writer.add(Measurement(**of, metric="logins", measured_on=TODAY, value=0.1 + 0.2))
        writer.add(Measurement(**of, metric="invoice_status", measured_on=TODAY, word="overdue"))
        writer.add(
            Ticket(
                **of,
                ticket="4417",
                opened_at_utc="2026-11-06T09:00:00Z",
                csat=4.5,
                because="A release",
                change="A test",
            )
        )
        writer.add(Survey(**of, kind="nps", score=9.0, answered_on=TODAY))
        writer.add(Activity(**of, kind="call", happened_on=TODAY, summary="ROI", contacts='["Jo Park"]'))
        writer.add(Task(**of, title="send the deck", created_on=TODAY))
        writer.add(Task(**of, title="proposal", created_on=TODAY, contract_id=1, clock_step="proposal"))
        writer.add(Note(**of, noted_on=TODAY, text="likes short decks"))
        writer.add(Sentiment(**of, felt_on=TODAY, mood="yellow", why="the CFO asks for ROI"))
        plan = {**of, "created_on": TODAY, "changed_on": TODAY}
        goal = writer.add(Objective(**plan, quote="Plan in a day, not a week", baseline=5.0, target=1.0, unit="days"))
        writer.add(Progress(**of, objective_id=goal.id, measured_on=TODAY, value=2.5))
        writer.add(Milestone(**plan, title="EU go-live", side="us", kind="go-live", objective_id=goal.id, due_on=TODAY))
        writer.add(Commitment(**plan, side="us", promise="fix SSO", activity_id=1, due_on=TODAY))
        writer.add(Risk(**plan, title="the sponsor leaves", likelihood="low", impact="high"))
        gained = {"baseline": 5.0, "current": 2.5, "unit_value_minor": 40000, "currency": "USD", "per": "month"}
        writer.add(ValueItem(**plan, title="planning days saved", unit="days", **gained))
        writer.session.add(Forgotten(salt="5a17", hash="9f3c", forgotten_on=TODAY))
        snapshot = {"score": 81.25, "band": "green", "coverage": 90.0, "scorecard": "default"}
        writer.add(HealthSnapshot(**of, computed_on=TODAY, **snapshot, fingerprint="9f3c"))
        writer.session.add(HealthSnapshot(**of, computed_on=date(2026, 11, 22), **snapshot))
        by_hand = {"set_on": TODAY, "until_on": date(2026, 12, 4), "band": "yellow"}
        writer.add(HealthOverride(**of, **by_hand, why="the board decides on Friday"))
        message = {"digest": "daily", "period": "2026-11-23", "channel": "mail", "recipient": "ann@acme.example"}
        writer.session.add(Sent(**message, content_hash="9f3c", state="sent", claimed_at_utc=NOW, done_at_utc=NOW))
    with one_step(path, "cs account edit ACME --owner lee") as writer:
        writer.get(Account, 1).owner = "lee"
    add_task(path, "taken back")
    write.undo(path, None, NOW)
    by_another_program(path, "UPDATE survey SET comment = 'typed elsewhere'")


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every journalled table that this data version has."""
    with closing(sqlite3.connect(path)) as connection:
        there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()  # noqa: S608
            for table in tables.JOURNALLED
            if table in there
        }


def cell(path: Path, sql: str) -> Any:
    """The first cell of a query, through a connection of another program."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchone()[0]


def spoil_an_index(path: Path) -> None:
    """Damage that no query notices: an index that does not hold what its table holds."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA writable_schema = ON")
        index = other.execute("SELECT * FROM sqlite_master WHERE name = 'account_name'").fetchone()
        other.execute("DELETE FROM sqlite_master WHERE name = 'account_name'")
        other.execute("PRAGMA writable_schema = RESET")
        other.execute("UPDATE account SET name_folded = 'not in the index'")
        other.execute("PRAGMA writable_schema = ON")
        other.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", index)


def by_another_program(path: Path, sql: str) -> None:
    """Run a statement as `sqlite3` or a database browser would."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(sql)
