"""`cs template copy`: the shipped template in one's own folder, where it wins."""

from pathlib import Path

import pytest
from conftest import ROOT, Program

SHIPPED = ROOT / "templates" / "qbr.md.j2"


def test_a_copy_lies_where_it_wins_and_is_changed_there(demo: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo.home)
    answer = demo("template", "copy", "qbr")
    path = demo.home / "config" / "templates" / "qbr.md.j2"
    assert (answer.code, answer.text, answer.talk) == (0, f"{path}\n", "")
    assert path.read_bytes() == SHIPPED.read_bytes()
    path.write_text(path.read_text("utf-8").replace("Quarterly business review", "Our quarter"), "utf-8")
    assert demo("qbr", "ACME", "-o", "deck.md", "--as-of", "2026-11-23").code == 0
    assert "<!-- section: Our quarter -->" in (demo.home / "deck.md").read_text("utf-8")


def test_a_part_that_several_templates_include_is_copied_too(demo: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo.home)
    path = demo.home / "config" / "templates" / "parts" / "summary.md.j2"
    assert demo("template", "copy", "parts/summary").text == f"{path}\n"
    path.write_text(path.read_text("utf-8").replace("What went well", "Our wins"), "utf-8")
    for word in ("qbr", "ebr"):
        assert demo("doc", word, "ACME", "-o", "deck.md", "--as-of", "2026-11-23").code == 0
        if word == "qbr":
            assert "### Our wins" in (demo.home / "deck.md").read_text("utf-8")
    checked = demo("template", "check")
    assert checked.code == 0
    assert "qbr.md.j2" in checked.text
    path.write_text("{{ acount }}", "utf-8")
    assert "summary.md.j2, line 1" in demo("template", "check").text
    refused = demo("template", "copy", "parts/nothing")
    assert (refused.code, "parts/summary" in refused.talk) == (66, True)


def test_a_template_changed_by_hand_is_left_alone_until_force(cs: Program) -> None:
    path = Path(cs("template", "copy", "plan").text.strip())
    assert cs("template", "copy", "plan").code == 0
    path.write_text("mine")
    refused = cs("template", "copy", "plan")
    assert (refused.code, path.read_text()) == (73, "mine")
    assert cs("template", "copy", "plan", "--force").code == 0
    assert path.read_text() != "mine"


def test_a_copy_goes_elsewhere_or_to_the_screen(cs: Program) -> None:
    assert cs("template", "copy", "qbr", "-o", str(cs.home / "kickoff.md.j2")).code == 0
    assert (cs.home / "kickoff.md.j2").read_bytes() == SHIPPED.read_bytes()
    assert cs("template", "copy", "qbr", "-o", "-").out == SHIPPED.read_bytes()


def test_a_template_that_is_not_shipped_is_one_sentence(cs: Program) -> None:
    answer = cs("template", "copy", "nothing")
    assert (answer.code, answer.out) == (66, b"")
    assert (
        answer.talk
        == 'cs: no template "nothing"\n  There are account-brief, ebr, plan, qbr, qbr-15, renewal-brief and value.\n'
    )


def test_a_folder_that_cannot_be_made_is_one_sentence(cs: Program) -> None:
    (cs.home / "config").write_text("in the way")
    answer = cs("template", "copy", "qbr")
    assert (answer.code, answer.out) == (73, b"")
    assert "templates" in answer.talk
