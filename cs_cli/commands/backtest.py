"""`cs scorecard backtest`: what became of red, yellow and green; whether the score, and each measure, predicts."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from cs_cli.commands import backtest_rows as rows_of
from cs_cli.commands.backtest_rows import BAND_KEYS, DECISION_KEYS, KEYS, WEIGHT_KEYS
from cs_cli.context import Cs
from cs_cli.domain.backtest import FEWEST_LOSSES, FEWEST_MONTHS, Tested
from cs_cli.domain.calendar import parse_window
from cs_cli.domain.scorecard import Scorecard
from cs_cli.domain.suggestion import suggestion
from cs_cli.domain.words import counted
from cs_cli.errors import ConfigError, NotFoundError, UsageError
from cs_cli.output import render
from cs_cli.output.render import Format
from cs_cli.screens import backtest as screens
from cs_cli.store.backtest import backtest_of, weights_of
from cs_cli.store.scorecards import read_scorecard

HorizonOption = Annotated[str, typer.Option("--horizon", metavar="90d", help="How long before a decision to look.")]
CardOption = Annotated[
    Path | None, typer.Option("--scorecard", metavar="FILE", help="This scorecard for every account, not their own.")
]
DecisionsOption = Annotated[bool, typer.Option("--decisions", help="Each decision with the score before it.")]
SuggestOption = Annotated[
    bool, typer.Option("--suggest-weights", help="Weights learned from the outcomes; nothing is changed.")
]


def backtest(
    ctx: typer.Context,
    horizon: HorizonOption = "90d",
    card: CardOption = None,
    *,
    decisions: DecisionsOption = False,
    suggest_weights: SuggestOption = False,
) -> None:
    """Show what became of accounts in each band, and whether the score and its measures predict losses."""
    cs: Cs = ctx.obj
    if decisions and suggest_weights:
        raise UsageError("--decisions and --suggest-weights are two answers", "Ask for one of them")
    before = _horizon(cs, horizon)
    found = backtest_of(cs.portfolio, before, _card(card) if card else None)
    if suggest_weights:
        _suggest(cs, found)
    elif decisions:
        shown = found.backtest.observations[: cs.limit]
        rows = [rows_of.decision_row(one) for one in shown]
        render.rows(rows, DECISION_KEYS, cs.format, lambda: screens.decisions(found, shown, cs.today))
    elif cs.format in (Format.CSV, Format.MD):
        render.rows([rows_of.band_row(found, row) for row in found.backtest.bands], BAND_KEYS, cs.format, list)
    else:
        row = rows_of.row(found, cs.today)
        render.rows([row], KEYS, cs.format, lambda: screens.screen(found, cs.today, cs.settings.currency))


def _horizon(cs: Cs, said: str) -> timedelta:
    """How long before a decision is looked at an account. Raises UsageError."""
    try:
        found = parse_window(said, cs.today).end - cs.today
    except UsageError as error:
        raise UsageError(f'--horizon "{said}" is no length of time', "Like --horizon 90d") from error
    if not found:
        raise UsageError(f'--horizon "{said}" looks at the day of the decision itself', "Like --horizon 90d")
    return found


def _card(path: Path) -> Scorecard:
    """The scorecard in that file. Raises NotFoundError, ConfigError."""
    if not path.is_file():
        raise NotFoundError(f"no file {path}", "Like --scorecard scorecards/enterprise.toml")
    return read_scorecard(path)


def _suggest(cs: Cs, found: Tested) -> None:
    """Answer with weights learned from the accounts of the default scorecard, or of the one that was named."""
    from cs_cli.learning import coefficients, folds  # noqa: PLC0415  only here

    card = found.cards[0]
    of_card = rows_of.only_of(found, cs.portfolio.health)
    if not of_card.is_enough:
        losses, months = counted(of_card.lost, "loss", "losses"), counted(of_card.months, "month")
        raise ConfigError(
            f"not enough to tell: {losses} in {months}; weights are suggested from {FEWEST_LOSSES} losses and "
            f"{FEWEST_MONTHS} months on",
            "What there is: cs scorecard backtest",
        )
    if of_card.lost == len(of_card.observations):
        raise ConfigError("nothing to tell apart: no decision was kept", "What there is: cs scorecard backtest")
    learned = suggestion(of_card.observations, weights_of(card), coefficients, folds)
    row = rows_of.suggestion_row(card, of_card, learned)
    render.rows([row], WEIGHT_KEYS, cs.format, lambda: screens.suggested(found, of_card, learned))
