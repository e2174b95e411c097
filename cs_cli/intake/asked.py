"""What the command line asks of usage tables must be in one of them."""

from collections.abc import Sequence
from difflib import get_close_matches

from cs_cli.domain.metrics import named
from cs_cli.errors import UsageError
from cs_cli.intake.refusals import visible
from cs_cli.intake.rows import RowReader
from cs_cli.intake.usage import USAGE


def check(readers: Sequence[RowReader], on: str | None, metrics: Sequence[str]) -> None:
    """Raises UsageError for a --metric that is no column of a usage table, and a --on that no table needs."""
    tables = [reader for reader in readers if reader.match.kind is USAGE]
    if on and all(reader.match.position("on") is not None for reader in tables):
        raise UsageError(
            "--on is the day of a usage table without dates; nothing imported", "cs import FILE --as usage"
        )
    there = {column for reader in tables for column in reader.match.columns.values()}
    headers = [name for reader in readers for name in reader.table.header if name]
    for asked in metrics:
        if named(asked) not in there:
            close = get_close_matches(asked, headers, 1, 0.6)
            guess = f'--metric "{visible(close[0], 30)}"?' if close else f"Its columns: {visible(', '.join(headers))}"
            raise UsageError(f'no column "{visible(asked, 30)}" in a usage table; nothing imported', guess)
