"""Health on record: what an import has news of is scored once a day and kept."""

import json
import sqlite3
from contextlib import closing

import pytest

DAY, NEXT = "2026-11-23", "2026-11-24"
RECORDED = 'SELECT account, "on", round(score, 1) AS health, band, round(coverage) AS coverage, scorecard FROM health'
BOOK = "Customer,Seats,ARR,Renewal date\nAcme,100,12000,2027-03-01\nKestrel,10,900,2027-03-01\n"
USED = "account,metric,on,value\n" + "".join(f"ACME,seats_used,2026-{day},80\n" for day in ("09-01", "10-05", "11-20"))
TICKET = "account,ticket,subject,severity,opened_at\nACME,4711,Outage,low,2026-11-20\n"
SURVEY = "account,kind,answered_on,score\nACME,nps,2026-11-20,9\n"


@pytest.fixture
def imports(cs):
    """`imports(day, text)` imports a CSV file on that day."""

    def run(day, text):
        path = cs.home / "file.csv"
        path.write_text(text, encoding="utf-8")
        answer = cs.as_of(day, "import", str(path))
        assert answer.code == 0, answer.talk
        return answer

    return run


def recorded(cs, sql=RECORDED):
    return json.loads(cs("sql", sql, "--json").text)


def test_the_record_is_the_score_that_every_command_shows(cs, imports):
    imports(DAY, BOOK)
    imports(DAY, USED)
    (acme,) = recorded(cs)
    live = next(row for row in json.loads(cs.as_of(DAY, "health", "--json").text) if row["account"] == "ACME")
    assert {name: acme[name] for name in ("account", "on", "band")} == {
        "account": "ACME",
        "on": DAY,
        "band": live["band"],
    }
    assert acme["health"] == live["health"]
    assert acme["scorecard"] == "default"
    assert 0 < acme["coverage"] < 100
    with closing(sqlite3.connect(cs.db)) as file:
        assert json.loads(file.execute("SELECT inputs FROM health_snapshot").fetchone()[0]) == {
            "seats_used": {"points": 100.0, "value": 80.0}
        }


def test_accounts_without_anything_to_score_have_no_record(cs, imports):
    imports(DAY, BOOK)
    assert recorded(cs) == []


def test_there_is_one_record_a_day_and_a_later_import_of_that_day_leaves_it(cs, imports):
    imports(DAY, BOOK)
    imports(DAY, USED)
    kept = recorded(cs)
    imports(DAY, TICKET)
    assert recorded(cs) == kept
    imports(NEXT, SURVEY)
    assert [row["on"] for row in recorded(cs)] == [NEXT]
    with closing(sqlite3.connect(cs.db)) as file:
        days = file.execute("SELECT computed_on FROM health_snapshot ORDER BY 1").fetchall()
    assert days == [(DAY,), (NEXT,)]


def test_an_older_import_can_still_be_undone_alone(cs, imports):
    imports(DAY, BOOK)
    imports(DAY, USED)
    imports(DAY, TICKET)
    imports(NEXT, SURVEY)
    assert cs("undo", "2").code == 0
    assert [row["on"] for row in recorded(cs)] == [NEXT]
    assert cs("undo", "3").code == 0
    assert cs("redo").code == 0


def test_the_same_file_again_records_nothing_even_on_another_day(cs, imports):
    imports(DAY, BOOK)
    imports(DAY, USED)
    imports(NEXT, USED)
    assert [row["on"] for row in recorded(cs)] == [DAY]


def test_undo_takes_the_record_with_the_import(cs, imports):
    imports(DAY, BOOK)
    imports(DAY, USED)
    kept = recorded(cs)
    imports(NEXT, TICKET)
    assert recorded(cs) != kept
    assert cs("undo").code == 0
    assert recorded(cs) == kept
    assert cs("undo").code == 0
    assert recorded(cs) == []
    assert cs("redo").code == 0
    assert recorded(cs) == kept


def test_a_dry_run_records_nothing(cs, imports):
    imports(DAY, BOOK)
    path = cs.home / "used.csv"
    path.write_text(USED, encoding="utf-8")
    assert cs.as_of(DAY, "import", str(path), "--dry-run").code == 0
    assert recorded(cs) == []
