"""Workbooks for tests, made of the XML that Excel writes, so that a cell can be as broken as it has to be."""

import zipfile
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}">@<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1">'
    '<border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/>@@</cellXfs></styleSheet>'
)


class Raw(str):
    """The XML of a cell as it is, its address left out: `<c r="@"><f>1+2</f></c>`."""

    __slots__ = ()


class Serial(int):
    """A day as Excel counts it: 46000 is 9 December 2025."""


def cell(address: str, value: object) -> str:
    """One cell."""
    if isinstance(value, Raw):
        return value.replace("@", address)
    if isinstance(value, Styled):
        return f'<c r="{address}" s="{2 + value.format}"><v>{value.value!r}</v></c>'
    if isinstance(value, Serial):
        return f'<c r="{address}" s="1"><v>{int(value)}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{address}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{address}"><v>{value!r}</v></c>'
    return f'<c r="{address}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def rows_xml(rows: list[list[object]]) -> str:
    """The rows of a sheet; None leaves a cell out."""
    lines = []
    for number, row in enumerate(rows, 1):
        cells = (cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row) if value is not None)
        lines.append(f'<row r="{number}">{"".join(cells)}</row>')
    return "".join(lines)


class Styled(NamedTuple):
    """A number in a cell whose format is the one of that place in `formats`."""

    value: float
    format: int


def _styles(formats: tuple[str, ...]) -> str:
    listed = "".join(f'<numFmt numFmtId="{200 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
                     for n, code in enumerate(formats))  # fmt: skip
    codes = f'<numFmts count="{len(formats)}">{listed}</numFmts>' if formats else ""
    forms = "".join(f'<xf numFmtId="{200 + n}" applyNumberFormat="1"/>' for n in range(len(formats)))
    return _STYLES.replace("@@", forms).replace("@", codes)


def workbook(
    path: Path, sheets: dict[str, list[list[object]] | str], hidden: tuple[str, ...] = (), formats: tuple[str, ...] = ()
) -> Path:
    """A workbook at `path`; a sheet is its rows, or the XML of its rows."""
    bodies = [body if isinstance(body, str) else rows_xml(body) for body in sheets.values()]
    numbers = range(1, len(sheets) + 1)
    states = ("visible", "hidden")
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}" state="{states[name in hidden]}"/>'
        for n, name in zip(numbers, sheets, strict=True)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYPES}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
        )
        + f'<Relationship Id="rId99" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _styles(formats),
    }
    for number, body in zip(numbers, bodies, strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return path
