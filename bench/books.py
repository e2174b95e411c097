"""What is measured against: two demo portfolios, one of many years, two of much talk, CSV files of many rows."""

import csv
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from cs_cli.store.scorecards import SHIPPED, read_scorecard

HEADER = (
    "account", "name", "domain", "segment", "stage", "owner", "industry", "region", "country", "timezone", "currency",
    "customer_since", "live_on", "tags", "source", "external_id",
)  # fmt: skip
TERM_HEADER = (
    "account", "contract", "starts_on", "renews_on", "term", "price", "price_period", "currency", "seats",
    "notice_days", "auto_renew",
)  # fmt: skip
SEGMENTS = ("enterprise", "mid-market", "smb")
STAGES = ("onboarding", "adoption", "mature")
OWNERS = ("me", "lee", "noor")
TRADES = ("Freight", "Foods", "Ceramics")
KINDS, TOPICS = ("call", "email", "email", "note", "meeting"), ("value", "training", "renewal", "")
LAST_DAY = date(2026, 11, 20)
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)
COMPARED = [MONDAY - timedelta(ago) for ago in (7, 14, 21, 28, 30, 35, 42, 49, 90)]
"""The days that `cs health` compares that Monday with."""
BANDS = ("red", "yellow", "green")
USUAL = {
    "active_users": 60, "seats_used": 70, "key_events": 900, "logins": 300, "features_used": 9,
    "features_available": 12,
}  # fmt: skip
RARE, RARITY = "chrysalis", 2000
METRICS = ("active_users", "seats_used", "logins", "key_events")
SAID = ("call", "meeting", "email", "reply", "note")
WORDS = (
    "agreed", "asked", "budget", "dates", "invoice", "next", "plan", "report", "review", "roadmap", "rollout",
    "sponsor", "steps", "team", "ticket", "training", "usage", "value", "workshop",
)  # fmt: skip
PLACES = (
    ("Americas", "US", "America/New_York", "USD"),
    ("EMEA", "DE", "Europe/Berlin", "EUR"),
    ("APAC", "JP", "Asia/Tokyo", "JPY"),
)


def demo(cs: Sequence[str], folder: Path, accounts: int, env: Mapping[str, str]) -> Path:
    """A demo portfolio of that many accounts in `folder`."""
    path = folder / f"{accounts}.db"
    subprocess.run(
        [*cs, "--db", str(path), "demo", "--accounts", str(accounts)], env=env, check=True, capture_output=True
    )
    return path


def spoken_with(cs: Sequence[str], path: Path, activities: int, env: Mapping[str, str]) -> None:
    """Bring the activities of the portfolio at `path` to that many, spread over its accounts and two years."""
    with closing(sqlite3.connect(path)) as connection:
        keys = [key for (key,) in connection.execute("SELECT key FROM account ORDER BY id")]
        [(there,)] = connection.execute("SELECT count(*) FROM activity")
    file = path.with_name("activities.csv")
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("account", "kind", "on", "summary", "topic"))
        for number in range(there, activities):
            on = LAST_DAY - timedelta(number * 7 % 730)
            key, kind = keys[number * 31 % len(keys)], KINDS[number % len(KINDS)]
            writer.writerow((key, kind, on, f"spoke of delivery {number}", TOPICS[number % len(TOPICS)]))
    subprocess.run([*cs, "--db", str(path), "import", str(file)], env=env, check=True, capture_output=True)


def used(cs: Sequence[str], folder: Path, accounts: int, weeks: int, env: Mapping[str, str]) -> Path:
    """A demo portfolio with six metrics a week for that many weeks, and what digests recorded when lists compare."""
    path = demo(cs, folder, accounts, env)
    fingerprint = read_scorecard(SHIPPED).fingerprint
    with closing(sqlite3.connect(path)) as connection, connection:
        ids = [key for (key,) in connection.execute("SELECT id FROM account ORDER BY id")]
        connection.execute("DELETE FROM measurement")
        connection.executemany(
            "INSERT INTO measurement (step, account_id, metric, measured_on, value) VALUES (1, ?, ?, ?, ?)",
            (row for key in ids for row in _used(key, weeks)),
        )
        connection.executemany(
            "INSERT INTO health_snapshot (account_id, computed_on, score, band, coverage, scorecard, fingerprint) "  # noqa: S608  our own digits
            f"VALUES (?, ?, ?, ?, 85, 'default', '{fingerprint}')",
            ((key, day.isoformat(), 40.0 + key % 55, BANDS[key % 3]) for day in COMPARED for key in ids),
        )
    return path


def _used(key: int, weeks: int) -> Iterator[tuple[int, str, str, float]]:
    """Six metrics of an account a week, the last on the last Sunday: usage that grows, falls or stays."""
    slope = (key % 7 - 3) / 1600
    for metric, usual in USUAL.items():
        for week in range(weeks):
            drift = (
                1 if metric == "features_available" else (1 + slope * week) * (0.9 + (key * 31 + week * 17) % 20 / 100)
            )
            yield key, metric, (SUNDAY - timedelta(7 * (weeks - 1 - week))).isoformat(), float(round(usual * drift))


def accounts_csv(path: Path, rows: int) -> Path:
    """A file of `rows` accounts with all columns of the accounts format but a parent."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_account(number) for number in range(rows))
    return path


def _account(number: int) -> tuple[str, ...]:
    since = f"{2015 + number % 10}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    live = f"{2025 + number % 2}-{number % 12 + 1:02}-{number % 27 + 1:02}"
    return (
        f"A{number:06}", f"Customer {number:06} {TRADES[number % 3]}", f"a{number:06}.example",
        SEGMENTS[number % 3], STAGES[number % 3], OWNERS[number % 3], "logistics", *PLACES[number % 3], since, live,
        "reference;beta" if number % 5 == 0 else "", "crm", f"001{number:012}",
    )  # fmt: skip


def history(cs: Sequence[str], folder: Path, accounts: int, years: int, env: Mapping[str, str]) -> Path:
    """A portfolio of `accounts_csv` with a contract each, a term a year."""
    path = folder / "history.db"
    terms = terms_csv(folder / "contracts.csv", accounts, years)
    for file in (accounts_csv(folder / "customers.csv", accounts), terms):
        subprocess.run([*cs, "--db", str(path), "import", str(file)], env=env, check=True, capture_output=True)
    return path


def talk(cs: Sequence[str], folder: Path, accounts: int, each: int, env: Mapping[str, str]) -> Path:
    """A portfolio of `accounts_csv` with so many activities each, of which a few have the word RARE."""
    path = folder / f"talk-{accounts}.db"
    files = (accounts_csv(folder / f"of-{accounts}.csv", accounts), talk_csv(folder / "talk.csv", accounts, each))
    for file in files:
        subprocess.run([*cs, "--db", str(path), "import", str(file)], env=env, check=True, capture_output=True)
    return path


def talk_csv(path: Path, accounts: int, each: int) -> Path:
    """A file of `each` activities for each account of `accounts_csv`."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("account", "kind", "on", "summary", "source", "external_id"))
        writer.writerows(_said(number, f"A{number // each:06}") for number in range(accounts * each))
    return path


def _said(number: int, account: str) -> tuple[str, ...]:
    words = [WORDS[(number * 7 + place * (3 + number % 5)) % len(WORDS)] for place in range(9)]
    summary = " ".join([*words, RARE] if number % RARITY == 0 else words)
    day = f"2026-{number % 10 + 1:02}-{number % 28 + 1:02}"
    return account, SAID[number % len(SAID)], day, summary, "crm", f"e{number}"


def measurements_csv(path: Path, accounts: int, weeks: int) -> Path:
    """A file of four metrics a week for each account of `accounts_csv`, week by week."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("account", "metric", "on", "value"))
        for week in range(weeks):
            on = LAST_DAY - timedelta(7 * (weeks - 1 - week))
            writer.writerows(
                (f"A{number:06}", metric, on, f"{(number * 7 + week * (3 + place)) % 9973 / (1 + place % 2 * 9)}")
                for number in range(accounts)
                for place, metric in enumerate(METRICS)
            )
    return path


def terms_csv(path: Path, accounts: int, years: int) -> Path:
    """A file of one contract an account of `accounts_csv`, a term a year: growing, shrinking, ending, coming back."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(TERM_HEADER)
        for number in range(accounts):
            writer.writerows(_terms(number, years))
    return path


def _terms(number: int, years: int) -> list[tuple[object, ...]]:
    seats, auto = 10 + number % 190, "no" if number % 10 == 0 else "yes"
    found: list[tuple[object, ...]] = []
    for year in range(years):
        seats += max(0, (number * 7 + year * 3) % 7 - 3) - (number % 13 == year)
        if number % 10 == 0 and year == number // 10 % years:
            continue  # a year without a contract
        month, day = number % 12 + 1, number % 28 + 1
        starts, renews = f"{2017 + year}-{month:02}-{day:02}", f"{2018 + year}-{month:02}-{day:02}"
        price = seats * (100 + year // 4)
        currency = PLACES[number % 3][3]
        found.append((f"A{number:06}", "Platform", starts, renews, "annual", price, "year", currency, seats, 60, auto))
    return found
