"""A book with a past: accounts with a contract each, a term a year, most renewed; low use goes with losses."""

import csv
import random
from datetime import date, timedelta
from pathlib import Path

HORIZON, NOTICE = timedelta(90), 60
UNMEASURED = 0.15
"""Of so many nothing is known in their first year."""


def write(folder: Path, accounts: int, seed: int = 8, first_year: int = 2022) -> list[Path]:
    """The book as files to import; what is measured is from just before the day that a back-test looks at."""
    dice = random.Random(seed)  # noqa: S311  # a book, not a secret
    tables: dict[str, list[tuple[object, ...]]] = {
        "accounts": [("account", "name", "customer_since")],
        "contracts": [("account", "contract", "starts_on", "renews_on", "price", "seats", "auto_renew", "notice_days",
                       "status")],
        "measurements": [("account", "metric", "on", "value")],
        "tickets": [("account", "ticket", "opened_at")],
        "activities": [("account", "kind", "on", "summary")],
        "surveys": [("account", "contact", "kind", "score", "on")],
    }  # fmt: skip
    for number in range(accounts):
        _account(tables, dice, f"A{number:04}", date(first_year, number % 12 + 1, number % 28 + 1))
    return [_written(folder / f"{name}.csv", rows) for name, rows in tables.items()]


def _account(tables: dict[str, list[tuple[object, ...]]], dice: random.Random, key: str, begun: date) -> None:
    tables["accounts"].append((key, f"Customer {key}", begun))
    seats, price = dice.randrange(50, 400), dice.randrange(5, 90) * 1_000
    for year in range(5):
        starts, renews = begun.replace(year=begun.year + year), begun.replace(year=begun.year + year + 1)
        health = dice.random()
        is_decided = renews - timedelta(NOTICE) < date(2026, 11, 1)
        is_lost = is_decided and dice.random() < (0.75 if health < 0.25 else 0.07)
        tables["contracts"].append(
            (key, "Platform", starts, renews, price, seats, "yes", NOTICE, "ended" if is_lost else "")
        )
        if year or dice.random() > UNMEASURED:
            _signals(tables, dice, key, renews - timedelta(NOTICE) - HORIZON, (health, seats))
        if is_lost or renews > date(2026, 11, 23):
            return
        price += dice.choice((0, 0, 1_000, -1_000))


def _signals(
    tables: dict[str, list[tuple[object, ...]]], dice: random.Random, key: str, looked_on: date, of: tuple[float, int]
) -> None:
    health, seats = of
    used = seats * (0.25 + 0.6 * health)
    tables["measurements"].append((key, "seats_used", looked_on - timedelta(4), round(used)))
    for week in range(16):
        events = 500 * (0.6 + health * 0.5 if week < 4 else 1)
        tables["measurements"].append((key, "logins", looked_on - timedelta(4 + 7 * week), round(events)))
    for number in range(dice.randrange(4) if health > 0.3 else dice.randrange(12)):
        opened = looked_on - timedelta(dice.randrange(80))
        tables["tickets"].append((key, f"{key}-{looked_on:%y}-{number}", f"{opened}T09:00:00Z"))
    tables["activities"].append((key, "call", looked_on - timedelta(dice.randrange(60)), "spoke of plans"))
    for person in range(3):
        score = dice.randrange(11)
        tables["surveys"].append((key, f"Person {person}", "nps", score, looked_on - timedelta(30 + person)))


def _written(path: Path, rows: list[tuple[object, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path
