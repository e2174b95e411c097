"""`cs retention`: how the book got from one close to another, and what was kept of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

import typer

from cs_cli.commands import retention_rows as rows_of
from cs_cli.commands.filtering import chosen_of
from cs_cli.commands.options import OwnerOption, SegmentOption, TagOption
from cs_cli.commands.retention_rows import KEYS, ROW_KEYS, keys
from cs_cli.commands.retention_seen import explained, looked_up, place
from cs_cli.context import Cs
from cs_cli.domain.calendar import Window, months_of, parse_past_day, parse_period, parse_window, trailing_year
from cs_cli.domain.conversion import Conversion
from cs_cli.domain.ledger import GROUPS, Ledger
from cs_cli.domain.lifetime import parse_margin
from cs_cli.domain.money import EXPONENTS
from cs_cli.domain.retention import BRIDGE, COHORT, Bridge, closes_of
from cs_cli.domain.revenue import Key
from cs_cli.errors import UsageError
from cs_cli.output import render
from cs_cli.screens import retention as screens
from cs_cli.store.rates import exchange

PeriodArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PERIOD] [FILTER]…", help="ttm (default), q3, 2026, fy26, 2026-06; owner:me seg:enterprise"
    ),
]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day; instead of PERIOD.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day; it counts.")]
PerOption = Annotated[
    str | None, typer.Option("--per", metavar="GROUP", help="Rows per segment, owner, product, term or cohort.")
]
MonthlyOption = Annotated[bool, typer.Option("--monthly", help="A row per calendar month.")]
IntoOption = Annotated[
    str | None, typer.Option("--in", metavar="ISO", help="All in one currency, constant at the opening's rates.")
]
MethodOption = Annotated[
    str, typer.Option("--method", metavar="METHOD", help="cohort (default), or bridge: every movement counts.")
]
WinbackOption = Annotated[
    str | None, typer.Option("--winback", metavar="90d", help="A return within so long counts as never lost.")
]
IncludeOption = Annotated[
    bool, typer.Option("--include-monthly", help="Count monthly contracts in the renewal rate, too.")
]
MarginOption = Annotated[
    str | None, typer.Option("--margin", metavar="PCT", help="Your gross margin, for the lifetime value: 80%.")
]
ExplainOption = Annotated[bool, typer.Option("--explain", help="The accounts and contracts behind each figure.")]


def retention(
    ctx: typer.Context,
    words: PeriodArgument = None,
    start: FromOption = None,
    end: ToOption = None,
    per: PerOption = None,
    *,
    monthly: MonthlyOption = False,
    into: IntoOption = None,
    method: MethodOption = COHORT,
    winback: WinbackOption = None,
    include_monthly: IncludeOption = False,
    margin: MarginOption = None,
    explain: ExplainOption = False,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
) -> None:
    """Show what was kept of the ARR: NRR, GRR, where it went."""
    cs: Cs = ctx.obj
    period, filters = _split(words or [])
    _refuse_unknown(per, method, explain=explain, monthly=monthly)
    asked = _period(cs, period, start, end)
    book = screens.Book(asked, method, per, cs.today, cs.settings.currency, include_monthly, _margin(cs, margin))
    days = _grace(winback, cs) if winback else 0
    currency = _currency(into) if into is not None else None
    chosen = chosen_of(cs, filters, owner=owner, segment=segment, tag=tag)
    book = book._replace(instead=cs.portfolio.instead(chosen))
    ledger = Ledger(cs.portfolio.spans(cs.portfolio.takes(chosen)), per, days)
    if currency is not None:
        spans = ledger.every
        conversion = Conversion(exchange(cs.reader, {span.currency for span in spans}, currency), currency)
        ledger = replace(ledger, conversion=conversion)
    book = book._replace(converted=_converted(ledger, asked))
    (explained if explain else _monthly if monthly else _summary)(cs, book, ledger)


def _split(words: list[str]) -> tuple[str | None, list[str]]:
    """What was typed as the period, and as a filter."""
    if not words:
        return None, []
    from cs_cli.domain.filters import is_filter  # noqa: PLC0415  most figures are of all accounts

    filters = [word for word in words if is_filter(word)]
    period = [word for word in words if word not in filters]
    return " ".join(period) if period else None, filters


def _refuse_unknown(per: str | None, method: str, *, explain: bool, monthly: bool) -> None:
    if per is not None and per not in GROUPS:
        raise UsageError(f'--per "{per}" is unknown', f"One of {', '.join(GROUPS)}")
    if method not in (COHORT, BRIDGE):
        raise UsageError(f'--method "{method}" is unknown', "cohort or bridge")
    if explain and monthly:
        raise UsageError("--explain is about one period, --monthly about many", "cs retention 2026-06 --explain")


def _currency(said: str) -> str:
    if (code := said.strip().upper()) not in EXPONENTS:
        raise UsageError(f'--in "{said}" is no currency', "Its ISO 4217 code: USD, EUR, GBP, …")
    return code


def _grace(said: str, cs: Cs) -> int:
    """The days that --winback says. Raises UsageError."""
    try:
        return (parse_window(said, cs.today).end - cs.today).days
    except UsageError as error:
        raise UsageError(f'--winback "{said}" is no length of time', "Like --winback 90d") from error


def _margin(cs: Cs, said: str | None) -> Decimal | None:
    """The gross margin in percent that the option or the settings say. Raises UsageError."""
    known = cs.settings["gross_margin"] if said is None else said
    if known is None:
        return None
    try:
        return parse_margin(str(known))
    except ValueError as error:
        raise UsageError(f'--margin "{said}" {error}', "Like --margin 80%") from error


def _period(cs: Cs, said: str | None, start: str | None, end: str | None) -> Window:
    """The period that PERIOD, or --from and --to, ask for. Raises UsageError."""
    if not start and not end:
        return parse_period("ttm" if said is None else said, cs.today, cs.settings.fiscal_start)
    if said is not None:
        raise UsageError(f'"{said}" is a period of its own', f"cs retention {said}, or --from DATE --to DATE")
    last = parse_past_day(end, cs.today, cs.settings.fiscal_start) if end else cs.today
    first = parse_past_day(start, cs.today, cs.settings.fiscal_start) if start else trailing_year(last).start
    if first > last:
        raise UsageError(f"--from {first} is after --to {last}", "Both days count: --from 2026-01-01 --to 2026-06-30")
    return Window(first, last)


def _converted(ledger: Ledger, period: Window) -> screens.Converted | None:
    """Into which currency, and at which rates the opening and the closing of a period are."""
    if (conversion := ledger.conversion) is None:
        return None
    codes = ledger.currencies(period)
    opening, closing = (conversion.rates(codes, close) for close in closes_of([period]))
    return screens.Converted(conversion.currency, opening, closing)


def _summary(cs: Cs, book: screens.Book, ledger: Ledger) -> None:
    table = _ordered(book, ledger.bridges([book.period], book.method))
    rows = [rows_of.row(book, book.period, key, row) for key, [row] in table.items()]
    if book.per:
        render.rows(
            rows[: cs.limit], keys(ROW_KEYS, book.per), cs.format, lambda: screens.groups(book, table, cs.limit)
        )
        return
    seen = looked_up(cs, book, ledger)
    figures = seen.figures(table)
    whole = [
        row | rows_of.figures_row(key, table[key][0], figures[key[1]]) for row, key in zip(rows, table, strict=True)
    ]

    def screen() -> screens.Parts:
        parts = screens.summary(book, table, figures, seen.due, seen.lost)
        return [*parts, *screens.restated(book, table, _as_it_stood(cs, book, ledger))]

    render.rows(whole[: cs.limit], KEYS, cs.format, screen)


def _as_it_stood(cs: Cs, book: screens.Book, ledger: Ledger) -> dict[Key, list[Bridge]]:
    """The bridge of what was known at the close of the period; nothing where it is not over."""
    if book.period.end >= cs.today:
        return {}
    known = ledger.known(cs.today, min(cs.known_until, book.period.end))
    return known.bridges([book.period], book.method)


def _monthly(cs: Cs, book: screens.Book, ledger: Ledger) -> None:
    months = months_of(book.period)
    table = _ordered(book, ledger.bridges(months, book.method))

    def screen() -> screens.Parts:
        trailing = ledger.trailing([month.end for month in months])
        return screens.monthly(book, months, table, trailing, cs.limit)

    books = [book._replace(period=month, converted=_converted(ledger, month)) for month in months]
    rows = [
        rows_of.row(of_month, of_month.period, key, of[place])
        for place, of_month in enumerate(books)
        for key, of in table.items()
    ]
    render.rows(rows[: cs.limit], keys(ROW_KEYS, book.per), cs.format, screen)


def _ordered(book: screens.Book, table: dict[Key, list[Bridge]]) -> dict[Key, list[Bridge]]:
    """The keys of which there is something to tell: by group, then the home currency first."""
    told = {key: rows for key, rows in table.items() if not all(row.is_empty for row in rows)}
    return dict(sorted(told.items(), key=lambda item: place(book, item[0])))
