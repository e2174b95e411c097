"""The workbook within a native chart: its labels and numbers, no formula and no link, whatever the labels say."""

from datetime import datetime
from io import BytesIO

from cs_cli.documents.layout.charts import Chart
from cs_cli.documents.writers.drawingml import printable

SHEET = "Sheet1"
_TEXT_STAYS_TEXT = {
    "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip
_EARLIEST = "1980-01-01"
_MOST_LETTERS = 32_000


def chart_book(chart: Chart, as_of: str = "") -> bytes:
    """The workbook of `chart`: labels in column A, a series a column; `as_of` (ISO) is the day it says it was made."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # noqa: PLC0415  only a deck with charts needs it

    file = BytesIO()
    with Workbook(file, _TEXT_STAYS_TEXT) as book:
        book.set_properties({"created": datetime.fromisoformat(as_of or _EARLIEST)})
        sheet = book.add_worksheet(SHEET)
        for row, label in enumerate(chart.labels, 1):
            sheet.write_string(row, 0, said(label))
        for column, series in enumerate(chart.series, 1):
            sheet.write_string(0, column, said(series.name))
            for row, value in enumerate(series.values, 1):
                if value is not None:
                    sheet.write_number(row, column, value)
    return file.getvalue()


def said(text: str) -> str:
    """`text` as a cell can hold it."""
    return printable(text)[:_MOST_LETTERS]


def cells(column: int, first: int, last: int) -> str:
    """A stretch of one column (from 0) and of rows (from 1) as a chart refers to it: `Sheet1!$B$2:$B$13`."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    start = f"{SHEET}!${letters}${first}"
    return start if first == last else f"{start}:${letters}${last}"
