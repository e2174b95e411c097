"""What `cs retention` tells beside the bridge: what was flagged, what the closing is, what is signed, what lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from portfolios import by_another_program

from cs_cli.domain.calendar import Window, date
from cs_cli.domain.lifetime import lifetime_of, parse_margin
from cs_cli.domain.retention import Bridge

AFTER = "2027-01-05"
YEAR = "2026"


def said(cs, *words, on=AFTER):
    answer = cs.as_of(on, "retention", YEAR, *words)
    assert answer.code == 0, answer.talk
    return " ".join(answer.text.split())


def figures(cs, *words, on=AFTER):
    answer = cs.as_of(on, "retention", YEAR, *words, "--json")
    assert answer.code == 0, answer.talk
    return answer.rows


def only(cs, *keys, words=(), on=AFTER):
    [row] = figures(cs, *words, on=on)
    return tuple(row[key] for key in keys)


def up(enter, account, before, after, on="2026-06-01", **more):
    """A year's contract that was up on a day of 2026 and renewed at `after`, or not where that is 0."""
    enter.contract(account, on, contract="Platform", arr=before, **more)
    if after:
        enter.contract(account, f"2027{on[4:]}", contract="Platform", arr=after)


def called(cs, account, on, category="risk"):
    """A forecast call on the renewal of an account's first term."""
    by_another_program(
        cs.db,
        "INSERT INTO forecast_call "  # noqa: S608  the test's own words
        "(step, account_id, contract_id, renews_on, called_on, category, arr_minor, currency) "
        f"SELECT 1, account_id, min(id), renews_on, '{on}', '{category}', 0, 'USD' FROM contract "
        f"WHERE account_id = (SELECT id FROM account WHERE key = '{account}')",
    )


def health(cs, account, on, band="red"):
    """A recorded health."""
    by_another_program(
        cs.db,
        "INSERT INTO health_snapshot (step, account_id, computed_on, score, band, coverage, scorecard) "  # noqa: S608  as above
        f"SELECT 1, id, '{on}', 40, '{band}', 100, 'default' FROM account WHERE key = '{account}'",
    )


def test_of_what_was_flagged_and_came_up_the_share_that_was_kept(cs, enter):
    with enter:
        up(enter, "SAVED", 12_000, 12_500)
        up(enter, "LESS", 4_000, 2_600)
        up(enter, "LOST", 6_000, 0)
        up(enter, "FINE", 50_000, 50_000)
    called(cs, "SAVED", "2026-02-01")
    called(cs, "LESS", "2026-05-31")
    health(cs, "LOST", "2026-03-01")
    called(cs, "FINE", "2026-02-01", "commit")
    health(cs, "FINE", "2026-02-01", "green")
    assert "save rate 66.4% 14,600 of 22,000 flagged at risk and up for renewal" in said(cs)
    assert only(cs, "save_rate", "at_risk_atr") == (0.663636, 22_000)
    flagged = {row["account"]: row["flagged_on"] for row in figures(cs, "--explain") if row["figure"] == "renewal"}
    assert flagged == {"SAVED": "2026-02-01", "LESS": "2026-05-31", "LOST": "2026-03-01", "FINE": None}
    assert "LOST Platform 2026-06-01 6,000 → 0 -6,000 no outcome recorded, flagged 2026-03-01" in said(cs, "--explain")


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        ("2026-05-31", True),
        ("2026-06-01", False),  # on the day itself it is no flag any more
        ("2025-06-01", True),  # the first day of the term
        ("2025-05-31", False),  # of the term before
    ],
)
def test_a_flag_counts_within_the_term_that_the_renewal_ends(cs, enter, on, counts):
    up(enter, "ACME", 1_000, 1_000)
    health(cs, "ACME", on)
    assert only(cs, "save_rate") == (1 if counts else None,)


def test_a_call_is_of_one_contract_and_a_red_health_of_all(cs, enter):
    with enter:
        up(enter, "ACME", 1_000, 1_000)
        enter.contract("ACME", "2026-07-01", contract="Support", arr=500)
    called(cs, "ACME", "2026-04-01")
    assert only(cs, "at_risk_atr") == (1_000,)
    health(cs, "ACME", "2026-05-01")
    assert only(cs, "at_risk_atr") == (1_500,)


def test_what_is_still_ahead_has_not_reached_its_renewal(cs, enter):
    up(enter, "ACME", 1_000, 0, on="2026-12-15")
    health(cs, "ACME", "2026-09-01")
    assert only(cs, "save_rate", on="2026-12-14") == (None,)
    assert only(cs, "save_rate", on="2026-12-15") == (0,)
    assert only(cs, "at_risk_atr", on="2026-08-31") == (0,)  # not known yet


def test_of_what_was_lost_the_share_that_was_flagged_sixty_days_before(cs, enter):
    with enter:
        up(enter, "SEEN", 5_000, 0)
        up(enter, "LESS", 10_000, 7_600)
        up(enter, "LATE", 3_200, 0)
        up(enter, "BLIND", 2_500, 0)
        enter.contract("STEADY", None, starts="2025-01-01", arr=50_000)
    health(cs, "SEEN", "2026-04-02")
    health(cs, "SEEN", "2026-04-20", "green")
    called(cs, "LESS", "2025-12-01")
    called(cs, "LATE", "2026-04-03")
    health(cs, "BLIND", "2025-05-31")  # more than a year before
    assert "detection 56.5% 7,400 of 13,100 lost, flagged 60 days before" in said(cs)
    assert only(cs, "detection") == (0.564885,)
    lines = [row for row in figures(cs, "--explain") if row["figure"] in ("contraction", "churn")]
    assert {row["account"]: row["flagged_on"] for row in lines} == {
        "SEEN": "2026-04-02", "LESS": "2025-12-01", "LATE": None, "BLIND": None,
    }  # fmt: skip
    assert -sum(row["change"] for row in lines if row["flagged_on"]) == 7_400


@pytest.mark.parametrize("flag", [called, health])
def test_on_a_day_of_the_past_only_what_was_flagged_by_then_counts(cs, enter, flag):
    up(enter, "ACME", 1_000, 0, on="2026-12-01")
    flag(cs, "ACME", "2026-08-01")
    assert [only(cs, "detection", on=day) for day in ("2026-07-31", "2026-08-01")] == [(0,), (1,)]


def test_without_a_loss_there_is_nothing_to_detect(cs, enter):
    enter.contract("ACME", None, starts="2025-01-01", arr=100)
    assert only(cs, "detection", "save_rate", "quick_ratio", "expansion_rate") == (None, None, None, 0)
    assert "detection" not in said(cs)


def test_growth_and_what_was_gained_for_each_unit_lost(cs, enter):
    with enter:
        up(enter, "MORE", 80_000, 90_900)
        up(enter, "LESS", 20_000, 16_100)
        enter.contract("NEW", None, starts="2026-03-01", arr=2_200)
    shown = said(cs)
    assert "expansion rate 10.9% 10,900 of 100,000" in shown
    assert "quick ratio 3.4 (2,200 + 10,900) gained / (3,900) lost" in shown
    assert only(cs, "expansion_rate", "quick_ratio") == (0.109, 3.358974)


def test_what_the_closing_is_and_what_is_signed_beyond_it(cs, enter):
    with enter:
        enter.contract("BOUND", "2027-03-01", contract="Platform", arr=1_000, live_on="2026-12-31")
        enter.contract("BOUND", "2028-03-01", contract="Platform", arr=1_300, decided_on="2026-12-10")
        enter.contract("FREE", None, starts="2025-01-01", arr=400)
        enter.contract("SOON", "2027-06-01", arr=200, live_on="2027-01-01")
        enter.contract("NEXT", "2028-02-01", arr=700, decided_on="2026-12-20")
        enter.contract("LATER", "2028-02-01", arr=900, decided_on="2027-01-04")  # after the close
        enter.contract("DRAFT", "2028-02-01", arr=900, decided_on="2026-12-20", status="draft")
        enter.contract("ONCE", "2028-02-01", arr=900, decided_on="2026-12-20", price_period_months=0)
    keys = ("end_arr", "committed_arr", "run_rate_arr", "not_live_arr", "signed_not_live_arr")
    assert only(cs, *keys) == (1_600, 1_200, 400, 200, 1_000)
    shown = said(cs)
    assert "closing: committed 1,200 + run-rate 400; 200 of it not live yet; signed, starting later: +1,000" in shown
    signed = [row for row in figures(cs, "--explain") if row["figure"] == "signed-not-live"]
    assert [(row["account"], row["on"], row["start_arr"], row["end_arr"], row["change"]) for row in signed] == [
        ("NEXT", "2027-02-01", 0, 700, 700), ("BOUND", "2027-03-01", 1_000, 1_300, 300),
    ]  # fmt: skip
    assert "USD signed, starting later: not in the closing NEXT 2027-02-01 0 → 700 +700" in said(cs, "--explain")
    assert only(cs, "signed_not_live_arr", words=("--in", "USD")) == (1_000,)


def test_a_renewal_for_less_takes_something_off_what_is_signed(cs, enter):
    enter.contract("ACME", "2027-03-01", contract="Platform", arr=1_000)
    assert cs.as_of("2026-12-10", "renew", "ACME", "--arr", "800").code == 0
    assert only(cs, "end_arr", "signed_not_live_arr") == (1_000, -200)


def test_lifetime_value_states_its_inputs(cs, enter):
    with enter:
        for number in range(25):
            up(enter, f"A{number:02}", 1_000, 0 if number < 4 else 1_200)
    shown = said(cs, "--margin", "80%")
    assert "lifetime value 6,000 1,200 an account × 80% margin / 16.0% of logos lost a year" in shown
    assert only(cs, "lifetime_value", "gross_margin", words=("--margin", "80")) == (6_000, 0.8)
    assert only(cs, "lifetime_value", "gross_margin") == (None, None)
    assert "lifetime value" not in said(cs)
    assert cs("config", "set", "gross_margin", "50%").code == 0
    assert only(cs, "lifetime_value", "gross_margin") == (3_750, 0.5)


@pytest.mark.parametrize(
    ("accounts", "lost", "why"), [(19, 1, "19 logos; told from 20 on"), (20, 0, "no logo was lost")]
)
def test_lifetime_value_of_a_small_book_or_one_that_nobody_left_is_unknown(cs, enter, accounts, lost, why):
    with enter:
        for number in range(accounts):
            up(enter, f"A{number:02}", 1_000, 0 if number < lost else 1_000)
    assert only(cs, "lifetime_value", words=("--margin", "80")) == (None,)
    assert f"lifetime value n/a {why}" in said(cs, "--margin", "80")


@pytest.mark.parametrize("said_so", ["0", "0.8", "-5", "101", "nan", "much"])
def test_a_margin_that_is_none_is_refused(cs, enter, said_so):
    enter.contract("ACME", None, starts="2025-01-01", arr=100)
    answer = cs("retention", "--margin", said_so)
    assert (answer.code, answer.out) == (2, b"")
    assert answer.talk.startswith(f'cs: --margin "{said_so}" is no ')
    if said_so:
        assert cs("config", "set", "gross_margin", "--", said_so).code == 2


@given(st.integers(20, 500), st.integers(1, 19), st.integers(1, 10**9), st.integers(1, 100))
def test_a_shorter_period_is_taken_to_the_power_of_a_year(logos, lost, arr, margin):
    row = Bridge(start=arr, accounts_start=logos, accounts_lost=lost)
    year = lifetime_of(row, Window(date(2026, 1, 1), date(2026, 12, 31)), parse_margin(str(margin)))
    assert year.churn == pytest.approx(lost / logos)
    assert year.value == pytest.approx(arr / logos * margin / 100 / (lost / logos), rel=1e-6, abs=1)
    half = lifetime_of(row, Window(date(2026, 1, 1), date(2026, 7, 2)), parse_margin(str(margin)))
    assert half.churn == pytest.approx(1 - (1 - lost / logos) ** 2, rel=0.01)


def test_the_renewal_rate_is_in_the_answer_for_programs_too(cs, enter):
    with enter:
        up(enter, "MORE", 1_000, 1_100)
        up(enter, "LESS", 1_000, 600)
        up(enter, "LOST", 500, 0)
    keys = ("renewal_gross", "renewal_net", "renewal_count", "renewal_atr", "renewals_due")
    assert only(cs, *keys) == (0.64, 0.68, 0.666667, 2_500, 3)
