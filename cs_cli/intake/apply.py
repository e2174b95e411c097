"""An import as a whole: the files as tables, one transaction, all of it or nothing."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from cs_cli.intake import forgotten, waiting
from cs_cli.intake.accounts import AccountPlan
from cs_cli.intake.cells import Cells, rows_of
from cs_cli.intake.contracts import ContractPlan
from cs_cli.intake.correspondence import Seen, Who, correspondence_table, is_correspondence
from cs_cli.intake.files import Table, open_tables
from cs_cli.intake.ground import Ground
from cs_cli.intake.identity import Accounts
from cs_cli.intake.kinds import ACCOUNTS, ACTIVITIES, BOOK, CONTRACTS, KINDS, MEASUREMENTS, RATES, Kind
from cs_cli.intake.mapping import Asked, TableMapping, match_kind, recognise
from cs_cli.intake.measured import MeasuredPlan
from cs_cli.intake.rates import RatePlan
from cs_cli.intake.records import RecordPlan
from cs_cli.intake.refusals import SeveralKindsError, UnknownTableError
from cs_cli.intake.rows import CannotPlanError, Rejected, Row, RowReader, Said
from cs_cli.intake.tally import Outcome
from cs_cli.intake.usage import USAGE, readings_of
from cs_cli.store.tombstones import Tombstones
from cs_cli.store.write import Writer

Advance = Callable[[int], None]
Placed = list[tuple[Row, int]]


@dataclass(frozen=True)
class Options:
    """What the command line says about an import."""

    system: str = "auto"
    kind: str | None = None
    encoding: str | None = None
    said: Said = field(default_factory=Said)
    home: str = "USD"
    today: date = date.min
    keep_all: bool = False
    who: Who | None = None

    @property
    def asked(self) -> Asked:
        """What is said of each table."""
        return Asked(self.system, self.kind, self.said.metrics)


@dataclass
class Import:
    """The tables of an import with how each is read and what became of it; `skipped` are sheets of no kind."""

    readers: list[RowReader]
    skipped: list[str]
    outcomes: list[Outcome] = field(default_factory=list)
    joined: Outcome = field(default_factory=Outcome)

    def leave_out_refused(self) -> None:
        """Get ready to be written again without the rows that were refused; what stood on one of them may be next."""
        for reader, outcome in zip(self.readers, self.outcomes, strict=True):
            reader.leave_out(outcome.rejected)
        self.outcomes, self.joined = [], Outcome()

    @property
    def is_refused(self) -> bool:
        """Whether a row was refused."""
        return any(outcome.rejected for outcome in self.outcomes)

    @property
    def wrong(self) -> list[tuple[RowReader, list[Rejected]]]:
        """Each table that has wrong rows, with these rows, left out or not."""
        every = [(r, sorted([*r.left_out, *o.rejected])) for r, o in zip(self.readers, self.outcomes, strict=True)]
        return [(reader, rejected) for reader, rejected in every if rejected]

    @property
    def rows(self) -> int:
        """How many rows there are to read."""
        return sum(reader.count for reader in self.readers)


def open_import(files: Sequence[Path], mappings: Sequence[TableMapping], options: Options) -> Import:
    """Open and scan the files; accounts first, whatever the order in which they are named.

    Raises what makes a file unreadable: cs_cli.intake.refusals.
    """
    readers: list[RowReader] = []
    skipped: list[str] = []
    seen = Seen()
    for number, path in enumerate(files):
        if is_correspondence(path) and options.who is not None:
            table = correspondence_table(path, options.who(), seen, number)
            readers.append(RowReader(table, match_kind(ACTIVITIES, table.header), options.said))
            continue
        found = [
            _reader(table, mappings, options) for table in open_tables(path, options.encoding, _fits(mappings, options))
        ]
        known = [reader for reader in found if isinstance(reader, RowReader)]
        unknown = [error for error in found if isinstance(error, UnknownTableError)]
        if not known:
            raise unknown[0]
        readers += known
        skipped += [error.file for error in unknown]
    with _without_collector():
        for reader in readers:
            reader.scan()
    order = [kind.name for kind in KINDS]
    return Import(sorted(readers, key=lambda reader: order.index(reader.match.kind.name)), skipped)


def _reader(table: Table, mappings: Sequence[TableMapping], options: Options) -> RowReader | UnknownTableError:
    try:
        match = recognise(table.name, table.header, mappings, options.asked)
    except UnknownTableError as error:
        return error
    return RowReader(table, match, options.said)


def _fits(mappings: Sequence[TableMapping], options: Options) -> Callable[[Sequence[str]], bool]:
    def fits(cells: Sequence[str]) -> bool:
        header = [cell.strip() for cell in cells]
        try:
            with suppress(SeveralKindsError):
                recognise("", header, mappings, options.asked)
        except UnknownTableError:
            return False
        return True

    return fits


def write_import(writer: Writer, opened: Import, options: Options, advance: Advance = lambda _rows: None) -> None:
    """Write what the tables say; `advance` hears how many rows each step has read.

    Rows that cannot be imported are in the outcomes: whoever has the transaction takes it back then.
    """
    with _without_collector():
        accounts, forgotten = Accounts(writer.sqlite), Tombstones(writer.sqlite)
        ground = Ground(writer, accounts, options.home, options.today.isoformat(), forgotten)
        for reader in opened.readers:
            outcome = Outcome(keep_all=options.keep_all)
            opened.outcomes.append(outcome)
            _TableWriter(ground, reader, outcome).write(advance)
        opened.joined.keep_all = options.keep_all
        _join(ground, opened.joined)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rows make no cycles; looking for some among them takes a third of the time of a large import."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _TableWriter:
    """Writes one table, batch by batch."""

    def __init__(self, ground: Ground, reader: RowReader, outcome: Outcome) -> None:
        self.ground = ground
        self.reader = reader
        self.outcome = outcome
        self.match = reader.match
        kind = self.match.kind
        self.customers = AccountPlan(ground, reader, outcome) if kind in (ACCOUNTS, BOOK) else None
        brings_contracts = kind in (BOOK, CONTRACTS)
        self.contracts = ContractPlan(ground, self.match, outcome, self._refuse) if brings_contracts else None
        self.rates = RatePlan(ground, outcome, self._refuse) if kind.name == RATES.name else None
        belongs = kind not in (ACCOUNTS, BOOK, CONTRACTS) and not self.rates
        stored = replace(self.match, kind=MEASUREMENTS) if kind is USAGE else self.match
        self.records = RecordPlan(ground, stored, outcome, self._refuse) if belongs else None
        self.measured = MeasuredPlan.fitting(ground, reader, self.records) if self.records else None

    def write(self, advance: Advance) -> None:
        cells = Cells(self.reader)
        for records in self.reader.records():
            if self.measured and self.measured.write(records):
                advance(len(records))
                continue
            rows, rejected = cells.read(records)
            self.outcome.rejected += rejected
            if self.ground.forgotten:
                rows = list(self._without_forgotten(rows))
            if self.customers:
                placed = self.customers.write(rows)
                if self.contracts:
                    self.contracts.write(placed)
            elif self.rates:
                self.rates.write(rows)
            else:
                self._write_belonging(list(self._each(rows)))
            advance(len(rows) + len(rejected))
        if self.customers:
            self.customers.finish()
        if self.contracts:
            self._refuse_overlaps(dict(self.contracts.overlapping()))
        self.outcome.rejected.sort()

    def _without_forgotten(self, rows: list[Row]) -> Iterator[Row]:
        """The rows without the people who were forgotten; one that is about such a person is left out."""
        for row in rows:
            account_id = forgotten.account_of(row, self.match.kind, self.ground.accounts, self.match.system)
            yield from forgotten.cleaned(row, account_id, self.match.kind, self.ground.forgotten, self.outcome)

    def _each(self, rows: list[Row]) -> Iterator[Row]:
        """The rows as they are stored: of a wide table one for each reading."""
        if self.match.kind is not USAGE:
            yield from rows
            return
        day = self.reader.said.day if self.match.position("on") is None else None
        for row in rows:
            yield from (row._replace(values=reading) for reading in readings_of(row.values, day))

    def _refuse_overlaps(self, wrong: dict[int, CannotPlanError]) -> None:
        for rows, _rejected in rows_of(self.reader) if wrong else ():
            for row in rows:
                if row.line in wrong:
                    self._refuse(row, wrong[row.line])

    def _write_belonging(self, rows: list[Row]) -> None:
        placed: list[tuple[Row, int]] = []
        orphans: list[Row] = []
        unowned: list[tuple[Row, int | None]] = []
        for row in rows:
            account_id = waiting.located(row, self.ground.accounts, self.match.system)
            if account_id is not None:
                if self._is_at_home(row, account_id):
                    is_counted = self.match.kind.name == "measurements"
                    placed.append((row, account_id if is_counted else self.ground.accounts.home_of(account_id)))
            elif self.match.kind.name == "tasks" and "account" not in row.values:
                unowned.append((row, None))
            elif self.match.system and waiting.account_ref(row):
                if self.records is None or self.records.can_wait(row):
                    orphans.append(row)
            else:
                self._refuse_orphan(row)
        if self.contracts:
            self.contracts.write(placed)
        elif self.records:
            self.records.write([*placed, *unowned])
        if orphans:
            waiting.keep(self.ground.writer, self.match, orphans, self.outcome)

    def _is_at_home(self, row: Row, account_id: int) -> bool:
        """Whether a row may go where its account is now; a contract without an id may be another one there."""
        home = self.ground.accounts.home_of(account_id)
        is_certain = home == account_id or self.contracts is None or "external_id" in row.values
        if not is_certain:
            key = self.ground.accounts.key_of[home]
            said = row.values.get("account", "")
            self._refuse(row, CannotPlanError("account", said, f"was merged into {key}: say {key}, and which contract"))
        return is_certain

    def _refuse_orphan(self, row: Row) -> None:
        said = row.values.get("account", "")
        close = self.ground.accounts.close_to(said) if said else []
        offer = f"; {' or '.join(close)}?" if close else ""
        self._refuse(row, CannotPlanError("account", said, f"no such account{offer}" if said else "is missing"))

    def _refuse(self, row: Row, error: CannotPlanError) -> None:
        self.outcome.reject(row, self.reader.fault(row, error))


def _join(ground: Ground, outcome: Outcome) -> None:
    """Write the rows whose account this import has brought; one that does not fit goes on waiting."""
    for match, placed in waiting.joining(ground.writer, ground.accounts):
        refused: set[int] = set()
        staying = _known_people(ground, match.kind, placed, outcome) if ground.forgotten else placed

        def refuse(row: Row, _error: CannotPlanError, refused: set[int] = refused) -> None:
            refused.add(row.line)

        if match.kind is CONTRACTS:
            ContractPlan(ground, match, outcome, refuse).write(staying)
        else:
            RecordPlan(ground, match, outcome, refuse).write(staying)
        joined = [row for row, _ in placed if row.line not in refused]
        waiting.take_out(ground.writer, joined)
        outcome.joined += sum(row.line not in refused for row, _ in staying)


def _known_people(ground: Ground, kind: Kind, placed: Placed, outcome: Outcome) -> Placed:
    """The rows without the people who were forgotten."""
    return [
        (left, account_id)
        for row, account_id in placed
        for left in forgotten.cleaned(row, account_id, kind, ground.forgotten, outcome)
    ]
