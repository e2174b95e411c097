"""Past decisions: which there are, when they had to be taken, how they went; `cs scorecard backtest --decisions`."""

import pytest


@pytest.fixture
def decisions(cs):
    """Contract, looked on, decide on, outcome, ARR and ARR renewed of each decision, as the program lists them."""

    def listed(*words):
        keys = ("contract", "looked_on", "decide_on", "outcome", "arr", "renewed_arr")
        answer = cs("scorecard", "backtest", "--decisions", "--json", *words)
        assert answer.code == 0, answer.talk
        return [tuple(row[key] for key in keys) for row in answer.rows]

    return listed


def test_without_auto_renew_one_decides_by_the_renewal_date(enter, decisions):
    enter.contract("ACME", "2025-01-01", contract="C", arr=12_000)
    enter.contract("ACME", "2027-01-01", months=24, contract="C", arr=15_000)
    # 90 days before 1 January 2025
    assert decisions() == [("C", "2024-10-03", "2025-01-01", "renewed", 12_000, 15_000)]


def test_with_auto_renew_one_decides_by_the_opt_out_date(enter, decisions):
    enter.contract("ACME", "2026-03-01", contract="C", auto=True, notice=60)
    # 60 days before 1 March 2026 is 31 December, 90 before that 2 October; the next opt-out lies ahead
    assert decisions() == [("C", "2025-10-02", "2025-12-31", "renewed", 12_000, 12_000)]


def test_auto_renew_without_a_notice_has_no_opt_out_date(enter, decisions):
    enter.contract("ACME", "2026-03-01", contract="C", auto=True)
    assert decisions() == [("C", "2025-12-01", "2026-03-01", "renewed", 12_000, 12_000)]


def test_renewed_for_less_is_downgraded(enter, decisions):
    enter.contract("ACME", "2026-01-01", contract="C", arr=12_000)
    enter.contract("ACME", "2027-01-01", contract="C", arr=9_000)
    assert decisions() == [("C", "2025-10-03", "2026-01-01", "downgraded", 12_000, 9_000)]


def test_in_another_currency_it_is_renewed_at_what_cannot_be_compared(enter, decisions):
    enter.contract("ACME", "2026-01-01", contract="C", arr=12_000)
    enter.contract("ACME", "2027-01-01", contract="C", arr=9_000, currency="EUR")
    assert decisions() == [("C", "2025-10-03", "2026-01-01", "renewed", 12_000, 0)]


@pytest.mark.parametrize("status", ["ended", "cancelled"])
def test_what_ended_with_nothing_after_it_is_lost(enter, decisions, status):
    enter.contract("ACME", "2026-03-01", contract="C", auto=True, notice=60, status=status)
    assert decisions() == [("C", "2025-10-02", "2025-12-31", "lost", 12_000, 0)]


@pytest.mark.parametrize(
    ("renews", "known"),
    [
        ("2027-01-01", [("C", "2026-08-04", "2026-11-02", "lost", 12_000, 0)]),
        ("2027-03-01", []),  # the opt-out is on 31 December: no decision of the past
    ],
)
def test_what_was_closed_by_hand_before_its_end_is_lost_once_the_opt_out_is_past(enter, decisions, renews, known):
    enter.contract("ACME", renews, contract="C", auto=True, notice=60, status="cancelled")
    assert decisions() == known


def test_a_loss_within_the_term_was_decided_on_the_day_it_took_effect(enter, decisions):
    leaving = {"outcome": "churned", "outcome_on": "2026-05-01", "ended_on": "2026-06-01"}
    enter.contract("ACME", "2026-12-01", contract="C", auto=True, notice=60, **leaving)
    assert decisions() == [("C", "2026-03-03", "2026-06-01", "lost", 12_000, 0)]


def test_a_loss_at_the_end_of_the_term_is_one_decision(enter, decisions):
    leaving = {"outcome": "churned", "outcome_on": "2025-12-01", "ended_on": "2026-03-01"}
    enter.contract("ACME", "2026-03-01", contract="C", auto=True, notice=60, **leaving)
    assert decisions() == [("C", "2025-10-02", "2025-12-31", "lost", 12_000, 0)]


def test_an_opt_out_within_a_long_term_is_a_decision(enter, decisions):
    enter.contract("ACME", "2027-01-01", months=36, contract="C", notice=30, opt_out_every_months=12)
    # opt-outs of 1 January 2025 and 2026; the end of the term lies ahead
    assert [(decide_on, outcome) for _c, _l, decide_on, outcome, *_arr in decisions()] == [
        ("2024-12-02", "renewed"),
        ("2025-12-02", "renewed"),
    ]


def test_contracts_of_one_account_due_on_one_day_are_one_decision(enter, decisions):
    enter.contract("ACME", "2026-01-01", contract="A", arr=12_000, status="ended")
    enter.contract("ACME", "2026-01-01", contract="B", arr=10_000)
    enter.contract("ACME", "2027-01-01", contract="B", arr=11_000)
    # 22,000 were at stake, 11,000 went on
    assert decisions() == [("A, B", "2025-10-03", "2026-01-01", "downgraded", 22_000, 11_000)]


def test_an_end_without_an_outcome_is_left_out_and_told(cs, enter, decisions):
    enter.contract("ACME", "2026-01-01", contract="C")
    assert decisions() == []
    assert "1 decision without an outcome" in cs("scorecard", "backtest").text
    enter.contract("BETA", "2026-01-01", auto=True)
    told = cs("scorecard", "backtest").text
    assert "left out: 1 decision past the end without an outcome recorded: cs renewals" in told


def test_a_day_before_one_was_a_customer_is_left_out_and_told(cs, enter, decisions):
    enter.contract("ACME", "2026-04-01", starts="2026-01-01", months=3, contract="C", auto=True, notice=30)
    told = cs("scorecard", "backtest").text
    # the first opt-out is on 2 March: 90 days before that there was no contract; on 1 June, 1 March is looked at
    assert decisions()[0] == ("C", "2026-03-03", "2026-06-01", "renewed", 12_000, 12_000)
    assert "left out: 1 decision of accounts that were no customers yet on that day" in told


@pytest.mark.parametrize("months", [1, None])
def test_what_runs_by_the_month_is_looked_at_once_a_horizon(enter, decisions, months):
    renews = "2026-02-01" if months else None
    enter.contract("ACME", renews, starts="2026-01-01", months=months, contract="C", auto=True)
    # windows of 90 days from the first day on, end to end; the fourth is not over by 23 November
    assert decisions() == [
        ("C", "2026-01-01", "2026-04-01", "renewed", 12_000, 12_000),
        ("C", "2026-04-01", "2026-06-30", "renewed", 12_000, 12_000),
        ("C", "2026-06-30", "2026-09-28", "renewed", 12_000, 12_000),
    ]


def test_an_evergreen_contract_is_lost_in_the_window_that_it_ends_in(enter, decisions):
    leaving = {"outcome": "churned", "outcome_on": "2026-05-01", "ended_on": "2026-05-15"}
    enter.contract("ACME", None, starts="2026-01-01", months=None, contract="C", **leaving)
    assert [(decide_on, outcome) for _c, _l, decide_on, outcome, *_arr in decisions()] == [
        ("2026-04-01", "renewed"),
        ("2026-06-30", "lost"),
    ]


def test_several_contracts_by_the_month_are_one_observation_a_window(enter, decisions):
    enter.contract("ACME", None, starts="2026-06-01", months=None, contract="A", arr=6_000)
    enter.contract("ACME", None, starts="2026-06-01", months=None, contract="B", arr=4_000)
    assert decisions() == [("A, B", "2026-06-01", "2026-08-30", "renewed", 10_000, 10_000)]


def test_by_the_month_and_then_for_a_year_it_went_on(enter, decisions):
    enter.contract("ACME", "2026-08-01", starts="2026-07-01", months=1, contract="C", arr=6_000)
    enter.contract("ACME", "2027-08-01", contract="C", arr=9_000)
    assert decisions() == [("C", "2026-07-01", "2026-09-29", "renewed", 6_000, 9_000)]


def test_by_the_month_without_an_outcome_nobody_knows(cs, enter, decisions):
    enter.contract("ACME", "2026-08-01", starts="2026-07-01", months=1, contract="C")
    assert decisions() == []
    assert "1 decision without an outcome" in cs("scorecard", "backtest").text


def test_a_year_that_goes_on_by_the_month_has_its_own_decision_and_then_windows(enter, decisions):
    enter.contract("ACME", "2026-05-01", contract="C", auto=True, renewal_months=1)
    found = [decide_on for _c, _l, decide_on, *_rest in decisions()]
    # the year from 1 May 2025; of the windows of 90 days from then on the first that begins after it does on 25 July
    assert found == ["2026-05-01", "2026-10-23"]


def test_a_trial_that_goes_on_by_the_year_is_no_string_of_windows(enter, decisions):
    enter.contract("ACME", "2024-02-01", starts="2024-01-01", months=1, contract="C", auto=True, renewal_months=12)
    found = [(looked_on, decide_on) for _c, looked_on, decide_on, *_rest in decisions()]
    assert found == [("2024-01-01", "2024-03-31"), ("2024-11-03", "2025-02-01"), ("2025-11-03", "2026-02-01")]


def test_terms_shorter_than_the_horizon_do_not_overlap(enter, decisions):
    enter.contract("ACME", "2026-01-01", starts="2025-10-01", months=3, contract="C", auto=True)
    found = [(looked_on, decide_on) for _c, looked_on, decide_on, *_rest in decisions("--horizon", "180d")]
    assert found == [("2025-10-01", "2026-03-30"), ("2026-03-30", "2026-09-26")]


def test_as_of_an_earlier_day_later_outcomes_are_not_known(enter, decisions):
    enter.contract("ACME", "2025-01-01", contract="C")
    enter.contract("ACME", "2026-01-01", contract="C")
    enter.contract("ACME", "2027-01-01", contract="C")
    assert len(decisions()) == 2
    assert [row[2] for row in decisions("--as-of", "2025-06-01")] == ["2025-01-01"]


def test_the_day_to_look_on_does_not_depend_on_how_it_was_decided(cs, enter, decisions):
    enter.contract("ACME", "2026-03-01", contract="C", auto=True, notice=60)
    before = [row[:3] for row in decisions()]
    for change in (("--no-auto-renew",), ("--status", "ended")):
        answer = cs("contract", "edit", "ACME", *change)
        assert answer.code == 0, answer.talk
    assert [row[3] for row in decisions()] == ["lost"]
    assert [row[:3] for row in decisions()] == before == [("C", "2025-10-02", "2025-12-31")]


def test_an_archived_account_keeps_the_decisions_it_took(cs, enter, decisions):
    enter.contract("ACME", "2025-01-01", contract="C")
    enter.contract("ACME", "2027-01-01", months=24, contract="C")
    answer = cs("account", "archive", "ACME")
    assert answer.code == 0, answer.talk
    assert decisions() == [("C", "2024-10-03", "2025-01-01", "renewed", 12_000, 12_000)]
