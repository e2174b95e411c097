"""What can be ticked off by its number: a task (t31) or a promise (c4), open, done or dropped."""

from datetime import date
from typing import NamedTuple

from cs_cli.domain.tasks import Task
from cs_cli.store.accounts import AccountRef
from cs_cli.store.days import Days
from cs_cli.store.read import Reader

_PROMISE = """
SELECT account_id, account, name, promise, created_on, done_on, dropped_on, because FROM commitments
WHERE commitment_id = :id
"""


class Errand(NamedTuple):
    """A task or a promise: its table and row, number, what it is, whose account, its days; `task` where it is one."""

    table: str
    row_id: int
    number: str
    what: str
    account: AccountRef | None
    created_on: date | None
    done_on: date | None
    dropped_on: date | None
    because: str | None
    task: Task | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None

    @property
    def whose(self) -> str:
        """`Acme Corporation (ACME): `, or nothing."""
        return f"{self.account.name} ({self.account.key}): " if self.account else ""


def errand(reader: Reader, today: date, table: str, row_id: int) -> Errand | None:
    """The row of `table` (task or commitment) with that id."""
    if table == "task":
        task = Days(reader, today).task(row_id)
        return _of_task(task) if task else None
    for of, key, name, promise, *days, because in reader.tuples(_PROMISE, {"id": row_id}):
        created, done, dropped = (date.fromisoformat(day) if day else None for day in days)
        ref = AccountRef(of, key, name)
        return Errand(table, row_id, f"c{row_id}", promise, ref, created, done, dropped, because)
    return None


def _of_task(task: Task) -> Errand:
    ref = AccountRef(task.account_id, task.account, task.name or "") if task.account_id and task.account else None
    return Errand(
        "task", task.number, f"t{task.number}", task.title, ref, task.created_on, task.done_on, task.dropped_on,
        task.because, task,
    )  # fmt: skip
