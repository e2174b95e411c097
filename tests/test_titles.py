"""What slides claim in their titles: each is worked out from the rows beside it, or is a neutral word."""

import pytest
from documents_book import Book, new_book
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.content.titles import names_said, urgent_said
from cs_cli.documents.document import make_document

OWN = {"created_on": "2026-01-01", "changed_on": "2026-01-01", "shared": 1}
NEUTRAL = {
    "summary": "Q3 2026 at a glance", "said": "What you want to reach, in your words", "progress": "Progress",
    "commitments": "What we promised each other", "shortfalls": "What fell short", "changes": "What we change",
    "value": "What it is worth to you", "adoption": "Adoption", "support": "Support",
    "open_tickets": "0 tickets are open on 23 Nov 2026", "voice": "What your people say", "people": "Who works with us",
    "enablement": "Enablement", "plan": "Milestones", "risks": "Risks", "agreement": "Agreement",
    "goals": "What comes next", "asks": "What comes next", "delivered": "What Q3 2026 brought you",
    "definitions": "How each number is made",
}  # fmt: skip


@pytest.fixture
def book(tmp_path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def acme(book: Book) -> int:
    return book.account()


def goal(book, account, readings=(), **cells):
    facts = {"quote": "Plan faster", "measure": "time", "baseline": 8, "target": 2, "unit": "h"} | cells
    number = book.put("objective", account_id=account, **OWN | facts)
    for month, value in enumerate(readings, 6):
        book.put("progress", account_id=account, objective_id=number, measured_on=f"2026-{month:02d}-01", value=value)


def title(book, name):
    return book.review()["titles"][name]


def test_without_a_fact_every_title_is_neutral(book, acme):
    assert book.review()["titles"] == NEUTRAL
    assert acme


@pytest.mark.parametrize(
    ("goals", "said"),
    [
        ([{"readings": (6, 4)}], "time: 4\u00a0h now, 2\u00a0h is the target"),
        ([{"readings": (4, 6)}], "Time went backwards"),
        ([{"readings": (9,)}], "Time went backwards"),
        ([{"readings": (4, 3)}, {}], "1 of 2 objectives measured, none reached yet"),
        ([{"readings": (4, 1)}, {}], "1 of 2 objectives reached"),
        ([{"done_on": "2026-10-01"}, {"readings": (4, 6)}], "1 of 2 objectives reached; time went backwards"),
        ([{"readings": (4, 6)}] * 3, "3 of 3 objectives went backwards"),
        ([{"done_on": "2026-10-01"}, *[{"readings": (4, 6)}] * 3], "1 of 4 objectives reached; 3 went backwards"),
        ([{}], "Progress"),
    ],
)
def test_progress_says_what_was_reached_and_what_went_backwards(book, acme, goals, said):
    for each in goals:
        goal(book, acme, **each)
    assert title(book, "progress") == said


@pytest.mark.parametrize("beyond", [(4, 1), (1, 0), (2, 1), (0, 2)])
def test_beyond_the_target_is_no_step_back(book, acme, beyond):
    goal(book, acme, beyond)
    [row] = book.review()["plan"]["objectives"]
    assert (row["backwards"], row["status"]) == (False, "Done")


WHY = {"because": "late data", "change": "ask earlier"}
STEP = {"title": "Go-live", "side": "us", "planned_on": "2026-07-24", "due_on": "2026-07-24"}


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([{"done_on": "2026-09-11"}], "Go-live came 49 days late"),
        ([{}], "Go-live is 122 days late"),
        ([WHY | {"missed_on": "2026-07-25", "due_on": "2026-12-11"}], "Go-live moves by 140 days"),
        ([WHY | {"missed_on": "2026-08-01", "due_on": None, "planned_on": None}], "Go-live was missed"),
        ([{}, {"title": "Data"}], "We missed 2 agreed days"),
        ([{}, {"side": "them"}], "We missed 1 agreed day, you 1"),
        ([{"side": "them"}, {"side": "them"}], "2 days agreed with you passed by"),
        ([{"title": "A milestone of ours with a title that no headline can hold"}], "We missed 1 agreed day"),
    ],
)
def test_shortfalls_are_counted_by_side_and_in_days(book, acme, steps, said):
    for step in steps:
        book.put("milestone", account_id=acme, **OWN | STEP | step)
    assert title(book, "shortfalls") == said


def test_steps_come_before_tickets_in_the_title(book, acme):
    book.put("milestone", account_id=acme, **OWN | STEP)
    book.ticket(acme, "slow", "2026-07-03 09:00", "2026-07-05 09:00", priority="P1")
    assert title(book, "shortfalls") == "Go-live is 122 days late; 1 urgent ticket took us more than a day"
    assert book.review()["titles"]["summary"] == "Q3 2026 at a glance"


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (["Open"], "1 urgent ticket has been open for 3 days"),
        (["Open", "Open"], "2 urgent tickets have been open for up to 3 days"),
        (["Open", "Resolved"], "2 urgent tickets took us more than a day"),
        (["Resolved"], "1 urgent ticket took us more than a day"),
    ],
)
def test_urgent_tickets_are_called_what_they_are(states, said):
    took = [("2026-11-20", "3 days"), ("2026-11-21", "2 days")]
    rows = [{"status": state, "opened_on": on, "took": said} for state, (on, said) in zip(states, took, strict=False)]
    assert urgent_said(rows) == said


ITEM = {"title": "hours", "unit": "h", "baseline": 40, "current": 12, "per": "month", "unit_value_minor": -45_00,
    "currency": "USD"}  # fmt: skip
AGREED = {"agreed_by": "Sam Ito", "agreed_on": "2026-09-01"}


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([AGREED], "$15,120 a year, agreed with Sam Ito on 1 Sep 2026"),
        ([{}], "What it is worth to you is not agreed yet"),
        ([AGREED, {}], "$15,120 a year, agreed with Sam Ito on 1 Sep 2026"),
        ([AGREED | {"current": 50}], "What it is worth to you"),
        ([AGREED, AGREED | {"currency": "EUR", "agreed_by": "Jo Park"}],
         "$15,120 + €15,120 a year, agreed with Sam Ito and Jo Park"),
        ([AGREED, AGREED | {"agreed_by": "Jo Park"}, AGREED | {"agreed_by": "Ann Lee"}],
         "$45,360 a year, agreed with 3 of you"),
        ([AGREED | {"per": "once"}], "What it is worth to you is not agreed yet"),
    ],
)  # fmt: skip
def test_value_is_what_somebody_agreed_to(book, acme, items, said):
    for item in items:
        book.put("value_item", account_id=acme, **OWN | ITEM | item)
    assert title(book, "value") == said


@pytest.mark.parametrize(
    ("fee", "currency", "ratio"),
    [(7_560, "USD", "2.0"), (160_000, "USD", "0.1"), (7_560, "EUR", None), (0, "USD", None)],
)
def test_value_to_fee_is_of_one_currency_and_says_so(book, acme, fee, currency, ratio):
    book.contract(acme, arr=fee, currency=currency)
    book.put("value_item", account_id=acme, **OWN | ITEM | AGREED)
    review = book.review()
    assert review["plan"]["value"]["to_fee"] == ratio
    assert ("Value to fee" in make_document("qbr", review).markdown) == (ratio is not None)


def test_what_is_not_agreed_is_listed_and_in_no_sum(book, acme):
    for cells in (AGREED, {"title": "hope"}):
        book.put("value_item", account_id=acme, **OWN | ITEM | cells)
    deck = make_document("qbr", book.review()).markdown
    assert "| Agreed value a year | $15,120 |" in deck
    assert "**Not agreed yet, and in no sum:** hope" in deck


CHURN = {"outcome": "churned", "outcome_on": "2026-10-01"}


@pytest.mark.parametrize(
    ("contract", "said", "fee"),
    [
        (CHURN | {"ended_on": "2026-10-15"}, "Platform ended on 15 Oct 2026", None),
        (CHURN | {"ended_on": "2027-03-01"}, "Platform ends on 1 Mar 2027", "$160,000"),
    ],
)
def test_a_contract_that_was_lost_is_an_end_and_nothing_to_decide(book, acme, contract, said, fee):
    book.contract(acme, **contract)
    review = book.review()
    assert (review["titles"]["agreement"], review["decisions"], review["agreement"]["fee"]) == (said, [], fee)
    deck = make_document("qbr", review).markdown
    assert "renews" not in deck
    assert "Decisions" not in deck


def test_what_ended_before_the_quarter_is_no_agreement_any_more(book, acme):
    book.contract(acme, outcome="churned", outcome_on="2026-05-01", ended_on="2026-06-30", renews_on="2026-07-01")
    assert book.review()["agreement"] is None


@given(st.lists(st.text("abc", min_size=1), unique=True, max_size=9))
def test_many_names_are_a_number(names):
    said = names_said(names)
    assert said == (f"{len(names)} of you" if len(names) > 2 else " and ".join(names))


@pytest.mark.parametrize("rows", [0, 1, 40])
@pytest.mark.parametrize("template", ["qbr", "ebr", "qbr-15", "value"])
def test_every_slide_has_a_title_with_any_number_of_rows(book, acme, rows, template):
    for n in range(rows):
        goal(book, acme, (6, 4), quote=f"Goal {n}", due_on="2026-12-31", said_by="Jo Park")
        book.put("milestone", account_id=acme, **OWN | STEP | {"title": f"Step {n}"})
        book.put("commitment", account_id=acme, **OWN, promise=f"Promise {n}", side="them", due_on="2026-12-01")
        book.put("value_item", account_id=acme, **OWN | ITEM | AGREED | {"title": f"Item {n}"})
        book.met(acme, "2026-08-05", topic="training")
    found = make_document(template, book.review())
    assert all(slide.title for slide in found.deck.slides)
    assert len(found.deck.slides) == 1 if rows == 0 else len(found.deck.slides) >= 1
    for word in ("None", "unverified", "Undefined", "| – | – | – |"):
        assert word not in found.markdown


@pytest.mark.parametrize(
    ("now", "said", "kind"),
    [
        (183, "Active users are 183 on 22 Nov 2026, 18% fewer than at the end of Q3 2026", "concern"),
        (260, "Active users are 260 on 22 Nov 2026, 16% more than at the end of Q3 2026", "highlight"),
        (220, None, None),
    ],
)
def test_what_happened_to_usage_after_the_quarter_is_told_where_it_is_news(book, acme, now, said, kind):
    book.usage(acme, "active_users", {"2026-06-28": 218, "2026-09-27": 224, "2026-11-22": now})
    review = book.review()
    found = [(row["said"], row["kind"]) for row in review["findings"] if "22 Nov" in row["said"]]
    assert found == ([(said, kind)] if said else [])
    assert (f" and are {now} now" in title(book, "summary")) is bool(said)
    assert review["evidence"]["adoption"]["window"].endswith("22 Nov 2026") is bool(said)


def test_contracts_of_one_product_are_told_apart_by_their_numbers(book, acme):
    book.contract(acme, product="Platform", contract="EU")
    book.contract(acme, product="Platform", contract="US")
    names = [row["name"] for row in book.review()["agreement"]["contracts"]]
    assert sorted(names) == ["Platform (EU)", "Platform (US)"]


def test_a_right_to_leave_within_a_term_does_not_end_it(book, acme):
    book.contract(
        acme, product="Platform", starts_on="2025-03-17", renews_on="2028-03-17", anchor_on="2025-03-17",
        term_months=36, opt_out_every_months=12,
    )  # fmt: skip
    review = book.review()
    [row] = review["agreement"]["contracts"]
    assert (row["term"], row["starts_on"], row["renews_on"]) == ("36 months", "2025-03-17", "2028-03-17")
    assert row["leaves_on"] == "2027-03-17"
    assert [ask["otherwise"] for ask in review["decisions"]] == ["Without notice, Platform goes on after 17 Mar 2027."]


def test_an_amendment_goes_on_with_the_same_agreement(book, acme):
    facts = {"product": "Platform", "contract": "P", "renews_on": "2027-03-01", "anchor_on": "2026-03-01"}
    book.contract(acme, **facts, starts_on="2026-03-01", outcome="amended", outcome_on="2026-11-10",
        ended_on="2026-11-10", arr=160_000)  # fmt: skip
    book.contract(acme, **facts, starts_on="2026-11-10", arr=170_000)
    review = book.review()
    [row] = review["agreement"]["contracts"]
    assert (row["starts_on"], row["renews_on"], row["fee"]) == ("2026-03-01", "2027-03-01", "$170,000")
    assert not [each["what"] for each in review["milestones"] if "ended" in each["what"]]


def test_what_is_renewed_does_not_end(book, acme):
    facts = {"product": "Platform", "contract": "P", "anchor_on": "2026-03-30"}
    book.contract(acme, **facts, starts_on="2026-03-30", renews_on="2027-03-30", outcome="renewed",
        outcome_on="2026-11-20", ended_on="2027-03-30")  # fmt: skip
    book.contract(acme, **facts, starts_on="2027-03-30", renews_on="2028-03-30", decided_on="2026-11-20")
    assert title(book, "agreement") == "Platform is renewed from 30 Mar 2027"


@pytest.mark.parametrize(
    ("used", "highlight", "concern"),
    [(95, True, False), (120, False, True), (30, False, True), (60, False, False)],
)
def test_more_seats_than_agreed_are_no_success(book, acme, used, highlight, concern):
    book.contract(acme, seats=100)
    book.usage(acme, "seats_used", {"2026-09-27": used})
    review = book.review()
    assert any("seats are taken" in said for said in review["highlights"]) is highlight
    assert any("seats are taken" in said for said in review["concerns"]) is concern
