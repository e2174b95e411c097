from datetime import date

import pytest

from cs_cli.domain.book import Worth, add_up, standing
from cs_cli.domain.renewals import Term

TODAY = "2026-11-23"


def day(text):
    return date.fromisoformat(text) if text else None


def term(starts, renews, *, auto=False, next_starts=None, **more):
    facts = {
        "account": "ACME", "name": "Acme", "contract": "", "product": None, "owner": None, "segment": None,
        "term": "annual", "term_months": 12, "auto_renew": auto, "notice": None, "starts_on": day(starts),
        "renews_on": day(renews), "arr_minor": 100_00, "currency": "USD", "anchor_on": day(starts),
        "next_starts_on": day(next_starts), "next_known_on": day(next_starts),
    }  # fmt: skip
    return Term(**(facts | more))


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (term("2026-03-01", "2027-03-01"), "in-force"),
        (term("2026-11-23", "2027-11-23"), "in-force"),  # begins today
        (term("2026-11-24", "2027-11-24"), "none"),  # begins tomorrow
        (term("2025-11-23", "2026-11-23"), "in-force"),  # to be signed by today
        (term("2025-11-22", "2026-11-22"), "past-end"),  # ended yesterday, no outcome
        (term("2020-01-01", "2021-01-01"), "past-end"),
        (term("2020-01-01", "2021-01-01", auto=True), "in-force"),  # rolls
        (term("2026-01-01", None, term_months=None), "in-force"),  # evergreen
        (term("2026-03-01", "2027-03-01", status="draft"), "none"),
        (term("2026-03-01", "2027-03-01", status="cancelled"), "none"),
        (term("2026-03-01", "2027-03-01", status="ended"), "none"),
        (term("2026-03-01", "2027-03-01", status="active"), "in-force"),
        (term("2025-11-01", "2026-11-01", next_starts="2026-11-01"), "none"),  # its successor counts
        (term("2025-12-01", "2026-12-01", next_starts="2026-11-20"), "none"),  # renewed early
        (term("2025-12-01", "2026-12-01", next_starts="2026-12-01", next_known_on=day("2026-11-01")), "in-force"),
        (term("2025-12-01", "2026-12-01", auto=True, notice_received_on=day("2026-10-01")), "in-force"),
        (term("2025-11-01", "2026-11-01", auto=True, notice_received_on=day("2026-10-01")), "past-end"),
        (
            term(
                "2024-11-01",
                "2027-11-01",
                term_months=36,
                opt_out_every_months=12,
                notice_received_on=day("2026-09-01"),
            ),
            "past-end",
        ),  # left within its term
    ],
)
def test_whether_a_term_brings_revenue_on_a_day(known, expected):
    assert standing(known, day(TODAY)) == expected


def test_on_a_past_day_a_term_signed_later_does_not_count():
    known = term("2026-03-01", "2027-03-01", decided_on=day("2026-04-15"))  # signed after it began
    assert standing(known, day("2026-04-14"), known_until=day("2026-04-14")) == "none"
    assert standing(known, day("2026-04-15"), known_until=day("2026-04-15")) == "in-force"


def test_currencies_are_never_added():
    assert add_up([{"USD": 1, "EUR": 2}, {"USD": 3}]) == {"USD": 4, "EUR": 2}
    assert Worth(arr={"USD": 1, "EUR": 2}).only() == (None, None)
    assert Worth().only() == (None, None)
    assert Worth(arr={"USD": 1}).only() == (1, "USD")


def test_an_account_is_worth_its_contracts_in_force_and_those_past_their_end(cs, enter):
    with enter:
        enter.contract("ACME", "2027-03-01", contract="Platform", arr=160_000)
        enter.contract("ACME", "2026-11-15", contract="Old", arr=24_000)
        enter.contract("ACME", "2027-06-01", contract="Offer", arr=9_000, status="draft")
        enter.contract("ACME", None, contract="Support", arr=1_000)
        enter.contract("MIXED", "2027-03-01", contract="US", arr=10)
        enter.contract("MIXED", "2027-03-01", contract="EU", arr=20, currency="EUR")
        enter.contract("ONCE", "2027-03-01", price_period_months=0)
        enter.contract("LATER", "2028-03-01", starts="2027-03-01")
        enter.account("EMPTY")
    rows = {row["account"]: row for row in cs.as_of(TODAY, "accounts", "--json").rows}
    assert {key: (row["arr"], row["currency"], row["arr_by_currency"]) for key, row in rows.items()} == {
        "ACME": (185_000, "USD", {"USD": 185_000}),
        "MIXED": (None, None, {"EUR": 20, "USD": 10}),
        "ONCE": (0, "USD", {"USD": 0}),
        "LATER": (None, None, {}),
        "EMPTY": (None, None, {}),
    }
    first = cs.as_of(TODAY, "today").text.splitlines()[0]
    assert first == "Mon 23 Nov 2026 · 5 accounts · $185,010 + €20 ARR, $24,000 past its end"


def test_a_renewal_signed_ahead_is_not_counted_twice(cs, enter):
    enter.contract("ACME", "2026-12-01", contract="Platform", arr=100)
    enter.contract("ACME", "2027-12-01", contract="Platform", arr=120, decided_on="2026-11-01")
    assert cs.as_of(TODAY, "accounts", "--json").rows[0]["arr"] == 100
    assert cs.as_of("2026-12-01", "accounts", "--json").rows[0]["arr"] == 120
