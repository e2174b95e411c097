"""`cs ttv`: from the start to the milestone that the customer calls first value; who is still open is told beside."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.domain.ttv import middle, percentile


def value(cs, account, on, *more):
    number = cs("milestone", "add", account, "First value", "--kind", "first-value").text.strip()
    assert cs("milestone", "done", number, "--on", on, *more).code == 0


@pytest.fixture
def book(cs, enter):
    with enter:
        enter.contract("ACME", "2027-03-01", starts="2026-03-01", decided_on="2026-02-10")
        enter.contract("BETA", "2027-04-01", starts="2026-04-01")
        enter.account("CARL", customer_since="2026-05-01", segment="smb", kickoff_on="2026-05-11", live_on="2026-06-01")
        enter.contract("DORA", "2027-06-01", starts="2026-06-01")
        enter.account("EDNA", customer_since="2026-01-01", activated_on="2026-01-31", segment="smb")
        enter.contract("FINN", "2026-06-01", starts="2025-06-01", outcome="churned", outcome_on="2026-05-01",
            ended_on="2026-06-01", reason="price")  # fmt: skip
        enter.account("GINA")
    value(cs, "ACME", "2026-03-12", "--confirmed-by", "Jo Park")  # 30 days after the signature
    value(cs, "BETA", "2026-05-31")  # 60 days after the term began
    value(cs, "CARL", "2026-08-09")  # 100 days after they came
    for account in ("DORA", "FINN"):
        cs("milestone", "add", account, "First value", "--kind", "first-value", "--due", "2026-08-01")
    return cs


def test_the_median_the_p90_and_who_is_open(book):
    rows = {row["segment"]: row for row in book("ttv", "--json").rows}
    assert rows[None] == {
        "segment": None, "n": 4, "median_days": 45.0, "p90_days": 100, "open": 1, "oldest_open": "DORA",
        "oldest_open_days": 175, "left": 1, "unrecorded": 1, "start": "signature",
    }  # fmt: skip
    assert {name: row["n"] for name, row in rows.items()} == {None: 4, "no segment": 2, "smb": 2}
    assert (rows["smb"]["median_days"], rows["smb"]["p90_days"]) == (65.0, 100)


def test_each_account_says_from_what_to_what(book):
    rows = {row["account"]: row for row in book("ttv", "--explain", "--json").rows}
    assert {key: (row["start_is"], row["end_is"], row["days"], row["state"]) for key, row in rows.items()} == {
        "ACME": ("decided_on", "milestone", 30, "reached"),
        "BETA": ("starts_on", "milestone", 60, "reached"),
        "CARL": ("customer_since", "milestone", 100, "reached"),
        "DORA": ("starts_on", None, 175, "open"),
        "EDNA": ("customer_since", "activated_on, no milestone", 30, "reached"),
        "FINN": ("starts_on", None, 540, "left"),
    }
    assert rows["ACME"]["confirmed_by"] == "Jo Park"
    screen = book("ttv", "--explain").text
    assert "6 accounts. 1 account without a first-value milestone or a signature." in screen


@pytest.mark.parametrize(("start", "days"), [("kickoff", 90), ("go-live", 69), ("signature", 100)])
def test_the_start_is_a_setting(book, start, days):
    assert book("config", "set", "ttv_start", start).code == 0
    rows = {row["account"]: row for row in book("ttv", "--explain", "--json").rows}
    assert rows["CARL"]["days"] == days
    assert {row["start"] for row in book("ttv", "--json").rows} == {start}


def test_no_other_start_is_known(cs):
    answer = cs("config", "set", "ttv_start", "login")
    assert answer.code == 2
    assert 'ttv_start "login" is no start' in answer.talk


def test_a_past_day_knows_no_later_value(book):
    [whole, *_] = book.as_of("2026-05-31", "ttv", "--json").rows
    assert (whole["n"], whole["p90_days"]) == (3, 60)  # ACME, BETA and EDNA; what CARL reached in August is not known


def test_a_milestone_that_is_open_counts_before_an_activation(book):
    book("milestone", "add", "EDNA", "First value", "--kind", "first-value")
    rows = {row["account"]: row for row in book("ttv", "--explain", "--json").rows}
    assert rows["EDNA"]["state"] == "open"


def test_value_before_the_start_took_no_days(book):
    value(book, "GINA", "2026-01-15")
    book("account", "edit", "GINA", "--customer-since", "2026-02-01")
    rows = {row["account"]: row for row in book("ttv", "--explain", "--json").rows}
    assert rows["GINA"]["days"] == 0


def test_one_segment_and_nobody(book):
    assert [row["segment"] for row in book("ttv", "--segment", "smb", "--json").rows] == [None]
    assert "No account fits." in book("ttv", "--segment", "nowhere").text


def test_the_screen_states_the_method(book):
    screen = book("ttv").text
    assert "Days from signature to the first-value milestone. P90 by nearest rank" in screen
    assert "DORA, 175d" in screen


def test_a_book_without_first_value_says_what_to_type(cs, enter):
    enter.account("ACME", customer_since="2026-01-01")
    assert "No first value is recorded yet. Plan it: cs plan ACME --template onboarding" in cs("ttv").text
    assert cs("ttv", "--explain").text == "0 accounts. 1 account without a first-value milestone or a signature.\n"


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=200))
def test_nine_in_ten_took_no_longer_than_the_p90(days):
    ordered = sorted(days)
    p90 = percentile(ordered, 90)
    assert sum(day <= p90 for day in ordered) >= 0.9 * len(ordered)
    assert sum(day < p90 for day in ordered) < 0.9 * len(ordered)
    assert sum(day <= middle(ordered) for day in ordered) * 2 >= len(ordered)
