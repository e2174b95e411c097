"""A progress bar on stderr, for what takes long and only where somebody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LONG = 20_000
"""From how many rows on a bar is worth its line."""


@contextmanager
def progress(what: str, rows: int, least: int = LONG) -> Iterator[Callable[[int], None]]:
    """A function that hears how many more of `rows` are done; it draws a bar on a terminal and nothing elsewhere.

    Fewer rows than `least` are not worth it.
    """
    if rows < least or not sys.stderr.isatty():
        yield lambda _rows: None
        return
    from rich.console import Console  # noqa: PLC0415  hardly ever needed
    from rich.progress import Progress  # noqa: PLC0415  as above

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=rows)
        yield lambda more: bar.advance(task, more)
