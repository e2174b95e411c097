"""Rates of exchange: which is in force on a day, and what an amount becomes by it."""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.exchange import Exchange, NoRateError, Quote, needed
from cs_cli.domain.money import EXPONENTS, to_minor

DAY = date(2026, 9, 30)


def quoted(*quotes):
    return Exchange(Quote(of, into, date.fromisoformat(on), rate) for of, into, on, rate in quotes)


BOOK = quoted(
    ("EUR", "USD", "2026-08-31", "1.09"),
    ("EUR", "USD", "2026-09-30", "1.0821"),
    ("EUR", "JPY", "2026-09-01", "170.14"),
    ("KWD", "EUR", "2026-09-15", "3.01"),
)


@pytest.mark.parametrize(
    ("of", "into", "on", "rate"),
    [
        ("EUR", "USD", "2026-09-30", "1.0821"),
        ("EUR", "USD", "2026-10-31", "1.0821"),  # the newest before the day
        ("EUR", "USD", "2026-09-29", "1.09"),
        ("EUR", "USD", "2026-08-30", None),  # none yet
        ("USD", "EUR", "2026-09-29", "0.917431"),  # the other way round
        ("JPY", "USD", "2026-09-30", "0.00636006"),  # across the euro: 1.0821 / 170.14
        ("KWD", "JPY", "2026-09-30", "512.121"),
        ("USD", "USD", "2020-01-01", "1"),
        ("USD", "GBP", "2026-09-30", None),
    ],
)
def test_the_rate_in_force_on_a_day(of, into, on, rate):
    found = BOOK.rate(of, into, date.fromisoformat(on))
    assert (found and f"{found.decimal:f}") == rate


def test_of_two_quotes_of_a_pair_the_newer_counts_and_of_one_day_the_one_written_that_way():
    book = quoted(("EUR", "USD", "2026-01-01", "1.1"), ("USD", "EUR", "2026-01-02", "0.8"))
    assert book.rate("EUR", "USD", DAY).decimal == Decimal("1.25")
    book = quoted(("EUR", "USD", "2026-01-02", "1.1"), ("USD", "EUR", "2026-01-02", "0.8"))
    assert book.rate("EUR", "USD", DAY).decimal == Decimal("1.1")


def test_across_several_currencies_the_way_with_the_newest_quotes_counts():
    book = quoted(
        ("EUR", "USD", "2026-01-01", "1.1"), ("EUR", "GBP", "2026-01-01", "0.8"),
        ("CHF", "USD", "2026-02-01", "1.2"), ("CHF", "GBP", "2026-02-01", "0.9"),
    )  # fmt: skip
    assert [quote.currency for quote in book.rate("GBP", "USD", DAY).quotes] == ["CHF", "CHF"]


@pytest.mark.parametrize(
    ("amount", "of", "into", "converted"),
    [
        ("100.00", "EUR", "USD", "108.21"),
        ("100", "JPY", "USD", "0.64"),
        ("100.00", "USD", "JPY", "15723"),
        ("1.000", "KWD", "USD", "3.26"),
        ("0.50", "EUR", "JPY", "85"),  # 85.07
        ("-100.00", "EUR", "USD", "-108.21"),
    ],
)
def test_an_amount_takes_the_minor_units_of_its_new_currency(amount, of, into, converted):
    minor = BOOK.converted(to_minor(Decimal(amount), of), of, into, DAY)
    assert minor == to_minor(Decimal(converted), into)


def test_a_half_is_rounded_up():
    book = quoted(("EUR", "USD", "2026-01-01", "0.5"))
    assert [book.converted(minor, "EUR", "USD", DAY) for minor in (1, 2, 3, -1)] == [1, 1, 2, -1]


def test_without_a_rate_the_error_names_the_pair_the_day_and_the_line_to_type():
    with pytest.raises(NoRateError) as raised:
        BOOK.converted(100, "GBP", "USD", DAY)
    assert raised.value.exit_code == 65
    assert raised.value.sentence == "no rate of GBP in USD is known for 2026-09-30 or before"
    assert "cs rate add GBP RATE --in USD --on 2026-09-30" in raised.value.hints[0]


def test_of_many_pairs_only_those_between_the_currencies_are_needed():
    pairs = [("EUR", code) for code in ("USD", "GBP", "JPY", "CHF")] + [("CHF", "SEK")]
    assert needed(pairs, ["GBP"], "USD") == [("EUR", "USD"), ("EUR", "GBP")]
    assert needed(pairs, ["EUR"], "USD") == [("EUR", "USD")]
    assert needed(pairs, ["SEK"], "EUR") == [("EUR", "CHF"), ("CHF", "SEK")]


CURRENCIES = st.sampled_from(["USD", "EUR", "GBP", "JPY", "KWD"])
RATES = st.decimals("0.0001", "500", places=4).map(str)
AMOUNTS = st.integers(0, 10**12)


@given(AMOUNTS, CURRENCIES)
def test_an_amount_in_its_own_currency_is_what_it_is(minor, currency):
    assert BOOK.converted(minor, currency, currency, DAY) == minor


@given(AMOUNTS, CURRENCIES, CURRENCIES.filter(lambda code: code != "EUR"), RATES, st.integers(0, 400))
def test_converted_as_decimal_arithmetic_says(minor, of, into, rate, days):
    if of == into:
        return
    book = quoted((of, into, str(DAY - timedelta(days)), rate))
    exact = Decimal(minor) * Decimal(rate) * Decimal(10) ** (EXPONENTS[into] - EXPONENTS[of])
    assert book.converted(minor, of, into, DAY) == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(AMOUNTS, CURRENCIES, CURRENCIES, RATES)
def test_there_and_back_is_within_what_a_minor_unit_there_is_worth(minor, of, into, rate):
    if of == into:
        return
    book = quoted((of, into, "2026-01-01", rate))
    back = book.converted(book.converted(minor, of, into, DAY), into, of, DAY)
    a_unit_there = Decimal(10) ** (EXPONENTS[of] - EXPONENTS[into]) / Decimal(rate)
    assert abs(back - minor) <= a_unit_there / 2 + Decimal("0.5")


@given(st.tuples(AMOUNTS, AMOUNTS).map(sorted), CURRENCIES, CURRENCIES, RATES, RATES)
def test_more_is_never_less(amounts, of, into, rate, across):
    book = quoted((of, "CHF", "2026-01-01", rate), (into, "CHF", "2026-01-01", across))
    less, more = (book.converted(minor, of, into, DAY) for minor in amounts)
    assert less <= more
