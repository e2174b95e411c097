"""The cells of a table as values: one Pydantic validation a batch, on the columns that are used."""

from collections.abc import Iterator
from operator import attrgetter, itemgetter
from types import GenericAlias
from typing import Annotated, Any

from pydantic import PlainValidator, StringConstraints, TypeAdapter, ValidationError

from cs_cli.domain.formulas import unguard
from cs_cli.domain.metrics import holds_word
from cs_cli.intake.csvfile import Record
from cs_cli.intake.limits import CELL_LIMIT
from cs_cli.intake.refusals import Fault
from cs_cli.intake.rows import Rejected, Row, RowReader
from cs_cli.intake.values import Parser, Reads, Style, parse_flag, parser_of, quick
from cs_cli.intake.workbook import Broken

_IDS = ("external_id", "account_id", "parent_id")
_SHORT_ID = 15
_CHECK_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def rows_of(reader: RowReader) -> Iterator[tuple[list[Row], list[Rejected]]]:
    """Up to 5,000 rows at a time: those that can be read, and those that cannot."""
    cells = Cells(reader)
    for records in reader.records():
        yield cells.read(records)


class Cells:
    """Turns records into rows: one Pydantic validation a batch, on the columns that are used."""

    def __init__(self, reader: RowReader, reading: Reads = Reads.READING) -> None:
        """`reading` is how a column of readings is read."""
        self.reader = reader
        self.reading = reading
        match = reader.match
        nameless = [place for place, name in enumerate(reader.table.header) if not name]
        self.places = [*match.columns, *match.custom, *nameless]
        self.columns = list(match.columns.values())
        self.custom = list(match.custom.values())
        self.deletes = match.deleted
        self.width = len(reader.table.header)
        self.in_sheet = reader.table.sheet is not None
        types = tuple(self._type(place) for place in self.places)
        of_columns: Any = GenericAlias(list, (GenericAlias(tuple, types),))
        self.adapter: TypeAdapter[list[tuple[Any, ...]]] = TypeAdapter(of_columns)
        first, *rest = self.places
        self.pick = itemgetter(first, *rest) if rest else lambda cells: (cells[first],)
        self.metric = match.position("metric")
        mixed = self.metric is not None and reading is Reads.READING
        self.of_words = Cells(reader, Reads.WORD) if mixed else None

    def _type(self, place: int) -> Any:  # noqa: ANN401  a type made for this column
        match = self.reader.match
        if place not in match.columns:
            return Annotated[
                str, StringConstraints(strip_whitespace=True, max_length=CELL_LIMIT if place in match.custom else 0)
            ]
        column = match.kind.column(match.columns[place])
        assert column is not None  # noqa: S101  a match names columns of its kind
        reads = self.reading if column.reads is Reads.READING else column.reads
        parser = parser_of(reads, self.reader.styles.get(place, Style()), column.choices)
        if column.name in _IDS and match.long_ids:
            parser = long_id
        if column.name in match.words and parser:
            parser = _translated(parser, match.words[column.name])
        if parser and not self.in_sheet:
            parser = quick(reads, parser)
        if parser is None:
            strip = column.reads is Reads.TEXT
            return Annotated[str, StringConstraints(strip_whitespace=strip, max_length=CELL_LIMIT)]
        return Annotated[Any, PlainValidator(parser)]

    def read(self, records: list[Record]) -> tuple[list[Row], list[Rejected]]:
        kept, rejected = [], []
        for line, cells in records:
            faults = self._shape(line, cells) if self.in_sheet or len(cells) != self.width else None
            if faults:
                rejected.append(Rejected(line, cells, faults))
            elif self.deletes is None or not self._is_deleted(cells):
                guarded = "\x1f'" in "\x1f".join(cells) or cells[0][:1] == "'"
                kept.append((line, _free(cells) if guarded else cells))
        rows, wrong = self._by_metric(kept)
        return rows, sorted(rejected + wrong)

    def _by_metric(self, kept: list[Record]) -> tuple[list[Row], list[Rejected]]:
        """The rows of `kept`, in its order: the metrics that hold words are read as such."""
        at, of_words = self.metric, self.of_words
        if at is None or of_words is None:
            return self._validated(kept)
        words = [record for record in kept if holds_word(record[1][at].strip())]
        if not words:
            return self._validated(kept)
        rows, rejected = self._validated([record for record in kept if not holds_word(record[1][at].strip())])
        more, wrong = of_words._validated(words)  # noqa: SLF001  another of this class
        return sorted(rows + more, key=attrgetter("line")), rejected + wrong

    def _shape(self, line: int, cells: list[str]) -> list[Fault]:
        if len(cells) != self.width:
            reason = f"has {len(cells)} cells, the header has {self.width}"
            return [Fault(line, self.reader.table.place(line), "", "", reason)]
        if not self.in_sheet or Broken not in set(map(type, cells)):
            return []
        broken = [place for place in self.places if type(cells[place]) is Broken]
        return [self._fault(line, place, "", str(cells[place])) for place in broken]

    def _fault(self, line: int, place: int, value: str, reason: str) -> Fault:
        header = self.reader.table.header[place] or f"column {place + 1}"
        return Fault(line, self.reader.table.place(line, place), header, value, reason)

    def _is_deleted(self, cells: list[str]) -> bool:
        try:
            gone = self.deletes is not None and bool(parse_flag(cells[self.deletes]))
        except ValueError:
            gone = False
        self.reader.deleted += gone
        return gone

    def _validated(self, kept: list[Record]) -> tuple[list[Row], list[Rejected]]:
        try:
            read = self.adapter.validate_python([self.pick(cells) for _, cells in kept])
        except ValidationError as error:
            rejected = self._rejected(kept, error)
            wrong = {row.line for row in rejected}
            rows, _ = self._validated([record for record in kept if record[0] not in wrong])
            return rows, rejected
        return self._rows(kept, read), []

    def _rejected(self, kept: list[Record], error: ValidationError) -> list[Rejected]:
        found: dict[int, Rejected] = {}
        for problem in error.errors(include_url=False):
            row, column = int(problem["loc"][0]), int(problem["loc"][1])
            line, cells = kept[row]
            place = self.places[column]
            fault = self._fault(line, place, cells[place], _reason(problem))
            found.setdefault(line, Rejected(line, cells, [])).faults.append(fault)
        return list(found.values())

    def _rows(self, kept: list[Record], read: list[tuple[Any, ...]]) -> list[Row]:
        """The rows with what is filled of each; a false or a zero is filled, a blank text is not."""
        columns = self.columns
        rows = [
            Row(line, {name: v for name, v in zip(columns, values, strict=False) if v or v == 0}, {}, cells)
            for (line, cells), values in zip(kept, read, strict=True)
        ]
        if not self.custom:
            return rows
        return [row._replace(custom=self._custom(values)) for row, values in zip(rows, read, strict=True)]

    def _custom(self, values: tuple[Any, ...]) -> dict[str, str]:
        extra = values[len(self.columns) : len(self.columns) + len(self.custom)]
        custom = {name: text for name, text in zip(self.custom, extra, strict=True) if text}
        self.reader.filled_custom.update(dict.fromkeys(custom))
        return custom


def _reason(problem: Any) -> str:  # noqa: ANN401  Pydantic's description of an error
    if "error" in problem.get("ctx", {}):
        return str(problem["ctx"]["error"])
    limit = problem.get("ctx", {}).get("max_length")
    return "stands under no header" if limit == 0 else f"is longer than {limit:,} characters"


def _free(cells: list[str]) -> list[str]:
    return [unguard(cell) if cell.startswith("'") else cell for cell in cells]


def _translated(parser: Parser, words: Any) -> Parser:  # noqa: ANN401  a table of words
    def parse(text: str) -> Any:  # noqa: ANN401  what the column's own parser gives
        word = text.strip().casefold()
        return parser(words.get(word, words.get("*", text)))

    return parse


def long_id(text: str) -> str | None:
    """A Salesforce id with its three check letters (reports leave them out); None for a blank.

    Each letter says which of five characters are upper case, the first character the lowest bit.
    """
    word = text.strip()
    if len(word) != _SHORT_ID or not (word.isascii() and word.isalnum()):
        return word or None
    checks = (sum(word[five + i].isupper() << i for i in range(5)) for five in (0, 5, 10))
    return word + "".join(_CHECK_LETTERS[check] for check in checks)
