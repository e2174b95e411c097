"""Charts that Office edits: what the chart part says, and what its workbook holds."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from cs_cli.documents.layout.charts import KINDS, Chart, Series, label
from cs_cli.documents.look import theme
from cs_cli.documents.writers.chart_book import cells
from cs_cli.documents.writers.chart_format import number_format
from cs_cli.documents.writers.chart_pen import Pen
from cs_cli.documents.writers.drawingml import fixed_paints
from cs_cli.documents.writers.native_chart import native_chart

PEN = Pen(fixed_paints(theme.COLOURS))
MONTHS = ("Jan", "Feb", "Mar", "Apr")
USERS = Series("Users", (548.0, None, 600.0, 812.0))
PLAN = Series("Plan", (560.0, 600.0, 640.0, 780.0))
C = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}


def drawn(kind, series, labels=MONTHS, pen=PEN, wide=420, **more):
    return etree.fromstring(native_chart(Chart(kind, "Title", labels, series, **more), wide, 330, pen).xml)


def values(root, path):
    return [one.get("val") for one in root.iterfind(path, C)]


def test_a_line_has_its_points_with_gaps_and_a_dashed_plan():
    root = drawn("line", (USERS, PLAN), target="Plan")
    first, second = root.iterfind(".//c:ser", C)
    assert [one.text for one in first.iterfind("c:val//c:v", C)] == ["548.0", "600.0", "812.0"]
    assert values(first, "c:val//c:ptCount") == ["4"]
    assert values(root, ".//c:dispBlanksAs") == ["gap"]
    assert first.find("c:spPr/a:ln/a:prstDash", C) is None
    assert second.find("c:spPr/a:ln/a:prstDash", C).get("val") == "dash"
    assert second.find("c:spPr//a:srgbClr", C).get("val") == "5A6981"
    assert b"NaN" not in etree.tostring(root)


def test_a_lone_point_and_the_last_one_have_a_dot():
    root = drawn("line", (USERS,))
    assert [one.find("c:idx", C).get("val") for one in root.iterfind(".//c:dPt", C)] == ["0", "3"]


def test_the_last_value_of_a_line_stands_beside_it_with_its_name():
    (one,) = drawn("line", (USERS,)).iterfind(".//c:dLbl", C)
    assert (values(one, "c:idx"), values(one, "c:showVal"), values(one, "c:showSerName")) == (["3"], ["1"], ["1"])


def test_names_too_long_for_the_side_go_to_a_legend():
    long = Series("x" * 60, PLAN.values)
    root = drawn("line", (USERS, long))
    assert root.find(".//c:legend", C) is not None
    assert set(values(root, ".//c:showSerName")) == {"0"}
    assert drawn("line", (USERS, PLAN)).find(".//c:legend", C) is None


def test_end_labels_that_would_touch_are_moved_apart():
    def moved(last):
        return drawn("line", (USERS, Series("Plan", (1.0, 2.0, 3.0, last)))).findall(".//c:dLbl/c:layout", C)

    assert len(moved(811.0)) == 1
    assert not moved(10.0)


@pytest.mark.parametrize(
    ("kind", "direction", "grouping", "legend"),
    [("bar", "col", "clustered", True), ("stack", "col", "stacked", True), ("hbar", "bar", "clustered", True)],
)
def test_bars_stand_lie_or_pile_up(kind, direction, grouping, legend):
    root = drawn(kind, (USERS, PLAN))
    assert (values(root, ".//c:barDir"), values(root, ".//c:grouping")) == ([direction], [grouping])
    assert (root.find(".//c:legend", C) is not None) is legend
    assert drawn("bar", (USERS,)).find(".//c:legend", C) is None


def test_whole_numbers_have_no_steps_under_one():
    root = drawn("bar", (Series("Tickets", (0.0,) * 4),))
    assert (values(root, ".//c:majorUnit"), values(root, ".//c:valAx//c:max")) == (["1"], ["1"])


def test_axes_have_positive_ids():
    root = drawn("bar", (USERS,))
    assert all(int(value) > 0 for value in values(root, ".//c:axId") + values(root, ".//c:crossAx"))


def test_pieces_too_low_for_a_figure_have_none():
    formats = [one.get("formatCode") for one in drawn("stack", (USERS, PLAN)).iterfind(".//c:dLbls/c:numFmt", C)]
    assert [form.partition(";")[2] for form in formats] == ["#,##0", "#,##0"]
    assert all(re.match(r'\[<\d+\.?\d*\]""', form) for form in formats)


@pytest.mark.parametrize(("colour", "text"), [("navy", "FFFFFF"), ("soft", "101B2D")])
def test_figures_within_bars_can_be_read(colour, text):
    root = drawn("stack", (PLAN,), colours=(colour,))
    assert root.find(".//c:dLbls/c:txPr//a:srgbClr", C).get("val") == text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("labels", "series"),
    [((), ()), (("Jan",), (Series("Users", (5.0,)),)), (MONTHS, (Series("Users", (None,) * 4),))],
)
def test_next_to_nothing_still_makes_a_chart(kind, labels, series):
    root = drawn(kind, series, labels)
    assert len(root.findall(".//c:ser", C)) == len(series)


def test_many_names_are_thinned_out_and_few_long_ones_wrap():
    many = tuple(f"Month{n}" for n in range(40))
    assert values(drawn("line", (Series("U", (1.0,) * 40),), many), ".//c:tickLblSkip") == ["6"]
    assert not values(drawn("bar", (USERS,), ("A long name", "B", "C", "D")), ".//c:tickLblSkip")


def test_a_dark_ground_gets_bright_words():
    root = drawn("bar", (PLAN,), pen=Pen(PEN.paints, ground="0C1A33"))
    assert root.find(".//c:dLbls/c:txPr//a:srgbClr", C).get("val") == "FFFFFF"


def test_a_chart_says_words_as_words():
    root = drawn("bar", (Series("<b>&\x00\ud800", (1.0,)),), ("a\x07<",))
    assert [one.text for one in root.iterfind(".//c:strCache//c:v", C)] == ["<b>&", "a<"]


HOSTILE = ('=HYPERLINK("http://evil")', "http://evil.example", "+1", "@SUM(1)", "1e5", "mailto:a@b.c", "x" * 40_000)


def test_the_workbook_holds_what_the_chart_shows_and_nothing_that_acts():
    labels = HOSTILE[:4]
    book = native_chart(Chart("bar", "T", labels, (Series("=1+1", (1.5, None, 3.0, -4.0)),)), 400, 300, PEN).book
    rows = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows == [["", "=1+1"], [labels[0], 1.5], [labels[1], ""], [labels[2], 3.0], [labels[3], -4.0]]
    with ZipFile(BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        links = [name for name in parts.namelist() if name.endswith(".rels") and b"External" in parts.read(name)]
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert not links


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_makes_the_same_bytes_twice(text):
    chart = Chart("bar", text, (text,), (Series(text, (1.0,)),))
    assert native_chart(chart, 400, 300, PEN) == native_chart(chart, 400, 300, PEN)


def test_the_workbook_is_dated_as_the_document():
    book = native_chart(Chart("bar", "T", ("a",), (Series("s", (1.0,)),)), 400, 300, PEN, "2026-11-23").book
    with ZipFile(BytesIO(book)) as parts:
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", parts.read("docProps/core.xml").decode())) == {
            "2026-11-23T00:00:00Z"
        }
        assert {entry.date_time[0] for entry in parts.infolist()} == {1980}


@pytest.mark.parametrize(
    ("unit", "values", "form"),
    [
        ("", (1.0, 1240.0), "#,##0"),
        ("", (1.5, 3.0), "#,##0.0"),
        ("%", (96.0,), '#,##0"%"'),
        ("$", (0.0, 200e3, 800e3), '[>=1000]"$"#,##0,"k";"$"#,##0'),
        ("€", (2.38e6,), '"€"#,##0.00,,"M"'),
        ("$", (310e3, 1.2e6), '[>=1000000]"$"#,##0.0,,"M";"$"#,##0,"k"'),
        ("$", (), '"$"#,##0'),
        ("$", (-5e5, 0.0, 1.5e6), '"$"#,##0.0,,"M";-"$"#,##0.0,,"M";"$"0'),
        ("$", (-5.0, 3.0), '"$"#,##0;-"$"#,##0;"$"0'),
        (' "days"', (3.0,), '#,##0" days"'),
    ],
)
def test_numbers_are_written_as_their_unit_wants(unit, values, form):
    assert number_format(unit, values) == form


def test_at_most_two_sizes_stand_beside_what_is_left_out():
    assert number_format("$", (5.0, 2e3, 3e6, 4e9), 10.0) == '[<10]"";[>=1000000000]"$"#,##0,,,"B";"$"#,##0,,"M"'


@pytest.mark.parametrize(
    ("column", "reference"), [(0, "Sheet1!$A$2:$A$9"), (25, "Sheet1!$Z$2:$Z$9"), (26, "Sheet1!$AA$2:$AA$9")]
)
def test_columns_are_counted_in_letters(column, reference):
    assert cells(column, 2, 9) == reference
    assert cells(column, 2, 2) == reference.partition(":")[0]


def test_a_label_and_a_format_say_the_same_of_thousands():
    assert (label(310e3, "$"), number_format("$", (310e3,))) == ("$310k", '"$"#,##0,"k"')


def test_figures_that_have_no_room_are_left_out():
    wide = Series("Users", (1234567.0,) * 4)
    for kind in ("bar", "stack"):
        assert set(values(drawn(kind, (wide, wide), wide=90), ".//c:showVal")) == {"0"}
