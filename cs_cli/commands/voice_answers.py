"""The answers behind `cs nps`, `cs csat` and `cs ces`: of one account, or what was said in words."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from cs_cli.context import Cs
from cs_cli.domain.calendar import FIRST_YEAR, Window
from cs_cli.domain.voice import Answer, is_on_scale, latest, rating_of
from cs_cli.output import render
from cs_cli.screens import voice_answers as screens
from cs_cli.screens.voice import FigureOf, Question
from cs_cli.store.accounts import AccountRef
from cs_cli.store.portfolio import AccountRow
from cs_cli.store.voice import answers

ANSWER_KEYS = ["account", "name", "on", "score", "rating", "contact", "ticket", "counts", "commented"]
COMMENT_KEYS = [*ANSWER_KEYS, "comment"]


def tell_account(cs: Cs, question: Question, of: AccountRef, figure_of: FigureOf) -> None:
    """The answers of one account, the newest first: all up to the day, or those of the window that was asked for."""
    span = question.window if question.is_dated else Window(date(FIRST_YEAR, 1, 1), question.window.end)
    every = sorted(answers(cs.reader, question.kind, span, of.account_id), key=lambda each: each.on)
    counting = _counting(question, every)
    ids = set(map(id, counting))
    found = [_row(question, of.key, of.name, each, counts=id(each) in ids) for each in reversed(every)]
    figure = figure_of([each.score for each in counting])
    render.rows(
        found[: cs.limit], COMMENT_KEYS if question.comments else ANSWER_KEYS, cs.format,
        lambda: screens.of_account(question, of.key, figure, found[: cs.limit], len(found)),
    )  # fmt: skip


def list_comments(cs: Cs, question: Question, accounts: Sequence[AccountRow]) -> None:
    """What the people of these accounts said in the window in their own words, the newest first."""
    known = {row.account_id: row for row in accounts}
    every = [each for each in answers(cs.reader, question.kind, question.window) if each.account_id in known]
    ids = set(map(id, _counting(question, every)))
    said = sorted((each for each in every if each.comment), key=lambda each: each.on, reverse=True)
    found = [
        _row(question, known[each.account_id].key, known[each.account_id].name, each, counts=id(each) in ids)
        for each in said[: cs.limit]
    ]
    render.rows(found, COMMENT_KEYS, cs.format, lambda: screens.comments(question, found, len(said), len(every)))


def _counting(question: Question, every: Sequence[Answer]) -> list[Answer]:
    """The answers that the figure is reckoned from."""
    return latest(each for each in every if question.holds(each) and is_on_scale(question.kind, each.score))


def _row(question: Question, account: str, name: str, each: Answer, *, counts: bool) -> dict[str, Any]:
    fits = is_on_scale(question.kind, each.score)
    return {
        "account": account, "name": name, "on": each.on, "score": each.score,
        "rating": rating_of(question.kind, each.score) if fits else None, "contact": each.contact,
        "ticket": each.ticket, "counts": counts, "commented": bool(each.comment), "comment": each.comment,
    }  # fmt: skip
