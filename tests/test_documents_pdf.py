"""A deck as a PDF: tagged, one slide a page, only text in it, the same bytes every time."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from documents_book import new_book, rich
from pypdf import PdfReader

from cs_cli.documents.document import make_document
from cs_cli.documents.layout.pages import pages
from cs_cli.documents.look.labels import labels_of
from cs_cli.documents.look.theme import Logo, Theme
from cs_cli.documents.source.deck import INTERNAL, for_audience
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.pdf import write_pdf
from cs_cli.errors import ConfigError

ROOT = Path(__file__).parent.parent
DECKS = ROOT / "tests" / "data" / "decks"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738"
    "550000000049454e44ae426082"
)
HEAD = '---\ntitle: "Acme"\nas_of: 2026-11-23\nauthor: "Jo Park"\nlang: {lang}\n---\n'
BLOCKS = """# Everything
::: text
- one
- two
    - deeper
1. first
2. second

### A heading
~~gone~~ *leaning* `code` [a link](https://example.com/a?b=c)
:::
> Said
> by Jo Park
"""


def deck_of(source, lang="en"):
    return for_audience(parse(HEAD.replace("{lang}", lang) + source), INTERNAL)


def read(deck, **more):
    return PdfReader(io.BytesIO(write_pdf(deck, **more)))


def text_of(reader):
    return "\n".join(page.extract_text() for page in reader.pages)


def shipped(name):
    return for_audience(parse((DECKS / name).read_text("utf-8")), INTERNAL)


def tags(reader):
    """Every structure tag of the document, in reading order."""

    def walk(node):
        node = node.get_object()
        if not hasattr(node, "get"):
            return
        if "/S" in node:
            yield str(node["/S"]), node
        held = node.get("/K", [])
        for each in held if isinstance(held, list) else [held]:
            if not isinstance(each, int):
                yield from walk(each)

    return list(walk(reader.trailer["/Root"]["/StructTreeRoot"]))


@pytest.mark.parametrize("name", ["qbr.md", "plan.md"])
def test_a_pdf_is_tagged_and_has_one_slide_a_page(name):
    deck, told = shipped(name), []
    reader = read(deck, tell=told.append)
    assert len(reader.pages) == len(pages(deck))
    assert [(float(page.mediabox.width), float(page.mediabox.height)) for page in reader.pages] == [
        (960.0, 540.0)
    ] * len(reader.pages)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  a boolean of the file
    assert "pdfuaid" in root["/Metadata"].get_data().decode()
    found = [tag for tag, _ in tags(reader)]
    assert found.count("/H1") == 1
    assert found.count("/H2") >= len(reader.pages) - 1
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/Figure"} <= set(found)
    assert told == []


def test_every_picture_says_in_words_what_it_shows():
    figures = [node for tag, node in tags(read(shipped("qbr.md"))) if tag == "/Figure"]
    assert len(figures) >= 4
    assert all(len(str(node["/Alt"])) > 20 for node in figures)


def test_it_says_whose_it_is_and_its_only_date_is_the_one_of_the_data():
    reader = read(deck_of("# Title\n"))
    facts = reader.metadata
    assert (facts.title, facts.author) == ("Acme", "Jo Park")
    assert facts["/CreationDate"].startswith("D:20261123")
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert "20261123" in str(facts.get("/ModDate", "D:20261123"))


@pytest.mark.parametrize(
    ("lang", "said"), [("de", "de"), ("de-AT", "de-AT"), ("pt_br", "pt-BR"), ("klingon!", "en"), ("", "en")]
)
def test_it_knows_its_language(lang, said):
    assert read(deck_of("# Title\n", lang)).trailer["/Root"]["/Lang"] == said


def test_blocks_speak_the_language_of_the_deck():
    said = text_of(read(deck_of("# T\n::: signoff\n| Wer | Firma |\n|---|---|\n| Jo Park | ACME |\n:::\n", "de")))
    assert labels_of("de").signature in said


def test_lists_headings_links_and_styles_are_what_they_are():
    reader = read(deck_of(BLOCKS))
    found = [tag for tag, _ in tags(reader)]
    assert found.count("/LI") == 5
    assert {"/H1", "/H2", "/Link", "/Lbl", "/LBody"} <= set(found)
    addresses = [a.get_object()["/A"]["/URI"] for page in reader.pages for a in page.get("/Annots", [])]
    assert set(addresses) == {"https://example.com/a?b=c"}


def test_it_runs_nothing_and_asks_for_nothing():
    data = write_pdf(shipped("qbr.md"))
    assert [
        word for word in (b"/JavaScript", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile") if word in data
    ] == []


HOSTILE = (
    '#read("/etc/passwd")',
    '"); #panic("x")',
    '\\"); read("/etc/passwd") //',
    '$ x^2 $ #import "@preview/x:1.0.0"',
    "*bold* _em_ = head <label> @ref ~ -- ...",
    "// comment /* more */",
    "</svg><script>alert(1)</script>",
    "{{7*7}} ${7*7} %s %n",
)  # fmt: skip


@pytest.mark.parametrize("said", HOSTILE)
def test_text_stays_text_wherever_it_stands(tmp_path, said):
    book = new_book(tmp_path)
    account = book.account("EVIL", said)
    book.contact(account, said, title=said)
    book.ticket(account, 1, "2026-08-03", subject=said)
    book.usage(account, "active_users", {"2026-07-01": 5, "2026-09-01": 7})
    shown = text_of(read(make_document("qbr", book.review(key="EVIL")).deck)).replace("\n", "").replace(" ", "")
    assert said.replace(" ", "").replace('"', "")[:20] in shown.replace('"', "").replace("“", "").replace("”", "")
    assert "root:x" not in shown


@pytest.mark.parametrize(
    "said",
    [
        "北星机器人技术股份有限公司",
        "نمر للبرمجيات",
        "🌻 Brightside",
        "x" * 400,
        "Ω Жук Łódź ✓",
        "a\u0301\u200d",
        "\u202e",
    ],
)
def test_any_name_can_be_set(said):
    told = []
    tiles = f"| M | V | C | S |\n|---|---|---|---|\n| {said} | 4 | {said} | Done |"
    source = f"# {said}\n\n{said}\n\n::: metrics\n{tiles}\n:::\n"
    reader = read(deck_of(source), tell=told.append)
    assert len(reader.pages) >= 1
    assert all("No typeface on this machine has" in line for line in told)


def test_a_character_without_a_typeface_is_named_and_the_rest_is_written():
    told = []
    reader = read(deck_of("# Linear \U00010000 B\n\nBody\n"), tell=told.append)
    assert len(told) == 1
    assert "\U00010000" in told[0]
    assert "Body" in text_of(reader)


def test_letters_that_inter_has_need_no_other_typeface():
    fonts = {str(font["/BaseFont"]).partition("+")[2] for page in read(deck_of("# Ωμέγα Жук Łódź Tiếng Việt\n")).pages
             for font in page["/Resources"]["/Font"].values()}  # fmt: skip
    assert all(name.startswith("Inter") for name in fonts)


def test_a_typeface_that_is_not_there_is_named():
    told = []
    assert read(deck_of("# Title\n"), theme=Theme(body="Nowhere Sans"), tell=told.append).pages
    assert told == ["The typeface nowhere sans is not on this machine; the PDF is set in Inter."]


def test_a_logo_stands_on_every_page():
    theme = Theme(logo=Logo(PIXEL, "png", 1, 1), footer="Brightline")
    reader = read(
        deck_of("<!-- layout: title -->\n# Cover\n---\n# One\n---\n<!-- layout: dark -->\n# Two\n"), theme=theme
    )
    assert [str(node["/Alt"]) for tag, node in tags(reader) if tag == "/Figure"] == ["Logo"] * 3
    assert "Brightline" in text_of(reader)


def test_a_badge_stands_beside_the_logo():
    deck = deck_of("<!-- audience: internal -->\n# One\n")
    lefts = {}

    def seen(said, page, line, *_):
        if "Internal" in said:
            lefts["badge"] = page[4] + line[4]

    for logo in (None, Logo(PIXEL, "png", 5, 1)):
        read(deck, theme=Theme(logo=logo)).pages[0].extract_text(visitor_text=seen)
        lefts["plain" if logo is None else "beside"] = lefts.pop("badge")
    assert lefts["plain"] - lefts["beside"] == pytest.approx((140 + 20) * 0.75, abs=1)


def test_without_typst_one_line_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(ConfigError, match="a PDF needs typst") as caught:
        write_pdf(deck_of("# Other title\n"))
    assert caught.value.hints == ("pip install 'cs-cli[pdf]', or make FILE.html, open it and print it",)


MAKE = """
import sys
from hashlib import sha256
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from documents_book import Book
from cs_cli.documents.document import make_document
from cs_cli.documents.writers.pdf import write_pdf
print(sha256(write_pdf(make_document("qbr", Book(Path(sys.argv[2])).review()).deck)).hexdigest())
"""


def test_the_same_data_makes_the_same_bytes_in_any_process(tmp_path):
    book = rich(tmp_path, rows=6)
    worlds = (
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8"},
    )
    made = {
        subprocess.run(
            [sys.executable, "-c", MAKE, str(Path(__file__).parent), str(book.path)],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), **world},
        ).stdout
        for world in worlds
    }  # fmt: skip
    assert len(made) == 1
