"""What fell short is filled from the record, and is open for review until a cause and a change are recorded."""

from pathlib import Path

import pytest
from conftest import Program
from documents_book import Book, new_book

from cs_cli.documents.document import document_of, make_document

OWN = {"created_on": "2026-01-01", "changed_on": "2026-01-01", "shared": 1}
WHY = {"because": "late data", "change": "ask earlier"}
STEP = {"title": "Go-live", "side": "us", "planned_on": "2026-07-24", "due_on": "2026-07-24"}


@pytest.fixture
def book(tmp_path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def acme(book: Book) -> int:
    return book.account()


@pytest.mark.parametrize(
    ("cells", "cost", "when"),
    [
        ({"done_on": "2026-09-11"}, "49 days late", "due 24 Jul 2026, done 11 Sep 2026"),
        ({"done_on": "2026-07-25"}, "1 day late", "due 24 Jul 2026, done 25 Jul 2026"),
        ({}, "122 days late so far", "due 24 Jul 2026, not done yet"),
        (
            WHY | {"missed_on": "2026-07-25", "due_on": "2026-12-11"},
            "140 days later",
            "due 24 Jul 2026, now due 11 Dec 2026",
        ),
        (WHY | {"missed_on": "2026-07-25"}, "122 days late so far", "due 24 Jul 2026, not done"),
        (WHY | {"missed_on": "2026-08-01", "due_on": None, "planned_on": None}, "missed", "not done"),
    ],
)
def test_a_step_costs_the_days_it_was_late(book, acme, cells, cost, when):
    book.put("milestone", account_id=acme, **OWN | STEP | cells)
    [row] = book.review()["fell_short"]
    assert (row["what"], row["whose"], row["cost"], row["when"]) == ("Go-live", "we", cost, when)


@pytest.mark.parametrize(
    "cells",
    [
        {"done_on": "2026-07-24"},
        {"done_on": "2026-07-23"},
        {"due_on": "2026-11-23", "planned_on": "2026-11-23"},
        {"due_on": None, "planned_on": None},
        {"due_on": "2026-05-01", "planned_on": "2026-05-01", "done_on": "2026-06-30"},
        WHY | {"due_on": "2026-05-01", "planned_on": "2026-05-01", "missed_on": "2026-06-30"},
        {"dropped_on": "2026-08-01"},
        {"shared": 0},
    ],
)
def test_what_was_in_time_or_before_the_quarter_or_is_not_shared_fell_not_short(book, acme, cells):
    book.put("milestone", account_id=acme, **OWN | STEP | cells)
    assert book.review()["fell_short"] == []


@pytest.mark.parametrize(
    ("days", "cells", "cost"),
    [
        (("2026-07-03 09:00", "2026-07-05 09:00"), {"priority": "P1"}, "24 h beyond a day"),
        (("2026-07-03 09:00", None), {"priority": "P1"}, "142 days beyond a day so far"),
        (("2026-06-01", "2026-07-13"), {}, "12 days beyond 30 days"),
        (("2026-08-01", "2026-08-03"), {"reopened_at_utc": "2026-08-02T09:00:00Z"}, "opened again on 2 Aug 2026"),
    ],
)
def test_a_ticket_costs_the_time_beyond_its_target(book, acme, days, cells, cost):
    book.ticket(acme, 1, *days, **cells)
    [row] = book.review()["fell_short"]
    assert (row["cost"], row["whose"]) == (cost, "we")


def test_ours_come_first_then_those_of_both_then_theirs(book, acme):
    for side in ("them", "both", "us"):
        book.put("milestone", account_id=acme, **OWN | STEP | {"side": side, "title": f"m {side}"})
    book.ticket(acme, 1, "2026-07-03", priority="P1")
    assert [row["what"] for row in book.review()["fell_short"]] == ["m us", "T-1 Subject 1", "m both", "m them"]


@pytest.mark.parametrize(
    ("cells", "open_for"),
    [
        ({}, "cause and change are not recorded"),
        ({"because": "a lock"}, "change is not recorded"),
        ({"change": "a watch"}, "cause is not recorded"),
        ({"because": "a lock", "change": "a watch"}, ""),
    ],
)
def test_a_slide_is_open_for_review_until_a_cause_and_a_change_are_recorded(book, acme, cells, open_for):
    book.ticket(acme, 4417, "2026-07-03", priority="P1", **cells)
    review = book.review()
    assert review["marks"]["shortfalls"] == (f"ticket T-4417: {open_for}" if open_for else "")
    marked = [slide.about("review") for slide in make_document("qbr", review).deck.slides if slide.about("review")]
    assert marked == (["cause and change are not recorded"] if open_for else [])
    internal = book.review("internal")
    assert [row["what"] for row in internal["internal"]["reviews"]] == ([f"ticket T-4417: {open_for}"] * bool(open_for))


def test_many_that_are_open_are_named_in_part_and_counted(book, acme):
    for n in range(40):
        book.ticket(acme, n, "2026-07-03", priority="P1")
    assert book.review()["marks"]["shortfalls"].endswith("; and 37 more")
    assert len(book.review("internal")["internal"]["reviews"]) == 40


def test_what_records_it_is_ours_to_read_alone(book, acme):
    book.ticket(acme, "4417 x", "2026-07-03", priority="P1")
    book.put("milestone", account_id=acme, **OWN | STEP | {"because": "no data"})
    reviews = book.review("internal")["internal"]["reviews"]
    assert [row["command"] for row in reviews] == [
        'cs milestone edit m1 --change "…"',
        'cs ticket ACME \'T-4417 x\' --because "…" --change "…"',
    ]
    for name in ("qbr", "ebr", "qbr-15", "value", "plan"):
        deck = make_document(name, book.review()).markdown
        assert "cs ticket" not in deck
        assert "ACME" not in deck
        assert "--because" not in deck


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("ticket 4417: cause and change are not recorded: cs ticket ACME 4417", "cause and change are not recorded"),
        ("ask Sam whether the CFO hates us", "for review"),
    ],
)
def test_a_customers_file_holds_no_reason_that_somebody_wrote(written, kept):
    source = f'---\ntitle: x\n---\n<!-- review: "{written}" -->\n# A title\n'
    assert document_of(source, "customer").deck.slides[0].about("review") == kept
    assert document_of(source, "internal").deck.slides[0].about("review") == written


def test_changes_are_named_once_with_an_owner_and_a_day(book, acme):
    for n, day in enumerate(("2026-12-11", "2026-12-18")):
        cells = {"title": f"m{n}", "missed_on": "2026-07-25", "due_on": day, "change": "ask a month ahead"}
        book.put("milestone", account_id=acme, **OWN | STEP | cells | {"owner": "me", "because": "late data"})
    book.ticket(acme, 1, "2026-07-03", priority="P1", because="a lock", change="a watch")
    review = book.review()
    assert [(row["what"], row["who"], row["by"]) for row in review["changes"]] == [
        ("Ask a month ahead", "Priya Raman", "2026-12-11"),
        ("A watch", "Priya Raman", None),
    ]
    assert "# 2 things change, so that it does not happen again" in make_document("qbr", review).markdown


@pytest.mark.parametrize(
    ("words", "number"),
    [
        (("milestone", "add", "ACME", "Go-live", "--due", "2026-11-20"), "m1"),
        (("commitment", "add", "ACME", "us: a list by 2026-11-20"), "c1"),
    ],
)
def test_what_was_done_late_takes_a_cause_and_a_change(cs: Program, enter, words, number):
    with enter:
        enter.account("ACME", "Acme Corporation")
    assert cs(*words).code == 0
    cs(words[0], "done", number)
    told = cs(words[0], "edit", number, "--because", "a part was late", "--change", "two suppliers")
    assert (told.code, "because – → a part was late, change – → two suppliers" in told.talk) == (0, True)
    cs("qbr", "ACME", "-o", str(cs.home / "deck.md"), "--as-of", "2026-11-23")
    deck = Path(cs.home / "deck.md").read_text("utf-8")
    assert "**Why:** a part was late" in deck
    assert "**What changes:** two suppliers" in deck
    assert "review:" not in deck


@pytest.mark.parametrize("option", ["--because", "--change"])
def test_what_was_missed_keeps_why_and_what_changes(cs: Program, enter, option):
    with enter:
        enter.account("ACME", "Acme")
        enter.of_plan(
            "milestone", "ACME", side="us", title="Go-live", due_on="2026-11-20", **WHY, missed_on="2026-11-21"
        )
    refused = cs("milestone", "edit", "m1", option, "")
    assert refused.code == 65
    assert "m1 was missed on 2026-11-21 and keeps why and what changes; nothing changed" in refused.talk
    assert "missed_on" not in refused.talk


@pytest.fixture
def desk(cs: Program, enter) -> Program:
    with enter:
        enter.account("ACME", "Acme")
        enter.ticket("ACME", "4417", "2026-11-06T09:00:00Z", priority="P1")
        enter.ticket("ACME", "#88", "2026-11-07T09:00:00Z")
    return cs


def test_a_ticket_takes_why_and_what_changes_in_one_step_of_undo(desk: Program):
    answer = desk("ticket", "ACME", "4417", "--because", "a lock", "--change", "a watch")
    assert (answer.code, answer.text) == (0, "")
    assert "ticket 4417: because – → a lock, change – → a watch. Take it back: cs undo" in answer.talk
    stored = "SELECT because, change FROM tickets WHERE ticket = '4417'"
    assert desk("sql", stored, "--json").rows == [{"because": "a lock", "change": "a watch"}]
    assert desk("ticket", "ACME", "4417", "--change", "").code == 0
    assert desk("sql", stored, "--json").rows == [{"because": "a lock", "change": None}]
    assert desk("undo").code == desk("undo").code == 0
    assert desk("sql", stored, "--json").rows == [{"because": None, "change": None}]


def test_a_ticket_is_meant_with_and_without_its_sign(desk: Program):
    for typed in ("88", "#88", "#4417"):
        assert desk("ticket", "ACME", typed, "--because", "x").code == 0


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ACME", "4417"), 2, "--because or --change must be said; nothing was written"),
        (("ACME", "99", "--because", "x"), 66, 'no ticket "99" of Acme (ACME); nothing was written'),
        (("ACME", "99", "--because", "x"), 66, "The last ones of ACME: #88, 4417"),
        (("NOBODY", "4417", "--because", "x"), 66, 'no account "NOBODY"; nothing was written'),
    ],
)
def test_what_cannot_be_recorded_is_one_sentence(desk: Program, words, code, said):
    answer = desk("ticket", *words)
    assert answer.code == code
    assert said in answer.talk


def test_without_any_ticket_the_import_is_named(cs: Program, enter):
    with enter:
        enter.account("ACME", "Acme")
    assert "No ticket of theirs is on record: cs import FILE" in cs("ticket", "ACME", "1", "--because", "x").talk
