from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain import money

CODES = st.sampled_from(sorted(money.EXPONENTS))


@pytest.mark.parametrize(
    ("minor", "currency", "shown", "json", "csv"),
    [
        (16_000_000, "USD", "$160,000", 160_000, "160000"),
        (35_988, "EUR", "€359.88", 359.88, "359.88"),
        (35_980, "EUR", "€359.80", 359.8, "359.80"),
        (18_000_000, "JPY", "¥18,000,000", 18_000_000, "18000000"),
        (1_234, "KWD", "KWD 1.234", 1.234, "1.234"),
        (120_000, "CHF", "CHF 1,200", 1_200, "1200"),
        (-9_500_000, "USD", "-$95,000", -95_000, "-95000"),
        (0, "GBP", "£0", 0, "0"),
        (-5, "USD", "-$0.05", -0.05, "-0.05"),
    ],
)
def test_an_amount_for_people_for_json_and_for_csv(minor, currency, shown, json, csv):
    assert money.shown(minor, currency) == shown
    assert money.major(minor, currency) == json
    assert type(money.major(minor, currency)) is type(json)
    assert money.decimal_text(minor, currency) == csv


@given(st.integers(-(10**15), 10**15), CODES)
def test_an_amount_written_is_the_amount_read(minor, currency):
    assert money.to_minor(Decimal(money.decimal_text(minor, currency)), currency) == minor


@given(st.integers(-(10**12), 10**12), CODES)
def test_json_says_the_amount_to_the_last_minor_unit(minor, currency):
    assert round(money.major(minor, currency) * money.unit(currency)) == minor


@pytest.mark.parametrize(("amount", "currency"), [("0.5", "JPY"), ("1.005", "USD"), ("0.0001", "KWD")])
def test_more_decimals_than_the_currency_has_are_refused(amount, currency):
    with pytest.raises(ValueError, match=currency):
        money.to_minor(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("price", "months", "arr"),
    [
        (10_000, 3, 40_000),  # $100 a quarter
        (10_000, 12, 10_000),
        (1_000, 1, 12_000),
        (60_000, 6, 120_000),
        (100_000, 18, 66_667),
        (100_000, 36, 33_333),
        (1, 24, 1),  # half a cent, rounded up
        (99_999, 0, 0),  # a one-time price is not recurring
    ],
)
def test_arr_follows_from_the_price_and_its_period_without_a_rounded_month_between(price, months, arr):
    assert money.annual(price, months) == arr


@given(st.integers(0, 10**13), st.integers(1, 120))
def test_arr_is_reckoned_as_the_views_do(price, months):
    assert money.annual(price, months) == (price * 24 + months) // (2 * months)


def test_currencies_stand_side_by_side_and_are_never_added():
    assert money.totals_shown({"EUR": 4_800_000, "USD": 29_900_000}) == "$299,000 + €48,000"
    assert money.totals_shown({}) == "0"


def test_every_currency_has_a_three_letter_code_and_its_own_exponent():
    assert {code: money.EXPONENTS[code] for code in ("USD", "JPY", "KWD", "CLF")} == {
        "USD": 2,
        "JPY": 0,
        "KWD": 3,
        "CLF": 4,
    }
    assert all(len(code) == 3 and code.isupper() for code in money.EXPONENTS)
