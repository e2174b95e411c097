"""Documents: one as a whole process, a hundred in one process, and those of a whole portfolio by two processes."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event, Thread
from time import perf_counter
from typing import NamedTuple

from books import MONDAY
from processes import Case, Run

HERE = Path(__file__).parent
IMPORT_PPTX, SHOW, PPTX, HTML = 'python -c "import pptx"', "cs show ACME, beside decks", "cs qbr, pptx", "cs qbr, html"
DECKS = 100
MANY = {suffix: f"{DECKS} decks in one process, {suffix[1:]}" for suffix in (".pptx", ".html")}
EACH_MS = {MANY[".pptx"]: 150, MANY[".html"]: 50}
"""At most so many milliseconds a deck."""
BATCH_MB = 300
LOOK = 0.05


class Batch(NamedTuple):
    """A run with its children: wall clock and CPU time in seconds, the peak of their memory together in MB."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    code: int


def document_cases(cs: str, home: Path, database: Path, env: Mapping[str, str]) -> list[Case]:
    """One deck as a whole process beside what it is measured by, and a hundred in one."""
    day = ("--as-of", str(MONDAY), "--force")

    def deck(suffix: str) -> tuple[str, ...]:
        return (cs, "qbr", "ACME", "-o", str(home / f"deck{suffix}"), *day)

    many = [
        Case(name, (sys.executable, str(HERE / "decks.py"), str(database), suffix, str(DECKS), str(MONDAY)), env)
        for suffix, name in MANY.items()
    ]
    return [
        Case(IMPORT_PPTX, (sys.executable, "-c", "import pptx"), env),
        Case(PPTX, deck(".pptx"), env),
        Case(SHOW, (cs, "show", "ACME", "--as-of", str(MONDAY)), env),
        Case(HTML, deck(".html"), env),
        *many,
    ]


def per_deck(results: Mapping[str, Run]) -> Iterator[tuple[str, float, float]]:
    """What each of a hundred decks takes in milliseconds, its share of the start among it, and what it may."""
    for name, most in EACH_MS.items():
        yield name, most, results[name].seconds * 1000 / DECKS


def batch(cs: str, home: Path, env: Mapping[str, str], suffix: str) -> Batch:
    """The decks of every account, by two processes."""
    command = (
        cs,
        "qbr",
        "--all",
        "--as",
        suffix,
        "-o",
        str(home / f"decks-{suffix}"),
        "--force",
        "--as-of",
        str(MONDAY),
    )
    before, begun = os.times(), perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(env))
    over, peaks = Event(), [0.0]
    watch = Thread(target=_watch, args=(child.pid, over, peaks))
    watch.start()
    code = child.wait()
    over.set()
    watch.join()
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Batch(perf_counter() - begun, cpu, peaks[0], code)


def _watch(process: int, over: Event, peaks: list[float]) -> None:
    while not over.wait(LOOK):
        peaks[0] = max(peaks[0], sum(map(_memory_mb, _family(process))))


def _family(process: int) -> list[int]:
    """A process and all that it started, as Linux tells."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return [process]
    return [process, *(each for child in children for each in _family(int(child)))]


def _memory_mb(process: int) -> float:
    """Its share of what is in memory: what several processes have in common counts once."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000
