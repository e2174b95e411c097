"""The child process that reads a workbook, so that a hostile one cannot take the machine's memory.

Run by its path with the workbook's as the one argument. It prints JSON lines: `{"sheet": name, "columns": first}`
for each visible sheet, then `[row, cells]` for each of its rows. A cell is text, a number, `{"number": n, "in": sign}`
where its format shows a currency, or `{"broken": reason}`.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import python_calamine as calamine

MEMORY = 1 << 30
TOO_LONG = 10**15
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Broken = dict[str, str]
Cell = str | float | dict[str, Any]
_CURRENCY = re.compile(r'\[\$([^\]-]+)[^\]]*\]|\[[^\]]*\]|"([^"]*[$€£¥₹][^"]*)"|([$€£¥₹])')


def limit_memory() -> None:
    """Let this process have 1 GB of address space; systems without the call rely on the checks made before."""
    try:
        import resource  # noqa: PLC0415  POSIX only
    except ImportError:  # pragma: no cover  Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def cell_of(value: object) -> Cell:
    """A cell as text or number; a day as ISO, a number over 15 digits as broken (Excel lost the rest)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_of(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value.total_seconds() / 3600) if isinstance(value, timedelta) else str(value)


def number_of(value: float) -> Cell:
    """A number with the 15 digits that Excel keeps, whole where it is whole."""
    if abs(value) >= TOO_LONG:
        return {"broken": "has more than 15 digits, of which Excel kept 15: format the column as text"}
    kept = float(f"{value:.15g}")
    return int(kept) if kept.is_integer() else kept


def special_cells(archive: zipfile.ZipFile, part: str, signs: dict[str, str]) -> dict[tuple[int, int], dict[str, str]]:
    """(row, column) from 0 → what a reader of values does not see.

    That is why a cell is broken (errors, and formulas without a computed value, read as blanks), or the currency that
    its format shows; `signs` are these by the number of the format.
    """
    content = archive.read(part)
    if not signs and b't="e"' not in content and b"<f" not in content:
        return {}
    found = {}
    for _, cell in ET.iterparse(archive.open(part)):  # noqa: S314  in a child of limited memory
        if cell.tag == f"{_MAIN}c":
            if reason := _broken(cell):
                found[_address(cell.get("r", "A1"))] = {"broken": reason}
            elif sign := signs.get(cell.get("s", "")):
                found[_address(cell.get("r", "A1"))] = {"in": sign}
        if cell.tag == f"{_MAIN}row":
            cell.clear()
    return found


def currency_formats(archive: zipfile.ZipFile) -> dict[str, str]:
    """The number of a cell format → the currency that it shows (`€`, `EUR`); built-in ones go by the country."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    styles = ET.fromstring(archive.read("xl/styles.xml"))  # noqa: S314  in a child of limited memory
    codes = {code.get("numFmtId"): code.get("formatCode", "") for code in styles.iter(f"{_MAIN}numFmt")}
    formats = styles.find(f"{_MAIN}cellXfs")
    found = {}
    for number, form in enumerate([] if formats is None else formats):
        signs = (said[1] or said[2] or said[3] for said in _CURRENCY.finditer(codes.get(form.get("numFmtId"), "")))
        if sign := next(filter(None, signs), None):
            found[str(number)] = sign.strip()
    return found


def _broken(cell: ET.Element) -> str | None:
    value = cell.find(f"{_MAIN}v")
    if cell.get("t") == "e":
        return f"is the error {value.text if value is not None else ''}"
    if cell.find(f"{_MAIN}f") is not None and value is None and cell.find(f"{_MAIN}is") is None:
        return "is a formula that was never computed: open the file in Excel and save it"
    return None


def _address(name: str) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(name[len(letters) :]) - 1, column - 1


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part inside the archive."""
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314  in a child of limited memory
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  as above
    targets = {link.get("Id", ""): link.get("Target", "") for link in links}
    sheets = {sheet.get("name", ""): targets.get(sheet.get(_RELATION, ""), "") for sheet in book.iter(f"{_MAIN}sheet")}
    return {name: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for name, target in sheets.items()}


def lines_of(path: str) -> Iterator[object]:
    """What to print: each visible sheet's head and its rows with anything in them."""
    with zipfile.ZipFile(path) as archive, calamine.CalamineWorkbook.from_path(path) as book:
        parts, signs = parts_of(archive), currency_formats(archive)
        for meta in book.sheets_metadata:
            if meta.visible == calamine.SheetVisibleEnum.Visible and meta.typ == calamine.SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                first = sheet.start[1] if sheet.start else 0
                yield {"sheet": meta.name, "columns": first}
                yield from _rows(sheet, first, special_cells(archive, parts[meta.name], signs))


def _rows(
    sheet: calamine.CalamineSheet, first: int, special: dict[tuple[int, int], dict[str, str]]
) -> Iterator[object]:
    rows = {row for row, _ in special}
    for number, values in enumerate(sheet.iter_rows()):
        cells = [cell_of(value) for value in values]
        if number in rows:
            cells = [_marked(cell, special.get((number, first + i))) for i, cell in enumerate(cells)]
        yield [number + 1, cells]


def _marked(cell: Cell, mark: dict[str, str] | None) -> Cell:
    if mark is None:
        return cell
    if "broken" in mark:
        return dict(mark)
    return {"number": cell, "in": mark["in"]} if isinstance(cell, int | float) else cell


def main() -> None:
    """Print the workbook named on the command line."""
    limit_memory()
    for line in lines_of(sys.argv[1]):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
