"""Success plans, typed a line at a time: objectives, milestones, promises, risks, value; every line can be undone."""

import sqlite3
from contextlib import closing

import pytest
from entries import Entries

UNDO = "Take it back: cs undo"


@pytest.fixture
def acme(cs, enter: Entries):
    enter.account("ACME", "Acme Corporation", currency="USD")
    enter.account("BETA", "Beta Works")
    return cs


def said(acme, *words):
    """What a command that must succeed says on stderr."""
    answer = acme(*words)
    assert answer.code == 0, answer.talk
    return answer.talk


def rows(acme, word, *words):
    return acme(word, *words, "--json").rows


def stored(acme, sql):
    with closing(sqlite3.connect(acme.db)) as connection:
        return connection.execute(sql).fetchall()


LINES = [
    ("objective", "add", "ACME", "Plan", "a", "week", "in", "a", "day", "--by", "Jo Park", "--baseline", "8h"),
    ("milestone", "add", "ACME", "EU go-live", "--side", "us", "--due", "11 dec"),
    ("commitment", "add", "ACME", "us: fix SSO by 12 dec"),
    ("risk", "add", "ACME", "the sponsor leaves", "--likelihood", "high"),
    ("value", "add", "ACME", "hours saved", "--baseline", "40h", "--current", "12h", "--unit-value", "45"),
]
PAST = [
    ("milestone", "add", "ACME", "EU go-live", "--side", "us", "--due", "2026-11-20"),
    ("commitment", "add", "ACME", "us: fix SSO by 2026-11-20"),
]
ENDS = [
    (LINES[0], ("objective", "edit", "o1", "--current", "4h")),
    (LINES[0], ("objective", "done", "o1")),
    (LINES[0], ("objective", "drop", "o1", "--because", "sold")),
    (LINES[1], ("milestone", "edit", "m1", "--due", "18 dec")),
    (LINES[1], ("milestone", "done", "m1")),
    (PAST[0], ("milestone", "miss", "m1", "--because", "no data", "--change", "ask earlier", "--due", "15 jan")),
    (LINES[1], ("milestone", "drop", "m1")),
    (LINES[2], ("commitment", "edit", "c1", "--side", "both")),
    (LINES[2], ("commitment", "done", "c1")),
    (PAST[1], ("commitment", "miss", "c1", "--because", "ill", "--change", "a deputy")),
    (LINES[2], ("commitment", "drop", "c1", "--because", "not wanted")),
    (LINES[3], ("risk", "edit", "r1", "--mitigation", "meet the CFO")),
    (LINES[3], ("risk", "done", "r1", "--because", "she stays")),
    (LINES[4], ("value", "edit", "v1", "--current", "10h")),
    (LINES[4], ("value", "drop", "v1")),
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_a_row_is_one_line_one_number_and_one_undo_step(acme, line):
    answer = acme(*line)
    assert answer.text.strip() in ("o1", "m1", "c1", "r1", "v1")
    assert answer.talk.startswith(f"Acme Corporation (ACME): {line[0]} {answer.text.strip()} ")
    assert UNDO in answer.talk
    assert len(rows(acme, f"{line[0]}s")) == 1
    assert acme("undo").code == 0
    assert rows(acme, f"{line[0]}s") == []
    assert acme("redo").code == 0
    assert len(rows(acme, f"{line[0]}s")) == 1


@pytest.mark.parametrize(("line", "end"), ENDS, ids=lambda words: "-".join(words[:2]))
def test_a_change_names_the_account_in_full_and_can_be_taken_back(acme, line, end):
    acme(*line)
    before = rows(acme, f"{line[0]}s")
    talk = said(acme, *end)
    assert "Acme Corporation (ACME)" in talk
    assert UNDO in talk
    assert rows(acme, f"{line[0]}s") != before
    said(acme, "undo")
    assert rows(acme, f"{line[0]}s") == before


@pytest.mark.parametrize(("line", "end"), ENDS, ids=lambda words: "-".join(words[:2]))
def test_the_account_may_stand_before_the_number_and_must_fit(acme, line, end):
    acme(*line)
    noun, verb, number, *options = end
    wrong = acme(noun, verb, "BETA", number, *options)
    assert wrong.code == 66
    assert f"{number} is a {noun} of ACME, Acme Corporation, not of BETA" in wrong.talk
    assert "Acme Corporation" in said(acme, noun, verb, "acme", number, *options)


@pytest.mark.parametrize(
    ("words", "code", "why"),
    [
        (("milestone", "done", "m9"), 66, 'no milestone "m9"; nothing changed'),
        (("milestone", "done", "o1"), 2, "is no number like m7"),
        (("milestone", "edit", "m1"), 2, "nothing to change"),
        (("milestone", "add", "ACME", " "), 2, "is blank"),
        (("milestone", "add", "NOBODY", "x"), 66, 'no account "NOBODY"; nothing added'),
        (("milestone", "add", "ACME", "x", "--side", "me-too"), 2, "is none of us, them, both"),
        (("milestone", "add", "ACME", "x", "--kind", "party"), 2, "is none of kickoff, technical"),
        (("milestone", "add", "ACME", "x", "--after", "m77"), 66, 'no milestone "m77"'),
        (("milestone", "add", "BETA", "x", "--after", "m1"), 65, "is of ACME, Acme Corporation, not of BETA"),
        (("milestone", "add", "BETA", "x", "--objective", "o1"), 65, "not of BETA"),
        (("milestone", "edit", "m1", "--side", ""), 2, "a milestone is somebody's"),
        (("milestone", "done", "m1", "--on", "tomorrow"), 2, "still to come"),
        (("milestone", "miss", "m1", "--because", "no data"), 2, "--change must be said"),
        (("milestone", "miss", "m1", "--because", "x", "--change", "y", "--due", "-2d"), 2, "is not after"),
        (("objective", "add", "ACME", "x", "--baseline", "fast"), 2, "is no number with a unit"),
        (("objective", "add", "ACME", "x", "--baseline", "8h", "--target", "120min"), 2, "say them in one unit"),
        (("objective", "add", "ACME", "x", "--baseline", "1h", "--target", "<2h"), 2, "is reached by the baseline"),
        (("objective", "add", "ACME", "x", "--baseline", "9%", "--target", ">5%"), 2, "is reached by the baseline"),
        (("objective", "edit", "o1", "--on", "fri"), 2, "--on is the day of --current"),
        (("objective", "edit", "o1", "--current", "4 days"), 2, "is in days, and the measure in h"),
        (("objective", "drop", "o1"), 2, "--because must be said"),
        (("commitment", "add", "ACME", "us:"), 2, "promises nothing"),
        (("commitment", "add", "ACME", "us: fix SSO by 32 dec"), 2, "32 dec"),
        (("commitment", "edit", "c1", "--side", ""), 2, "a promise is somebody's"),
        (("risk", "add", "ACME", "x", "--likelihood", "maybe"), 2, "is none of low, medium, high"),
        (("risk", "done", "r1"), 2, "--because must be said"),
        (("value", "add", "ACME", "x", "--unit-value", "45"), 2, "Say --less or --more"),
        (("value", "add", "ACME", "x", "--unit-value", "0", "--more"), 2, "must be above 0"),
        (("value", "add", "ACME", "x", "--unit-value", "1.005", "--more"), 2, "is it 1 or 1,005"),
        (("value", "add", "ACME", "x", "--unit-value", "1.5", "--currency", "JPY", "--more"), 2, "JPY has 0 decimals"),
        (("value", "add", "ACME", "x", "--unit-value", "5", "--currency", "XXX", "--more"), 2, "is no currency"),
        (("value", "add", "ACME", "x", "--currency", "EUR"), 2, "--currency is that of --unit-value"),
        (("value", "add", "ACME", "x", "--agreed-on", "2026-11-02"), 2, "needs to know who agreed"),
        (("value", "add", "ACME", "x", "--per", "week"), 2, "is none of once, month, quarter, year"),
    ],
)
def test_nonsense_says_what_is_wrong_and_writes_nothing(acme, words, code, why):
    for line in LINES:
        acme(*line)
    before = [rows(acme, f"{line[0]}s") for line in LINES]
    answer = acme(*words)
    assert answer.code == code, answer.talk
    assert why in answer.talk
    assert [rows(acme, f"{line[0]}s") for line in LINES] == before


def test_an_objective_in_the_customers_words(acme):
    talk = said(acme, "objective", "add", "ACME", "Plan a week in a day", "--by", "Jo Park", "--said", "2026-05-27",
        "--measure", "planning time", "--baseline", "8h", "--target", "<2h", "--due", "end of q4",
        "--evidence", "planning log", "--cadence", "quarterly")  # fmt: skip
    assert 'objective o1 "Plan a week in a day" added, planning time 8 h → 2 h, due Thu 31 Dec 2026' in talk
    [row] = rows(acme, "objectives", "ACME")
    assert {name: row[name] for name in ("said_by", "said_on", "unit", "baseline", "target", "due_on", "progress")} == {
        "said_by": "Jo Park", "said_on": "2026-05-27", "unit": "h", "baseline": 8.0, "target": 2.0,
        "due_on": "2026-12-31", "progress": None,
    }  # fmt: skip


def test_every_reading_is_kept_and_one_of_the_same_day_is_replaced(acme):
    acme("objective", "add", "ACME", "x", "--baseline", "8h", "--target", "2h", "--current", "8h", "--evidence", "log")
    said(acme, "objective", "edit", "o1", "--current", "6h", "--on", "1 oct")
    talk = said(acme, "objective", "edit", "o1", "--current", "5h")
    assert "current 8 h → 5 h on Mon 23 Nov 2026" in talk
    said(acme, "objective", "edit", "o1", "--current", "4h", "--evidence", "report")
    [row] = rows(acme, "objectives")
    assert row["readings"] == [
        {"on": "2026-10-01", "value": 6.0, "evidence": None},
        {"on": "2026-11-23", "value": 4.0, "evidence": "report"},
    ]
    assert row["progress"] == 0.6667
    assert row["evidence"] is None
    [then] = acme.as_of("2026-10-31", "objectives", "--json").rows or [None]
    assert then is None or then["current"] == 6.0


def test_a_plan_is_seen_as_it_stood(acme):
    acme("objective", "add", "ACME", "x", "--by", "Jo", "--said", "2026-05-27", "--baseline", "8", "--target", "2")
    acme("objective", "edit", "o1", "--current", "6", "--on", "2026-06-30")
    acme("objective", "edit", "o1", "--current", "2", "--on", "2026-10-30")
    acme("objective", "done", "o1", "--on", "2026-11-01")
    [then] = acme.as_of("2026-07-31", "objectives", "--json").rows
    assert (then["current"], then["state"], then["progress"]) == (6.0, "ahead", 0.3333)
    assert acme.as_of("2026-05-01", "objectives", "--json").rows == []
    [now] = rows(acme, "objectives")
    assert (now["current"], now["state"], now["touched_on"]) == (2.0, "done", "2026-11-23")


def test_the_unit_may_change_with_both_numbers(acme):
    acme("objective", "add", "ACME", "x", "--baseline", "8h", "--target", "2h")
    said(acme, "objective", "edit", "o1", "--baseline", "480 min", "--target", "120 min")
    [row] = rows(acme, "objectives")
    assert (row["baseline"], row["target"], row["unit"]) == (480.0, 120.0, "min")


def test_an_objective_that_is_done_without_a_number_says_what_would_show_it(acme):
    acme("objective", "add", "ACME", "x")
    talk = said(acme, "objective", "done", "o1")
    assert "Nothing shows it yet. Where it stands: cs objective edit o1 --current … --evidence …" in talk
    said(acme, "undo")
    acme("objective", "edit", "o1", "--current", "3")
    assert "Nothing shows it yet" not in said(acme, "objective", "done", "o1")


def test_a_milestone_keeps_the_day_that_was_agreed_first(acme):
    acme("milestone", "add", "ACME", "EU go-live", "--due", "2026-11-13")
    said(acme, "milestone", "edit", "m1", "--due", "2026-11-20")
    said(acme, "milestone", "miss", "m1", "--because", "no data", "--change", "ask earlier", "--due", "15 jan")
    [row] = rows(acme, "milestones")
    assert (row["planned_on"], row["due_on"], row["state"]) == ("2026-11-13", "2027-01-15", "ahead")
    assert (row["missed_on"], row["because"], row["change"]) == ("2026-11-23", "no data", "ask earlier")
    [before] = acme.as_of("2026-11-22", "milestones", "--json").rows or [{"because": None}]
    assert before["because"] is None


@pytest.mark.parametrize(
    ("line", "what", "options", "next_line"),
    [
        (LINES[1], 'm1 "EU go-live" is due Fri 11 Dec 2026', (), "cs milestone edit m1 --due DATE"),
        (LINES[1], 'm1 "EU go-live" is due Fri 11 Dec 2026', ("--due", "15 jan"),
            "cs milestone edit m1 --due '15 jan'"),
        (LINES[2], 'c1 "fix SSO" is due Sat 12 Dec 2026', (), "cs commitment edit c1 --due DATE"),
    ],
)  # fmt: skip
def test_what_is_still_to_come_is_not_missed_yet(acme, line, what, options, next_line):
    acme(*line)
    miss = (line[0], "miss", f"{line[0][0]}1", "--because", "ill", "--change", "a deputy", *options)
    answer = acme(*miss)
    assert answer.code == 65
    assert f"{what}, still to come: it is not missed; nothing changed" in answer.talk
    assert f"Another day: {next_line}" in answer.talk
    assert rows(acme, f"{line[0]}s")[0]["missed_on"] is None
    on_the_day = acme.as_of("2026-12-11" if line is LINES[1] else "2026-12-12", *miss)
    assert on_the_day.code == 0, on_the_day.talk


def test_why_something_was_missed_can_be_put_right_after_it_has_a_new_day(acme):
    acme(*PAST[0])
    said(acme, "milestone", "miss", "m1", "--because", "ill", "--change", "a deputy", "--due", "15 jan")
    said(acme, "milestone", "miss", "m1", "--because", "no data", "--change", "a deputy")
    assert rows(acme, "milestones")[0]["because"] == "no data"


def test_a_milestone_done_before_they_were_a_customer_is_told(acme, enter):
    enter.contract("ACME", "2027-03-01", decided_on="2025-12-15")  # from 1 March 2026
    acme("milestone", "add", "ACME", "Go-live")
    talk = said(acme, "milestone", "done", "m1", "--on", "2020-01-01")
    assert 'Mind: m1 "Go-live" is done on Wed 1 Jan 2020, before Acme Corporation was a customer: Mon 15 Dec' in talk
    assert "cs milestone edit m1 --done DATE" in talk
    said(acme, "undo")
    assert "Mind" not in said(acme, "milestone", "done", "m1", "--on", "2025-12-15")
    acme("milestone", "add", "BETA", "Go-live")
    assert "Mind" not in said(acme, "milestone", "done", "m2", "--on", "2020-01-01")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("sam", "Sam Ito"), ("SAM@acme.example", "Sam Ito"), ("Ito", "Sam Ito"), ("sam ito", "Sam Ito"),
        ("jo", "jo"),  # two of that name
        ("Boss Man", "Boss Man"),  # no contact
    ],
)  # fmt: skip
def test_whoever_is_named_in_a_plan_is_named_in_full(acme, enter, typed, stored):
    with enter:
        enter.contact("ACME", "Sam Ito", email="sam@acme.example")
        enter.contact("ACME", "Jo Park")
        enter.contact("ACME", "Jo Lee")
        enter.contact("BETA", "Boss Manning")
    said(acme, "objective", "add", "ACME", "Plan in a day", "--by", typed)
    said(acme, "value", "add", "ACME", "hours", "--agreed-by", typed)
    said(acme, "milestone", "add", "ACME", "Data", "--side", "them", "--owner", typed)
    said(acme, "milestone", "done", "m1", "--confirmed-by", typed)
    said(acme, "commitment", "add", "ACME", "them: send data", "--owner", typed)
    said(acme, "risk", "add", "ACME", "late data", "--owner", "x")
    said(acme, "risk", "edit", "r1", "--owner", typed)
    found = [
        rows(acme, "objectives")[0]["said_by"], rows(acme, "values")[0]["agreed_by"],
        *(rows(acme, "milestones")[0][name] for name in ("owner", "confirmed_by")),
        rows(acme, "commitments")[0]["owner"], rows(acme, "risks")[0]["owner"],
    ]  # fmt: skip
    assert found == [stored] * 6


def test_who_does_what_is_ours_is_one_of_us(acme, enter):
    """Kim, the CSM, has an account; Kim Lo is a contact."""
    enter.account("GAMMA", "Gamma", owner="kim")
    enter.contact("ACME", "Kim Lo")
    said(acme, "milestone", "add", "ACME", "Go-live", "--owner", "lo")
    said(acme, "risk", "add", "ACME", "late data", "--owner", "kim")
    said(acme, "risk", "add", "ACME", "late go-live", "--owner", "lo")
    assert [row["owner"] for row in [*rows(acme, "milestones"), *rows(acme, "risks")]] == ["lo", "kim", "Kim Lo"]


def test_a_day_agreed_later_is_the_first_one(acme):
    acme("milestone", "add", "ACME", "x")
    acme("milestone", "edit", "m1", "--due", "11 dec")
    assert rows(acme, "milestones")[0]["planned_on"] == "2026-12-11"


def test_what_is_late_is_listed_first_and_says_how_to_go_on(acme):
    acme("milestone", "add", "ACME", "Kick-off", "--due", "2026-11-20")
    acme("milestone", "add", "ACME", "Go-live", "--due", "11 dec")
    acme("milestone", "add", "ACME", "Review", "--due", "2026-11-01")
    acme("milestone", "miss", "m3", "--because", "ill", "--change", "a deputy")
    assert [row["milestone"] for row in rows(acme, "milestones", "--late")] == ["m3", "m1"]
    screen = acme("milestones", "ACME").text
    assert "■ late 3d" in screen
    assert "■ missed" in screen
    assert "3 milestones: 1 ahead, 1 late, 1 missed." in screen
    assert "cs milestone miss m1 --because … --change …" in screen


def test_milestones_wait_for_each_other_but_never_in_a_circle(acme):
    for title in ("one", "two", "three"):
        acme("milestone", "add", "ACME", title)
    said(acme, "milestone", "edit", "m2", "--after", "m1")
    said(acme, "milestone", "edit", "m3", "--after", "m2, m1")
    looped = acme("milestone", "edit", "m1", "--after", "m3")
    assert looped.code == 65
    assert 'm1 "one" would wait for itself: it comes after m3, which waits for it' in looped.talk
    assert acme("milestone", "edit", "m1", "--after", "m1").code == 65
    assert [row["after"] for row in rows(acme, "milestones")] == [[], ["m1"], ["m2", "m1"]]
    assert "after m1, m2" not in said(acme, "milestone", "edit", "m3", "--after", "")


def test_a_milestone_that_is_done_before_what_it_waits_for_is_told(acme):
    acme("milestone", "add", "ACME", "Data")
    acme("milestone", "add", "ACME", "Go-live", "--after", "m1")
    talk = said(acme, "milestone", "done", "m2")
    assert 'Mind: m2 "Go-live" comes after m1 "Data", which is not done' in talk
    said(acme, "undo")
    assert "Mind" not in said(acme, "milestone", "done", "m1", "m2")


def test_first_value_asks_who_confirms_it(acme):
    acme("milestone", "add", "ACME", "First value", "--kind", "first-value")
    talk = said(acme, "milestone", "done", "m1", "--on", "2026-11-20")
    assert 'cs milestone edit m1 --confirmed-by "…"' in talk
    talk = said(acme, "milestone", "done", "m1", "--confirmed-by", "Jo Park")
    assert "has been done since 2026-11-20; confirmed_by changed" in talk
    [row] = rows(acme, "milestones")
    assert (row["done_on"], row["confirmed_by"]) == ("2026-11-20", "Jo Park")


def test_what_has_ended_is_not_ended_otherwise(acme):
    acme("milestone", "add", "ACME", "x", "--due", "2026-11-01")
    acme("milestone", "done", "m1", "--on", "2026-11-10")
    missed = acme("milestone", "miss", "m1", "--because", "a", "--change", "b")
    assert missed.code == 65
    assert "has been done since 2026-11-10" in missed.talk
    again = acme("milestone", "done", "m1")
    assert "has been done since 2026-11-10; nothing changed" in again.talk
    said(acme, "milestone", "edit", "m1", "--done", "")
    said(acme, "milestone", "drop", "m1", "--because", "not needed")
    assert acme("milestone", "done", "m1").code == 65
    assert rows(acme, "milestones") == []
    said(acme, "milestone", "edit", "m1", "--dropped", "")
    assert len(rows(acme, "milestones")) == 1


def test_one_row_is_changed_at_a_time(acme):
    for title in ("one", "two"):
        acme("milestone", "add", "ACME", title)
    answer = acme("milestone", "edit", "m1", "m2", "--due", "fri")
    assert (answer.code, answer.talk.splitlines()[0]) == (2, "cs: one milestone at a time; nothing changed")


def test_several_are_done_in_one_step(acme):
    for title in ("one", "two"):
        acme("commitment", "add", "ACME", f"us: {title}")
    talk = said(acme, "commitment", "done", "ACME", "c1", "c2", "c1")
    assert talk.splitlines()[0] == 'Acme Corporation (ACME): c1 "one" kept on Mon 23 Nov 2026'
    assert {row["state"] for row in rows(acme, "commitments")} == {"done"}
    said(acme, "undo")
    assert {row["state"] for row in rows(acme, "commitments")} == {"ahead"}


def test_a_promise_says_whose_it_is_and_by_when(acme):
    acme("commitment", "add", "ACME", "them:", "name", "a", "sponsor", "by", "fri", "--owner", "Jo Park")
    [row] = rows(acme, "commitments")
    assert (row["side"], row["promise"], row["owner"], row["due_on"]) == (
        "them", "name a sponsor", "Jo Park", "2026-11-27",
    )  # fmt: skip


def test_a_risk_is_ours_alone_until_it_is_shared(acme):
    assert "likelihood high, internal" in said(acme, *LINES[3])
    assert rows(acme, "risks")[0]["shared"] is False
    said(acme, "risk", "edit", "r1", "--shared")
    assert rows(acme, "risks")[0]["shared"] is True
    said(acme, "risk", "done", "r1", "--because", "she stays")
    assert rows(acme, "risks") == []
    assert len(acme.as_of("2026-11-23", "risks", "--json").rows) == 0


def test_owner_me_is_the_name_in_the_settings(acme):
    acme("milestone", "add", "ACME", "one", "--owner", "me")
    acme("config", "set", "me.name", "Ann Lee")
    acme("milestone", "add", "ACME", "two", "--owner", "me")
    assert [row["owner"] for row in rows(acme, "milestones")] == ["me", "Ann Lee"]


@pytest.mark.parametrize(
    ("words", "amount", "yearly", "less"),
    [
        (("--baseline", "40h", "--current", "12h", "--unit-value", "45", "--per", "month"), 1260, 15120, True),
        (("--baseline", "40h", "--current", "52h", "--unit-value", "45", "--per", "month"), 540, 6480, False),
        (("--baseline", "40h", "--current", "52h", "--less", "--unit-value", "45", "--per", "year"), -540, -540, True),
        (("--baseline", "5", "--current", "8", "--unit-value", "1,000", "--per", "once"), 3000, None, False),
        (("--baseline", "5", "--current", "8", "--unit-value", "0.33", "--per", "quarter"), 0.99, 3.96, False),
        (("--baseline", "0", "--current", "0.5", "--unit-value", "0.01"), 0.01, None, False),
        (("--baseline", "5", "--more", "--unit-value", "10"), None, None, False),
    ],
)
def test_value_is_the_gain_times_what_a_unit_is_worth(acme, words, amount, yearly, less):
    said(acme, "value", "add", "ACME", "saved", *words)
    [row] = rows(acme, "values")
    assert (row["amount"], row["yearly"], row["less_is_better"], row["currency"]) == (amount, yearly, less, "USD")


def test_which_way_is_a_gain_comes_from_the_objective_it_proves(acme):
    acme("objective", "add", "ACME", "x", "--baseline", "8h", "--target", "2h")
    talk = said(acme, "value", "add", "ACME", "saved", "--baseline", "8h", "--current", "9h", "--unit-value", "€10",
        "--objective", "o1", "--agreed-by", "Jo Park")  # fmt: skip
    assert "(8 h - 9 h) × EUR 10 = -€10 (less is better)" in talk
    [row] = rows(acme, "values")
    assert (row["objective"], row["amount"], row["agreed_on"]) == ("o1", -10, "2026-11-23")
    said(acme, "value", "edit", "v1", "--current", "2h")
    talk = said(acme, "value", "edit", "v1", "--more")
    assert "unit value" not in talk or "€10 → €10" in talk
    assert rows(acme, "values")[0]["amount"] == -60
    said(acme, "value", "edit", "v1", "--unit-value", "12", "--less", "--agreed-by", "", "--objective", "")
    [row] = rows(acme, "values")
    assert (row["amount"], row["unit_value"], row["currency"], row["agreed_on"], row["objective"]) == (
        72, 12, "EUR", None, None,
    )  # fmt: skip
    said(acme, "value", "edit", "v1", "--unit-value", "")
    assert rows(acme, "values")[0]["amount"] is None


def test_only_what_was_agreed_by_the_day_is_agreed(acme):
    acme("value", "add", "ACME", "saved", "--baseline", "4", "--current", "2", "--unit-value", "10", "--per", "year",
        "--on", "2026-08-01", "--agreed-by", "Jo Park", "--agreed-on", "2026-10-01")  # fmt: skip
    [row] = acme.as_of("2026-09-01", "values", "--json").rows
    assert (row["agreed_by"], row["amount"]) == (None, 20)
    assert acme.as_of("2026-07-01", "values", "--json").rows == []
    screen = acme("values").text
    assert "1 value item, 1 agreed, together $20 a year." in screen


@pytest.mark.parametrize("word", ["objectives", "milestones", "commitments", "risks", "values"])
def test_an_empty_list_says_what_to_type(acme, word):
    assert acme(word, "--json").rows == []
    assert f"cs {word[:-1]} add ACME" in acme(word).text


@pytest.mark.parametrize("word", ["objectives", "milestones", "commitments", "risks", "values"])
def test_a_limit_says_how_many_there_are(acme, word):
    line = next(line for line in LINES if f"{line[0]}s" == word)
    for _ in range(3):
        acme(*line)
    screen = acme(word, "--limit", "1").text
    assert f"2 more: cs {word} --all." in screen
    assert len(rows(acme, word, "--limit", "2")) == 2
    assert acme(word, "--csv").text.count("\n") == 4


def test_show_and_brief_tell_how_far_the_plan_is(acme):
    assert acme("show", "ACME", "--json").rows[0]["plan"] is None
    assert "Plan" not in acme("show", "ACME").text
    acme("risk", "add", "ACME", "x")
    assert "Plan       begun" in acme("show", "ACME").text
    acme("objective", "add", "ACME", "x", "--baseline", "8", "--target", "2", "--current", "5")
    assert "Plan       1 objective, 50% of the way" in acme("show", "ACME").text
    acme("milestone", "add", "ACME", "Kick-off", "--due", "2026-11-20")
    acme("milestone", "add", "ACME", "Go-live", "--side", "them", "--due", "11 dec")
    assert 'Plan       0 of 2 milestones done; next "Kick-off" 20 Nov, late, ours' in acme("show", "ACME").text
    acme("milestone", "done", "m1")
    assert '1 of 2 milestones done; next "Go-live" 11 Dec, theirs' in acme("brief", "ACME").text
    assert acme("show", "ACME", "--json").rows[0]["plan"] == {
        "milestones": 2, "done": 1, "due": 1, "done_of_due": 1, "overdue": 0, "objectives": 1, "share": 0.5,
        "touched_on": "2026-11-23",
        "next": {"milestone": "m2", "title": "Go-live", "side": "them", "due_on": "2026-12-11"},
    }  # fmt: skip


def test_the_demo_tells_the_plan_of_acme(demo):
    assert 'Plan       3 of 5 milestones done; next "EU go-live" 11 Dec, ours' in demo.as_of(
        "2026-11-23", "show", "ACME"
    ).text  # fmt: skip


def test_a_merge_takes_the_plan_along(acme):
    acme("milestone", "add", "BETA", "Go-live")
    assert acme("account", "merge", "BETA", "ACME").code == 0
    assert [row["account"] for row in rows(acme, "milestones")] == ["ACME"]
    assert stored(acme, "SELECT count(*) FROM milestone") == [(1,)]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("milestone", "add", "ACME", "EU go-live", "--due", "11 dec"), "m1"),
        (("commitment", "add", "ACME", "us: fix SSO by 12 dec"), "c1"),
        (("objective", "add", "ACME", "Plan in an hour"), "o1"),
        (("value", "add", "ACME", "hours"), "v1"),
    ],
)
def test_what_is_added_says_that_the_customer_reads_it_and_how_to_keep_it(cs, enter, words, number):
    enter.account("ACME")
    said = (
        f"{number} is shared: the customer reads it in qbr and plan. To keep it: cs {words[0]} edit {number} --internal"
    )
    assert said in cs(*words).talk.splitlines()
    assert cs(words[0], "edit", number, "--internal").code == 0
    assert "is shared" not in cs(*words, "--internal").talk
    assert "is shared" not in cs("risk", "add", "ACME", "No budget").talk
    assert "r2 is shared" in cs("risk", "add", "ACME", "No time", "--shared").talk
    assert "unless --internal" in " ".join(cs(words[0], "add", "--help").text.split())


@pytest.mark.parametrize("noun", ["milestone", "commitment"])
def test_the_help_says_who_reads_why_it_was_missed(cs, noun):
    assert " ".join(cs(noun, "miss", "--help").text.split()).count("The customer reads it where") == 2
