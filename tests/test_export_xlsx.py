"""`cs export xlsx`: read back, every cell has its type and the sums are those of the list's JSON."""

import stat
import zipfile
from datetime import date
from pathlib import Path

import pytest
from conftest import Program
from entries import Entries
from python_calamine import CalamineWorkbook

from cs_cli import __version__
from cs_cli.output.workbook import LONGEST_TEXT, Holds, Table, Typed, workbook

TODAY = "2026-11-23"
AMOUNTS = (
    "atr", "renewed", "lost", "commit", "likely", "risk", "omitted", "uncalled", "low", "mid", "high",
)  # fmt: skip


def exported(cs: Program, *words: str, name: str = "out.xlsx") -> Path:
    path = cs.home / name
    answer = cs.as_of(TODAY, "export", "xlsx", *words, "-o", str(path))
    assert (answer.code, answer.text) == (0, ""), answer.talk
    return path


def sheets(path: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of each sheet by its header, an empty cell as None."""
    book = CalamineWorkbook.from_path(path)
    found = {}
    for name in book.sheet_names:
        header, *rows = book.get_sheet_by_name(name).to_python()
        found[name] = [{k: None if v == "" else v for k, v in zip(header, row, strict=True)} for row in rows]
    return found


def test_the_sums_of_the_cells_are_those_of_the_json(demo):
    found = sheets(exported(demo, "forecast"))
    rows = demo.as_of(TODAY, "forecast", "--json").rows
    for currency in {row["currency"] for row in rows}:
        of = [row for row in rows if row["currency"] == currency]
        for name in AMOUNTS:
            assert sum(row[name] for row in found[currency]) == sum(row[name] for row in of)
        for name in ("tcv", "pipeline", "commit"):
            assert sum(row[f"expansion_{name}"] for row in found[currency]) == sum(r["expansion"][name] for r in of)
        behind = found[f"{currency} renewals"]
        for row in of:
            mine = [one for one in behind if one["period"] == row["period"]]
            assert len(mine) == row["contracts"]
            assert sum(one["atr"] for one in mine) == row["atr"]
            is_open = [one for one in mine if one["outcome"] in ("open", "overdue")]
            called = sum(one["called_arr"] or one["atr"] for one in is_open if one["category"] == "commit")
            assert called == row["commit"]


def test_every_cell_has_its_type(demo):
    found = sheets(exported(demo, "forecast"))
    assert list(found)[:3] == ["USD", "USD renewals", "EUR"]
    assert list(found)[-1] == "About"
    [row] = [row for row in found["USD renewals"] if row["account"] == "KESTREL"]
    assert (row["decide_on"], row["days_left"], row["atr"], row["category"]) == (
        date(2026, 12, 15),
        22,
        75000,
        "commit",
    )
    assert row["warnings"] == "evidence is 41 days old"
    first = found["USD"][0]
    assert (first["period"], first["from"], first["weighted"]) == ("q4 2026", date(2026, 10, 1), None)
    assert isinstance(first["atr"], float)


def test_the_sheet_about_says_the_day_the_program_and_what_the_columns_mean(demo):
    book = CalamineWorkbook.from_path(exported(demo, "forecast"))
    about = dict(map(tuple, book.get_sheet_by_name("About").to_python()))
    assert about["as of"] == TODAY
    assert about["program"] == f"cs {__version__}"
    assert about["low"] == "renewed + commit"
    assert about["base rate commit"].endswith("decided renewals renewed")


@pytest.mark.parametrize(
    "name", ["=cmd()|' /C calc'!A0", "+1+1", "@SUM(A1)", "https://example.com/", "a\x1b[31mb", "1"]
)
def test_a_text_stays_a_text(cs: Program, enter: Entries, name: str) -> None:
    enter.account("ACME", name)
    enter.contract("ACME", "2026-12-31", arr=1_000)
    path = exported(cs, "forecast")
    [row] = sheets(path)["USD renewals"]
    assert row["name"] == name.replace("\x1b", "")
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part).decode() for part in archive.namelist()}
    assert not any("<f>" in text or "<hyperlink" in text for text in parts.values())


def test_amounts_have_the_decimals_of_their_currency(cs: Program, enter: Entries) -> None:
    with enter:
        enter.contract("BETA", "2026-12-31", arr=120_000, currency="JPY")
        enter.contract("GAMMA", "2026-12-31", arr=10, currency="KWD")
        enter.contract("DELTA", "2026-12-31", arr=12, currency="USD")
    path = exported(cs, "forecast")
    found = sheets(path)
    assert [found[code][0]["atr"] for code in ("JPY", "KWD", "USD")] == [12_000_000, 1.0, 12]
    with zipfile.ZipFile(path) as archive:
        styles = archive.read("xl/styles.xml").decode()
        frozen = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'formatCode="#,##0.000"' in styles
    assert 'formatCode="yyyy-mm-dd"' in styles
    assert 'state="frozen"' in frozen


def test_a_ratio_is_a_number_shown_in_percent_and_a_long_text_is_cut(tmp_path: Path) -> None:
    columns = [Typed("rate", Holds.RATIO), Typed("note"), Typed("arr", Holds.MONEY), Typed("on", Holds.DAY)]
    row = {"rate": 0.955, "note": "x" * 40_000, "arr": 359.88, "on": "2026-12-01"}
    empty = dict.fromkeys(row)
    path = tmp_path / "made.xlsx"
    table = Table("USD", "USD", columns, [row, empty, row])
    path.write_bytes(workbook([table], [("as of", TODAY)], date(2026, 11, 23)))
    kept = row | {"note": "x" * LONGEST_TEXT, "on": date(2026, 12, 1)}
    assert sheets(path)["USD"] == [kept, empty, kept]
    with zipfile.ZipFile(path) as archive:
        assert 'formatCode="0.0%"' in archive.read("xl/styles.xml").decode()


def test_a_workbook_is_for_its_owner_alone_and_no_other_file_is_overwritten(demo):
    path = exported(demo, "forecast")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    exported(demo, "forecast", "--per", "month")
    path.write_bytes(b"mine")
    answer = demo.as_of(TODAY, "export", "xlsx", "forecast", "-o", str(path))
    assert (answer.code, path.read_bytes()) == (73, b"mine")
    assert "--force" in answer.talk
    exported(demo, "forecast", "--force")
    assert sheets(path)["USD"]


def test_options_choose_as_in_the_list(demo):
    found = sheets(exported(demo, "forecast", "--per", "month", "--owner", "lee", "--due", "2027-03-31"))
    rows = demo.as_of(TODAY, "forecast", "--per", "month", "--owner", "lee", "--due", "2027-03-31", "--json").rows
    assert [(row["period"], row["atr"]) for code in ("USD", "GBP", "EUR") for row in found.get(code, [])] == [
        (row["period"], row["atr"]) for code in ("USD", "GBP", "EUR") for row in rows if row["currency"] == code
    ]


def test_renewals_are_those_of_the_list(demo):
    found = sheets(exported(demo, "renewals", "--due", "30d"))
    rows = demo.as_of(TODAY, "renewals", "--due", "30d", "--json").rows
    for currency in ("USD", "EUR"):
        of = [row for row in rows if row["currency"] == currency]
        assert [row["account"] for row in found[currency]] == [row["account"] for row in of]
        assert [row["decide_on"] for row in found[currency]] == [date.fromisoformat(row["decide_on"]) for row in of]
        assert sum(row["arr"] for row in found[currency]) == sum(row["arr"] for row in of)


def test_nothing_to_tell_is_a_workbook_that_says_when_it_was_made(cs: Program, enter: Entries) -> None:
    enter.account("ACME")
    assert list(sheets(exported(cs, "forecast"))) == ["About"]


@pytest.mark.parametrize("name", ["out.csv", "-", "out"])
def test_a_workbook_ends_in_xlsx(demo, name):
    answer = demo.as_of(TODAY, "export", "xlsx", "forecast", "-o", name)
    assert (answer.code, answer.out) == (2, b"")
    assert "is no name of a workbook; nothing written" in answer.talk


def test_a_folder_that_is_not_there(demo):
    answer = demo.as_of(TODAY, "export", "xlsx", "forecast", "-o", str(demo.home / "no" / "out.xlsx"))
    assert answer.code == 73
