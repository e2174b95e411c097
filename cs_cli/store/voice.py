"""What customers answered and how many were asked, from the views."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from cs_cli.domain.calendar import Window
from cs_cli.domain.erasure import FORGOTTEN
from cs_cli.domain.text import fold
from cs_cli.domain.voice import CSAT, Answer
from cs_cli.store.read import Reader

ASKED = "{kind}_asked"
"""The metric that says how many people were asked on a day: `nps_asked`, `csat_asked`, `ces_asked`."""
_ANSWERS = """
SELECT account_id, score, "on", contact, comment, NULL FROM surveys
WHERE kind = :kind AND "on" BETWEEN :since AND :until AND (:account IS NULL OR account_id = :account)
ORDER BY account_id, "on"
"""
# A rating is asked for when a ticket is resolved.
_RATINGS = """
SELECT account_id, csat, date(coalesce(resolved_at, closed_at, opened_at)) AS rated_on, NULL, NULL, ticket FROM tickets
WHERE csat IS NOT NULL AND rated_on BETWEEN :since AND :until AND (:account IS NULL OR account_id = :account)
ORDER BY account_id, rated_on, ticket
"""
_PEOPLE = """
SELECT account_id, email, name_folded FROM contacts
WHERE email IS NOT NULL AND (:account IS NULL OR account_id = :account)
"""
_ASKED = """
SELECT m.account_id, sum(m.value) FROM json_each(:ids) j CROSS JOIN measurements m
WHERE m.account_id = j.value AND m.metric = :metric AND m."on" BETWEEN :since AND :until AND m.value IS NOT NULL
GROUP BY m.account_id
"""
_LATEST = """
SELECT max("on") FROM surveys
WHERE kind = :kind AND "on" <= :until AND account_id IN (SELECT value FROM json_each(:ids))
"""


def answers(reader: Reader, kind: str, window: Window, account: int | None = None) -> list[Answer]:
    """The answers of a kind by account (or of one `account`) and day; those of CSAT and then the ratings of tickets."""
    asked = {**_days(window), "kind": kind, "account": account}
    rows = reader.tuples(_ANSWERS, asked)
    if kind == CSAT:
        rows += reader.tuples(_RATINGS, asked)
    by_address = any(row[3] and "@" in row[3] for row in rows)
    people = _people(reader, account) if by_address else {}
    return list(_answers(rows, people))


def asked_of(reader: Reader, kind: str, window: Window, account_ids: Iterable[int]) -> dict[int, float]:
    """How many people of each account were asked, where it is recorded."""
    asked = {**_days(window), "metric": ASKED.format(kind=kind), "ids": json.dumps(list(account_ids))}
    return dict(reader.tuples(_ASKED, asked))


def latest_day(reader: Reader, kind: str, until: date, account_ids: Iterable[int]) -> date | None:
    """The day of the last answer of these accounts up to `until`."""
    found = reader.value(_LATEST, {"kind": kind, "until": until.isoformat(), "ids": json.dumps(list(account_ids))})
    return date.fromisoformat(found) if found else None


def _days(window: Window) -> dict[str, str]:
    return {"since": window.start.isoformat(), "until": window.end.isoformat()}


def _people(reader: Reader, account: int | None) -> dict[tuple[int, str], str]:
    """The folded name of each contact by account and folded address: Jo and jo@example.com are one person."""
    return {(of, fold(email)): name for of, email, name in reader.tuples(_PEOPLE, {"account": account})}


def _answers(rows: Sequence[tuple[Any, ...]], people: dict[tuple[int, str], str]) -> Iterator[Answer]:
    folded = {contact: fold(contact) for contact in {row[3] for row in rows} if contact and contact != FORGOTTEN}
    for of, score, on, contact, comment, ticket in rows:
        person = folded.get(contact)
        yield Answer(of, people.get((of, person), person) if person else None, score, on, contact, comment, ticket)
