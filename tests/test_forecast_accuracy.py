"""`cs forecast --accuracy`: what was called of the renewals of a period, against what closed."""

from datetime import date, timedelta

import pytest
from conftest import Program
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st
from test_revenue import span

from cs_cli.domain.accuracy import Accuracy, decided_on
from cs_cli.domain.renewal_rate import LOST, PAST_END, SIGNED, SILENT, Due
from cs_cli.domain.terms import Notice

TODAY = "2026-11-23"
DUE = "2026-08-15"


def typed(cs: Program, *words: str, day: str) -> None:
    answer = cs.as_of(day, *words)
    assert answer.code == 0, answer.talk


def call(cs: Program, account: str, category: str, day: str = "2026-06-20", *words: str) -> None:
    why = "--reason" if category == "risk" else "--evidence"
    typed(cs, "forecast", account, category, why, "x", *words, day=day)


def judged(cs: Program, *words: str, day: str = TODAY) -> dict[str, object]:
    """The first row of the accuracy."""
    answer = cs.as_of(day, "forecast", "--accuracy", *words, "--json")
    assert answer.code == 0, answer.talk
    return answer.rows[0]


def figures(row: dict[str, object], *names: str) -> list[object]:
    return [row[name] for name in names]


@pytest.fixture
def worked(cs: Program, enter: Entries) -> Program:
    """19.8 called, 18.9 closed: of 12.0 and 7.8 called one renews at 12.0 and the other at 6.9."""
    with enter:
        enter.contract("ALPHA", DUE, arr=12_000)
        enter.contract("BETA", DUE, arr=7_800)
    call(cs, "ALPHA", "commit")
    call(cs, "BETA", "likely")
    typed(cs, "renew", "ALPHA", day="2026-08-01")
    typed(cs, "renew", "BETA", "--arr", "6900", day="2026-08-10")
    return cs


def test_the_worked_numbers(worked):
    """metrics.md 2.8 with decision 11: accuracy and bias on the called amount."""
    seen = worked.as_of(TODAY, "forecast", "--accuracy").text
    assert "accuracy   95.5%  1 - |19,800 - 18,900| / 19,800\n" in seen
    assert "bias       +4.5%  (19,800 - 18,900) / 19,800, optimistic\n" in seen
    assert figures(judged(worked), "called", "closed", "accuracy", "bias", "calls") == [
        19800, 18900, 0.954545, 0.045455, 2,
    ]  # fmt: skip


def test_the_last_finished_quarter_is_the_default_with_the_year_up_to_its_end_beside_it(worked):
    found = worked.as_of(TODAY, "forecast", "--accuracy", "--json").rows
    assert [(row["from"], row["to"], row["called"]) for row in found] == [
        ("2026-07-01", "2026-09-30", 19800), ("2025-10-01", "2026-09-30", 19800),
    ]  # fmt: skip
    assert [row["from"] for row in worked.as_of(TODAY, "forecast", "--accuracy", "2026", "--json").rows] == [
        "2026-01-01"
    ]
    assert judged(worked, "q3", "2026")["called"] == 19800
    assert judged(worked, "2026-08")["called"] == 19800


@pytest.mark.parametrize(
    ("made", "counts"),
    [
        ([("commit", "2026-05-01"), ("likely", "2026-06-30"), ("risk", "2026-07-01")], "likely"),
        ([("likely", "2026-07-02"), ("commit", "2026-07-20")], "likely"),
        ([("commit", "2026-08-05")], "commit"),
        ([("commit", "2026-08-11")], None),
        ([("commit", "2026-08-10")], None),
        ([("commit", "2026-08-09")], "commit"),
    ],
)
def test_the_call_that_stood_as_the_quarter_began_counts_else_the_first_in_it(cs, enter, made, counts):
    """Signed on 10 August: what was called from that day on is no forecast."""
    enter.contract("ALPHA", DUE, arr=1_000)
    for category, day in made:
        call(cs, "ALPHA", category, day)
    typed(cs, "renew", "ALPHA", "--on", "2026-08-10", day="2026-08-12")
    row = judged(cs)
    tallies = {name: tally["calls"] for name, tally in row["categories"].items()}
    assert tallies == dict.fromkeys(("commit", "likely", "risk", "omitted"), 0) | ({counts: 1} if counts else {})
    assert row["uncalled"] == (0 if counts else 1)


def test_what_was_at_risk_and_renews_is_upside_and_what_was_omitted_is_in_neither(worked, enter):
    with enter:
        enter.contract("GAMMA", DUE, arr=2_000)
        enter.contract("DELTA", DUE, arr=4_000)
    call(worked, "GAMMA", "risk")
    call(worked, "DELTA", "omitted")
    for key in ("GAMMA", "DELTA"):
        typed(worked, "renew", key, day="2026-08-02")
    row = judged(worked)
    assert figures(row, "calls", "called", "closed") == [3, 19800, 20900]
    assert row["bias"] == pytest.approx(-1100 / 19800, abs=1e-6)
    assert "-5.6%" in worked.as_of(TODAY, "forecast", "--accuracy").text
    assert row["categories"]["risk"] == {"calls": 1, "called": 2000, "closed": 2000, "renewed": 1, "hit_rate": 1.0}


def test_the_hit_rate_is_by_category_and_the_flat_category_by_what_was_at_stake(cs, enter):
    for number, (flat, arr) in enumerate([("commit", "1000"), ("commit", "900"), ("risk", "1100"), ("risk", None)]):
        enter.contract(f"A{number}", DUE, arr=1_000)
        call(cs, f"A{number}", "commit", "2026-06-20", "--flat", flat)
        if arr:
            typed(cs, "renew", f"A{number}", "--arr", arr, day="2026-08-01")
        else:
            typed(cs, "churn", f"A{number}", "--reason", "price", "--decided", "2026-08-01", day="2026-08-01")
    row = judged(cs)
    assert row["categories"]["commit"] == {
        "calls": 4, "called": 4000, "closed": 3000, "renewed": 3, "hit_rate": 0.75,
    }  # fmt: skip
    assert {name: (tally["calls"], tally["renewed"]) for name, tally in row["flat"].items()} == {
        "commit": (2, 1), "likely": (0, 0), "risk": (2, 1), "omitted": (0, 0),
    }  # fmt: skip


def test_until_it_is_signed_it_counts_as_not_renewed_and_late_it_still_counts(cs, enter):
    enter.contract("ALPHA", DUE, arr=1_000)
    call(cs, "ALPHA", "commit")
    assert figures(judged(cs), "called", "closed", "accuracy", "bias", "unanswered") == [1000, 0, 0.0, 1.0, 1]
    assert "Past their end without an outcome, counted as not renewed: 1: cs renewals\n" in (
        cs.as_of(TODAY, "forecast", "--accuracy").text
    )
    typed(cs, "renew", "ALPHA", day="2026-11-01")
    assert figures(judged(cs), "closed", "accuracy", "unanswered") == [1000, 1.0, 0]
    assert figures(judged(cs, day="2026-10-31"), "closed", "unanswered") == [0, 1]


def test_what_is_still_to_be_decided_is_not_counted(cs, enter):
    with enter:
        enter.contract("ALPHA", "2026-12-31", arr=1_000)
        enter.contract("BETA", "2026-12-31", arr=500, auto=True, notice=20)
        enter.contract("GAMMA", "2026-10-31", arr=300)
    for key in ("ALPHA", "BETA", "GAMMA"):
        call(cs, key, "commit", "2026-09-10")
    typed(cs, "renew", "GAMMA", day="2026-10-20")
    assert figures(judged(cs, "q4"), "called", "closed", "undecided") == [300, 300, 2]
    assert figures(judged(cs, "q4", day="2026-12-12"), "called", "closed", "undecided") == [800, 800, 1]


def test_a_notice_ends_the_guessing(cs, enter):
    enter.contract("ALPHA", DUE, arr=1_000, auto=True, notice=30)
    call(cs, "ALPHA", "likely", "2026-07-05")
    typed(cs, "notice", "ALPHA", day="2026-07-10")
    assert figures(judged(cs), "called", "closed", "bias") == [1000, 0, 1.0]


def test_a_base_of_nothing_has_no_rate(cs, enter):
    enter.contract("ALPHA", DUE, arr=1_000)
    assert figures(judged(cs), "called", "closed", "accuracy", "bias", "uncalled_arr") == [0, 0, None, None, 1000]
    call(cs, "ALPHA", "risk")
    assert figures(judged(cs), "calls", "accuracy", "bias") == [1, None, None]
    assert "accuracy  n/a" in cs.as_of(TODAY, "forecast", "--accuracy").text
    assert cs.as_of(TODAY, "forecast", "--accuracy", "2024").text == (
        "No renewal was due from 2024-01-01 to 2024-12-31: accuracy n/a.\n"
    )


def test_currencies_are_judged_apart(worked, enter):
    enter.contract("EURO", DUE, arr=500, currency="EUR")
    call(worked, "EURO", "commit")
    found = worked.as_of(TODAY, "forecast", "--accuracy", "q3", "--json").rows
    assert [(row["currency"], row["called"], row["closed"]) for row in found][:2] == [
        ("USD", 19800, 18900), ("EUR", 500, 0),
    ]  # fmt: skip


def test_quarters_add_up_to_the_year(cs, enter):
    """The checkpoint is that of the renewal's own quarter, whatever period is asked for."""
    start = date(2025, 10, 20)
    for number in range(8):
        due = start + timedelta(45 * number)
        enter.contract(f"A{number}", str(due), arr=1_000 + number)
        call(cs, f"A{number}", "commit", str(due - timedelta(100)))
        call(cs, f"A{number}", "risk", str(due - timedelta(10)))
        typed(cs, "renew", f"A{number}", day=str(due - timedelta(2)))
    quarters = [judged(cs, *said.split()) for said in ("q4 2025", "q1 2026", "q2 2026", "q3 2026")]
    year = cs.as_of(TODAY, "forecast", "--accuracy", "--json").rows[-1]
    for name in ("calls", "called", "closed"):
        assert year[name] == sum(row[name] for row in quarters)
    assert year["calls"] == 8


@pytest.mark.parametrize(
    ("outcome", "facts", "decided"),
    [
        (SIGNED, {}, "2026-08-10"),
        (SILENT, {"notice": Notice(30)}, "2026-07-17"),
        (SILENT, {}, DUE),
        (LOST, {"outcome_on": date(2026, 7, 1)}, "2026-07-01"),
        (LOST, {"notice_received_on": date(2026, 7, 10), "outcome_on": date(2026, 8, 20)}, "2026-07-10"),
        (LOST, {}, DUE),
        (PAST_END, {}, DUE),
    ],
)
def test_a_renewal_is_decided_when_nobody_has_to_guess_any_more(outcome, facts, decided):
    one = span(1, "2025-08-15", DUE)
    on = date.fromisoformat(DUE)
    due = Due(one._replace(term=one.term._replace(**facts)), on, 100, 0, outcome, date(2026, 8, 10))
    assert str(decided_on(due)) == decided


AMOUNTS = st.integers(0, 10**9)


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_accuracy_and_bias_have_one_base(commit, likely, closed):
    of = Accuracy()
    of.by_category["commit"].called, of.by_category["likely"].called = commit, likely
    of.by_category["commit"].closed = closed
    if commit + likely == 0:
        assert of.accuracy is of.bias is None
    else:
        assert of.accuracy == pytest.approx(1 - abs(of.bias))
        assert (of.bias > 0) == (commit + likely > closed)
