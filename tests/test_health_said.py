"""What was said of health: recorded by imports and by digests that a schedule sends, and compared with now."""

import json
import sqlite3
from contextlib import closing

import pytest
from seats import CARD, TODAY, by_seats, seated

from cs_cli.commands.health_said import KEYS

YESTERDAY = "2026-11-22"
CHANNEL = '[channel.notes]\nkind = "file"\npath = "{}"\n'
RECORDED = (
    'SELECT account, "on", score, band, scorecard, fingerprint, inputs, said_by FROM health_history ORDER BY 1, 2'
)


@pytest.fixture
def book(cs, enter):
    """Two accounts with a score and one that has none, and a channel that writes files."""
    by_seats(cs)
    seated(enter, "ACME", {"2026-11-01": 80})
    seated(enter, "LUMEN", {"2026-11-01": 40})
    enter.account("BARE")
    config = cs.home / "config" / "config.toml"
    config.write_text(CHANNEL.format(cs.home / "notes"), encoding="utf-8")
    config.chmod(0o600)
    return cs


def recorded(cs):
    return cs("sql", RECORDED, "--json").rows


def sent(cs, *words):
    """A digest as a schedule runs it."""
    answer = cs("digest", "daily", "--to", "notes", "--quiet", "--no-input", *words)
    assert answer.code == 0, answer.talk
    return answer


def imported(cs, text, day=TODAY):
    path = cs.home / "file.csv"
    path.write_text(text, encoding="utf-8")
    answer = cs.as_of(day, "import", str(path))
    assert answer.code == 0, answer.talk


def test_a_digest_that_a_schedule_sends_records_every_account_that_has_a_score(book):
    assert sent(book).talk == ""
    rows = recorded(book)
    assert [(row["account"], row["on"], row["score"], row["band"], row["said_by"]) for row in rows] == [
        ("ACME", TODAY, 80.0, "green", "digest"),
        ("LUMEN", TODAY, 40.0, "red", "digest"),
    ]
    told = book.as_of(TODAY, "health", "ACME", "--explain", "--json").rows[0]
    assert (rows[0]["scorecard"], rows[0]["fingerprint"]) == ("default", told["fingerprint"])
    assert json.loads(rows[0]["inputs"]) == {"seats_used": {"points": 80.0, "value": 80.0}}


def test_it_is_once_a_day_whatever_is_sent_again_and_for_whom(book):
    sent(book)
    first = recorded(book)
    imported(book, "account,metric,on,value\nACME,seats_used,2026-11-20,10\n")
    sent(book)
    sent(book, "--per-owner")
    assert recorded(book) == first


@pytest.mark.parametrize(
    "words",
    [
        ["digest"],
        ["digest", "--no-input"],
        ["digest", "--to", "notes"],
        ["digest", "--to", "notes", "--dry-run", "--no-input"],
        ["digest", "--to", "notes", "--no-input", "--as-of", YESTERDAY],
        ["today"],
        ["health"],
    ],
)
def test_what_is_typed_printed_or_of_another_day_records_nothing(book, words):
    assert book(*words).code == 0
    assert recorded(book) == []


def test_a_digest_that_does_not_get_through_records_nothing(book):
    (book.home / "notes").mkdir()
    assert book("digest", "--to", "notes", "--quiet", "--no-input").code != 0
    assert recorded(book) == []


def test_a_failure_to_record_is_one_line_and_the_digest_is_out(book):
    with closing(sqlite3.connect(book.db)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON health_snapshot BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    talk = sent(book).talk
    assert talk.startswith("cs: the health of Mon 23 Nov 2026 was not recorded: ")
    assert talk.count("\n") == 1
    assert (book.home / "notes").read_text(encoding="utf-8")
    assert recorded(book) == []


def test_it_is_no_undo_step_and_no_undo_takes_it_back(book):
    before = book("history", "--json").rows
    sent(book)
    assert book("history", "--json").rows == before
    kept = recorded(book)
    assert book("log", "ACME", "called").code == 0
    assert book("undo").code == 0
    assert recorded(book) == kept
    assert book("doctor").code == 0


def test_an_import_keeps_its_fingerprint_too(book):
    imported(book, "account,metric,on,value\nACME,seats_used,2026-11-20,10\n")
    [row] = recorded(book)
    now = book.as_of(TODAY, "health", "ACME", "--explain", "--json").rows[0]
    assert (row["said_by"], row["fingerprint"]) == ("import", now["fingerprint"])


def test_an_import_is_undone_and_brought_again_around_what_a_digest_said(book):
    imported(book, "account,metric,on,value\nACME,seats_used,2026-11-20,10\n")
    sent(book)
    assert {(row["account"], row["score"], row["said_by"]) for row in recorded(book)} == {
        ("ACME", 10.0, "import"),
        ("LUMEN", 40.0, "digest"),
    }
    assert book("undo").code == 0
    assert [row["account"] for row in recorded(book)] == ["LUMEN"]
    assert book("doctor").code == 0
    assert book("redo").code == 0
    assert {(row["account"], row["said_by"]) for row in recorded(book)} == {("ACME", "import"), ("LUMEN", "digest")}
    assert book("doctor").code == 0


def test_what_a_digest_said_since_the_undo_stays_when_the_import_comes_again(book):
    imported(book, "account,metric,on,value\nACME,seats_used,2026-11-20,10\n")
    assert book("undo").code == 0
    sent(book)
    answer = book("redo")
    assert answer.code == 0, answer.talk
    acme = next(row for row in recorded(book) if row["account"] == "ACME")
    assert (acme["score"], acme["said_by"]) == (80.0, "digest")
    assert book.as_of(TODAY, "health", "ACME", "--json").rows[0]["health"] == 10.0
    assert book("doctor").code == 0
    assert book("undo").code == 0
    assert next(row for row in recorded(book) if row["account"] == "ACME") == acme


def test_an_import_of_an_account_can_be_undone_though_a_digest_has_scored_it(book):
    imported(book, "Customer,Seats,ARR,Renewal date\nNova,100,12000,2027-03-01\n")
    imported(book, "account,metric,on,value\nNOVA,seats_used,2026-11-20,70\n")
    assert book("undo").code == 0
    with closing(sqlite3.connect(book.db)) as connection, connection:
        of = connection.execute("SELECT id FROM account WHERE key = 'NOVA'").fetchone()[0]
        connection.execute(
            "INSERT INTO health_snapshot (account_id, computed_on, score, band, coverage, scorecard) "
            "VALUES (?, '2026-11-22', 70, 'yellow', 100, 'default')",
            (of,),
        )
    assert book("undo").code == 0
    assert "NOVA" not in {row["account"] for row in recorded(book)}
    assert book("doctor").code == 0
    assert book("redo").code == 0
    assert "NOVA" in {row["account"] for row in recorded(book)}


def said(cs, *words, day=TODAY):
    return cs.as_of(day, "health", "--said", *words, "--json").rows


def test_what_was_said_is_the_same_while_nothing_changed(book):
    sent(book)
    rows = said(book)
    assert all(list(row) == KEYS for row in rows)
    assert [(row["account"], row["on"], row["differs"], row["why"]) for row in rows] == [
        ("LUMEN", TODAY, False, None),
        ("ACME", TODAY, False, None),
    ]
    assert "On record by Mon 23 Nov 2026: 2 accounts, 0 reckoned otherwise now\n" in book("health", "--said").text


def test_a_row_that_came_later_and_is_dated_before_is_named(book):
    sent(book)
    imported(book, "account,metric,on,value\nACME,seats_used,2026-11-20,10\n", "2026-11-24")
    [row] = said(book, "ACME", day="2026-11-24")
    assert (row["on"], row["said_health"], row["health"]) == ("2026-11-24", 10.0, 10.0), "the last one on record"
    [row] = said(book, "ACME")
    assert (row["said_health"], row["said_band"], row["health"], row["band"]) == (80.0, "green", 10.0, "red")
    assert (row["differs"], row["why"]) == (True, "rows that came later: seats used 80 → 10")
    line = book.as_of(TODAY, "health", "ACME", "--said").text.splitlines()[-1]
    assert " ".join(line.split()) == "ACME 23 Nov digest ● green 80 ■ red 10 rows that came later: seats used 80 → 10"


def test_other_rules_are_named_with_both_fingerprints(book):
    sent(book)
    [then] = said(book, "ACME")
    by_seats(book, CARD.replace("full_at = 100", "full_at = 160"))
    [row] = said(book, "ACME")
    assert row["fingerprint"] != then["fingerprint"] == row["said_fingerprint"]
    both = f"default ({row['said_fingerprint']}) then, default ({row['fingerprint']}) now"
    assert row["why"] == f"other rules: {both} (seats used 80 → 50)"


def test_a_record_without_a_fingerprint_may_have_had_other_rules(book):
    sent(book)
    with closing(sqlite3.connect(book.db)) as connection, connection:
        connection.execute("UPDATE health_snapshot SET fingerprint = NULL, score = 70, inputs = '{}'")
    [row] = said(book, "ACME")
    assert row["why"] == "maybe other rules: no fingerprint was kept (seats used missing → 80)"


def test_where_no_points_differ_it_may_be_a_cap_or_what_has_no_date(book):
    sent(book)
    with closing(sqlite3.connect(book.db)) as connection, connection:
        connection.execute("UPDATE health_snapshot SET score = 49, band = 'red'")
    [row] = said(book, "ACME")
    assert row["why"] == "rows that came later: caps, roles, segments or a band by hand"


def test_nothing_on_record_is_success(book):
    assert book("health", "--said").text == "Nothing on record by then: imports and scheduled digests record health.\n"
    assert said(book) == []
    sent(book)
    assert said(book, day=YESTERDAY) == []
    assert book("health", "--said", "--segment", "nowhere").text == "No account fits.\n"


def test_a_limit_says_what_is_left_and_an_alarm_still_counts(book):
    sent(book)
    assert book("health", "--said", "--limit", "1").text.splitlines()[-1] == "  1 more: cs health --said --all"
    assert book("health", "--said", "--fail-on", "red").code == 1
