"""What a success plan lacks, on a screen."""

from collections.abc import Sequence
from typing import Any

from cs_cli.domain import words
from cs_cli.domain.plan_check import Finding
from cs_cli.output.sheet import Cell, Column, Sheet

_COLUMNS = (Column(), Column(wrap=True, keep=40), Column(drop=1, below=True))


def screen(account: Any, found: Sequence[Finding], total: int) -> list[Sheet | str]:  # noqa: ANN401  an AccountRef
    """The findings shown of the `total`, each with its rule and the line to type."""
    whose = f"{account.name} ({account.key})"
    if not total:
        return [f"{whose}: the plan lacks nothing that cs looks for."]
    sheet = Sheet(_COLUMNS, indent=0)
    for finding in found:
        of = f"{finding.number}: " if finding.number else ""
        sheet.row(Cell(f"▲ {finding.rule}", "yellow"), f"{of}{finding.finding}", Cell(finding.command, "cyan"))
    more = f" {total - len(found)} more: --all." if total > len(found) else ""
    return [sheet, f"{whose}: {words.counted(total, 'finding')}.{more}"]
