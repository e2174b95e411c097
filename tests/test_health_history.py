"""`cs health ACME --history`: the plot by week, the changes of band, and what was said beside it."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest
from seats import TODAY, by_seats, seated

from cs_cli.commands.health_history import KEYS
from cs_cli.domain.health import Band, Score
from cs_cli.screens.health_plot import Point, legend, plot

MONDAY = date(2026, 11, 23)
SAID = """
INSERT INTO health_snapshot (account_id, computed_on, score, band, coverage, scorecard, fingerprint, inputs)
VALUES (1, ?, ?, ?, 100, 'default', ?, ?)
"""


@pytest.fixture
def acme(cs, enter):
    """80 % of the seats used until August, 60 % from 31 August on, 30 % since 1 November: a band counts a day later."""
    by_seats(cs)
    enter.account("ACME", "Acme Corporation")
    seated(enter, "ACME", {"2026-06-15": 80, "2026-08-31": 60, "2026-11-01": 30})
    return cs


def say(cs, day, score, band, fingerprint=None):
    """A record of that day as an earlier digest made it."""
    with closing(sqlite3.connect(cs.db)) as connection, connection:
        connection.execute(SAID, (day, score, band, fingerprint, f'{{"seats_used": {score}}}'))


def history(cs, *words):
    return cs.as_of(TODAY, "health", "ACME", "--history", *words, "--json").rows


def test_a_row_a_week_with_the_change_of_band_on_its_day(acme):
    rows = history(acme, "--last", "4w")
    assert all(list(row) == KEYS for row in rows)
    assert [(row["on"], row["health"], row["band"]) for row in rows] == [
        ("2026-10-26", 60.0, "yellow"),
        ("2026-11-02", 30.0, "red"),
        ("2026-11-09", 30.0, "red"),
        ("2026-11-16", 30.0, "red"),
        ("2026-11-23", 30.0, "red"),
    ]
    assert [row["cause"] for row in rows if row["cause"]] == ["30% of seats used in month 23"]


def test_a_change_between_two_weeks_has_a_row_of_its_own_day(acme):
    rows = {row["on"]: row for row in history(acme, "--last", "1y")}
    assert rows["2026-09-01"]["cause"] == "60% of seats used in month 21"
    assert "2026-08-31" in rows
    assert "2026-09-07" in rows


def test_without_a_length_it_is_a_year_and_before_the_first_value_it_is_grey(acme):
    rows = history(acme)
    assert rows[0]["on"] == "2025-11-24"
    assert (rows[0]["health"], rows[0]["band"]) == (None, "grey")
    assert acme.as_of("2026-06-01", "health", "ACME", "--history", "--json").rows[-1]["band"] == "grey"


def test_limit_and_the_other_formats(acme):
    assert len(history(acme, "--limit", "2")) == 2
    head, *rows = acme.as_of(TODAY, "health", "ACME", "--history", "--csv").text.splitlines()
    assert head == ",".join(KEYS)
    assert len(rows) == len(history(acme))


def test_the_screen_shows_bands_by_glyph_and_word_and_the_changes(acme):
    lines = acme.as_of(TODAY, "health", "ACME", "--history", "--last", "20w").text.splitlines()
    assert lines[0].startswith("ACME  ■ red 30   Mon 23 Nov 2026   scorecard default (")
    assert lines[0].endswith(")   by week since Mon 6 Jul 2026")
    assert "● green from 75   ▲ yellow from 50   ■ red below   ○ grey: too little data" in lines
    changes = lines[lines.index("Changes of band") + 1 :]
    assert [" ".join(line.split()) for line in changes] == [
        "Mon 2 Nov 2026 ▲ yellow 30 → ■ red 30 30% of seats used in month 23",
        "Tue 1 Sep 2026 ● green 60 → ▲ yellow 60 60% of seats used in month 21",
    ]


def test_what_was_said_stands_beside_what_is_reckoned_now(acme):
    say(acme, "2026-11-09", 30.0, "red", "abcd")
    say(acme, "2026-11-12", 62.0, "yellow", "abcd")
    said = {row["on"]: row for row in history(acme, "--last", "4w") if row["said_band"]}
    assert set(said) == {"2026-11-09", "2026-11-12"}, "of each week the last record"
    row = said["2026-11-12"]
    assert (row["health"], row["said_health"], row["said_band"], row["said_by"]) == (30.0, 62.0, "yellow", "digest")
    assert (row["said_scorecard"], row["said_fingerprint"], row["scorecard"]) == ("default", "abcd", "default")
    text = acme.as_of(TODAY, "health", "ACME", "--history", "--last", "4w").text
    assert "× as it was said then" in text
    assert (
        "On record: 2 days, 1 of them said otherwise, last Thu 12 Nov 2026: said ▲ yellow 62, reckoned now ■ red 30: "
        "cs health ACME --said --as-of 2026-11-12\n" in text
    )


def test_what_was_said_alike_is_counted_and_not_marked(acme):
    say(acme, "2026-11-09", 30.0, "red")
    text = acme.as_of(TODAY, "health", "ACME", "--history", "--last", "4w").text
    assert "×" not in text
    assert text.endswith("On record: 1 day, all as reckoned now.\n")


@pytest.mark.parametrize("columns", [40, 80, 100, 200])
@pytest.mark.parametrize("last", ["0d", "3w", "1y", "10y"])
def test_it_fits_every_terminal(acme, on_terminal, columns, last):
    lines = on_terminal(acme, "health", "ACME", "--history", "--last", last, "--as-of", TODAY, columns=columns)
    assert max(map(len, lines.splitlines())) <= columns


def test_a_day_alone_is_one_point(acme):
    lines = acme.as_of(TODAY, "health", "ACME", "--history", "--last", "today").text.splitlines()
    assert sum(line.count("■") for line in lines[1:-3]) == 1
    assert lines[-1] == "The band was the same all the time."


def test_all_grey_is_a_row_of_grey_and_no_score(cs, enter):
    enter.account("BARE")
    lines = cs.as_of(TODAY, "health", "BARE", "--history", "--last", "3w").text.splitlines()
    assert next(line for line in lines if line.startswith("grey")).count("○") == 16
    assert not [line for line in lines[1:22] if {"●", "▲", "■"} & set(line)]


@pytest.mark.parametrize("words", [["--history"], ["red", "--history"]])
def test_it_is_of_one_account(acme, words):
    answer = acme.as_of(TODAY, "health", *words)
    assert answer.code == 2
    assert answer.talk == "cs: --history is of one account\n  Like cs health ACME --history\n"


def test_reading_the_history_writes_nothing(acme):
    before = acme.db.read_bytes()
    history(acme)
    assert acme.db.read_bytes() == before


def weekly(*scores):
    """Points a week apart up to Monday; None is grey."""
    first = MONDAY - timedelta(7 * (len(scores) - 1))
    known = [Score(None, Band.GREY) if score is None else Score(score, band(score)) for score in scores]
    return [Point(first + timedelta(7 * n), score) for n, score in enumerate(known)]


def band(score):
    return Band.GREEN if score >= 75 else Band.YELLOW if score >= 50 else Band.RED


def test_a_gap_is_a_gap_and_no_line():
    lines = plot(weekly(80, None, 40), 40, 75, 50)
    assert lines == [
        " 100 ┤┄┄┄┄┄┄┄┄┄┄┄┄",
        *["     │"] * 3,
        "     │●●●●",
        "  75 ┤┄┄┄┄┄┄┄┄┄┄┄┄",
        *["     │"] * 4,
        "  50 ┤┄┄┄┄┄┄┄┄┄┄┄┄",
        "     │",
        "     │        ■■■■",
        *["     │"] * 7,
        "   0 ┤┄┄┄┄┄┄┄┄┄┄┄┄",
        "grey │    ○○○○",
        "     └────────────",
        "      9 Nov 23 Nov",
    ]


def test_a_score_below_a_bound_never_stands_on_its_line():
    for score, row in ((74.9, 6), (75.0, 5), (49.9, 11), (50.0, 10), (100.0, 0), (0.0, 20)):
        lines = plot(weekly(score), 20, 75, 50)
        assert [at for at, line in enumerate(lines) if band(score).glyph in line] == [row], score


def test_the_bounds_are_those_of_the_card():
    labels = [line[:4].strip() for line in plot(weekly(80, 50), 40, 80, 40)]
    assert [label for label in labels if label.isdecimal()] == ["100", "80", "40", "0"]


def test_weeks_that_share_a_column_show_the_lowest():
    lines = plot(weekly(*[90, 30] * 40), 20, 75, 50)
    assert max(map(len, lines)) <= 20
    assert not [line for line in lines if "●" in line]


def test_what_was_said_is_marked_where_it_was():
    said = [Point(MONDAY, Score(30, Band.RED), Score(62, Band.YELLOW))]
    lines = plot(said, 40, 75, 50)
    assert [line for line in lines if "×" in line] == ["     │×"]
    assert legend(said, 75, 50).endswith("× as it was said then")
    unknown = [Point(MONDAY, Score(30, Band.RED), Score(None, Band.GREY))]
    assert "grey │×" in plot(unknown, 40, 75, 50)
