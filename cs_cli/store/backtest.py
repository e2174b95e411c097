"""The back-test of a portfolio: its past decisions, and the health of their accounts as it was known before them."""

from datetime import timedelta
from functools import partial

from cs_cli.domain.backtest import Backtest, Tested, observed
from cs_cli.domain.decisions import decided
from cs_cli.domain.renewals import Term
from cs_cli.domain.scorecard import Scorecard
from cs_cli.store.portfolio import Portfolio

_SWITCHED_OFF = "SELECT DISTINCT contract_id FROM auto_renew_switches WHERE NOT auto_renew"


def backtest_of(portfolio: Portfolio, horizon: timedelta, card: Scorecard | None = None) -> Tested:
    """What the accounts' own scorecards, or `card` for all of them, said `horizon` before each decision."""
    switched_off = frozenset(key for (key,) in portfolio.reader.tuples(_SWITCHED_OFF))
    terms: dict[int, list[Term]] = {}
    for term in portfolio.terms(""):
        terms.setdefault(term.account_id, []).append(term)
    spans = [span for of in portfolio.spans(bool).values() for span in of]
    found = decided(spans, portfolio.today, horizon, switched_off)
    desk = portfolio.health
    cards = (card,) if card else desk.scoring.cards.every
    measures = dict.fromkeys(measure.name for each in cards for measure in each.measures)
    observations = observed(found.decisions, partial(desk.blind, terms=terms, card=card))
    return Tested(Backtest(observations, list(measures)), cards, horizon.days, found.unresolved, found.too_new)


def weights_of(card: Scorecard) -> dict[str, float]:
    """How much each measure of `card` weighs in the whole score."""
    return {each.name: share / card.unit for each, share in zip(card.measures, card.shares, strict=True)}
