"""Every slide with a claim names what it rests on, and its source line prints where that is from and how old it is."""

import json
import re
from datetime import date, timedelta

import pytest
from documents_book import AS_OF, Book, new_book, rich
from hypothesis import given
from hypothesis import strategies as st

from cs_cli.documents.content.evidence import STALE_DAYS, fields_said, stale_said
from cs_cli.documents.document import make_document
from cs_cli.documents.moments import span_said

OWN = {"created_on": "2026-01-01", "changed_on": "2026-01-01", "shared": 1}
KEYS = {"said", "system", "field", "window", "rule", "rows", "stale", "read_on"}


@pytest.fixture
def book(tmp_path) -> Book:
    return new_book(tmp_path)


@pytest.fixture
def acme(book: Book) -> int:
    return book.account()


def test_evidence_is_plain_data_with_rows(tmp_path):
    evidence = rich(tmp_path).review()["evidence"]
    assert json.loads(json.dumps(evidence)) == evidence
    assert {"adoption", "support", "shortfalls", "voice", "people", "agreement"} <= set(evidence)
    for each in evidence.values():
        assert set(each) == KEYS
        assert each["rows"]
        assert each["rule"]


def test_without_rows_there_is_no_evidence(book, acme):
    assert book.review()["evidence"] == {}
    assert acme


@pytest.mark.parametrize("rows", [1, 4, 40])
@pytest.mark.parametrize("template", ["qbr", "ebr", "qbr-15", "value"])
def test_every_slide_with_a_claim_names_evidence_that_is_there(tmp_path, rows, template):
    book = rich(tmp_path, rows)
    for n in range(rows):
        book.put("objective", account_id=1, **OWN, quote=f"Goal {n}", target=2, due_on="2026-12-31")
        book.put("commitment", account_id=1, **OWN, promise=f"p{n}", side="us", due_on="2026-12-01")
        book.put("risk", account_id=1, **OWN, title=f"r{n}")
        book.put("milestone", account_id=1, **OWN, title=f"m{n}", side="us", due_on="2026-07-24")
        book.put("value_item", account_id=1, **OWN, title=f"v{n}")
    review = book.review()
    found = make_document(template, review)
    for slide in found.deck.slides:
        if slide.about("layout") == "title" or slide.about("section") == "Appendix":
            continue
        names = [name.strip() for name in slide.about("evidence").split(",") if name.strip()]
        assert names, slide.title
        assert set(names) <= set(review["evidence"])
    assert "unverified" not in found.markdown


def test_tiles_and_findings_name_their_evidence(tmp_path):
    review = rich(tmp_path).review()
    for row in (*review["tiles"], *review["findings"]):
        assert row["evidence"] in review["evidence"]
    said = [row["said"] for row in review["findings"]]
    assert said == [*review["highlights"], *review["concerns"]]


def test_a_source_line_says_system_field_and_window(tmp_path):
    book = rich(tmp_path)
    deck = make_document("qbr", book.review()).markdown
    usage = r"\[product usage · active users, seats used · 1 Oct 2025 – 30 Sep 2026"
    assert rf"{usage} · **usage 10 days old**\]" in deck
    assert r"\[contract record · contracts: notice, seats, fee · on 23 Nov 2026\]" in deck


def test_the_system_is_the_one_that_the_row_came_from(book, acme):
    book.ticket(acme, 1, "2026-07-10", "2026-07-11")
    book.put("external_ref", kind="tickets", source="zendesk", external_id="9", row_id=1)
    book.ticket(acme, 2, "2026-07-12", "2026-07-13")
    assert book.review()["evidence"]["support"]["system"] == "our records, zendesk"


def test_what_shows_an_objective_is_its_source(book, acme):
    number = book.put("objective", account_id=acme, **OWN, quote="Faster", evidence="Planning log", target=2)
    book.put("progress", account_id=acme, objective_id=number, measured_on="2026-10-01", value=4)
    found = book.review()["evidence"]["objectives"]
    assert (found["system"], found["read_on"]) == ("Planning log", "2026-10-01")


@pytest.mark.parametrize(
    ("kind", "read_on", "until", "said"),
    [
        ("usage", "2026-09-27", "2026-09-30", ""),
        ("usage", "2026-09-26", "2026-09-30", "usage 4 days old"),
        ("support", "2026-11-16", "2026-11-23", ""),
        ("support", "2026-11-15", "2026-11-23", "support 8 days old"),
        ("usage", None, "2026-09-30", ""),
    ],
)
def test_old_data_says_so(kind, read_on, until, said):
    assert stale_said(kind, read_on and date.fromisoformat(read_on), date.fromisoformat(until)) == said


@given(st.integers(0, 400), st.sampled_from(sorted(STALE_DAYS)))
def test_a_stamp_is_there_exactly_beyond_the_limit(age, kind):
    said = stale_said(kind, AS_OF - timedelta(age), AS_OF)
    assert bool(said) == (age > STALE_DAYS[kind])
    assert not said or str(age) in said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-07-01", "2026-09-30", "1 Jul – 30 Sep 2026"),
        ("2025-10-01", "2026-09-30", "1 Oct 2025 – 30 Sep 2026"),
        ("2026-11-23", "2026-11-23", "23 Nov 2026"),
    ],
)
def test_a_window_in_words(first, last, said):
    assert span_said(date.fromisoformat(first), date.fromisoformat(last)) == said


def test_a_claim_without_evidence_says_that_it_is_unverified(book, acme, tmp_path):
    own = tmp_path / "templates"
    own.mkdir()
    text = '{% from "parts/source.md.j2" import source with context %}\n# A claim\n{{ source(["nothing"]) }}\n'
    (own / "mine.md.j2").write_text(text, "utf-8")
    assert r"\[unverified\]" in make_document("mine", book.review(), own).markdown
    assert acme


def test_what_was_trained_is_of_trainings_and_of_what_is_measured(book, acme):
    book.met(acme, "2026-08-05", topic="training", summary="Second shift", shared=1)
    book.met(acme, "2026-08-06", topic="training", summary="They doubt us", shared=0)
    book.met(acme, "2026-08-07", topic="value", summary="Not a training", shared=1)
    book.met(acme, "2026-06-07", topic="training")
    book.usage(acme, "trained_users", {"2026-06-20": 40, "2026-09-20": 64})
    book.usage(acme, "certified_users", {"2026-10-20": 9})
    review = book.review()
    found = review["enablement"]
    assert [(row["on"], row["what"]) for row in found["sessions"]] == [
        ("2026-08-06", ""),
        ("2026-08-05", "Second shift"),
    ]
    assert [(row["name"], row["value"], row["before"]) for row in found["numbers"]] == [("People trained", "64", "40")]
    deck = make_document("qbr", review).markdown
    assert "# People trained: 64, 40 before Q3 2026" in deck
    assert "They doubt us" not in deck


@pytest.mark.parametrize(
    ("days", "title"),
    [
        (["2026-08-05"], "1 training in Q3 2026"),
        (["2026-10-05"], "We last trained on 5 Oct 2026"),
        (["2026-06-05"], None),
    ],
)
def test_trainings_are_counted_in_the_quarter(book, acme, days, title):
    for day in days:
        book.met(acme, day, topic="training")
    deck = make_document("qbr", book.review()).markdown
    assert (f"# {title}" in deck) if title else ("Enablement" not in deck)


def test_goals_have_a_measure_a_day_and_an_owner_on_both_sides(book, acme):
    for n, due in enumerate(("2027-03-31", "2026-12-31", "2027-01-31", "2027-02-28", "2026-10-01")):
        number = book.put("objective", account_id=acme, **OWN, quote=f"Goal {n}", measure="time", unit="h", target=2,
            said_by="Jo Park", due_on=due)  # fmt: skip
        book.put("progress", account_id=acme, objective_id=number, measured_on="2026-10-01", value=4)
    book.put("milestone", account_id=acme, **OWN, title="Data is there", side="us", objective_id=2, due_on="2026-12-01")
    goals = book.review()["goals"]
    assert [goal["what"] for goal in goals] == ["Goal 1", "Goal 2", "Goal 3"]
    first = {name: goals[0][name] for name in ("measure", "by", "ours", "theirs", "first", "first_on")}
    assert first == {
        "measure": "time: from 4\u00a0h to 2\u00a0h", "by": "2026-12-31", "ours": "Priya Raman", "theirs": "Jo Park",
        "first": "Data is there", "first_on": "2026-12-01",
    }  # fmt: skip


def test_without_objectives_the_next_milestones_are_the_goals(book, acme):
    for side, owner in (("us", "me"), ("them", "Jo Park"), ("both", "Jo Park")):
        book.put("milestone", account_id=acme, **OWN, title=f"m {side}", side=side, owner=owner, due_on="2026-12-01")
    goals = book.review()["goals"]
    assert [(goal["what"], goal["ours"], goal["theirs"]) for goal in goals] == [
        ("m us", "Priya Raman", ""), ("m them", "", "Jo Park"), ("m both", "Priya Raman", "Jo Park"),
    ]  # fmt: skip
    assert "# 3 goals up to 1 Dec 2026" in make_document("qbr", book.review()).markdown


def test_asks_go_both_ways_and_name_the_next_date(book, acme):
    book.contract(acme)
    book.met(acme, "2026-12-09", kind="qbr")
    for side in ("us", "them", "both"):
        book.put("commitment", account_id=acme, **OWN, promise=f"p {side}", side=side, due_on="2026-12-01")
    review = book.review()
    assert [row["what"] for row in review["asks"]["yours"]] == [
        "Confirm how Platform goes on", "P them", "P both",
    ]  # fmt: skip
    assert [row["what"] for row in review["asks"]["ours"]] == ["P us"]
    deck = make_document("qbr", review).markdown
    assert "# What we ask of you, and you of us" in deck
    assert "Without notice, Platform renews on 1 Mar 2027. We meet next on 9 Dec 2026." in deck
    assert review["decision"] == "Confirm how Platform goes on, by 1 Dec 2026"


@pytest.mark.parametrize(
    ("sides", "title"),
    [
        (["us"], "What we owe you"),
        (["them"], "What we ask of you"),
        (["us", "both"], "What we ask of you, and you of us"),
    ],
)
def test_the_asks_say_whose_they_are(book, acme, sides, title):
    for side in sides:
        book.put("commitment", account_id=acme, **OWN, promise="p", side=side, due_on="2026-12-01")
    assert book.review()["titles"]["asks"] == title


def test_the_executive_review_has_ten_slides_and_the_short_one_six(demo):
    for name, count in (("ebr", 10), ("qbr-15", 6), ("value", 1)):
        path = demo.home / f"{name}.md"
        assert demo("qbr", "ACME", "--template", name, "-o", str(path), "--as-of", "2026-11-23").code == 0
        assert len(re.findall(r"^# ", path.read_text("utf-8"), re.MULTILINE)) == count


def test_the_page_of_value_is_expected_delivered_proof_next(demo):
    path = demo.home / "value.md"
    demo("qbr", "ACME", "--template", "value", "-o", str(path), "--as-of", "2026-11-23")
    heads = re.findall(r"^### (.*)$", path.read_text("utf-8"), re.MULTILINE)
    assert heads == ["Expected", "Delivered", "Proof", "Next"]


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("measurements.active_users, seats_used", "active users, seats used"),
        ("tickets.opened_at, first_reply_at, resolved_at", "tickets: opened, first reply, resolved"),
        ("objectives.quote; progress_readings.value", "objectives: your words; readings"),
        ("contracts.opt_out_on, seats, arr", "contracts: notice, seats, fee"),
    ],
)
def test_columns_are_named_in_the_words_of_a_customer(field, said):
    assert fields_said(field) == said
