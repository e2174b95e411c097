"""`cs renewals`: the contracts to decide on soon."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from cs_cli.commands.filtering import FilterArgument, chosen_of
from cs_cli.commands.options import BandOption, OwnerOption, SegmentOption, TagOption
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.calendar import parse_term, parse_window
from cs_cli.domain.renewals import Renewal, is_foldable
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import renewals as screens

KEYS = [
    "account",
    "name",
    "contract",
    "product",
    "owner",
    "segment",
    "term",
    "term_months",
    "auto_renew",
    "notice_days",
    "starts_on",
    "renews_on",
    "opt_out_on",
    "decide_kind",
    "decide_on",
    "days_left",
    "state",
    "arr",
    "currency",
    "health",
    "band",
    "band_by_hand",
]
_BY = ("decide", "opt-out", "renewal")
DueOption = Annotated[str, typer.Option("--due", help="How far to look: 30d, 6w, 3m, 1q, 1y, or a date.")]
TermOption = Annotated[str | None, typer.Option("--term", help="Only monthly, quarterly, annual, 18m, …")]
ByOption = Annotated[str, typer.Option("--by", help="decide (default), opt-out (open ones only) or renewal.")]


def renewals(
    ctx: typer.Context,
    words: FilterArgument = None,
    due: DueOption = "90d",
    term: TermOption = None,
    by: ByOption = "decide",
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    band: BandOption = None,
    tag: TagOption = None,
) -> None:
    """List the contracts to decide on soon, nearest first."""
    cs: Cs = ctx.obj
    if by not in _BY:
        raise UsageError(f'--by "{by}" is unknown', "One of decide, opt-out, renewal")
    window = parse_window(due, cs.today, cs.settings.fiscal_start)
    months = parse_term(term) if term else None
    chosen = chosen_of(cs, words, owner=owner, segment=segment, tag=tag, band=band)
    found = [r for r in cs.portfolio.renewals_of(chosen, window, by) if months in (None, r.months)]
    scores: dict[int, Any] = {}
    folds = cs.format is render.Format.TABLE and render.is_terminal() and not term
    foldable = [r for r in found if folds and is_foldable(r)]
    _add_scores(cs, scores, foldable)
    quiet = {r.term.contract_id: r for r in foldable if scores[r.term.account_id].band == "green"}
    loud = [r for r in found if r.term.contract_id not in quiet]
    listed = screens.Listed(window, by, loud, loud[: cs.limit], list(quiet.values()))
    _add_scores(cs, scores, listed.shown)
    rows = [row_of(r, scores[r.term.account_id]) for r in listed.shown]
    render.rows(rows, KEYS, cs.format, lambda: screens.screen(listed, scores, cs.portfolio.instead(chosen)))


def _add_scores(cs: Cs, scores: dict[int, Any], renewals: Iterable[Renewal]) -> None:
    """Score the accounts of `renewals` that have no score yet."""
    scores |= cs.portfolio.scores({r.term.account_id for r in renewals} - scores.keys())


def row_of(renewal: Renewal, score: Any) -> dict[str, Any]:  # noqa: ANN401  a Score or an explained Health
    """One renewal with KEYS."""
    term = renewal.term
    return {
        "account": term.account,
        "name": term.name,
        "contract": term.contract or None,
        "product": term.product,
        "owner": term.owner,
        "segment": term.segment,
        "term": renewal.rhythm,
        "term_months": renewal.months,
        "auto_renew": term.auto_renew,
        "notice_days": renewal.notice_days,
        "starts_on": renewal.starts_on.isoformat(),
        "renews_on": renewal.renews_on.isoformat(),
        "opt_out_on": renewal.opt_out_on.isoformat() if renewal.opt_out_on else None,
        "decide_kind": renewal.decide_kind,
        "decide_on": renewal.decide_on.isoformat(),
        "days_left": renewal.days_left,
        "state": renewal.state,
        "arr": money.major(term.arr_minor, term.currency),
        "currency": term.currency,
        "health": score.tenths,
        "band": str(score.band),
        "band_by_hand": score.by_hand.why if score.by_hand else None,
    }
