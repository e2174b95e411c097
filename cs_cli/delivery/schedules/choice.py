"""Which scheduler: the one that was asked for, else the one that suits this machine best."""

import sys
from collections.abc import Iterator

from cs_cli.delivery.schedules.cron import Cron
from cs_cli.delivery.schedules.entry import Installed, Scheduler
from cs_cli.delivery.schedules.launchd import Launchd
from cs_cli.delivery.schedules.systemd import Systemd, manager_answers
from cs_cli.delivery.schedules.windows import TaskScheduler

ELSEWHERE = {"launchd": "darwin", "windows": "win32"}


def every(zone: str) -> list[Scheduler]:
    """All of them; `zone` is the user's time zone, for those that can go by it."""
    return [Cron(), Systemd(zone), Launchd(), TaskScheduler()]


def named(name: str, zone: str) -> Scheduler:
    """The scheduler of that name."""
    return next(scheduler for scheduler in every(zone) if scheduler.name == name)


def is_elsewhere(name: str) -> bool:
    """Whether that scheduler belongs to another system than this one."""
    return name in ELSEWHERE and sys.platform != ELSEWHERE[name]


def usual() -> str:
    """The name of the one that suits this machine."""
    own = next((name for name, platform in ELSEWHERE.items() if sys.platform == platform), None)
    return own or ("systemd" if manager_answers() else "cron")


def installed(zone: str) -> Iterator[Installed]:
    """Every entry of every scheduler that is ours."""
    for scheduler in every(zone):
        yield from scheduler.installed()
