"""`cs retention`: how the book got from one close to another, and what was kept of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, NamedTuple

import typer

from cs_cli.commands.options import OwnerOption, SegmentOption, TagOption
from cs_cli.context import Cs
from cs_cli.domain import money
from cs_cli.domain.calendar import Window, months_of, parse_past_day, parse_period, parse_window, trailing_year
from cs_cli.domain.renewal_rate import Due, due_in, rates, signed_elsewhere
from cs_cli.domain.retention import BRIDGE, COHORT, Bridge, bridges, closes_of, losses
from cs_cli.domain.retention_lines import lines
from cs_cli.domain.revenue import CAUSES, Change, Key, Span, by_account, changes_of, span_of
from cs_cli.domain.trailing import trailing_rates
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import retention as screens
from cs_cli.screens import retention_lines as line_screens

KEYS = [
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
]
GROUPS = ("segment", "owner", "product", "term", "cohort")
RENEWAL = "renewal"
PeriodArgument = Annotated[str, typer.Argument(metavar="[PERIOD]", help="ttm (default), q3, 2026, fy26, 2026-06.")]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day; instead of PERIOD.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day; it counts.")]
PerOption = Annotated[
    str | None, typer.Option("--per", metavar="GROUP", help="Rows per segment, owner, product, term or cohort.")
]
MonthlyOption = Annotated[bool, typer.Option("--monthly", help="A row per calendar month.")]
MethodOption = Annotated[
    str, typer.Option("--method", metavar="METHOD", help="cohort (default), or bridge: every movement counts.")
]
WinbackOption = Annotated[
    str | None, typer.Option("--winback", metavar="90d", help="A return within so long counts as never lost.")
]
IncludeOption = Annotated[
    bool, typer.Option("--include-monthly", help="Count monthly contracts in the renewal rate, too.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="The accounts and contracts behind each figure.")]


def retention(
    ctx: typer.Context,
    period: PeriodArgument = "",
    start: FromOption = None,
    end: ToOption = None,
    per: PerOption = None,
    *,
    monthly: MonthlyOption = False,
    method: MethodOption = COHORT,
    winback: WinbackOption = None,
    include_monthly: IncludeOption = False,
    explain: ExplainOption = False,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
) -> None:
    """Show what was kept of the ARR: NRR, GRR, where it went."""
    cs: Cs = ctx.obj
    _refuse_unknown(per, method, explain=explain, monthly=monthly)
    book = screens.Book(_period(cs, period, start, end), method, per, cs.today, cs.settings.currency)
    days = (parse_window(winback, cs.today).end - cs.today).days if winback else 0
    spans = cs.portfolio.spans(cs.portfolio.takes(cs.portfolio.filter(owner, segment, tag)))
    ledger = Ledger(spans, {account: _key_of(per, of) for account, of in spans.items()}, days, include_monthly)
    (_explain if explain else _monthly if monthly else _summary)(cs, book, ledger)


class Ledger(NamedTuple):
    """The accounts asked for, by row id: what their terms bring, what figures are told apart by, two options."""

    spans: Mapping[int, Sequence[Span]]
    keys: Mapping[int, Callable[[Span], Key]]
    winback_days: int
    include_monthly: bool

    @property
    def every(self) -> list[Span]:
        """The spans of all accounts."""
        return [span for of_account in self.spans.values() for span in of_account]

    def changes(self) -> dict[int, list[Change]]:
        """What changes in each account."""
        return {account: changes_of(of, self.keys[account], self.winback_days) for account, of in self.spans.items()}

    def known(self, today: date, known_until: date) -> "Ledger":
        """The same accounts as they were known by a day."""
        return self._replace(spans=by_account(span_of(span.term, today, known_until) for span in self.every))


def _refuse_unknown(per: str | None, method: str, *, explain: bool, monthly: bool) -> None:
    if per is not None and per not in GROUPS:
        raise UsageError(f'--per "{per}" is unknown', f"One of {', '.join(GROUPS)}")
    if method not in (COHORT, BRIDGE):
        raise UsageError(f'--method "{method}" is unknown', "cohort or bridge")
    if explain and monthly:
        raise UsageError("--explain is about one period, --monthly about many", "cs retention 2026-06 --explain")


def _period(cs: Cs, said: str, start: str | None, end: str | None) -> Window:
    """The period that PERIOD, or --from and --to, ask for. Raises UsageError."""
    if not start and not end:
        return parse_period(said or "ttm", cs.today, cs.settings.fiscal_start)
    if said:
        raise UsageError(f'"{said}" is a period of its own', f"cs retention {said}, or --from DATE --to DATE")
    last = parse_past_day(end, cs.today, cs.settings.fiscal_start) if end else cs.today
    first = parse_past_day(start, cs.today, cs.settings.fiscal_start) if start else trailing_year(last).start
    if first > last:
        raise UsageError(f"--from {first} is after --to {last}", "Both days count: --from 2026-01-01 --to 2026-06-30")
    return Window(first, last)


def _key_of(per: str | None, spans: Sequence[Span]) -> Callable[[Span], Key]:
    """What the figures of an account's `spans` are told apart by."""
    if per == "cohort":
        first = str(min(span.starts_on for span in spans).year)
        return lambda span: (first, span.currency)
    if per is None:
        keys = {span.currency: (None, span.currency) for span in spans}
        return lambda span: keys[span.currency]
    return lambda span: (getattr(span.term, per), span.currency)


def _summary(cs: Cs, book: screens.Book, ledger: Ledger) -> None:
    closes, changes = closes_of([book.period]), ledger.changes()
    table = _ordered(book, bridges(changes.values(), closes, book.method))

    def screen() -> screens.Parts:
        if book.per:
            return screens.groups(book, table, cs.limit)
        due = due_in(book.period, ledger.every, cs.today, monthly=ledger.include_monthly)
        elsewhere = signed_elsewhere(book.period, ledger.every, monthly=ledger.include_monthly)
        parts = screens.summary(book, table, rates(due, *elsewhere), due, losses(changes, closes, book.method))
        return [*parts, *screens.restated(book, table, _as_it_stood(cs, book, ledger))]

    rows = [_row(book, book.period, key, row) for key, [row] in table.items()]
    render.rows(rows[: cs.limit], _keys(KEYS, book.per), cs.format, screen)


def _as_it_stood(cs: Cs, book: screens.Book, ledger: Ledger) -> dict[Key, list[Bridge]]:
    """The bridge of what was known at the close of the period; nothing where it is not over."""
    if book.period.end >= cs.today:
        return {}
    known = ledger.known(cs.today, min(cs.known_until, book.period.end))
    return bridges(known.changes().values(), closes_of([book.period]), book.method)


def _monthly(cs: Cs, book: screens.Book, ledger: Ledger) -> None:
    months, changes = months_of(book.period), ledger.changes().values()
    table = _ordered(book, bridges(changes, closes_of(months), book.method))

    def screen() -> screens.Parts:
        trailing = trailing_rates(changes, [month.end for month in months])
        return screens.monthly(book, months, table, trailing, cs.limit)

    rows = [_row(book, month, key, of[place]) for place, month in enumerate(months) for key, of in table.items()]
    render.rows(rows[: cs.limit], _keys(KEYS, book.per), cs.format, screen)


def _explain(cs: Cs, book: screens.Book, ledger: Ledger) -> None:
    first = {account: of[0] for account, of in ledger.spans.items()}
    changes = dict(sorted(ledger.changes().items(), key=lambda item: first[item[0]].account))
    due = due_in(book.period, ledger.every, cs.today, monthly=ledger.include_monthly)
    due.sort(key=lambda one: _place(book, (None, one.span.currency)))
    found = [
        line_screens.Told(first[line.account_id].account, first[line.account_id].term.name, line)
        for line in lines(changes, closes_of([book.period]), book.method)
    ]
    found.sort(key=lambda told: _place(book, told.line.key))
    shown, left = found[: cs.limit], due if cs.limit is None else due[: max(0, cs.limit - len(found))]
    rows = [_line_row(book, told) for told in shown]
    rows += [_due_row(book, one, ledger.keys[one.span.account_id](one.span)) for one in left]
    hidden = len(found) + len(due) - len(rows)
    render.rows(rows, _keys(EXPLAIN_KEYS, book.per), cs.format, lambda: line_screens.screen(book, shown, left, hidden))


def _ordered(book: screens.Book, table: dict[Key, list[Bridge]]) -> dict[Key, list[Bridge]]:
    """The keys of which there is something to tell: by group, then the home currency first."""
    told = {key: rows for key, rows in table.items() if not all(row.is_empty for row in rows)}
    return dict(sorted(told.items(), key=lambda item: _place(book, item[0])))


def _place(book: screens.Book, key: Key) -> tuple[bool, str, bool, str]:
    group, currency = key
    return group is None, group or "", currency != book.home, currency


def _keys(keys: list[str], per: str | None) -> list[str]:
    return [per, *keys] if per else keys


def _row(book: screens.Book, period: Window, key: Key, row: Bridge) -> dict[str, Any]:
    """One row with KEYS, and the group it is of."""
    group, currency = key

    def major(minor: int) -> int | float:
        return money.major(minor, currency)

    return {
        **({book.per: group} if book.per else {}),
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "currency": currency,
        "start_arr": major(row.start),
        "new": major(row.new),
        "reactivation": major(row.reactivation),
        "expansion": major(row.expansion),
        "contraction": major(row.contraction),
        "churn": major(row.churn),
        "fx": major(row.fx),
        "end_arr": major(row.end),
        "of_which": {
            "expansion": {cause: major(part) for cause, part in zip(CAUSES, row.expansion_parts, strict=True)},
            "contraction": {cause: major(part) for cause, part in zip(CAUSES, row.contraction_parts, strict=True)},
        },
        "nrr": _ratio(row.nrr),
        "grr": _ratio(row.grr),
        "logo_retention": _ratio(row.logo_retention),
        "accounts_start": row.accounts_start,
        "accounts_end": row.accounts_end,
    }


def _ratio(share: float | None) -> float | None:
    return None if share is None else round(share, 6)


def _line_row(book: screens.Book, told: line_screens.Told) -> dict[str, Any]:
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
    }


def _due_row(book: screens.Book, due: Due, key: Key) -> dict[str, Any]:
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
    }


def _amounts(book: screens.Book, currency: str, before: int, after: int) -> dict[str, Any]:
    return {
        "from": book.period.start.isoformat(),
        "to": book.period.end.isoformat(),
        "currency": currency,
        "start_arr": money.major(before, currency),
        "end_arr": money.major(after, currency),
        "change": money.major(after - before, currency),
    }
