"""Decks for PowerPoint as other programs read them: valid by the schemas of Office, and drawn by LibreOffice."""

import re
import subprocess
from pathlib import Path

import masters
import pytest
from documents_book import new_book, rich
from openxml_audit import OpenXmlValidator
from test_documents_real import strange

from cs_cli.documents.document import make_document
from cs_cli.documents.source.deck import INTERNAL, for_audience
from cs_cli.documents.source.parse import parse
from cs_cli.documents.source.template import template_names
from cs_cli.documents.writers.pptx import write_pptx

pytestmark = pytest.mark.real
DECKS = Path(__file__).parent / "data" / "decks"
FOOT, LAST = 507.0, 497.0
"""Where the line of the footer begins on a sheet of ours, and where the last word over it ends, in points."""
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
ODD = """\
---
title: "Odd charts"
lang: en
---
# All nothing

::: chart bar
| Month | Tickets |
|---|---:|
| Jan | 0 |
| Feb | 0 |
:::

---
# One point, and gaps

::::: columns 1:1
::: chart line
| Month | Users |
|---|---:|
| Jan | 5 |
:::
+++
::: chart line target="Plan" zero=false
| Month | 北星机器人技术股份有限公司 | Plan |
|---|---:|---:|
| Jan | 5 |  |
| Feb |  | 7 |
| Mar | 6 | 8 |
:::
:::::

---
# Below nothing

::: chart stack unit=$
| Month | One | Two |
|---|---:|---:|
| Jan | -500 | 1200000 |
| Feb | 300 | -2500 |
:::
"""


@pytest.fixture
def read(needs, tmp_path):
    """The pages of a deck as LibreOffice draws them: the size of each, and its words with their places in points."""
    office, words = needs("soffice"), needs("pdftotext")

    def pages(made):
        file = tmp_path / "deck.pptx"
        file.write_bytes(made)
        profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        convert = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file]
        subprocess.run(convert, check=True, capture_output=True, timeout=180)
        found = subprocess.run(
            [words, "-bbox", tmp_path / "deck.pdf", "-"], check=True, capture_output=True, text=True
        ).stdout
        for page in found.split("<page ")[1:]:
            size = tuple(float(side) for side in re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
            yield size, [(*map(float, each[:4]), each[4]) for each in WORD.findall(page)]

    return lambda made: list(pages(made))


def made_of(folder, name, master=None):
    """Every deck of a portfolio, internal slides and all; of `odd` the charts above, of a file that deck."""
    if name.endswith(".md") or name == "odd":
        source = ODD if name == "odd" else (DECKS / name).read_text("utf-8")
        return [write_pptx(for_audience(parse(source), INTERNAL), master=master)]
    book = strange(folder) if name == "strange" else new_book(folder) if name == "0" else rich(folder, int(name))
    if name == "0":
        book.account()
    key = "A4" if name == "strange" else "ACME"
    documents = [make_document(template, book.review(INTERNAL, key=key)) for template in template_names()]
    return [write_pptx(document.deck, master=master) for document in documents]


def faults(made, folder):
    file = folder / "audited.pptx"
    file.write_bytes(made)
    return [str(error) for error in OpenXmlValidator().validate(file).errors]


@pytest.mark.parametrize("name", ["qbr.md", "plan.md", "odd", "0", "4", "40", "strange"])
def test_every_deck_is_valid_by_the_schemas_of_office(tmp_path, name):
    for made in made_of(tmp_path, name):
        assert faults(made, tmp_path) == []


@pytest.mark.parametrize("master", [masters.brand, masters.bare])
def test_a_deck_on_a_foreign_master_is_valid_too(tmp_path, master):
    for name in ("qbr.md", "plan.md", "odd"):
        (made,) = made_of(tmp_path, name, master(tmp_path))
        assert faults(made, tmp_path) == []


@pytest.mark.parametrize("name", ["qbr.md", "plan.md", "odd", "0", "4", "40", "strange"])
def test_every_word_stands_on_its_slide_and_over_the_footer(read, tmp_path, name):
    for made in made_of(tmp_path, name):
        slides = re.findall(rb"ppt/slides/slide\d+\.xml", made)
        pages = read(made)
        assert len(pages) == len(set(slides))
        for n, ((wide, high), found) in enumerate(pages, 1):
            assert [word for word in found if word[0] < 0 or word[2] > wide or word[3] > high] == [], n
            low = [word for word in found if word[1] < FOOT and word[3] > LAST] if n > 1 else []
            assert low == [], n


@pytest.mark.parametrize("master", [masters.brand, masters.bare])
@pytest.mark.parametrize("name", ["qbr.md", "plan.md"])
def test_on_a_foreign_master_every_word_stands_on_its_slide(read, tmp_path, name, master):
    (made,) = made_of(tmp_path, name, master(tmp_path))
    for n, ((wide, high), found) in enumerate(read(made), 1):
        assert found, n
        assert [word for word in found if word[0] < 0 or word[2] > wide or word[3] > high] == [], n
