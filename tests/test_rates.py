"""`cs rates` and `cs rate`: what a currency was worth in another, by hand and from files, and how long ago."""

import pytest

pytestmark = pytest.mark.usefixtures("enter")
TODAY = "2026-11-23"
CENTRAL_BANK = """\
Date,USD,JPY,BGN,CYP,GBP,
2026-11-20,1.0821,170.14,1.9558,N/A,0.868,
2026-11-19,1.085,169.9,1.9558,N/A,0.87,
2007-12-31,1.4721,164.93,1.9558,0.585274,0.73335,
"""


def quotes(cs, *words):
    rows = cs("rates", *words, "--json").rows
    return [(row["currency"], row["in_currency"], row["rate"], row["on"], row["days"]) for row in rows]


def imported(cs, text, *words, name="rates.csv"):
    path = cs.home / name
    path.write_text(text)
    return cs("import", str(path), *words)


def test_the_newest_rate_of_each_pair_with_its_day_and_age(cs):
    for words in (["EUR", "1.09", "--on", "2026-08-31"], ["EUR", "1.0821", "--on", "2026-09-30"], ["JPY", "0.0064"]):
        assert cs("rate", "add", *words).code == 0
    assert cs("rate", "add", "gbp", "1.17", "--in", "eur", "--on", "1 nov").code == 0
    assert quotes(cs) == [
        ("EUR", "USD", 1.0821, "2026-09-30", 54), ("GBP", "EUR", 1.17, "2026-11-01", 22),
        ("JPY", "USD", 0.0064, TODAY, 0),
    ]  # fmt: skip
    assert quotes(cs, "--as-of", "2026-09-29") == [("EUR", "USD", 1.09, "2026-08-31", 29)]
    assert cs("rates").text.splitlines()[0].split() == [
        "1",
        "EUR",
        "=",
        "1.0821",
        "USD",
        "of",
        "2026-09-30",
        "54d",
        "old",
    ]


def test_without_a_rate_the_answer_says_what_to_type(cs):
    assert cs("rates").text == "No rates yet. One: cs rate add EUR RATE --in USD. Many: cs import FILE\n"
    assert quotes(cs) == []


def test_the_home_currency_is_the_one_meant(cs):
    assert cs("config", "set", "currency", "EUR").code == 0
    assert cs("rate", "add", "USD", "0.92").talk.startswith("1 USD = 0.92 EUR from Mon 23 Nov 2026.")


def test_a_rate_is_changed_removed_and_each_is_one_step_back(cs):
    cs("rate", "add", "EUR", "1.09", "--on", "2026-09-30")
    assert (
        cs("rate", "edit", "EUR", "1.0821").talk
        == "EUR in USD of Wed 30 Sep 2026: 1.09 → 1.0821. Take it back: cs undo\n"
    )
    assert "nothing to change, it is so already" in cs("rate", "edit", "EUR", "1.0821", "--on", "2026-09-30").talk
    assert cs("rate", "remove", "EUR").code == 0
    assert quotes(cs) == []
    cs("undo")
    assert quotes(cs) == [("EUR", "USD", 1.0821, "2026-09-30", 54)]
    assert "EUR in USD of 2026-09-30 rate 1.0821→1.09" in cs("undo").text
    cs("undo")
    assert quotes(cs) == []


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["add", "EUR", "0"], 2, 'the rate "0" is no rate: a rate is above 0'),
        (["add", "EUR", "-1"], 2, "-1 is no option: what stands there begins with no minus"),
        (["add", "EUR", "--", "-1.1"], 2, 'the rate "-1.1" is no rate'),
        (["add", "EUR", "NaN"], 2, 'the rate "NaN" is no amount'),
        (["add", "EUR", "inf"], 2, 'the rate "inf" is no amount'),
        (["add", "EUR", "1e3"], 2, "is written with an exponent"),
        (["add", "EUR", "1,082"], 2, "is it 1 or 1,082?"),
        (["add", "EUR", ""], 2, 'the rate "" is blank'),
        (["add", "EUX", "1.1"], 2, 'the currency "EUX" is no currency'),
        (["add", "EUR", "1.1", "--in", "dollars"], 2, '--in "dollars" is no currency'),
        (["add", "USD", "1.1"], 2, "USD in USD: a rate is between two currencies"),
        (["add", "EUR", "1.1", "--on", "2026-11-24"], 2, '--on "2026-11-24" is 2026-11-24, after 2026-11-23'),
        (["add", "EUR", "1.2", "--on", "2026-09-30"], 65, "1 EUR is 1.09 USD on 2026-09-30 already; nothing added"),
        (["edit", "GBP", "1.2"], 66, "no rate of GBP in USD is recorded; nothing changed"),
        (["edit", "EUR", "1.2", "--on", "2026-09-29"], 66, "no rate of EUR in USD of 2026-09-29 is recorded"),
        (["remove", "GBP"], 66, "no rate of GBP in USD is recorded; nothing removed"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(cs, words, code, sentence):
    cs("rate", "add", "EUR", "1.09", "--on", "2026-09-30")
    answer = cs("rate", *words)
    assert (answer.code, answer.out) == (code, b""), answer.talk
    assert answer.talk.startswith("cs: ")
    assert sentence in answer.talk.splitlines()[0]
    assert quotes(cs) == [("EUR", "USD", 1.09, "2026-09-30", 54)]


def test_a_file_of_rates_and_the_same_again(cs):
    text = "From,To,Date,Exchange rate\nEUR,USD,2026-09-30,1.082\nGBP,,2026-09-30,1.25\nJPY,EUR,2026-09-30,0.0058\n"
    answer = imported(cs, text)
    assert (answer.code, "3 rates: 3 new, 0 changed, 0 unchanged" in answer.text) == (0, True), answer.talk
    expected = [("EUR", "USD", 1.082), ("GBP", "USD", 1.25), ("JPY", "EUR", 0.0058)]
    assert [quote[:3] for quote in quotes(cs)] == expected
    assert "3 rates: 0 new, 0 changed, 3 unchanged" in imported(cs, text).text
    changed = imported(cs, text.replace("1.25", "1.26")).text
    assert "3 rates: 0 new, 1 changed, 2 unchanged" in changed
    assert "GBP in USD 2026-09-30 rate 1.25→1.26" in changed
    cs("undo")
    assert [quote[:3] for quote in quotes(cs)] == expected


def test_a_column_of_decimal_commas(cs):
    text = "currency;in_currency;on;rate\nEUR;USD;2026-09-30;1,0821\nUSD;IDR;2026-09-30;16.250\n"
    assert imported(cs, text).code == 0
    assert [quote[:3] for quote in quotes(cs)] == [("EUR", "USD", 1.0821), ("USD", "IDR", 16250)]


def test_the_file_of_the_european_central_bank_as_it_is_published(cs):
    answer = imported(cs, CENTRAL_BANK)
    assert answer.code == 0, answer.talk
    assert "Read rates.csv, 3 rows, rates of one euro in each currency" in answer.text
    assert "12 rates: 12 new" in answer.text
    assert "Not kept: CYP" in answer.text  # no currency any more
    assert quotes(cs) == [
        ("EUR", "BGN", 1.9558, "2026-11-20", 3), ("EUR", "GBP", 0.868, "2026-11-20", 3),
        ("EUR", "JPY", 170.14, "2026-11-20", 3), ("EUR", "USD", 1.0821, "2026-11-20", 3),
    ]  # fmt: skip
    assert quotes(cs, "--as-of", "2026-11-19")[-1] == ("EUR", "USD", 1.085, "2026-11-19", 0)
    assert imported(cs, CENTRAL_BANK).text.endswith("Nothing has changed.\n")


def test_the_file_of_one_day_has_spaces_and_a_day_in_words(cs):
    assert imported(cs, "Date, USD, JPY, \n20 November 2026, 1.0821, 170.14, \n").code == 0
    assert [quote[:4] for quote in quotes(cs)] == [
        ("EUR", "JPY", 170.14, "2026-11-20"), ("EUR", "USD", 1.0821, "2026-11-20"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("currency,on,rate\nEUR,2026-09-30,0\n", "is no rate: a rate is above 0"),
        ("currency,on,rate\nEUR,2026-09-30,-1.1\n", "is no rate"),
        ("currency,on,rate\nEUR,2026-09-30,NaN\n", "is no amount"),
        ("currency,on,rate\nEUR,2026-09-30,\n", "2:rate is missing"),
        ("currency,on,rate\nEUX,2026-09-30,1.1\n", "is no currency"),
        ("currency,on,rate\nUSD,2026-09-30,1.1\n", "a rate is between two"),
        ("currency,on,rate\nEUR,2026-11-24,1.1\n", "lies ahead: a rate is known on its day"),
        ("currency,on,rate\nEUR,,1.1\n", "is missing"),
        ("currency,on,rate\nEUR,2026-09-30,1.1\nEUR,2026-09-30,1.2\n", "but this import has 1.1 for EUR in USD"),
        ("Date,USD,JPY\n2026-09-30,1.1,-4\n", "is no rate"),
    ],
)
def test_a_file_with_a_wrong_rate_is_refused_whole(cs, text, reason):
    answer = imported(cs, text)
    assert (answer.code, quotes(cs)) == (65, [])
    assert reason in answer.talk


@pytest.mark.parametrize("header", ["Date,EUR,USD,JPY", "Date,USD", "Date,USD,Total,JPY"])
def test_a_table_of_other_columns_is_not_taken_for_rates(cs, header):
    cells = ",".join("1" for _name in header.split(",")[1:])
    assert imported(cs, f"{header}\n2026-09-30,{cells}\n").code == 65


def test_rates_are_exported_and_come_back(cs):
    assert imported(cs, CENTRAL_BANK).code == 0
    cs("rate", "add", "GBP", "1.250", "--on", "2026-09-30")
    folder = cs.home / "out"
    assert cs("export", "csv", "-o", str(folder)).code == 0
    assert (folder / "rates.csv").read_text().splitlines()[0] == "currency,in_currency,on,rate"
    assert "GBP,USD,2026-09-30,1.25" in (folder / "rates.csv").read_text()
    other = str(cs.home / "other.db")
    assert cs("--db", other, "import", str(folder / "rates.csv")).code == 0
    sql = 'select currency, in_currency, "on", rate from rates order by 1, 2, 3'
    assert cs("--db", other, "sql", sql, "--json").rows == cs("sql", sql, "--json").rows
