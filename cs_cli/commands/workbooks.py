"""`cs export xlsx`: a list as a workbook for finance, a sheet a currency, every cell of its type."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from cs_cli import __version__, disk
from cs_cli.commands import renewals as listing
from cs_cli.commands.fields import words_below
from cs_cli.commands.forecast import DueOption, IncludeOption, PerOption
from cs_cli.commands.options import CsCommand, OwnerOption, SegmentOption, TagOption
from cs_cli.commands.outlook import EXPLAIN_KEYS, KEYS, Outlook, asked_for, explained, rows_of
from cs_cli.context import Cs, say
from cs_cli.domain import words
from cs_cli.domain.calendar import parse_window
from cs_cli.errors import UsageError
from cs_cli.output.files import write_document
from cs_cli.output.workbook import Holds, Table, Typed, workbook
from cs_cli.settings import state_dir

SUFFIX = ".xlsx"
FileOption = Annotated[Path, typer.Option("-o", "--output", metavar="FILE.xlsx", help="The workbook.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite a file that cs has not written.")]
xlsx = words_below("Write a list as a workbook for finance: a sheet a currency, typed cells.")
_RATES = "base_rates"
_KEYS_OF = {
    Holds.DAY: ("from", "to", "renews_on", "decide_on", "called_on", "starts_on", "opt_out_on"),
    Holds.COUNT: ("contracts", "days_left", "evidence_days", "term_months", "notice_days", "health"),
    Holds.MONEY: (
        "atr", "renewed", "lost", "commit", "likely", "risk", "omitted", "uncalled", "low", "mid", "high", "weighted",
        "called_arr", "arr", "flat", "expansion",
    ),
    Holds.RATIO: (_RATES,),
}  # fmt: skip
_HOLDS = {key: holds for holds, keys in _KEYS_OF.items() for key in keys}
DEFINITIONS = (
    ("atr", "ARR up for renewal in the period, with co-termed upsell, without one-time prices"),
    ("renewed", "what was renewed of it, signed or by silence after the opt-out date; with what grew at the renewal"),
    ("lost", "what was up for renewal, is decided and was not renewed"),
    ("commit, likely, risk, omitted", "what is still open, by the last call, at the ARR that was called"),
    ("uncalled", "what is still open and nobody has called"),
    ("low", "renewed + commit"),
    ("mid", "low + likely"),
    ("high", "mid + risk + uncalled: all in"),
    ("weighted", "renewed + each category × its own base rate; empty with fewer than 30 decided renewals in one"),
    ("base_rates_…", "the share of the decided renewals of a category that renewed; over all currencies"),
    ("flat_…", "ARR up for renewal by the category for renewing at no less than now, where one was called"),
    ("expansion_…", "open expansion deals of the CRM by close date, a year; _tcv is not annualised; never added"),
)


@xlsx.command("forecast", cls=CsCommand)
def forecast(
    ctx: typer.Context,
    output: FileOption,
    per: PerOption = None,
    due: DueOption = None,
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
    *,
    include_monthly: IncludeOption = False,
    force: ForceOption = False,
) -> None:
    """The forecast: for each currency its periods, and a sheet of the renewals behind them."""
    cs: Cs = ctx.obj
    _refuse_other(output)
    outlook = Outlook(cs, asked_for(cs, per, due, cs.portfolio.filter(owner, segment, tag), monthly=include_monthly))
    scores = cs.portfolio.scores({one.due.span.account_id for one in outlook.found})
    periods = [_flat(row) for row in rows_of(outlook)]
    behind = explained(outlook, outlook.found, scores)
    columns = _columns(KEYS, periods)
    tables: list[Table] = []
    for currency in dict.fromkeys(row["currency"] for row in periods):
        tables.append(Table(currency, currency, columns, _in(currency, periods)))
        if of := _in(currency, behind):
            tables.append(Table(f"{currency} renewals", currency, _columns(EXPLAIN_KEYS), of))
    rates = [
        (f"base rate {name}", f"{rate.renewed} of {rate.decided} decided renewals renewed")
        for name, rate in outlook.base_rates.items()
    ]
    _write(cs, output, tables, [*DEFINITIONS, *rates], force=force)


@xlsx.command("renewals", cls=CsCommand)
def renewals(
    ctx: typer.Context,
    output: FileOption,
    due: listing.DueOption = "90d",
    owner: OwnerOption = None,
    segment: SegmentOption = None,
    tag: TagOption = None,
    *,
    force: ForceOption = False,
) -> None:
    """The contracts to decide on soon, as cs renewals lists them."""
    cs: Cs = ctx.obj
    _refuse_other(output)
    window = parse_window(due, cs.today, cs.settings.fiscal_start)
    found = cs.portfolio.renewals(window, "decide", cs.portfolio.takes(cs.portfolio.filter(owner, segment, tag)))
    scores = cs.portfolio.scores({renewal.term.account_id for renewal in found})
    rows = [listing.row_of(renewal, scores[renewal.term.account_id]) for renewal in found]
    columns = _columns(listing.KEYS)
    tables = [Table(code, code, columns, _in(code, rows)) for code in dict.fromkeys(row["currency"] for row in rows)]
    _write(cs, output, tables, [("decide_on", "the last day to decide: opt-out, signature, or it renews")], force=force)


def _refuse_other(output: Path) -> None:
    if output.suffix.lower() != SUFFIX:
        raise UsageError(f'"{output}" is no name of a workbook; nothing written', "-o FILE.xlsx")


def _in(currency: str, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["currency"] == currency]


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its groups as columns of their own: `expansion_commit`, `base_rates_commit`."""
    flat: dict[str, Any] = {}
    for key, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{key}_{name}": part["rate"] if key == _RATES else part for name, part in value.items()}
        else:
            flat[key] = value
    return flat


def _columns(keys: Sequence[str], rows: Sequence[Mapping[str, Any]] = ()) -> list[Typed]:
    """The columns of the keys, each with what it holds; a group has one for each of its parts in `rows`."""
    found: list[Typed] = []
    for key in keys:
        parts = [name for name in rows[0] if name.startswith(f"{key}_")] if rows and key not in rows[0] else [key]
        found += [Typed(part, _HOLDS.get(key, Holds.TEXT)) for part in parts]
    return found


def _write(cs: Cs, output: Path, tables: Sequence[Table], about: Sequence[tuple[str, str]], *, force: bool) -> None:
    program = [
        ("as of", cs.today.isoformat()),
        ("program", f"cs {__version__}"),
        ("amounts", "in the currency of their sheet, never added across currencies; empty is unknown, 0 is nothing"),
    ]
    content = workbook(tables, [*program, *about], cs.today)
    write_document(output, content, state_dir(), force=force, mode=disk.PRIVATE)
    counts = ", ".join(f'{words.counted(len(table.rows), "row")} in "{table.name}"' for table in tables)
    say(f"{output}: {counts or 'nothing to tell'}")
