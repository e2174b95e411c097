"""`cs doc`, `cs render`, `cs qbr`: formats, --final, --check, --period. The slides have tests of their own."""

from pathlib import Path

import pytest
from conftest import Program
from documents_text import bytes_in

from cs_cli.documents.formats import SUFFIXES

AS_OF = ("--as-of", "2026-11-23")
BEGINS = {
    ".pptx": b"PK\x03\x04",
    ".docx": b"PK\x03\x04",
    ".pdf": b"%PDF-",
    ".html": b"<!doctype html>",
    ".md": b"---\n",
}
OPEN = """---
title: T
---
<!-- review: why the EU go-live slipped -->
<!-- section: What fell short -->
# EU go-live was missed

- late
"""


@pytest.fixture(autouse=True)
def in_the_home_folder(demo: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(demo.home)
    return demo.home


def own_template(program: Program, name: str, text: str) -> Path:
    folder = program.home / "config" / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md.j2").write_text(text, "utf-8")
    return folder / f"{name}.md.j2"


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("words", [("qbr", "ACME"), ("plan", "ACME"), ("doc", "qbr", "ACME")])
def test_the_suffix_of_the_file_is_the_format(demo: Program, words: tuple[str, ...], suffix: str) -> None:
    name = f"Deck{suffix.upper()}"
    answer = demo(*words, "-o", name, *AS_OF)
    assert (answer.code, answer.text) == (0, f"{name}\n")
    assert (demo.home / name).read_bytes().startswith(BEGINS[suffix])


def test_markdown_edited_by_hand_is_rendered_in_every_format_without_the_portfolio(demo: Program) -> None:
    demo("qbr", "ACME", "-o", "deck.md", *AS_OF)
    text = (demo.home / "deck.md").read_text("utf-8").replace("# Acme Corporation\n", "# Acme, by hand\n", 1)
    text += "\n---\n<!-- audience: internal -->\n# Ours alone\n\n---\n# Last\n\n::: notes\nsecret note\n:::\n"
    (demo.home / "deck.md").write_text(text, "utf-8")
    for suffix in set(SUFFIXES) - {".md"}:
        answer = demo("render", "deck.md", "-o", f"deck{suffix}", env={"CS_DB": "/nowhere/at/all.db"})
        assert (answer.code, answer.text, answer.talk) == (0, f"deck{suffix}\n", "")
        found = bytes_in((demo.home / f"deck{suffix}").read_bytes())
        assert b"Acme, by hand" in found
        assert b"Ours alone" not in found
        assert b"secret note" not in found
    assert "Ours alone" in demo("render", "deck.md", "-o", "-", "--internal").text


def test_rendering_comes_from_stdin_and_goes_to_stdout(demo: Program) -> None:
    answer = demo("render", "-", "-o", "-", stdin=OPEN)
    assert answer.text.startswith("<!doctype html>")
    assert "EU go-live was missed" in answer.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\ntitle: T\n---\n# A\n::: metrics\n| a |\n", "d.md, line 5: ::: metrics is not closed"),
        ("---\ntitle: T\n", "d.md, line 1: the front matter is not closed"),
        (b"# A\n\xff\n", "d.md, line 2: it is not UTF-8"),
        ("---\naudience: internal\n---\n# A\n", "d.md is marked for an internal audience only"),
    ],
)
def test_what_is_wrong_with_a_source_is_told_by_its_line(demo: Program, text: str | bytes, said: str) -> None:
    (demo.home / "d.md").write_bytes(text if isinstance(text, bytes) else text.encode())
    answer = demo("render", "d.md", "-o", "d.html")
    assert answer.code == 65
    assert said in answer.talk
    assert not (demo.home / "d.html").exists()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("render", "no.md"), 66, "no file no.md"),
        (("render", "deck.md", "-o", "deck.md", "--force"), 2, "deck.md is the file that is read"),
        (("qbr", "ACME", "-o", "deck.doc"), 2, "FILE.md"),
        (("qbr", "ACME", "--master", "no.pptx"), 66, "no file no.pptx"),
        (("qbr", "ACME", "--period", "q4 2026"), 2, "Q4 2026 is not over on 2026-11-23"),
        (("qbr", "ACME", "--period", "2026"), 2, '"2026" is no quarter'),
        (("qbr", "ACME", "--due", "1q"), 2, "--due belongs to --all"),
        (("qbr", "ACME", "--check", "--final"), 2, "--check writes no document and has no --final"),
        (("qbr", "ACME", "--json"), 2, "--check --json"),
        (("qbr", "ACME", "BOREAL"), 2, "is no one account"),
        (("qbr",), 2, "ACCOUNT"),
        (("qbr", "--all", "--check"), 2, "two answers"),
        (("qbr", "--all", "-o", "-"), 2, "-o decks/"),
        (("qbr", "--all", "--as", "doc"), 2, "FILE.md"),
        (("qbr", "--all", "--template", "nothing"), 66, 'no template "nothing"'),
        (("doc", "nothing", "ACME"), 66, 'no template "nothing"'),
        (("doc", "qbr"), 2, "ACCOUNT"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_nothing_is_written(
    demo: Program, words: tuple[str, ...], code: int, said: str
) -> None:
    (demo.home / "deck.md").write_text(OPEN, "utf-8")
    before = sorted(path.name for path in demo.home.iterdir())
    answer = demo(*words, *AS_OF)
    assert (answer.code, answer.text) == (code, "")
    assert said in answer.talk
    assert sorted(path.name for path in demo.home.iterdir() if path.name not in ("config", "state")) == [
        name for name in before if name not in ("config", "state")
    ]


def test_a_final_document_is_refused_while_a_slide_is_open(demo: Program) -> None:
    (demo.home / "open.md").write_text(OPEN, "utf-8")
    refused = demo("render", "open.md", "-o", "open.html", "--final")
    assert refused.code == 65
    assert "slide 1 (EU go-live was missed)" in refused.talk
    assert "why the EU go-live slipped" in refused.talk
    assert demo("render", "open.md", "-o", "open.html").code == 0
    (demo.home / "open.md").write_text(OPEN.replace("<!-- review: why the EU go-live slipped -->\n", ""), "utf-8")
    assert demo("render", "open.md", "-o", "open.html", "--final").code == 0


def test_the_quarter_looked_back_on_is_the_one_that_was_said(demo: Program) -> None:
    def title(*words: str) -> str:
        return demo("doc", "qbr", "ACME", "-o", "deck.md", *words, *AS_OF) and next(
            line for line in (demo.home / "deck.md").read_text("utf-8").splitlines() if line.startswith("title:")
        )

    assert "Q3 2026" in title()
    assert "Q2 2026" in title("--period", "q2")
    assert "Q4 2025" in title("--period", "q4")
    assert "Q1 2026" in title("--period", "2026-Q1")


def test_the_settings_dress_every_document(demo: Program) -> None:
    demo("config", "set", "document.footer", "Brightline · confidential")
    demo("config", "set", "document.language", "de")
    demo("qbr", "ACME", "-o", "deck.html", *AS_OF)
    html = (demo.home / "deck.html").read_text("utf-8")
    assert "Brightline · confidential" in html
    assert '<html lang="de">' in html


def test_the_facts_for_the_properties_stand_in_the_front_matter(demo: Program) -> None:
    demo("config", "set", "me.name", "Ann Lee")
    demo("qbr", "ACME", "-o", "deck.md", *AS_OF)
    head = (demo.home / "deck.md").read_text("utf-8").split("\n---\n")[0]
    for line in ('as_of: "2026-11-23"', 'account: "Acme Corporation"', 'author: "Ann Lee"', 'audience: "customer"'):
        assert line in head.splitlines()


CLAIMS = """---
title: T
---
<!-- layout: title -->
# {{ account.name }}

---
<!-- section: Support -->
<!-- evidence: support -->
# Seventeen tickets

::: metrics
| Metric | Value | Change |
|---|---|---|
| Tickets | 17 | as before |
:::

---
<!-- section: Adoption -->
# People love it

- they said so
"""


def test_check_lists_every_claim_with_what_it_rests_on(demo: Program) -> None:
    own_template(demo, "mine", CLAIMS)
    answer = demo("doc", "mine", "ACME", "--check", "--json", *AS_OF)
    rows = [(row["slide"], row["kind"], row["claim"], row["state"]) for row in answer.rows]
    assert answer.code == 1
    assert rows == [
        (2, "title", "Seventeen tickets", "backed"),
        (2, "tile", "Tickets · 17 · as before", "backed"),
        (3, "title", "People love it", "unverified"),
        (3, "finding", "they said so", "unverified"),
    ]
    first = answer.rows[0]
    assert first["evidence"] == ["support"]
    assert first["rows"] == len(first["data"]["support"]) > 0
    assert first["read_on"] <= "2026-11-23"
    shown = demo("doc", "mine", "ACME", "--check", *AS_OF)
    assert "Slide 2 · Support" in shown.text
    assert "[unverified]  title    People love it" in shown.text
    assert "4 claims: 2 unverified" in shown.text
    assert not list(demo.home.glob("ACME*"))


def test_a_document_with_only_a_title_claims_nothing(demo: Program) -> None:
    own_template(demo, "mine", CLAIMS.split("\n\n---", maxsplit=1)[0])
    answer = demo("doc", "mine", "ACME", "--check", *AS_OF)
    assert (answer.code, answer.text) == (0, "Nothing is claimed: the document has only its title.\n")


def test_an_open_slide_is_a_finding(demo: Program) -> None:
    own_template(
        demo,
        "mine",
        CLAIMS.split("\n\n---\n<!-- section: Ad", maxsplit=1)[0].replace("<!-- ev", "<!-- review: why -->\n<!-- ev"),
    )
    answer = demo("doc", "mine", "ACME", "--check", "--json", *AS_OF)
    assert answer.code == 1
    assert {(row["state"], row["why"]) for row in answer.rows} == {("review", "why")}
    shown = demo("doc", "mine", "ACME", "--check", *AS_OF).text
    assert "▲ review" in shown
    assert "2 open for review" in shown


def test_the_list_of_documents_says_what_each_is_and_whose(demo: Program) -> None:
    own_template(demo, "kickoff", "{# about: The first meeting,\n for the sponsor. #}\n---\ntitle: K\n---\n# K\n")
    own_template(demo, "brief", "---\ntitle: B\naudience: internal\nkind: page\n---\n# B\n")
    for words in (("doc", "list"), ("template", "list")):
        found = {row["name"]: row for row in demo(*words, "--json").rows}
        assert {"qbr", "plan", "kickoff", "brief"} <= set(found)
        assert found["kickoff"]["about"] == "The first meeting, for the sponsor."
        assert (found["kickoff"]["own"], found["qbr"]["own"]) == (True, False)
        assert (found["brief"]["audience"], found["qbr"]["audience"]) == ("internal", "customer")
        assert set(found["qbr"]["formats"]) == {suffix[1:] for suffix in SUFFIXES}
        shown = demo(*words).text
        assert "The first meeting, for the sponsor." in shown
        assert "your own" in shown


def test_a_document_to_read_is_for_word_and_an_internal_one_for_us(demo: Program) -> None:
    own_template(demo, "brief", "---\ntitle: B\naudience: internal\nkind: page\n---\n# B\n\nhello\n")
    refused = demo("doc", "brief", "ACME", *AS_OF)
    assert (refused.code, "internal" in refused.talk) == (65, True)
    assert demo("doc", "brief", "ACME", "--internal", *AS_OF).text == "ACME-brief-2026-11-23.docx\n"


def test_todays_list_asks_for_no_deck_that_cs_doc_has_made(demo: Program) -> None:
    asked = [row["command"] for row in demo("today", "--json", *AS_OF).rows if "qbr" in str(row.get("command"))]
    if asked:
        key = asked[0].split()[2]
        demo("doc", "qbr", key, *AS_OF)
        again = [row["command"] for row in demo("today", "--json", *AS_OF).rows]
        assert asked[0] not in again
