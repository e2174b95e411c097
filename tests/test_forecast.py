"""`cs forecast`: what the renewals ahead come to, by period, currency and call; the expansions beside them."""

from datetime import date, timedelta

import pytest
from conftest import Program
from entries import Entries
from hypothesis import given
from hypothesis import strategies as st
from test_revenue import span

from cs_cli.commands.outlook import KEYS
from cs_cli.domain.calendar import Window
from cs_cli.domain.expected import BINS, BaseRate, Calls, Ledger, Total, expected, periods_of, roll_up
from cs_cli.domain.forecast import CATEGORIES

TODAY = "2026-11-23"
BOOK = Window(date(2026, 10, 1), date(2027, 9, 30))


@pytest.fixture
def book(cs: Program, enter: Entries) -> Program:
    """On 23 November 2026: ALPHA signs by 31 December, BETA opts out by 16 January, GAMMA and DELTA are later."""
    with enter:
        enter.contract("ALPHA", "2026-12-31", arr=100_000)
        enter.contract("BETA", "2027-03-17", arr=40_000, auto=True, notice=60)
        enter.contract("GAMMA", "2027-02-01", arr=20_000, currency="EUR")
        enter.contract("DELTA", "2027-08-01", arr=7_000)
    return cs


def told(cs: Program, *words: str, day: str = TODAY) -> None:
    answer = cs.as_of(day, *words)
    assert (answer.code, answer.text) == (0, ""), answer.talk


def rows(cs: Program, *words: str, day: str = TODAY) -> dict[tuple[str, str], dict[str, object]]:
    """The rows of `cs forecast` by period and currency."""
    answer = cs.as_of(day, "forecast", *words, "--json")
    assert answer.code == 0, answer.talk
    return {(row["period"], row["currency"]): row for row in answer.rows}


def figures(row: dict[str, object], *names: str) -> list[object]:
    return [row[name] for name in names]


def behind(cs: Program, *words: str, day: str = TODAY) -> dict[str, dict[str, object]]:
    """The rows of `cs forecast --explain` by account."""
    return {row["account"]: row for row in cs.as_of(day, "forecast", "--explain", *words, "--json").rows}


def test_a_renewal_counts_in_the_quarter_of_its_renewal_date_and_in_its_currency(book):
    found = rows(book)
    assert {key: figures(row, "contracts", "atr", "uncalled", "high") for key, row in found.items()} == {
        ("q4 2026", "USD"): [1, 100000, 100000, 100000],
        ("q1 2027", "USD"): [1, 40000, 40000, 40000],
        ("q3 2027", "USD"): [1, 7000, 7000, 7000],
        ("q1 2027", "EUR"): [1, 20000, 20000, 20000],
    }
    assert [list(row) for row in found.values()] == [KEYS] * 4
    assert figures(found["q4 2026", "USD"], "from", "to") == ["2026-10-01", "2026-12-31"]


def test_a_call_moves_the_amount_and_the_range_goes_from_commit_to_all_in(book):
    told(book, "forecast", "ALPHA", "commit", "--evidence", "order form out")
    told(book, "forecast", "BETA", "likely", "--evidence", "budget round")
    told(book, "forecast", "DELTA", "omitted")
    names = ("commit", "likely", "risk", "omitted", "uncalled", "low", "mid", "high")
    found = rows(book)
    assert figures(found["q4 2026", "USD"], *names) == [100000, 0, 0, 0, 0, 100000, 100000, 100000]
    assert figures(found["q1 2027", "USD"], *names) == [0, 40000, 0, 0, 0, 0, 40000, 40000]
    assert figures(found["q3 2027", "USD"], *names) == [0, 0, 0, 7000, 0, 0, 0, 0]
    told(book, "forecast", "BETA", "risk", "--reason", "budget")
    assert figures(rows(book)["q1 2027", "USD"], *names) == [0, 0, 40000, 0, 0, 0, 0, 40000]


def test_what_is_renewed_or_lost_already_is_told_apart_and_counts_in_the_range(book):
    told(book, "renew", "ALPHA", "--arr", "110000")
    told(book, "churn", "BETA", "--reason", "budget", "--decided", TODAY)
    found = rows(book)
    names = ("atr", "renewed", "lost", "uncalled", "low", "high")
    assert figures(found["q4 2026", "USD"], *names) == [100000, 110000, 0, 0, 110000, 110000]
    assert figures(found["q1 2027", "USD"], *names) == [40000, 0, 40000, 0, 0, 0]
    assert {key: row["outcome"] for key, row in behind(book).items()} == {
        "ALPHA": "signed", "BETA": "lost", "GAMMA": "open", "DELTA": "open",
    }  # fmt: skip


def test_silence_renews_at_the_lapse_of_the_opt_out(book):
    for day, outcome, renewed in (("2027-01-16", "open", None), ("2027-01-17", "silent", 40000)):
        assert figures(behind(book, day=day)["BETA"], "outcome", "renewed") == [outcome, renewed]
        assert rows(book, day=day)["q1 2027", "USD"]["renewed"] == (renewed or 0)


def test_what_is_past_its_end_without_an_outcome_counts_in_the_quarter_of_today(book):
    row = rows(book, day="2027-02-10")["q1 2027", "USD"]
    assert figures(row, "contracts", "atr", "uncalled", "renewed") == [2, 140000, 100000, 40000]
    assert figures(behind(book, day="2027-02-10")["ALPHA"], "outcome", "renews_on", "days_left", "period") == [
        "overdue", "2026-12-31", -41, "q1 2027",
    ]  # fmt: skip
    assert "ALPHA: not called, ended 41d ago, no outcome recorded: cs renew ALPHA\n" in (
        book.as_of("2027-02-10", "forecast").text
    )


def test_months_a_window_and_the_fiscal_year(book):
    assert [key[0] for key in rows(book, "--per", "month")] == ["2026-12", "2027-03", "2027-08", "2027-02"]
    cut = rows(book, "--due", "2027-02-15")
    assert [(key, row["to"]) for key, row in cut.items()] == [
        (("q4 2026", "USD"), "2026-12-31"), (("q1 2027", "EUR"), "2027-02-15"),
    ]  # fmt: skip
    book("config", "set", "fiscal_year_start", "2")
    assert [key[0] for key in rows(book)] == ["q4 fy27", "q1 fy28", "q3 fy28", "q1 fy28"]
    assert book.as_of(TODAY, "forecast").text.startswith("USD up for renewal, 1 Nov 2026 to 31 Oct 2027\n")


def test_monthly_contracts_count_only_where_they_are_asked_for(cs, enter):
    enter.contract("ALPHA", "2026-12-15", months=1, arr=1_200, auto=True)
    assert rows(cs) == {}
    found = rows(cs, "--include-monthly", "--due", "2027-01-31")
    assert {key: figures(row, "contracts", "atr") for key, row in found.items()} == {
        ("q4 2026", "USD"): [1, 1200], ("q1 2027", "USD"): [1, 1200],
    }  # fmt: skip


def test_a_contract_is_forecast_for_each_time_it_is_up(cs, enter):
    enter.contract("ALPHA", "2026-12-31", months=3, arr=4_000, auto=True)
    assert [figures(row, "period", "atr") for row in rows(cs).values()] == [
        ["q4 2026", 4000], ["q1 2027", 4000], ["q2 2027", 4000], ["q3 2027", 4000],
    ]  # fmt: skip
    told(cs, "forecast", "ALPHA", "commit", "--evidence", "x")
    assert [row["commit"] for row in rows(cs).values()] == [4000, 0, 0, 0]


def test_the_latest_call_by_the_day_counts(book):
    told(book, "forecast", "ALPHA", "likely", "--evidence", "x", "--on", "2026-11-01")
    told(book, "forecast", "ALPHA", "commit", "--evidence", "y", "--on", "2026-11-20")
    for day, called in (("2026-10-31", None), ("2026-11-01", "likely"), ("2026-11-19", "likely"), (TODAY, "commit")):
        assert behind(book, day=day)["ALPHA"]["category"] == called


def test_a_call_for_another_amount_says_so_and_the_forecast_has_that_amount(book):
    told(book, "forecast", "ALPHA", "commit", "--evidence", "x", "--arr", "90,000")
    assert figures(rows(book)["q4 2026", "USD"], "atr", "commit", "high") == [100000, 90000, 90000]
    assert "$90,000 called of $100,000 at stake" in behind(book)["ALPHA"]["warnings"]


def test_a_call_stays_with_the_renewal_when_its_term_is_amended(book):
    told(book, "forecast", "ALPHA", "commit", "--evidence", "order form")
    told(book, "amend", "ALPHA", "--arr", "120000", "--on", TODAY)
    assert figures(behind(book)["ALPHA"], "atr", "category", "called_arr") == [120000, "commit", 100000]


def test_a_right_to_leave_within_a_term_is_called_like_a_renewal(cs, enter):
    enter.contract("ALPHA", "2028-01-15", starts="2025-01-15", months=36, opt_out_every_months=12, notice=30, auto=True)
    told(cs, "forecast", "ALPHA", "commit", "--evidence", "x")
    assert figures(behind(cs)["ALPHA"], "renews_on", "decide_kind", "decide_on", "category") == [
        "2027-01-15", "opt-out", "2026-12-16", "commit",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("on", "atr"),
    [("2026-09-15", 60000), ("2026-12-15", 60000), ("2027-03-01", 60000), ("2027-06-01", 48000), ("2027-09-01", 48000)],
)
def test_the_call_of_a_right_to_leave_outlives_an_amendment(cs, enter, on, atr):
    enter.contract(
        "MULTI", "2028-06-01", starts="2025-06-01", months=36, arr=48_000, auto=True, notice=60, opt_out_every_months=12
    )
    told(cs, "forecast", "MULTI", "commit", "--evidence", "x")
    told(cs, "amend", "MULTI", "--arr", "60000", "--on", on)
    names = ("renews_on", "decide_kind", "decide_on", "outcome", "atr", "category", "called_arr")
    assert figures(behind(cs)["MULTI"], *names) == [
        "2027-06-01", "opt-out", "2027-04-02", "open", atr, "commit", 48000,
    ]  # fmt: skip
    lines = cs.as_of(TODAY, "forecast", "MULTI").text.splitlines()
    beside = [] if atr == 48000 else [f"MULTI: $48,000 called of ${atr:,} at stake."]
    opens = ["MULTI  commit  opt out 2027-04-02, in 130d  $48,000", *beside, "Calls, the latest first"]
    assert lines[1 : 1 + len(opens)] == opens
    called = cs.as_of(TODAY, "forecast", "MULTI", "likely", "--evidence", "y").talk
    assert f"called likely for Tue 1 Jun 2027, ${atr:,} a year, was commit on Mon 23 Nov 2026" in called
    assert figures(behind(cs)["MULTI"], "category", "called_arr") == ["likely", atr]
    assert [row["stands"] for row in cs.as_of(TODAY, "forecast", "MULTI", "--json").rows] == [True, False]
    later = "2027-04-03"  # silence has renewed it
    assert figures(behind(cs, day=later)["MULTI"], "outcome", "renewed") == ["silent", atr]


def test_where_the_renewal_date_is_moved_it_is_called_anew(book):
    told(book, "forecast", "ALPHA", "commit", "--evidence", "x")
    told(book, "contract", "edit", "ALPHA", "--renews", "2027-01-31")
    assert figures(behind(book)["ALPHA"], "period", "category", "atr") == ["q1 2027", None, 100000]
    assert book.as_of(TODAY, "forecast", "ALPHA", "--json").rows[0]["stands"] is False


def test_what_decides_a_renewal_is_what_the_list_of_renewals_says(demo):
    listed = demo.as_of(TODAY, "renewals", "--due", "1y", "--json").rows
    ours = demo.as_of(TODAY, "forecast", "--explain", "--include-monthly", "--due", "2y", "--json").rows
    names = ("account", "contract", "product", "renews_on")
    decided = {tuple(r[n] for n in names): figures(r, "decide_kind", "decide_on", "days_left") for r in ours}
    today = ("renews", 0)  # without a notice period it renews on that day, and counts as renewed
    still_open = [
        row
        for row in listed
        if row["state"] in ("open", "overdue") and row["arr"] and (row["decide_kind"], row["days_left"]) != today
    ]
    assert len(still_open) >= 40
    for row in still_open:
        assert decided[tuple(row[n] for n in names)] == figures(row, "decide_kind", "decide_on", "days_left")


def test_of_a_day_that_has_passed_the_crm_is_as_it_is_now_and_that_is_said(demo):
    said = "As of Fri 20 Nov 2026: the CRM's deals have no date and are as they are now.\n"
    assert said in demo.as_of("2026-11-20", "forecast").talk
    assert said in demo.as_of("2026-11-20", "forecast", "--explain", "--json").talk
    assert "deals" not in demo.as_of(TODAY, "forecast").talk


def test_the_category_for_renewing_flat_is_told_apart(book):
    told(book, "forecast", "ALPHA", "commit", "--flat", "risk", "--evidence", "order form")
    assert rows(book)["q4 2026", "USD"]["flat"] == {"commit": 0, "likely": 0, "risk": 100000, "omitted": 0}
    assert behind(book)["ALPHA"]["flat_category"] == "risk"
    assert "commit, flat risk" in book.as_of(TODAY, "forecast").text


def test_the_crm_stands_in_where_nobody_called(cs, enter):
    with enter:
        enter.contract("ALPHA", "2026-12-31", contract="Platform", arr=100_000)
        enter.contract("ALPHA", "2027-01-10", contract="Data", arr=10_000)
        enter.contract("BETA", "2026-12-31", arr=5_000)
        enter.contract("GAMMA", "2026-12-31", arr=3_000)
        renewal = {"kind": "renewal", "close_on": "2027-01-05"}
        enter.opportunity("ALPHA", "Renewal of Data", category="Best Case", **renewal)
        enter.opportunity("ALPHA", "Platform renewal", category="Commit", **renewal)
        enter.opportunity("BETA", "Renewal", category="Pipeline", **renewal)
        enter.opportunity("GAMMA", "Renewal", category="Commit", kind="renewal", close_on="2026-12-01", won=True)
    seen = cs.as_of(TODAY, "forecast", "--explain", "--json").rows
    assert {(r["account"], r["contract"]): figures(r, "category", "category_from", "crm_category") for r in seen} == {
        ("ALPHA", "Platform"): ["commit", "crm", "Commit"],
        ("ALPHA", "Data"): ["likely", "crm", "Most Likely"],
        ("BETA", None): [None, None, "Pipeline"],
        ("GAMMA", None): [None, None, "Pipeline"],
    }
    assert "commit (CRM)" in cs.as_of(TODAY, "forecast").text
    told(cs, "forecast", "ALPHA/Platform", "risk", "--reason", "price")
    [row] = [r for r in cs.as_of(TODAY, "forecast", "--explain", "--json").rows if r["contract"] == "Platform"]
    assert figures(row, "category", "category_from", "reason") == ["risk", "call", "price"]


def test_a_renewal_of_the_crm_that_closes_at_another_time_is_about_another(cs, enter):
    enter.contract("ALPHA", "2026-12-31", arr=100_000)
    enter.opportunity("ALPHA", "Renewal", kind="renewal", close_on="2026-11-15", category="Commit")
    assert behind(cs)["ALPHA"]["category"] is None  # 46 days


def test_expansions_stand_beside_the_renewals_by_close_date_and_category(cs, enter):
    with enter:
        enter.contract("ALPHA", "2026-12-31", arr=100_000)
        enter.opportunity("ALPHA", "Seats", 30_000, close_on="2026-12-01", category="Best Case")
        enter.opportunity("ALPHA", "Late", 1_000, close_on="2026-08-01", category="Commit")
        enter.opportunity("ALPHA", "Data", 500, means="mrr", close_on="2027-02-01", category="Pipeline")
        enter.opportunity("ALPHA", "Three years", 90_000, means="tcv", close_on="2027-02-01")
        enter.opportunity("ALPHA", "Euros", 7_000, close_on="2027-02-01", currency="EUR")
        enter.opportunity("ALPHA", "Some day", 9_000, category="Commit")
        enter.opportunity("ALPHA", "Won", 9_000, close_on="2026-12-01", won=True)
    nothing = dict.fromkeys((*CATEGORIES, "pipeline", "tcv"), 0)
    found = rows(cs)
    assert {key: row["expansion"] for key, row in found.items()} == {
        ("q4 2026", "USD"): nothing | {"likely": 30000, "commit": 1000},
        ("q1 2027", "USD"): nothing | {"pipeline": 6000, "tcv": 90000},
        ("q1 2027", "EUR"): nothing | {"pipeline": 7000},
    }
    assert found["q4 2026", "USD"]["high"] == 100000
    seen = cs.as_of(TODAY, "forecast").text
    assert "USD expansion pipeline, a year; never added to renewals" in seen
    assert 'In no period, for want of a close date or an amount: ALPHA "Some day"\n' in seen


def test_filters_take_the_accounts_they_name_renewals_and_expansions(cs, enter):
    with enter:
        enter.account("ALPHA", owner="lee", segment="smb", tags='["vip"]')
        enter.account("BETA", owner="me")
        for key in ("ALPHA", "BETA"):
            enter.contract(key, "2026-12-31", arr=1_000)
            enter.opportunity(key, "Seats", 10, close_on="2026-12-01", category="Commit")
    for words in (("--owner", "lee"), ("--segment", "smb"), ("--tag", "vip")):
        [row] = rows(cs, *words).values()
        assert figures(row, "contracts", "atr") == [1, 1000]
        assert row["expansion"]["commit"] == 10
    assert cs.as_of(TODAY, "forecast", "--owner", "nobody").text == (
        "No renewal is due from 2026-10-01 to 2027-09-30. Owners: lee, me.\n"
    )


def decided(cs, enter, count):
    """So many renewals of last quarter that were called commit before it, of which three in four renewed."""
    with enter:
        for number in range(count):
            enter.contract(f"OLD{number}", "2026-08-01", arr=1_000)
    for number in range(count):
        told(cs, "forecast", f"OLD{number}", "commit", "--evidence", "x", day="2026-06-01")
        if number % 4:
            told(cs, "renew", f"OLD{number}", day="2026-07-20")
        else:
            told(cs, "churn", f"OLD{number}", "--reason", "price", "--decided", "2026-07-20", day="2026-07-20")


@pytest.mark.parametrize(
    ("count", "weighted", "said"),
    [
        (29, None, "Weighted: uncalibrated; a category needs 30 decided renewals of your own, now: commit 29."),
        (32, 75000, "Weighted by what your own calls came to: commit 75.0% of 32."),
    ],
)
def test_calls_are_weighted_only_by_thirty_decided_renewals_of_ones_own(cs, enter, count, weighted, said):
    decided(cs, enter, count)
    enter.contract("ALPHA", "2026-12-31", arr=100_000)
    told(cs, "forecast", "ALPHA", "commit", "--evidence", "x")
    row = rows(cs, "--due", "2026-12-31")["q4 2026", "USD"]
    assert row["weighted"] == weighted
    assert row["base_rates"]["commit"] == {"decided": count, "rate": weighted and 0.75}
    assert said in cs.as_of(TODAY, "forecast", "--due", "2026-12-31").text


def test_every_line_that_asks_ends_with_a_command_and_a_screen_is_never_too_wide(demo, on_terminal):
    for words in (("forecast",), ("forecast", "--explain"), ("forecast", "ACME"), ("forecast", "--accuracy")):
        lines = on_terminal(demo, *words, "--as-of", TODAY, columns=80).splitlines()
        assert all(len(line) <= 80 for line in lines), words
    seen = demo.as_of(TODAY, "forecast").text
    asks = seen[seen.index("To call or to settle:") :].splitlines()[1:]
    assert asks
    assert all(": cs " in line for line in asks)


@pytest.mark.parametrize("due", ["--due=90d", "--due=2027-02-15", "--per=quarter"])
def test_the_months_come_to_what_the_quarters_come_to(demo, due):
    def sums(*words: str) -> dict[str, list[float]]:
        added: dict[str, list[float]] = {}
        for row in demo.as_of(TODAY, "forecast", *words, "--json").rows:
            parts = figures(row, "contracts", "atr", "renewed", "lost", "commit", "likely", "risk", "uncalled", "high")
            before = added.get(row["currency"], [0] * len(parts))
            added[row["currency"]] = [one + other for one, other in zip(before, parts, strict=True)]
        return added

    assert sums(due, "--per=month") == sums(due)
    first = demo.as_of(TODAY, "forecast", due, "--per=month", "--json").rows[0]
    assert figures(first, "period", "from") == ["2026-10", "2026-10-01"]


def test_what_is_unknown_within_a_cell_of_a_csv_is_left_out(book):
    [_header, row, *_rest] = book.as_of(TODAY, "forecast", "--csv").text.splitlines()
    assert ",commit decided 0;likely decided 0;risk decided 0;uncalled decided 0," in row


def test_a_commit_on_an_account_that_is_red_is_asked_about(demo):
    told(demo, "forecast", "ACME/Platform", "commit", "--evidence", "order form")
    assert (
        "  ACME/Platform: commit, health is red: cs forecast ACME/Platform likely --evidence" in demo("forecast").text
    )


def test_nothing_ahead_is_one_sentence_and_no_row(cs, enter):
    enter.account("ALPHA")
    assert cs.as_of(TODAY, "forecast").text == "No renewal is due from 2026-10-01 to 2027-09-30.\n"
    assert cs.as_of(TODAY, "forecast", "--json").rows == []
    assert cs.as_of(TODAY, "forecast", "--explain").text == "No renewal is due from 1 Oct 2026 to 30 Sep 2027.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--per", "week"], '--per "week" is unknown'),
        (["--due", "soon"], '"soon" is no day I know'),
        (["--evidence", "x"], "a call is of an account"),
        (["ALPHA", "--owner", "me"], "one account has no --owner"),
        (["--accuracy", "--per", "month"], "--accuracy has no --per"),
        (["ALPHA", "commit", "--json"], "a call answers with one line and has no --format json"),
        (["ALPHA", "--reason", "x"], "--reason is part of a call, and no category was said; nothing called"),
    ],
)
def test_a_wrong_option_is_a_usage_error_with_what_to_say(book, words, sentence):
    answer = book.as_of(TODAY, "forecast", *words)
    assert (answer.code, answer.out) == (2, b"")
    assert answer.talk.splitlines()[0].startswith(f"cs: {sentence}")


DUES = st.lists(
    st.tuples(st.integers(-200, 400), st.integers(1, 5_000_00), st.sampled_from(["USD", "EUR"]), st.booleans()),
    max_size=12,
)


@given(DUES)
def test_what_is_at_stake_is_what_is_open_and_what_is_decided(facts):
    today = date(2026, 11, 23)
    spans = []
    for number, (days, minor, currency, auto) in enumerate(facts):
        ends = today + timedelta(days)
        until = None if auto else str(ends)
        one = span(number + 1, str(ends - timedelta(360)), until, minor, following=None, currency=currency, seats=1)
        spans.append(one._replace(account_id=number, term=one.term._replace(renews_on=ends, auto_renew=auto)))
    ledger = Ledger(spans, Calls([], []), today)
    found = expected(ledger.ahead(BOOK), ledger.calls, [], today)
    totals = roll_up(found, periods_of(BOOK, "quarter"))
    for (_period, currency), total in totals.items():
        assert total.low <= total.mid <= total.high
        assert total.atr == total.renewed + total.lost + sum(total.called.values())
        assert currency in {"USD", "EUR"}
    assert sum(total.atr for total in totals.values()) == sum(one.due.atr for one in found)
    assert sum(total.contracts for total in totals.values()) == len(found)


@given(st.lists(st.integers(0, 10**9), min_size=4, max_size=4), st.lists(st.integers(0, 40), min_size=4, max_size=4))
def test_a_weighted_figure_lies_within_the_range(called, renewed):
    total = Total(renewed=5)
    total.called |= dict(zip(BINS, called, strict=True))
    rates = {name: BaseRate(40, number) for name, number in zip(BINS, renewed, strict=True)}
    weighted = total.weighted(rates)
    assert weighted is not None
    assert total.renewed <= weighted <= total.high
    rates["risk"] = BaseRate(29, 1)
    assert (total.weighted(rates) is None) == (total.called["risk"] > 0)
