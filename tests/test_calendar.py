from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.calendar import (
    Window,
    add_months,
    fiscal_quarter,
    fiscal_year,
    fiscal_year_start,
    months_between,
    months_of,
    parse_day,
    parse_past_day,
    parse_period,
    parse_since,
    parse_term,
    parse_window,
)
from cs_cli.errors import UsageError

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(1995, 1, 1), date(2095, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [
        ("2026-01-31", 0, "2026-01-31"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-01-31", 2, "2026-03-31"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-01-31", 4, "2026-05-31"),
        ("2026-01-31", 25, "2028-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2096-02-29", 48, "2100-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_the_day_of_the_anchor_is_kept_or_the_last_of_a_shorter_month(anchor, months, expected):
    assert add_months(day(anchor), months) == day(expected)


@given(DAYS, st.integers(-600, 600))
def test_months_from_an_anchor_never_drift(anchor, months):
    if not 1900 <= anchor.year + months // 12 <= 2200:
        return
    moved = add_months(anchor, months)
    assert months_between(anchor, moved) == months
    assert moved.day == anchor.day or (moved + timedelta(1)).day == 1
    assert moved.day <= anchor.day


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2026-12-01", "2026-12-01"),
        ("1 dec", "2026-12-01"),
        ("1dec", "2026-12-01"),
        ("dec 1", "2026-12-01"),
        ("December 1, 2027", "2027-12-01"),
        ("1 December 2025", "2025-12-01"),
        ("23 nov", "2026-11-23"),
        ("22 nov", "2027-11-22"),
        ("3 sept", "2027-09-03"),
        ("29 feb", "2028-02-29"),
        ("fri", "2026-11-27"),
        ("Friday", "2026-11-27"),
        ("mon", "2026-11-30"),
        ("today", "2026-11-23"),
        ("tomorrow", "2026-11-24"),
        ("yesterday", "2026-11-22"),
        ("2w", "2026-12-07"),
        ("+2w", "2026-12-07"),
        ("-3d", "2026-11-20"),
        ("3m", "2027-02-23"),
        ("1q", "2027-02-23"),
        ("1y", "2027-11-23"),
        ("eom", "2026-11-30"),
        ("eoq", "2026-12-31"),
        ("q4", "2026-12-31"),
        ("q1", "2027-03-31"),
        ("q1 2026", "2026-03-31"),
        ("q1 fy28", "2028-03-31"),
        ("fy27", "2027-12-31"),
        ("  EOM ", "2026-11-30"),
        ("next mon", "2026-11-30"),
        ("next friday", "2026-12-04"),
        ("friday next week", "2026-12-04"),
        ("next Sun", "2026-12-06"),
        ("next week", "2026-11-30"),
        ("next month", "2026-12-01"),
        ("2 weeks", "2026-12-07"),
        ("-3 days", "2026-11-20"),
        ("1 month", "2026-12-23"),
    ],
)
def test_a_day_is_understood_as_typed_on_a_monday(said, expected):
    assert parse_day(said, MONDAY) == day(expected)


@pytest.mark.parametrize(
    ("said", "start", "expected"),
    [
        ("fy27", 2, "2027-01-31"),
        ("fy2027", 7, "2027-06-30"),
        ("q1", 2, "2027-04-30"),
        ("q4", 2, "2027-01-31"),
        ("q2 fy27", 7, "2026-12-31"),
        ("eoq", 2, "2027-01-31"),
        ("eoq", 12, "2026-11-30"),
    ],
)
def test_quarters_and_years_are_those_of_the_fiscal_year(said, start, expected):
    assert parse_day(said, MONDAY, start) == day(expected)


@pytest.mark.parametrize(
    "said", ["", "soon", "31 nov", "30 feb", "2026-13-01", "2026-02-29", "--3d", "-+3d", "1989-12-31", "9999y", "q5",
             "nov", "1/12", "3 marmots", "fry", "fy1", "d", "2101-01-01", "next",
             "next fry", "next 3d", "fri next", "next dec", "week"],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_the_forms_that_are_understood(said):
    with pytest.raises(UsageError) as caught:
        parse_day(said, MONDAY)
    assert f'"{said}"' in caught.value.sentence
    assert caught.value.hints[-1].startswith("Say 2026-12-01")


@given(st.text(max_size=12), DAYS)
def test_any_text_is_a_day_or_a_usage_error(said, today):
    try:
        found = parse_day(said, today)
    except UsageError:
        return
    assert 1990 <= found.year <= 2100


@given(DAYS)
def test_a_day_echoed_as_iso_is_that_day(today):
    assert parse_day(today.isoformat(), MONDAY) == today
    assert parse_day(f"{today:%d %b %Y}", MONDAY) == today


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("30d", "2026-12-23"),
        ("6w", "2027-01-04"),
        ("0d", "2026-11-23"),
        ("2026-12-01", "2026-12-01"),
        ("1q", "2027-02-23"),
    ],
)
def test_a_window_begins_today_and_its_last_day_counts(said, end):
    window = parse_window(said, MONDAY)
    assert window == Window(MONDAY, day(end))
    assert window.holds(MONDAY)
    assert window.holds(day(end))
    assert not window.holds(day(end) + timedelta(1))
    assert not window.holds(MONDAY - timedelta(1))


@pytest.mark.parametrize("said", ["-1d", "yesterday", "2026-11-22", "x"])
def test_a_window_does_not_look_back(said):
    with pytest.raises(UsageError, match=said):
        parse_window(said, MONDAY)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("mon", "2026-11-23"),
        ("fri", "2026-11-20"),
        ("24 nov", "2025-11-24"),
        ("23 nov", "2026-11-23"),
        ("29 feb", "2024-02-29"),
        ("feb 28", "2026-02-28"),
        ("-3d", "2026-11-20"),
        ("2026-10-01", "2026-10-01"),
        ("1 oct 2025", "2025-10-01"),
    ],
)
def test_what_has_happened_lies_back(said, expected):
    assert parse_past_day(said, MONDAY) == day(expected)


@given(DAYS, DAYS)
def test_a_day_and_month_alone_is_never_ahead(today, other):
    assert parse_past_day(f"{other:%d %b}", today) <= today
    assert parse_past_day(f"{today:%d %b}", today) == today


@pytest.mark.parametrize(
    ("said", "expected"), [("2w", "2026-11-09"), ("-2w", "2026-11-09"), ("fri", "2026-11-20"), ("1 oct", "2026-10-01")]
)
def test_since_is_how_far_back_to_look(said, expected):
    assert parse_since(said, MONDAY) == day(expected)


def test_since_a_day_to_come_is_refused():
    with pytest.raises(UsageError, match="after 2026-11-23"):
        parse_since("2026-11-24", MONDAY)


@pytest.mark.parametrize(
    ("said", "months"),
    [("monthly", 1), ("Quarterly", 3), ("annual", 12), ("12m", 12), ("18m", 18), ("2y", 24), ("1q", 3)],
)
def test_a_term_is_a_number_of_months(said, months):
    assert parse_term(said) == months


@pytest.mark.parametrize("said", ["", "weekly", "0m", "30d", "m", "-12m"])
def test_what_is_no_term_is_refused(said):
    with pytest.raises(UsageError, match="is no term"):
        parse_term(said)


@given(DAYS, st.integers(1, 12))
def test_a_day_lies_in_its_fiscal_year_and_quarter(today, first_month):
    year, quarter = fiscal_year(today, first_month), fiscal_quarter(today, first_month)
    assert fiscal_year_start(year, first_month) <= today < fiscal_year_start(year + 1, first_month)
    assert quarter.holds(today)
    assert months_between(fiscal_year_start(year, first_month), quarter.start) in (0, 3, 6, 9)
    assert (fiscal_year_start(year + 1, first_month) - timedelta(1)).year == year


@pytest.mark.parametrize(
    ("said", "first_month", "start", "end"),
    [
        ("ttm", 1, "2025-11-24", "2026-11-23"),
        ("TTM", 2, "2025-11-24", "2026-11-23"),
        ("q3", 1, "2026-07-01", "2026-09-30"),
        ("q4", 1, "2026-10-01", "2026-12-31"),  # has begun
        ("q4", 2, "2026-11-01", "2027-01-31"),
        ("q1", 7, "2026-07-01", "2026-09-30"),
        ("q3", 7, "2026-01-01", "2026-03-31"),  # that of this fiscal year lies ahead
        ("q3 2024", 1, "2024-07-01", "2024-09-30"),
        ("2024-Q3", 1, "2024-07-01", "2024-09-30"),
        ("2024q3", 1, "2024-07-01", "2024-09-30"),
        ("q4 fy27", 2, "2026-11-01", "2027-01-31"),
        ("2026", 7, "2026-01-01", "2026-12-31"),
        ("fy26", 1, "2026-01-01", "2026-12-31"),
        ("fy26", 2, "2025-02-01", "2026-01-31"),
        ("2026-06", 1, "2026-06-01", "2026-06-30"),
        ("2024-02", 1, "2024-02-01", "2024-02-29"),
    ],
)
def test_a_period_has_both_its_days(said, first_month, start, end):
    assert parse_period(said, MONDAY, first_month) == Window(day(start), day(end))


@pytest.mark.parametrize("said", ["", "q5", "q0", "2026-13", "1066", "fy", "last year", "30d"])
def test_what_is_no_period_says_what_is(said):
    with pytest.raises(UsageError) as refused:
        parse_period(said, MONDAY)
    assert "Say ttm, q3, 2026, fy26" in refused.value.hints[0]


@given(DAYS, DAYS)
def test_the_months_of_a_period_are_all_of_it_in_order(one, other):
    period = Window(min(one, other), max(one, other))
    months = months_of(period)
    assert (months[0].start, months[-1].end) == period
    assert all(later.start == earlier.end + timedelta(1) for earlier, later in pairwise(months))
    assert all((month.start.year, month.start.month) == (month.end.year, month.end.month) for month in months)


def test_next_is_of_the_week_that_begins_on_monday():
    sunday = date(2026, 11, 29)
    assert [parse_day(said, sunday) for said in ("next week", "next mon", "next sun")] == [
        date(2026, 11, 30), date(2026, 11, 30), date(2026, 12, 6),
    ]  # fmt: skip
    assert parse_past_day("2 weeks", MONDAY) == date(2026, 12, 7)
    assert parse_past_day("monday next week", MONDAY) == date(2026, 11, 30)
    assert parse_since("2 weeks", MONDAY) == date(2026, 11, 9)
    assert parse_day("next month", date(2026, 12, 31)) == date(2027, 1, 1)
