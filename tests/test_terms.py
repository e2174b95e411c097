from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.calendar import add_months, months_between
from cs_cli.domain.terms import (
    Link,
    Notice,
    TermFacts,
    anchor_of,
    links,
    renewal_dates,
    start_before,
)

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))
MONTHS = st.sampled_from([1, 3, 6, 12, 18, 36])
BASES = st.sampled_from(["renewal-day", "last-day"])
NOTICES = st.builds(
    Notice, st.integers(0, 180), st.sampled_from(["calendar", "business"]), BASES, st.none()
) | st.builds(Notice, st.integers(0, 6), st.just("months"), BASES, st.none())


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("notice", "renews_on", "deadline"),
    [
        (Notice(90), "2027-02-01", "2026-11-03"),
        (Notice(90, basis="last-day"), "2027-02-01", "2026-11-02"),
        (Notice(0), "2027-02-01", "2027-02-01"),
        (Notice(0, basis="last-day"), "2027-02-01", "2027-01-31"),
        (Notice(3, "months"), "2027-05-31", "2027-02-28"),
        (Notice(3, "months", "last-day"), "2027-06-01", "2027-02-28"),
        (Notice(1, "business"), "2026-11-23", "2026-11-20"),
        (Notice(10, "business"), "2026-11-23", "2026-11-09"),
        (Notice(1, "business", "last-day"), "2026-11-23", "2026-11-20"),
        (Notice(10, "business"), "2027-01-04", "2026-12-21"),
        (Notice(10, "business", country="DE"), "2027-01-04", "2026-12-17"),  # 25 December and 1 January, both Fridays
        (Notice(10, "business", country="Germany"), "2027-01-04", "2026-12-17"),
        (Notice(10, "business", country="GB"), "2027-01-04", "2026-12-16"),  # and Monday 28 December for Boxing Day
        (Notice(10, "business", country="united kingdom"), "2027-01-04", "2026-12-16"),
        (Notice(2, "business", country="ISR"), "2026-11-23", "2026-11-19"),  # Sunday is a business day, Friday is none
        (Notice(10, "business", country="Atlantis"), "2027-01-04", "2026-12-21"),
        (Notice(0, "business", country="DE"), "2026-12-25", "2026-12-25"),
    ],
)
def test_notice_counts_back_from_the_renewal_day_or_the_last_day_of_the_term(notice, renews_on, deadline):
    assert notice.deadline(day(renews_on)) == day(deadline)


@given(st.integers(1, 60), DAYS, st.sampled_from(["DE", "US", "GB", "JP", "AE", "BR"]))
def test_public_holidays_never_make_an_opt_out_later(length, renews_on, country):
    calendar = country_holidays(country)
    deadline = Notice(length, "business", country=country).deadline(renews_on)
    days = [deadline + timedelta(n) for n in range((renews_on - deadline).days)]
    assert [calendar.is_working_day(each) for each in days].count(True) == length
    if calendar.weekend == {5, 6} and not any(calendar.is_working_day(each) for each in days if each.weekday() > 4):
        assert deadline <= Notice(length, "business").deadline(renews_on)


@given(NOTICES, DAYS)
def test_the_opt_out_date_is_never_later_than_the_notice_allows(notice, renews_on):
    deadline = notice.deadline(renews_on)
    counted_from = renews_on - timedelta(notice.basis == "last-day")
    assert deadline <= counted_from
    if notice.kind == "calendar":
        assert (counted_from - deadline).days == notice.length
    elif notice.kind == "months":
        assert add_months(deadline, notice.length) <= counted_from
    else:
        between = [deadline + timedelta(n) for n in range((counted_from - deadline).days)]
        assert sum(each.weekday() < 5 for each in between) == notice.length


@pytest.mark.parametrize(
    ("starts_on", "renews_on", "months", "anchor"),
    [
        ("2026-01-31", "2026-02-28", 1, "2026-01-31"),
        ("2026-01-31", "2026-04-30", 1, "2026-01-31"),  # three whole terms
        ("2025-03-01", "2026-03-01", 12, "2025-03-01"),
        ("2024-02-29", "2025-02-28", 12, "2024-02-29"),
        ("2025-03-15", "2026-03-01", 12, "2026-03-01"),  # a stub before the first whole term
        ("2025-03-01", "2026-09-01", 12, "2026-09-01"),
        ("2025-03-01", None, 12, "2025-03-01"),
        ("2025-03-01", None, None, "2025-03-01"),
    ],
)
def test_the_anchor_is_the_start_where_whole_terms_lie_between_else_the_renewal_date(
    starts_on, renews_on, months, anchor
):
    assert anchor_of(day(starts_on), day(renews_on), months) == day(anchor)


@pytest.mark.parametrize("anchor", ["2024-01-29", "2024-01-30", "2024-01-31", "2024-02-29", "2024-12-31", "2025-03-15"])
@pytest.mark.parametrize("months", [1, 3, 6, 12, 18])
def test_renewal_dates_of_ten_years_keep_the_day_of_the_anchor(anchor, months):
    anchor_on = day(anchor)
    for count in range(1, 120 // months + 1):
        expected = add_months(anchor_on, count * months)
        starts_on, renews_on = renewal_dates(anchor_on, add_months(anchor_on, months), months, expected)
        assert renews_on == expected
        assert starts_on == add_months(anchor_on, (count - 1) * months)
        last = date(expected.year + expected.month // 12, expected.month % 12 + 1, 1) - timedelta(1)
        assert expected.day == min(anchor_on.day, last.day)


def test_renewal_dates_of_a_monthly_term_from_the_last_of_january():
    dates = [
        renewal_dates(day("2026-01-31"), day("2026-02-28"), 1, day(f"2026-0{month}-15"))[1] for month in range(2, 6)
    ]
    assert dates == [day("2026-02-28"), day("2026-03-31"), day("2026-04-30"), day("2026-05-31")]


@given(DAYS, MONTHS, MONTHS, st.integers(0, 4000))
def test_the_term_that_holds_a_day_begins_before_it_and_renews_on_it_or_after(starts_on, first, every, later):
    renews_on = add_months(starts_on, first)
    today = renews_on + timedelta(later)
    begins, ends = renewal_dates(anchor_of(starts_on, renews_on, first), renews_on, every, today)
    assert begins < today <= ends or (later == 0 and ends == renews_on)
    assert months_between(begins, ends) == every
    assert ends == add_months(starts_on, months_between(starts_on, ends))


def test_a_start_that_nobody_recorded_is_one_term_before():
    assert start_before(day("2027-03-31"), 1) == day("2027-02-28")
    assert start_before(day("2027-03-31"), 12) == day("2026-03-31")


def term(key, starts_on, renews_on=None, contract="", product=None):
    return TermFacts(key, day(starts_on), day(renews_on), contract, product)


def sure(successor):
    return Link(successor, guess=False)


def guess(successor):
    return Link(successor, guess=True)


OLD = term(1, "2025-03-01", "2026-03-01", "Platform")


@pytest.mark.parametrize(
    ("name", "terms", "expected"),
    [
        ("the same contract on the day", [OLD, term(2, "2026-03-01", "2027-03-01", "Platform")], {1: sure(2)}),
        ("thirty days early", [OLD, term(2, "2026-01-30", "2027-01-30", "Platform")], {1: sure(2)}),
        ("thirty-one days early", [OLD, term(2, "2026-01-29", "2027-01-29", "Platform")], {}),
        ("thirty days late", [OLD, term(2, "2026-03-31", "2027-03-31", "Platform")], {1: sure(2)}),
        ("thirty-one days late", [OLD, term(2, "2026-04-01", "2027-04-01", "Platform")], {}),
        ("the same product under another id",
         [term(1, "2025-03-01", "2026-03-01", "A-1", "Core"), term(2, "2026-02-20", "2027-03-01", "A-2", "Core")],
         {1: sure(2)}),
        ("another product", [term(1, "2025-03-01", "2026-03-01", "A-1", "Core"),
                             term(2, "2026-03-01", "2027-03-01", "A-2", "Add-on")], {}),
        ("different ids, no product, on the day", [OLD, term(2, "2026-03-01", "2027-03-01", "Suite")], {1: guess(2)}),
        ("different ids, no product, 30 days after", [OLD, term(2, "2026-03-31", None, "Suite")], {1: guess(2)}),
        ("different ids, no product, 31 days after", [OLD, term(2, "2026-04-01", None, "Suite")], {}),
        ("different ids, no product, the day before", [OLD, term(2, "2026-02-28", "2027-03-01", "Suite")], {}),
        ("different ids, no product, two to choose from",
         [OLD, term(2, "2026-03-01", None, "Suite"), term(3, "2026-03-15", None, "Other")], {}),
        ("the sure one goes before the guess",
         [OLD, term(2, "2026-03-01", None, "Suite"), term(3, "2026-03-10", None, "Platform")], {1: sure(3)}),
        ("no id at all", [term(1, "2025-03-01", "2026-03-01"), term(2, "2026-03-01", "2027-03-01")], {1: guess(2)}),
        ("a draft renews nothing", [OLD, term(2, "2026-03-01", None, "Platform")._replace(standing=False)], {}),
        ("an evergreen term is not renewed",
         [term(1, "2025-03-01", None, "Platform"), term(2, "2026-03-01", None, "Platform")], {}),
        ("nothing renews itself", [OLD], {}),
        ("the nearest of two", [OLD, term(2, "2026-03-20", None, "Platform"), term(3, "2026-03-05", None, "Platform")],
         {1: sure(3)}),
        ("a chain",
         [OLD, term(2, "2026-03-01", "2027-03-01", "Platform"), term(3, "2027-03-01", "2028-03-01", "Platform")],
         {1: sure(2), 2: sure(3)}),
        ("a monthly contract that goes on",
         [term(n, f"2026-0{n}-01", f"2026-0{n + 1}-01", "Platform") for n in range(1, 4)],
         {1: sure(2), 2: sure(3)}),
    ],
)  # fmt: skip
def test_which_term_renews_which(name, terms, expected):
    assert links(terms) == expected, name
    assert links(terms[::-1]) == expected, name


TERMS = st.builds(
    TermFacts,
    st.integers(1, 6),
    DAYS,
    st.none() | DAYS,
    st.sampled_from(["", "A", "B"]),
    st.sampled_from([None, "P", "Q"]),
    standing=st.booleans(),
).filter(lambda t: t.renews_on is None or t.renews_on > t.starts_on)


@given(st.lists(TERMS, max_size=6, unique_by=lambda t: t.key))
def test_a_term_renews_at_most_one_other_within_the_grace(terms):
    found, by_key = links(terms), {t.key: t for t in terms}
    assert len({link.successor for link in found.values()}) == len(found)
    for key, link in found.items():
        renewed, successor = by_key[key], by_key[link.successor]
        assert abs((successor.starts_on - renewed.renews_on).days) <= 30
        assert successor.starts_on > renewed.starts_on
        assert successor.standing
