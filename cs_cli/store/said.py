"""What was said of an account's health: the records of imports and digests, as they were made."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from cs_cli.domain.health import Band, Score
from cs_cli.store.read import Reader

_COLUMNS = 'account_id, "on", score, band, coverage, scorecard, fingerprint, inputs, said_by'
_LAST = f"""
SELECT {_COLUMNS} FROM health_history h WHERE account_id IN (SELECT value FROM json_each(:ids)) AND "on" =
  (SELECT max(l."on") FROM health_history l WHERE l.account_id = h.account_id AND l."on" <= :until)
"""  # noqa: S608  our own words
_BETWEEN = f"""
SELECT {_COLUMNS} FROM health_history WHERE account_id = :id AND "on" BETWEEN :since AND :until ORDER BY "on"
"""  # noqa: S608  our own words


class Said(NamedTuple):
    """A recorded score: its day, what it was given by (`import` or `digest`), the rules, the points of each measure.

    `fingerprint` is None in a record that was made before fingerprints were kept.
    """

    account_id: int
    on: date
    score: Score
    coverage: float
    scorecard: str
    fingerprint: str | None
    points: dict[str, float]
    said_by: str


def last_said(reader: Reader, account_ids: Sequence[int], until: date) -> dict[int, Said]:
    """The last record of each of the accounts up to that day; who has none is not in it."""
    found = reader.tuples(_LAST, {"ids": json.dumps(list(account_ids)), "until": until.isoformat()})
    return {said.account_id: said for said in map(_said, found)}


def said_between(reader: Reader, account_id: int, since: date, until: date) -> list[Said]:
    """The records of one account from day to day, both included, the earliest first."""
    days = {"id": account_id, "since": since.isoformat(), "until": until.isoformat()}
    return list(map(_said, reader.tuples(_BETWEEN, days)))


def _said(row: Iterable[Any]) -> Said:
    of, on, score, band, coverage, scorecard, fingerprint, inputs, by = row
    known = Score(score, Band(band))
    return Said(of, date.fromisoformat(on), known, coverage, scorecard, fingerprint, _points(inputs), by)


def _points(inputs: str) -> dict[str, float]:
    """The points of each measure; the first records held nothing else, later ones the value beside them."""
    return {name: each["points"] if isinstance(each, dict) else each for name, each in json.loads(inputs).items()}
