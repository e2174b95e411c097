"""A window of the past: `--last 90d`, or `--from DATE --to DATE`; both days count."""

from datetime import timedelta
from typing import Annotated

import typer

from cs_cli.context import Cs
from cs_cli.domain.calendar import Window, parse_past_day, parse_trailing
from cs_cli.errors import UsageError

LAST = "90d"
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day (today); it counts.")]
LastOption = Annotated[str | None, typer.Option("--last", metavar=LAST, help=f"So long up to the last day ({LAST}).")]


def window_of(cs: Cs, start: str | None, end: str | None, last: str | None) -> Window:
    """The window that the options ask for, the last 90 days where they ask for none. Raises UsageError."""
    if start and last:
        raise UsageError("--from and --last each say where it begins", "One of the two, and --to for its last day")
    until = parse_past_day(end, cs.today, cs.settings.fiscal_start) if end else cs.today
    if until > cs.today:
        raise UsageError(f"--to {until} is after {cs.today}, the day that the answer is for", "Leave out --to")
    if not start:
        return parse_trailing(last or LAST, until)
    since = parse_past_day(start, cs.today, cs.settings.fiscal_start)
    if since > until:
        raise UsageError(f"--from {since} is after --to {until}", "Both days count: --from 2026-01-01 --to 2026-06-30")
    return Window(since, until)


def before(window: Window) -> Window:
    """The window of as many days before it."""
    days = window.end - window.start
    until = window.start - timedelta(1)
    return Window(until - days, until)
