"""What the day's list needs beyond deadlines and tasks: promises, contact, decks, the age of the data."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from cs_cli.domain.agenda import Meeting
from cs_cli.domain.feeds import Feed
from cs_cli.domain.promised import Promised
from cs_cli.domain.silence import Quiet
from cs_cli.store.days import Days
from cs_cli.store.notebook import DECKS, FEEDS, noted
from cs_cli.store.portfolio import AccountRow
from cs_cli.store.read import Reader

DECK_DAYS = 21
"""A deck that was made so many days before a QBR is for it."""
PORTFOLIO_FEED, USAGE_FEED = "accounts and contracts", "usage"
IS_OPEN = """
created_on <= :today AND (done_on IS NULL OR done_on > :today) AND (dropped_on IS NULL OR dropped_on > :today)
  AND (missed_on IS NULL OR missed_on > :today OR due_on > missed_on)
"""
_PROMISED = f"""
SELECT number, account_id, account, side, promise, due_on FROM commitments WHERE due_on IS NOT NULL AND {IS_OPEN}
UNION ALL
SELECT number, account_id, account, side, title, due_on FROM milestones WHERE due_on IS NOT NULL AND {IS_OPEN}
"""  # noqa: S608  our own words
_SINCE = """
SELECT a.account_id, a.customer_since, (SELECT min(c.starts_on) FROM contracts c WHERE c.account_id = a.account_id)
FROM accounts a WHERE a.account_id IN (SELECT value FROM json_each(:ids))
"""
_WITH_CONTRACT = "SELECT DISTINCT account_id FROM contracts"
_FED = """
SELECT step FROM account UNION SELECT step FROM contract
UNION SELECT step FROM journal_change
  WHERE table_name IN ('account', 'contract') AND step IN (SELECT value FROM json_each(:steps))
"""
_USAGE = 'SELECT max("on") FROM measurements WHERE "on" <= :today'


def promised(reader: Reader, today: date) -> list[Promised]:
    """The promises and milestones with a day that are open on `today`."""
    rows = reader.tuples(_PROMISED, {"today": today.isoformat()})
    return [Promised(number, of, key, side, what, date.fromisoformat(due)) for number, of, key, side, what, due in rows]


def contacts(days: Days, accounts: Iterable[AccountRow], customers: Mapping[int, object]) -> list[Quiet]:
    """When each account was last spoken with; nobody, where no contact is recorded at all.

    `customers` are the accounts (by row id) that a contract is running of. One that had contracts and has none any
    more is not among the answers.
    """
    touched = days.last_touch()
    if not touched:
        return []
    had = {of for (of,) in days.reader.tuples(_WITH_CONTRACT)}
    meant = [row for row in accounts if row.account_id in customers or row.account_id not in had]
    since = _since(days.reader, [row.account_id for row in meant if row.account_id not in touched])
    return [
        Quiet(row.account_id, row.key, row.segment, touched.get(row.account_id), since.get(row.account_id))
        for row in meant
    ]


def _since(reader: Reader, account_ids: list[int]) -> dict[int, date]:
    """Since when those accounts are customers: as it was said, else since their first contract."""
    rows = reader.tuples(_SINCE, {"ids": str(account_ids)}) if account_ids else []
    return {of: date.fromisoformat(said or first) for of, said, first in rows if said or first}


def meetings(days: Days, database: Path, state: Path) -> list[Meeting]:
    """The QBRs that are planned, each with whether its deck was made on this machine."""
    planned = days.meetings()
    made = noted(database, state, DECKS) if planned else {}
    return [
        each._replace(has_deck=(on := made.get(str(each.account_id))) is not None and _is_for(on, each.on, days.today))
        for each in planned
    ]


def _is_for(made_on: date, held_on: date, today: date) -> bool:
    return held_on - timedelta(DECK_DAYS) <= made_on <= today


def feeds(days: Days, database: Path, state: Path, day_of: Callable[[datetime], date]) -> list[Feed]:
    """The kinds of data that ever came by import, each with its newest day."""
    found = [Feed(PORTFOLIO_FEED, on)] if (on := _portfolio_fed_on(days, database, state, day_of)) else []
    newest = days.reader.value(_USAGE, {"today": days.today.isoformat()})
    return [*found, Feed(USAGE_FEED, date.fromisoformat(newest))] if newest else found


def _portfolio_fed_on(days: Days, database: Path, state: Path, day_of: Callable[[datetime], date]) -> date | None:
    """When accounts or contracts were last imported, an import that changed nothing included."""
    imports = list(days.imports(day_of))
    if not imports:
        return None
    fed = {step for (step,) in days.reader.tuples(_FED, {"steps": str([step for _on, step in imports])})}
    last = next((on for on, step in imports if step in fed), None)
    again = noted(database, state, FEEDS).get(PORTFOLIO_FEED)
    return max(last, again) if last and again and again <= days.today else last
