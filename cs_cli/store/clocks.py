"""The renewal clocks: the shipped clock.toml or the user's own, and the tasks that were made of their steps."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from cs_cli.domain.clock import Clocks, Reading, StepTask, read
from cs_cli.domain.clock_settings import clocks_from
from cs_cli.domain.renewals import Renewal
from cs_cli.store.read import Reader
from cs_cli.store.tomlfile import read_toml

FILE = "clock.toml"
SHIPPED = Path(__file__).parent.parent / "clocks" / FILE
_TASKS = """
SELECT task_id, contract_id, clock_step, created_on, coalesce(due_on, created_on), done_on, dropped_on, snoozes
FROM tasks WHERE contract_id IS NOT NULL AND clock_step IS NOT NULL AND created_on <= :today ORDER BY task_id
"""


def load_clocks(folder: Path) -> Clocks:
    """The clocks of the user's own clock.toml in `folder`, else the shipped ones. Raises ConfigError."""
    own = folder / FILE
    path = own if own.exists() else SHIPPED
    return clocks_from(read_toml(path), str(path))


class ClockDesk:
    """Reads the clocks of the contracts of one portfolio on a day."""

    def __init__(self, reader: Reader, folder: Path, today: date) -> None:
        """`folder` is that of the config file."""
        self.reader = reader
        self.today = today
        self.clocks = load_clocks(folder)

    @cached_property
    def tasks(self) -> dict[int, list[StepTask]]:
        """By contract, the tasks made of steps, as they were on the day."""
        found: dict[int, list[StepTask]] = {}
        for row in self.reader.tuples(_TASKS, {"today": self.today.isoformat()}):
            task = self._task(row)
            found.setdefault(task.contract_id, []).append(task)
        return found

    def _task(self, row: tuple[Any, ...]) -> StepTask:
        number, contract_id, step, created, due, done, dropped, snoozes = row
        return StepTask(
            number, contract_id, step, date.fromisoformat(created), date.fromisoformat(due), self._been(done),
            self._been(dropped), snoozes,
        )  # fmt: skip

    def _been(self, text: str | None) -> date | None:
        """A day, where it has come."""
        day = date.fromisoformat(text) if text else None
        return day if day is not None and day <= self.today else None

    def asks_for_health(self, renewal: Renewal) -> bool:
        """Whether a step of its clock depends on the account's health."""
        clock = self.clocks.of(renewal)
        return clock is not None and any(step.unless_green for step in clock.steps)

    def reading(self, renewal: Renewal, *, is_green: bool) -> Reading:
        """How the clock of a renewal stands."""
        tasks = self.tasks.get(renewal.term.contract_id, ())
        return read(renewal, self.clocks.of(renewal), tasks, self.today, is_green=is_green)

    def near(self, renewals: Iterable[Renewal]) -> list[Renewal]:
        """The renewals still to be decided of which a step may be due now, or has a task."""
        known = self.tasks
        return [
            renewal
            for renewal in renewals
            if renewal.state == "open" and (renewal.term.contract_id in known or self.clocks.may_be_due(renewal))
        ]
