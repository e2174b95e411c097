"""The rows of `cs scorecard backtest --json`: their keys, and what stands in each."""

from dataclasses import replace
from datetime import date
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.backtest import Backtest, BandRow, Calibration, MeasureRow, Observation, Tested
from cs_cli.domain.prediction import Lift, Ranked, Share
from cs_cli.domain.scorecard import Scorecard, half_up
from cs_cli.domain.suggestion import Suggestion
from cs_cli.store.health import HealthDesk

KEYS = [
    "as_of",
    "horizon_days",
    "scorecards",
    "from",
    "to",
    "months",
    "decisions",
    "lost",
    "downgraded",
    "unresolved",
    "too_new",
    "enough",
    "bands",
    "red_to_green",
    "predictive",
    "auc",
    "auc_low",
    "auc_high",
    "brier",
    "brier_of_base_rate",
    "calibration",
    "measures",
    "never_mattered",
]
BAND_KEYS = [
    "band",
    "decisions",
    "lost",
    "downgraded",
    "loss_rate",
    "low",
    "high",
    "arr_by_currency",
    "lost_arr_by_currency",
    "arr_loss_rate",
    "arr_low",
    "arr_high",
]
DECISION_KEYS = [
    "account",
    "name",
    "contract",
    "looked_on",
    "decide_on",
    "health",
    "band",
    "coverage",
    "points",
    "outcome",
    "arr",
    "renewed_arr",
    "currency",
]
WEIGHT_KEYS = ["scorecard", "fingerprint", "decisions", "lost", "weights", "folds", "auc_today", "auc_suggested"]


def row(found: Tested, today: date) -> dict[str, Any]:
    """The whole answer, with KEYS; rates are null where there is too little to tell them."""
    of = found.backtest
    first, last = of.days or (None, None)
    told = of.is_enough
    measures = [_measure(each) for each in of.by_measure] if told else []
    return {
        "as_of": today.isoformat(),
        "horizon_days": found.days_before,
        "scorecards": [{"scorecard": card.name, "fingerprint": card.fingerprint} for card in found.cards],
        "from": first and first.isoformat(),
        "to": last and last.isoformat(),
        "months": of.months,
        "decisions": len(of.observations),
        "lost": of.lost,
        "downgraded": of.downgraded,
        "unresolved": found.unresolved,
        "too_new": found.too_new,
        "enough": told,
        "bands": [band_row(found, each) for each in of.bands],
        "red_to_green": _rounded(of.ratio) if told else None,
        "predictive": of.is_predictive,
        **_ranked(of.ranked if told else None),
        **_calibration(of.calibration if told else None),
        "measures": measures,
        "never_mattered": [each.measure for each in of.by_measure if not each.matters] if told else [],
    }


def band_row(found: Tested, of: BandRow) -> dict[str, Any]:
    """One band, with BAND_KEYS."""
    told = found.backtest.is_enough
    low, high = of.share.interval if told and of.share else (None, None)
    return {
        "band": of.band.value,
        "decisions": of.decisions,
        "lost": of.lost,
        "downgraded": of.downgraded,
        "loss_rate": _rate(of.share) if told else None,
        "low": _rounded(low),
        "high": _rounded(high),
        "arr_by_currency": {code: money.major(int(share.base), code) for code, share in of.by_arr.items()},
        "lost_arr_by_currency": {code: money.major(int(share.hits), code) for code, share in of.by_arr.items()},
        "arr_loss_rate": {code: _rate(share) for code, share in of.by_arr.items()} if told else {},
        "arr_low": {code: _rounded(share.interval.low) for code, share in of.by_arr.items()} if told else {},
        "arr_high": {code: _rounded(share.interval.high) for code, share in of.by_arr.items()} if told else {},
    }


def decision_row(one: Observation) -> dict[str, Any]:
    """One decision with the health before it, with DECISION_KEYS."""
    decision, health = one
    return {
        "account": decision.account,
        "name": decision.name,
        "contract": decision.contract or None,
        "looked_on": decision.looked_on.isoformat(),
        "decide_on": decision.decide_on.isoformat(),
        "health": None if health.score is None else half_up(health.score, 1),
        "band": health.band.value,
        "coverage": health.coverage,
        "points": health.points,
        "outcome": decision.outcome.value,
        "arr": money.major(decision.arr_minor, decision.currency),
        "renewed_arr": money.major(decision.renewed_minor, decision.currency),
        "currency": decision.currency,
    }


def suggestion_row(card: Scorecard, of: Backtest, learned: Suggestion) -> dict[str, Any]:
    """The suggestion, with WEIGHT_KEYS."""
    return {
        "scorecard": card.name,
        "fingerprint": card.fingerprint,
        "decisions": len(of.observations),
        "lost": of.lost,
        "weights": [
            {
                "measure": one.measure,
                "weight": one.weight,
                "suggested": one.suggested,
                "coefficient": round(one.coefficient, 4),
            }
            for one in learned.weights
        ],
        "folds": learned.folds,
        "auc_today": _rounded(learned.auc_today),
        "auc_suggested": _rounded(learned.auc_suggested),
    }


def only_of(found: Tested, desk: HealthDesk) -> Backtest:
    """The back-test of the accounts that the first of its scorecards serves."""
    card, of = found.cards[0], found.backtest
    if len(found.cards) == 1:
        return of
    served = [one for one in of.observations if desk.card_of(one.decision.account_id, one.decision.looked_on) is card]
    return replace(of, observations=served)


def _ranked(found: Ranked | None) -> dict[str, Any]:
    return {
        "auc": _rounded(found and found.auc),
        "auc_low": _rounded(found and found.interval.low),
        "auc_high": _rounded(found and found.interval.high),
    }


def _calibration(found: Calibration | None) -> dict[str, Any]:
    if found is None:
        return {"brier": None, "brier_of_base_rate": None, "calibration": None}
    bins = [
        {"band": each.band.value, "predicted": _rounded(each.predicted), "came": _rate(each.came), "decisions": n}
        for each in found.bins
        for n in [int(each.came.base)]
    ]
    told = {"from": found.split_on.isoformat(), "earlier": found.earlier, "later": found.later}
    return {
        "brier": _rounded(found.brier),
        "brier_of_base_rate": _rounded(found.base),
        "calibration": {**told, "base_rate": _rounded(found.base_rate), "bands": bins},
    }


def _measure(of: MeasureRow) -> dict[str, Any]:
    return {
        "measure": of.measure,
        "known": of.known,
        "missing": of.missing,
        **_lift(of.lift),
        **_ranked(of.ranked),
        "matters": of.matters,
        "why_not": of.why or None,
    }


def _lift(found: Lift | None) -> dict[str, Any]:
    return {
        "worst_third_up_to": found and found.up_to,
        "worst_third_loss_rate": _rate(found and found.worst),
        "rest_loss_rate": _rate(found and found.rest),
        "lift": _rounded(found and found.ratio),
    }


def _rate(share: Share | None) -> float | None:
    return None if share is None else _rounded(share.rate)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
