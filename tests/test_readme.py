"""The README's first ten minutes, typed as they stand there."""

import re
import shlex
from pathlib import Path

import pytest
from conftest import ROOT, Program

README = (ROOT / "README.md").read_text(encoding="utf-8")
TYPED = [
    shlex.split(line.removeprefix("$ cs"))
    for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
]


@pytest.fixture
def folder_with_the_sheet(cs: Program, monkeypatch: pytest.MonkeyPatch) -> Path:
    [sheet] = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    (cs.home / "book.csv").write_text(sheet)
    monkeypatch.chdir(cs.home)
    return cs.home


def test_every_example_works_in_the_order_of_the_readme(cs: Program, folder_with_the_sheet: Path) -> None:
    failed = [(words, answer.code, answer.talk) for words in TYPED if (answer := cs(*words)).code]
    assert failed == []
    assert len(TYPED) >= 14
    assert list(folder_with_the_sheet.glob("ACME-qbr-*.pptx"))
    [acme] = [row for row in cs("accounts", "--json").rows if row["account"] == "ACME"]
    assert (acme["arr"], acme["decide_on"]) == (184000, "2026-12-01")


def test_the_sheet_of_the_readme_makes_three_accounts(cs: Program, folder_with_the_sheet: Path) -> None:
    assert (folder_with_the_sheet / "book.csv").exists()
    cs("import", "book.csv")
    rows = cs("accounts", "--json").rows
    assert [(row["account"], row["arr"], row["owner"]) for row in rows] == [
        ("ACME", 160000, "me"),
        ("HARBOR", 40000, "me"),
        ("PINECREST", 96000, "lee"),
    ]


def test_what_the_readme_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []
    assert len(links) >= 8
