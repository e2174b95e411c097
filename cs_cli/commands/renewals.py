"""`cs renewals`: the contracts to decide on soon."""

from typing import Annotated, Any

import typer

from cs_cli.commands.options import BandOption, OwnerOption, SegmentOption, TagOption, checked_band
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.calendar import parse_term, parse_window
from cs_cli.domain.renewals import Renewal
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
]
_BY = ("decide", "opt-out", "renewal")
DueOption = Annotated[str, typer.Option("--due", help="How far to look: 30d, 6w, 3m, 1q, 1y, or a date.")]
TermOption = Annotated[str | None, typer.Option("--term", help="Only monthly, quarterly, annual, 18m, …")]
ByOption = Annotated[str, typer.Option("--by", help="decide (default), opt-out (open ones only) or renewal.")]


def renewals(
    ctx: typer.Context,
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
    found = cs.portfolio.renewals(window, by, cs.portfolio.takes(owner, segment, tag))
    if months:
        found = [r for r in found if r.months == months]
    folded = cs.format is render.Format.TABLE and render.is_terminal() and not term
    monthly = [r for r in found if folded and r.months == 1 and r.state != "overdue"]
    scored = found if checked_band(band) else monthly
    scores = cs.portfolio.scores({r.term.account_id for r in scored})
    if band:
        found = [r for r in found if scores[r.term.account_id].band == band]
    quiet = [r for r in monthly if scores[r.term.account_id].band == "green" and band in (None, "green")]
    loud = {id(r) for r in quiet}
    shown = [r for r in found if id(r) not in loud][: cs.limit]
    scores |= cs.portfolio.scores({r.term.account_id for r in shown} - scores.keys())
    left = len(found) - len(quiet) - len(shown)
    render.rows(
        [row_of(r, scores[r.term.account_id]) for r in shown],
        KEYS,
        cs.format,
        lambda: (
            screens.screen(shown, quiet, scores, window, left)
            if found
            else [f"No renewal to decide on by {window.end}."]
        ),
    )


def row_of(renewal: Renewal, score: Any) -> dict[str, Any]:  # noqa: ANN401  a Score or an explained Health
    """One renewal with KEYS."""
    term = renewal.term
    return {
        "account": term.account,
        "name": term.name,
        "contract": term.contract,
        "product": term.product,
        "owner": term.owner,
        "segment": term.segment,
        "term": renewal.rhythm,
        "term_months": renewal.months,
        "auto_renew": term.auto_renew,
        "notice_days": term.notice.length if term.notice else None,
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
    }
