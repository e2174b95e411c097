"""The time of a delivery: when it is, and how one waits."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple


class Clock(NamedTuple):
    """`now()` is this instant in UTC, `sleep(seconds)` comes back that much later."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]
