"""A portfolio for document tests: real tables and views, filled row by row."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cs_cli.documents.content.context import build_review
from cs_cli.settings import Settings
from cs_cli.store.contracts import relink
from cs_cli.store.migrate import bring_up_to_date
from cs_cli.store.portfolio import Portfolio
from cs_cli.store.read import Reader

AS_OF = date(2026, 11, 23)
SETTINGS = {"me.name": "Priya Raman", "me.company": "Brightline", "fiscal_year_start": 1}


@dataclass
class Book:
    """A portfolio file; its verbs add rows with only what a test cares about."""

    path: Path

    def put(self, table: str, **cells: Any) -> int:
        """One row; returns its id."""
        names = ", ".join(f'"{name}"' for name in ("step", *cells))
        marks = ", ".join("?" * (len(cells) + 1))
        with sqlite3.connect(self.path) as connection:
            cursor = connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", (1, *cells.values()))  # noqa: S608
        connection.close()
        return int(cursor.lastrowid or 0)

    def account(self, key: str = "ACME", name: str = "Acme Corporation", **cells: Any) -> int:
        folded = {"key_folded": key.lower(), "name_folded": name.lower()}
        return self.put("account", key=key, name=name, **folded, **{"tags": "[]", "custom": "{}"} | cells)

    def usage(self, account: int, metric: str, values: Mapping[str, float]) -> None:
        for on, value in values.items():
            self.put("measurement", account_id=account, metric=metric, measured_on=on, value=value)

    def ticket(self, account: int, number: object, opened: str, resolved: str | None = None, **cells: Any) -> None:
        row = {"subject": f"Subject {number}", "priority": "P3"} | cells
        moments = {"opened_at_utc": _instant(opened), "resolved_at_utc": _instant(resolved)}
        self.put("ticket", account_id=account, ticket=f"T-{number}", **moments, **{"custom": "{}"} | row)

    def contact(self, account: int, name: str, **cells: Any) -> None:
        cells["roles"] = json.dumps(cells.get("roles", []))
        self.put("contact", account_id=account, name=name, name_folded=name.lower(), **{"custom": "{}"} | cells)

    def met(self, account: int, on: str, names: Sequence[str] = (), kind: str = "meeting", **cells: Any) -> None:
        self.put(
            "activity",
            account_id=account,
            kind=kind,
            happened_on=on,
            contacts=json.dumps(names),
            **{"custom": "{}"} | cells,
        )

    def answered(
        self, account: int, kind: str, score: float, on: str, contact: str | None = None, **cells: Any
    ) -> None:
        self.put(
            "survey",
            account_id=account,
            kind=kind,
            score=score,
            answered_on=on,
            contact=contact,
            **{"custom": "{}"} | cells,
        )

    def contract(self, account: int, **said: Any) -> int:
        """One term, and its row id: annual, by itself renewing on 1 March 2027, with 90 days' notice."""
        cells: dict[str, Any] = {
            "contract": "", "product": "Platform", "starts_on": "2026-03-01", "renews_on": "2027-03-01",
            "term_months": 12, "price_minor": said.pop("arr", 160000) * 100, "price_period_months": 12,
            "currency": "USD", "auto_renew": True, "notice_days": 90, "notice_kind": "calendar",
            "notice_basis": "renewal-day", "renewed_by_guess": False, "assumed": "[]", "custom": "{}",
        }  # fmt: skip
        cells |= said
        row_id = self.put("contract", account_id=account, **{"anchor_on": cells["starts_on"]} | cells)
        with sqlite3.connect(self.path) as connection:
            relink(connection, [account])
        connection.close()
        return row_id

    def review(
        self, audience: str = "customer", as_of: date = AS_OF, key: str = "ACME", **settings: Any
    ) -> dict[str, Any]:
        """What a template sees of an account on a day, which counts as today."""
        portfolio = Portfolio(Reader(self.path), as_of, date.max, Settings(self.path, SETTINGS | settings))
        return build_review(portfolio, portfolio.account(key, exactly=True), audience)

    def healthy(self, account: int) -> None:
        """Facts of November that make a score: 82% of 400 seats used, one ticket, a call today, three promoters."""
        self.contract(account, seats=400)
        self.usage(account, "seats_used", {"2026-11-20": 330})
        self.ticket(account, 1, "2026-11-01", "2026-11-02")
        self.met(account, "2026-11-23", kind="call")
        for _ in range(3):
            self.answered(account, "nps", 9, "2026-11-01")


def new_book(folder: Path) -> Book:
    """An empty portfolio with one journal step that every row belongs to."""
    path = folder / "portfolio.db"
    bring_up_to_date(path)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "INSERT INTO journal_step (at_utc, command, user, host, version) VALUES (?, '', '', '', '')",
            ("2026-01-01T00:00:00Z",),
        )
    connection.close()
    return Book(path)


def _instant(moment: str | None) -> str | None:
    """`2026-07-03` or `2026-07-03 14:00` as stored."""
    if moment is None:
        return None
    day, _, clock = moment.partition(" ")
    return f"{day}T{clock or '09:00'}:00Z"


def rich(folder: Path, rows: int = 4) -> Book:
    """An account with `rows` of everything."""
    book = new_book(folder)
    acme = book.account(customer_since="2023-03-01", kickoff_on="2023-03-08", live_on="2023-04-15")
    book.contract(acme, seats=400)
    months = [f"{2025 + n // 12}-{n % 12 + 1:02d}-20" for n in range(9, 21)]
    book.usage(acme, "active_users", {on: 180 + 5 * n for n, on in enumerate(months)})
    book.usage(acme, "seats_used", {"2026-09-20": 330})
    for n in range(rows):
        book.contact(acme, f"Person {n:02}", title=f"Head of Part {n}", roles=["sponsor"] if n == 0 else ["user"])
        book.ticket(acme, n, f"2026-08-{n % 28 + 1:02d}", priority=f"P{n % 4 + 1}")
        book.met(acme, f"2026-09-{n % 28 + 1:02d}", [f"Person {n:02}"])
        book.answered(acme, "nps", n % 11, f"2026-08-{n % 28 + 1:02d}")
    return book
