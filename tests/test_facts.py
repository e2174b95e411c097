"""The facts of health, read from a portfolio as of a day."""

import json
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cs_cli.domain.entitlement import go_live_of, is_first_term, seats_of
from cs_cli.domain.health_facts import Answer, HealthFacts, Reading, SevereTicket, TicketLoad, Touch, Usage
from cs_cli.domain.inputs import MEASURES
from cs_cli.domain.needs import ANY_AGE, Needs, at_any_age, needs_of
from cs_cli.domain.renewals import Term
from cs_cli.domain.scorecard import CAPS
from cs_cli.domain.text import fold
from cs_cli.store.facts import health_facts
from cs_cli.store.scorecards import SHIPPED, read_scorecard
from cs_cli.store.write import writing

TODAY = date(2026, 11, 23)
EVERYTHING = Needs(
    frozenset({*MEASURES, *CAPS}),
    measured_days=60,
    answered_days=270,
)


def ago(days: int) -> str:
    return (TODAY - timedelta(days)).isoformat()


def at(day: str, time: str = "10:00:00") -> str:
    return f"{day}T{time}Z"


class Book:
    """A portfolio with one account (row id 1), to which a test adds rows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.add("account", key="ACME", key_folded="acme", name="Acme", name_folded="acme", tags="[]", custom="{}")

    def add(self, table: str, *rows: dict[str, Any], **row: Any) -> None:
        with writing(self.path, "cs test", "2026-11-23T07:00:00Z") as writer:
            for each in [*rows, *([row] if row else [])]:
                writer.insert_many(table, list(each), [list(each.values())])

    def contract(self, starts_on: str, renews_on: str, **more: Any) -> None:
        self.add(
            "contract",
            **{
                "account_id": 1, "contract": "", "starts_on": starts_on, "renews_on": renews_on, "anchor_on": starts_on,
                "term_months": 12, "price_minor": 100, "price_period_months": 12, "currency": "USD", "auto_renew": 0,
                "notice_kind": "calendar", "notice_basis": "renewal-day", "renewed_by_guess": 0, "assumed": "[]",
                "custom": "{}",
            }
            | more,
        )  # fmt: skip

    def measured(self, metric: str, *values: tuple[int, float]) -> None:
        rows = [{"account_id": 1, "metric": metric, "measured_on": ago(days), "value": value} for days, value in values]
        self.add("measurement", *rows)

    def ticket(self, number: str, opened_at: str, **more: Any) -> None:
        self.add("ticket", **({"account_id": 1, "ticket": number, "opened_at_utc": opened_at, "custom": "{}"} | more))

    def answered(self, who: str | None, score: int, days: int, kind: str = "nps") -> None:
        self.add("survey", account_id=1, contact=who, kind=kind, score=score, answered_on=ago(days), custom="{}")

    def contact(self, name: str, *roles: str, email: str | None = None, left_on: str | None = None) -> None:
        row = {"name": name, "name_folded": fold(name), "roles": json.dumps(roles), "email": email, "left_on": left_on}
        self.add("contact", account_id=1, **row, custom="{}")

    def touched(self, kind: str, days: int, *who: str, direction: str | None = None) -> None:
        names = json.dumps(who, ensure_ascii=False)
        row = {"kind": kind, "happened_on": ago(days), "direction": direction, "contacts": names, "custom": "{}"}
        self.add("activity", account_id=1, **row)

    def facts(self, as_of: date = TODAY, needs: Needs = EVERYTHING) -> HealthFacts:
        with closing(sqlite3.connect(self.path)) as connection:
            return health_facts(connection, [1], as_of, needs)[1]


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path / "portfolio.db")


def test_an_account_without_rows_has_no_facts(book):
    assert book.facts() == HealthFacts()


def test_an_account_that_is_not_there_has_no_facts_either(book):
    with closing(sqlite3.connect(book.path)) as connection:
        assert health_facts(connection, [7], TODAY, EVERYTHING) == {7: HealthFacts()}


def test_seats_used_is_the_latest_value_up_to_the_day(book):
    book.measured("seats_used", (30, 240), (1, 248), (-2, 260))
    assert book.facts().seats_used == Reading(248, date(2026, 11, 22), "seats_used")
    assert book.facts(TODAY + timedelta(2)).seats_used.value == 260
    assert book.facts(TODAY - timedelta(10)).seats_used.value == 240


def test_active_users_stand_in_for_seats_used(book):
    book.measured("active_users", (2, 31))
    assert book.facts().seats_used == Reading(31, date(2026, 11, 21), "active_users")
    book.measured("seats_used", (9, 30.5))
    assert book.facts().seats_used == Reading(30.5, date(2026, 11, 14), "seats_used")


def test_what_no_scorecard_can_use_any_more_is_only_read_for_the_explanation(book):
    book.measured("seats_used", (61, 240))
    assert book.facts().seats_used is None
    assert book.facts(needs=at_any_age(EVERYTHING)).seats_used.value == 240


def test_features_need_both_their_metrics(book):
    book.measured("features_used", (3, 4))
    assert book.facts().features_used is None
    book.measured("features_available", (40, 12))
    assert (book.facts().features_used.value, book.facts().features_available.value) == (4, 12)


def weeks(*values: float, last: int = 1) -> list[tuple[int, float]]:
    return [(last + 7 * n, value) for n, value in enumerate(reversed(values))]


def test_the_trend_is_that_of_the_first_metric_with_twelve_fresh_weeks(book):
    book.measured("active_users", *weeks(*[100] * 12, *[50] * 4))
    assert book.facts().usage == Usage("active_users", 50, 100, date(2026, 11, 22))
    book.measured("key_events", *weeks(*[9] * 8))
    assert book.facts().usage.metric == "active_users"
    book.measured("logins", *weeks(*[70] * 20, last=30))
    assert book.facts().usage == Usage("logins", 70, 70, date(2026, 10, 24))
    assert book.facts(TODAY + timedelta(31)).usage.metric == "active_users"


def test_a_trend_of_the_past_takes_the_weeks_up_to_then(book):
    book.measured("key_events", *weeks(*[10] * 4, *[20] * 12, *[90] * 4))
    assert book.facts().usage == Usage("key_events", 90, 20, date(2026, 11, 22))
    assert book.facts(TODAY - timedelta(28)).usage == Usage("key_events", 20, 20, date(2026, 10, 25))


def test_a_trend_with_a_hole_in_the_last_weeks_is_none(book):
    book.measured("key_events", *[each for each in weeks(*[10] * 16) if each[0] != 8])
    assert book.facts().usage is None


def test_too_short_a_trend_is_none(book):
    book.measured("key_events", *weeks(*[10] * 11), (200, 10))
    assert book.facts().usage is None


def test_tickets_of_90_days_count_and_the_book_says_how_far_they_are_known(book):
    book.ticket("1", at(ago(91)))
    book.ticket("2", at(ago(90), "00:00:00"))
    book.ticket("3", at(ago(0), "23:59:59"))
    book.ticket("4", at(ago(-1), "00:00:00"))
    assert book.facts().tickets == TicketLoad(2, TODAY)
    assert book.facts(TODAY - timedelta(1)).tickets == TicketLoad(2, TODAY - timedelta(90))


def test_no_ticket_is_none_only_where_tickets_are_known(book):
    assert book.facts().tickets is None
    book.add("account", key="B", key_folded="b", name="B", name_folded="b", tags="[]", custom="{}")
    book.ticket("1", at(ago(5)), account_id=2)
    assert book.facts().tickets == TicketLoad(0, date(2026, 11, 18))


OPEN = (SevereTicket("7", "P1", date(2026, 10, 24)),)


@pytest.mark.parametrize(
    ("ticket", "severe"),
    [
        ({}, OPEN),
        ({"priority": "High"}, ()),
        ({"priority": None}, ()),
        ({"opened_at_utc": at(ago(-1))}, ()),
        ({"closed_at_utc": at(ago(0))}, ()),
        ({"closed_at_utc": at(ago(-1), "00:00:00")}, OPEN),
        ({"resolved_at_utc": at(ago(3)), "closed_at_utc": at(ago(-2))}, ()),
        ({"status": "Closed"}, ()),
        ({"status": "Working"}, OPEN),
        ({"status": "Closed", "closed_at_utc": at(ago(-1))}, OPEN),
        ({"closed_at_utc": at(ago(9)), "reopened_at_utc": at(ago(5))}, OPEN),
        ({"closed_at_utc": at(ago(9)), "reopened_at_utc": at(ago(-1))}, ()),
        ({"closed_at_utc": at(ago(2)), "reopened_at_utc": at(ago(5))}, ()),
        ({"resolved_at_utc": at(ago(9)), "reopened_at_utc": at(ago(5)), "closed_at_utc": at(ago(-3))}, OPEN),
    ],
)
def test_a_severe_ticket_is_open_on_the_day_until_it_ends(book, ticket, severe):
    book.ticket("7", **({"opened_at": at(ago(30)), "opened_at_utc": at(ago(30)), "priority": "P1"} | ticket))
    assert book.facts().severe == severe


def test_several_severe_tickets_come_oldest_first(book):
    book.ticket("8", at(ago(3)), priority="Urgent")
    book.ticket("7", at(ago(9)), priority="sev-1")
    assert [each.ticket for each in book.facts().severe] == ["7", "8"]


def test_each_persons_latest_answer_counts_and_a_decider_is_known_by_name_or_mail(book):
    book.contact("Jo Park", "sponsor", "user", email="jo@acme.example")
    book.contact("Sam Ito", "user")
    book.answered("Jo Park", 9, 100)
    book.answered("jo park", 4, 10)
    book.answered("JO@acme.example", 6, 20)
    book.answered("Sam Ito", 3, 30)
    book.answered(None, 8, 40)
    book.answered(None, 7, 40)
    book.answered("Sam Ito", 10, -1)
    book.answered("Sam Ito", 10, 271)
    assert sorted(book.facts().nps) == [
        Answer("", 7, date(2026, 10, 14)),
        Answer("", 8, date(2026, 10, 14)),
        Answer("JO@acme.example", 6, date(2026, 11, 3), decides=True),
        Answer("Sam Ito", 3, date(2026, 10, 24)),
        Answer("jo park", 4, date(2026, 11, 13), decides=True),
    ]


def test_csat_answers_are_apart_from_nps(book):
    book.answered("Jo", 5, 10, kind="csat")
    assert (book.facts().csat, book.facts().nps) == ((Answer("Jo", 5, date(2026, 11, 13)),), ())


def test_two_way_contact_is_what_the_customer_took_part_in(book):
    book.touched("call", 45, "Sam Ito", "Jo Park")
    book.touched("email", 3, "Sam Ito")
    book.touched("note", 2)
    book.touched("call", 1, direction="out")
    book.touched("meeting", -1)
    assert book.facts().two_way == Touch("call", date(2026, 10, 9), "Sam Ito")
    book.touched("reply", 4)
    assert book.facts().two_way == Touch("reply", date(2026, 11, 19))
    assert book.facts(TODAY + timedelta(1)).two_way.kind == "meeting"


def test_the_last_contact_with_any_sponsor_counts(book):
    book.contact("Jo Park", "sponsor", email="jo@acme.example")
    book.contact("Øyvind 北", "sponsor", "economic-buyer")
    book.contact("Sam Ito", "champion")
    assert book.facts().sponsor is None
    book.touched("meeting", 180, "Sam Ito", "Jo Park")
    book.touched("call", 45, "Sam Ito")
    assert book.facts().sponsor == Touch("meeting", date(2026, 5, 27), "Jo Park")
    book.touched("call", 90, "jo@acme.example")
    assert book.facts().sponsor == Touch("call", date(2026, 8, 25), "Jo Park")
    book.touched("qbr", 60, "Øyvind 北")
    assert book.facts().sponsor == Touch("qbr", date(2026, 9, 24), "Øyvind 北")


def test_the_contact_with_the_last_sponsor_to_leave_goes_on_ageing_and_says_that_they_left(book):
    book.contact("Jo Park", "sponsor", left_on="2026-11-23")
    book.touched("meeting", 10, "Jo Park")
    assert book.facts(TODAY - timedelta(1)).sponsor == Touch("meeting", date(2026, 11, 13), "Jo Park")
    assert book.facts().sponsor == Touch("meeting", date(2026, 11, 13), "Jo Park", TODAY)


def test_of_sponsors_who_all_left_the_last_contact_counts_up_to_the_day_each_left(book):
    book.contact("Jo Park", "sponsor", left_on="2026-10-04")
    book.contact("Sam Ito", "sponsor", left_on="2026-11-02")
    book.touched("call", 180, "Jo Park")
    book.touched("call", 190, "Sam Ito")
    book.touched("call", 3, "Jo Park")
    assert book.facts().sponsor == Touch("call", date(2026, 5, 27), "Jo Park", date(2026, 10, 4))


def test_a_sponsor_who_left_does_not_count_beside_one_who_is_there(book):
    book.contact("Jo Park", "sponsor", left_on="2026-10-04")
    book.touched("call", 60, "Jo Park")
    book.contact("Kim Lee", "sponsor")
    assert book.facts().sponsor is None
    book.touched("call", 90, "Kim Lee")
    assert book.facts().sponsor == Touch("call", date(2026, 8, 25), "Kim Lee")


def test_contracts_and_the_account_say_since_when_and_how_many_seats(book):
    book.contract("2026-03-01", "2027-03-01", product="Platform", seats=400, live_on="2026-04-01")
    book.contract("2026-05-01", "2026-06-01", product="Add-on", seats=50, auto_renew=1)
    facts = book.facts()
    assert (facts.seats, facts.customer_since, facts.go_live_on) == (400, date(2026, 3, 1), date(2026, 4, 1))
    assert not facts.first_term
    assert book.facts(date(2026, 4, 30)).first_term
    assert book.facts(date(2026, 2, 28)) == HealthFacts()


def test_the_accounts_own_dates_win_over_what_contracts_imply(book):
    with closing(sqlite3.connect(book.path)) as connection, connection:
        connection.execute(
            "UPDATE account SET customer_since='2020-01-01', live_on='2020-02-01', activated_on='2020-03-01'"
        )
    book.contract("2026-03-01", "2027-03-01")
    facts = book.facts()
    assert (facts.customer_since, facts.go_live_on, facts.activated_on) == (
        date(2020, 1, 1),
        date(2020, 2, 1),
        date(2020, 3, 1),
    )


def switch(book: Book, on: str, *, to: bool) -> None:
    with writing(book.path, "cs test", at(on)) as writer:
        writer.sqlite.execute("UPDATE contract SET auto_renew = ?", (to,))


def test_auto_renew_counts_as_off_from_the_day_it_was_switched_off_in_the_running_term(book):
    book.contract("2026-03-01", "2027-03-01", auto_renew=1)
    assert book.facts().auto_renew_off_on is None
    switch(book, "2026-11-03", to=False)
    assert book.facts().auto_renew_off_on == date(2026, 11, 3)
    assert book.facts(date(2026, 11, 2)).auto_renew_off_on is None
    assert book.facts(date(2027, 3, 1)).auto_renew_off_on is None
    switch(book, "2026-11-20", to=True)
    assert book.facts().auto_renew_off_on is None
    assert book.facts(date(2026, 11, 19)).auto_renew_off_on == date(2026, 11, 3)


def test_auto_renew_switched_off_before_the_term_began_is_how_it_was_agreed(book):
    book.contract("2026-11-10", "2027-11-10", auto_renew=1)
    switch(book, "2026-11-03", to=False)
    assert book.facts().auto_renew_off_on is None


def test_a_fact_that_no_scorecard_reads_is_not_read(book):
    book.measured("seats_used", *weeks(*[50] * 16))
    book.ticket("1", at(ago(5)))
    book.answered("Jo", 9, 5)
    book.touched("call", 5, "Jo")
    only = Needs(frozenset({"two_way"}), 0, 0)
    assert book.facts(needs=only) == HealthFacts(two_way=Touch("call", date(2026, 11, 18), "Jo"))


def test_scorecards_say_how_far_back_facts_can_count():
    card = read_scorecard(SHIPPED)
    needs = needs_of([card])
    assert (needs.measured_days, needs.answered_days) == (60, 270)
    assert needs.inputs == {m.input for m in card.measures} | {cap.when for cap in card.caps}
    assert needs_of([]) == Needs(frozenset(), 0, 0)
    assert at_any_age(needs) == Needs(needs.inputs, ANY_AGE, ANY_AGE)


def term(starts: str, renews: str | None, seats: int | None = None, **more: Any) -> Term:
    starts_on, renews_on = date.fromisoformat(starts), date.fromisoformat(renews) if renews else None
    facts = {
        "account": "ACME", "name": "Acme", "contract": "", "product": None, "owner": None, "segment": None,
        "term": "annual", "term_months": 12, "auto_renew": False, "notice": None, "starts_on": starts_on,
        "renews_on": renews_on, "arr_minor": 1, "currency": "USD", "anchor_on": starts_on, "seats": seats,
    }  # fmt: skip
    return Term(**(facts | more))


@pytest.mark.parametrize(
    ("terms", "seats"),
    [
        ([], None),
        ([term("2026-01-01", "2027-01-01")], None),
        ([term("2026-01-01", "2027-01-01", 40), term("2026-06-01", "2027-01-01", 10)], 50),
        ([term("2026-01-01", "2027-01-01", 40), term("2026-06-01", "2027-01-01", 10, product="B")], 40),
        ([term("2024-01-01", "2025-01-01", 40), term("2025-01-01", "2026-01-01", 30)], 30),
        ([term("2024-01-01", "2025-01-01", 40), term("2026-01-01", "2027-01-01", 30)], 30),
        ([term("2026-01-01", "2027-01-01", 40, status="cancelled")], None),
        ([term("2025-01-01", "2026-01-01", 40, auto_renew=True), term("2026-02-01", "2027-02-01", 30)], 70),
        (
            [
                term("2025-01-01", "2026-01-01", 40, auto_renew=True, notice_received_on=date(2025, 11, 1)),
                term("2026-02-01", "2027-02-01", 30),
            ],
            30,
        ),
        ([term("2026-01-01", "2027-01-01", 40, decided_on=date(2026, 11, 24))], None),
        ([term("2027-01-01", "2028-01-01", 40)], None),
    ],
)
def test_seats_of_a_product_add_up_and_of_several_the_largest_counts(terms, seats):
    assert seats_of(terms, TODAY) == seats


def test_the_first_term_is_over_when_one_has_ended():
    first, second = term("2025-12-01", "2026-12-01"), term("2026-12-01", "2027-12-01")
    assert is_first_term([first, second], TODAY)
    assert not is_first_term([first, second], date(2026, 12, 1))
    assert not is_first_term([], TODAY)


def test_the_earliest_planned_go_live_counts():
    live = [term("2026-01-01", None, live_on=day) for day in (None, date(2026, 3, 1), date(2026, 2, 1))]
    assert go_live_of(live) == date(2026, 2, 1)
    assert go_live_of(live[:1]) is None
