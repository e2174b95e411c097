"""The people of the book, with the day of the last two-way contact with each."""

import json
from datetime import date
from typing import Any

from cs_cli.domain.people import Person
from cs_cli.store.naming import MEANS_CONTACT
from cs_cli.store.read import Reader

_PEOPLE = f"""
WITH said AS MATERIALIZED (
  SELECT v.account_id, p.value AS name, max(v."on") AS last_on FROM activities v, json_each(v.contacts) p
  WHERE v.two_way AND v."on" <= :today AND (:account IS NULL OR v.account_id = :account) GROUP BY 1, 2),
touched AS MATERIALIZED (
  SELECT c.contact_id, max(s.last_on) AS last_on FROM said s CROSS JOIN contacts c
  ON c.account_id = s.account_id AND {MEANS_CONTACT.format("s.name")} GROUP BY 1)
SELECT c.account_id, c.account, c.contact_id, c.name, c.email, c.title, c.roles, c.stance, c.influence, c.sentiment,
  c.reports_to, c.phone, c.left_on, c.bounced_on, t.last_on
FROM contacts c JOIN accounts a ON a.account_id = c.account_id LEFT JOIN touched t ON t.contact_id = c.contact_id
WHERE (:account IS NULL AND a.archived_on IS NULL OR c.account_id = :account)
ORDER BY c.account, c.left_on IS NOT NULL AND c.left_on <= :today, c.contact_id
"""  # noqa: S608  our own words


def people(reader: Reader, today: date, account_id: int | None = None) -> list[Person]:
    """The contacts of an account, or of all that are not archived, by account; who left by `today` stands last."""
    return reader.made(_person, _PEOPLE, {"account": account_id, "today": today.isoformat()})


def _person(row: tuple[Any, ...]) -> Person:
    account_id, account, contact_id, name, email, title, roles, *more, left, bounced, last = row
    held = () if roles == "[]" else tuple(json.loads(roles))
    return Person(account_id, account, contact_id, name, email, title, held, *more, *map(_day, (left, bounced, last)))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
