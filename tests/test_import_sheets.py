"""What people's own sheets hold: what is guessed, what is asked, what is left out, and that all of it is said."""

import json

import pytest
from workbooks import Styled, workbook

DAY = "2026-11-23"


@pytest.fixture
def give(cs):
    """`give(text, *options)` imports a CSV file on DAY."""

    def run(text, *options, name="file.csv"):
        path = cs.home / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return cs.as_of(DAY, "import", str(path), *options)

    return run


def accounts(cs, *options):
    return {row["account"]: row for row in json.loads(cs.as_of(DAY, "accounts", "--json", *options).text)}


def terms(cs, account):
    sql = f"SELECT starts_on, renews_on, arr, notice_days, notice_kind FROM contracts WHERE account = '{account}'"  # noqa: S608
    return [tuple(row.values()) for row in json.loads(cs("sql", sql, "--json").text)]


@pytest.mark.parametrize(
    ("term", "renews_on", "starts_on"),
    [
        ("", "2027-03-01", "2026-03-01"),
        ("", "2029-03-01", "2026-03-01"),
        ("", "2027-11-23", "2026-11-23"),
        ("", "2027-11-24", "2025-11-24"),
        ("monthly", "2027-02-10", "2026-11-10"),
        ("36m", "2031-03-01", "2025-03-01"),
        ("", "2026-10-01", "2025-10-01"),
    ],
)
def test_a_contract_of_a_sheet_runs_today_however_far_off_its_renewal_is(cs, give, term, renews_on, starts_on):
    answer = give(f"Customer,ARR,Renewal date,Term\nAcme,1200,{renews_on},{term}\n")
    assert "ARR 0 → $1,200" in answer.text or renews_on < DAY
    assert [row[:2] for row in terms(cs, "ACME")] == [(starts_on, renews_on)]


def test_a_term_whose_assumed_start_lies_ahead_is_said(give):
    give("account,name,domain\nACME,Acme,acme.example\n", name="accounts.csv")
    answer = give("account,contract,renews_on,arr\nACME,Platform,2028-03-01,1200\n")
    assert "Counted from its assumed start on: ACME/Platform 2027-03-01. Earlier? Say it in a column" in answer.text
    assert "ARR 0\n" in answer.text or "ARR" not in answer.text


def test_a_sheet_that_moves_its_renewal_keeps_the_contract_running(cs, give):
    give("Customer,ARR,Renewal date\nAcme,550,2027-01-20\n")
    moved = give("Customer,ARR,Renewal date\nAcme,550,2027-12-20\n")
    assert "ARR $550" in moved.text
    assert [row[:2] for row in terms(cs, "ACME")] == [("2025-12-20", "2027-12-20")]


def test_the_same_sheet_on_a_later_day_changes_nothing(cs, give):
    sheet = "Customer,ARR,Renewal date\nAcme,550,2027-12-01\n"
    give(sheet)
    assert cs.as_of("2026-12-05", "import", str(cs.home / "file.csv")).text.endswith("Nothing has changed.\n")


def test_the_next_term_of_a_sheet_begins_where_the_last_one_ends(cs, give):
    give("Customer,ARR,Renewal date\nAcme,550,2026-12-01\n")
    give("Customer,ARR,Renewal date\nAcme,600,2027-12-01\n")
    assert [row[:3] for row in terms(cs, "ACME")] == [
        ("2025-12-01", "2026-12-01", 550),
        ("2026-12-01", "2027-12-01", 600),
    ]
    assert accounts(cs)["ACME"]["arr"] == 550
    assert cs("contract", "add", "ACME", "--contract", "Addon", "--starts", "2026-12-01", "--renews", "2027-12-01",
              "--arr", "1").code == 0  # fmt: skip
    renewals = json.loads(cs.as_of(DAY, "renewals", "--due", "2y", "--json").text)
    assert sorted(row["renews_on"] for row in renewals) == ["2027-12-01", "2027-12-01"]


def test_monthly_revenue_makes_a_year(give):
    answer = give("Customer,MRR,Renewal date\nAcme,100,2027-03-01\n")
    assert "ARR 0 → $1,200" in answer.text


@pytest.mark.parametrize(
    ("cell", "stored"),
    [("60", (60, "calendar")), ("90 days", (90, "calendar")), ("8w", (56, "calendar")), ("2 months", (2, "months"))],
)
def test_a_notice_period_is_written_as_one_says_it(cs, give, cell, stored):
    assert give(f"Customer,ARR,Renewal date,Notice\nAcme,1200,2027-03-01,{cell}\n").code == 0
    assert [row[3:] for row in terms(cs, "ACME")] == [stored]


@pytest.mark.parametrize("key", ["../evil", "a/b", "my key", "-o", "--help", "."])
def test_what_is_no_key_is_refused_in_every_kind(cs, give, key):
    answer = give(f"Key,Customer,ARR,Renewal date\n{key},Acme,1,2027-03-01\n")
    assert answer.code == 65
    assert f'2:Key "{key}" is no account key' in answer.talk
    assert not accounts(cs)


def test_a_name_that_two_accounts_have_is_asked_for(cs, give):
    give("external_id,Customer,CSM\n1,Kwik-E,me\n2,Kwik-E,me\n", name="accounts.csv")
    answer = give("Customer,ARR,Renewal date\nKwik-E,1,2027-03-01\n")
    assert answer.code == 65
    assert '2:Customer "Kwik-E" is the name of KWIK, KWIK-2: say which in a column account' in answer.talk
    assert give("Account,ARR,Renewal date\nKWIK-2,1,2027-03-01\n").code == 0
    assert accounts(cs)["KWIK-2"]["arr"] == 1


@pytest.mark.parametrize("written", ["Ruff Brewery Inc", "Ruff-Brewery", "RUFF BREWERY, LLC."])
def test_names_that_differ_in_little_are_kept_apart_and_said(cs, give, written):
    give("Customer,ARR,Renewal date\nRuff Brewery,1,2027-03-01\n")
    answer = give(f'Customer,ARR,Renewal date\n"{written}",1,2027-03-01\n')
    assert "Kept apart, though named alike: " in answer.text
    assert len(accounts(cs)) == 2


def test_an_apostrophe_is_an_apostrophe(cs, give):
    give("Customer,CSM\nJoe's Tavern,me\n")
    assert "0 new, 0 changed, 1 unchanged" not in give("Customer,CSM\nJoe’s Tavern,lee\n").text
    assert list(accounts(cs)) == ["JOES"]


def test_the_sum_below_a_sheet_is_no_customer(cs, give):
    answer = give("Customer,ARR,Renewal date\nA1,100,2027-03-01\nB2,50,2027-03-01\nTotal,150,2027-03-01\n")
    assert "Line 4 left out: it is the sum of the lines above" in answer.text
    assert sorted(accounts(cs)) == ["A1", "B2"]
    assert give("Customer,ARR,Renewal date\nTotal,70,2027-03-01\n").code == 0
    assert "TOTAL" in accounts(cs)


def test_what_is_brought_to_an_archived_account_is_said(cs, give):
    give("Customer,ARR,Renewal date\nAcme,100,2027-03-01\n")
    assert cs("account", "archive", "ACME").code == 0
    assert "Archived, and so in no list: ACME" in give("Customer,ARR,Renewal date\nAcme,120,2027-03-01\n").text


def test_how_dates_were_read_is_said_where_it_could_have_been_otherwise(give):
    answer = give("Customer,ARR,Renewal date\nA1,1,3/1/2027\nB2,1,13/1/2027\n")
    assert 'Dates in "Renewal date" read as day/month, as 13/1/2027 says' in answer.text


@pytest.mark.parametrize("written", ["27-03-01", "26-12-31"])
def test_two_digits_that_may_be_a_day_or_a_year_are_asked_for(give, written):
    answer = give(f"Customer,ARR,Renewal date\nAcme,1,{written}\n")
    assert answer.code == 65
    assert f'"{written}" may begin with its day or its year: write 2027-03-31' in answer.talk


def test_an_old_workbook_is_told_from_a_text(give):
    answer = give(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, name="book.xls")
    assert answer.code == 65
    assert "book.xls: it is an old Excel workbook (.xls)\n  Save it as .xlsx" in answer.talk


MIXED = "Customer,ARR,Renewal date\nA1,100,2027-03-01\nB2,tbd,2027-03-01\nC3,70,soon\n"


def test_the_good_rows_can_come_now_and_the_mended_ones_later(cs, give):
    refused = give(MIXED)
    assert refused.code == 65
    assert "The 2 rows in a file to mend, the others now: cs import " in refused.talk
    assert refused.talk.endswith("--errors mend.csv --skip-bad\n")
    assert not accounts(cs)
    mend = cs.home / "mend.csv"
    answer = give(MIXED, "--skip-bad", "--errors", str(mend))
    assert answer.code == 65
    assert answer.talk.startswith("cs: 2 of 3 rows are wrong in file.csv and left out\n")
    assert "1 new (A1)" in answer.text
    assert list(accounts(cs)) == ["A1"]
    mended = mend.read_text().replace("tbd", "50").replace("soon", "2027-03-01")
    assert give(mended, name="mend.csv").code == 0
    assert list(accounts(cs)) == ["A1", "B2", "C3"]
    assert cs("undo").code == cs("undo").code == 0
    assert not accounts(cs)


def test_what_stands_on_a_row_that_is_left_out_is_left_out_too(cs, give):
    rows = "account,name,parent\nTOP,Top,NOWHERE\nMID,Mid,TOP\nOWN,Own,\n"
    answer = give(rows, "--skip-bad")
    assert (answer.code, list(accounts(cs))) == (65, ["OWN"])
    assert "2 of 3 rows are wrong in file.csv and left out" in answer.talk
    assert give(rows, "--skip-bad").text.endswith("Nothing has changed.\n")


def test_a_dry_run_may_leave_rows_out_too(cs, give):
    answer = give(MIXED, "--skip-bad", "--dry-run", "--json")
    assert (answer.code, json.loads(answer.text)[0]["bad"]) == (65, 2)
    assert json.loads(answer.text)[0]["new"]["accounts"] == ["A1"]
    assert not cs.db.exists()


def test_a_row_that_names_none_of_several_contracts(give):
    for name, arr in (("Platform", "1600"), ("Analytics", "240")):
        give(f"Customer,ARR,Renewal date,Contract\nAcme,{arr},2027-03-01,{name}\n")
    assert give("Customer,ARR,Renewal date\nAcme,1600,2027-03-01\n").text.endswith("Nothing has changed.\n")
    answer = give("Customer,ARR,Renewal date\nAcme,1840,2027-03-01\n")
    assert answer.code == 65
    assert '2:Customer "ACME" has the contracts Analytics and Platform: say which in a column contract' in answer.talk


FORMATS = (
    '#,##0.00 "€"',
    "[$€-407]#,##0",
    "[$GBP] #,##0",
    "[$¥-411]#,##0",
    '"$"#,##0',
    "#,##0.00",
    "[$-409]0",
    "€#,##0",
)


@pytest.mark.parametrize(
    ("number", "currency"), list(enumerate(["EUR", "EUR", "GBP", "JPY", "USD", "USD", "USD", "EUR"]))
)
def test_a_cell_says_its_currency_by_its_format(cs, number, currency):
    rows = [["Customer", "ARR", "Renewal date"], ["Acme", Styled(1000, number), "2027-03-01"]]
    path = workbook(cs.home / "book.xlsx", {"Book": rows}, formats=FORMATS)
    answer = cs.as_of(DAY, "import", str(path))
    assert answer.code == 0, answer.talk
    assert (accounts(cs)["ACME"]["arr"], accounts(cs)["ACME"]["currency"]) == (1000, currency)
    assert ("the home currency" in answer.text) == (number in (5, 6))


def test_a_sign_that_several_currencies_go_by_is_asked_for(cs):
    rows = [["Customer", "ARR", "Renewal date"], ["Acme", Styled(1000, 0), "2027-03-01"]]
    path = workbook(cs.home / "book.xlsx", {"Book": rows}, formats=("#,##0 [$kr-414]",))
    answer = cs.as_of(DAY, "import", str(path))
    assert answer.code == 65
    assert 'Book!B2:ARR "1000" is shown in "kr": say the currency in a column currency' in answer.talk


def test_a_number_that_is_no_money_may_look_like_it(cs, give):
    give("Customer,ARR,Renewal date\nAcme,1,2027-03-01\n")
    rows = [["account", "metric", "on", "value"], ["ACME", "saved", "2026-11-01", Styled(1000, 0)]]
    assert cs("import", str(workbook(cs.home / "m.xlsx", {"M": rows}, formats=FORMATS))).code == 0
    assert json.loads(cs("sql", "SELECT value FROM measurements", "--json").text) == [{"value": 1000}]


@pytest.mark.parametrize(
    ("cell", "other", "asked"),
    [
        ("$150,000", "€45.000,50", "150 or 150,000"),
        ("2,500", "1.250,00", "2 or 2,500"),
        ("$150,000", "12,5", "150 or 150,000"),
        ("45.000", "$1,234.50", "45 or 45,000"),
    ],
)
def test_thousands_are_not_taken_for_decimals_because_another_cell_writes_them_so(cs, give, cell, other, asked):
    sheet = f'Customer,ARR,Renewal date\nKilo,"{cell}",2027-03-01\nLima,"{other}",2027-03-01\n'
    answer = give(sheet)
    assert answer.code == 65
    assert f'2:ARR "{cell}" is it {asked}? Say --decimal . or --decimal ,' in answer.talk
    assert not accounts(cs)


def assumed(cs):
    return set(json.loads(json.loads(cs("sql", "SELECT assumed FROM contracts", "--json").text)[0]["assumed"]))


@pytest.mark.parametrize(
    ("again", "left"),
    [
        ("Customer,ARR,Renewal date\nAcme,1200,2027-03-01\n", {"term", "starts_on", "auto_renew", "currency"}),
        ("Customer,ARR,Renewal date\nAcme,EUR 1200,2027-03-01\n", {"term", "starts_on", "auto_renew"}),
        ("Customer,ARR,Renewal date,Auto-renew\nAcme,900,2027-03-01,no\n", {"term", "starts_on", "currency"}),
    ],
)
def test_what_is_assumed_stays_so_until_a_row_says_it(cs, give, again, left):
    give("Customer,ARR,Renewal date\nAcme,900,2027-03-01\n")
    assert give(again).code == 0
    assert assumed(cs) == left


def test_a_sum_of_monthly_amounts_is_no_customer_either(cs, give):
    answer = give("Customer,MRR,Renewal date\nA1,100,2027-03-01\nB2,50,2027-03-01\nTotal,150,\n")
    assert "Line 4 left out: it is the sum of the lines above" in answer.text
    assert sorted(accounts(cs)) == ["A1", "B2"]
