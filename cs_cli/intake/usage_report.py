"""What an import says of usage tables: their metrics, the columns that were left out, the day of one without dates."""

from collections.abc import Iterator
from datetime import date
from shlex import quote

from cs_cli.domain import words
from cs_cli.intake.mapping import Match
from cs_cli.intake.refusals import visible
from cs_cli.intake.rows import RowReader
from cs_cli.intake.usage import USAGE, metrics_of

_NAMED = 3


def kind_said(match: Match) -> str:
    """The kind of a table in an answer: `usage: active_users, logins`."""
    return f"usage: {', '.join(metrics_of(match.columns.values()))}" if match.kind is USAGE else match.kind.name


def remarks(reader: RowReader) -> Iterator[str]:
    """What a usage table was not asked for, and the day of one without dates."""
    if reader.match.kind is not USAGE:
        return
    if reader.numeric:
        names = [visible(name, 30) for name in reader.numeric]
        asked = " ".join(f"--metric {quote(name)}" for name in names[:_NAMED])
        said = f"cs import {quote(str(reader.table.path))} {asked}"
        yield f"Left out, no metrics that I know: {', '.join(names)}. To have them measured too: {said}"
    if reader.match.position("on") is None:
        day = words.full(date.fromisoformat(reader.said.day))
        yield f"It has no dates, so this is the usage of {day}. Of another day: --on DATE"
