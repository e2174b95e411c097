"""Measurements: read by the column, corrected by the day, words where a metric is a status, wide tables too.

What is wrong is said as it is for every other kind.
"""

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import Raw, Serial, workbook

from cs_cli.domain.metrics import SHIPPED, shipped_metric

DAY = "2026-11-23"
PAGE = Path(__file__).parent.parent / "docs" / "importing-usage.md"
ACCOUNTS = "account,name,domain\nACME,Acme Corporation,\nBETA,Beta Ltd,\n"
LONG = "account,metric,on,value\n"
METRICS = ("active_users", "seats_used", "invoice_status")


@pytest.fixture
def give(cs):
    """`give(text, *options)` imports a CSV file on DAY into a portfolio with ACME and BETA."""
    (cs.home / "accounts.csv").write_text(ACCOUNTS)
    assert cs.as_of(DAY, "import", str(cs.home / "accounts.csv")).code == 0

    def run(text, *options, name="usage.csv"):
        path = cs.home / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return cs.as_of(DAY, "import", str(path), *options)

    return run


def stored(cs):
    with sqlite3.connect(cs.db) as connection:
        return connection.execute(
            'SELECT account, metric, "on", coalesce(word, value) FROM measurements ORDER BY 1, 2, 3'
        ).fetchall()


def journalled(cs):
    with sqlite3.connect(cs.db) as connection:
        rows = connection.execute("SELECT before, after FROM journal_change WHERE table_name = 'measurement'")
        return [(float(json.loads(before)["value"]), float(json.loads(after)["value"])) for before, after in rows]


# Corrections


def test_a_correction_replaces_the_value_of_its_day_and_is_told_journalled_and_taken_back(cs, give):
    give(LONG + "ACME,logins,2026-11-01,12\nACME,logins,2026-11-08,13\n")
    answer = give(LONG + "ACME,logins,2026-11-08,14\nacme,logins,2026-11-15,15\nACME,logins,2026-11-01,12.0\n")
    assert "3 measurements: 1 new, 1 changed, 1 unchanged\n" in answer.text
    assert "  ACME/logins 2026-11-08 value 13.0→14.0\n" in answer.text
    assert journalled(cs) == [(13.0, 14.0)]
    assert [row[2:] for row in stored(cs)] == [("2026-11-01", 12.0), ("2026-11-08", 14.0), ("2026-11-15", 15.0)]
    assert cs("undo").code == 0
    assert [row[2:] for row in stored(cs)] == [("2026-11-01", 12.0), ("2026-11-08", 13.0)]


@pytest.mark.parametrize("before", ["", "ACME,m,2026-01-01,5\n"])
def test_two_values_for_one_day_in_one_file_are_refused_whatever_is_there(cs, give, before):
    give(LONG + before + "BETA,m,2026-01-01,1\n")
    there = stored(cs)
    answer = give(LONG + "BETA,m,2026-01-02,1\nACME,m,2026-01-01,6\n" + "ACME,m,2026-01-01,7\n")
    assert (answer.code, stored(cs)) == (65, there)
    assert '4:metric "m" is in this import twice for one account' in answer.talk


def test_a_wrong_row_among_thousands_is_named_and_nothing_is_written(cs, give):
    good = [f"ACME,m{number},2026-01-01,{number}.5" for number in range(12_000)]
    text = LONG + "\n".join([*good[:11_000], "ACME,m,2026-02-30,1", "NOBODY,m,2026-01-01,x", *good[11_000:]]) + "\n"
    answer = give(text)
    assert (answer.code, stored(cs)) == (65, [])
    assert "2 of 12002 rows are wrong" in answer.talk
    assert '11002:on "2026-02-30" February 2026 has 28 days · 11003:value "x" is no number' in answer.talk
    mend = cs.home / "mend.csv"
    assert give(text, "--skip-bad", "--errors", str(mend)).code == 65
    assert len(stored(cs)) == 12_000
    assert mend.read_text().splitlines()[1].startswith("ACME,m,2026-02-30,1,")


def test_a_short_row_a_cell_under_no_header_and_a_guarded_cell_are_read_as_before(cs, give):
    assert "2 has 3 cells, the header has 4" in give(LONG + "ACME,m,2026-01-01\n").talk
    assert "stands under no header" in give("account,metric,on,value,\nACME,m,2026-01-01,1,x\n").talk
    assert give(LONG + "ACME,'=m,2026-01-01,1\n").code == 0
    assert stored(cs) == [("ACME", "=m", "2026-01-01", 1.0)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [("12.5", 12.5), ("-3", -3.0), ("-0", 0.0), ("1,234", 1234.0), ("0.125", 0.125), ("7 ", 7.0), ("12%", 12.0)],
)
def test_a_number_is_read_as_in_every_other_column(cs, give, cell, value):
    assert give(LONG + f'ACME,m,2026-01-01,"{cell}"\n').code == 0
    assert [repr(row[3]) for row in stored(cs)] == [repr(value)]


@pytest.mark.parametrize("cell", ["", "12.000", "nan", "1e5", "€5", "overdue"])
def test_what_is_no_number_is_refused(cs, give, cell):
    assert give(LONG + f"ACME,m,2026-01-01,{cell}\n").code == 65
    assert stored(cs) == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",m,2026-01-01,1", "3:account is missing"),
        ("ACME, ,2026-01-01,1", "3:metric is missing"),
        ("ACME,m,,1", "3:on is missing"),
        ("ACME,m,2026-01-01, ", "3:value is missing"),
        ("ACME,mood_status,2026-01-01, ", "3:value is missing"),
    ],
)
def test_a_blank_cell_of_a_reading_is_named(cs, give, row, fault):
    answer = give(f"{LONG}BETA,invoice_status,2026-01-01,due\n{row}\n")
    assert (answer.code, stored(cs)) == (65, [])
    assert fault in answer.talk


ROWS = st.lists(
    st.tuples(
        st.sampled_from(("ACME", "BETA")), st.sampled_from(("logins", "seats_used", "invoice_status")),
        st.sampled_from(("2026-11-01", "2026-11-08", "2026-11-15")), st.integers(0, 3),
    ),
    unique_by=lambda row: row[:3], max_size=12,
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ROWS, second=ROWS)
def test_the_last_file_is_what_is_there_and_the_same_file_again_changes_nothing(cs, give, first, second):
    give("account,name\nACME,Acme Corporation\n", name="accounts.csv")
    cs.db.unlink()
    give(ACCOUNTS, name="accounts.csv")
    for rows in (first, second):
        text = LONG + "".join(f"{a},{m},{on},{value}\n" for a, m, on, value in rows)
        for _ in range(2):
            answer = give(text)
            assert answer.code == 0 or not rows
        assert "Nothing has changed." in answer.text or not rows
    expected = {row[:3]: row[3] for row in first} | {row[:3]: row[3] for row in second}
    found = {row[:3]: float(row[3]) for row in stored(cs)}
    assert found == expected


# Words


def test_a_status_holds_a_word_folded_and_trimmed_and_any_other_metric_a_number(cs, give):
    assert give(LONG + "ACME,invoice_status,2026-11-01, Overdue \nACME,logins,2026-11-01,3\n").code == 0
    assert stored(cs) == [
        ("ACME", "invoice_status", "2026-11-01", "overdue"),
        ("ACME", "logins", "2026-11-01", 3.0),
    ]
    answer = give(LONG + "ACME,logins,2026-11-02,due\nACME,invoice_status,2026-11-02,\nACME,invoice_status,x,paid\n")
    assert answer.code == 65
    for fault in ('2:value "due" is no number', "3:value is missing", '4:on "x" is no date'):
        assert fault in answer.talk


def test_a_corrected_word_is_told_and_the_export_brings_it_back(cs, give):
    give(LONG + "ACME,invoice_status,2026-11-01,due\n")
    assert (
        "  ACME/invoice_status 2026-11-01 value due→paid\n" in give(LONG + "ACME,invoice_status,2026-11-01,Paid\n").text
    )
    assert give(LONG + "ACME,invoice_status,2026-11-01,paid\n").text.endswith("Nothing has changed.\n")
    assert cs("export", "csv", "-o", str(cs.home / "out")).code == 0
    assert (cs.home / "out" / "measurements.csv").read_text() == (
        "account,metric,on,value\r\nACME,invoice_status,2026-11-01,paid\r\n".replace("\r\n", "\n")
    )


def test_a_word_that_stands_on_a_row_with_a_fault_is_changed_in_the_slow_way_too(cs, give):
    give(LONG + "ACME,invoice_status,2026-11-01,due\n")
    text = LONG + "ACME,invoice_status,2026-11-01,paid\nNOBODY,logins,2026-11-01,1\n"
    answer = give(text, "--skip-bad")
    assert answer.code == 65
    assert stored(cs) == [("ACME", "invoice_status", "2026-11-01", "paid")]


# Wide tables


def test_the_page_on_usage_lists_the_shipped_metrics_and_their_other_headers():
    table = [line.split("|")[1:3] for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    listed = {name.strip(" `"): [word.strip() for word in also.split(",")] for name, also in table}
    assert {name: [word.lower().replace("-", " ") for word in also] for name, also in listed.items()} == {
        name: list(also) for name, also in SHIPPED.items()
    }
    assert all(shipped_metric(word) == name for name, also in listed.items() for word in (name, *also))


def test_a_usage_table_is_known_by_its_header_and_says_what_it_left_out(cs, give):
    text = "Account,Date,MAU,Seats used,Invoice status,Storage (GB),Comment\n"
    answer = give(text + "ACME,2026-11-20,5,7,Due,1.5,hm\nBETA,2026-11-20,,8,,,\n")
    assert answer.code == 0
    assert "Read usage.csv, 2 rows, usage: active_users, seats_used, invoice_status. " in answer.text
    assert "MAU→active_users" in answer.text
    assert "4 measurements: 4 new" in answer.text
    assert "Not kept: Comment" in answer.text
    assert "Left out, no metrics that I know: Storage (GB). To have them measured too: cs import " in answer.text
    assert "--metric 'Storage (GB)'\n" in answer.text
    assert stored(cs) == [
        ("ACME", "active_users", "2026-11-20", 5.0),
        ("ACME", "invoice_status", "2026-11-20", "due"),
        ("ACME", "seats_used", "2026-11-20", 7.0),
        ("BETA", "seats_used", "2026-11-20", 8.0),
    ]
    asked = give(text + "ACME,2026-11-20,5,7,Due,1.5,hm\n", "--metric", "Storage (GB)")
    assert "4 measurements: 1 new, 0 changed, 3 unchanged" in asked.text
    assert ("ACME", "storage_gb", "2026-11-20", 1.5) in stored(cs)


@pytest.mark.parametrize(
    ("options", "day", "said"),
    [
        ((), DAY, "this is the usage of Mon 23 Nov 2026. Of another day: --on DATE"),
        (("--on", "fri"), "2026-11-20", "this is the usage of Fri 20 Nov 2026."),
    ],
)
def test_a_table_without_dates_is_of_the_day_of_the_import_or_of_the_one_that_is_said(cs, give, options, day, said):
    text = "Customer,Logins\nAcme Corporation,5\n"
    answer = give(text, "--as", "usage", *options)
    assert said in answer.text
    assert stored(cs) == [("ACME", "logins", day, 5.0)]


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("Account,Logins\nACME,1\n", (), (65, "for usage I miss a date (--as usage, where it has none; --as accounts")),
        ("Account,Foo\nACME,1\n", ("--as", "usage"), (65, "I miss a metric (name its column: --metric COLUMN)")),
        ("Date,Logins\n2026-01-01,1\n", ("--as", "usage"), (65, "for usage I miss account")),
        ("Account,Date,Logins\nACME,2026-01-01,1\n", ("--on", "fri"), (2, "--on is the day of a usage table without")),
        ("Account,Date,Logins\nACME,2026-01-01,1\n", ("--metric", "Stor"), (2, 'no column "Stor" in a usage table')),
        ("Account,Date,Logins,Store\nACME,2026-01-01,1,2\n", ("--metric", "Stor"), (2, '--metric "Store"?')),
        ("Account,Logins\nACME,1\n", ("--as", "usage", "--on", "2027-01-01"), (2, "still to come; nothing imported")),
        ("Account,Date,Logins\nACME,,1\n", (), (65, "2:Date is missing")),
        ("Account,Date,Logins,MAU\nNOPE,2026-01-01,1,2\n", (), (65, '2:Account "NOPE" no such account\n')),
        ("Account,Date,Logins,MAU\nACME,2026-01-01,x,y\n", (), (65, '2:Logins "x" is no number · 2:MAU "y" is no')),
        ("Account,Date,Logins\n" + 2 * "ACME,2026-01-01,1\n", (), (65, '3:metric "logins" is in this import twice')),
    ],
)  # fmt: skip
def test_a_usage_table_that_cannot_be_read_says_why(cs, give, text, options, said):
    code, words = said
    answer = give(text, *options)
    assert (answer.code, stored(cs)) == (code, [])
    assert words in answer.talk


def test_what_is_wrong_in_a_wide_row_is_in_one_row_to_mend(cs, give):
    mend = cs.home / "mend.csv"
    give("Account,Date,Logins,MAU\nNOPE,2026-01-01,1,2\nACME,2026-01-01,3,4\n", "--skip-bad", "--errors", str(mend))
    assert list(csv.reader(mend.read_text().splitlines()))[1:] == [
        ["NOPE", "2026-01-01", "1", "2", "Account no such account"]
    ]
    assert [row[3] for row in stored(cs)] == [4.0, 3.0]


def test_a_list_of_customers_with_a_count_is_asked_for_by_its_kind(give):
    assert give("Customer,Logins\nGamma,5\n").code == 65
    assert "1 account: 1 new" in give("Customer,Logins\nGamma,5\n", "--as", "accounts").text


def test_a_mapping_that_was_kept_reads_the_next_table(cs, give):
    text = "Company,Measured on,Storage (GB)\nACME,2026-11-{0},1.5\n"
    saved = give(text.format("01"), "--metric", "Storage (GB)", "--save-mapping", "usage")
    assert "Mapping kept: " in saved.talk
    assert "1 measurement: 1 new" in give(text.format("08")).text
    assert [row[:3] for row in stored(cs)] == [
        ("ACME", "storage_gb", "2026-11-01"),
        ("ACME", "storage_gb", "2026-11-08"),
    ]


@pytest.mark.usefixtures("give")
def test_a_sheet_of_usage_is_read_like_a_file(cs):
    made = cs.home / "usage.xlsx"
    workbook(made, {"Usage": [["Account", "Date", "Logins", "Billing status"], ["ACME", Serial(46000), 12.5, "Paid"],
                              ["BETA", Serial(46000), "", "due"], ["BETA", Serial(46007), "1,234", ""]]})  # fmt: skip
    assert "4 measurements: 4 new" in cs.as_of(DAY, "import", str(made)).text
    assert stored(cs) == [
        ("ACME", "invoice_status", "2025-12-09", "paid"),
        ("ACME", "logins", "2025-12-09", 12.5),
        ("BETA", "invoice_status", "2025-12-09", "due"),
        ("BETA", "logins", "2025-12-16", 1234.0),
    ]


@pytest.mark.usefixtures("give")
def test_a_broken_cell_of_a_sheet_is_named_by_its_address(cs):
    made = cs.home / "usage.xlsx"
    broken = Raw('<c r="@" t="e"><v>#REF!</v></c>')
    workbook(made, {"Usage": [["Account", "Date", "Logins"], ["ACME", Serial(46000), broken]]})
    answer = cs.as_of(DAY, "import", str(made))
    assert answer.code == 65
    assert "Usage!C2:Logins" in answer.talk


CELL = st.one_of(st.none(), st.integers(0, 10**6).map(str), st.decimals(-99, 99, places=2).map(str))
WIDE = st.dictionaries(
    st.tuples(st.sampled_from(("ACME", "BETA")), st.sampled_from(("2026-11-01", "2026-11-08", "2026-11-15"))),
    st.tuples(CELL, CELL, st.sampled_from((None, "Paid", "due", " Overdue "))),
    min_size=1,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=WIDE)
def test_a_wide_table_and_its_long_form_give_the_same_rows(cs, give, table):
    found = []
    for text in (_wide(table), _long(table)):
        cs.db.unlink(missing_ok=True)
        give(ACCOUNTS, name="accounts.csv")
        assert give(text).code in (0, 65)
        found.append(stored(cs))
    assert found[0] == found[1]
    assert len(found[0]) == sum(cell is not None for cells in table.values() for cell in cells)


def _wide(table):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Account", "Date", "Active users", "Seats in use", "Payment status"))
    writer.writerows((*key, *cells) for key, cells in table.items())
    return out.getvalue()


def _long(table):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(LONG.strip().split(","))
    for (account, on), cells in table.items():
        writer.writerows(
            (account, metric, on, cell) for metric, cell in zip(METRICS, cells, strict=True) if cell is not None
        )
    return out.getvalue()


def test_the_name_of_somebody_who_was_forgotten_does_not_come_back_as_a_metric(cs, give):
    (cs.home / "contacts.csv").write_text("account,name,email\nACME,Jo Park,jo@acme.example\n")
    cs.as_of(DAY, "import", str(cs.home / "contacts.csv"))
    assert cs("contact", "forget", "Jo Park", "--account", "ACME", "--confirm", "Jo Park").code == 0
    give(
        LONG
        + "ACME,logins of Jo Park,2026-11-01,1\nACME,mood_status,2026-11-01,says jo park\nBETA,logins,2026-11-01,2\n"
    )
    assert "park" not in str(stored(cs)).lower()
    assert len(stored(cs)) == 3


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        ("Customer,Week ending,Seats used,Logins\nAcme,2026-11-15,30,9\n", 0, "usage: seats_used, logins."),
        (
            "Customer,Seats used\nAcme,30\n",
            65,
            "I miss a date (--as usage, where it has none; --as accounts for a list",
        ),
        ("Customer,Month,Seats used\nAcme,2026-09,30\n", 65, '2:Month "2026-09" is no date'),
    ],
)
def test_usage_by_customer_is_no_list_of_customers(cs, enter, table, code, said):
    enter.account("ACME", "Acme Corporation")
    (cs.home / "usage.csv").write_text(table)
    answer = cs("import", str(cs.home / "usage.csv"))
    assert answer.code == code
    assert said in answer.text + answer.talk
    assert cs("accounts", "--json").rows[0]["name"] == "Acme Corporation"


def test_a_dry_run_keeps_no_mapping(cs, enter):
    enter.account("ACME")
    (cs.home / "usage.csv").write_text("Account,Date,API calls\nACME,2026-11-15,30\n")
    words = ("import", str(cs.home / "usage.csv"), "--metric", "API calls", "--save-mapping", "weekly")
    assert cs(*words, "--dry-run").code == 0
    assert not (cs.home / "config" / "mappings").exists()
    assert cs(*words).code == 0
    assert (cs.home / "config" / "mappings" / "weekly.toml").exists()
