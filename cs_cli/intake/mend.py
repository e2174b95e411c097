"""The file to mend: the rows that were refused, as they came, each with its reasons."""

import csv
import io
from pathlib import Path

from cs_cli.disk import write_private
from cs_cli.domain.formulas import guard
from cs_cli.intake.apply import Import
from cs_cli.intake.mapping import REASON
from cs_cli.intake.rows import Rejected, RowReader


def write(opened: Import, target: Path) -> list[Path]:
    """Write the refused rows of each table to `target`, or beside it where several tables have some; the paths."""
    wrong, paths = opened.wrong, []
    for reader, rejected in wrong:
        name = reader.table.sheet or reader.table.path.stem
        path = target if len(wrong) == 1 else target.with_name(f"{target.stem}-{_plain(name)}{target.suffix}")
        write_private(path, text_of(reader, rejected).encode())
        paths.append(path)
    return paths


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in name)


def text_of(reader: RowReader, rejected: list[Rejected]) -> str:
    """The refused rows of one table as CSV: its own header and cells, and the reasons in a column that is not read."""
    out = io.StringIO()
    writer = csv.writer(out)
    width = len(reader.table.header)
    writer.writerow([*map(guard, reader.table.header), REASON])
    for row in rejected:
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        reasons = "; ".join(f"{fault.column} {fault.reason}".strip() for fault in row.faults)
        writer.writerow([*(guard(str(cell)) for cell in cells), reasons])
    return out.getvalue()
