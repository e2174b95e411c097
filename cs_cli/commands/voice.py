"""`cs nps`, `cs csat`, `cs ces`: what customers answered, with n, response share and a 95 % margin."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Annotated, Any

import typer

from cs_cli.commands.filtering import AccountOrFilterArgument, chosen_of, is_account, nothing_fits
from cs_cli.commands.options import OwnerOption, SegmentOption, TagOption
from cs_cli.commands.voice_answers import list_comments, tell_account
from cs_cli.commands.windows import FromOption, LastOption, ToOption, before, window_of
from cs_cli.context import Cs
from cs_cli.domain.conditions import Filter
from cs_cli.domain.voice import CES, CSAT, MEAN, NPS, Heard, Voice, ces_of, csat_of, is_on_scale, nps_of, voice_of
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import voice as screens
from cs_cli.screens.voice import Question
from cs_cli.store.portfolio import AccountRow
from cs_cli.store.voice import answers, asked_of, latest_day

_GROUP = ["by", "group", "from", "to"]
_INTERVAL = ["margin", "low", "high", "n"]
_RESPONSE = ["answers", "asked", "response_share", "accounts", "accounts_answered"]
NPS_KEYS = [
    *_GROUP, "nps", *_INTERVAL, "promoters", "passives", "detractors", *_RESPONSE, "nps_before", "n_before", "change",
]  # fmt: skip
CSAT_KEYS = [
    *_GROUP, "csat", "method", *_INTERVAL, "satisfied", "of_tickets", *_RESPONSE, "csat_before", "n_before", "change",
]  # fmt: skip
CES_KEYS = [*_GROUP, "ces", *_INTERVAL, "easy", "easy_share", *_RESPONSE, "ces_before", "n_before", "change"]
_KEYS = {NPS: NPS_KEYS, CSAT: CSAT_KEYS, CES: CES_KEYS}
BY = ("segment", "owner", "account")
_PLACES = 6
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="GROUP", help="segment, owner or account (segment and owner).")
]
CommentsOption = Annotated[bool, typer.Option("--comments", help="List what they said, in their words.")]
MeanOption = Annotated[bool, typer.Option("--mean", help="The mean ÷ 5, not the share of 4 and 5.")]


def nps(
    ctx: typer.Context,
    words: AccountOrFilterArgument = None,
    by: ByOption = None,
    *,
    comments: CommentsOption = False,
    start: FromOption = None,
    end: ToOption = None,
    last: LastOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
) -> None:
    """Tell the NPS: n, response share, 95 % margin; per segment and owner. Of one account: its answers."""
    cs: Cs = ctx.obj
    _tell(cs, _asked(cs, NPS, (start, end, last), by, comments=comments), words, (owner, segment, tag))


def csat(
    ctx: typer.Context,
    words: AccountOrFilterArgument = None,
    by: ByOption = None,
    *,
    mean: MeanOption = False,
    comments: CommentsOption = False,
    start: FromOption = None,
    end: ToOption = None,
    last: LastOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
) -> None:
    """Tell the CSAT of surveys and tickets: n, response share, 95 % interval; per segment and owner."""
    cs: Cs = ctx.obj
    method = MEAN if mean else str(cs.settings["csat"])
    question = _asked(cs, CSAT, (start, end, last), by, comments=comments)
    _tell(cs, question._replace(method=method), words, (owner, segment, tag))


def ces(
    ctx: typer.Context,
    words: AccountOrFilterArgument = None,
    by: ByOption = None,
    *,
    comments: CommentsOption = False,
    start: FromOption = None,
    end: ToOption = None,
    last: LastOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
) -> None:
    """Tell the CES, mean of 1 to 7 and share of 5 to 7: n, response share, 95 % margin; per segment and owner."""
    cs: Cs = ctx.obj
    _tell(cs, _asked(cs, CES, (start, end, last), by, comments=comments), words, (owner, segment, tag))


def _asked(
    cs: Cs, kind: str, typed: tuple[str | None, str | None, str | None], by: str | None, *, comments: bool
) -> Question:
    """What is asked; `typed` is --from, --to and --last. Raises UsageError."""
    if by is not None and by not in BY:
        raise UsageError(f'--by "{by}" is no group', f"One of {', '.join(BY)}")
    if by is not None and comments:
        raise UsageError(
            "--comments lists answers, which have no groups", f"cs {kind} --comments, or cs {kind} --by {by}"
        )
    return Question(kind, cs.today, window_of(cs, *typed), by, comments, is_dated=any(typed))


def _tell(
    cs: Cs, question: Question, words: Sequence[str] | None, options: tuple[str | None, str | None, str | None]
) -> None:
    if words and is_account(words):
        if question.by or any(options):
            raise UsageError(
                f"{words[0]} is one account, and has no groups", f"Its answers: cs {question.kind} ACCOUNT"
            )
        tell_account(cs, question, cs.portfolio.account(words[0]), _figure_of(question))
        return
    owner, segment, tag = options
    chosen = chosen_of(cs, words, owner=owner, segment=segment, tag=tag)
    accounts = list(filter(cs.portfolio.takes(chosen), cs.portfolio.accounts()))
    if question.comments:
        list_comments(cs, question, accounts)
    else:
        _figures(cs, question, accounts, chosen)


def _figures(cs: Cs, question: Question, accounts: Sequence[AccountRow], chosen: Filter) -> None:
    found, outside = _voices(cs, question, accounts) if accounts else ([], 0)

    def screen() -> screens.Parts:
        if not accounts:
            return [nothing_fits(cs, chosen)]
        last = None
        if not found[0].figure.n:
            last = latest_day(cs.reader, question.kind, question.window.end, (row.account_id for row in accounts))
        return screens.screen(question, found, cs.limit, outside, last)

    rows = [_row(question, each) for each in found][: cs.limit]
    render.rows(rows, _KEYS[question.kind], cs.format, screen)


def _figure_of(question: Question) -> screens.FigureOf:
    of_kind: dict[str, screens.FigureOf] = {NPS: nps_of, CSAT: partial(csat_of, method=question.method), CES: ces_of}
    return of_kind[question.kind]


def _voices(cs: Cs, question: Question, accounts: Sequence[AccountRow]) -> tuple[list[Voice], int]:
    """The whole and each group, and how many answers of the window are on no scale of their kind."""
    window = question.window
    ids = {row.account_id for row in accounts}
    every = [each for each in answers(cs.reader, question.kind, window) if each.account_id in ids]
    then = (each for each in answers(cs.reader, question.kind, before(window)) if each.account_id in ids)
    fitting = [each for each in every if is_on_scale(question.kind, each.score)]
    heard = Heard(fitting), Heard(each for each in then if is_on_scale(question.kind, each.score))
    asked = asked_of(cs.reader, question.kind, window, ids)
    outside = len(every) - len(fitting)
    told = [
        voice_of(group, members, heard, asked, _figure_of(question))
        for group, members in _groups(accounts, question.by)
    ]
    return [*told[:1], *_shown(told[1:], question.by)], outside


def _shown(voices: Sequence[Voice], by: str | None) -> Sequence[Voice]:
    """The groups to tell of; of accounts those that answered or were asked, the lowest first."""
    if by != "account":
        return voices
    answered = (each for each in voices if not each.is_silent)
    return sorted(answered, key=lambda each: (each.figure.value is None, each.figure.value or 0.0, each.group or ""))


def _groups(
    accounts: Sequence[AccountRow], by: str | None
) -> Iterator[tuple[tuple[str | None, str | None], list[int]]]:
    """All accounts (row ids), then those of each segment and of each owner, or of what `by` says."""
    yield (None, None), [row.account_id for row in accounts]
    for each in (by,) if by else ("segment", "owner"):
        column = "key" if each == "account" else each
        members: dict[str | None, list[int]] = {}
        for row in accounts:
            members.setdefault(getattr(row, column) or None, []).append(row.account_id)
        yield from (((each, name), members[name]) for name in sorted(members, key=lambda name: (not name, name or "")))


def _row(question: Question, each: Voice) -> dict[str, Any]:
    kind, figure = question.kind, each.figure
    share = figure.good / figure.n if figure.n else None
    return {
        "by": each.by, "group": each.group, "from": question.window.start.isoformat(),
        "to": question.window.end.isoformat(), kind: _short(figure.value), "method": question.method,
        "margin": _short(figure.margin), "low": _short(figure.low), "high": _short(figure.high), "n": figure.n,
        "promoters": figure.good, "passives": figure.n - figure.good - figure.bad, "detractors": figure.bad,
        "satisfied": figure.good, "easy": figure.good, "easy_share": _short(share), "of_tickets": each.tickets,
        "answers": each.answers, "asked": _short(each.asked), "response_share": _short(each.response_share),
        "accounts": each.accounts, "accounts_answered": each.answered, f"{kind}_before": _short(each.before.value),
        "n_before": each.before.n, "change": _short(each.change),
    }  # fmt: skip


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES)
