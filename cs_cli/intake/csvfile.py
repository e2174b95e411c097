"""CSV: which encoding and delimiter a file has, and its records with the line where each begins."""

import codecs
import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cs_cli.intake.limits import CELL_LIMIT
from cs_cli.intake.refusals import FileRefusedError, UnbalancedQuoteError, UnknownEncodingError

Record = tuple[int, list[str]]
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OFFERED = ("cp1252", "cp1250", "mac-roman")
_CHUNK = 1 << 20
_SAMPLE_RECORDS = 200
_SAMPLE_CHARS = 1 << 16
_TOGETHER = 500
_NEWLINE = re.compile(r"\r\n|\r|\n")
DELIMITERS = ",;\t|:^"
_NEVER = "\x1f"  # the delimiter of a file that has one column


@dataclass(frozen=True)
class CsvFile:
    """A CSV file that can be read again and again."""

    path: Path
    encoding: str
    delimiter: str
    first_line: int

    def records(self) -> Iterator[Record]:
        """(line where it begins, cells) of each record; blank lines are empty records.

        Raises UnbalancedQuoteError with the line where the quote opened, FileRefusedError for a cell over the limit.
        """
        csv.field_size_limit(CELL_LIMIT)
        with self.path.open(encoding=self.encoding, newline="") as text:
            for _ in range(1, self.first_line):
                text.readline()
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            begins = self.first_line
            try:
                while batch := list(itertools.islice(reader, _TOGETHER)):
                    after = self.first_line + reader.line_num
                    yield from zip(_lines(batch, begins, after), batch, strict=True)
                    begins = after
            except csv.Error as error:
                raise self._refusal(error) from error

    def _begins(self) -> int:
        """The line where the record begins that cannot be read."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            rest = itertools.islice(text, self.first_line - 1, None)
            reader = csv.reader(rest, delimiter=self.delimiter, strict=True)
            begins = self.first_line
            with suppress(csv.Error):
                for _cells in reader:
                    begins = self.first_line + reader.line_num
            return begins

    def _refusal(self, error: csv.Error) -> FileRefusedError:
        begins = self._begins()
        if "field larger" in str(error):
            return FileRefusedError(
                self.path.name,
                f"line {begins}: a cell is longer than {CELL_LIMIT:,} characters",
                "Is a quote missing? A cell may hold as much as Excel's can.",
            )
        return UnbalancedQuoteError(self.path.name, self._opened(begins))

    def _opened(self, begins: int) -> int:
        """The line of the last quote that opens a cell in the record at `begins` before it goes wrong."""
        with self.path.open(encoding=self.encoding, newline="") as text:
            rest = itertools.islice(text, begins - 1, None)
            return _last_opening(rest, begins, self.delimiter)


def _lines(batch: list[list[str]], begins: int, after: int) -> Iterable[int]:
    """On which line each record begins, when the first is on line `begins` and the next batch on line `after`."""
    if after - begins == len(batch):
        return range(begins, after)
    heights = (1 + sum(len(_NEWLINE.findall(cell)) for cell in cells) for cells in batch[:-1])
    return itertools.accumulate(heights, initial=begins)


def _last_opening(lines: Iterator[str], first: int, delimiter: str) -> int:
    """The line of the last opening quote of one record that starts on line `first`."""
    opened, state = first, "start"
    for number, line in enumerate(lines, first):
        for char in line:
            if state == "closing" and char not in f'"{delimiter}\r\n':
                return opened
            if state == "start" and char == '"':
                opened = number
            state = _STATES.get((state, char)) or ("start" if char == delimiter and state != "quoted" else _ELSE[state])
        if state == "start":
            break
    return opened


_ELSE = {"start": "plain", "plain": "plain", "quoted": "quoted", "closing": "plain"}
_STATES = {
    ("start", '"'): "quoted",
    ("quoted", '"'): "closing",
    ("closing", '"'): "quoted",
} | {(state, end): "start" for state in ("start", "plain", "closing") for end in "\r\n"}


def open_csv(path: Path, encoding: str | None) -> CsvFile:
    """The file at `path` with its encoding (BOM, then strict UTF-8, then `encoding`) and delimiter.

    Raises UnknownEncodingError with three readings, FileRefusedError for a NUL or a wrong `encoding`.
    """
    known = _encoding_of(path, encoding)
    with path.open(encoding=known, newline="") as text:
        sample = text.read(_SAMPLE_CHARS)
    first = sample.partition("\n")[0]
    if first.lower().startswith("sep=") and len(first.rstrip("\r")) == len("sep=;"):
        return CsvFile(path, known, first[4], 2)
    return CsvFile(path, known, delimiter_of(sample, cut=len(sample) == _SAMPLE_CHARS), 1)


def _encoding_of(path: Path, said: str | None) -> str:
    with path.open("rb") as raw:
        start = raw.read(4)
    marked = next((name for mark, name in _BOMS if start.startswith(mark)), None)
    tried = marked or said or "utf-8"
    try:
        decoder = codecs.getincrementaldecoder(tried)()
    except LookupError as error:
        raise FileRefusedError(path.name, f'no encoding "{tried}"', "Try --encoding cp1252") from error
    bad = _first_bad_line(path, decoder)
    if bad is None:
        return tried
    if marked or said:
        raise FileRefusedError(path.name, f"line {bad} is not {tried}", "Another one: --encoding cp1252")
    raise UnknownEncodingError(path.name, bad, [(name, _reading(path, bad, name)) for name in _OFFERED])


def _first_bad_line(path: Path, decoder: codecs.IncrementalDecoder) -> int | None:
    """The line of the first byte that does not decode; NUL characters are refused on the spot."""
    line = 1
    with path.open("rb") as raw:
        while True:
            chunk = raw.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if "\0" in text:
                line += text[: text.index("\0")].count("\n")
                raise FileRefusedError(
                    path.name, f"line {line} has a NUL character", "Is it UTF-16? Try --encoding utf-16-le"
                )
            if not chunk:
                return None
            line += text.count("\n")


def _reading(path: Path, line: int, encoding: str) -> str:
    with path.open("rb") as raw:
        bad = next(itertools.islice(raw, line - 1, None), b"")
    text = bad.decode(encoding, errors="replace")
    strange = next((i for i, c in enumerate(text) if not c.isascii()), 0)
    return text[max(0, strange - 20) : strange + 40]


def delimiter_of(sample: str, *, cut: bool = False) -> str:
    """The delimiter of `sample`: the one that gives most records the header's width, wider first.

    A `cut` sample's last record is left out. A file of one column gets a delimiter that no text has.
    """
    best, best_rank = _NEVER, (0.0, 0)
    for candidate in DELIMITERS:
        widths = _widths(sample, candidate, cut=cut)
        if not widths or widths[0] < 2 or (candidate in ":^" and len(set(widths)) > 1):  # noqa: PLR2004  a column alone
            continue
        rank = (round(sum(w == widths[0] for w in widths) / len(widths), 1), widths[0])
        if rank > best_rank:
            best, best_rank = candidate, rank
    return best


def _widths(sample: str, delimiter: str, *, cut: bool) -> list[int]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(cells) for cells in itertools.islice(reader, _SAMPLE_RECORDS) if any(cells)]
    except csv.Error:
        return []
    return widths[:-1] if cut and len(widths) > 1 else widths
