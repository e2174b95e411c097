"""What was called, on a screen: of one account, and how good the calls of a period were."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cs_cli.domain import money, words
from cs_cli.domain.accuracy import Accuracy, Tally
from cs_cli.domain.calendar import Window
from cs_cli.domain.expected import Expected
from cs_cli.domain.forecast import CATEGORIES, Call
from cs_cli.output.sheet import Cell, Column, Sheet
from cs_cli.screens.forecast import said_of
from cs_cli.screens.retention_figures import percent

_CALLS = (Column(), Column(), Column(right=True), Column(drop=1), Column(wrap=True))
_TALLIES = (
    Column(title=""),
    Column(title="calls", right=True),
    Column(title="called", right=True),
    Column(title="closed", right=True),
    Column(title="renewed", right=True),
    Column(title="hit rate", right=True),
)
Parts = list[Sheet | str]


def history(
    name: str, found: Sequence[tuple[str, Expected]], calls: Sequence[tuple[str, Call]], ask: str, today: date
) -> Parts:
    """How each open renewal of an account stands, then every call there was, the latest first."""
    sheet = Sheet((Column(), Column(), Column(), Column(right=True)), indent=0)
    beside: Parts = []
    for label, one in found:
        kind = "ended" if one.is_overdue else one.decision.kind.replace("-", " ")
        distance = words.distance(one.decision.days)
        amount, at_stake = (money.shown(minor, one.due.span.currency) for minor in (one.called, one.due.atr))
        if amount != at_stake:
            beside.append(f"{label}: {amount} called of {at_stake} at stake.")
        sheet.row(Cell(label, "bold"), said_of(one), f"{kind} {one.decision.on}, {distance}", amount)
    parts: Parts = [f"{name}, {words.full(today)}"]
    parts += [sheet, *beside] if found else ["No renewal is open."]
    if calls:
        told = Sheet(_CALLS).heading(Cell("Calls, the latest first", "bold"))
        for label, call in calls:
            told.row(*_call(label, call))
        parts.append(told)
    else:
        parts.append("Nobody has called it.")
    return [*parts, f"Call it: {ask}"] if ask else parts


def _call(label: str, call: Call) -> Iterable[Cell | str]:
    flat = f", flat {call.flat_category}" if call.flat_category else ""
    why = "; ".join(filter(None, [call.reason and f"reason: {call.reason}", call.evidence]))
    amount = money.shown(call.arr_minor, call.currency)
    return call.on.isoformat(), f"{call.category}{flat}", amount, f"{label} of {call.renews_on}", why


def accuracy(found: Sequence[tuple[Window, Mapping[str, Accuracy]]], currencies: Sequence[str]) -> Parts:
    """For each period and currency what was called and what closed, by category."""
    parts: Parts = ["The call that stood as the quarter of the renewal began, else the first in it; and what closed."]
    for period, told in found:
        for currency in currencies:
            if (of := told.get(currency)) is not None:
                parts += _of_currency(period, currency, of)
    if len(parts) == 1:
        first, last = found[0][0]
        return [f"No renewal was due from {first} to {last}: accuracy n/a."]
    return parts


def _of_currency(period: Window, currency: str, of: Accuracy) -> Parts:
    title = f"{currency} due {words.short(period.start)} {period.start.year} to "
    title += f"{words.short(period.end)} {period.end.year}"
    if not of.calls:
        return [f"{title}: nothing was called, accuracy n/a.{_uncalled(of, currency)}"]
    sheet = Sheet(_TALLIES, indent=0).heading(Cell(title, "bold")).titles()
    for name in CATEGORIES:
        if (tally := of.by_category[name]).calls:
            sheet.row(name, *_tally(tally, currency))
    for name in CATEGORIES:
        if (tally := of.flat[name]).calls:
            sheet.row(f"flat {name}", *_tally(tally, currency))
    return [sheet, *_figures(of, currency), *_beside(of, currency)]


def _tally(tally: Tally, currency: str) -> list[str]:
    return [
        str(tally.calls),
        money.plain(tally.called, currency),
        money.plain(tally.closed, currency),
        f"{tally.renewed} of {tally.calls}",
        percent(tally.hit_rate),
    ]


def _figures(of: Accuracy, currency: str) -> Iterable[Sheet]:
    called, closed = money.plain(of.called, currency), money.plain(of.closed, currency)
    sheet = Sheet((Column(), Column(right=True), Column(wrap=True)), indent=0)
    sheet.row(Cell("called", "bold"), Cell(called, "bold"), "commit and likely")
    sheet.row(Cell("closed", "bold"), Cell(closed, "bold"), "of all that was called and not omitted")
    sheet.row(Cell("accuracy", "bold"), Cell(percent(of.accuracy), "bold"), f"1 - |{called} - {closed}| / {called}")
    sheet.row(Cell("bias", "bold"), Cell(signed(of.bias), "bold"), f"({called} - {closed}) / {called}{_lean(of.bias)}")
    yield sheet


def signed(share: float | None) -> str:
    """`+4.5%`, `-2.0%`, `n/a`."""
    return "n/a" if share is None else f"{share:+.1%}"


def _lean(bias: float | None) -> str:
    if not bias:
        return ""
    return ", optimistic" if bias > 0 else ", pessimistic"


def _beside(of: Accuracy, currency: str) -> Iterable[str]:
    if of.uncalled:
        yield f"Beside it:{_uncalled(of, currency)}"
    if of.unanswered:
        yield f"Past their end without an outcome, counted as not renewed: {of.unanswered}: cs renewals"
    if of.undecided:
        yield f"Not decided yet and not counted: {words.counted(of.undecided, 'contract')}: cs forecast --explain"


def _uncalled(of: Accuracy, currency: str) -> str:
    if not of.uncalled:
        return ""
    amount = money.shown(of.uncalled_atr, currency)
    return f" {words.counted(of.uncalled, 'contract')} due that nobody had called, {amount}."
