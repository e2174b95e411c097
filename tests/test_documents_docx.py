"""A deck as a Word document: named styles, real headings, tables and charts; nothing in it but what it shows."""

# ruff: noqa: SLF001  python-docx shows the XML of a document nowhere else

import io
import os
import subprocess
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from documents_book import new_book, rich
from docx import Document
from lxml import etree
from openpyxl import load_workbook
from openxml_audit import OpenXmlValidator

from cs_cli.documents.document import make_document
from cs_cli.documents.look.theme import COLOURS, Logo, Theme
from cs_cli.documents.source.deck import CUSTOMER, INTERNAL, Deck, Para, Run, Slide, for_audience
from cs_cli.documents.source.deck import Block as Part
from cs_cli.documents.source.parse import parse
from cs_cli.documents.source.template import template_names
from cs_cli.documents.writers.docx import write_docx

ROOT = Path(__file__).parent.parent
DECKS = ROOT / "tests" / "data" / "decks"
HEAD = '---\ntitle: "Acme plan"\nas_of: 2026-11-23\nauthor: "Jo Park"\naccount: "Acme"\nfooter: "Acme, as of today"\n'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def deck_of(source, front="", audience=INTERNAL):
    return for_audience(parse(f"{HEAD}{front}---\n{source}"), audience)


def opened(source, front="", audience=INTERNAL):
    return Document(io.BytesIO(write_docx(deck_of(source, front, audience))))


def parts(content):
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def styled(document):
    """What stands in the text, each paragraph with its style."""
    return [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs if paragraph.text]


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def errors(content, folder):
    (folder / "made.docx").write_bytes(content)
    return [str(error) for error in OpenXmlValidator().validate(folder / "made.docx").errors]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<!-- layout: title -->\n<!-- section: Plan -->\n# Acme\n\nWhat we want\n\nMore",
         [("Section Label", "Plan"), ("Title", "Acme"), ("Subtitle", "What we want"), ("Normal", "More")]),
        ("<!-- section: Goals -->\n# Three goals", [("Section Label", "Goals"), ("Heading 1", "Three goals")]),
        ("<!-- section: Goals -->\nWords", [("Heading 1", "Goals"), ("Normal", "Words")]),
        ("# A\n\n### Why\nThis\n\n#### Deeper",
         [("Heading 1", "A"), ("Heading 2", "Why"), ("Normal", "This"), ("Heading 3", "Deeper")]),
        ("::: cards\n### We\n- one\n\n### You\ntwo\n:::",
         [("Heading 2", "We"), ("List Bullet", "one"), ("Heading 2", "You"), ("Normal", "two")]),
        ("1. first\n2. second\n\n- a\n    - b", [("List Number", "first"), ("List Number", "second"),
                                                 ("List Bullet", "a"), ("List Bullet", "b")]),
        ("> Said\n>\n> Jo Park", [("Quote", "Said"), ("Quote Source", "Jo Park")]),
        ("> Said", [("Quote", "Said")]),
        ("::: callout risk\nLook\n:::", [("Callout Risk", "Look")]),
        ("::: callout\nLook\n:::", [("Callout Info", "Look")]),
        ("::: source\n[desk · tickets · Q3]\n:::", [("Source Line", "[desk · tickets · Q3]")]),
        ("```\nx = 1\ny\n```", [("Code Block", "x = 1\ny")]),
        ("::::: columns 6:6\nleft\n+++\nright\n:::::", [("Normal", "left"), ("Normal", "right")]),
        ("::: unheard\nof\n:::", [("Normal", "of")]),
        ("::: table\n| A |\n|---|\n:::", [("Callout Neutral", "Nothing recorded yet.")]),
        ("Words\n\n::: notes\nSay it\n:::",
         [("Normal", "Words"), ("Speaker Notes", "Speaker notes"), ("Speaker Notes", "Say it")]),
        ("<!-- review: no cause -->\n# Short", [("Review Badge", "▲ For review: no cause"), ("Heading 1", "Short")]),
        ("<!-- audience: internal -->\n# Ours", [("Badge", "■ Internal only"), ("Heading 1", "Ours")]),
        ("# A\n\n---\n<!-- layout: title -->\n# B", [("Heading 1", "A"), ("Heading 1", "B")]),
    ],
)  # fmt: skip
def test_every_block_is_in_a_style_that_can_be_changed(source, found):
    assert styled(opened(source)) == found


def test_a_table_has_a_head_on_every_page_whole_rows_and_columns_that_fill_the_page():
    table = opened("| What | State | Amount |\n|---|---|---:|\n| **Go-live** of the EU | At risk | 5 |").tables[0]
    assert cells(table) == [["What", "State", "Amount"], ["Go-live of the EU", "▲\u00a0At\u00a0risk", "5"]]
    assert table.rows[0]._tr.find(f"{W}trPr/{W}tblHeader") is not None
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in table.rows)
    assert table.style.name == "Document Table"
    widths = [int(column.get(f"{W}w")) for column in table._tbl.tblGrid]
    assert sum(widths) == 11906 - 2 * 1247
    assert widths[0] > widths[2]
    status = table.rows[1].cells[1].paragraphs[0]
    assert status.runs[0].style.name == "Status Watch"
    assert table.rows[1].cells[2].paragraphs[0].alignment is not None


def test_widths_said_in_the_source_are_kept():
    table = opened('::: table widths="20,80" title="Ours"\n| A | B |\n|---|---|\n| 1 | 2 |\n:::').tables[0]
    first, second = (int(column.get(f"{W}w")) for column in table._tbl.tblGrid)
    assert first / (first + second) == pytest.approx(0.2, abs=0.001)
    assert table._tbl.tblPr.find(f"{W}tblCaption").get(f"{W}val") == "Ours"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("::: timeline today=2026-10-09\n| Date | Milestone | Status |\n|---|---|---|\n| 2026-12-11 | Go | Done |\n:::",
         [["Date", "Milestone", "Status"], ["11\u00a0Dec\u00a02026", "Go", "✓\u00a0Done"]]),
        ("::: facts\n| Label | Value |\n|---|---|\n| Sponsor | Jo Park |\n:::", [["Sponsor", "Jo Park"]]),
        ("::: asks\n| Ask | Owner |\n|---|---|\n| Decide | Jo Park |\n:::",
         [["#", "Ask", "Owner"], ["1.", "Decide", "Jo Park"]]),
        ("::: signoff\n| Name | For |\n|---|---|\n| Jo Park | Acme |\n| | Us |\n:::",
         [["Name", "For", "Signature", "Date"], ["Jo Park", "Acme", "", ""], ["", "Us", "", ""]]),
        ("::: metrics\n| M | V | C | S |\n|---|---|---|---|\n| Users | 9 | +1 | good |\n| Fee | $5 | none | |\n:::",
         [["Users\n9\n✓ +1", "Fee\n$5\nnone"]]),
        ("::: objectives\n| Objective | Measure | Now | Progress |\n|---|---|---:|---:|\n| Go | hours | 2 | 50% |\n:::",
         [["Objective", "Now", "Progress"], ["Go\nhours", "2", "50%"]]),
        ("::: stakeholders\n| Who | Influence | Stance |\n|-|-|-|\n| Jo | high | cool |\n| Al | low | warm |\n:::",
         [["Who", "Influence", "Stance"], ["Jo", "high", "cool"], ["Al", "low", "warm"]]),
    ],
)  # fmt: skip
def test_what_a_slide_draws_is_a_table_in_a_document(source, found):
    assert cells(opened(source).tables[0]) == found


def test_a_score_stands_over_the_table_that_makes_it():
    source = '::: health score=40 band=Red change="−18"\n| Part | Score |\n|---|---:|\n| usage | 70 |\n:::'
    tile, table = opened(source).tables
    assert cells(tile) == [["Health\n40 of 100\n■ Red, −18"]]
    assert cells(table) == [["Part", "Score"], ["usage", "70"]]
    assert len(opened(source.replace("score=40", "score=")).tables) == 1


def test_five_tiles_stand_in_two_even_rows():
    rows = "\n".join(f"| Tile {n} | {n} | | |" for n in range(5))
    table = opened(f"::: metrics\n| M | V | C | S |\n|---|---|---|---|\n{rows}\n:::").tables[0]
    assert [len(row.cells) for row in table.rows] == [3, 3]
    assert table.rows[1].cells[2].text == ""


def test_a_long_value_is_set_smaller():
    def size(value):
        table = opened(f"::: metrics\n| M | V |\n|---|---|\n| A | {value} |\n" + "| B | 1 |\n" * 3 + ":::").tables[0]
        return table.rows[0].cells[0].paragraphs[1].runs[0].font.size

    assert size("$5") is None
    assert size("$1,234,567,890,123") < 17 * 12700


CHART = """# Use

::: chart line title="=Users" target="Plan"
| Month | =1+1 | Plan |
|---|---:|---:|
| =HYPERLINK(0) | 5 | 6 |
| Sep | | 7 |
:::
"""


def test_a_chart_is_one_that_word_edits_and_is_told_in_words():
    content = write_docx(deck_of(CHART))
    found = parts(content)
    assert {"word/charts/chart1.xml", "word/embeddings/chart1.xlsx"} <= set(found)
    assert b"schemeClr" not in found["word/charts/chart1.xml"]
    [about] = etree.fromstring(found["word/document.xml"]).iter("{*}docPr")
    assert about.get("descr") == "Line chart: =Users. =1+1: 5 (=HYPERLINK(0)); Plan: 6 (=HYPERLINK(0)) to 7 (Sep)."
    sheet = load_workbook(io.BytesIO(found["word/embeddings/chart1.xlsx"])).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}
    assert sheet["A2"].value == "=HYPERLINK(0)"
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


def test_nothing_leads_out_of_the_file_but_the_links_in_its_text():
    links = "[one](https://example.com/?a=1&b=2) [two](javascript:x) [one](https://example.com/?a=1&b=2)"
    found = parts(write_docx(deck_of(f"{links}\n\n{CHART}")))
    outside = [
        row.get("Target")
        for name, part in found.items()
        if name.endswith(".rels")
        for row in etree.fromstring(part)
        if row.get("TargetMode") == "External"
    ]
    assert outside == ["https://example.com/?a=1&b=2"]


def test_the_properties_are_those_of_the_deck_and_no_others():
    about = opened("# A", front="lang: de\n").core_properties
    assert (about.title, about.author, about.subject, about.language) == ("Acme plan", "Jo Park", "Acme", "de")
    assert about.created.isoformat() == about.modified.isoformat() == "2026-11-23T00:00:00+00:00"
    assert about.last_modified_by == about.comments == about.keywords == ""
    assert set(parts(write_docx(deck_of("# A", front="lang: de\n")))) == {
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml", "word/document.xml",
        "word/_rels/document.xml.rels", "word/styles.xml", "word/numbering.xml", "word/settings.xml",
        "word/fontTable.xml", "word/footer.xml", "word/theme/theme1.xml",
    }  # fmt: skip


def test_a_deck_that_says_nothing_of_itself_is_written_too(tmp_path):
    content = write_docx(Deck(slides=(Slide(),)))
    assert Document(io.BytesIO(content)).core_properties.title == ""
    assert errors(content, tmp_path) == []


@pytest.mark.parametrize(
    ("front", "size"),
    [("", (11906, 16838)), ("paper: letter\n", (12240, 15840)), ("paper: unheard-of\n", (11906, 16838))],
)
def test_the_paper_is_a4_unless_the_front_matter_says_letter(front, size):
    section = opened("# A", front=front).sections[0]
    assert (section.page_width.twips, section.page_height.twips) == size


def test_the_foot_has_the_number_of_the_page():
    foot = opened("# A").sections[0].footer
    assert foot.paragraphs[0].text == "Acme, as of today\t"
    assert "PAGE" in foot._element.xml


@pytest.mark.parametrize(
    ("source", "front", "audience", "head"),
    [
        ("# A", "", CUSTOMER, ""),
        ("# A\n\n---\n<!-- audience: internal -->\n# B", "", CUSTOMER, ""),
        ("# A\n\n---\n<!-- audience: internal -->\n# B", "", INTERNAL, "■ Internal only"),
        ("# A\n\n::: notes\nX\n:::", "", INTERNAL, "■ Internal only"),
        ("# A\n\n::: notes\nX\n:::", "", CUSTOMER, ""),
        ("# A", "audience: internal\n", INTERNAL, "■ Internal only"),
        ("# A\n\n---\n<!-- audience: internal -->\n# B", "lang: de\n", INTERNAL, "■ Nur intern"),
    ],
)
def test_every_page_of_what_is_internal_says_so(source, front, audience, head):
    assert opened(source, front, audience).sections[0].header.paragraphs[0].text == head


def test_a_wholly_internal_document_says_so_in_its_head_alone():
    source = "<!-- audience: internal -->\n# A"
    assert styled(opened(source, front="audience: internal\n")) == [("Heading 1", "A")]


def test_the_words_of_the_document_are_in_its_language():
    source = (
        "<!-- review: Grund fehlt -->\n# A\n\n::: table\n| A |\n|---|\n:::\n\n::: signoff\n| Name |\n|---|\n| Jo |\n:::"
    )
    document = opened(source, front="lang: de\n")
    assert ("Review Badge", "▲ Zu prüfen: Grund fehlt") in styled(document)
    assert ("Callout Neutral", "Noch nichts erfasst.") in styled(document)
    assert cells(document.tables[0])[0] == ["Name", "Unterschrift", "Datum"]
    assert 'w:val="de-DE"' in parts(write_docx(deck_of(source, "lang: de\n")))["word/styles.xml"].decode()


@pytest.mark.parametrize(
    ("said", "known"), [("en", "en-US"), ("de", "de-DE"), ("pt_BR", "pt-BR"), ('x"/><w:b', "en-US")]
)
def test_the_language_is_one_that_word_knows(said, known):
    deck = Deck(meta=(("lang", said),), slides=(Slide(),))
    assert f'w:lang w:val="{known}"' in parts(write_docx(deck))["word/styles.xml"].decode()


def test_a_theme_changes_colours_typefaces_and_foot():
    theme = Theme(colours={**COLOURS, "c1": "#123456"}, heading="Georgia", body="Verdana", footer="Brightline")
    found = parts(write_docx(deck_of(f"<!-- section: S -->\n{CHART}"), theme))
    assert b'typeface="Georgia"' in found["word/theme/theme1.xml"]
    assert b'typeface="Verdana"' in found["word/theme/theme1.xml"]
    assert b"123456" in found["word/styles.xml"]
    assert b"123456" in found["word/charts/chart1.xml"]
    assert "Acme, as of today · Brightline".encode() in found["word/footer.xml"]


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738"
    "550000000049454e44ae426082"
)


@pytest.mark.parametrize(
    ("kind", "source", "head"),
    [
        ("png", "# A", "\t"),
        ("png", "<!-- audience: internal -->\n# A", "■ Internal only\t"),
        ("svg", "<!-- audience: internal -->\n# A", "■ Internal only"),
    ],
)
def test_a_logo_stands_at_the_head_of_every_page(kind, source, head, tmp_path):
    content = write_docx(deck_of(f"{source}\n\n{CHART[6:]}"), Theme(logo=Logo(PIXEL, kind, 400, 40)))
    assert errors(content, tmp_path) == []
    header = Document(io.BytesIO(content)).sections[0].header
    assert header.paragraphs[0].text == head
    sizes = [(int(each.get("cx")), int(each.get("cy"))) for each in header._element.iter("{*}extent")]
    assert sizes == ([(1524000, 152400)] if kind == "png" else [])
    assert ("word/media/logo.png" in parts(content)) is (kind == "png")


def test_runs_from_right_to_left_are_marked_and_begin_at_the_left():
    document = opened("نمر للبرمجيات 7\n\nBy נמר today\n\n北星机器人")
    first, second, third = document.paragraphs
    assert first._p.find(f"{W}pPr/{W}bidi") is not None
    assert first._p.find(f"{W}pPr/{W}jc").get(f"{W}val") == "right"
    assert [run.text for run in first.runs] == ["نمر للبرمجيات", " 7"]
    assert [run.font.rtl for run in first.runs] == [True, None]
    assert second._p.find(f"{W}pPr") is None
    assert [(run.text, run.font.rtl) for run in second.runs] == [("By ", None), ("נמר", True), (" today", None)]
    assert third.runs[0]._r.find(f"{W}rPr/{W}rFonts").get(f"{W}hint") == "eastAsia"


@pytest.mark.parametrize(
    ("count", "text", "kept"),
    [
        (3, "Row", [0, 1]),
        (9, "Row", [0, 7]),
        (6, "A long subject that takes several lines of its cell, " * 4, [0, 4]),
    ],
)
def test_short_tables_stay_on_a_page_and_no_row_is_alone_on_one(count, text, kept):
    table = opened("| A | B |\n|---|---|\n" + f"| {text} | {text} |\n" * count).tables[0]
    bound = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1:]]
    assert [n for n, stays in enumerate(bound) if stays] == kept


def test_a_right_aligned_cell_stays_at_the_right():
    table = opened("| A | B |\n|---|---:|\n| x | נמר |").tables[0]
    assert table.rows[1].cells[1].paragraphs[0]._p.find(f"{W}pPr/{W}jc").get(f"{W}val") == "left"


def test_marks_in_the_text_are_marks_and_all_else_is_text():
    document = opened(r"**bold** *leaning* ~~gone~~ `code` \<b\> &amp; {{7*7}}" + "\n\nA\\\nB")
    marks = {run.text.strip(): run for run in document.paragraphs[0].runs}
    assert (marks["bold"].bold, marks["leaning"].italic, marks["gone"].font.strike) == (True, True, True)
    assert marks["code"].style.name == "Code Text"
    assert document.paragraphs[0].text.endswith(" <b> & {{7*7}}")
    assert document.paragraphs[1].text == "A\nB"


def test_what_xml_cannot_hold_is_left_out(tmp_path):
    hostile = "a\x00b\x0b\ud800c\ufffe\t]]>d"
    deck = Deck(
        meta=(("title", hostile), ("footer", hostile)),
        slides=(Slide((Run(hostile),), blocks=(Part("text", (Para((Run(hostile, link='https://x/"<'),)),)),)),),
    )
    content = write_docx(deck)
    assert errors(content, tmp_path) == []
    assert Document(io.BytesIO(content)).paragraphs[0].text == "abc\t]]>d"


def test_a_numbered_list_goes_on_or_begins_anew():
    document = opened("1. a\n2. b\n\nbetween\n\n1. c\n\n- x\n\n5. d\n6. e")
    numbers = [
        paragraph._p.pPr.numPr.numId.val for paragraph in document.paragraphs if paragraph.style.name == "List Number"
    ]
    assert numbers[0] == numbers[1] != numbers[2]
    assert numbers[3] == numbers[4] not in numbers[:3]
    starts = document.part.numbering_part._element.findall(f".//{W}num[@{W}numId='{numbers[3]}']//{W}startOverride")
    assert {start.get(f"{W}val") for start in starts} == {"5"}


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Portfolios with much, with little and with nothing in them."""
    full = rich(tmp_path_factory.mktemp("full"), rows=40)
    bare = new_book(tmp_path_factory.mktemp("bare"))
    bare.account()
    return {"full": full, "one": rich(tmp_path_factory.mktemp("one"), rows=1), "bare": bare}


@pytest.mark.parametrize("which", ["full", "one", "bare"])
@pytest.mark.parametrize("template", template_names())
def test_every_template_makes_a_valid_document(books, template, which, tmp_path):
    content = write_docx(make_document(template, books[which].review(INTERNAL)).deck)
    assert errors(content, tmp_path) == []
    assert Document(io.BytesIO(content)).paragraphs[1].style.name in {"Title", "Heading 1"}


@pytest.mark.parametrize("name", ["plan.md", "qbr.md"])
def test_headings_go_down_a_step_at_a_time(name):
    deck = for_audience(parse((DECKS / name).read_text("utf-8")), INTERNAL)
    levels = [
        int(style[-1]) for style, _ in styled(Document(io.BytesIO(write_docx(deck)))) if style.startswith("Heading")
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


MAKE = """
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.docx import write_docx
print(sha256(write_docx(parse(Path(sys.argv[1]).read_text("utf-8")))).hexdigest())
"""


def test_the_same_deck_makes_the_same_bytes_anywhere():
    def made(**environment):
        return subprocess.run(
            [sys.executable, "-c", MAKE, str(DECKS / "qbr.md")],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        ).stdout.strip()  # fmt: skip

    here = sha256(write_docx(parse((DECKS / "qbr.md").read_text("utf-8")))).hexdigest()
    assert made(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8") == here
    assert made(PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C") == here


@pytest.mark.real
@pytest.mark.parametrize("template", template_names())
def test_libreoffice_reads_it(books, template, needs, tmp_path):
    (tmp_path / "made.docx").write_bytes(write_docx(make_document(template, books["full"].review(INTERNAL)).deck))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    asked = [needs("soffice"), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "made.docx"]
    subprocess.run(asked, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    text = subprocess.run(
        [needs("pdftotext"), "made.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert "Acme Corporation" in text
    assert "Internal only" in text
