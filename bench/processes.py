"""Whole processes, timed from their start to their end, one after the other in turn."""

import os
import pty
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter

COLUMNS, LINES = 100, 40
CHUNK = 1 << 16
KIB_A_MIB = 1024


@dataclass(frozen=True, slots=True)
class Case:
    """A command to time, its output thrown away; `on_terminal` gives it a terminal of 100 columns to write to."""

    name: str
    command: Sequence[str]
    env: Mapping[str, str]
    on_terminal: bool = False
    before: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run: wall clock in seconds, peak memory in MiB, exit code."""

    seconds: float
    peak_mib: float
    code: int


def run(case: Case) -> Run:
    """Run the case once."""
    if case.before:
        case.before()
    with _output(on_terminal=case.on_terminal) as (stdout, drain):
        begun = perf_counter()
        child = subprocess.Popen(
            case.command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.DEVNULL, env=case.env
        )
        drain()
        _pid, status, used = os.wait4(child.pid, 0)
        seconds = perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    return Run(seconds, used.ru_maxrss / (KIB_A_MIB if sys.platform != "darwin" else KIB_A_MIB**2), child.returncode)


def in_turn(cases: Sequence[Case], rounds: int) -> dict[str, Run]:
    """The median run of each case; every round runs all of them, so that a slow moment hits all alike.

    One round before is not counted: it fills caches. The peak is the highest, the exit code the worst.
    """
    runs: dict[str, list[Run]] = {case.name: [] for case in cases}
    for counted in (False, *[True] * rounds):
        for case in cases:
            done = run(case)
            if counted or done.code:
                runs[case.name].append(done)
    return {name: middle_of(some) for name, some in runs.items()}


def middle_of(runs: Sequence[Run]) -> Run:
    """The median time, highest peak and worst exit code of some runs."""
    return Run(
        median(one.seconds for one in runs),
        max(one.peak_mib for one in runs),
        max((abs(one.code), one.code) for one in runs)[1],
    )


@contextmanager
def _output(*, on_terminal: bool) -> Iterator[tuple[int, Callable[[], None]]]:
    """Where the child writes, and what to call to take it away until the child has closed it."""
    if not on_terminal:
        yield subprocess.DEVNULL, lambda: None
        return
    ours, theirs = pty.openpty()
    _set_size(theirs)
    is_open = True

    def drain() -> None:
        nonlocal is_open
        os.close(theirs)
        is_open = False
        while _read(ours):
            pass

    try:
        yield theirs, drain
    finally:
        os.close(ours)
        if is_open:
            os.close(theirs)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, CHUNK)
    except OSError:  # Linux says EIO where the other end is closed
        return b""


def _set_size(terminal: int) -> None:
    import fcntl  # noqa: PLC0415  neither exists on Windows, where there is no pty either
    import termios  # noqa: PLC0415  as above

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
