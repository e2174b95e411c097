"""Cells: strictly read, refused by name, never guessed."""

import json
from datetime import UTC
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.errors import UsageError
from cs_cli.intake import values
from cs_cli.intake.amounts import Amount, AmountColumn, parse_amount, parse_number
from cs_cli.intake.days import DayColumn, order_of, parse_day, parse_instant
from cs_cli.intake.values import Reads, Style, parser_of
from cs_cli.intake.workbook import Number


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-04-03", "mdy", "2026-04-03"),
        (" 2026-4-3 ", "mdy", "2026-04-03"),
        ("2002/1/16", "mdy", "2002-01-16"),
        ("20260403", "mdy", "2026-04-03"),
        ("03/04/2026", "dmy", "2026-04-03"),
        ("03/04/2026", "mdy", "2026-03-04"),
        ("3-4-26", "dmy", "2026-04-03"),
        ("03.04.2026", "mdy", "2026-04-03"),
        ("3 Apr 2026", "mdy", "2026-04-03"),
        ("3-Apr-26", "mdy", "2026-04-03"),
        ("3. April 2026", "mdy", "2026-04-03"),
        ("April 3, 2026", "dmy", "2026-04-03"),
        ("Sept 5, 2026", "dmy", "2026-09-05"),
        ("2020-12-22T21:16:01Z", "dmy", "2020-12-22"),
        ("29/02/2028", "dmy", "2028-02-29"),
        ("  ", "dmy", None),
    ],
)
def test_days_are_read_in_the_order_of_the_column(text, order, day):
    assert parse_day(text, order) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/11/2026", "November has 30 days"),
        ("2027-02-29", "February 2027 has 28 days"),
        ("30/02/2028", "February 2028 has 29 days"),
        ("2026-13-01", "there is no month 13"),
        ("32/01/2026", "there is no day 32"),
        ("00/01/2026", "there is no day 0"),
        ("0000-01-01", "0000-01-01 has no year"),
        ("1899-12-31", "the year 1899 is before 1990"),
        ("2101-01-01", "the year 2101 is after 2100"),
        ("Q3 2026", "is no date"),
        ("2026", "is no date"),
        ("3 Foo 2026", "is no date"),
        ("46000", "is no date"),
        ("n/a", "is no date: write 2027-03-31"),
    ],
)
def test_what_is_no_day_is_refused_by_name(text, reason):
    with pytest.raises(ValueError, match=f"^{reason}$"):
        parse_day(text, "dmy")


@pytest.mark.parametrize(
    ("seen", "order"),
    [
        (["2026-01-02", "03.04.2026", ""], "dmy"),
        (["13/01/2026", "03/04/2026"], "dmy"),
        (["01/13/2026", "03/04/2026"], "mdy"),
        (["05/05/2026"], "dmy"),
    ],
)
def test_the_whole_column_says_the_order(seen, order):
    column = DayColumn("Renewal")
    column.observe(seen)
    assert column.order() == order


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (["03/04/2026", "05/06/2026"], "all 2 dates fit both day/month and month/day"),
        (["03/04/2026"], "its date fits both day/month and month/day"),
        (["13/04/2026", "04/13/2026"], '"13/04/2026" is day/month, but "04/13/2026" is month/day'),
    ],
)
def test_a_column_that_fits_both_orders_is_refused(seen, why):
    column = DayColumn("Renewal")
    column.observe(seen)
    with pytest.raises(ValueError, match=f"^{why}$"):
        column.order()


@pytest.mark.parametrize(
    ("said", "order"), [("DD/MM/YYYY", "dmy"), ("%m/%d/%Y", "mdy"), ("dmy", "dmy"), ("YYYY-MM-DD", "dmy")]
)
def test_a_date_format_names_an_order(said, order):
    assert order_of(said) == order


def test_a_date_format_that_names_none_is_refused():
    with pytest.raises(UsageError, match="is no date format"):
        order_of("YYDDMM")


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2024-07-11T21:22:08.000+0000", "2024-07-11T21:22:08Z"),
        ("2024-07-11T23:22:08+02:00", "2024-07-11T21:22:08Z"),
        ("2024-07-11 21:22:08 UTC", "2024-07-11T21:22:08Z"),
        ("2024-07-11T21:22:08Z", "2024-07-11T21:22:08Z"),
        ("7/11/2024, 2:22 PM", "2024-07-11T12:22:00Z"),
        ("7/11/2024 12:05 am", "2024-07-10T22:05:00Z"),
        ("2024-01-11 10:00", "2024-01-11T09:00:00Z"),
        ("2024-07-11", "2024-07-11T00:00:00Z"),
        ("", None),
    ],
)
def test_instants_become_utc(text, instant):
    assert parse_instant(text, "mdy", ZoneInfo("Europe/Berlin")) == instant


@pytest.mark.parametrize("text", ["2024-07-11T25:00", "yesterday", "2024-07-41T10:00Z", "2024-07-11T10:71Z"])
def test_what_is_no_instant_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text, "mdy", UTC)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("160000", 160000, None),
        ("$160,000", 160000, "$"),
        ("US$ 5", 5, "USD"),
        ("1.234,56", "1234.56", None),
        ("1,234.50", "1234.5", None),
        ("1,234,567", 1234567, None),
        ("1.234.567", 1234567, None),
        ("(1,234.00)", -1234, None),
        ("1'234.50", "1234.5", None),
        ("CHF 1’200", 1200, "CHF"),
        ("−5", -5, None),
        ("-$5", -5, "$"),
        ("$-5", -5, "$"),
        ("+5", 5, None),
        ("12.5k", 12500, None),
        ("€48,000", 48000, "EUR"),
        ("48,5 €", "48.5", "EUR"),
        ("1 234,50 EUR", "1234.5", "EUR"),
        ("$160,000 USD", 160000, "USD"),
        (".5", "0.5", None),
        ("0.125", "0.125", None),
        ("12,000", 12000, None),
        (Number("12.345"), "12.345", None),
    ],
)
def test_amounts_are_read_as_they_can_only_be_meant(text, value, currency):
    assert parse_amount(text, None) == Amount(Decimal(value), currency)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12.000", "is it 12 or 12,000? Say --decimal . or --decimal ,"),
        ("NaN", "is no amount"),
        ("-Infinity", "is no amount"),
        ("1e5", "is written with an exponent: write it out"),
        ("1_000", "has an underscore: write the digits alone"),
        ("12 million", "is no number"),
        ("1.2.3", "is no number: its thousands are not groups of three"),
        ("1,23,456", "is no number: its thousands are not groups of three"),
        ("1.234,56.7", "is no number"),
        ("ZZZ 5", "ZZZ is no currency"),
        ("EUR 5 USD", "names two currencies"),
        ("n/a", "is no number"),
        ("20000000000000", "is too large to be an amount"),
    ],
)
def test_what_is_no_amount_is_refused_by_name(text, reason):
    with pytest.raises(ValueError, match=r".") as refused:
        parse_amount(text, None)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("12.000", ".", 12),
        ("12.000", ",", 12000),
        ("12,000", ",", 12),
        ("12,000", ".", 12000),
        ("1.234.567", ",", 1234567),
    ],
)
def test_the_decimal_mark_decides_what_may_be_either(text, mark, value):
    assert parse_amount(text, mark) == Amount(Decimal(value), None)


def test_a_file_with_semicolons_writes_decimals_with_a_comma_perhaps():
    with pytest.raises(ValueError, match="is it 12 or 12,000"):
        parse_amount("12,000", None, comma_is_thousands=False)


def test_a_number_against_the_decimal_mark_is_refused():
    with pytest.raises(ValueError, match="does not fit the decimal mark"):
        parse_amount("1,5", ".")


@pytest.mark.parametrize(
    ("seen", "said", "mark"),
    [
        (["12.000", "3.5"], None, "."),
        (["12,000", "3,5"], None, ","),
        (["1.5", "1,5"], None, None),
        (["12.000", "oops", Number("1.5")], None, None),
        (["1.5"], ",", ","),
    ],
)
def test_the_column_shows_its_decimal_mark(seen, said, mark):
    column = AmountColumn()
    column.observe(seen)
    assert column.mark(said) == mark


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9))
def test_an_amount_written_with_thousands_is_the_same_amount(value):
    american = f"{value:,.2f}"
    german = american.translate({ord(","): ".", ord("."): ","})
    assert parse_amount(american, None) == parse_amount(german, None) == Amount(value, None)


def test_a_plain_number_has_no_currency():
    assert parse_number("7%", None) == 7
    assert parse_number("", None) is None
    with pytest.raises(ValueError, match="is an amount of money"):
        parse_number("$7", None)


def read(reads, text, *choices):
    parser = parser_of(reads, Style(), choices)
    assert parser is not None
    return parser(text)


@pytest.mark.parametrize(
    ("reads", "text", "value"),
    [
        (Reads.FLAG, "1", True), (Reads.FLAG, "x", True), (Reads.FLAG, "No", False), (Reads.FLAG, "", None),
        (Reads.TERM, "Annual", 12), (Reads.TERM, "18m", 18), (Reads.TERM, "2 years", 24), (Reads.TERM, "12", 12),
        (Reads.TERM, "evergreen", 0), (Reads.TERM, "month-to-month", 1), (Reads.TERM, "", None),
        (Reads.PERIOD, "half-year", 6), (Reads.PERIOD, "one-time", 0), (Reads.PERIOD, "", None),
        (Reads.CURRENCY, " eur", "EUR"), (Reads.CURRENCY, "€", "EUR"), (Reads.CURRENCY, "", None),
        (Reads.DOMAIN, "https://www.Acme.com/at?x=1", "acme.com"), (Reads.DOMAIN, "WWW.acme.com", "acme.com"),
        (Reads.DOMAIN, "acme.com:8080/x", "acme.com"), (Reads.DOMAIN, "[bad", "[bad"), (Reads.DOMAIN, "", None),
        (Reads.KEY, " ACME-EU ", "ACME-EU"), (Reads.KEY, "", None),
        (Reads.NUMBERED, "t31", 31), (Reads.NUMBERED, "", None),
        (Reads.COUNT, "1,200", 1200), (Reads.COUNT, "", None), (Reads.NUMBER, "62.5", 62.5), (Reads.NUMBER, "", None),
        (Reads.PERCENT, "5.50%", "5.5"), (Reads.PERCENT, "", None), (Reads.AMOUNT, "", None),
        (Reads.SIGNED_AMOUNT, "-5", Amount(Decimal(-5), None)),
    ],
)  # fmt: skip
def test_each_sort_of_column_is_read(reads, text, value):
    assert read(reads, text) == value


@pytest.mark.parametrize(
    ("reads", "text", "reason"),
    [
        (Reads.FLAG, "perhaps", "is neither yes nor no"),
        (Reads.TERM, "forever", "is no term"),
        (Reads.TERM, "0", "is no term"),
        (Reads.PERIOD, "forever", "is no period"),
        (Reads.CURRENCY, "ZZZ", "is no currency"),
        (Reads.KEY, "A B", "is no account key"),
        (Reads.NUMBERED, "t-1", "is no task number"),
        (Reads.COUNT, "-1", "is negative"),
        (Reads.COUNT, "1.5", "is no whole number"),
        (Reads.AMOUNT, "-5", "is negative"),
        (Reads.CHOICE, "blue", "is none of red, green"),
    ],
)
def test_what_a_column_cannot_hold_is_refused(reads, text, reason):
    with pytest.raises(ValueError, match=reason):
        read(reads, text, "red", "green")


def test_lists_are_split_at_semicolons_and_checked_word_by_word():
    assert json.loads(read(Reads.WORDS, " a ; b;;a ")) == ["a", "b", "a"]
    assert read(Reads.WORDS, " ; ") is None
    assert json.loads(read(Reads.WORDS, "Economic Buyer;user", "economic-buyer", "user")) == ["economic-buyer", "user"]


def test_a_column_of_few_values_reads_each_once(monkeypatch):
    monkeypatch.setattr(values, "REMEMBERED", 1)
    asked = []
    parse = values.quick(Reads.FLAG, asked.append)
    for text in ("a", "a", "b", "b"):
        parse(text)
    assert asked == ["a", "b", "b"]
