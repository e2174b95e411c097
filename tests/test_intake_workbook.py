"""Workbooks: cells as Excel means them, broken ones by their address, hostile ones refused."""

import time
import zipfile

import pytest
from workbooks import Raw, Serial, workbook

from cs_cli.intake.files import open_tables
from cs_cli.intake.refusals import FileRefusedError

HEADER = ["Customer", "ARR", "Renewal date", "CSM"]


def tables(path, fits=lambda cells: "ARR" in cells):
    return open_tables(path, None, fits)


def test_cells_are_read_as_excel_means_them(tmp_path):
    rows = [HEADER, ["Acme", 160000, Serial(46000), True], ["Kestrel", 0.1 + 0.2, "2027-01-01", 123.0]]
    [table] = tables(workbook(tmp_path / "book.xlsx", {"Book": rows}))
    assert table.header == HEADER
    assert list(table.rows()) == [
        (2, ["Acme", "160000", "2025-12-09", "true"]),
        (3, ["Kestrel", "0.3", "2027-01-01", "123"]),
    ]


def test_the_header_is_found_below_a_title_and_beside_an_empty_column(tmp_path):
    rows = [["Q4 book"], [None], [None, *HEADER], [None, "Acme", 1, "2027-01-01", "me"]]
    [table] = tables(workbook(tmp_path / "book.xlsx", {"Book": rows}))
    assert list(table.rows()) == [(4, ["", "Acme", "1", "2027-01-01", "me"])]
    assert table.place(4, 1) == "Book!B4"


def test_every_visible_sheet_is_a_table(tmp_path):
    sheets = {"Book": [HEADER], "Hidden": [HEADER], "Empty": "", "Notes": [["foo"], ["bar"]]}
    path = workbook(tmp_path / "book.xlsx", sheets, hidden=("Hidden",))
    assert [table.sheet for table in tables(path)] == ["Book", "Notes"]


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (Raw('<c r="@" t="e"><v>#REF!</v></c>'), "is the error #REF!"),
        (Raw('<c r="@"><f>1+2</f></c>'), "is a formula that was never computed: open the file in Excel and save it"),
        (Raw('<c r="@"><v>1.2345678901234567E19</v></c>'), "has more than 15 digits, of which Excel kept 15"),
    ],
)
def test_a_cell_that_cannot_be_relied_on_is_an_error_and_no_blank(cs, tmp_path, broken, reason):
    path = workbook(tmp_path / "book.xlsx", {"Book": [HEADER, ["Acme", broken, "2027-01-01", "me"]]})
    answer = cs("import", str(path))
    assert answer.code == 65
    assert f"Book!B2:ARR {reason}" in answer.talk


def test_a_computed_formula_is_its_value(tmp_path):
    rows = [["ARR", "CSM"], [Raw('<c r="@"><f>1+2</f><v>3</v></c>'), Raw('<c r="@" t="str"><f>A1</f><v></v></c>')]]
    [table] = tables(workbook(tmp_path / "book.xlsx", {"Book": rows}))
    assert list(table.rows()) == [(2, ["3", ""])]


BOMB = '<row r="1"><c r="A1" t="inlineStr"><is><t>' + " " * 60_000_000 + "</t></is></c></row>"
SPARSE = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
)


@pytest.mark.parametrize(
    ("body", "reason"),
    [(BOMB, "too much to be a table"), (SPARSE, "needs more than 1 GB of memory")],
    ids=["bomb", "sparse"],
)
def test_a_hostile_workbook_is_refused_in_time(cs, tmp_path, body, reason):
    path = workbook(tmp_path / "bad.xlsx", {"Book": body})
    begun = time.monotonic()
    answer = cs("import", str(path))
    assert answer.code == 65
    assert reason in answer.talk
    assert time.monotonic() - begun < 15


def test_entities_in_a_sheet_do_no_harm(cs, tmp_path):
    path = workbook(tmp_path / "bad.xlsx", {"Book": [["x"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"xl/worksheets/sheet1.xml": ENTITIES.encode()}).items():
            archive.writestr(name, content)
    assert cs("import", str(path)).code == 65


@pytest.mark.parametrize("content", [b"PK\x03\x04 and no zip", None])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "no.xlsx"
    if content:
        path.write_bytes(content)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("hello.txt", "no workbook")
    with pytest.raises(FileRefusedError, match="no workbook that can be read"):
        tables(path)


def test_an_empty_workbook_is_refused(tmp_path):
    with pytest.raises(FileRefusedError, match="it is empty"):
        tables(workbook(tmp_path / "empty.xlsx", {"Book": ""}))
