"""The figures of `cs retention` below its bridge: the rates with their formulas, the check, what the closing is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.at_risk import WARNING, Detection
from cs_cli.domain.closing import Closing
from cs_cli.domain.lifetime import FEWEST, Lifetime
from cs_cli.domain.renewal_rate import Check, Rate, check
from cs_cli.domain.retention import Bridge
from cs_cli.domain.revenue import CAUSES
from cs_cli.output.sheet import Cell, Column, Sheet

_RATES = (Column(), Column(), Column(right=True), Column(wrap=True))
_THOUSAND = 1_000
_PRICE, _RAMP = CAUSES.index("price"), CAUSES.index("ramp")
Rows = Sequence[tuple[str, Bridge]]
Told = tuple[str, str, str] | None
"""A label, a figure, its formula."""


class Figures(NamedTuple):
    """What is told of one currency beside its bridge; `lifetime` where a gross margin is known."""

    renewal: Rate
    saved: Rate
    detected: Detection | None
    closing: Closing
    lifetime: Lifetime | None


def figures_told(
    rows: Rows, figures: Mapping[str, Figures], losses: Mapping[str, Mapping[int, int]]
) -> list[Sheet | str]:
    """The rates of each currency with their formulas, what the closing is, what was signed elsewhere, the check."""
    parts: list[Sheet | str] = [_rates(rows, figures)]
    for currency, row in rows:
        of = figures[currency]
        found = check(losses.get(currency, {}), of.renewal)
        named = f" {currency}" if len(rows) > 1 else ""
        parts += [
            *_closing(row, of.closing, named, currency),
            *_elsewhere(of.renewal, currency),
            f"check{named}: {_checked(found, row, currency)}",
        ]
    return parts


def _rates(rows: Rows, figures: Mapping[str, Figures]) -> Sheet:
    sheet = Sheet(_RATES, indent=0)
    several = len(rows) > 1
    for label, of_row in (("NRR", _nrr), ("GRR", _grr), ("logos", _logos)):
        for currency, row in rows:
            share, formula = of_row(row, currency)
            sheet.row(Cell(label, "bold"), currency if several else "", Cell(percent(share), "bold"), formula)
    for currency, _row in rows:
        _renewal(sheet, figures[currency].renewal, currency, currency if several else "")
    for of_figure in (_expansion, _quick, _saved, _detected, _lifetime):
        for currency, row in rows:
            if (told := of_figure(row, figures[currency], currency)) is not None:
                label, figure, formula = told
                sheet.row(label, currency if several else "", figure, formula)
    return sheet


def _renewal(sheet: Sheet, rate: Rate, currency: str, named: str) -> None:
    of_atr = f" of {money.plain(rate.atr, currency)}"
    gross = (
        f"{money.plain(rate.gross, currency)}{of_atr} up for renewal; {rate.renewed} of "
        f"{words.counted(rate.due, 'contract')}"
    )
    net = f"{money.plain(rate.net, currency)}{of_atr}, with what grew at the renewal"
    sheet.row(Cell("renewal rate", "bold"), named, Cell(percent(rate.gross_rate), "bold"), gross if rate.due else "")
    if rate.due:
        sheet.row("  net", named, percent(rate.net_rate), net)


def _expansion(row: Bridge, _of: Figures, currency: str) -> Told:
    if not row.expansion:
        return None
    formula = f"{money.plain(row.expansion, currency)} of {money.plain(row.start, currency)}"
    return "expansion rate", percent(row.expansion_rate), formula


def _quick(row: Bridge, _of: Figures, currency: str) -> Told:
    if row.quick_ratio is None:
        return None
    gained, lost = (
        " + ".join(money.plain(minor, currency) for minor in minors if minor) or "0"
        for minors in ((row.new, row.reactivation, row.expansion), (row.contraction, row.churn))
    )
    return "quick ratio", f"{row.quick_ratio:.1f}", f"({gained}) gained / ({lost}) lost"


def _saved(_row: Bridge, of: Figures, currency: str) -> Told:
    if not of.saved.atr:
        return None
    amounts = f"{money.plain(of.saved.gross, currency)} of {money.plain(of.saved.atr, currency)}"
    return "save rate", percent(of.saved.gross_rate), f"{amounts} flagged at risk and up for renewal"


def _detected(_row: Bridge, of: Figures, currency: str) -> Told:
    if of.detected is None:
        return None
    amounts = f"{money.plain(of.detected.flagged, currency)} of {money.plain(of.detected.lost, currency)}"
    return "detection", percent(of.detected.rate), f"{amounts} lost, flagged {WARNING.days} days before"


def _lifetime(_row: Bridge, of: Figures, currency: str) -> Told:
    if (of_account := of.lifetime) is None:
        return None
    if of_account.accounts < FEWEST:
        return "lifetime value", "n/a", f"{words.counted(of_account.accounts, 'logo')}; told from {FEWEST} on"
    if of_account.value is None:
        return "lifetime value", "n/a", "no logo was lost"
    average, margin = money.plain(of_account.average, currency), f"{of_account.margin:f}%"
    formula = f"{average} an account × {margin} margin / {percent(of_account.churn)} of logos lost a year"
    return "lifetime value", money.plain(of_account.value, currency), formula


def _closing(row: Bridge, of: Closing, named: str, currency: str) -> Iterator[str]:
    """What the closing is made of, where it is not all committed and live; and what is signed beyond it."""

    def amount(minor: int) -> str:
        return money.plain(minor, currency)

    said = []
    if of.run_rate:
        said.append(f"committed {amount(row.end - of.run_rate)} + run-rate {amount(of.run_rate)}")
    if of.not_live:
        said.append(f"{amount(of.not_live)} of it not live yet")
    if of.signed:
        said.append(f"signed, starting later: {'+' if of.signed > 0 else ''}{amount(of.signed)}, not in it")
    if said:
        yield f"closing{named}: {'; '.join(said)}"


def _nrr(row: Bridge, currency: str) -> tuple[float | None, str]:
    price, ramp = row.expansion_parts[_PRICE], row.expansion_parts[_RAMP]
    moved = [row.expansion - price - ramp, price, ramp, -row.contraction, -row.churn]
    return row.nrr, _formula(row.start, moved, currency)


def _grr(row: Bridge, currency: str) -> tuple[float | None, str]:
    return row.grr, _formula(row.start, [-row.contraction, -row.churn], currency)


def _formula(start: int, moved: Iterable[int], currency: str) -> str:
    """`(3,000 + 310 - 95) / 3,000 k`; in thousands where that loses nothing."""
    if not start:
        return "no ARR in the opening"
    if not (kept := [minor for minor in moved if minor]):
        return "as it was"
    thousand = _THOUSAND * money.unit(currency)
    in_thousands = not any(minor % thousand for minor in (start, *kept))
    base = _in_formula(start, currency, in_thousands=in_thousands)
    terms = "".join(
        f" {'+' if minor > 0 else '-'} {_in_formula(abs(minor), currency, in_thousands=in_thousands)}" for minor in kept
    )
    return f"({base}{terms}) / {base}{' k' if in_thousands else ''}"


def _in_formula(minor: int, currency: str, *, in_thousands: bool) -> str:
    return f"{minor // (_THOUSAND * money.unit(currency)):,}" if in_thousands else money.plain(minor, currency)


def _logos(row: Bridge, _currency: str) -> tuple[float | None, str]:
    if not row.accounts_start:
        return None, "no account in the opening"
    return row.logo_retention, f"{row.accounts_start - row.accounts_lost} of {row.accounts_start} kept"


def percent(share: float | None) -> str:
    """`86.9%`, or `n/a` on a base of zero."""
    return "n/a" if share is None else f"{share:.1%}"


def _elsewhere(rate: Rate, currency: str) -> Iterable[str]:
    """What was signed in the period and was due in another one."""
    said = [
        f"{label} {money.shown(minor, currency)}, due {when} it"
        for label, minor, when in (("early", rate.early, "after"), ("late", rate.late, "before"))
        if minor
    ]
    if said:
        yield f"Signed in the period and not in its rate: {'; '.join(said)}"


def _checked(found: Check, row: Bridge, currency: str) -> str:
    def amount(minor: int) -> str:
        return money.plain(minor, currency)

    made_up = f" - made up or still open {amount(found.made_up)}" if found.made_up else ""
    return (
        f"lost at renewal {amount(found.at_renewal)} + mid-term {amount(found.mid_term)}{made_up} = "
        f"{amount(found.loss)} = contraction {amount(row.contraction)} + churn {amount(row.churn)}"
    )
