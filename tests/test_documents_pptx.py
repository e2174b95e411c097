"""Decks for PowerPoint: what stands in the file, read again with python-pptx."""

import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import masters
import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml import parse_xml
from python_calamine import CalamineWorkbook

from cs_cli.documents.formats import Dress, written
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.layout.scene import Arc, Ellipse, Line, Rect, Sign, Style, Text, Words
from cs_cli.documents.look.theme import COLOURS, Logo, Theme
from cs_cli.documents.source.deck import CUSTOMER, INTERNAL, Run, for_audience
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.drawingml import fixed_paints
from cs_cli.documents.writers.pptx import write_pptx
from cs_cli.documents.writers.pptx_shapes import Drawer
from cs_cli.documents.writers.pptx_text import Hand
from cs_cli.errors import BadDataError

ROOT = Path(__file__).parent.parent
DECKS = ROOT / "tests" / "data" / "decks"
COVER = """\
---
title: "A review"
author: "Jo Park"
footer: "ACME · review"
lang: {lang}
as_of: 2026-11-23
---
<!-- layout: title -->
# ACME

---
"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def deck(source="", audience=INTERNAL, lang="en"):
    return for_audience(parse(COVER.format(lang=lang) + source), audience)


def opened(made):
    return Presentation(BytesIO(made))


def slide(source, n=1, **more):
    return opened(write_pptx(deck(source, **more))).slides[n]


def shipped(name, audience=INTERNAL):
    return for_audience(parse((DECKS / name).read_text("utf-8")), audience)


def parts(made):
    with ZipFile(BytesIO(made)) as package:
        return {name: package.read(name) for name in package.namelist()}


def xml_of(one):
    return re.sub(rb"\s+", b" ", one.part.blob).decode()


def words_of(one):
    return [shape.text_frame.text for shape in one.shapes if shape.has_text_frame and shape.text_frame.text]


def named(one, kind):
    return [shape for shape in one.shapes if shape.name.startswith(kind)]


@pytest.mark.parametrize("name", ["qbr.md", "plan.md"])
def test_every_slide_has_its_title_footer_and_number_in_placeholders(name):
    source = shipped(name)
    slides = opened(write_pptx(source)).slides
    titles = ["".join(run.text for run in one.title) for one in source.slides]
    assert [one.shapes.title.text for one in slides] == titles
    for n, one in enumerate(list(slides)[1:], 2):
        kinds = {shape.placeholder_format.type.name: shape.text_frame.text for shape in one.placeholders}
        assert kinds["SLIDE_NUMBER"] == str(n)
        assert kinds["FOOTER"] == source.about("footer")


def test_ids_on_a_slide_are_its_own():
    for one in opened(write_pptx(shipped("qbr.md"))).slides:
        ids = re.findall(r'<p:cNvPr id="(\d+)"', xml_of(one))
        assert len(ids) == len(set(ids))


CHART = """\
# Use is up

::: chart line title="Users" target="Plan"
| Month | Users | Plan |
|---|---:|---:|
| Jan | 10 | 12 |
| Feb |  | 13 |
| Mar | 14.5 | 14 |
:::
"""


def test_a_chart_is_native_and_keeps_its_numbers():
    (frame,) = [shape for shape in slide(CHART).shapes if shape.has_chart]
    plot = frame.chart.plots[0]
    assert list(plot.categories) == ["Jan", "Feb", "Mar"]
    assert {series.name: tuple(series.values) for series in plot.series} == {
        "Users": (10.0, None, 14.5),
        "Plan": (12.0, 13.0, 14.0),
    }
    book = CalamineWorkbook.from_filelike(BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    assert book.get_sheet_by_index(0).to_python()[1:] == [["Jan", 10, 12], ["Feb", "", 13], ["Mar", 14.5, 14]]


def test_charts_tables_and_drawings_say_what_they_show():
    slides = opened(write_pptx(shipped("qbr.md"))).slides
    shown = [shape for one in slides for shape in one.shapes
             if shape.has_chart or shape.has_table or shape.shape_type == MSO_SHAPE_TYPE.GROUP]  # fmt: skip
    assert {shape.shape_type.name for shape in shown} == {"CHART", "TABLE", "GROUP"}
    assert all(shape._element.xpath(".//p:cNvPr")[0].get("descr") for shape in shown)  # noqa: SLF001  python-pptx reads none


TABLE = """\
# Rows

::: table pills="State" bars="Share"
| What | State | Share |
|---|---|---:|
| **One**<br>small | Done | 40% |
| Two | Late | 0% |
:::
"""


def test_a_table_is_native_with_signs_and_bars():
    one = slide(TABLE.replace("<br>", " "))
    (frame,) = [shape for shape in one.shapes if shape.has_table]
    rows = [[cell.text for cell in row.cells] for row in frame.table.rows]
    assert rows == [["What", "State", "Share"], ["One small", "✓ Done", "40%"], ["Two", "■ Late", "0%"]]
    assert frame.table.first_row
    assert sum(row.height for row in frame.table.rows) == pytest.approx(frame.height, abs=10)
    long, full = named(one, "Rectangle")[:2]
    assert full.width == pytest.approx(long.width * 0.4, abs=10)
    assert len(named(one, "Rectangle")) == 3
    assert "{2D5ABB26-0587-4C30-8999-92F81FD0307C}" in xml_of(one)


def test_text_wraps_keeps_its_size_and_has_no_style_of_a_theme():
    for one in opened(write_pptx(shipped("qbr.md"))).slides:
        xml = xml_of(one)
        assert "<p:style>" not in xml
        assert 'wrap="none"' not in xml
        assert "normAutofit" not in xml


NOTED = "# Title\n\nText\n\n::: notes\n- Say this\n\nAnd that\n:::\n"


def test_notes_are_for_the_speaker_of_an_internal_deck_alone():
    made = write_pptx(deck(NOTED))
    assert opened(made).slides[1].notes_slide.notes_text_frame.text == "• Say this\nAnd that"
    theirs = write_pptx(deck(NOTED, CUSTOMER))
    assert not opened(theirs).slides[1].has_notes_slide
    assert b"Say this" not in b"".join(parts(theirs).values())


@pytest.mark.parametrize(
    ("text", "lang", "rtl"),
    [
        ("Plain", "en-US", "0"),
        ("نمر للبرمجيات", "ar-SA", "1"),
        ("שלום ACME", "he-IL", "1"),
        ("ACME שלום", "he-IL", "0"),
        ("\u2068שלם\u2069 renews", "he-IL", "0"),
        ("\u2068שלם\u2069", "he-IL", "1"),
    ],
)
def test_words_have_their_language_and_direction(text, lang, rtl):
    boxes = [shape.text_frame for shape in slide(f"# T\n\n{text}\n").shapes if shape.has_text_frame]
    (paragraph,) = [each._p for box in boxes for each in box.paragraphs if each.text == text]  # noqa: SLF001  python-pptx reads neither
    assert [run.rPr.get("lang") for run in paragraph.r_lst] == [lang]
    assert (paragraph.pPr.get("rtl"), paragraph.pPr.get("algn")) == (rtl, "l")


def test_a_german_deck_says_so():
    xml = xml_of(slide("# Titel\n\nText\n", lang="de"))
    assert 'lang="de-DE"' in xml
    assert "en-US" not in xml


LINKS = "# T\n\n[web](https://acme.test/a?b=1&c=2) and [mail](mailto:jo@acme.test)\n"


def test_links_of_the_text_are_all_that_leads_outside():
    made = parts(write_pptx(deck(LINKS)))
    outside = [target for name, data in made.items() if name.endswith(".rels")
               for target in re.findall(rb'Target="([^"]*)"[^>]*TargetMode="External"', data)]  # fmt: skip
    assert outside == [b"https://acme.test/a?b=1&amp;c=2", b"mailto:jo@acme.test"]
    assert opened(write_pptx(deck(LINKS))).slides[1]


def test_no_workbook_has_a_formula_or_a_link():
    source = CHART.replace("Jan", '=HYPERLINK("http://evil.test")').replace("Feb", "http://evil.test")
    books = [data for name, data in parts(write_pptx(deck(source))).items() if name.endswith(".xlsx")]
    assert books
    for book in books:
        with ZipFile(BytesIO(book)) as package:
            assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
            assert not [name for name in package.namelist() if b"External" in package.read(name)]


def test_what_xml_cannot_hold_is_left_out():
    one = slide('# T\n\nBefore\x01\x02\ufffe\ud800after <b> & "x"\n')
    assert 'Beforeafter <b> & "x"' in words_of(one)


def test_properties_are_the_decks_own():
    made = write_pptx(deck("# T\n"))
    core = opened(made).core_properties
    assert (core.title, core.author, core.last_modified_by, core.comments) == ("A review", "Jo Park", "", "")
    assert str(core.created.date()) == str(core.modified.date()) == "2026-11-23"
    names = parts(made)
    assert not [name for name in names if "thumbnail" in name or "printerSettings" in name]
    assert b"4:3" not in names["docProps/app.xml"]
    with ZipFile(BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[:2] == ["[Content_Types].xml", "_rels/.rels"]


MAKE = """
import sys
from hashlib import sha256
from pathlib import Path
from cs_cli.documents.source.deck import INTERNAL, for_audience
from cs_cli.documents.layout.frame import Box
from cs_cli.documents.source.parse import parse
from cs_cli.documents.layout.scene import Arc, Ellipse, Line, Rect, Sign, Style, Text, Words
from cs_cli.documents.writers.drawingml import fixed_paints
from cs_cli.documents.writers.pptx import write_pptx
from cs_cli.documents.writers.pptx_shapes import Drawer
from cs_cli.documents.writers.pptx_text import Hand
deck = for_audience(parse(Path(sys.argv[1]).read_text("utf-8")), INTERNAL)
for master in (None, Path(sys.argv[2])):
    print(sha256(write_pptx(deck, master=master)).hexdigest())
"""


def test_the_same_deck_is_the_same_bytes_anywhere(tmp_path):
    brand = masters.brand(tmp_path)

    def hashes(**environment):
        words = [sys.executable, "-c", MAKE, str(DECKS / "qbr.md"), str(brand)]
        env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        return subprocess.run(words, capture_output=True, text=True, check=True, env=env).stdout.split()

    first = hashes(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert hashes(PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C") == first
    assert first[0] == hashlib.sha256(write_pptx(shipped("qbr.md"))).hexdigest()


def test_the_shipped_master_is_what_its_script_makes():
    spec = importlib.util.spec_from_file_location("master", ROOT / "docs" / "master.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.PATH.read_bytes() == script.made()
    assert [layout.name for layout in Presentation(script.PATH).slide_layouts] == [
        "Title", "Title Only", "Content", "Dark", "Blank"
    ]  # fmt: skip


def test_a_theme_recolours_the_master_and_its_typefaces():
    theme = Theme(
        COLOURS | {"c1": "#AA1122", "muted": "#123456"}, heading="Georgia", body="Verdana", footer="Confidential"
    )
    made = write_pptx(deck("# T\n"), theme)
    inside = parts(made)
    found = inside["ppt/theme/theme1.xml"].decode()
    assert '<a:accent1><a:srgbClr val="AA1122"/>' in found
    assert re.findall(r'<a:latin typeface="(\w+)"', found) == ["Georgia", "Verdana"]
    assert b"123456" in inside["ppt/slideMasters/slideMaster1.xml"]
    assert "ACME · review · Confidential" in words_of(opened(made).slides[1])


@pytest.mark.parametrize(("kind", "count"), [("png", 1), ("svg", 2)])
def test_a_logo_stands_on_every_slide_and_once_in_the_file(kind, count):
    theme = Theme(logo=Logo(b"<svg/>" if kind == "svg" else b"\x89PNG", kind, 200, 50))
    made = write_pptx(deck("# T\n"), theme)
    assert len([name for name in parts(made) if name.startswith("ppt/media/")]) == count
    assert [len(re.findall("<p:pic>", xml_of(one))) for one in opened(made).slides] == [1, 1]
    assert len(parts(written(deck("# T\n"), ".pptx", Dress(theme)))) == len(parts(made))


@pytest.fixture(scope="module", params=["brand", "bare"])
def foreign(request, tmp_path_factory):
    path = getattr(masters, request.param)(tmp_path_factory.mktemp("masters"))
    source = shipped("qbr.md")
    return path, source, write_pptx(source, master=path)


def test_a_master_keeps_its_size_layouts_and_typefaces(foreign):
    path, source, made = foreign
    theirs, ours = Presentation(path), opened(made)
    assert (ours.slide_width, ours.slide_height) == (theirs.slide_width, theirs.slide_height)
    assert [one.name for one in ours.slide_layouts] == [one.name for one in theirs.slide_layouts]
    fonts = {font for one in ours.slides for font in re.findall(r'<a:latin typeface="([^"]*)"', xml_of(one))}
    assert fonts == {"+mj-lt", "+mn-lt"}
    titles = {one.shapes.title.text for one in ours.slides}
    assert {"".join(run.text for run in one.title) for one in source.slides} == titles


def test_charts_on_a_master_take_its_colours_and_a_plan_stays_grey(foreign):
    charts = [data.decode() for name, data in parts(foreign[2]).items() if name.startswith("ppt/charts/chart")]
    assert any('<a:schemeClr val="accent1"/>' in chart for chart in charts)
    (dashed,) = [chart for chart in charts if "prstDash" in chart]
    assert re.search(r'<a:srgbClr val="5A6981"/></a:solidFill><a:prstDash', dashed)


def test_titles_keep_their_place_and_are_no_larger_than_it_allows(foreign):
    path, _, made = foreign
    own = max(int(size) for size in re.findall(r'sz="(\d+)"', str(Presentation(path).slide_masters[0].part.blob)))
    for one in list(opened(made).slides)[1:]:
        title = one.shapes.title
        assert title._element.spPr.find("{*}xfrm") is None  # noqa: SLF001  python-pptx tells the place it inherits
        sizes = [run.font.size.pt for run in title.text_frame.paragraphs[0].runs if run.font.size]
        assert all(size * 100 <= own for size in sizes)


def test_nothing_of_whoever_made_the_master_is_left(tmp_path):
    made = write_pptx(deck("# T\n"), master=masters.brand(tmp_path))
    everything = b"".join(parts(made).values())
    for trace in (b"Sample of the brand", b"Never show", b"Brand Team", b"python-pptx", b"Steve", b"printerSettings"):
        assert trace not in everything, trace
    assert len(opened(made).slides) == 2


def test_pages_of_one_slide_are_told_apart_on_a_master_too(tmp_path):
    rows = "".join(f"| Row {n} | x |\n" for n in range(60))
    source = deck(f"<!-- section: Actions -->\n# Many\n\n| What | Why |\n|---|---|\n{rows}")
    slides = list(opened(write_pptx(source, master=masters.brand(tmp_path))).slides)[1:]
    assert len(slides) > 1
    for n, one in enumerate(slides, 1):
        assert f"Actions · {n} of {len(slides)}" in words_of(one)


def test_a_dark_layout_is_used_and_a_light_one_turns_the_colours(tmp_path):
    source = shipped("qbr.md")
    at = next(n for n, one in enumerate(source.slides) if one.about("layout") == "dark")
    brand = [
        one
        for one in opened(write_pptx(source, master=masters.brand(tmp_path))).slides
        if "Three decisions" in one.shapes.title.text
    ]
    assert brand[0].slide_layout.name == "Brand dark"
    assert 'schemeClr val="bg1"' in xml_of(brand[0])
    bare = opened(write_pptx(source, master=masters.bare(tmp_path))).slides[at]
    assert bare.slide_layout.name == "Title Only"
    assert 'schemeClr val="bg1"/></a:solidFill><a:latin' not in xml_of(bare)


def test_a_template_file_is_a_master_too(tmp_path):
    main = "presentationml.presentation.main+xml"
    potx = masters.changed(
        masters.bare(tmp_path), Content_Types_xml=lambda text: text.replace(main, "presentationml.template.main+xml")
    )
    made = write_pptx(deck("# T\n"), master=potx)
    assert len(opened(made).slides) == 2


def test_what_a_layout_links_to_is_cut(tmp_path):
    path = masters.bare(tmp_path)
    presentation = Presentation(path)
    layout = presentation.slide_layouts[5]
    rel = layout.part.relate_to(
        "https://brand.test/logo.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    shape = layout.placeholders[0]._element.xpath(".//p:cNvPr")[0]  # noqa: SLF001  python-pptx links no layout
    link = shape.makeelement(
        f"{masters.A}hlinkClick", {"{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id": rel}
    )
    shape.append(link)
    presentation.save(str(path))
    made = parts(write_pptx(deck("# T\n"), master=path))
    assert b"brand.test" not in b"".join(made.values())
    assert opened(write_pptx(deck("# T\n"), master=path)).slides


def refused(path):
    with pytest.raises(BadDataError) as failure:
        write_pptx(deck("# T\n"), master=path)
    assert str(path) in failure.value.sentence
    assert "\n" not in failure.value.sentence
    assert failure.value.hints
    return failure.value.sentence


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is no PowerPoint presentation"),
        (b"plain text", "is no PowerPoint presentation"),
        (b"PK\x03\x04 broken", "is no PowerPoint presentation"),
        (b"\xd0\xcf\x11\xe0 locked", "is protected by a password"),
    ],
)
def test_a_file_that_is_no_master_is_refused(tmp_path, content, why):
    path = tmp_path / "brand.pptx"
    path.write_bytes(content)
    assert why in refused(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    assert "cannot be read" in refused(tmp_path / "none.pptx")


@pytest.mark.parametrize("part", ["ppt__presentation_xml", "ppt__slideMasters__slideMaster1_xml"])
def test_a_damaged_part_is_refused(tmp_path, part):
    path = masters.changed(masters.bare(tmp_path), **{part: lambda text: text[: len(text) // 2]})
    assert "is no PowerPoint presentation" in refused(path)


def test_macros_are_refused(tmp_path):
    main = "vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    macro = "vnd.ms-powerpoint.presentation.macroEnabled.main+xml"
    path = masters.changed(masters.bare(tmp_path), Content_Types_xml=lambda text: text.replace(main, macro))
    assert "macros" in refused(path)


def test_a_linked_picture_of_a_layout_is_cut(tmp_path):
    path = masters.bare(tmp_path)
    presentation = Presentation(path)
    layout = presentation.slide_layouts[5]
    name = layout.part.relate_to("file:///c/logo.png", f"{OFFICE}/image", is_external=True)
    picture = (
        f'<p:pic xmlns:p="{masters.SP[1:-3]}" xmlns:a="{masters.DRAWING}" xmlns:r="{OFFICE}"><p:nvPicPr>'
        '<p:cNvPr id="70" name="Logo"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
        f'<a:blip r:link="{name}"/></p:blipFill><p:spPr/></p:pic>'
    )
    layout.shapes._spTree.append(parse_xml(picture))  # noqa: SLF001  python-pptx adds no pictures to layouts
    presentation.save(str(path))
    made = write_pptx(deck("# T\n"), master=path)
    assert b"logo.png" not in b"".join(parts(made).values())
    assert b"<a:blip/>" in opened(made).slide_layouts[5].part.blob


def test_a_zip_that_is_no_office_file_is_refused(tmp_path):
    path = tmp_path / "brand.pptx"
    with ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    assert "is no PowerPoint presentation" in refused(path)


def test_a_file_too_large_to_be_a_master_is_refused(tmp_path):
    path = tmp_path / "brand.pptx"
    with path.open("wb") as file:
        file.truncate(100_000_001)
    assert "is larger than a master can be" in refused(path)


@pytest.mark.parametrize(
    ("item", "said"),
    [
        (Arc(Box(0, 0, 50, 50), -90, 360, "c1", 5), 'prst="ellipse"'),
        (Arc(Box(0, 0, 50, 50), -90, 90, "c1", 5), 'fmla="val 16200000"'),
        (Line(10, 50, 60, 20, "line"), 'flipV="1"'),
        (Sign(Box(0, 0, 12, 12), "good"), '<a:moveTo><a:pt x="15" y="65"/></a:moveTo><a:lnTo>'),
        (Sign(Box(0, 0, 12, 12), "track"), 'prst="ellipse"'),
        (Sign(Box(0, 0, 12, 12), "watch"), 'prst="triangle"'),
        (Sign(Box(0, 0, 12, 12), "risk"), 'prst="rect"'),
        (Sign(Box(0, 0, 12, 12), "info"), 'prst="diamond"'),
        (Sign(Box(0, 0, 12, 12), "neutral"), '<a:noFill/><a:ln w="'),
        (Rect(Box(0, 0, 10, 10), "c1"), 'prst="rect"'),
        (Ellipse(Box(0, 0, 10, 10), edge="online", faint=True), "<a:alpha"),
        (Text(Box(0, 0, 10, 10), ()), "<a:p/>"),
        (Text(Box(0, 0, 9, 9), (Words((Run("a\nb", italic=True, code=True, strike=True),), Style(20)),)), "<a:br/>"),
        (Text(Box(0, 0, 9, 9), (Words((Run("a"),), Style(20), bullet="3.", inset=26),)), 'startAt="3"'),
    ],
)  # fmt: skip
def test_each_thing_of_a_scene_has_its_shape(item, said):
    paints = fixed_paints(COLOURS)
    assert said in Drawer(Hand(paints, paints, 0.75, "en-US", str), str, str).drawn((item,))


def test_another_kind_of_office_file_is_refused(tmp_path):
    path = tmp_path / "book.pptx"
    path.write_bytes(next(data for name, data in parts(write_pptx(deck(CHART))).items() if name.endswith(".xlsx")))
    assert "is no PowerPoint presentation" in refused(path)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = masters.changed(masters.bare(tmp_path), ppt__presProps_xml=lambda text: text + " " * 210_000_000)
    assert "unpacks to more" in refused(path)


def test_a_master_whose_layouts_have_no_title_is_refused(tmp_path):
    assert "has no layout with a title" in refused(masters.only(tmp_path, "bare.pptx"))
