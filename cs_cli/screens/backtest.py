"""`cs scorecard backtest` on a screen: what became of each band, what predicts, and by which formula."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cs_cli.domain import money
from cs_cli.domain.backtest import (
    FEWEST_LOSSES,
    FEWEST_MONTHS,
    PREDICTIVE_FROM,
    Backtest,
    Calibration,
    MeasureRow,
    Observation,
    Tested,
)
from cs_cli.domain.decisions import Outcome
from cs_cli.domain.health import Band, Score
from cs_cli.domain.prediction import Interval, Ranked, Share
from cs_cli.domain.suggestion import Suggestion
from cs_cli.domain.telling import number
from cs_cli.domain.words import counted, full, month
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens import bands
from cs_cli.screens.retention_figures import percent

Parts = list[Sheet | str]
_BANDS = (
    Column(),
    Column(title="decisions", right=True),
    Column(title="for less", right=True, drop=1),
    Column(title="lost", right=True),
    Column(title="rate", right=True),
    Column(title="95 % interval"),
)
_ARR = (
    Column(),
    Column(title="ARR", right=True),
    Column(title="lost", right=True),
    Column(title="rate", right=True),
    Column(title="95 % interval"),
)
_RATED = 2
"""The last columns of either hold rates."""
_FIGURES = (Column(), Column(right=True), Column(wrap=True))
_CALIBRATION = (Column(), Column(title="said", right=True), Column(title="came", right=True), Column(title="lost of"))
_MEASURES = (
    Column(title="measure"),
    Column(title="known", right=True, drop=2),
    Column(title="worst third", right=True),
    Column(title="the rest", right=True),
    Column(title="lift", right=True),
    Column(title="AUC", right=True),
    Column(title="95 % interval", drop=1),
    Column(flex=True),
)
_DECISIONS = (
    Column(title="account"),
    Column(title="contract", flex=True, drop=1),
    Column(title="looked on"),
    Column(title="decide on"),
    Column(title="health"),
    Column(title="outcome"),
    Column(title="ARR", right=True),
    Column(title="renewed at", right=True, drop=2),
)
_WEIGHTS = (
    Column(title="measure"),
    Column(title="today", right=True),
    Column(title="suggested", right=True),
    Column(title="coefficient", right=True),
)
_LOST = {Outcome.LOST: "bold red"}
_LOOKED = "looked at: health from rows dated by that day, without caps, notice, auto-renew and bands set by hand"
_DECIDED = (
    "decided: on the opt-out date, the renewal date where there is none; what is evergreen, monthly or shorter than "
    "the horizon in windows of its length, end to end"
)
_WAS_LOST = "lost: nothing was renewed, as the renewal rate of cs retention counts it. More: docs/health.md"
_SOURCES = (_LOOKED, _DECIDED, _WAS_LOST)
_RATES = (
    "rate: lost ÷ decisions, or lost ARR ÷ ARR; the interval: Wilson's of 95 %, by ARR for (Σ ARR)² ÷ Σ ARR² decisions"
)


def screen(found: Tested, today: date, home: str) -> Parts:
    """What became of each band; whether score and measures predict, or that it is not enough to tell."""
    of = found.backtest
    if of.days is None:
        return [_nothing(found, today)]
    head: Parts = [*_head(found, today), _by_count(of), _by_arr(of, home)]
    if not of.is_enough:
        return [*head, *_not_enough(of), *_left_out(found), *_SOURCES]
    figures = _figures(of)
    return [
        *head,
        "",
        figures,
        *_calibrated(of.calibration),
        *_measures(of, _titles(found)),
        *_left_out(found),
        "",
        _RATES,
        *_SOURCES,
    ]


def _nothing(found: Tested, today: date) -> str:
    left = f" {counted(found.unresolved, 'decision')} without an outcome." if found.unresolved else ""
    return (
        f"No decision by {full(today)} of which the outcome is known.{left} "
        "Record what was decided: cs renew, cs churn, cs import"
    )


def _head(found: Tested, today: date) -> Parts:
    of = found.backtest
    cards = ", ".join(f"{card.name} ({card.fingerprint})" for card in found.cards)
    first, last = of.days or (today, today)
    span = f"{month(first)} to {month(last)}, {counted(of.months, 'month')}"
    told = f"{counted(len(of.observations), 'decision')}, {of.lost:,} lost, {of.downgraded:,} renewed for less"
    line = f"{full(today)}   scorecard {cards}   {found.days_before} days before each decision"
    return [Sheet((), indent=0).heading(Cell(line, "bold")), f"{told}   {span}"]


def _by_count(of: Backtest) -> Sheet:
    sheet = Sheet(_BANDS if of.is_enough else _BANDS[:-_RATED]).titles()
    for row in of.bands:
        counts = (f"{row.decisions:,}", f"{row.downgraded:,}", f"{row.lost:,}")
        sheet.row(_band(row.band), *counts, *(_rated(row.share) if of.is_enough else ()))
    return sheet


def _by_arr(of: Backtest, home: str) -> Sheet:
    """A row a band and currency, the home currency first."""
    sheet = Sheet(_ARR if of.is_enough else _ARR[:-_RATED]).titles()
    for row in of.bands:
        for currency in sorted(row.by_arr, key=lambda code: (code != home, code)):
            share = row.by_arr[currency]
            amounts = (money.shown(int(minor), currency) for minor in (share.base, share.hits))
            sheet.row(_band(row.band), *amounts, *(_rated(share) if of.is_enough else ()))
    return sheet


def _band(band: Band) -> Cell:
    return bands.band_word(Score(None, band))


def _rated(share: Share | None) -> tuple[str, str]:
    return ("", "") if share is None else (percent(share.rate), _between(share.interval))


def _between(interval: Interval) -> str:
    return f"{percent(interval.low)} to {percent(interval.high)}"


def _not_enough(of: Backtest) -> Parts:
    told = f"{counted(of.lost, 'loss', 'losses')} in {counted(of.months, 'month')}"
    bar = f"Rates are told from {FEWEST_LOSSES} losses and {FEWEST_MONTHS} months on"
    return [f"Not enough to tell: {told}. {bar}; these are counts only."]


def _left_out(found: Tested) -> Iterable[str]:
    if found.unresolved:
        yield f"left out: {counted(found.unresolved, 'decision')} past the end without an outcome recorded: cs renewals"
    if found.too_new:
        yield f"left out: {counted(found.too_new, 'decision')} of accounts that were no customers yet on that day"


def _figures(of: Backtest) -> Sheet:
    sheet = Sheet(_FIGURES, indent=0)
    sheet.row(Cell("red ÷ green", "bold"), *_ratio(of))
    sheet.row(Cell("AUC", "bold"), *_area(of.ranked))
    calibration = of.calibration
    if calibration is not None:
        formula = (
            f"mean (said − came)² of {counted(calibration.later, 'decision')} from {full(calibration.split_on)} on; "
            f"{calibration.base:.4f} where all are said to be lost at {percent(calibration.base_rate)}"
        )
        is_better = calibration.brier < calibration.base
        told = f"{formula}: {'better' if is_better else 'no better'} than the base rate"
        sheet.row(Cell("Brier", "bold"), Cell(f"{calibration.brier:.4f}", "bold"), told)
    return sheet


def _ratio(of: Backtest) -> tuple[Cell, str]:
    if of.red_to_green is None:
        return Cell("n/a", "bold"), "cannot be told: red or green has no decision"
    red, green = of.red_to_green
    verdict = "predictive" if of.is_predictive else "not predictive"
    told = f"{percent(red.rate)} ÷ {percent(green.rate)}: {verdict} (from {PREDICTIVE_FROM} × on)"
    return Cell("n/a" if of.ratio is None else f"{of.ratio:.1f} ×", "bold"), told


def _area(found: Ranked | None) -> tuple[Cell, str]:
    if found is None:
        return Cell("n/a", "bold"), "of those with a band all were lost, or none"
    low, high = found.interval
    told = f"in {found.auc:.0%} of all pairs of a lost and a kept one the lost one had the lower score, ties half"
    interval = f"{low:.2f} to {high:.2f} (95 %, Hanley and McNeil)"
    return Cell(f"{found.auc:.2f}", "bold"), f"{interval}: {told}; 0.50 is chance; without grey"


def _calibrated(found: Calibration | None) -> Parts:
    if found is None:
        return []
    sheet = Sheet(_CALIBRATION)
    sheet.heading(
        Cell(f"calibration: loss rates of the earlier half ({found.earlier:,}), and what came in the later", "bold")
    )
    sheet.titles()
    for each in found.bins:
        came = f"{each.came.hits:,.0f} of {each.came.base:,.0f}"
        sheet.row(_band(each.band), percent(each.predicted), percent(each.came.rate), came)
    return ["", sheet]


def _measures(of: Backtest, titles: Mapping[str, str]) -> Parts:
    sheet = Sheet(_MEASURES)
    sheet.heading(Cell("measures: loss rate of the worst third by points ÷ that of the rest = lift", "bold")).titles()
    for row in of.by_measure:
        sheet.row(titles[row.measure], *_measure(row))
    idle = [f"{titles[row.measure]} ({row.why})" for row in of.by_measure if not row.matters]
    return ["", sheet, f"never mattered: {', '.join(idle) or 'none'}"]


def _measure(row: MeasureRow) -> tuple[Cell | str, ...]:
    lift, ranked = row.lift, row.ranked
    ratio = lift and lift.ratio
    return (
        f"{row.known:,} of {row.known + row.missing:,}",
        percent(lift.worst.rate) if lift else "",
        percent(lift.rest.rate) if lift else "",
        f"{ratio:.1f} ×" if ratio is not None else "",
        f"{ranked.auc:.2f}" if ranked else "",
        f"{ranked.interval.low:.2f} to {ranked.interval.high:.2f}" if ranked else "",
        Cell("the wrong way round: more points, more losses", "yellow") if row.is_reversed else "",
    )


def _titles(found: Tested) -> dict[str, str]:
    """What people call each measure."""
    return {measure.name: measure.title for card in found.cards for measure in card.measures}


def decisions(found: Tested, shown: Sequence[Observation], today: date) -> Parts:
    """The decisions `shown`, the earliest first, each with the health before it."""
    if not shown:
        return [_nothing(found, today)]
    sheet = Sheet(_DECISIONS).titles()
    for decision, health in shown:
        sheet.row(
            decision.account,
            decision.contract,
            decision.looked_on.isoformat(),
            decision.decide_on.isoformat(),
            bands.band(Score(health.score, health.band)),
            Cell(decision.outcome, _LOST.get(decision.outcome, "")),
            money.shown(decision.arr_minor, decision.currency),
            money.shown(decision.renewed_minor, decision.currency),
        )
    left = len(found.backtest.observations) - len(shown)
    more = [f"{left:,} more: cs scorecard backtest --decisions --all"] if left else []
    return [sheet, *more, *_left_out(found), *_SOURCES]


def suggested(found: Tested, of: Backtest, learned: Suggestion) -> Parts:
    """The weights side by side, how well each set orders what it has not seen; changes nothing."""
    card = found.cards[0]
    sheet, titles = Sheet(_WEIGHTS), _titles(found)
    line = f"scorecard {card.name} ({card.fingerprint}): {counted(len(of.observations), 'decision')}, {of.lost:,} lost"
    sheet.heading(Cell(line, "bold")).titles()
    for one in learned.weights:
        sheet.row(titles[one.measure], number(one.weight), str(one.suggested), f"{one.coefficient:+.2f}")
    return [sheet, *_remarks(found, of, learned), *_how(learned), "This changes nothing: the weights are yours to set."]


def _remarks(found: Tested, of: Backtest, learned: Suggestion) -> Iterable[str]:
    if not any(one.suggested for one in learned.weights):
        yield "Nothing to suggest: of no measure did more points go with fewer losses."
    if learned.clipped:
        names = ", ".join(_titles(found)[measure] for measure in learned.clipped)
        yield f"clipped to 0, since more points went with more losses: {names}"
    if left := len(found.backtest.observations) - len(of.observations):
        yield f"without {counted(left, 'decision')} of accounts with a scorecard of their own: --scorecard FILE"


def _how(learned: Suggestion) -> Parts:
    how = (
        "learned by logistic regression (L2, C = 1) on points ÷ 100, a missing measure at 50; its coefficients above 0 "
        "share the total weight"
    )
    if learned.auc_today is None or learned.auc_suggested is None:
        return ["AUC n/a: no split in time has lost and kept decisions on both sides", how]
    judged = f"today's weights {learned.auc_today:.3f}, learned ones {learned.auc_suggested:.3f}"
    folds = counted(learned.folds, "fold")
    return [f"AUC on later decisions than those learned from, mean of {folds}: {judged}", how]
