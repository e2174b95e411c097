"""`cs import`: all of it or nothing, the same again changes nothing, and every guess is said."""

import json
import sqlite3
import stat
from hashlib import sha256

import pytest
from workbooks import Serial, workbook

DAY = "2026-11-23"
BOOK = "Customer,ARR,Renewal date,CSM\nAcme Corporation,160000,2027-03-01,me\nKestrel Ltd,75000,2026-12-15,lee\n"

ASSUMED = (
    "Assumed, where nothing said otherwise: annual ({0}×), a start by whole terms before the renewal ({0}×), "
    "the home currency ({0}×), no auto-renewal ({0}×)"
)

REASONS = '"ARR is it 12 or 12,000? Say --decimal . or --decimal ,; Renewal date November has 30 days"'


@pytest.fixture
def give(cs):
    """`give("book.csv", text)` writes a file and returns the words that import it."""

    def write(name, text):
        path = cs.home / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return write


@pytest.fixture
def imported(cs, give):
    """`imported(text, *options)` imports a CSV file and returns the answer."""

    def run(text, *options, name="file.csv"):
        return cs.as_of(DAY, "import", give(name, text), *options)

    return run


def rows(cs, sql):
    with sqlite3.connect(cs.db) as connection:
        return connection.execute(sql).fetchall()


def count(cs, table):
    return rows(cs, f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608  our own names


def steps(cs):
    return count(cs, "journal_step")


# A book


ASSUMED_COLUMNS = '["term", "starts_on", "currency", "auto_renew"]'


def test_a_sheet_of_four_columns_imports_at_the_first_try(cs, imported):
    answer = imported(BOOK, name="book.csv")
    assert answer.code == 0
    assert answer.text.splitlines() == [
        "Read book.csv, 2 rows, one per account. Customer→name, ARR→price a year, Renewal date→renews_on, CSM→owner",
        "2 new (ACME, KESTREL), 0 changed, 0 unchanged",
        ASSUMED.format(2),
        "ARR 0 → $235,000. Opt-outs in the next 30 days: 0",
        "Take it back: cs undo",
    ]
    assert rows(cs, "SELECT account, starts_on, renews_on, price, currency, term, owner, assumed FROM contracts") == [
        ("ACME", "2026-03-01", "2027-03-01", 160000.0, "USD", "annual", "me", ASSUMED_COLUMNS),
        ("KESTREL", "2025-12-15", "2026-12-15", 75000.0, "USD", "annual", "lee", ASSUMED_COLUMNS),
    ]


def test_the_same_sheet_as_a_workbook_is_the_same_book(cs, tmp_path):
    sheet = [["Customer", "ARR", "Renewal date", "CSM"], ["Acme Corporation", 160000, Serial(46447), "me"]]
    answer = cs.as_of(
        DAY, "import", str(workbook(tmp_path / "book.xlsx", {"Book": sheet, "Ideas": [["one"], ["two"]]}))
    )
    assert answer.text.startswith('Read "Book", 1 row, one per account.')
    assert 'Not read, no kind I know: book.xlsx "Ideas"' in answer.text
    assert rows(cs, "SELECT account, renews_on, price FROM contracts") == [("ACME", "2027-03-01", 160000.0)]


def test_importing_again_changes_nothing_and_is_no_step(cs, imported):
    imported(BOOK)
    before = cs.db.read_bytes()
    answer = imported(BOOK)
    assert "0 new, 0 changed, 2 unchanged" in answer.text
    assert answer.text.endswith("Nothing has changed.\n")
    assert steps(cs) == 1
    assert cs.db.read_bytes() == before


def test_a_changed_sheet_shows_each_field_before_and_after(cs, imported):
    imported(
        BOOK.replace("CSM", "CSM,Seats,Auto-renew,Notice").replace("me\n", "me,380,yes,90\n").replace("lee", "lee,,,")
    )
    changed = (
        'Customer,ARR,Renewal date,CSM,Seats,Auto-renew,Notice,Mood\nACME,"$170,000",2027-03-01,me,400,no,90,fine\n'
    )
    answer = imported(changed + "Kestrel Ltd,75000,2026-12-15,me,,,,\n")
    assert answer.text.splitlines()[1:4] == [
        '0 new, 2 changed, 0 unchanged; "Mood" kept as a custom field',
        (
            "  ACME Mood –→fine · KESTREL owner lee→me · ACME seats 380→400 · ACME auto_renew yes→no"
            " · ACME price $160,000→$170,000"
        ),
        "ARR $235,000 → $245,000. Opt-outs in the next 30 days: 0",
    ]
    assert steps(cs) == 2


def test_undo_brings_the_empty_portfolio_back_and_redo_the_full_one(cs, imported):
    imported(BOOK)
    before = rows(cs, "SELECT * FROM accounts"), rows(cs, "SELECT * FROM contracts")
    assert cs("undo").code == 0
    assert count(cs, "account") == count(cs, "contract") == 0
    assert cs("redo").code == 0
    assert (rows(cs, "SELECT * FROM accounts"), rows(cs, "SELECT * FROM contracts")) == before


def test_a_blank_never_erases(cs, imported):
    imported(BOOK.replace("CSM", "CSM,Segment").replace("me\n", "me,enterprise\n").replace("lee", "lee,smb"))
    answer = imported("Customer,ARR,Renewal date,CSM,Segment\nAcme Corporation,,,,\n")
    assert "0 new, 0 changed, 1 unchanged" in answer.text
    assert rows(cs, "SELECT owner, segment FROM accounts WHERE account = 'ACME'") == [("me", "enterprise")]
    assert rows(cs, "SELECT price, renews_on FROM contracts WHERE account = 'ACME'") == [(160000.0, "2027-03-01")]


def test_a_mended_renewal_date_mends_the_term_and_the_next_years_date_is_a_new_one(cs, imported):
    imported(BOOK)
    imported(BOOK.replace("2027-03-01", "2027-04-01"))
    terms = "SELECT starts_on, renews_on FROM contracts WHERE account = 'ACME' ORDER BY starts_on"
    assert rows(cs, terms) == [("2026-04-01", "2027-04-01")]
    answer = imported(BOOK.replace("2027-03-01", "2028-04-01"))
    assert "new terms: ACME" in answer.text
    assert rows(cs, terms) == [("2026-04-01", "2027-04-01"), ("2027-04-01", "2028-04-01")]


def test_end_dates_are_the_last_day_and_both_must_fit(cs, imported):
    assert imported("Account,ARR,End\nAcme,1,2027-02-28\n").code == 0
    assert rows(cs, "SELECT renews_on FROM contracts") == [("2027-03-01",)]
    assert (
        imported("Account,ARR,End,Renewal date\nAcme,1,2027-02-28,2027-02-28\nBoreal,1,2027-02-28,2027-03-01\n").code
        == 0
    )
    answer = imported("Account,ARR,End,Renewal date\nAcme,1,2027-02-28,2027-06-01\n")
    assert '2:End "2027-02-28" does not fit renews_on 2027-06-01' in answer.talk


def test_an_account_on_two_lines_needs_something_to_tell_its_contracts_apart(cs, imported):
    answer = imported("Customer,ARR,Renewal date\nAcme,1,2027-03-01\nAcme,2,2027-06-01\n")
    assert '3:Customer "ACME" is also on line 2: tell the two apart by a column contract or product' in answer.talk
    answer = imported("Customer,Product,ARR,Renewal date\nAcme,Platform,1,2027-03-01\nAcme,Analytics,2,2027-06-01\n")
    assert answer.code == 0
    assert count(cs, "account") == 1
    assert rows(cs, "SELECT product, arr FROM contracts ORDER BY arr") == [("Platform", 1.0), ("Analytics", 2.0)]
    answer = imported("Customer,Product,ARR,Renewal date,CSM\nAcme,A,1,2027-03-01,me\nAcme,B,2,2027-06-01,lee\n")
    assert '3:CSM "lee" but me on line 2, the same account' in answer.talk


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (("€48,000", "ARR", []), (4800000, "EUR")),
        (("48000", "ARR (GBP)", []), (4800000, "GBP")),
        (("48000", "ARR in EUR", []), (4800000, "EUR")),
        (("48000", "ARR", ["--currency", "jpy"]), (48000, "JPY")),
        (("$48,000", "ARR", ["--currency", "CAD"]), (4800000, "CAD")),
        (("$48,000", "ARR", ["--currency", "EUR"]), (4800000, "USD")),
        (("¥48000", "ARR", ["--currency", "CNY"]), (4800000, "CNY")),
        (("¥48000", "ARR", []), (48000, "JPY")),
        (("48.000", "ARR", ["--decimal", ","]), (4800000, "USD")),
        (("48.000", "ARR", ["--decimal", "."]), (4800, "USD")),
        (("4.5k", "ARR", []), (450000, "USD")),
    ],
)
def test_an_amount_is_minor_units_of_the_currency_that_is_said_nearest(cs, imported, given, stored):
    arr, header, option = given
    answer = imported(f'Customer;{header};Renewal date\nAcme;"{arr}";2027-03-01\n'.replace(";", "\t"), *option)
    assert answer.code == 0, answer.talk
    assert rows(cs, "SELECT price_minor, currency FROM contract") == [stored]


# What is refused


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "Customer,ARR,Renewal date\nAcme,12.000,2027-01-31\n",
            '2:ARR "12.000" is it 12 or 12,000? Say --decimal . or --decimal ,',
        ),
        ("Customer,ARR,Renewal date\nAcme,-5,2027-01-31\n", '2:ARR "-5" is negative'),
        ("Customer,ARR,Renewal date\nAcme,NaN,2027-01-31\n", '2:ARR "NaN" is no amount'),
        ("Customer,ARR,Renewal date\nAcme,1e5,2027-01-31\n", '2:ARR "1e5" is written with an exponent'),
        ("Customer,ARR,Renewal date\nAcme,1.2345,2027-01-31\n", "has too many decimals: USD has at most 2 decimals"),
        ("Customer,ARR,Renewal date\nAcme,¥1.5,2027-01-31\n", "has too many decimals: JPY has no decimals"),
        ("Customer,ARR,Renewal date,Currency\nAcme,1,2027-01-31,ZZZ\n", '2:Currency "ZZZ" is no currency'),
        ("Customer,ARR,Renewal date,Currency\nAcme,€1,2027-01-31,USD\n", "but the currency column says USD"),
        ("Customer,ARR,Renewal date\nAcme,1,31/11/2026\n", '2:Renewal date "31/11/2026" November has 30 days'),
        ("Customer,ARR,Renewal date\nAcme,1,1899-01-01\n", "the year 1899 is before 1990"),
        ("Customer,ARR,Renewal date\nAcme,1,\n", "2:Renewal date is missing"),
        ("Customer,ARR,Renewal date\nAcme,,2027-01-31\n", "2:ARR is missing"),
        ("Customer,ARR,Renewal date\n,1,2027-01-31\n", "2:Customer is missing"),
        ("Customer,ARR,Renewal date\nAcme,1\n", "2 has 2 cells, the header has 3"),
        ("Customer,ARR,Renewal date,\nAcme,1,2027-01-31,oops\n", '2:column 4 "oops" stands under no header'),
        ("Customer,ARR,Renewal date,Start\nAcme,1,2027-01-31,2027-01-31\n", "is not before the renewal date"),
        (
            "Customer,ARR,Renewal date,Term\nAcme,1,2027-01-31,evergreen\n",
            "but the term is evergreen, which never renews",
        ),
        (
            "account,name,arr,renews_on\nToday,Today Ltd,1,2027-01-31\n",
            "is a word of the command line and cannot be a key",
        ),
        ("account,name,domain\nAC ME,Acme,\n", "is no account key"),
        ("account,name,domain\nACME,Acme,a.com\nacme,Acme 2,b.com\n", '3:account "acme" is also on line 2'),
        ("account,name,parent\nACME,Acme,NOBODY\n", '2:parent "NOBODY" is no account'),
        ("account,name,parent\nACME,Acme,ACME\n", '2:parent "ACME" is the account itself'),
        ("account,name,domain\nACME,,\n", "2:name is missing"),
    ],
)
def test_a_wrong_row_stops_the_import_by_line_column_value_and_reason(cs, imported, text, fault):
    answer = imported(text)
    assert answer.code == 65
    assert fault in answer.talk
    assert answer.talk.startswith("cs: nothing imported, 1 of ")
    assert len(answer.talk.splitlines()) <= 5
    assert not cs.db.exists() or count(cs, "account") == 0


def test_several_faults_are_counted_and_the_first_shown(imported):
    lines = "".join(f"Acme {n},12.000,31/11/2026\n" for n in range(20))
    answer = imported(f"Customer,ARR,Renewal date\n{lines}")
    assert answer.talk.splitlines()[0] == "cs: nothing imported, 20 of 20 rows are wrong in file.csv"
    assert "35 more" in answer.talk
    assert len(answer.talk.splitlines()) == 5


def test_the_file_to_mend_holds_the_refused_rows_with_their_reasons_and_imports_when_mended(cs, imported):
    mend = cs.home / "mend.csv"
    answer = imported(BOOK + "=Boreal,12.000,31/11/2026,me\n", "--errors", str(mend))
    assert answer.code == 65
    assert f"The row to mend, with the reasons: {mend}" in answer.talk
    assert mend.read_text().splitlines() == [
        "Customer,ARR,Renewal date,CSM,cs: reason",
        f"'=Boreal,12.000,31/11/2026,me,{REASONS}",
    ]
    assert stat.S_IMODE(mend.stat().st_mode) == 0o600
    mend.write_text(mend.read_text().replace("12.000", "12000").replace("31/11", "30/11"))
    assert cs("import", str(mend)).code == 0
    assert rows(cs, "SELECT name, custom FROM accounts") == [("=Boreal", "{}")]


def test_each_table_with_refused_rows_gets_a_file_to_mend(cs, give):
    files = [
        give("a.csv", "account,name,domain\nA B,x,\n"),
        give("b.csv", "account,metric,on,value\nNOBODY,m,2026-01-01,x\n"),
    ]
    answer = cs("import", *files, "--errors", str(cs.home / "mend.csv"))
    assert sorted(path.name for path in cs.home.glob("mend*")) == ["mend-a.csv", "mend-b.csv"]
    assert "2 of 2 rows are wrong in a.csv, b.csv" in answer.talk


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ((BOOK.replace("2027-03-01", "03/04/2027").replace("2026-12-15", "05/06/2027"), []), 65,
         'column "Renewal date": all 2 dates fit both day/month and month/day'),
        ((BOOK.replace("Renewal date", "Renewel date"), []), 65,
         'for book I miss renews_on or ends_on (is it "Renewel date"?)'),
        (("foo,bar\n1,2\n", []), 65, "I know none of its columns"),
        (("account,name\nACME,Acme\n", []), 2,
         "nothing imported: file.csv could be accounts or contacts\n  Say which: --as accounts"),
        (("", []), 65, "it is empty"),
        (("Customer,ARR,arr\nAcme,1,2\n", []), 65, 'columns 2 and 3 are both called "arr"'),
        ((BOOK, ["--as", "books"]), 2, 'no kind "books"'),
        ((BOOK, ["--source", "hubspott"]), 2, 'no mapping "hubspott"'),
        ((BOOK, ["--source", "salesforce"]), 65, "I know none of its columns"),
        ((BOOK, ["--decimal", "x"]), 2, "is no decimal mark"),
        ((BOOK, ["--date-format", "x"]), 2, "is no date format"),
        ((BOOK, ["--currency", "ZZZ"]), 2, "is no ISO 4217 code"),
        ((BOOK, ["--json"]), 2, "--json goes with --dry-run"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_stops_before_anything_is_written(cs, imported, typed, code, said):
    text, options = typed
    answer = imported(text, *options)
    assert answer.code == code
    assert said in answer.talk
    assert not cs.db.exists()


def test_a_file_that_is_not_there_is_66(cs):
    answer = cs("import", "nowhere.csv")
    assert (answer.code, answer.out) == (66, b"")


def test_a_date_format_settles_what_fits_both(cs, imported):
    text = BOOK.replace("2027-03-01", "03/04/2027").replace("2026-12-15", "05/06/2027")
    assert imported(text, "--date-format", "MM/DD/YYYY").code == 0
    assert rows(cs, "SELECT renews_on FROM contracts ORDER BY 1") == [("2027-03-04",), ("2027-05-06",)]


def test_as_says_which_kind_a_header_is(cs, imported):
    assert imported("account,name\nACME,Acme\n", "--as", "accounts").code == 0
    assert imported("account,name\nACME,Jo Park\n", "--as", "contacts").code == 0
    assert rows(cs, "SELECT account, name FROM contacts") == [("ACME", "Jo Park")]


# A dry run


def test_a_dry_run_shows_exactly_what_the_real_run_does_and_writes_nothing(cs, imported):
    imported(BOOK)
    before = sha256(cs.db.read_bytes()).hexdigest()
    changed = BOOK.replace("lee", "me").replace("160000", "170000") + "Boreal,1000,2027-01-31,me\n"
    dry = imported(changed, "--dry-run")
    assert dry.text.splitlines()[1:] == [
        "Would be: 1 new (BOREAL), 2 changed, 0 unchanged",
        "  BOREAL new account",
        "  BOREAL new contract",
        "  KESTREL owner lee→me",
        "  ACME price $160,000→$170,000",
        ASSUMED.format(1),
        "Nothing was written: a dry run.",
    ]
    [table] = json.loads(imported(changed, "--dry-run", "--json").text)
    assert sha256(cs.db.read_bytes()).hexdigest() == before
    assert table["columns"] == {"Customer": "name", "ARR": "arr", "Renewal date": "renews_on", "CSM": "owner"}
    assert table["counts"] == {
        "accounts": {"new": 1, "changed": 1, "unchanged": 1}, "contracts": {"new": 1, "changed": 1, "unchanged": 1},
    }  # fmt: skip
    assert table["changes"] == [
        {"account": "KESTREL", "row": "", "column": "owner", "before": "lee", "after": "me"},
        {"account": "ACME", "row": "", "column": "price", "before": 160000, "after": 170000},
    ]
    real = imported(changed)
    assert "  KESTREL owner lee→me · ACME price $160,000→$170,000" in real.text


def test_a_dry_run_on_a_machine_without_a_portfolio_makes_none(cs, imported):
    answer = imported(BOOK, "--dry-run")
    assert answer.code == 0
    assert "2 new (ACME, KESTREL)" in answer.text
    assert not cs.db.exists()


def test_a_dry_run_as_json_names_bad_rows_and_accounts_that_the_file_lacks(imported):
    imported(BOOK)
    answer = imported(
        "Customer,ARR,Renewal date\nAcme Corporation,x,2027-03-01\nKestrel Ltd,1,2026-12-15\n", "--dry-run", "--json"
    )
    assert answer.code == 65
    [table] = json.loads(answer.text)
    assert (table["rows"], table["bad"], table["missing_from_file"]) == (2, 1, 1)
    assert table["rejected"] == [{"line": 2, "place": "2", "column": "ARR", "value": "x", "reason": "is no number"}]


# Kinds


ACCOUNTS = "account,name,domain,tags,source,external_id,parent,aliases,archived_on,Mood\n"


def test_accounts_keep_their_names_ids_parents_and_unknown_columns(cs, imported):
    text = (
        ACCOUNTS
        + "CHILD,Child AG,child.com,a;b,crm,1,PARENT,Kid;The Kid,,fine\n"
        + "PARENT,Parent AG,,,crm;erp,2;7,,,2026-01-01,\n"
    )
    assert imported(text).code == 0
    assert rows(cs, "SELECT account, parent, tags, aliases, archived_on, custom FROM accounts ORDER BY 1") == [
        ("CHILD", "PARENT", '["a", "b"]', '["Kid","The Kid"]', None, '{"Mood": "fine"}'),
        ("PARENT", None, "[]", "[]", "2026-01-01", "{}"),
    ]
    assert rows(cs, "SELECT source, external_id FROM external_ref ORDER BY 1, 2") == [
        ("crm", "1"),
        ("crm", "2"),
        ("erp", "7"),
    ]
    assert imported(text).text.endswith("Nothing has changed.\n")
    changed = (
        text.replace("CHILD,Child AG", "CHILD,Kind AG").replace("PARENT,Kid", "GRAN,Kid") + "GRAN,Gran AG,,,,,,,,\n"
    )
    answer = imported(changed.replace("fine", "sad"))
    assert "  CHILD name Child AG→Kind AG · CHILD Mood fine→sad · CHILD parent PARENT→GRAN" in answer.text
    assert "3 accounts: 1 new (GRAN), 1 changed, 1 unchanged" in answer.text


def test_an_account_is_found_by_its_id_then_domain_then_exact_name_and_never_by_likeness(cs, imported):
    imported("account,name,domain,source,external_id\nA,Alpha,alpha.com,crm,1\nB,Beta,beta.com,,\nC,Gamma,,,\n")
    imported(
        "Customer,ARR,Renewal date,Website\n"
        "Alpha renamed,1,2027-01-31,\nBeta new,1,2027-01-31,www.beta.com\nGAMMA,1,2027-01-31,\n"
    )
    assert rows(cs, "SELECT account, name FROM accounts ORDER BY 1") == [
        ("A", "Alpha"), ("ALPHA", "Alpha renamed"), ("B", "Beta new"), ("C", "Gamma"),
    ]  # fmt: skip
    imported("Customer,ARR,Renewal date,source,external_id\nAlpha AG,1,2027-01-31,crm,1\nBeta new,1,2027-01-31,crm,2\n")
    assert rows(cs, "SELECT account, name FROM accounts WHERE account IN ('A', 'B')") == [
        ("A", "Alpha AG"),
        ("B", "Beta new"),
    ]
    assert rows(cs, "SELECT external_id FROM accounts WHERE account = 'B'") == [("2",)]


def test_contracts_have_every_fact_of_their_own(cs, imported):
    imported("account,name,currency,domain\nACME,Acme,EUR,\n")
    text = (
        "account,contract,product,starts_on,renews_on,term,renewal_term,price,price_period,billing_period,seats,"
        "auto_renew,"
        "notice_days,notice_kind,notice_basis,uplift_pct,live_on,status,source,external_id\n"
        "ACME,C1,Platform,2025-01-31,2026-01-31,annual,quarterly,100.50,quarter,month,10,yes,3,months,last-day,3.5,"
        "2025-02-01,"
        "active,crm,77\n"
    )
    assert imported(text).code == 0
    expected = (
        "C1",
        "2025-01-31",
        "2026-01-31",
        "annual",
        "quarterly",
        100.5,
        402.0,
        "quarter",
        "month",
        "EUR",
        10,
        1,
        "2025-10-30",
    )
    columns = "contract, starts_on, renews_on, term, renewal_term, price, arr, price_period, billing_period"
    columns += ", currency, seats, auto_renew, opt_out_on"
    assert rows(cs, f"SELECT {columns} FROM contracts") == [expected]  # noqa: S608  our own names
    assert imported(text).text.endswith("Nothing has changed.\n")
    assert "price €100.50→€101" in imported(text.replace("100.50", "101")).text
    assert count(cs, "external_ref") == 1


@pytest.mark.parametrize(
    ("line", "stored"),
    [
        ("ACME,,,,evergreen,2025-06-01,12000,,", ("evergreen", "2025-06-01", None, "2025-06-01", 12000.0)),
        ("ACME,,2027-02-28,,monthly,,100,,", ("monthly", "2027-01-28", "2027-02-28", "2027-01-28", 1200.0)),
        ("ACME,,2027-03-01,,,2025-05-15,12000,,", ("annual", "2025-05-15", "2027-03-01", "2027-03-01", 12000.0)),
        ("ACME,,2027-03-01,,,,500,once,", ("annual", "2026-03-01", "2027-03-01", "2026-03-01", 0.0)),
        ("ACME,,,2027-03-31,18m,,1800,,", ("18m", "2025-10-01", "2027-04-01", "2025-10-01", 1200.0)),
    ],
)
def test_a_contract_is_anchored_and_priced_by_its_term(cs, imported, line, stored):
    imported("account,name,domain\nACME,Acme,\n")
    answer = imported("account,contract,renews_on,ends_on,term,starts_on,price,price_period,product\n" + line + "\n")
    assert answer.code == 0, answer.talk
    assert rows(cs, "SELECT term, starts_on, renews_on, anchor_on, arr FROM contracts") == [stored]


def test_contract_rows_that_contradict_themselves_are_refused(cs, imported):
    imported("account,name,domain\nACME,Acme,\n")
    head = "account,contract,renews_on,term,starts_on,price,price_period,arr,opt_out_every\n"
    for line, fault in (
        ("ACME,,2027-03-01,,,100,quarter,500,", "does not fit the price, which makes 400 a year: leave one out"),
        ("ACME,,,evergreen,,100,,,", "is missing: an evergreen contract has no other date"),
        ("ACME,,,,2025-01-01,100,,,", "2:renews_on is missing"),
        ("ACME,,2027-03-01,,,100,,,evergreen", "must be a number of months"),
        ("ACME,,2027-03-01,,,100,,,\nACME,,2027-03-01,,,100,,,", "is also on line 2: the same contract and start"),
        ("Acmee,,2027-03-01,,,100,,,", '2:account "Acmee" no such account; ACME?'),
        (",,2027-03-01,,,100,,,", "2:account is missing"),
    ):
        answer = imported(head + line + "\n")
        assert answer.code == 65
        assert fault in answer.talk
    assert count(cs, "contract") == 0


LONG = "overlaps the term from 2026-01-01 to 2026-12-31 of the same contract"


@pytest.mark.parametrize(
    ("stored", "lines", "fault"),
    [
        ("", "ACME,D,,2026-01-01,2026-01-31,monthly,90", '2:notice_days "90" a notice of 90 days is longer than the'),
        ("", "ACME,D,,2026-01-01,2026-01-31,monthly,31", None),
        ("", "ACME,D,,2026-01-01,2026-12-31,,\nACME,D,,2026-06-01,2027-05-31,,", f'3:starts_on "2026-06-01" {LONG}'),
        ("ACME,D,,2026-01-01,2026-12-31,,", "ACME,D,,2026-06-01,2027-05-31,,", f'2:starts_on "2026-06-01" {LONG}'),
        ("ACME,D,,2026-01-01,2026-12-31,,", "ACME,d,,2025-06-01,2026-05-31,,", "overlaps the term from 2026-01-01"),
        ("ACME,D,,2026-01-01,2026-12-31,,", "ACME,D,,2026-12-02,2027-12-01,,", None),  # an early renewal, in the grace
        ("ACME,D,,2026-01-01,2026-12-31,,", "ACME,D,,2026-12-01,2027-11-30,,", LONG),
        ("ACME,D,,2026-01-01,2026-12-31,,", "ACME,E,,2026-06-01,2027-05-31,,", None),
        ("ACME,,Core,2026-01-01,2026-12-31,,", "ACME,,core,2026-06-01,2027-05-31,,", LONG),
        ("ACME,D,A,2026-01-01,2026-12-31,,\nACME,D,B,2026-01-01,2026-12-31,,", "ACME,E,,2026-01-01,2026-12-31,,", None),
        ("ACME,D,,2026-01-01,,evergreen,", "ACME,D,,2026-06-01,2027-05-31,,", "2026-01-01 on, evergreen of the same"),
    ],
)  # fmt: skip
def test_an_imported_term_has_days_of_its_own_and_a_notice_that_fits(cs, imported, stored, lines, fault):
    imported("account,name,domain\nACME,Acme,\n")
    head = "account,contract,product,starts_on,ends_on,term,notice_days,price\n"
    there = [line + ",100\n" for line in stored.split("\n") if line]
    if there:
        assert imported(head + "".join(there)).code == 0
    answer = imported(head + "".join(line + ",100\n" for line in lines.split("\n")))
    assert (answer.code, count(cs, "contract")) == ((65, len(there)) if fault else (0, len(there) + 1))
    assert (fault or "") in answer.talk


def test_a_term_that_the_same_file_ends_in_time_is_not_in_the_way(cs, imported):
    imported("account,name,domain\nACME,Acme,\n")
    head = "account,contract,starts_on,ends_on,price\n"
    assert imported(head + "ACME,D,2026-01-01,2026-12-31,100\n").code == 0
    assert imported(head + "ACME,D,2026-06-01,2027-05-31,100\nACME,D,2026-01-01,2026-05-31,100\n").code == 0
    assert count(cs, "contract") == 2


def test_an_evergreen_contract_can_be_given_an_end_and_an_end_taken_away(cs, imported):
    imported("account,name,domain\nACME,Acme,\n")
    head = "account,contract,renews_on,term,starts_on,price\n"
    imported(head + "ACME,C1,,evergreen,2025-06-01,100\n")
    imported(head + "ACME,C1,2026-06-01,,2025-06-01,\n")
    assert rows(cs, "SELECT term, renews_on, price FROM contracts") == [("annual", "2026-06-01", 100.0)]
    imported(head + "ACME,C1,,evergreen,2025-06-01,\n")
    assert rows(cs, "SELECT term, renews_on FROM contracts") == [("evergreen", None)]


CHILDREN = {
    "contacts": (
        "account,name,email,title,roles\nACME,Jo Park,jo@acme.com,COO,sponsor\nACME,Sam Ito,,,\n",
        "COO",
        "CEO",
    ),
    "measurements": ("account,metric,on,value\nACME,logins,2026-11-01,12.5\nACME,logins,2026-11-08,13\n", "12.5", "14"),
    "tickets": (
        "account,ticket,opened_at,subject\nACME,1,2026-11-01T10:00:00Z,Slow\nACME,2,2026-11-02,Down\n",
        "Slow",
        "Fast",
    ),
    "surveys": (
        "account,contact,kind,score,on,comment\nACME,Jo,nps,9,2026-11-01,ok\nACME,,csat,4,2026-11-01,\n",
        "9",
        "10",
    ),
    "activities": (
        "account,kind,on,summary,topic\nACME,call,2026-11-01,Talk,value\nACME,note,2026-11-01,Hm,x\n",
        "value",
        "risk",
    ),
    "opportunities": (
        "account,opportunity,amount,close_on,won\nACME,Deal,100.5,2026-12-01,yes\nACME,More,,,\n",
        "100.5",
        "7",
    ),
    "tasks": ("task,account,title,due_on\nt7,ACME,Call,2026-12-01\n,,Own,2026-12-02\n", "2026-12-01", "2026-12-24"),
    "notes": ("account,on,text\nACME,2026-11-01,Hm\nACME,2026-11-01,Hm\n", None, None),
}


@pytest.mark.parametrize("kind", CHILDREN)
def test_what_belongs_to_an_account_is_new_then_unchanged_then_changed(cs, imported, kind):
    imported("account,name,domain\nACME,Acme,\n")
    text, old, new = CHILDREN[kind]
    assert "2 new, 0 changed, 0 unchanged" in imported(text).text
    assert imported(text).text.endswith("Nothing has changed.\n")
    if old:
        assert "0 new, 1 changed, 1 unchanged" in imported(text.replace(old, new)).text
        assert cs("undo").code == 0
    assert imported(text).text.endswith("Nothing has changed.\n")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("account,metric,on,value\nACME,m,2026-01-01,1\nACME,m,2026-01-01,2\n", '3:metric "m" is in this import twice'),
        ("account,kind,score,on\nACME,nps,11,2026-01-01\n", '2:score "11" is no NPS answer'),
        ("account,kind,score,on\nACME,nps,,2026-01-01\n", "2:score is missing"),
        ("account,name,email\nACME,,x@y.z\n", "2:name is missing"),
        ("account,name,roles\nACME,Jo,boss\n", '2:roles "boss" is none of sponsor, champion'),
        ("title,due_on,account\n,2026-01-01,ACME\n", "2:title is missing"),
        ("title,due_on,account\nx,2026-01-01,NOBODY\n", '2:account "NOBODY" no such account'),
        ("account,opportunity,amount\nACME,Deal,1.234567\n", "has too many decimals"),
    ],
)
def test_rows_that_do_not_fit_their_account_are_refused(imported, text, fault):
    imported("account,name,domain\nACME,Acme,\n")
    answer = imported(text)
    assert answer.code == 65
    assert fault in answer.talk


def test_a_column_that_a_kind_cannot_keep_is_named(imported):
    imported("account,name,domain\nACME,Acme,\n")
    assert "Not kept: Colour" in imported("account,metric,on,value,Colour\nACME,m,2026-01-01,1,blue\n").text


def test_a_contact_is_known_by_email_and_moves_with_its_id(cs, imported):
    imported("account,name,domain\nACME,Acme,\nBETA,Beta,\n")
    imported("account,name,email,source,external_id\nACME,Jo Park,jo@x.com,crm,1\n")
    imported("account,name,email\nACME,Johanna Park,JO@x.com\n")
    assert rows(cs, "SELECT account, name FROM contacts") == [("ACME", "Johanna Park")]
    answer = imported("account,name,email,source,external_id\nBETA,Johanna Park,jo@x.com,crm,1\n")
    assert "account ACME→BETA" in answer.text
    imported("account,name,email,source,external_id\nBETA,Johanna Park,jo@x.com,crm,2\n")
    assert count(cs, "contact") == 2


def test_a_task_keeps_its_number_unless_it_is_taken(cs, imported):
    imported("task,title,due_on\nt7,Seven,2026-12-01\nt9,Nine,2026-12-02\n")
    imported("task,title,due_on\nt7,Other,2026-12-03\n")
    assert rows(cs, "SELECT id, title FROM task ORDER BY id") == [(7, "Seven"), (9, "Nine"), (10, "Other")]


def test_a_report_ends_at_its_footer(cs, imported):
    answer = imported(BOOK + "\nGrand total,,,\nConfidential - do not distribute\n")
    assert 'Stopped at the footer: "Grand total"' in answer.text
    assert count(cs, "account") == 2


def test_blank_lines_inside_a_table_are_no_footer(cs, imported):
    imported(BOOK.replace("Kestrel", "\nKestrel"))
    assert count(cs, "account") == 2


def test_a_mapping_that_is_kept_reads_the_header_next_time(cs, imported):
    text = "Kunde,ARR,Renewal date\nAcme,1,2027-01-31\n".replace("Kunde", "Customer")
    answer = imported(text, "--save-mapping", "mine")
    path = cs.home / "config" / "mappings" / "mine.toml"
    assert f"Mapping kept: {path}" in answer.talk
    path.write_text(path.read_text().replace("Customer", "Kunde"))
    answer = imported(text.replace("Customer", "Kunde"), "--source", "mine")
    assert answer.code == 0
    assert "Read file.csv, 1 row, one per account" in answer.text


def test_a_mapping_is_kept_of_one_table_only(cs, give):
    files = [give("a.csv", BOOK), give("b.csv", "title,due_on\nx,2026-01-01\n")]
    assert cs("import", *files, "--save-mapping", "mine").code == 2


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("system = 'x'", "'table' is missing or not understood"),
        ("oops", "the mapping bad.toml"),
        ("system = 'x'\n[[table]]\nkind = 'books'\ncolumns = {}\nknown_by = []", 'kind "books"'),
        ("system = 'x'\n[[table]]\nkind = 'notes'\ncolumns = {foo = ['x']}\nknown_by = []", 'column "foo" of notes'),
    ],
)
def test_a_mapping_that_cannot_be_understood_is_a_matter_of_configuration(cs, imported, text, reason):
    folder = cs.home / "config" / "mappings"
    folder.mkdir(parents=True)
    (folder / "bad.toml").write_text(text)
    answer = imported(BOOK)
    assert answer.code == 78
    assert reason in answer.talk


def test_a_list_of_customers_needs_no_keys_and_names_that_occur_twice_must_be_told_apart(imported):
    answer = imported("Customer,CSM,Tier\nAcme Ltd,me,smb\nKestrel,lee,smb\n")
    assert answer.code == 0
    assert "2 accounts: 2 new (ACME, KESTREL)" in answer.text
    again = imported("Customer,CSM,Tier\nAcme Ltd,lee,smb\n")
    assert "1 account: 0 new, 1 changed, 0 unchanged" in again.text
    twice = imported("Customer,CSM\nOsprey,me\nOsprey,lee\n")
    assert twice.code == 65
    assert '3:Customer "Osprey" is also on line 2' in twice.talk


def test_a_namesake_has_the_key_with_a_number(cs, imported):
    rows = "".join(f"{number},Abe Sampson,me\n" for number in (1, 2, 3))
    assert imported(f"external_id,Customer,CSM\n{rows}", name="accounts.csv").code == 0
    assert [row["account"] for row in json.loads(cs("accounts", "--json").text)] == ["ABE", "ABE-2", "ABE-3"]
