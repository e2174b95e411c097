"""What one term of a contract may say."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.agreement import (
    Agreement,
    contradictions,
    notice_words,
    overlapping,
    parse_notice,
    term_name,
)
from cs_cli.domain.terms import Notice

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
YEAR_26 = Agreement(date(2026, 1, 1), date(2027, 1, 1), 12)
MONTH = Agreement(date(2026, 1, 1), date(2026, 2, 1), 1)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("60", (60, "calendar")),
        ("60 days", (60, "calendar")),
        ("1d", (1, "calendar")),
        ("8w", (56, "calendar")),
        ("30b", (30, "business")),
        ("10 business days", (10, "business")),
        ("2m", (2, "months")),
        ("3 Months", (3, "months")),
        ("0", (0, "calendar")),
        ("", None),
        ("  ", None),
    ],
)
def test_a_notice_period_is_days_weeks_business_days_or_months(said: str, found: tuple[int, str] | None) -> None:
    assert parse_notice(said) == found


@pytest.mark.parametrize("said", ["-60", "60.5", "two months", "60y", "99999", "60 60", "٦٠"])
def test_anything_else_is_no_notice_period(said: str) -> None:
    with pytest.raises(ValueError, match="is no notice period"):
        parse_notice(said)


@pytest.mark.parametrize(
    ("months", "name"), [(1, "monthly"), (3, "quarterly"), (12, "annual"), (18, "18m"), (None, "evergreen")]
)
def test_a_term_is_called_by_its_length(months: int | None, name: str) -> None:
    assert term_name(months) == name


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (Notice(60), "60 days"),
        (Notice(1), "1 day"),
        (Notice(30, "business"), "30 business days"),
        (Notice(1, "months"), "1 month"),
    ],
)
def test_a_notice_period_in_words(notice: Notice, said: str) -> None:
    assert notice_words(notice) == said


@pytest.mark.parametrize(
    ("agreement", "reasons"),
    [
        (YEAR_26, []),
        (Agreement(date(2026, 1, 1), None, None, Notice(500)), []),
        (MONTH._replace(notice=Notice(31)), []),
        (MONTH._replace(notice=Notice(32)), ["a notice of 32 days is longer than the monthly term"]),
        (MONTH._replace(notice=Notice(2, "months")), ["a notice of 2 months is longer than the monthly term"]),
        (MONTH._replace(notice=Notice(23, "business")), []),
        (
            MONTH._replace(notice=Notice(24, "business")),
            ["a notice of 24 business days is longer than the monthly term"],
        ),
        (
            YEAR_26._replace(notice=Notice(60), renewal_months=1),
            ["a notice of 60 days is longer than the monthly term"],
        ),
        (
            Agreement(date(2026, 1, 1), date(2026, 1, 1), 12),
            ["its last day, 2025-12-31, is before its first, 2026-01-01"],
        ),
        (
            Agreement(date(2026, 1, 1), None, 12),
            ["an evergreen contract never renews; any other has a renewal date"],
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_true_of_one_term(agreement: Agreement, reasons: list[str]) -> None:
    assert [reason for _column, reason in contradictions(agreement)] == reasons


@given(DAYS, st.integers(1, 900), DAYS, st.integers(1, 900))
def test_terms_overlap_where_they_share_a_day(one: date, length: int, other: date, other_length: int) -> None:
    first = Agreement(one, one + timedelta(length), 12)
    second = Agreement(other, other + timedelta(other_length), 12)
    held = {one + timedelta(n) for n in range(length)} & {other + timedelta(n) for n in range(other_length)}
    assert (overlapping(first, [second]) is second) is bool(held)
    assert (overlapping(second, [first]) is first) is bool(held)


def test_the_day_of_renewal_belongs_to_the_next_term_and_evergreen_ones_never_end() -> None:
    following = Agreement(date(2027, 1, 1), date(2028, 1, 1), 12)
    evergreen = Agreement(date(2026, 6, 1), None, None)
    assert overlapping(YEAR_26, [following]) is None
    assert overlapping(YEAR_26, [following, evergreen]) is evergreen
    assert overlapping(evergreen, [YEAR_26, following]) is YEAR_26
    assert overlapping(evergreen, [Agreement(date(2025, 6, 1), date(2026, 6, 1), 12)]) is None
