"""What becomes of the tasks of a renewal clock when the contract goes on: an outcome closes what is left."""

from collections.abc import Iterable
from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from cs_cli.domain.words import counted

_OF_ACCOUNTS = "c.account_id IN (SELECT value FROM json_each(:accounts))"
_MOVED = f"""
SELECT t.id, n.id, t.done_on IS NULL AND t.dropped_on IS NULL
FROM task t JOIN contract c ON c.id = t.contract_id JOIN contract n ON n.id = c.renewed_by_id
WHERE t.contract_id IS NOT NULL AND t.clock_step IS NOT NULL AND c.outcome = 'amended' AND {_OF_ACCOUNTS}
ORDER BY t.id
"""  # noqa: S608  our own words
_CLOSED = f"""
SELECT t.id FROM task t JOIN contract c ON c.id = t.contract_id
WHERE t.contract_id IS NOT NULL AND t.clock_step IS NOT NULL AND t.done_on IS NULL AND t.dropped_on IS NULL
  AND {_OF_ACCOUNTS}
  AND (c.outcome IN ('renewed', 'churned') OR c.notice_received_on IS NOT NULL OR c.status IN ('ended', 'cancelled')
    OR (c.outcome IS NULL AND c.renewed_by_id IS NOT NULL))
ORDER BY t.id
"""  # noqa: S608  as above


class Settled(NamedTuple):
    """The numbers of the tasks that were dropped, and of the open ones that went on to the next term."""

    dropped: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()

    def lines(self) -> list[str]:
        """What to tell: `2 clock tasks closed: t31, t44.`."""
        told = {"closed": self.dropped, "taken over by the next term": self.moved}
        return [
            f"{counted(len(numbers), 'clock task')} {what}: {', '.join(f't{number}' for number in numbers)}."
            for what, numbers in told.items()
            if numbers
        ]


NOTHING = Settled()


def settle(connection: Connection, account_ids: Iterable[int], today: date) -> Settled:
    """Put right the tasks of clocks of the accounts named, after their contracts were touched and linked.

    An amended term hands its tasks on to the next one. A term that was renewed, lost or given notice
    needs none any more: what is open is dropped on `today`.
    """
    accounts = {"accounts": str(sorted(account_ids))}
    moved = connection.execute(_MOVED, accounts).fetchall()
    for task, contract, _is_open in moved:
        connection.execute("UPDATE task SET contract_id = ? WHERE id = ?", (contract, task))
    dropped = [task for (task,) in connection.execute(_CLOSED, accounts)]
    for task in dropped:
        connection.execute("UPDATE task SET dropped_on = ? WHERE id = ?", (today.isoformat(), task))
    return Settled(tuple(dropped), tuple(task for task, _contract, is_open in moved if is_open))
