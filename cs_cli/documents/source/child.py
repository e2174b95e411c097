"""One template rendered in a process of its own: the question and the answer are JSON on stdin and stdout."""

import contextlib
import json
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

from cs_cli.documents.source.template import MEGABYTE, TooMuchError, rendered
from cs_cli.errors import BadDataError


def main() -> None:
    """Read the question, take on its limits, render, and answer with the text or with what is wrong."""
    asked = json.load(sys.stdin)
    limits = asked["limits"]
    with contextlib.suppress(ImportError):  # on Windows the waiting parent's clock is the only limit
        limit_process(limits["cpu_seconds"], limits["memory_mb"])
    json.dump(answer(asked, limits["output_mb"] * MEGABYTE), sys.stdout)


def answer(asked: dict[str, Any], output_bytes: int) -> dict[str, Any]:
    """`text`, or `error` with its `hints`."""
    folders = tuple(map(Path, asked["folders"]))
    try:
        return {"text": rendered(asked["file"], asked["data"], folders, output_bytes)}
    except BadDataError as error:
        return {"error": error.sentence, "hints": error.hints}


def limit_process(cpu_seconds: int, memory_mb: int) -> None:
    """Bound this process for good: its CPU time, and its address space beyond what it has now."""
    import resource  # noqa: PLC0415  absent on Windows

    signal.signal(signal.SIGXCPU, _too_long)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 2))
    statm = Path("/proc/self/statm")
    if statm.exists():
        have = int(statm.read_text().split()[0]) * resource.getpagesize()
        most = have + memory_mb * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _too_long(_signal: int, _frame: object) -> NoReturn:
    raise TooMuchError("it takes more time than a template may have")


if __name__ == "__main__":
    main()
