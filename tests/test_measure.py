"""`cs measure`: one reading of one metric, and what is measured of an account."""

import json
import sqlite3

import pytest

DAY = "2026-11-23"
UNDO = "Take it back: cs undo\n"


@pytest.fixture
def acme(cs, enter):
    """The program with ACME, whose seats_used were 40 on 16 November."""
    enter.account("ACME", "Acme Corporation")
    enter.account("BETA", "Beta Ltd")
    assert cs.as_of(DAY, "measure", "ACME", "seats_used", "40", "--on", "2026-11-16").code == 0
    return cs


def stored(cs):
    with sqlite3.connect(cs.db) as connection:
        return connection.execute(
            'SELECT account, metric, "on", coalesce(word, value) FROM measurements ORDER BY 1, 2, 3'
        ).fetchall()


@pytest.mark.parametrize(
    ("words", "said", "row"),
    [
        (("seats_used", "42"), "seats_used 42 on Mon 23 Nov 2026", ("seats_used", DAY, 42.0)),
        (("Seats used", "42.5"), "seats_used 42.5 on Mon 23 Nov 2026", ("seats_used", DAY, 42.5)),
        (
            ("seats-used", "1,234", "--on", "fri"), "seats_used 1,234 on Fri 20 Nov 2026",
            ("seats_used", "2026-11-20", 1234.0),
        ),
        (("MAU", "7"), "active_users 7 on Mon 23 Nov 2026", ("active_users", DAY, 7.0)),
        (("invoice_status", " Due"), "invoice_status due on Mon 23 Nov 2026", ("invoice_status", DAY, "due")),
        (("Happiness", "7"), "happiness 7 on Mon 23 Nov 2026, a new metric", ("happiness", DAY, 7.0)),
        (("seats_usd", "7", "--new"), "seats_usd 7 on Mon 23 Nov 2026, a new metric", ("seats_usd", DAY, 7.0)),
        (("growth", "--", "-3"), "growth -3 on Mon 23 Nov 2026, a new metric", ("growth", DAY, -3.0)),
    ],
)  # fmt: skip
def test_a_reading_is_recorded_under_the_name_its_metric_has(acme, words, said, row):
    option = ("--as-of", DAY) if "--" not in words else ()
    answer = acme(*option, "measure", "acme", *words)
    assert answer.talk == f"Acme Corporation (ACME): {said}. {UNDO}"
    assert ("ACME", *row) in stored(acme)


def test_a_second_reading_of_a_day_replaces_the_first_and_undo_brings_it_back(acme):
    acme.as_of(DAY, "measure", "ACME", "seats_used", "41")
    answer = acme.as_of(DAY, "measure", "ACME", "seats_used", "42")
    assert answer.talk == f"Acme Corporation (ACME): seats_used 41 → 42 on Mon 23 Nov 2026. {UNDO}"
    again = acme.as_of(DAY, "measure", "ACME", "seats_used", "42.0")
    assert again.talk == ("Acme Corporation (ACME): nothing to change, seats_used of Mon 23 Nov 2026 is 42 already\n")
    assert acme("undo").code == 0
    assert [row[2:] for row in stored(acme)] == [("2026-11-16", 40.0), (DAY, 41.0)]
    assert acme("redo").code == 0
    assert [row[2:] for row in stored(acme)] == [("2026-11-16", 40.0), (DAY, 42.0)]


def test_a_word_replaces_the_word_of_its_day(acme):
    acme.as_of(DAY, "measure", "ACME", "invoice_status", "due")
    assert "invoice_status due → paid on" in acme.as_of(DAY, "measure", "ACME", "invoice_status", "PAID").talk


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("seats_usd", "42"), 2, "Did you mean seats_used?\n  cs measure ACME seats_used 42\n"),
        (("seats_usd", "42"), 2, "A metric of its own: cs measure ACME seats_usd 42 --new"),
        (("42", "seats_used"), 2, '"42" is no name of a metric; nothing was written\n  cs measure ACME seats_used'),
        (("###", "5"), 2, '"###" is no name of a metric'),
        (("", "5"), 2, "is blank; nothing was written"),
        (("seats_used", "nan"), 2, 'seats_used "nan" is no'),
        (("seats_used", "inf"), 2, 'seats_used "inf" is no'),
        (("seats_used", "many"), 2, 'seats_used "many" is no'),
        (("seats_used", "12.000"), 2, "is it 12 or 12,000? Write it without separators"),
        (("seats_used", "€5"), 2, "is an amount of money, not a number"),
        (("seats_used", ""), 2, "is blank; nothing was written"),
        (("invoice_status", " "), 2, "is blank; nothing was written"),
        (("seats_used", "5", "--on", "2027-01-01"), 2, "still to come; nothing was written"),
        (("seats_used", "5", "--json"), 2, "a reading answers with one line and has no --format json"),
        (("--on", "fri"), 2, "--on is of a reading, and none is said; nothing was written"),
        (("seats_used", "--new"), 2, "--new is of a reading, and none is said; nothing was written"),
        (("seats_usd",), 66, 'no reading of "seats_usd" at Acme Corporation (ACME)\n  cs measure ACME seats_used\n'),
        (("logins",), 66, "What is measured: cs measure ACME"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_reading_is_refused_with_what_to_type(acme, words, code, said):
    before = stored(acme)
    answer = acme.as_of(DAY, "measure", "ACME", *words)
    assert (answer.code, stored(acme)) == (code, before)
    assert said in answer.talk


def test_nothing_is_counted_below_0(acme):
    answer = acme("measure", "ACME", "seats_used", "--", "-5")
    assert answer.code == 2
    assert 'seats_used "-5" is negative: nothing is counted below 0' in answer.talk


def test_an_account_that_is_not_there_comes_with_the_line_to_type(acme):
    answer = acme.as_of(DAY, "measure", "ACMEE", "logins", "5")
    assert answer.code == 66
    assert "cs measure ACME logins 5" in answer.talk


def test_the_latest_reading_of_each_metric_with_its_age_and_its_change(acme):
    acme.as_of(DAY, "measure", "ACME", "seats_used", "42")
    acme.as_of(DAY, "measure", "ACME", "invoice_status", "due", "--on", "2026-11-16")
    acme.as_of(DAY, "measure", "ACME", "invoice_status", "paid", "--on", "2026-11-20")
    answer = acme.as_of(DAY, "measure", "ACME")
    assert [line.split() for line in answer.text.splitlines()] == [
        ["metric", "value", "on", "age", "change"],
        ["invoice_status", "paid", "2026-11-20", "3d", "ago", "was", "due", "on", "16", "Nov"],
        ["seats_used", "42", DAY, "today", "+2", "since", "16", "Nov"],
        [
            "2",
            "metrics,",
            "the",
            "latest",
            "reading",
            "of",
            "each.",
            "All",
            "of",
            "one:",
            "cs",
            "measure",
            "ACME",
            "invoice_status.",
        ],
    ]
    row = json.loads(acme.as_of(DAY, "measure", "ACME", "--json").text)[1]
    assert row == {
        "account": "ACME", "name": "Acme Corporation", "metric": "seats_used", "on": DAY, "value": 42.0, "word": None,
        "age_days": 0, "before": 40.0, "word_before": None, "before_on": "2026-11-16", "change": 2.0,
    }  # fmt: skip


def test_the_readings_of_a_metric_are_listed_from_the_newest_up_to_the_day(acme):
    for day, value in (("2026-11-18", "40"), ("2026-11-20", "38"), (DAY, "41")):
        acme.as_of(DAY, "measure", "ACME", "seats_used", value, "--on", day)
    answer = acme.as_of("2026-11-21", "measure", "ACME", "Seats used", "--limit", "2")
    assert [line.split() for line in answer.text.splitlines()] == [
        ["value", "on", "age", "change"],
        ["38", "2026-11-20", "1d", "ago", "-2", "since", "18", "Nov"],
        ["40", "2026-11-18", "3d", "ago", "as", "on", "16", "Nov"],
        ["3", "readings", "of", "seats_used.", "1", "more:", "cs", "measure", "ACME", "seats_used", "--all"],
    ]


def test_an_account_without_readings_says_how_to_say_one(acme):
    assert "No reading of BETA yet. Say one: cs measure BETA seats_used 42" in acme("measure", "BETA").text
    assert acme("measure", "BETA", "--json").rows == []
    assert "1 metric, the latest" in acme("measure", "ACME", "--limit", "1").text


def test_a_portfolio_of_nobody_has_nothing_to_measure(cs):
    assert cs("measure", "ACME", "logins", "5").code == 66
