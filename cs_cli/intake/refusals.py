"""Why an import stops: each refusal names the file, the place and the reason, and what to type next."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from cs_cli.errors import BadDataError, CsError, NotFoundError, UsageError, sentence_of

SHOWN_FAULTS = 5
SHOWN_LENGTH = 80
LINES_OF_FAULTS = 3


def visible(text: str, length: int = SHOWN_LENGTH) -> str:
    """`text` for one line of a message: control characters as spaces, at most `length` characters."""
    plain = "".join(c if c.isprintable() else " " for c in text).strip()
    return plain if len(plain) <= length else plain[: length - 1] + "…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One cell, or row (`column` blank), that cannot be imported."""

    line: int
    place: str
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.place}:{self.column}" if self.column else self.place
        return f'{where} "{visible(self.value)}" {self.reason}' if self.value else f"{where} {self.reason}"


class Wrong(NamedTuple):
    """Which rows are wrong: the files, how many rows of how many, and every fault."""

    file: str
    bad: int
    rows: int
    faults: Sequence[Fault]


class RowsRefusedError(BadDataError):
    """Some rows are wrong, so none was imported; or all but these, where that was asked for."""

    def __init__(self, wrong: Wrong, mend: str | None, said: str, *, others_are_in: bool = False) -> None:
        """`mend` is where the rows were written to be mended, `said` the command."""
        are = "row is" if wrong.rows == 1 else "rows is" if wrong.bad == 1 else "rows are"
        left = len(wrong.faults) - SHOWN_FAULTS
        more = f" · {left} more" if left > 0 else ""
        them = "The row" if wrong.bad == 1 else f"The {wrong.bad} rows"
        written = f"{them} to mend, with the reasons: {mend}"
        all_but = "" if others_are_in or wrong.bad == wrong.rows else " --skip-bad"
        asked = f"{them} in a file to mend{', the others now' if all_but else ''}: {said} --errors mend.csv{all_but}"
        last = written if mend else asked
        sentence = f"{wrong.bad} of {wrong.rows} {are} wrong in {wrong.file}"
        sentence = f"{sentence} and left out" if others_are_in else f"nothing imported, {sentence}"
        super().__init__(sentence, *_lines(wrong.faults, more), last)


def _lines(faults: Sequence[Fault], more: str) -> list[str]:
    """At most three lines of faults, several on a line where they are short."""
    lines: list[str] = []
    for fault in map(str, faults[:SHOWN_FAULTS]):
        if lines and len(lines[-1]) + len(fault) < SHOWN_LENGTH + 10:
            lines[-1] += f" · {fault}"
        else:
            lines.append(fault)
    kept = lines[: LINES_OF_FAULTS - 1]
    rest = " · ".join(lines[LINES_OF_FAULTS - 1 :])
    return [*kept, rest + more] if rest else [*kept[:-1], kept[-1] + more]


class FileRefusedError(BadDataError):
    """A file cannot be read as a table at all."""

    def __init__(self, file: str, reason: str, *hints: str) -> None:
        self.file = file
        super().__init__(f"nothing imported: {file}: {reason}", *hints)


class NoSuchFileError(NotFoundError):
    """There is no file of that name."""

    def __init__(self, file: str) -> None:
        super().__init__(f"no file {file}; nothing imported", "cs import FILE…")


class UnbalancedQuoteError(FileRefusedError):
    """A quoted cell that never ends, or ends in the middle of a text."""

    def __init__(self, file: str, opened: int) -> None:
        super().__init__(
            file,
            f"the quote that opens on line {opened} is not closed properly",
            'A quote inside a quoted cell is written twice: "a ""quoted"" word"',
        )


class UnknownEncodingError(FileRefusedError):
    """Not UTF-8, and guessing would change names silently."""

    def __init__(self, file: str, line: int, samples: Sequence[tuple[str, str]]) -> None:
        """`samples` are (encoding, the first line that is not UTF-8 read that way)."""
        shown = [f"--encoding {name:<11}{visible(text, 60)}" for name, text in samples]
        super().__init__(file, f"line {line} is not UTF-8. Which of these reads right?", *shown)


class AmbiguousDaysError(FileRefusedError):
    """All dates of a column fit both orders, or the column mixes them."""

    def __init__(self, file: str, column: str, why: str) -> None:
        super().__init__(
            file, f'column "{column}": {why}', "Say which: --date-format DD/MM/YYYY or --date-format MM/DD/YYYY"
        )


class UnknownTableError(FileRefusedError):
    """The header fits no kind of table."""

    def __init__(self, file: str, header: Sequence[str], missing: Sequence[str], kind: str | None) -> None:
        """`missing` are the required columns that the closest `kind` would need, each with the header it may be."""
        found = ", ".join(visible(h, 20) for h in header[:8]) + (", …" if len(header) > 8 else "")  # noqa: PLR2004  one line
        what = f"for {kind} I miss {sentence_of(list(missing), 'and')}" if kind else "I know none of its columns"
        super().__init__(file, what, f"Its columns: {found}", "The columns of every kind: cs help formats")


class SeveralKindsError(UsageError):
    """The header fits more than one kind."""

    def __init__(self, file: str, kinds: Sequence[str]) -> None:
        super().__init__(f"nothing imported: {file} could be {sentence_of(list(kinds))}", f"Say which: --as {kinds[0]}")


class UnknownMappingError(UsageError):
    """No mapping of that name, neither shipped nor one's own."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f'no mapping "{name}"; nothing imported', f"There are: {', '.join(known)}")


class MappingRefusedError(CsError):
    """A mapping file cannot be understood."""

    exit_code = 78

    def __init__(self, file: str, reason: str) -> None:
        shipped = Path(__file__).with_name("mappings") / "salesforce.toml"
        super().__init__(f"the mapping {file}: {reason}", f"One to compare it with: {shipped}")
