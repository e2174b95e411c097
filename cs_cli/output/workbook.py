"""Workbooks for finance: typed cells, so that a day is a day, an amount a number and a name never a formula."""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from cs_cli.domain.money import EXPONENTS
from cs_cli.output.clean import clean

LONGEST_TEXT = 32_767
"""So many characters fit in a cell."""
_WIDEST = 60
_FORMATS = {"day": "yyyy-mm-dd", "ratio": "0.0%", "count": "#,##0"}


class Holds(StrEnum):
    """What a column holds: the values of its cells, and how they are shown."""

    TEXT = "text"
    DAY = "day"
    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"


class Typed(NamedTuple):
    """A column of a sheet: the key of its values in the rows, and what it holds."""

    key: str
    holds: Holds = Holds.TEXT


class Table(NamedTuple):
    """A sheet: its name, columns and rows; amounts are in major units of `currency`, days ISO texts, None is empty."""

    name: str
    currency: str
    columns: Sequence[Typed]
    rows: Sequence[Mapping[str, Any]]


def workbook(tables: Sequence[Table], about: Sequence[tuple[str, str]], today: date) -> bytes:
    """An XLSX file with a sheet for each table and one "About" with the pairs of `about`."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415  60 ms, only where a workbook is written

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(today.year, today.month, today.day)})  # noqa: DTZ001  Excel has no zones
        bold = book.add_format({"bold": True, "bottom": 1})
        for table in tables:
            _fill(book, table, bold)
        sheet = book.add_worksheet("About")
        for number, (name, text) in enumerate(about):
            sheet.write_string(number, 0, name, bold)
            sheet.write_string(number, 1, _text(text))
        sheet.set_column(0, 0, 1 + max((len(name) for name, _text in about), default=0))
        sheet.set_column(1, 1, _WIDEST)
    return out.getvalue()


def _fill(book: Any, table: Table, bold: Any) -> None:  # noqa: ANN401  XlsxWriter has no types
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        shown = book.add_format({"num_format": _format(column.holds, table.currency)})
        write = _writer(sheet, column.holds, shown)
        sheet.write_string(0, place, column.key, bold)
        values = [row[column.key] for row in table.rows]
        for number, value in enumerate(values, 1):
            if value is not None:
                write(number, place, value)
        widest = max((len(_sized(value, column.holds)) for value in values), default=0)
        sheet.set_column(place, place, 2 + min(_WIDEST, max(widest, len(column.key))))


def _format(holds: Holds, currency: str) -> str:
    if holds is Holds.MONEY:
        digits = EXPONENTS[currency]
        return f"#,##0.{'0' * digits}" if digits else "#,##0"
    return _FORMATS.get(holds, "@")


def _writer(sheet: Any, holds: Holds, shown: Any) -> Callable[[int, int, Any], None]:  # noqa: ANN401  as above
    def write(row: int, column: int, value: Any) -> None:  # noqa: ANN401  what the column holds
        if holds is Holds.TEXT:
            sheet.write_string(row, column, _text(value), shown)
        elif holds is Holds.DAY:
            sheet.write_datetime(row, column, date.fromisoformat(value), shown)
        else:
            sheet.write_number(row, column, value, shown)

    return write


def _text(value: Any) -> str:  # noqa: ANN401  any cell
    said = "; ".join(map(str, value)) if isinstance(value, list) else str(value)
    return clean(said)[:LONGEST_TEXT]


def _sized(value: Any, holds: Holds) -> str:  # noqa: ANN401  any cell
    if value is None:
        return ""
    return f"{value:,.2f}" if holds is Holds.MONEY else _text(value)
