"""Numbers with units: what is typed, what is shown, what is refused."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cs_cli.domain.quantity import LARGEST, Quantity, exact, one_unit, parse_quantity, shown


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("8h", Quantity(Decimal(8), "h")),
        ("8 h", Quantity(Decimal(8), "h")),
        ("<2h", Quantity(Decimal(2), "h", "<")),
        ("≤ 2 hours", Quantity(Decimal(2), "hours", "<")),
        (">=40%", Quantity(Decimal(40), "%", ">")),
        ("40 %", Quantity(Decimal(40), "%")),
        ("1.2k", Quantity(Decimal(1200))),
        ("1.2K users", Quantity(Decimal(1200), "users")),
        ("5 km", Quantity(Decimal(5), "km")),
        ("5kg", Quantity(Decimal(5), "kg")),
        ("$1,200", Quantity(Decimal(1200), "$")),
        ("1,234,567.5", Quantity(Decimal("1234567.5"))),
        ("-3", Quantity(Decimal(-3))),
        ("−3", Quantity(Decimal(-3))),
        ("-$3", Quantity(Decimal(-3), "$")),
        (".5", Quantity(Decimal("0.5"))),
        ("0.125", Quantity(Decimal("0.125"))),
        ("12 tickets/week", Quantity(Decimal(12), "tickets/week")),
    ],
)
def test_a_number_and_its_unit(said, meant):
    assert parse_quantity(said) == meant


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "is no number"),
        ("fast", "is no number"),
        ("8h 30m", "is no number"),
        ("1.2.3", "is no number"),
        ("12.000", "is it 12 or 12,000"),
        ("12,5", "write decimals with a point"),
        ("1,2345", "write decimals with a point"),
        ("$5 EUR", "has two units"),
        ("9" * 14, "too large"),
        ("8 " + "x" * 25, "more than 24 characters"),
    ],
)
def test_anything_else_says_why(said, why):
    with pytest.raises(ValueError, match=why):
        parse_quantity(said)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (8.0, "h", "8 h"),
        (40.0, "%", "40%"),
        (1200.0, "$", "$1,200"),
        (-3.5, "€", "-€3.5"),
        (0.1, None, "0.1"),
        (1e-05, None, "0.00001"),
        (1e13, None, "10,000,000,000,000"),
        (None, "h", "–"),
    ],
)
def test_a_number_for_people(value, unit, text):
    assert shown(value, unit) == text


@given(
    st.decimals(min_value=-LARGEST, max_value=LARGEST, places=2),
    st.sampled_from([None, "h", "%", "$", "hours saved"]),
)
@example(Decimal("12.00"), "h")
def test_what_is_shown_is_read_again_as_the_same(value, unit):
    assert parse_quantity(shown(float(value), unit)) == Quantity(exact(float(value)), unit)


@given(st.text())
def test_any_text_is_a_quantity_or_a_reason(said):
    with suppress(ValueError):
        assert abs(parse_quantity(said).value) <= LARGEST


def test_all_numbers_of_a_measure_have_one_unit():
    hours, bare, minutes = parse_quantity("8h"), parse_quantity("2"), parse_quantity("120 min")
    assert one_unit(None, bare) is None
    assert one_unit(None, bare, hours) == "h"
    assert one_unit("H", hours) == "H"
    with pytest.raises(ValueError, match="is in min, and the measure in h: say them in one unit"):
        one_unit(None, hours, minutes)
