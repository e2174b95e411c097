"""`cs retention`: what was kept of the ARR, on the printed figure; and what must hold of every book."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolios import by_another_program
from test_revenue import span

from cs_cli.domain.calendar import Window, add_months, months_of
from cs_cli.domain.retention import BRIDGE, COHORT, bridges, closes_of
from cs_cli.domain.revenue import CAUSES, changes_of
from cs_cli.domain.trailing import trailing_rates

AFTER = "2027-01-05"
ROW_KEYS = [
    "from", "to", "currency", "start_arr", "new", "reactivation", "expansion", "contraction", "churn", "fx", "end_arr",
    "of_which", "nrr", "grr", "logo_retention", "accounts_start", "accounts_end",
    "expansion_rate", "quick_ratio", "rates",
]  # fmt: skip
KEYS = [
    *ROW_KEYS,
    "renewal_gross", "renewal_net", "renewal_count", "renewal_atr", "renewals_due", "committed_arr", "run_rate_arr",
    "not_live_arr", "signed_not_live_arr", "save_rate", "at_risk_atr", "detection", "lifetime_value", "gross_margin",
]  # fmt: skip
YEAR = "2026"


def said(cs, *words, on=AFTER):
    answer = cs.as_of(on, "retention", *words)
    assert answer.code == 0, answer.talk
    return " ".join(answer.text.split())


def figures(cs, *words, on=AFTER):
    return cs.as_of(on, "retention", *words, "--json").rows


def renewed(enter, account, day, before, after, **more):
    """A year's contract of an account, renewed on `day` of 2026 (or not, with `after` 0)."""
    following = f"2027-{day}"
    enter.contract(account, f"2026-{day}", contract="Platform", arr=before, **more)
    if after:
        enter.contract(account, following, contract="Platform", arr=after)


@pytest.fixture
def worked(cs, enter):
    """The book of 100.0 that metrics pages reckon with, in thousands of dollars."""
    with enter:
        renewed(enter, "LOST", "06-01", 9_200, 0)
        renewed(enter, "LESS", "06-01", 20_000, 16_100)
        renewed(enter, "MORE", "06-01", 49_300, 60_200)
        enter.contract("STEADY", None, starts="2025-01-01", arr=21_500)
        for arr, month in ((1_000, 2), (2_400, 3), (2_200, 4)):
            enter.contract("YOUNG", f"2026-0{month + 1}-01", months=1, contract="Platform", arr=arr, auto=month == 4)
        enter.contract("BRIEF", "2026-03-01", months=1, contract="Platform", arr=600)
    return cs


def test_the_worked_book_by_the_cohort_method(worked):
    shown = said(worked, YEAR)
    assert "NRR 97.8% (100,000 + 10,900 - 3,900 - 9,200) / 100,000" in shown
    assert "GRR 86.9% (100,000 - 3,900 - 9,200) / 100,000" in shown
    assert "logos 75.0% 3 of 4 kept" in shown
    assert "opening 100,000 4 " in shown
    assert "+ new 2,200 +1 " in shown
    assert "- churn -9,200 -1 " in shown
    assert "closing 100,000 4 " in shown


def test_the_worked_book_by_the_bridge_method(worked):
    shown = said(worked, YEAR, "--method", "bridge")
    assert "Bridge method: every movement counts." in shown
    assert "NRR 98.4% (100,000 + 12,300 - 4,100 - 9,800) / 100,000" in shown
    assert "GRR 86.1% (100,000 - 4,100 - 9,800) / 100,000" in shown
    assert "logos 75.0% 3 of 4 kept" in shown
    assert "mid-term 800 = 13,900 = contraction 4,100 + churn 9,800" in shown


def test_the_renewal_rate_of_the_worked_book_and_what_explains_the_loss(worked):
    shown = said(worked, YEAR)
    assert "renewal rate 83.3% 65,400 of 78,500 up for renewal; 2 of 3 contracts" in shown
    assert "net 97.2% 76,300 of 78,500, with what grew at the renewal" in shown
    assert "check: lost at renewal 13,100 + mid-term 0 = 13,100 = contraction 3,900 + churn 9,200" in shown
    with_monthly = said(worked, YEAR, "--include-monthly")
    assert "renewal rate 86.1% 86,200 of 100,100 up for renewal; 12 of 14 contracts" in with_monthly


def test_a_contract_that_ended_without_an_outcome_stands_beside_the_figure(worked, enter):
    assert "outcome recorded, counted as lost: LOST/Platform $9,200 (1 Jun 2026), BRIEF" not in said(worked, YEAR)
    assert "Ended in the period without an outcome recorded, counted as lost: LOST/Platform $9,200 (1 Jun 2026): " in (
        said(worked, YEAR)
    )
    enter.contract("TOLD", "2026-06-01", status="ended")
    assert "TOLD" not in said(worked, YEAR)


def test_arr_of_a_price_a_quarter(cs, enter):
    enter.contract("ACME", "2026-12-01", arr=100, price_period_months=3, auto=True)
    [row] = figures(cs, YEAR)
    assert row["start_arr"] == row["end_arr"] == 400


def test_an_upsell_with_the_same_end_that_renews_as_one_is_kept(cs, enter):
    with enter:
        enter.contract("ACME", "2026-07-01", contract="Platform", arr=100_000)
        enter.contract("ACME", "2026-07-01", starts="2026-01-15", contract="Upsell", arr=40_000)
        enter.contract("ACME", "2027-07-01", contract="Platform", arr=140_000)
    shown = said(cs, YEAR)
    assert "renewal rate 100.0% 140,000 of 140,000 up for renewal; 2 of 2 contracts" in shown
    assert "net 100.0%" in shown
    assert "NRR 140.0%" in shown


def test_an_escalator_is_net_and_not_gross(cs, enter):
    renewed(enter, "ACME", "07-01", 200_000, 210_000, uplift_pct="5")
    shown = said(cs, YEAR)
    assert "renewal rate 100.0% 200,000 of 200,000" in shown
    assert "net 105.0% 210,000 of 200,000" in shown
    assert "+ price 10,000" in shown
    assert "NRR 105.0% (200 + 10) / 200 k" in shown


def test_fewer_seats_are_contraction_and_the_logo_is_kept(cs, enter):
    with enter:
        enter.contract("ACME", "2026-07-01", contract="Platform", arr=100_000, seats=100)
        enter.contract("ACME", "2027-07-01", contract="Platform", arr=60_000, seats=60)
    [row] = figures(cs, YEAR)
    assert (row["contraction"], row["churn"], row["logo_retention"]) == (40_000, 0, 1)
    assert row["of_which"]["contraction"] == {"seats": 40_000, "price": 0, "ramp": 0, "other": 0}
    assert "renewal rate 60.0% 60,000 of 100,000 up for renewal; 1 of 1 contract " in said(cs, YEAR)


def test_what_was_signed_for_another_period_is_not_in_the_rate(cs, enter):
    q3 = {"contract": "Platform", "decided_on": "2026-08-15"}
    with enter:
        enter.contract("KEPT", "2026-08-15", contract="Platform", arr=82)
        enter.contract("KEPT", "2027-08-15", arr=82, **q3)
        enter.contract("LOST", "2026-08-20", contract="Platform", arr=18)
        enter.contract("EARLY", "2026-10-10", contract="Platform", arr=5)
        enter.contract("EARLY", "2027-10-10", arr=5, **q3)
        enter.contract("LATE", "2026-06-20", contract="Platform", arr=3)
        enter.contract("LATE", "2027-06-20", arr=3, **q3)
    shown = said(cs, "--from", "2026-07-01", "--to", "2026-09-30")
    assert "renewal rate 82.0% 82 of 100 up for renewal; 1 of 2 contracts" in shown
    assert "Signed in the period and not in its rate: early $5, due after it; late $3, due before it" in shown


def test_until_it_is_signed_a_renewal_counts_as_not_renewed(cs, enter):
    enter.contract("ACME", "2026-06-01", contract="Platform", arr=100)
    enter.contract("ACME", "2027-06-01", contract="Platform", arr=100, decided_on="2026-07-10")
    h1 = ("--from", "2026-01-01", "--to", "2026-06-30")
    assert "renewal rate 0.0% 0 of 100" in said(cs, *h1, on="2026-07-09")
    assert "renewal rate 100.0% 100 of 100" in said(cs, *h1, on="2026-07-10")


def test_a_figure_of_the_past_that_a_later_signature_changed_is_marked_restated(cs, enter):
    enter.contract("ACME", "2026-06-01", contract="Platform", arr=100)
    enter.contract("ACME", "2027-06-01", contract="Platform", arr=100, decided_on="2026-07-10")
    h1 = ("--from", "2026-01-01", "--to", "2026-06-30")
    restated = "Restated: what was known on 30 Jun 2026 gave USD NRR 0.0%, GRR 0.0%, closing 0: --as-of 2026-06-30"
    assert restated in said(cs, *h1)
    assert "Restated" not in said(cs, *h1, on="2026-07-09")
    assert "Restated" not in said(cs, YEAR)


def test_a_renewal_that_slips_takes_what_is_at_stake_along(cs, enter):
    """Due on 30 September, then on 15 December: in the third quarter nothing is lost, and nothing was at stake."""
    enter.contract("ACME", "2026-09-30", starts="2025-09-30", arr=100)
    assert "up for renewal" in cs.as_of("2026-09-20", "retention", "q3").text
    assert cs.as_of("2026-09-20", "contract", "edit", "ACME", "--renews", "2026-12-15").code == 0
    [third] = cs("retention", "2026-q3", "--json").rows
    assert (third["end_arr"], third["churn"]) == (100, 0)
    assert "up for renewal" not in cs("retention", "2026-q3").text
    assert "0 of 100 up for renewal" in cs("retention", "--from", "2026-10-01", "--to", "2026-12-31").text


def test_silence_renews_at_the_lapse_of_the_notice(cs, enter):
    enter.contract("ACME", "2026-12-15", auto=True, notice=30, arr=100)
    assert "renewal rate 0.0% 0 of 100" in said(cs, YEAR, on="2026-11-15")
    assert "renewal rate 100.0% 100 of 100" in said(cs, YEAR, on="2026-11-16")


def test_a_right_to_leave_each_year_is_a_renewal_each_year(cs, enter):
    long_term = {"starts": "2024-07-01", "months": 36, "notice": 30, "arr": 100}
    enter.contract("YEARLY", "2027-07-01", opt_out_every_months=12, **long_term)
    enter.contract("BOUND", "2027-07-01", **long_term)
    assert "renewal rate 100.0% 100 of 100 up for renewal; 1 of 1 contract " in said(cs, YEAR)


def test_an_amendment_is_a_change_within_the_term_and_no_renewal(cs, enter):
    enter.contract("ACME", "2026-10-01", contract="Platform", arr=100, seats=10)
    assert cs.as_of("2026-04-01", "amend", "ACME", "--seats", "6").code == 0
    [row] = figures(cs, "--from", "2026-03-01", "--to", "2026-06-30", on="2026-06-30")
    assert (row["start_arr"], row["contraction"], row["churn"], row["end_arr"]) == (100, 40, 0, 60)
    assert row["of_which"]["contraction"]["seats"] == 40
    shown = said(cs, "--from", "2026-03-01", "--to", "2026-12-31")
    assert "renewal rate 0.0% 0 of 60 up for renewal; 0 of 1 contract" in shown


def test_an_amendment_of_a_term_that_had_rolled_leaves_its_silent_renewals(cs, enter):
    enter.contract("ACME", "2026-03-01", contract="Platform", arr=100, auto=True, notice=30)
    assert cs.as_of("2026-09-01", "amend", "ACME", "--arr", "80").code == 0
    assert "renewal rate 100.0% 100 of 100 up for renewal; 1 of 1 contract" in said(cs, YEAR)


def test_a_renewal_of_a_term_that_had_rolled_answers_the_date_on_which_it_ended(cs, enter):
    enter.contract("ACME", "2025-03-01", contract="Platform", arr=100, auto=True, notice=30)
    assert cs.as_of("2025-12-01", "renew", "ACME", "--arr", "90").code == 0
    assert "renewal rate 100.0% 100 of 100" in said(cs, "2025")
    assert "renewal rate 90.0% 90 of 100 up for renewal; 1 of 1 contract" in said(cs, YEAR)


@pytest.mark.parametrize(
    ("ends", "rate"),
    [("2026-10-01", "renewal rate 0.0% 0 of 100 up for renewal; 0 of 1 contract"), ("2026-06-15", "renewal rate n/a")],
)
def test_a_churn_counts_from_its_own_day(cs, enter, ends, rate):
    enter.contract("ACME", "2026-10-01", contract="Platform", arr=100, auto=True, notice=30)
    churn = ["churn", "ACME", "--reason", "price", "--decided", "2026-05-02", "--on", ends]
    assert cs.as_of("2026-05-02", *churn).code == 0
    [row] = figures(cs, YEAR)
    assert (row["churn"], row["end_arr"]) == (100, 0)
    assert [row["churn"] for row in figures(cs, "--from", "2026-03-01", "--to", ends)] == [100]
    assert [row["churn"] for row in figures(cs, "--from", "2026-03-01", "--to", "2026-06-14")] == [0]
    assert rate in said(cs, YEAR)
    assert figures(cs, YEAR, on="2026-05-01")[0]["churn"] == 0


def test_an_account_that_changes_its_currency_is_not_lost(cs, enter):
    enter.contract("ACME", "2026-07-01", contract="Platform", arr=100)
    enter.contract("ACME", "2027-07-01", contract="Platform", arr=90, currency="EUR")
    dollars, euros = figures(cs, YEAR)
    assert (dollars["contraction"], dollars["churn"], dollars["logo_retention"]) == (100, 0, 1)
    assert (euros["expansion"], euros["new"], euros["nrr"]) == (90, 0, None)
    assert "NRR EUR n/a no ARR in the opening" in said(cs, YEAR)


def test_new_is_the_first_revenue_ever_and_a_return_is_none(cs, enter):
    enter.contract("BACK", "2025-06-01", contract="Platform", arr=100)
    enter.contract("BACK", "2027-06-01", contract="Other", arr=70)
    [row] = figures(cs, YEAR)
    assert (row["new"], row["reactivation"], row["accounts_start"], row["accounts_end"]) == (0, 70, 0, 1)
    assert [r["reactivation"] for r in figures(cs, YEAR, "--winback", "365d")] == [0]
    assert [r["start_arr"] for r in figures(cs, YEAR, "--winback", "365d")] == [100]


def test_what_an_archived_account_brought_counts_for_the_past(cs, enter):
    enter.account("GONE", archived_on="2026-05-01")
    enter.contract("GONE", "2026-12-01", auto=True, arr=100)
    [row] = figures(cs, YEAR)
    assert (row["start_arr"], row["churn"], row["end_arr"]) == (100, 100, 0)


def test_the_keys_of_a_row_and_of_a_group(worked):
    assert [list(row) for row in figures(worked, YEAR)] == [KEYS]
    assert [list(row) for row in figures(worked, YEAR, "--per", "segment")] == [["segment", *ROW_KEYS]]
    assert [list(row) for row in figures(worked, "2026-06", "--monthly")] == [ROW_KEYS]


@pytest.mark.parametrize("per", ["segment", "owner", "product", "term", "cohort"])
def test_the_groups_add_up_to_the_whole(demo, per):
    whole = {row["currency"]: row for row in figures(demo, YEAR, on="2026-11-23")}
    rows = figures(demo, YEAR, "--per", per, on="2026-11-23")
    for key in ("start_arr", "end_arr"):
        sums = dict.fromkeys(whole, 0)
        for row in rows:
            sums[row["currency"]] += row[key]
        assert sums == {currency: row[key] for currency, row in whole.items()}
    assert all(set(row) == {per, *ROW_KEYS} for row in rows)


def test_the_filters_of_a_list(demo):
    smb = [row for row in figures(demo, YEAR, "--per", "segment") if row.pop("segment") == "smb"]
    assert [{key: row[key] for key in ROW_KEYS} for row in figures(demo, YEAR, "--segment", "SMB")] == smb
    assert figures(demo, YEAR, "--tag", "no such tag") == []
    assert said(demo, YEAR, "--tag", "no such tag") == "No ARR from 2026-01-01 to 2026-12-31."


def test_months_chain_to_the_whole_and_show_the_twelve_months_before(worked):
    months = figures(worked, "--from", "2026-01-15", "--to", "2026-12-31", "--monthly")
    assert [row["from"] for row in months][:2] == ["2026-01-15", "2026-02-01"]
    assert len(months) == 12
    assert all(one["end_arr"] == other["start_arr"] for one, other in pairwise(months))
    june = next(row for row in months if row["to"] == "2026-06-30")
    assert (june["expansion"], june["churn"], june["nrr"]) == (10_900, 9_200, round(1 - 2_200 / 102_200, 6))
    lines = worked.as_of(AFTER, "retention", "2026", "--monthly").text.splitlines()
    assert lines[1] == "A line a month; NRR, GRR and logos over the twelve months up to its close."
    assert lines[-1].split() == ["Dec", "2026", "100,000", "100,000", "4", "97.8%", "86.9%", "75.0%"]


@pytest.mark.parametrize("method", ["cohort", "bridge"])
def test_every_figure_can_be_summed_from_the_lines_that_explain_it(demo, method):
    rows = figures(demo, YEAR, "--explain", "--method", method, on="2026-11-23")
    for whole in figures(demo, YEAR, "--method", method, on="2026-11-23"):
        lines = [r for r in rows if r["currency"] == whole["currency"] and r["figure"] != "renewal"]
        change = dict.fromkeys(("new", "reactivation", "expansion", "contraction", "churn"), 0)
        for line in lines:
            if line["figure"] in change:
                change[line["figure"]] += line["change"]
        assert {figure: abs(amount) for figure, amount in change.items()} == {
            figure: whole[figure] for figure in change
        }
        counted = lines if method == "cohort" else [r for r in lines if r["figure"] == "opening"]
        assert sum(line["start_arr"] for line in counted) == whole["start_arr"]
        if method == "cohort":
            assert sum(line["end_arr"] for line in lines) == whole["end_arr"]


@pytest.mark.parametrize("method", ["cohort", "bridge"])
def test_an_account_of_two_currencies_stands_in_the_lines_of_each_once(cs, enter, method):
    enter.contract("ACME", None, starts="2025-01-01", contract="US", arr=100)
    enter.contract("ACME", None, starts="2025-01-01", contract="EU", arr=90, currency="EUR")
    rows = figures(cs, YEAR, "--explain", "--method", method)
    assert [(row["currency"], row["contract"], row["start_arr"]) for row in rows] == [
        ("USD", "US", 100), ("EUR", "EU", 90),
    ]  # fmt: skip


def test_the_lines_name_account_contract_and_cause(cs, enter):
    with enter:
        enter.contract("ACME", "2026-07-01", contract="Platform", arr=100_000, seats=100)
        enter.contract("ACME", "2027-07-01", contract="Platform", arr=60_000, seats=60)
    shown = said(cs, YEAR, "--explain")
    assert "USD contraction -40,000 ACME Platform 100,000 → 60,000 -40,000 seats -40,000" in shown
    assert "USD up for renewal ACME Platform 2026-07-01 100,000 → 60,000 -40,000 signed" in shown


def test_the_screen_fits_eighty_columns_and_draws_bars_on_wider_ones(demo, on_terminal):
    words = ("retention", YEAR, "--as-of", "2026-11-23")
    for more in ((), ("--monthly",), ("--per", "segment"), ("--explain", "--all")):
        narrow = on_terminal(demo, *words, *more, columns=80)
        assert all(len(line) <= 80 for line in narrow.splitlines())
    assert "█" not in on_terminal(demo, *words, columns=80)
    assert "█" * 20 in on_terminal(demo, *words, columns=200)


def test_a_period_that_closes_ahead_says_so(cs, enter):
    enter.contract("ACME", "2026-12-15", arr=100)
    assert "31 Dec 2026 lies ahead: what must be signed by then and is not counts as lost." in (
        said(cs, YEAR, on="2026-11-23")
    )
    assert "lies ahead" not in said(cs, "ttm", on="2026-11-23")


def test_a_csv_has_the_causes_in_one_cell(worked):
    header, row = worked.as_of(AFTER, "retention", YEAR, "--csv").text.splitlines()
    assert header == ",".join(KEYS)
    assert "expansion seats 0;expansion price 0;expansion ramp 0;expansion other 10900;contraction seats 0;" in row


def test_an_owner_whom_nobody_has_is_answered_with_those_there_are(cs, enter):
    enter.account("ACME", owner="lee")
    enter.contract("ACME", "2027-03-01")
    for words in ([], ["--monthly"], ["--explain"], ["--per", "owner"]):
        said = cs.as_of("2026-11-23", "retention", "--owner", "nobody", *words).text
        assert said == "No ARR from 2025-11-24 to 2026-11-23. Owners: lee.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["q5"], '"q5" is no period I know'),
        (["2026-13"], '"2026-13" is no period: month must be in 1..12'),
        (["q3", "--from", "2026-01-01"], '"q3" is a period of its own'),
        (["--from", "2026-06-01", "--to", "2026-05-31"], "--from 2026-06-01 is after --to 2026-05-31"),
        (["--per", "mood"], '--per "mood" is unknown'),
        (["--method", "guess"], '--method "guess" is unknown'),
        (["--monthly", "--explain"], "--explain is about one period"),
        (["--winback", "long"], '--winback "long" is no length of time'),
        (["--winback", "-3d"], '--winback "-3d" is no length of time'),
        ([""], '"" is no period'),
        (["--margin", ""], '--margin "" is blank'),
        (["--in", ""], '--in "" is blank'),
    ],
)
def test_a_wrong_option_is_a_usage_error_with_what_to_say(worked, words, sentence):
    answer = worked("retention", *words)
    assert (answer.code, answer.out) == (2, b"")
    assert sentence in answer.talk


STARTS = st.dates(date(2022, 1, 1), date(2026, 12, 1))
SPANS = st.lists(
    st.tuples(STARTS, st.none() | st.integers(1, 700), st.integers(1, 5_000_00), st.sampled_from(["USD", "EUR"])),
    max_size=5,
)
LEDGERS = st.lists(SPANS, min_size=1, max_size=6)
CLOSES = st.lists(st.dates(date(2021, 6, 1), date(2027, 6, 1)), min_size=2, max_size=6, unique=True).map(sorted)


def ledger(accounts, days=0):
    """Changes of accounts whose terms are (first day, length, minor units, currency); each follows the one before."""
    found = []
    for number, facts in enumerate(accounts):
        spans = []
        for place, (starts, length, minor, currency) in enumerate(sorted(facts, key=lambda fact: fact[0])):
            ends = str(starts + timedelta(length)) if length else None
            key = 100 * number + place
            spans.append(span(key, str(starts), ends, minor, following=key + 1, currency=currency, seats=place + 1))
        found.append(changes_of(spans, lambda span: (None, span.currency), days))
    return found


@given(LEDGERS, CLOSES, st.sampled_from([COHORT, BRIDGE]), st.sampled_from([0, 90]))
def test_the_bridge_adds_up_and_its_rates_are_in_order(accounts, closes, method, winback):
    changes = ledger(accounts, winback)
    for (_group, currency), rows in bridges(changes, closes, method).items():
        for row, day in zip(rows, closes[1:], strict=True):
            held = sum(c.minor for of in changes for c in of if c.on <= day and c.key[1] == currency)
            assert row.end == held
            assert min(row.start, row.new, row.reactivation, row.expansion, row.contraction, row.churn) >= 0
            assert sum(row.expansion_parts) == row.expansion
            assert sum(row.contraction_parts) == row.contraction
            assert min(*row.expansion_parts, *row.contraction_parts) >= 0
            assert row.nrr is None or (row.grr <= 1 and row.grr <= row.nrr)
            assert 0 <= row.accounts_lost <= row.accounts_start
        assert all(one.end == other.start for one, other in pairwise(rows))
        assert all(one.accounts_end == other.accounts_start for one, other in pairwise(rows))


@given(LEDGERS, CLOSES)
def test_monthly_rows_chain_to_the_whole(accounts, closes):
    period = Window(closes[0] + timedelta(1), closes[-1])
    changes = ledger(accounts)
    whole = bridges(changes, closes_of([period]))
    for key, rows in bridges(changes, closes_of(months_of(period))).items():
        if key in whole:
            [row] = whole[key]
            assert (rows[0].start, rows[-1].end) == (row.start, row.end)
            assert (rows[0].accounts_start, rows[-1].accounts_end) == (row.accounts_start, row.accounts_end)


@given(LEDGERS, st.dates(date(2022, 1, 1), date(2027, 6, 1)))
def test_trailing_rates_are_those_of_the_twelve_months(accounts, last):
    changes = ledger(accounts)
    ends = [add_months(last, -months) for months in range(30, -1, -10)]
    trailing = trailing_rates(changes, ends)
    for place, end in enumerate(ends):
        before = add_months(end + timedelta(1), -12) - timedelta(1)
        for key, [row] in bridges(changes, [before, end]).items():
            rates = trailing[key][place]
            cohort = sum(now for now in [row.start - row.contraction - row.churn])
            assert rates.grr == (cohort / row.start if row.start else None)
            assert rates.logo_retention == row.logo_retention
            assert rates.nrr == row.nrr or any(len({c.key for c in of}) > 1 for of in changes)


@pytest.mark.filterwarnings("ignore:Inferring datetime64")  # saas-metrics mixes days and instants
@settings(max_examples=20)
@given(LEDGERS)
def test_an_independent_calculation_agrees_to_the_cent(accounts):
    """saas-metrics on the ARR of each month's close: new, returned, grown, shrunk, lost, and the twelve-month rates."""
    import pandas  # noqa: ICN001, PLC0415  heavy, and only for this
    from saas_metrics import analyze  # noqa: PLC0415

    period = Window(date(2022, 1, 1), date(2026, 12, 31))
    months = months_of(period)
    kept = [[fact for fact in facts if fact[3] == "USD" and (fact[1] or 99) > 31] for facts in accounts]
    closes = [
        {"customer_id": f"A{number}", "period": str(month.end), "revenue": f"{minor / 100:.2f}"}
        for number, facts in enumerate(kept)
        for month in months
        if (minor := sum(f[2] for f in facts if f[0] <= month.end and (not f[1] or month.end < f[0] + timedelta(f[1]))))
    ]
    if not closes:
        return
    report = analyze(pandas.DataFrame(closes), allow_warnings=True, today=period.end)
    ours = dict(zip((m.end for m in months), bridges(ledger(kept), closes_of(months))[None, "USD"], strict=True))
    rates = dict(
        zip((m.end for m in months), trailing_rates(ledger(kept), [m.end for m in months])[None, "USD"], strict=True)
    )
    for row in report.waterfall.itertuples():
        mine, day = ours[row.period_end.date()], row.period_end.date()
        theirs = [row.beginning, row.new_logo, row.reactivation, row.expansion, row.contraction, row.churn, row.ending]
        assert [round(float(amount) * 100) for amount in theirs] == [
            mine.start, mine.new, mine.reactivation, mine.expansion, mine.contraction, mine.churn, mine.end,
        ]  # fmt: skip
        metrics = report.metrics[report.metrics.period_end == row.period_end].iloc[0]
        for theirs_too, mine_too in zip(
            (metrics.nrr_12m, metrics.grr_12m, metrics.logo_retention_12m), rates[day], strict=True
        ):
            if theirs_too == theirs_too:  # noqa: PLR0124  NaN: fewer than twelve months known there
                assert mine_too == pytest.approx(theirs_too)


def test_text_that_is_no_utf_8_stops_no_answer(worked):
    by_another_program(worked.db, "UPDATE contract SET product = CAST(X'41FF42' AS TEXT)")
    groups = figures(worked, YEAR, "--per", "product")
    assert [row["product"] for row in groups] == ["A\ufffdB"]


def test_the_causes_are_those_of_the_answer(worked):
    [row] = json.loads(worked.as_of(AFTER, "retention", YEAR, "--json").text)
    assert list(row["of_which"]) == ["expansion", "contraction"]
    assert [list(of) for of in row["of_which"].values()] == [list(CAUSES)] * 2
