"""`cs retention --in USD`: a book of several currencies in one, constant at the opening's rates, the rest on fx."""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_revenue import span

from cs_cli.domain.calendar import Window, months_of
from cs_cli.domain.conversion import Conversion
from cs_cli.domain.exchange import Exchange, Quote
from cs_cli.domain.ledger import Ledger
from cs_cli.domain.retention import BRIDGE, COHORT
from cs_cli.domain.revenue import by_account

AFTER = "2027-01-05"
YEAR = "2026"
FIGURES = ("start_arr", "new", "reactivation", "expansion", "contraction", "churn", "fx", "end_arr")


def figures(cs, *words, on=AFTER):
    answer = cs.as_of(on, "retention", YEAR, *words, "--json")
    assert answer.code == 0, answer.talk
    return answer.rows


def said(cs, *words, on=AFTER):
    answer = cs.as_of(on, "retention", YEAR, *words)
    assert answer.code == 0, answer.talk
    return " ".join(answer.text.split())


def told(row):
    return {name: row[name] for name in FIGURES if row[name]}


@pytest.fixture
def book(cs, enter):
    """ACME in dollars and euros, EURO in euros; the euro is 1.10 at the opening, 1.20 in June, 1.25 at the closing."""
    with enter:
        enter.contract("ACME", None, starts="2025-01-01", contract="US", arr=1_000)
        enter.contract("ACME", "2026-07-01", contract="EU", arr=100, currency="EUR")
        enter.contract("ACME", "2027-07-01", contract="EU", arr=150, currency="EUR")
        enter.contract("EURO", "2026-07-01", contract="Platform", arr=200, currency="EUR")
        enter.contract("NEW", None, starts="2026-08-01", contract="Platform", arr=300, currency="EUR")
    for day, worth in (("2024-12-31", "1.10"), ("2025-12-31", "1.10"), ("2026-06-30", "1.20"), ("2026-12-31", "1.25")):
        assert cs.as_of(AFTER, "rate", "add", "EUR", worth, "--on", day).code == 0
    return cs


def test_the_bridge_is_at_the_rates_of_the_opening_and_the_rest_is_fx(book):
    [row] = figures(book, "--in", "USD")
    assert row["currency"] == "USD"
    assert told(row) == {
        "start_arr": 1_330,  # 1,000 + 1.10 × (100 + 200)
        "new": 330, "expansion": 55, "churn": 220,
        "fx": 67.5,  # (1.25 - 1.10) × (150 + 300)
        "end_arr": 1_562.5,  # 1,000 + 1.25 × (150 + 300)
    }  # fmt: skip
    assert row["nrr"] == round((1_330 + 55 - 220) / 1_330, 6)
    assert row["rates"] == {"EUR": {"start": 1.1, "end": 1.25}}


def test_the_screen_says_the_rates_and_the_fx(book):
    shown = said(book, "--in", "USD")
    assert "Converted to USD at the rates of 31 Dec 2025: EUR 1.1. fx is what they moved by 31 Dec 2026: EUR 1.25." in (
        shown
    )
    assert "fx 67.50 " in shown
    assert "closing 1,562.50 2 " in shown
    assert "check: lost at renewal 220 + mid-term 0 = 220 = contraction 0 + churn 220" in shown
    assert "renewal rate 33.3% 110 of 330 up for renewal; 1 of 2 contracts" in shown
    assert "Converted" not in said(book)
    assert " fx " not in said(book)


def test_each_month_is_at_the_rates_of_its_own_opening(book):
    months = figures(book, "--monthly", "--in", "USD")
    assert all(one["end_arr"] == other["start_arr"] for one, other in pairwise(months))
    assert (months[0]["start_arr"], months[-1]["end_arr"]) == (1_330, 1_562.5)
    june, july, december = months[5], months[6], months[11]
    assert told(june) == {"start_arr": 1_330, "fx": 30, "end_arr": 1_360}  # (1.20 - 1.10) × 300
    assert told(july) == {"start_arr": 1_360, "expansion": 60, "churn": 240, "end_arr": 1_180}
    assert december["fx"] == 22.5
    lines = book.as_of(AFTER, "retention", YEAR, "--monthly", "--in", "USD").text.splitlines()
    assert "Each month is at the rates of its opening" in "".join(lines)
    assert lines[-1].split()[-3:] == ["87.6%", "83.5%", "50.0%"]  # of the twelve months, as `test_the_bridge_…`


def test_the_lines_behind_the_figures_add_up_to_them(book):
    for method in (COHORT, BRIDGE):
        [whole] = figures(book, "--in", "USD", "--method", method)
        lines = [row for row in figures(book, "--in", "USD", "--explain", "--method", method) if row["of_which"]]
        sums = {}
        for line in lines:
            sums[line["figure"]] = sums.get(line["figure"], 0) + line["change"]
        assert {name: abs(round(sums.get(name, 0), 2)) for name in FIGURES[1:-1]} == {
            name: whole[name] for name in FIGURES[1:-1]
        }
        if method == COHORT:
            assert sum(line["start_arr"] for line in lines) == whole["start_arr"]
            assert sum(line["end_arr"] for line in lines) == whole["end_arr"]
    assert "USD fx 67.50 ACME EU +22.50 NEW Platform +45" in said(book, "--in", "USD", "--explain")


def test_groups_are_converted_too(book):
    rows = figures(book, "--in", "USD", "--per", "cohort")
    assert [(row["cohort"], row["start_arr"], row["end_arr"]) for row in rows] == [
        ("2025", 1_330, 1_187.5),
        ("2026", 0, 375),
    ]


def test_a_renewal_in_another_currency_is_a_renewal(cs, enter):
    enter.contract("ACME", "2026-07-01", contract="Platform", arr=110)
    enter.contract("ACME", "2027-07-01", contract="Platform", arr=90, currency="EUR")
    assert cs("rate", "add", "EUR", "1.1", "--on", "2025-12-01").code == 0
    [row] = figures(cs, "--in", "USD")
    assert told(row) == {"start_arr": 110, "contraction": 11, "end_arr": 99}
    assert (row["renewal_gross"], row["renewal_count"]) == (0.9, 1)


def test_a_currency_without_minor_units_and_one_with_three(cs, enter):
    enter.contract("ACME", None, starts="2025-01-01", arr=1_000)
    cs("rate", "add", "USD", "150.5", "--in", "JPY", "--on", "2025-12-31")
    cs("rate", "add", "KWD", "3.2", "--in", "USD", "--on", "2025-12-31")
    assert [row["end_arr"] for row in figures(cs, "--in", "JPY")] == [150_500]
    assert [row["end_arr"] for row in figures(cs, "--in", "kwd")] == [312.5]


def test_without_a_rate_nothing_is_shown_and_the_line_to_type_is_said(book):
    for more in ([], ["--monthly"], ["--explain"], ["--per", "segment"]):
        answer = book.as_of(AFTER, "retention", YEAR, "--in", "GBP", *more)
        assert (answer.code, answer.out) == (65, b"")
        assert answer.talk.splitlines()[0] == "cs: no rate of EUR in GBP is known for 2025-12-31 or before" or (
            answer.talk.splitlines()[0] == "cs: no rate of USD in GBP is known for 2025-12-31 or before"
        )
        assert "cs rate add " in answer.talk


def test_what_comes_later_needs_no_rate_and_what_is_there_does(book):
    assert book.as_of(AFTER, "retention", "2023", "--in", "USD").text == "No ARR from 2023-01-01 to 2023-12-31.\n"
    early = book.as_of(AFTER, "retention", "--from", "2024-12-01", "--to", "2025-09-30", "--in", "USD")
    assert (early.code, early.out) == (65, b"")
    assert "no rate of EUR in USD is known for 2024-11-30 or before" in early.talk


def test_a_currency_of_long_ago_needs_no_rate(cs, enter):
    enter.contract("ACME", "2020-01-01", contract="Old", arr=100, currency="GBP")
    enter.contract("ACME", None, starts="2026-03-01", contract="New", arr=100)
    [row] = figures(cs, "--in", "USD")
    assert told(row) == {"reactivation": 100, "end_arr": 100}


EARLY = {"contract": "Platform", "arr": 90, "currency": "EUR"}
RENEWED = {"ended_on": "2025-12-01", "outcome": "renewed", "outcome_on": "2025-11-20"}


def test_what_is_due_in_the_period_needs_a_rate_though_it_has_ended(cs, enter):
    enter.contract("ACME", "2026-03-01", **EARLY, **RENEWED)
    enter.contract("ACME", "2026-12-01", contract="Platform", arr=100)
    answer = cs.as_of(AFTER, "retention", YEAR, "--in", "USD")
    assert (answer.code, answer.out) == (65, b"")
    cs.as_of(AFTER, "rate", "add", "EUR", "1.1", "--on", "2025-12-31")
    assert [(row["renewal_atr"], row["renewal_net"]) for row in figures(cs, "--in", "USD")] == [(199, 0.502513)]


def test_what_is_signed_in_the_period_for_later_needs_a_rate(cs, enter):
    enter.contract("ACME", "2027-03-01", contract="Platform", arr=100)
    enter.contract("ACME", "2028-03-01", **EARLY, decided_on="2026-11-01")
    answer = cs.as_of(AFTER, "retention", YEAR, "--in", "USD")
    assert (answer.code, answer.out) == (65, b"")
    cs.as_of(AFTER, "rate", "add", "EUR", "1.1", "--on", "2025-12-31")
    assert "early $99, due after it" in said(cs, "--in", "USD")
    assert [row["signed_not_live_arr"] for row in figures(cs, "--in", "USD")] == [-1]


@pytest.mark.parametrize("winback", ["30d", "90d"])
def test_gaps_and_late_renewals_count_as_in_a_book_that_is_not_converted(cs, enter, winback):
    with enter:
        enter.contract("ACME", None, starts="2023-01-01", contract="Support", arr=50)
        enter.contract("ACME", "2026-05-20", contract="Platform", arr=100, seats=100)
        enter.contract("ACME", "2027-06-10", contract="Platform", arr=120, seats=120)
        enter.contract("BACK", "2024-06-20", contract="First", arr=70)
        enter.contract("BACK", "2026-06-20", contract="Platform", arr=100)
        enter.contract("BACK", "2027-08-10", contract="Other", arr=80)
    rows = figures(cs, "--monthly", "--winback", winback)
    converted = figures(cs, "--monthly", "--winback", winback, "--in", "USD")
    assert [row | {"rates": {}} for row in rows] == converted
    assert [row["of_which"]["expansion"]["seats"] for row in rows][5] == 20
    assert [row["churn"] for row in rows][5] == (100 if winback == "30d" else 0)


@pytest.mark.parametrize("code", ["dollars", "XXX", "U$D"])
def test_no_currency_is_a_usage_error(book, code):
    answer = book("retention", "--in", code)
    assert (answer.code, answer.out) == (2, b"")
    assert answer.talk.startswith(f'cs: --in "{code}" is no currency')


def test_a_book_of_one_currency_in_its_own_is_as_it_is(demo):
    euros = [row for row in figures(demo, "--segment", "smb", on="2026-11-23") if row["currency"] == "EUR"]
    assert len(euros) == 1
    only = json.loads(json.dumps(figures(demo, "--in", "EUR", "--segment", "smb", on="2026-11-23")))
    assert only[0]["currency"] == "EUR"
    assert demo.as_of("2026-11-23", "retention", YEAR, "--in", "USD", "--tag", "none").text == (
        "No ARR from 2026-01-01 to 2026-12-31.\n"
    )


def test_at_eighty_columns_the_rates_and_the_closing_are_kept(demo, on_terminal):
    for more in (["--monthly"], ["--per", "owner"]):
        words = ["retention", YEAR, "--in", "USD", *more, "--as-of", "2026-11-23"]
        lines = on_terminal(demo, *words, columns=80).splitlines()
        assert all(len(line) <= 80 for line in lines)
        assert "…" not in lines[-1]
        assert lines[-1].count("%") == 2


CODES = ["USD", "EUR", "JPY", "KWD"]
FIRST = date(2020, 1, 1)
STARTS = st.dates(date(2022, 1, 1), date(2026, 12, 1))
SPANS = st.lists(
    st.tuples(STARTS, st.none() | st.integers(1, 700), st.integers(1_000, 5_000_00), st.sampled_from(CODES)),
    max_size=5,
)
LEDGERS = st.lists(SPANS, min_size=1, max_size=5)
PERIODS = st.tuples(st.dates(date(2022, 1, 1), date(2026, 6, 1)), st.integers(0, 500)).map(
    lambda of: Window(of[0], of[0] + timedelta(of[1]))
)
WORTH = {"USD": (0.8, 1.2), "JPY": (100.0, 170.0), "KWD": (0.25, 0.4)}


@st.composite
def exchanges(draw):
    """Rates of each currency per euro from 2020 on; most of one day, then some that differ."""
    quotes = []
    for code, (least, most) in WORTH.items():
        days = [FIRST, *draw(st.lists(st.dates(FIRST, date(2027, 1, 1)), max_size=4))]
        worth = st.floats(least, most).map(lambda rate: f"{rate:.4f}")
        quotes += [Quote("EUR", code, on, draw(worth)) for on in dict.fromkeys(days)]
    return Exchange(quotes)


def ledger(accounts, exchange, currency="USD", winback=0):
    """Accounts whose terms are (first day, length, minor units, currency); each follows the one before."""
    spans = []
    for number, facts in enumerate(accounts):
        for place, (starts, length, minor, code) in enumerate(sorted(facts, key=lambda fact: fact[0])):
            ends = str(starts + timedelta(length)) if length else None
            key = 100 * number + place
            one = span(key, str(starts), ends, minor, following=key + 1, currency=code, seats=place + 1)
            spans.append(one._replace(account_id=number))
    conversion = Conversion(exchange, currency) if exchange else None
    return Ledger(by_account(spans), None, winback, conversion)


METHODS = st.sampled_from([COHORT, BRIDGE])


@given(LEDGERS, exchanges(), PERIODS, METHODS, st.sampled_from([0, 90]))
def test_the_bridge_adds_up_to_each_closing_at_the_rates_of_its_day(accounts, exchange, period, method, winback):
    one = ledger(accounts, exchange, winback=winback)
    months = months_of(period)
    found = one.bridges(months, method).get((None, "USD"), [])
    for row, month in zip(found, months, strict=False):
        changes = one.at_rates_of(month.end, month).changes
        assert row.end == sum(c.minor for of in changes.values() for c in of if c.on <= month.end)
        assert min(row.start, row.new, row.reactivation, row.expansion, row.contraction, row.churn) >= 0
        assert sum(row.expansion_parts) == row.expansion
        assert sum(row.contraction_parts) == row.contraction
        assert row.nrr is None or (row.grr <= 1 and row.grr <= row.nrr)
        assert 0 <= row.accounts_lost <= row.accounts_start
    assert all(row.end == following.start for row, following in pairwise(found))
    assert all(row.accounts_end == following.accounts_start for row, following in pairwise(found))


@given(LEDGERS, exchanges(), PERIODS, METHODS)
def test_the_months_chain_to_the_whole(accounts, exchange, period, method):
    one = ledger(accounts, exchange)
    months = one.bridges(months_of(period), method)
    for key, [row] in one.bridges([period], method).items():
        assert (row.start, row.end) == (months[key][0].start, months[key][-1].end)


@given(LEDGERS, exchanges(), PERIODS, METHODS)
def test_the_lines_add_up_to_the_figures(accounts, exchange, period, method):
    one = ledger(accounts, exchange)
    lines = one.lines(period, method)
    for key, [row] in one.bridges([period], method).items():
        of = {name: [line for line in lines if (line.key, line.figure) == (key, name)] for name in ("fx", *FIGURES)}
        moved = {name: sum(line.after - line.before for line in found) for name, found in of.items()}
        for name in ("new", "reactivation", "expansion", "fx"):
            assert moved[name] == getattr(row, name)
        assert (-moved["contraction"], -moved["churn"]) == (row.contraction, row.churn)


@given(LEDGERS, PERIODS, METHODS, st.sampled_from([0, 90]))
def test_in_its_own_currency_a_book_is_as_it_is(accounts, period, method, winback):
    euros = [[(*fact[:3], "EUR") for fact in facts] for facts in accounts]
    plain = ledger(euros, None, winback=winback)
    converted = ledger(euros, Exchange([]), "EUR", winback)
    months = months_of(period)
    empty = [row for rows in plain.bridges(months, method).values() for row in rows if not row.is_empty]
    assert [row for rows in converted.bridges(months, method).values() for row in rows if not row.is_empty] == empty
    ends = [month.end for month in months]
    rates = converted.trailing(ends).get((None, "EUR"))
    assert rates is None or rates == plain.trailing(ends)[None, "EUR"]


@given(LEDGERS, exchanges(), PERIODS, METHODS)
def test_rates_that_do_not_move_give_no_fx(accounts, exchange, period, method):
    still = Exchange(Quote("EUR", code, FIRST, str(exchange.rate("EUR", code, FIRST).quotes[0].rate)) for code in WORTH)
    for rows in ledger(accounts, still).bridges(months_of(period), method).values():
        assert all(row.fx == 0 for row in rows)
