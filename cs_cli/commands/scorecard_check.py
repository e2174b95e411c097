"""`cs scorecard check`: what is wrong with the scorecards, and what they look for in vain."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cs_cli.commands.scorecard_list import whom
from cs_cli.context import Cs
from cs_cli.domain import words
from cs_cli.domain.scorecard import Scorecard
from cs_cli.errors import ConfigError, NotFoundError
from cs_cli.output import render
from cs_cli.screens import scorecards as screens
from cs_cli.store.card_findings import Findings
from cs_cli.store.scorecards import assembled, faults_in, own_files, read_scorecard
from cs_cli.store.scoring import Scoring

KEYS = ["file", "scorecard", "state", "told"]
OK, FINDING, WRONG = "ok", "finding", "wrong"
FilesArgument = Annotated[
    list[Path] | None, typer.Argument(metavar="[FILE…]", help="These files, instead of all of your own.")
]
Checked = tuple[Path, Scorecard]


def check(ctx: typer.Context, files: FilesArgument = None) -> int:
    """Say what is wrong with your scorecards (exit 78), and what they look for that nobody has (exit 1)."""
    cs: Cs = ctx.obj
    folder = cs.settings.folder / "scorecards"
    paths = files or own_files(folder)
    if absent := next((path for path in paths if not path.is_file()), None):
        raise NotFoundError(f"no file {absent}", "Your own scorecards: cs scorecard check")
    good, rows = _read(paths, folder)
    rows += _held_against(cs, good, folder)
    rows.sort(key=lambda row: paths.index(Path(row["file"])))
    render.rows(rows[: cs.limit], KEYS, cs.format, lambda: screens.checked(rows[: cs.limit], folder))
    states = {row["state"] for row in rows}
    return ConfigError.exit_code if WRONG in states else int(FINDING in states)


def _read(paths: Sequence[Path], folder: Path) -> tuple[list[Checked], list[dict[str, Any]]]:
    """The scorecards that can be used, and rows on what is wrong with the others."""
    good: list[Checked] = []
    rows: list[dict[str, Any]] = []
    for path in paths:
        faults = faults_in(path)
        if not faults:
            card = read_scorecard(path)
            try:
                assembled([*(other for _, other in good), card], folder)
            except ConfigError as error:
                faults = [error]
            else:
                good.append((path, card))
        rows += [_row(path, None, WRONG, error.sentence) for error in faults]
    return good, rows


def _held_against(cs: Cs, good: Sequence[Checked], folder: Path) -> list[dict[str, Any]]:
    """Rows on the scorecards that can be used: what they look for in vain, or that all is well."""
    if not cs.path.exists():
        return [_row(path, card, OK, _summary(card)) for path, card in good]
    scoring = Scoring(cs.reader.connection, assembled((card for _, card in good), folder), cs.settings)
    everybody = [row.account_id for row in cs.portfolio.accounts()]
    findings = Findings(cs.reader, scoring, everybody, cs.today)
    rows = []
    for path, card in good:
        told = findings.of(card) if everybody else []
        rows += [_row(path, card, FINDING, each) for each in told]
        if not told:
            rows.append(_row(path, card, OK, _summary(card, len(findings.served.get(id(card), [])))))
    return rows


def _summary(card: Scorecard, served: int | None = None) -> str:
    accounts = "" if served is None else f", {words.counted(served, 'account')}"
    return f"serves {', '.join(whom(card))}{accounts}; {words.counted(len(card.measures), 'measure')}"


def _row(path: Path, card: Scorecard | None, state: str, told: str) -> dict[str, Any]:
    return {"file": str(path), "scorecard": card.name if card else None, "state": state, "told": told}
