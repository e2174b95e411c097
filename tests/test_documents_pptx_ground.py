"""What lies behind the words of a foreign master, and the colours that can be read on it."""

from io import BytesIO

import masters
import pytest
from pptx import Presentation
from pptx.oxml import parse_xml

from cs_cli.documents.look.theme import COLOURS
from cs_cli.documents.source.deck import INTERNAL, for_audience
from cs_cli.documents.source.parse import parse
from cs_cli.documents.writers.drawingml import Paint, contrast, faint, solid
from cs_cli.documents.writers.pptx import write_pptx
from cs_cli.documents.writers.pptx_colours import Scheme, colours_on
from cs_cli.documents.writers.pptx_ground import colour_of, ground_of, theme_of
from cs_cli.documents.writers.pptx_master import master_of

SPACES = (
    f'xmlns:a="{masters.DRAWING}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
SLOTS = {"accent1": "4472C4", "tx1": "101010", "bg1": "FFFFFF"}


def parsed(xml):
    head, _, tail = xml.partition(" ") if " " in xml.partition(">")[0] else (xml.partition(">")[0].rstrip("/"), "", "")
    return parse_xml(f"{head} {SPACES} {tail}" if tail else xml.replace(head, f"{head} {SPACES}", 1))


@pytest.mark.parametrize(
    ("xml", "colour"),
    [
        ('<a:srgbClr val="a1b2c3"/>', "A1B2C3"),
        ('<a:schemeClr val="accent1"/>', "4472C4"),
        ('<a:schemeClr val="nothing"/>', ""),
        ('<a:sysClr val="windowText" lastClr="123456"/>', "123456"),
        ('<a:sysClr val="window"/>', "FFFFFF"),
        ('<a:sysClr val="windowText"/>', "000000"),
        ('<a:prstClr val="black"/>', "000000"),
        ('<a:hslClr hue="0" sat="0" lum="0"/>', ""),
        ('<a:schemeClr val="bg1"><a:lumMod val="50000"/></a:schemeClr>', "808080"),
        ('<a:srgbClr val="000000"><a:lumOff val="50000"/></a:srgbClr>', "808080"),
        ('<a:srgbClr val="000000"><a:tint val="75000"/></a:srgbClr>', "404040"),
        ('<a:srgbClr val="FFFFFF"><a:shade val="50000"/></a:srgbClr>', "808080"),
        ('<a:srgbClr val="FFFFFF"><a:alpha val="50000"/></a:srgbClr>', "FFFFFF"),
    ],
)
def test_a_colour_is_what_its_element_comes_to(xml, colour):
    assert colour_of(parsed(xml), SLOTS) == colour


DARK = '<a:solidFill><a:srgbClr val="0A0A0A"/></a:solidFill>'
BACKGROUNDS = {
    "solid": (f"<p:bg><p:bgPr>{DARK}<a:effectLst/></p:bgPr></p:bg>", "0A0A0A"),
    "gradient": (
        (
            '<p:bg><p:bgPr><a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="000000"/></a:gs><a:gs pos="100000">'
            '<a:srgbClr val="404040"/></a:gs></a:gsLst></a:gradFill><a:effectLst/></p:bgPr></p:bg>'
        ),
        "202020",
    ),
    "reference": ('<p:bg><p:bgRef idx="1001"><a:schemeClr val="tx2"/></p:bgRef></p:bg>', "1F497D"),
    "nothing": ("<p:bg><p:bgPr><a:noFill/><a:effectLst/></p:bgPr></p:bg>", "FFFFFF"),
}
PICTURE = "<p:bg><p:bgPr><a:blipFill><a:blip/><a:stretch/></a:blipFill><a:effectLst/></p:bgPr></p:bg>"


def layout_of(presentation, background="", shape="", titles=""):
    """The layout for titles only, with another background, a shape over all of it, or titles of another colour."""
    layout = presentation.slide_layouts[5]
    if background:
        layout._element.cSld.insert(0, parsed(background))  # noqa: SLF001  python-pptx has no such backgrounds
    if shape:
        layout.shapes._spTree.insert(2, parsed(shape))  # noqa: SLF001  nor shapes on layouts
    if titles:
        style = layout.placeholders[0]._element.txBody.find(f"{masters.A}lstStyle")  # noqa: SLF001  nor their styles
        style.append(parsed(f'<a:lvl1pPr algn="l"><a:defRPr sz="2000">{titles}</a:defRPr></a:lvl1pPr>'))
    return layout


def ground(presentation, layout):
    values, _ = theme_of(presentation.slide_masters[0])
    return ground_of(layout, values, (presentation.slide_width, presentation.slide_height))


@pytest.mark.parametrize("name", BACKGROUNDS)
def test_a_background_is_read_however_it_is_painted(name):
    background, colour = BACKGROUNDS[name]
    presentation = Presentation()
    assert ground(presentation, layout_of(presentation, background)) == colour


def rectangle(wide, fill):
    return (
        '<p:sp id="x"><p:nvSpPr><p:cNvPr id="77" name="All"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="6858000"/></a:xfrm><a:prstGeom prst="rect"/>{fill}</p:spPr></p:sp>'
    ).replace(' id="x"', "", 1)


@pytest.mark.parametrize(("wide", "colour"), [(9144000, "0A0A0A"), (914400, "FFFFFF")])
def test_a_shape_over_the_whole_page_is_its_ground(wide, colour):
    presentation = Presentation()
    assert ground(presentation, layout_of(presentation, shape=rectangle(wide, DARK))) == colour


@pytest.mark.parametrize(("titles", "colour"), [("FFFFFF", "202020"), ("000000", "FFFFFF")])
def test_a_picture_counts_as_dark_where_its_titles_are_light(titles, colour):
    presentation = Presentation()
    fill = f'<a:solidFill><a:srgbClr val="{titles}"/></a:solidFill>'
    assert ground(presentation, layout_of(presentation, PICTURE, titles=fill)) == colour


def test_a_picture_under_titles_of_the_master_is_light_as_they_are_dark():
    presentation = Presentation()
    assert ground(presentation, layout_of(presentation, PICTURE)) == "FFFFFF"


def test_a_picture_over_the_whole_page_is_a_ground_too():
    presentation = Presentation()
    picture = (
        rectangle(9144000, "").replace("p:sp>", "p:pic>").replace("<p:sp ", "<p:pic ").replace("nvSpPr", "nvPicPr")
    )
    white = '<a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill>'
    layout = layout_of(
        presentation, shape=picture.replace("cNvSpPr", "cNvPicPr").replace("<p:sp>", "<p:pic>"), titles=white
    )
    assert ground(presentation, layout) == "202020"


@pytest.mark.parametrize("ground", ["FFFFFF", "F2EFE6", "0C1A33", "101010", "1E7F4F", "D98E04"])
@pytest.mark.parametrize("turned", [False, True])
def test_words_can_be_read_on_any_ground(ground, turned):
    values = {"tx1": "1B1B1B", "bg1": "FFFFFF", "tx2": "103C2C", "bg2": "F3F1EA"} | {
        f"accent{n}": colour for n, colour in enumerate(("1E7F4F", "FFE000", "2C6E8F", "7A4B94", "B23A48", "FFFFFF"), 1)
    }
    colours = colours_on(ground, Scheme(values), COLOURS, is_ours=False, turned=turned)
    names = ("ink", "body", *(f"c{n}" for n in range(1, 7)), "soft", *(("white", "onmuted") if turned else ()))
    for name in names:
        assert contrast(colours.inks[name].rgb, ground) >= 4.5, name
    assert contrast(colours.inks["ink"].rgb, colours.paints["surface"].rgb) >= 4.5


def test_a_dark_master_gets_bright_words_and_charts(tmp_path):
    path = tmp_path / "dark.pptx"
    presentation = Presentation()
    master = presentation.slide_masters[0]
    mapped = master._element.find("{*}clrMap")  # noqa: SLF001  python-pptx does not map colours
    for one, other in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        mapped.set(one, other)
    presentation.save(str(path))
    assert master_of(Presentation(path), "dark", is_ours=False).layouts["content"].ground == "000000"
    source = "# T\n\n::: chart bar\n| A | B |\n|---|---|\n| x | 1 |\n:::\n\n---\n<!-- layout: dark -->\n# D\n\nWords\n"
    made = Presentation(BytesIO(write_pptx(for_audience(parse(source), INTERNAL), master=path)))
    chart = next(shape for shape in made.slides[0].shapes if shape.has_chart).chart
    assert 'val="tx1"' in chart.part.blob.decode()
    assert 'schemeClr val="tx1"' in made.slides[1].part.blob.decode()


def test_a_faint_colour_keeps_what_it_was():
    assert faint(solid("AABBCC")).xml == '<a:srgbClr val="AABBCC"><a:alpha val="60000"/></a:srgbClr>'
    changed = Paint('<a:schemeClr val="tx1"><a:lumMod val="50000"/></a:schemeClr>', "000000")
    assert faint(changed) == changed
