"""The rows of `cs retention --json`: their keys, and what stands in each."""

from datetime import date
from typing import Any

from cs_cli.domain import money
from cs_cli.domain.calendar import Window
from cs_cli.domain.closing import Signed
from cs_cli.domain.exchange import Rate
from cs_cli.domain.renewal_rate import Due
from cs_cli.domain.retention import Bridge
from cs_cli.domain.revenue import CAUSES, Key
from cs_cli.screens.retention import Book
from cs_cli.screens.retention_figures import Figures
from cs_cli.screens.retention_lines import Told

ROW_KEYS = [
    "from",
    "to",
    "currency",
    "start_arr",
    "new",
    "reactivation",
    "expansion",
    "contraction",
    "churn",
    "fx",
    "end_arr",
    "of_which",
    "nrr",
    "grr",
    "logo_retention",
    "accounts_start",
    "accounts_end",
    "expansion_rate",
    "quick_ratio",
    "rates",
]
KEYS = [
    *ROW_KEYS,
    "renewal_gross",
    "renewal_net",
    "renewal_count",
    "renewal_atr",
    "renewals_due",
    "committed_arr",
    "run_rate_arr",
    "not_live_arr",
    "signed_not_live_arr",
    "save_rate",
    "at_risk_atr",
    "detection",
    "lifetime_value",
    "gross_margin",
]
EXPLAIN_KEYS = [
    "from",
    "to",
    "currency",
    "figure",
    "account",
    "name",
    "contract",
    "on",
    "start_arr",
    "end_arr",
    "change",
    "of_which",
    "outcome",
    "flagged_on",
]
RENEWAL, SIGNED_NOT_LIVE = "renewal", "signed-not-live"


def keys(of: list[str], per: str | None) -> list[str]:
    """The keys of a row, the group it is of first."""
    return [per, *of] if per else of


def row(book: Book, period: Window, key: Key, bridge: Bridge) -> dict[str, Any]:
    """One row with ROW_KEYS, and the group it is of."""
    group, currency = key

    def major(minor: int) -> int | float:
        return money.major(minor, currency)

    return {
        **({book.per: group} if book.per else {}),
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "currency": currency,
        "start_arr": major(bridge.start),
        "new": major(bridge.new),
        "reactivation": major(bridge.reactivation),
        "expansion": major(bridge.expansion),
        "contraction": major(bridge.contraction),
        "churn": major(bridge.churn),
        "fx": major(bridge.fx),
        "end_arr": major(bridge.end),
        "of_which": {
            "expansion": {cause: major(part) for cause, part in zip(CAUSES, bridge.expansion_parts, strict=True)},
            "contraction": {cause: major(part) for cause, part in zip(CAUSES, bridge.contraction_parts, strict=True)},
        },
        "nrr": _ratio(bridge.nrr),
        "grr": _ratio(bridge.grr),
        "logo_retention": _ratio(bridge.logo_retention),
        "accounts_start": bridge.accounts_start,
        "accounts_end": bridge.accounts_end,
        "expansion_rate": _ratio(bridge.expansion_rate),
        "quick_ratio": _ratio(bridge.quick_ratio),
        "rates": None if book.converted is None else _rates(book.converted.opening, book.converted.closing),
    }


def figures_row(key: Key, bridge: Bridge, of: Figures) -> dict[str, Any]:
    """The rest of KEYS for one currency."""
    _group, currency = key
    lifetime = of.lifetime
    return {
        "renewal_gross": _ratio(of.renewal.gross_rate),
        "renewal_net": _ratio(of.renewal.net_rate),
        "renewal_count": _ratio(of.renewal.count_rate),
        "renewal_atr": money.major(of.renewal.atr, currency),
        "renewals_due": of.renewal.due,
        "committed_arr": money.major(bridge.end - of.closing.run_rate, currency),
        "run_rate_arr": money.major(of.closing.run_rate, currency),
        "not_live_arr": money.major(of.closing.not_live, currency),
        "signed_not_live_arr": money.major(of.closing.signed, currency),
        "save_rate": _ratio(of.saved.gross_rate),
        "at_risk_atr": money.major(of.saved.atr, currency),
        "detection": None if of.detected is None else _ratio(of.detected.rate),
        "lifetime_value": None if not lifetime or lifetime.value is None else money.major(lifetime.value, currency),
        "gross_margin": None if not lifetime else float(lifetime.margin / 100),
    }


def line_row(book: Book, told: Told) -> dict[str, Any]:
    """A line behind a figure of the bridge, with EXPLAIN_KEYS."""
    line = told.line
    group, currency = line.key
    moved = {cause: money.major(part, currency) for cause, part in zip(CAUSES, line.parts, strict=True)}
    return {
        **({book.per: group} if book.per else {}),
        **_amounts(book, currency, line.before, line.after),
        "figure": line.figure,
        "account": told.account,
        "name": told.name,
        "contract": line.contract,
        "on": line.on.isoformat() if line.on else None,
        "of_which": moved,
        "outcome": None,
        "flagged_on": _day(told.flagged_on),
    }


def due_row(book: Book, due: Due, key: Key, flagged_on: date | None) -> dict[str, Any]:
    """What was up for renewal, with EXPLAIN_KEYS."""
    span = due.span
    return {
        **({book.per: key[0]} if book.per else {}),
        **_amounts(book, span.currency, due.atr, due.renewed),
        "figure": RENEWAL,
        "account": span.account,
        "name": span.term.name,
        "contract": span.contract,
        "on": due.on.isoformat(),
        "of_which": None,
        "outcome": due.outcome,
        "flagged_on": _day(flagged_on),
    }


def signed_row(book: Book, signed: Signed, key: Key) -> dict[str, Any]:
    """What is signed and starts later, with EXPLAIN_KEYS."""
    span = signed.span
    return {
        **({book.per: key[0]} if book.per else {}),
        **_amounts(book, signed.currency, signed.before, signed.after),
        "figure": SIGNED_NOT_LIVE,
        "account": span.account,
        "name": span.term.name,
        "contract": span.contract,
        "on": span.starts_on.isoformat(),
        "of_which": None,
        "outcome": None,
        "flagged_on": None,
    }


def _amounts(book: Book, currency: str, before: int, after: int) -> dict[str, Any]:
    return {
        "from": book.period.start.isoformat(),
        "to": book.period.end.isoformat(),
        "currency": currency,
        "start_arr": money.major(before, currency),
        "end_arr": money.major(after, currency),
        "change": money.major(after - before, currency),
    }


def _rates(opening: dict[str, Rate], closing: dict[str, Rate]) -> dict[str, dict[str, float]]:
    codes = sorted({**opening, **closing})
    sides = {"start": opening, "end": closing}
    return {code: {side: float(of[code].decimal) for side, of in sides.items() if code in of} for code in codes}


def _ratio(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
