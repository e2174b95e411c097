"""The internal briefs and what they are made of: health explained, renewals with their calls, people, a checklist."""

from datetime import date

import pytest
from documents_book import Book, new_book, rich

from cs_cli.documents.document import make_document
from cs_cli.errors import BadDataError

OWN = {"created_on": "2026-01-01", "changed_on": "2026-01-01", "shared": 1}
BRIEFS = ("account-brief", "renewal-brief")


@pytest.fixture
def book(tmp_path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def acme(book: Book) -> int:
    return book.account()


def inside(book, **how):
    return book.review("internal", **how)["internal"]


def call(book, acme, contract, on, category, **cells):
    row = {"renews_on": "2027-03-01", "arr_minor": 160000_00, "currency": "USD"} | cells
    book.put("forecast_call", account_id=acme, contract_id=contract, called_on=on, category=category, **row)


def met(book, what):
    return {row["what"]: (row["status"], row["said"]) for row in inside(book)["checklist"]}[what]


@pytest.mark.parametrize("brief", BRIEFS)
@pytest.mark.parametrize("rows", [0, 1, 40])
def test_any_account_has_its_briefs(tmp_path, brief, rows):
    deck = make_document(brief, rich(tmp_path, rows).review("internal")).markdown
    assert 'audience: "internal"' in deck
    assert "Acme Corporation" in deck
    assert "None" not in deck


@pytest.mark.parametrize("brief", BRIEFS)
def test_no_brief_is_made_for_a_customer(book, acme, brief):
    with pytest.raises(BadDataError) as error:
        make_document(brief, book.review())
    assert error.value.hints == ("Make it with --internal.",)
    assert acme


def test_a_customer_gets_nothing_of_what_is_internal(book, acme):
    book.healthy(acme)
    assert "internal" not in book.review()


def test_health_is_explained_line_by_line(book, acme):
    book.healthy(acme)
    told = inside(book)["explained"]
    assert told["score"].isdecimal()
    assert told["band"] in {"Green", "Yellow", "Red"}
    used = next(line for line in told["lines"] if line["component"] == "seats used")
    assert used["why"].startswith("330 of 400 = 83%") or "330 of 400" in used["why"]
    assert used["points"]
    assert told["sum"].endswith(("green", "yellow", "red"))
    assert told["months"] == []  # one point is no curve
    assert (
        f"score={told['score']} band={told['band']}" in make_document("account-brief", book.review("internal")).markdown
    )


def test_how_health_moved_is_told_by_the_ends_of_months(book, acme):
    book.healthy(acme)
    for day in ("2026-09-28", "2026-10-28"):
        book.usage(acme, "seats_used", {day: 300})
        book.met(acme, day, kind="call")
    told = inside(book)["explained"]
    assert [row["month"] for row in told["months"]] == ["May", "Jun", "Jul", "Aug", "Sep", "Oct", "now"]
    assert told["months"][-1]["score"] == int(told["score"])
    assert told["months"][0]["score"] is None
    assert "::: chart line" in make_document("renewal-brief", book.review("internal")).markdown


def test_an_account_that_nobody_measured_has_no_score_and_no_curve(book, acme):
    told = inside(book)["explained"]
    assert (told["score"], told["months"]) == ("", [])
    assert {line["points"] for line in told["lines"]} == {""}
    assert "# No health score: nothing measured yet" in make_document("renewal-brief", book.review("internal")).markdown
    assert acme


def test_a_renewal_has_its_dates_its_money_and_its_last_call(book, acme):
    contract = book.contract(acme, seats=400, uplift_pct="4")
    call(book, acme, contract, "2026-10-09", "likely", evidence="price is open")
    call(book, acme, contract, "2026-11-13", "risk", reason="value", evidence="no ROI sheet", arr_minor=120000_00)
    call(book, acme, contract, "2026-11-24", "commit")
    [row] = inside(book)["renewals"]
    assert (row["decide"], row["decide_on"], row["renews_on"], row["days_left"]) == (
        "opt-out", "2026-12-01", "2027-03-01", 8,
    )  # fmt: skip
    assert (row["atr"], row["uplift"], row["seats"]) == ("$160,000", "4%", 400)
    assert (row["category"], row["called_on"], row["expected"], row["reason"], row["evidence"]) == (
        "risk", "2026-11-13", "$120,000", "value", "no ROI sheet",
    )  # fmt: skip
    assert [(each["what"], each["arr"], each["against"]) for each in row["scenarios"]] == [
        ("Renews with the uplift agreed", "$166,400", "+$6,400"), ("Renews as it is", "$160,000", "–"),
        ("As it was called (risk)", "$120,000", "−$40,000"), ("Leaves", "$0", "−$160,000"),
    ]  # fmt: skip
    assert [each["category"] for each in inside(book)["calls"]] == ["risk", "likely"]


@pytest.mark.parametrize("uplift", [None, "", "CPI", "0"])
def test_without_an_uplift_that_is_a_number_nothing_rises(book, acme, uplift):
    book.contract(acme, uplift_pct=uplift)
    [row] = inside(book)["renewals"]
    assert [each["what"] for each in row["scenarios"]] == ["Renews as it is", "Leaves"]
    assert (row["category"], row["concerns"]) == ("", [])


def test_a_call_that_lacks_its_evidence_is_told(book, acme):
    call(book, acme, book.contract(acme), "2026-11-13", "commit")
    [row] = inside(book)["renewals"]
    assert row["concerns"] == ["no evidence; in the last 45 days a commit rests on an order form"]


def test_the_terms_so_far_stand_against_the_one_before(book, acme):
    book.contract(acme, starts_on="2025-03-01", renews_on="2026-03-01", arr=150000)
    book.contract(acme)
    book.contract(acme, starts_on="2027-03-01", renews_on="2028-03-01", arr=900000)
    book.contract(acme, product="Other", currency="EUR", starts_on="2026-03-02")
    assert [(row["name"], row["arr"], row["change"], row["outcome"]) for row in inside(book)["terms"]] == [
        ("Other", "€160,000", "", ""), ("Platform", "$160,000", "+6.7%", "renewed"),
        ("Platform", "$150,000", "", "renewed"),
    ]  # fmt: skip


def test_people_have_the_day_of_their_last_two_way_contact_and_what_is_missing_is_named(book, acme):
    book.contact(acme, "Jo Park", roles=["sponsor"], influence="high", stance="supporter")
    book.contact(acme, "Sam Ito", roles=["economic-buyer"], left_on="2026-11-01", bounced_on="2026-11-02")
    book.met(acme, "2026-05-27", ["Jo Park"], direction="both")
    found = inside(book)
    jo, sam = found["people"]
    assert (jo["last_on"], jo["days_silent"], jo["roles"], jo["has_left"]) == ("2026-05-27", 180, "sponsor", False)
    assert (sam["roles"], sam["last_on"], sam["has_left"], sam["mail_bounces"]) == ("economic buyer", None, True, True)
    assert "no champion" in found["gaps"]


@pytest.mark.parametrize(
    ("called", "expected"),
    [
        (None, ("Open", "nobody called it")),
        ("2026-11-13", ("Yes", "risk, 13 Nov 2026")),
        ("2026-10-23", ("Open", "risk, 23 Oct 2026")),
    ],
)
def test_a_call_counts_for_thirty_days(book, acme, called, expected):
    contract = book.contract(acme)
    if called:
        call(book, acme, contract, called, "risk")
    assert met(book, "Called in the last 30 days") == expected


def test_the_checklist_says_what_is_in_place(book, acme):
    book.contract(acme)
    book.contact(acme, "Jo Park", roles=["sponsor", "champion"])
    book.met(acme, "2026-11-02", ["Jo Park"], direction="both")
    for n in range(5):
        book.ticket(acme, n, "2026-11-01", priority="P1")
    own = {"account_id": acme, **OWN}
    book.put("milestone", **own, title="Go-live", side="us", due_on="2026-10-01")
    book.put("milestone", **own, title="Name a lead", side="them", due_on="2026-10-01")
    book.put("value_item", **own, title="hours", baseline=4, current=2, unit_value_minor=-100, currency="USD",
        per="year", agreed_by="Jo Park", agreed_on="2026-09-01")  # fmt: skip
    assert met(book, "We know the champion") == ("Yes", "Jo Park")
    assert met(book, "We know the economic buyer") == ("Open", "")
    assert met(book, "We spoke with the sponsor in the last 90 days") == ("Yes", "last on 2 Nov 2026")
    assert met(book, "The customer agreed what it is worth")[0] == "Yes"
    status, said = met(book, "No urgent ticket is open")
    assert (status, said.endswith("open for 22 days and 2 more")) == ("Open", True)
    assert met(book, "We did what we promised in time") == ("Open", "Go-live")


def test_a_sponsor_whom_nobody_met_is_no_contact(book, acme):
    assert met(book, "We spoke with the sponsor in the last 90 days") == ("Open", "no sponsor on record")
    book.contact(acme, "Jo Park", roles=["sponsor"])
    assert met(book, "We spoke with the sponsor in the last 90 days") == ("Open", "never")


def test_what_is_felt_and_noted_is_for_us(book, acme):
    book.put("sentiment", account_id=acme, felt_on="2026-11-06", mood="red", why="plants are down", contact=None)
    book.put("note", account_id=acme, noted_on="2026-07-23", text="The CFO decides")
    deck = make_document("account-brief", book.review("internal")).markdown
    assert "Red since 6 Nov 2026: plants are down" in deck
    assert "The CFO decides" in deck


def test_the_plan_says_what_it_lacks_to_us_alone(book, acme):
    book.put("objective", account_id=acme, **OWN, quote="Plan faster")
    lacking = inside(book)["plan_lacks"]
    assert lacking
    internal, shared = (make_document("plan", book.review(who)).markdown for who in ("internal", "customer"))
    assert "To make this plan complete" in internal
    assert all(row["command"] in internal.replace("\\", "") and row["command"] not in shared for row in lacking)


def test_the_history_of_a_plan_is_of_what_is_shared_and_past(book, acme):
    own = {"account_id": acme, **OWN}
    number = book.put("objective", **own, quote="Plan faster", said_on="2026-01-02", done_on="2026-11-02", unit="h")
    book.put("progress", account_id=acme, objective_id=number, measured_on="2026-06-30", value=6)
    book.put("milestone", **own, title="Go-live", side="us", done_on="2026-05-01")
    book.put("milestone", **own | {"shared": 0}, title="Ours", side="us", done_on="2026-05-01")
    book.put("milestone", **own, title="Later", side="us", done_on="2026-12-01")
    book.put("commitment", **own, promise="Name a lead", side="them", done_on="2026-04-01")
    book.put("value_item", **own, title="hours", agreed_by="Sam Ito", agreed_on="2026-09-01")
    assert [(row["on"], row["what"]) for row in book.review()["history"]] == [
        ("2026-11-02", "Goal reached: “Plan faster”"), ("2026-09-01", "Value agreed with Sam Ito: hours"),
        ("2026-06-30", "Measured: “Plan faster”, 6\u00a0h"), ("2026-05-01", "Done: Go-live"),
        ("2026-04-01", "Kept: Name a lead"), ("2026-01-02", "Goal named: “Plan faster”"),
    ]  # fmt: skip
    assert book.review(as_of=date(2026, 4, 30))["history"][0]["on"] == "2026-04-01"


def test_the_rhythm_is_of_the_last_year(book, acme):
    book.met(acme, "2025-11-23", kind="qbr")
    book.met(acme, "2025-11-24", kind="qbr")
    book.met(acme, "2026-10-09", kind="call")
    book.met(acme, "2026-10-01", kind="call")
    book.met(acme, "2026-11-01", kind="email")
    assert book.review()["rhythm"] == [
        {"kind": "Business review", "count": 1, "last_on": "2025-11-24"},
        {"kind": "Call", "count": 2, "last_on": "2026-10-09"},
    ]


def test_a_goal_without_a_number_is_to_be_validated(book, acme):
    book.put("objective", account_id=acme, **OWN, quote="Plan faster", due_on="2026-12-31")
    deck = make_document("plan", book.review()).markdown
    assert "**To be validated:** no number is agreed yet, by 31 Dec 2026" in deck
    assert "| to be validated |" in deck
