"""`cs retention` on a screen: the bridge with its bars, the rates with their formulas, and the check."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cs_cli.domain import money, words
from cs_cli.domain.calendar import Window
from cs_cli.domain.renewal_rate import Check, Due, Rate, check, unresolved
from cs_cli.domain.retention import COHORT, Bridge
from cs_cli.domain.revenue import CAUSES, Key
from cs_cli.domain.trailing import Rates
from cs_cli.output.sheet import Cell, Column, Sheet

BAR = 32
_EIGHTHS = " ▏▎▍▌▋▊▉"
_THOUSAND = 1_000
_NAMED = 5
_PRICE, _RAMP = CAUSES.index("price"), CAUSES.index("ramp")
_BRIDGE = (
    Column(),
    Column(right=True),
    Column(right=True),
    Column(drop=1),
    Column(right=True),
    Column(right=True),
)
_RATES = (Column(), Column(), Column(right=True), Column(wrap=True))
_AMOUNTS = (
    Column(title="opening", right=True, drop=3),
    Column(title="new", right=True, drop=4),
    Column(title="returned", right=True, drop=1),
    Column(title="expansion", right=True),
    Column(title="contraction", right=True),
    Column(title="churn", right=True),
    Column(title="closing", right=True),
    Column(title="accounts", right=True, drop=2),
)
_SHARES = (
    Column(title="NRR", right=True),
    Column(title="GRR", right=True),
    Column(title="logos", right=True, drop=5),
)
Table = Mapping[Key, Sequence[Bridge]]
Parts = list[Sheet | str]


class Book(NamedTuple):
    """What was asked for: the period, the method, the group, on which day, and the home currency."""

    period: Window
    method: str
    per: str | None
    today: date
    home: str


class Amount(NamedTuple):
    """A line of the bridge: what it is called, minor units, accounts."""

    label: str
    minor: int
    accounts: int | None = None
    is_level: bool = False


def summary(
    book: Book, table: Table, rates: Mapping[str, Rate], due: Sequence[Due], losses: Mapping[str, Mapping[int, int]]
) -> Parts:
    """The bridge of each currency, the rates, the check, and what has no outcome recorded."""
    if not table:
        return [f"No ARR from {book.period.start} to {book.period.end}."]
    rows = [(currency, row) for (_group, currency), [row] in table.items()]
    parts: Parts = opening_lines(book)
    parts += [_bridge(rows[place : place + 2]) for place in range(0, len(rows), 2)]
    parts.append(_rates(rows, rates))
    for currency, _row in rows:
        rate = rates.get(currency, Rate())
        found = check(losses.get(currency, {}), rate)
        label = f"check {currency}" if len(rows) > 1 else "check"
        parts += [*_elsewhere(rate, currency), f"{label}: {_checked(found, dict(rows)[currency], currency)}"]
    return [*parts, *_unresolved(unresolved(due, book.today), book)]


def opening_lines(book: Book) -> Parts:
    """Which closes are compared and how."""
    before = book.period.start - timedelta(1)
    how = "Cohort method, netted per account" if book.method == COHORT else "Bridge method: every movement counts"
    said: Parts = [f"Both days count: close of {_day(before)} → close of {_day(book.period.end)}. {how}."]
    if book.period.end > book.today:
        said.append(f"{_day(book.period.end)} lies ahead: what must be signed by then and is not counts as lost.")
    return said


def _day(day: date) -> str:
    return f"{words.short(day)} {day.year}"


def _bridge(rows: Sequence[tuple[str, Bridge]]) -> Sheet:
    sheet = Sheet(_BRIDGE, indent=0)
    titles = [cell for currency, _row in rows for cell in (Cell(currency, "dim"), Cell("accounts", "dim"))]
    sheet.row("", *titles[:2], "", *(titles[2:] or ("", "")))
    most = max(rows[0][1].start, rows[0][1].end, *(abs(line.minor) for line in _lines(rows[0][1])))
    for beside in zip(*(_lines(row) for _currency, row in rows), strict=True):
        if beside[0].is_level or any(line.minor or line.accounts for line in beside) or beside[0].label in _ALWAYS:
            codes = (currency for currency, _row in rows)
            cells = [cell for line, code in zip(beside, codes, strict=True) for cell in _cells(line, code)]
            sheet.row(beside[0].label, *cells[:2], bar(abs(beside[0].minor), most), *(cells[2:] or ("", "")))
    return sheet


_ALWAYS = ("+ new", "+ expansion", "- contraction", "- churn")


def _lines(row: Bridge) -> list[Amount]:
    price, ramp = row.expansion_parts[_PRICE], row.expansion_parts[_RAMP]
    return [
        Amount("opening", row.start, row.accounts_start, is_level=True),
        Amount("+ new", row.new, row.accounts.get("new")),
        Amount("+ returned", row.reactivation, row.accounts.get("reactivation")),
        Amount("+ expansion", row.expansion - price - ramp, row.accounts.get("expansion")),
        Amount("+ price", price),
        Amount("+ ramp", ramp),
        Amount("- contraction", -row.contraction, row.accounts.get("contraction")),
        Amount("- churn", -row.churn, row.accounts.get("churn")),
        Amount("closing", row.end, row.accounts_end, is_level=True),
    ]


def _cells(line: Amount, currency: str) -> tuple[str, str]:
    amount = money.plain(line.minor, currency) if line.minor or line.is_level else ""
    if line.is_level:
        return amount, str(line.accounts)
    return amount, f"{line.accounts:+}" if line.accounts else ""


def bar(amount: int, most: int) -> str:
    """`amount` as a bar of at most BAR cells, `most` being the longest; what is not nothing shows."""
    if amount <= 0 or most <= 0:
        return ""
    whole, eighths = divmod(max(1, round(amount * BAR * 8 / most)), 8)
    return "█" * whole + _EIGHTHS[eighths].strip()


def _rates(rows: Sequence[tuple[str, Bridge]], rates: Mapping[str, Rate]) -> Sheet:
    sheet = Sheet(_RATES, indent=0)
    several = len(rows) > 1
    for label, of_row in (("NRR", _nrr), ("GRR", _grr), ("logos", _logos)):
        for currency, row in rows:
            share, formula = of_row(row, currency)
            sheet.row(Cell(label, "bold"), currency if several else "", Cell(percent(share), "bold"), formula)
    for currency, _row in rows:
        rate = rates.get(currency, Rate())
        of_atr = f" of {money.plain(rate.atr, currency)}"
        gross = (
            f"{money.plain(rate.gross, currency)}{of_atr} up for renewal; {rate.renewed} of "
            f"{words.counted(rate.due, 'contract')}"
        )
        net = f"{money.plain(rate.net, currency)}{of_atr}, with what grew at the renewal"
        named = currency if several else ""
        sheet.row(
            Cell("renewal rate", "bold"), named, Cell(percent(rate.gross_rate), "bold"), gross if rate.due else ""
        )
        if rate.due:
            sheet.row("  net", named, percent(rate.net_rate), net)
    return sheet


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


def _unresolved(due: Sequence[Due], book: Book) -> Iterable[str]:
    """The contracts that ended without an outcome, the largest of each currency first."""
    if not due:
        return
    largest = sorted(due, key=lambda one: (one.span.currency != book.home, one.span.currency, -one.atr))
    named = [_ended(one) for one in largest[:_NAMED]]
    more = f", and {len(due) - _NAMED} more" if len(due) > _NAMED else ""
    yield f"Ended in the period without an outcome recorded, counted as lost: {', '.join(named)}{more}: cs renewals"


def _ended(due: Due) -> str:
    span = due.span
    name = f"{span.account}/{span.contract}" if span.contract else span.account
    return f"{name} {money.shown(due.atr, span.currency)} ({_day(due.on)})"


def restated(book: Book, table: Table, stood: Table) -> Iterable[str]:
    """Which figures were others at the close of the period, by what was known then; nothing if `stood` is empty."""
    for (group, currency), [row] in table.items() if stood else ():
        [then] = stood.get((group, currency), [Bridge()])
        if then != row:
            yield (
                f"Restated: what was known on {_day(book.period.end)} gave {currency} NRR {percent(then.nrr)}, "
                f"GRR {percent(then.grr)}, closing {money.plain(then.end, currency)}: --as-of {book.period.end}"
            )


def groups(book: Book, table: Table, limit: int | None) -> Parts:
    """A line for each group and currency."""
    if not table:
        return [f"No ARR from {book.period.start} to {book.period.end}."]
    sheet = Sheet((Column(title=book.per or "", flex=True), Column(), *_AMOUNTS, *_SHARES), indent=0).titles()
    for (group, currency), [row] in list(table.items())[:limit]:
        rates = Rates(row.nrr, row.grr, row.logo_retention)
        sheet.row(Cell(group or "none", "bold"), currency, *_amounts(row, currency), *map(percent, rates))
    return [*opening_lines(book), sheet, *_left(len(table), limit)]


def monthly(
    book: Book, months: Sequence[Window], table: Table, trailing: Mapping[Key, Sequence[Rates]], limit: int | None
) -> Parts:
    """A line a month for each group and currency; the rates are those of the twelve months up to its close."""
    if not table:
        return [f"No ARR from {book.period.start} to {book.period.end}."]
    parts: Parts = [*opening_lines(book), "A line a month; NRR, GRR and logos over the twelve months up to its close."]
    each = len(months) if limit is None else max(1, limit // len(table))
    for (group, currency), rows in table.items():
        sheet = Sheet((Column(), *_AMOUNTS, *_SHARES), indent=0)
        named = (group or ("none" if book.per else None), currency)
        sheet.heading(Cell(" ".join(filter(None, named)), "bold")).titles()
        for month, row, rates in list(zip(months, rows, trailing[group, currency], strict=True))[:each]:
            sheet.row(_month(month), *_amounts(row, currency), *map(percent, rates))
        parts.append(sheet)
    return [*parts, *_left(len(months), each)]


def _left(count: int, limit: int | None) -> Iterable[str]:
    if limit is not None and count > limit:
        yield f"{count - limit:,} more: --all, or --limit N"


def _month(month: Window) -> str:
    """`Jun 2026`, or `1-23 Nov 2026` where it is cut."""
    is_whole = month.start.day == 1 and (month.end + timedelta(1)).day == 1
    return words.month(month.end) if is_whole else f"{month.start.day}-{month.end.day} {words.month(month.end)}"


def _amounts(row: Bridge, currency: str) -> list[str]:
    minors = (row.start, row.new, row.reactivation, row.expansion, -row.contraction, -row.churn)
    return [
        *(money.plain(minor, currency) if minor else "" for minor in minors),
        money.plain(row.end, currency),
        str(row.accounts_end),
    ]
