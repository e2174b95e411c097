"""`cs qbr` and `cs plan`: the file, its path, and what stays out of it. The slides have tests of their own."""

from pathlib import Path

import pytest
from conftest import Program
from documents_text import words_in
from docx import Document

AS_OF = ("--as-of", "2026-11-23")


@pytest.fixture(autouse=True)
def in_the_home_folder(demo: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(demo.home)
    return demo.home


@pytest.mark.parametrize(("word", "suffix"), [("qbr", "pptx"), ("plan", "docx")])
def test_the_document_lies_here_and_its_path_is_the_one_line_of_the_answer(
    demo: Program, word: str, suffix: str
) -> None:
    answer = demo(word, "ACME", *AS_OF)
    path = demo.home / f"ACME-{word}-2026-11-23.{suffix}"
    assert (answer.code, answer.text) == (0, f"{path.name}\n")
    assert "Acme Corporation" in words_in(path.read_bytes(), path.suffix)


def test_a_plan_is_a_document_to_read_and_sign_unless_a_deck_is_asked_for(demo: Program) -> None:
    answer = demo("plan", "ACME", *AS_OF)
    assert (answer.code, answer.text) == (0, "ACME-plan-2026-11-23.docx\n")
    titles = [p.text for p in Document(demo.home / "ACME-plan-2026-11-23.docx").paragraphs if p.style.name == "Title"]
    assert titles == ["Acme Corporation"]
    assert demo("plan", "ACME", "-o", "plan.pptx", *AS_OF).text == "plan.pptx\n"


@pytest.mark.parametrize("word", ["qbr", "plan"])
def test_a_customer_sees_no_score_no_task_and_no_other_account(demo: Program, word: str) -> None:
    seen = demo(word, "ACME", "-o", "-", *AS_OF).text + demo(word, "ACME", "-o", "a.md", *AS_OF).text
    seen += (demo.home / "a.md").read_text(encoding="utf-8")
    for internal in ("caps 5", "health", "■ red", "Sev-1 update to Sam", "CFO wants ROI", "Nobody has met", "Harbor"):
        assert internal not in seen


def test_the_same_book_and_day_give_the_same_bytes(demo: Program) -> None:
    assert demo("qbr", "ACME", "-o", "-", *AS_OF).out == demo("qbr", "ACME", "-o", "-", *AS_OF).out


def test_a_deck_changed_by_hand_is_left_alone_until_force(demo: Program) -> None:
    demo("qbr", "ACME", "-o", "deck.md", *AS_OF)
    deck = demo.home / "deck.md"
    deck.write_text("my own words")
    refused = demo("qbr", "ACME", "-o", "deck.md", *AS_OF)
    assert (refused.code, deck.read_text()) == (73, "my own words")
    assert "--force" in refused.talk
    assert demo("qbr", "ACME", "-o", "deck.md", "--force", *AS_OF).code == 0
    assert deck.read_text() != "my own words"


def test_a_deck_that_cs_wrote_is_written_again_without_asking(demo: Program) -> None:
    assert [demo("qbr", "ACME", *AS_OF).code for _ in range(2)] == [0, 0]


def test_an_internal_deck_says_so(demo: Program) -> None:
    answer = demo("qbr", "LUMEN", "--internal", "-o", "deck.md", *AS_OF)
    told = answer.talk.splitlines()
    assert (answer.code, told[0]) == (0, "deck.md shows internal facts of Lumen Fjord Optics: not for the customer")
    assert told[1].startswith("Slide 5 (First line plans with it came 2 days late) is open for review: ")
    assert "“First line plans with it”: cause and change are not recorded" in told[1]
    assert "internal" in (demo.home / "deck.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("qbr", "NOBODY"), 66, 'no account "NOBODY"'),
        (("qbr", "ACME", "-o", "deck.ppt"), 2, "FILE.pptx, FILE.html, FILE.pdf, FILE.docx or FILE.md"),
        (("qbr", "ACME", "-o", "no/such/folder/deck.html"), 73, "no/such/folder"),
        (("qbr", "ACME", "--template", "nothing"), 66, "nothing"),
        (("plan",), 2, "ACCOUNT"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(demo: Program, words: tuple[str, ...], code: int, said: str) -> None:
    answer = demo(*words, *AS_OF)
    assert (answer.code, answer.text) == (code, "")
    assert said in answer.talk


def test_ones_own_template_wins_over_the_shipped_one(demo: Program) -> None:
    folder = demo.home / "config" / "templates"
    folder.mkdir(parents=True)
    (folder / "qbr.md.j2").write_text("---\ntitle: mine\n---\n# {{ account.name }}, my way\n")
    demo("qbr", "ACME", "-o", "deck.md", *AS_OF)
    assert "# Acme Corporation, my way" in (demo.home / "deck.md").read_text(encoding="utf-8")


def test_of_support_nothing_is_said_where_no_ticket_is_known_of_the_quarter(cs, enter, tmp_path):
    with enter:
        enter.account("ACME", "Acme Corporation")
        enter.ticket("ACME", "4711", "2024-07-11T09:00:00Z", priority="P1")
    cs.as_of("2026-11-23", "qbr", "ACME", "-o", str(tmp_path / "deck.md"))
    deck = (tmp_path / "deck.md").read_text("utf-8")
    assert "ticket" not in deck.lower()
    assert "Support" not in deck
