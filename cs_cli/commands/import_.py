"""`cs import`: files of one's own, or another system's export, into the portfolio."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from shlex import join
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from cs_cli.commands.touches import day_said
from cs_cli.context import Cs, say
from cs_cli.domain.book import add_up
from cs_cli.domain.calendar import Window
from cs_cli.errors import CsError, UsageError
from cs_cli.output import render
from cs_cli.output.progress import progress
from cs_cli.settings import state_dir
from cs_cli.store.agenda import PORTFOLIO_FEED
from cs_cli.store.notebook import FEEDS, note
from cs_cli.store.portfolio import Portfolio
from cs_cli.store.read import Reader

if TYPE_CHECKING:
    from cs_cli.intake.apply import Import, Options
    from cs_cli.store.write import Writer

OPT_OUTS_WITHIN = timedelta(30)
_NO_CONTRACT = (
    "SELECT count(*) FROM accounts WHERE archived_on IS NULL AND account_id NOT IN (SELECT account_id FROM contracts)"
)
FilesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", help="CSV, XLSX; mail (.eml, mbox), calendars (.ics).", show_default=False),
]
SourceOption = Annotated[str, typer.Option("--source", metavar="auto|cs|salesforce", help="Whose format it is.")]
KindOption = Annotated[str | None, typer.Option("--as", metavar="KIND", help="book, accounts, contracts, contacts, …")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]
ErrorsOption = Annotated[
    Path | None, typer.Option("--errors", metavar="FILE", help="Write refused rows there, to mend.")
]
SkipOption = Annotated[bool, typer.Option("--skip-bad", help="Import the other rows; the wrong ones stay out.")]
EncodingOption = Annotated[str | None, typer.Option("--encoding", help="Of a CSV file that is not UTF-8, like cp1252.")]
DateOption = Annotated[str | None, typer.Option("--date-format", metavar="DD/MM/YYYY", help="Or MM/DD/YYYY.")]
DecimalOption = Annotated[
    str | None, typer.Option("--decimal", metavar=". or ,", help="The decimal mark of the amounts.")
]
CurrencyOption = Annotated[str | None, typer.Option("--currency", metavar="CODE", help="Of amounts that name none.")]
SaveOption = Annotated[str | None, typer.Option("--save-mapping", metavar="NAME", help="Keep how the header was read.")]
OnOption = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Of a usage table without dates (today).")]
MetricOption = Annotated[
    list[str] | None, typer.Option("--metric", metavar="COLUMN", help="Of a usage table: one more that is a metric.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="With --dry-run: as JSON.")]


def import_(
    ctx: typer.Context, files: FilesArgument, source: SourceOption = "auto", kind: KindOption = None, *,
    dry_run: DryRunOption = False, errors: ErrorsOption = None, skip_bad: SkipOption = False,
    encoding: EncodingOption = None, date_format: DateOption = None, decimal: DecimalOption = None,
    currency: CurrencyOption = None, on: OnOption = None, metric: MetricOption = None,
    save_mapping: SaveOption = None, as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Bring in your own sheet or a CRM's export. All of it, or nothing and the rows to mend.

    Of mail and calendars the subject, the day and who took part: never the text.

    One sheet with Customer, ARR, Renewal date and CSM is enough to begin with.
    """
    from cs_cli.intake import apply, asked, mappingfile, report  # noqa: PLC0415  SQLModel and Pydantic; readers never pay it

    cs: Cs = ctx.obj
    if as_json and not dry_run:
        raise UsageError("--json goes with --dry-run", f"cs {join([*cs.words, '--dry-run'])}")
    mappings = mappingfile.load(cs.settings.folder / "mappings")
    mappingfile.check_system(source, mappings)
    options = _options(cs, source, kind, encoding, date_format, decimal, currency, on, metric, keep_all=dry_run)
    opened = apply.open_import(files, mappings, options)
    asked.check(opened.readers, on, metric or ())
    brings_contracts = report.of_contracts(reader.match.kind for reader in opened.readers)
    before = _worth(cs) if brings_contracts and not dry_run else {}
    _write(cs, opened, options, errors, dry_run=dry_run, as_json=as_json, skip_bad=skip_bad)
    if not dry_run and report.of_portfolio(reader.match.kind for reader in opened.readers):
        note(cs.path, state_dir(), FEEDS, [PORTFOLIO_FEED], cs.local_now.date())
    if not as_json:
        _tell(cs, opened, before, dry_run=dry_run, brings_contracts=brings_contracts)
    if save_mapping and not dry_run:
        say(f"Mapping kept: {_save_mapping(cs, opened, save_mapping)}")
    if opened.wrong:
        raise _refusal(cs, opened, errors, others_are_in=True)


def _tell(cs: Cs, opened: "Import", before: dict[str, int], *, dry_run: bool, brings_contracts: bool) -> None:
    from cs_cli.intake import report  # noqa: PLC0415  as above

    lines = report.lines_of(opened, dry_run=dry_run)
    if not dry_run:
        lines += _totals(cs, before, opened, brings_contracts=brings_contracts)
    changed = report.changes_anything(opened)
    last = (
        "Nothing was written: a dry run." if dry_run else "Take it back: cs undo" if changed else "Nothing has changed."
    )
    render.sheets([*lines, last])


def _options(
    cs: Cs, source: str, kind: str | None, encoding: str | None, date_format: str | None, decimal: str | None,
    currency: str | None, on: str | None, metrics: list[str] | None, *, keep_all: bool,
) -> "Options":  # fmt: skip
    from cs_cli.intake.apply import Options  # noqa: PLC0415  as above
    from cs_cli.intake.correspondence import correspondents  # noqa: PLC0415  as above
    from cs_cli.intake.kinds import KINDS  # noqa: PLC0415  as above
    from cs_cli.intake.rows import said_of  # noqa: PLC0415  as above
    from cs_cli.intake.usage import NAME  # noqa: PLC0415  as above
    from cs_cli.settings import check  # noqa: PLC0415  only here

    names = [*(k.name for k in KINDS), NAME]
    if kind is not None and kind not in names:
        raise UsageError(f'no kind "{kind}"', f"One of {', '.join(names)}")
    if decimal not in (None, ".", ","):
        raise UsageError(f'--decimal "{decimal}" is no decimal mark', "Say --decimal . or --decimal ,")
    home = check("currency", currency, where="--currency") if currency else cs.settings.currency
    zone = cs.local_now.tzinfo or UTC
    over = datetime.combine(cs.today, time.max, zone)
    who = correspondents(cs.path, cs.settings["me.email"], zone, min(cs.now, over))
    day = day_said(cs, on, "Like --on fri", "nothing imported")
    said = said_of(date_format, decimal, zone, day.isoformat(), metrics)
    return Options(source, kind, encoding, said, home, cs.today, keep_all=keep_all, who=who)


def _write(
    cs: Cs, opened: "Import", options: "Options", errors: Path | None, *, dry_run: bool, as_json: bool, skip_bad: bool
) -> None:
    """Write everything, or raise RowsRefusedError with nothing written; a dry run is taken back at its end.

    With `skip_bad` it starts again without the wrong rows, until there are none.
    """
    from cs_cli.intake import apply, report  # noqa: PLC0415  as above

    while True:
        with suppress(_Again), _transaction(cs, dry_run=dry_run) as writer:
            with progress("Importing", opened.rows) as advance:
                if not dry_run:
                    writer.expect(opened.rows)
                apply.write_import(writer, opened, options, advance)
            if opened.is_refused and skip_bad:
                raise _Again
            if as_json:
                render.write(json.dumps(report.as_json(opened), indent=1) + "\n")
            if opened.is_refused:
                raise _refusal(cs, opened, errors)
            if dry_run:
                raise _TakeBack
            if report.changes_anything(opened):
                _record_health(cs, writer)
        if not opened.is_refused:
            return
        opened.leave_out_refused()


def _record_health(cs: Cs, writer: "Writer") -> None:
    from cs_cli.store import snapshots  # noqa: PLC0415  as above

    snapshots.record(writer, cs.settings, cs.today)


class _Again(Exception):  # noqa: N818  no error: the way out of a transaction that saw wrong rows
    """What was written is taken back, to be written without the wrong rows."""


class _TakeBack(Exception):  # noqa: N818  no error: the way out of a dry run's transaction
    """A dry run has seen enough."""


@contextmanager
def _transaction(cs: Cs, *, dry_run: bool) -> Iterator["Writer"]:
    from cs_cli.store.write import writing  # noqa: PLC0415  as above

    if not dry_run:
        with cs.writing() as writer:
            yield writer
        return
    with TemporaryDirectory() as folder:
        path = cs.path if cs.path.exists() else Path(folder) / "empty.db"
        try:
            with writing(path, "dry run", cs.now_utc) as writer:
                yield writer
        except _TakeBack:
            return


def _refusal(cs: Cs, opened: "Import", errors: Path | None, *, others_are_in: bool = False) -> CsError:
    """What to say of the wrong rows; they are written to `errors` first."""
    from cs_cli.intake import mend  # noqa: PLC0415  as above
    from cs_cli.intake.refusals import RowsRefusedError, Wrong  # noqa: PLC0415  as above

    wrong = opened.wrong
    written = mend.write(opened, errors) if errors else []
    faults = [fault for _, rejected in wrong for row in rejected for fault in row.faults]
    count = sum(len(rejected) for _, rejected in wrong)
    rows = sum(reader.count for reader, _ in wrong)
    what = Wrong(", ".join(reader.table.name for reader, _ in wrong), count, rows, faults)
    where = ", ".join(map(str, written)) or None
    return RowsRefusedError(what, where, f"cs {join(cs.words)}", others_are_in=others_are_in)


def _worth(cs: Cs) -> dict[str, int]:
    """The ARR of the portfolio as it is, by currency; a reader of its own, for what is written later is not in it."""
    if not cs.path.exists() or cs.path.stat().st_size == 0:
        return {}
    return add_up(worth.arr for worth in _portfolio(cs).worth.values())


def _portfolio(cs: Cs) -> Portfolio:
    return Portfolio(Reader(cs.path), cs.today, cs.known_until, cs.settings)


def _totals(cs: Cs, before: dict[str, int], opened: "Import", *, brings_contracts: bool) -> Sequence[str]:
    from cs_cli.intake import report  # noqa: PLC0415  as above

    portfolio = _portfolio(cs)
    without = int(portfolio.reader.value(_NO_CONTRACT) or 0)
    if not brings_contracts:
        return report.totals({}, {}, 0, without if any("accounts" in o.tallies for o in opened.outcomes) else 0)
    window = Window(cs.today, cs.today + OPT_OUTS_WITHIN)
    after = add_up(worth.arr for worth in portfolio.worth.values())
    return report.totals(before, after, len(portfolio.renewals(window, "opt-out")), without)


def _save_mapping(cs: Cs, opened: "Import", name: str) -> Path:
    from cs_cli.disk import write_private  # noqa: PLC0415  only here
    from cs_cli.intake.mappingfile import saved  # noqa: PLC0415  as above

    if len(opened.readers) != 1:
        raise UsageError("--save-mapping keeps the header of one table", "Import that file alone.")
    reader = opened.readers[0]
    folder = cs.settings.folder / "mappings"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{Path(name).stem}.toml"
    write_private(path, saved(Path(name).stem, reader.table.header, reader.match).encode())
    return path
