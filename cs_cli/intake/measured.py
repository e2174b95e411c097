"""Measurements by the million: a batch is read column by column and inserted at once, as long as all of it reads well.

A batch in which a row needs a closer look is left to the way that all kinds go, which says what is wrong with it.
"""

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import Any

from cs_cli.domain.formulas import unguard
from cs_cli.domain.metrics import folded_word, holds_word
from cs_cli.intake import forgotten
from cs_cli.intake.csvfile import Record
from cs_cli.intake.ground import Ground
from cs_cli.intake.records import TWICE, RecordPlan, label_of
from cs_cli.intake.rows import CannotPlanError, Row, RowReader
from cs_cli.intake.usage import USAGE, metrics_of
from cs_cli.intake.values import Parser, Reads, Remembered, Style, parser_of
from cs_cli.intake.workbook import Broken, Number

_COLUMNS = ("account_id", "metric", "measured_on", "value", "word")
_PROBE = """
CREATE TEMP TABLE IF NOT EXISTS probe (place INTEGER PRIMARY KEY, account_id INTEGER, metric TEXT, measured_on TEXT)
"""
_STORED = """
SELECT p.place, m.id, m.step, m.value, m.word FROM temp.probe p CROSS JOIN measurement m
WHERE m.account_id = p.account_id AND m.metric = p.metric AND m.measured_on = p.measured_on ORDER BY p.place
"""
_CORRECT = "UPDATE measurement SET value = ?, word = ? WHERE id = ?"
_MANY = 100_000
Reading = tuple[int, str, str, float | None, str | None]
"""Account, metric, ISO day, and either a number or a word."""
Cells = Sequence[str]


class MeasuredPlan:
    """Writes batches of one table, long or wide, as `records` would write them row by row."""

    def __init__(self, ground: Ground, reader: RowReader, records: RecordPlan) -> None:
        match = reader.match
        self.ground = ground
        self.reader = reader
        self.records = records
        self.is_sheet = reader.table.sheet is not None
        self.width = len(reader.table.header)
        self.nameless = [place for place, name in enumerate(reader.table.header) if not name]
        self.place = {name: place for place, name in match.columns.items()}
        self.metrics = metrics_of(match.columns.values()) if match.kind is USAGE else []
        self.accounts = Remembered(self._account, _MANY)
        self.names = Remembered(_filled)
        self.words = Remembered(lambda cell: folded_word(_free(cell)) or None)
        self.days = Remembered(self._parser(Reads.DAY, "on")) if "on" in self.place else None
        numeric = [name for name in self.metrics or ["value"] if not holds_word(name)]
        self.numbers = {name: Remembered(self._parser(Reads.NUMBER, name), _MANY) for name in numeric}
        self.stays = Remembered(self._stays, _MANY)

    @classmethod
    def fitting(cls, ground: Ground, reader: RowReader, records: RecordPlan) -> "MeasuredPlan | None":
        """The plan of a table that can be read so: none where another system deletes, translates or identifies."""
        match = reader.match
        is_plain = match.deleted is None and not match.words and match.position("account") is not None
        is_ours = is_plain and match.position("account_id") is None and match.kind.name == "measurements"
        return cls(ground, reader, records) if is_ours else None

    def write(self, records: Sequence[Record]) -> bool:
        """Write a batch; False, with nothing of it written, where a row of it needs a closer look."""
        try:
            readings, places = self._readings([cells for _, cells in records])
        except ValueError:
            return False
        fresh = self.ground.writer.next_id("measurement")
        inserted = self.ground.writer.insert_new("measurement", _COLUMNS, readings)
        if inserted == len(readings):
            keys = self.records.key_of
            self.records.tally.insert_many(inserted, (keys[reading[0]] for reading in readings))
        else:
            self._settle(readings, [records[place] for place in places], fresh)
        self.records.rows.follow()
        return True

    def _readings(self, cells: Sequence[Cells]) -> tuple[list[Reading], Sequence[int]]:
        """The readings of a batch, each with the place of its record. Raises ValueError where a cell does not read."""
        if set(map(len, cells)) - {self.width}:
            raise ValueError
        columns = list(zip(*cells, strict=True))
        if self.is_sheet and any(Broken in set(map(type, columns[place])) for place in self.place.values()):
            raise ValueError
        if any(any(map(str.strip, columns[place])) for place in self.nameless):
            raise ValueError
        ids = list(map(self.accounts.__getitem__, columns[self.place["account"]]))
        days = repeat(self.reader.said.day) if self.days is None else self._filled_days(columns[self.place["on"]])
        readings, places = self._wide(columns, ids, days) if self.metrics else self._long(columns, ids, days)
        if self.ground.forgotten and not all(self.stays[each] for each in {(r[0], r[1], r[4]) for r in readings}):
            raise ValueError
        return readings, places

    def _filled_days(self, cells: Cells) -> list[str]:
        assert self.days is not None  # noqa: S101  there is a column of days
        days = list(map(self.days.__getitem__, cells))
        if None in days:
            raise ValueError
        return days

    def _long(self, columns: Sequence[Cells], ids: list[int], days: Iterable[str]) -> tuple[list[Reading], range]:
        names: list[str] = list(map(self.names.__getitem__, columns[self.place["metric"]]))
        of_words = {name for name in set(names) if holds_word(name)}
        numbers, words = self._values(columns[self.place["value"]], names, of_words)
        return list(zip(ids, names, days, numbers, words, strict=False)), range(len(ids))

    def _values(
        self, cells: Cells, names: list[str], of_words: set[str]
    ) -> tuple[Sequence[float | None], Iterable[str | None]]:
        if not of_words:
            numbers = self._numbers("value", cells)
            if None in numbers:
                raise ValueError
            return numbers, repeat(None)
        words = [self.words[cell] if name in of_words else None for name, cell in zip(names, cells, strict=True)]
        left = ["" if name in of_words else cell for name, cell in zip(names, cells, strict=True)]
        numbers = self._numbers("value", left)
        if any(number is None and word is None for number, word in zip(numbers, words, strict=True)):
            raise ValueError
        return numbers, words

    def _wide(
        self, columns: Sequence[Cells], ids: list[int], days: Iterable[str]
    ) -> tuple[list[Reading], Sequence[int]]:
        """A reading for each filled cell; a blank one is a gap."""
        whose = list(zip(ids, days, strict=False))
        readings: list[Reading] = []
        places: list[int] = []
        for metric in self.metrics:
            cells = columns[self.place[metric]]
            if holds_word(metric):
                words = list(map(self.words.__getitem__, cells))
                filled = [place for place, word in enumerate(words) if word is not None]
                readings += [(whose[p][0], metric, whose[p][1], None, words[p]) for p in filled]
            else:
                numbers = self._numbers(metric, cells)
                filled = [place for place, number in enumerate(numbers) if number is not None]
                readings += [(whose[p][0], metric, whose[p][1], numbers[p], None) for p in filled]
            places += filled
        return readings, places

    def _numbers(self, name: str, cells: Cells) -> list[float | None]:
        numbers = self.numbers[name]
        if self.is_sheet:
            return [float(cell) + 0 if type(cell) is Number else numbers[cell] for cell in cells]
        return list(map(numbers.__getitem__, cells))

    def _account(self, cell: str) -> int:
        account_id = self.ground.accounts.find(_filled(cell))
        if account_id is None:
            raise ValueError
        return account_id

    def _parser(self, reads: Reads, column: str) -> Parser:
        parse = parser_of(reads, self.reader.styles.get(self.place[column], Style()))
        assert parse is not None  # noqa: S101  days and numbers are parsed
        return lambda cell: parse(_free(cell))

    def _stays(self, said: Any) -> bool:  # noqa: ANN401  account, metric, word
        account_id, metric, word = said
        home, known = self.ground.accounts.home_of(account_id), self.ground.forgotten
        row = Row(0, {"metric": metric, "value": word}, {}, ())
        return forgotten.is_clean(row, home, self.reader.match.kind, known)

    def _settle(self, readings: Sequence[Reading], records: Sequence[Record], fresh: int) -> None:
        """Say what became of readings of which some were there: those from the id `fresh` on are new."""
        claimed: set[int] = set()
        corrections = []
        tally, step = self.records.tally, self.ground.writer.step
        for place, row_id, by, value, word in self._stored(readings):
            reading = readings[place]
            is_new, account = row_id >= fresh, self.records.key_of[reading[0]]
            if row_id in claimed or (not is_new and (by == step or row_id in self.records.used)):
                line, cells = records[place]
                self.records.refuse(Row(line, {}, {}, cells), CannotPlanError("metric", reading[1], TWICE))
            elif is_new:
                claimed.add(row_id)
                tally.insert(account)
            else:
                self.records.used.add(row_id)
                if reading[3:] == (value, word):
                    tally.unchanged += 1
                    continue
                before, after = word if value is None else value, reading[4] if reading[3] is None else reading[3]
                label = label_of({"metric": reading[1], "measured_on": reading[2]})
                tally.update(account, label, {"value": before}, {"value": after})
                corrections.append((*reading[3:], row_id))
        self.ground.writer.sqlite.executemany(_CORRECT, corrections)

    def _stored(self, readings: Sequence[Reading]) -> list[tuple[int, int, int, float | None, str | None]]:
        """The stored row of each reading: its place, id, step, number and word."""
        sqlite = self.ground.writer.sqlite
        sqlite.execute(_PROBE)
        sqlite.execute("DELETE FROM temp.probe")
        rows = ((place, *reading[:3]) for place, reading in enumerate(readings))
        sqlite.executemany("INSERT INTO temp.probe VALUES (?, ?, ?, ?)", rows)
        return sqlite.execute(_STORED).fetchall()


def _free(cell: str) -> str:
    return unguard(cell) if cell[:1] == "'" else cell


def _filled(cell: str) -> str:
    """The text of a cell. Raises ValueError for a blank one."""
    if not (text := _free(cell).strip()):
        raise ValueError
    return text
