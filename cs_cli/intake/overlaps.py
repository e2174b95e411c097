"""Terms of one contract that share days: nobody can say which of them brings the revenue."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise
from sqlite3 import Connection
from typing import NamedTuple

from cs_cli.domain.terms import GRACE_DAYS
from cs_cli.domain.text import fold

_TERMS = """
SELECT id, account_id, contract, coalesce(product, ''), starts_on, coalesce(ended_on, renews_on) FROM contract
WHERE account_id IN (SELECT value FROM json_each(?)) AND (contract <> '' OR product <> '')
  AND coalesce(status, 'active') = 'active'
"""


class Stored(NamedTuple):
    """A term: its row id, the contract it is of, its first day and the first day after it (None: evergreen)."""

    row_id: int
    of: tuple[int, str, str]
    starts_on: date
    until: date | None

    @property
    def last_day(self) -> str:
        """Its last day in words."""
        return f"to {self.until - timedelta(1)}" if self.until else "on, evergreen"


def overlaps(connection: Connection, account_ids: Iterable[int]) -> Iterator[tuple[Stored, Stored]]:
    """The pairs, the earlier one first, of terms of one contract that share more days than an early renewal does."""
    day = date.fromisoformat
    terms = [
        Stored(row_id, (account_id, fold(contract), fold(product)), day(starts_on), day(until) if until else None)
        for row_id, account_id, contract, product, starts_on, until in connection.execute(
            _TERMS, (json.dumps(sorted(account_ids)),)
        )
    ]
    terms.sort(key=lambda term: (term.of, term.starts_on, term.row_id))
    for _of, of_contract in groupby(terms, key=lambda term: term.of):
        for earlier, later in pairwise(of_contract):
            if earlier.until is None or later.starts_on < earlier.until - timedelta(GRACE_DAYS):
                yield earlier, later
