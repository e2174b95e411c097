"""The success plan in documents: what is shared, as it stood on the day, worked out once; nothing else."""

import re
from datetime import date

import pytest
from documents_book import Book, new_book

from cs_cli.documents.document import make_document
from cs_cli.documents.writers.html import write_html

OWN = {"created_on": "2026-01-01", "changed_on": "2026-01-01", "shared": 1}


@pytest.fixture
def book(tmp_path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def acme(book: Book) -> int:
    return book.account()


def objective(book, acme, readings, **cells):
    facts = {"quote": "Plan faster", "baseline": 8, "target": 2, "unit": "h"} | cells
    number = book.put("objective", account_id=acme, **OWN | facts)
    for on, value in readings.items():
        book.put("progress", account_id=acme, objective_id=number, measured_on=on, value=value)


def plan_in(book, **how):
    return book.review(**how)["plan"]


@pytest.mark.parametrize(
    ("value", "target", "said"),
    [
        (4, 2, ("67%", "In progress")),
        (1, 2, ("117%", "Done")),
        (-1, 0, ("113%", "Done")),
        (9, 2, ("−17%", "Slipping")),
        (8, 2, ("0%", "In progress")),
    ],
)
def test_progress_is_rounded_half_up_and_may_pass_its_target(book, acme, value, target, said):
    objective(book, acme, {"2026-10-01": value}, target=target)
    [row] = plan_in(book)["objectives"]
    assert (row["now"], row["progress"], row["status"]) == (f"{value}\u00a0h", *said)
    assert said[0] in make_document("qbr", book.review()).markdown


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({}, "Open"),
        ({"due_on": "2026-11-22"}, "Late"),
        ({"due_on": "2026-11-23"}, "Open"),
        ({"done_on": "2026-11-23"}, "Done"),
        ({"done_on": "2026-11-24"}, "Open"),
    ],
)
def test_nothing_is_on_track_without_a_reading_and_a_day(book, acme, cells, status):
    objective(book, acme, {}, **cells)
    [row] = plan_in(book)["objectives"]
    assert (row["status"], row["progress"]) == (status, "")


def test_a_past_day_sees_the_plan_as_it_stood(book, acme):
    objective(book, acme, {"2026-06-30": 6, "2026-10-30": 2})
    assert plan_in(book, as_of=date(2026, 7, 31))["objectives"][0]["now"] == "6\u00a0h"
    assert plan_in(book, as_of=date(2025, 12, 31)) is None


def test_what_was_missed_names_the_first_day_the_reason_and_the_change(book, acme):
    own = {"account_id": acme, **OWN}
    book.put("milestone", **own, title="EU go-live", side="us", planned_on="2026-10-30", due_on="2026-12-11",
        missed_on="2026-10-31", because="no data", change="ask earlier")  # fmt: skip
    book.put("milestone", **own, title="Old one", side="us", due_on="2026-01-30", missed_on="2026-01-31",
        because="x", change="y")  # fmt: skip
    book.put("commitment", **own, promise="Name a lead", side="them", due_on="2026-10-01", done_on="2026-10-08",
        missed_on="2026-10-02", because="holiday", change="a deputy")  # fmt: skip
    missed = plan_in(book)["missed"]
    assert [(row["what"], row["whose"], row["due_on"], row["now_due"], row["days_late"]) for row in missed] == [
        ("EU go-live", "we", "2026-10-30", "2026-12-11", None),
        ("Name a lead", "you", "2026-10-01", None, 7),
    ]
    deck = make_document("qbr", book.review()).markdown
    assert "| Ours | 42 days | due 30 Oct 2026, now due 11 Dec 2026 |" in deck
    assert "**Why:** no data\n\n**What changes:** ask earlier\n\n**Now due:** 11 Dec 2026" in deck
    assert "| Yours | 7 days | due 1 Oct 2026, done 8 Oct 2026 |" in deck
    assert "7 days late" in deck
    assert "We missed EU go-live" in deck
    assert "Old one" in deck  # it stands among the milestones, as missed


def test_value_adds_up_what_was_agreed_a_currency_at_a_time(book, acme):
    own = {"account_id": acme, **OWN, "baseline": 40, "current": 12, "per": "month"}
    book.put("value_item", **own, title="hours", unit_value_minor=-45_00, currency="USD", unit="h",
        agreed_by="Jo Park", agreed_on="2026-09-01")  # fmt: skip
    book.put("value_item", **own, title="scrap", unit_value_minor=-10_00, currency="EUR", agreed_by="Sam Ito",
        agreed_on="2026-09-01")  # fmt: skip
    book.put("value_item", **own, title="hope", unit_value_minor=-90_00, currency="USD")
    value = plan_in(book)["value"]
    assert (value["together"], value["agreed_by"]) == ("$15,120 + €3,360", ["Jo Park", "Sam Ito"])
    deck = make_document("plan", book.review()).markdown
    assert "$15,120 + €3,360 a year, agreed with Jo Park and Sam Ito" in deck
    assert "| 40\u00a0h | 12\u00a0h | (40\u00a0h - 12\u00a0h) × USD 45 per month" in deck
    assert "| not yet |" in deck


def test_whose_a_step_is_and_me_is_whoever_writes(book, acme):
    own = {"account_id": acme, **OWN}
    for side, owner in (("us", "me"), ("them", "Jo Park"), ("both", None)):
        book.put("commitment", **own, promise=f"p {side}", side=side, owner=owner)
        book.put("milestone", **own, title=f"m {side}", side=side, owner=owner)
    plan = plan_in(book)
    assert [(row["whose"], row["owner"]) for row in plan["commitments"]] == [
        ("we", "Priya Raman"), ("you", "Jo Park"), ("together", ""),
    ]  # fmt: skip
    deck = make_document("plan", book.review()).markdown
    assert "to be agreed" in deck
    assert deck.index("P us") < deck.index("P them") < deck.index("P both")


@pytest.mark.parametrize("rows", [0, 1, 40])
@pytest.mark.parametrize("template", ["qbr", "plan"])
@pytest.mark.parametrize("audience", ["customer", "internal"])
def test_any_number_of_rows_makes_a_document(book, acme, rows, template, audience):
    own = {"account_id": acme, **OWN}
    for n in range(rows):
        objective(
            book, acme, {"2026-10-01": n % 9}, quote=f"Goal {n}", measure="time", evidence="log", cadence="monthly"
        )
        due = f"2026-{n % 12 + 1:02d}-11"
        done = due if n % 2 and due < "2026-11" else None
        book.put("milestone", **own, title=f"Step {n}", side="both", due_on=due, done_on=done)
        book.put("commitment", **own, promise=f"Promise {n}", side="us", due_on=due)
        book.put("risk", **own, title=f"Risk {n}", likelihood="high", impact="low")
        book.put("value_item", **own, title=f"Value {n}", evidence="report", measured_on="2026-10-01")
        book.put("risk", **own | {"shared": 0}, title=f"Ours {n}")
    found = make_document(template, book.review(audience))
    assert write_html(found.deck)
    assert all(f"Risk {n}" in found.markdown for n in range(rows))
    assert len(re.findall(r"\bRisk \d", found.markdown)) == rows
    assert ("**Ours 0**" in found.markdown) is (audience == "internal" and rows > 0)


KEPT, AHEAD, LATE = {"done_on": "2026-10-02"}, {"due_on": "2026-12-11"}, {"due_on": "2026-10-11"}


@pytest.mark.parametrize(
    ("rows", "headline"),
    [
        ([KEPT, KEPT, *[AHEAD] * 5], "2 promises kept, 5 still to come"),
        ([AHEAD], "1 promise still to come"),
        ([KEPT, AHEAD, LATE], "1 promise kept, 1 still to come; not kept: p2"),
        ([LATE, LATE, LATE], "Not kept: p0, p1 and 1 more"),
        ([{"due_on": "2026-10-01", "missed_on": "2026-10-02", "because": "a", "change": "b"}], "Not kept: p0"),
    ],
)
@pytest.mark.parametrize("template", ["qbr", "plan"])
def test_what_is_not_due_yet_is_not_counted_as_not_kept(book, acme, template, rows, headline):
    for number, days in enumerate(rows):
        book.put("commitment", account_id=acme, **OWN, promise=f"p{number}", side="us", **days)
    assert f"\n# {headline}\n" in make_document(template, book.review()).markdown


def test_everything_done_is_said(book, acme):
    own = {"account_id": acme, **OWN}
    book.put("milestone", **own, title="Go-live", side="us", due_on="2026-10-01", done_on="2026-10-02")
    book.put("commitment", **own, promise="Name a lead", side="them", done_on="2026-10-02")
    objective(book, acme, {}, done_on="2026-10-02")
    deck = make_document("qbr", book.review()).markdown
    for title in ("# The milestone is done", "# 1 promise kept\n", "# 1 of 1 objective reached"):
        assert title in deck
