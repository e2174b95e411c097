import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.layout.chart_svg import scale, svg
from cs_cli.documents.layout.charts import chart_of, label, number
from cs_cli.documents.layout.measure import SEMIBOLD, lines, shortened, width
from cs_cli.documents.source.parse import parse

LINE = """\
::: chart line title="Users" target="Plan" zero=false
| M | Users | Plan |
|---|---|---|
| Jan | 10 | 20 |
| Feb |  | 20 |
| Mar | 12.5 | 20 |
:::
"""


def chart(source):
    return chart_of(parse(source).slides[0].blocks[0])


def table(kind, header, *rows, **options):
    said = " ".join(f'{key}="{value}"' for key, value in options.items())
    body = "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)
    return chart(f"::: chart {kind} {said}\n| {' | '.join(header)} |\n|{'---|' * len(header)}\n{body}\n:::\n")


def texts(drawn):
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("−3", -3),
        ("-3", -3),
        ("$640", 640),
        ("96%", 96),
        (" 7 ", 7),
        ("", None),
        ("n/a", None),
        ("1e400", None),
        ("nan", None),
    ],
)
def test_a_cell_is_a_number_or_a_gap(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1240, "", "1,240"),
        (12.5, "", "12.5"),
        (96, "%", "96%"),
        (310000, "$", "$310k"),
        (2380000, "$", "$2.38M"),
        (1.5e9, "€", "€1.5B"),
        (950, "$", "$950"),
        (9.5, "$", "$9.50"),
        (-3, "", "−3"),
        (-2500, "$", "−$2.5k"),
        (123.4, "", "123"),
    ],
)
def test_a_label_is_as_short_as_it_is_clear(value, unit, text):
    assert label(value, unit) == text


def test_the_alt_text_says_where_each_series_starts_and_ends():
    assert chart(LINE).alt == "Line chart: Users. Users: 10 (Jan) to 12.5 (Mar); Plan: 20 (Jan) to 20 (Mar)."
    assert table("bar", ("a", "b"), ("x", 1)).alt == "Bar chart. b: 1 (x)."
    assert table("bar", ("a", "b"), ("x", "")).alt == "Bar chart. No data."
    assert table("bar", ("a", "b"), ("x", 1), alt="Said so").alt == "Said so"


def test_a_gap_breaks_the_line_and_the_target_is_dashed():
    drawn = svg(chart(LINE), 600, 300, "Users")
    assert drawn.count("<polyline") == 1
    assert 'class="target"' in drawn
    assert drawn.count('class="l-c1 dot"') == 2
    assert [text for text in texts(drawn) if "Users" in text or "Plan" in text] == ["Plan 20", "Users 12.5"]


def test_a_line_that_stops_early_is_labelled_where_it_stops():
    drawn = svg(table("line", ("m", "Users"), ("Jan", 1), ("Feb", 2), ("Mar", "")), 600, 300)
    assert "Users 2" in texts(drawn)


def test_names_under_the_axis_thin_out_before_they_touch():
    rows = [(f"Month {n}", n) for n in range(24)]
    named = [text for text in texts(svg(table("line", ("m", "v"), *rows), 600, 300)) if text.startswith("Month")]
    assert named[-1] == "Month 23"
    assert len(named) < 12


def test_a_stack_sums_its_column_and_skips_what_is_not_there():
    drawn = svg(table("stack", ("m", "P1", "P2"), ("Jan", 3, 4), ("Feb", "", 2)), 600, 300)
    assert texts(drawn).count("7") == 1
    assert drawn.count('class="f-soft"') == 3
    assert table("stack", ("m", "a"), ("x", 1), colors="c2,nonsense").colours == ("c2",)


def test_bars_of_several_series_have_a_legend_and_negative_ones_hang():
    drawn = svg(table("bar", ("m", "Old", "New"), ("Jan", 3, -4), ("Feb", "", 5)), 600, 300)
    assert {"Old", "New", "3", "−4", "5"} <= set(texts(drawn))
    assert drawn.count("<rect") == 5


def test_shares_are_drawn_against_a_hundred():
    drawn = svg(table("hbar", ("a", "b"), ("Seats", 50), ("Gap", ""), unit="%"), 500, 100)
    assert "50%" in texts(drawn)
    assert drawn.count("<rect") == 3


def test_many_priorities_and_long_labels_stay_within_the_drawing():
    drawn = svg(table("hbar", ("a", "b"), ("W" * 80, 5)), 300, 60)
    assert any(text.endswith("…") for text in texts(drawn))


def test_a_chart_without_numbers_draws_nothing():
    assert texts(svg(table("line", ("a", "b"), ("x", "")), 500, 300)) == []


def test_what_stands_in_a_chart_is_escaped():
    drawn = svg(table("bar", ("a", "<b>"), ("<x>&", 1)), 500, 300, 'a"<b>')
    assert "<b>" not in drawn
    assert 'aria-label="a&quot;&lt;b&gt;"' in drawn


@pytest.mark.parametrize(
    ("low", "high", "whole", "ticks"),
    [
        (0, 1, True, [0, 1]),
        (0, 3, True, [0, 1, 2, 3]),
        (0, 38, True, [0, 10, 20, 30, 40]),
        (0, 0, True, [0, 1]),
        (0, 0.3, False, [0, 0.1, 0.2, 0.3]),
        (-4, 5, True, [-5, 0, 5]),
        (548, 812, True, [500, 600, 700, 800, 900]),
    ],
)
def test_the_scale_has_round_steps(low, high, whole, ticks):
    assert scale(low, high, whole=whole) == pytest.approx(ticks)


@given(
    st.lists(st.floats(-1e9, 1e9) | st.integers(0, 40), min_size=1, max_size=12),
    st.sampled_from(["line", "bar", "hbar", "stack"]),
)
def test_any_numbers_can_be_drawn(values, kind):
    drawn = svg(
        table(kind, ("m", "v"), *((f"L{n}", f"{value:.4f}") for n, value in enumerate(values)), zero="false"), 500, 300
    )
    assert "nan" not in drawn
    assert "inf" not in drawn


def test_text_is_measured_by_its_letters():
    assert width("iii", 10) < width("mmm", 10) < width("mmm", 10, SEMIBOLD)
    assert width("北星", 10) == 20
    assert width("🌻", 10) > 10
    assert width("e\u0301\u200b", 10) == width("e", 10)
    assert width("ab", 10, tracking=0.1) == width("ab", 10) + 2


@pytest.mark.parametrize(
    ("text", "room", "count"),
    [
        ("one two", 1000, 1),
        ("one two", 30, 2),
        ("北星北星", 25, 2),
        ("a\nb", 1000, 2),
        ("T-" + "x" * 12, 60, 3),
        ("", 10, 1),
        ("x" * 30, 50, 4),
    ],
)
def test_lines_break_at_spaces_between_ideographs_and_within_long_words(text, room, count):
    assert lines(text, 10, room) == count


@given(st.text(max_size=30), st.floats(20, 300))
def test_what_is_shortened_fits(text, room):
    assert width(shortened(text, 12, room), 12) <= room or shortened(text, 12, room) == text
