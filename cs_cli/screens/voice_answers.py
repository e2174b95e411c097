"""The answers of one account, and what was said in words, on a screen."""

from collections.abc import Sequence
from typing import Any

from cs_cli.domain import words
from cs_cli.domain.voice import Figure
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.bands import STYLES
from cs_cli.screens.contacts import ago
from cs_cli.screens.voice import Parts, Question, ends, headline

_GLYPHS = {
    "promoter": ("●", "green"), "satisfied": ("●", "green"), "easy": ("●", "green"),
    "passive": ("▲", "yellow"), "neutral": ("▲", "yellow"),
    "detractor": ("■", "red"), "dissatisfied": ("■", "red"), "hard": ("■", "red"),
}  # fmt: skip
_COLUMNS = (
    Column(), Column(drop=2), Column(right=True), Column(), Column(flex=True, keep=12), Column(drop=1),
    Column(wrap=True),
)  # fmt: skip


def of_account(question: Question, key: str, figure: Figure, rows: Sequence[dict[str, Any]], total: int) -> Parts:
    """The account's figure and its answers, the newest first; `total` were found."""
    kind = question.kind
    if not total:
        return [f"No {question.name} answer of {key}. Record one: cs survey {key} {kind} SCORE"]
    sheet = Sheet(_COLUMNS, indent=0)
    for row in rows:
        sheet.row(
            row["on"], ago(row["on"], question.today), f"{row['score']:g}", _rating(row), _who(row),
            "" if row["counts"] else _why_not(row, question), row["comment"] or "" if question.comments else "",
        )  # fmt: skip
    typed = f"cs {kind} {key}{' --comments' if question.comments else ''}"
    more = f" {total - len(rows):,} more: {typed} --all" if total > len(rows) else ""
    commented = sum(row["commented"] for row in rows)
    said = "" if question.comments or not commented else f" {commented:,} with a comment: cs {kind} {key} --comments"
    told = f"{headline(question, figure)}{f': {ends(question, figure)}' if figure.n else ''}"
    back = "" if figure.n else f" Look further back: cs {kind} {key} --last 1y"
    return [
        Sheet((), 0).heading(Cell(f"{key}  {told}", "bold")),
        sheet,
        f"{words.counted(total, 'answer')}, internal.{more}{said}{back}",
    ]


def comments(question: Question, rows: Sequence[dict[str, Any]], total: int, answers: int) -> Parts:
    """What was said, the newest first; `total` of all `answers` have a comment."""
    if not total:
        return [f"No {question.name} answer with a comment, {question.span} ({words.counted(answers, 'answer')})."]
    sheet = Sheet((Column(), Column(), Column(right=True), Column(), Column(drop=1), Column(wrap=True)), indent=0)
    for row in rows:
        sheet.row(
            row["on"], Cell(row["account"], "bold"), f"{row['score']:g}", _rating(row), _who(row), row["comment"],
        )  # fmt: skip
    more = f" {total - len(rows):,} more: cs {question.kind} --comments --all" if total > len(rows) else ""
    return [sheet, f"{total:,} of {words.counted(answers, 'answer')} with a comment, {question.span}, internal.{more}"]


def _rating(row: dict[str, Any]) -> Cell:
    if row["rating"] is None:
        return Cell("on another scale")
    glyph, band = _GLYPHS[row["rating"]]
    return Cell(f"{glyph} {row['rating']}", STYLES[band])


def _who(row: dict[str, Any]) -> str:
    return f"ticket #{row['ticket']}" if row["ticket"] else row["contact"] or "no name"


def _why_not(row: dict[str, Any], question: Question) -> str:
    """Why an answer is not in the figure."""
    if row["rating"] is None:
        return "left out"
    return "earlier" if row["on"] < question.window.start.isoformat() else "answered again"
